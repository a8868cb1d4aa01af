"""The contents of a circular (通报): late, near and silent projects, and the events of its span."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dushiquan.domain.counting import Count, count, count_by, in_plan
from dushiquan.domain.events import REPORTS, Event, EventKind, StatusChange
from dushiquan.domain.history import as_they_stand, first_entry
from dushiquan.domain.moments import entered_on
from dushiquan.domain.plan import EscalationLevel, Target
from dushiquan.domain.recurring import expects_report
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.span import Span
from dushiquan.domain.status import Status, unmet
from dushiquan.domain.supervision import (
    Item,
    Light,
    due_soon,
    for_review,
    overdue,
    suggested_level,
    working_days_late,
)


@dataclass(frozen=True, slots=True)
class ProjectEvent:
    """An event of the span, with its project."""

    item: Item
    event: Event


@dataclass(frozen=True, slots=True)
class Late:
    """A late item, with the last note that says why (``says_why``) and the level that should take it up."""

    item: Item
    working_days: int | None
    latest: str
    level: str


@dataclass(frozen=True, slots=True)
class Resting:
    """A paused or dropped project, with the reason."""

    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A project closed out in the span, with its unmet targets."""

    item: Item
    unmet: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Circular:
    """The contents of a circular (通报), whatever the format.

    ``previous`` counts the plan as of the day before the span. ``silent`` maps each reporting unit to its
    open projects without a report in the span. ``behind`` (red), ``normal`` (the other open ones),
    ``resting`` (paused and dropped) and the projects done add up to the plan.
    """

    plan: str
    span: Span
    as_of: date
    total: Count
    previous: Count
    categories: tuple[Count, ...]
    overdue: tuple[Late, ...]
    review: tuple[Item, ...]
    due_soon: tuple[Item, ...]
    entries: tuple[ProjectEvent, ...]
    silent: Mapping[str, tuple[Item, ...]]
    closings: tuple[Closing, ...]
    behind: tuple[Item, ...]
    normal: tuple[Item, ...]
    resting: tuple[Resting, ...]


def compile_circular(
    plan: str,
    span: Span,
    as_of: date,
    items: Sequence[Item],
    previous: Sequence[Item],
    events: Iterable[Event],
    settings: Settings = DEFAULTS,
    levels: Sequence[EscalationLevel] = (),
) -> Circular:
    """Compile the circular of a span.

    ``items`` are as of ``as_of``, ``previous`` as of the day before the span. ``events`` are all events, in
    order of entry. ``levels`` are the plan's levels of escalation.
    """
    counted = in_plan(items)
    by_identity = {item.project.identity: item for item in items}
    every = {event.id: event for event in events}
    dues = {identity: item.project.due for identity, item in by_identity.items()}
    standing = [
        each for each in as_they_stand(dues, every.values(), as_of) if each.event.identity in by_identity
    ]
    known = [event for event, _ in standing]
    entries = tuple(
        ProjectEvent(by_identity[event.identity], event)
        for event, changes in standing
        if (changes or event.note or not isinstance(event.payload, StatusChange))
        and event.kind is not EventKind.REMIND
        and _belongs(event, first_entry(event, every), span, as_of)
    )
    latest = {event.identity: event.note for event in known if says_why(event)}
    reasons = {e.identity: e.note for e in known if _rests(e)}
    heard = {entry.event.identity for entry in entries if entry.event.kind in REPORTS}
    behind = tuple(i for i in counted if i.supervision.light is Light.RED)
    return Circular(
        plan=plan,
        span=span,
        as_of=as_of,
        total=count("合计", counted),
        previous=count("合计", in_plan(previous)),
        categories=tuple(count_by("category", counted)),
        overdue=tuple(
            _late(item, latest.get(item.project.identity, ""), as_of, levels) for item in overdue(counted)
        ),
        review=tuple(for_review(counted)),
        due_soon=tuple(due_soon(counted, as_of, settings)),
        entries=entries,
        silent=_silent_units(counted, heard, span, as_of),
        closings=tuple(
            Closing(item, tuple(unmet(item.project.targets, item.state)))
            for item in counted
            if item.state.done_on and span.start <= item.state.done_on <= span.end
        ),
        behind=behind,
        normal=tuple(i for i in counted if i.supervision.light not in (None, Light.RED)),
        resting=tuple(
            Resting(item, reasons.get(item.project.identity, ""))
            for item in counted
            if item.state.status in (Status.PAUSED, Status.DROPPED)
        ),
    )


def says_why(event: Event) -> bool:
    """Tell whether the note of an event may stand under 原因或最近情况 of its project.

    The note of a report may. Of what the office does by itself only the reason of a return may: without it
    the application, which was refused, would stand there.
    """
    return bool(event.note) and (event.is_report or event.kind is EventKind.RETURN)


def _rests(event: Event) -> bool:
    """Tell whether an event paused or dropped its project."""
    change = event.payload
    return isinstance(change, StatusChange) and change.after in (Status.PAUSED, Status.DROPPED)


def _late(item: Item, latest: str, as_of: date, levels: Sequence[EscalationLevel]) -> Late:
    days = item.supervision.days_overdue
    working_days = working_days_late(as_of - timedelta(days=days), as_of)
    return Late(item, working_days, latest, suggested_level(days, levels))


def _belongs(event: Event, first: Event, span: Span, as_of: date) -> bool:
    """Tell whether an event took effect in the span, or took effect before it and was entered in it.

    A correction counts as entered when ``first``, the entry that it corrects, was.
    """
    if span.start <= event.on <= span.end:
        return True
    return event.on < span.start and span.start <= entered_on(first.recorded_at) <= min(span.end, as_of)


def _silent_units(
    items: Iterable[Item], heard: Collection[str], span: Span, as_of: date
) -> dict[str, tuple[Item, ...]]:
    """Group the open projects without a report in the span by reporting unit (未报送单位).

    A project whose window opens after the span, or none of whose occurrences is due by its end, is not
    expected to report yet; nor is one that waits for the office.
    """
    silent: dict[str, list[Item]] = {}
    for item in items:
        last = min(span.end, as_of)
        begun = item.project.start is None or item.project.start <= last
        asked = begun and expects_report(item.project, item.state, last)
        if (
            item.state.is_open
            and not item.state.awaits_office
            and asked
            and item.project.identity not in heard
        ):
            silent.setdefault(item.project.reporter, []).append(item)
    return {unit: tuple(of_unit) for unit, of_unit in silent.items()}
