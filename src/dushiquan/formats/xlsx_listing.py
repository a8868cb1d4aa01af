"""Write a listing or a table of its own as .xlsx."""

from collections.abc import Iterable, Sequence
from itertools import chain

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dushiquan.errors import UsageError
from dushiquan.formats.column_widths import shared_widths
from dushiquan.formats.document import Grid
from dushiquan.formats.listed import Listed
from dushiquan.formats.titled_table import TitledTable, shown
from dushiquan.formats.xlsx_cells import BORDER, LONGEST_TEXT, cut, put, put_head, saved, units
from dushiquan.formats.xlsx_grid import FONT, heighten, lines_of, put_across, put_grid, set_page

_ACROSS = 130  # characters: a table across a landscape A4, still large enough to read
_NARROW = 14  # characters: a column whose texts are centred


def xlsx_listing(listed: Listed) -> bytes:
    """Return rows under their headings as an .xlsx file; raise ``UsageError`` if a text is too long."""
    _check_lengths((listed.headings, *listed.rows))
    book = Workbook()
    book.properties.title, book.properties.creator = cut(listed.title, 255), cut(listed.author, 255)
    sheet = book.active
    sheet.title = "清单"
    values = list(zip(*listed.rows, strict=True)) or [()] * len(listed.headings)
    numbers = [place for place, column in enumerate(values) if any(isinstance(v, int) for v in column)]
    grid = Grid(
        listed.headings,
        [[shown(value) for value in row] for row in listed.rows],
        numbers=numbers,
        tones={
            place: [words.get(shown(row[place]), "") for row in listed.rows]
            for place, words in listed.words.items()
        },
    )
    top = [(listed.title, 16.0), (listed.line, 11.0)]
    put_grid(sheet, grid, [line for line in top if line[0]], listed.author)
    return saved(book)


def xlsx_table(table: TitledTable) -> bytes:
    """Return a table as the bytes of an .xlsx file; raise ``UsageError`` if a text is too long."""
    _check_lengths((*table.rows, (*table.lines, *table.foot)))
    book = Workbook()
    book.properties.title, book.properties.creator = cut(table.title, 255), ""
    sheet = book.active
    sheet.title = "计划"
    across = len(table.headings)
    grid = Grid(table.headings, [[shown(value) for value in row] for row in table.rows])
    widths = shared_widths(grid, _ACROSS, edge=3)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    top = [(line, Font(FONT, 11)) for line in table.lines]
    if table.title:
        top.insert(0, (table.title, Font(FONT, 16, bold=True)))
    for number, (text, font) in enumerate(top, 1):
        put_across(sheet, number, across, text, font, sum(widths))
    head = len(top) + 1
    put_head([sheet.cell(head, at + 1) for at in range(across)], table.headings, Font(FONT, 11, bold=True))
    _rows(sheet, head + 1, table, widths)
    for number, text in enumerate(table.foot, head + 1 + len(table.rows)):
        put_across(sheet, number, across, text, Font(FONT, 11), sum(widths), "left")
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.print_title_rows = f"{head}:{head}"
    set_page(sheet, "landscape")
    return saved(book)


def _check_lengths(rows: Iterable[Sequence[object]]) -> None:
    for value in chain.from_iterable(rows):
        if isinstance(value, str) and units(value) > LONGEST_TEXT:
            message = f"“{value[:20]}…”超过 Excel 一格 {LONGEST_TEXT} 字的上限；请改写 .csv。"
            raise UsageError(message)


def _rows(sheet: Worksheet, first: int, table: TitledTable, widths: Sequence[float]) -> None:
    plain, strong = Font(FONT, 11), Font(FONT, 11, bold=True)
    narrow, wide = (Alignment(side, "center", wrap_text=True) for side in ("center", "left"))
    for number, row in enumerate(table.rows, first):
        for place, value in enumerate(row):
            cell = put(sheet.cell(number, place + 1), value)
            cell.font = strong if place in table.bold else plain
            cell.border = BORDER
            cell.alignment = narrow if widths[place] < _NARROW else wide
        heighten(sheet, number, max(map(lines_of, row, widths)))
    for place in table.merged:
        for at, length in table.runs(place):
            if length > 1:
                sheet.merge_cells(
                    start_row=first + at,
                    end_row=first + at + length - 1,
                    start_column=place + 1,
                    end_column=place + 1,
                )
