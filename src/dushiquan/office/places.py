"""Where an office keeps its things, and who works there."""

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
    """Return our directory by the XDG specification, which spares a start the import of platformdirs."""
    base = Path(os.environ.get(variable, ""))
    return (base if base.is_absolute() else Path.home() / default) / "dushiquan"


def current_user() -> str:
    """Return who records: ``DSQ_USER``, or else the name of the account."""
    for name in ("DSQ_USER", "USER", "LOGNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    return ""


def is_there(path: Path) -> bool:
    """Tell whether a file can be seen; whoever opens it says why not."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises if a folder is closed
