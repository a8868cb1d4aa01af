"""Write a table under its title as a .docx file of its own, with cells merged downward."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docx.document import Document as Package
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from dushiquan.formats.column_widths import short_columns
from dushiquan.formats.document import Document, Grid
from dushiquan.formats.docx_styles import (
    ACROSS,
    element,
    new_package,
    saved,
    style_ids,
    turn,
    write_exactly,
    write_title,
)
from dushiquan.formats.docx_tables import USUAL, column_widths, frame_table
from dushiquan.formats.titled_table import TitledTable, shown


def docx_table(table: TitledTable) -> bytes:
    """Return a table under its title, on landscape pages, as the bytes of a .docx file."""
    package = new_package(Document(table.title, []))
    turn(package.sections[0])
    if table.title:
        write_title(package.add_paragraph(style="附件标题"), table.title, ACROSS)
    for text in filter(None, table.lines):
        line = write_exactly(package.add_paragraph(style="表格文字"), text)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    package.add_paragraph(style="表后")
    rows = [[shown(value) for value in row] for row in table.rows]
    grid = Grid(table.headings, rows)
    widths = column_widths(grid, ACROSS)
    frame = package.add_table(rows=0, cols=len(widths))
    frame_table(frame, widths)
    ids = style_ids(package)
    for boxes in _boxes_of(table, grid, widths):
        frame._tbl.append(_row_of(package, boxes, ids))
    return saved(package)


class _TableCell(NamedTuple):
    """A cell: its text and look, the columns it spans, and its role in a cell merged over several rows."""

    text: str
    width: int
    style: str = "表格文字"
    centred: bool = False
    bold: bool = False
    span: int = 1
    merge: str = ""


def _boxes_of(table: TitledTable, grid: Grid, widths: Sequence[int]) -> Iterator[list[_TableCell]]:
    """Yield the cells of each row of the table, from its head to its foot."""
    yield [_TableCell(text, width, "表头", True) for text, width in zip(table.headings, widths, strict=True)]
    centred = short_columns(grid)
    lengths = {(at, place): length for place in table.merged for at, length in table.runs(place)}
    for at, texts in enumerate(grid.rows):
        row = []
        for place, (text, width) in enumerate(zip(texts, widths, strict=True)):
            length = lengths.get((at, place), 0) if place in table.merged else 1
            merge = "" if length == 1 else "restart" if length else "continue"
            text = "" if merge == "continue" else text
            row.append(_TableCell(text, width, centred=centred[place], bold=place in table.bold, merge=merge))
        yield row
    for text in table.foot:
        yield [_TableCell(text, sum(widths), span=len(widths))]


def _row_of(package: Package, boxes: Sequence[_TableCell], ids: Mapping[str, str]) -> BaseOxmlElement:
    """Return a row that is kept on one page.

    It is built by hand: python-docx visits all cells of a table for each new one.
    """
    row = element("<w:tr {}/>")
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if boxes[0].style == "表头":
        properties.append(OxmlElement("w:tblHeader"))
    for box in boxes:
        span = f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
        merge = f'<w:vMerge w:val="{box.merge}"/>' if box.merge else ""
        cell = element(
            f'<w:tc {{}}><w:tcPr><w:tcW w:w="{box.width}" w:type="dxa"/>{span}{merge}'
            '<w:vAlign w:val="center"/></w:tcPr><w:p/></w:tc>'
        )
        paragraph = Paragraph(cell.p_lst[0], package._body)
        paragraph._p.style = ids[box.style]
        write_exactly(paragraph, box.text, USUAL)
        paragraph.runs[0].bold = box.bold or None
        if box.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        row.append(cell)
    return row
