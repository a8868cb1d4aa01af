"""A table in Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from dushiquan.formats.text import markdown_safe


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    return "".join(markdown_lines(headings, rows))


def markdown_lines(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    for line in chain([headings, ["---"] * len(headings)], rows):
        yield "| " + " | ".join(map(_cell, line)) + " |\n"


def _cell(text: str) -> str:
    return markdown_safe(text).replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")
