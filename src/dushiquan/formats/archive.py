"""A zip file of XML parts (.xlsx, .docx, .ods), unpacked and parsed within limits.

The sizes that a zip file declares may be false, so the limit is on the bytes that are unpacked. A part is fed
to the parser in chunks and is never held in memory as a whole.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from dushiquan.errors import UnusableFileError
from dushiquan.formats.files import unusable
from dushiquan.formats.table import TABLE_TOO_LARGE, TooLargeError

MOST_UNPACKED = 200_000_000
"""Bytes unpacked from one file, all parts together: a plan of 100,000 rows has less than half."""

_PIECE = 2**16

Start = Callable[[str, dict[str, str]], None]


@contextmanager
def usable(path: Path, damaged: str, too_large: str = TABLE_TOO_LARGE) -> Iterator[None]:
    """Raise ``UnusableFileError`` if a file cannot be read, with what to say of it."""
    try:
        yield
    except (UnusableFileError, MemoryError):
        raise
    except TooLargeError:
        raise unusable(path, too_large) from None
    # A damaged file may lack any part or number, and zipfile passes on the errors of zlib and lzma.
    except Exception as error:
        raise unusable(path, damaged) from error


class Archive:
    """The parts of a zip file."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path, self._zip, self._unpacked = path, ZipFile(BytesIO(content)), 0
        self._names = {name.lower(): name for name in self._zip.namelist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part; raise ``UnusableFileError`` if the file unpacks too large."""
        with self._zip.open(self._names[name.lower()]) as part:
            while piece := part.read(_PIECE):
                self._unpacked += len(piece)
                if self._unpacked > MOST_UNPACKED:
                    message = f"展开后超过 {MOST_UNPACKED // 1_000_000} MB，不像计划文件；请检查文件。"
                    raise unusable(self._path, message)
                yield piece

    def read(self, name: str) -> bytes:
        """Return all bytes of a part."""
        return b"".join(self.pieces(name))

    def parse(
        self,
        name: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Parse a part; pass the handlers names without a namespace prefix.

        A document type is refused: no file of Office or LibreOffice has one, and its entities can expand
        without limit.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
        if end:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if text:
            parser.CharacterDataHandler = text
        for piece in self.pieces(name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the kind and name of each part that a part refers to, by relationship id.

        The name "" stands for the file itself.
        """
        folder, _, base = name.rpartition("/")
        listing = f"{folder}/_rels/{base}.rels".removeprefix("/")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = normpath(join("/", dirname(name), attributes["Target"])).removeprefix("/")
                found[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], target)

        if listing in self:
            self.parse(listing, start)
        return found

    def part(self, name: str, kind: str) -> str:
        """Return the first part of a kind that ``name`` refers to, or "".

        The kind is the last word of the relationship's type.
        """
        return next((target for found, target in self.related(name).values() if found == kind), "")


def _refuse(*_: Any) -> None:
    raise expat.ExpatError("a document type declaration")
