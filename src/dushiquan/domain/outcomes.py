"""What came of each project of a plan: when it was done, how late, how often deferred, why it was dropped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum, unique
from typing import NamedTuple

from dushiquan.domain.assessment import is_done_late
from dushiquan.domain.events import Carry, Event, PlanPlace, StatusChange
from dushiquan.domain.status import Status
from dushiquan.domain.supervision import Item


@unique
class Result(StrEnum):
    """What came of a project; each is one of these."""

    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    PAUSED = "paused"
    DROPPED = "dropped"
    CARRIED = "carried"


class Outcome(NamedTuple):
    """What came of a project.

    ``on`` is the day on which it was finished, or came to rest, with the ``reason``. ``into`` is where it was
    carried, ``source`` where it was carried from.
    """

    item: Item
    result: Result
    on: date | None = None
    reason: str = ""
    into: PlanPlace | None = None
    source: PlanPlace | None = None

    @property
    def days_late(self) -> int:
        """The days from the due date in force to the day on which it was finished; negative if early."""
        due = self.item.state.due
        return (self.on - due).days if self.on and due else 0


AT_REST = {
    Status.PAUSED: Result.PAUSED,
    Status.DROPPED: Result.DROPPED,
    Status.CARRIED: Result.CARRIED,
}
"""The statuses in which a project is not worked on, nor done."""


def outcomes(items: Iterable[Item], events: Iterable[Event]) -> list[Outcome]:
    """Return what came of each item, in their order; ``events`` are those in force, in order."""
    of_project: dict[str, list[Event]] = {}
    for event in events:
        of_project.setdefault(event.identity, []).append(event)
    return [_outcome(item, of_project.get(item.project.identity, ())) for item in items]


def result_counts(found: Iterable[Outcome]) -> Mapping[Result, int]:
    """Return how many projects have each result."""
    results = [outcome.result for outcome in found]
    return {result: results.count(result) for result in Result}


def _outcome(item: Item, events: Sequence[Event]) -> Outcome:
    carries = [event.payload for event in events if isinstance(event.payload, Carry)]
    source = next((carry.source for carry in carries if carry.source), None)
    status = item.state.status
    if status is Status.DONE:
        result = Result.LATE if is_done_late(item) else Result.ON_TIME
        return Outcome(item, result, item.state.finished_on, source=source)
    if status not in AT_REST:
        result = Result.OVERDUE if item.supervision.days_overdue else Result.OPEN
        return Outcome(item, result, source=source)
    rested = [event for event in events if _rests(event, status)]
    last = rested[-1] if rested else None
    return Outcome(
        item,
        AT_REST[status],
        last.on if last else None,
        last.note if last else "",
        next((carry.into for carry in reversed(carries) if carry.into), None),
        source,
    )


def _rests(event: Event, status: Status) -> bool:
    """Tell whether an event brought its project to rest in this status."""
    change = event.payload
    if isinstance(change, StatusChange):
        return change.after is status
    return isinstance(change, Carry) and change.into is not None and status is Status.CARRIED
