"""What a ledger knows about itself, each under a name."""

import sqlite3


def ledger_info(connection: sqlite3.Connection, name: str) -> str | None:
    """Return what the ledger knows about itself under a name."""
    found = connection.execute("SELECT value FROM ledger_info WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else None


def set_ledger_info(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Store what the ledger knows about itself under a name."""
    query = "INSERT OR REPLACE INTO ledger_info (name, value) VALUES (?, ?)"
    connection.execute(query, (name, value))


def ledger_id(connection: sqlite3.Connection) -> str:
    """Return the id of a ledger, which its copies share."""
    found = connection.execute("SELECT value FROM ledger_info WHERE name = 'id'").fetchone()
    return str(found[0])
