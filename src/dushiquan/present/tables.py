"""Tables on a terminal, with Rich: ids and dates whole, Chinese folded, nothing cut."""

import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dushiquan.domain.supervision import Item, Light
from dushiquan.present.columns import Column
from dushiquan.present.document import Bar, Document

_DAY = len("2011-12-31")

LIGHT_STYLES: dict[Light | None, str] = {
    Light.RED: "bold red",
    Light.YELLOW: "yellow",
    Light.GREEN: "green",
    None: "",
}


def console() -> Console:
    """A console that takes text as it is: no markup, no emoji codes, no guessing at numbers."""
    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)


def print_items(items: Iterable[Item], columns: Sequence[Column], title: str = "") -> None:
    """Print items as a table under a title."""
    table = new_table([(column.heading, column.whole, column.right) for column in columns], title)
    for item in items:
        style = LIGHT_STYLES[item.assessment.light]
        table.add_row(
            *(Text(column.text(item), style=style if column.key == "light" else "") for column in columns)
        )
    console().print(table)


def print_rows(headings: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """Print plain rows as a table; columns no wider than a day are never folded."""
    rows = list(rows)
    widths = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]
    table = new_table([(h, width <= _DAY, False) for h, width in zip(headings, widths, strict=True)], title)
    for row in rows:
        table.add_row(*map(Text, row))
    console().print(table)


def print_document(document: Document) -> None:
    """Print a paper: its head, then section by section heading, paragraphs, bars and table."""
    out = console()
    head = " ".join(filter(None, [document.masthead, document.issue]))
    foot = " ".join(filter(None, [document.signed, document.dated]))
    for line in filter(None, [head, document.title, foot]):
        out.print(Text(line, style="bold" if line == document.title else ""), justify="center")
    for section in (*document.sections, *document.annexes):
        out.print()
        out.print(Text(section.heading, style="bold"))
        for paragraph in section.paragraphs:
            out.print(Text(paragraph))
        for title, bars in section.charts.items():
            if bars:
                out.print(_chart(title, bars))
        if section.grid:
            print_rows(section.grid.headings, section.grid.rows)


def _chart(title: str, bars: Sequence[Bar]) -> Table:
    """Bars side by side with their names and numbers; 20 cells are the whole."""
    table = Table.grid(padding=(0, 1))
    table.add_row(Text(title, style="dim"))
    for bar in bars:
        full = bar.value // 5
        behind = bar.mark is not None and bar.value < bar.mark
        line = Text("#" * full, style="yellow" if behind else "green")
        line.append("." * (20 - full), style="dim")
        table.add_row(Text(bar.name), line, Text(bar.text))
    return table


def new_table(columns: Sequence[tuple[str, bool, bool]], title: str = "") -> Table:
    """An empty table; each column is (heading, never folded, to the right)."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title=Text(title) if title else None,
        title_justify="left",
        title_style="bold",
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for heading, whole, right in columns:
        table.add_column(Text(heading), no_wrap=whole, overflow="fold", justify="right" if right else "left")
    return table


def print_card(rows: Iterable[tuple[str, str]]) -> None:
    """Print a card: headings on the left, each once, texts folded on the right."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    last = ""
    for heading, text in rows:
        table.add_row(Text("" if heading == last else heading), Text(text))
        last = heading
    console().print(table)
    console().print()
