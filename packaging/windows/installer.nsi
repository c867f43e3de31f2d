; The installer for one user, without an administrator; windows.py calls it with VERSION, FOLDER, ICON and OUTPUT.
; What the program keeps (settings, working copies) and every document of the user stay where they are.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestDPIAware true

!define KEY "Software\ShnorDesktop"
!define DOCUMENT "Software\Classes\ShnorDesktop.Document"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\ShnorDesktop"

Name "ШНОР"
Caption "ШНОР ${VERSION}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\ShnorDesktop"
InstallDirRegKey HKCU "${KEY}" "Folder"

!include MUI2.nsh
!include FileFunc.nsh
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\shnor-desktop.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "Будет удалена только программа ШНОР. Ваши документы и настройки программы останутся на этом компьютере."
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Russian"

; A folder is emptied only when the program stands in it; one of the user's own is never touched.
!macro RefuseWhileOpen WHAT_TO_DO
  ${If} ${FileExists} "$INSTDIR\shnor-desktop.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\shnor-desktop.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "Программа открыта. ${WHAT_TO_DO}" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section
  !insertmacro RefuseWhileOpen "Закройте её и запустите установку ещё раз."
  ${If} ${FileExists} "$INSTDIR\shnor-desktop.exe"
    RMDir /r "$INSTDIR\_internal"
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\ШНОР.lnk" "$INSTDIR\shnor-desktop.exe"
  WriteRegStr HKCU "${KEY}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\.shnor" "" "ShnorDesktop.Document"
  WriteRegStr HKCU "${DOCUMENT}" "" "Документ района ШНОР"
  WriteRegStr HKCU "${DOCUMENT}\DefaultIcon" "" "$INSTDIR\shnor-desktop.exe,0"
  WriteRegStr HKCU "${DOCUMENT}\shell\open\command" "" '"$INSTDIR\shnor-desktop.exe" "%1"'
  WriteRegStr HKCU "${LISTED}" "DisplayName" "ШНОР"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "Publisher" "ШНОР"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\shnor-desktop.exe,0"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" $0
  ${RefreshShellIcons}
SectionEnd

Section Uninstall
  !insertmacro RefuseWhileOpen "Закройте её и повторите удаление."
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\shnor.exe"
  Delete "$INSTDIR\shnor-desktop.exe"
  Delete "$INSTDIR\uninstall.exe"
  ; Only when nothing else lies in it: whoever put documents there keeps them.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\ШНОР.lnk"
  ReadRegStr $0 HKCU "Software\Classes\.shnor" ""
  ${If} $0 == "ShnorDesktop.Document"
    DeleteRegKey HKCU "Software\Classes\.shnor"
  ${EndIf}
  DeleteRegKey HKCU "${DOCUMENT}"
  DeleteRegKey HKCU "${LISTED}"
  DeleteRegKey HKCU "${KEY}"
  ${RefreshShellIcons}
SectionEnd
