"""Counts that add up: how many projects of a group are where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dushiquan.domain.status import Status
from dushiquan.domain.supervision import Item, Light


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


def in_plan(items: Iterable[Item]) -> list[Item]:
    """The items that are counted: those that no edition of the plan withdrew."""
    return [item for item in items if item.state.withdrawn_on is None]


def count(name: str, items: Sequence[Item]) -> Count:
    """Count a group of items."""
    paced = [
        (item.supervision.progress, item.supervision.pace)
        for item in items
        if item.supervision.progress is not None and item.supervision.pace is not None
    ]
    return Count(
        name,
        len(items),
        {status: sum(item.state.status is status for item in items) for status in Status},
        sum(item.supervision.days_overdue > 0 for item in items),
        sum(item.supervision.for_review for item in items),
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
            return (item.supervision.light or "",)


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
