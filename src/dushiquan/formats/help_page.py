"""Print a page of help, written in Markdown: as it is in a pipe, folded to its width on a terminal.

Rich's own Markdown cuts off what does not fit into a cell, and breaks Chinese before a full stop.
"""

import re
import sys
from itertools import groupby
from typing import NamedTuple


class Block(NamedTuple):
    """A heading, a paragraph, a point of a list, or a table, whose rows begin with the headings."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def print_help_page(text: str) -> None:
    """Print a page to stdout."""
    if not sys.stdout.isatty():
        sys.stdout.write(text)
        return
    from rich.text import Text

    from dushiquan.formats.layout import fold
    from dushiquan.formats.terminal import console, print_grid

    out = console()
    last = ""
    for block in blocks(text):
        if last and not block.kind == last == "point":
            out.print()
        last = block.kind
        if block.kind == "table":
            headings, *rows = block.rows
            print_grid(out, headings, rows)
            continue
        style = "bold" if block.kind == "heading" else ""
        indent = "  " if block.kind == "point" else ""
        for number, line in enumerate(fold(block.text, out.width - len(indent))):
            mark = "· " if indent and number == 0 else indent
            out.print(Text(mark + line, style=style), soft_wrap=True)


def blocks(text: str) -> list[Block]:
    """Return the blocks of a page: of Markdown, what the pages of help use."""
    found: list[Block] = []
    for kind, lines in groupby(text.replace("`", "").splitlines(), key=_kind):
        if kind == "table":
            rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
            found.append(Block(kind, rows=tuple(row for row in rows if set("".join(row)) != {"-"})))
        elif kind == "heading":
            found += [Block(kind, line.lstrip("# ")) for line in lines]
        elif kind == "text":
            pieces = re.split(r"^- ", _joined("\n".join(lines)), flags=re.M)
            found += [
                Block("point" if number else "text", piece.strip())
                for number, piece in enumerate(pieces)
                if piece.strip()
            ]
    return found


def _kind(line: str) -> str:
    return "heading" if line[:1] == "#" else "table" if line[:1] == "|" else "text" if line else ""


def _joined(text: str) -> str:
    """Join the lines of a paragraph: with a space between Latin words only."""
    text = re.sub(r"(?<=[!-~])\n\s*(?!- )(?=[!-~])", " ", text)
    return re.sub(r"\n\s*(?!- |\s)", "", text)
