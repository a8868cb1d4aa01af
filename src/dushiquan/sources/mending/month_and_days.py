"""A month in one column and its days in another: 三月 beside 2-8 is 3月2日至3月8日."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dushiquan.domain.ids import chinese_number
from dushiquan.formats.table import Cell, Row
from dushiquan.sources.cells import is_dash
from dushiquan.sources.head import Head

_MONTH_HEADING = re.compile(r"月份?|日期|时间|年月|month", re.I)
_DAY_HEADING = re.compile(r"日期?|起止日期|起止|时间|日期时间|days?|dates?", re.I)
_MONTH = re.compile(r"(?:20[0-9]{2}年)?([0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?")
_DAYS = re.compile(r"([0-9]{1,2})[日号]?(?:\s*[-—–~～至]+\s*([0-9]{1,2})[日号]?)?")
_FEWEST, _DECEMBER, _LAST_DAY = 2, 12, 31


class DatedRows(NamedTuple):
    """Rows whose days have their months; ``month`` and ``days`` are what the two columns are called."""

    rows: list[Row]
    head: Head
    month: str
    days: str


def with_months_of_days(rows: Sequence[Row], head: Head) -> DatedRows | None:
    """Return rows with whole days in place of a month and its days; None if no two columns are so."""
    months = [c for c, path in head.paths.items() if _MONTH_HEADING.fullmatch(path[-1])]
    for column in months:
        cells = _cells(rows, column)
        if not cells or not all(_MONTH.fullmatch("".join(cell.text.split())) for cell in cells):
            continue
        for other, path in head.paths.items():
            if other != column and _DAY_HEADING.fullmatch(path[-1]) and _are_days(_cells(rows, other)):
                names = head.names
                found = [_dated(row, column, other) for row in rows]
                return DatedRows(found, head.without(column), names[column], names[other])
    return None


def _cells(rows: Sequence[Row], column: int) -> list[Cell]:
    cells = (row.cells[column] for row in rows if column in row.cells and len(row.cells) > 1)
    return [cell for cell in cells if not is_dash(cell.text)]


def _are_days(cells: Sequence[Cell]) -> bool:
    if len(cells) < _FEWEST:
        return False
    matches = [_DAYS.fullmatch(cell.text.strip()) for cell in cells]
    return all(match and all(0 < int(day) <= _LAST_DAY for day in match.groups() if day) for match in matches)


def _dated(row: Row, month: int, days: int) -> Row:
    named, cell = row.cells.get(month), row.cells.get(days)
    cells = {column: one for column, one in row.cells.items() if column != month}
    if named is None:
        return row
    match = _DAYS.fullmatch(cell.text.strip()) if cell else None
    if cell is None or not match:
        return replace(row, cells={**cells, days: named._replace(column=days)})
    first = _number(named.text)
    begin, end = int(match[1]), int(match[2] or match[1])
    last = first if end >= begin else first % _DECEMBER + 1
    text = f"{first}月{begin}日" + (f"至{last}月{end}日" if match[2] else "")
    return replace(row, cells={**cells, days: cell._replace(text=text, value=None)})


def _number(text: str) -> int:
    match = _MONTH.fullmatch("".join(text.split()))
    written = match[1] if match else ""
    return int(written) if written.isdecimal() else chinese_number(written)
