@echo off
rem Install dsq from this folder, without internet: install.bat [FOLDER]
for %%v in (3.14 3.13 3.12 3.11) do (
    py -%%v -c "" >nul 2>nul && (
        py -%%v "%~dp0install.py" %*
        goto end
    )
)
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && (
    python "%~dp0install.py" %*
    goto end
)
echo Python 3.11 or newer was not found. Please read README.txt.
start "" "%~dp0README.txt"
:end
pause
