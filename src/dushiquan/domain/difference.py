"""What changed since an earlier day, by project: the first question of a head of office."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum, unique
from types import MappingProxyType
from typing import NamedTuple

from dushiquan.domain.events import Carry, Event, EventKind, LetterAnswer, Reminder, StatusChange
from dushiquan.domain.fields import project_fields
from dushiquan.domain.history import as_they_stand, first_entry, in_force
from dushiquan.domain.moments import entered_on
from dushiquan.domain.status import Status
from dushiquan.domain.supervision import Item, Light


@unique
class DifferenceKind(StrEnum):
    """What changed, the most pressing first."""

    LATE = "late"
    RED = "red"
    UNANSWERED = "unanswered"
    YELLOW = "yellow"
    URGED = "urged"
    ANSWERED = "answered"
    REQUESTED = "requested"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DEFERRED = "deferred"
    ADVANCED = "advanced"
    PAUSED = "paused"
    DROPPED = "dropped"
    CARRIED = "carried"
    REOPENED = "reopened"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    REVISED = "revised"
    BACKDATED = "backdated"
    DONE = "done"
    GREEN = "green"
    STARTED = "started"
    PROGRESS = "progress"


class Difference(NamedTuple):
    """A project then (``was``, None if the plan did not have it) and ``now``, and what changed.

    ``told`` are the letters that it was urged by, those that are unanswered, the answers that were recorded
    (``urge answer``), the carry that closed it, and the entries of days up to then that were entered since
    (补记).
    """

    was: Item | None
    now: Item
    kinds: tuple[DifferenceKind, ...]
    told: Mapping[DifferenceKind, Sequence[Event]] = MappingProxyType({})


class Relit(NamedTuple):
    """A project whose light or pace a decision changes."""

    was: Item
    now: Item


def relit(before: Iterable[Item], after: Iterable[Item]) -> dict[str, Relit]:
    """Return the projects, by uid, that have another light or another pace than before."""
    then = {item.project.uid: item for item in before}
    pairs = ((then[item.project.uid], item) for item in after if item.project.uid in then)
    return {now.project.uid: Relit(was, now) for was, now in pairs if _lit(was) != _lit(now)}


def _lit(item: Item) -> tuple[Light | None, float | None]:
    return item.supervision.light, item.supervision.pace


_ORDER = list(DifferenceKind)
_STATUS_KINDS: dict[Status, DifferenceKind] = {
    Status.DONE: DifferenceKind.DONE,
    Status.SUBMITTED: DifferenceKind.SUBMITTED,
    Status.PAUSED: DifferenceKind.PAUSED,
    Status.DROPPED: DifferenceKind.DROPPED,
    Status.CARRIED: DifferenceKind.CARRIED,
}
_LIGHT_KINDS: dict[Light, DifferenceKind] = {
    Light.RED: DifferenceKind.RED,
    Light.YELLOW: DifferenceKind.YELLOW,
    Light.GREEN: DifferenceKind.GREEN,
}


def entered_late(
    items: Iterable[Item], events: Iterable[Event], since: date, as_of: date
) -> dict[str, list[Event]]:
    """Return what was entered after ``since``, up to ``as_of``, of days up to ``since``, by project (补记).

    A correction counts as entered when the entry that it corrects was.
    """
    dues = {item.project.identity: item.project.due for item in items}
    every = {event.id: event for event in events if event.identity in dues}
    found: dict[str, list[Event]] = {}
    for event, changes in as_they_stand(dues, every.values(), as_of):
        entered = entered_on(first_entry(event, every).recorded_at)
        is_told = (changes or event.note or not isinstance(event.payload, StatusChange)) and (
            event.kind is not EventKind.SETTLE
        )
        if is_told and event.on <= since < entered <= as_of:
            found.setdefault(event.identity, []).append(event)
    return found


def differences_since(
    before: Iterable[Item],
    after: Iterable[Item],
    events: Iterable[Event],
    since: date,
    as_of: date,
    backdated: Mapping[str, Sequence[Event]] = MappingProxyType({}),
) -> list[Difference]:
    """Return the projects that changed between the end of ``since`` and the end of ``as_of``.

    A letter is told as long as it is unanswered. Slips that were mended in between are not told. The entries
    ``backdated`` are told beside them, by project. The most pressing come first, else in the plan's order.
    """
    then = {item.project.identity: item for item in before}
    told: dict[str, list[Event]] = {}
    for event in in_force(events, as_of):
        told.setdefault(event.identity, []).append(event)
    found = []
    for now in after:
        was = then.get(now.project.identity)
        events_of = told.get(now.project.identity, ())
        letters = _letters(now, events_of, since, as_of)
        if now.project.identity in backdated:
            letters = {**letters, DifferenceKind.BACKDATED: backdated[now.project.identity]}
        kinds = sorted({*letters, *_kinds(was, now)}, key=_ORDER.index)
        if kinds:
            found.append(
                Difference(was, now, tuple(kinds), {**letters, DifferenceKind.CARRIED: _carries(events_of)})
            )
    return sorted(found, key=lambda each: _ORDER.index(each.kinds[0]))


def _kinds(was: Item | None, now: Item) -> Iterator[DifferenceKind]:
    if was is None:
        yield DifferenceKind.ADDED
        return
    gone, is_gone = was.state.withdrawn_on, now.state.withdrawn_on
    if is_gone:
        if not gone:
            yield DifferenceKind.WITHDRAWN
        return
    if gone:
        yield DifferenceKind.RESTORED
    if was.state.status is not now.state.status:
        yield _STATUS_KINDS.get(now.state.status) or _resumed(was.state.status)
    if now.state.said.request and now.state.said.request != was.state.said.request:
        yield DifferenceKind.REQUESTED
    yield from _due_kinds(was, now)
    if project_fields(was.project) != project_fields(now.project):
        yield DifferenceKind.REVISED
    light = now.supervision.light
    if now.supervision.days_overdue and not was.supervision.days_overdue:
        yield DifferenceKind.LATE
    elif light and light is not was.supervision.light:
        yield _LIGHT_KINDS[light]
    reported = was.state.progress, was.state.counts
    if now.state.status is not Status.DONE and reported != (now.state.progress, now.state.counts):
        yield DifferenceKind.PROGRESS


def _resumed(before: Status) -> DifferenceKind:
    """Return what it means that work on a project goes on."""
    if before is Status.PLANNED:
        return DifferenceKind.STARTED
    return DifferenceKind.RETURNED if before is Status.SUBMITTED else DifferenceKind.REOPENED


def _due_kinds(was: Item, now: Item) -> Iterator[DifferenceKind]:
    if now.state.deferrals > was.state.deferrals:
        yield DifferenceKind.DEFERRED
    elif now.project.due == was.project.due and (now.state.due or date.max) < (was.state.due or date.min):
        yield DifferenceKind.ADVANCED


def _carries(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if isinstance(event.payload, Carry) and event.payload.into]


def _letters(
    now: Item, events: Sequence[Event], since: date, as_of: date
) -> Mapping[DifferenceKind, Sequence[Event]]:
    """Return the letters of the time, and all that are unanswered."""
    found: dict[DifferenceKind, list[Event]] = {}
    for place, event in enumerate(events):
        if isinstance(event.payload, LetterAnswer) and event.on > since:
            found.setdefault(DifferenceKind.ANSWERED, []).append(event)
        if not isinstance(event.payload, Reminder):
            continue
        is_answered = not now.state.is_open or any(each.is_report for each in events[place:])
        if event.payload.by < as_of and not is_answered:
            found.setdefault(DifferenceKind.UNANSWERED, []).append(event)
        elif event.on > since:
            found.setdefault(DifferenceKind.URGED, []).append(event)
    return found
