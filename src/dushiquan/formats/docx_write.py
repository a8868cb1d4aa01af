"""Write a paper or a table as .docx, laid out after GB/T 9704-2012 (公文格式), for Word and WPS.

Lengths are in twips (1/20 pt), the unit of the file format, unless stated otherwise.
"""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

from docx.document import Document as Package
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section as PageSection
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from rich.cells import cell_len

from dushiquan.formats.column_widths import READABLE, ROOMY, printed_width
from dushiquan.formats.document import SHADES, Document, Grid, Section, annex_labels
from dushiquan.formats.docx_front import add_front
from dushiquan.formats.docx_styles import (
    ACROSS,
    HEIGHT,
    HEIGHT_ACROSS,
    RED,
    STYLES,
    WIDTH,
    element,
    new_package,
    put_at,
    write,
)
from dushiquan.formats.docx_tables import (
    add_table,
    boxes_of,
    column_widths,
    frame_table,
    is_fit,
    keep_last,
    put_below,
    row_of,
)
from dushiquan.formats.titled_table import TitledTable, shown
from dushiquan.formats.titles import title_lines

_TITLE, _MOST_LINES = 22, 5  # 2号; a title of more lines is written smaller, so that text stands below it
_IMPRINT_LINE = 22  # points, of a line of 14
_NUMERAL = re.compile("[一二三四五六七八九十]+、")
_SUBHEADING = re.compile("（[一二三四五六七八九十]+）")


def docx(document: Document) -> bytes:
    """Return the paper as the bytes of a .docx file.

    A table too wide for an upright page stands in an annex, or, in a paper of one section, all lies across.
    """
    across = len(document.sections) == 1 and not document.annexes and not _is_upright(document.sections[0])
    if not across:
        document = _with_wide_tables_annexed(document)
    package = new_package(document)
    if document.front:
        add_front(package, document.front, alone=document.is_front_only)
    if across:
        _turn(package.sections[-1])
    if not document.is_front_only:
        _paper(package, document, ACROSS if across else WIDTH)
    file = BytesIO()
    package.save(file)
    return file.getvalue()


def _paper(package: Package, document: Document, room: int) -> None:
    _head(package, document, room)
    for section in document.sections:
        style = "Heading 2" if _SUBHEADING.match(section.heading) else "Heading 1"
        write(package.add_paragraph(style=style), section.heading)
        _body(package, section, room)
    _closing(package, document)
    for (label, title), annex in zip(annex_labels(document), document.annexes, strict=True):
        _annex(package, label, title, annex)
    _imprint(package, document)


def _is_upright(section: Section, text: float = READABLE) -> bool:
    return section.grid is None or is_fit(section.grid, WIDTH, text=text)


def _with_wide_tables_annexed(document: Document) -> Document:
    """Move each table that is too wide for the text to an annex after the others."""
    sections, annexes = list(document.sections), list(document.annexes)
    for at, section in enumerate(sections):
        if not _is_upright(section):
            title = _NUMERAL.sub("", section.heading, count=1)
            annexes.append(Section(f"附件{len(annexes) + 1} {title}", grid=section.grid))
            told = [*section.paragraphs, f"详见附件“{title}”。"]
            sections[at] = replace(section, paragraphs=told, grid=None)
    return replace(document, sections=sections, annexes=annexes)


def _head(package: Package, document: Document, room: int) -> None:
    """Write 刊头, 期号, the line of office and date over a red rule, then title and 主送."""
    if document.masthead:
        size = min(42.0, room / 20 / max(cell_len(document.masthead) / 2, 1))
        write(package.add_paragraph(style="刊头"), document.masthead, size)
        if document.issue:
            write(package.add_paragraph(), document.issue).alignment = WD_ALIGN_PARAGRAPH.CENTER
        line = write(package.add_paragraph(), f"{document.signed}\t{document.dated}")
        properties = line._p.get_or_add_pPr()
        rule = f'<w:bottom w:val="single" w:sz="18" w:space="4" w:color="{RED}"/>'
        properties.append(element(f"<w:pBdr {{}}>{rule}</w:pBdr>"))
        properties.append(element(f'<w:tabs {{}}><w:tab w:val="right" w:pos="{room}"/></w:tabs>'))
        package.add_paragraph().paragraph_format.keep_with_next = True
    if document.band:
        band = write(package.add_paragraph(style="表头"), document.band.text)
        shade = f'<w:shd {{}} w:val="clear" w:color="auto" w:fill="{SHADES[document.band.tone]}"/>'
        band._p.get_or_add_pPr().append(element(shade))
        package.add_paragraph().paragraph_format.keep_with_next = True
    _title(package.add_paragraph(style="Title"), document.title, room)
    package.add_paragraph().paragraph_format.keep_with_next = True
    if document.addressed:
        write(package.add_paragraph(), f"{document.addressed}：").paragraph_format.keep_with_next = True


def _title(paragraph: Paragraph, title: str, room: int) -> None:
    """Write a title in lines that are broken by their meaning; a very long one in a smaller size."""
    for size in (_TITLE, 18, 16):
        lines = title_lines(title, room / (size * 10) - 0.5)
        if len(lines) <= _MOST_LINES:
            break
    write(paragraph, "\n".join(lines), None if size == _TITLE else size)
    if size != _TITLE:
        paragraph.paragraph_format.line_spacing = Pt(size * 1.4)


