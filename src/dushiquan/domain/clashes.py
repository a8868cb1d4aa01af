"""两处同时记录: what two replicas of a shared ledger recorded of one thing, neither knowing of the other.

The list is a function of the events and of who had seen which, so it is the same in every replica. Nothing
is lost: the fold takes the last one in order, and the others are shown until someone who has seen them says
something on that thing, or says that the present state holds (认可现状).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from dushiquan.domain.events import (
    Carry,
    DueChange,
    Event,
    EventKind,
    HeadingChange,
    Json,
    PlanLoad,
    ProgressReport,
    Revised,
    StatusChange,
    TargetCount,
    Withdrawal,
)
from dushiquan.domain.history import as_they_stand, in_force

Saw = Callable[[Event, Event], bool]
"""Whether who recorded the first event had seen the second."""


class Clash(NamedTuple):
    """What was recorded at once of one thing of a project, or of a plan (``uid`` is "").

    ``matter`` is what it is about (status, progress, due …), ``said`` the events; the last one
    holds. ``is_agreed`` tells that all say the same.
    """

    plan: str
    uid: str
    matter: str
    said: tuple[Event, ...]
    is_agreed: bool


class _Said(NamedTuple):
    event: Event
    outcome: Json


def clashes(events: Iterable[Event], saw: Saw) -> list[Clash]:
    """Return what was recorded at once among the events of one project, or of a plan itself."""
    standing = in_force(events)
    settled = [event for event in standing if event.kind is EventKind.SETTLE]
    by_matter: dict[str, list[_Said]] = {}
    for event in standing:
        for matter, outcome in _matters(event):
            by_matter.setdefault(matter, []).append(_Said(event, outcome))
    if TITLE in by_matter:
        by_matter[TITLE] += (_Said(event, event.id) for event in standing if event.is_report)
    effective = {each.event.id for each in as_they_stand({}, standing) if each.changes}
    found = (_clash(matter, said, settled, saw, effective) for matter, said in by_matter.items())
    return [clash for clash in found if clash]


TITLE = "title"
"""The matter of a new title: the project may be another one for who reported on it meanwhile."""


def _clash(
    matter: str, said: Sequence[_Said], settled: Sequence[Event], saw: Saw, effective: Collection[str]
) -> Clash | None:
    later = [*(each.event for each in said), *settled]
    at_once = [
        pair
        for pair in combinations(said, 2)
        if not _is_of_reports(matter, *pair) and not _is_known(pair[0].event, pair[1].event, later, saw)
    ]
    if not at_once:
        return None
    ids = {each.event.id for pair in at_once for each in pair}
    agreed = all(_agree(matter, *pair) for pair in at_once)
    events = tuple(each.event for each in said if each.event.id in ids)
    if matter == "status":  # a closed project stays closed for who did not know it
        events = tuple(sorted(events, key=lambda event: event.id in effective))
    return Clash(events[0].plan, events[0].uid, matter, events, agreed)


def _is_known(one: Event, other: Event, later: Iterable[Event], saw: Saw) -> bool:
    """Tell whether one of two was recorded knowing the other, or a later event knowing both."""
    if saw(one, other) or saw(other, one):
        return True
    return any(saw(event, one) and saw(event, other) for event in later if event not in (one, other))


def _is_of_reports(matter: str, one: _Said, other: _Said) -> bool:
    return matter == TITLE and one.event.is_report and other.event.is_report


def _agree(matter: str, one: _Said, other: _Said) -> bool:
    """Tell whether two say the same; equal counts of one day were perhaps counted twice."""
    return one.outcome == other.outcome and not matter.startswith("count:")


def _matters(event: Event) -> Iterator[tuple[str, Json]]:
    """Yield what an event says something about, and what it says."""
    match event.payload:
        case StatusChange(_, after):
            yield "status", after.value
        case Carry(into=place) if place:
            yield "status", place.uid
        case ProgressReport(_, after):
            yield "progress", after
        case DueChange(_, due):
            yield "due", due.isoformat()
        case TargetCount(target) as count:
            yield f"count:{target}:{event.on}", count.step
        case Withdrawal(withdrawn):
            yield "withdrawn", withdrawn
        case Revised(_, after, added=False) | HeadingChange(_, after):
            yield from ((name, value) for name, value in after.items() if name != "order")
        case PlanLoad(base):
            yield "load", base
