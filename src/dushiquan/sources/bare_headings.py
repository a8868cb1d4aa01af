"""Rows with only a name above rows that say who and when: the headings of a task tool's export."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dushiquan.formats.table import Cell, Row
from dushiquan.formats.tree import Node
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.row_facts import DAYS, OWNERS, Kept, RowFacts
from dushiquan.sources.row_numbers import row_words
from dushiquan.sources.row_parents import SECTION, LeaveOut

_ONLY = ("id", "title", "progress")
"""What a heading may have: a tool sums up the progress of what is below."""
_FEWEST_BELOW, _FEWEST_HEADED = 2, 2
_FEWEST_BELOW_ONE = 3
"""Rows that say who and when below the only such row, if it may be a heading."""


@dataclass(frozen=True, slots=True)
class Headed:
    """The projects with the headings above them as categories.

    ``headings`` are the rows that are headings, ``unsure`` those among them that stand above a single row or
    are counted as the others are. ``doubtful`` are projects that are likely to be headings, ``possible``
    those that may be.
    """

    kept: list[Kept]
    headings: Sequence[Row] = ()
    unsure: Sequence[Row] = ()
    doubtful: Sequence[Row] = ()
    possible: Sequence[Row] = ()


def headed(kept: list[Kept], facts: RowFacts) -> Headed:
    """Tell headings from projects about which nothing is said.

    Indented rows show what they stand under. Without indents a bare row above others is a heading if the
    table begins with one and several have several rows below them.
    """
    are_bare = [_is_bare(one.row, facts) for one in kept]
    if not any(are_bare) or not _may_have_headings(kept, are_bare, facts):
        return Headed(kept)
    depths = [_depth(one.row, facts) for one in kept]
    if above := _above_deeper(are_bare, depths):
        return _under(kept, above, depths, facts)
    below = _rows_below(are_bare)
    several = [at for at, number in below.items() if number >= _FEWEST_BELOW]
    above = [at for at, number in below.items() if number]
    if len(several) >= _FEWEST_HEADED and are_bare[0]:
        found = _under(kept, above, [0] * len(kept), facts)
        unsure = [
            kept[at].row
            for at in above
            if below[at] < _FEWEST_BELOW or facts.subnumber(kept[at].row).isdecimal()
        ]
        doubtful = [kept[at].row for at, number in below.items() if not number and at + 1 < len(kept)]
        return replace(found, unsure=unsure, doubtful=doubtful)
    if several == [0] and below[0] >= _FEWEST_BELOW_ONE:
        return Headed(kept, doubtful=[kept[0].row])
    possible = [kept[at].row for at in several] if len(several) >= _FEWEST_HEADED else []
    return Headed(kept, possible=possible)


def _is_bare(row: Row, facts: RowFacts) -> bool:
    places = {place for name in _ONLY for place in facts.places.get(name, ())}
    return facts.tells(row, ("title",)) and row.cells.keys() <= places and len(row.own) == len(row.cells)


def _may_have_headings(kept: Sequence[Kept], are_bare: Sequence[bool], facts: RowFacts) -> bool:
    """Tell whether the rows that are not bare say who and when, and have no categories yet."""
    if "category" in facts.places or any(one.section for one in kept):
        return False
    others = [one.row for one, is_bare in zip(kept, are_bare, strict=True) if not is_bare]
    full = sum(facts.tells(row, OWNERS) and facts.tells(row, DAYS) for row in others)
    return len(others) >= _FEWEST_BELOW and 5 * full >= 4 * len(others)


def _depth(row: Row, facts: RowFacts) -> int:
    title = facts.cell(row, "title")
    return title.indent if title else 0


def _above_deeper(are_bare: Sequence[bool], depths: Sequence[int]) -> list[int]:
    return [
        at
        for at, is_bare in enumerate(are_bare)
        if is_bare and at + 1 < len(depths) and depths[at + 1] > depths[at]
    ]


def _rows_below(are_bare: Sequence[bool]) -> dict[int, int]:
    """Return for each bare row how many others stand between it and the next one."""
    places = [at for at, is_bare in enumerate(are_bare) if is_bare]
    return {
        at: following - at - 1 for at, following in zip(places, [*places[1:], len(are_bare)], strict=True)
    }


def _under(kept: Sequence[Kept], headings: Sequence[int], depths: Sequence[int], facts: RowFacts) -> Headed:
    """Return the projects, each with the last heading above it; indented ones with one less indented."""
    is_indented = len(set(depths)) > 1
    are_headings = frozenset(headings)
    found = []
    open_: list[tuple[int, Cell]] = []
    for at, one in enumerate(kept):
        while open_ and is_indented and open_[-1][0] >= depths[at]:
            open_.pop()
        if at in are_headings and (title := facts.cell(one.row, "title")):
            open_.append((depths[at], title))
        else:
            found.append(replace(one, section=open_[-1][1]) if open_ else one)
    return Headed(found, [kept[at].row for at in headings])


def with_headings(kept: list[Kept], facts: RowFacts, leave_out: LeaveOut, notes: FieldReader) -> list[Kept]:
    """Return the projects below the rows that are headings; note those, and ask about doubtful ones."""
    found = headed(kept, facts)
    for row in found.headings:
        leave_out(row, SECTION)
    for rows, say, what in (
        (found.unsure, notes.ask, "只有名称，已作下面各项的类别；是任务的请补写责任人或时限"),
        (
            found.doubtful,
            notes.ask,
            "只有名称，像是下面各项的标题，现作项目；是标题的请加 --without 行号",
        ),
        (found.possible, notes.warn, "只有名称，现作为项目；是下面各项的标题的请加 --without 行号"),
    ):
        if rows:
            which = row_words(row.number for row in rows)
            say(Node("", rows[0].number), "category", f"{which}{what}。")
    return found.kept
