"""Read the sheets of an .ods file, which stores the shown text of each cell beside its value."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from dushiquan.formats.archive import Archive, usable
from dushiquan.formats.number_format import shown_moment
from dushiquan.formats.table import SHEET_TOO_LARGE, Cell, Grower, Table, TooLargeError, Value, unless

DAMAGED = "已损坏，或不是完好的 .ods；请用 LibreOffice 或 WPS 打开后另存为 .xlsx。"
MOST_REPEATED = 1_000
"""Times that a non-empty cell or row may be repeated; empty ones may be repeated to the sheet's end."""


def read_ods(path: Path, content: bytes) -> list[Table]:
    """Read a spreadsheet; raise ``UnusableFileError`` if it cannot be read."""
    reader = _SpreadsheetReader()
    with usable(path, DAMAGED, SHEET_TOO_LARGE):
        Archive(path, content).parse("content.xml", reader.start, reader.end, reader.data)
    return reader.tables


class _OdsLook(NamedTuple):
    bold: bool = False
    struck: bool = False


class _SpreadsheetReader:
    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._looks: dict[str, _OdsLook] = {}
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._name = ""
        self._hidden_table = False
        self._grower = Grower()
        self._hidden_columns: list[range] = []
        self._used: set[int] = set()
        self._row = self._column = self._next_row = 0
        self._column_style = 0
        self._rows_alike = 1
        self._cells: list[tuple[Cell, int]] = []  # of the row, each with how many times it is repeated
        self._attributes: dict[str, str] | None = None  # of the cell
        self._lines: list[list[tuple[str, bool]]] = []
        self._spans: list[bool] = []  # whether each open <span> is struck out
        self._in_note = 0
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        if tag == "style":
            self._style = attributes.get("style:name", "")
        elif tag == "text-properties" and self._style:
            lines = {attributes.get(f"style:text-line-through-{name}") for name in ("style", "type")}
            bold = attributes.get("fo:font-weight") == "bold"
            self._looks[self._style] = _OdsLook(bold, bool(lines - {None, "none"}))
        elif tag == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "table":
            self._begin_table(attributes)
        elif tag == "table-column":
            repeated = int(attributes.get("table:number-columns-repeated", 1))
            if attributes.get("table:visibility", "visible") != "visible":
                self._hidden_columns.append(range(self._column_style + 1, self._column_style + repeated + 1))
            self._column_style += repeated
        elif tag == "table-row":
            self._rows_alike = int(attributes.get("table:number-rows-repeated", 1))
            self._row, self._next_row = self._next_row, self._next_row + self._rows_alike
            self._column, self._cells = 1, []
            if attributes.get("table:visibility", "visible") != "visible":
                alike = min(self._rows_alike, MOST_REPEATED)
                self._grower.hidden_rows.update(range(self._row, self._row + alike))
        elif tag in ("table-cell", "covered-table-cell"):
            self._attributes, self._lines = attributes, []
        elif tag == "annotation":
            self._in_note += 1
        elif self._attributes is not None and not self._in_note:
            self._start_text(tag, attributes)

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._name = attributes.get("table:name", "")
        self._hidden_table = attributes.get("table:style-name", "") in self._hidden_styles
        self._grower, self._hidden_columns, self._used = Grower(), [], set()
        self._next_row, self._column_style = 1, 0

    def _start_text(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "p":
            self._lines.append([])
        elif tag == "span":
            self._spans.append(self._looks.get(attributes.get("text:style-name", ""), _OdsLook()).struck)
        elif tag == "line-break":
            self.data("\n")
        elif tag == "s":
            self.data(" " * min(int(attributes.get("text:c", 1)), 100))
        elif tag == "tab":
            self.data("\t")

    def data(self, text: str) -> None:
        """Handle character data."""
        if self._lines and self._attributes is not None and not self._in_note:
            self._lines[-1].append((text, any(self._spans)))

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        if tag == "annotation":
            self._in_note -= 1
        elif tag == "span" and self._spans and not self._in_note:
            self._spans.pop()
        elif tag in ("table-cell", "covered-table-cell") and self._attributes is not None:
            self._end_cell(self._attributes, covered=tag.startswith("covered"))
            self._attributes = None
        elif tag == "table-row":
            self._end_row()
        elif tag == "table":
            unseen = frozenset(c for c in self._used if any(c in span for span in self._hidden_columns))
            rows = self._grower.finished()
            self.tables.append(Table(self._name, rows, hidden=self._hidden_table, hidden_columns=unseen))

    def _end_cell(self, attributes: dict[str, str], *, covered: bool) -> None:
        repeated = int(attributes.get("table:number-columns-repeated", 1))
        text = "\n".join("".join(piece for piece, _ in line) for line in self._lines).strip()
        if text and not covered:
            look = self._looks.get(attributes.get("table:style-name", ""), _OdsLook())
            standing = "\n".join(
                "".join(piece for piece, struck in line if not struck) for line in self._lines
            )
            shown, value = _value(text, attributes)
            fault = f"是错误值 {text}；请改正。" if _is_error(text) else ""
            cell = Cell(
                self._row,
                self._column,
                "" if fault else shown,
                fault,
                value,
                "" if look.struck else unless(text, standing.strip()),
                look.bold,
                int(attributes.get("table:number-rows-spanned", 1)),
                int(attributes.get("table:number-columns-spanned", 1)),
            )
            self._cells.append((cell, repeated))
        self._column += repeated

    def _end_row(self) -> None:
        """Add the row's cells to the table, repeated as the file says of them and of the row."""
        if not self._cells:
            return
        if self._rows_alike > MOST_REPEATED or any(times > MOST_REPEATED for _, times in self._cells):
            raise TooLargeError
        for row in range(self._row, self._row + self._rows_alike):
            for cell, times in self._cells:
                for column in range(cell.column, cell.column + times):
                    self._used.add(column)
                    self._grower.add(cell.moved(row, column))


def _value(text: str, attributes: dict[str, str]) -> tuple[str, Value]:
    """Return the shown text of a cell, and its value.

    A day has one form, with the parts that the cell shows.
    """
    kind = attributes.get("office:value-type")
    if kind == "date":
        day = date.fromisoformat(attributes["office:date-value"][:10])
        return _day_as(text, day), day
    if kind in ("float", "percentage", "currency"):
        number = float(attributes["office:value"])
        return text, int(number) if number == int(number) else number
    return text, None


def _day_as(text: str, day: date) -> str:
    """Return the parts of a day that its text has: the year in four or two digits, the day of the month."""
    digits = "".join(char if char.isascii() and char.isdigit() else " " for char in text).split()
    has_year = any(part in (str(day.year), f"{day.year % 100:02}") for part in digits) and len(digits) != 2
    has_year = has_year or str(day.year) in digits
    parts = "y" if has_year or not digits else ""
    count = len(digits) - bool(parts)
    return shown_moment(day, f"{parts}m" if count == 1 and parts else f"{parts}md")


def _is_error(text: str) -> bool:
    return text in ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!") or (
        text.startswith("Err:") and text[4:].isdigit()
    )
