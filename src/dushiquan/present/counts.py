"""Counts of projects by group, in every format."""

from collections.abc import Sequence

from dushiquan.domain.history import STATUS_LABELS, Status
from dushiquan.domain.report import GROUPINGS, Count, count, group, groups_of
from dushiquan.domain.supervision import Item, Light
from dushiquan.present.output import Format, default_format, write_json, write_rows
from dushiquan.present.wording import LIGHT_LABELS

COUNT_HEADINGS = ("总数", *(STATUS_LABELS[status] for status in Status), "逾期", "待评估")

_LEAVE = tuple(STATUS_LABELS[status] for status in (Status.DROPPED, Status.PAUSED, Status.SUBMITTED))
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


def print_counts(grouping: str, counts: Sequence[Count], format: Format | None) -> None:
    """Print counts in the format asked for."""
    if (format or default_format()) is Format.JSON:
        write_json([{grouping: count.name or None, **count_json(count)} for count in counts])
        return
    rows = [(group_name(grouping, count.name), *count_cells(count)) for count in counts]
    _print((GROUPINGS[grouping], *COUNT_HEADINGS), rows, format, leave=_LEAVE)


def print_matrix(down: str, across: str, items: Sequence[Item], format: Format | None) -> None:
    """Print how many projects are in each pair of groups; the last column and row are the totals.

    A total counts each project once, also where it stands in several groups (units, regions).
    """
    rows, columns = group(down, items), group(across, items)
    cells = {
        (row, column): [item for item in members if column in groups_of(item, across)]
        for row, members in rows.items()
        for column in columns
    }
    if (format or default_format()) is Format.JSON:
        write_json(
            [
                {down: row or None, across: column or None, **count_json(count("", members))}
                for (row, column), members in cells.items()
                if members
            ]
        )
        return
    headings = (GROUPINGS[down], *(group_name(across, column) for column in columns), "合计")
    lines = [
        (
            group_name(down, row),
            *(str(len(cells[row, column]) or "") for column in columns),
            str(len(members)),
        )
        for row, members in rows.items()
    ]
    lines.append(("合计", *(str(len(members)) for members in columns.values()), str(len(items))))
    _print(headings, lines, format, leave=headings[-2:0:-1])


def _print(
    headings: Sequence[str], rows: Sequence[Sequence[str]], format: Format | None, *, leave: Sequence[str]
) -> None:
    format = format or default_format()
    if format is Format.TABLE:
        from dushiquan.present.tables import print_rows

        print_rows(headings, rows, leave)
    else:
        write_rows(format, headings, rows)
