"""Open or create a ledger, and check that it is one of ours and up to date.

The journal mode and the locks were chosen by measurement (trials/faults.py, docs/reliability.md):

- A rollback journal instead of WAL. It is faster for a process that opens the file, writes once and exits. It
  leaves no files beside the ledger, works in a read-only folder, and needs no shared memory.
- ``synchronous=EXTRA``, which also syncs the folder after the journal is deleted, so that a confirmed entry
  survives a power cut. A commit takes a tenth longer than with FULL.
- Every write takes the lock before it reads (``transaction``). What it has read cannot change, and it cannot
  fail half way because of another writer.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path, PurePath
from typing import Literal

from dushiquan.domain.names import folded
from dushiquan.errors import DatabaseError, PerhapsRecordedError
from dushiquan.store.damage import DAMAGED, damaged, interrupted, refuse_damaged


class Connection(sqlite3.Connection):
    """An open ledger; ``has_recorded`` tells whether its last write transaction was committed."""

    has_recorded = False


MIGRATIONS = (
    "m001_ledger",
    "m002_readings",
    "m003_uses",
    "m004_order_and_identity",
    "m005_applications",
    "m006_known_on",
    "m007_forms",
    "m008_levels",
    "m009_in_no_plan",
    "m010_decisions",
    "m011_contacts",
    "m012_carried",
    "m013_answers_and_remarks",
    "m014_sharing",
)
"""The migrations that this version knows: a copy, as their file is slow to import. A test compares them."""

SQLITE_VERSION = sqlite3.sqlite_version
"""The version of SQLite that Python brings."""

APPLICATION_ID = 0x64737131
"""``PRAGMA application_id`` of a ledger: "dsq1"."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another one, in seconds."""


def open_ledger(path: Path, migrated: Callable[[Path], None] | None = None) -> Connection:
    """Open an existing ledger; if it is older than the program, copy it and upgrade it first.

    ``migrated`` is called with the path of the copy. Raise ``DatabaseError`` if there is no ledger, if it is
    damaged, newer than the program, or not a ledger of dsq, or if there is no room for the copy.
    """
    with explained(path), reachable(path):
        if not path.exists():
            from dushiquan.domain.names import as_word

            raise DatabaseError(f"没有台账 {path}；先用 dsq --db {as_word(path)} init 建立。")
        connection = connect(path)
        try:
            missing = missing_migrations(connection, path)
            _check_end(connection, path)
            if missing:
                from dushiquan.store.upgrading import upgrade

                copy = upgrade(connection, path)
                if copy and migrated:
                    migrated(copy)
        except BaseException:
            connection.close()
            raise
        return connection


def open_ready(path: Path) -> sqlite3.Connection:
    """Open an existing ledger without upgrading it; raise ``DatabaseError`` if it needs an upgrade."""
    with explained(path), reachable(path):
        if not path.exists():
            raise DatabaseError(f"没有台账 {path}。")
        connection = connect(path)
        try:
            if missing_migrations(connection, path):
                raise DatabaseError(f"台账 {path} 还没有升级。")
        except BaseException:
            connection.close()
            raise
        return connection


