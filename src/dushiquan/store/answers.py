"""The user's answers about the columns of tables, stored in the ledger by the shape of the table head."""

import json
import sqlite3
from collections.abc import Mapping

_NAME = "table_columns"

Answers = dict[str, dict[str, str]]
"""For each shape of a head, the fields of its columns by column name."""


def stored_answers(connection: sqlite3.Connection) -> Answers:
    """Return all stored answers."""
    found = connection.execute("SELECT value FROM ledger_info WHERE name = ?", (_NAME,)).fetchone()
    answers: Answers = json.loads(found[0]) if found else {}
    return answers


def save_answers(connection: sqlite3.Connection, shape: str, answers: Mapping[str, str]) -> None:
    """Store the answers for a shape, in place of earlier ones. The caller holds the transaction."""
    every = {**stored_answers(connection), shape: dict(answers)}
    connection.execute(
        "INSERT INTO ledger_info (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_NAME, json.dumps(every, ensure_ascii=False)),
    )
