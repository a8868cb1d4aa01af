"""Recording what happened: events, and beside them, in the same transaction, the state they fold to."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date

from dushiquan.domain.changes import UNDOABLE, Change, revocation_day, revoke
from dushiquan.domain.dates import entered_on
from dushiquan.domain.history import Event, State, fold
from dushiquan.domain.plan import Project, ProjectId
from dushiquan.errors import RefusedError
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


def record(
    ledger: Ledger, ids: Sequence[ProjectId], make: MakeChanges, entry: Entry, *, dry_run: bool = False
) -> list[Recorded]:
    """Record what ``make`` says of each project, all in one transaction; with ``dry_run``, keep nothing."""
    with _batch(ledger, dry_run) as batch:
        return [_record_one(ledger, id, make, entry, batch) for id in ids]


def undo(
    ledger: Ledger,
    operations: int,
    today: date,
    entry: Entry,
    *,
    on: date | None = None,
    dry_run: bool = False,
) -> list[Recorded]:
    """Take back the last operations (each what one command recorded), newest first, in one transaction.

    ``on`` is the day from which they no longer count, else ``revocation_day`` tells. Raise
    ``RefusedError`` where there is nothing left to take back, or ``on`` is before the entry itself.
    """
    with _batch(ledger, dry_run) as batch:
        batches = _last_operations(ledger, operations)
        if not batches:
            raise RefusedError("没有可以撤回的记录。")
        return [
            _take_back(ledger, id, [e for e in events if e.project == id], today, on, entry, batch)
            for events in batches
            for id in dict.fromkeys(event.project for event in events)
        ]


def _last_operations(ledger: Ledger, number: int) -> list[list[Event]]:
    events = ledger.events()
    revoked = {event.revokes for event in events}
    operations: dict[str, list[Event]] = {}
    for event in reversed(events):
        if event.kind in UNDOABLE and event.id not in revoked:
            operations.setdefault(event.batch, []).insert(0, event)
    return list(operations.values())[:number]


def _take_back(
    ledger: Ledger, id: str, events: Sequence[Event], today: date, on: date | None, entry: Entry, batch: str
) -> Recorded:
    project = ledger.project(ProjectId.parse(id))
    before = fold(project.due, ledger.events([project.id]))
    for event in events:
        day = on or revocation_day(event, entered=entered_on(event.recorded_at), today=today)
        if day < event.on:
            raise RefusedError(f"{id} 的记录发生在 {event.on}，不能从更早的 {day} 起撤回。")
        _append(ledger, project, revoke(event), replace(entry, on=day), batch)
    recorded = _keep(ledger, project, before, batch, date.max)
    if any(count < 0 for count in recorded.after.counts.values()):
        raise RefusedError(f"{id} 后来核减过这项指标，撤回后会成负数；请先撤回核减的那条记录。")
    return recorded


def _record_one(ledger: Ledger, id: ProjectId, make: MakeChanges, entry: Entry, batch: str) -> Recorded:
    project = ledger.project(id)
    before = fold(project.due, ledger.events([id]), entry.on)
    for change in make(project, before):
        _append(ledger, project, change, entry, batch)
    return _keep(ledger, project, before, batch, entry.on)


class _DryRunError(Exception):
    """Leaves the transaction without keeping anything."""


@contextmanager
def _batch(ledger: Ledger, dry_run: bool) -> Iterator[str]:
    """A transaction and the name shared by what is recorded in it; a dry run keeps nothing."""
    with suppress(_DryRunError), transaction(ledger.connection):
        yield new_id()
        if dry_run:
            raise _DryRunError


def new_id() -> str:
    """A globally unique id: 128 random bits."""
    return os.urandom(16).hex()


def _append(ledger: Ledger, project: Project, change: Change, entry: Entry, batch: str) -> None:
    ledger.connection.execute(
        "INSERT INTO events"
        ' (id, batch, project, kind, "on", recorded_at, actor, before, after, note, revokes)'
        " SELECT ?, ?, pk, ?, ?, ?, ?, ?, ?, ?, ? FROM projects WHERE plan = ? AND no = ? AND part = ?",
        (
            new_id(),
            batch,
            change.kind,
            entry.on.isoformat(),
            entry.recorded_at,
            entry.actor,
            json.dumps(change.before, ensure_ascii=False),
            json.dumps(change.after, ensure_ascii=False),
            change.note,
            change.revokes,
            ledger.key,
            project.id.no,
            project.id.part,
        ),
    )


def _keep(ledger: Ledger, project: Project, before: State, batch: str, as_of: date) -> Recorded:
    """Write the state that a project's events now fold to, and say what became of it."""
    events = ledger.events([project.id])
    keep_state(ledger, project, events)
    recorded = tuple(event for event in events if event.batch == batch)
    return Recorded(project, before, fold(project.due, events, as_of), recorded)


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
