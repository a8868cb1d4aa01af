"""The registry of file formats: what each suffix means, and which library it needs.

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
    """An optional library: its module, its name, and the extra that installs it."""

    module: str
    name: str
    extra: str


class FileFormat(NamedTuple):
    """The uses of the files of one suffix; "" if a use is not supported.

    ``tree`` reads a tree of fields, ``tables`` a list of ``table.Table``, ``text`` one of
    ``table.Paragraph``; ``through`` is the suffix that LibreOffice turns such a file into before it is
    read. ``paper`` makes the bytes of a ``document.Document``; so does ``printed``, by LibreOffice, which
    takes seconds. ``listing`` makes those of a ``listed.Listed``, ``table``
    those of a ``titled_table.TitledTable``. None gets a forbidden character (``writing``); what is markup in
    its format it escapes itself.
    """

    tree: str = ""
    tables: str = ""
    text: str = ""
    through: str = ""
    paper: str = ""
    printed: str = ""
    listing: str = ""
    table: str = ""
    libraries: tuple[Library, ...] = ()


Use = Literal["tree", "tables", "text", "through", "paper", "printed", "listing", "table"]

_OPENPYXL = Library("openpyxl", "openpyxl", "office")
_DOCX = Library("docx", "python-docx", "office")
_JINJA = Library("jinja2", "Jinja2", "office")
_LXML = Library("lxml", "lxml", "office")
_XLRD = Library("xlrd", "xlrd", "office")
_PDF = Library("pdfplumber", "pdfplumber", "pdf")

_YAML = FileFormat(tree="yaml_read:read_yaml")
_CSV = FileFormat(tables="csv_read:read_csv", listing="csv_write:csv_listing", table="csv_write:csv_table")
_HTML = FileFormat(
    tables="html_read:read_page",
    text="html_read:read_page_text",
    paper="html_paper:html_paper",
    libraries=(_JINJA, _LXML),
)
_TEXT = FileFormat(tables="text_read:read_drawn_tables", text="text_read:read_lines")

FORMATS = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".xlsx": FileFormat(
        tables="xlsx_read:read_xlsx",
        paper="xlsx_paper:xlsx_paper",
        listing="xlsx_listing:xlsx_listing",
        table="xlsx_listing:xlsx_table",
        libraries=(_OPENPYXL,),
    ),
    ".xls": FileFormat(tables="xls_read:read_xls", libraries=(_XLRD,)),
    ".ods": FileFormat(tables="ods_read:read_ods"),
    ".csv": _CSV,
    ".docx": FileFormat(
        tables="docx_read:read_document",
        text="docx_read:read_document_text",
        paper="docx_paper:docx_paper",
        table="docx_titled_table:docx_table",
        libraries=(_DOCX,),
    ),
    ".html": _HTML,
    ".mht": FileFormat(
        tables="html_read:read_web_archive", text="html_read:read_web_archive_text", libraries=(_LXML,)
    ),
    ".pdf": FileFormat(
        tables="pdf_read:read_pdf",
        text="pdf_read:read_pdf_text",
        printed="office_convert:pdf_paper",
        libraries=(_PDF, _DOCX),
    ),
    ".txt": _TEXT,
    ".md": FileFormat(tables=_TEXT.tables, text=_TEXT.text, paper="markdown_paper:markdown_paper"),
    ".doc": FileFormat(through=".docx"),
    ".wps": FileFormat(through=".docx"),
    ".odt": FileFormat(through=".docx"),
    ".rtf": FileFormat(through=".docx"),
    ".et": FileFormat(through=".xlsx"),
    ".xlsb": FileFormat(through=".xlsx"),
    ".xml": FileFormat(through=".xlsx"),
}
"""The file formats by suffix; of a file that is read, the content tells the format (``sniff``)."""

READ: tuple[Use, ...] = ("tree", "tables", "text", "through")
"""The uses that read facts from a file."""

PAPERS: tuple[Use, ...] = ("paper", "printed")
"""The uses that write a paper."""


def suffixes(*uses: Use) -> list[str]:
    """Return the suffixes that support any of these uses, in the order of the registry."""
    return [suffix for suffix, known in FORMATS.items() if any(getattr(known, use) for use in uses)]


def listed(*uses: Use) -> str:
    """List suffixes as in a sentence: .md、.html 或 .docx."""
    *others, last = suffixes(*uses)
    return f"{'、'.join(others)} 或 {last}" if others else last


def check_suffix(path: Path, *uses: Use) -> None:
    """Raise ``UsageError`` if files of this suffix support none of these uses."""
    if path.suffix.lower() not in suffixes(*uses):
        raise UsageError(f"不知道怎样写 {path.name}；文件名请以 {listed(*uses)} 结尾。")


def function_of(suffix: str, use: Use) -> Callable[..., Any]:
    """Return the function for a use of a suffix; look it up and call it within ``needed_libraries``."""
    module, function = getattr(FORMATS[suffix], use).split(":")
    found: Callable[..., Any] = getattr(import_module(f"dushiquan.formats.{module}"), function)
    return found


@contextmanager
def needed_libraries() -> Iterator[None]:
    """Turn the lack of a library into ``BadInputError``, which says how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        for library in {library for known in FORMATS.values() for library in known.libraries}:
            if library.module == missing:
                how = f"pip install 'dushiquan[{library.extra}]'"
                raise BadInputError(f"需要 {library.name}：{how}") from error
        raise
