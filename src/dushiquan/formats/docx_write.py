"""Write a paper or a table as .docx, laid out after GB/T 9704-2012 (公文格式), for Word and WPS.

Lengths are in twips (1/20 pt), the unit of the file format, unless stated otherwise.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

import docx as python_docx
from docx.document import Document as Package
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section as PageSection
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from rich.cells import cell_len

from dushiquan.formats.document import SHADES, Document, Grid, Section, Tone, annex_labels
from dushiquan.formats.titled_table import TitledTable, shown

_WIDTH = round((210 - 28 - 26) / 25.4 * 1440)  # of the text, between the margins of 5.2.1
_ACROSS = round((297 - 28 - 26) / 25.4 * 1440)  # of the text on a landscape page
_LINE = int((297 - 37 - 35) / 25.4 * 1440 / 22)  # 22 lines a page (5.2.3)
# 28 characters of 16 pt (5.2.3) are a little wider than the text, so each is narrowed by a quarter point.
# A character grid (w:docGrid linesAndChars) would not do: LibreOffice then gives each character two cells.
_SQUEEZE = -5

SONG, FANGSONG, HEI, PLAIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
_LATIN = "Times New Roman"
_RED = "FF0000"

# An exact line keeps 22 to a page with whatever font stands in for one that is missing.
_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{_LINE}" w:lineRule="exact"/>'
_LARGE = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="680" w:lineRule="exact"/>'
_SINGLE = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_THIN = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'
_TIGHT = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # no space between 2011 and 年
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CENTRED = '<w:jc w:val="center"/>'
_TOGETHER = "<w:keepNext/><w:keepLines/>"
_HEADING = '<w:outlineLvl w:val="0"/>'
_STYLES = {  # name: (font, size in pt, paragraph properties in the order of the schema)
    "Normal": (FANGSONG, 16, _TIGHT + _EXACT),
    "Body Text": (FANGSONG, 16, _TIGHT + _EXACT + _INDENT),
    "Title": (SONG, 22, _TOGETHER + _TIGHT + _LARGE + _CENTRED),
    "Heading 1": (HEI, 16, _TOGETHER + _TIGHT + _EXACT + _INDENT + _HEADING),
    "刊头": (SONG, 42, "<w:keepNext/>" + _SINGLE + _CENTRED),
    "附件标题": (SONG, 22, _TOGETHER + _TIGHT + _LARGE + _CENTRED + _HEADING),
    "表头": (HEI, 12, "<w:keepNext/>" + _TIGHT + _SINGLE + _CENTRED),
    "表格文字": (FANGSONG, 12, _TIGHT + _SINGLE),
    "表后": (FANGSONG, 5, _THIN),
    "Footer": (PLAIN, 14, _SINGLE + _CENTRED),
}
_IN_A_DAY = re.compile(r"(?<=\d)-(?=\d\d)")
"""The hyphens of 2011-12-31."""
_PORTRAIT_COLUMNS = 6
_TABLE_SIZES = (12.0, 10.5)  # 小四 where every row then fits on one line, else 五号
_EDGE = 85  # between a cell's border and its text
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(document: Document) -> bytes:
    """Return the paper as the bytes of a .docx file."""
    package = _package(document)
    _head(package, document)
    for section in document.sections:
        package.add_paragraph(style="Heading 1")
        _write(package.paragraphs[-1], section.heading)
        _body(package, section)
    _closing(package, document)
    for (label, title), annex in zip(annex_labels(document), document.annexes, strict=True):
        _annex(package, label, title, annex)
    file = BytesIO()
    package.save(file)
    return file.getvalue()


def _package(document: Document) -> Package:
    """Return an empty file with the page setup, the styles and the page numbers."""
    package = python_docx.Document()
    about = package.core_properties
    about.title, about.author, about.comments = document.title[:255], document.signed[:255], ""
    about.language = "zh-CN"
    for name, (font, size, paragraph) in _STYLES.items():
        _style(package, name, font, size, paragraph)
    for language in (
        package.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}"),
        package.settings.element.find(qn("w:themeFontLang")),
    ):
        language.set(qn("w:eastAsia"), "zh-CN")
    for setting in package.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word says 兼容模式
    page = package.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(25)  # the number's line ends 7 mm below the text, and begins above (7.5)
    for grid in page._sectPr.findall(qn("w:docGrid")):
        page._sectPr.remove(grid)
    page._sectPr.append(_xml(f'<w:docGrid {{}} w:type="lines" w:linePitch="{_LINE}"/>'))
    number = page.footer.paragraphs[0]
    _write(number, "— ")
    number._p.append(_xml('<w:fldSimple {} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    _write(number, " —")
    return package


def _style(package: Package, name: str, font: str, size: float, paragraph: str) -> None:
    """Redefine a style; nothing of the template's own formatting is kept."""
    styles = package.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    element = style.element
    for old in (*element.findall(qn("w:pPr")), *element.findall(qn("w:rPr"))):
        element.remove(old)
    element.append(_xml(f"<w:pPr {{}}>{paragraph}</w:pPr>"))
    element.append(
        _xml(
            f'<w:rPr {{}}><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}"'
            f' w:eastAsia="{font}" w:cs="{_LATIN}"/>'
            f'<w:color w:val="{_RED if name == "刊头" else "000000"}"/>'
            f'<w:spacing w:val="{_SQUEEZE if size == 16 else 0}"/>'
            f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr>'
        )
    )