def _body(package: Package, section: Section, room: int) -> None:
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
    is_signed = bool(document.signed or document.dated)
    if not (labels or is_signed):
        return
    table = keep_last(package)
    lines = [package.add_paragraph()]
    for number, (_, title) in enumerate(labels, 1):
        lead = "附件：" if number == 1 else ""
        line = write(package.add_paragraph(), f"{lead}{f'{number}.' if len(labels) > 1 else ''}{title}")
        _indent(line, left=5, hanging=3 if number == 1 else 0)
        lines.append(line)
    if is_signed:
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
    if table is not None:
        put_below(table, [line._p for line in lines])


def _indent(paragraph: Paragraph, left: float = 0, hanging: float = 0, right: float = 0) -> None:
    """Indent by characters of 16 pt, and by twips for programs that do not support characters."""
    words = {"left": left, "right": right, "hanging": hanging}
    both = " ".join(f'w:{name}Chars="{n * 100:.0f}" w:{name}="{n * 320:.0f}"' for name, n in words.items())
    properties = paragraph._p.get_or_add_pPr()
    properties._insert_ind(element(f"<w:ind {{}} {both}/>"))


def _annex(package: Package, label: str, title: str, section: Section) -> None:
    """Write an annex on its own page: the label at the top in 黑体, the title on the third line (7.3.7).

    One whose table would be crowded on an upright page is on landscape pages.
    """
    wide = not _is_upright(section, ROOMY)
    turned = package.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    if wide != turned:
        keep_last(package)
        _turn(_new_section(package))
    top = package.add_paragraph()
    top.paragraph_format.page_break_before = wide == turned
    write(top, label).paragraph_format.keep_with_next = True
    heading = package.styles["Heading 1"].element.rPr.rFonts.get(qn("w:eastAsia"))
    top.runs[0]._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), heading)
    package.add_paragraph().paragraph_format.keep_with_next = True
    _title(package.add_paragraph(style="附件标题"), title, ACROSS if wide else WIDTH)
    package.add_paragraph().paragraph_format.keep_with_next = True
    _body(package, section, ACROSS if wide else WIDTH)


def _new_section(package: Package) -> PageSection:
    """Begin a section on a new page; the paragraph that ends the last one is no paragraph of its own.

    An empty one could fall on a page of its own.
    """
    added: PageSection = package.add_section(WD_SECTION.NEW_PAGE)
    end = package.element.body.p_lst[-1]
    before = end.getprevious()
    if before is not None and before.tag == qn("w:p"):
        before.get_or_add_pPr().append(end.pPr.find(qn("w:sectPr")))
        end.getparent().remove(end)
    return added


def _turn(page: PageSection) -> None:
    """Turn the pages of a section from portrait to landscape, or back."""
    is_wide = page.orientation == WD_ORIENT.LANDSCAPE
    page.orientation = WD_ORIENT.PORTRAIT if is_wide else WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.top_margin, page.bottom_margin = (Mm(37), Mm(35)) if is_wide else (Mm(28), Mm(26))
    page.footer_distance = Mm(25) if is_wide else Mm(16)


def _imprint(package: Package, document: Document) -> None:
    """Write 版记 at the foot of the last page: 抄送, and who printed it when (7.4).

    Each is a frame of its own: LibreOffice makes none of two paragraphs.
    """
    across = package.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    room, height = (ACROSS, HEIGHT_ACROSS) if across else (WIDTH, HEIGHT)
    texts, rows = [], []
    if document.copied:
        texts.append(f"抄送：{document.copied}。")
        rows.append(-(-(printed_width(document.copied) + 2) // ((room - 560) / 140 - 6)))
    if document.printed:
        texts.append(f"{document.signed}\t{document.printed}")
        rows.append(1)
    if not texts:
        return
    table = keep_last(package)
    below = package.add_paragraph(style="版记")  # the room that they take
    below.paragraph_format.line_spacing = Pt(_IMPRINT_LINE * (sum(rows) + 1))
    if table is None:
        below.paragraph_format.keep_with_next = True
    else:
        put_below(table, [below._p])
    for at, text in enumerate(texts):
        line = write(package.add_paragraph(style="版记"), text)
        top = height - sum(rows[at:]) * _IMPRINT_LINE * 20
        hanging = 840 if text.startswith("抄送") else 0
        put_at(line._p, room, top, hanging, first=at == 0, last=at == len(texts) - 1)
    package.add_paragraph(style="表后")  # which they hang on


def docx_table(table: TitledTable) -> bytes:
    """Return a table under its title, on landscape pages, as the bytes of a .docx file."""
    package = new_package(Document(table.title, []))
    page = package.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.top_margin = page.bottom_margin = Mm(28)
    if table.title:
        _title(package.add_paragraph(style="附件标题"), table.title, ACROSS)
    for text in filter(None, table.lines):
        line = write(package.add_paragraph(style="表格文字"), text)
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
