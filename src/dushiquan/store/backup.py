"""Backing up a ledger, and restoring it from a backup.

A ledger may be in use while it is copied. A copy is checked before it takes its name or the ledger's place;
until then nothing changes.
"""

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from dushiquan.errors import DatabaseError, RefusedError
from dushiquan.store.checking import check_ledger
from dushiquan.store.copying import copy_database, draft_of, take_name
from dushiquan.store.damage import find_damage
from dushiquan.store.opening import begin, connect, explained, missing_migrations, reachable

_SIDE_FILES = ("-journal", "-wal", "-shm")
"""Suffixes of files that SQLite puts beside a database, and would apply to the next one of that name."""


def back_up(path: Path, target: Path) -> None:
    """Copy a ledger to ``target``, readable by its owner only; the ledger may be in use.

    Raise ``RefusedError`` if ``target`` exists, ``DatabaseError`` if the ledger is not sound or the
    copy cannot be written.
    """
    _must_exist(path)
    with reachable(target):
        if target.exists():
            raise _taken(target)
        with explained(target), draft_of(target) as draft:
            _copy_sound(path, draft)
            if not take_name(draft, target):
                raise _taken(target)


def restore(source: Path, path: Path, kept: Path) -> bool:
    """Restore a ledger from its copy ``source``; save the old one as ``kept``. Return whether one was saved.

    The ledger is overwritten in one SQLite transaction: even if this process is killed, it is the old or the
    new one. Waiting writers continue on the restored ledger, and nothing can be recorded between saving and
    replacing. A file that is no database any more is moved to ``kept`` instead, with its side files; nobody
    can be writing to it.

    Raise ``DatabaseError`` if ``source`` is not a sound ledger that this program can use, or a file
    cannot be written: the ledger is then untouched.
    """
    _must_exist(source)
    with reachable(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with explained(path), draft_of(path) as draft:
            _copy_sound(source, draft)
            if path.exists() and _overwrite(path, draft, kept):
                return True
            existed = _set_aside(path, kept)
            if not take_name(draft, path):
                raise _taken(path)
            return existed


def _copy_sound(source: Path, draft: Path) -> None:
    """Copy a consistent state of a ledger into an empty file, and check the copy."""
    with explained(source), closing(connect(source)) as connection:
        missing_migrations(connection, source)
        copy_database(connection, draft)
    with explained(source), closing(connect(draft)) as copy:
        older = missing_migrations(copy, source)  # its states are checked after the migrations
        faults = find_damage(copy) if older else check_ledger(copy)
    if faults:
        raise DatabaseError(f"{source} 未通过核对，未作改动：{faults[0]}。")


def _overwrite(path: Path, draft: Path, kept: Path) -> bool:
    """Save a copy of a ledger and overwrite it under one lock; return False if it is no database any more."""
    with ExitStack() as held:
        try:
            ledger = held.enter_context(closing(connect(path)))
            ledger.execute("PRAGMA locking_mode = EXCLUSIVE")  # locks are held until the connection is closed
            begin(ledger, "EXCLUSIVE")
            ledger.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
                return False
            raise
        with draft_of(kept) as copy:
            copy_database(ledger, copy)
            if not take_name(copy, kept):
                raise _taken(kept)
        with closing(connect(draft)) as restored:
            restored.backup(ledger)
    return True


def _set_aside(path: Path, kept: Path) -> bool:
    """Move a file that is no ledger any more, with its side files, to another name."""
    existed = path.exists()
    if existed:
        if kept.exists():
            raise _taken(kept)
        path.rename(kept)
    for suffix in _SIDE_FILES:
        beside = Path(f"{path}{suffix}")
        if beside.exists():
            beside.rename(f"{kept}{suffix}")
    return existed


def _must_exist(path: Path) -> None:
    with reachable(path):
        if not path.exists():
            raise DatabaseError(f"没有文件 {path}，未作改动；请检查路径。")


def _taken(path: Path) -> RefusedError:
    return RefusedError(f"{path} 已经存在，不覆盖；请换一个文件名或稍后重试。")
