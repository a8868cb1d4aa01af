"""The fold: from the events of a project to its state.

History is an append-only list of events. The state of a project as of a day is the fold of its events up to
that day, in the order (``on``, ``stamp``, ``id``), a correction in the place of its entry. The same events
give the same state in every ledger, whatever order they arrived in (docs/rules.md, "Two times").

A revoked entry never happened: it counts in no state, of any day. What the office could have said before the
revocation is found by leaving out later entries (``known_by``). A correction (更正) revokes an entry and
records it anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from dushiquan.domain.events import (
    Carry,
    DueChange,
    Event,
    EventKind,
    Payload,
    PlanPlace,
    ProgressReport,
    Revised,
    StatusChange,
    TargetCount,
)
from dushiquan.domain.moments import entered_on
from dushiquan.domain.status import State, Status

Place = tuple[date, str, str, str]
"""Where an event stands among those of its project."""


def places(events: Iterable[Event]) -> Callable[[Event], Place]:
    """Return the sort key of the order in which events of a project take effect.

    A correction stands where its entry stood: mending its words does not make it the last of its day.
    """
    by_id = {event.id: event for event in events}

    def place(event: Event) -> Place:
        first = first_entry(event, by_id)
        return event.on, first.stamp, first.id, event.stamp

    return place


def revoked_ids(events: Iterable[Event]) -> frozenset[str]:
    """Return the ids of the revoked events, except those whose revocation was itself revoked."""
    revoked: set[str] = set()
    for event in sorted((e for e in events if e.revokes), key=lambda e: (e.stamp, e.id), reverse=True):
        if event.revokes and event.id not in revoked:
            revoked.add(event.revokes)
    return frozenset(revoked)


def revoker_of(event: Event, events: Iterable[Event]) -> Event | None:
    """Return the revocation that takes an event back, or None if the event stands."""
    events = list(events)
    revoked = revoked_ids(events)
    return next((e for e in events if e.revokes == event.id and e.id not in revoked), None)


def start_with(event: Event, events: Iterable[Event]) -> Event | None:
    """Return the start (启动办理) that a report brought with it, if no other report in force needs it."""
    standing = in_force(events)
    reports = [e for e in standing if isinstance(e.payload, ProgressReport | TargetCount)]
    if [e.id for e in reports] != [event.id]:
        return None
    return next((e for e in standing if e.batch == event.batch and is_start(e.payload)), None)


def is_start(payload: Payload) -> bool:
    """Tell whether a project starts by a change."""
    return payload == StatusChange(Status.PLANNED, Status.ACTIVE)


def says_the_same(one: Event, other: Event) -> bool:
    """Tell whether two events bring a project to the same status, progress or due date."""
    is_such = one.kind is other.kind and isinstance(one.payload, StatusChange | ProgressReport | DueChange)
    return is_such and one.payload.plain()[1] == other.payload.plain()[1]


def in_force(events: Iterable[Event], as_of: date = date.max) -> list[Event]:
    """Return the events that count as of a day, in the order they take effect."""
    events = list(events)
    revoked = revoked_ids(events)
    counted = (e for e in events if e.on <= as_of and e.kind is not EventKind.REVOKE and e.id not in revoked)
    renamings = [
        e for e in events if e.id in revoked and isinstance(e.payload, Revised) and e.payload.renamed
    ]
    return sorted(_under_old_names(counted, events, renamings) if renamings else counted, key=places(events))


def _under_old_names(
    counted: Iterable[Event], events: Sequence[Event], renamings: Iterable[Event]
) -> Iterator[Event]:
    """Yield events, with counts that were recorded under a new name, since taken back, under the old one."""
    names: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for event in renamings:
        until = revoker_of(event, events)
        if isinstance(event.payload, Revised) and until:
            for was, now in event.payload.renamed.items():
                names.setdefault((event.identity, now), []).append((event.stamp, until.stamp, was))
    for event in counted:
        if isinstance(event.payload, TargetCount):
            for since, until_stamp, was in names.get((event.identity, event.payload.target), ()):
                if since < event.stamp < until_stamp:
                    event = event._replace(payload=event.payload._replace(target=was))
        yield event


def replay(state: State, events: Iterable[Event]) -> State:
    """Apply events in force, in order, to a state."""
    for event in events:
        if event.is_report:
            state = state._replace(last_reported=event.on)
        state = event.payload.apply(state, event.on, event.note)
    return state


def initial(due: date | None, events: Iterable[Event]) -> State:
    """Return the state in which a project entered the plan, which now says ``due``.

    Its first due date is the one before the first edition that changed it.
    """
    revised = [e for e in events if isinstance(e.payload, Revised) and "due" in e.payload.before]
    if not revised:
        return State(due=due)
    first = min(revised, key=lambda event: (event.stamp, event.id)).payload
    was = first.before["due"] if isinstance(first, Revised) else None
    return State(due=date.fromisoformat(str(was)) if was else None)


def fold(due: date | None, events: Iterable[Event], as_of: date = date.max) -> State:
    """Return the state as of a day of a project whose plan says ``due``."""
    events = list(events)
    return replay(initial(due, events), in_force(events, as_of))


class Standing(NamedTuple):
    """An event in force, told as it now stands: its ``before`` is what the other events in force lead to.

    ``changes`` tells whether it changes the state of its project.
    """

    event: Event
    changes: bool


def as_they_stand(
    dues: Mapping[str, date | None], events: Iterable[Event], as_of: date = date.max
) -> list[Standing]:
    """Return the events in force as of a day as they now stand, in the order they take effect.

    ``dues`` are the due dates of the plan, by the identity of the project.
    """
    histories: dict[str, list[Event]] = {}
    for event in events:
        histories.setdefault(event.identity, []).append(event)
    states = {project: initial(dues.get(project), each) for project, each in histories.items()}
    standing = []
    for event in in_force(chain.from_iterable(histories.values()), as_of):
        before = states[event.identity]
        after = event.payload.apply(before, event.on, event.note)
        states[event.identity] = after
        told = event._replace(payload=_as_it_stands(event.payload, before, after))
        standing.append(Standing(told, after != before))
    return standing


def _as_it_stands(payload: Payload, before: State, after: State) -> Payload:
    match payload:
        case ProgressReport():
            return payload._replace(before=before.progress)
        case TargetCount(target):
            counts = (state.counts.get(target, 0) for state in (before, after))
            return TargetCount(target, *counts)
        case DueChange():
            return payload._replace(before=before.due)
        case StatusChange() | Carry(into=PlanPlace()) if after.status is not before.status:
            return payload._replace(before=before.status)
    return payload


class Overridden(NamedTuple):
    """An event that is not in force on the latest day, and the later one that says otherwise."""

    event: Event
    by: Event


def overridden(events: Iterable[Event], after: State, later: Iterable[Event]) -> list[Overridden]:
    """Return which of some events ``later`` ones override; ``after`` is the state between them.

    Each is named with the last one that changed what it says: an entry without effect overrides nothing.
    """
    changed: dict[str, Event] = {}
    now = after
    for event in later:
        before, now = now, replay(now, [event])
        changed |= {field: event for field in _SAID if getattr(before, field) != getattr(now, field)}
    found: list[Overridden] = []
    for event in events:
        match event.payload:
            case ProgressReport(_, progress) if now.status is Status.DONE and progress != 100:
                field = "status"
            case ProgressReport(_, progress) if now.status is not Status.DONE and progress != now.progress:
                field = "progress"
            case StatusChange(_, status) if status is not now.status:
                field = "status"
            case DueChange(_, due) if due != now.due:
                field = "due"
            case _:
                continue
        if field in changed and changed[field] not in [one.by for one in found]:
            found.append(Overridden(event, changed[field]))
    return found


_SAID = ("status", "progress", "due")
"""The fields of a state that an entry says anew."""


def first_entry(event: Event, by_id: Mapping[str, Event]) -> Event:
    """Return the entry that a correction corrects, or the event itself if it is none."""
    while event.replaces and event.replaces in by_id:
        event = by_id[event.replaces]
    return event


def known_by(events: Iterable[Event], day: date) -> list[Event]:
    """Return the events that had been entered by the end of a day, in the order given."""
    return [event for event in events if entered_on(event.recorded_at) <= day]
