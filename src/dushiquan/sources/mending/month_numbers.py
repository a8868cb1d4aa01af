"""Columns that give a month as a bare number, because their heading says so: 完成月份 above 6."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from dushiquan.formats.table import Cell, Row
from dushiquan.sources.cells import is_dash

_HEADING = re.compile(r"月份?(?:\(.*\))?$|\(月份?\)$|^month$", re.I)
_NUMBER = r"(?:1[0-2]|0?[1-9])"
_MONTHS = re.compile(rf"{_NUMBER}(?:\s*[-—–~～至、]\s*{_NUMBER})?")


def are_months(path: Sequence[str], cells: Iterable[Cell]) -> bool:
    """Tell whether a column is named for months and holds only their numbers."""
    if not path or not _HEADING.search(path[-1]):
        return False
    texts = [cell.text.strip() for cell in cells if not is_dash(cell.text)]
    return bool(texts) and all(map(_MONTHS.fullmatch, texts))


def with_months(row: Row, places: Collection[int]) -> Row:
    """Return a row with 月 after the numbers in some columns."""
    cells = {
        place: cell._replace(text=f"{cell.text.strip()}月", value=None)
        for place in places
        if (cell := row.cells.get(place)) and _MONTHS.fullmatch(cell.text.strip())
    }
    return replace(row, cells={**row.cells, **cells}) if cells else row
