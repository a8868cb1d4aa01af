"""Counts of projects by group, in every format."""

from dushiquan.domain.counting import Count
from dushiquan.domain.status import STATUS_LABELS, Status
from dushiquan.domain.supervision import Light
from dushiquan.papers.labels import LIGHT_LABELS

COUNT_HEADINGS = ("总数", *(STATUS_LABELS[status] for status in Status), "逾期", "待评估")

COUNTS_LEAVE = tuple(STATUS_LABELS[status] for status in (Status.DROPPED, Status.PAUSED, Status.SUBMITTED))
"""The counts that leave a narrow terminal first."""


def count_cells(count: Count) -> tuple[str, ...]:
    """A count's numbers under ``COUNT_HEADINGS``; a zero is left blank, so that the rest is seen."""
    numbers = (count.total, *count.statuses.values(), count.late, count.review)
    return tuple(str(number or "") for number in numbers)


def count_json(count: Count) -> dict[str, int]:
    """A count's numbers by the keys of the contract."""
    statuses = {status.value: number for status, number in count.statuses.items()}
    return {"total": count.total, **statuses, "late": count.late, "review": count.review}


def group_name(grouping: str, name: str) -> str:
    """A group in words."""
    if grouping == "status":
        return STATUS_LABELS[Status(name)]
    if grouping == "light" and name:
        return LIGHT_LABELS[Light(name)]
    return name or "（无）"
