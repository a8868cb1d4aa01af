"""Read delimited text: commas, semicolons or tabs, as Excel and WPS save it."""

import csv
from collections import Counter
from io import StringIO
from itertools import islice
from pathlib import Path

from dushiquan.formats.decoding import decoded
from dushiquan.formats.files import unusable
from dushiquan.formats.table import TABLE_TOO_LARGE, Cell, Grower, Table, TooLargeError
from dushiquan.formats.text import unguarded

_SEPARATORS = (",", ";", "\t")
_SAMPLE = 50


def read_csv(path: Path, content: bytes) -> list[Table]:
    """Read a delimited text file; raise ``UnusableFileError`` if it is not one.

    Rows are counted as Excel counts them, not by lines: a cell may contain line breaks.
    """
    text = decoded(path, content)
    separator = ""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == 5:  # a line for Excel alone
        separator, text = first[4], rest
    reader = csv.reader(StringIO(text, newline=""), strict=True, delimiter=separator or _separator(text))
    grower = Grower()
    widths = set()
    try:
        for number, texts in enumerate(reader, 1):
            filled = 0
            for column, shown in enumerate(texts, 1):
                if said := shown.strip():
                    filled += 1
                    indent = len(shown) - len(shown.lstrip())
                    grower.add(Cell(number, column, unguarded(said), indent=indent))
            if filled > 1:
                widths.add(len(texts))
    except csv.Error as error:
        # Not strict, a quote that is never closed would swallow the rest of the file as one cell.
        message = f"不合 CSV 格式（{error}）；请检查引号是否成对，或另存为 .xlsx。"
        raise unusable(path, message, reader.line_num) from error
    except TooLargeError:
        raise unusable(path, TABLE_TOO_LARGE) from None
    return [Table("", grower.finished(), merges_lost=True, ragged=len(widths) > 1)]


def _separator(text: str) -> str:
    """Return the separator that gives most rows the same number of cells."""

    def score(separator: str) -> tuple[int, int]:
        try:
            rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=separator), _SAMPLE))
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return count, width

    return max(_SEPARATORS, key=score)
