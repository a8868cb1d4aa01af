"""Read the tables and texts of a .docx file, in reading order.

Text that tracked changes delete or move away is left out. Text that is struck out is marked as such.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from dushiquan.formats.archive import Archive, usable
from dushiquan.formats.docx_numbering import Numbering
from dushiquan.formats.flow import Flow
from dushiquan.formats.table import Cell, Grower, Paragraph, Table, TooLargeError, unless

DAMAGED = "已损坏，或不是完好的 .docx；请用 Word 或 WPS 打开后另存为 .docx。"
MOST_SPANNED = 1_000  # columns of a table

_SKIPPED = {"Fallback", "moveFrom", "rubyPr", "rt"}
"""Elements whose text is repeated elsewhere, or was deleted."""

_MARKER = re.compile(r"\{C\}")
"""What an editor for web pages leaves where it hid a comment of Word."""


def read_document(path: Path, content: bytes) -> list[Table]:
    """Read the tables of a document; raise ``UnusableFileError`` if it cannot be read."""
    return _flow(path, content).tables


def read_document_text(path: Path, content: bytes) -> list[Paragraph]:
    """Read the text of a document outside its tables."""
    return _flow(path, content).paragraphs


def _flow(path: Path, content: bytes) -> Flow:
    with usable(path, DAMAGED):
        archive = Archive(path, content)
        part = archive.part("", "officeDocument")
        numbering = Numbering(archive, archive.part(part, "numbering"), archive.part(part, "styles"))
        reader = _DocumentReader(numbering)
        archive.parse(part, reader.start, reader.end, reader.data)
    return reader.flow


@dataclass(slots=True)
class _OpenParagraph:
    """A paragraph that is being read: its runs as (text, bold, struck), its style and its list."""

    runs: list[tuple[str, bool, bool]] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    """The open fields, by whether their code, not their result, is being read."""
    style: str = ""
    list: str = ""
    level: int = 0

    def text(self, numbering: Numbering) -> str:
        number = numbering.next(self.list, self.level, self.style)
        return number + _MARKER.sub("", "".join(text for text, _, _ in self.runs))

    def standing(self, text: str) -> str:
        left = "".join(run for run, _, struck in self.runs if not struck)
        is_whole = len(left) == sum(len(run) for run, _, _ in self.runs)
        return text if is_whole else _MARKER.sub("", left)

    def is_bold(self) -> bool:
        filled = [bold for text, bold, _ in self.runs if text.strip()]
        return bool(filled) and all(filled)


@dataclass(slots=True)
class _Box:
    """A cell that is being read: its position, its span, its paragraphs as (text, standing, bold)."""

    row: int
    column: int
    width: int = 1
    merges: str = ""  # "restart" begins a cell merged downwards, "continue" goes on
    paragraphs: list[tuple[str, str, bool]] = field(default_factory=list)


class _DocumentReader:
    def __init__(self, numbering: Numbering) -> None:
        self.flow = Flow()
        self._numbering = numbering
        self._depth = 0  # of tables; one in a cell of another is text of that cell
        self._skipping = ""
        self._skipped = 0
        self._paragraphs: list[_OpenParagraph] = []  # a text box holds paragraphs within a paragraph
        self._bold = self._struck = self._hidden = False
        self._in_text = self._in_style = self._in_paragraph_look = False
        self._boxes: list[_Box] = []
        self._row = self._column = 0
        self._merged: dict[int, int] = {}  # by column, the place in ``_boxes`` of what is merged downwards
        self._heights: dict[int, int] = {}

    # --- elements ------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        if self._skipping:
            self._skipped += tag == self._skipping
        elif tag in _SKIPPED:
            self._skipping, self._skipped = tag, 1
        elif tag == "t":
            self._in_text = True
        elif tag == "r":
            self._bold = self._struck = self._hidden = False
        elif tag == "p":
            self._paragraphs.append(_OpenParagraph())
        elif tag in ("pPr", "rPr"):
            self._in_paragraph_look = self._in_paragraph_look or tag == "pPr"
            self._in_style = True
        elif self._in_style:
            self._look(tag, attributes)
        elif tag == "fldChar" and self._paragraphs:
            self._field(attributes.get("w:fldCharType", ""))
        elif tag in ("tab", "br", "cr", "noBreakHyphen"):
            self._add({"tab": "\t", "noBreakHyphen": "-"}.get(tag, "\n"))
        else:
            self._start_table_part(tag, attributes)

    def _field(self, part: str) -> None:
        fields = self._paragraphs[-1].fields
        if part == "begin":
            fields.append(True)
        elif fields and part == "separate":
            fields[-1] = False
        elif fields:
            fields.pop()

    def _look(self, tag: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if tag == "pStyle" and self._paragraphs:
            self._paragraphs[-1].style = value
        elif tag == "numId" and self._paragraphs:
            self._paragraphs[-1].list = value
        elif tag == "ilvl" and self._paragraphs:
            self._paragraphs[-1].level = int(value)
        elif not self._in_paragraph_look:
            is_on = value not in ("0", "false", "off", "none")
            if tag == "b":
                self._bold = is_on
            elif tag in ("strike", "dstrike"):
                self._struck = self._struck or is_on
            elif tag == "vanish":
                self._hidden = is_on

    def _start_table_part(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tbl":
            self._depth += 1
            if self._depth == 1:
                self._boxes, self._row, self._merged, self._heights = [], 0, {}, {}
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._row, self._column = self._row + 1, 1
        elif tag == "gridBefore":
            self._column += min(int(attributes.get("w:val", 0)), MOST_SPANNED)
        elif tag == "tc":
            self._boxes.append(_Box(self._row, self._column))
            if len(self._boxes) > Grower.MOST:
                raise TooLargeError
        elif tag == "gridSpan":
            self._boxes[-1].width = max(1, min(int(attributes.get("w:val", 1)), MOST_SPANNED))
        elif tag == "vMerge":
            self._boxes[-1].merges = attributes.get("w:val", "continue")

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        if self._skipping:
            self._skipped -= tag == self._skipping
            self._skipping = self._skipping if self._skipped else ""
        elif tag == "t":
            self._in_text = False
        elif tag == "pPr":
            self._in_style = self._in_paragraph_look = False
        elif tag == "rPr":
            self._in_style = self._in_paragraph_look
        elif tag == "p":
            self._end_paragraph(self._paragraphs.pop())
        elif tag == "tc" and self._depth == 1:
            self._end_box(self._boxes[-1])
        elif tag == "tbl":
            self._depth -= 1
            if not self._depth:
                self.flow.table(self._grown())

    def data(self, text: str) -> None:
        """Handle character data."""
        if self._in_text and not self._skipping:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._paragraphs and not self._hidden and not any(self._paragraphs[-1].fields):
            self._paragraphs[-1].runs.append((text, self._bold, self._struck))

    # --- paragraphs and tables -----------------------------------------------------------------------

    def _end_paragraph(self, paragraph: _OpenParagraph) -> None:
        text = paragraph.text(self._numbering)
        if not self._depth:
            self.flow.paragraph(text, paragraph.is_bold())
        elif text.strip() and self._boxes:
            self._boxes[-1].paragraphs.append(
                (text.strip(), paragraph.standing(text).strip(), paragraph.is_bold())
            )

    def _end_box(self, box: _Box) -> None:
        self._column = box.column + box.width
        above = self._merged.get(box.column)
        if box.merges == "continue" and above is not None:
            self._heights[above] += 1
            self._boxes.pop()
            return
        place = len(self._boxes) - 1
        self._merged.pop(box.column, None)
        if box.merges:
            self._merged[box.column], self._heights[place] = place, 1

    def _grown(self) -> Grower:
        grower = Grower()
        for place, box in enumerate(self._boxes):
            text = "\n".join(text for text, _, _ in box.paragraphs)
            if text:
                standing = unless(text, "\n".join(left for _, left, _ in box.paragraphs if left))
                bold = all(bold for _, _, bold in box.paragraphs)
                height = self._heights.get(place, 1)
                grower.add(Cell(box.row, box.column, text, "", None, standing, bold, height, box.width))
        return grower
