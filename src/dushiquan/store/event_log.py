"""Record events and, in the same transaction, the states that they fold to."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import NamedTuple

from dushiquan.domain.acts import (
    Change,
    check_known,
    check_not_carried_on,
    not_said_that_day,
    take_back,
)
from dushiquan.domain.events import Event, EventKind, Origin
from dushiquan.domain.history import fold, in_force, initial, places, replay, says_the_same, start_with
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import next_stamp
from dushiquan.domain.plan import Project
from dushiquan.domain.status import State, Status
from dushiquan.store.connection import transaction
from dushiquan.store.event_rows import event_columns
from dushiquan.store.ledger import Ledger
from dushiquan.store.states import save_state

MakeChanges = Callable[[Project, State], Sequence[Change]]
"""A function from a project and its state on the day of the entry to the changes to record."""


class Provenance(NamedTuple):
    """Who records, when (a UTC moment, ISO 8601), and for which day.

    ``origin`` is the file that it comes from, ``document`` the number of the one that a decision rests on.
    """

    on: date
    actor: str
    recorded_at: str
    origin: Origin | None = None
    document: str = ""


class Recorded(NamedTuple):
    """What was recorded of one project.

    ``before`` and ``after`` are its states on the day of the entry; if events were taken back, its latest
    states. ``now`` is the latest state, the fold of all its events, ``later`` those in force after that day.
    """

    project: Project
    before: State
    after: State
    now: State
    events: tuple[Event, ...]
    later: tuple[Event, ...] = ()


class Undone(NamedTuple):
    """What an undo or a correction changed in one project, and the events that it took back.

    ``left`` are the starts that came with these events and that nothing else needs, but that still stand;
    ``also`` are events of others that say the same, and still stand.
    """

    recorded: Recorded
    revoked: tuple[Event, ...]
    left: tuple[Event, ...] = ()
    also: tuple[Event, ...] = ()

    @property
    def size(self) -> int:
        """How many projects it touches."""
        return 1


class Subject:
    """A project to record on, read once, with its events in force."""

    def __init__(self, ledger: Ledger, id: ProjectId) -> None:
        self.project = ledger.project(id)
        self.events = ledger.events([id])
        self.in_force = in_force(self.events)

    def split(self, on: date, at: Event | None = None) -> tuple[list[Event], list[Event]]:
        """Return the events in force up to the end of a day, and those after it.

        With ``at``, an entry of the project that is corrected, up to the place that it has on that day.
        """
        place = places(self.events)
        if at is None:
            later = [event for event in self.in_force if event.on > on]
        else:
            limit = place(at._replace(on=on))
            later = [event for event in self.in_force if place(event) > limit]
        return self.in_force[: len(self.in_force) - len(later)], later

    def state(self, on: date = date.max, at: Event | None = None) -> State:
        """Return its state at the end of a day, or at the place of a corrected entry."""
        return replay(self._initial, self.split(on, at)[0])

    def state_for_entry(self, on: date, at: Event | None = None) -> State:
        """Return its state where an entry stands; raise ``RefusedError`` if it was in no plan on that day."""
        check_known(self.project, self.in_force, on)
        return self.state(on, at)

    @property
    def _initial(self) -> State:
        return initial(self.project.due, self.events)


class Operation:
    """What one command records: any number of projects, in one transaction and one batch."""

    def __init__(self, ledger: Ledger, provenance: Provenance, batch: str | None = None) -> None:
        """Begin an operation; ``batch`` joins it to an earlier one, on another plan or form."""
        self._ledger = ledger
        self._provenance = provenance
        self.batch = batch or new_id()

    def record(
        self, id: ProjectId, make: MakeChanges, on: date | None = None, at: Event | None = None
    ) -> Recorded:
        """Record the changes that ``make`` returns for a project, on the day ``on`` or the operation's.

        They stand at the end of that day, or in the place of the entry ``at`` that they correct.
        """
        subject = Subject(self._ledger, id)
        state = subject.state_for_entry(on or self._provenance.on, at)
        if state.status is Status.CARRIED:
            from dushiquan.store.lineage import refuse_carried

            refuse_carried(self._ledger, subject.project, state)
        return self.add(subject, make(subject.project, state), state, on, at)

    def add(
        self,
        subject: Subject,
        changes: Sequence[Change],
        before: State,
        on: date | None = None,
        at: Event | None = None,
    ) -> Recorded:
        """Record changes to a project whose state is ``before`` where they stand.

        What was said on the same day already is left out.
        """
        day = on or self._provenance.on
        earlier, later = subject.split(day, at)
        changes = not_said_that_day(changes, earlier, day)
        events = tuple(self.append(subject.project.id, change, day) for change in changes)
        after = replay(before, events)
        check_not_carried_on(subject.project, after, later)
        now = replay(after, later)
        if any(event.kind is EventKind.REVISE for event in events):  # the project is as in the new edition
            now = fold(subject.project.due, [*subject.events, *events])
        save_state(self._ledger, subject.project.id, now)
        return Recorded(subject.project, before, after, now, events, tuple(later))

    def take_back(self, id: ProjectId, events: Sequence[Event]) -> Undone:
        """Take events of a project back, as if they had never happened.

        Raise ``RefusedError`` if one was taken back already.
        """
        subject = Subject(self._ledger, id)
        before = subject.state()
        changes = {change.revokes: change for change in (take_back(each, subject.events) for each in events)}
        revocations = tuple(self.append(id, change) for change in changes.values())
        after = fold(subject.project.due, [*subject.events, *revocations])
        save_state(self._ledger, id, after)
        starts = (start_with(event, subject.events) for event in events)
        left = tuple(start for start in starts if start and start not in events)
        still = in_force([*subject.events, *revocations])
        also = tuple(each for each in still if any(says_the_same(each, event) for event in events))
        return Undone(Recorded(subject.project, before, after, after, revocations), tuple(events), left, also)

    def append(self, id: ProjectId | None, change: Change, on: date | None = None) -> Event:
        """Append an event of a project, or of the plan itself if ``id`` is None; do not update the state."""
        provenance = self._provenance._replace(on=on or self._provenance.on)
        change_of = [(self._pk(id), change)]
        (event,) = append_events(self._ledger.connection, self._ledger.key, change_of, provenance, self.batch)
        return event._replace(project=id or "")

    def _pk(self, id: ProjectId | None) -> int | None:
        if id is None:
            return None
        query = "SELECT pk FROM projects WHERE plan = ? AND id = ?"
        return int(self._ledger.connection.execute(query, (self._ledger.key, id)).fetchone()[0])


def append_events(
    connection: sqlite3.Connection,
    plan: str,
    changes: Iterable[tuple[int | None, Change]],
    provenance: Provenance,
    batch: str,
) -> list[Event]:
    """Append events, each of the project with this key in the database, or of the plan itself (None).

    Do not update the states. The caller holds the transaction.
    """
    events: list[Event] = []
    (stamp,) = connection.execute("SELECT coalesce(max(stamp), '') FROM events").fetchone()
    for pk, change in changes:
        stamp = next_stamp(provenance.recorded_at, stamp)
        event = Event(
            id=change.event_id or new_id(),
            batch=batch,
            project="",
            kind=change.kind,
            on=provenance.on,
            recorded_at=provenance.recorded_at,
            stamp=stamp,
            actor=provenance.actor,
            payload=change.payload,
            note=change.note,
            revokes=change.revokes,
            replaces=change.replaces,
            plan=plan,
            origin=provenance.origin,
            document=provenance.document,
        )
        columns = event_columns(event, plan, pk)
        cursor = connection.execute(
            f"INSERT INTO events ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            tuple(columns.values()),
        )
        events.append(event._replace(number=cursor.lastrowid or 0))
    return events


class _DryRunError(Exception):
    """Raised to roll a dry run back."""


@contextmanager
def rehearsable(connection: sqlite3.Connection, *, dry_run: bool) -> Iterator[None]:
    """Open a transaction to record in; with ``dry_run``, roll it back at the end."""
    with suppress(_DryRunError), transaction(connection):
        yield
        if dry_run:
            raise _DryRunError


@contextmanager
def operation(ledger: Ledger, provenance: Provenance, *, dry_run: bool = False) -> Iterator[Operation]:
    """Open a transaction to record in; with ``dry_run``, roll it back at the end."""
    with rehearsable(ledger.connection, dry_run=dry_run):
        yield Operation(ledger, provenance)


def record(
    ledger: Ledger,
    ids: Sequence[ProjectId],
    make: MakeChanges,
    provenance: Provenance,
    *,
    dry_run: bool = False,
) -> list[Recorded]:
    """Record the changes that ``make`` returns for each project, in one operation."""
    return record_in_plans([(ledger, ids)], make, provenance, dry_run=dry_run)


def record_in_plans(
    chosen: Sequence[tuple[Ledger, Sequence[ProjectId]]],
    make: MakeChanges,
    provenance: Provenance,
    *,
    dry_run: bool = False,
) -> list[Recorded]:
    """Record on projects of several plans of one ledger, in one operation."""
    with rehearsable(chosen[0][0].connection, dry_run=dry_run):
        batch = new_id()
        return [Operation(ledger, provenance, batch).record(id, make) for ledger, ids in chosen for id in ids]


def new_id() -> str:
    """Return a globally unique id: 128 random bits."""
    return os.urandom(16).hex()
