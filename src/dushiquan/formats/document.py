"""A paper, independent of any file format: its head, its sections and their contents.

A listing is only headings and rows of ``ListingValue``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from dushiquan.errors import UsageError
from dushiquan.formats.figure import Figure
from dushiquan.formats.text import visible

_LABEL = re.compile(r"^(?:附件\s*\d*[\s：:.．、]*|[一二三四五六七八九十]+、)")


Tone = Literal["red", "yellow", "green", "blue", ""]
"""A colour that means something, always beside a word; "" is none."""

SHADES: dict[Tone, str] = {
    "red": "F6CFCB",
    "yellow": "FBE7A9",
    "green": "CFE8CF",
    "blue": "CFE0F5",
    "": "FFFFFF",
}
"""The tones as pale shades behind black text, as RRGGBB."""

ListingValue = str | int | date | None
"""What a cell of a listing holds."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts; ``days`` and ``numbers`` are the columns of ISO days and of numbers.

    ``tones`` are the columns whose cells have a colour that means something, with that of each row.
    ``room`` are the columns to be filled in by hand, with the room that each needs, in cells.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    days: Sequence[int] = ()
    numbers: Sequence[int] = ()
    tones: Mapping[int, Sequence[Tone]] = field(default_factory=dict)
    room: Mapping[int, int] = field(default_factory=dict)

    def filled(self) -> "Grid":
        """Return the table without empty columns."""
        kept = [at for at in range(len(self.headings)) if any(row[at] for row in self.rows)]
        return Grid(
            [self.headings[at] for at in kept],
            [[row[at] for at in kept] for row in self.rows],
            [new for new, at in enumerate(kept) if at in self.days],
            [new for new, at in enumerate(kept) if at in self.numbers],
            {new: self.tones[at] for new, at in enumerate(kept) if at in self.tones},
        )

    def tone(self, row: int, column: int) -> Tone:
        """Return the colour of a cell, "" if it has none."""
        return self.tones[column][row] if column in self.tones else ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A progress bar, 0 to 100; ``mark`` is where the progress should be, if known."""

    name: str
    value: int
    mark: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A dated point of a timeline; ``word`` states its tone for output without colour."""

    day: date
    name: str
    tone: Tone = ""
    word: str = ""


class Tile(NamedTuple):
    """A number that is seen first: what it is, itself, how it changed, and its colour."""

    name: str
    value: str
    change: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a paper: a heading, paragraphs, a table, charts by their titles, a timeline.

    One without a heading goes on with the section before it, or opens the paper.
    On a front page, ``tiles`` or a ``figure`` stand for the table, which says the same in words.
    """

    heading: str
    paragraphs: Sequence[str] = ()
    grid: Grid | None = None
    charts: Mapping[str, Sequence[Bar]] = field(default_factory=dict)
    timeline: Sequence[Point] = ()
    tiles: Sequence[Tile] = ()
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """A page by itself in front of a paper (简报): rows of one section, or of two side by side."""

    title: str
    signed: str
    dated: str
    rows: Sequence[Sequence[Section]]

    @property
    def sections(self) -> list[Section]:
        """The sections in the order of reading."""
        return [section for row in self.rows for section in row]


class Fonts(NamedTuple):
    """The fonts of a paper by their role, with the names that Windows and WPS have for them."""

    title: str = "方正小标宋简体"
    text: str = "仿宋"
    heading: str = "黑体"
    subheading: str = "楷体"


OFFICE_FONTS = Fonts()


class Band(NamedTuple):
    """A coloured band under the head of a paper, with its words."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Document:
    """A paper (公文): ``masthead`` is 刊头, ``issue`` 第N期, ``addressed`` 主送, ``signed`` 署名.

    ``copied`` is 抄送 and ``printed`` the day of printing with 印发: the two lines of 版记.
    ``front`` is a page before it; if the paper has no sections, that page is all there is.
    """

    title: str
    sections: Sequence[Section]
    masthead: str = ""
    issue: str = ""
    signed: str = ""
    dated: str = ""
    addressed: str = ""
    annexes: Sequence[Section] = ()
    copied: str = ""
    printed: str = ""
    fonts: Fonts = OFFICE_FONTS
    band: Band | None = None
    front: Front | None = None

    @property
    def is_front_only(self) -> bool:
        """Whether the page in front is the whole paper."""
        return self.front is not None and not self.sections


def bare_heading(heading: str) -> str:
    """Return a heading without its number: 总体 of 一、总体, 滞后项目 of 附件1 滞后项目."""
    return _LABEL.sub("", heading)


def annex_labels(document: Document) -> list[tuple[str, str]]:
    """Return the label and title of each annex: 附件1, 滞后项目.

    A single annex has no number (GB/T 9704-2012, 7.3.4).
    """
    titles = [bare_heading(annex.heading) for annex in document.annexes]
    if len(titles) == 1:
        return [("附件", titles[0])]
    return [(f"附件{number}", title) for number, title in enumerate(titles, 1)]


def table_of(document: Document, asked: str) -> Section:
    """Return the section or annex of the only table, or of the one whose heading has a text.

    Raise ``UsageError`` if there is none, or several, and name them.
    """
    front = document.front.sections if document.front else []
    tables = [section for section in (*front, *document.sections, *document.annexes) if section.grid]
    if not tables:
        raise UsageError("这份材料里没有表；请改用 -f md 或 -f json。")
    found = [section for section in tables if asked in section.heading]
    if len(found) == 1:
        return found[0]
    named = "、".join(bare_heading(section.heading) for section in found or tables)
    if not asked:
        raise UsageError(
            f"这份材料有 {len(tables)} 张表，csv、tsv 一次只写一张；"
            f"请用 --table 选：{named}。要全部的，请写 .xlsx。"
        )
    said = f"标题里有“{asked}”的表有 {len(found)} 张" if found else f"没有标题里有“{asked}”的表；现有"
    raise UsageError(f"{said}：{named}。")


def printable(document: Document) -> Document:
    """Return the paper with � for every forbidden character."""
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
        copied=visible(document.copied),
        printed=visible(document.printed),
        band=document.band and document.band._replace(text=visible(document.band.text)),
        front=document.front and _printable_front(document.front),
    )


def _printable_front(front: Front) -> Front:
    rows = [[_printable_section(section) for section in row] for row in front.rows]
    return Front(visible(front.title), visible(front.signed), visible(front.dated), rows)


def printable_row(row: Sequence[ListingValue]) -> list[ListingValue]:
    """Return the row of a listing with � for every forbidden character."""
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
        [_printable_parts(tile) for tile in section.tiles],
        section.figure and _printable_parts(section.figure),
    )


_T = TypeVar("_T")


def _printable_parts(value: _T) -> _T:
    """Return a named tuple, or what it holds, with � for every forbidden character in its texts."""
    changed: object = value
    if isinstance(value, str):
        changed = visible(value)
    elif isinstance(value, Mapping):
        changed = {key: _printable_parts(each) for key, each in value.items()}
    elif isinstance(value, tuple | list):
        parts = [_printable_parts(each) for each in value]
        changed = type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return changed  # type: ignore[return-value]
