"""Finding the head of a table: the rows with the best sum of evidence that they name the columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dushiquan.formats.table import Cell, Row, Table
from dushiquan.sources.evidence import Look, Profile, look_of, profiles_of
from dushiquan.sources.headings import POSSIBLE, SURE, meanings, tidy
from dushiquan.sources.mending.period_columns import period_of

SEARCHED = 60
"""Rows in which a head is looked for."""

_LONGEST_HEADING = 20
_LEAST = 4.0
_FEWEST_BELOW = 3
_CALENDAR = 3
"""Days in one row that can only head the columns of a calendar."""
_ENOUGH = 4
"""Headings in the same columns by which a head with some others is one of the same table."""
_MANY = 5
"""Headings of which one may be different in a head that is repeated."""
_DATA = frozenset((Look.DAY, Look.PERCENT, Look.LONG, Look.TIME))
_EXPECTED: Mapping[str, frozenset[Look]] = {
    "id": frozenset((Look.NUMBER,)),
    "units": frozenset((Look.BODY, Look.PERSON)),
    "persons": frozenset((Look.PERSON,)),
    "requirement": frozenset((Look.DAY, Look.TIME)),
    "start": frozenset((Look.DAY, Look.TIME)),
    "due": frozenset((Look.DAY, Look.TIME)),
    "done_on": frozenset((Look.DAY, Look.TIME)),
    "progress": frozenset((Look.PERCENT,)),
    "status": frozenset((Look.STATUS,)),
    "title": frozenset((Look.SHORT, Look.LONG)),
    "content": frozenset((Look.SHORT, Look.LONG)),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: the rows ``first`` to ``last`` of it, counted from 0, and what they name.

    ``paths`` is for each column its heading under those of its groups, tidied, from the top; a column that
    stands under no heading has none. ``cells`` is the lowest heading of each column, ``score`` the evidence.
    If the caller names the columns, it may have no rows: then ``last`` is before ``first``.
    """

    first: int
    last: int
    paths: Mapping[int, tuple[str, ...]]
    cells: Mapping[int, Cell]
    score: float = 0.0

    @property
    def shape(self) -> str:
        """The headings in their order, by which the same table of next month is known."""
        return "|".join("/".join(path) for _, path in sorted(self.paths.items()))

    @property
    def names(self) -> dict[int, str]:
        """The headings by column, each under its groups."""
        return {column: "/".join(path) for column, path in self.paths.items()}

    def without(self, column: int) -> "Head":
        """Return the head without one of its columns, and those that its heading covers, too."""
        heading = self.cells.get(column)
        left = {place for place, cell in self.cells.items() if place == column or cell is heading}
        paths = {place: path for place, path in self.paths.items() if place not in left}
        return replace(self, paths=paths, cells={c: x for c, x in self.cells.items() if c not in left})

    def origin(self, column: int) -> tuple[int, int]:
        """Return the cell where the lowest heading of a column begins."""
        return self.cells[column].row, self.cells[column].column


