"""Write rows, papers and objects to stdout, in the requested format."""

import sys
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum, unique
from itertools import chain
from typing import TYPE_CHECKING, Any

from dushiquan.formats.text import guarded, json_safe, one_line

if TYPE_CHECKING:
    from dushiquan.formats.document import Document


@unique
class Format(StrEnum):
    """The formats of output: for a person, for a script, or for another document."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"
    CSV = "csv"
    MD = "md"


def default_format(piped: Format = Format.TSV) -> Format:
    """Return the table format on a terminal, else ``piped``."""
    return Format.TABLE if sys.stdout.isatty() else piped


def write_json(value: Any) -> None:
    """Write a dict as JSON, or the items of ``value`` as an array, one a line, as they are read."""
    import json

    # In an encoding that lacks a character it would be lost; JSON can write each in ASCII.
    ascii = (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8")
    if isinstance(value, dict):
        sys.stdout.write(json_safe(json.dumps(value, ensure_ascii=ascii, indent=2)) + "\n")
        return
    encode = json.JSONEncoder(ensure_ascii=ascii, check_circular=False).encode
    items = iter(value)
    first = next(items, None)
    if first is None:
        sys.stdout.write("[]\n")
        return
    sys.stdout.write(f"[\n{json_safe(encode(first))}")
    sys.stdout.writelines(f",\n{json_safe(encode(each))}" for each in items)
    sys.stdout.write("\n]\n")


def write_rows(
    format: Format, headings: Sequence[str], rows: Iterable[Sequence[str]], leave: Sequence[str] = ()
) -> None:
    """Write rows as a table, tsv (no heading, one line a row), csv or md; without rows write nothing.

    If a table is too wide, the columns of the headings in ``leave`` are dropped first.
    """
    if format is Format.TSV:
        sys.stdout.writelines(map(_tsv_line, rows))
        return
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    if format is Format.TABLE:
        from dushiquan.formats.terminal import print_rows

        print_rows(headings, chain([first], rows), leave)
    elif format is Format.CSV:
        import csv

        lines = (map(guarded, line) for line in chain([headings, first], rows))
        csv.writer(sys.stdout, lineterminator="\n").writerows(lines)
    else:
        from dushiquan.formats.markdown_table import markdown_lines

        sys.stdout.writelines(markdown_lines(headings, chain([first], rows)))


def print_paper(document: "Document", as_json: Callable[[], object], format: Format, table: str = "") -> None:
    """Print a paper; tsv and csv print one table of it, whose heading has the text ``table``."""
    if format is Format.JSON:
        write_json(as_json())
    elif format is Format.MD:
        from dushiquan.formats.markdown_paper import markdown

        sys.stdout.write(markdown(document))
    elif format is Format.TABLE:
        from dushiquan.formats.terminal import print_document

        print_document(document)
    else:
        from dushiquan.formats.document import table_of

        grid = table_of(document, table).grid
        if grid:
            write_rows(format, grid.headings, grid.rows)


def _tsv_line(row: Sequence[str]) -> str:
    text = "".join(row)
    return "\t".join(row if one_line(text) == text else map(one_line, row)) + "\n"
