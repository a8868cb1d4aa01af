"""Write a paper or a table as .docx, laid out after GB/T 9704-2012 (公文格式), for Word and WPS.

Lengths are in twips (1/20 pt), the unit of the file format, unless stated otherwise.
"""

from io import BytesIO
from itertools import pairwise

from docx.document import Document as Package
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section as PageSection
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from rich.cells import cell_len

from dushiquan.formats.document import Document, Grid, Section, annex_labels
from dushiquan.formats.docx_styles import ACROSS, HEI, RED, STYLES, WIDTH, element, new_package, write
from dushiquan.formats.docx_tables import add_table, boxes_of, column_widths, frame_table, row_of
from dushiquan.formats.titled_table import TitledTable, shown

_PORTRAIT_COLUMNS = 6


def docx(document: Document) -> bytes:
    """Return the paper as the bytes of a .docx file."""
    package = new_package(document)
    _head(package, document)
    for section in document.sections:
        package.add_paragraph(style="Heading 1")
        write(package.paragraphs[-1], section.heading)
        _body(package, section)
    _closing(package, document)
    for (label, title), annex in zip(annex_labels(document), document.annexes, strict=True):
        _annex(package, label, title, annex)
    file = BytesIO()
    package.save(file)
    return file.getvalue()


def _head(package: Package, document: Document) -> None:
    """Write 刊头, 期号, the line of office and date over a red rule, then title and 主送."""
    if document.masthead:
        size = min(42.0, WIDTH / 20 / max(cell_len(document.masthead) / 2, 1))
        write(package.add_paragraph(style="刊头"), document.masthead, size)
        if document.issue:
            write(package.add_paragraph(), document.issue).alignment = WD_ALIGN_PARAGRAPH.CENTER
        line = write(package.add_paragraph(), f"{document.signed}\t{document.dated}")
        properties = line._p.get_or_add_pPr()
        rule = f'<w:bottom w:val="single" w:sz="18" w:space="4" w:color="{RED}"/>'
        properties.append(element(f"<w:pBdr {{}}>{rule}</w:pBdr>"))
        properties.append(element(f'<w:tabs {{}}><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'))
        package.add_paragraph()
    title = write(package.add_paragraph(style="Title"), document.title)
    _balance(title, document.title)
    package.add_paragraph()
    if document.addressed:
        write(package.add_paragraph(), f"{document.addressed}：")


def _balance(paragraph: Paragraph, title: str) -> None:
    """Narrow a title so that its lines have about the same length (排列对称, 7.3.1)."""
    room = WIDTH / 440  # characters of 22 pt
    length = cell_len(title) / 2
    lines = -(-length // room)
    if 1 < lines < 6:
        spare = max(room - length / lines - 1.5, 0) / 2
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(22 * spare)


def _body(package: Package, section: Section, room: int = WIDTH) -> None:
    for text in section.paragraphs:
        write(package.add_paragraph(style="Body Text"), text)
    if section.grid:
        if section.paragraphs:
            package.paragraphs[-1].paragraph_format.keep_with_next = True
            package.paragraphs[-1].paragraph_format.space_after = Pt(6)
        add_table(package, section.grid, room)
        package.add_paragraph(style="表后")


def _closing(package: Package, document: Document) -> None:
    """Write 附件说明 one line below the text (7.3.4), then 署名 and date (7.3.5.2: without a seal)."""
    labels = annex_labels(document)
    _keep_last(package)
    lines = [package.add_paragraph()]
    for number, (_, title) in enumerate(labels, 1):
        lead = "附件：" if number == 1 else ""
        line = write(package.add_paragraph(), f"{lead}{f'{number}.' if len(labels) > 1 else ''}{title}")
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
                line = write(package.add_paragraph(), text)
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
    properties._insert_ind(element(f"<w:ind {{}} {both}/>"))


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
    write(top, label).paragraph_format.keep_with_next = True
    top.runs[0]._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEI)
    package.add_paragraph()
    _balance(write(package.add_paragraph(style="附件标题"), title), title)
    package.add_paragraph()
    _body(package, section, ACROSS if wide else WIDTH)


def _turn(page: PageSection) -> None:
    """Turn the pages of a section from portrait to landscape, or back."""
    is_wide = page.orientation == WD_ORIENT.LANDSCAPE
    page.orientation = WD_ORIENT.PORTRAIT if is_wide else WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.top_margin, page.bottom_margin = (Mm(37), Mm(35)) if is_wide else (Mm(28), Mm(26))


def docx_table(table: TitledTable) -> bytes:
    """Return a table under its title, on landscape pages, as the bytes of a .docx file."""
    package = new_package(Document(table.title, []))
    page = package.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.top_margin = page.bottom_margin = Mm(28)
    for text, style in ((table.title, "附件标题"), *((line, "表格文字") for line in table.lines)):
        if text:
            line = write(package.add_paragraph(style=style), text)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    package.add_paragraph(style="表后")
    rows = [[shown(value) for value in row] for row in table.rows]
    grid = Grid(table.headings, rows)
    widths = column_widths(grid, ACROSS)
    frame = package.add_table(rows=0, cols=len(widths))
    frame_table(frame, widths)
    ids = {name: package.styles[name].style_id for name in STYLES}  # to look one up takes milliseconds
    for boxes in boxes_of(table, grid, widths):
        frame._tbl.append(row_of(package, boxes, ids))
    file = BytesIO()
    package.save(file)
    return file.getvalue()
