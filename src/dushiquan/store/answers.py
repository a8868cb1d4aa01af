"""What was answered about the columns of tables, by the shape of their heads, kept beside the plans."""

import json
import sqlite3
from collections.abc import Mapping

_NAME = "table_columns"

Answers = dict[str, dict[str, str]]
"""For each shape of a head the fields of its columns by their names."""


def kept_answers(connection: sqlite3.Connection) -> Answers:
    """Return all that was answered."""
    found = connection.execute("SELECT value FROM ledger_info WHERE name = ?", (_NAME,)).fetchone()
    answers: Answers = json.loads(found[0]) if found else {}
    return answers


def keep_answers(connection: sqlite3.Connection, shape: str, answers: Mapping[str, str]) -> None:
    """Keep what was answered for a shape, instead of earlier answers; the caller holds the transaction."""
    every = {**kept_answers(connection), shape: dict(answers)}
    connection.execute(
        "INSERT INTO ledger_info (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_NAME, json.dumps(every, ensure_ascii=False)),
    )
