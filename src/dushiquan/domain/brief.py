"""One page for the head of an office (简报): where the plan stands, what is worst, and what to decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from dushiquan.domain.assessment import RankedUnit, assess_units, joined_records, ranked
from dushiquan.domain.counting import Count, count, group, in_plan
from dushiquan.domain.events import Event
from dushiquan.domain.outcomes import AT_REST
from dushiquan.domain.plan import EscalationLevel, PlanHead
from dushiquan.domain.sent_letters import Answer, SentLetter, sent_letters
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.span import Span, month_of, week_of
from dushiquan.domain.status import OpenRequest, Remark
from dushiquan.domain.supervision import Item, Light, due_within, silent_days, suggested_level

MOST_DAYS = 12
"""So many days a trend has at most."""
MOST_APPEALS = 3
"""So much is asked of a head of office at a time."""


@dataclass(frozen=True, slots=True)
class PlanPart:
    """What a brief is drawn from, of one plan: its items as of the day, and as of the end of the one before.

    ``events`` are those in force as of the day, in the order they take effect.
    """

    plan: PlanHead
    items: Sequence[Item]
    previous: Sequence[Item]
    events: Sequence[Event]


class Red(NamedTuple):
    """A red item, and the days since its last report; None if none is expected."""

    item: Item
    silent: int | None


class Appeal(NamedTuple):
    """An item that the head of office should take up (请领导协调), and why.

    ``level`` is the plan's level of escalation that it has reached, "" below the second one. ``letters`` are
    those that it has not answered in time. ``request`` is the application for a deferral that waits for the
    office. ``deferrals`` counts how often it was deferred and is red again. ``problem`` is what its unit said
    last stands in the way of it, if it is red or yellow.
    """

    item: Item
    level: str = ""
    letters: tuple[SentLetter, ...] = ()
    request: OpenRequest | None = None
    deferrals: int = 0
    problem: Remark | None = None

    @property
    def has_grounds(self) -> bool:
        """Whether there is anything to take up."""
        return any(self[1:])


@dataclass(frozen=True, slots=True)
class Brief:
    """The contents of a brief (简报), whatever the format.

    ``due`` counts what is due within ``days`` days, ``previous_due`` what was when the one before ended.
    ``trend`` has the counts of the days before, and of this one. ``groups`` are those of ``grouping``, the
    worst first. ``reds`` are the red items, the latest first. ``appeals`` are in order of their weight;
    ``units`` in that of their rank.
    """

    plans: tuple[str, ...]
    span: Span
    as_of: date
    days: int
    total: Count
    previous: Count
    due: int
    previous_due: int
    trend: Mapping[date, Count]
    grouping: str
    groups: tuple[Count, ...]
    reds: tuple[Red, ...]
    appeals: tuple[Appeal, ...]
    units: tuple[RankedUnit, ...]


def compile_brief(
    parts: Sequence[PlanPart],
    span: Span,
    as_of: date,
    trend: Mapping[date, Sequence[Item]],
    settings: Settings = DEFAULTS,
) -> Brief:
    """Compile a brief on one plan or several, with the items of all of them on the days of a trend."""
    counted = [item for part in parts for item in in_plan(part.items)]
    previous = [item for part in parts for item in in_plan(part.previous)]
    before = span.told_until(as_of)
    grouping = "plan" if len(parts) > 1 else "category"
    return Brief(
        plans=tuple(part.plan.title for part in parts),
        span=span,
        as_of=as_of,
        days=settings.due_soon_days,
        total=count("合计", counted),
        previous=count("合计", previous),
        due=len(due_within(counted, as_of, settings.due_soon_days)),
        previous_due=len(due_within(previous, before, settings.due_soon_days)),
        trend={day: count("合计", in_plan(items)) for day, items in trend.items()},
        grouping=grouping,
        groups=_worst_first(count(name, items) for name, items in group(grouping, counted).items()),
        reds=_reds(parts, as_of),
        appeals=_appeals(parts, as_of),
        units=_ranked(parts, as_of, settings),
    )


def trend_days(since: date, as_of: date) -> list[date]:
    """Return the days of a trend, the last of them ``as_of``: the ends of the weeks since a day.

    If there are more than fit, return the ends of months, the latest ones.
    """
    for span_of in (week_of, month_of):
        days = [as_of]
        end = span_of(as_of).start - timedelta(days=1)
        while end >= since and len(days) <= MOST_DAYS:
            days.insert(0, end)
            end = span_of(end).start - timedelta(days=1)
        if len(days) <= MOST_DAYS:
            return days
    return days[-MOST_DAYS:]


def resting(count: Count) -> int:
    """Return how many projects were paused, dropped or carried."""
    return sum(count.statuses[status] for status in AT_REST)


def _worst_first(groups: Iterable[Count]) -> tuple[Count, ...]:
    """Return groups by their share of red projects, then of yellow ones."""

    def shares(count: Count) -> tuple[float, float]:
        return count.lights[Light.RED] / count.total, count.lights[Light.YELLOW] / count.total

    return tuple(sorted(groups, key=shares, reverse=True))


def _reds(parts: Iterable[PlanPart], as_of: date) -> tuple[Red, ...]:
    reds = [
        Red(item, silent_days(item.project, item.state, as_of, part.plan.known_since))
        for part in parts
        for item in in_plan(part.items)
        if item.supervision.light is Light.RED
    ]
    return tuple(sorted(reds, key=lambda red: red.item.pressure, reverse=True))


def _appeals(parts: Iterable[PlanPart], as_of: date) -> tuple[Appeal, ...]:
    weighed = []
    for part in parts:
        items = {item.project.identity: item for item in in_plan(part.items)}
        unanswered: dict[str, list[SentLetter]] = {}
        for letter in sent_letters(items, part.events, as_of):
            if letter.answer is Answer.UNANSWERED:
                for item in letter.waiting:
                    unanswered.setdefault(item.project.identity, []).append(letter)
        for identity, item in items.items():
            appeal = _appeal(item, part.plan.levels, unanswered.get(identity, ()))
            if appeal.has_grounds:
                rank = [level.name for level in part.plan.levels].index(appeal.level) if appeal.level else -1
                said = appeal.deferrals, appeal.problem is not None
                weight = appeal.request is not None, rank, len(appeal.letters), *said, *item.pressure
                weighed.append((weight, appeal))
    return tuple(appeal for _, appeal in sorted(weighed, key=lambda each: each[0], reverse=True))


def _appeal(item: Item, levels: Sequence[EscalationLevel], letters: Sequence[SentLetter]) -> Appeal:
    """Return why an item should be taken up; for nothing, if its closing waits for the office."""
    state, light = item.state, item.supervision.light
    if not state.is_open or state.awaits_office:
        return Appeal(item)
    return Appeal(
        item,
        suggested_level(item.supervision.days_overdue, levels[1:] or levels),
        tuple(letters),
        state.said.request,
        state.deferrals if light is Light.RED else 0,
        state.said.problem if light in (Light.RED, Light.YELLOW) else None,
    )


def _ranked(parts: Iterable[PlanPart], as_of: date, settings: Settings) -> tuple[RankedUnit, ...]:
    """Return the units that lead projects, by rank."""
    records = joined_records(
        record
        for part in parts
        for record in assess_units(
            part.items, part.events, as_of, known_since=part.plan.known_since, settings=settings
        )
    )
    return ranked(records)
