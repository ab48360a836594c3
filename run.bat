@echo off
rem Starts the program; installs what is missing first. With arguments: one command, without: the window.
rem This file stays ASCII: cmd misreads other characters in batch files. The Chinese messages are in packaging\.
setlocal
set "ROOT=%~dp0"
set "VENV=%ROOT%.venv\Scripts"
set PYTHONUTF8=1
chcp 65001 >nul

if exist "%VENV%\python.exe" fc /b "%ROOT%uv.lock" "%ROOT%.venv\installed-app.lock" >nul 2>&1 && goto start

py -3.11 -c "" >nul 2>&1
if not errorlevel 1 (
    py -3.11 "%ROOT%packaging\setup_windows.py" || goto failed
    goto start
)
python -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" >nul 2>&1
if not errorlevel 1 (
    python "%ROOT%packaging\setup_windows.py" || goto failed
    goto start
)
type "%ROOT%packaging\need_python.txt"
goto failed

:start
if "%~1"=="" (
    start "" "%VENV%\pythonw.exe" "%ROOT%main.py"
    exit /b 0
)
"%VENV%\python.exe" "%ROOT%main.py" %*
exit /b %errorlevel%

:failed
rem Started by a double click, the window would vanish with its message.
if "%~1"=="" pause
exit /b 2
