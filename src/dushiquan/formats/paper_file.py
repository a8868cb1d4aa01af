"""A paper (``document.Document``) on a terminal, in a pipe, or in a file of the format its name asks for."""

import sys
from collections.abc import Callable
from pathlib import Path

from dushiquan.errors import BadInputError, UsageError
from dushiquan.formats.document import Document, markdown, printable
from dushiquan.formats.files import write_whole
from dushiquan.formats.output import Format, write_json, write_rows


def print_paper(document: Document, as_json: Callable[[], object], format: Format) -> None:
    """Print a paper; as tsv or csv, the rows of its tables, each with its section's heading."""
    if format is Format.JSON:
        write_json(as_json())
    elif format is Format.MD:
        sys.stdout.write(markdown(document))
    elif format is Format.TABLE:
        from dushiquan.formats.terminal import print_document

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
    """Write a paper into a file, whole or not at all; the suffix tells the format.

    Raise ``UsageError`` for a suffix that is not known, ``BadInputError`` for a library that is not
    installed or where the file cannot be written.
    """
    make = _MAKERS.get(path.suffix.lower())
    if make is None:
        raise UsageError(f"不知道怎样写 {path.name}；文件名请以 .md、.html、.docx 或 .xlsx 结尾。")
    try:
        content = make(printable(document))
    except ModuleNotFoundError as error:
        library = _LIBRARIES.get(error.name or "")
        if library is None:
            raise
        raise BadInputError(f"需要 {library}：pip install 'dushiquan[office]'") from error
    write_whole(path, content)


def _markdown(document: Document) -> bytes:
    return markdown(document).encode()


def _html(document: Document) -> bytes:
    from dushiquan.formats.html import html

    return html(document).encode()


def _docx(document: Document) -> bytes:
    from dushiquan.formats.docx_write import docx

    return docx(document)


def _xlsx(document: Document) -> bytes:
    from dushiquan.formats.xlsx_write import xlsx

    return xlsx(document)


_MAKERS: dict[str, Callable[[Document], bytes]] = {
    ".md": _markdown,
    ".html": _html,
    ".docx": _docx,
    ".xlsx": _xlsx,
}
_LIBRARIES = {"jinja2": "Jinja2", "docx": "python-docx", "openpyxl": "openpyxl"}
