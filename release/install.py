"""Install dsq from this folder, without internet; run by install.sh and install.bat.

    python install.py [FOLDER]

Check the files, make an environment in FOLDER (default: .dsq in the user's home), install dsq into it, and
put it on the path. What was installed there before is replaced; ledgers and settings are elsewhere.
"""

import hashlib
import io
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"


def main() -> None:
    """Install dsq, and say how to call it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path.home() / ".dsq").expanduser().absolute()
    if not (3, 11) <= sys.version_info < (3, 15):
        raise SystemExit(f"要 Python 3.11 至 3.14，这里是 {sys.version.split()[0]}。")
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        raise SystemExit(f"{folder} 里有别的文件，请另指一个文件夹：install 文件夹")
    check()
    print(f"装到 {folder} ……")
    venv.create(folder, clear=True, with_pip=True, symlinks=not WINDOWS)
    programs = folder / ("Scripts" if WINDOWS else "bin")
    python = programs / ("python.exe" if WINDOWS else "python")
    words = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-index"]
    pip = [str(python), "-I", *words, "--find-links", str(HERE / "wheels"), "dushiquan[office,pdf,sync]"]
    if subprocess.run(pip, env={**os.environ, "PIP_CONFIG_FILE": os.devnull}).returncode:
        raise SystemExit("没有装成；请把上面的话发给提供本程序的人。")
    dsq = programs / ("dsq.exe" if WINDOWS else "dsq")
    subprocess.run([dsq, "--version"], check=True)
    print(f"装好了：{dsq}")
    if WINDOWS:
        add_to_path(programs)
        print("注销后重新登录，在命令行里写 dsq 即可。")
    else:
        link_from_path(dsq)


def check() -> None:
    """Compare the files with their checksums; stop if one is damaged or missing."""
    for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        known, _, name = line.partition("  ")
        path = HERE / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != known:
            raise SystemExit(f"文件损坏或不全：{name}。请重新复制安装包。")


def link_from_path(dsq: Path) -> None:
    """Put a link to dsq into ~/.local/bin, unless another file has its name."""
    link = Path.home() / ".local" / "bin" / "dsq"
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_symlink():
        link.unlink()
    if link.exists():
        print(f"{link} 已有别的程序，没有改；请直接用上面的路径。")
        return
    link.symlink_to(dsq)
    known = str(link.parent) in os.environ.get("PATH", "").split(os.pathsep)
    print("写 dsq 即可。" if known else f"重新登录后写 dsq 即可；还不行的，用 {link}。")


def add_to_path(programs: Path) -> None:
    """Add a folder to the user's PATH on Windows, keeping the type of the value (REG_EXPAND_SZ)."""
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, "Environment", 0, winreg.KEY_ALL_ACCESS) as key:
            try:
                path, kind = winreg.QueryValueEx(key, "Path")
            except FileNotFoundError:
                path, kind = "", winreg.REG_EXPAND_SZ
            if str(programs).lower() not in path.lower().split(";"):
                winreg.SetValueEx(key, "Path", 0, kind, f"{path.rstrip(';')};{programs}".lstrip(";"))


if __name__ == "__main__":
    main()
