"""The sheets of an .xlsx file, each cell as Excel shows it."""

import re
import warnings
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

from dushiquan.errors import UnusableFileError
from dushiquan.formats.files import read_bytes, unusable
from dushiquan.formats.registry import needed_libraries
from dushiquan.formats.table import Cell, Row, Sheet

MOST_UNPACKED = 64_000_000
"""Bytes an .xlsx may unpack to: about 100,000 rows of a plan. A small file can unpack to terabytes."""

MOST_MERGED = 1_000_000
"""Cells its merges may span, all together."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']\$?([A-Z]+)\$?([0-9]+):\$?([A-Z]+)\$?([0-9]+)")


def read_workbook(path: Path) -> list[Sheet]:
    """Read an .xlsx file; raise ``UnusableFileError`` where it cannot be read.

    A formula shows the value that Excel saved with it; where there is none, the cell has a fault.
    """
    content = checked_content(path)
    with needed_libraries():
        from openpyxl import load_workbook
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions, none of which we read
            book = load_workbook(BytesIO(content))
            values = load_workbook(BytesIO(content), data_only=True) if _has_formulas(book) else book
        return [_sheet(sheet, values[sheet.title], book.epoch) for sheet in book.worksheets]
    except UnusableFileError:
        raise
    # openpyxl lets out whatever its parsers trip over: KeyError, TypeError, BadZipFile, zlib.error …
    except Exception as error:
        raise unusable(path, _DAMAGED) from error


_DAMAGED = "已损坏，或不是完好的 .xlsx；请用 Excel 打开后另存为 .xlsx。"


def checked_content(path: Path) -> bytes:
    """An .xlsx file's bytes; raise ``UnusableFileError`` if it is none, is locked, or unpacks too large."""
    content = read_bytes(path)
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise unusable(
            path,
            "有密码保护；请在 Excel 里取消密码后另存。"
            if locked
            else "内容是旧的 .xls 格式；请在 Excel 或 WPS 里另存为 .xlsx。",
        )
    if not is_zipfile(BytesIO(content)):
        raise unusable(path, "不是 .xlsx 文件；请在 Excel 或 WPS 里另存为 .xlsx。")
    try:
        _check_size(path, content)
    except UnusableFileError:
        raise
    except Exception as error:
        raise unusable(path, _DAMAGED) from error
    return content


def _check_size(path: Path, content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise unusable(path, f"展开后超过 {MOST_UNPACKED // 1_000_000} MB，不像计划文件；请检查文件。")
        parts = (archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
        if sum(_area(merge) for part in parts for merge in _MERGE.findall(part)) > MOST_MERGED:
            raise unusable(path, "合并单元格的范围过大；请取消整列、整行的合并后另存。")


def _area(merge: tuple[bytes, bytes, bytes, bytes]) -> int:
    left, top, right, bottom = merge
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _has_formulas(book: Any) -> bool:
    return any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values())


def _sheet(sheet: Any, values: Any, epoch: datetime) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    # ``_cells`` holds the cells that are in the file. iter_rows() would make one for each place up to the
    # last, and a format left on row 1,048,576 is not rare.
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is not None:
            text, fault = _shown(cell, values._cells.get((row, column)), epoch)
            if text or fault:
                rows.setdefault(row, {})[column] = Cell(row, column, text, fault)
    last = max(rows, default=0)
    for span in sheet.merged_cells.ranges:
        first = rows.get(span.min_row, {}).get(span.min_col)
        if first:
            for row in range(span.min_row + 1, min(span.max_row, last) + 1):
                rows.setdefault(row, {})[span.min_col] = first
    return Sheet(sheet.title, tuple(Row(number, cells) for number, cells in sorted(rows.items())))


def _shown(cell: Any, saved: Any, epoch: datetime) -> tuple[str, str]:
    """What a cell shows, or why that is not known."""
    value = cell.value
    if cell.data_type == "f":
        if saved is None or (saved.value is None and saved.data_type != "s"):
            return "", "的公式没有算好的值；请用 Excel 打开并保存，或改写成文字。"
        cell, value = saved, saved.value
    if cell.data_type == "e":
        return "", f"是错误值 {value}；请改正。"
    pattern = cell.number_format
    if isinstance(value, int | float) and not isinstance(value, bool):
        pattern = _CHINESE_DAYS.get(cell._style.numFmtId, pattern)
        if cell._style.numFmtId not in _CHINESE_DAYS:
            return _number(value, pattern), ""
        from openpyxl.utils.datetime import from_excel

        value = from_excel(value, epoch)
    if isinstance(value, date):
        return _day(value, pattern), ""
    if isinstance(value, time):
        return value.isoformat("minutes"), ""
    if value is None:
        return "", ""
    # Excel escapes the carriage return of a line end made elsewhere.
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip(), ""


def _number(value: float, pattern: str) -> str:
    if "%" in pattern:
        return f"{value * 100:.10g}%"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


_CHINESE_DAYS = {
    **dict.fromkeys((27, 36, 50, 52, 57), "y m"),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), "m d"),
    **dict.fromkeys((30, 31), "y m d"),
}
"""Formats by number alone that Chinese Excel gives to 2011年6月, 6月30日 and 2011年6月30日 as they are typed;
openpyxl does not know them for days."""


def _day(value: date, pattern: str) -> str:
    """A day as it is shown: 2011年6月 typed into Excel is kept as the 1st, which nobody meant."""
    shown = re.sub(r'"[^"]*"|\[[^]]*\]|\\.', "", pattern.lower())
    if "d" not in shown and "y" in shown:
        return f"{value.year}年{value.month}月" if "m" in shown else f"{value.year}年"
    if "d" in shown and "y" not in shown:
        return f"{value.month}月{value.day}日"
    return f"{value.year}年{value.month}月{value.day}日"
