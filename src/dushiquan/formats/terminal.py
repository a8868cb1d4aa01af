"""Print tables on a terminal with Rich, fitted to its width, with no cell cut off.

Rich takes 0.8 ms a row. A table too long for that is written line by line, as it is read, in the same layout
and colours.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import chain, islice
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dushiquan.formats.layout import GAP, Layout, cells_of, fold, lay_out
from dushiquan.formats.pager import is_paged, show_paged
from dushiquan.formats.text import harmless

if TYPE_CHECKING:
    from dushiquan.formats.document import Bar, Document, Section

LONG = 200
"""The most rows that Rich draws; the layout of a longer table is that of its first rows."""

TONE_STYLES: dict[str, str] = {"red": "bold red", "yellow": "yellow", "green": "green", "": ""}

Cell = tuple[str, str]
"""A text and its tone, a key of ``TONE_STYLES``."""


def console() -> Console:
    """Return a console that prints text verbatim: no markup, no emoji codes, no highlighted numbers."""
    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)


def print_title(title: str) -> None:
    """Print the title of a table; nothing for ""."""
    if title:
        console().print(Text(harmless(title), style="bold"), soft_wrap=True)


def print_rows(
    headings: Sequence[str], rows: Iterable[Sequence[str]], leave: Sequence[str] = (), roomy: str = ""
) -> None:
    """Print plain rows as a table; columns of moments, and those no wider than a day, are not folded.

    If the table is too wide, drop the columns of the headings in ``leave`` first, then those on the right.
    The column under the heading ``roomy`` holds sentences: others are dropped before it is narrow.
    """
    rows = list(rows)
    leaving = [*headings, *reversed(leave)]
    ranks = [len(leaving) - leaving[::-1].index(heading) for heading in headings]
    print_table(headings, _nowrap(headings, rows), [False] * len(headings), _plain(rows), ranks, "", roomy)


def print_grid(out: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table of a paper without dropping a column; if it is too wide, print it as lines."""
    nowrap = _nowrap(headings, rows)
    layout = lay_out(headings, nowrap, rows, out.width, range(len(headings)))
    if len(layout.shown) == len(headings):
        draw = _draw if len(rows) <= LONG else _write
        draw(out, headings, [False] * len(headings), _plain(rows), layout)
        return
    for row in rows:
        text = "；".join(f"{head}：{cell}" for head, cell in zip(headings, row, strict=True) if cell)
        first, *others = fold(harmless(text), out.width - GAP)
        out.print(Text("\n".join([first, *(" " * GAP + line for line in others)])), soft_wrap=True)


