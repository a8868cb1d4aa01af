"""Writing rows and objects to stdout, in the format asked for."""

import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum, unique
from typing import Any

from dushiquan.present.text import harmless, one_line


@unique
class Format(StrEnum):
    """How output is written: for a person, for a script, or for another document."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"
    CSV = "csv"
    MD = "md"


def default_format(piped: Format = Format.TSV) -> Format:
    """A table on a terminal, else ``piped``."""
    return Format.TABLE if sys.stdout.isatty() else piped


def write_json(value: Any) -> None:
    """Write a value as JSON, Chinese as it is."""
    import json

    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_rows(format: Format, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as tsv (no heading, one line a row), csv or md; nothing at all where there are none."""
    if format is Format.TSV:
        sys.stdout.writelines("\t".join(map(one_line, row)) + "\n" for row in rows)
        return
    rows = list(rows)
    if not rows:
        return
    if format is Format.CSV:
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([headings, *rows])
    else:
        sys.stdout.write(markdown_table(headings, rows))


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join("| " + " | ".join(map(_markdown_cell, line)) + " |\n" for line in lines)


def _markdown_cell(text: str) -> str:
    return harmless(text).replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")
