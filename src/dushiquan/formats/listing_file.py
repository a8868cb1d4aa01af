"""A listing as a file for Excel: .xlsx, or .csv.

A text is never a formula. In .xlsx the cell says so itself. A CSV file cannot, so that a text which Excel
would take for one gets an apostrophe in front: of the two usual marks it is the one that can be seen,
and that no program trims off as a tab may be.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

from dushiquan.errors import UsageError
from dushiquan.formats.files import needs_openpyxl, write_whole

Value = str | int | date | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_LETTERS = 32_767
"""What a cell of Excel holds; openpyxl would cut the rest off without a word."""

_WIDEST = 60


def check_suffix(path: Path) -> None:
    """Refuse a listing file that is neither .xlsx nor .csv with ``UsageError``."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise UsageError(f"不能写“{path.suffix}”文件；请用 .xlsx 或 .csv 作扩展名。")


def write_listing(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write rows under their headings, as the file's suffix says; wholly or not at all."""
    check_suffix(path)
    write = _workbook if path.suffix.lower() == ".xlsx" else _csv
    write_whole(path, write(headings, list(rows)))


def _csv(headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([headings, *([_plain(value) for value in row] for row in rows)])
    return text.getvalue().encode("utf-8-sig")  # without the BOM Excel shows Chinese garbled


def _plain(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _workbook(headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    with needs_openpyxl():
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter
    book = Workbook()
    sheet = book.active
    for number, row in enumerate([headings, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                cell.value = _fitting(value)
                cell.data_type = "s"  # openpyxl makes a formula of what begins with =
                cell.quotePrefix = value.startswith(_FORMULA)
            elif value is not None:
                cell.value = value
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font = Font(bold=True)
    for column, values in enumerate(zip(headings, *rows, strict=True), 1):
        width = min(max(map(_width, values)) + 2, _WIDEST)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _fitting(text: str) -> str:
    if len(text) > _MOST_LETTERS:
        raise UsageError(f"“{text[:20]}…”超过 Excel 一格 {_MOST_LETTERS} 字的上限；请改写 .csv。")
    return _UNPRINTABLE.sub("", text)


def _width(value: Value) -> int:
    """How wide a value's widest line is; a Chinese letter counts for two."""
    lines = str("" if value is None else value).splitlines() or [""]
    return max(sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in lines)
