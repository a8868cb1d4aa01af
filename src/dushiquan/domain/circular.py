"""The contents of a circular (通报): late, near and silent projects, and the events of its span."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from dushiquan.domain.counting import Count, count, count_by, in_plan
from dushiquan.domain.difference import Difference, DifferenceKind, differences_since
from dushiquan.domain.events import REPORTS, Event, EventKind, Revised, StatusChange
from dushiquan.domain.history import Standing, as_they_stand, first_entry, in_force
from dushiquan.domain.moments import entered_on
from dushiquan.domain.outcomes import AT_REST, Outcome, outcomes
from dushiquan.domain.plan import EscalationLevel, PlanHead, Target
from dushiquan.domain.recurring import expects_report
from dushiquan.domain.sent_letters import Answer, SentLetter, sent_letters
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.span import Span, month_of
from dushiquan.domain.status import Status, unmet
from dushiquan.domain.supervision import (
    Item,
    Light,
    due_soon,
    due_within,
    for_review,
    overdue,
    suggested_level,
)
from dushiquan.domain.working_days import working_days_late


@dataclass(frozen=True, slots=True)
class ProjectEvent:
    """An event of the span, with its project."""

    item: Item
    event: Event


@dataclass(frozen=True, slots=True)
class Late:
    """A late item, with the last event that says why (``says_why``) and the level that should take it up."""

    item: Item
    working_days: int | None
    latest: Event | None
    level: str
    since: date
    """The first day on which it was late."""

    @property
    def is_explained(self) -> bool:
        """Whether something was said since it became late."""
        return self.latest is not None and self.latest.on >= self.since


@dataclass(frozen=True, slots=True)
class Closing:
    """A project closed out in the span, with its unmet targets."""

    item: Item
    unmet: tuple[Target, ...]


class Entered(NamedTuple):
    """Days of entry: after that on which the circular before was written, up to the day of this one."""

    after: date
    by: date


@dataclass(frozen=True, slots=True)
class Circular:
    """The contents of a circular (通报), whatever the format.

    ``since`` is the day on which the circular before ended: ``previous`` counts the plan as of it, and
    ``differences`` are the projects that changed after it. ``due_soon`` are near or, in a circular of more
    than a week, due by ``looks_ahead_to``. ``silent`` maps each reporting unit to its open projects without
    a report since, ``expected`` to the number of those from which one is expected. ``decisions`` are those
    on the plan, ``letters`` those sent or answered since and all that are not answered. ``red``, ``yellow``,
    ``green``, ``resting`` and the projects done add up to the plan.
    ``outcomes`` has what came of each of them; ``withdrawn`` are those taken out of the plan.
    """

    plan: str
    span: Span
    since: date
    as_of: date
    total: Count
    previous: Count
    categories: tuple[Count, ...]
    overdue: tuple[Late, ...]
    review: tuple[Item, ...]
    due_soon: tuple[Item, ...]
    entries: tuple[ProjectEvent, ...]
    differences: tuple[Difference, ...]
    decisions: tuple[ProjectEvent, ...]
    letters: tuple[SentLetter, ...]
    silent: Mapping[str, tuple[Item, ...]]
    expected: Mapping[str, int]
    closings: tuple[Closing, ...]
    red: tuple[Item, ...]
    yellow: tuple[Item, ...]
    green: tuple[Item, ...]
    outcomes: tuple[Outcome, ...]
    withdrawn: tuple[Outcome, ...]

    @property
    def resting(self) -> list[Outcome]:
        """The projects that were paused, dropped or carried."""
        return [outcome for outcome in self.outcomes if outcome.result in AT_REST.values()]

    @property
    def still_yellow(self) -> list[Item]:
        """The projects that were yellow before the span and are so now."""
        turned = {
            each.now.project.identity
            for each in self.differences
            if {DifferenceKind.YELLOW, DifferenceKind.ADDED} & {*each.kinds}
        }
        return [item for item in self.yellow if item.project.identity not in turned]


class Window(NamedTuple):
    """What a circular tells: what took effect after ``since``, by ``until``, or was ``entered`` late."""

    since: date
    until: date
    entered: Entered

    def tells(self, event: Event, entry: Event) -> bool:
        """Tell whether an event took effect after ``since``, or took effect by then and its entry is new.

        By its own entry a correction of what an earlier circular told is new: readers learn that a figure has
        changed. By the entry that it corrects it is not: nothing was closed out, decided or reported again.
        """
        if self.since < event.on:
            return event.on <= self.until
        return self.entered.after < entered_on(entry.recorded_at) <= self.entered.by


def compile_circular(
    plan: PlanHead,
    span: Span,
    as_of: date,
    items: Sequence[Item],
    previous: Sequence[Item],
    events: Iterable[Event],
    settings: Settings = DEFAULTS,
    entered: Entered | None = None,
) -> Circular:
    """Compile the circular of a span.

    ``items`` are as of ``as_of``, ``previous`` as of the end of the circular before (``Span.told_until``);
    of a day on which nobody knew the plan nothing is counted. ``events`` are all events, in order of entry.
    What took effect earlier is told if it was ``entered`` on these days, by default those of the circular.
    """
    counted, since = in_plan(items), span.told_until(as_of)
    window = Window(since, span.end, entered or Entered(since, min(span.end, as_of)))
    every = {event.id: event for event in events}
    standing = _standing(items, every.values(), as_of)
    known = [event for event, _ in standing]
    told = _told(items, standing, window)
    news = [each for each in told if window.tells(each.event, first_entry(each.event, every))]
    decisions = [each for each in news if each.event.kind in _DECISIONS]
    heard = {each.event.identity for each in news if each.event.kind in REPORTS}
    closed = {each.event.identity for each in news if _closes(each.event)}
    asked = [item for item in counted if _is_asked(item, span, as_of)]
    return Circular(
        plan=plan.title,
        span=span,
        since=since,
        as_of=as_of,
        total=count("合计", counted),
        previous=count("合计", in_plan(previous) if plan.known_since <= since else []),
        categories=tuple(count_by("category", counted)),
        overdue=_overdue(counted, known, as_of, plan.levels),
        review=tuple(for_review(counted)),
        due_soon=tuple(_coming(counted, span, as_of, settings)),
        entries=tuple(each for each in told if each.event.kind not in _NO_PROGRESS),
        differences=tuple(differences_since(previous, items, every.values(), since, as_of)),
        decisions=_each_once(decisions),
        letters=_letters(items, in_force(every.values(), as_of), as_of, window, decisions),
        silent=_by_unit(item for item in asked if item.project.identity not in heard),
        expected={unit: len(of_unit) for unit, of_unit in _by_unit(asked).items()},
        closings=tuple(
            Closing(item, tuple(unmet(item.project.targets, item.state)))
            for item in counted
            if item.state.done_on and item.project.identity in closed
        ),
        red=_of_light(counted, Light.RED),
        yellow=_of_light(counted, Light.YELLOW),
        green=_of_light(counted, Light.GREEN),
        outcomes=tuple(outcomes(counted, known)),
        withdrawn=tuple(outcomes([item for item in items if item.state.withdrawn_on], known)),
    )


_DECISIONS = (EventKind.REVISE, EventKind.WITHDRAW, EventKind.CARRY)
"""The kinds of decisions on a plan that are about a project."""
_NO_PROGRESS = (*_DECISIONS, EventKind.REMIND, EventKind.SETTLE)
"""The kinds that do not stand under 本期进展."""


def _standing(items: Iterable[Item], events: Iterable[Event], as_of: date) -> list[Standing]:
    """Return the events of the items as they stand on a day."""
    dues = {item.project.identity: item.project.due for item in items}
    return [each for each in as_they_stand(dues, events, as_of) if each.event.identity in dues]


def _told(items: Iterable[Item], standing: Iterable[Standing], window: Window) -> list[ProjectEvent]:
    """Return the events of a window, without changes of status that change nothing and say nothing."""
    by_identity = {item.project.identity: item for item in items}
    return [
        ProjectEvent(by_identity[event.identity], event)
        for event, changes in standing
        if (changes or event.note or not isinstance(event.payload, StatusChange))
        and window.tells(event, event)
    ]


def _each_once(decisions: Sequence[ProjectEvent]) -> tuple[ProjectEvent, ...]:
    """Return the decisions on the plan; if a project is added by a carry, only the carry is told."""
    carried = {each.event.identity for each in decisions if each.event.kind is EventKind.CARRY}
    return tuple(
        each
        for each in decisions
        if not (
            isinstance(each.event.payload, Revised)
            and each.event.payload.added
            and each.event.identity in carried
        )
    )


def looks_ahead_to(span: Span) -> date | None:
    """Return the end of the month after, by which a circular names what falls due; None for a week."""
    return month_of(span.end + timedelta(days=1)).end if span.is_long and not span.is_year else None


def _coming(items: Sequence[Item], span: Span, as_of: date, settings: Settings) -> list[Item]:
    near, last = due_soon(items, as_of, settings), looks_ahead_to(span)
    if not last:
        return near
    due = due_within(items, as_of, (last - as_of).days)
    return due + [item for item in near if item not in due]


def _of_light(items: Iterable[Item], light: Light) -> tuple[Item, ...]:
    """Return the items of a light, the latest and those most behind pace first."""
    of_light = [item for item in items if item.supervision.light is light]
    return tuple(sorted(of_light, key=attrgetter("pressure"), reverse=True))


def says_why(event: Event) -> bool:
    """Tell whether the note of an event may stand under 原因或最近情况 of its project.

    The note of a report may, except what the unit will do next. Of what the office does by itself only the
    reason of a return may: without it the application, which was refused, would stand there.
    """
    if event.kind in (EventKind.NEXT, EventKind.EXPECT):
        return False
    return bool(event.note) and (event.is_report or event.kind is EventKind.RETURN)


def _overdue(
    items: Sequence[Item], known: Iterable[Event], as_of: date, levels: Sequence[EscalationLevel]
) -> tuple[Late, ...]:
    """Return the late items, most days first; ``known`` are the events in force, in order."""
    latest = {event.identity: event for event in known if says_why(event)}
    return tuple(_late(item, latest.get(item.project.identity), as_of, levels) for item in overdue(items))


def _late(item: Item, latest: Event | None, as_of: date, levels: Sequence[EscalationLevel]) -> Late:
    days = item.supervision.days_overdue
    due = as_of - timedelta(days=days)
    level = suggested_level(days, levels)
    return Late(item, working_days_late(due, as_of), latest, level, due + timedelta(days=1))


def _letters(
    items: Iterable[Item],
    events: Sequence[Event],
    as_of: date,
    window: Window,
    decisions: Iterable[ProjectEvent],
) -> tuple[SentLetter, ...]:
    """Return the letters that were sent or answered in a window, or are not answered.

    A letter whose projects were taken away by one of the ``decisions`` is answered so.
    """
    moved = {each.event.identity for each in decisions}
    return tuple(
        letter
        for letter in sent_letters({item.project.identity: item for item in items}, events, as_of)
        if window.since < letter.on <= window.until
        or letter.answer is not Answer.ANSWERED
        or _is_news(letter, window, moved)
    )


def _is_news(letter: SentLetter, window: Window, moved: Container[str]) -> bool:
    """Tell whether a letter was answered in a window, or the projects of it were taken away (``moved``)."""
    if letter.last_answer:
        return window.tells(letter.last_answer, letter.last_answer)
    return any(item.project.identity in moved for item in letter.items)


def _closes(event: Event) -> bool:
    return isinstance(event.payload, StatusChange) and event.payload.after is Status.DONE


def _is_asked(item: Item, span: Span, as_of: date) -> bool:
    """Tell whether a report is expected in the span.

    None is of a project whose window opens after the span, or none of whose occurrences is due by its end;
    nor of one that waits for the office.
    """
    last = min(span.end, as_of)
    begun = item.project.start is None or item.project.start <= last
    is_open = item.state.is_open and not item.state.awaits_office
    return is_open and begun and expects_report(item.project, item.state, last)


def _by_unit(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    """Group items by reporting unit."""
    of_units: dict[str, list[Item]] = {}
    for item in items:
        of_units.setdefault(item.project.reporter, []).append(item)
    return {unit: tuple(of_unit) for unit, of_unit in of_units.items()}
