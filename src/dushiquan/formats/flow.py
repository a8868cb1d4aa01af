"""The contents of a page or a document, in order: paragraphs, and tables with the text above them."""

from dataclasses import replace

from dushiquan.formats.table import Grower, Paragraph, Table


class Flow:
    """Collects paragraphs and tables in reading order."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._tables: list[Table] = []
        self._above: list[str] = []
        self._lines = 0

    @property
    def tables(self) -> list[Table]:
        """The tables; the last one with the text below it."""
        if not (self._tables and self._above):
            return self._tables
        return [*self._tables[:-1], replace(self._tables[-1], below=tuple(self._above))]

    def paragraph(self, text: str, bold: bool = False) -> None:
        """Add a paragraph outside tables; an empty one is only counted."""
        self._lines += 1
        if text.strip():
            self.paragraphs.append(Paragraph(self._lines, text.strip(), bold))
            self._above.append(text.strip())

    def table(self, grower: Grower) -> None:
        """Add a table, unless it is empty."""
        rows = grower.finished()
        if rows:
            self._tables.append(Table(f"表{len(self._tables) + 1}", rows, tuple(self._above)))
            self._above = []
