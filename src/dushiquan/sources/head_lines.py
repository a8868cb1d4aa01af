"""The lines above and below a plan's table with what no column holds: 文号：杭政办函[2011]44号."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from dushiquan.domain.plan import Plan, default_key
from dushiquan.formats.table import Row, Table
from dushiquan.formats.tree import Node
from dushiquan.sources.cells import as_field, parted, quoted, unquoted
from dushiquan.sources.table_title import title_among, years_in
from dushiquan.sources.texts.notice_text import notice_among

_PLAN = {"标题": "title", "代号": "key", "年度": "year", "某月前": "month_before"}
_MONTH_BEFORE = {"included": "含当月", "excluded": "不含当月"}
_NOTICE = {
    "文号": "no",
    "文件标题": "title",
    "印发单位": "issuer",
    "起草单位": "drafter",
    "成文日期": "drafted",
    "印发日期": "issued",
    "施行日期": "effective",
}
_REMARK, _CATEGORIES, _ALIASES, _NO_YEAR = "计划备注", "类别次序", "单位别名", "无"
_LEVELS = "建议层级"
_LABELS = (*_PLAN, *_NOTICE, _REMARK, _CATEGORIES, _ALIASES, _LEVELS)
_DAYS = ("drafted", "issued", "effective")
_LINE = re.compile(rf"({'|'.join(_LABELS)})[:：]\s*(.+)", re.S)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_line(text: str) -> tuple[str, str] | None:
    """Read a line as its label and value; None if it is another text, or in another form."""
    match = _LINE.fullmatch(text.strip())
    if not match:
        return None
    label, said = match[1], match[2]
    if label == "年度":
        said = said.removesuffix("年")
        return (label, said) if re.fullmatch(f"[0-9]{{4}}|{_NO_YEAR}", said) else None
    if label == "某月前":
        return next(((label, answer) for answer, words in _MONTH_BEFORE.items() if words == said), None)
    if _NOTICE.get(label) in _DAYS:
        said = as_field("due", said)
        return (label, said) if _ISO.fullmatch(said) else None
    unread = (label == _ALIASES and not _aliases(said)) or (label == _LEVELS and not _levels(said))
    return None if unread else (label, said)


def _levels(said: str) -> list[tuple[str, str]]:
    """Read each level's days and name: 逾期1天起＝专业委员会执行."""
    found = []
    for entry in parted(said, "；"):
        days, *name = parted(entry, "＝")
        match = re.fullmatch("逾期([0-9]+)天起", days)
        if not match or len(name) != 1:
            return []
        found.append((match[1], unquoted(name[0])))
    return found


def _aliases(said: str) -> list[tuple[list[str], str]]:
    """Read each unit with its other names before it: 甲委、甲发改委＝甲发展改革委."""
    found = []
    for entry in parted(said, "；"):
        names, *unit = parted(entry, "＝")
        if len(unit) != 1:
            return []
        found.append(([unquoted(name) for name in parted(names, "、")], unquoted(unit[0])))
    return found


def taken_apart(table: Table) -> tuple[Table, list[tuple[str, str]]]:
    """Return a table without the lines around it that say something of the plan, and what they say."""
    above = [(text, read_line(text)) for text in table.above]
    below = [(row, _line_of(row)) for row in table.rows]
    lines = [line for _, line in (*above, *below) if line]
    if not lines:
        return table, []
    texts = tuple(text for text, line in above if not line)
    return replace(table, above=texts, rows=tuple(row for row, line in below if not line)), lines


def _line_of(row: Row) -> tuple[str, str] | None:
    return read_line(row.own[0].text) if len(row.cells) == len(row.own) == 1 else None


def says(label: str, lines: Iterable[tuple[str, str]]) -> bool:
    """Tell whether one of the lines has a label."""
    return any(label == said for said, _ in lines)


def with_lines(tree: Node, lines: Sequence[tuple[str, str]]) -> Node:
    """Return the tree of a table's plan, with values of the lines around the table in place of its own."""
    if not lines:
        return tree
    top = tree.fields()
    head, document = dict(top["plan"].fields()), {}
    for label, said in lines:
        if label == _REMARK:
            before = head["remark"].text()
            head["remark"] = Node("\n".join(filter(None, (before, said))), 0)
        elif label in _PLAN:
            head[_PLAN[label]] = Node(said, 0)
        elif label in _NOTICE:
            document[_NOTICE[label]] = Node(said, 0)
        elif label == _LEVELS:
            levels = [Node({"name": Node(name, 0), "days": Node(days, 0)}, 0) for days, name in _levels(said)]
            top = {**top, "levels": Node(levels, 0)}
        elif label == _ALIASES:
            units = [
                Node({"name": Node(unit, 0), "aliases": Node([Node(name, 0) for name in names], 0)}, 0)
                for names, unit in _aliases(said)
            ]
            top = {**top, "units": Node(units, 0)}
        else:
            top = {**top, "categories": _categories(map(unquoted, parted(said, "；")), top["projects"])}
    if head.get("year", Node("", 0)).text() == _NO_YEAR:
        del head["year"]
    if document:
        head["document"] = Node(document, 0)
    return Node({**top, "plan": Node(head, top["plan"].line)}, tree.line)


def _categories(names: Iterable[str], projects: Node) -> Node:
    """Return the categories in the order of the line; those that it does not name come after them."""
    named = (row.fields()["category"].text() for row in projects.items() if "category" in row.fields())
    return Node([Node(name, 0) for name in dict.fromkeys((*names, *named)) if name], 0)


# --- writing ---------------------------------------------------------------------------------------------


def stands_as_title(title: str) -> bool:
    """Tell whether a title above its table is read as the title, and as nothing else."""
    return title_among([title]) == title and not notice_among([title]) and read_line(title) is None


def lines_above(plan: Plan) -> Iterator[str]:
    """Return the lines below a plan's title: the notice's number, and a title that does not look like one."""
    if not stands_as_title(plan.title):
        yield f"标题：{plan.title}"
    if plan.notice.no:
        yield f"文号：{plan.notice.no}"


def lines_below(plan: Plan) -> Iterator[str]:
    """Return the lines for what the title and the table of a plan do not say."""
    if plan.remark:
        yield f"{_REMARK}：{plan.remark}"
    for label, name in _NOTICE.items():
        value = getattr(plan.notice, name)
        if value and name != "no":
            yield f"{label}：{value.isoformat() if isinstance(value, date) else value}"
    if plan.key != default_key(plan.title, plan.year):
        yield f"代号：{plan.key}"
    if years_in(plan.title) != {plan.year} or not stands_as_title(plan.title):
        yield f"年度：{plan.year or _NO_YEAR}"
    if plan.month_before:
        yield f"某月前：{_MONTH_BEFORE[plan.month_before]}"
    if plan.levels:
        listed = (f"逾期{level.days}天起＝{_safe(level.name)}" for level in plan.levels)
        yield f"{_LEVELS}：{'；'.join(listed)}"
    if plan.categories != tuple(dict.fromkeys(p.category for p in plan.projects if p.category)):
        yield f"{_CATEGORIES}：{'；'.join(map(_safe, plan.categories))}"
    units: dict[str, list[str]] = {}
    for alias, unit in plan.aliases.items():
        units.setdefault(unit, []).append(alias)
    if units:
        listed = (f"{'、'.join(map(_safe, names))}＝{_safe(unit)}" for unit, names in units.items())
        yield f"{_ALIASES}：{'；'.join(listed)}"


def _safe(name: str) -> str:
    return quoted(name) if set("；＝、") & set(name) else name
