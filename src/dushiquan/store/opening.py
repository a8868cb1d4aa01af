"""The one way to a ledger: it exists, it is ours, and it has the tables this program knows.

A rollback journal, not WAL: for a process that opens, writes once and leaves it is the faster of the
two, leaves no files beside the ledger, reads from a read-only folder and works on a network share.
``synchronous=EXTRA`` also syncs the folder after the journal is gone, so that a confirmed entry survives
a power cut.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dushiquan.errors import DatabaseError
from dushiquan.shipped import shipped

Connection = sqlite3.Connection
"""An open ledger, to those who may hold one but not speak SQL."""

MIGRATIONS = ("m001_ledger", "m002_readings")
"""The migrations this program knows, without importing what runs them; a test holds it to their file."""

APPLICATION_ID = 0x64737131
"""``PRAGMA application_id`` of a ledger: "dsq1"."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another."""


def open_ledger(path: Path) -> sqlite3.Connection:
    """Open an existing ledger, bringing it up to date first where it is older than the program.

    Raise ``DatabaseError`` where there is none, it is another program's, damaged, or newer than this
    program.
    """
    with explained(path), _reachable(path):
        if not path.exists():
            raise DatabaseError(f"没有台账 {path}；先用 dsq --db {path} init 建立。")
        connection = _connect(path)
        try:
            if _lacks_migrations(connection, path):
                with transaction(connection):
                    if _lacks_migrations(connection, path):
                        migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def open_ready(path: Path) -> sqlite3.Connection:
    """Open a ledger only if it is ready to be read: nothing is created, and nothing migrated."""
    with explained(path), _reachable(path):
        if not path.exists():
            raise DatabaseError(f"没有台账 {path}。")
        connection = _connect(path)
        try:
            if _lacks_migrations(connection, path):
                raise DatabaseError(f"台账 {path} 还没有升级。")
        except BaseException:
            connection.close()
            raise
        return connection


def create_ledger(path: Path, fill: Callable[[sqlite3.Connection], None]) -> bool:
    """Create a ledger and fill it, wholly or not at all; False where another process was first.

    It is made under a name of its own and takes the right one only when complete, so that neither
    Ctrl-C nor a full disk leaves half a ledger behind.
    """
    with explained(path), _reachable(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.new")
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            connection = _connect(draft)
            try:
                with transaction(connection):
                    migrate(connection)
                    fill(connection)
            finally:
                connection.close()
            return _take_name(draft, path)
        finally:
            draft.unlink(missing_ok=True)


def _take_name(draft: Path, path: Path) -> bool:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if path.exists():
            return False
        draft.rename(path)
    return True


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A write: it takes the lock at once, and is whole or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def migrate(connection: sqlite3.Connection) -> None:
    """Run the migrations that a ledger lacks, inside the caller's transaction."""
    import importlib.util

    from sqlite_utils import Database

    spec = importlib.util.spec_from_file_location("dushiquan_migrations", shipped("migrations/migrations.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.migrations.apply(Database(connection, execute_plugins=False))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say a database's error in a sentence with what to do next."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        for prefix, sentence in _SENTENCES:
            if name.startswith(prefix):
                raise DatabaseError(sentence.format(path=path)) from error
        raise DatabaseError(f"台账 {path} 出错：{error}。请运行 dsq db check。") from error


@contextmanager
def _reachable(path: Path) -> Iterator[None]:
    """Say the file system's error in a sentence."""
    try:
        yield
    except OSError as error:
        raise DatabaseError(
            f"无法使用 {path}：{error.strerror or error}；请检查路径、权限和磁盘。"
        ) from error


_SENTENCES = (
    ("SQLITE_FULL", "磁盘已满，未记录任何内容；腾出空间后重试（台账 {path}）。"),
    ("SQLITE_READONLY", "台账 {path} 只读，未记录任何内容；请检查文件和所在文件夹的权限。"),
    ("SQLITE_BUSY", "台账 {path} 正被另一程序占用，未记录任何内容；请稍后重试。"),
    ("SQLITE_LOCKED", "台账 {path} 正被另一程序占用，未记录任何内容；请稍后重试。"),
    ("SQLITE_NOTADB", "{path} 不是台账文件；请检查 --db 或 DSQ_DB。"),
    ("SQLITE_CORRUPT", "台账 {path} 已损坏；请先复制一份留存，再用 dsq db check 查看。"),
    ("SQLITE_CANTOPEN", "打不开台账 {path}；请检查路径和权限。"),
    ("SQLITE_IOERR", "读写台账 {path} 时磁盘出错，未记录任何内容；请检查磁盘。"),
)


def _connect(path: Path) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < (3, 37):
        raise DatabaseError(f"SQLite {sqlite3.sqlite_version} 过旧，需要 3.37 以上；请换用较新的 Python。")
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def _lacks_migrations(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the ledger is older than this program; refuse one that is newer, or is no ledger."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DatabaseError(f"{path} 不是 dsq 的台账；请检查 --db 或 DSQ_DB。")
    query = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'dushiquan'"
    applied = {name for (name,) in connection.execute(query)}
    if applied.difference(MIGRATIONS):
        raise DatabaseError(f"台账 {path} 由更新版本的 dsq 写成；请升级 dsq 后再用。")
    return len(applied) < len(MIGRATIONS)
