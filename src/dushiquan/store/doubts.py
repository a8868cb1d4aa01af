"""Whether a ledger may hold what was recorded at once in two places: a table, empty if it is not shared."""

import sqlite3


def last_synced(connection: sqlite3.Connection) -> str | None:
    """Return the moment when a shared ledger was last synced; None if it is not shared."""
    query = "SELECT value FROM ledger_info WHERE name = 'synced_at'"
    found = connection.execute(query).fetchone()
    return str(found[0]) if found else None


def has_doubts(connection: sqlite3.Connection) -> bool:
    """Tell whether projects were recorded on at once; whether that was settled since is not asked."""
    found: tuple[int] = connection.execute("SELECT EXISTS (SELECT 1 FROM doubtful)").fetchone()
    return found == (1,)
