"""The base of each plan: its content when it was first loaded, stored under its hash.

The plan as of any day is the fold of its base and of the decisions in force (``domain.plan_history``).
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import islice

from dushiquan.domain.acts import Change
from dushiquan.domain.edition import plan_base
from dushiquan.domain.events import Event, EventKind, HeadingChange, Json, Payload, PlanLoad, Revised
from dushiquan.domain.fields import with_fields
from dushiquan.domain.history import in_force, revoked_ids
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import entered_on, next_stamp
from dushiquan.domain.plan import Plan, Project
from dushiquan.domain.plan_history import Base, fold_plan
from dushiquan.store.event_rows import event_columns, read_events
from dushiquan.store.ledger import Ledger
from dushiquan.store.plan_keys import plan_keys


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


def plan_history(
    connection: sqlite3.Connection, key: str, until: str | None = None
) -> tuple[Base, list[Event]] | None:
    """Return the base of a plan and its events, to be folded; None if no load of it is in force.

    With ``until``, leave out what was entered at that moment or later, but for the load of a plan that was
    not known then. If the plan was loaded again, leave out what was decided on the load that was taken back.
    """
    where = "e.plan = ? AND e.kind IN ('revise', 'heading', 'load', 'revoke')"
    events = [event for _, event in read_events(connection, where, [key])]
    known = [event for event in events if until is None or event.recorded_at < until]
    loads = _loads(known) or _loads(events)
    if not loads:
        return None
    base = _base(connection, loads[-1].payload)
    if "levels" not in base.heading:
        base = base._replace(heading={**base.heading, "levels": _first_levels(connection, key, events)})
    return base, [event for event in known if event.stamp >= loads[-1].stamp]


def _loads(events: Sequence[Event]) -> list[Event]:
    gone = revoked_ids(events)
    return [event for event in events if event.kind is EventKind.LOAD and event.id not in gone]


def _first_levels(connection: sqlite3.Connection, key: str, events: Iterable[Event]) -> Json:
    """Return the first levels of escalation of a plan whose base, of an older version, does not have them."""
    for event in events:
        if isinstance(event.payload, HeadingChange) and "levels" in event.payload.before:
            return event.payload.before["levels"]
    (levels,) = connection.execute("SELECT levels FROM plans WHERE key = ?", (key,)).fetchone()
    found: Json = json.loads(levels)
    return found


def _base(connection: sqlite3.Connection, load: Payload) -> Base:
    assert isinstance(load, PlanLoad)
    query = "SELECT content FROM plan_bases WHERE sha256 = ?"
    content = json.loads(connection.execute(query, (load.base,)).fetchone()[0])
    projects = {fields.pop("uid"): fields for fields in content.pop("projects")}
    return Base(content.pop("key"), content, projects)


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
