"""The rows of a table as the fields of projects."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dushiquan.formats.table import Cell, Row
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.phrases.deadline import read_requirement
from dushiquan.phrases.english_times import in_chinese
from dushiquan.phrases.person_cell import read_persons
from dushiquan.phrases.unit_cell import read_units
from dushiquan.phrases.unit_names import BODY_AT_END
from dushiquan.sources.cells import (
    as_field,
    as_list,
    is_dash,
    is_day,
    is_nothing,
    is_quoted,
    joined_items,
    units_by_role,
)
from dushiquan.sources.evidence import looks_like_person
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.school_year import SchoolYear
from dushiquan.sources.texts.flat_table import joined_time
from dushiquan.sources.written_days import TIME_COLUMNS

_MONTH_OR_TENTH = re.compile(r"(?:19|20)[0-9]{2}\.1")
_PERSON_IN_BRACKETS = re.compile(r"[(（]([^()（）]{2,12})[)）]")
_PERSON_BEHIND_COLON = re.compile(r"([^\s:：、，,；;]{2,12})[:：]\s*([\u4e00-\u9fff]{2,3})(?=$|[\s、，,；;])")
_ANY_YEAR = 2000


@dataclass(frozen=True)
class ProjectNodes:
    """Makes the fields of a project from the cells of its row.

    ``unit`` answers for rows that name none. ``by_person`` tells that persons answer instead of units,
    ``with_persons`` that a column holds both. ``title_width`` is the widest line of a title.
    """

    notes: FieldReader
    unit: str = ""
    by_person: bool = False
    with_persons: bool = False
    school_year: SchoolYear | None = None
    title_width: float = 0

    def of(self, row: Row, cells: Mapping[str, Cell | None], number: str) -> Node:
        """Return the fields of one row; an empty cell is an empty field if the field is needed, else none."""
        self.notes.project = number or None
        nodes = {"id": Node(number, row.number)}
        for name, cell in cells.items():
            if cell is None:
                node = Node("", row.number)
            else:
                text = number if name == "id" else as_field(name, cell.full)
                text = joined_items(cell.full, self.title_width) if name == "title" else text
                text = "" if name == "title" and is_dash(text) else text
                if name == "requirement" and not is_quoted(cell.full):
                    text = joined_time(text)
                if self.school_year and name in TIME_COLUMNS:
                    text = self.school_year.dated(text)
                node = Node(text, row.number, cell.ref, bool(cell.fault))
                if cell.fault:
                    self.notes.error(node._replace(faulted=False), name, cell.fault)
                elif name in TIME_COLUMNS and _is_month_or_tenth(cell):
                    year = cell.text[:4]
                    message = f"“{cell.text}”是1月还是10月看不出，未读；请写成 {year}年1月 或 {year}年10月。"
                    self.notes.warn(node, name, message)
                    nodes["kind"], node = Node("unknown", row.number), node._replace(value="")
            if not is_nothing(name, node.text()) or node.faulted:
                value = node.value if node.faulted else as_list(name, node)
                nodes[name] = node if value is node.value else node._replace(value=value)
        if "start" in nodes or "due" in nodes:
            self._leave_out_start(nodes)
            _join_times(nodes)
        self._join_units(nodes, row)
        return Node(nodes, row.number)

    def _leave_out_start(self, nodes: dict[str, Node]) -> None:
        """Leave out a start that is no time before a plain day that is due, as 2021/9/110; say so."""
        start, due = (nodes.get(name, NOWHERE) for name in ("start", "due"))
        if not start.text() or start.faulted or is_day(start.text()) or not is_day(due.text()):
            return
        read = read_requirement(start.text(), _ANY_YEAR)
        if not (read.start or read.due or is_dash(start.text())):
            self.notes.warn(start, "start", f"“{start.text()}”不是日期，未取；请核对。")
            del nodes["start"]

    def _join_units(self, nodes: dict[str, Node], row: Row) -> None:
        """Put the units that lead and those that support into one field."""
        if self.unit and is_dash(nodes.get("units", NOWHERE).text()):
            nodes["units"] = Node(self.unit, row.number)
        if self.by_person and (units := nodes.get("units")) and not units.faulted:
            names = [Node(name, units.line, units.cell) for name in read_persons(units.text())]
            nodes["units"] = units._replace(value={"lead": Node(names, units.line)})
        if self.with_persons:
            _part_persons(nodes)
        support = nodes.pop("support", None)
        if by_role := units_by_role(nodes.get("units", NOWHERE), support or NOWHERE):
            nodes["units"] = by_role
            return
        if not support:
            return
        units = nodes.get("units", NOWHERE)
        if isinstance(units.value, dict):
            nodes["units"] = _with_support(units, support)
            return
        if not is_dash(units.text()) or units.faulted:
            text = (
                f"牵头单位:{units.text()}\n配合单位:{support.text()}"
                if units.text()
                else f"配合单位:{support.text()}"
            )
            faulted = units.faulted or support.faulted
            nodes["units"] = Node(text, row.number, units.cell or support.cell, faulted)
            return
        named = read_units(support.text())
        names = [Node(name, support.line, support.cell) for name in (*named.lead, *named.support)]
        nodes["units"] = Node({"support": Node(names, support.line)}, support.line, support.cell)


def numbers(rows: list[dict[str, Cell | None]]) -> list[str]:
    """Return each row's number; a number merged over several rows has parts: 22.1, 22.2."""
    spans = Counter(cell for cells in rows if (cell := cells.get("id")) and cell.height > 1)
    parts: Counter[Cell | None] = Counter()
    numbers = []
    for position, cells in enumerate(rows, 1):
        cell = cells.get("id")
        text = as_field("id", cell.text) if cell and not is_dash(cell.text) else ""
        if "id" not in cells:
            text = str(position)
        elif cell and spans and spans[cell] > 1:
            parts[cell] += 1
            text = f"{text}.{parts[cell]}"
        numbers.append(text)
    return numbers


