"""Marks in a calendar of months or quarters, as in a Gantt chart: they span the time from first to last."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from dushiquan.domain.ids import NUMERALS, chinese_number
from dushiquan.formats.table import Cell, Row
from dushiquan.sources.cells import is_dash
from dushiquan.sources.columns import TableColumn, time_heading

PLAIN_MARKS = frozenset("■●◆▲★█▇▓▬━→Xx*")
"""Marks that can only mean a time planned; others, such as √, may say that something was done."""

_MARKS = PLAIN_MARKS | frozenset("√✓✔○◎□△☆Yy")
_MONTH = re.compile(r"(?:(?P<year>20[0-9]{2})[年./-]?)?(?P<month>1[0-2]|0?[1-9])(?:月份?)")
_IN_FIGURES = re.compile(r"(?P<year>20[0-9]{2})[./-](?P<month>1[0-2]|0?[1-9])")
_NUMERAL = re.compile(r"(?P<numeral>十[一二]?|[一二三四五六七八九])月份?")
_QUARTER = re.compile(r"第?(?P<quarter>[一二三四1-4])季度|q(?P<q>[1-4])", re.I)
_YEAR = re.compile(r"(20[0-9]{2})年?度?")
_ENGLISH = re.compile(
    r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?P<year>20[0-9]{2})?", re.I
)
_TWELVE = [str(month) for month in range(1, 13)]
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def marked_columns(calendar: Sequence[TableColumn]) -> dict[int, str]:
    """Return the time of each column of a calendar by its place; none if it holds anything but one mark."""
    marks = marks_in(calendar)
    paths = [column.path for column in calendar]
    if [path[-1] for path in paths] == _TWELVE:
        paths = [(*path[:-1], f"{path[-1]}月") for path in paths]
    times = [_time_of(path) for path in paths]
    if len(marks) != 1 or not marks <= _MARKS or None in times:
        return {}
    ordered = [time for time in times if time]
    if any(first[:2] >= second[:2] for first, second in pairwise(ordered)):
        return {}
    return {column.place: time[2] for column, time in zip(calendar, ordered, strict=True)}


def marks_in(columns: Iterable[TableColumn]) -> frozenset[str]:
    """Return the different marks in columns; a cell may repeat one."""
    texts = (cell.text for column in columns for cell in column.profile.cells if not is_dash(cell.text))
    return frozenset(char for text in texts for char in "".join(text.split()))


def marked_times(row: Row, times: Mapping[int, str]) -> tuple[Cell | None, list[str]]:
    """Return the first marked cell of a row with its span as the text, and the times that are marked.

    There is no cell if nothing is marked, or if there are gaps between the marks.
    """
    places = [place for place in times if (cell := row.cells.get(place)) and not is_dash(cell.text)]
    covered = {
        place for first in places for place in range(first, first + row.cells[first].width) if place in times
    }
    order = list(times)
    marked = [place for place in order if place in covered]
    if not marked or order.index(marked[-1]) - order.index(marked[0]) >= len(marked):
        return None, [times[place] for place in marked]
    first, last = times[marked[0]], times[marked[-1]]
    text = first if first == last else f"{first}至{last}"
    return row.cells[places[0]]._replace(text=text, value=None), [times[place] for place in marked]


def _time_of(path: Sequence[str]) -> tuple[int, int, str] | None:
    """Return a heading's year and order in it, and its words; the year is 0 if none is named."""
    heading = time_heading(path)
    over = next((int(match[1]) for group in path[:-1] if (match := _YEAR.fullmatch(group))), 0)
    if match := _QUARTER.fullmatch(heading):
        number = int(match["q"] or 0) or "一二三四1234".index(match["quarter"]) % 4 + 1
        return over, number, f"{f'{over}年' if over else ''}第{NUMERALS[number - 1]}季度"
    if match := _MONTH.fullmatch(heading) or _IN_FIGURES.fullmatch(heading):
        year, month = int(match["year"] or over), int(match["month"])
    elif match := _NUMERAL.fullmatch(heading):
        year, month = over, chinese_number(match["numeral"])
    elif match := _ENGLISH.fullmatch(heading):
        year, month = int(match["year"] or over), _NAMES.index(match["name"].lower()) + 1
    else:
        return None
    return year, month, f"{f'{year}年' if year else ''}{month}月"
