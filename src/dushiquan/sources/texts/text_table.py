"""A table that was made of a text: its cells have no address, and what is unsure is kept beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from dushiquan.formats.table import Cell, Paragraph, Row, Table

Level = Literal["warning", "question"]


class TextNote(NamedTuple):
    """What is to be said of a text: a warning, or a question that is to be confirmed."""

    line: int
    field: str
    message: str
    level: Level = "question"


class TextCell(Cell):
    """A piece of a text that stands for a cell."""

    __slots__ = ()

    @property
    def ref(self) -> str:
        """A text has lines and no addresses."""
        return ""


@dataclass(frozen=True, slots=True)
class TextTable(Table):
    """A table made of a text, with what the text around it says of the notice, and what is unsure."""

    notes: tuple[TextNote, ...] = ()
    notice: Mapping[str, str] = field(default_factory=dict)


def cell_of(lines: Sequence[Paragraph], row: int, column: int) -> TextCell:
    """Return the cell of some lines; ``column`` counts from 0."""
    return TextCell(row, column + 1, "\n".join(line.text for line in lines))


def row_of(texts: Sequence[str], line: int) -> Row:
    """Return a row of cells from the left; what is empty is left out."""
    return Row(line, {at: TextCell(line, at, text) for at, text in enumerate(texts, 1) if text})
