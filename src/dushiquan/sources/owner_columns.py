"""The columns that tell who answers: units that lead or support, and persons."""

import re

from dushiquan.sources.cells import is_dash
from dushiquan.sources.columns import MOSTLY, OWNERS, Grade
from dushiquan.sources.evidence import Look
from dushiquan.sources.headings import label_of, leads
from dushiquan.sources.mending.owner_marks import owner_marks
from dushiquan.sources.table_columns import TableColumns

_OTHERS = ("记录", "检查", "复查", "创建", "发现", "提出", "上报", "登记", "督办", "监督", "验收", "反馈")
_NOT_OWNERS = "".join(f"(?<!{word})" for word in _OTHERS)
_BODIES = re.compile(rf"{_NOT_OWNERS}(?:单位|部门|科室|[队组站所段科院校厂村])$")
_PEOPLE = re.compile(rf"{_NOT_OWNERS}(?:人|人员|员|老师|教师|同志)$")
_NAMES_OF_PEOPLE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[\s、，,；;/]+[\u4e00-\u9fff]{2,4})*")
_NAMES = re.compile(r"[\u4e00-\u9fff()（）]{2,16}(?:[\s、，,；;/]+[\u4e00-\u9fff()（）]{2,16})*")


def take_owner_marks(table: TableColumns) -> None:
    """Take the columns of units that hold marks as the units, if no other column says who answers."""
    marks = owner_marks([column for column in table.columns if column.grade is Grade.UNREAD])
    marked = [column for column in table.columns if marks and column.place in marks.names]
    others = [column for column in table.columns if column not in marked]
    if any(column.field in OWNERS or OWNERS & column.claims.keys() for column in others):
        return
    table.owner_marks = marks
    for column in marked:
        column.take("units", "用记号标出责任单位")


def take_units(table: TableColumns) -> None:
    """Tell the units that lead from those that support: 牵头单位 leads; 责任单位 beside it supports."""
    claiming = table.strongest("units")
    groups = {column.path[:-1] or column.path for column in claiming}
    are_beside = len(claiming) == 2 and claiming[0].place + 1 == claiming[1].place
    if are_beside and len(groups) == 1 and not table.of("units"):
        first, second = claiming
        first.take("units")
        second.take("support", f"“{'/'.join(groups.pop())}”下有两列，以前一列为牵头单位")
        return
    if len(claiming) > 1 and not table.of("units"):
        leading = [column for column in claiming if leads(column.name)]
        if len(leading) == 1:
            leading[0].take("units")
            for column in claiming:
                if column is not leading[0]:
                    column.take("support", f"牵头的是“{leading[0].name}”")
            return
    table.single("units")


def take_second_owners(table: TableColumns) -> None:
    """Read a column of units without a heading, right of the units, as those that support."""
    units = table.of("units")
    if len(units) != 1 or table.of("support"):
        return
    for column in table.open():
        is_beside = column.place == units[0].place + 1 and not column.path
        if is_beside and column.profile.share(Look.BODY) >= MOSTLY:
            column.take("support", f"没有列名，紧跟“{units[0].name}”，写的也是单位")


def take_persons_who_support(table: TableColumns) -> None:
    """Take persons who take part, 参与人, as those who answer, if the table names no others."""
    columns = table.of("support")
    are_others = table.of("units") or table.of("persons")
    if len(columns) == 1 and not are_others and columns[0].profile.share(Look.PERSON) >= MOSTLY:
        columns[0].take("persons", "写的是人，没有别的列写谁负责")


def take_owners_by_looks(table: TableColumns) -> None:
    """Take columns that are headed like owners, and hold their names, if no known column has any."""
    if any(map(table.of, OWNERS)) or any(choice.field in OWNERS for choice in table.choices):
        return
    for name, heading, names in (("units", _BODIES, _NAMES), ("persons", _PEOPLE, _NAMES_OF_PEOPLE)):
        found = [
            column
            for column in table.unread_texts()
            if not column.why
            and heading.search(column.name)
            and column.profile.cells
            and all(is_dash(cell.text) or names.fullmatch(cell.text) for cell in column.profile.cells)
        ]
        if len(found) == 1:
            found[0].take(name, f"没有别的列像{label_of(name)}")
