"""The paths of the ledger and the settings, and the name of the user."""

import os
import sys
from pathlib import Path


def default_path() -> Path:
    """Return the path of the ledger in the user's data directory."""
    if sys.platform == "linux":
        return _xdg("XDG_DATA_HOME", ".local/share") / "ledger.db"
    from platformdirs import user_data_path

    return user_data_path("dushiquan", appauthor=False) / "ledger.db"


def settings_path() -> Path:
    """Return the path of the settings file in the user's configuration directory, which may not exist."""
    if sys.platform == "linux":
        return _xdg("XDG_CONFIG_HOME", ".config") / "settings.toml"
    from platformdirs import user_config_path

    return user_config_path("dushiquan", appauthor=False) / "settings.toml"


def _xdg(variable: str, default: str) -> Path:
    """Return our directory by the XDG specification, without importing platformdirs, which is slow."""
    base = Path(os.environ.get(variable, ""))
    return (base if base.is_absolute() else Path.home() / default) / "dushiquan"


def current_user() -> str:
    """Return the name of the user who records: ``DSQ_USER``, or else the name of the account."""
    for name in ("DSQ_USER", "USER", "LOGNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    return ""


def is_there(path: Path) -> bool:
    """Tell whether a file exists; False if its folder cannot be entered."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises if its folder cannot be entered
