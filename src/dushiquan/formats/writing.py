"""Write papers and listings to files, in the format of the file's suffix."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from dushiquan.formats.csv_write import Value
from dushiquan.formats.document import Document, printable
from dushiquan.formats.files import write_atomically
from dushiquan.formats.registry import check_suffix, function_of, needed_libraries


def write_paper(document: Document, path: Path) -> None:
    """Write a paper to a file, atomically.

    Raise ``UsageError`` for an unknown suffix, ``BadInputError`` if a library is missing or the file
    cannot be written.
    """
    check_suffix(path, "paper")
    with needed_libraries():
        content = function_of(path.suffix.lower(), "paper")(printable(document))
    write_atomically(path, content)


def write_listing(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write rows under their headings to a file, atomically; raise as ``write_paper`` does."""
    check_suffix(path, "listing")
    with needed_libraries():
        content = function_of(path.suffix.lower(), "listing")(headings, list(rows))
    write_atomically(path, content)
