"""Fitting a table to a terminal: which columns stand, how wide each is, and where a cell is folded.

Nothing is cut. Columns that are never folded (ids, dates, numbers) take what they need; texts share the
rest and are folded to it. Where even that is too narrow, the columns that matter least leave.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len

GAP = 2
NARROWEST = 10
"""A text folded to less than five Chinese characters is no longer read, but spelled."""

_HEADING = 4
"""A heading may be folded to two characters; what stands below it, if it is an id or a day, may not."""


class Layout(NamedTuple):
    """Which columns stand, by their position, and how many cells wide each of them is."""

    shown: Sequence[int]
    widths: Sequence[int]


def lay_out(
    headings: Sequence[str],
    nowrap: Sequence[bool],
    rows: Sequence[Sequence[str]],
    width: int,
    ranks: Sequence[int],
) -> Layout:
    """Lay a table out in ``width`` cells; columns of the highest rank leave first.

    The first column of the lowest rank always stands, whatever the width.
    """
    cells = [max(map(_widest, column), default=0) for column in zip(*rows, strict=True)] or [0] * len(
        headings
    )
    needs = [max(need, cell_len(heading)) for need, heading in zip(cells, headings, strict=True)]
    least = [
        max(need if one_line else min(need, NARROWEST), min(cell_len(heading), _HEADING))
        for need, one_line, heading in zip(cells, nowrap, headings, strict=True)
    ]
    shown = list(range(len(headings)))
    while len(shown) > 1 and _total([least[i] for i in shown]) > width:
        shown.remove(max(shown, key=lambda i: (ranks[i], i)))
    return Layout(shown, _share([needs[i] for i in shown], [least[i] for i in shown], width))


def _share(needs: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Give each column its least, and what is left to those that need more, evenly."""
    widths = list(least)
    spare = width - _total(widths)
    while spare > 0:
        hungry = [i for i, need in enumerate(needs) if need > widths[i]]
        if not hungry:
            break
        each = max(1, spare // len(hungry))
        for i in hungry:
            given = min(each, needs[i] - widths[i], spare)
            widths[i] += given
            spare -= given
    if len(widths) == 1:
        widths = [min(needs[0], max(1, width))]
    return widths


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _widest(text: str) -> int:
    return max(map(cells_of, text.split("\n")))


class _Cells(dict[str, int]):
    """How many cells each character takes; asked of Rich once."""

    def __missing__(self, char: str) -> int:
        self[char] = cell_len(char)
        return self[char]


_CELLS = _Cells()


def cells_of(text: str) -> int:
    """How many cells a text takes, as Rich counts them, in a quarter of its time."""
    if "\u200d" in text or "\ufe0f" in text:  # these join characters to one
        return cell_len(text)
    return sum(map(_CELLS.__getitem__, text))


def fold(text: str, width: int) -> list[str]:
    """The text on lines of at most ``width`` cells; a character wider than that stands alone.

    No line begins with a mark that closes what is before it, and no number is torn, where there is room.
    """
    if "\n" not in text and (len(text) * 2 <= width or cells_of(text) <= width):
        return [text]
    lines = []
    for line in text.split("\n"):
        reach = list(accumulate(map(_CELLS.__getitem__, line)))  # the cells up to and with each character
        begin = taken = 0
        while reach and reach[-1] - taken > width:
            end = bisect_right(reach, max(taken + width, reach[begin]), begin)
            if end == len(line):
                break
            end = _break(line, begin, end)
            lines.append(line[begin:end])
            begin, taken = end, reach[end - 1]
        lines.append(line[begin:])
    return lines


def _break(line: str, begin: int, end: int) -> int:
    """Where a line that must end at ``end`` ends best: there, or before what belongs together."""
    for at in range(end, (begin + end) // 2, -1):
        if not _belong_together(line[at - 1], line[at]):
            return at
    return end


def _belong_together(before: str, after: str) -> bool:
    return (
        after in _CLOSING
        or before in _OPENING
        or (_is_of_word(before) and _is_of_word(after))
        or not (_CELLS[before] and _CELLS[after])  # what takes no cell joins its neighbours
    )


_CLOSING = frozenset("，。、；：！？）》〉」』】”’％,.;:!?)]}%")
"""Marks that do not begin a line (GB/T 15834: they stand after a character)."""

_OPENING = frozenset("（《〈「『【“‘([{")
"""Marks that do not end one."""


def _is_of_word(char: str) -> bool:
    return char.isascii() and not char.isspace()
