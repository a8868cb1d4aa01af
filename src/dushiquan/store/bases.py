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
from dushiquan.domain.events import Event, EventKind, HeadingChange, Json, Payload, PlanLoad
from dushiquan.domain.history import revoked_ids
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Plan
from dushiquan.domain.plan_history import Base
from dushiquan.store.event_rows import read_events


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
