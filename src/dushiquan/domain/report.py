"""What a report says: late, near and silent projects, what a period brought, and counts that add up."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dushiquan.domain.dates import entered_on
from dushiquan.domain.history import REPORTS, RESTING, Event, EventKind, Status, in_force, unmet
from dushiquan.domain.plan import Target
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.supervision import (
    Item,
    Light,
    is_due_soon,
    suggested_level,
    working_days_late,
)
from dushiquan.errors import UsageError


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report is about, both ends included."""

    start: date
    end: date
    name: str
    before: str
    """What the period before is called: 上周, 上月."""


def week_of(day: date) -> Period:
    """The week, Monday to Sunday, that a day lies in (ISO 8601)."""
    year, week, weekday = day.isocalendar()
    start = day - timedelta(days=weekday - 1)
    return Period(start, start + timedelta(days=6), f"{year}年第{week}周", "上周")


def month_of(day: date) -> Period:
    """The month that a day lies in."""
    start = day.replace(day=1)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period(start, end, f"{day.year}年{day.month}月", "上月")


def parse_week(text: str, today: date) -> Period:
    """Read a week, ``2011-W45``, 本周 or 上周; raise ``UsageError`` for anything else."""
    if text.strip() in ("本周", "上周"):
        return week_of(today - timedelta(days=7 * (text.strip() == "上周")))
    parts = re.fullmatch(r"([0-9]{4})-?[Ww]([0-9]{1,2})", text.strip())
    try:
        if parts:
            return week_of(date.fromisocalendar(int(parts[1]), int(parts[2]), 1))
    except ValueError:
        pass
    raise UsageError(f"“{text}”不是周次；请写成 2011-W45、本周或上周。")


def parse_month(text: str, today: date) -> Period:
    """Read a month, ``2011-10``, 本月 or 上月; raise ``UsageError`` for anything else."""
    if text.strip() in ("本月", "上月"):
        first = today.replace(day=1)
        return month_of(first - timedelta(days=text.strip() == "上月"))
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", text.strip())
    try:
        if parts:
            return month_of(date(int(parts[1]), int(parts[2]), 1))
    except ValueError:
        pass
    raise UsageError(f"“{text}”不是月份；请写成 2011-10、本月或上月。")


def overdue(items: Iterable[Item]) -> list[Item]:
    """The late ones, most days first."""
    late = [item for item in items if item.assessment.days_overdue]
    return sorted(late, key=lambda item: -item.assessment.days_overdue)


def for_review(items: Iterable[Item]) -> list[Item]:
    """年末待评估: those to advance whose window is over; never counted as overdue."""
    return [item for item in items if item.assessment.for_review]


def due_soon(items: Iterable[Item], as_of: date, settings: Settings = DEFAULTS) -> list[Item]:
    """Those that fall due within the set days and are not late yet, the nearest first."""
    soon = [
        item
        for item in items
        if not item.assessment.days_overdue
        and is_due_soon(item.project, item.state, as_of, settings.due_soon_days)
    ]
    return sorted(soon, key=lambda item: item.state.due or date.max)


# --- counts ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """How many projects of a group are where; the statuses add up to the total.

    ``late`` and ``review`` are among them, not beside them. ``progress`` is the mean of what was
    reported and ``pace`` that of the same projects' 序时, both in percent, None where nothing was;
    ``reported`` is how many projects these are: reported, and with a window to compare.
    """

    name: str
    total: int
    statuses: Mapping[Status, int]
    late: int
    review: int
    progress: int | None = None
    pace: int | None = None
    reported: int = 0

    @property
    def done(self) -> int:
        """How many are closed out."""
        return self.statuses[Status.DONE]


def shares(numbers: Sequence[int]) -> list[int]:
    """Whole percentages of a total that add up to 100 (largest remainder)."""
    total = sum(numbers)
    if not total:
        return [0] * len(numbers)
    whole = [number * 100 // total for number in numbers]
    by_remainder = sorted(range(len(numbers)), key=lambda i: -(numbers[i] * 100 % total))
    for i in by_remainder[: 100 - sum(whole)]:
        whole[i] += 1
    return whole


def count(name: str, items: Sequence[Item]) -> Count:
    """Count a group of items."""
    paced = [
        (item.assessment.progress, item.assessment.pace)
        for item in items
        if item.assessment.progress is not None and item.assessment.pace is not None
    ]
    return Count(
        name,
        len(items),
        {status: sum(item.state.status is status for item in items) for status in Status},
        sum(item.assessment.days_overdue > 0 for item in items),
        sum(item.assessment.for_review for item in items),
        _mean([progress for progress, _ in paced]),
        _mean([pace for _, pace in paced]),
        len(paced),
    )


def _mean(numbers: Sequence[int]) -> int | None:
    return round(sum(numbers) / len(numbers)) if numbers else None


GROUPINGS: dict[str, str] = {
    "category": "类别",
    "unit": "牵头单位",
    "region": "地区",
    "status": "状态",
    "light": "预警",
}
"""What projects can be counted by."""


def groups_of(item: Item, grouping: str) -> tuple[str, ...]:
    """The groups an item counts in; a project led by two units counts under each. "" is none."""
    match grouping:
        case "category":
            return (item.project.category,)
        case "unit":
            return item.project.units.lead
        case "region":
            return item.project.regions or ("",)
        case "status":
            return (item.state.status,)
        case _:
            return (item.assessment.light or "",)


def group(grouping: str, items: Iterable[Item]) -> dict[str, list[Item]]:
    """Items by group: statuses and lights in their own order, the rest in the plan's."""
    orders = {"status": [*Status], "light": [*Light]}
    groups: dict[str, list[Item]] = {name: [] for name in orders.get(grouping, ())}
    for item in items:
        for name in groups_of(item, grouping):
            groups.setdefault(name, []).append(item)
    return {name: members for name, members in groups.items() if members}


