"""Open or create a ledger, and check that it is one of ours and up to date."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from dushiquan.errors import DatabaseError
from dushiquan.store.connection import Connection, connect, transaction
from dushiquan.store.damage import refuse_damaged
from dushiquan.store.failures import explained, reachable
from dushiquan.store.migrating import migrate, migrating
from dushiquan.store.version import missing_migrations


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


def _check_end(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that ends within a page: SQLite would read the rest of the page as zeros."""
    (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size % page_size:
        refuse_damaged(connection, path)
