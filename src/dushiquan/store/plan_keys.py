"""The keys of a ledger's plans: loaded, chosen, or gone since their load was taken back."""

import sqlite3
from datetime import date

from dushiquan.domain.moments import moment_after


def plan_keys(
    connection: sqlite3.Connection, known_at: date | None = None, *, left: bool = False
) -> list[str]:
    """Return the keys of the loaded plans; the last one is in use.

    A plan whose load was taken back has left the ledger: it has no projects, but its heading stays, as events
    refer to it. It is among them if it was loaded by the end of the day ``known_at``, and with ``left``.
    """
    last_use = "(SELECT max(seq) FROM plan_uses WHERE plan = plans.key)"
    has_projects = "EXISTS (SELECT 1 FROM projects WHERE plan = plans.key)"
    query = f"SELECT key FROM plans WHERE {has_projects} ORDER BY {last_use} NULLS FIRST, rowid"
    loaded = [key for (key,) in connection.execute(query)]
    if known_at is None and not left:
        return loaded
    other = _ever_loaded(connection) if left else _loaded_by(connection, moment_after(known_at or date.max))
    return [*(key for key in other if key not in loaded), *loaded]


def _ever_loaded(connection: sqlite3.Connection) -> list[str]:
    return [key for (key,) in connection.execute("SELECT key FROM plans ORDER BY rowid")]


def _loaded_by(connection: sqlite3.Connection, moment: str) -> list[str]:
    """Return the keys of the plans that had been loaded before a moment."""
    from dushiquan.domain.events import EventKind
    from dushiquan.domain.history import in_force
    from dushiquan.store.event_rows import read_events

    of_plans = "e.kind IN ('load', 'revoke') AND e.project IS NULL AND e.recorded_at < ?"
    known = in_force(event for _, event in read_events(connection, of_plans, [moment]))
    return list(dict.fromkeys(event.plan for event in known if event.kind is EventKind.LOAD))


def keys_by_year(
    connection: sqlite3.Connection, known_at: date | None = None, *, left: bool = False
) -> list[str]:
    """Return the keys of the loaded plans by their years; those without a year come last."""
    by_year = "SELECT key FROM plans ORDER BY year IS NULL, year, rowid"
    loaded = plan_keys(connection, known_at, left=left)
    return [key for (key,) in connection.execute(by_year) if key in loaded]


def chosen_keys(
    connection: sqlite3.Connection, plan: str | None, known_at: date | None = None, *, left: bool = False
) -> list[str] | list[None]:
    """Return the keys of the plans that are chosen; None is the one in use."""
    if plan is None or not (keys := plan_keys(connection, known_at, left=left)):
        return [None]
    if plan in keys or left_by(connection, plan):
        return [plan]
    from dushiquan.domain.plan_choice import chosen_plans

    return chosen_plans(plan, keys_by_year(connection, known_at, left=left))


def left_by(connection: sqlite3.Connection, plan: str) -> int | None:
    """Return the number of the last entry that took a load of a plan back, or None."""
    query = (
        "SELECT max(x.seq) FROM events x JOIN events e ON e.id = x.revokes"
        " WHERE e.plan = ? AND e.kind = 'load' AND x.kind = 'revoke'"
    )
    (number,) = connection.execute(query, (plan,)).fetchone()
    return None if number is None else int(number)
