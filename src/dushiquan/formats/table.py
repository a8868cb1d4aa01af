"""Tables and running text as a person sees them, whatever the kind of file, and before their meaning."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import NamedTuple

Value = date | time | int | float | bool | None
"""The value behind the shown text of a cell, if it is a day, a time or a number."""


class Cell(NamedTuple):
    """A cell as shown. ``row`` and ``column`` count from 1; of a merged cell they are the first.

    ``fault`` says why the value is not known, if it is not. ``standing`` is what is left of the text
    without what is struck out; None if nothing is. ``height`` and ``width`` are the rows and columns that a
    merged cell spans. ``indent`` is how far the text is moved to the right, if the kind of file tells it.
    """

    row: int
    column: int
    text: str
    fault: str = ""
    value: Value = None
    standing: str | None = None
    bold: bool = False
    height: int = 1
    width: int = 1
    indent: int = 0

    @property
    def ref(self) -> str:
        """The address, such as "D7"."""
        return f"{letters(self.column)}{self.row}"

    @property
    def is_struck(self) -> bool:
        """Whether all of the text is struck out."""
        return self.standing == ""

    def spanning(self, height: int, width: int) -> "Cell":
        """Return the cell, merged with those below and beside it."""
        return self._replace(height=height, width=width)

    def moved(self, row: int, column: int) -> "Cell":
        """Return the cell at another place."""
        return self if (row, column) == (self.row, self.column) else self._replace(row=row, column=column)

    @property
    def full(self) -> str:
        """The text; a day shown as 5月23日 gets the year of its value."""
        if isinstance(self.value, date) and self.text == f"{self.value.month}月{self.value.day}日":
            return f"{self.value.year}年{self.text}"
        return self.text


@dataclass(frozen=True, slots=True)
class Row:
    """A row, with its cells by column; empty cells are left out, and a merged cell is in each of its rows."""

    number: int
    cells: Mapping[int, Cell]
    hidden: bool = False

    @property
    def own(self) -> list[Cell]:
        """The cells that begin in this row, from left to right."""
        cells = self.cells
        return [cell for column in sorted(cells) if (cell := cells[column]).row == self.number]


@dataclass(frozen=True, slots=True)
class Table:
    """The non-empty rows of one table: a sheet, or a table of a page or a document.

    ``above`` are the texts between the table before it and this one, ``below`` those after the last table.
    ``merges_lost`` if the kind of file
    does not keep merged cells: their text stands in their first row only. ``ragged`` if rows may
    lack merged cells altogether, so that what follows stands too far left. ``comments`` (批注) are the
    address and the text of each.
    """

    name: str
    rows: tuple[Row, ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merges_lost: bool = False
    ragged: bool = False
    comments: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """The number of rows that hold anything, and of columns."""
        return len(self.rows), len({column for row in self.rows for column in row.cells})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text, with its line; in a document, the number of the paragraph."""

    line: int
    text: str
    bold: bool = False


def unless(text: str, standing: str) -> str | None:
    """Return what stands of a text, or None if all of it does."""
    return None if standing == text else standing


class Grower:
    """Collects the cells of a table, then fills merged cells down."""

    MOST = 1_000_000
    """Cells, and rows that merged cells reach into; a plan has far fewer, and more would eat the memory."""

    def __init__(self) -> None:
        self.rows: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
        self.hidden_rows: set[int] = set()
        self.count = 0

    def add(self, cell: Cell) -> None:
        """Add a non-empty cell; raise ``TooLargeError`` if there are too many."""
        self.count += 1
        if self.count > self.MOST:
            raise TooLargeError
        self.rows[cell.row][cell.column] = cell

    def finished(self) -> tuple[Row, ...]:
        """Return the rows; cut merged cells at the last row that holds anything."""
        last = max(self.rows, default=0)
        reached = 0
        for number in sorted(self.rows):
            for column, cell in list(self.rows[number].items()):
                if cell.row == number and cell.height > 1:
                    end = min(number + cell.height - 1, last)
                    reached += end - number
                    if reached > self.MOST:
                        raise TooLargeError
                    for below in range(number + 1, end + 1):
                        self.rows[below][column] = cell
        hidden = self.hidden_rows
        return tuple(Row(number, cells, number in hidden) for number, cells in sorted(self.rows.items()))


class TooLargeError(Exception):
    """A table with more cells than any plan has."""


TABLE_TOO_LARGE = "表格的格子过多，不像计划文件；请检查文件。"
SHEET_TOO_LARGE = "格子过多（超过一百万格），不像计划文件；请删去多余的行列和合并单元格后另存。"


@lru_cache(1024)
def letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
