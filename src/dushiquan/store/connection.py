"""Connect to a database file, and write in transactions.

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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePath
from typing import Literal

from dushiquan.domain.names import folded
from dushiquan.errors import DatabaseError, PerhapsRecordedError

SQLITE_VERSION = sqlite3.sqlite_version
"""The version of SQLite that Python brings."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another one, in seconds."""


class Connection(sqlite3.Connection):
    """An open ledger; ``has_recorded`` tells whether its last write transaction was committed."""

    has_recorded = False


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
