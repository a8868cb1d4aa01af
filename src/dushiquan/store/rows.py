"""Conversion between database rows and objects; each column is read and written by its name.

The row classes have one field per column, in the order of their query; a test compares them. A large plan
repeats the same few texts, so parsed texts are cached.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Contact, EscalationLevel, Kind, Notice, Plan, Project, Target, Units
from dushiquan.domain.status import OpenRequest, Remark, Said, State, Status

ITEMS = """
SELECT p.pk AS pk, p.id AS id, p.uid AS uid,
  coalesce(c.name, '') AS category, p.title AS title, p.content AS content,
  p.support_open AS support_open, p.persons AS persons, p.requirement AS requirement,
  p.kind AS kind, p.start AS start,
  p.due AS planned_due,
  (SELECT group_concat(unit) FROM (SELECT unit FROM project_units u WHERE u.project = p.pk AND u.role = 'lead'
    ORDER BY u.position)) AS lead,
  (SELECT group_concat(unit) FROM (SELECT unit FROM project_units u WHERE u.project = p.pk
    AND u.role = 'support' ORDER BY u.position)) AS support,
  (SELECT json_group_array(name) FROM (SELECT name FROM regions r WHERE r.project = p.pk ORDER BY position))
    AS regions,
  (SELECT json_group_array(json_array(name, goal, measure, due)) FROM (
    SELECT name, goal, measure, due FROM targets t WHERE t.project = p.pk ORDER BY position)) AS targets,
  s.status AS status, s.progress AS progress, s.counts AS counts, s.due AS due, s.deferrals AS deferrals,
  s.done_on AS done_on, s.last_reported AS last_reported, s.withdrawn_on AS withdrawn_on,
  s.applied_on AS applied_on, s.known_on AS known_on, s.said AS said
FROM projects p
LEFT JOIN categories c ON c.pk = p.category
JOIN states s ON s.project = p.pk
"""
"""The query of projects and their stored states. Units are given by key; their names are read separately."""


class ItemRow(NamedTuple):
    """A row of ``ITEMS``."""

    pk: int
    id: str
    uid: str
    category: str
    title: str
    content: str
    support_open: int
    persons: str
    requirement: str
    kind: str
    start: str | None
    planned_due: str | None
    lead: str | None
    support: str | None
    regions: str
    targets: str
    status: str
    progress: int | None
    counts: str
    due: str | None
    deferrals: int
    done_on: str | None
    last_reported: str | None
    withdrawn_on: str | None
    applied_on: str | None
    known_on: str | None
    said: str


def project_reader(plan: str, units: Mapping[str, str]) -> Callable[[ItemRow], Project]:
    """Return a function from rows to projects of a plan; ``units`` maps the keys of units to names."""

    @lru_cache(4096)
    def names_of(keys: str | None) -> tuple[str, ...]:
        return tuple(units[key] for key in keys.split(",")) if keys else ()

    @lru_cache(4096)
    def units_of(lead: str | None, support: str | None, is_open: int) -> Units:
        return Units(names_of(lead), names_of(support), bool(is_open))

    def read(row: ItemRow) -> Project:
        return Project(
            id=ProjectId(row.id),
            plan=plan,
            category=row.category,
            title=row.title,
            content=row.content,
            units=units_of(row.lead, row.support, row.support_open),
            requirement=row.requirement,
            kind=_KINDS[row.kind],
            start=day_of(row.start),
            due=day_of(row.planned_due),
            regions=_names(row.regions),
            targets=_targets(row.targets),
            persons=_names(row.persons),
            uid=row.uid,
        )

    return read


def state_of(row: ItemRow) -> State:
    """Return the stored state in a row."""
    return State(
        status=_STATUSES[row.status],
        progress=row.progress,
        counts=_counts(row.counts),
        due=day_of(row.due),
        deferrals=row.deferrals,
        done_on=day_of(row.done_on),
        last_reported=day_of(row.last_reported),
        withdrawn_on=day_of(row.withdrawn_on),
        applied_on=day_of(row.applied_on),
        known_on=day_of(row.known_on),
        said=_said(row.said),
    )


def state_or_none(row: ItemRow) -> State | None:
    """Return the stored state in a row, or None if it is damaged."""
    try:
        return state_of(row)
    except (LookupError, TypeError, ValueError):
        return None


@lru_cache(4096)
def day_of(text: str | None) -> date | None:
    """Parse a day in ISO format."""
    return date.fromisoformat(text) if text else None


_read = json.JSONDecoder().raw_decode
_KINDS = {kind.value: kind for kind in Kind}
_STATUSES = {status.value: status for status in Status}


@lru_cache(1024)
def _names(text: str) -> tuple[str, ...]:
    return tuple(_read(text)[0])


@lru_cache(1024)
def _targets(text: str) -> tuple[Target, ...]:
    return tuple(Target(name, goal, measure, day_of(due)) for name, goal, measure, due in json.loads(text))


@lru_cache(1024)
def _counts(text: str) -> Mapping[str, int]:
    return MappingProxyType(json.loads(text))


@lru_cache(1024)
def _said(text: str) -> Said:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError(text)
    problem, next_steps, request = (found.get(name) for name in ("problem", "next_steps", "request"))
    return Said(
        problem and Remark(problem[0], date.fromisoformat(problem[1])),
        next_steps and Remark(next_steps[0], date.fromisoformat(next_steps[1])),
        day_of(found.get("expected")),
        request and OpenRequest(date.fromisoformat(request[0]), request[1], date.fromisoformat(request[2])),
    )


# --- into the database ---------------------------------------------------------------------------------


@lru_cache(4096)
def iso(day: date | None) -> str | None:
    """Return a day in ISO format, as stored."""
    return day.isoformat() if day else None


def plain(value: object) -> str:
    """Return a JSON value as text, as stored."""
    return json.dumps(value, ensure_ascii=False)


_plain_names = lru_cache(1024)(plain)


def state_columns(state: State) -> dict[str, str | int | None]:
    """Return a state as the columns of ``states``."""
    return {
        "status": state.status,
        "progress": state.progress,
        "counts": json.dumps(dict(state.counts), ensure_ascii=False, sort_keys=True),
        "due": iso(state.due),
        "deferrals": state.deferrals,
        "done_on": iso(state.done_on),
        "last_reported": iso(state.last_reported),
        "withdrawn_on": iso(state.withdrawn_on),
        "applied_on": iso(state.applied_on),
        "known_on": iso(state.known_on),
        "said": _plain_said(state.said),
    }


@lru_cache(1024)
def _plain_said(said: Said) -> str:
    return json.dumps(
        {name: value for name, value in said._asdict().items() if value},
        ensure_ascii=False,
        default=date.isoformat,
    )


def plan_columns(plan: Plan) -> dict[str, str | int | None]:
    """Return a plan's heading as the columns of ``plans``."""
    notice = plan.notice
    return {
        "key": plan.key,
        "title": plan.title,
        "year": plan.year,
        "document_no": notice.no,
        "document_title": notice.title,
        "issuer": notice.issuer,
        "drafter": notice.drafter,
        "drafted": iso(notice.drafted),
        "issued": iso(notice.issued),
        "effective": iso(notice.effective),
        "remark": plan.remark,
        "month_before": plan.month_before,
        "levels": json.dumps([level._asdict() for level in plan.levels or ()], ensure_ascii=False),
        "contacts": json.dumps({u: c._asdict() for u, c in plan.contacts.items()}, ensure_ascii=False),
    }