def _part_persons(nodes: dict[str, Node]) -> None:
    """Tell persons from units in a column that holds both: 交通局 小周, 交通局（小周）."""
    units = nodes.get("units", NOWHERE)
    text = _PERSON_BEHIND_COLON.sub(_beside_unit, units.text())
    named = read_units(_PERSON_IN_BRACKETS.sub(_beside, text))
    persons = [name for name in (*named.lead, *named.support) if looks_like_person(name)]
    if not persons or "persons" in nodes:
        return

    def bodies(names: Iterable[str]) -> Node:
        kept = [Node(name, units.line, units.cell) for name in names if name not in persons]
        return Node(kept, units.line)

    nodes["units"] = units._replace(value={"lead": bodies(named.lead), "support": bodies(named.support)})
    nodes["persons"] = units._replace(value="、".join(persons))


def _beside(match: re.Match[str]) -> str:
    """Put a person in brackets behind the unit, if it is one."""
    return f" {match[1]}" if all(map(looks_like_person, read_persons(match[1]))) else match[0]


def _beside_unit(match: re.Match[str]) -> str:
    """Put a person behind a unit and a colon, as in 安监科：小周, beside the unit."""
    is_unit = BODY_AT_END.search(match[1]) is not None
    return f"{match[1]} {match[2]}" if is_unit and looks_like_person(match[2]) else match[0]


def _with_support(units: Node, support: Node) -> Node:
    """Return units by role with those of another cell as supporting ones."""
    fields = units.fields()
    named = read_units(support.text())
    names = [Node(name, support.line, support.cell) for name in (*named.lead, *named.support)]
    before = fields["support"].items() if "support" in fields else []
    return units._replace(value={**fields, "support": Node([*before, *names], support.line)})


def _join_times(nodes: dict[str, Node]) -> None:
    """Read a start or an end that is no plain day as a phrase: 3月 and 6月 are 3月至6月.

    A plain day of the start stays one: 2026-02-01 and TBD is a start whose end is not read.
    """
    start, due = (nodes.get(name, NOWHERE) for name in ("start", "due"))
    loose = [node for node in (start, due) if node.text() and not is_day(node.text()) and not node.faulted]
    if not loose or nodes.get("requirement", NOWHERE).text():
        return
    if due.text() and is_day(start.text()) and not is_day(due.text()):
        nodes["requirement"] = nodes.pop("due")
        return
    if due.text():
        first, last = in_chinese(start.text()), in_chinese(due.text())
        phrase = f"{first}至{last}" if first not in ("", last) else last
    else:
        phrase = f"{start.text()}起"
    nodes["requirement"] = (due if due.text() else start)._replace(value=phrase)
    nodes.pop("start", None)
    nodes.pop("due", None)


def _is_month_or_tenth(cell: Cell) -> bool:
    """Tell whether a number can be January, or October without its last digit."""
    return isinstance(cell.value, float) and _MONTH_OR_TENTH.fullmatch(cell.text) is not None
