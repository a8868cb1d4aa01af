"""Fit a table to a terminal: which columns are shown, how wide each is, and where a cell is folded.

No cell is cut off. Columns that are never folded (ids, dates, numbers) take the width they need. Texts share
the rest and are folded to it. If that is still too wide, the least important columns are dropped.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len

GAP = 2
NARROWEST = 10
"""A text folded to fewer than five Chinese characters a line is hard to read."""
ROOMY = 28
"""A column of sentences folded to fewer than fourteen Chinese characters a line is hard to read, too."""

_HEADING = 4
"""A heading may be folded to two characters, even above ids or days, which are never folded."""


class Layout(NamedTuple):
    """The columns shown, by position, and the width of each in cells."""

    shown: Sequence[int]
    widths: Sequence[int]


def lay_out(
    headings: Sequence[str],
    nowrap: Sequence[bool],
    rows: Sequence[Sequence[str]],
    width: int,
    ranks: Sequence[int],
    roomy: str = "",
) -> Layout:
    """Lay a table out in ``width`` cells; columns of the highest rank are dropped first.

    The column under the heading ``roomy`` holds sentences: others are dropped before it is narrow. The first
    column of the lowest rank is always shown, whatever the width.
    """
    cells = [max(map(_widest, column), default=0) for column in zip(*rows, strict=True)] or [0] * len(
        headings
    )
    needs = [max(need, cell_len(heading)) for need, heading in zip(cells, headings, strict=True)]
    least = [
        max(
            need if one_line else min(need, ROOMY if heading == roomy else NARROWEST),
            min(cell_len(heading), _HEADING),
        )
        for need, one_line, heading in zip(cells, nowrap, headings, strict=True)
    ]
    shown = list(range(len(headings)))
    while len(shown) > 1 and _total([least[i] for i in shown]) > width:
        last = max(shown, key=lambda i: (ranks[i], i))
        if headings[last] == roomy and least[last] > NARROWEST:
            least[last] = NARROWEST  # narrow rather than dropped
        else:
            shown.remove(last)
    return Layout(shown, _share([needs[i] for i in shown], [least[i] for i in shown], width))


def _share(needs: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Give each column its minimum, and share the rest evenly among those that need more."""
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
    """The width of each character in cells, as Rich gives it, cached."""

    def __missing__(self, char: str) -> int:
        self[char] = cell_len(char)
        return self[char]


_CELLS = _Cells()


def cells_of(text: str) -> int:
    """Return the width of a text in cells, as Rich counts it, in a quarter of the time."""
    if "\u200d" in text or "\ufe0f" in text:  # these join characters into one
        return cell_len(text)
    return sum(map(_CELLS.__getitem__, text))


def fold(text: str, width: int) -> list[str]:
    """Fold a text into lines of at most ``width`` cells; a wider character gets its own line.

    If there is room, no line begins with a closing mark, and no number is broken across lines.
    """
    if "\n" not in text and (len(text) * 2 <= width or cells_of(text) <= width):
        return [text]
    lines = []
    for line in text.split("\n"):
        reach = list(accumulate(map(_CELLS.__getitem__, line)))  # the width up to the end of each character
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
    """Return where to break a line, at ``end`` or before it, without parting what belongs together."""
    for at in range(end, (begin + end) // 2, -1):
        if not _belong_together(line[at - 1], line[at]):
            return at
    return end


def _belong_together(before: str, after: str) -> bool:
    return (
        after in _CLOSING
        or before in _OPENING
        or (_is_of_word(before) and _is_of_word(after))
        or not (_CELLS[before] and _CELLS[after])  # a character without width belongs to its neighbours
    )


_CLOSING = frozenset("，。、；：！？）》〉」』】”’％,.;:!?)]}%")
"""Marks that may not begin a line (GB/T 15834: they follow a character)."""

_OPENING = frozenset("（《〈「『【“‘([{")
"""Marks that may not end a line."""


def _is_of_word(char: str) -> bool:
    return char.isascii() and not char.isspace()