def _nowrap(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[bool]:
    columns = zip(*rows, strict=True) if rows else ([] for _ in headings)
    return [
        max(map(cell_len, (heading, *cells)), default=0) <= _DAY or all(map(_is_moment, cells))
        for heading, cells in zip(headings, columns, strict=True)
    ]


def _is_moment(text: str) -> bool:
    """Tell whether a text is a day and a time: 2011-12-31 08:00."""
    return len(text) == len("2011-12-31 08:00") and text[4] == text[7] == "-" and text[13] == ":"


def _plain(rows: Iterable[Sequence[str]]) -> Iterator[list[Cell]]:
    return ([(text, "") for text in row] for row in rows)


_DAY = len("2011-12-31")


def print_table(
    headings: Sequence[str],
    nowrap: Sequence[bool],
    right: Sequence[bool],
    rows: Iterable[Sequence[Cell]],
    ranks: Sequence[int],
    title: str,
    roomy: str = "",
) -> None:
    """Print rows as a table under a title; on a narrow terminal, drop the columns of the highest ranks first.

    ``nowrap`` columns stay on one line, ``right`` ones are right-aligned. Dropped columns are named below.
    """
    rows = iter(rows)
    first = list(islice(rows, LONG + 1))
    out = console()
    texts = [[harmless(text) for text, _ in row] for row in first]
    layout = lay_out(headings, nowrap, texts, out.width, ranks, roomy)
    print_title(title)
    draw = _draw if len(first) <= LONG else _write
    draw(out, headings, right, chain(first, rows), layout)
    left = [heading for position, heading in enumerate(headings) if position not in layout.shown]
    if left:
        note = f"（窗口太窄，未列：{'、'.join(left)}；加宽窗口，或用 -f csv 看全）"
        for line in fold(note, out.width):
            out.print(Text(line, style="dim"), soft_wrap=True)


def _draw(
    out: Console,
    headings: Sequence[str],
    right: Sequence[bool],
    rows: Iterable[Sequence[Cell]],
    layout: Layout,
) -> None:
    """Draw a table with Rich, its cells already folded.

    All rows are passed to Rich as a single one: the same bytes in a quarter of the time.
    """
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for position, width in zip(layout.shown, layout.widths, strict=True):
        heading = "\n".join(fold(headings[position], width))
        side = "right" if right[position] else "left"
        table.add_column(Text(heading), width=width, no_wrap=True, justify=side)  # type: ignore[arg-type]
    columns: list[list[Text]] = [[] for _ in layout.shown]
    for row in rows:
        folded = [fold(harmless(row[at][0]), width) for at, width in zip(*layout, strict=True)]
        height = max(map(len, folded))
        for column, at, lines in zip(columns, layout.shown, folded, strict=True):
            style = TONE_STYLES[row[at][1]]
            column.append(Text("\n".join(lines) + "\n" * (height - len(lines)), style=style))
    if columns[0]:
        table.add_row(*map(Text("\n").join, columns))
    out.print(table, crop=False)


def _write(
    out: Console,
    headings: Sequence[str],
    right: Sequence[bool],
    rows: Iterator[Sequence[Cell]],
    layout: Layout,
) -> None:
    """Write a long table line by line; Rich draws its head, as for any other table."""
    _draw(out, headings, right, [], layout)
    paint = _painter(out)
    columns = [(at, _Column(width, right[at], paint)) for at, width in zip(*layout, strict=True)]
    gap = " " * GAP
    while some := list(islice(rows, LONG)):
        written = []
        for row in some:
            cells = [column[row[at]] for at, column in columns]
            written.append(gap.join([lines[0] for lines in cells]))
            for number in range(1, max(map(len, cells))):
                rest = [
                    lines[number] if number < len(lines) else column.blank
                    for lines, (_, column) in zip(cells, columns, strict=True)
                ]
                written.append(gap.join(rest))
        written.append("")
        out.file.write("\n".join(written))


class _Column(dict[Cell, list[str]]):
    """The cells of a column, folded to its width and cached: much of a long table repeats."""

    MOST = 4096

    def __init__(self, width: int, right: bool, paint: Mapping[str, tuple[str, str]]) -> None:
        super().__init__()
        self.blank = " " * width
        self._width, self._right, self._paint = width, right, paint

    def __missing__(self, cell: Cell) -> list[str]:
        if len(self) == self.MOST:
            self.clear()
        text, tone = cell
        before, after = self._paint[tone]
        lines = self[cell] = []
        for line in fold(harmless(text), self._width):
            blank = self.blank[cells_of(line) :]
            lines.append(f"{blank}{before}{line}{after}" if self._right else f"{before}{line}{after}{blank}")
        return lines


def _painter(out: Console) -> dict[str, tuple[str, str]]:
    """Return the control codes before and after each tone; empty if the terminal has no colour.

    A Windows console that knows no control codes would show them; Rich colours it by its API.
    """
    if out.legacy_windows:
        return dict.fromkeys(TONE_STYLES, ("", ""))
    painted = {}
    for tone, style in TONE_STYLES.items():
        with out.capture() as captured:
            out.print(Text("|", style=style), end="")
        before, _, after = captured.get().partition("|")
        painted[tone] = (before, after)
    return painted


# --- cards and papers --------------------------------------------------------------------------------


def print_card(rows: Iterable[tuple[str, str]]) -> None:
    """Print a card: headings on the left, each once, texts folded on the right."""
    out = console()
    last = ""
    for heading, text in rows:
        head = "" if heading == last else heading
        room = max(2, out.width - _CARD_HEAD - GAP)
        for number, line in enumerate(fold(harmless(text), room)):
            shown = Text(head if number == 0 else "", style="bold")
            shown.append(" " * (_CARD_HEAD + GAP - shown.cell_len))
            shown.append(line, style="not bold")
            out.print(shown, soft_wrap=True)
        last = heading
    out.print()


_CARD_HEAD = cell_len("项目名称")


def print_document(document: "Document") -> None:
    """Print a paper: its head, then section by section heading, paragraphs, bars and table.

    One that is longer than the screen is shown in a pager.
    """
    screen = console()
    out = Console(
        file=StringIO(),
        markup=False,
        emoji=False,
        highlight=False,
        width=screen.width,
        force_terminal=screen.is_terminal,
        color_system=screen.color_system,  # type: ignore[arg-type]
        legacy_windows=False,
        no_color=screen.no_color,
    )
    _print_document(out, document)
    text = out.file.getvalue()  # type: ignore[attr-defined]
    if is_paged(text.count("\n"), screen.height):
        show_paged(text)
    elif screen.legacy_windows:  # knows no control codes; Rich colours it by its API
        _print_document(screen, document)
    else:
        sys.stdout.write(text)


def _print_document(out: Console, document: "Document") -> None:
    front = document.front
    if front:
        _print_head(out, front.title, "", " ".join(filter(None, [front.signed, front.dated])))
        for section in front.sections:
            _print_section(out, section)
        if document.is_front_only:
            return
        out.print()
    band = document.band.text if document.band else ""
    _print_head(
        out,
        document.title,
        " ".join(filter(None, [document.masthead, document.issue, band])),
        " ".join(filter(None, [document.signed, document.dated])),
    )
    for section in (*document.sections, *document.annexes):
        _print_section(out, section)


def _print_head(out: Console, title: str, above: str, below: str) -> None:
    for line in filter(None, [above, title, below]):
        style = "bold" if line == title else ""
        out.print(Text(harmless(line), style=style), justify="center")


def _print_section(out: Console, section: "Section") -> None:
    out.print()
    if section.heading:
        out.print(Text(harmless(section.heading), style="bold"))
    for paragraph in section.paragraphs:
        for text in fold(harmless(paragraph), out.width):
            out.print(Text(text), soft_wrap=True)
    for title, bars in section.charts.items():
        if bars:
            out.print(Text(harmless(title), style="dim"))
            out.print(_chart(bars, 20 if out.width >= 60 else 10))
    if section.grid:
        print_grid(out, section.grid.headings, section.grid.rows)


def _chart(bars: "Sequence[Bar]", cells: int) -> Table:
    """Return bars with their names and numbers; a bar of 100 percent is ``cells`` wide."""
    table = Table.grid(padding=(0, 1))
    for bar in bars:
        full = bar.value * cells // 100
        behind = bar.mark is not None and bar.value < bar.mark
        line = Text("#" * full, style="yellow" if behind else "green")
        line.append("." * (cells - full), style="dim")
        table.add_row(Text(harmless(bar.name), overflow="fold"), line, Text(harmless(bar.text)))
    return table
