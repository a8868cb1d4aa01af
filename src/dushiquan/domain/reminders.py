"""Reminder letters (催办单): which units are due one, for which projects, and by when to answer.

Each unit gets one letter, in three steps after 三明 2017 and 宿迁 2025 (domain.md): blue if a deadline is
near, yellow once it has passed, red if yellow had no effect. A project is not reminded of daily.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dushiquan.domain.acts import Change
from dushiquan.domain.events import Event, EventKind, Reminder, ReminderStep
from dushiquan.domain.history import in_force
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.supervision import Item, is_near


@dataclass(frozen=True, slots=True)
class Asked:
    """A project in a letter: its step, and the day by which an answer is due."""

    item: Item
    step: ReminderStep
    by: date


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to a unit, numbered within its year."""

    year: int
    number: int
    unit: str
    dated: date
    asked: tuple[Asked, ...]

    @property
    def step(self) -> ReminderStep:
        """The most urgent step among its projects."""
        return max((asked.step for asked in self.asked), key=[*ReminderStep].index)

    @property
    def plans(self) -> frozenset[str]:
        """The keys of the plans of its projects."""
        return frozenset(asked.item.project.plan for asked in self.asked)


def plan_letters(
    items: Iterable[Item],
    events: Sequence[Event],
    as_of: date,
    settings: Settings = DEFAULTS,
    units: Sequence[str] = (),
    *,
    first: int = 1,
) -> list[Letter]:
    """Return the letters due on a day, one for each reporting unit with late or near projects.

    ``units`` limits them to some units. Numbers run from ``first``; the number of a revoked letter is not
    reused.
    """
    sent: dict[str, list[Event]] = {}
    for event in in_force(events, as_of):
        if event.kind is EventKind.REMIND:
            sent.setdefault(event.identity, []).append(event)
    by_unit: dict[str, list[Asked]] = {}
    for item in items:
        unit = item.project.reporter
        asked = _ask(item, sent.get(item.project.identity, []), as_of, settings)
        if asked and unit and (not units or unit in units):
            by_unit.setdefault(unit, []).append(asked)
    return [
        Letter(as_of.year, number, unit, as_of, tuple(sorted(asked, key=_urgency)))
        for number, (unit, asked) in enumerate(by_unit.items(), first)
    ]


def _urgency(asked: Asked) -> tuple[int, int]:
    return -[*ReminderStep].index(asked.step), -asked.item.supervision.days_overdue


def _ask(item: Item, sent: Sequence[Event], as_of: date, settings: Settings) -> Asked | None:
    """Return what to ask about an item, or None if nothing is due or the last letter may still be answered.

    Nothing is asked about an item that waits for the office.
    Passing the deadline raises blue to yellow at once; yellow turns red only after ``remind_again_days``.
    """
    if item.state.awaits_office:
        return None
    answer_by = as_of + timedelta(days=settings.remind_again_days)
    last = max(sent, key=lambda event: event.on, default=None)
    since = (as_of - last.on).days if last else None
    lately = since is not None and since <= settings.remind_again_days
    if item.supervision.days_overdue:
        warned = [e for e in sent if _is_warning(e) and _since_late(item, e, as_of)]
        if lately and warned:
            return None
        return Asked(item, ReminderStep.RED if warned else ReminderStep.YELLOW, answer_by)
    if lately or not is_near(item.project, item.state, as_of, settings):
        return None
    assert item.due is not None
    return Asked(item, ReminderStep.BLUE, item.due)


def _is_warning(event: Event) -> bool:
    return isinstance(event.payload, Reminder) and event.payload.step is not ReminderStep.BLUE


def _since_late(item: Item, event: Event, as_of: date) -> bool:
    """Tell whether a letter was sent since the item became late.

    A letter for an earlier deadline, since deferred, does not count.
    """
    return event.on > as_of - timedelta(days=item.supervision.days_overdue)


def remind(letter: Letter, asked: Asked) -> Change:
    """Return the change that records a project's place in a letter."""
    place = Reminder(letter.year, letter.number, letter.unit, asked.step, asked.by)
    return Change(EventKind.REMIND, place)