def _xml(text: str) -> BaseOxmlElement:
    """Parse an element from markup of this module, never from a user's text."""
    return parse_xml(text.format(nsdecls("w")))


def _write(paragraph: Paragraph, text: str, size: float | None = None) -> Paragraph:
    """Add text, with a hint that makes “ ” … — full width, as Chinese punctuation is; no day is torn."""
    run = paragraph.add_run(text)
    for part in run._r.findall(qn("w:t")):
        pieces = _IN_A_DAY.split(part.text or "")
        part.text = pieces[0]
        for piece in reversed(pieces[1:]):
            after = OxmlElement("w:t")
            after.text = piece
            part.addnext(after)
            part.addnext(OxmlElement("w:noBreakHyphen"))
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    if size is not None:
        run.font.size = Pt(size)
    return paragraph


def _head(package: Package, document: Document) -> None:
    """Write 刊头, 期号, the line of office and date over a red rule, then title and 主送."""
    if document.masthead:
        size = min(42.0, _WIDTH / 20 / max(cell_len(document.masthead) / 2, 1))
        _write(package.add_paragraph(style="刊头"), document.masthead, size)
        if document.issue:
            _write(package.add_paragraph(), document.issue).alignment = WD_ALIGN_PARAGRAPH.CENTER
        line = _write(package.add_paragraph(), f"{document.signed}\t{document.dated}")
        properties = line._p.get_or_add_pPr()
        rule = f'<w:bottom w:val="single" w:sz="18" w:space="4" w:color="{_RED}"/>'
        properties.append(_xml(f"<w:pBdr {{}}>{rule}</w:pBdr>"))
        properties.append(_xml(f'<w:tabs {{}}><w:tab w:val="right" w:pos="{_WIDTH}"/></w:tabs>'))
        package.add_paragraph()
    if document.band:
        band = _write(package.add_paragraph(style="表头"), document.band.text)
        shade = f'<w:shd {{}} w:val="clear" w:color="auto" w:fill="{SHADES[document.band.tone]}"/>'
        band._p.get_or_add_pPr().append(_xml(shade))
        package.add_paragraph()
    title = _write(package.add_paragraph(style="Title"), document.title)
    _balance(title, document.title)
    package.add_paragraph()
    if document.addressed:
        _write(package.add_paragraph(), f"{document.addressed}：")


