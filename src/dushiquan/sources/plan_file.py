"""A plan file of any kind, to a plan: YAML as in docs/plan-file.md, or a table in any format."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from dushiquan.domain.plan import MonthBefore, Plan, Project
from dushiquan.errors import UnusableFileError, UsageError
from dushiquan.formats.files import Track, untracked, unusable
from dushiquan.formats.reading import read_tables
from dushiquan.formats.registry import suffixes
from dushiquan.formats.table import Table
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.basis import FindEarlier, no_earlier
from dushiquan.sources.cells import shortened
from dushiquan.sources.columns import Choice, TableColumn, said_of
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.first_reports import FirstReport, ReportReader
from dushiquan.sources.head_lines import says, taken_apart, with_lines
from dushiquan.sources.headings import tidy
from dushiquan.sources.lettered import how_to_name, lettered
from dushiquan.sources.mending.joined_tables import joined
from dushiquan.sources.plan_reader import PlanReader
from dushiquan.sources.problems import PlanFileError, Problem
from dushiquan.sources.table_choice import (
    Candidate,
    SeveralTablesError,
    candidates,
    chosen,
    chosen_together,
    continuations,
    is_listing,
)
from dushiquan.sources.table_reader import SheetReader
from dushiquan.sources.texts.labelled_blocks import labelled_texts
from dushiquan.sources.texts.text_reader import completed, with_text

_BOX = re.compile(r"[-*+]\s*\[[ xX√✓]?\]\s*\S|[☐☑□✅]\s*\S")
"""A line of a check list."""
_LISTING = (
    "是 dsq 列出的清单，写的是办理情况，不是计划；要改计划，请改 dsq plan export -o 计划.xlsx 导出的表。"
    "不是清单的，请加 --map 列名=字段。"
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of a file, over what it says itself.

    ``columns`` gives the fields of a table's headings; ``sheet`` names the table to read, ``table`` is its
    place among those of the file. Several places are read as one table; an empty set means all that are like
    a plan. ``without`` are rows to leave out, ``hidden`` reads what is hidden or struck out, ``unit`` answers
    for rows that name none. ``remembered`` are earlier answers about columns, by the shape of the head.
    ``today`` is the day of loading; ``find_earlier`` gives the edition that is in the ledger.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    key: str | None = None
    title: str | None = None
    year: int | None = None
    drafter: str | None = None
    table: int | Collection[int] | None = None
    without: Collection[int] = ()
    hidden: bool = False
    unit: str = ""
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    issued: date | None = None
    month_before: MonthBefore | None = None
    today: date | None = None
    find_earlier: FindEarlier = no_earlier


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file was found to hold: the plan, or None if there is an error; the projects without one.

    Of a table, also how its ``columns`` were understood, and the ``choices`` that only the caller can make;
    if that is the table itself, the ``tables`` to choose from. ``shape`` is its head, by which it is known
    again. ``reports`` are what it tells of progress, ``as_of`` the day of which it says so. ``head_row`` is
    the last row of the head. ``names_targets`` tells whether a project says what its targets are, be it none.
    ``open_questions`` are those that one answer for the whole plan settles, by its field: ``month_before``,
    ``issued``.
    """

    plan: Plan | None
    projects: tuple[Project, ...]
    problems: tuple[Problem, ...]
    columns: Sequence[TableColumn] = ()
    choices: Sequence[Choice] = ()
    tables: Sequence[Candidate] = ()
    shape: str = ""
    reports: Sequence[FirstReport] = ()
    as_of: date | None = None
    head_row: int = 0
    names_targets: bool = False
    open_questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, str]:
        """What the caller said of columns, by their names, for the next table with such a head."""
        return said_of(self.columns)


def read_plan(path: Path, given: Given = Given(), track: Track = untracked) -> tuple[Plan, list[Problem]]:
    """Read a plan file; return the plan and what it warns of.

    Raise ``PlanFileError`` with every problem of the file if there is an error, and ``UsageError``
    for a ``given`` that the kind of file has no use for.
    """
    reading = examine_plan(path, given, track)
    if reading.plan is None:
        raise PlanFileError(path, reading.problems)
    return reading.plan, list(reading.problems)


def examine_plan(path: Path, given: Given = Given(), track: Track = untracked) -> Reading:
    """Read a plan file for what can be read of it; what is wrong with it is among the problems."""
    try:
        if path.suffix.lower() in suffixes("tree"):
            return _examine_yaml(path, given, track)
        return _examine_table(path, given, track)
    except UnusableFileError as error:
        return Reading(None, (), (Problem(error.name, error.line, None, None, error.why),))


