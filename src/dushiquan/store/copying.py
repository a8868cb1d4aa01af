"""Atomic creation of files, and copies of a database that is in use."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Create an empty draft file beside ``path``, readable by its owner only, that will take that name.

    Its own name is random, so that a file left by a killed process does not get in the way.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    os.close(descriptor)
    draft = Path(name)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def take_name(draft: Path, path: Path) -> bool:
    """Give a draft its final name; return False if another file has that name."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    except OSError:  # the file system has no hard links
        if path.exists():
            return False
        draft.rename(path)
    sync_folder(path)
    return True


def sync_folder(path: Path) -> None:
    """Sync the folder of a file, so that its name is durable as well as its content."""
    with suppress(PermissionError):  # Windows cannot open a folder, and makes names durable by itself
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def copy_database(connection: sqlite3.Connection, draft: Path) -> None:
    """Copy a consistent state of an open database into an empty file; writers wait meanwhile.

    Raise ``sqlite3.Error`` if another process keeps the database locked, or the copy does not fit.
    """
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN")
        try:
            connection.execute("SELECT 1 FROM sqlite_schema")  # backup() itself would wait forever
            connection.backup(copy)
        finally:
            connection.execute("ROLLBACK")
