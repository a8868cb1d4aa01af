"""The user's answers about the columns of tables, stored in the ledger by the shape of the table head."""

import json
import sqlite3
from collections.abc import Mapping

from dushiquan.store.ledger_info import ledger_info, set_ledger_info

_NAME = "table_columns"

Answers = dict[str, dict[str, str]]
"""For each shape of a head, the fields of its columns by column name."""


def stored_answers(connection: sqlite3.Connection) -> Answers:
    """Return all stored answers."""
    found = ledger_info(connection, _NAME)
    answers: Answers = json.loads(found) if found else {}
    return answers


def save_answers(connection: sqlite3.Connection, shape: str, answers: Mapping[str, str]) -> None:
    """Store the answers for a shape, in place of earlier ones. The caller holds the transaction."""
    every = {**stored_answers(connection), shape: dict(answers)}
    set_ledger_info(connection, _NAME, json.dumps(every, ensure_ascii=False))
