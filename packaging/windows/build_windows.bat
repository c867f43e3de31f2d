@echo off
rem UNTESTED: written without a Windows computer at hand. Needs Python 3.11, 3.12 or 3.13 from python.org
rem and, for the installer, Inno Setup 6. Makes build\bundle\shnor-desktop, a .zip of it and build\shnor-desktop-setup.exe.
setlocal
cd /d "%~dp0..\.."

py packaging\dev.py bundle
if errorlevel 1 exit /b %errorlevel%

set "ISCC=%ProgramFiles(x86)%\Inno Setup 6\ISCC.exe"
if not exist "%ISCC%" (
    echo Inno Setup 6 was not found, so there is no installer; the program itself is in build\bundle\shnor-desktop.
    exit /b 0
)
"%ISCC%" packaging\windows\shnor.iss
exit /b %errorlevel%
