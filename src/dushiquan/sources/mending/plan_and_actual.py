"""Projects over two rows each, one for what is planned and one for what has happened."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dushiquan.formats.table import Row

_PLANNED = re.compile(r"计划|预计|plan(?:ned)?", re.I)
_ACTUAL = re.compile(r"实际|actual", re.I)
_FEWEST = 2
"""Pairs of rows by which a column of such words is known."""
_FIRST = 6
"""Rows among which such a word stands first."""


class Parted(NamedTuple):
    """The rows of what is planned, without the column that says so, and those of what happened."""

    planned: list[Row]
    actual: list[Row]
    column: int


def parted(rows: Sequence[Row]) -> Parted | None:
    """Tell rows of what is planned from rows of what happened; None if no column does."""
    columns = [
        c for row in rows[:_FIRST] for c, cell in row.cells.items() if _PLANNED.fullmatch(cell.text.strip())
    ]
    for column in dict.fromkeys(columns):
        words = {row.number: cell.text.strip() for row in rows if (cell := row.cells.get(column))}
        planned = {number for number, word in words.items() if _PLANNED.fullmatch(word)}
        actual = {number for number, word in words.items() if _ACTUAL.fullmatch(word)}
        if min(len(planned), len(actual)) >= _FEWEST and len(planned) + len(actual) == len(words):
            kept = [row for row in rows if row.number not in actual]
            plain = [replace(row, cells={c: x for c, x in row.cells.items() if c != column}) for row in kept]
            return Parted(plain, [row for row in rows if row.number in actual], column)
    return None
