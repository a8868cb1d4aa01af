"""Record events and, in the same transaction, the states that they fold to."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import NamedTuple

from dushiquan.domain.acts import Change, revoke
from dushiquan.domain.events import UNDOABLE, Event, Origin
from dushiquan.domain.history import in_force, replay
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import next_stamp
from dushiquan.domain.plan import Project
from dushiquan.domain.status import State
from dushiquan.errors import RefusedError
from dushiquan.store.event_rows import event_columns
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import transaction
from dushiquan.store.states import save_state

MakeChanges = Callable[[Project, State], Sequence[Change]]
"""A function from a project and its state on the day of the entry to the changes to record."""


class Provenance(NamedTuple):
    """Who records, when (a UTC moment, ISO 8601), for which day, and from which file, if from one."""

    on: date
    actor: str
    recorded_at: str
    origin: Origin | None = None


class Recorded(NamedTuple):
    """What was recorded of one project.

    ``before`` and ``after`` are its states on the day of the entry; if events were taken back, its latest
    states. ``now`` is the latest state, the fold of all its events.
    """

    project: Project
    before: State
    after: State
    now: State
    events: tuple[Event, ...]


class Subject:
    """A project to record on, read once, with its events in force."""

    def __init__(self, ledger: Ledger, id: ProjectId) -> None:
        self.project = ledger.project(id)
        self.events = ledger.events([id])
        self._in_force = in_force(self.events)

    def split(self, on: date) -> tuple[list[Event], list[Event]]:
        """Return the events in force up to the end of a day, and those after it."""
        later = [event for event in self._in_force if event.on > on]
        return self._in_force[: len(self._in_force) - len(later)], later

    def state(self, on: date = date.max) -> State:
        """Return its state at the end of a day."""
        return replay(self._initial, self.split(on)[0])

    def without(self, revoked: Collection[str]) -> State:
        """Return its latest state without the events of the ids ``revoked``."""
        return replay(self._initial, [event for event in self._in_force if event.id not in revoked])

    @property
    def _initial(self) -> State:
        return State(due=self.project.due)


class Operation:
    """What one command records: any number of projects, in one transaction and one batch."""

    def __init__(self, ledger: Ledger, provenance: Provenance, batch: str | None = None) -> None:
        """Begin an operation; ``batch`` joins it to an earlier one, on another plan or form."""
        self._ledger = ledger
        self._provenance = provenance
        self.batch = batch or new_id()

    def record(self, id: ProjectId, make: MakeChanges, on: date | None = None) -> Recorded:
        """Record the changes that ``make`` returns for a project, on the day ``on`` or the operation's."""
        subject = Subject(self._ledger, id)
        state = subject.state(on or self._provenance.on)
        return self.add(subject, make(subject.project, state), state, on)

    def add(
        self, subject: Subject, changes: Sequence[Change], before: State, on: date | None = None
    ) -> Recorded:
        """Record changes to a project whose state at the end of that day is ``before``."""
        day = on or self._provenance.on
        events = tuple(self.append(subject.project.id, change, day) for change in changes)
        after = replay(before, events)
        now = replay(after, subject.split(day)[1])
        save_state(self._ledger, subject.project.id, now)
        return Recorded(subject.project, before, after, now, events)

    def take_back(self, id: ProjectId, events: Sequence[Event]) -> Recorded:
        """Take events of a project back, as if they had never happened."""
        subject = Subject(self._ledger, id)
        before = subject.state()
        revocations = tuple(self.append(id, revoke(event), self._provenance.on) for event in events)
        after = subject.without([event.id for event in events])
        save_state(self._ledger, id, after)
        return Recorded(subject.project, before, after, after, revocations)

    def append(self, id: ProjectId | None, change: Change, on: date | None = None) -> Event:
        """Append an event of a project, or of the plan itself if ``id`` is None; do not update the state."""
        event = Event(
            id=change.event_id or new_id(),
            batch=self.batch,
            project=id or "",
            kind=change.kind,
            on=on or self._provenance.on,
            recorded_at=self._provenance.recorded_at,
            stamp=self._next_stamp(),
            actor=self._provenance.actor,
            payload=change.payload,
            note=change.note,
            revokes=change.revokes,
            origin=self._provenance.origin,
        )
        columns = event_columns(event, self._ledger.key, self._pk(id))
        cursor = self._ledger.connection.execute(
            f"INSERT INTO events ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        return event._replace(number=cursor.lastrowid or 0)

    def _pk(self, id: ProjectId | None) -> int | None:
        if id is None:
            return None
        query = "SELECT pk FROM projects WHERE plan = ? AND id = ?"
        return int(self._ledger.connection.execute(query, (self._ledger.key, id)).fetchone()[0])

    def _next_stamp(self) -> str:
        """Return a stamp after those of all events in the ledger."""
        query = "SELECT coalesce(max(stamp), '') FROM events"
        return next_stamp(self._provenance.recorded_at, self._ledger.connection.execute(query).fetchone()[0])


class _DryRunError(Exception):
    """Raised to roll a dry run back."""


@contextmanager
def operation(ledger: Ledger, provenance: Provenance, *, dry_run: bool = False) -> Iterator[Operation]:
    """Open a transaction to record in; with ``dry_run``, roll it back at the end."""
    with suppress(_DryRunError), transaction(ledger.connection):
        yield Operation(ledger, provenance)
        if dry_run:
            raise _DryRunError


def record(
    ledger: Ledger,
    ids: Sequence[ProjectId],
    make: MakeChanges,
    provenance: Provenance,
    *,
    dry_run: bool = False,
) -> list[Recorded]:
    """Record the changes that ``make`` returns for each project, in one operation."""
    with operation(ledger, provenance, dry_run=dry_run) as recording:
        return [recording.record(id, make) for id in ids]


def undo(
    ledger: Ledger,
    number: int,
    provenance: Provenance,
    *,
    ids: Sequence[ProjectId] = (),
    dry_run: bool = False,
) -> list[Recorded]:
    """Take back the last ``number`` operations, newest first, in one operation.

    With ``ids``, take back only what the last operations on these projects recorded of them. Raise
    ``RefusedError`` if there is nothing to take back.
    """
    with operation(ledger, provenance, dry_run=dry_run) as recording:
        last = _last_operations(ledger, number, frozenset(ids))
        if not last:
            raise RefusedError("没有可以撤回的记录。")
        return [
            recording.take_back(ProjectId(id), [e for e in events if e.project == id])
            for events in last
            for id in dict.fromkeys(event.project for event in events)
        ]


def _last_operations(ledger: Ledger, number: int, projects: Collection[str]) -> list[list[Event]]:
    """Return the events of the last operations that can be undone, newest first, each in order of entry."""
    operations: dict[str, list[Event]] = {}
    for event in ledger.standing_events():
        if event.kind in UNDOABLE and (not projects or event.project in projects):
            if event.batch not in operations and len(operations) == number:
                break
            operations.setdefault(event.batch, []).append(event)
    return [events[::-1] for events in operations.values()]


def new_id() -> str:
    """Return a globally unique id: 128 random bits."""
    return os.urandom(16).hex()
