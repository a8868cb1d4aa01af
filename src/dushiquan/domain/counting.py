"""Counts of projects by status, lateness and group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from dushiquan.domain.status import Status
from dushiquan.domain.supervision import Item, Light


@dataclass(frozen=True, slots=True)
class Count:
    """The counts of a group; the statuses add up to the total.

    ``late`` and ``review`` projects are counted under their status, too; ``lights`` are those of the others.
    ``progress`` and ``pace`` (序时) are means in percent over the ``paced`` projects, which have a window
    and were not dropped or carried: one that reported nothing counts 0. They are None if there are none.
    """

    name: str
    total: int
    statuses: Mapping[Status, int]
    late: int
    review: int
    progress: int | None = None
    pace: int | None = None
    paced: int = 0
    lights: Mapping[Light, int] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """The number of projects closed out."""
        return self.statuses[Status.DONE]

    @property
    def without_pace(self) -> int:
        """The number of projects that the means leave out for want of a window."""
        return self.total - self.statuses[Status.DROPPED] - self.statuses[Status.CARRIED] - self.paced

    @property
    def done_share(self) -> int | None:
        """The share closed out (完成率), in percent: 100 only if all are. None if there are no projects."""
        return whole_percent(Fraction(self.done, self.total)) if self.total else None


def whole_percent(part: Fraction) -> int:
    """Return a part in percent: 100 only if it is the whole."""
    return 100 if part == 1 else min(round(100 * part), 99)


def in_plan(items: Iterable[Item]) -> list[Item]:
    """Return the items that count: those still in the plan."""
    return [item for item in items if item.state.withdrawn_on is None]


def count(name: str, items: Sequence[Item]) -> Count:
    """Count a group of items."""
    paced = [
        (item.supervision.progress or 0, item.supervision.pace)
        for item in items
        if item.supervision.pace is not None and item.state.status not in (Status.DROPPED, Status.CARRIED)
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
        {light: sum(item.supervision.light is light for item in items) for light in Light},
    )


def _mean(numbers: Sequence[float]) -> int | None:
    return round(sum(numbers) / len(numbers)) if numbers else None


GROUPINGS: dict[str, str] = {
    "category": "类别",
    "unit": "牵头单位",
    "region": "地区",
    "status": "状态",
    "light": "预警",
    "plan": "计划",
}
"""The ways to group projects."""


def groups_of(item: Item, grouping: str) -> tuple[str, ...]:
    """Return the groups of an item, "" for none; a project led by two units belongs to both.

    A project without lead units is grouped by its persons.
    """
    match grouping:
        case "category":
            return (item.project.category,)
        case "unit":
            return item.project.answerers or ("",)
        case "region":
            return item.project.regions or ("",)
        case "plan":
            return (item.project.plan,)
        case "status":
            return (item.state.status,)
        case _:
            return (item.supervision.light or "",)


def group(grouping: str, items: Iterable[Item]) -> dict[str, list[Item]]:
    """Group items; statuses and lights keep their own order, other groups that of the plan."""
    orders = {"status": [*Status], "light": [*Light]}
    groups: dict[str, list[Item]] = {name: [] for name in orders.get(grouping, ())}
    for item in items:
        for name in groups_of(item, grouping):
            groups.setdefault(name, []).append(item)
    return {name: members for name, members in groups.items() if members}


def count_by(grouping: str, items: Iterable[Item]) -> list[Count]:
    """Count items by group."""
    return [count(name, members) for name, members in group(grouping, items).items()]
