"""Create files atomically, and copy a database that is in use."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from dushiquan.errors import DatabaseError


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Create an empty draft of ``path`` in the same folder, readable by its owner only; remove it at the end.

    Its name is random, so a draft left by a killed process is not in the way.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    os.close(descriptor)
    draft = Path(name)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def side_files(path: Path) -> list[Path]:
    """Return the files that SQLite has left beside a database, which it would apply to any file of that name.

    An empty one says nothing; SQLite ignores it.
    """
    named = [Path(f"{path}{suffix}") for suffix in ("-journal", "-wal", "-shm")]
    return [file for file in named if file.exists() and file.stat().st_size]


def refuse_side_files(path: Path) -> None:
    """Raise ``DatabaseError`` if a killed writer's files lie beside a name that a new database is to take."""
    left = side_files(path)
    if left and not path.exists():  # another process may just have created it
        names = "、".join(file.name for file in left)
        raise DatabaseError(
            f"{path.parent} 里有 {names}，是原来的 {path.name} 没写完时留下的，未作改动；"
            f"请把原来的 {path.name} 移回来再用；如已不要，先把 {names} 移走。"
        )


def take_name(draft: Path, path: Path) -> bool:
    """Give a draft its final name; return False if there is a file of that name, or its side files."""
    if side_files(path):
        return False
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
    """Sync the folder of a file, so that its name survives a power cut as well as its content."""
    with suppress(PermissionError):  # Windows cannot open a folder, and needs no sync
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def copy_database(connection: sqlite3.Connection, draft: Path) -> None:
    """Copy a consistent snapshot of an open database into an empty file; writers have to wait.

    Raise ``sqlite3.Error`` if another process keeps the database locked, or the copy does not fit.
    """
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN")
        try:
            connection.execute(
                "SELECT 1 FROM sqlite_schema"
            )  # take the lock here: backup() would wait for it for ever
            connection.backup(copy)
        finally:
            connection.execute("ROLLBACK")
