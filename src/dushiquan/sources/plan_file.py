"""A plan file of any kind, to a plan: YAML as design.md section 6 has it, or a table in .xlsx or .csv."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dushiquan.domain.plan import MonthBefore, Plan, Project
from dushiquan.errors import UnusableFileError, UsageError
from dushiquan.formats.files import Track, untracked, unusable
from dushiquan.formats.reading import read_tables
from dushiquan.formats.registry import suffixes
from dushiquan.formats.table import Table
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.formats.yaml_read import read_yaml
from dushiquan.sources.basis import FindEarlier, no_earlier
from dushiquan.sources.columns import has_head
from dushiquan.sources.headings import tidy
from dushiquan.sources.plan_reader import PlanReader
from dushiquan.sources.problems import PlanFileError, Problem
from dushiquan.sources.table_reader import SheetReader


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of a file, over what it says itself.

    ``columns`` gives the fields of a table's headings; ``sheet`` is the one to read. ``today`` is the day of
    loading; ``find_earlier`` gives the edition that is in the ledger.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    key: str | None = None
    title: str | None = None
    year: int | None = None
    drafter: str | None = None
    issued: date | None = None
    month_before: MonthBefore | None = None
    today: date | None = None
    find_earlier: FindEarlier = no_earlier


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file was found to hold: the plan, or None where an error stands; the projects without one."""

    plan: Plan | None
    projects: tuple[Project, ...]
    problems: tuple[Problem, ...]


def read_plan(path: Path, given: Given = Given(), track: Track = untracked) -> tuple[Plan, list[Problem]]:
    """Read a plan file; return the plan and what it warns of.

    Raise ``PlanFileError`` with every problem of the file where there is an error, and ``UsageError``
    for a ``given`` that the kind of file has no use for.
    """
    reading = examine_plan(path, given, track)
    if reading.plan is None:
        raise PlanFileError(path, reading.problems)
    return reading.plan, list(reading.problems)


def examine_plan(path: Path, given: Given = Given(), track: Track = untracked) -> Reading:
    """Read a plan file for what can be read of it; what is wrong with it is among the problems."""
    try:
        tree, problems, absent = _read(path, given, track)
    except UnusableFileError as error:
        return Reading(None, (), (Problem(error.name, error.line, None, None, error.why),))
    reader = PlanReader(
        path.name, problems, absent, track=track, find_earlier=given.find_earlier, today=given.today
    )
    plan = reader.plan(_with_given(tree, given))
    return Reading(plan, tuple(reader.projects), tuple(reader.problems))


def _read(path: Path, given: Given, track: Track) -> tuple[Node, list[Problem], frozenset[str]]:
    """The file's fields, what is wrong so far, and the fields whose lack has been said."""
    suffix = path.suffix.lower()
    if suffix in suffixes("tree"):
        if given.columns or given.sheet:
            raise UsageError("--map 和 --sheet 只用于表格，不用于 YAML。")
        tree, repeated = read_yaml(path, track)
        message = "“{}”出现了两次；请只留一个。"
        twice = [Problem(path.name, r.line, None, r.name, message.format(r.name)) for r in repeated]
        return tree, twice, frozenset()
    columns = {tidy(heading): field for heading, field in given.columns.items()}
    reader = SheetReader(path.name, columns=columns, titled=given.title is not None)
    table = _choose(path, read_tables(path), given.sheet, reader)
    if not has_head(table, reader.columns):
        names = "序号、类别、项目名称、责任单位、进度要求"
        raise unusable(path, f"找不到表头：要有一行写着列名，如 {names}；列名不同的请加 --map 列名=字段。")
    return reader.tree(table, path.stem), reader.problems, reader.absent


def _choose(path: Path, sheets: list[Table], name: str | None, reader: SheetReader) -> Table:
    """The sheet asked for, or the one that has a plan's head; what other sheets hold is said."""
    if not sheets:
        raise unusable(path, "里面没有表；请把要求写成表格（.xlsx、.docx、.csv），一项一行。")
    names = "、".join(sheet.name for sheet in sheets)
    if name is not None:
        if not names:
            raise UsageError("--sheet 只用于有几个工作表的文件。")
        chosen = [sheet for sheet in sheets if sheet.name == name]
        if not chosen:
            raise unusable(path, f"没有工作表“{name}”；现有：{names}。")
        return chosen[0]
    chosen = [sheet for sheet in sheets if has_head(sheet, reader.columns)]
    if len(chosen) > 1:
        found = "、".join(sheet.name for sheet in chosen)
        raise unusable(path, f"有 {len(chosen)} 个工作表像计划（{found}）；请加 --sheet 名称 指明。")
    for sheet in sheets if chosen else ():
        if sheet.rows and sheet not in chosen:
            message = f"工作表“{sheet.name}”没有认得的表头，未读；要读请加 --sheet {sheet.name}。"
            reader.warn(NOWHERE, None, message)
    return chosen[0] if chosen else Table("", ())


def _with_given(tree: Node, given: Given) -> Node:
    """The tree with the caller's key, title and year in place of its own."""
    said = (
        ("key", given.key),
        ("title", given.title),
        ("year", given.year),
        ("month_before", given.month_before),
    )
    over = {name: Node(str(value), 0) for name, value in said if value is not None}
    fields = tree.fields()
    head = fields.get("plan", NOWHERE)
    of_paper = (("drafter", given.drafter), ("issued", given.issued))
    paper = {name: Node(str(value), 0) for name, value in of_paper if value is not None}
    if paper:
        document = head.fields().get("document", NOWHERE)
        over["document"] = Node({**document.fields(), **paper}, document.line)
    return Node({**fields, "plan": Node({**head.fields(), **over}, head.line)}, tree.line) if over else tree
