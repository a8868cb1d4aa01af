"""Events as database rows: each column is read and written by its name."""

import json
from datetime import date
from typing import NamedTuple

from dushiquan.domain.events import KINDS, Event, EventKind, Origin
from dushiquan.store.rows import plain

EVENTS = """
SELECT e.project AS pk, e.seq AS seq, e.id AS id, e.batch AS batch, coalesce(p.id, '') AS project,
  e.kind AS kind, e."on" AS "on", e.recorded_at AS recorded_at, e.stamp AS stamp, e.actor AS actor,
  e.before AS before, e.after AS after, e.note AS note, e.revokes AS revokes, e.origin AS origin
FROM events e LEFT JOIN projects p ON p.pk = e.project
"""
"""The query of events. Ask for a plan by ``+e.plan``, so that SQLite uses the index of projects."""


class EventRow(NamedTuple):
    """A row of ``EVENTS``; ``pk`` is the project's key in the database, None for an event of the plan."""

    pk: int | None
    seq: int
    id: str
    batch: str
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
    origin: str | None


def event_of(row: EventRow) -> Event:
    """Return the event in a row; raise ``LookupError``, ``TypeError`` or ``ValueError`` if it is damaged."""
    kind = EventKind(row.kind)
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
        revokes=row.revokes,
        number=row.seq,
        origin=Origin(**json.loads(row.origin)) if row.origin else None,
    )


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
        "revokes": event.revokes,
        "origin": plain(event.origin._asdict()) if event.origin else None,
    }
