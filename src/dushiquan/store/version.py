"""Tell whether a file is a ledger, and how far it has been migrated."""

import sqlite3
from pathlib import Path

from dushiquan.errors import DatabaseError
from dushiquan.store.damage import damaged
from dushiquan.store.migrating import MIGRATIONS

APPLICATION_ID = 0x64737131
"""``PRAGMA application_id`` of a ledger: "dsq1"."""


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
