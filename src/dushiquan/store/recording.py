"""Recording what happened: events, and beside them, in the same transaction, the state they fold to."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dushiquan.domain.changes import Change
from dushiquan.domain.history import Event, State, fold
from dushiquan.domain.plan import Project, ProjectId
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import transaction

MakeChanges = Callable[[Project, State], Sequence[Change]]
"""From a project and its state as of the day in question to what is to be recorded of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who records, when (a UTC moment, ISO 8601), and for which day."""

    on: date
    actor: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded of one project; ``before`` and ``after`` as of the day it took effect."""

    project: Project
    before: State
    after: State
    events: tuple[Event, ...]


class _DryRunError(Exception):
    """Leaves the transaction without keeping anything."""


def new_id() -> str:
    """A globally unique id: 128 random bits."""
    return os.urandom(16).hex()


def record(
    ledger: Ledger, ids: Sequence[ProjectId], make: MakeChanges, entry: Entry, *, dry_run: bool = False
) -> list[Recorded]:
    """Record what ``make`` says of each project, all in one transaction; with ``dry_run``, keep nothing."""
    batch = new_id()
    results = []
    try:
        with transaction(ledger.connection):
            for id in ids:
                results.append(_record_one(ledger, id, make, entry, batch))
            if dry_run:
                raise _DryRunError
    except _DryRunError:
        pass
    return results


def _record_one(ledger: Ledger, id: ProjectId, make: MakeChanges, entry: Entry, batch: str) -> Recorded:
    project = ledger.project(id)
    before = fold(project.due, ledger.events([id]), entry.on)
    for change in make(project, before):
        append(
            ledger,
            Event(
                id=new_id(),
                batch=batch,
                project=str(id),
                kind=change.kind,
                on=entry.on,
                recorded_at=entry.recorded_at,
                actor=entry.actor,
                before=change.before,
                after=change.after,
                note=change.note,
            ),
        )
    events = ledger.events([id])
    keep_state(ledger, project, events)
    return Recorded(
        project,
        before,
        fold(project.due, events, entry.on),
        tuple(event for event in events if event.batch == batch),
    )


def append(ledger: Ledger, event: Event) -> None:
    """Append an event; the caller holds the transaction and keeps the state."""
    id = ProjectId.parse(event.project)
    ledger.connection.execute(
        "INSERT INTO events"
        ' (id, batch, project, kind, "on", recorded_at, actor, before, after, note, revokes)'
        " SELECT ?, ?, pk, ?, ?, ?, ?, ?, ?, ?, ? FROM projects WHERE plan = ? AND no = ? AND part = ?",
        (
            event.id,
            event.batch,
            event.kind,
            event.on.isoformat(),
            event.recorded_at,
            event.actor,
            json.dumps(event.before, ensure_ascii=False),
            json.dumps(event.after, ensure_ascii=False),
            event.note,
            event.revokes,
            ledger.key,
            id.no,
            id.part,
        ),
    )


def keep_state(ledger: Ledger, project: Project, events: Sequence[Event]) -> None:
    """Write the state that a project's events fold to beside them."""
    state = state_columns(fold(project.due, events))
    ledger.connection.execute(
        f"UPDATE states SET {', '.join(f'{name} = ?' for name in state)} WHERE project ="
        " (SELECT pk FROM projects WHERE plan = ? AND no = ? AND part = ?)",
        (*state.values(), ledger.key, project.id.no, project.id.part),
    )


def state_columns(state: State) -> dict[str, str | int | None]:
    """A state as the columns of ``states``."""

    def day(value: date | None) -> str | None:
        return value.isoformat() if value else None

    return {
        "status": state.status,
        "progress": state.progress,
        "counts": json.dumps(dict(state.counts), ensure_ascii=False, sort_keys=True),
        "due": day(state.due),
        "deferrals": state.deferrals,
        "done_on": day(state.done_on),
        "last_reported": day(state.last_reported),
        "withdrawn_on": day(state.withdrawn_on),
    }
