"""Back up a ledger, restore it from a backup, and start it anew.

A ledger may be in use while it is copied. A copy is checked before it gets its name or replaces the ledger.
If the check fails, nothing is changed.
"""

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from dushiquan.errors import DatabaseError, RefusedError
from dushiquan.store.checking import check_ledger
from dushiquan.store.connection import begin, connect
from dushiquan.store.copying import copy_database, draft_of, refuse_side_files, side_files, take_name
from dushiquan.store.damage import find_damage
from dushiquan.store.failures import explained, reachable
from dushiquan.store.version import missing_migrations


def back_up(path: Path | str, target: Path | str) -> None:
    """Copy a ledger, which may be in use, to ``target``, readable by its owner only.

    Raise ``RefusedError`` if ``target`` exists, ``DatabaseError`` if the ledger is damaged or the copy cannot
    be written.
    """
    path, target = Path(path), Path(target)
    _must_exist(path)
    with reachable(target):
        if target.exists():
            raise _taken(target)
        refuse_side_files(target)
        with explained(target), draft_of(target) as draft:
            _copy_sound(path, draft)
            if not take_name(draft, target):
                raise _taken(target)


def restore(source: Path | str, path: Path | str, saved_as: Path | str) -> list[Path]:
    """Restore a ledger from the copy ``source``, after saving the old one; return the files that hold it.

    The ledger is overwritten in one SQLite transaction, so it is either the old or the new one, even if this
    process is killed. Writers that wait continue on the restored ledger. Nothing can be recorded between the
    saving and the overwriting. If the old file is not a database any more, nobody can be writing to it: it is
    moved to ``saved_as``, with its side files. If there is no old file, only such files of it are moved.

    Raise ``DatabaseError`` if ``source`` is not a sound ledger that this program can use, or a file cannot be
    written; then the ledger is unchanged. Raise ``RefusedError`` if ``saved_as`` exists.
    """
    source, path, saved_as = Path(source), Path(path), Path(saved_as)
    _must_exist(source)
    with reachable(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with explained(path), draft_of(path) as draft:
            _copy_sound(source, draft)
            return _replace(path, draft, saved_as)


def not_in_backup(source: Path, path: Path) -> dict[int, str]:
    """Return the entries of a ledger that its backup ``source`` does not have: the moment of each, by number.

    Return none if one of the two is no ledger that may be read: ``restore`` says what is wrong with a backup.
    """
    from dushiquan.store.schema import schema_faults

    query = "SELECT id, seq, recorded_at FROM events ORDER BY seq"
    try:
        with closing(connect(source)) as backup, closing(connect(path)) as ledger:
            for connection, file in ((backup, source), (ledger, path)):
                missing_migrations(connection, file)
                if schema_faults(connection):
                    return {}
            kept = {id for id, _, _ in backup.execute(query)}
            return {number: at for id, number, at in ledger.execute(query) if id not in kept}
    except (sqlite3.Error, DatabaseError):
        return {}


def reset(path: Path | str, saved_as: Path | str) -> list[Path]:
    """Make a ledger empty, after saving the old one; return the files that hold it. See ``restore``.

    Raise ``DatabaseError`` if there is no ledger, or a file cannot be written; then nothing is changed.
    """
    from dushiquan.store.migrating import migrate, migrating

    path, saved_as = Path(path), Path(saved_as)
    _must_exist(path)
    with reachable(path), explained(path), draft_of(path) as draft:
        with closing(connect(draft)) as connection, migrating(connection):
            migrate(connection)
        return _replace(path, draft, saved_as)


def _replace(path: Path, draft: Path, saved_as: Path) -> list[Path]:
    """Replace a ledger by a draft, after saving the old one; return the files that hold it."""
    if path.exists() and _overwrite(path, draft, saved_as):
        return [saved_as]
    aside = _set_aside(path, saved_as)
    if not take_name(draft, path):
        raise _taken(path)
    return aside


def _copy_sound(source: Path, draft: Path) -> None:
    """Copy a consistent snapshot of a ledger into an empty file, and check the copy."""
    with explained(source), closing(connect(source)) as connection:
        missing_migrations(connection, source)
        copy_database(connection, draft)
    with explained(source), closing(connect(draft)) as copy:
        older = missing_migrations(
            copy, source
        )  # older tables: the states can be checked only after the upgrade
        faults = find_damage(copy) if older else check_ledger(copy)
    if faults:
        raise DatabaseError(f"{source} 未通过核对，未作改动：{faults[0]}。")


def _overwrite(path: Path, draft: Path, saved_as: Path) -> bool:
    """Save a copy of a ledger and overwrite it, under one lock; return False if it is not a database."""
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
        with draft_of(saved_as) as copy:
            copy_database(ledger, copy)
            if not take_name(copy, saved_as):
                raise _taken(saved_as)
        with closing(connect(draft)) as restored:
            restored.backup(ledger)
    return True


def _set_aside(path: Path, saved_as: Path) -> list[Path]:
    """Move a file that is not a database, and its side files, to another name; return the new names."""
    if saved_as.exists() or side_files(saved_as):
        raise _taken(saved_as)
    there = [path] if path.exists() else []
    return [
        file.rename(f"{saved_as}{file.name.removeprefix(path.name)}") for file in (*there, *side_files(path))
    ]


def _must_exist(path: Path) -> None:
    with reachable(path):
        if not path.exists():
            raise DatabaseError(f"没有文件 {path}，未作改动；请检查路径。")


def _taken(path: Path) -> RefusedError:
    return RefusedError(f"{path} 已经存在，不覆盖；请换一个文件名或稍后重试。")