def _balance(paragraph: Paragraph, title: str) -> None:
    """Narrow a title so that its lines have about the same length (排列对称, 7.3.1)."""
    room = _WIDTH / 440  # characters of 22 pt
    length = cell_len(title) / 2
    lines = -(-length // room)
    if 1 < lines < 6:
        spare = max(room - length / lines - 1.5, 0) / 2
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(22 * spare)


def _body(package: Package, section: Section, room: int = _WIDTH) -> None:
    for text in section.paragraphs:
        _write(package.add_paragraph(style="Body Text"), text)
    if section.grid:
        if section.paragraphs:
            package.paragraphs[-1].paragraph_format.keep_with_next = True
            package.paragraphs[-1].paragraph_format.space_after = Pt(6)
        _table(package, section.grid, room)
        package.add_paragraph(style="表后")


def _table(package: Package, grid: Grid, room: int = _WIDTH) -> None:
    """Add a table as wide as the text; repeat its head on every page, and keep each row on one page."""
    size = _TABLE_SIZES[-1]
    for larger in _TABLE_SIZES:
        if sum(grid.widths()) * larger * 10 + 2 * _EDGE * len(grid.headings) <= room:
            size = larger
            break
    cell = size * 10
    widths = [round(share * cell) for share in grid.shares(room / cell, edge=2 * _EDGE / cell + 0.5)]
    centred = [short or place in grid.numbers for place, short in enumerate(grid.nowrap())]
    table = package.add_table(rows=1 + len(grid.rows), cols=len(grid.headings))
    _frame(table, widths)
    for number, (row, texts) in enumerate(zip(table.rows, [grid.headings, *grid.rows], strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for place, (box, text) in enumerate(zip(row.cells, texts, strict=True)):
            _fill(box, text, "表头" if number == 0 else "表格文字", size, widths[place], centred[place])
            if number and (tone := grid.tone(number - 1, place)):
                _shade(box, tone)


def _frame(table: Table, widths: Sequence[int]) -> None:
    """Set borders, cell margins and fixed column widths: the same in Word, WPS and LibreOffice."""
    table.autofit = False
    properties = table._tbl.tblPr
    for old in [*properties.findall(qn("w:tblW")), *properties.findall(qn("w:tblLayout"))]:
        properties.remove(old)
    for text in (
        f'<w:tblW {{}} w:w="{sum(widths)}" w:type="dxa"/>',
        '<w:jc {} w:val="center"/>',
        f"<w:tblBorders {{}}>{_BORDERS}</w:tblBorders>",
        '<w:tblLayout {} w:type="fixed"/>',
        f'<w:tblCellMar {{}}><w:top w:w="40" w:type="dxa"/><w:left w:w="{_EDGE}" w:type="dxa"/>'
        f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="{_EDGE}" w:type="dxa"/></w:tblCellMar>',
    ):
        properties.append(_xml(text))
    for look in properties.findall(qn("w:tblLook")):  # the schema wants it last
        properties.append(look)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(width))


def _shade(box: _Cell, tone: Tone) -> None:
    properties = box._tc.get_or_add_tcPr()
    shade = _xml(f'<w:shd {{}} w:val="clear" w:color="auto" w:fill="{SHADES[tone]}"/>')
    properties.insert(len(properties) - 1, shade)  # the schema wants it before vAlign


def _fill(box: _Cell, text: str, style: str, size: float, width: int, centred: bool) -> None:
    properties = box._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:tcW")):
        properties.remove(old)
    properties.append(_xml(f'<w:tcW {{}} w:w="{width}" w:type="dxa"/>'))
    properties.append(_xml('<w:vAlign {} w:val="center"/>'))
    paragraph = box.paragraphs[0]
    paragraph.style = style
    _write(paragraph, text, size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _closing(package: Package, document: Document) -> None:
    """Write 附件说明 one line below the text (7.3.4), then 署名 and date (7.3.5.2: without a seal)."""
    labels = annex_labels(document)
    _keep_last(package)
    lines = [package.add_paragraph()]
    for number, (_, title) in enumerate(labels, 1):
        lead = "附件：" if number == 1 else ""
        line = _write(package.add_paragraph(), f"{lead}{f'{number}.' if len(labels) > 1 else ''}{title}")
        _indent(line, left=5, hanging=3 if number == 1 else 0)
        lines.append(line)
    if document.signed or document.dated:
        if labels:
            lines.append(package.add_paragraph())
        signed, dated = cell_len(document.signed) / 2, cell_len(document.dated) / 2
        # The date begins two characters right of the office; the one that then reaches further right
        # stays two characters from the edge.
        beyond = dated + 2 - signed
        for text, right in ((document.signed, 2 + max(beyond, 0)), (document.dated, 2 + max(-beyond, 0))):
            if text:
                line = _write(package.add_paragraph(), text)
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                _indent(line, right=right)
                lines.append(line)
    for line, _ in pairwise(lines):
        line.paragraph_format.keep_with_next = True


def _keep_last(package: Package) -> None:
    """Keep the last paragraph, or the last row of a table, on the page of what follows: no lone signature."""
    last = package.paragraphs[-1]
    last.paragraph_format.keep_with_next = True
    table = last._p.getprevious()
    if table is not None and table.tag == qn("w:tbl"):
        for cell in Table(table, package._body).rows[-1].cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _indent(paragraph: Paragraph, left: float = 0, hanging: float = 0, right: float = 0) -> None:
    """Indent by characters of 16 pt, and by twips for programs that do not support characters."""
    words = {"left": left, "right": right, "hanging": hanging}
    both = " ".join(f'w:{name}Chars="{n * 100:.0f}" w:{name}="{n * 320:.0f}"' for name, n in words.items())
    properties = paragraph._p.get_or_add_pPr()
    properties._insert_ind(_xml(f"<w:ind {{}} {both}/>"))


def _annex(package: Package, label: str, title: str, section: Section) -> None:
    """Write an annex on its own page: the label at the top in 黑体, the title on the third line (7.3.7).

    One with a table of many columns is on landscape pages.
    """
    wide = section.grid is not None and len(section.grid.headings) > _PORTRAIT_COLUMNS
    turned = package.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    if wide != turned:
        _turn(package.add_section(WD_SECTION.NEW_PAGE))
    top = package.add_paragraph()
    top.paragraph_format.page_break_before = wide == turned
    _write(top, label).paragraph_format.keep_with_next = True
    top.runs[0]._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEI)
    package.add_paragraph()
    _balance(_write(package.add_paragraph(style="附件标题"), title), title)
    package.add_paragraph()
    _body(package, section, _ACROSS if wide else _WIDTH)


def _turn(page: PageSection) -> None:
    """Turn the pages of a section from portrait to landscape, or back."""
    is_wide = page.orientation == WD_ORIENT.LANDSCAPE
    page.orientation = WD_ORIENT.PORTRAIT if is_wide else WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.top_margin, page.bottom_margin = (Mm(37), Mm(35)) if is_wide else (Mm(28), Mm(26))


# --- a table by itself -------------------------------------------------------------------------------------


class _TableCell(NamedTuple):
    """A cell: its text and look, the columns it spans, and its role in a cell merged over several rows."""

    text: str
    width: int
    style: str = "表格文字"
    centred: bool = False
    bold: bool = False
    span: int = 1
    merge: str = ""


def docx_table(table: TitledTable) -> bytes:
    """Return a table under its title, on landscape pages, as the bytes of a .docx file."""
    package = _package(Document(table.title, []))
    page = package.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.top_margin = page.bottom_margin = Mm(28)
    for text, style in ((table.title, "附件标题"), *((line, "表格文字") for line in table.lines)):
        if text:
            line = _write(package.add_paragraph(style=style), text)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    package.add_paragraph(style="表后")
    rows = [[shown(value) for value in row] for row in table.rows]
    grid = Grid(table.headings, rows)
    cell = _TABLE_SIZES[-1] * 10
    widths = [round(share * cell) for share in grid.shares(_ACROSS / cell, edge=2 * _EDGE / cell + 0.5)]
    frame = package.add_table(rows=0, cols=len(widths))
    _frame(frame, widths)
    ids = {name: package.styles[name].style_id for name in _STYLES}  # to look one up takes milliseconds
    for boxes in _boxes(table, grid, widths):
        frame._tbl.append(_row(package, boxes, ids))
    file = BytesIO()
    package.save(file)
    return file.getvalue()


def _boxes(table: TitledTable, grid: Grid, widths: Sequence[int]) -> Iterator[list[_TableCell]]:
    """Yield the cells of each row of the table, from its head to its foot."""
    yield [_TableCell(text, width, "表头", True) for text, width in zip(table.headings, widths, strict=True)]
    centred = grid.nowrap()
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


def _row(package: Package, boxes: Sequence[_TableCell], ids: Mapping[str, str]) -> BaseOxmlElement:
    """Return a row that is kept on one page.

    It is built by hand: python-docx visits all cells of a table for each new one.
    """
    row = _xml("<w:tr {}/>")
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if boxes[0].style == "表头":
        properties.append(OxmlElement("w:tblHeader"))
    for box in boxes:
        span = f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
        merge = f'<w:vMerge w:val="{box.merge}"/>' if box.merge else ""
        cell = _xml(
            f'<w:tc {{}}><w:tcPr><w:tcW w:w="{box.width}" w:type="dxa"/>{span}{merge}'
            '<w:vAlign w:val="center"/></w:tcPr><w:p/></w:tc>'
        )
        paragraph = Paragraph(cell.p_lst[0], package._body)
        paragraph._p.style = ids[box.style]
        _write(paragraph, box.text, _TABLE_SIZES[-1])
        paragraph.runs[0].bold = box.bold or None
        if box.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        row.append(cell)
    return row
