"""Tables of pages copied as text with a bar after each cell, and each cell on a line of its own.

All rows have as many bars: a row that lacks merged cells ends with the bars of those. So the cells can be
counted off, if the head tells how many there are: from 序号 to the number 1, or to a rule of dashes.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from dushiquan.formats.table import Paragraph

_FIRST = re.compile(r"序\s*[号號]|编\s*[号號]|No\.?", re.I)
_ONE = re.compile(r"[(（]?[0-9]{1,4}[)）]?[.、]?")
_RULE = re.compile(r"[:\-]{3,}")
_WIDEST = 24
_LONGEST_HEADING = 24
_MOST_LINES = 30
"""Lines of one cell; more are text after the table."""
_FEWEST = 3


class StreamCell(NamedTuple):
    """The text before a bar, and the line on which it begins."""

    line: int
    text: str


def stream_at(lines: Sequence[Paragraph], begin: int) -> tuple[list[list[StreamCell]], int] | None:
    """Return the rows of a table whose head begins on a line, and how many lines it takes."""
    first = lines[begin].text.strip("| ")
    if "|" not in lines[begin].text or lines[begin].text.count("|") > 1:
        return None
    pieces, stop = _pieces(lines, begin)
    width = _width(pieces, bool(_FIRST.fullmatch(first)))
    if not width or len(pieces) < 2 * width:
        return None
    rows = [pieces[at : at + width] for at in range(0, len(pieces), width)]
    rows = [row for row in rows if not all(_RULE.fullmatch(piece.text) or not piece.text for piece in row)]
    whole = [row for row in rows[1:] if _ONE.fullmatch(row[0].text) or not row[-1].text or not row[0].text]
    is_numbered = bool(_FIRST.fullmatch(first))
    if len(rows) < 2 or (is_numbered and 5 * len(whole) < 4 * (len(rows) - 1)):
        return None
    return rows, stop - begin


def _pieces(lines: Sequence[Paragraph], begin: int) -> tuple[list[StreamCell], int]:
    found: list[StreamCell] = []
    text, line, since = "", 0, 0
    stop = begin
    for at in range(begin, len(lines)):
        *ended, rest = lines[at].text.split("|")
        for part in ended:
            found.append(StreamCell(line or lines[at].line, f"{text}\n{part.strip()}".strip()))
            text, line, since = "", 0, 0
            stop = at + 1
        if rest.strip():
            text, line = f"{text}\n{rest.strip()}".strip(), line or lines[at].line
        since += 1
        if since > _MOST_LINES:
            break
    return found, stop


def _width(pieces: Sequence[StreamCell], is_numbered: bool) -> int:
    """Return how many cells a row has: those of the head, up to the first number or a rule; 0 if unknown."""
    for at, piece in enumerate(pieces[: _WIDEST + 1]):
        ends = _ONE.fullmatch(piece.text) if is_numbered else _RULE.fullmatch(piece.text)
        if ends:
            names = [one.text for one in pieces[:at]]
            lines = {one.line for one in pieces[:at]}
            named = [name for name in names if name]
            if len(named) < _FEWEST or len(lines) < len(named) or any(not n for n in names[:-1]):
                return 0
            return at if max(map(len, named)) <= _LONGEST_HEADING else 0
        if _RULE.fullmatch(piece.text):
            return 0
    return 0