def levels_of(column: str) -> tuple[EscalationLevel, ...]:
    """Return the levels of a plan from their column."""
    return tuple(EscalationLevel(**level) for level in json.loads(column))


def contacts_of(column: str) -> dict[str, Contact]:
    """Return the contacts of a plan from their column."""
    return {unit: Contact(**each) for unit, each in json.loads(column).items()}


def notice_of(row: Mapping[str, Any]) -> Notice:
    """Return the notice that issued a plan, from the columns of ``plans``."""
    return Notice(
        no=row["document_no"],
        title=row["document_title"],
        issuer=row["issuer"],
        drafter=row["drafter"],
        drafted=day_of(row["drafted"]),
        issued=day_of(row["issued"]),
        effective=day_of(row["effective"]),
    )


def project_columns(
    project: Project, position: int, categories: Mapping[str, int]
) -> dict[str, str | int | None]:
    """Return a project as the columns of ``projects``."""
    return {
        "plan": project.plan,
        "id": project.id,
        "position": position,
        "category": categories.get(project.category),
        "title": project.title,
        "content": project.content,
        "support_open": int(project.units.open),
        "persons": _plain_names(project.persons),
        "requirement": project.requirement,
        "kind": project.kind,
        "start": iso(project.start),
        "due": iso(project.due),
    }


Parts = tuple[str, Iterable[Mapping[str, Any]]]
"""A table, and rows for it."""


def part_rows(
    projects: Sequence[Project],
    pks: Mapping[ProjectId, int],
    units: Mapping[str, int],
    initials: Callable[[str], str],
) -> list[Parts]:
    """Return the rows of the units, regions and targets of projects, by table."""
    return [
        (
            "project_units",
            (
                {"project": pks[project.id], "unit": units[name], "role": role, "position": position}
                for project in projects
                for role, names in (("lead", project.units.lead), ("support", project.units.support))
                for position, name in enumerate(names, 1)
            ),
        ),
        (
            "regions",
            (
                {"project": pks[project.id], "position": position, "name": name}
                for project in projects
                for position, name in enumerate(project.regions, 1)
            ),
        ),
        (
            "targets",
            (
                {
                    "project": pks[project.id],
                    "position": position,
                    "name": target.name,
                    "initials": initials(target.name),
                    "goal": target.goal,
                    "measure": target.measure,
                    "due": iso(target.due),
                }
                for project in projects
                for position, target in enumerate(project.targets, 1)
            ),
        ),
    ]
