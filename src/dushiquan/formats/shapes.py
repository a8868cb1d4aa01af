"""A drawing as a list of shapes, drawn once for every format: boxes, paths, dots and words.

Lengths are in units of which a page is ``PAGE`` wide; y grows downward. Later shapes cover earlier ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rich.cells import cell_len

from dushiquan.formats.layout import fold

PAGE = 640
HALF = 310
"""The width of one of two drawings side by side."""

_CELL = 0.55
"""Half a Chinese character in sizes, with some room for wide Latin letters."""


COLOURS = {
    "ink": "1A1A1A",
    "quiet": "555555",
    "rule": "8A8A8A",
    "faint": "E9E6E1",
    "paper": "FFFFFF",
    "bar": "57728F",
    "red": "CC0000",
    "lit-red": "B3261E",
    "lit-yellow": "EFC14A",
    "lit-green": "CBE3CD",
    "lit-green-edge": "6F9A74",
    "done": "7C8C9B",
    "on-dark": "FFFFFF",
    "on-light": "1A1A1A",
}
"""The colours as RRGGBB. In black and white, the red of a light is the darkest and its green the palest."""


class Pen(NamedTuple):
    """How a shape looks: the colours of its fill and its line, "" for none; words may be bold."""

    fill: str = ""
    line: str = ""
    width: float = 1
    is_dashed: bool = False
    is_bold: bool = False


LOOKS = {
    "red": Pen("lit-red"),
    "yellow": Pen("lit-yellow"),
    "green": Pen("lit-green", "lit-green-edge", 0.6),
    "done": Pen("done"),
    "resting": Pen("paper", "rule", 0.6),
    "other": Pen("paper", "rule"),
    "ink": Pen("ink"),
    "strong": Pen("ink", is_bold=True),
    "pale": Pen("quiet"),
    "on-dark": Pen("on-dark"),
    "on-light": Pen("on-light"),
    "track": Pen("faint"),
    "value": Pen("bar"),
    "mark": Pen(line="red", width=2.5),
    "behind": Pen(line="red", width=2, is_dashed=True),
    "axis": Pen(line="rule", width=1.2),
    "tick": Pen(line="faint", width=0.8),
    "leader": Pen(line="rule"),
    "day": Pen("quiet"),
    "window": Pen("paper", "rule"),
}
"""The looks of shapes by their role."""


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    look: str


class Path(NamedTuple):
    """A line through points; a polygon if its look has a fill."""

    points: Sequence[tuple[float, float]]
    look: str

    @property
    def data(self) -> str:
        """The path as SVG writes it."""
        steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in self.points)
        return f"M{steps}{'z' if LOOKS[self.look].fill else ''}"


class Dot(NamedTuple):
    """A circle around a point."""

    x: float
    y: float
    radius: float
    look: str


Anchor = Literal["start", "middle", "end"]


class Words(NamedTuple):
    """A line of text that begins, is centred or ends at ``x``; ``y`` is its vertical middle."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    size: float = 14
    look: str = "ink"

    @property
    def baseline(self) -> float:
        """Where its letters stand."""
        return self.y + self.size * 0.36


Shape = Box | Path | Dot | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing, with its title and a description for those who do not see it."""

    title: str
    described: str
    width: float
    height: float
    shapes: Sequence[Shape]


def kind_of(shape: Shape) -> str:
    """Return the kind of a shape: box, path, dot, words."""
    return type(shape).__name__.lower()


def width_of(text: str, size: float = 14) -> float:
    """Return the width of a text, measured generously."""
    return cell_len(text) * _CELL * size


def lines_of(text: str, room: float, size: float = 14, most: int = 0) -> list[str]:
    """Return a text in lines that fit a room, at most ``most`` if given; a text that is cut ends with …."""
    cells = max(int(room / (_CELL * size)), 2)
    lines = fold(text, cells) if text else []
    if most and len(lines) > most:
        *kept, last = lines[:most]
        while cell_len(last) > cells - 2:
            last = last[:-1]
        return [*kept, f"{last}…"]
    return lines


def light_mark(light: str, x: float, y: float) -> Shape:
    """Return the shape of a light around a point: a triangle, a diamond, a dot; a square for none."""
    if light == "red":
        return Path([(x, y - 6), (x + 6, y + 5), (x - 6, y + 5)], "red")
    if light == "yellow":
        return Path([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], "yellow")
    if light == "green":
        return Dot(x, y, 5, "green")
    return Box(x - 4.5, y - 4.5, 9, 9, "other")
