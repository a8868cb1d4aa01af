"""Tables in plain text whose cells are parted by runs of spaces.

The columns are where the text of all rows has gaps, if each has one name at the top; else the parts of a row
are counted off, if every row has as many.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_GAP = re.compile(r"(?:[ \xa0]{2,}|[\u3000\t])[ \xa0\u3000\t]*")
_SENTENCE = re.compile(r"[。；，：:]")
_FEWEST = 3
_LONGEST_NAME = 12
_NUMBER = re.compile(r"[0-9]{1,4}[.、]?")


class SpacedCell(NamedTuple):
    """A piece of a line, with the screen columns from which and up to which it reaches."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class SpacedLine:
    """A line and its pieces."""

    line: int
    cells: tuple[SpacedCell, ...]


def spaced_line(line: int, text: str) -> SpacedLine:
    """Divide a line at its runs of spaces."""
    cells, at, begin = [], 0, 0
    for gap in [*_GAP.finditer(text), None]:
        piece = text[at : gap.start() if gap else len(text)]
        bare = piece.strip()
        offset = begin + _width(piece[: len(piece) - len(piece.lstrip())])
        if bare:
            cells.append(SpacedCell(offset, offset + _width(bare), bare))
        if gap:
            begin += _width(piece) + _width(gap[0])
            at = gap.end()
    return SpacedLine(line, tuple(cells))


def spaced_rows(lines: Sequence[SpacedLine]) -> tuple[list[tuple[int, dict[int, str]]], int] | None:
    """Return the rows of a table that begins with these lines, and how many lines it takes.

    A row is its line and its texts by column; None if the first line is no head.
    """
    if not lines or not _is_head(lines[0]):
        return None
    taken = _extent(lines)
    if taken < 2:
        return None
    some = lines[:taken]
    places = _by_gaps(some) or _by_count(some)
    if places is None:
        return None
    rows = [
        (line.line, {place: cell.text for place, cell in zip(own, line.cells, strict=True)})
        for line, own in zip(some, places, strict=True)
    ]
    found = _with_broken_lines(rows)
    return (found, taken) if found else None


def numbered_rows(lines: Sequence[tuple[int, str]]) -> tuple[list[tuple[int, dict[int, str]]], int] | None:
    """Return the rows of a table with single spaces, and how many lines it takes.

    Below a head each line has as many pieces, the first of them its number from 1 on. None if a numbered line
    has not: then its spaces do not tell the cells.
    """
    head = lines[0][1].split()
    if len(head) < _FEWEST or any(len(name) > _LONGEST_NAME or _SENTENCE.search(name) for name in head):
        return None
    rows = [(lines[0][0], head)]
    for number, (line, text) in enumerate(lines[1:], 1):
        pieces = text.split()
        is_next = bool(pieces) and pieces[0].rstrip(".、") == str(number)
        if is_next and len(pieces) != len(head):
            return None
        if not is_next:
            break
        rows.append((line, pieces))
    found = [(line, dict(enumerate(pieces, 1))) for line, pieces in rows]
    return (found, len(rows)) if len(rows) > _FEWEST else None


def _extent(lines: Sequence[SpacedLine]) -> int:
    """Return how many lines the table takes: up to the last of several pieces and what is indented below."""
    last = max(at for at, line in enumerate(lines) if len(line.cells) > 1)
    second = lines[0].cells[1].begin
    while last + 1 < len(lines) and lines[last + 1].cells[0].begin >= second:
        last += 1
    return last + 1


def _is_head(line: SpacedLine) -> bool:
    return len(line.cells) >= _FEWEST and all(
        len(cell.text) <= _LONGEST_NAME and not _SENTENCE.search(cell.text) for cell in line.cells
    )


def _by_gaps(lines: Sequence[SpacedLine]) -> list[list[int]] | None:
    """Return the columns of each line's pieces; None if what is between the gaps has not one name each."""
    spans = sorted((cell.begin, cell.end) for line in lines for cell in line.cells)
    columns: list[tuple[int, int]] = []
    for begin, end in spans:
        if columns and begin < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((begin, end))
    if len(columns) != len(lines[0].cells):
        return None
    found = [
        [
            next(at for at, (begin, end) in enumerate(columns, 1) if begin <= cell.begin < end)
            for cell in line.cells
        ]
        for line in lines
    ]
    return found if all(len(set(own)) == len(own) for own in found) else None


def _by_count(lines: Sequence[SpacedLine]) -> list[list[int]] | None:
    width = len(lines[0].cells)
    if any(len(line.cells) != width for line in lines):
        return None
    return [list(range(1, width + 1)) for _ in lines]


def _with_broken_lines(rows: Sequence[tuple[int, dict[int, str]]]) -> list[tuple[int, dict[int, str]]]:
    """Join a line without a number to the row above, if the first column numbers the rows.

    Without numbers a lone piece below a row could belong to it or not: then there are no rows.
    """
    numbers = [int(_digits(texts[1])) for _, texts in rows[1:] if 1 in texts and _NUMBER.fullmatch(texts[1])]
    is_numbered = len(numbers) == sum(1 in texts for _, texts in rows[1:]) and 1 in rows[1][1]
    if not is_numbered or any(second != first + 1 for first, second in pairwise(numbers)):
        lone = any(len(texts) == 1 and 1 not in texts for _, texts in rows)
        return [] if lone else list(rows)
    found: list[tuple[int, dict[int, str]]] = []
    for line, texts in rows:
        if found and 1 not in texts:
            for place, text in texts.items():
                found[-1][1][place] = _put_together(found[-1][1].get(place, ""), text)
        else:
            found.append((line, texts))
    return found


def _put_together(first: str, second: str) -> str:
    return f"{first} {second}" if first[-1:].isascii() and second[:1].isascii() else first + second


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())


def _width(text: str) -> int:
    """Return the columns that a text takes on a screen: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
