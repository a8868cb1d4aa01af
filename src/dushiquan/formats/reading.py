"""Read a file of any kind, as tables or as running text; the content tells the kind."""

from pathlib import Path
from typing import Any, Literal

from dushiquan.formats.files import read_bytes
from dushiquan.formats.office_convert import converted
from dushiquan.formats.registry import FORMATS, function_of, needed_libraries
from dushiquan.formats.sniff import kind_of
from dushiquan.formats.table import Paragraph, Table


def read_tables(path: Path) -> list[Table]:
    """Read every table of a file, in order; a text file without drawn tables has none.

    Raise ``UnusableFileError`` if the file cannot be read, ``BadInputError`` if a library is missing.
    """
    found: list[Table] = _read(path, "tables")
    return found


def read_text(path: Path) -> list[Paragraph]:
    """Read the text of a file outside its tables, by paragraph; a workbook has none.

    Raise as ``read_tables`` does.
    """
    found: list[Paragraph] = _read(path, "text")
    return found


def _read(path: Path, use: Literal["tables", "text"]) -> list[Any]:
    content = read_bytes(path)
    kind = kind_of(path, content)
    if wanted := FORMATS[kind].through:
        content, kind = converted(path, content, kind, wanted), wanted
    if not getattr(FORMATS[kind], use):
        return []
    with needed_libraries():
        result: list[Any] = function_of(kind, use)(path, content)
        return result
