"""The contents of a page or a document, in order: paragraphs, and tables with the text above them."""

from dushiquan.formats.table import Grower, Paragraph, Table


class Flow:
    """Collects paragraphs and tables in reading order."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []
        self._above: list[str] = []
        self._lines = 0

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
            self.tables.append(Table(f"表{len(self.tables) + 1}", rows, tuple(self._above)))
            self._above = []
