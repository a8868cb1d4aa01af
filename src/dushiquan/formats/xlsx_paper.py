"""Write a paper as .xlsx: what its annexes list on one sheet, its text on another, large tables apart.

A large table is one to sort, filter and count; a small one stands in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dushiquan.formats.column_widths import shared_widths
from dushiquan.formats.document import Document, Grid, ListingValue, Tone, annex_labels, bare_heading
from dushiquan.formats.xlsx_cells import BORDER, HEAD_FILL, cut, put, saved
from dushiquan.formats.xlsx_grid import (
    CENTRED,
    FONT,
    LEFT,
    centred_columns,
    colour,
    heighten,
    in_lines,
    kinds_of,
    lines_of,
    put_across,
    put_grid,
    set_page,
    typed,
)

_LONGEST_NAME = 31  # of a sheet, in UTF-16 units, as Excel counts
_LARGE = 12
"""Rows of a table that has a sheet of its own."""
_LANES, _LANE = 24, 3.6
"""The narrow columns of the sheet of the text, some of which a cell of a table spans, and their width."""


def xlsx_paper(document: Document) -> bytes:
    """Return the paper as the bytes of an .xlsx file."""
    book = Workbook()
    book.properties.title, book.properties.creator = cut(document.title, 255), cut(document.signed, 255)
    book.properties.lastModifiedBy = cut(document.signed, 255)
    names: set[str] = set()
    sheet = book.active
    whole = _whole(document)
    if whole:
        _table(sheet, _name("总表", names), whole, document, document.title)
        sheet = book.create_sheet()
    sheet.title = _name("正文", names)
    text = _Text(sheet, document.signed)
    text.head(document)
    before = document.front.sections if document.front else []
    for section in (*before, *document.sections, *document.annexes):
        text.line(section.heading, Font(FONT, 12, bold=True))
        for paragraph in section.paragraphs:
            text.line(paragraph)
        if not section.grid:
            continue
        if section in document.annexes:
            text.line("（见工作表“总表”）", Font(FONT, 11, color="666666"))
        elif len(section.grid.rows) > _LARGE:
            name = _name(bare_heading(section.heading), names)
            _table(book.create_sheet(), name, section.grid, document, section.heading)
            text.line(f"（见工作表“{name}”）", Font(FONT, 11, color="666666"))
        else:
            text.table(section.grid)
    text.foot(document)
    return saved(book)


def _table(sheet: Worksheet, name: str, grid: Grid, document: Document, title: str) -> None:
    sheet.title = name
    line = f"截至{document.dated}，共{len(grid.rows)}行" if document.dated else f"共{len(grid.rows)}行"
    put_grid(sheet, grid, [(title, 16), (line, 11)], document.signed)


def _whole(document: Document) -> Grid | None:
    """Return the tables of the annexes as one, with the annex of each row where no colour tells it."""
    grids = [
        (title, annex.grid)
        for (_, title), annex in zip(annex_labels(document), document.annexes, strict=True)
        if annex.grid
    ]
    if not grids:
        return None
    if not all(grid.tones for _, grid in grids) and len(grids) > 1:
        grids = [(title, _with_column("附件", title, grid)) for title, grid in grids]
    headings = list(dict.fromkeys(heading for _, grid in grids for heading in grid.headings))
    rows: list[list[str]] = []
    tones: dict[int, list[Tone]] = {place: [] for place in range(len(headings))}
    for _, grid in grids:
        places = {heading: place for place, heading in enumerate(grid.headings)}
        for at, row in enumerate(grid.rows):
            rows.append([row[places[heading]] if heading in places else "" for heading in headings])
            for place, heading in enumerate(headings):
                tones[place].append(grid.tone(at, places[heading]) if heading in places else "")
    return Grid(
        headings,
        rows,
        days=_places(headings, [[grid.headings[at] for at in grid.days] for _, grid in grids]),
        numbers=_places(headings, [[grid.headings[at] for at in grid.numbers] for _, grid in grids]),
        tones={place: given for place, given in tones.items() if any(given)},
    )


def _places(headings: Sequence[str], named: Sequence[Sequence[str]]) -> list[int]:
    return [place for place, heading in enumerate(headings) if any(heading in names for names in named)]


def _with_column(heading: str, text: str, grid: Grid) -> Grid:
    return replace(
        grid,
        headings=[heading, *grid.headings],
        rows=[[text, *row] for row in grid.rows],
        days=[place + 1 for place in grid.days],
        numbers=[place + 1 for place in grid.numbers],
        tones={place + 1: given for place, given in grid.tones.items()},
    )


class _Text:
    """The sheet of the text: lines across narrow columns, and small tables whose cells span some of them."""

    def __init__(self, sheet: Worksheet, author: str) -> None:
        self._sheet = sheet
        self._row = 0
        for place in range(1, _LANES + 1):
            sheet.column_dimensions[get_column_letter(place)].width = _LANE
        set_page(sheet, "portrait", author)

    def head(self, document: Document) -> None:
        """Write 刊头, the title, who and when, and whom it goes to."""
        issue = " ".join(filter(None, [document.masthead, document.issue]))
        self.line(issue, Font(FONT, 12, color="CC0000"), "center")
        self.line(document.band.text if document.band else "", Font(FONT, 12, bold=True), "center")
        title = in_lines(document.title, _LANES * _LANE, 16)
        self.line(title, Font(FONT, 16, bold=True), "center")
        self.line(" ".join(filter(None, [document.signed, document.dated])), side="center")
        self.line(document.addressed and f"{document.addressed}：")

    def line(self, text: str, font: Font | None = None, side: str = "left") -> None:
        """Write a line; nothing if it is empty."""
        if text:
            self._row += 1
            put_across(self._sheet, self._row, _LANES, text, font or Font(FONT, 11), _LANES * _LANE, side)

    def table(self, grid: Grid) -> None:
        """Write a table."""
        spans = _spans(grid)
        widths = [span * _LANE for span in spans]
        kinds = kinds_of(grid)
        centred = centred_columns(grid)
        first = self._row + 2
        for at, row in enumerate((grid.headings, *grid.rows)):
            self._row += 1
            lane = 1
            for place, (text, span) in enumerate(zip(row, spans, strict=True)):
                cell = self._cell(lane, span, *typed(text, kinds[place] if at else ()))
                cell.alignment = CENTRED if centred[place] or at == 0 else LEFT
                if at == 0:
                    cell.font, cell.fill = Font(FONT, 11, bold=True), HEAD_FILL
                lane += span
            heighten(self._sheet, self._row, max(map(lines_of, row, widths)))
        if grid.rows:
            lanes = [sum(spans[:place]) for place in range(len(spans))]
            colour(self._sheet, grid, first, self._row, lanes)

    def _cell(self, lane: int, span: int, value: ListingValue | float, format: str) -> Cell:
        for at in range(lane, lane + span):
            self._sheet.cell(self._row, at).border = BORDER
        cell = put(self._sheet.cell(self._row, lane), value)
        cell.font = Font(FONT, 11)
        if format:
            cell.number_format = format
        if span > 1:
            self._sheet.merge_cells(
                start_row=self._row, end_row=self._row, start_column=lane, end_column=lane + span - 1
            )
        return cell

    def foot(self, document: Document) -> None:
        """Write whom it was copied to."""
        self.line(document.copied and f"抄送：{document.copied}。")


def _spans(grid: Grid) -> list[int]:
    """Return the narrow columns that each column of a table takes; there may be more than across the page."""
    widths = shared_widths(grid, _LANES * _LANE, edge=3)
    spans = [max(round(width / _LANE), 1) for width in widths]
    while sum(spans) > _LANES and max(spans) > 1:
        spans[max(range(len(spans)), key=lambda at: spans[at] - widths[at] / _LANE)] -= 1
    spans[spans.index(max(spans))] += max(_LANES - sum(spans), 0)
    return spans


def _name(heading: str, taken: set[str]) -> str:
    """Return a name for a sheet that Excel allows and that no other sheet has, ignoring case."""
    wanted = re.sub(r"[\\/?*\[\]:\n\t]", " ", heading).strip(" '") or "表"
    name, number = cut(wanted, _LONGEST_NAME), 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = cut(wanted, _LONGEST_NAME, f"({number})")
    taken.add(name.casefold())
    return name
