@echo off
rem Starts Taizhang on a Windows office computer: what "make run" does elsewhere.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
title 台账 Taizhang
set PYTHONUTF8=1
set PIP_DISABLE_PIP_VERSION_CHECK=1
if not defined PORT set PORT=8501
if not defined WORKSPACE set WORKSPACE=workspace

set "PYTHON="
for %%V in (3.11 3.12) do (
    if not defined PYTHON py -%%V -c "import venv" >nul 2>nul && set "PYTHON=py -%%V"
)
if not defined PYTHON (
    python -c "import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))" >nul 2>nul && set "PYTHON=python"
)
if not defined PYTHON (
    echo 没有找到 Python 3.11 或 3.12。请到 python.org 下载 64 位 Python 3.11,
    echo 安装时勾选 "Add python.exe to PATH",然后重新双击 start.bat。
    goto failed
)

if not exist ".venv\Scripts\python.exe" (
    echo 正在准备运行环境,只有第一次需要,请稍候……
    %PYTHON% -m venv .venv
    if errorlevel 1 (
        echo 无法在本文件夹中建立运行环境。请确认文件夹可以写入,磁盘没有满。
        goto failed
    )
)

fc /b requirements.txt ".venv\requirements.txt" >nul 2>nul
if errorlevel 1 (
    echo 正在安装所需程序,大约需要几分钟……
    ".venv\Scripts\python.exe" -m pip install --quiet --requirement requirements.txt
    if errorlevel 1 (
        echo 安装没有完成。请检查网络后重新双击 start.bat,已登记的数据不受影响。
        goto failed
    )
    copy /y requirements.txt ".venv\requirements.txt" >nul
)

echo 请在浏览器中打开 http://localhost:%PORT%
echo 使用期间请不要关闭本窗口;按 Ctrl+C 停止。
".venv\Scripts\python.exe" manage.py serve --workspace "%WORKSPACE%" --port %PORT%
if errorlevel 1 (
    echo 程序没有正常运行,原因见上面的提示。
    goto failed
)
exit /b 0

:failed
echo.
pause
exit /b 1
