"""Compare the tables, indexes, views and triggers of a ledger with those that its migrations make."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import lru_cache

from dushiquan.store.migrating import migrate, migrating

_BOOKKEEPING = "_sqlite_migrations"
"""The table of sqlite-utils, whose columns depend on its version."""

_WORDS = {"table": "表", "index": "索引", "view": "视图", "trigger": "触发器"}

Schema = Mapping[tuple[str, str], str]
"""The SQL of each object by its type and name, in one spelling."""


def own_tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables that the ledger's migrations make."""
    return [name for kind, name in _made_by(_applied(connection)) if kind == "table"]


def schema_faults(connection: sqlite3.Connection) -> list[str]:
    """Return where a ledger is not as its migrations made it, one Chinese sentence per fault.

    Tables and views of the user's own are no fault. A trigger on our tables, or a unique index, is one: it
    changes or refuses what is recorded.
    """
    found, made = _schema(connection), _made_by(_applied(connection))
    faults = [
        f"{_WORDS[kind]} {name} {'与 dsq 建的不同' if (kind, name) in found else '缺失'}"
        for (kind, name), sql in made.items()
        if found.get((kind, name)) != sql
    ]
    ours = {name for kind, name in made if kind in ("table", "view")} | {_BOOKKEEPING}
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index')"
    for kind, name, table, sql in connection.execute(query):
        meddles = kind == "trigger" or str(sql or "").upper().startswith("CREATE UNIQUE")
        if table in ours - {_BOOKKEEPING} and meddles and (kind, name) not in made:
            faults.append(f"多出{_WORDS[kind]} {name}，不是 dsq 建的，会改动或拒绝记录")
    return faults


def _applied(connection: sqlite3.Connection) -> tuple[str, ...]:
    query = f"SELECT name FROM {_BOOKKEEPING} WHERE migration_set = 'dushiquan' ORDER BY name"
    return tuple(name for (name,) in connection.execute(query))


def _schema(connection: sqlite3.Connection) -> Schema:
    query = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name <> ?"
    return {
        (kind, name): _one_spelling(sql) for kind, name, sql in connection.execute(query, (_BOOKKEEPING,))
    }


def _one_spelling(sql: str) -> str:
    """Remove what depends on the version of SQLite that renamed a table: quotation marks and spaces."""
    return "".join(sql.replace('"', "").split())


@lru_cache
def _made_by(applied: tuple[str, ...]) -> Schema:
    """Return the schema that the first migrations make, by running them in memory."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with migrating(connection):
            migrate(connection, len(applied))
        return _schema(connection)
