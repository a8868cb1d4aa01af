"""Rows of a copied table that lack merged cells, put under the columns that their cells are like.

A row such as 督导检查 | 督导室 below 第一周 | 3月1日 | 开学典礼 | 教育处 lacks the week and the day. Its
cells keep their order; of all ways to place them the one with the most evidence is taken, if no other is
nearly as good. What is above reaches down into the gaps.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from dushiquan.formats.table import Cell, Row
from dushiquan.sources.evidence import Look, look_of
from dushiquan.sources.head import Head
from dushiquan.sources.headings import meanings
from dushiquan.sources.texts.flat_table import is_time, names_units

_NUMBERED = re.compile(r"[(（]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[.、．)）](?![0-9])")
_DUTY = re.compile(r"(?:牵头|负责|配合)$")
_LONGEST_DUTY = 24
_CLEAR = frozenset((Look.NUMBER, Look.PERCENT, Look.DAY, Look.TIME, Look.STATUS))
_MARGIN = 1.0
_MOST_WAYS = 3000
_SAMPLED = 30
"""Rows that show what a column is like."""
_FEWEST_WHOLE = 2
_LONGEST_TIME = 16
_GAP = 1.1
"""What each gap that does not adjoin another costs: merged cells stand together."""
_LEAST = -1.0
_MANY_MORE = (2, 3)
"""Columns by which rows are wider than a head whose first heading stood over several."""
_FITTING = 0.5
_LEFT = 1.5
"""What it says for a way that the first cell is missing: rows are merged from the left."""


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What stands in a column of the whole rows."""

    texts: frozenset[str]
    looks: Mapping[str, float]
    length: float

    @property
    def plain(self) -> str:
        """The look of most of its cells."""
        return max(self.looks, key=lambda look: self.looks[look])


def align(rows: Sequence[Row], width: int) -> tuple[list[Row], list[Row]]:
    """Return the rows with those that are too short in their columns, and the ones that were moved.

    None is moved if some short row could stand in two ways, or if too few rows are whole.
    """
    whole = [row for row in rows if len(row.cells) == width]
    short = [row for row in rows if _is_short(row, width)]
    if len(whole) < _FEWEST_WHOLE or not short or not rows[0].cells or _is_short(rows[0], width):
        return list(rows), []
    known: dict[int, Row] = {}
    seen = list(whole[:_SAMPLED])
    columns = [_column(seen, place) for place in range(1, width + 1)]
    for row in sorted(short, key=lambda row: -len(row.cells)):
        places = _best(row, columns)
        if places is None:
            return list(rows), []
        cells = [cell for _, cell in sorted(row.cells.items())]
        own = {place: cell.moved(cell.row, place) for place, cell in zip(places, cells, strict=True)}
        known[row.number] = replace(row, cells=own)
        if len(seen) < _SAMPLED:
            seen.append(known[row.number])
            columns = [_column(seen, place) for place in range(1, width + 1)]
    found = [known.get(row.number, row) for row in rows]
    moved = [new for new, old in zip(found, rows, strict=True) if new.cells.keys() != old.cells.keys()]
    return _reaching_down(found, {row.number for row in short}), moved


def widened(head: Head, rows: Sequence[Row]) -> Head:
    """Return a head whose rows are one cell wider with the heading that stands over two of their columns.

    The head as it is, if the rows are no wider, or if two headings could be the wide one.
    """
    width = max(head.paths, default=0)
    most = max((max(row.cells, default=0) for row in rows), default=0)
    if most - width in _MANY_MORE and set(head.paths) == set(range(1, width + 1)):
        return _widened_at_the_left(head, rows, most)
    whole = [row for row in rows if len(row.cells) == max(row.cells) == width + 1]
    wider = [row for row in rows if max(row.cells, default=0) > width + 1]
    if len(whole) < _FEWEST_WHOLE or wider or set(head.paths) != set(range(1, width + 1)):
        return head
    columns = [_column(whole, place) for place in range(1, width + 2)]

    def fit(wide: int) -> float:
        return sum(
            _fits(head.paths[place - (place > wide)], columns[place - 1]) for place in range(1, width + 2)
        )

    ways = sorted(((fit(wide), wide) for wide in head.paths), reverse=True)
    if len(ways) < 2 or ways[0][0] - ways[1][0] < _MARGIN / 2:
        return head
    best = ways[0][1]
    over = {place: place - (place > best) for place in range(1, width + 2)}
    return replace(
        head,
        paths={place: head.paths[named] for place, named in over.items()},
        cells={place: head.cells[named] for place, named in over.items()},
    )


def _widened_at_the_left(head: Head, rows: Sequence[Row], width: int) -> Head:
    """Return a head whose first heading stands over several columns, if the others fit those at the right.

    One of the first columns must number the rows, as below 工作任务.
    """
    whole = [row for row in rows if len(row.cells) == max(row.cells) == width]
    more = width - len(head.paths)
    if len(whole) < _FEWEST_WHOLE:
        return head
    columns = [_column(whole, place) for place in range(1, width + 1)]
    right = [_fits(head.paths[place - more], columns[place - 1]) for place in range(more + 2, width + 1)]
    if not any(column.plain == Look.NUMBER for column in columns[: more + 1]) or min(right) < _FITTING:
        return head
    over = {place: max(1, place - more) for place in range(1, width + 1)}
    return replace(
        head,
        paths={place: head.paths[named] for place, named in over.items()},
        cells={place: head.cells[named] for place, named in over.items()},
    )


