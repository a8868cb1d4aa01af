"""Read the sheets of an .xlsx file (Strict too), each cell as Excel shows it.

The parts are found by their relationships and read by an event parser, so that what a small file can
unpack to (terabytes of zeros, merges over all columns, a million empty cells) costs neither memory nor time.
"""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dushiquan.formats.archive import Archive, usable
from dushiquan.formats.number_format import shown, shown_moment
from dushiquan.formats.table import SHEET_TOO_LARGE, Cell, Grower, Table, TooLargeError, Value
from dushiquan.formats.xlsx_comments import read_comments
from dushiquan.formats.xlsx_styles import read_styles
from dushiquan.formats.xlsx_texts import LONGEST, Text, TextReader, cleaned, shared_texts

MOST_ELEMENTS = 2_000_000
"""Cells, rows and merges of a workbook, the empty ones too: 4,000,000 fit into 135 KB."""

DAMAGED = "已损坏，或不是完好的 .xlsx；请用 Excel 打开后另存为 .xlsx。"
NO_SAVED_VALUE = "的公式没有算好的值；请用 Excel 打开并保存，或改写成文字。"
NO_DAY = "按日期显示，却不是日期；请改正。"

_REF = re.compile(r"\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\s*")


def read_xlsx(path: Path, content: bytes) -> list[Table]:
    """Read a workbook; raise ``UnusableFileError`` if it cannot be read.

    A formula shows its cached value; without one, the cell has a fault.
    """
    with usable(path, DAMAGED, SHEET_TOO_LARGE):
        return _Workbook(Archive(path, content)).tables()


