"""Reminder letters (催办单): who is asked for what, by when, and when an office has asked enough.

One letter a unit, in three steps after 三明 2017 and 宿迁 2025 (domain.md): blue as the limit comes near,
yellow when it has passed, red when yellow brought nothing. A letter that says nothing, or repeats daily,
is worse than none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dushiquan.domain.acts import Change
from dushiquan.domain.events import Event, EventKind, Reminder, ReminderStep
from dushiquan.domain.history import in_force
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.supervision import Item, is_due_soon


@dataclass(frozen=True, slots=True)
class Asked:
    """One project in a letter: at which step, and by when an answer is due."""

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


def plan_letters(
    items: Iterable[Item],
    events: Sequence[Event],
    as_of: date,
    settings: Settings = DEFAULTS,
    units: Sequence[str] = (),
    *,
    first: int = 1,
) -> list[Letter]:
    """The letters due on a day: to each reporting unit with late or near projects (or only ``units``).

    Numbers run from ``first``; one once used is not used again, even if its letter was revoked.
    """
    sent: dict[str, list[Event]] = {}
    for event in in_force(events, as_of):
        if event.kind is EventKind.REMIND:
            sent.setdefault(event.project, []).append(event)
    by_unit: dict[str, list[Asked]] = {}
    for item in items:
        unit = item.project.units.reporter
        asked = _ask(item, sent.get(str(item.project.id), []), as_of, settings)
        if asked and (not units or unit in units):
            by_unit.setdefault(unit, []).append(asked)
    return [
        Letter(as_of.year, number, unit, as_of, tuple(sorted(asked, key=_urgency)))
        for number, (unit, asked) in enumerate(by_unit.items(), first)
    ]


def _urgency(asked: Asked) -> tuple[int, int]:
    return -[*ReminderStep].index(asked.step), -asked.item.supervision.days_overdue


def _ask(item: Item, sent: Sequence[Event], as_of: date, settings: Settings) -> Asked | None:
    """What to ask of an item, or None: nothing is due, or the day to answer the last letter is not past.

    Passing the limit raises blue to yellow at once; yellow becomes red only after the set days.
    """
    answer_by = as_of + timedelta(days=settings.remind_again_days)
    last = max(sent, key=lambda event: event.on, default=None)
    since = (as_of - last.on).days if last else None
    lately = since is not None and since <= settings.remind_again_days
    if item.supervision.days_overdue:
        warned = [e for e in sent if _is_warning(e) and _since_late(item, e, as_of)]
        if lately and warned:
            return None
        return Asked(item, ReminderStep.RED if warned else ReminderStep.YELLOW, answer_by)
    if lately or not is_due_soon(item.project, item.state, as_of, settings.due_soon_days):
        return None
    assert item.state.due is not None
    return Asked(item, ReminderStep.BLUE, item.state.due)


def _is_warning(event: Event) -> bool:
    return isinstance(event.payload, Reminder) and event.payload.step is not ReminderStep.BLUE


def _since_late(item: Item, event: Event, as_of: date) -> bool:
    """Whether a letter was sent in the present lateness, not before an earlier limit was deferred."""
    return event.on > as_of - timedelta(days=item.supervision.days_overdue)


def remind(letter: Letter, asked: Asked) -> Change:
    """Return the change that records a project's place in a letter."""
    place = Reminder(letter.year, letter.number, letter.unit, asked.step, asked.by)
    return Change(EventKind.REMIND, place)
