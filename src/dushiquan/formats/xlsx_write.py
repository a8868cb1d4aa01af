"""Write a paper, a listing or a table as .xlsx.

A paper has a sheet for its text, and one for each of its tables, to sort, filter and count.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from dushiquan.errors import UsageError
from dushiquan.formats.document import SHADES, Document, Grid, ListingValue
from dushiquan.formats.titled_table import TitledTable, shown
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
_PERCENT = re.compile("[0-9]{1,3}%")
_ACROSS = 130  # characters: a table across a landscape A4, still large enough to read
_FRONT, _LONG = 72, 36  # characters: the text across an upright A4; a long column, so that print stays large
_NARROW = 14  # characters: a column whose texts are centred
_WIDEST = 60  # characters: a column of a listing
_LINE_HEIGHT, _HIGHEST = 15, 409  # points: a line of 11 pt; the highest row there can be
_FONT = "宋体"


def xlsx(document: Document) -> bytes:
    """Return the paper as the bytes of an .xlsx file."""
    book = Workbook()
    book.properties.title, book.properties.creator = document.title, document.signed
    front = book.active
    front.title = "通报"
    names = {"通报"}
    lines = [
        (" ".join(filter(None, [document.masthead, document.issue])), Font(_FONT, 12, color="CC0000")),
        (document.band.text if document.band else "", Font(_FONT, 12, bold=True)),
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
    """Return rows under their headings as an .xlsx file; raise ``UsageError`` if a text is too long."""
    book = Workbook()
    sheet = book.active
    _check_lengths((headings, *rows))
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


def xlsx_table(table: TitledTable) -> bytes:
    """Return a table as the bytes of an .xlsx file; raise ``UsageError`` if a text is too long."""
    _check_lengths((*table.rows, (*table.lines, *table.foot)))
    book = Workbook()
    book.properties.title = cut(table.title, 255)
    sheet = book.active
    sheet.title = "计划"
    across = len(table.headings)
    grid = Grid(table.headings, [[shown(value) for value in row] for row in table.rows])
    widths = grid.shares(_ACROSS, edge=3)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    top = [(line, Font(_FONT, 11), "center") for line in table.lines]
    if table.title:
        top.insert(0, (table.title, Font(_FONT, 16, bold=True), "center"))
    for number, (text, font, side) in enumerate(top, 1):
        _across(sheet, number, across, text, font, side, sum(widths))
    head = len(top) + 1
    put_head([sheet.cell(head, at + 1) for at in range(across)], table.headings, Font(_FONT, 11, bold=True))
    _rows(sheet, head + 1, table, widths)
    for number, text in enumerate(table.foot, head + 1 + len(table.rows)):
        _across(sheet, number, across, text, Font(_FONT, 11), "left", sum(widths))
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.print_title_rows = f"{head}:{head}"
    _page(sheet, "landscape")
    sheet.oddHeader.center.text = None
    return saved(book)


def _check_lengths(rows: Iterable[Sequence[object]]) -> None:
    for value in chain.from_iterable(rows):
        if isinstance(value, str) and units(value) > LONGEST_TEXT:
            message = f"“{value[:20]}…”超过 Excel 一格 {LONGEST_TEXT} 字的上限；请改写 .csv。"
            raise UsageError(message)


def _across(
    sheet: Worksheet, number: int, columns: int, text: str, font: Font, side: str, width: float
) -> None:
    """Write a line in one cell across the table."""
    cell = put(sheet.cell(number, 1), text)
    cell.font = font
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    if columns > 1:
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=columns)
    _heighten(sheet, number, _lines(text, width * 11 / font.size) * font.size / 11)


def _rows(sheet: Worksheet, first: int, table: TitledTable, widths: Sequence[float]) -> None:
    plain, strong = Font(_FONT, 11), Font(_FONT, 11, bold=True)
    narrow, wide = (Alignment(side, "center", wrap_text=True) for side in ("center", "left"))
    for number, row in enumerate(table.rows, first):
        for place, value in enumerate(row):
            cell = put(sheet.cell(number, place + 1), value)
            cell.font = strong if place in table.bold else plain
            cell.border = BORDER
            cell.alignment = narrow if widths[place] < _NARROW else wide
        _heighten(sheet, number, max(map(_lines, map(shown, row), widths)))
    for place in table.merged:
        for at, length in table.runs(place):
            if length > 1:
                sheet.merge_cells(
                    start_row=first + at,
                    end_row=first + at + length - 1,
                    start_column=place + 1,
                    end_column=place + 1,
                )


def _widest_line(value: object) -> int:
    return max(map(cell_len, str("" if value is None else value).split("\n")))


def _name(heading: str, taken: set[str]) -> str:
    """Return a name for a sheet that Excel allows and that no other sheet has, ignoring case."""
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
    # two more for the margins, three for the arrow of the filter
    widths = [min(width + 5, _LONG) for width in grid.widths()]
    for number, row in enumerate(grid.rows, 2):
        for place, text in enumerate(row):
            cell = put(sheet.cell(number, place + 1), _value(text, place, grid))
            if isinstance(cell.value, float) and text.endswith("%"):
                cell.number_format = "0%"
            cell.font, cell.border = Font(_FONT, 11), BORDER
            if tone := grid.tone(number - 2, place):
                cell.fill = PatternFill("solid", start_color=SHADES[tone])
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
    """Estimate the lines that a text takes in a column, rather too many than too few."""
    return sum(max(-(-cell_len(line) // int(width - 3)), 1) for line in text.split("\n"))


def _heighten(sheet: Worksheet, number: int, lines: float) -> None:
    """Set the height of a row of wrapped text: not every program does so by itself."""
    if lines > 1:
        sheet.row_dimensions[number].height = min(lines * _LINE_HEIGHT + 3, _HIGHEST)


def _value(text: str, place: int, grid: Grid) -> object:
    """Return the text as a day or a number if the column holds those and it is one, else as it is."""
    if place in grid.days and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if place in grid.numbers and _PERCENT.fullmatch(text):
        return int(text[:-1]) / 100
    if place in grid.numbers and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _page(sheet: Worksheet, orientation: str) -> None:
    print_on_a4(sheet, orientation)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if orientation == "landscape":
        sheet.oddHeader.center.text = sheet.title.replace("&", "&&")
