"""The columns of a listing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from dushiquan.domain.fields import FIELDS
from dushiquan.domain.ids import natural
from dushiquan.domain.names import instead
from dushiquan.domain.plan import KIND_LABELS
from dushiquan.domain.status import Status
from dushiquan.domain.supervision import Item, Light
from dushiquan.errors import UsageError
from dushiquan.papers.labels import (
    ALSO_TYPED,
    LIGHT_LABELS,
    iso,
    percent,
    remark_text,
    status_text,
    targets_text,
)
from dushiquan.papers.reasons import reasons_text


class Column(NamedTuple):
    """A column: its key, its heading and the text of a cell. ``nowrap`` cells stay on one line."""

    key: str
    heading: str
    text: Callable[[Item], str]
    nowrap: bool = False
    right: bool = False

    def value(self, item: Item) -> str | int | date:
        """Return the cell of an item, as a day or a number if it is one."""
        text = self.text(item)
        if self.right and text.removeprefix("-").isdecimal():
            return int(text)
        return date.fromisoformat(text) if text and self.key in DAYS else text


def _optional(number: int | None) -> str:
    return "" if number is None else str(number)


def _planned(key: str, text: Callable[[Item], str], *, nowrap: bool = False) -> Column:
    """Return a column under the label of a plan field."""
    return Column(key, FIELDS[key].label, text, nowrap)


def _support(item: Item) -> str:
    units = item.project.units
    return "、".join(units.support) + ("等" if units.open else "")


def _requested(item: Item) -> str:
    request = item.state.said.request
    return iso(request.until) if request else ""


COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("id", "序号", lambda i: str(i.project.id), nowrap=True),
        Column("plan", "计划", lambda i: i.project.plan),
        _planned("category", lambda i: i.project.category),
        _planned("title", lambda i: i.project.title),
        _planned("content", lambda i: i.project.content),
        _planned("lead", lambda i: "、".join(i.project.units.lead)),
        _planned("support", _support),
        _planned("persons", lambda i: "、".join(i.project.persons)),
        _planned("regions", lambda i: "、".join(i.project.regions)),
        _planned("requirement", lambda i: i.project.requirement),
        _planned("kind", lambda i: KIND_LABELS[i.project.kind], nowrap=True),
        _planned("start", lambda i: iso(i.project.start), nowrap=True),
        _planned("due", lambda i: iso(i.due), nowrap=True),
        Column("due_original", "原时限", lambda i: iso(i.project.due), nowrap=True),
        Column("deferrals", "延期次数", lambda i: str(i.state.deferrals), nowrap=True, right=True),
        Column("status", "状态", status_text, nowrap=True),
        Column("progress", "进度", lambda i: percent(i.supervision.progress), nowrap=True, right=True),
        _planned("targets", lambda i: targets_text(i.project.targets, i.state.counts)),
        Column(
            "light",
            "预警",
            lambda i: LIGHT_LABELS[i.supervision.light] if i.supervision.light else "",
            nowrap=True,
        ),
        Column("reasons", "预警原因", lambda i: reasons_text(i.supervision.reasons)),
        Column(
            "days_left", "剩余天数", lambda i: _optional(i.supervision.days_left), nowrap=True, right=True
        ),
        Column(
            "days_overdue",
            "逾期天数",
            lambda i: str(i.supervision.days_overdue or ""),
            nowrap=True,
            right=True,
        ),
        Column("done_on", "完成日期", lambda i: iso(i.state.done_on), nowrap=True),
        Column("applied_on", "申请销号", lambda i: iso(i.state.applied_on), nowrap=True),
        Column("last_reported", "最近报送", lambda i: iso(i.state.last_reported), nowrap=True),
        Column("problem", "存在问题", lambda i: remark_text(i.state.said.problem)),
        Column("next_steps", "下步打算", lambda i: remark_text(i.state.said.next_steps)),
        Column("expected", "预计完成", lambda i: iso(i.state.said.expected), nowrap=True),
        Column("request", "申请延期至", _requested, nowrap=True),
    )
}

DAYS = frozenset(
    {"start", "due", "due_original", "done_on", "applied_on", "last_reported", "expected", "request"}
)
"""The columns of days."""

SAID = ("problem", "next_steps", "expected", "request")
"""The columns of what the units said, which a listing has only if something was said."""

LISTING = ("id", "category", "title", "lead", "persons", "due", "status", "progress", "light")
LATE = ("id", "title", "lead", "persons", "due", "days_overdue", "status", "progress", "request")
NEAR = ("id", "title", "lead", "persons", "due", "days_left", "status", "progress")
REVIEW = ("id", "title", "lead", "persons", "requirement", "due", "status", "progress")


def choose_columns(names: Sequence[str]) -> list[Column]:
    """Return columns by key, heading or usual name; raise ``UsageError`` with the near ones for another."""
    by_heading = {column.heading: column for column in COLUMNS.values()}
    chosen = []
    for name in names:
        name = name.strip()
        column = COLUMNS.get(name) or by_heading.get(ALSO_TYPED.get(name, name))
        if column is None:
            words = [(c.key, c.heading, f"{c.key}（{c.heading}）") for c in COLUMNS.values()]
            spellings = [(spelling, word) for key, heading, word in words for spelling in (key, heading)]
            raise UsageError(f"没有列“{name}”{instead(name, spellings)}")
        chosen.append(column)
    return chosen


def sort_key(key: str) -> Callable[[Item], Any]:
    """Return the sort key of a column: days and numbers by value, lights worst first.

    Items without a day come last, those without a progress first. Categories keep the order in which they
    first appear.
    """
    if key == "category":
        met: dict[str, int] = {}
        return lambda item: met.setdefault(item.project.category, len(met))
    return _SORT_KEYS.get(key, COLUMNS[key].text)


_SORT_KEYS: dict[str, Callable[[Item], Any]] = {
    "id": lambda i: natural(i.project.id),
    "start": lambda i: i.project.start or date.max,
    "due": lambda i: i.due or date.max,
    "due_original": lambda i: i.project.due or date.max,
    "deferrals": lambda i: i.state.deferrals,
    "status": lambda i: (i.state.withdrawn_on is not None, list(Status).index(i.state.status)),
    "progress": lambda i: -1 if i.supervision.progress is None else i.supervision.progress,
    "light": lambda i: [*Light, None].index(i.supervision.light),
    "days_left": lambda i: (i.supervision.days_left is None, i.supervision.days_left),
    "days_overdue": lambda i: i.supervision.days_overdue,
    "done_on": lambda i: i.state.done_on or date.max,
    "applied_on": lambda i: i.state.applied_on or date.max,
    "last_reported": lambda i: i.state.last_reported or date.max,
    "expected": lambda i: i.state.said.expected or date.max,
}
