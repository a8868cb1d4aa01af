"""Write the page in front of a paper (简报) as .docx: lines of a set height, so that it is always one page.

Lengths are in twips (1/20 pt), the unit of the file format, unless stated otherwise.
"""

from collections.abc import Sequence

from docx.document import Document as Package
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from rich.cells import cell_len

from dushiquan.formats.column_widths import shared_widths
from dushiquan.formats.document import Front, Grid, Section, Tile
from dushiquan.formats.docx_shapes import BRIEF, LATIN, add_drawing
from dushiquan.formats.docx_styles import element, shading, write
from dushiquan.formats.docx_tables import frame_table
from dushiquan.formats.figure_drawing import draw
from dushiquan.formats.shapes import HALF, PAGE

_TOP, _SIDE = 12, 15  # mm: the margins
_WIDTH = round((210 - 2 * _SIDE) / 25.4 * 1440)
_UNIT = _WIDTH / 20 / PAGE  # points in a unit of a drawing
_TEXT, _CELL, _HEADING, _TITLE = 10.0, 9.0, 11.5, 18.0  # points: the sizes
_ABOVE = 5  # points above a heading
_BRIEF_TITLE = "简报标题"
_THIN = 'w:line="60" w:lineRule="exact"'
_LEADING = 1.35  # the height of a line, in sizes

_Place = Package | _Cell


def add_front(package: Package, front: Front, *, alone: bool) -> None:
    """Write the page as the first section of an empty file, without a page number.

    Unless it is ``alone``, a section follows for the paper, with the page set-up that the file had.
    """
    _line(package, front.title, _title_size(front.title), style=_BRIEF_TITLE, centred=True)
    _line(package, f"{front.signed}\t{front.dated}", _TEXT, ruled=True)
    for row in front.rows:
        if len(row) == 1:
            _panel(package, row[0], PAGE)
        else:
            _side_by_side(package, row)
    _thin(package)
    if not alone:
        package.add_section(WD_SECTION.NEW_PAGE)
        package.paragraphs[-1].style = "表后"
    page, *following = package.sections
    for number in page._sectPr.findall(qn("w:footerReference")):
        page._sectPr.remove(number)
        for section in following:
            section._sectPr.insert(0, number)
    for grid in page._sectPr.findall(qn("w:docGrid")):
        page._sectPr.remove(grid)
    page.top_margin = page.bottom_margin = Mm(_TOP)
    page.left_margin = page.right_margin = Mm(_SIDE)
    page.header_distance = page.footer_distance = Mm(_TOP / 2)


def _title_size(title: str) -> float:
    """Return the largest size in which a title fits one line, or else two."""
    fits = _WIDTH / 20 / max(cell_len(title) / 2, 1)
    return min(_TITLE, fits) if fits >= _HEADING else max(min(_TITLE, 1.9 * fits), 6)


def _line(
    place: _Place,
    text: str,
    size: float,
    *,
    style: str = BRIEF,
    bold: bool = False,
    centred: bool = False,
    above: float = 0,
    ruled: bool = False,
) -> None:
    """Add a paragraph whose lines have a set height; one that is ruled has a line under it and a tab."""
    paragraph = place.add_paragraph()
    _set(
        paragraph, f'w:line="{round(size * _LEADING * 20)}" w:lineRule="exact"', style, centred, above, ruled
    )
    write(paragraph, text, size)
    for run in paragraph.runs:
        run.bold = bold or None
        if style == BRIEF:
            run.font.name = LATIN


def _set(
    paragraph: Paragraph,
    line: str,
    style: str = BRIEF,
    centred: bool = False,
    above: float = 0,
    ruled: bool = False,
) -> None:
    """Set how a paragraph is laid out, in the order of the schema."""
    rule = (
        '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="2" w:color="000000"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{_WIDTH}"/></w:tabs>'
    )
    for old in paragraph._p.findall(qn("w:pPr")):
        paragraph._p.remove(old)
    paragraph._p.insert(
        0,
        element(
            f'<w:pPr {{}}><w:pStyle w:val="{style}"/>{rule if ruled else ""}'
            f'<w:snapToGrid w:val="0"/><w:spacing w:before="{round(above * 20)}" w:after="0" {line}/>'
            f'<w:jc w:val="{"center" if centred else "left"}"/></w:pPr>'
        ),
    )


def _thin(place: _Place) -> None:
    """Add what must follow a table, as low as can be."""
    _line(place, "", 3)


def _panel(place: _Place, section: Section, width: float) -> None:
    if section.tiles:
        _thin(place)
        _tiles(place, section.tiles)
        _thin(place)  # else a table that follows would become part of it
    else:
        _line(place, section.heading, _HEADING, bold=True, above=_ABOVE)
        if section.figure:
            paragraph = place.add_paragraph()
            _set(paragraph, 'w:line="240" w:lineRule="auto"')
            add_drawing(paragraph, draw(section.figure, width), _UNIT)
        elif section.grid:
            _table(place, section.grid, round(width * _UNIT * 20))
    for text in section.paragraphs:
        _line(place, text, _TEXT)


def _side_by_side(package: Package, row: Sequence[Section]) -> None:
    gap = round((PAGE - HALF * len(row)) / (len(row) - 1) * _UNIT * 20)
    half = round(HALF * _UNIT * 20)
    frame = package.add_table(rows=1, cols=2 * len(row) - 1)
    frame_table(frame, [gap if place % 2 else half for place in range(2 * len(row) - 1)], is_seen=False)
    for section, cell in zip(row, frame.rows[0].cells[::2], strict=True):
        first = cell.paragraphs[0]._p
        _panel(cell, section, HALF)
        cell._tc.remove(first)
    for cell in frame.rows[0].cells[1::2]:
        _set(cell.paragraphs[0], _THIN)


def _tiles(place: _Place, tiles: Sequence[Tile]) -> None:
    table = place.add_table(rows=1, cols=len(tiles))
    frame_table(table, [_WIDTH // len(tiles)] * len(tiles))
    for cell, tile in zip(table.rows[0].cells, tiles, strict=True):
        first = cell.paragraphs[0]._p
        _line(cell, tile.name, _TEXT, centred=True)
        _line(cell, tile.value, _TITLE, bold=True, centred=True)
        _line(cell, tile.change, _CELL, centred=True)
        cell._tc.remove(first)
        cell._tc.get_or_add_tcPr().append(shading(tile.tone))


def _table(place: _Place, grid: Grid, room: int) -> None:
    """Add a small table, and a thin line after it."""
    size = _CELL * 10
    widths = [round(width * size) for width in shared_widths(grid, room / size, 2)]
    table = place.add_table(rows=1 + len(grid.rows), cols=len(grid.headings))
    frame_table(table, widths)
    for row, texts in zip(table.rows, [grid.headings, *grid.rows], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first = cell.paragraphs[0]._p
            _line(cell, text, _CELL, centred=True)
            cell._tc.remove(first)
    if isinstance(place, _Cell):
        _set(place.paragraphs[-1], _THIN)  # python-docx adds one, which the schema wants
