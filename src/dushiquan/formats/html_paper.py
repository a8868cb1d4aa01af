"""Write a paper as one HTML file: nothing is fetched, no script is needed, and it prints on A4."""

import re
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from dushiquan.formats.chart_drawing import draw_chart, draw_timeline
from dushiquan.formats.column_widths import shared_widths, short_columns
from dushiquan.formats.document import SHADES, Document, Fonts, Grid, annex_labels
from dushiquan.formats.figure_drawing import draw
from dushiquan.formats.shapes import COLOURS, HALF, LOOKS, PAGE, kind_of
from dushiquan.formats.titles import phrases

_TEMPLATE = Path(__file__).with_name("paper.html.jinja")
_ROOM = 84  # cells in a line of 156 mm in size 5 (10.5 pt)


def html_paper(document: Document) -> bytes:
    """Return the paper as the bytes of an HTML file; the template escapes every text."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    page = template.render(
        paper=document,
        annexes=list(zip(annex_labels(document), document.annexes, strict=True)),
        columns=_columns,
        phrases=phrases,
        fonts=Fonts(*map(_first_font, document.fonts)),
        draw=draw,
        draw_chart=draw_chart,
        draw_timeline=draw_timeline,
        kind_of=kind_of,
        looks=LOOKS,
        colours=COLOURS,
        shades=SHADES,
        widths={1: PAGE, 2: HALF},
    )
    return page.encode()


def _first_font(name: str) -> Markup:
    """Return a font as the first of a list in CSS; nothing if its name is more than a name."""
    return Markup(f'"{name}", ') if re.fullmatch(r"\w[\w .-]*", name) else Markup()


def _columns(grid: Grid) -> list[tuple[str, float]]:
    """Return each column's class and width in percent; numbers and short texts stay on one line."""
    shares = shared_widths(grid, _ROOM, edge=2)
    return [
        ("number" if place in grid.numbers else "nowrap" if short else "long", 100 * share / _ROOM)
        for place, (short, share) in enumerate(zip(short_columns(grid), shares, strict=True))
    ]
