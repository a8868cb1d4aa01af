"""Write the cells of an .xlsx file for papers, listings and forms."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from dushiquan.formats.text import begins_like_formula, visible

LONGEST_TEXT = 32_767
"""UTF-16 units that a cell of Excel holds."""

_CUT = "……（原文过长，以下从略）"
_FIRST_DAY = date(1900, 3, 1)  # earlier days are off by one in Excel, or do not exist
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_EDGE = Side(style="thin", color="999999")
BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
HEAD_FILL = PatternFill("solid", fgColor="EEEBE4")


def put(cell: Cell, value: object) -> Cell:
    """Write a value; a text stays a text whatever it begins with, and a day is shown as 2011-12-31."""
    if isinstance(value, str):
        _put_text(cell, value)
    elif isinstance(value, date) and value < _FIRST_DAY:
        _put_text(cell, value.isoformat())
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    return cell


def _put_text(cell: Cell, text: str) -> None:
    if not text:
        return
    text = visible(text)
    if units(text) > LONGEST_TEXT:
        text = cut(text, LONGEST_TEXT, _CUT)
    cell.value = _ESCAPE.sub("_x005F_", text)  # Excel reads _x000D_ and the like as one character
    cell.data_type = "s"  # not a formula, nor an error such as #N/A
    cell.quotePrefix = begins_like_formula(text)


def put_head(cells: Sequence[Cell], headings: Sequence[str], font: Font) -> None:
    """Write a row of headings."""
    for cell, heading in zip(cells, headings, strict=True):
        put(cell, heading)
        cell.font, cell.fill, cell.border = font, HEAD_FILL, BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def units(text: str) -> int:
    """Return the length of a text as Excel counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def cut(text: str, longest: int, end: str = "") -> str:
    """Return the text with ``end`` after it, the text cut so that both fit ``longest`` UTF-16 units."""
    kept = text.encode("utf-16-le")[: 2 * (longest - len(end))]
    return kept.decode("utf-16-le", errors="ignore") + end


def saved(book: Workbook) -> bytes:
    """Return a workbook as bytes."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()
