"""Record events and, in the same transaction, the states that they fold to."""

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import NamedTuple

from dushiquan.domain.acts import Change, Correction, check_correctable, check_undoable, correct, take_back
from dushiquan.domain.events import UNDOABLE, Event, EventKind, Origin
from dushiquan.domain.history import fold, in_force, initial, replay, start_with
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import next_stamp
from dushiquan.domain.plan import Project
from dushiquan.domain.status import State
from dushiquan.errors import NotFoundError
from dushiquan.store.conditions import standing
from dushiquan.store.event_rows import event_columns, read_events
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

    ``left`` are the starts that came with these events and that nothing else needs, but that still stand.
    """

    recorded: Recorded
    revoked: tuple[Event, ...]
    left: tuple[Event, ...] = ()


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
        after, later = replay(before, events), subject.split(day)[1]
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
        changes = [take_back(event, subject.events) for event in events]
        revocations = tuple(self.append(id, change) for change in changes)
        after = fold(subject.project.due, [*subject.events, *revocations])
        save_state(self._ledger, id, after)
        starts = (start_with(event, subject.events) for event in events)
        left = tuple(start for start in starts if start and start not in events)
        return Undone(Recorded(subject.project, before, after, after, revocations), tuple(events), left)

    def append(self, id: ProjectId | None, change: Change, on: date | None = None) -> Event:
        """Append an event of a project, or of the plan itself if ``id`` is None; do not update the state."""
        return self.append_all([(self._pk(id), change)], on)[0]._replace(project=id or "")

    def append_all(self, changes: Iterable[tuple[int | None, Change]], on: date | None = None) -> list[Event]:
        """Append events, each of the project with this key in the database, or of the plan itself (None)."""
        events: list[Event] = []
        stamp = self._last_stamp()
        for pk, change in changes:
            stamp = next_stamp(self._provenance.recorded_at, stamp)
            events.append(self._insert(pk, self._event(change, stamp, on)))
        return events

    def _event(self, change: Change, stamp: str, on: date | None) -> Event:
        return Event(
            id=change.event_id or new_id(),
            batch=self.batch,
            project="",
            kind=change.kind,
            on=on or self._provenance.on,
            recorded_at=self._provenance.recorded_at,
            stamp=stamp,
            actor=self._provenance.actor,
            payload=change.payload,
            note=change.note,
            revokes=change.revokes,
            replaces=change.replaces,
            plan=self._ledger.key,
            origin=self._provenance.origin,
        )

    def _insert(self, pk: int | None, event: Event) -> Event:
        columns = event_columns(event, event.plan, pk)
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

    def _last_stamp(self) -> str:
        query = "SELECT coalesce(max(stamp), '') FROM events"
        return str(self._ledger.connection.execute(query).fetchone()[0])


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
    with operation(ledger, provenance, dry_run=dry_run) as recording:
        return [recording.record(id, make) for id in ids]


# --- taking back ---------------------------------------------------------------------------------------


def undo(
    connection: sqlite3.Connection, events: Sequence[Event], provenance: Provenance, *, dry_run: bool = False
) -> list[Undone]:
    """Take events of any plans back, in one operation. A correction is taken back with what it took back.

    Raise ``RefusedError`` if one was taken back already, or belongs to a change of the plan.
    """
    for event in events:
        check_undoable(event)
    with rehearsable(connection, dry_run=dry_run):
        batch = new_id()
        by_project: dict[tuple[str, str], list[Event]] = {}
        for event in _with_corrections(connection, events):
            by_project.setdefault((event.plan, event.project), []).append(event)
        return [
            Operation(Ledger(connection, plan), provenance, batch).take_back(ProjectId(id), of_project)
            for (plan, id), of_project in by_project.items()
        ]


def entry(connection: sqlite3.Connection, number: int) -> Event:
    """Return an event by its entry number; raise ``NotFoundError`` if there is none."""
    for _, event in read_events(connection, "e.seq = ?", [number]):
        return event
    raise NotFoundError(f"没有第{number}号记录；记录号见 dsq log。")


def last_operations(
    connection: sqlite3.Connection, number: int, plan: str | None = None, projects: Collection[str] = ()
) -> list[list[Event]]:
    """Return what stands of the last operations, newest first, each in order of entry.

    With ``plan``, only operations on that plan count; with ``projects``, only what they recorded of these.
    What only took entries back is no operation of its own.
    """
    where, values = (f"e.plan = ? AND {standing('e')}", [plan]) if plan else (standing("e"), [])
    batches: dict[str, Event] = {}
    for _, event in read_events(connection, where, values, "DESC"):
        if event.kind is EventKind.REVOKE or (projects and not _is_entry_of(event, projects)):
            continue
        if event.batch not in batches and len(batches) == number:
            break
        batches.setdefault(event.batch, event)
    return [
        [e for e in _of_batch(connection, event) if not projects or _is_entry_of(e, projects)]
        for event in batches.values()
    ]


def _is_entry_of(event: Event, projects: Collection[str]) -> bool:
    return event.project in projects and event.kind in UNDOABLE


def _with_corrections(connection: sqlite3.Connection, events: Iterable[Event]) -> list[Event]:
    """Return events, each once, with those that are taken back together with them, in order of entry."""
    found = {each.id: each for event in events for each in (event, *_bound_to(connection, event))}
    return sorted(found.values(), key=lambda event: event.stamp)


def _bound_to(connection: sqlite3.Connection, event: Event) -> Iterator[Event]:
    """Yield what has to be taken back with an event, so that an entry and its correction never both count."""
    if event.replaces:
        yield from _standing(connection, "e.revokes = ? AND e.kind = 'revoke'", event.replaces)
    if event.revokes:
        for _, taken in read_events(connection, "e.id = ?", [event.revokes]):
            if taken.kind is EventKind.REVOKE:
                yield from (each for each in _of_batch(connection, event) if each.kind is EventKind.REVOKE)
            elif taken.replaces:
                yield from _standing(connection, "e.id = ?", taken.replaces)
            else:
                yield from _standing(connection, "e.revokes = ? AND e.kind <> 'revoke'", taken.id)


def _standing(connection: sqlite3.Connection, where: str, id: str) -> Iterator[Event]:
    return (each for _, each in read_events(connection, f"{where} AND {standing('e')}", [id]))


def _of_batch(connection: sqlite3.Connection, event: Event) -> list[Event]:
    """Return what stands of an event's batch, whose stamps have the same moment."""
    moment = event.stamp.partition("#")[0]
    where = f"e.stamp BETWEEN ? AND ? AND e.batch = ? AND {standing('e')}"
    return [each for _, each in read_events(connection, where, [f"{moment}#", f"{moment}$", event.batch])]


