"""Read the sheets of an .xls file (Excel 97 to 2003, WPS .et), each cell as Excel shows it."""

from pathlib import Path
from typing import Any

import xlrd

from dushiquan.errors import UnusableFileError
from dushiquan.formats.files import unusable
from dushiquan.formats.number_format import BUILT_IN, GENERAL, shown
from dushiquan.formats.table import SHEET_TOO_LARGE, Cell, Grower, Table, TooLargeError, Value, unless
from dushiquan.formats.xlsx_read import NO_DAY
from dushiquan.formats.xlsx_texts import cleaned

MOST_BYTES = 60_000_000
DAMAGED = "已损坏，或不是完好的 .xls；请用 Excel 或 WPS 打开后另存为 .xlsx。"


def read_xls(path: Path, content: bytes) -> list[Table]:
    """Read a workbook; raise ``UnusableFileError`` if it cannot be read."""
    if len(content) > MOST_BYTES:
        raise unusable(path, SHEET_TOO_LARGE)
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=_Silent())
        return [_SheetOfXls(book, sheet).table() for sheet in book.sheets()]
    except (UnusableFileError, MemoryError):
        raise
    except TooLargeError:
        raise unusable(path, SHEET_TOO_LARGE) from None
    # xlrd may raise any exception on a damaged file.
    except Exception as error:
        locked = "encrypted" in str(error).lower()
        raise unusable(path, "有密码保护；请取消密码后另存。" if locked else DAMAGED) from error


class _Silent:
    """A log for the warnings of xlrd, which discards them."""

    def write(self, text: str) -> None:
        """Discard a text."""


class _SheetOfXls:
    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet

    def table(self) -> Table:
        """Return the sheet as a table; rows and columns count from 1."""
        sheet = self._sheet
        spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
        grower = Grower()
        columns = set()
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                if sheet.cell_type(row, column) in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    continue
                cell = self._cell(row, column, *spans.get((row, column), (1, 1)))
                if cell.text or cell.fault:
                    columns.add(column + 1)
                    grower.add(cell)
        grower.hidden_rows = {row + 1 for row, look in sheet.rowinfo_map.items() if look.hidden}
        hidden = frozenset(
            column + 1 for column, look in sheet.colinfo_map.items() if look.hidden and column + 1 in columns
        )
        rows = grower.finished()
        return Table(sheet.name, rows, hidden=sheet.visibility != 0, hidden_columns=hidden)

    def _cell(self, row: int, column: int, height: int, width: int) -> Cell:
        look = self._book.xf_list[self._sheet.cell_xf_index(row, column)]
        font = self._book.font_list[look.font_index]
        text, fault, value = self._shown(row, column, look.format_key)
        standing = "" if font.struck_out else self._standing(row, column, text)
        return Cell(row + 1, column + 1, text, fault, value, standing, font.weight >= 700, height, width)

    def _shown(self, row: int, column: int, format: int) -> tuple[str, str, Value]:
        value = self._sheet.cell_value(row, column)
        kind = self._sheet.cell_type(row, column)
        if kind == xlrd.XL_CELL_TEXT:
            return cleaned(value), "", None
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE", "", bool(value)
        if kind == xlrd.XL_CELL_ERROR:
            name = xlrd.error_text_from_code.get(value, "")
            return "", f"是错误值 {name}；请改正。", None
        known = self._book.format_map.get(format)
        # xlrd reads the built-in formats, which have only a number, as those of an American Excel.
        pattern = BUILT_IN.get(format) or (known.format_str if known else GENERAL)
        number = int(value) if value == int(value) else value
        text, found = shown(number, pattern, from_1904=self._book.datemode == 1)
        return text, "" if found is not None else NO_DAY, found

    def _standing(self, row: int, column: int, text: str) -> str | None:
        """Return what stands of a text, by its runs of characters.

        The cell's font applies before the first run.
        """
        runs = self._sheet.rich_text_runlist_map.get((row, column), [])
        if not runs:
            return None
        value = str(self._sheet.cell_value(row, column))
        ends = [start for start, _ in runs[1:]] + [len(value)]
        fonts = self._book.font_list
        pieces = [value[a:b] for (a, font), b in zip(runs, ends, strict=True) if not fonts[font].struck_out]
        return unless(text, cleaned(value[: runs[0][0]] + "".join(pieces)))
