"""Upgrade an older ledger atomically: copy it, migrate its tables, rebuild its states."""

import sqlite3
from contextlib import closing
from pathlib import Path

from dushiquan.errors import DatabaseError
from dushiquan.store.backfilling import add_missing_bases, add_missing_orders
from dushiquan.store.connection import connect
from dushiquan.store.damage import damaged
from dushiquan.store.failures import explained, reachable
from dushiquan.store.migrating import migrate, migrating
from dushiquan.store.plan_tables import stale_plans, write_fold
from dushiquan.store.schema import schema_faults
from dushiquan.store.states import refold
from dushiquan.store.version import missing_migrations


def upgrade(connection: sqlite3.Connection, path: Path) -> Path | None:
    """Run the migrations that a ledger lacks and rebuild its states, in one transaction.

    Return the path of the copy made before, or None if another process was first. Raise ``DatabaseError`` if
    the copy cannot be saved; then the ledger is unchanged.
    """
    with migrating(connection):
        missing = missing_migrations(connection, path)
        if not missing:
            return None
        if schema_faults(connection):
            raise damaged(path)
        copy = _copy_before(missing[0], path)
        try:
            migrate(connection)
            add_missing_bases(connection)
            add_missing_orders(connection)
            for key in stale_plans(connection):
                write_fold(connection, key)
            refold(connection)
        except BaseException:
            copy.unlink()  # the ledger is unchanged, so the copy is not needed
            raise
    return copy


def _copy_before(migration: str, path: Path) -> Path:
    """Copy a ledger, on which this process holds the write lock, to a free name such as a.before-m002.db."""
    from dushiquan.store.copying import copy_database, draft_of, take_name

    name = f"{path.stem}.before-{migration.split('_')[0]}"
    copy = path.with_name(f"{name}{path.suffix}")
    try:
        # A connection with a write transaction cannot be the source of a backup, so use a second one.
        with explained(copy), reachable(copy), draft_of(path) as draft, closing(connect(path)) as reader:
            copy_database(reader, draft)
            number = 2
            while not take_name(draft, copy):
                copy = path.with_name(f"{name}-{number}{path.suffix}")
                number += 1
    except DatabaseError as error:
        raise DatabaseError(f"台账 {path} 须升级，而升级前的副本未能保存：{error}") from error
    return copy
