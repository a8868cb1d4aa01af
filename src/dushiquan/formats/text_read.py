"""Read a text file as lines, and the tables in it: drawn with |, written as HTML, or laid out with spaces."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from dushiquan.formats.barred_text import StreamCell, stream_at
from dushiquan.formats.decoding import decoded
from dushiquan.formats.files import unusable
from dushiquan.formats.flow import Flow
from dushiquan.formats.spaced_text import numbered_rows, spaced_line, spaced_rows
from dushiquan.formats.table import TABLE_TOO_LARGE, Cell, Grower, Paragraph, Table, TooLargeError

_FEWEST, _NARROW, _NAME = 2, 3, 16
"""Rows of a table; columns of a narrow one; characters of the name of a column."""
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:\-—+=]+")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_BOLD = re.compile(r"\*\*|__|`")
_LINK = re.compile(r"\[([^\]\[]+)\]\([^()\s]*\)")
_HTML_TABLE = r"(?is)(<table\b.*?</table\s*>)"
_UNSEEN = r"(?is)<style\b.*?</style\s*>|<script\b.*?</script\s*>|<!--.*?-->"


def read_lines(path: Path, content: bytes) -> list[Paragraph]:
    """Read the non-empty lines; raise ``UnusableFileError`` if the file is no text."""
    return _paragraphs(decoded(path, content))


def _paragraphs(text: str, first: int = 1) -> list[Paragraph]:
    lines = enumerate(text.splitlines(), first)
    return [Paragraph(number, line.strip()) for number, line in lines if line.strip()]


def read_drawn_tables(path: Path, content: bytes) -> list[Table]:
    """Read the tables of a text, in order; raise ``UnusableFileError`` if the file is no text."""
    text = decoded(path, content)
    try:
        if "<table" in text.lower():
            return _among_tags(text)
        return _laid_out(text) or _draw_all(Flow(), _paragraphs(text))
    except (TooLargeError, RecursionError):
        raise unusable(path, TABLE_TOO_LARGE) from None


def _among_tags(text: str) -> list[Table]:
    """Return the tables of a text in which some are written as HTML, as Markdown allows."""
    flow = Flow()
    plain = re.sub(_UNSEEN, lambda match: "\n" * match[0].count("\n"), text)
    found: list[Table] = []
    line = 1
    for at, piece in enumerate(re.split(_HTML_TABLE, plain)):
        if at % 2:
            from dushiquan.formats.html_read import read_part

            read_part(flow, piece)
            found += flow.tables[len(found) :]
        else:
            found += _draw_all(flow, _paragraphs(piece, line))[len(found) :]
        line += piece.count("\n")
    return found


def _draw_all(flow: Flow, lines: Sequence[Paragraph]) -> list[Table]:
    """Add the tables drawn with bars, and return all tables of the flow, as drawn ones are."""
    after = 0
    for begin in range(len(lines)):
        if begin >= after and (stream := stream_at(lines, begin)):
            _draw(flow, lines[after:begin])
            flow.table(_counted_off(stream[0]))
            after = begin + stream[1]
    _draw(flow, lines[after:])
    return [replace(table, merges_lost=True, ragged=True) for table in flow.tables]


def _laid_out(text: str) -> list[Table]:
    """Return the tables whose cells are parted by runs of spaces; none if the text has bars."""
    if "|" in text:
        return []
    flow, after = Flow(), 0
    plain = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    lines = [spaced_line(number, line) for number, line in plain]
    for at, line in enumerate(lines):
        if at < after:
            continue
        if found := spaced_rows(lines[at:]) or numbered_rows(plain[at:]):
            rows, taken = found
            flow.table(_laid(rows))
            after = at + taken
        else:
            flow.paragraph(" ".join(cell.text for cell in line.cells))
    return flow.tables


def _laid(rows: Sequence[tuple[int, dict[int, str]]]) -> Grower:
    grower = Grower()
    for line, texts in rows:
        for column, text in texts.items():
            grower.add(Cell(line, column, text))
    return grower


def _draw(flow: Flow, lines: Sequence[Paragraph]) -> None:
    """Add the tables with a row on each line, and the paragraphs between them.

    A bar alone ends the row above, whose last cell is an empty paragraph.
    """
    lines = [line for line in lines if line.text.strip() != "|"]
    drawn = _drawn(lines)
    groups = [(is_drawn, list(group)) for is_drawn, group in groupby(lines, drawn.__contains__)]
    for at, (is_drawn, some) in enumerate(groups):
        if is_drawn and _is_table(some):
            rest = groups[at + 1][1] if at + 2 == len(groups) else []
            if _breaks_off(some, rest):
                some += groups.pop()[1]
            flow.table(_grown(some))
            continue
        for line in some:
            flow.paragraph(re.sub("^#{1,6} +", "", line.text))


def _breaks_off(rows: Sequence[Paragraph], rest: Sequence[Paragraph]) -> bool:
    """Tell whether the text after a table is one line right below it: a row that a copy has cut."""
    return len(rest) == 1 and rest[0].line == rows[-1].line + 1 and not re.match(r".{1,8}[:：]", rest[0].text)


def _drawn(lines: Sequence[Paragraph]) -> set[Paragraph]:
    """Return the lines with several bars, and below one with two cells those that have one bar."""
    found: set[Paragraph] = set()
    width = 0
    for line in lines:
        bars = len(_BAR.findall(line.text))
        if bars > 1 or (bars == 1 and width == 2):
            found.add(line)
            width = len(_cells(line.text))
        else:
            width = 0
    return found


def _counted_off(rows: Sequence[Sequence[StreamCell]]) -> Grower:
    grower = Grower()
    for row in rows:
        for column, piece in enumerate(row, 1):
            if piece.text:
                grower.add(Cell(row[0].line, column, piece.text))
    return grower


def _cells(line: str) -> list[str]:
    """Return the cells of a drawn row, between its outer bars."""
    bare = line.removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(bare)]


def _is_table(lines: Sequence[Paragraph]) -> bool:
    """Tell whether all rows are equally wide, a rule follows the first row, or it is a head of short names.

    Below such a head rows may be narrower: they lack cells that were merged with those above.
    """
    rows = [_cells(line.text) for line in lines]
    widths = {len(row) for row in rows}
    if len(lines) < _FEWEST or len(widths) == 1 or _RULE.fullmatch(lines[1].text):
        return len(lines) >= _FEWEST
    is_head = len(rows[0]) == max(widths) > _NARROW and all(cell and len(cell) <= _NAME for cell in rows[0])
    return is_head and min(widths) >= _NARROW


def _grown(lines: Sequence[Paragraph]) -> Grower:
    grower = Grower()
    for line in lines:
        if _RULE.fullmatch(line.text):
            continue
        for column, text in enumerate(_cells(line.text), 1):
            if shown := _LINK.sub(r"\1", _BOLD.sub("", _BREAK.sub("\n", text))).strip():
                grower.add(Cell(line.line, column, shown))
    return grower
