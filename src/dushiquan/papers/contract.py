"""The JSON contract: projects and events as objects with stable keys (docs/json.md)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from dushiquan.domain.events import Event
from dushiquan.domain.fields import FIELDS, project_fields
from dushiquan.domain.history import revoked_ids
from dushiquan.domain.plan import Project, Target
from dushiquan.domain.status import OpenRequest, Remark
from dushiquan.domain.supervision import Item
from dushiquan.papers.reasons import reason_text

if TYPE_CHECKING:
    from fractions import Fraction

    from dushiquan.domain.clashes import Clash
    from dushiquan.domain.dossier import Dossier
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


def _plain(event: Event) -> dict[str, Any]:
    """Return ``before`` and ``after``; of a revocation, ``after`` is the id of the revoked event."""
    before, after = event.payload.plain()
    return {"before": before, "after": event.revokes or after}


def unit_json(unit: "ListedUnit") -> dict[str, Any]:
    """Return a unit as ``dsq unit list`` lists it."""
    return {
        "unit": unit.name,
        "lead": unit.lead,
        "support": unit.support,
        "contact": unit.contact._asdict() if any(unit.contact) else None,
        "aliases": list(unit.aliases),
    }


def dossier_json(dossier: "Dossier") -> dict[str, Any]:
    """Return all that is known of a project."""
    there = dossier.carried_to
    return {
        **project_json(dossier.item),
        "history": log_json(dossier.history),
        "came_from": [
            {"plan": each.plan, "id": each.id, "title": each.title, "history": log_json(each.events)}
            for each in dossier.came_from
        ],
        "carried_to": there and there._asdict(),
        "at_once": at_once_json(dossier.at_once),
    }


def at_once_json(clashes: "Iterable[Clash]") -> list[dict[str, object]]:
    """Return what those who share the ledger recorded at once (两处同时记录); what is said last holds."""
    return [
        {
            "id": clash.said[0].project,
            "matter": clash.matter.partition(":")[0],
            "said": log_json(clash.said),
        }
        for clash in clashes
    ]


def log_json(events: Iterable[Event], known: Iterable[Event] = ()) -> list[dict[str, Any]]:
    """Return events in the order given, each ``revoked`` if one of them or of ``known`` revokes it."""
    events = list(events)
    revoked = revoked_ids({event.id: event for event in (*events, *known)}.values())
    return [
        {
            "id": event.id,
            "number": event.number,
            "project": event.project,
            "kind": event.kind.value,
            "on": event.on.isoformat(),
            "recorded_at": event.recorded_at,
            "actor": event.actor,
            **_plain(event),
            "note": event.note,
            "revoked": event.id in revoked,
            "replaces": event.replaces,
            "origin": event.origin and event.origin._asdict(),
            "document": event.document,
            "plan": event.plan,
        }
        for event in events
    ]
