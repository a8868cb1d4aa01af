"""The milestones (节点) of projects as of a day: which are met, since when, and which are late."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dushiquan.domain.events import Event, Fields, Revised
from dushiquan.domain.fields import TARGETS
from dushiquan.domain.history import in_force, replay
from dushiquan.domain.plan import Target
from dushiquan.domain.recurring import milestone_day, milestones
from dushiquan.domain.status import State, is_met
from dushiquan.domain.supervision import Item


class Milestone(NamedTuple):
    """A milestone of a project as of a day.

    ``met_on`` is the day on which it was met. ``days_left`` counts to its ``due``, and is negative past it;
    it is None if the milestone is met or its project is not open.
    """

    item: Item
    target: Target
    due: date
    met_on: date | None = None
    days_left: int | None = None


def milestones_of(item: Item, events: Iterable[Event], as_of: date) -> list[Milestone]:
    """Return the milestones of a project, the earliest first. ``events`` are those of the project.

    The days of a project that waits for the office are counted as on the day of its application.
    """
    project, state = item.project, item.state
    events = list(events)
    if state.awaits_office and state.applied_on:
        as_of = min(as_of, state.applied_on)
    found = []
    for target in milestones(project):
        due = milestone_day(project, target, state.due)
        if due is None:
            continue
        met_on = met_since(target, events, as_of) if is_met(target, state) else None
        counts = state.is_open and not is_met(target, state)
        found.append(Milestone(item, target, due, met_on, (due - as_of).days if counts else None))
    return found


def decided_milestones(events: Iterable[Event]) -> dict[str, set[str]]:
    """Return the names of the milestones that decisions on single ones set (``dsq node add``), by identity.

    ``events`` are decisions in force: revisions with a reason or a document, which those of an edition have
    not. Steps that came with a new requirement are not among them.
    """
    found: dict[str, set[str]] = {}
    for event in sorted(events, key=lambda event: (event.on, event.stamp)):
        said = event.payload
        if isinstance(said, Revised) and "targets" in said.after and "targets" in said.before:
            was, now = _dated(said.before), _dated(said.after)
            names = found.setdefault(event.identity, set())
            names -= was - now
            names |= set() if "requirement" in said.after else now - was
    return found


def _dated(fields: Fields) -> set[str]:
    targets: Iterable[Target] = TARGETS.from_json(fields["targets"])
    return {target.name for target in targets if target.due}


def met_since(target: Target, events: Iterable[Event], as_of: date) -> date | None:
    """Return the day since which a target is met, under its name or an earlier one; None if it is not."""
    events = in_force(events, as_of)
    names = {target.name}
    for event in reversed(events):
        if isinstance(event.payload, Revised):
            names.update(was for was, now in event.payload.renamed.items() if now in names)
    state, since = State(), None
    for event in events:
        state = replay(state, [event])
        met = any(is_met(target._replace(name=name), state) for name in names)
        since = (since or event.on) if met else None
    return since
