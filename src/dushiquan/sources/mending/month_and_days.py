"""A month in one column and its days in another: 三月 beside 2-8 is 3月2日至3月8日."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from dushiquan.domain.ids import chinese_number
from dushiquan.formats.table import Cell, Row
from dushiquan.sources.cells import is_dash
from dushiquan.sources.head import Head
from dushiquan.sources.headings import meanings

_MONTH_HEADING = re.compile(r"月份?|日期|时间|年月|month", re.I)
_DAY_HEADING = re.compile(r"日期?|起止日期|起止|时间|日期时间|days?|dates?", re.I)
_ONLY_MONTH = re.compile(r"月份?|month", re.I)
_NUMBER = re.compile("1[0-2]|[1-9]")
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
    """Return rows with whole days in place of a month and its days; None if no two columns are so.

    Of several such pairs, as of a start and an end, it is the first.
    """
    months = [c for c, path in head.paths.items() if _MONTH_HEADING.fullmatch(path[-1])]
    for column in months:
        cells = _cells(rows, column)
        is_bare = _ONLY_MONTH.fullmatch(head.paths[column][-1]) is not None
        if not cells or not all(_is_month(cell, is_bare=is_bare) for cell in cells):
            continue
        group = head.paths[column][:-1]
        for other, path in head.paths.items():
            is_beside = other != column and (path[:-1] == group or not (group and path[:-1]))
            if is_beside and _DAY_HEADING.fullmatch(path[-1]) and _are_days(_cells(rows, other)):
                names = head.names
                found = [_dated(row, column, other) for row in _filled(rows, column, other)]
                left = _with_dated(head.without(column), other)
                return DatedRows(found, left, names[column], names[other])
    return None


def _with_dated(head: Head, column: int) -> Head:
    """Return a head with 日 above days that have their months as 日期."""
    path = head.paths[column]
    named = path if meanings(path) else (*path[:-1], "日期")
    return replace(head, paths={**head.paths, column: named})


def _is_month(cell: Cell, *, is_bare: bool) -> bool:
    """Tell whether a cell names a month; below 月 its number is enough."""
    text = "".join(cell.text.split())
    return bool(_MONTH.fullmatch(text) or (is_bare and _NUMBER.fullmatch(text)))


def _filled(rows: Sequence[Row], month: int, days: int) -> Iterator[Row]:
    """Return rows with the month of the row above where only the day is written."""
    last: Cell | None = None
    for row in rows:
        here = row.cells.get(month)
        if here is None and last and days in row.cells:
            yield replace(row, cells={**row.cells, month: last._replace(row=row.number)})
        else:
            yield row
        last = here or last


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
    even = "".join(text.split())
    match = _MONTH.fullmatch(even)
    written = match[1] if match else even
    return int(written) if written.isdecimal() else chinese_number(written)
