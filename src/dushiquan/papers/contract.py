"""The JSON contract: projects, targets and units as objects with stable keys (docs/json.md)."""

from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from dushiquan.domain.fields import FIELDS, project_fields
from dushiquan.domain.plan import Project, Target
from dushiquan.domain.status import OpenRequest, Remark
from dushiquan.domain.supervision import Item
from dushiquan.papers.reasons import reason_text

if TYPE_CHECKING:
    from fractions import Fraction

    from dushiquan.domain.unit_list import ListedUnit


@lru_cache(4096)
def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


_AS_THEY_ARE = {field.key: field.path for field in FIELDS.values() if field.type.to_json is None}
"""The fields of a project that JSON writes as they are: all but the days and the targets."""
_VALUES = attrgetter(*_AS_THEY_ARE.values())


def project_json(item: Item) -> dict[str, Any]:
    """Return a project with its state and supervision."""
    project, state, supervision = item.project, item.state, item.supervision
    return {
        **_identity(project),
        **dict(zip(_AS_THEY_ARE, _VALUES(project), strict=True)),
        "start": _day(project.start),
        "due": _day(supervision.due),
        "due_original": _day(project.due),
        "deferrals": state.deferrals,
        "status": state.status,
        "progress": supervision.progress,
        "targets": [target_json(t, state.counts.get(t.name, 0)) for t in project.targets],
        "light": supervision.light,
        "reasons": [reason_text(reason) for reason in supervision.reasons],
        "days_left": supervision.days_left,
        "days_overdue": supervision.days_overdue,
        "done_on": _day(state.done_on),
        "applied_on": _day(state.applied_on),
        "last_reported": _day(state.last_reported),
        "problem": remark_json(state.said.problem),
        "next_steps": remark_json(state.said.next_steps),
        "expected": _day(state.said.expected),
        "deferral_request": request_json(state.said.request),
    }


def remark_json(remark: Remark | None) -> dict[str, Any] | None:
    """Return what was said of a project, and on which day."""
    return {"text": remark.text, "on": _day(remark.on)} if remark else None


def request_json(request: OpenRequest | None) -> dict[str, Any] | None:
    """Return an application for a deferral that waits for the office."""
    if request is None:
        return None
    return {"until": _day(request.until), "reason": request.reason, "on": _day(request.on)}


def planned_json(project: Project) -> dict[str, Any]:
    """Return the part of a project that its plan sets."""
    return {**_identity(project), **project_fields(project)}


def _identity(project: Project) -> dict[str, Any]:
    id = project.id
    return {"id": id.bare, "no": id.no, "part": id.part or None, "plan": project.plan}


def target_json(target: Target, count: int) -> dict[str, Any]:
    """Return a target with its count."""
    return {
        "name": target.name,
        "goal": target.goal,
        "count": count,
        "measure": target.measure,
        "due": _day(target.due),
    }


def number_json(number: "Fraction") -> int | float:
    """Return a number of projects or points for JSON: whole, or with two decimals."""
    return int(number) if number.denominator == 1 else round(float(number), 2)


def unit_json(unit: "ListedUnit") -> dict[str, Any]:
    """Return a unit as ``dsq unit list`` lists it."""
    return {
        "unit": unit.name,
        "lead": unit.lead,
        "support": unit.support,
        "contact": unit.contact._asdict() if any(unit.contact) else None,
        "aliases": list(unit.aliases),
    }
