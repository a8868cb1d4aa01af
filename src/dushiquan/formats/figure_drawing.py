"""Draw the figures of a paper as shapes: stacked bars, columns by day, a schedule (甘特图)."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from dushiquan.formats.figure import Columns, Figure, Lane, Schedule, Shade, Stack, Stacks, described
from dushiquan.formats.shapes import (
    Box,
    Drawing,
    Path,
    Shape,
    Words,
    light_mark,
    lines_of,
    width_of,
)

_SIZE = 12  # of most texts
_SMALL, _SMALLEST = 11, 9
_LINE = 13  # one line of small text
_SPARE = 1.2  # more room than words need by their measure, for wider fonts
_LEGEND = 22  # the height of a legend
_SHADES: tuple[Shade, ...] = ("red", "yellow", "green", "done", "resting")
_WORDS: dict[Shade, str] = {
    "red": "on-dark",
    "yellow": "on-light",
    "green": "on-light",
    "done": "on-dark",
    "resting": "ink",
}
"""The look of a number within each shade."""
_YEAR = timedelta(days=366)


def draw(figure: Figure, width: float) -> Drawing:
    """Draw a figure in a given width; its height is that of its content."""
    if isinstance(figure, Schedule):
        height, shapes = _schedule(figure, width)
    elif isinstance(figure, Stacks):
        height, shapes = _stacks(figure, width)
    else:
        height, shapes = _columns(figure, width)
    return Drawing(figure.title, described(figure), width, height, shapes)


def _legend(words: Mapping[Shade, str], width: float) -> list[Shape]:
    """Draw a square and a word for each shade; lights have the shapes that they have everywhere."""
    shapes: list[Shape] = []
    x = width - sum(24 + width_of(word, _SIZE) for word in words.values())
    for shade, word in words.items():
        if shade in ("red", "yellow", "green"):
            shapes.append(light_mark(shade, x + 6, _LEGEND / 2))
        else:
            shapes.append(Box(x + 1, _LEGEND / 2 - 5, 10, 10, shade))
        shapes.append(Words(x + 15, _LEGEND / 2, word, size=_SIZE))
        x += 24 + width_of(word, _SIZE)
    return shapes


# --- stacks ------------------------------------------------------------------------------------------

_ROW = 19.5
_BAR = 14


def _stacks(figure: Stacks, width: float) -> tuple[float, list[Shape]]:
    shapes = _legend(figure.legend, width)
    left = min(max(width_of(row.name, _SIZE) for row in figure.rows) * _SPARE + 8, width * 0.36)
    right = width - max(width_of(row.note, _SIZE) for row in figure.rows) * _SPARE - 8
    for number, row in enumerate(figure.rows):
        y = _LEGEND + _ROW * number + _ROW / 2
        name = lines_of(row.name, left - 8, _SIZE, most=1)
        shapes += [Words(left - 8, y, text, "end", _SIZE) for text in name]
        x = left
        for shade in _SHADES:
            number_of = row.parts.get(shade, 0)
            length = (right - left) * number_of / max(row.total, 1)
            if number_of:
                shapes.append(Box(x, y - _BAR / 2, length, _BAR, shade))
                shapes += _inside(shade, number_of, x + length / 2, y, length)
            x += length
        shapes.append(Words(right + 8, y, row.note, size=_SIZE))
    return _LEGEND + _ROW * len(figure.rows), shapes


def _inside(shade: Shade, number: int, x: float, y: float, room: float) -> list[Shape]:
    """Write a number into its part, if there is room for it."""
    text, look = str(number), _WORDS[shade]
    fitting = [size for size in (_SMALL, _SMALLEST) if width_of(text, size) <= room - 2]
    return [Words(x, y, text, "middle", size, look) for size in fitting[:1]]


# --- columns -----------------------------------------------------------------------------------------

_HIGH = 114  # the height of the highest column
_MARGIN = 6  # beside the columns, for names that are a little wider
_UNDER = 32  # the room for the names below


def _columns(figure: Columns, width: float) -> tuple[float, list[Shape]]:
    shapes = _legend(figure.legend, width)
    floor = _LEGEND + 8 + _HIGH
    most = max((column.total for column in figure.columns), default=0) or 1
    names = [column.name for column in figure.columns]
    slots = _slots([width_of(name, _SMALL) * _SPARE for name in names], width - 2 * _MARGIN)
    left = float(_MARGIN)
    for column, slot, lines in zip(figure.columns, slots, _names_below(names, slots), strict=True):
        middle = left + slot / 2
        left += slot
        shapes += _column(column, middle, min(slots) * 0.68, floor, _HIGH / most)
        shapes += [
            Words(middle, floor + 10 + _LINE * at, text, "middle", _SMALL) for at, text in enumerate(lines)
        ]
    shapes.append(Path([(0, floor), (width, floor)], "axis"))
    return floor + _UNDER, shapes


def _slots(needs: Sequence[float], room: float) -> list[float]:
    """Share the room among columns: alike, but a name that needs more gets it if the others still fit."""
    alike = room / max(len(needs), 6)
    few = [need for need in needs if need > alike]
    rest = (room - sum(few)) / max(len(needs) - len(few), 1)
    if rest < max((need for need in needs if need <= alike), default=0):
        return [alike] * len(needs)
    return [need if need > alike else min(rest, alike) for need in needs]


def _names_below(names: Sequence[str], slots: Sequence[float]) -> list[list[str]]:
    """Return the lines of each name; if one does not fit, break all days after the month."""
    if any(width_of(name, _SMALL) * _SPARE > slot + 0.01 for name, slot in zip(names, slots, strict=True)):
        names = [_MONTH_OF_DAY.sub("月\n", name) for name in names]
    return [lines_of(name, slot, _SMALL) for name, slot in zip(names, slots, strict=True)]


_MONTH_OF_DAY = re.compile(r"月(?=\d)")


def _column(column: Stack, middle: float, width: float, floor: float, scale: float) -> list[Shape]:
    """Draw a column that is ``width`` wide."""
    shapes: list[Shape] = []
    y = floor
    for shade in _SHADES:
        number = column.parts.get(shade, 0)
        height = number * scale
        y -= height
        if number:
            shapes.append(Box(middle - width / 2, y, width, height, shade))
            if height >= _SMALL:
                shapes += _inside(shade, number, middle, y + height / 2, width)
    return shapes


# --- schedules ---------------------------------------------------------------------------------------

_LANE = 26
_AXIS = 20
_NOTES = 118  # the room for the notes on the right


def _schedule(figure: Schedule, width: float) -> tuple[float, list[Shape]]:
    left, right = width * 0.36, width - _NOTES
    first, last = _bounds(figure)
    days = (last - first).days

    def along(day: date) -> float:
        return left + (right - left) * min(max((day - first).days, 0), days) / days

    bottom = _AXIS + _LANE * len(figure.lanes)
    shapes: list[Shape] = []
    for day, name in _months(first, last, int((right - left) / 34)):
        shapes.append(Path([(along(day), _AXIS - 4), (along(day), bottom)], "tick"))
        shapes.append(Words(along(day) + 3, _AXIS / 2, name, size=_SMALL, look="pale"))
    for number, lane in enumerate(figure.lanes):
        shapes += _lane(lane, _AXIS + _LANE * (number + 0.5), left, right, along, figure.today)
    today = along(figure.today)
    shapes.append(Path([(today, _AXIS - 4), (today, bottom)], "mark"))
    shapes.append(Path([(left, _AXIS), (right, _AXIS)], "axis"))
    label = f"截至{figure.today.month}月{figure.today.day}日"
    half = width_of(label, _SMALL) / 2
    shapes.append(Words(min(max(today, left + half), right - half), bottom + 9, label, "middle", _SMALL))
    return bottom + 18, shapes


def _lane(
    lane: Lane, y: float, left: float, right: float, along: Callable[[date], float], today: date
) -> list[Shape]:
    lines = lines_of(lane.name, left - 12, _SMALL, most=2)
    shapes: list[Shape] = [
        Words(0, y + _LINE * (number - (len(lines) - 1) / 2), text, size=_SMALL)
        for number, text in enumerate(lines)
    ]
    begin = along(lane.start) if lane.start else left
    end = along(lane.due) if lane.due else right
    length = end - begin
    shapes.append(Box(begin, y - 6, length, 12, "window"))
    if lane.progress:
        shapes.append(Box(begin, y - 6, length * min(lane.progress, 100) / 100, 12, "value"))
    if lane.is_late and lane.due:
        shapes.append(Path([(end, y), (max(along(today), end), y)], "behind"))
    shapes += [
        Words(right + 8, y + _LINE * (number - (len(lane.notes) - 1) / 2), text, size=_SMALL)
        for number, text in enumerate(lane.notes)
    ]
    return shapes


def _bounds(figure: Schedule) -> tuple[date, date]:
    """Return the first and the last day that are drawn: whole months, at most a year around today."""
    days = [day for lane in figure.lanes for day in (lane.start, lane.due) if day]
    first = max(min([figure.today, *days]), figure.today - _YEAR).replace(day=1)
    last = min(max([figure.today, *days]), figure.today + _YEAR)
    return first, (last.replace(day=1) + timedelta(days=31)).replace(day=1)


def _months(first: date, last: date, most: int) -> Sequence[tuple[date, str]]:
    """Return the first days of months, at most so many, by their names; a January is named by its year."""
    days = [
        date(first.year + month // 12, month % 12 + 1, 1)
        for month in range(first.month - 1, first.month - 1 + 36)
    ]
    days = [day for day in days if day < last]
    step = next(step for step in (1, 2, 3, 6, 12) if len(days) / step <= max(most, 3))
    return [
        (day, f"{day.year}年" if day.month == 1 else f"{day.month}月")
        for day in days
        if (day.month - 1) % step == 0
    ]