# --- correcting ----------------------------------------------------------------------------------------


def fix(
    ledger: Ledger,
    event: Event,
    correction: Correction,
    provenance: Provenance,
    *,
    id: ProjectId | None = None,
    on: date | None = None,
    dry_run: bool = False,
) -> list[Undone]:
    """Take an entry back and record it anew with a correction, in one operation.

    With ``id``, record it on that project of the same plan; with ``on``, for that day. The start that came
    with a moved report moves along, unless other reports need it. Return what changed in each project, the
    old one first; raise ``RefusedError`` if a rule forbids it.
    """
    check_correctable(event, correction)
    old = ProjectId(event.project)
    with operation(ledger, provenance, dry_run=dry_run) as recording:
        history = ledger.events([old])
        moves = (id or old, on or event.on) != (old, event.on)
        start = start_with(event, history) if moves else None
        taken = recording.take_back(old, [each for each in (start, event) if each])
        anew = recording.record(
            id or old,
            lambda project, state: _correct(event, start, project, state, correction),
            on or event.on,
        )
        if anew.project.id == old:
            both = taken.recorded.events + anew.events
            return [Undone(anew._replace(before=taken.recorded.before, events=both), taken.revoked)]
        return [taken, Undone(anew, ())]


def _correct(
    event: Event, start: Event | None, project: Project, state: State, correction: Correction
) -> list[Change]:
    changes = correct(event, project, state, correction)
    return [
        change._replace(replaces=start.id) if start and change.payload == start.payload else change
        for change in changes
    ]


def new_id() -> str:
    """Return a globally unique id: 128 random bits."""
    return os.urandom(16).hex()
