"""A paper as .xlsx: a sheet for its text, and one for each of its tables, to sort, filter and count."""

import re
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from dushiquan.formats.document import Document, Grid

_LONGEST_NAME = 31  # of a sheet, in UTF-16 units, as Excel counts
_LONGEST_TEXT = 32_767  # in a cell
_CUT = "……（原文过长，以下从略）"
_FIRST_DAY = date(1900, 3, 1)  # before it Excel's days are off by one, or no days at all
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?", re.ASCII)  # Excel keeps 15 digits
_FORMULA = ("=", "+", "-", "@")
_FRONT, _LONG = 72, 36  # characters: the text across an upright A4; a long column, so that print stays large
_LINE_HEIGHT, _HIGHEST = 15, 409  # points: a line of 11 pt; the highest row there can be
_FONT = "宋体"
_LINE = Side(style="thin", color="999999")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="EEEBE4")


def xlsx(document: Document) -> bytes:
    """The paper as the bytes of an .xlsx file."""
    book = Workbook()
    book.properties.title, book.properties.creator = document.title, document.signed
    front = book.active
    front.title = "通报"
    names = {"通报"}
    lines = [
        (" ".join(filter(None, [document.masthead, document.issue])), Font(_FONT, 12, color="CC0000")),
        (document.title, Font(_FONT, 16, bold=True)),
        (" ".join(filter(None, [document.signed, document.dated])), Font(_FONT, 11)),
        (document.addressed and f"{document.addressed}：", Font(_FONT, 11)),
    ]
    for section in (*document.sections, *document.annexes):
        lines.append((section.heading, Font(_FONT, 12, bold=True)))
        lines += [(paragraph, Font(_FONT, 11)) for paragraph in section.paragraphs]
        if section.grid:
            name = _name(section.heading, names)
            _sheet(book.create_sheet(name), section.grid)
            lines.append((f"（见工作表“{name}”）", Font(_FONT, 11, color="666666")))
    for number, (text, font) in enumerate(filter(lambda line: line[0], lines), 1):
        cell = _write(front.cell(number, 1), text)
        cell.font = font
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        _heighten(front, number, _lines(text, _FRONT * 11 / font.size) * font.size / 11)
    front.column_dimensions["A"].width = _FRONT
    _paper(front, "portrait")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _name(heading: str, taken: set[str]) -> str:
    """A name for a sheet: allowed by Excel, and not yet taken, whatever the case."""
    wanted = re.sub(r"[\\/?*\[\]:\n\t]", " ", heading).strip(" '") or "表"
    name, number = _cut(wanted, _LONGEST_NAME), 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = _cut(wanted, _LONGEST_NAME, f"({number})")
    taken.add(name.casefold())
    return name


def _cut(text: str, longest: int, end: str = "") -> str:
    """The text with ``end``, cut before it to ``longest`` UTF-16 units in all."""
    units = text.encode("utf-16-le")[: 2 * (longest - len(end))]
    return units.decode("utf-16-le", errors="ignore") + end


def _sheet(sheet: Worksheet, grid: Grid) -> None:
    for place, heading in enumerate(grid.headings, 1):
        cell = _write(sheet.cell(1, place), heading)
        cell.font, cell.fill, cell.border = Font(_FONT, 11, bold=True), _HEAD, _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    whole = grid.whole()
    # two more for the edges, three for the arrow of the filter
    widths = [min(width + 5, _LONG) for width in grid.widths()]
    for number, row in enumerate(grid.rows, 2):
        for place, text in enumerate(row):
            cell = _value(sheet.cell(number, place + 1), text, place, grid)
            cell.font, cell.border = Font(_FONT, 11), _BORDER
            across = "center" if whole[place] or place in grid.numbers else "left"
            cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
        _heighten(sheet, number, max(map(_lines, row, widths)))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    _paper(sheet, "landscape")


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column, to be on the safe side."""
    return sum(max(-(-cell_len(line) // int(width - 3)), 1) for line in text.split("\n"))


def _heighten(sheet: Worksheet, number: int, lines: float) -> None:
    """Make room for folded text: not every program does so by itself."""
    if lines > 1:
        sheet.row_dimensions[number].height = min(lines * _LINE_HEIGHT + 3, _HIGHEST)


def _value(cell: Cell, text: str, place: int, grid: Grid) -> Cell:
    """A day or a number where the column holds such and the text is one; else the text."""
    if place in grid.days and _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return _write(cell, text)
        if day >= _FIRST_DAY:
            cell.value, cell.number_format = day, "yyyy-mm-dd"
            return cell
    elif place in grid.numbers and _NUMBER.fullmatch(text):
        cell.value = float(text) if "." in text else int(text)
        return cell
    return _write(cell, text)


def _write(cell: Cell, text: str) -> Cell:
    """Write text that stays text, whatever it begins with."""
    if not text:
        return cell
    if len(text.encode("utf-16-le")) > 2 * _LONGEST_TEXT:
        text = _cut(text, _LONGEST_TEXT, _CUT)
    cell.value = text
    cell.data_type = "s"  # not a formula, nor an error such as #N/A
    cell.quotePrefix = text.startswith(_FORMULA)
    return cell


def _paper(sheet: Worksheet, orientation: str) -> None:
    """Print on A4, as wide as the paper and as long as it takes."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if orientation == "landscape":
        sheet.oddHeader.center.text = sheet.title.replace("&", "&&")
