"""Run the migrations that make the tables of a ledger."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from dushiquan.errors import DatabaseError
from dushiquan.store.connection import transaction

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


@contextmanager
def migrating(connection: sqlite3.Connection) -> Iterator[None]:
    """Open a transaction with foreign keys off, so that tables can be rebuilt; check them at the end."""
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with transaction(connection):
            yield
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise DatabaseError("台账升级后有引用不符，未作改动；请把台账文件交给维护者。")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def migrate(connection: sqlite3.Connection, first: int | None = None) -> None:
    """Run the migrations that a ledger lacks, or only the ``first`` ones, inside ``migrating``."""
    import importlib.util

    from sqlite_utils import Database

    from dushiquan.shipped import shipped

    spec = importlib.util.spec_from_file_location("dushiquan_migrations", shipped("migrations/migrations.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    later = [] if first is None else MIGRATIONS[first:]
    module.migrations.apply(Database(connection, execute_plugins=False), stop_before=later)
