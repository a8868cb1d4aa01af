"""Ledgers written by earlier versions of the program."""

import sqlite3
from contextlib import closing
from pathlib import Path

OLDER = sorted((Path(__file__).parent / "data").glob("ledger_m*.sql"))


def older_ledger(path: Path, script: Path = OLDER[0]) -> None:
    """Create a ledger of an earlier version."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script.read_text(encoding="utf-8"))


def recorded(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything a ledger contains, whatever its schema version."""
    queries = {
        "plans": "SELECT key, title, year, issued, loaded_at FROM plans ORDER BY key",
        "projects": "SELECT plan, id, title, content, requirement, due FROM projects ORDER BY plan, id",
        "events": 'SELECT id, batch, kind, "on", recorded_at, before, after, note, revokes FROM events'
        " WHERE kind <> 'load' ORDER BY id",
        "states": "SELECT * FROM states ORDER BY project",
    }
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(query).fetchall() for table, query in queries.items()}
