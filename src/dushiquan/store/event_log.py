"""Recording what happened: events, and beside them, in the same transaction, the state they fold to."""

import json
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import NamedTuple

from dushiquan.domain.acts import UNDOABLE, Change, revocation_day, revoke
from dushiquan.domain.history import Event, State, entered_on, fold
from dushiquan.domain.plan import Project, ProjectId
from dushiquan.errors import RefusedError
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import transaction

MakeChanges = Callable[[Project, State], Sequence[Change]]
"""From a project and its state as of the day in question to what is to be recorded of it."""


class Entry(NamedTuple):
    """Who records, when (a UTC moment, ISO 8601), and for which day."""

    on: date
    actor: str
    recorded_at: str


class Recorded(NamedTuple):
    """What was recorded of one project; ``before`` and ``after`` as of the day it took effect, or today
    where something was taken back.
    """

    project: Project
    before: State
    after: State
    events: tuple[Event, ...]


class Operation:
    """What one command records: several projects, one transaction, one batch."""

    def __init__(self, ledger: Ledger, entry: Entry, batch: str | None = None) -> None:
        """``batch`` joins this operation to another, on another plan or sheet."""
        self._ledger = ledger
        self._entry = entry
        self._batch = batch or new_id()

    def record(self, id: ProjectId, make: MakeChanges, on: date | None = None) -> Recorded:
        """Record what ``make`` says of a project as it stands on the entry's day, or on ``on``."""
        on = on or self._entry.on
        project = self._ledger.project(id)
        before = fold(project.due, self._ledger.events([id]), on)
        for change in make(project, before):
            self._append(project, change, on)
        return self._keep(project, before, on)

    def note_reading(self, sheet: str, id: ProjectId) -> None:
        """Remember that this operation entered a project's row of a worksheet."""
        self._ledger.connection.execute(
            "INSERT INTO readings (sheet, project, batch)"
            " SELECT ?, pk, ? FROM projects WHERE plan = ? AND no = ? AND part = ?",
            (sheet, self._batch, self._ledger.key, id.no, id.part),
        )

    def take_back(self, id: ProjectId, events: Sequence[Event], today: date, on: date | None) -> Recorded:
        """Revoke events of a project from the day ``on``, or the one that ``revocation_day`` tells."""
        project = self._ledger.project(id)
        before = fold(project.due, self._ledger.events([id]))
        for event in events:
            day = on or revocation_day(event, entered=entered_on(event.recorded_at), today=today)
            if day < event.on:
                raise RefusedError(f"{id} 的记录发生在 {event.on}，不能从更早的 {day} 起撤回。")
            self._append(project, revoke(event), day)
        return self._keep(project, before, date.max)

    def _append(self, project: Project, change: Change, on: date) -> None:
        self._ledger.connection.execute(
            "INSERT INTO events"
            ' (id, batch, project, kind, "on", recorded_at, actor, before, after, note, revokes)'
            " SELECT ?, ?, pk, ?, ?, ?, ?, ?, ?, ?, ? FROM projects WHERE plan = ? AND no = ? AND part = ?",
            (
                new_id(),
                self._batch,
                change.kind,
                on.isoformat(),
                self._entry.recorded_at,
                self._entry.actor,
                json.dumps(change.before, ensure_ascii=False),
                json.dumps(change.after, ensure_ascii=False),
                change.note,
                change.revokes,
                self._ledger.key,
                project.id.no,
                project.id.part,
            ),
        )

    def _keep(self, project: Project, before: State, as_of: date) -> Recorded:
        """Write the state that a project's events now fold to, and say what became of it."""
        events = self._ledger.events([project.id])
        keep_state(self._ledger, project, events)
        recorded = tuple(event for event in events if event.batch == self._batch)
        return Recorded(project, before, fold(project.due, events, as_of), recorded)


class _DryRunError(Exception):
    """Leaves the transaction without keeping anything."""


@contextmanager
def operation(ledger: Ledger, entry: Entry, *, dry_run: bool = False) -> Iterator[Operation]:
    """A transaction to record in, whole or not at all; with ``dry_run``, keep nothing."""
    with suppress(_DryRunError), transaction(ledger.connection):
        yield Operation(ledger, entry)
        if dry_run:
            raise _DryRunError


def record(
    ledger: Ledger, ids: Sequence[ProjectId], make: MakeChanges, entry: Entry, *, dry_run: bool = False
) -> list[Recorded]:
    """Record what ``make`` says of each project in one operation."""
    with operation(ledger, entry, dry_run=dry_run) as recording:
        return [recording.record(id, make) for id in ids]


def undo(
    ledger: Ledger,
    number: int,
    today: date,
    entry: Entry,
    *,
    ids: Sequence[ProjectId] = (),
    on: date | None = None,
    dry_run: bool = False,
) -> list[Recorded]:
    """Take back the last ``number`` operations, newest first, in one operation.

    With ``ids``, the last ones that concerned these projects, and only what they did to them. ``on`` is the
    day from which they no longer count, else ``revocation_day`` tells. Raise ``RefusedError`` where there is
    nothing left to take back, or ``on`` is before the entry itself.
    """
    with operation(ledger, entry, dry_run=dry_run) as recording:
        last = _last_operations(ledger, number, frozenset(map(str, ids)))
        if not last:
            raise RefusedError("没有可以撤回的记录。")
        return [
            recording.take_back(ProjectId.parse(id), [e for e in events if e.project == id], today, on)
            for events in last
            for id in dict.fromkeys(event.project for event in events)
        ]


def _last_operations(ledger: Ledger, number: int, projects: Collection[str]) -> list[list[Event]]:
    """The last so many operations that an undo takes back, newest first; each's events in order of entry."""
    operations: dict[str, list[Event]] = {}
    for event in ledger.standing_events():
        if event.kind in UNDOABLE and (not projects or event.project in projects):
            if event.batch not in operations and len(operations) == number:
                break
            operations.setdefault(event.batch, []).append(event)
    return [events[::-1] for events in operations.values()]


def new_id() -> str:
    """A globally unique id: 128 random bits."""
    return os.urandom(16).hex()


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
