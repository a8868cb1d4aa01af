"""A table on a sheet of an .xlsx file: typed cells, colours by rule, and how it prints."""

import re
from collections.abc import Container, Mapping, Sequence
from copy import copy
from datetime import date

from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from dushiquan.formats.column_widths import shared_widths, short_columns, widest_lines
from dushiquan.formats.document import SHADES, Grid, ListingValue, Tone
from dushiquan.formats.titled_table import shown
from dushiquan.formats.titles import title_lines
from dushiquan.formats.xlsx_cells import BORDER, put, put_head

FONT = "宋体"
ACROSS = 140
"""Characters of 11 pt across a landscape A4: what is no wider is printed in full size."""
_MARGIN = 0.4  # inches, of the sides
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?", re.ASCII)  # Excel keeps 15 digits
PERCENT = re.compile("-?[0-9]{1,3}%")
_LINE_HEIGHT, _HIGHEST = 15, 409  # points: a line of 11 pt; the highest row there can be
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_BAR = "9DB7D5"
_FILTER = 3  # characters: the arrow of a filter beside a heading


def typed(text: str, kinds: Container[re.Pattern[str]]) -> tuple[ListingValue | float, str]:
    """Return a text as what it is, if its column holds that, with its number format, "" if usual."""
    if PERCENT in kinds and PERCENT.fullmatch(text):
        return int(text[:-1]) / 100, "0%"
    if DAY in kinds and DAY.fullmatch(text):
        try:
            return date.fromisoformat(text), ""
        except ValueError:
            return text, ""
    if NUMBER in kinds and NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text), ""
    return text, ""


def kinds_of(grid: Grid) -> list[set[re.Pattern[str]]]:
    """Return what each column holds besides texts.

    A column of only percents or days holds those, whether it says so or not; numbers are only where it says
    so, for an id is none.
    """
    found = []
    for place in range(len(grid.headings)):
        texts = [row[place] for row in grid.rows if row[place]]
        kinds = {kind for kind in (PERCENT, DAY) if texts and all(map(kind.fullmatch, texts))}
        if place in grid.days:
            kinds.add(DAY)
        if place in grid.numbers:
            kinds |= {NUMBER, PERCENT}
        found.append(kinds)
    return found


def put_grid(sheet: Worksheet, grid: Grid, top: Sequence[tuple[str, float]], author: str = "") -> None:
    """Write a table under lines of a size each; freeze and repeat its head, and print it across A4."""
    head = len(top) + 1
    widths = grid_widths(grid)
    for number, (text, size) in enumerate(top, 1):
        font = Font(FONT, size, bold=number == 1)
        text = in_lines(text, sum(widths), size) if number == 1 else text
        put_across(sheet, number, len(widths), text, font, sum(widths))
    cells = [sheet.cell(head, place + 1) for place in range(len(widths))]
    put_head(cells, grid.headings, Font(FONT, 11, bold=True))
    heighten(sheet, head, max(map(lines_of, grid.headings, widths)))
    rows = _AlikeRows(sheet, grid)
    for number, row in enumerate(grid.rows, head + 1):
        rows.put(number, row)
        heighten(sheet, number, max(map(lines_of, row, widths)))
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    last = head + len(grid.rows)
    if grid.rows:
        colour(sheet, grid, head + 1, last)
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(widths))}{last}"
    sheet.print_title_rows = f"{head}:{head}"
    set_page(sheet, "landscape", author)


def grid_widths(grid: Grid) -> list[float]:
    """Return the widths of the columns, so that the table prints in a size that can be read."""
    widths = [width + _FILTER for width in widest_lines(grid)]
    return widths if sum(widths) <= ACROSS else shared_widths(grid, ACROSS, edge=_FILTER)


class _AlikeRows:
    """Writes rows of cells that are alike; a look is made once: openpyxl takes long to find one again."""

    def __init__(self, sheet: Worksheet, grid: Grid) -> None:
        self._sheet = sheet
        self._kinds = kinds_of(grid)
        self._centred = centred_columns(grid)
        self._looks: dict[tuple[bool, str, bool], StyleArray] = {}

    def put(self, number: int, row: Sequence[str]) -> None:
        """Write a row."""
        for place, text in enumerate(row):
            value, format = typed(text, self._kinds[place])
            cell = put(self._sheet.cell(number, place + 1), value)
            if format:
                cell.number_format = format
            look = (self._centred[place], cell.number_format, cell.quotePrefix)
            if look in self._looks:
                cell._style = copy(self._looks[look])
                continue
            cell.font, cell.border = Font(FONT, 11), BORDER
            cell.alignment = CENTRED if self._centred[place] else LEFT
            self._looks[look] = cell._style


def centred_columns(grid: Grid) -> list[bool]:
    """Tell for each column whether its texts are centred: short ones and numbers are."""
    return [short or place in grid.numbers for place, short in enumerate(short_columns(grid))]


def colour(sheet: Worksheet, grid: Grid, first: int, last: int, lanes: Sequence[int] | None = None) -> None:
    """Colour by rules, which follow what is changed by hand: a word by its tone, and a bar in each percent.

    ``lanes`` are the places of the columns on the sheet.
    """
    places = lanes or range(len(grid.headings))
    for place in grid.tones:
        words = {row[place]: grid.tone(at, place) for at, row in enumerate(grid.rows)}
        colour_words(sheet, _reach(places[place], first, last), words)
    for place, kinds in enumerate(kinds_of(grid)):
        if PERCENT in kinds and any(PERCENT.fullmatch(row[place]) for row in grid.rows):
            rule = DataBarRule("num", 0, "num", 1, color=_BAR)
            sheet.conditional_formatting.add(_reach(places[place], first, last), rule)


def colour_words(sheet: Worksheet, reach: str, words: Mapping[str, Tone]) -> None:
    """Shade the cells that hold one of some words."""
    for word, tone in words.items():
        if tone and word:
            quoted = word.replace('"', '""')
            fill = PatternFill("solid", bgColor=SHADES[tone])
            sheet.conditional_formatting.add(reach, CellIsRule("equal", [f'"{quoted}"'], fill=fill))


def _reach(place: int, first: int, last: int) -> str:
    letter = get_column_letter(place + 1)
    return f"{letter}{first}:{letter}{last}"


def put_across(
    sheet: Worksheet, number: int, columns: int, text: str, font: Font, width: float, side: str = "center"
) -> None:
    """Write a line in one cell across the table."""
    cell = put(sheet.cell(number, 1), text)
    cell.font = font
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    if columns > 1:
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=columns)
    heighten(sheet, number, lines_of(text, width * 11 / font.size) * font.size / 11)


def in_lines(title: str, width: float, size: float) -> str:
    """Return a title with its lines broken by their meaning."""
    return "\n".join(title_lines(title, (width - _FILTER) * 11 / size))


def lines_of(value: ListingValue, width: float) -> int:
    """Estimate the lines that a value takes in a column, rather too many than too few."""
    return sum(max(-(-cell_len(line) // max(int(width - 3), 1)), 1) for line in shown(value).split("\n"))


def heighten(sheet: Worksheet, number: int, lines: float) -> None:
    """Set the height of a row of wrapped text: not every program does so by itself."""
    if lines > 1:
        sheet.row_dimensions[number].height = min(lines * _LINE_HEIGHT + 3, _HIGHEST)


def set_page(sheet: Worksheet, orientation: str, author: str = "") -> None:
    """Set a sheet to print on A4, as wide as the page, with the number of each page at its foot."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = _MARGIN
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if author:
        sheet.oddFooter.left.text = author.replace("&", "&&")
