"""The paths of the ledger and the settings, and the name of the user."""

import os
import sys
from pathlib import Path

from dushiquan.errors import DatabaseError, UsageError


def default_path() -> Path:
    """Return the path of the ledger; raise ``DatabaseError`` if the user has no data directory."""
    if sys.platform == "linux":
        folder = _xdg("XDG_DATA_HOME", ".local/share")
        if folder is None:
            raise DatabaseError("没有家目录（HOME 没有设），台账没有地方放；请用 --db 写明台账文件。")
        return folder / "ledger.db"
    from platformdirs import user_data_path

    return user_data_path("dushiquan", appauthor=False) / "ledger.db"


def settings_path() -> Path | None:
    """Return the path of the settings file, which need not exist; None if the user has no home."""
    if sys.platform == "linux":
        folder = _xdg("XDG_CONFIG_HOME", ".config")
        return folder / "settings.toml" if folder else None
    from platformdirs import user_config_path

    return user_config_path("dushiquan", appauthor=False) / "settings.toml"


def _xdg(variable: str, default: str) -> Path | None:
    """Return our directory by the XDG specification, without importing platformdirs, which is slow."""
    base = Path(os.environ.get(variable, ""))
    try:
        return (base if base.is_absolute() else Path.home() / default) / "dushiquan"
    except RuntimeError:  # no HOME, and no account to look it up in
        return None


def expanded(path: Path) -> Path:
    """Return a path with the home directory for ``~``; raise ``UsageError`` if there is none."""
    try:
        return path.expanduser()
    except RuntimeError:
        raise UsageError(f"“{path}”里的 ~ 不知道是哪里（没有家目录）；请写完整的路径。") from None


def current_user(setting: str = "") -> str:
    """Return who records: ``DSQ_USER``, else the setting ``user``, else the account; "" if there is none."""
    named = [os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME")]
    return next(filter(None, (os.environ.get("DSQ_USER"), setting, *named)), None) or _account()


def _account() -> str:
    if sys.platform == "win32":
        return ""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return ""


def is_on_network(path: Path) -> bool:
    """Tell whether a file is on a network path: a share, NFS."""
    if sys.platform == "win32":
        import ctypes

        remote = 4
        anchor = path.absolute().anchor
        return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == remote
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    fields = (line.split(" ") for line in mounts.splitlines())
    mounted = [(point.replace("\\040", " "), kind) for _, point, kind, *_ in fields]
    if _NETWORK.isdisjoint(kind for _, kind in mounted):
        return False
    place = path.absolute()
    of_path = [(point, kind) for point, kind in mounted if place.is_relative_to(point)]
    return bool(of_path) and max(of_path, key=lambda each: len(each[0]))[1] in _NETWORK


_NETWORK = frozenset({"cifs", "smb3", "smbfs", "nfs", "nfs4", "fuse.sshfs", "davfs", "afs"})


def is_there(path: Path) -> bool:
    """Tell whether a file exists; False if its folder cannot be entered."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises if its folder cannot be entered
