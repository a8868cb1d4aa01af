"""Counts of projects as table rows and as JSON."""

from collections.abc import Sequence

from dushiquan.domain.counting import Count
from dushiquan.domain.status import STATUS_LABELS, Status
from dushiquan.domain.supervision import Light
from dushiquan.papers.labels import LIGHT_LABELS, NONE

COUNTS_LEAVE = tuple(
    STATUS_LABELS[status] for status in (Status.CARRIED, Status.DROPPED, Status.PAUSED, Status.SUBMITTED)
)
"""The columns dropped first on a narrow terminal."""


def count_rows(counts: Sequence[Count]) -> tuple[list[str], list[list[str]]]:
    """Return headings and a row for each count; zeros are blank, so that the other numbers stand out.

    There is a column 结转 only if a project was carried.
    """
    carried = any(count.statuses[Status.CARRIED] for count in counts)
    shown = [status for status in Status if carried or status is not Status.CARRIED]
    rows = [
        [str(number or "") for number in (c.total, *(c.statuses[s] for s in shown), c.late, c.review)]
        for c in counts
    ]
    return ["总数", *(STATUS_LABELS[status] for status in shown), "逾期", "待评估"], rows


def count_json(count: Count) -> dict[str, int | None]:
    """Return the numbers under their JSON keys."""
    statuses = {status.value: number for status, number in count.statuses.items()}
    return {
        "total": count.total,
        **statuses,
        "late": count.late,
        "review": count.review,
        **{light.value: count.lights[light] for light in Light},
        "progress": count.progress,
        "pace": count.pace,
        "paced": count.paced,
    }


def paced_text(count: Count) -> str:
    """Say of how many projects the means are, unless they are of all."""
    return f"（{count.paced}项）" if count.paced and count.without_pace else ""


def group_name(grouping: str, name: str) -> str:
    """Return the Chinese name of a group."""
    if grouping == "status":
        return STATUS_LABELS[Status(name)]
    if grouping == "light" and name:
        return LIGHT_LABELS[Light(name)]
    return name or NONE