def _examine_yaml(path: Path, given: Given, track: Track) -> Reading:
    if given.columns or given.sheet or given.table is not None or given.without:
        raise UsageError("--map、--sheet、--table 和 --without 只用于表格，不用于 YAML。")
    from dushiquan.formats.yaml_read import read_yaml

    tree, repeated = read_yaml(path, track)
    message = "“{}”出现了两次；请只留一个。"
    twice = [Problem(path.name, r.line, None, r.name, message.format(r.name)) for r in repeated]
    reader = _plan_reader(path, twice, given, track)
    plan = reader.plan(_with_given(tree, given))
    return Reading(
        plan,
        tuple(reader.projects),
        tuple(reader.problems),
        names_targets=reader.names_targets,
        open_questions=reader.questions.open(),
    )


def _examine_table(path: Path, given: Given, track: Track) -> Reading:
    columns = {tidy(heading): field for heading, field in given.columns.items()}
    apart = [taken_apart(table) for table in read_tables(path)]
    tables = [table for table, _ in apart]
    found = with_text(path, candidates(tables, columns), columns)
    if not any(one.head for one in found):
        found = candidates(tables, columns, first_row=True) or found
    sheet = SheetReader(
        path.name,
        headings={},
        columns=columns,
        remembered=given.remembered,
        titled=given.title is not None,
        dated=given.year is not None,
        year=given.year,
        without=given.without,
        hidden=given.hidden,
        unit=given.unit,
    )
    try:
        if given.table is None or isinstance(given.table, int):
            picked = [chosen(path, found, given.sheet, given.table, sheet)]
        else:
            picked = chosen_together(path, found, given.table, sheet)
        if given.table is None or not isinstance(given.table, int):
            picked = [part for one in picked for part in (one, *continuations(one, found))]
        choice = joined(picked, sheet) if picked[1:] else picked[0]
    except SeveralTablesError as error:
        problem = Problem(error.name, None, None, None, error.why)
        return Reading(None, (), (problem,), tables=error.among)
    if choice.head is None:
        choice = lettered(choice, columns)
    if choice.head is None:
        raise unusable(path, _no_head(choice.table))
    if is_listing(choice) and not columns:
        raise unusable(path, _LISTING)
    _say_unread_blocks(found, sheet)
    around = [line for table, said in apart if any(table is one.table for one in picked) for line in said]
    sheet.titled = sheet.titled or says("标题", around)
    sheet.dated = sheet.dated or says("年度", around)
    table = _under_the_title(choice, found[0])
    tree = completed(sheet.tree(table, choice.head, path.stem), table, sheet)
    tree = with_lines(tree, around)
    reader = _plan_reader(path, sheet.problems, given, track, sheet.absent, sheet.headings)
    reader.untitled, reader.sections = sheet.untitled, sheet.sections
    plan = reader.plan(_with_given(tree, given))
    told = ReportReader(sheet.progress, plan.year if plan else None, reader)
    reports = told.read(reader.projects, reader.rows)
    return Reading(
        plan,
        tuple(reader.projects),
        tuple(reader.problems),
        sheet.understood,
        sheet.choices,
        shape=sheet.shape,
        reports=reports,
        as_of=sheet.as_of,
        head_row=sheet.head_row,
        names_targets=reader.names_targets,
        open_questions=reader.questions.open(),
    )


def _say_unread_blocks(found: Sequence[Candidate], notes: FieldReader) -> None:
    """Say that projects told outside the tables, 项目名称：…, 负责人：…, are not read."""
    texts = [labelled_texts(some) for one in found for some in (one.table.above, one.table.below)]
    if unread := [text for some in texts for text in some]:
        message = f"表外“{shortened(unread[0])}”等 {len(unread)} 段像是写项目的，没有读；是项目的请写进表里。"
        notes.warn(NOWHERE, None, message)
    around = [text for one in found for text in (*one.table.above, *one.table.below)]
    if boxes := [text for text in dict.fromkeys(around) if _BOX.match(text)]:
        which = f"表外“{shortened(boxes[0])}”等 {len(boxes)} 条清单"
        message = f"{which}没有读；是项目的请写进表里，或单独存成一个文件。"
        notes.warn(NOWHERE, None, message)


def _plan_reader(
    path: Path,
    problems: list[Problem],
    given: Given,
    track: Track,
    absent: frozenset[str] = frozenset(),
    headings: Mapping[str, str] | None = None,
) -> PlanReader:
    return PlanReader(
        path.name,
        problems,
        absent,
        headings=headings,
        track=track,
        find_earlier=given.find_earlier,
        today=given.today,
    )


def _under_the_title(choice: Candidate, first: Candidate) -> Table:
    """Return a table with the texts before the first one of its file above it: the title is among them."""
    if choice.place == first.place:
        return choice.table
    texts = (text for text in first.table.above if first.head is None or text != first.caption)
    return replace(choice.table, above=(*texts, *choice.table.above))


def _no_head(table: Table) -> str:
    names = "序号、类别、项目名称、责任单位、进度要求"
    how = how_to_name(table)
    return f"找不到表头：要有一行写着列名，如 {names}；列名不同的请加 --map 列名=字段。{how}"


def _with_given(tree: Node, given: Given) -> Node:
    """Return the tree with the caller's key, title and year in place of its own."""
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