class HeadSearch:
    """The search for a head in one table; ``mapped`` are headings that the caller knows to be there.

    ``first_row`` takes the first row with several short names for a head, if one is known.
    """

    def __init__(self, table: Table, mapped: Sequence[str] = (), *, first_row: bool = False) -> None:
        self.rows = table.rows
        self.mapped = frozenset(mapped)
        wide = (at for at, row in enumerate(self.rows) if first_row and len(row.own) > 1)
        self.first = next(wide, -1)

    @cached_property
    def best(self) -> Head | None:
        """The head with the most evidence, where it first stands; None if none has enough."""
        found = [head for at in range(min(len(self.rows), SEARCHED)) if (head := self._head_at(at))]
        best = max(found, key=lambda head: head.score, default=None)
        return next((head for head in found if best and _is_kin(head, best)), None)

    def _head_at(self, at: int) -> Head | None:
        row = self.rows[at]
        words = _evidence_of_words(row, self.mapped)
        if len(row.own) < 2 or (words < _LEAST and not (at == self.first and self._names(row))):
            return None
        first, last = self._extent(at)
        if last + 1 >= len(self.rows) or self._is_form(self.rows[last], self.rows[last + 1]):
            return None
        paths, cells = _paths(self.rows[first : last + 1])
        below = profiles_of(self.rows[last + 1 : last + 1 + SEARCHED])
        score = _evidence_of_words(self.rows[last], self.mapped) if last > at else words
        return Head(first, last, paths, cells, max(score, words) + sum(_evidence_below(paths, below)))

    def _names(self, row: Row) -> bool:
        """Tell whether a row has short names that differ, over filled columns, and one says who or when."""
        names = [tidy(cell.text) for cell in row.own]
        is_label = any(name.endswith(":") for name in names)
        if is_label or len(set(names)) < len(names) or not all(map(_may_name, row.own)):
            return False
        below = self.rows[self.first + 1 : self.first + 1 + SEARCHED]
        profiles = profiles_of(below)
        paths = {cell.column: (name,) for cell, name in zip(row.own, names, strict=True)}
        told = {
            c: path for c, path in paths.items() if not {"id", "title", "content"} & meanings(path).keys()
        }
        return (
            2 * sum(len(one.cells) > 1 for one in below) > len(below) >= _FEWEST_BELOW
            and all(column in profiles for column in paths)
            and any(evidence > 0 for evidence in _evidence_below(told, profiles))
        )

    def _is_form(self, row: Row, below: Row) -> bool:
        """Tell whether labels and values stand side by side, with a label below that of a number."""
        labels = {cell.column: meanings((tidy(cell.text),)) for cell in row.own}
        known = [column for column, fields in labels.items() if fields]
        if not 1 < len(known) < len(labels):
            return False
        own = {cell.column: meanings((tidy(cell.text),)) for cell in below.own}
        again = (c for c in known if max(own.get(c, {}).values(), default=0) > POSSIBLE)
        return any("id" in labels[column] for column in again)

    def _extent(self, at: int) -> tuple[int, int]:
        """Return the rows of the head that this one belongs to."""
        first = last = at
        while (upper := self._begins_above(first)) < first:
            first = upper
        if first and self._has_groups_above(first):
            first -= 1
        while last + 1 < len(self.rows) and self._goes_on(first, last):
            last += 1
        return first, last

    def _begins_above(self, at: int) -> int:
        """Return the row in which the cells of a row begin, if it names columns, too."""
        begin = min(cell.row for cell in self.rows[at].cells.values())
        while at > 0 and self.rows[at].number > begin:
            at -= 1
        return at if len(self.rows[at].own) > 1 else at + 1

    def _has_groups_above(self, at: int) -> bool:
        """Tell whether the row above has several wide cells over columns of this row, as groups have."""
        row = self.rows[at]
        above = [cell for cell in self.rows[at - 1].own if cell.text]
        under = [range(cell.column, cell.column + cell.width) for cell in above]
        return (
            len(above) > 1
            and self.rows[at - 1].number == row.number - 1
            and all(cell.width > 1 and cell.height == 1 and _may_name(cell) for cell in above)
            and all(":" not in tidy(cell.text) for cell in above)
            and all(
                place in row.cells and row.cells[place].width == 1 for places in under for place in places
            )
        )

    def _goes_on(self, first: int, last: int) -> bool:
        """Tell whether the next row names what is under the groups of the rows so far."""
        row = self.rows[last + 1]
        own = [cell for cell in row.own if cell.text]
        if last - first >= 2 or not own or any(not _may_name(cell) for cell in own):
            return False
        began_above = [cell for cell in row.cells.values() if cell.row < row.number]
        if began_above:
            return all(cell.row >= self.rows[first].number for cell in began_above)
        return _lies_under_groups(self.rows[last], row)


def _is_kin(head: Head, best: Head) -> bool:
    """Tell whether a head is the best one, or the head of an earlier block of the same table."""
    if head.paths.keys() == best.paths.keys() and repeats(head.names, best.names):
        return True
    return 2 * head.score >= best.score and is_like(head.names, best.names)


def is_like(names: Mapping[int, str], others: Mapping[int, str]) -> bool:
    """Tell whether most headings stand in the same columns of another head, as in blocks of one table."""
    different = [column for column, name in names.items() if others.get(column) != name]
    same = len(names) - len(different)
    return same >= _ENOUGH and 3 * same >= 2 * len(names) and _may_differ(different, names, others)


def repeats(names: Mapping[int, str], others: Mapping[int, str]) -> bool:
    """Tell whether headings are repeated in a head; of many, one may differ, as the name of a block does."""
    different = [column for column, name in names.items() if others.get(column) != name]
    if len(different) != 1:
        return not different
    return len(names) >= _MANY and set(names) <= set(others) and _may_differ(different, names, others)