class _Workbook:
    """The sheets of a workbook, and the texts and styles that they share."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.left = MOST_ELEMENTS
        self.from_1904 = False
        self._sheets: list[tuple[str, bool, str]] = []
        part = archive.part("", "officeDocument")
        related = archive.related(part)
        kinds = dict(related.values())
        archive.parse(part, lambda tag, attributes: self._start(tag, attributes, related))
        self.styles = read_styles(archive, kinds.get("styles", ""))
        self.texts = shared_texts(archive, kinds.get("sharedStrings", ""))
        self.shown = lru_cache(maxsize=2**14)(self._shown)

    def _start(self, tag: str, attributes: dict[str, str], related: dict[str, tuple[str, str]]) -> None:
        if tag == "workbookPr":
            self.from_1904 = _is_true(attributes.get("date1904"))
        elif tag == "sheet":
            id = next(value for name, value in attributes.items() if name.endswith(":id"))
            kind, part = related[id]
            if kind == "worksheet":  # not a chart
                hidden = attributes.get("state", "visible") != "visible"
                self._sheets.append((attributes["name"], hidden, part))

    def tables(self) -> list[Table]:
        """Return the sheets, in the order of their tabs."""
        return [_SheetReader(self, part).table(name, hidden) for name, hidden, part in self._sheets]

    def spend(self) -> None:
        """Count a cell, a row or a merge; raise ``TooLargeError`` if there are too many."""
        self.left -= 1
        if self.left < 0:
            raise TooLargeError

    def _shown(self, raw: str, kind: str, style: int) -> tuple[str, str, Value]:
        """Return what a cell without text shows, its fault ("" for none), and its value."""
        if kind == "b":
            return ("TRUE" if raw.strip() == "1" else "FALSE"), "", raw.strip() == "1"
        if kind == "e":
            return "", f"是错误值 {raw}；请改正。", None
        if kind == "d":
            day = date.fromisoformat(raw.strip()[:10])
            return shown_moment(day), "", day
        try:
            number = float(raw)
        except ValueError:
            return "", f"的值“{raw[:20]}”不是数；请改正。", None
        text, value = shown(
            int(number) if number == int(number) and "." not in raw else number,
            self.styles[style].pattern,
            from_1904=self.from_1904,
        )
        return text, "" if value is not None else NO_DAY, value


class _Open(NamedTuple):
    """The cell that is being read: its place, its style, its type of value."""

    row: int
    column: int
    style: int
    kind: str


class _SheetReader:
    """Reads one sheet."""

    def __init__(self, workbook: _Workbook, part: str) -> None:
        self._workbook, self._part = workbook, part
        self._cells: list[Cell] = []
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._hidden_columns: list[range] = []
        self._hidden_rows: set[int] = set()
        self._row = self._column = 0
        self._open = _Open(0, 0, 0, "")
        self._value = ""
        self._in_value = self._is_formula = False
        self._inline: TextReader | None = None

    def table(self, name: str, hidden: bool) -> Table:
        """Return the sheet as a table."""
        self._workbook.archive.parse(self._part, self._start, self._end, self._data)
        grower = Grower()
        grower.hidden_rows = self._hidden_rows
        for cell in self._cells:
            height, width = self._spans.get((cell.row, cell.column), (1, 1))
            grower.add(cell.spanning(height, width) if height > 1 or width > 1 else cell)
        columns = {cell.column for cell in self._cells}
        unseen = frozenset(c for c in columns if any(c in span for span in self._hidden_columns))
        comments = read_comments(self._workbook.archive, self._part)
        return Table(name, grower.finished(), hidden=hidden, hidden_columns=unseen, comments=comments)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._workbook.spend()
            place = attributes.get("r")
            self._row, self._column = _place(place) if place else (self._row, self._column + 1)
            kind = attributes.get("t", "n")
            self._open = _Open(self._row, self._column, int(attributes.get("s", 0)), kind)
            self._value, self._is_formula = "", False
        elif tag == "v":
            self._in_value = True
        elif tag == "f":
            self._is_formula = True
        elif tag == "row":
            self._workbook.spend()
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            if _is_true(attributes.get("hidden")):
                self._hidden_rows.add(self._row)
        elif tag == "is":
            self._inline = TextReader()
        elif self._inline:
            self._inline.start(tag, attributes)
        elif tag == "mergeCell":
            self._workbook.spend()
            self._merge(attributes["ref"])
        elif tag == "col" and _is_true(attributes.get("hidden")):
            self._hidden_columns.append(range(int(attributes["min"]), int(attributes["max"]) + 1))

    def _data(self, text: str) -> None:
        if self._in_value:
            self._value += text
            if len(self._value) > LONGEST:
                raise TooLargeError
        elif self._inline:
            self._inline.data(text)

    def _end(self, tag: str) -> None:
        if tag == "v":
            self._in_value = False
        elif tag == "c":
            self._close()
        elif self._inline:
            self._inline.end(tag)

    def _close(self) -> None:
        """Add the cell that ends to the table, unless it is empty."""
        row, column, style, kind = self._open
        inline, self._inline = self._inline, None
        look = self._workbook.styles[style]
        found: Text | None = None
        if inline:
            found = inline.text()
        elif kind == "s" and self._value:
            found = self._workbook.texts[int(self._value)]
        elif kind == "str":
            found = Text(cleaned(self._value))
        if found:
            text, fault, value = found.text, "", None
        elif self._value:
            text, fault, value = self._workbook.shown(self._value, kind, style)
        else:
            text, fault, value = "", NO_SAVED_VALUE * self._is_formula, None
        if not text and not fault:
            return
        standing = "" if look.struck else None
        bold = look.bold
        if found and found.standing is not None:
            standing = found.standing if found.standing != text else None
            bold = bool(found.bold)
        indent = look.indent + (found.indent if found else 0)
        self._cells.append(Cell(row, column, text, fault, value, standing, bold, indent=indent))
        if len(self._cells) > Grower.MOST:
            raise TooLargeError

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        top, bottom, left, right = min(top, bottom), max(top, bottom), min(left, right), max(left, right)
        self._spans[top, left] = (bottom - top + 1, right - left + 1)


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")


@lru_cache(maxsize=2**14)
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _place(ref: str) -> tuple[int, int]:
    """Return the row and the column of an address."""
    match = _REF.fullmatch(ref)
    if not match:
        raise ValueError(ref)
    return int(match[2]), _column(match[1])
