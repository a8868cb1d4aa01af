"""Write a paper as .docx, laid out after GB/T 9704-2012 (公文格式), for Word and WPS.

Lengths are in twips (1/20 pt), the unit of the file format, unless stated otherwise.
"""

import re
from dataclasses import replace

from docx.document import Document as Package
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section as PageSection
from docx.shared import Pt
from rich.cells import cell_len

from dushiquan.formats.column_widths import READABLE, ROOMY
from dushiquan.formats.document import Document, Section, annex_labels, bare_heading
from dushiquan.formats.docx_closing import add_closing, add_imprint
from dushiquan.formats.docx_front import add_front
from dushiquan.formats.docx_styles import (
    ACROSS,
    RED,
    WIDTH,
    element,
    new_package,
    saved,
    shading,
    turn,
    write,
    write_title,
)
from dushiquan.formats.docx_tables import add_table, is_fit, keep_last

_SUBHEADING = re.compile("（[一二三四五六七八九十]+）")


def docx_paper(document: Document) -> bytes:
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
        turn(package.sections[-1])
    if not document.is_front_only:
        _paper(package, document, ACROSS if across else WIDTH)
    return saved(package)


def _paper(package: Package, document: Document, room: int) -> None:
    _head(package, document, room)
    for section in document.sections:
        if section.heading:
            style = "Heading 2" if _SUBHEADING.match(section.heading) else "Heading 1"
            write(package.add_paragraph(style=style), section.heading)
        _body(package, section, room)
    add_closing(package, document, room)
    for (label, title), annex in zip(annex_labels(document), document.annexes, strict=True):
        _annex(package, label, title, annex)
    add_imprint(package, document)


def _is_upright(section: Section, text: float = READABLE) -> bool:
    return section.grid is None or is_fit(section.grid, WIDTH, text=text)


def _with_wide_tables_annexed(document: Document) -> Document:
    """Move each table that is too wide for the text to an annex after the others."""
    sections, annexes = list(document.sections), list(document.annexes)
    for at, section in enumerate(sections):
        if not _is_upright(section):
            title = bare_heading(section.heading)
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
        band._p.get_or_add_pPr().append(shading(document.band.tone))
        package.add_paragraph().paragraph_format.keep_with_next = True
    write_title(package.add_paragraph(style="Title"), document.title, room)
    package.add_paragraph().paragraph_format.keep_with_next = True
    if document.addressed:
        write(package.add_paragraph(), f"{document.addressed}：").paragraph_format.keep_with_next = True


def _body(package: Package, section: Section, room: int) -> None:
    for text in section.paragraphs:
        write(package.add_paragraph(style="Body Text"), text)
    if section.grid:
        if section.paragraphs:
            package.paragraphs[-1].paragraph_format.keep_with_next = True
            package.paragraphs[-1].paragraph_format.space_after = Pt(6)
        add_table(package, section.grid, room)
        package.add_paragraph(style="表后")


def _annex(package: Package, label: str, title: str, section: Section) -> None:
    """Write an annex on its own page: the label at the top in 黑体, the title on the third line (7.3.7).

    One whose table would be crowded on an upright page is on landscape pages.
    """
    wide = not _is_upright(section, ROOMY)
    turned = package.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    if wide != turned:
        keep_last(package)
        turn(_new_section(package))
    else:
        _without_end_of_table(package)
    top = package.add_paragraph()
    top.paragraph_format.page_break_before = wide == turned
    write(top, label).paragraph_format.keep_with_next = True
    heading = package.styles["Heading 1"].element.rPr.rFonts.get(qn("w:eastAsia"))
    top.runs[0]._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), heading)
    package.add_paragraph().paragraph_format.keep_with_next = True
    write_title(package.add_paragraph(style="附件标题"), title, ACROSS if wide else WIDTH)
    package.add_paragraph().paragraph_format.keep_with_next = True
    _body(package, section, ACROSS if wide else WIDTH)


def _without_end_of_table(package: Package) -> None:
    """Remove the empty paragraph below a last table: below a full page it would be a page of its own."""
    last = package.paragraphs[-1]
    before = last._p.getprevious()
    if not last.text and before is not None and before.tag == qn("w:tbl"):
        last._p.getparent().remove(last._p)


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
