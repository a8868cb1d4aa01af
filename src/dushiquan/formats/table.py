"""A sheet before its meaning: rows of cells as a person sees them, merged cells in every row they span."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows. ``row`` and ``column`` count from 1; of a merged cell they are its first.

    ``fault`` says why its value is not known, where it is not.
    """

    row: int
    column: int
    text: str
    fault: str = ""

    @property
    def ref(self) -> str:
        """Its address, such as "D7"."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells by column; empty cells are left out."""

    number: int
    cells: Mapping[int, Cell]

    @property
    def own(self) -> list[Cell]:
        """The cells that begin in this row, from left to right."""
        return [cell for _, cell in sorted(self.cells.items()) if cell.row == self.number]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows that hold anything.

    ``merges_lost`` where the file does not keep merged cells: their value stands in their first row only.
    """

    name: str
    rows: tuple[Row, ...]
    merges_lost: bool = False


def letters(column: int) -> str:
    """A column's letters: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
