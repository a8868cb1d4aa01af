"""A paper before it is written in any format: its head, its sections, and what stands in them.

A listing is only headings and rows of ``ListingValue``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from dushiquan.formats.text import markdown_safe, visible

_ANNEX = re.compile(r"附件\s*\d*[\s：:.．、]*")


Tone = Literal["red", "yellow", "green", ""]
"""A colour that means something, always beside a word; "" is none."""

ListingValue = str | int | date | None
"""What a cell of a listing holds."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts; ``days`` and ``numbers`` are the columns that hold ISO days and numbers."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    days: Sequence[int] = ()
    numbers: Sequence[int] = ()

    def filled(self) -> "Grid":
        """The table without the columns that are empty throughout."""
        kept = [at for at in range(len(self.headings)) if any(row[at] for row in self.rows)]
        return Grid(
            [self.headings[at] for at in kept],
            [[row[at] for at in kept] for row in self.rows],
            [new for new, at in enumerate(kept) if at in self.days],
            [new for new, at in enumerate(kept) if at in self.numbers],
        )

    def widths(self) -> list[int]:
        """The widest line of each column, in cells: a Chinese character is two, a digit one."""
        from rich.cells import cell_len

        columns = zip(self.headings, *self.rows, strict=True)
        return [max(cell_len(line) for text in column for line in text.split("\n")) for column in columns]

    def nowrap(self) -> list[bool]:
        """Tell of each column whether it stays on one line: it is no wider than a day."""
        return [width <= len("2011-12-31") for width in self.widths()]

    def shares(self, room: float, edge: float) -> list[float]:
        """Return the widths of the columns that fill ``room`` cells, ``edge`` of them in each column.

        Columns that stay on one line get what they need. The others share the rest in proportion to the
        square root of their mean text: four times the text, twice the width. None gets more than it can use.
        """
        from rich.cells import cell_len

        wanted = [width + edge for width in self.widths()]
        shares = list(wanted)
        weights = {}
        for place, one_line in enumerate(self.nowrap()):
            if not one_line:
                mean = sum(cell_len(row[place]) for row in self.rows) / max(len(self.rows), 1)
                weights[place] = (max(mean, cell_len(self.headings[place])) + edge) ** 0.5
        rest = room - sum(width for place, width in enumerate(wanted) if place not in weights)
        rest = max(rest, room / 4)
        for place in sorted(weights, key=lambda place: wanted[place] / weights[place]):
            shares[place] = min(wanted[place], rest * weights[place] / sum(weights.values()))
            rest -= shares[place]
            del weights[place]
        scale = room / sum(shares)
        return [share * scale for share in shares]


@dataclass(frozen=True, slots=True)
class Bar:
    """How far something is, 0 to 100, and where it should be (``mark``) if that is known."""

    name: str
    value: int
    mark: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Something that falls on a day, on a line of time; ``word`` says its tone without a colour."""

    day: date
    name: str
    tone: Tone = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper: a heading, paragraphs, a table, charts by their titles, a line of time."""

    heading: str
    paragraphs: Sequence[str] = ()
    grid: Grid | None = None
    charts: Mapping[str, Sequence[Bar]] = field(default_factory=dict)
    timeline: Sequence[Point] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A paper (公文): ``masthead`` is 刊头, ``issue`` 第N期, ``addressed`` 主送, ``signed`` 署名."""

    title: str
    sections: Sequence[Section]
    masthead: str = ""
    issue: str = ""
    signed: str = ""
    dated: str = ""
    addressed: str = ""
    annexes: Sequence[Section] = ()


def annex_labels(document: Document) -> list[tuple[str, str]]:
    """Each annex's label and title: 附件1, 滞后项目; one alone has no number (GB/T 9704-2012, 7.3.4)."""
    titles = [_ANNEX.sub("", annex.heading, count=1) for annex in document.annexes]
    if len(titles) == 1:
        return [("附件", titles[0])]
    return [(f"附件{number}", title) for number, title in enumerate(titles, 1)]


def printable(document: Document) -> Document:
    """The paper with � for every forbidden character."""
    return replace(
        document,
        title=visible(document.title),
        sections=[_printable_section(section) for section in document.sections],
        masthead=visible(document.masthead),
        issue=visible(document.issue),
        signed=visible(document.signed),
        dated=visible(document.dated),
        addressed=visible(document.addressed),
        annexes=[_printable_section(section) for section in document.annexes],
    )


def printable_row(row: Sequence[ListingValue]) -> list[ListingValue]:
    """The row of a listing with � for every forbidden character."""
    return [visible(value) if isinstance(value, str) else value for value in row]


def _printable_section(section: Section) -> Section:
    grid = section.grid
    return Section(
        visible(section.heading),
        [visible(paragraph) for paragraph in section.paragraphs],
        grid
        and replace(
            grid,
            headings=[visible(heading) for heading in grid.headings],
            rows=[[visible(text) for text in row] for row in grid.rows],
        ),
        {
            visible(title): [replace(b, name=visible(b.name), text=visible(b.text)) for b in bars]
            for title, bars in section.charts.items()
        },
        [replace(point, name=visible(point.name)) for point in section.timeline],
    )


def markdown(document: Document) -> str:
    """The paper in Markdown; charts and lines of time are for the formats that can draw."""
    from dushiquan.formats.output import markdown_table

    head = " · ".join(filter(None, [document.masthead, document.issue, document.signed, document.dated]))
    parts = [f"# {markdown_safe(document.title)}\n", *([f"{markdown_safe(head)}\n"] if head else [])]
    if document.addressed:
        parts.append(f"{markdown_safe(document.addressed)}：\n")
    for section in (*document.sections, *document.annexes):
        parts.append(f"## {markdown_safe(section.heading)}\n")
        parts += [f"{markdown_safe(paragraph)}\n" for paragraph in section.paragraphs]
        if section.grid:
            parts.append(markdown_table(section.grid.headings, section.grid.rows))
    return "\n".join(parts)


def markdown_bytes(document: Document) -> bytes:
    """The paper as the bytes of a Markdown file."""
    return markdown(document).encode()
