"""The page, the styles, the texts and the titles of a .docx file, after GB/T 9704-2012 (公文格式).

Lengths are in twips (1/20 pt), the unit of the file format, unless stated otherwise.
"""

import re
from datetime import UTC, datetime
from io import BytesIO

import docx as python_docx
from docx.document import Document as Package
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section as PageSection
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from dushiquan.formats.document import SHADES, Document, Tone
from dushiquan.formats.titles import title_lines

WIDTH = round((210 - 28 - 26) / 25.4 * 1440)  # of the text, between the margins of 5.2.1
ACROSS = round((297 - 28 - 26) / 25.4 * 1440)  # of the text on a landscape page
HEIGHT = round((297 - 37 - 35) / 25.4 * 1440)
HEIGHT_ACROSS = round((210 - 28 - 26) / 25.4 * 1440)
LINE = int((297 - 37 - 35) / 25.4 * 1440 / 22)  # 22 lines a page (5.2.3)
# 28 characters of 16 pt (5.2.3) are a little wider than the text, so each is narrowed by a quarter point.
# A character grid (w:docGrid linesAndChars) would not do: LibreOffice then gives each character two cells.
_SQUEEZE = -5
_TITLE, _MOST_LINES = 22, 5  # 2号; a title of more lines is written smaller, so that text stands below it

_NUMBERS = "宋体"
_LATIN = "Times New Roman"
RED = "FF0000"

# An exact line keeps 22 to a page with whatever font stands in for one that is missing.
_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_LARGE = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="680" w:lineRule="exact"/>'
_SINGLE = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_THIN = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="2" w:lineRule="exact"/>'
_IMPRINT = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="440" w:lineRule="exact"/>'
_TIGHT = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'  # no space between 2011 and 年
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CENTRED = '<w:jc w:val="center"/>'
_TOGETHER = "<w:keepNext/><w:keepLines/>"
_HEADING = '<w:outlineLvl w:val="0"/>'
_SECOND = '<w:outlineLvl w:val="1"/>'
STYLES = {  # name: (role of the font, size in pt, paragraph properties in the order of the schema)
    "Normal": ("text", 16, _TIGHT + _EXACT),
    "Body Text": ("text", 16, _TIGHT + _EXACT + _INDENT),
    "Title": ("title", 22, _TOGETHER + _TIGHT + _LARGE + _CENTRED),
    "Heading 1": ("heading", 16, _TOGETHER + _TIGHT + _EXACT + _INDENT + _HEADING),
    "Heading 2": ("subheading", 16, _TOGETHER + _TIGHT + _EXACT + _INDENT + _SECOND),
    "刊头": ("title", 42, "<w:keepNext/>" + _SINGLE + _CENTRED),
    "附件标题": ("title", 22, _TOGETHER + _TIGHT + _LARGE + _CENTRED + _HEADING),
    "表头": ("heading", 12, "<w:keepNext/>" + _TIGHT + _SINGLE + _CENTRED),
    "表格文字": ("text", 12, _TIGHT + _SINGLE),
    "表后": ("text", 1, _THIN),
    "版记": ("text", 14, _TIGHT + _IMPRINT),
    "简报": ("heading", 10, _TIGHT + _SINGLE),
    "简报标题": ("title", 18, _TIGHT + _SINGLE),
    "Footer": ("", 14, _SINGLE),
}
_IN_A_DAY = re.compile(r"(?<=\d)-(?=\d\d)")
"""The hyphens of 2011-12-31."""
_BETWEEN_NUMBERS = re.compile(r"(?<=\d、)(?=\d)")
"""Between the numbers of a list: LibreOffice takes 9、16、30 for one word."""
_DAY = re.compile("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")


