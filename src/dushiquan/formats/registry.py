"""The registry of file formats: what each suffix stands for, and which library it needs.

A new format is one module, and one line in ``FORMATS``. A function is named as "module:function" of this
package, and is imported when it is used: reading the registry costs nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple

from dushiquan.errors import BadInputError, UsageError


class Library(NamedTuple):
    """A library that is not always installed: what it is imported as, its name, the extra that brings it."""

    module: str
    name: str
    extra: str


class FileFormat(NamedTuple):
    """What can be done with the files of one suffix; "" is what cannot.

    ``tree`` reads a tree of fields, ``tables`` a list of ``table.Table``; ``paper`` makes the bytes of a
    ``document.Document``, ``listing`` those of headings and rows.
    """

    tree: str = ""
    tables: str = ""
    paper: str = ""
    listing: str = ""
    libraries: tuple[Library, ...] = ()


Use = Literal["tree", "tables", "paper", "listing"]

_OPENPYXL = Library("openpyxl", "openpyxl", "office")
_DOCX = Library("docx", "python-docx", "office")
_JINJA = Library("jinja2", "Jinja2", "office")

FORMATS = {
    ".yaml": FileFormat(tree="yaml_read:read_yaml"),
    ".yml": FileFormat(tree="yaml_read:read_yaml"),
    ".xlsx": FileFormat(
        tables="xlsx_read:read_workbook",
        paper="xlsx_write:xlsx",
        listing="xlsx_write:xlsx_listing",
        libraries=(_OPENPYXL,),
    ),
    ".csv": FileFormat(tables="csv_read:read_csv", listing="csv_write:csv_listing"),
    ".docx": FileFormat(paper="docx_write:docx", libraries=(_DOCX,)),
    ".html": FileFormat(paper="html:html", libraries=(_JINJA,)),
    ".md": FileFormat(paper="document:markdown_bytes"),
}


def suffixes(*uses: Use) -> list[str]:
    """The suffixes that can be put to one of these uses, in the order of the registry."""
    return [suffix for suffix, known in FORMATS.items() if any(getattr(known, use) for use in uses)]


def listed(*uses: Use) -> str:
    """These suffixes in a sentence: .md、.html 或 .docx."""
    *others, last = suffixes(*uses)
    return f"{'、'.join(others)} 或 {last}" if others else last


def check_suffix(path: Path, use: Use) -> None:
    """Raise ``UsageError`` if files of this suffix cannot be put to this use."""
    if path.suffix.lower() not in suffixes(use):
        raise UsageError(f"不知道怎样写 {path.name}；文件名请以 {listed(use)} 结尾。")


def function_of(suffix: str, use: Use) -> Callable[..., Any]:
    """The function for a use of a suffix; call it, too, within ``needed_libraries``."""
    module, function = getattr(FORMATS[suffix], use).split(":")
    found: Callable[..., Any] = getattr(import_module(f"dushiquan.formats.{module}"), function)
    return found


@contextmanager
def needed_libraries() -> Iterator[None]:
    """Turn the lack of a library of the registry into ``BadInputError``, which says how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        for library in {library for known in FORMATS.values() for library in known.libraries}:
            if library.module == missing:
                how = f"pip install 'dushiquan[{library.extra}]'"
                raise BadInputError(f"需要 {library.name}：{how}") from error
        raise
