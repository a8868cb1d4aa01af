"""Several tables below each other in one sheet, each with a head of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dushiquan.formats.table import Row, Table
from dushiquan.sources.head import repeats
from dushiquan.sources.headings import SURE, meanings, tidy

_FEWEST = 3
_LONGEST_NUMBER = 6
_LONGEST_NAME = 20
_NO_NAME = re.compile(r"[0-9:。；]")


def stacked(table: Table) -> list[Table]:
    """Return the tables that stand below each other; none if all heads in the sheet are the same."""
    rows = table.rows
    begins = list(_new_heads(rows))
    if len(begins) < 2:
        return []
    starts = [0, *(_with_caption(rows, begin) for begin in begins[1:])]
    ends = [*starts[1:], len(rows)]
    title = tuple(row.own[0].text for row in rows[: begins[0]] if len(row.own) == 1)
    return [
        replace(table, rows=rows[start:end], above=(*table.above, *(title if start else ())))
        for start, end in zip(starts, ends, strict=True)
    ]


def _new_heads(rows: Sequence[Row]) -> Iterator[int]:
    """Return the rows that begin with 序号 and name columns in another way than the head before."""
    last: dict[int, str] = {}
    for at, row in enumerate(rows):
        names = _names(row)
        if names and not (last and repeats(names, last)):
            yield at
            last = names


def _names(row: Row) -> dict[int, str]:
    """Return the headings of a row; none if it does not begin with 序号, or if some are no headings."""
    first = next(iter(row.cells.values()), None)
    if first is None or len(first.text) > _LONGEST_NUMBER or first.text[:1].isdecimal():
        return {}
    if first.row != row.number or meanings((tidy(first.text),)).get("id") != SURE or len(row.own) < _FEWEST:
        return {}
    names = {column: tidy(cell.text) for column, cell in row.cells.items()}
    are_names = all(len(name) <= _LONGEST_NAME and not _NO_NAME.search(name) for name in names.values())
    return names if are_names else {}


def _with_caption(rows: Sequence[Row], begin: int) -> int:
    """Return where a table begins with the lone texts above its head."""
    while begin > 1 and len(rows[begin - 1].own) == 1:
        begin -= 1
    return begin
