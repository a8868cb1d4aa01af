"""Copies of a ledger to keep, and a ledger out of a copy.

What a copy is taken from may be in use. A copy takes its name, and the place of the ledger, only after it
was found sound; until then nothing has changed.
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
"""What SQLite may have put beside a database; it would take them for those of the next one there."""


def back_up(path: Path, target: Path) -> None:
    """Copy a ledger to ``target``, its owner's alone; the ledger may be in use.

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

    The ledger is overwritten in one transaction of SQLite's: it is the one or the other even where this
    process is killed, who waits to write goes on with the restored one, and nothing is recorded between
    what is kept and what replaces it. A file that is no database any more is moved to ``kept`` instead, as
    it is, with what SQLite put beside it; nobody can be writing to it.

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
    """Copy a ledger, as it is at one moment, into an empty file, and prove the copy sound."""
    with explained(source), closing(connect(source)) as connection:
        missing_migrations(connection, source)
        copy_database(connection, draft)
    with explained(source), closing(connect(draft)) as copy:
        older = missing_migrations(copy, source)  # its states are for the migrations to read
        faults = find_damage(copy) if older else check_ledger(copy)
    if faults:
        raise DatabaseError(f"{source} 未通过核对，未作改动：{faults[0]}。")


def _overwrite(path: Path, draft: Path, kept: Path) -> bool:
    """Keep a copy of a ledger and overwrite it, unseen by others; False where it is no database any more."""
    with ExitStack() as held:
        try:
            ledger = held.enter_context(closing(connect(path)))
            ledger.execute("PRAGMA locking_mode = EXCLUSIVE")  # what is locked stays so until it is closed
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
    """Move a file that is no ledger any more, and what stands beside it, to another name."""
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
