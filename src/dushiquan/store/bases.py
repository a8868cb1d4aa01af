"""The base of each plan: its content when it was first loaded, stored under its hash.

The plan as of any day is its base and the revisions since then (``domain.edition``).
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from itertools import islice

from dushiquan.domain.acts import Change
from dushiquan.domain.edition import as_it_was, plan_base
from dushiquan.domain.events import Event, EventKind, Json, PlanLoad
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import entered_on, next_stamp
from dushiquan.domain.plan import Plan
from dushiquan.store.event_rows import event_columns
from dushiquan.store.ledger import Ledger


def save_base(connection: sqlite3.Connection, plan: Plan, uids: Mapping[ProjectId, str]) -> Change:
    """Store the base of a plan; return the change that records the loading."""
    heading, projects = plan_base(plan, uids)
    content = _encoded(heading, projects)
    digest = sha256(content).hexdigest()
    query = "INSERT OR IGNORE INTO plan_bases (sha256, content) VALUES (?, CAST(? AS TEXT))"
    connection.execute(query, (digest, content))
    return Change(EventKind.LOAD, PlanLoad(digest, len(plan.projects)))


def _encoded(heading: Mapping[str, Json], projects: Iterable[Mapping[str, Json]]) -> bytearray:
    """Return JSON in UTF-8, written in hundreds of projects: one tree would double the memory."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    content = bytearray(encode({**heading, "projects": []}).encode().removesuffix(b"]}"))
    left = iter(projects)
    between = ""
    while some := list(islice(left, 100)):
        content += (between + encode(some)[1:-1]).encode()
        between = ", "
    content += b"]}"
    return content


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
        columns = event_columns(loading, key, None)
        connection.execute(
            f"INSERT INTO events ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )


def _first_edition(ledger: Ledger) -> Plan:
    """Return a plan as first loaded, but with its present heading: older ledgers have no history of that."""
    latest = ledger.full_plan(withdrawn=True)
    histories: dict[str, list[Event]] = {}
    for event in ledger.events():
        histories.setdefault(event.project, []).append(event)
    first = (as_it_was(p, histories.get(p.id, []), date.min) for p in latest.projects)
    return latest._replace(projects=tuple(project for project in first if project is not None))
