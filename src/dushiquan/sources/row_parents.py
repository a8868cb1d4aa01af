"""Rows that head those numbered below them: 1 above 1.1, 一 above 1."""

from collections.abc import Callable, Collection, Sequence

from dushiquan.formats.table import Cell, Row
from dushiquan.sources.row_facts import DAYS, OWNERS, Kept, RowFacts

LeaveOut = Callable[[Row, str], None]
"""Notes that a row is no project, and why."""
SECTION = "是分节行，作为以下各项的类别"


def without_parents(kept: list[Kept], facts: RowFacts, leave_out: LeaveOut) -> list[Kept]:
    """Take rows without owner and day as the categories of those that are numbered below them."""
    told = {name for name in (*OWNERS, *DAYS) if name in facts.places}
    if not (told and "id" in facts.places and "title" in facts.places):
        return kept
    if _are_numerals_above_figures(kept, facts, told):
        return _under_numerals(kept, facts, told, leave_out)
    if not any("." in cell.text for one in kept if (cell := facts.cell(one.row, "id"))):
        return kept
    return _under_numbers(kept, facts, told, leave_out)


def _under_numerals(
    kept: Sequence[Kept], facts: RowFacts, told: Collection[str], leave_out: LeaveOut
) -> list[Kept]:
    """Make 一 the category of 1 and 2 below it."""
    found = []
    above: Cell | None = None
    for one in kept:
        if facts.is_numeral(one.row) and not facts.tells(one.row, told):
            above = facts.cell(one.row, "title")
            leave_out(one.row, SECTION)
        else:
            found.append(Kept(one.row, above, True) if above else one)
    return found


def _under_numbers(
    kept: Sequence[Kept], facts: RowFacts, told: Collection[str], leave_out: LeaveOut
) -> list[Kept]:
    """Make 1 the category of 1.1 and 1.2 below it."""
    numbers = [facts.subnumber(one.row) for one in kept]
    parents: dict[str, Cell] = {}
    found = []
    for one, number, following in zip(kept, numbers, [*numbers[1:], ""], strict=True):
        title = facts.cell(one.row, "title")
        if number and title and following.startswith(f"{number}.") and not facts.tells(one.row, told):
            parents[number] = title
            leave_out(one.row, f"没有责任单位和时限，下有 {following} 等项，作为它们的类别")
            continue
        upper = number.rpartition(".")[0]
        while upper and upper not in parents:
            upper = upper.rpartition(".")[0]
        found.append(Kept(one.row, parents[upper], True) if upper else one)
    return found


def _are_numerals_above_figures(kept: Sequence[Kept], facts: RowFacts, told: Collection[str]) -> bool:
    """Tell whether some rows are numbered 一, 二 and the others 1, 2.

    If they are many, as 一 and （一） above each other, none may say who or when.
    """
    numbers = [cell.text for one in kept if (cell := facts.cell(one.row, "id"))]
    numerals = [one.row for one in kept if facts.is_numeral(one.row)]
    if 0 < len(numerals) < len(numbers) / 2:
        return True
    has_figures = any(number[:1].isdecimal() for number in numbers)
    if not (numerals and has_figures) or numerals[-1] is kept[-1].row:
        return False
    return not any(facts.tells(row, told) for row in numerals)
