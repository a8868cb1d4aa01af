"""Atomic creation of files, and copies of a database that is in use."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """An empty file beside ``path``, its owner's alone, to be filled before it takes that name.

    Its own name is random, so that what a killed process left is in nobody's way.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    os.close(descriptor)
    draft = Path(name)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def take_name(draft: Path, path: Path) -> bool:
    """Give a file a second, lasting name; False where another file has it."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if path.exists():
            return False
        draft.rename(path)
    sync_folder(path)
    return True


def sync_folder(path: Path) -> None:
    """Have the disk keep the name of a file, too, not only what is in it."""
    with suppress(PermissionError):  # Windows opens no folders, and keeps names by itself
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def copy_database(connection: sqlite3.Connection, draft: Path) -> None:
    """Copy an open database, as it stands at one moment, into an empty file; writers wait meanwhile.

    Raise ``sqlite3.Error`` if another process keeps the database locked, or the copy does not fit.
    """
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN")
        try:
            connection.execute("SELECT 1 FROM sqlite_schema")  # backup() itself would wait without end
            connection.backup(copy)
        finally:
            connection.execute("ROLLBACK")
