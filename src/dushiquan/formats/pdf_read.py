"""Read the tables and texts of a .pdf that a program wrote; a scan is refused: OCR only guesses."""

import re
from bisect import bisect_left
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
from pdfplumber.utils.text import extract_text

from dushiquan.errors import UnusableFileError
from dushiquan.formats.files import unusable
from dushiquan.formats.flow import Flow
from dushiquan.formats.table import Cell, Grower, Paragraph, Table

MOST_PAGES = 200
_NEAR = 2.0  # points: closer lines are one line of a table, drawn twice

_BEGINS = re.compile(r"[（(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)）]?[、.．]")
_ENDS = ("。", "；", "！")

SCANNED = "是扫描件（整页图片），其中的文字靠不住；请找 Word、Excel 或网页版，或照着填一张 .xlsx 表。"
DAMAGED = "已损坏，或有密码保护；请另存为不加密的 .pdf，或找 Word、Excel 版。"


def read_pdf(path: Path, content: bytes) -> list[Table]:
    """Read the tables of a file; raise ``UnusableFileError`` if it cannot be read."""
    return _flow(path, content).tables


def read_pdf_text(path: Path, content: bytes) -> list[Paragraph]:
    """Read the lines of a file outside its tables."""
    return _flow(path, content).paragraphs


def _flow(path: Path, content: bytes) -> Flow:
    try:
        with pdfplumber.open(BytesIO(content)) as file:
            if len(file.pages) > MOST_PAGES:
                raise unusable(path, f"超过 {MOST_PAGES} 页；请只留下表格所在的页。")
            if _is_scanned(file.pages):
                raise unusable(path, SCANNED)
            reader = _PdfReader()
            for page in file.pages:
                reader.read(page)
                page.close()  # frees its cached objects
            reader.end_table()
            return reader.flow
    except (UnusableFileError, MemoryError):
        raise
    # pdfminer may raise any exception on a damaged file.
    except Exception as error:
        raise unusable(path, DAMAGED) from error


def _is_scanned(pages: list[Any]) -> bool:
    """Tell whether most pages are a single picture, or hold pictures and no text."""
    return bool(pages) and sum(map(_is_picture, pages)) * 2 > len(pages)


def _is_picture(page: Any) -> bool:
    area = page.width * page.height
    covered = any(image["width"] * image["height"] > 0.8 * area for image in page.images)
    return covered or (not page.chars and bool(page.images))


class _PdfReader:
    """Reads page after page; joins a table at the end of a page with one of equal width on the next."""

    def __init__(self) -> None:
        self.flow = Flow()
        self._rows: list[list[Cell]] = []
        self._edges = 0

    def read(self, page: Any) -> None:
        """Read a page."""
        tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
        lines = list(page.extract_text_lines(return_chars=False))
        first = True
        for table in tables:
            above = [line for line in lines if line["bottom"] <= table.bbox[1] + _NEAR]
            lines = [line for line in lines if line["top"] >= table.bbox[3] - _NEAR]
            columns = _edges(edge for box in table.cells for edge in (box[0], box[2]))
            goes_on = first and not [line for line in above if not _is_page_number(line["text"])]
            if not (goes_on and self._rows and len(columns) == self._edges):
                self.end_table()
                self._say(above)
            self._take(page, table, columns)
            first = False
        rest = [line for line in lines if not _is_page_number(line["text"])]
        if rest:
            self.end_table()
            self._say(rest)

    def _say(self, lines: list[Any]) -> None:
        for line in lines:
            if not _is_page_number(line["text"]):
                self.flow.paragraph(line["text"])

    def _take(self, page: Any, table: Any, columns: list[float]) -> None:
        self._edges = len(columns)
        rows = _edges(edge for box in table.cells for edge in (box[1], box[3]))
        begun = len(self._rows)
        tall = self._reaching_down(begun)
        self._rows += [[] for _ in range(len(rows) - 1)]
        for left, top, right, bottom in table.cells:
            text = extract_text([char for char in page.chars if _is_within(char, left, top, right, bottom)])
            row, column = _at(rows, top), _at(columns, left)
            text = text.strip() or (tall.get(column + 1, "") if row == 0 else "")
            if text:
                height, width = max(_at(rows, bottom) - row, 1), max(_at(columns, right) - column, 1)
                number = begun + row + 1
                self._rows[number - 1].append(Cell(number, column + 1, text, height=height, width=width))
        if begun:
            self._go_on(begun)

    def _reaching_down(self, last: int) -> dict[int, str]:
        """Return the texts of the merged cells that reach the last row so far: a page may cut them."""
        return {
            cell.column: cell.text
            for cells in self._rows
            for cell in cells
            if cell.height > 1 and cell.row + cell.height > last
        }

    def _go_on(self, first: int) -> None:
        """Add the first row of a page to the row that the page before cut, if it is the rest of it.

        Such a row has only the long cells, fewer than half of those above, and none of them is a heading.
        """
        rest, cut = self._rows[first], {cell.column: cell for cell in self._rows[first - 1]}
        columns = {cell.column for cell in rest}
        is_rest = (
            0 < 2 * len(rest) <= len(cut)
            and columns <= cut.keys()
            and all(cell.height == cell.width == 1 and not _BEGINS.match(cell.text) for cell in rest)
            and not any(cut[column].text.endswith(_ENDS) for column in columns)
        )
        if is_rest:
            for cell in rest:
                above = cut[cell.column]
                cut[cell.column] = above._replace(text=f"{above.text}\n{cell.text}")
            self._rows[first - 1] = list(cut.values())
            self._rows[first] = []

    def end_table(self) -> None:
        """End the current table, if any."""
        grower = Grower()
        for cells in self._rows:
            for cell in cells:
                grower.add(cell)
        self.flow.table(grower)
        self._rows, self._edges = [], 0


def _edges(places: Any) -> list[float]:
    """Return the places of ruled lines; merge those that are close to each other."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _at(edges: list[float], place: float) -> int:
    """Return the index of the ruled line at a place."""
    return min(bisect_left(edges, place - _NEAR), len(edges) - 1)


def _is_within(char: Any, left: float, top: float, right: float, bottom: float) -> bool:
    """Tell whether the middle of a character is in a cell; its edges may reach over the lines."""
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(left <= across < right and top <= down < bottom)


def _is_page_number(text: str) -> bool:
    return text.strip(" -—–·第页/共").isdigit()
