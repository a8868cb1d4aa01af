"""What a report says: late, near and silent projects, what a period brought, and counts that add up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dushiquan.domain.history import Event, EventKind, Status
from dushiquan.domain.supervision import DEFAULTS, Item, Light, Settings, is_due_soon


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report is about, both ends included."""

    start: date
    end: date
    name: str


def week_of(day: date) -> Period:
    """The week, Monday to Sunday, that a day lies in (ISO 8601)."""
    year, week, weekday = day.isocalendar()
    start = day - timedelta(days=weekday - 1)
    return Period(start, start + timedelta(days=6), f"{year}年第{week}周")


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


@dataclass(frozen=True, slots=True)
class Count:
    """How many projects of a group are where; the statuses add up to the total.

    ``late`` and ``review`` are among them, not beside them.
    """

    name: str
    total: int
    statuses: dict[Status, int]
    late: int
    review: int


def count(name: str, items: Sequence[Item]) -> Count:
    """Count a group of items."""
    return Count(
        name,
        len(items),
        {status: sum(item.state.status is status for item in items) for status in Status},
        sum(item.assessment.days_overdue > 0 for item in items),
        sum(item.assessment.for_review for item in items),
    )


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


def count_by(grouping: str, items: Sequence[Item]) -> list[Count]:
    """Count items by group: statuses and lights in their own order, the rest in the plan's."""
    orders = {"status": [*Status], "light": [*Light]}
    groups: dict[str, list[Item]] = {name: [] for name in orders.get(grouping, ())}
    for item in items:
        for name in groups_of(item, grouping):
            groups.setdefault(name, []).append(item)
    return [count(name, members) for name, members in groups.items() if members]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened in the period, with the project it happened to."""

    item: Item
    event: Event


@dataclass(frozen=True, slots=True)
class Circular:
    """The weekly or monthly circular (通报), before it is written in any format."""

    title: str
    period: Period
    as_of: date
    overdue: tuple[Item, ...]
    review: tuple[Item, ...]
    due_soon: tuple[Item, ...]
    entries: tuple[Entry, ...]
    categories: tuple[Count, ...]
    total: Count


def compile_circular(
    title: str,
    period: Period,
    as_of: date,
    items: Sequence[Item],
    events: Sequence[Event],
    settings: Settings = DEFAULTS,
) -> Circular:
    """Compile the circular of a period from the items as of its day and the events in force then."""
    counted = [item for item in items if item.state.withdrawn_on is None]
    by_id = {str(item.project.id): item for item in items}
    return Circular(
        title,
        period,
        as_of,
        tuple(overdue(counted)),
        tuple(for_review(counted)),
        tuple(due_soon(counted, as_of, settings)),
        tuple(
            Entry(by_id[event.project], event)
            for event in events
            if period.start <= event.on <= min(period.end, as_of) and event.kind is not EventKind.REMIND
        ),
        tuple(count_by("category", counted)),
        count("合计", counted),
    )
