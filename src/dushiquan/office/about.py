"""What somebody who looks into a fault needs to know of the program and the machine."""

import platform
import sys

from dushiquan import __version__
from dushiquan.store.connection import SQLITE_VERSION
from dushiquan.store.migrating import MIGRATIONS


def about() -> list[str]:
    """Return the versions of the program, Python, SQLite, the system and the ledger, in lines."""
    return [
        f"dsq {__version__}",
        f"Python {platform.python_version()}，SQLite {SQLITE_VERSION}",
        f"系统 {platform.platform()}，编码 {sys.stdout.encoding}",
        f"台账版本 {MIGRATIONS[-1]}",
    ]
