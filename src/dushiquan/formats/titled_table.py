"""A table that is a paper of its own, independent of any file format."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dushiquan.formats.document import ListingValue, printable_row
from dushiquan.formats.text import visible


@dataclass(frozen=True, slots=True)
class TitledTable:
    """A table with a title, lines below the title, and lines at its foot.

    Neighbours in the columns ``merged`` that say the same are one cell; the columns ``bold`` stand out.
    """

    title: str
    lines: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[ListingValue]]
    foot: Sequence[str] = ()
    merged: frozenset[int] = frozenset()
    bold: frozenset[int] = frozenset()

    def runs(self, column: int) -> list[tuple[int, int]]:
        """Return the first row, from 0, and the length of each cell of a column."""
        runs: list[tuple[int, int]] = []
        for at, row in enumerate(self.rows):
            if runs and column in self.merged and row[column] == self.rows[at - 1][column]:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            else:
                runs.append((at, 1))
        return runs


def shown(value: ListingValue) -> str:
    """Return a value as text, for a cell without types."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def printable_table(table: TitledTable) -> TitledTable:
    """Return the table with � for every forbidden character; its headings are ours."""
    return replace(
        table,
        title=visible(table.title),
        lines=[visible(line) for line in table.lines],
        rows=[printable_row(row) for row in table.rows],
        foot=[visible(line) for line in table.foot],
    )
