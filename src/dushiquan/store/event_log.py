"""Recording what happened: events, and beside them, in the same transaction, the state they fold to."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import NamedTuple

from dushiquan.domain.acts import Change, revoke
from dushiquan.domain.events import UNDOABLE, Event
from dushiquan.domain.history import in_force, replay
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import next_stamp
from dushiquan.domain.plan import Project
from dushiquan.domain.status import State
from dushiquan.errors import RefusedError
from dushiquan.store.event_rows import event_columns
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import transaction
from dushiquan.store.states import keep_state

MakeChanges = Callable[[Project, State], Sequence[Change]]
"""From a project and its state as of the day in question to what is to be recorded of it."""


class Entry(NamedTuple):
    """Who records, when (a UTC moment, ISO 8601), and for which day."""

    on: date
    actor: str
    recorded_at: str


class Recorded(NamedTuple):
    """What was recorded of one project.

    ``before`` and ``after`` are its states as of the day in question, or today's if something was taken
    back; ``now`` is the state that all its events lead to.
    """

    project: Project
    before: State
    after: State
    now: State
    events: tuple[Event, ...]


class Subject:
    """A project that is about to be recorded on: read once, with its events in force."""

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
        """Return its state if some more of its events had never happened."""
        return replay(self._initial, [event for event in self._in_force if event.id not in revoked])

    @property
    def _initial(self) -> State:
        return State(due=self.project.due)


class Operation:
    """What one command records: several projects, one transaction, one batch."""

    def __init__(self, ledger: Ledger, entry: Entry, batch: str | None = None) -> None:
        """Begin; ``batch`` joins this operation to another, on another plan or form."""
        self._ledger = ledger
        self._entry = entry
        self._batch = batch or new_id()

    def record(self, id: ProjectId, make: MakeChanges, on: date | None = None) -> Recorded:
        """Record what ``make`` says of a project as it stands on the entry's day, or on ``on``."""
        subject = Subject(self._ledger, id)
        state = subject.state(on or self._entry.on)
        return self.add(subject, make(subject.project, state), state, on)

    def add(
        self, subject: Subject, changes: Sequence[Change], before: State, on: date | None = None
    ) -> Recorded:
        """Record changes to a project whose state at the end of the day is ``before``."""
        day = on or self._entry.on
        events = tuple(self.append(subject.project.id, change, day) for change in changes)
        after = replay(before, events)
        now = replay(after, subject.split(day)[1])
        keep_state(self._ledger, subject.project.id, now)
        return Recorded(subject.project, before, after, now, events)

    def take_back(self, id: ProjectId, events: Sequence[Event]) -> Recorded:
        """Revoke events of a project: they never happened."""
        subject = Subject(self._ledger, id)
        before = subject.state()
        revocations = tuple(self.append(id, revoke(event), self._entry.on) for event in events)
        after = subject.without([event.id for event in events])
        keep_state(self._ledger, id, after)
        return Recorded(subject.project, before, after, after, revocations)

    def append(self, id: ProjectId | None, change: Change, on: date | None = None) -> Event:
        """Append an event of a project, or of the plan itself; states are the caller's to keep."""
        event = Event(
            id=new_id(),
            batch=self._batch,
            project=id or "",
            kind=change.kind,
            on=on or self._entry.on,
            recorded_at=self._entry.recorded_at,
            stamp=self._next_stamp(),
            actor=self._entry.actor,
            payload=change.payload,
            note=change.note,
            revokes=change.revokes,
        )
        columns = event_columns(event, self._ledger.key, self._pk(id))
        cursor = self._ledger.connection.execute(
            f"INSERT INTO events ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        return event._replace(number=cursor.lastrowid or 0)

    def note_reading(self, sheet: str, id: ProjectId) -> None:
        """Remember that this operation entered a project's row of a form."""
        self._ledger.connection.execute(
            "INSERT INTO readings (sheet, project, batch) VALUES (?, ?, ?)",
            (sheet, self._pk(id), self._batch),
        )

    def _pk(self, id: ProjectId | None) -> int | None:
        if id is None:
            return None
        query = "SELECT pk FROM projects WHERE plan = ? AND id = ?"
        return int(self._ledger.connection.execute(query, (self._ledger.key, id)).fetchone()[0])

    def _next_stamp(self) -> str:
        """Return a stamp after all that the ledger holds."""
        query = "SELECT coalesce(max(stamp), '') FROM events"
        return next_stamp(self._entry.recorded_at, self._ledger.connection.execute(query).fetchone()[0])


class _DryRunError(Exception):
    """Leaves the transaction without keeping anything."""


@contextmanager
def operation(ledger: Ledger, entry: Entry, *, dry_run: bool = False) -> Iterator[Operation]:
    """Open a transaction to record in, whole or not at all; with ``dry_run``, keep nothing."""
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
    ledger: Ledger, number: int, entry: Entry, *, ids: Sequence[ProjectId] = (), dry_run: bool = False
) -> list[Recorded]:
    """Take back the last ``number`` operations, newest first, in one operation.

    With ``ids``, the last ones that concerned these projects, and only what they did to them. Raise
    ``RefusedError`` if there is nothing left to take back.
    """
    with operation(ledger, entry, dry_run=dry_run) as recording:
        last = _last_operations(ledger, number, frozenset(ids))
        if not last:
            raise RefusedError("没有可以撤回的记录。")
        return [
            recording.take_back(ProjectId(id), [e for e in events if e.project == id])
            for events in last
            for id in dict.fromkeys(event.project for event in events)
        ]


def _last_operations(ledger: Ledger, number: int, projects: Collection[str]) -> list[list[Event]]:
    """Return the last so many operations that an undo takes back, newest first, each in order of entry."""
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