def _fits(path: tuple[str, ...], column: _Likeness) -> float:
    """Return how well a column is like what its heading means."""
    score = 0.0
    for field in meanings(path):
        expected = _EXPECTED.get(field, ())
        score = max(score, sum(column.looks.get(look, 0.0) for look in expected))
    strange = {"units", "support"}.isdisjoint(meanings(path)) * column.looks.get(Look.BODY, 0.0)
    return score - strange


_EXPECTED: Mapping[str, tuple[str, ...]] = {
    "id": (Look.NUMBER,),
    "units": (Look.BODY,),
    "support": (Look.BODY,),
    "persons": (Look.PERSON,),
    "requirement": (Look.DAY, Look.TIME),
    "start": (Look.DAY, Look.TIME),
    "due": (Look.DAY, Look.TIME),
    "title": (Look.SHORT, Look.LONG, "item"),
    "content": (Look.SHORT, Look.LONG, "item"),
}


def _is_short(row: Row, width: int) -> bool:
    return 1 < len(row.cells) < width and max(row.cells) == len(row.cells)


def _looks(text: str, cell: Cell) -> str:
    if _NUMBERED.match(text) and len(text) > 4:
        return "item"
    if names_units(text) or (_DUTY.search(text) and len(text) <= _LONGEST_DUTY):
        return Look.BODY
    look = look_of(cell)
    return Look.SHORT if look is Look.TIME and not (is_time(text) and len(text) <= _LONGEST_TIME) else look


def _column(rows: Sequence[Row], place: int) -> _Likeness:
    cells = [row.cells[place] for row in rows if place in row.cells]
    looks = Counter(_looks(cell.text, cell) for cell in cells)
    length = sum(len(cell.text) for cell in cells) / len(cells)
    shares = {look: number / len(cells) for look, number in looks.items()}
    return _Likeness(frozenset(cell.text for cell in cells), shares, length)


def _evidence(cell: Cell, look: str, column: _Likeness) -> float:
    """Return how much a cell of some look is like those of a column."""
    if cell.text in column.texts:
        return 3.0
    share, plain = column.looks.get(look, 0.0), column.plain
    if share >= 0.5:
        score = 2.0 if look in _CLEAR or look in ("item", Look.BODY, Look.PERSON) else 1.0
    elif cell.text[:1].isdigit() and plain in (Look.NUMBER, Look.PERCENT):
        score = 0.0
    elif look in _CLEAR or plain in _CLEAR or "item" in (look, plain) or plain == Look.BODY:
        score = -2.0
    else:
        score = share
    longer, shorter = max(len(cell.text), column.length), min(len(cell.text), column.length)
    return score - 0.5 * (longer > 3 * max(shorter, 3))


def _best(row: Row, columns: Sequence[_Likeness]) -> tuple[int, ...] | None:
    cells = [cell for _, cell in sorted(row.cells.items())]
    usual = {column.plain for column in columns}
    looks = [look if look in usual else Look.SHORT for look in (_looks(cell.text, cell) for cell in cells)]
    fits = [
        [_evidence(cell, look, column) for column in columns] for cell, look in zip(cells, looks, strict=True)
    ]
    ways = []
    for number, places in enumerate(combinations(range(1, len(columns) + 1), len(cells))):
        if number > _MOST_WAYS:
            return None
        score = sum(fit[place - 1] for fit, place in zip(fits, places, strict=True))
        missing = [place for place in range(1, len(columns) + 1) if place not in places]
        gaps = sum(place - 1 not in missing for place in missing)
        ways.append((score - _GAP * gaps + _LEFT * (places[0] > 1), places))
    ways.sort(reverse=True)
    if len(ways) > 1 and ways[0][0] - ways[1][0] < _MARGIN:
        return None
    return ways[0][1] if ways and ways[0][0] > _LEAST else None


def _shared(above: Mapping[int, Cell], row: Row) -> dict[int, Cell]:
    """Return the cells above that reach into a row; no day does on the right, where it may only be empty."""
    last = max(row.cells)
    times = (Look.DAY, Look.TIME)
    return {
        place: cell
        for place, cell in above.items()
        if place not in row.cells and (place < last or look_of(cell) not in times)
    }


def _reaching_down(rows: Sequence[Row], short: set[int]) -> list[Row]:
    """Return rows in which the cells above fill the gaps of short rows, as merged cells do."""
    found: list[Row] = []
    for row in rows:
        if row.number in short and found:
            above = found[-1].cells
            row = replace(row, cells={**_shared(above, row), **row.cells})
        found.append(row)
    heights = Counter((cell.row, cell.column) for row in found for cell in row.cells.values())
    return [
        replace(
            row,
            cells={
                place: cell.spanning(heights[cell.row, cell.column], cell.width)
                for place, cell in sorted(row.cells.items())
            },
        )
        for row in found
    ]
