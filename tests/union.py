"""What must be the same in every replica of a shared ledger."""

import sqlite3
from typing import Any

from dushiquan.store.at_once import find_clashes


def digest(connection: sqlite3.Connection) -> tuple[list[Any], ...]:
    """All that must be the same in every replica."""
    events = connection.execute(
        'SELECT e.id, e.batch, e.plan, p.uid, e.kind, e."on", e.recorded_at, e.stamp, e.actor, e.before, e.after,'
        " e.note, e.revokes, e.origin FROM events e LEFT JOIN projects p ON p.pk = e.project ORDER BY e.id"
    ).fetchall()
    states = connection.execute(
        "SELECT p.uid, p.id, p.title, p.position, s.status, s.progress, s.counts, s.due, s.done_on,"
        " s.withdrawn_on, s.last_reported FROM projects p JOIN states s ON s.project = p.pk"
        " WHERE p.plan IS NOT NULL ORDER BY p.uid"
    ).fetchall()
    plans = connection.execute(
        "SELECT key, title, loaded_at, levels FROM plans"
        " WHERE key IN (SELECT plan FROM projects) ORDER BY key"
    ).fetchall()
    at_once = [
        (clash.uid, clash.matter, clash.is_agreed, [event.id for event in clash.said])
        for clash in find_clashes(connection)
    ]
    return events, states, plans, at_once
