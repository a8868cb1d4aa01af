"""Two tables beside each other in one sheet: done last month on the left, to do next month on the right."""

from collections.abc import Sequence
from dataclasses import replace

from dushiquan.formats.table import Cell, Row, Table
from dushiquan.sources.head import Head
from dushiquan.sources.headings import SURE, meanings

_NARROWEST = 3
_OF_PLAN = frozenset(("title", "content", "units", "persons", "requirement", "due"))


def divided(table: Table, head: Head) -> list[Table]:
    """Return the tables that stand beside each other; none if it is one table.

    They are told by their headings: all of them are repeated, or beyond an empty column 序号 begins anew.
    """
    begins = _repeats(head) or _begins_anew(head)
    if len(begins) < 2:
        return []
    ends = [*(begin - 1 for begin in begins[1:]), max(max(row.cells, default=0) for row in table.rows)]
    return [_part(table, begin, end) for begin, end in zip(begins, ends, strict=True)]


def _repeats(head: Head) -> list[int]:
    """Return where each block begins if the same headings stand several times from left to right."""
    places = sorted(head.paths)
    names = [head.paths[place][-1] for place in places]
    for width in range(_NARROWEST, len(names) // 2 + 1):
        blocks = [names[at : at + width] for at in range(0, len(names), width)]
        if len(set(blocks[0])) == width and all(block == blocks[0] for block in blocks):
            return places[::width]
    return []


def _begins_anew(head: Head) -> list[int]:
    """Return where each block begins if each begins with 序号, after a column without a heading."""
    places = sorted(head.paths)
    begins = [
        place
        for place in places
        if meanings(head.paths[place][-1:]).get("id") == SURE
        and (place == places[0] or place - 1 not in head.paths)
    ]
    if not begins or begins[0] != places[0]:
        return []
    blocks = [
        [place for place in places if begin <= place < end]
        for begin, end in zip(begins, [*begins[1:], places[-1] + 1], strict=True)
    ]
    return begins if all(len(block) >= _NARROWEST and _is_plan(head, block) for block in blocks) else []


def _is_plan(head: Head, block: Sequence[int]) -> bool:
    return any(_OF_PLAN & meanings(head.paths[place][-1:]).keys() for place in block)


def _part(table: Table, begin: int, end: int) -> Table:
    rows = (Row(row.number, _cells(row, begin, end), row.hidden) for row in table.rows)
    return replace(table, rows=tuple(row for row in rows if row.cells))


def _cells(row: Row, begin: int, end: int) -> dict[int, Cell]:
    """Return the cells of some columns; a title over all tables is in each of them."""
    found = {}
    for place, cell in row.cells.items():
        last = min(place + cell.width - 1, end)
        first = max(place, begin)
        if first <= last:
            found[first] = cell.moved(cell.row, first).spanning(cell.height, last - first + 1)
    return found
