"""How wide the columns of a printed table are, so that no day, number or percent is torn.

Widths are in half characters: a Chinese character takes two, a digit one. Letters and signs are measured as
in Times New Roman, in which most offices print them.
"""

import re
from collections.abc import Sequence
from operator import gt, lt

from dushiquan.formats.document import Grid

READABLE = 10.0
"""Half characters: a text folded to fewer than five characters a line is hard to read."""
ROOMY = 18.0
"""Half characters: a long text in a table that is easy to read."""

_WIDE_SIGNS = {
    "%": 1.68,
    "M": 1.8,
    "W": 1.9,
    "@": 1.85,
    "m": 1.56,
    "w": 1.45,
    "&": 1.56,
    "+": 1.13,
    "=": 1.13,
}
_CAPITAL = 1.45
_PIECE = re.compile("[!-~]+")
"""What stands on one line: letters, digits and signs without a space."""
_LONGEST_PIECE = 20.0
"""A longer piece, such as an address, may be broken."""
_DAY = "2011-12-31"
_HEADING = 4.0
"""A heading may be folded to two characters a line."""


class _Widths(dict[str, float]):
    """The width of each character, cached."""

    def __missing__(self, char: str) -> float:
        from rich.cells import cell_len

        if char.isascii():
            width = _WIDE_SIGNS.get(char, _CAPITAL if char.isupper() else 1.0)
        else:  # “ — … ▲ are as wide as a character beside Chinese text
            width = 2.0 if cell_len(char) else 0.0
        self[char] = width
        return width


_WIDTHS = _Widths()


def printed_width(text: str) -> float:
    """Return the width of a line of text, in half characters."""
    return sum(map(_WIDTHS.__getitem__, text))


def widest_lines(grid: Grid) -> list[float]:
    """Return the width of the widest line of each column, its heading among them."""
    columns = zip(grid.headings, *grid.rows, strict=True)
    widest = [max(printed_width(line) for text in column for line in text.split("\n")) for column in columns]
    return [max(width, grid.room.get(place, 0)) for place, width in enumerate(widest)]


def short_columns(grid: Grid) -> list[bool]:
    """Tell for each column whether each of its texts stays on one line: none is wider than a day."""
    most = printed_width(_DAY)
    return [
        all(printed_width(line) <= most for row in grid.rows for line in row[place].split("\n"))
        and max(printed_width(heading), grid.room.get(place, 0)) <= most
        for place, heading in enumerate(grid.headings)
    ]


def least_widths(grid: Grid) -> list[float]:
    """Return the width below which a column would tear a day or a number, or a short text."""
    least = []
    for place, (heading, short) in enumerate(zip(grid.headings, short_columns(grid), strict=True)):
        pieces = _PIECE.findall(heading)
        for row in grid.rows:
            pieces += row[place].split("\n") if short else _PIECE.findall(row[place])
        widths = [width for width in map(printed_width, pieces) if width <= _LONGEST_PIECE]
        least.append(max([*widths, min(printed_width(heading), _HEADING)]))
    return least


def fits(grid: Grid, room: float, edge: float, text: float = READABLE) -> bool:
    """Tell whether a table fits ``room`` with nothing torn and ``text`` for each column of long texts."""
    needed = 0.0
    for least, widest, short in zip(least_widths(grid), widest_lines(grid), short_columns(grid), strict=True):
        needed += edge + (least if short else max(least, min(widest, text)))
    return needed <= room


def shared_widths(grid: Grid, room: float, edge: float) -> list[float]:
    """Return the widths of the columns that fill ``room``, ``edge`` of which is beside the text of each.

    Short columns stay on one line, with their headings where there is room for those. The others share the
    rest in proportion to the square root of their mean length: four times the text, twice the width. No
    column gets more than it needs, and none gets less than its longest number, unless they all do not fit.
    """
    widest, short = [width + edge for width in widest_lines(grid)], short_columns(grid)
    widths = [width + edge for width in least_widths(grid)]
    texts = [place for place, is_short in enumerate(short) if not is_short]
    comfort = sum(max(widths[place], min(widest[place], ROOMY + edge)) for place in texts)
    spare = room - comfort - sum(widths[place] for place in range(len(widths)) if place not in texts)
    for place in sorted(range(len(widths)), key=lambda place: widest[place] - widths[place]):
        if place not in texts and widest[place] - widths[place] <= spare:
            spare -= widest[place] - widths[place]
            widths[place] = widest[place]
    rest = room - sum(widths[place] for place in range(len(widths)) if place not in texts)
    for place, width in _shares_of_texts(grid, texts, widths, widest, rest, edge).items():
        widths[place] = width
    scale = room / sum(widths)
    return [width * scale for width in widths]


def _shares_of_texts(
    grid: Grid,
    texts: Sequence[int],
    least: Sequence[float],
    widest: Sequence[float],
    rest: float,
    edge: float,
) -> dict[int, float]:
    """Share ``rest`` among the columns of long texts."""
    weights = {}
    for place in texts:
        mean = sum(printed_width(row[place]) for row in grid.rows) / max(len(grid.rows), 1)
        weights[place] = (
            max(mean, printed_width(grid.headings[place]), grid.room.get(place, 0)) + edge
        ) ** 0.5
    shares: dict[int, float] = {}
    for bound, beyond in ((least, lt), (widest, gt)):  # first those that need more than their share
        while out := [
            place
            for place, weight in weights.items()
            if beyond(rest * weight / sum(weights.values()), bound[place])
        ]:
            shares.update((place, bound[place]) for place in out)
            rest -= sum(bound[place] for place in out)
            for place in out:
                del weights[place]
    whole = sum(weights.values())
    return shares | {place: rest * weight / whole for place, weight in weights.items()}