def create_ledger(path: Path, fill: Callable[[sqlite3.Connection], None]) -> bool:
    """Create a ledger and fill it, atomically; return False if there is one already.

    A draft file is filled and then renamed, so neither Ctrl-C nor a full disk leaves an incomplete ledger.
    Raise ``DatabaseError`` if the journal of another ledger is left beside that name.
    """
    from dushiquan.store.copying import draft_of, refuse_side_files, take_name
    from dushiquan.store.upgrading import migrate, migrating

    with explained(path), reachable(path):
        if path.exists():
            return False
        refuse_side_files(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft_of(path) as draft:
            with closing(connect(draft)) as connection:
                with migrating(connection):
                    migrate(connection)
                with transaction(connection):
                    fill(connection)
            return take_name(draft, path)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Open a write transaction, with the lock taken at once; roll it back on any exception.

    Raise ``PerhapsRecordedError`` if the disk fails at the end of the commit: then it may be recorded or not.
    """
    begin(connection, "IMMEDIATE")
    try:
        yield
        _commit(connection)
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _commit(connection: sqlite3.Connection) -> None:
    """Commit. The journal is deleted and the folder synced when all is on the disk: that may fail, too."""
    try:
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(("SQLITE_IOERR_DIR_FSYNC", "SQLITE_IOERR_DELETE")):
            why = "写台账时磁盘出错：可能已记录，请用 dsq log 核对，并检查磁盘。"
            raise PerhapsRecordedError(why) from error
        raise
    if isinstance(connection, Connection):
        connection.has_recorded = True


@contextmanager
def unless_recorded() -> Iterator[ExitStack]:
    """Run the callbacks of a stack, such as the removal of files, if its block fails and records nothing."""
    with ExitStack() as failed:
        try:
            yield failed
        except PerhapsRecordedError:
            failed.pop_all()
            raise
        failed.pop_all()


def begin(connection: sqlite3.Connection, lock: Literal["IMMEDIATE", "EXCLUSIVE"]) -> None:
    """Begin a transaction with a lock; wait up to ``BUSY_SECONDS`` if another process holds it.

    The longer a writer has waited, the more often it retries, so it gets the lock before writers that have
    just had it. SQLite's own busy handler does the opposite: in a trial with 8 writers that never paused, 2
    waited for 30 seconds. It also ignores Ctrl-C.

    Raise ``sqlite3.OperationalError`` (SQLITE_BUSY) if the lock is not free in time.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    if isinstance(connection, Connection):
        connection.has_recorded = False
    since = time.monotonic()
    try:
        while True:
            try:
                connection.execute(f"BEGIN {lock}")
                return
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - since
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or waited > BUSY_SECONDS:
                    raise
            time.sleep(0.01 / (1 + 10 * waited))
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


def _check_end(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that ends within a page: SQLite would read the rest of the page as zeros."""
    (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size % page_size:
        refuse_damaged(connection, path)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn a database error into a ``DatabaseError`` that says what to do next."""
    try:
        yield
    except sqlite3.Error as error:
        if interrupted(error):
            raise KeyboardInterrupt from error
        name = getattr(error, "sqlite_errorname", "") or ""
        for prefix, sentence in _SENTENCES:
            if name.startswith(prefix):
                raise DatabaseError(sentence.format(path=path)) from error
        if str(error).startswith(_NOT_UTF8_NOT_JSON):
            raise damaged(path) from error
        raise DatabaseError(f"台账 {path} 出错：{error}。请运行 dsq db check。") from error
    except UnicodeDecodeError as error:  # SQLite's own message quotes a damaged text
        raise damaged(path) from error


@contextmanager
def reachable(path: Path) -> Iterator[None]:
    """Turn a file system error into a ``DatabaseError`` that says what to do next."""
    try:
        yield
    except OSError as error:
        raise DatabaseError(
            f"无法使用 {path}：{error.strerror or error}；请检查路径、权限和磁盘。"
        ) from error


_NOT_UTF8_NOT_JSON = ("Could not decode", "malformed JSON")
"""How the messages about such a text begin."""

_SENTENCES = (
    ("SQLITE_FULL", "磁盘已满，没有写入任何内容；腾出空间后重试。"),
    ("SQLITE_READONLY_DBMOVED", "台账 {path} 刚被另一程序换过，未记录任何内容；请重试。"),
    ("SQLITE_READONLY", "台账 {path} 只读，未记录任何内容；请检查文件和所在文件夹的权限。"),
    ("SQLITE_BUSY", "台账 {path} 正被另一程序占用，未记录任何内容；请稍后重试。"),
    ("SQLITE_LOCKED", "台账 {path} 正被另一程序占用，未记录任何内容；请稍后重试。"),
    ("SQLITE_NOTADB", "{path} 不是台账文件；请检查 --db 或 DSQ_DB。"),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_CANTOPEN", "打不开台账 {path}；请检查路径和权限。"),
    ("SQLITE_IOERR", "读写台账 {path} 时磁盘出错，未记录任何内容；请检查磁盘。"),
)


def connect(path: Path) -> Connection:
    """Connect to an existing database file, without checking that it is a ledger."""
    if sqlite3.sqlite_version_info < (3, 37):
        raise DatabaseError(f"SQLite {sqlite3.sqlite_version} 过旧，需要 3.37 以上；请换用较新的 Python。")
    connection = sqlite3.connect(
        f"{uri_of(path.absolute())}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        factory=Connection,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.set_progress_handler(_hear_ctrl_c, 500_000)
        connection.create_function("folded", 1, folded, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return connection


def uri_of(path: PurePath) -> str:
    r"""Return the URI by which SQLite opens an absolute path.

    It takes no authority but "localhost" (sqlite.org/uri.html), so \\host\share is ``file:////host/share``,
    where ``as_uri`` gives ``file://host/share``.
    """
    uri = path.as_uri()
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)


def _hear_ctrl_c() -> int:
    """Let Python run the handler of a signal, which then ends the query."""
    return 0


def missing_migrations(connection: sqlite3.Connection, path: Path) -> list[str]:
    """Return the migrations that a ledger lacks; raise ``DatabaseError`` if it is newer, or not a ledger."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DatabaseError(f"{path} 不是 dsq 的台账；请检查 --db 或 DSQ_DB。")
    query = "SELECT 1 FROM sqlite_schema WHERE name = '_sqlite_migrations' AND type = 'table'"
    if connection.execute(query).fetchone() is None:
        raise damaged(path)
    query = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'dushiquan'"
    applied = {name for (name,) in connection.execute(query)}
    if applied.difference(MIGRATIONS):
        raise DatabaseError(f"台账 {path} 由更新版本的 dsq 写成；请升级 dsq 后再用。")
    return [name for name in MIGRATIONS if name not in applied]
