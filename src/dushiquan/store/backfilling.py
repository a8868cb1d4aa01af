"""Add to an older ledger what it did not record: the bases of its plans, and the order of their projects."""

import sqlite3
from collections.abc import Iterable
from hashlib import sha256

from dushiquan.domain.events import Event, EventKind, HeadingChange, Json, Revised
from dushiquan.domain.fields import with_fields
from dushiquan.domain.history import in_force
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import entered_on, next_stamp
from dushiquan.domain.plan import Plan, Project
from dushiquan.domain.plan_history import fold_plan
from dushiquan.store.bases import plan_history, save_base
from dushiquan.store.event_rows import event_columns
from dushiquan.store.ledger import Ledger
from dushiquan.store.plan_keys import plan_keys


def add_missing_bases(connection: sqlite3.Connection) -> None:
    """Add the missing bases of an older ledger, each with its load event. The caller holds the write lock."""
    query = "SELECT key, loaded_at FROM plans WHERE key NOT IN (SELECT plan FROM events WHERE kind = 'load')"
    for key, loaded_at in connection.execute(query).fetchall():
        ledger = Ledger(connection, key)
        uids = {
            ProjectId(id): uid
            for id, uid in connection.execute("SELECT id, uid FROM projects WHERE plan = ?", (key,))
        }
        change = save_base(connection, _first_edition(ledger), uids)
        loading = Event(
            id=sha256(f"load {key} {loaded_at}".encode()).hexdigest()[:32],
            batch=sha256(f"batch {key} {loaded_at}".encode()).hexdigest()[:32],
            project="",
            kind=change.kind,
            on=entered_on(loaded_at),
            recorded_at=loaded_at,
            stamp=next_stamp(loaded_at, ""),
            actor="",
            payload=change.payload,
        )
        _insert(connection, loading, key)


def add_missing_orders(connection: sqlite3.Connection) -> None:
    """Add the order of the projects to the last edition of a plan, where an older ledger did not record it.

    The caller holds the write lock.
    """
    for key in plan_keys(connection):
        history = plan_history(connection, key)
        assert history is not None
        base, events = history
        folded: list[Json] = [project.uid for project in fold_plan(base, events).projects]
        query = "SELECT uid FROM projects WHERE plan = ? ORDER BY position"
        stored: list[Json] = [uid for (uid,) in connection.execute(query, (key,))]
        if folded != stored:
            last = in_force(events)[-1]
            query = "SELECT max(stamp) FROM events WHERE batch = ?"
            (stamp,) = connection.execute(query, (last.batch,)).fetchone()
            order = last._replace(
                id=sha256(f"order {key} {last.id}".encode()).hexdigest()[:32],
                kind=EventKind.HEADING,
                stamp=next_stamp(last.recorded_at, stamp),
                project="",
                uid="",
                payload=HeadingChange({"order": folded}, {"order": stored}),
                note="",
            )
            _insert(connection, order, key)


def _insert(connection: sqlite3.Connection, event: Event, key: str) -> None:
    columns = event_columns(event, key, None)
    connection.execute(
        f"INSERT INTO events ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        tuple(columns.values()),
    )


def _first_edition(ledger: Ledger) -> Plan:
    """Return a plan as first loaded, but with its present heading: older ledgers have no history of that."""
    latest = ledger.full_plan(withdrawn=True)
    histories: dict[str, list[Event]] = {}
    for event in ledger.events():
        histories.setdefault(event.uid, []).append(event)
    added = {uid for uid, events in histories.items() if any(map(_adds, events))}
    first = (_as_found(p, histories.get(p.uid, [])) for p in latest.projects if p.uid not in added)
    return latest._replace(projects=tuple(first))


def _adds(event: Event) -> bool:
    return isinstance(event.payload, Revised) and event.payload.added


def _as_found(project: Project, events: Iterable[Event]) -> Project:
    """Return a project with the values that the first revision of each field found."""
    fields: dict[str, Json] = {}
    for event in sorted(events, key=lambda event: (event.stamp, event.id), reverse=True):
        if isinstance(event.payload, Revised):
            fields |= event.payload.before
    return with_fields(project, fields)
