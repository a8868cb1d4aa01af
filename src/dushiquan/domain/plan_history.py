"""The plan as a fold: its base, and the decisions on it that are in force.

The base is the plan as first loaded. A decision is an event: of a project (``Revised``), or of the plan
itself (``HeadingChange``). A new edition is many decisions in one batch. A decision that was taken back was
never made, on any day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from dushiquan.domain.events import Event, EventKind, Fields, HeadingChange, Revised
from dushiquan.domain.fields import project_of
from dushiquan.domain.history import in_force
from dushiquan.domain.ids import LONGEST_ID, ProjectId
from dushiquan.domain.plan import Contact, EscalationLevel, Notice, Plan, Project, Units

PLAN_KINDS = frozenset({EventKind.LOAD, EventKind.REVISE, EventKind.WITHDRAW, EventKind.HEADING})
"""The kinds of decisions on a plan."""


class Base(NamedTuple):
    """A plan as first loaded, as plain JSON: its own fields, and those of each project by its uid."""

    key: str
    heading: Fields
    projects: Mapping[str, Fields]


def fold_plan(base: Base, events: Iterable[Event], as_of: date = date.max) -> Plan:
    """Return the plan as of the end of a day, the withdrawn projects among it.

    ``events`` are those of the plan and of its projects. Of two projects with one number the one that got it
    last keeps it; the other is 原5, as one that an edition left out.
    """
    events = list(events)
    heading = dict(base.heading)
    fields = {uid: dict(values) for uid, values in base.projects.items()}
    claims = dict.fromkeys(fields, 0)
    places = {
        e.identity: e.payload.behind for e in events if isinstance(e.payload, Revised) and e.payload.added
    }
    order = list(fields)
    fresh: dict[str, str | None] = {}
    for turn, event in enumerate(in_force(events, as_of), 1):
        match event.payload:
            case Revised(_, after, added=True) if event.identity not in fields:
                fields[event.identity] = dict(after) if "id" in after else _completed(event, events)
                claims[event.identity] = turn
                fresh[event.identity] = event.payload.behind
            case Revised(_, after) if event.identity in fields:
                fields[event.identity] |= after
                claims[event.identity] = turn if "id" in after else claims[event.identity]
            case HeadingChange(before, after):
                heading |= {name: value for name, value in after.items() if name not in ("order", *_BY_NAME)}
                heading |= dict(_named_anew(heading, before, after))
                if "order" in after:
                    order = _reordered(_with_fresh(order, fresh, places), after["order"])
                    fresh = {}
    order = _with_fresh(order, fresh, places)
    numbers = _numbers({uid: ProjectId(str(fields[uid]["id"])) for uid in order}, claims)
    projects = (project_of({**fields[uid], "id": numbers[uid]}, base.key, uid) for uid in order)
    return _plan(base.key, heading, tuple(projects))


_BY_NAME = frozenset({"aliases", "contacts"})
"""What a heading has by name: a decision changes some of the names and leaves the others as they are."""


def _named_anew(
    heading: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Yield what a heading has by name, with the names that a decision changes."""
    for name in after.keys() & _BY_NAME:
        was, now = before.get(name) or {}, after[name]
        kept = {one: value for one, value in heading.get(name, {}).items() if one in now or one not in was}
        yield name, kept | {one: value for one, value in now.items() if was.get(one) != value}


def _completed(addition: Event, events: Iterable[Event]) -> dict[str, Any]:
    """Return the fields of an addition that an older version recorded without number and persons.

    They are what the first revision of them found, or else the present ones: then none revised them.
    """
    fields: dict[str, Any] = {"id": addition.project, "persons": []}
    for event in sorted(events, key=lambda event: (event.stamp, event.id), reverse=True):
        if isinstance(event.payload, Revised) and event.identity == addition.identity:
            fields |= {name: was for name, was in event.payload.before.items() if name in fields}
    said = addition.payload
    return {**fields, **said.after} if isinstance(said, Revised) else fields


def _plan(key: str, heading: Mapping[str, Any], projects: tuple[Project, ...]) -> Plan:
    document = heading["document"]
    days = {
        name: date.fromisoformat(document[name]) if document[name] else None
        for name in ("drafted", "issued", "effective")
    }
    return with_names_in_use(
        Plan(
            key=key,
            title=heading["title"],
            year=heading["year"],
            categories=tuple(heading["categories"]),
            projects=projects,
            notice=Notice(**{**document, **days}),
            remark=heading["remark"],
            aliases=heading["aliases"],
            month_before=heading["month_before"],
            levels=tuple(EscalationLevel(**level) for level in heading["levels"]) or None,
            contacts={unit: Contact(**each) for unit, each in heading.get("contacts", {}).items()},
        )
    )


