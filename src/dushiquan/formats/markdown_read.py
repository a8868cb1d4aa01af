"""Read a paper back from Markdown that somebody edited: headings, paragraphs and tables, with their lines.

Each line is a paragraph, as in the editors of an office, and its text is taken literally. Whatever could get
lost, such as a row of a table with a cell too many, is a problem with its line.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([\\|])")
_ENTITY = re.compile(r"&#?\w+;")
_BREAK = re.compile(r"<br */?>")


class TypedLine(NamedTuple):
    """A line of text as typed."""

    line: int
    text: str


class Damage(NamedTuple):
    """What is wrong in a line, as a sentence."""

    line: int
    what: str


class TypedTable(NamedTuple):
    """A table as typed; each row has as many cells as there are headings."""

    line: int
    headings: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A heading (``level`` 1 is a title) with the lines and tables under it."""

    level: int
    line: int
    heading: str
    content: list[TypedLine | TypedTable] = field(default_factory=list)


def read_markdown(text: str) -> tuple[list[TypedPart], list[Damage]]:
    """Return the parts of a text, and what is wrong in it by line.

    Comments are left out. What stands before the first heading is a part without a heading.
    """
    from markdown_it import MarkdownIt

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    parser = MarkdownIt("zero", {"html": True}).enable(["heading", "table", "html_block"])
    lines = text.split("\n")
    parts: list[TypedPart] = [TypedPart(2, 1, "")]
    problems: list[Damage] = []
    tokens = iter(parser.parse(text))
    for token in tokens:
        start = token.map[0] if token.map else 0
        if token.type == "heading_open":
            level = 1 if token.tag == "h1" else 2
            parts.append(TypedPart(level, start + 1, _plain(next(tokens).content)))
        elif token.type == "table_open":
            table, damage = _table(token, lines)
            parts[-1].content.append(table)
            problems += damage
        elif token.type == "paragraph_open" or (
            token.type == "html_block" and not token.content.lstrip().startswith("<!--")
        ):
            said, damage = _paragraphs(token, lines)
            parts[-1].content.extend(said)
            problems += damage
    return [part for part in parts if part.heading or part.content], sorted(problems)


def _paragraphs(token: "Token", lines: Sequence[str]) -> tuple[list[TypedLine], list[Damage]]:
    """Return the lines of a paragraph, and what in it looks like a damaged table or heading."""
    start, end = token.map or (0, 0)
    found = [TypedLine(number + 1, lines[number].strip()) for number in range(start, end)]
    rows = [each for each in found if each.text.startswith("|")]
    problems = [
        Damage(row.line, "这一行像表格的行，却不在表格里；请看上面是否多了空行，或少了“| --- |”一行。")
        for row in rows[:1]
    ]
    problems += [
        Damage(each.line, f"“{each.text[:10]}”像标题；“#”后面要空一格。")
        for each in found
        if re.match("#+[^#]", each.text)
    ]
    return [TypedLine(each.line, _plain(each.text)) for each in found if each.text], problems


def _table(token: "Token", lines: Sequence[str]) -> tuple[TypedTable, list[Damage]]:
    """Return a table, and the lines of its rows that have another number of cells than its head."""
    start, end = token.map or (0, 0)
    headings = _cells(lines[start])
    rows, problems = [], []
    for number in range(start + 2, end):
        if not lines[number].strip():
            continue
        row = _cells(lines[number])
        rows.append(row)
        if len(row) != len(headings):
            text = (
                f"这一行有{len(row)}格，表头有{len(headings)}格；请看竖线“|”是否少了或多了。"
                "如果是正文，请在前面空一行。"
            )
            problems.append(Damage(number + 1, text))
    return TypedTable(start + 1, headings, rows), problems


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    cells = _BAR.split(line)
    if cells[-1].strip() == "" and len(cells) > 1:
        cells.pop()
    return ["\n".join(_plain(part) for part in _BREAK.split(_ESCAPED.sub(r"\1", cell))) for cell in cells]


def _plain(text: str) -> str:
    """Return a text with its entities, such as &lt;, as the characters that they stand for."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text).strip()
