"""The JSON contract: projects and events as objects whose keys do not change (design.md section 4)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dushiquan.domain.events import Event
from dushiquan.domain.fields import project_fields
from dushiquan.domain.plan import Project, Target
from dushiquan.domain.supervision import Item
from dushiquan.papers.reasons import reason_text


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def project_json(item: Item) -> dict[str, Any]:
    """A project as it stands as of a day."""
    project, state, supervision = item.project, item.state, item.supervision
    planned = planned_json(project)
    del planned["targets"]  # they stand further below, with their counts
    return {
        **planned,
        "due": _day(state.due),
        "due_original": _day(project.due),
        "deferrals": state.deferrals,
        "status": state.status.value,
        "progress": supervision.progress,
        "targets": [target_json(t, state.counts.get(t.name, 0)) for t in project.targets],
        "light": supervision.light.value if supervision.light else None,
        "reasons": [reason_text(reason) for reason in supervision.reasons],
        "days_left": supervision.days_left,
        "days_overdue": supervision.days_overdue,
        "done_on": _day(state.done_on),
        "last_reported": _day(state.last_reported),
    }


def planned_json(project: Project) -> dict[str, Any]:
    """Return what its plan says of a project."""
    return {
        "id": str(project.id),
        "no": project.id.no,
        "part": project.id.part or None,
        "plan": project.plan,
        **project_fields(project),
    }


def target_json(target: Target, count: int) -> dict[str, Any]:
    """A target and how far it has come."""
    return {
        "name": target.name,
        "goal": target.goal,
        "count": count,
        "measure": target.measure,
        "due": _day(target.due),
    }


def _plain(event: Event) -> dict[str, Any]:
    """``before`` and ``after`` as the contract has them: of a revocation, what it took back."""
    before, after = event.payload.plain()
    return {"before": before, "after": event.revokes or after}


def log_json(events: Iterable[Event], known: Iterable[Event] = ()) -> list[dict[str, Any]]:
    """Events, in the order given, each with whether one of them, or of the ``known`` ones, took it back."""
    events = list(events)
    revoked = {event.revokes for event in (*events, *known) if event.revokes}
    return [
        {
            "id": event.id,
            "project": event.project,
            "kind": event.kind.value,
            "on": event.on.isoformat(),
            "recorded_at": event.recorded_at,
            "actor": event.actor,
            **_plain(event),
            "note": event.note,
            "revoked": event.id in revoked,
        }
        for event in events
    ]
