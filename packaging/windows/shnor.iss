; UNTESTED: written without a Windows computer at hand. Inno Setup 6; called by build_windows.bat.
; Installs for the current user, no administrator needed; .shnor files open with the program.

#define Program "..\..\build\bundle\shnor-desktop"

[Setup]
AppId={{6E0B7C53-5C5E-4E0B-9C0B-2E4B7C0D51A7}
AppName=ШНОР
AppVersion=0.1.0
DefaultDirName={autopf}\ShnorDesktop
DefaultGroupName=ШНОР
PrivilegesRequired=lowest
DisableProgramGroupPage=yes
ChangesAssociations=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
SetupIconFile=..\..\resources\icons\shnor.ico
UninstallDisplayIcon={app}\shnor-desktop.exe
OutputDir=..\..\build
OutputBaseFilename=shnor-desktop-setup
Compression=lzma2
SolidCompression=yes

[Languages]
Name: "russian"; MessagesFile: "compiler:Languages\Russian.isl"

[Tasks]
Name: "desktopicon"; Description: "Значок на рабочем столе"

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Program}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\ШНОР"; Filename: "{app}\shnor-desktop.exe"
Name: "{autodesktop}\ШНОР"; Filename: "{app}\shnor-desktop.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.shnor"; ValueType: string; ValueData: "ShnorDesktop.Document"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\ShnorDesktop.Document"; ValueType: string; ValueData: "Документ района ШНОР"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\ShnorDesktop.Document\DefaultIcon"; ValueType: string; ValueData: "{app}\shnor-desktop.exe,0"
Root: HKA; Subkey: "Software\Classes\ShnorDesktop.Document\shell\open\command"; ValueType: string; ValueData: """{app}\shnor-desktop.exe"" ""%1"""

[Run]
Filename: "{app}\shnor-desktop.exe"; Description: "Запустить ШНОР"; Flags: nowait postinstall skipifsilent
