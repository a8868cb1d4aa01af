"""A sheet saved as CSV: UTF-8, or the GB18030 that Excel on Chinese Windows writes."""

import codecs
import csv
from io import StringIO
from pathlib import Path

from dushiquan.formats.files import read_bytes, unusable
from dushiquan.formats.table import Cell, Row, Sheet


def read_csv(path: Path) -> Sheet:
    """Read a CSV file; raise ``UnusableFileError`` where it is not one.

    Rows are counted as Excel counts them, not by lines: a cell may hold line ends.
    """
    reader = csv.reader(StringIO(_decoded(path), newline=""), strict=True)
    rows = []
    try:
        for number, texts in enumerate(reader, 1):
            cells = {c: Cell(number, c, text.strip()) for c, text in enumerate(texts, 1) if text.strip()}
            if cells:
                rows.append(Row(number, cells))
    except csv.Error as error:
        # Not strict, a quote that is never closed would swallow the rest of the file as one cell.
        message = f"不合 CSV 格式（{error}）；请检查引号是否成对，或另存为 .xlsx。"
        raise unusable(path, message, reader.line_num) from error
    return Sheet("", tuple(rows), merges_lost=True)


def _decoded(path: Path) -> str:
    content = read_bytes(path)
    if content.startswith(b"PK\x03\x04"):
        raise unusable(path, "内容是 .xlsx 或压缩文件，不是 CSV；请把扩展名改回。")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise unusable(path, "不是 UTF-8 或 GB18030 文字；请另存为“CSV UTF-8”或 .xlsx。")
    marked = content.startswith(codecs.BOM_UTF8)
    for encoding in ("utf-8-sig",) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unusable(path, "不是 UTF-8 或 GB18030 文字；请另存为“CSV UTF-8”或 .xlsx。")
