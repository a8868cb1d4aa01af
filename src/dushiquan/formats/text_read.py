"""A text file, as lines."""

from pathlib import Path

from dushiquan.formats.decoding import decoded
from dushiquan.formats.table import Paragraph, Table


def read_lines(path: Path, content: bytes) -> list[Paragraph]:
    """The lines that hold anything; raise ``UnusableFileError`` if the file is no text."""
    lines = decoded(path, content).splitlines()
    return [Paragraph(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]


def no_tables(path: Path, content: bytes) -> list[Table]:
    """A text has no tables; raise ``UnusableFileError`` if it is none."""
    decoded(path, content)
    return []
