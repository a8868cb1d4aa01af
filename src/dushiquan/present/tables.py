"""Tables on a terminal, with Rich: ids and dates whole, Chinese folded, nothing cut."""

import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dushiquan.domain.supervision import Item, Light
from dushiquan.present.circular import Section
from dushiquan.present.columns import Column

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
    """Print plain rows as a table; the first column is never folded."""
    table = new_table([(heading, index == 0, False) for index, heading in enumerate(headings)], title)
    for row in rows:
        table.add_row(*map(Text, row))
    console().print(table)


def print_sections(title: str, sections: Iterable[Section]) -> None:
    """Print a document's parts one under the other: heading, sentence, table."""
    out = console()
    out.print(Text(title, style="bold"), justify="center")
    for section in sections:
        out.print()
        out.print(Text(section.heading, style="bold"))
        out.print(Text(section.text))
        if section.rows:
            print_rows(section.headings, section.rows)


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
