"""The tables of a .docx file: fixed widths, repeated heads, rows kept whole, cells merged downward.

Lengths are in twips (1/20 pt), the unit of the file format, unless stated otherwise.
"""

from collections.abc import Sequence

from docx.document import Document as Package
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table, _Cell

from dushiquan.formats.column_widths import READABLE, fits, shared_widths, short_columns, widest_lines
from dushiquan.formats.document import Grid, Tone
from dushiquan.formats.docx_styles import WIDTH, element, shading, style_ids, write

TABLE_SIZES = (12.0, 10.5, 9.0)  # 小四, 五号, 小五
USUAL = 10.5
_SPARE = 0.5  # half characters beside each text, for fonts that are a little wider
EDGE = 85  # between a cell's border and its text
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def add_table(package: Package, grid: Grid, room: int = WIDTH) -> None:
    """Add a table as wide as the text; repeat its head on every page, and keep each row on one page."""
    size = table_size(grid, room)
    widths = column_widths(grid, room, size)
    centred = [short or place in grid.numbers for place, short in enumerate(short_columns(grid))]
    table = package.add_table(rows=1 + len(grid.rows), cols=len(grid.headings))
    frame_table(table, widths)
    ids = style_ids(package)
    for number, (row, texts) in enumerate(zip(table.rows, [grid.headings, *grid.rows], strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for place, (box, text) in enumerate(zip(row.cells, texts, strict=True)):
            style = ids["表头" if number == 0 else "表格文字"]
            _fill(box, text, style, size, widths[place], centred[place])
            if number and (tone := grid.tone(number - 1, place)):
                _shade(box, tone)


def table_size(grid: Grid, room: int) -> float:
    """Return the size of a table's text: the largest in which it fits, 小四 only if nothing is folded."""
    large, *others = TABLE_SIZES
    if sum(widest_lines(grid)) * large * 10 + (2 * EDGE + _SPARE * large * 10) * len(grid.headings) <= room:
        return large
    return next((size for size in others if is_fit(grid, room, size)), others[-1])


def is_fit(grid: Grid, room: int, size: float = USUAL, text: float = READABLE) -> bool:
    """Tell whether a table fits in a size, with ``text`` half characters for each column of long texts."""
    return fits(grid, room / (size * 10), _edge(size), text)


def column_widths(grid: Grid, room: int, size: float = USUAL) -> list[int]:
    """Return the widths of the columns of a table that is as wide as ``room``."""
    return [round(width * size * 10) for width in shared_widths(grid, room / (size * 10), _edge(size))]


def _edge(size: float) -> float:
    return 2 * EDGE / (size * 10) + _SPARE


def frame_table(table: Table, widths: Sequence[int], *, is_seen: bool = True) -> None:
    """Set borders, cell margins and fixed column widths: the same in Word, WPS and LibreOffice.

    A table that is not seen has neither borders nor margins: it only puts its cells side by side.
    """
    edges, over, beside = (_BORDERS, 40, EDGE) if is_seen else ("", 0, 0)
    table.autofit = False
    properties = table._tbl.tblPr
    for old in [*properties.findall(qn("w:tblW")), *properties.findall(qn("w:tblLayout"))]:
        properties.remove(old)
    for text in (
        f'<w:tblW {{}} w:w="{sum(widths)}" w:type="dxa"/>',
        '<w:jc {} w:val="center"/>',
        f"<w:tblBorders {{}}>{edges}</w:tblBorders>",
        '<w:tblLayout {} w:type="fixed"/>',
        f'<w:tblCellMar {{}}><w:top w:w="{over}" w:type="dxa"/><w:left w:w="{beside}" w:type="dxa"/>'
        f'<w:bottom w:w="{over}" w:type="dxa"/><w:right w:w="{beside}" w:type="dxa"/></w:tblCellMar>',
    ):
        properties.append(element(text))
    for look in properties.findall(qn("w:tblLook")):  # the schema wants it last
        properties.append(look)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(width))


def keep_last(package: Package) -> Table | None:
    """Keep the last paragraph, or the last row of a table, on the page of what follows; return that table."""
    last = package.paragraphs[-1]
    last.paragraph_format.keep_with_next = True
    before = last._p.getprevious()
    if last.text or before is None or before.tag != qn("w:tbl"):
        return None
    table = Table(before, package._body)
    for cell in table.rows[-1].cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
    return table


def put_in_row(package: Package, paragraphs: Sequence[BaseOxmlElement], width: int) -> None:
    """Move the last paragraphs of a file into a row without borders, which is never split.

    LibreOffice does not always keep several paragraphs with each other, and a paragraph with a table it does.
    """
    table = element(
        f'<w:tbl {{}}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid></w:tbl>'
    )
    paragraphs[0].addprevious(table)
    put_below(Table(table, package._body), paragraphs)
    package.add_paragraph(style="表后")


def put_below(table: Table, paragraphs: Sequence[BaseOxmlElement]) -> None:
    """Move paragraphs into a row without borders below a table.

    LibreOffice keeps a row with the next row, but not with a paragraph below the table.
    """
    rows = table._tbl.tr_lst
    last = rows[-1].tc_lst if rows else []
    if not (last and last[0].xpath("w:tcPr/w:tcBorders")):
        columns = table._tbl.tblGrid.gridCol_lst
        width = sum(int(column.get(qn("w:w"))) for column in columns)
        borders = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
        row = element(
            f'<w:tr {{}}><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
            f'<w:gridSpan w:val="{len(columns)}"/><w:tcBorders>{borders}</w:tcBorders></w:tcPr></w:tc></w:tr>'
        )
        table._tbl.append(row)
        last = row.tc_lst
    for paragraph in paragraphs:
        last[0].append(paragraph)


def _shade(box: _Cell, tone: Tone) -> None:
    properties = box._tc.get_or_add_tcPr()
    properties.insert(len(properties) - 1, shading(tone))  # the schema wants it before vAlign


def _fill(box: _Cell, text: str, style: str, size: float, width: int, centred: bool) -> None:
    properties = box._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:tcW")):
        properties.remove(old)
    properties.append(element(f'<w:tcW {{}} w:w="{width}" w:type="dxa"/>'))
    properties.append(element('<w:vAlign {} w:val="center"/>'))
    paragraph = box.paragraphs[0]
    paragraph._p.style = style
    write(paragraph, text, size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
