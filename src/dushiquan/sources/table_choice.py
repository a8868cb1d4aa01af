"""Which of a file's tables is the plan."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dushiquan.domain.fields import FIELDS
from dushiquan.errors import UnusableFileError, UsageError
from dushiquan.formats.files import unusable
from dushiquan.formats.table import Table
from dushiquan.formats.tree import NOWHERE
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.head import Head, HeadSearch
from dushiquan.sources.headings import meanings

_VERSION = re.compile(r"版本|版次|version|rev", re.I)
_CHANGED = re.compile(r"修改|修订|变更|更新|审核|chang|revis|author", re.I)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table of a file with its place among them, counted from 1, and its head, if it has one."""

    place: int
    table: Table
    head: Head | None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.table.name or f"表{self.place}"

    @property
    def rank(self) -> int:
        """How much it is like a plan: what is to be done (2), and who or when (1 each)."""
        if self.head is None:
            return 0
        if _is_history(path[-1] for path in self.head.paths.values()):
            return 0
        fields = {field for path in self.head.paths.values() for field in meanings(path)}
        what = bool(fields & {"title", "content", "category"})
        who, when = bool(fields & {"units", "persons"}), bool(fields & {"requirement", "due"})
        return (2 + who + when) * what

    @property
    def gist(self) -> str:
        """What it holds, in a line."""
        rows, columns = self.table.size
        if self.head is None:
            return f"{rows} 行 {columns} 列，没有认得的表头"
        names = [path[-1] for _, path in sorted(self.head.paths.items())]
        listed = "、".join(names[:6]) + ("等" if len(names) > 6 else "")
        return f"{rows - self.head.last - 1} 行，列有 {listed}"


def _is_history(names: Iterable[str]) -> bool:
    """Tell whether headings are those of a document's history: 版本, and who changed it or when."""
    names = list(names)
    return any(_VERSION.match(name) for name in names) and any(_CHANGED.search(name) for name in names)


class SeveralTablesError(UnusableFileError):
    """A file with several tables that could be the plan; the caller must choose."""

    def __init__(self, path: Path, among: Sequence[Candidate]) -> None:
        listed = "；".join(f"{one.place}. {one.name}：{one.gist}" for one in among)
        super().__init__(path.name, f"有 {len(among)} 张表像计划，请加 --table 序号 指明：{listed}。")
        self.among = tuple(among)


def candidates(tables: Iterable[Table], columns: Iterable[str]) -> list[Candidate]:
    """Return the tables of a file that hold anything; ``columns`` are headings that the caller names."""
    named = tuple(columns)
    return [
        Candidate(place, table, HeadSearch(table, named).best)
        for place, table in enumerate(tables, 1)
        if table.rows
    ]


def chosen(
    path: Path, among: Sequence[Candidate], sheet: str | None, place: int | None, notes: FieldReader
) -> Candidate:
    """Return the table asked for, or the one that is like a plan; say what the others hold.

    Raise ``UnusableFileError`` if there is none, ``SeveralTablesError`` if there are several.
    """
    if not among:
        raise unusable(path, "里面没有表；请把要求写成表格（.xlsx、.docx、.csv），一项一行。")
    names = "、".join(one.name for one in among)
    if sheet is not None:
        if not any(one.table.name for one in among):
            raise UsageError("--sheet 只用于有几个工作表的文件。")
        asked = [one for one in among if one.table.name == sheet]
        if not asked:
            raise unusable(path, f"没有工作表“{sheet}”；现有：{names}。")
        return asked[0]
    if place is not None:
        asked = [one for one in among if one.place == place]
        if not asked:
            listed = "；".join(f"{one.place}. {one.name}：{one.gist}" for one in among)
            raise unusable(path, f"没有第 {place} 张表；现有：{listed}。")
        return asked[0]
    seen = [one for one in among if not one.table.hidden] or list(among)
    best = max(one.rank for one in seen)
    likely = [one for one in seen if one.rank == best and best]
    if len(likely) > 1:
        raise SeveralTablesError(path, likely)
    picked = likely[0] if likely else max(seen, key=lambda one: one.table.size)
    for one in among:
        if one is not picked:
            hidden = "是隐藏的，" if one.table.hidden else ""
            message = f"“{one.name}”{hidden}未读（{one.gist}）；要读请加 --table {one.place}。"
            notes.warn(NOWHERE, None, message)
    return picked


LISTING_ONLY = frozenset(("原时限", "延期次数", "预警", "预警原因", "剩余天数", "逾期天数", "最近报送"))
LISTING = LISTING_ONLY | {"序号", "计划", "状态", "进度", "完成日期", *(f.label for f in FIELDS.values())}
"""The headings of our own listings; some are in nothing else."""


def is_listing(one: Candidate) -> bool:
    """Tell whether a table is one of our listings or reports, whose 时限 and 指标 are not the plan's.

    Every word of its head is ours, nothing stands above it, and one word is of listings only.
    """
    if one.head is None or one.head.first:
        return False
    head = {path[-1] for path in one.head.paths.values()}
    return head <= LISTING and bool(head & LISTING_ONLY)
