"""Write papers and listings to files, in the format of the file's suffix."""

from pathlib import Path

from dushiquan.formats.document import Document, printable
from dushiquan.formats.files import write_atomically
from dushiquan.formats.listed import Listed, printable_listing
from dushiquan.formats.registry import PAPERS, check_suffix, function_of, needed_libraries, suffixes
from dushiquan.formats.titled_table import TitledTable, printable_table


def write_paper(document: Document, path: Path) -> None:
    """Write a paper to a file, atomically.

    Raise ``UsageError`` for an unknown suffix, ``BadInputError`` if a library is missing or the file
    cannot be written.
    """
    check_suffix(path, *PAPERS)
    suffix = path.suffix.lower()
    use = next(use for use in PAPERS if suffix in suffixes(use))
    with needed_libraries():
        content = function_of(suffix, use)(printable(document))
    write_atomically(path, content)


def write_listing(listed: Listed, path: Path) -> None:
    """Write a listing into a file, atomically; raise as ``write_paper`` does."""
    check_suffix(path, "listing")
    with needed_libraries():
        content = function_of(path.suffix.lower(), "listing")(printable_listing(listed))
    write_atomically(path, content)


def write_table(table: TitledTable, path: Path) -> None:
    """Write a table into a file, atomically; raise as ``write_paper`` does."""
    check_suffix(path, "table")
    with needed_libraries():
        content = function_of(path.suffix.lower(), "table")(printable_table(table))
    write_atomically(path, content)
