"""A column for each unit, with a mark in the rows that concern it: ● leads, ○ supports."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dushiquan.formats.table import Cell, Row
from dushiquan.phrases.unit_names import BODY_AT_END
from dushiquan.sources.cells import is_dash
from dushiquan.sources.columns import TableColumn

_LEADS = re.compile(r"(?:牵头|主办|主责|责任|负责)(?:单位|部门)?|主")
_SUPPORTS = re.compile(r"(?:配合|协办|协助|协同|参与)(?:单位|部门)?|协|配")
_SIGN = re.compile(r"[√✓✔☑●○◎▲△★☆■□◆◇]")
_FEWEST = 2


class OwnerMarks(NamedTuple):
    """The units by the places of their columns, and the marks of those that lead and of those that support.

    Without ``support`` a row has one kind of mark, which tells no roles.
    """

    names: Mapping[int, str]
    lead: frozenset[str]
    support: frozenset[str]

    def cell_of(self, row: Row) -> Cell | None:
        """Return the units of a row in the words of a cell."""
        marked = {place: row.cells[place] for place in self.names if place in row.cells}
        lead, support = (
            "、".join(self.names[place] for place, cell in marked.items() if cell.text.strip() in marks)
            for marks in (self.lead, self.support)
        )
        if not (lead or support):
            return None
        roles = [f"牵头单位：{lead}" if lead else "", f"配合单位：{support}" if support else ""]
        text = "\n".join(filter(None, roles)) if self.support else lead
        return next(iter(marked.values()))._replace(text=text, value=None)


def owner_marks(columns: Sequence[TableColumn]) -> OwnerMarks | None:
    """Tell the columns of units that hold marks or words for roles, and what they mean; None if unsure."""
    owners = [column for column in columns if column.path and BODY_AT_END.search(column.path[-1])]
    owners = [column for column in owners if _texts(column) and all(map(_is_mark, _texts(column)))]
    marks = {text for column in owners for text in _texts(column)}
    if len(owners) < _FEWEST or not marks:
        return None
    names = {column.place: column.path[-1] for column in owners}
    lead = frozenset(mark for mark in marks if _LEADS.fullmatch(mark))
    support = frozenset(mark for mark in marks if _SUPPORTS.fullmatch(mark))
    if lead | support == marks:
        return OwnerMarks(names, lead, support)
    if len(marks) == 1:
        return OwnerMarks(names, frozenset(marks), frozenset())
    single = frozenset(mark for mark in marks if _stands_once_in_each_row(mark, owners))
    return OwnerMarks(names, single, marks - single) if len(single) == 1 and len(marks) == 2 else None


def _texts(column: TableColumn) -> list[str]:
    return [cell.text.strip() for cell in column.profile.cells if not is_dash(cell.text)]


def _is_mark(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_LEADS, _SUPPORTS, _SIGN))


def _stands_once_in_each_row(mark: str, owners: Sequence[TableColumn]) -> bool:
    """Tell whether each row that is marked has this mark once: it is the mark of the one that leads."""
    cells = [cell for column in owners for cell in column.profile.cells if not is_dash(cell.text)]
    counted = Counter(cell.row for cell in cells if cell.text.strip() == mark)
    return {cell.row for cell in cells} == counted.keys() and set(counted.values()) == {1}
