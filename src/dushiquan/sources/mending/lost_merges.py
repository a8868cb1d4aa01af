"""Rows of a copied table that have moved to the left, because a merged cell was written only once.

Below 一、政务公开 | 1.公开预算 | 财务科 the row 2.公开决算 | 财务科 lacks its first cell. If the items are
numbered through, the row is put back; else it is only told that rows may have moved.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from dushiquan.formats.table import Cell, Row
from dushiquan.sources.columns import TIMES
from dushiquan.sources.evidence import look_of
from dushiquan.sources.texts.flat_table import is_time, names_units

_NUMBERED = re.compile(r"([0-9]{1,3})[.、．](?![0-9])")
_OWNERS = ("units", "support", "persons")
_DAYS = ("requirement", "due", "start")


def put_back(rows: Sequence[Row], width: int) -> tuple[list[Row], int]:
    """Return the rows with those that moved in their place again, and how many did."""
    for column in range(2, width):
        if not _goes_through(rows, column, width):
            continue
        moved = [not _number(row, column) for row in rows]
        fits = all(
            len(row.cells) <= width - column + 1
            for row, is_moved in zip(rows, moved, strict=True)
            if is_moved
        )
        if fits and any(moved) and not moved[0]:
            return _moved_by(rows, moved, column - 1), sum(moved)
    return list(rows), 0


def _goes_through(rows: Sequence[Row], column: int, width: int) -> bool:
    """Tell whether the rows are numbered through in a column, short ones perhaps in the first."""
    first = _number(rows[0], column) if rows else 0
    return first > 0 and all(
        number == (_number(row, column) or (_number(row, 1) if _begins_short(row, width) else 0))
        for number, row in enumerate(rows, first)
    )


def _moved_by(rows: Sequence[Row], moved: Sequence[bool], steps: int) -> list[Row]:
    """Move rows to the right; the cells of the row above reach down beside them."""
    found: list[Row] = []
    begins = [at for at, is_moved in enumerate(moved) if not is_moved]
    for begin, stop in pairwise([*begins, len(rows)]):
        first = rows[begin].cells
        shared = {c: first[c].spanning(stop - begin, 1) for c in range(1, steps + 1) if c in first}
        found.append(replace(rows[begin], cells={**first, **shared}))
        for row in rows[begin + 1 : stop]:
            own = {c + steps: cell.moved(cell.row, c + steps) for c, cell in row.cells.items()}
            found.append(replace(row, cells={**shared, **own}))
    return found


def seem_moved(rows: Sequence[Row], width: int, places: Mapping[str, list[int]]) -> list[Row]:
    """Return the short rows whose last cell, a unit or a day, stands where the head has something else."""
    owners = {column for name in _OWNERS for column in places.get(name, ())}
    days = {column for name in _DAYS for column in places.get(name, ())}
    return [row for row in rows if _is_short(row, width) and _ends_badly(row.own[-1], owners, days)]


def _ends_badly(cell: Cell, owners: set[int], days: set[int]) -> bool:
    if cell.column in owners:
        return is_time(cell.text) and not names_units(cell.text)
    told = owners | days
    return bool(told) and cell.column not in told and (names_units(cell.text) or look_of(cell) in TIMES)


def _is_short(row: Row, width: int) -> bool:
    """Tell whether a row has several cells from the first column on, and too few."""
    return len(row.cells) > 1 and _begins_short(row, width)


def _begins_short(row: Row, width: int) -> bool:
    return len(row.cells) < width and max(row.cells, default=0) == len(row.cells)


def _number(row: Row, column: int) -> int:
    match = _NUMBERED.match(cell.text) if (cell := row.cells.get(column)) else None
    return int(match[1]) if match else 0
