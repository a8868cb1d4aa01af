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
    tables = ("plans", "projects", "events", "states")
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}
