"""A paper before it is written in any format: its head, its sections, and what stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dushiquan.domain.supervision import Light


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts; ``days`` and ``numbers`` are the columns that hold ISO days and numbers."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    days: Sequence[int] = ()
    numbers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """How far something is, 0 to 100, and where it should be (``mark``) if that is known."""

    name: str
    value: int
    mark: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Something that falls on a day, on a line of time."""

    day: date
    name: str
    light: Light | None = None


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


def markdown(document: Document) -> str:
    """The paper in Markdown; charts and lines of time are for the formats that can draw."""
    from dushiquan.present.output import markdown_table

    head = " · ".join(filter(None, [document.masthead, document.issue, document.signed, document.dated]))
    parts = [f"# {document.title}\n", *([f"{head}\n"] if head else [])]
    if document.addressed:
        parts.append(f"{document.addressed}：\n")
    for section in (*document.sections, *document.annexes):
        parts.append(f"## {section.heading}\n")
        parts += [f"{paragraph}\n" for paragraph in section.paragraphs]
        if section.grid:
            parts.append(markdown_table(section.grid.headings, section.grid.rows))
    return "\n".join(parts)