def _may_differ(columns: Iterable[int], names: Mapping[int, str], others: Mapping[int, str]) -> bool:
    """Tell whether headings that differ do not name different fields: 完成情况 does not repeat 完成时限."""
    for column in columns:
        fields = [set(meanings((head[column],))) if column in head else set() for head in (names, others)]
        if all(fields) and not fields[0] & fields[1]:
            return False
    return True


def _evidence_of_words(row: Row, mapped: frozenset[str]) -> float:
    """Return the evidence of a row's words that it is a head: each field counts once."""
    best: dict[str, float] = {}
    against = 0.0
    days = 0
    for cell in row.cells.values():
        name = tidy(cell.text)
        if name in mapped:
            best[name] = SURE
            continue
        means = meanings((name,)) if len(name) <= _LONGEST_HEADING else {}
        for field, weight in means.items():
            best[field] = max(best.get(field, 0), weight / len(means))
        if not means and (look_of(cell) in _DATA or ":" in name) and not period_of((name,)):
            if look_of(cell) in (Look.DAY, Look.TIME):
                days += 1
            against += 2
    if days >= _CALENDAR:
        against -= 2 * days
    return sum(best.values()) - against if len(best) > 1 else 0.0


def _evidence_below(paths: Mapping[int, tuple[str, ...]], below: Mapping[int, Profile]) -> Iterator[float]:
    for column, path in paths.items():
        profile = below.get(column)
        expected = [_EXPECTED[field] for field in meanings(path) if field in _EXPECTED]
        if profile and profile.filled and expected:
            yield 1.0 if max(profile.share(*looks) for looks in expected) >= 0.5 else -0.5


def _may_name(cell: Cell) -> bool:
    """Tell whether a cell can be a heading: short words, not what stands below headings."""
    looks = (Look.SHORT, Look.STATUS, Look.BODY, Look.PERSON)
    name = tidy(cell.text)
    return len(name) <= _LONGEST_HEADING and (look_of(cell) in looks or bool(period_of((name,))))


def _lies_under_groups(above: Row, row: Row) -> bool:
    """Tell whether each cell of a row is under a wide cell, or beside one in a row with gaps above it."""
    wide = [cell for cell in above.own if cell.width > 1]
    if wide:
        under = {c for cell in wide for c in range(cell.column, cell.column + cell.width)}
        return {cell.column for cell in row.own} <= under and _are_headings(row)
    gaps = set(row.cells) - set(above.cells)
    first = min(above.cells, default=0)
    return bool(gaps) and min(row.cells) > first and _are_headings(row)


def _are_headings(row: Row) -> bool:
    """Tell whether half the cells of a row or more are headings, under a group of times or alone."""
    known = [cell for cell in row.own if meanings((tidy(cell.text),)) or meanings(("时间", tidy(cell.text)))]
    return 2 * len(known) >= len(row.own)


_MOST_SPANNED = 200
"""Columns that one heading names at most; a cell that is merged to the edge of the sheet names no more."""


def _paths(rows: Sequence[Row]) -> tuple[dict[int, tuple[str, ...]], dict[int, Cell]]:
    """Return the headings over each column, from the top, and the lowest of them."""
    over: dict[int, list[Cell]] = {}
    for position, row in enumerate(rows):
        is_last = position == len(rows) - 1
        wider = {**row.cells} if is_last else _with_gaps_filled(row, rows[position + 1])
        for column, cell in sorted(wider.items()):
            for place in range(column, column + min(cell.width, _MOST_SPANNED)):
                cells = over.setdefault(place, [])
                if cell not in cells:
                    cells.append(cell)
    paths = {
        column: tuple(dict.fromkeys(tidy(cell.text) for cell in cells)) for column, cells in over.items()
    }
    return paths, {column: cells[-1] for column, cells in over.items()}


def _with_gaps_filled(row: Row, below: Row) -> dict[int, Cell]:
    """Fill the gaps in a row of groups if the file does not keep their width: each extends to the next."""
    cells = dict(row.cells)
    if any(cell.width > 1 or cell.height > 1 for cell in cells.values()):
        return cells
    last: Cell | None = None
    for column in range(min(cells, default=1), max([*below.cells, *cells], default=0) + 1):
        last = cells.get(column, last)
        if column not in cells and column in below.cells and last:
            cells[column] = last._replace(column=column)
    return cells
