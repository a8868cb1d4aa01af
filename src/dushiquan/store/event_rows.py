"""Events as database rows: each column is read and written by its name."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dushiquan.domain.events import KINDS, Event, EventKind, Origin
from dushiquan.store.rows import plain

EVENTS = """
SELECT e.project AS pk, e.seq AS seq, e.id AS id, e.batch AS batch, e.plan AS plan,
  coalesce(p.id, '') AS project,
  e.kind AS kind, e."on" AS "on", e.recorded_at AS recorded_at, e.stamp AS stamp, e.actor AS actor,
  e.before AS before, e.after AS after, e.note AS note, e.revokes AS revokes, coalesce(p.uid, '') AS uid,
  e.origin AS origin, e.document AS document
FROM events e LEFT JOIN projects p ON p.pk = e.project
"""
"""The query of events. Ask for a plan by ``+e.plan``, so that SQLite uses the index of projects."""


class EventRow(NamedTuple):
    """A row of ``EVENTS``; ``pk`` is the project's key in the database, None for an event of the plan."""

    pk: int | None
    seq: int
    id: str
    batch: str
    plan: str
    project: str
    kind: str
    on: str
    recorded_at: str
    stamp: str
    actor: str
    before: str
    after: str
    note: str
    revokes: str | None
    uid: str
    origin: str | None
    document: str


def event_of(row: EventRow) -> Event:
    """Return the event in a row; raise ``LookupError``, ``TypeError`` or ``ValueError`` if it is damaged."""
    kind = EventKind(row.kind)
    takes_back = kind is EventKind.REVOKE
    return Event(
        id=row.id,
        batch=row.batch,
        project=row.project,
        kind=kind,
        on=date.fromisoformat(row.on),
        recorded_at=row.recorded_at,
        stamp=row.stamp,
        actor=row.actor,
        payload=KINDS[kind].payload.parse(json.loads(row.before), json.loads(row.after)),
        note=row.note,
        revokes=row.revokes if takes_back else None,
        number=row.seq,
        replaces=None if takes_back else row.revokes,
        plan=row.plan,
        uid=row.uid,
        origin=Origin(**json.loads(row.origin)) if row.origin else None,
        document=row.document,
    )


def read_events(
    connection: sqlite3.Connection, where: str, values: Sequence[object], order: str = ""
) -> Iterator[tuple[int | None, Event]]:
    """Yield the events that meet a condition on ``e``, in order of entry, each with its project's key."""
    query = f"{EVENTS} WHERE {where} ORDER BY e.stamp {order}, e.id {order}"
    for row in map(EventRow._make, connection.execute(query, values)):
        yield row.pk, event_of(row)


def event_columns(event: Event, plan: str, pk: int | None) -> dict[str, str | int | None]:
    """Return an event as the columns of ``events``, without its number."""
    before, after = event.payload.plain()
    return {
        "id": event.id,
        "batch": event.batch,
        "plan": plan,
        "project": pk,
        "kind": event.kind,
        '"on"': event.on.isoformat(),
        "recorded_at": event.recorded_at,
        "stamp": event.stamp,
        "actor": event.actor,
        "before": plain(before),
        "after": plain(after),
        "note": event.note,
        "revokes": event.revokes or event.replaces,
        "origin": plain(event.origin._asdict()) if event.origin else None,
        "document": event.document,
    }