def with_names_in_use(plan: Plan) -> Plan:
    """Return a plan with the categories of its projects, and the aliases and contacts of their units.

    A unit that a project names by an alias is the one that the alias means.
    """
    heirs = {alias: _heir(alias, plan.aliases) for alias in plan.aliases}
    projects = tuple(p._replace(units=with_names(p.units, heirs)) for p in plan.projects)
    plan = plan._replace(projects=projects if heirs else plan.projects)
    used = dict.fromkeys(project.category for project in plan.projects if project.category)
    units = set(plan.units)
    categories = dict.fromkeys((*(name for name in plan.categories if name in used), *used))
    aliases = {alias: unit for alias, unit in heirs.items() if unit in units}
    contacts = {unit: contact for unit, contact in plan.contacts.items() if any(contact)}
    by_heir = {heirs[name]: contact for name, contact in contacts.items() if name in heirs}
    contacts = {unit: contact for unit, contact in (by_heir | contacts).items() if unit in units}
    return plan._replace(categories=tuple(categories), aliases=aliases, contacts=contacts)


def _heir(alias: str, aliases: Mapping[str, str]) -> str:
    """Return the unit that an alias means, over the names that it had in between."""
    passed = {alias}
    while (unit := aliases[alias]) in aliases and unit not in passed:
        passed.add(unit)
        alias = unit
    return unit


def with_names(units: Units, names: Mapping[str, str]) -> Units:
    """Return units with other names, each of them once; a lead unit is no supporting one."""
    if names.keys().isdisjoint((*units.lead, *units.support)):
        return units
    lead, support = (
        tuple(dict.fromkeys(names.get(name, name) for name in each)) for each in (units.lead, units.support)
    )
    heirs = {names[name] for name in (*units.lead, *units.support) if name in names}
    left = tuple(name for name in support if name not in lead or name not in heirs)
    return units._replace(lead=lead, support=left)


# --- numbers -------------------------------------------------------------------------------------------


def _numbers(ids: Mapping[str, ProjectId], claims: Mapping[str, int]) -> dict[str, ProjectId]:
    """Return the number of each project by its uid; the later claim (the turn of its event) wins."""
    holders: dict[ProjectId, str] = {}
    for uid, id in ids.items():
        if id not in holders or claims[uid] > claims[holders[id]]:
            holders[id] = uid
    used = set(holders)
    numbers = {uid: id for id, uid in holders.items()}
    for uid, id in ids.items():
        if uid not in numbers:
            numbers[uid] = next(free for free in former_ids(id) if free not in used)
            used.add(numbers[uid])
    return numbers


def former_ids(id: ProjectId) -> Iterator[ProjectId]:
    """Yield the numbers for a project whose number another one has: 原5, 原2-5 …"""
    yield ProjectId(f"原{id}"[:LONGEST_ID])
    yield from (ProjectId(f"原{number}-{id}"[:LONGEST_ID]) for number in count(2))


# --- order ---------------------------------------------------------------------------------------------


def in_order(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the new order, with each that is only in the old one after the one it stood behind."""
    present = set(after)
    behind = {one: was for was, one in zip(("", *before), before, strict=False) if one not in present}
    return _placed(after, behind)


def _placed(order: Sequence[str], behind: Mapping[str, str]) -> list[str]:
    """Insert each of ``behind`` after the one that it names, "" being the beginning."""
    followers: dict[str, list[str]] = {}
    for one, other in behind.items():
        followers.setdefault(other, []).append(one)
    placed: list[str] = []
    waiting = [*reversed(order), *followers.pop("", [])]
    while waiting:
        placed.append(waiting.pop())
        waiting += followers.pop(placed[-1], [])
    return placed


def _with_fresh(
    order: Sequence[str], fresh: Mapping[str, str | None], places: Mapping[str, str | None]
) -> list[str]:
    """Insert the added projects; one behind a project that is gone stands where that one would."""
    present = {*order, *fresh, ""}
    behind: dict[str, str] = {}
    last: list[str] = []
    for one, other in fresh.items():
        while other is not None and other not in present:
            other = places.get(other)
        if other is None:
            last.append(one)
        else:
            behind[one] = other
    return _placed([*order, *last], behind)


def _reordered(order: Sequence[str], asked: Any) -> list[str]:
    present = set(order)
    return in_order(order, [one for one in asked if one in present])
