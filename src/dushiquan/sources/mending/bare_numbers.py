"""Columns that give a month or a year as a bare number, as their heading says: 完成月份 above 6."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dushiquan.formats.table import Cell, Row
from dushiquan.sources.cells import is_dash

_MONTH = r"(?:1[0-2]|0?[1-9])"
_YEAR = r"20[0-9]{2}"
_TO = r"\s*[-—–~～至]\s*"
_KINDS = (
    ("月", re.compile(r"月份?(?:\(.*\))?$|\(月份?\)$|^month$", re.I), _MONTH),
    ("年", re.compile(r"年[限份度](?:\(.*\))?$|起止年$|\(年\)$"), _YEAR),
)
_COMMA = re.compile(r"\s*[,，]\s*")
_WORDS = re.compile("[年月季]|长期")


def unit_of(path: Sequence[str], cells: Iterable[Cell]) -> str:
    """Return 月 or 年 for a column that is named for them and holds their numbers, or ""."""
    texts = [cell.text.strip() for cell in cells if not is_dash(cell.text)]
    for unit, heading, number in _KINDS if path else ():
        told = [_numbers(number).fullmatch(text) for text in texts]
        are_told = all(match or _WORDS.search(text) for match, text in zip(told, texts, strict=True))
        if heading.search(path[-1]) and any(told) and are_told:
            return unit
    return ""


def with_units(row: Row, units: Mapping[int, str]) -> Row:
    """Return a row with 月 or 年 after the numbers in some columns."""
    numbers = {unit: _numbers(number) for unit, _, number in _KINDS}
    cells = {
        place: cell._replace(text=f"{_COMMA.sub('、', cell.text.strip())}{unit}", value=None)
        for place, unit in units.items()
        if (cell := row.cells.get(place)) and numbers[unit].fullmatch(cell.text.strip())
    }
    return replace(row, cells={**row.cells, **cells}) if cells else row


def _numbers(number: str) -> re.Pattern[str]:
    """Return the pattern of a number, a span or a list of them: 6, 1-3, 3、9."""
    return re.compile(rf"{number}(?:{_TO}{number}|(?:\s*[、,，]\s*{number})+)?")
