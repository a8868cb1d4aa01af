"""Write what stands below the text of a .docx paper: 附件说明, 署名 and date, and 版记 (its imprint).

Lengths are in twips (1/20 pt), the unit of the file format, unless stated otherwise.
"""

from docx.document import Document as Package
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from rich.cells import cell_len

from dushiquan.formats.column_widths import printed_width
from dushiquan.formats.document import Document, annex_labels
from dushiquan.formats.docx_styles import ACROSS, HEIGHT, HEIGHT_ACROSS, LINE, WIDTH, element, write
from dushiquan.formats.docx_tables import keep_last, put_below, put_in_row

_IMPRINT_LINE = 22  # points, of a line of 14


def add_closing(package: Package, document: Document, room: int) -> None:
    """Write 附件说明 one line below the text (7.3.4), then 署名 and date (7.3.5.2: without a seal)."""
    labels = annex_labels(document)
    is_signed = bool(document.signed or document.dated)
    if not (labels or is_signed):
        return
    table = keep_last(package)
    lines = []
    for number, (_, title) in enumerate(labels, 1):
        lead = "附件：" if number == 1 else ""
        line = write(package.add_paragraph(), f"{lead}{f'{number}.' if len(labels) > 1 else ''}{title}")
        _indent(line, left=5, hanging=3 if number == 1 else 0)
        lines.append(line)
    if is_signed:
        first = len(lines)
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
        if labels:
            _lower(lines[first])
    _lower(lines[0])
    if table is None:
        put_in_row(package, [line._p for line in lines], room)
    else:
        put_below(table, [line._p for line in lines])


def _lower(paragraph: Paragraph) -> None:
    """Leave a line free above. LibreOffice does not keep an empty paragraph with the next."""
    paragraph.paragraph_format.space_before = Pt(LINE / 20)


def _indent(paragraph: Paragraph, left: float = 0, hanging: float = 0, right: float = 0) -> None:
    """Indent by characters of 16 pt, and by twips for programs that do not support characters."""
    words = {"left": left, "right": right, "hanging": hanging}
    both = " ".join(f'w:{name}Chars="{n * 100:.0f}" w:{name}="{n * 320:.0f}"' for name, n in words.items())
    properties = paragraph._p.get_or_add_pPr()
    properties._insert_ind(element(f"<w:ind {{}} {both}/>"))


def add_imprint(package: Package, document: Document) -> None:
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
    last = None
    if table is None:
        below.paragraph_format.keep_with_next = True
    else:
        put_below(table, [below._p])
        last = package.paragraphs[-1]  # a second one below the table could fall on the next page with them
    for at, text in enumerate(texts):
        line = write(package.add_paragraph(style="版记"), text)
        if last is not None:
            last._p.addprevious(line._p)
        top = height - sum(rows[at:]) * _IMPRINT_LINE * 20
        hanging = 840 if text.startswith("抄送") else 0
        _put_at(line._p, room, top, hanging, first=at == 0, last=at == len(texts) - 1)
    if last is None:
        package.add_paragraph(style="表后")  # which they hang on


def _put_at(
    paragraph: BaseOxmlElement, width: int, top: float, hanging: int, *, first: bool, last: bool
) -> None:
    """Put a paragraph at a place below the upper margin, with lines above and below as 版记 has (7.4.1)."""
    properties = paragraph.get_or_add_pPr()
    sides = [("top", 8)] if first else []
    sides.append(("bottom", 8 if last else 6))
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for side, size in sides
    )
    properties.append(
        element(
            f'<w:framePr {{}} w:w="{width}" w:wrap="none" w:vAnchor="margin" w:hAnchor="margin"'
            f' w:xAlign="left" w:y="{round(top)}"/>'
        )
    )
    properties.append(element(f"<w:pBdr {{}}>{lines}</w:pBdr>"))
    properties.append(element(f'<w:tabs {{}}><w:tab w:val="right" w:pos="{width - 280}"/></w:tabs>'))
    indent = f'w:left="{280 + hanging}" w:right="280" w:hanging="{hanging}"'
    properties.append(element(f"<w:ind {{}} {indent}/>"))
