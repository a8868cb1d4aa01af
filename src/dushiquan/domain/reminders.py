"""Reminder letters (催办单): which units are due one, for which projects, and by when to answer.

Each unit gets one letter. A project is in it for one matter: it is late, behind pace or near its day. A
letter of its own urges to report (催报). The next step follows only if no answer came (after the rules of
三明 2017 and 宿迁 2025). A project is not reminded of daily.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from dushiquan.domain.acts import Change
from dushiquan.domain.events import SIGN, Event, EventKind, Matter, Reminder, ReminderStep
from dushiquan.domain.history import in_force
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.supervision import Item, ReasonKind, is_due_soon

LADDERS: dict[Matter, tuple[ReminderStep, ...]] = {
    Matter.SILENT: (ReminderStep.BLUE, ReminderStep.YELLOW, ReminderStep.RED),
    Matter.NEAR: (ReminderStep.BLUE,),
    Matter.BEHIND: (ReminderStep.YELLOW, ReminderStep.RED),
    Matter.LATE: (ReminderStep.YELLOW, ReminderStep.RED),
}
"""The steps for each matter, the first letter first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A project in a letter: what for, at which step, and the day by which an answer is due.

    ``unanswered`` is the last letter for the same matter, if no answer came to it.
    """

    item: Item
    matter: Matter
    step: ReminderStep
    by: date
    unanswered: Reminder | None = None


class Group(NamedTuple):
    """The projects of a letter that are urged for the same matter at the same step."""

    matter: Matter
    step: ReminderStep
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to a unit, numbered within its year under the office's sign."""

    year: int
    number: int
    unit: str
    dated: date
    asked: tuple[Asked, ...]
    sign: str = SIGN

    @property
    def step(self) -> ReminderStep:
        """The most urgent step among its projects."""
        return max((asked.step for asked in self.asked), key=[*ReminderStep].index)

    @property
    def is_for_silence(self) -> bool:
        """Whether it asks for reports alone (催报)."""
        return all(asked.matter is Matter.SILENT for asked in self.asked)

    @property
    def groups(self) -> list[Group]:
        """Its projects by matter and step, the most urgent first."""
        return [
            Group(matter, step, tuple(asked))
            for (matter, step), asked in groupby(self.asked, lambda each: (each.matter, each.step))
        ]

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
    silent: bool = False,
) -> list[Letter]:
    """Return the letters due on a day, one for each reporting unit with projects to be urged.

    With ``silent``, they ask for reports of projects that nothing was reported of and that are not late.
    ``units`` limits them to some units. Numbers run from ``first``; the number of a revoked letter is not
    reused.
    """
    told: dict[str, list[Event]] = {}
    for event in in_force(events, as_of):
        if event.is_report or event.kind is EventKind.REMIND:
            told.setdefault(event.identity, []).append(event)
    by_unit: dict[str, list[Asked]] = {}
    for item in items:
        unit = item.project.reporter
        matter = matter_of(item, as_of, settings, silent=silent)
        if unit and matter and (not units or unit in units):
            asked = _ask(item, matter, told.get(item.project.identity, []), as_of, settings)
            if asked:
                by_unit.setdefault(unit, []).append(asked)
    return [
        Letter(
            as_of.year,
            number,
            unit,
            as_of,
            tuple(sorted(asked, key=_urgency)),
            settings.letter_sign or SIGN,
        )
        for number, (unit, asked) in enumerate(by_unit.items(), first)
    ]


def _urgency(asked: Asked) -> tuple[int, int, int]:
    return (
        -[*ReminderStep].index(asked.step),
        -[*Matter].index(asked.matter),
        -asked.item.supervision.days_overdue,
    )


def is_silent(item: Item) -> bool:
    """Tell whether nothing has been reported of an item for too long; one that is late is urged as late."""
    reasons = {reason.kind for reason in item.supervision.reasons}
    return ReasonKind.UNREPORTED in reasons and not item.supervision.days_overdue


def is_urged(item: Item) -> bool:
    """Tell whether a unit may be urged about an item: it is open, and nothing of it waits for the office."""
    state = item.state
    return state.is_open and not state.awaits_office and state.said.request is None


def matter_of(item: Item, as_of: date, settings: Settings, *, silent: bool = False) -> Matter | None:
    """Return what a unit is urged for, None if for nothing; with ``silent``, only whether for a report.

    What is to be assessed at the end of the year (年末待评估) is the office's to judge.
    """
    if not is_urged(item) or item.supervision.for_review:
        return None
    if silent:
        return Matter.SILENT if is_silent(item) else None
    if item.supervision.days_overdue:
        return Matter.LATE
    if any(
        reason.kind is ReasonKind.BEHIND_PACE and reason.points > settings.behind_red_points
        for reason in item.supervision.reasons
    ):
        return Matter.BEHIND
    return Matter.NEAR if is_due_soon(item.project, item.state, as_of, settings) else None


def _ask(item: Item, matter: Matter, told: Sequence[Event], as_of: date, settings: Settings) -> Asked | None:
    """Return what to ask about an item, or None if it was urged lately, or has answered.

    Lateness raises any earlier step at once. ``told`` are the letters and the reports of the item, in order.
    """
    days = settings.remind_again_days
    letters = [event for event in told if event.kind is EventKind.REMIND]
    alike = [event for event in letters if _is_for(event, matter, item, as_of)]
    relevant = alike if matter is Matter.LATE else letters
    if relevant and (as_of - relevant[-1].on).days <= days:
        return None
    since = told[told.index(alike[-1]) :] if alike else []
    answers = [event for event in since if event.is_report]
    if answers and (matter is Matter.NEAR or (as_of - answers[-1].on).days <= days):
        return None
    pending = None if answers or not alike else alike[-1].payload
    last = pending if isinstance(pending, Reminder) else None
    by = as_of + timedelta(days=days)
    if matter is Matter.NEAR:
        assert item.due is not None
        by, last = item.due, None
    return Asked(item, matter, _next_step(matter, last), by, last)


def _next_step(matter: Matter, unanswered: Reminder | None) -> ReminderStep:
    ladder = LADDERS[matter]
    if unanswered is None:
        return ladder[0]
    return ladder[min(ladder.index(unanswered.step) + 1, len(ladder) - 1)]


def _is_for(event: Event, matter: Matter, item: Item, as_of: date) -> bool:
    """Tell whether a letter was sent for the same matter, and for the day that is in force.

    A letter for an earlier day, since deferred, does not count.
    """
    sent = event.payload
    if not isinstance(sent, Reminder) or sent.matter is not matter:
        return False
    if matter is Matter.NEAR:
        return sent.by == item.due
    return matter is not Matter.LATE or event.on > as_of - timedelta(days=item.supervision.days_overdue)


def remind(letter: Letter, asked: Asked) -> Change:
    """Return the change that records a project's place in a letter."""
    place = Reminder(letter.year, letter.number, letter.unit, asked.step, asked.by, asked.matter, letter.sign)
    return Change(EventKind.REMIND, place)
