"""A paper or a listing as .xlsx.

A paper has a sheet for its text, and one for each of its tables, to sort, filter and count.
"""

import re
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from dushiquan.errors import UsageError
from dushiquan.formats.document import Document, Grid, ListingValue
from dushiquan.formats.xlsx_cells import (
    BORDER,
    LONGEST_TEXT,
    cut,
    print_on_a4,
    put,
    put_head,
    saved,
    units,
)

_LONGEST_NAME = 31  # of a sheet, in UTF-16 units, as Excel counts
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?", re.ASCII)  # Excel keeps 15 digits
_FRONT, _LONG = 72, 36  # characters: the text across an upright A4; a long column, so that print stays large
_WIDEST = 60  # characters: a column of a listing
_LINE_HEIGHT, _HIGHEST = 15, 409  # points: a line of 11 pt; the highest row there can be
_FONT = "宋体"


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
        cell = put(front.cell(number, 1), text)
        cell.font = font
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        _heighten(front, number, _lines(text, _FRONT * 11 / font.size) * font.size / 11)
    front.column_dimensions["A"].width = _FRONT
    _page(front, "portrait")
    return saved(book)


def xlsx_listing(headings: Sequence[str], rows: Sequence[Sequence[ListingValue]]) -> bytes:
    """Rows under their headings as the bytes of an .xlsx file; raise ``UsageError`` for too long a text."""
    book = Workbook()
    sheet = book.active
    for row in (headings, *rows):
        for value in row:
            if isinstance(value, str) and units(value) > LONGEST_TEXT:
                message = f"“{value[:20]}…”超过 Excel 一格 {LONGEST_TEXT} 字的上限；请改写 .csv。"
                raise UsageError(message)
    for number, row in enumerate((headings, *rows), 1):
        for column, value in enumerate(row, 1):
            cell = put(sheet.cell(number, column), value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font = Font(bold=True)
    for column, values in enumerate(zip(headings, *rows, strict=True), 1):
        width = min(max(_widest_line(value) for value in values) + 2, _WIDEST)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return saved(book)


def _widest_line(value: object) -> int:
    return max(map(cell_len, str("" if value is None else value).split("\n")))


def _name(heading: str, taken: set[str]) -> str:
    """A name for a sheet: allowed by Excel, and not yet taken, whatever the case."""
    wanted = re.sub(r"[\\/?*\[\]:\n\t]", " ", heading).strip(" '") or "表"
    name, number = cut(wanted, _LONGEST_NAME), 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = cut(wanted, _LONGEST_NAME, f"({number})")
    taken.add(name.casefold())
    return name


def _sheet(sheet: Worksheet, grid: Grid) -> None:
    head = [sheet.cell(1, place) for place in range(1, len(grid.headings) + 1)]
    put_head(head, grid.headings, Font(_FONT, 11, bold=True))
    nowrap = grid.nowrap()
    # two more for the edges, three for the arrow of the filter
    widths = [min(width + 5, _LONG) for width in grid.widths()]
    for number, row in enumerate(grid.rows, 2):
        for place, text in enumerate(row):
            cell = put(sheet.cell(number, place + 1), _value(text, place, grid))
            cell.font, cell.border = Font(_FONT, 11), BORDER
            across = "center" if nowrap[place] or place in grid.numbers else "left"
            cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
        _heighten(sheet, number, max(map(_lines, row, widths)))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    _page(sheet, "landscape")


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column, to be on the safe side."""
    return sum(max(-(-cell_len(line) // int(width - 3)), 1) for line in text.split("\n"))


def _heighten(sheet: Worksheet, number: int, lines: float) -> None:
    """Make room for folded text: not every program does so by itself."""
    if lines > 1:
        sheet.row_dimensions[number].height = min(lines * _LINE_HEIGHT + 3, _HIGHEST)


def _value(text: str, place: int, grid: Grid) -> object:
    """A day or a number if the column holds such and the text is one, else the text."""
    if place in grid.days and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if place in grid.numbers and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _page(sheet: Worksheet, orientation: str) -> None:
    print_on_a4(sheet, orientation)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if orientation == "landscape":
        sheet.oddHeader.center.text = sheet.title.replace("&", "&&")
