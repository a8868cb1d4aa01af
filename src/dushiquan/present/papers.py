"""A paper (``document.Document``) on a terminal, in a pipe, or in a file of the format its name asks for."""

import sys
from collections.abc import Callable
from pathlib import Path

from dushiquan.errors import BadInputError, UsageError
from dushiquan.present.document import Document, markdown
from dushiquan.present.output import Format, write_json, write_rows


def print_paper(document: Document, as_json: Callable[[], object], format: Format) -> None:
    """Print a paper; as tsv or csv, the rows of its tables, each with its section's heading."""
    if format is Format.JSON:
        write_json(as_json())
    elif format is Format.MD:
        sys.stdout.write(markdown(document))
    elif format is Format.TABLE:
        from dushiquan.present.tables import print_document

        print_document(document)
    else:
        rows = [
            (section.heading, *row)
            for section in (*document.sections, *document.annexes)
            if section.grid
            for row in section.grid.rows
        ]
        write_rows(format, ("部分", "内容"), rows)


def write_paper(document: Document, path: Path) -> None:
    """Write a paper into a file; the suffix tells the format.

    Raise ``UsageError`` for a suffix that is not known, ``BadInputError`` where the file cannot be
    written.
    """
    if path.suffix.lower() != ".md":
        raise UsageError(f"不知道怎样写 {path.name}；文件名请以 .md 结尾。")
    try:
        path.write_text(markdown(document), encoding="utf-8")
    except OSError as error:
        raise BadInputError(f"写不了 {path}：{error.strerror}。") from error
