"""The JSON contract of what happened: entries, and a project with all that is known of it (docs/json.md)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dushiquan.domain.events import Event
from dushiquan.domain.history import revoked_ids
from dushiquan.papers.contract import project_json

if TYPE_CHECKING:
    from dushiquan.domain.clashes import Clash
    from dushiquan.domain.dossier import Dossier


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


def at_once_json(clashes: Iterable["Clash"]) -> list[dict[str, object]]:
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


def _plain(event: Event) -> dict[str, Any]:
    """Return ``before`` and ``after``; of a revocation, ``after`` is the id of the revoked event."""
    before, after = event.payload.plain()
    return {"before": before, "after": event.revokes or after}