def new_package(document: Document) -> Package:
    """Return an empty file with the page setup, the styles and the page numbers."""
    package = python_docx.Document()
    _tell_about(package, document)
    for name, (role, size, paragraph) in STYLES.items():
        _style(package, name, getattr(document.fonts, role, _NUMBERS), size, paragraph)
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
    page._sectPr.append(element(f'<w:docGrid {{}} w:type="lines" w:linePitch="{LINE}"/>'))
    package.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        number = footer.paragraphs[0]
        number.style = package.styles["Footer"]
        write(number, "— ")
        number._p.append(element('<w:fldSimple {} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
        write(number, " —")
        properties = (
            number._p.get_or_add_pPr()
        )  # single numbers right, double ones left, a character in (7.5)
        properties._insert_ind(element(f'<w:ind {{}} w:{side}Chars="100" w:{side}="280"/>'))
        properties._insert_jc(element(f'<w:jc {{}} w:val="{side}"/>'))
    return package


def _tell_about(package: Package, document: Document) -> None:
    """Write who made the paper and when; the template's picture and its day are not ours."""
    about = package.core_properties
    about.title, about.author, about.comments = document.title[:255], document.signed[:255], ""
    about.last_modified_by, about.language = document.signed[:255], "zh-CN"
    parts = package.part.package.rels
    for name in [name for name, part in parts.items() if part.reltype.endswith("/thumbnail")]:
        del parts[name]
    day = _DAY.match(document.dated)
    if day:
        year, month, of_month = map(int, day.groups())
        about.created = about.modified = datetime(year, month, of_month, tzinfo=UTC)
    for old in () if day else about._element.xpath("dcterms:created|dcterms:modified"):
        about._element.remove(old)


def _style(package: Package, name: str, font: str, size: float, paragraph: str) -> None:
    """Redefine a style; nothing of the template's own formatting is kept."""
    styles = package.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    definition = style.element
    for old in (*definition.findall(qn("w:pPr")), *definition.findall(qn("w:rPr"))):
        definition.remove(old)
    definition.append(element(f"<w:pPr {{}}>{paragraph}</w:pPr>"))
    definition.append(
        element(
            f'<w:rPr {{}}><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}"'
            f' w:eastAsia="{font}" w:cs="{_LATIN}"/>'
            f'<w:color w:val="{RED if name == "刊头" else "000000"}"/>'
            f'<w:spacing w:val="{_SQUEEZE if size == 16 else 0}"/>'
            f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr>'
        )
    )


def style_ids(package: Package) -> dict[str, str]:
    """Return the ids of our styles by their names; python-docx takes milliseconds to look one up."""
    return {name: package.styles[name].style_id for name in STYLES}


def element(text: str) -> BaseOxmlElement:
    """Parse an element from markup of this module, never from a user's text."""
    return parse_xml(text.format(nsdecls("w")))


def write(paragraph: Paragraph, text: str, size: float | None = None) -> Paragraph:
    """Add the text of a paper, whose lists of numbers may be broken between them."""
    return write_exactly(paragraph, _BETWEEN_NUMBERS.sub("\u200b", text), size)


def write_exactly(paragraph: Paragraph, text: str, size: float | None = None) -> Paragraph:
    """Add text that is read back as it is, with a hint that makes “ ” … — full width, as in Chinese.

    No day is torn.
    """
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


def write_title(paragraph: Paragraph, title: str, room: int) -> None:
    """Write a title in lines that are broken by their meaning; a very long one in a smaller size."""
    for size in (_TITLE, 18, 16):
        lines = title_lines(title, room / (size * 10) - 0.5)
        if len(lines) <= _MOST_LINES:
            break
    write(paragraph, "\n".join(lines), None if size == _TITLE else size)
    if size != _TITLE:
        paragraph.paragraph_format.line_spacing = Pt(size * 1.4)


def shading(tone: Tone) -> BaseOxmlElement:
    """Return the shade of a tone, for a cell or a paragraph."""
    return element(f'<w:shd {{}} w:val="clear" w:color="auto" w:fill="{SHADES[tone]}"/>')


def turn(page: PageSection) -> None:
    """Turn the pages of a section from portrait to landscape, or back."""
    is_wide = page.orientation == WD_ORIENT.LANDSCAPE
    page.orientation = WD_ORIENT.PORTRAIT if is_wide else WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    page.top_margin, page.bottom_margin = (Mm(37), Mm(35)) if is_wide else (Mm(28), Mm(26))
    page.footer_distance = Mm(25) if is_wide else Mm(16)


def saved(package: Package) -> bytes:
    """Return a file as bytes."""
    file = BytesIO()
    package.save(file)
    return file.getvalue()
