"""Rows below a head that are what they are by where they stand: lists below the table, notes, sections."""

import re
import unicodedata
from collections.abc import Sequence

from dushiquan.formats.table import Row
from dushiquan.sources.evidence import Look, look_of
from dushiquan.sources.row_facts import DAYS, LOOKS_OF_TIMES, OWNERS, RowFacts

_COUNTED = re.compile(r"\(?([0-9]{1,2})\)?")
_STEM = re.compile(r"[甲乙丙丁]|栏次|列次|行次")
FEWEST_COUNTED = 3
_LOOKS_OF_FACTS = (*LOOKS_OF_TIMES, Look.PERCENT, Look.STATUS)
_MOST_BELOW, _FEWEST_FULL, _FEWEST_WIDE = 60, 5, 4
"""Rows at the end among which small tables are looked for; rows and columns of the plan above them."""


class RowGroups:
    """The numbers of the rows of each group."""

    def __init__(self, rows: Sequence[Row], facts: RowFacts) -> None:
        self._facts = facts
        self.are_alone = are_alone = [facts.is_alone(row) for row in rows]
        """For each row, whether it has a single text."""
        self.listed_below = self._list_below(rows)
        self.others = self._other_tables_below(rows)
        self.notes = self._after_last_number(rows)
        self.counted = self._counted_only(rows, are_alone)
        self.ends = self._ends_of_blocks(rows, are_alone)
        self.sections = self._sections_among_titles(rows, are_alone)
        self.counting = frozenset(row.number for row in rows[:1] if _counts_columns(row))
        """The row below the head that numbers the columns."""
        self.usually_bold = _usually_bold(rows)

    def _list_below(self, rows: Sequence[Row]) -> frozenset[int]:
        """Find the rows of a list that stands below the table: after empty rows, one name in each."""
        at = len(rows)
        while at > 0 and len(rows[at - 1].cells) == 1:
            at -= 1
        if not _has_full_rows(rows[:at]):
            return frozenset()
        gap = next((i for i in range(at, len(rows)) if rows[i].number > rows[i - 1].number + 1), len(rows))
        return frozenset(row.number for row in rows[gap:])

    def _other_tables_below(self, rows: Sequence[Row]) -> frozenset[int]:
        """Find the rows of small tables below the plan, behind an empty row: lists of tools, of short forms.

        They are narrow, tell no day and no progress, and what stands under the persons stands nowhere above.
        Their head may stand right below the plan, before the empty row.
        """
        at, end = 0, len(rows)
        for last in range(len(rows) - 1, max(len(rows) - _MOST_BELOW, 0), -1):
            if rows[last].number > rows[last - 1].number + 1:
                if not self._is_other_table(rows[last:end], rows[:last]):
                    break
                at = end = last
        while at and self._is_other_table(rows[at - 1 : at], rows[: at - 1]):
            at -= 1
        return frozenset(row.number for row in rows[at:]) if at else frozenset()

    def _is_other_table(self, block: Sequence[Row], above: Sequence[Row]) -> bool:
        widths = sorted(len(row.cells) for row in above[-_MOST_BELOW:])
        if len(widths) < _FEWEST_FULL or widths[len(widths) // 2] < _FEWEST_WIDE:
            return False
        if any(self._facts.is_numbered(row) or 2 * len(row.cells) > widths[-1] for row in block):
            return False
        told = [cell for row in block for cell in row.own if look_of(cell) in _LOOKS_OF_FACTS]
        owners = [name for row in block for name in self._facts.owners_of(row)]
        known = {name for row in above for name in self._facts.owners_of(row)}
        return not told and bool(owners) and known.isdisjoint(owners) and len(known) > 0

    def _ends_of_blocks(self, rows: Sequence[Row], are_alone: Sequence[bool]) -> frozenset[int]:
        """Find the lone texts above the caption and the head of another block: notes of the one before."""
        return frozenset(
            rows[at].number
            for at in range(1, len(rows) - 2)
            if are_alone[at]
            and not are_alone[at - 1]
            and (are_alone[at + 1] or (rows[at + 1].own and self._facts.is_wide(rows[at + 1].own[0])))
            and self._facts.is_head(rows[at + 2])
        )

    def _after_last_number(self, rows: Sequence[Row]) -> frozenset[int]:
        """Find the rows below a numbered table that have no number, owner or day, as its rows have: notes."""
        has_both = self._facts.read and "id" in self._facts.places and "title" in self._facts.places
        if not (has_both and rows) or self._facts.is_numbered(rows[-1]):
            return frozenset()
        numbered = [at for at, row in enumerate(rows) if self._facts.is_numbered(row)]
        last = numbered[-1] + 1 if numbered else 0
        told = [at for at in numbered if self._facts.tells(rows[at], (*OWNERS, *DAYS))]
        is_regular = len(numbered) >= FEWEST_COUNTED and 10 * len(numbered) >= 9 * last
        rest = [row for row in rows[last:] if row.own]
        if not is_regular or 5 * len(told) < 4 * len(numbered) or not all(map(self._facts.is_note, rest)):
            return frozenset()
        among = {
            frozenset(row.cells)
            for row in rows[:last]
            if len(row.cells) > 1 and not self._facts.is_numbered(row)
        }
        return frozenset(row.number for row in rest if frozenset(row.cells) not in among)

    def _counted_only(self, rows: Sequence[Row], are_alone: Sequence[bool]) -> frozenset[int]:
        """Find the empty rows of a form at the end, whose names only count all rows: 事项 9 is the ninth."""
        titles = self._facts.places.get("title", ())
        at = len(rows)
        while at > 0 and are_alone[at - 1] and rows[at - 1].own[0].column in titles:
            at -= 1
        if len(rows) - at < 2 or are_alone[:at].count(False) < FEWEST_COUNTED:
            return frozenset()
        above = sum(self._facts.tells(row, ("title",)) for row in rows[:at])
        texts = [row.own[0].text.strip() for row in rows[at:]]
        stem = texts[0].rstrip("0123456789")
        is_count = stem and texts == [f"{stem}{above + nth}" for nth in range(1, len(texts) + 1)]
        return frozenset(row.number for row in rows[at:]) if is_count else frozenset()

    def _sections_among_titles(self, rows: Sequence[Row], are_alone: Sequence[bool]) -> frozenset[int]:
        """Find the rows that head others in the title column: the first row, and each before a full one.

        One that stands before another, or at the end, is a project about which nothing else is said: then
        all are.
        """
        titles = self._facts.places.get("title", ())
        alone = [
            is_alone and row.own[0].column in titles for row, is_alone in zip(rows, are_alone, strict=True)
        ]
        places = [at for at, is_alone in enumerate(alone) if is_alone]
        heads = len(places) > 1 and places[0] == 0 and not alone[-1]
        if not heads or any(alone[at + 1] for at in places) or 3 * len(places) > 2 * len(rows):
            return frozenset()
        return frozenset(rows[at].number for at in places)


def _counts_columns(row: Row) -> bool:
    """Tell whether a row below the head numbers the columns: 甲, 1, 2, 3 or (1), (2), (3)."""
    texts = [unicodedata.normalize("NFKC", "".join(cell.text.split())) for cell in row.own]
    counted = [match[1] for text in texts if (match := _COUNTED.fullmatch(text))]
    stems = sum(_STEM.fullmatch(text) is not None for text in texts)
    return (
        len(counted) >= FEWEST_COUNTED
        and len(counted) + stems == len(texts)
        and [int(number) for number in counted] == list(range(1, len(counted) + 1))
    )


def _has_full_rows(rows: Sequence[Row]) -> bool:
    return 2 * sum(len(row.cells) > 1 for row in rows) > len(rows)


def _usually_bold(rows: Sequence[Row]) -> bool:
    full = [row.own[0] for row in rows[:200] if len(row.own) > 1]
    return bool(full) and 2 * sum(cell.bold for cell in full) > len(full)