def count_by(grouping: str, items: Iterable[Item]) -> list[Count]:
    """Count items by group."""
    return [count(name, members) for name, members in group(grouping, items).items()]


# --- the circular ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened in the period, with the project it happened to."""

    item: Item
    event: Event


@dataclass(frozen=True, slots=True)
class Late:
    """A late item and what a circular says of it: the office's last word, and where to take it up."""

    item: Item
    working_days: int | None
    last_note: str
    level: str


@dataclass(frozen=True, slots=True)
class Resting:
    """A project paused or dropped, with the reason given."""

    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A project closed out in the period, with the targets that were unmet."""

    item: Item
    unmet: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Circular:
    """The weekly or monthly circular (通报), before it is written in any format.

    ``previous`` counts the plan as it was on the day before the period; ``silent`` are the reporting
    units with open projects of which nothing was heard in the period; ``behind`` are the late and the
    red ones, ``normal`` the other open ones, ``resting`` the paused and dropped ones: with the projects
    done they are the plan.
    """

    plan: str
    period: Period
    as_of: date
    total: Count
    previous: Count
    categories: tuple[Count, ...]
    overdue: tuple[Late, ...]
    review: tuple[Item, ...]
    due_soon: tuple[Item, ...]
    entries: tuple[Entry, ...]
    silent: Mapping[str, tuple[Item, ...]]
    closings: tuple[Closing, ...]
    behind: tuple[Item, ...]
    normal: tuple[Item, ...]
    resting: tuple[Resting, ...]


def compile_circular(
    plan: str,
    period: Period,
    as_of: date,
    items: Sequence[Item],
    previous: Sequence[Item],
    events: Iterable[Event],
    settings: Settings = DEFAULTS,
) -> Circular:
    """Compile the circular of a period.

    ``items`` stand as of the day ``as_of``, ``previous`` as of the day before the period; ``events`` are
    all there are, in order of entry.
    """
    counted = [item for item in items if item.state.withdrawn_on is None]
    by_id = {str(item.project.id): item for item in items}
    known = [event for event in in_force(events, as_of) if event.project in by_id]
    entries = tuple(
        Entry(by_id[event.project], event)
        for event in known
        if _belongs(event, period, as_of) and event.kind is not EventKind.REMIND
    )
    notes = {event.project: event.note for event in known if event.note}
    reasons = {e.project: e.note for e in known if e.after in (Status.PAUSED, Status.DROPPED)}
    heard = {entry.event.project for entry in entries if entry.event.kind in REPORTS}
    behind = tuple(i for i in counted if i.assessment.light is Light.RED)
    return Circular(
        plan=plan,
        period=period,
        as_of=as_of,
        total=count("合计", counted),
        previous=count("合计", [item for item in previous if item.state.withdrawn_on is None]),
        categories=tuple(count_by("category", counted)),
        overdue=tuple(
            _late(item, notes.get(str(item.project.id), ""), as_of, settings) for item in overdue(counted)
        ),
        review=tuple(for_review(counted)),
        due_soon=tuple(due_soon(counted, as_of, settings)),
        entries=entries,
        silent=_silent_units(counted, heard, period, as_of),
        closings=tuple(
            Closing(item, tuple(unmet(item.project.targets, item.state)))
            for item in counted
            if item.state.done_on and period.start <= item.state.done_on <= period.end
        ),
        behind=behind,
        normal=tuple(i for i in counted if i.assessment.light not in (None, Light.RED)),
        resting=tuple(
            Resting(item, reasons.get(str(item.project.id), ""))
            for item in counted
            if item.state.status in (Status.PAUSED, Status.DROPPED)
        ),
    )


def _late(item: Item, last_note: str, as_of: date, settings: Settings) -> Late:
    days = item.assessment.days_overdue
    working_days = working_days_late(as_of - timedelta(days=days), as_of)
    return Late(item, working_days, last_note, suggested_level(days, settings))


def _belongs(event: Event, period: Period, as_of: date) -> bool:
    """Whether an event is of the period: it happened in it, or was entered in it about a day before."""
    if period.start <= event.on <= period.end:
        return True
    return event.on < period.start and period.start <= entered_on(event.recorded_at) <= min(period.end, as_of)


def _silent_units(
    items: Iterable[Item], heard: Collection[str], period: Period, as_of: date
) -> dict[str, tuple[Item, ...]]:
    """未报送单位: by the reporting unit, its open projects that were not heard of in the period.

    A project whose window has not begun by the end of the period is not asked for yet.
    """
    silent: dict[str, list[Item]] = {}
    for item in items:
        begun = item.project.start is None or item.project.start <= min(period.end, as_of)
        if item.state.status not in RESTING and begun and str(item.project.id) not in heard:
            silent.setdefault(item.project.units.lead[0], []).append(item)
    return {unit: tuple(of_unit) for unit, of_unit in silent.items()}
