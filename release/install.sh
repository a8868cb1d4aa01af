#!/bin/sh
# Install dsq from this folder, without internet: sh install.sh [FOLDER]
for python in python3.14 python3.13 python3.12 python3.11 python3; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" "$(dirname "$0")/install.py" "$@"
    fi
done
echo "没有找到 Python 3.11 以上（要带 venv）；请先安装，见 README.txt。" >&2
exit 1
