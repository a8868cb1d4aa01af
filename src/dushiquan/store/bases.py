"""The base of each plan: what it said when it was first loaded, kept once and named by its hash.

The plan as of any day is its base and the revisions since (``domain.edition``).
"""

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from dushiquan.domain.acts import Change
from dushiquan.domain.edition import as_it_was, plan_base
from dushiquan.domain.events import Event, EventKind, PlanLoad
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import entered_on, next_stamp
from dushiquan.domain.plan import Plan
from dushiquan.store.event_rows import event_columns
from dushiquan.store.ledger import Ledger


def keep_base(connection: sqlite3.Connection, plan: Plan, uids: Mapping[ProjectId, str]) -> Change:
    """Keep what a plan says as its base; return the change that records its loading."""
    content = json.dumps(plan_base(plan, uids), ensure_ascii=False)
    digest = sha256(content.encode()).hexdigest()
    connection.execute("INSERT OR IGNORE INTO plan_bases (sha256, content) VALUES (?, ?)", (digest, content))
    return Change(EventKind.LOAD, PlanLoad(digest, len(plan.projects)))


def add_missing_bases(connection: sqlite3.Connection) -> None:
    """Give each plan of an older ledger its base, and the event of its loading; the caller holds the lock."""
    query = "SELECT key, loaded_at FROM plans WHERE key NOT IN (SELECT plan FROM events WHERE kind = 'load')"
    for key, loaded_at in connection.execute(query).fetchall():
        ledger = Ledger(connection, key)
        uids = {
            ProjectId(id): uid
            for id, uid in connection.execute("SELECT id, uid FROM projects WHERE plan = ?", (key,))
        }
        change = keep_base(connection, _first_edition(ledger), uids)
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
        columns = event_columns(loading, key, None)
        connection.execute(
            f"INSERT INTO events ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )


def _first_edition(ledger: Ledger) -> Plan:
    """Return a plan as its first revisions found it, under its present heading, which has no history yet."""
    whole = ledger.whole_plan(withdrawn=True)
    histories: dict[str, list[Event]] = {}
    for event in ledger.events():
        histories.setdefault(event.project, []).append(event)
    first = (as_it_was(p, histories.get(p.id, []), date.min) for p in whole.projects)
    return whole._replace(projects=tuple(project for project in first if project is not None))
