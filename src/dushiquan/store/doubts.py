"""Whether a ledger may hold what was recorded at once in two places: a table, empty if it is not shared."""

import sqlite3


def has_doubts(connection: sqlite3.Connection) -> bool:
    """Tell whether projects were recorded on at once; whether that was settled since is not asked."""
    found: tuple[int] = connection.execute("SELECT EXISTS (SELECT 1 FROM doubtful)").fetchone()
    return found == (1,)
