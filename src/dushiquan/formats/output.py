"""Writing rows and objects to stdout, in the format asked for."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum, unique
from itertools import chain
from typing import Any

from dushiquan.formats.text import harmless, one_line


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
    """Write a dict as JSON, or an array of what ``value`` yields, one a line as it comes."""
    import json

    if isinstance(value, dict):
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        return
    encode = json.JSONEncoder(ensure_ascii=False).encode
    before = "["
    for each in value:
        sys.stdout.write(f"{before}\n{encode(each)}")
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def write_rows(format: Format, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as tsv (no heading, one line a row), csv or md; nothing at all where there are none."""
    if format is Format.TSV:
        sys.stdout.writelines(map(_tsv_line, rows))
        return
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    if format is Format.CSV:
        import csv

        csv.writer(sys.stdout, lineterminator="\n").writerows(chain([headings, first], rows))
    else:
        sys.stdout.writelines(_markdown_lines(headings, chain([first], rows)))


def _tsv_line(row: Sequence[str]) -> str:
    whole = "".join(row)
    return "\t".join(row if one_line(whole) == whole else map(one_line, row)) + "\n"


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "".join(_markdown_lines(headings, rows))


def _markdown_lines(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for line in chain([headings, ["---"] * len(headings)], rows):
        yield "| " + " | ".join(map(_markdown_cell, line)) + " |\n"


def _markdown_cell(text: str) -> str:
    return harmless(text).replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")
