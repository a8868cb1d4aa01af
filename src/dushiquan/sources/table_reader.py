"""A plan's table, as the same tree of fields that a YAML plan file gives.

Every row below the head becomes a project or is said to be left out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dushiquan.formats.table import Cell, Row, Table
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.bare_headings import with_headings
from dushiquan.sources.cells import widest_line
from dushiquan.sources.column_finder import ColumnFinder
from dushiquan.sources.column_notes import say_choices, say_columns, say_periods
from dushiquan.sources.columns import Choice, Grade, TableColumn, without_instructions
from dushiquan.sources.doubtful_titles import ask_if_one_title, refuse_form
from dushiquan.sources.earlier_answers import earlier_answers
from dushiquan.sources.evidence import profiles_of
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.head import Head
from dushiquan.sources.headings import PROGRESS, label_of, meanings, tidy
from dushiquan.sources.mending.alignment import widened
from dushiquan.sources.mending.copied_tables import (
    ask_if_moved,
    ask_if_shifted,
    ask_if_two_heads,
    back_in_columns,
    refuse_numbers_as_names,
    without_labels,
    without_overfull,
)
from dushiquan.sources.mending.joined_tables import JoinedTable
from dushiquan.sources.mending.month_and_days import with_months_of_days
from dushiquan.sources.mending.plan_and_actual import parted
from dushiquan.sources.plan_heading import PlanHeading
from dushiquan.sources.project_nodes import ProjectNodes, numbers
from dushiquan.sources.row_cells import Cells, RowCells
from dushiquan.sources.row_facts import Kept, RowFacts
from dushiquan.sources.row_numbers import row_words
from dushiquan.sources.row_sorting import OVER_A_HEAD, section_above, shown, sort_rows
from dushiquan.sources.rows_together import (
    with_contents_as_titles,
    with_continued,
    with_steps_joined,
    without_repeated,
)
from dushiquan.sources.school_year import SchoolYear
from dushiquan.sources.section_names import with_first_section, with_section_names
from dushiquan.sources.texts.notice_text import notice_among
from dushiquan.sources.texts.text_table import TextTable
from dushiquan.sources.visible_rows import visible_rows
from dushiquan.sources.written_days import with_days
from dushiquan.sources.written_once import fill_below_names, fill_down, names_blocks, say_blocks


@dataclass
class SheetReader(FieldReader):
    """Reads one table.

    ``columns`` says what the caller means by a heading, ``remembered`` what was answered for a head of the
    same shape. ``without`` are rows to leave out; ``titled`` tells that the caller gives the title, ``dated``
    that he or the file gives the ``year``. ``hidden`` reads what is hidden or struck out, too. ``unit``
    answers for rows that name none.
    ``untitled`` tells, after reading, that the title is only the name of the file; ``sections`` are the
    categories that the table has with a count.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titled: bool = False
    untitled: bool = False
    dated: bool = False
    year: int | None = None
    without: Collection[int] = ()
    hidden: bool = False
    unit: str = ""
    choices: list[Choice] = field(default_factory=list)
    understood: list[TableColumn] = field(default_factory=list)
    progress: dict[int, dict[str, list[Cell]]] = field(default_factory=dict)
    sections: frozenset[str] = frozenset()
    as_of: date | None = None
    shape: str = ""
    head_row: int = 0

    def tree(self, table: Table, head: Head, stem: str) -> Node:
        """Return the table's plan; title and year stand above the table, or in the file name ``stem``."""
        rows = visible_rows(table, self, hidden=self.hidden)
        heads = table.rows[head.first : head.last + 1]
        begin = table.rows[head.first].number
        self.shape, self.head_row = head.shape, heads[-1].number if heads else begin - 1
        above = [row for row in rows if row.number < begin]
        below = [row for row in rows if row.number > self.head_row]
        below = [row for row in below if not (heads and _is_of_head(row, heads[-1]))]
        below, head = self._mended(below, head, table)
        finder = self._find_columns(head, table, below)
        facts = RowFacts(heads, head, finder.places, finder.outer_names)
        section = section_above(below, above[-1] if above else None, facts)
        heading = PlanHeading(self, self.leave_out, self._tells_progress, self.dated, self.year)
        notice = {} if isinstance(table, TextTable) and table.notice else notice_among(table.above)
        plan = heading.read(above[:-1] if section else above, table.above, stem, notice)
        heading.take_year_of_sheet(plan, table.name)
        heading.take_year_of_columns(plan, finder.columns)
        below = without_instructions(below, finder.columns)
        captions = table.captions if isinstance(table, JoinedTable) else {}
        kept, remarks = sort_rows(below, facts, captions, self.leave_out)
        kept = self._projects(kept, above, section, facts)
        self._check_columns(table, head, [one.row for one in kept], finder.places)
        plan.fields()["remark"] = Node("\n".join(remarks), 0)
        heading.find_year(plan, kept, finder.places)
        heading.find_as_of(plan, table, head, below[-3:])
        self.untitled, self.as_of = heading.untitled and not self.titled, heading.as_of
        self._say_absent(finder.places)
        kept, cells = self._cells(kept, table, finder)
        projects = self._nodes(kept, cells, finder, heading.school_year)
        return Node({"plan": plan, "projects": Node(projects, 0)}, 0)

    # --- what is put right -----------------------------------------------------------------------

    def _mended(self, below: list[Row], head: Head, table: Table) -> tuple[list[Row], Head]:
        """Return the rows below the head, and the head, with cells in their columns and days with months."""
        if table.ragged:
            below = without_labels(below, self.leave_out)
            ask_if_two_heads(below, self)
            head = widened(head, below)
            below = back_in_columns(below, head, self.head_row, self)
        if table.merges_lost and not table.name:
            below = without_overfull(below, head, self)
        if two := parted(below):
            below, head = two.planned, head.without(two.column)
            which = row_words(row.number for row in two.actual)
            message = f"{which}写的是实际时间，未读；只读了计划的一行。"
            self.warn(Node("", two.actual[0].number), None, message)
        while dated := with_months_of_days(below, head):
            below, head = dated.rows, dated.head
            message = f"“{dated.days}”一列只写了日，按“{dated.month}”一列补上了月份；请核对。"
            self.warn(Node("", self.head_row), "requirement", message)
        return below, head

    def _check_columns(
        self, table: Table, head: Head, rows: Sequence[Row], places: Mapping[str, list[int]]
    ) -> None:
        """Ask about, or refuse, a copied table whose cells do not stand under their headings."""
        ask_if_shifted(head, rows, self.head_row, self)
        if table.ragged:
            ask_if_moved(head, rows, places, self)
            refuse_numbers_as_names(rows, places, self)

    # --- which columns ---------------------------------------------------------------------------

    def _find_columns(self, head: Head, table: Table, below: Sequence[Row]) -> ColumnFinder:
        """Find what each column holds; note what is not read, unsure or asked."""
        profiles = profiles_of(below)
        for place in {c for row in below for c in row.cells} - profiles.keys():
            profiles |= profiles_of([row for row in below if place in row.cells][:3])
        earlier = earlier_answers(head, self.remembered)
        finder = ColumnFinder(head, profiles, {**earlier.fields, **self.columns})
        if not self.hidden:
            for column in finder.columns:
                if column.place in table.hidden_columns and column.grade is not Grade.SAID and column.field:
                    column.drop("是隐藏的，要读请加 --hidden")
        if earlier.fields:
            listed = "、".join(f"{name}={label_of(field)}" for name, field in earlier.fields.items())
            of = "列名相近的表" if earlier.alike else ""
            message = f"照上次{of}的回答读：{listed}；要改请加 --map 列名=字段。"
            self.warn(Node("", self.head_row), None, message)
        self.choices += finder.choices
        self.understood = finder.columns
        self.headings = {c.field: c.name for c in reversed(finder.columns) if c.field and c.path}
        say_columns(finder, self.head_row, self)
        say_choices(finder, self.head_row, self)
        return finder

    def _say_absent(self, found: Collection[str]) -> None:
        """Note once that nothing is due if there is no column for it."""
        if "title" not in found:
            self.absent |= {"title"}
        if "requirement" not in found:
            self.absent |= {"requirement"}
        if not {"requirement", "due"} & set(found):
            message = "没有“进度要求”列，各项都没有时限；列名不同的请加 --map 列名=进度要求。"
            self.warn(NOWHERE, "requirement", message)

    @property
    def _tells_progress(self) -> bool:
        """Whether the table has columns that say how far its projects are."""
        return any(column.field in PROGRESS and column.field != "remark" for column in self.understood)

    # --- which rows ------------------------------------------------------------------------------

    def _projects(
        self, kept: list[Kept], above: Sequence[Row], section: Cell | None, facts: RowFacts
    ) -> list[Kept]:
        """Return the projects among the rows, each with its section and with days in one form."""
        if section:
            self.leave_out(above[-1], OVER_A_HEAD)
            kept = [k if k.section else replace(k, section=section, overrides=True) for k in kept]
        kept = with_first_section(kept, above)
        kept = with_headings(self._wanted(kept), facts, self.leave_out, self)
        kept, self.sections = with_section_names(with_days(kept, facts.places, self.understood, self), self)
        return kept

    def _wanted(self, kept: Sequence[Kept]) -> list[Kept]:
        """Return the projects without the rows that the caller leaves out."""
        absent = sorted(set(self.without) - {one.row.number for one in kept})
        if absent:
            self.warn(NOWHERE, None, f"--without 里的{row_words(absent)}本来就不是项目。")
        for one in kept:
            if one.row.number in self.without:
                self.leave_out(one.row, "按 --without")
        return [one for one in kept if one.row.number not in self.without]

    def leave_out(self, row: Row, why: str) -> None:
        """Note that a row is not among the projects."""
        self.warn(Node("", row.number), None, f"“{shown(row)}”{why}，不作为项目。")

    # --- what they say ---------------------------------------------------------------------------

    def _cells(self, kept: list[Kept], table: Table, finder: ColumnFinder) -> tuple[list[Kept], list[Cells]]:
        """Return the rows that are projects, and their cells by field; some are joined to the row above."""
        row_cells = RowCells(finder, finder.places, self, self.progress)
        cells = [row_cells.of(one) for one in kept]
        say_periods(finder, row_cells.by_period, self)
        if finder.outer_names:
            fill_below_names(kept, cells, self)
        if not table.merges_lost:
            cells = with_contents_as_titles(cells, finder.columns, self)
        kept, cells = without_repeated(kept, cells, self.progress, self)
        kept, cells = with_steps_joined(kept, cells, self.progress, self)
        kept, cells = with_continued(kept, cells, self)
        if table.merges_lost:
            fill_down(cells, self)
        elif "category" in finder.places and not finder.outer_names and names_blocks(finder, cells):
            fill_down(cells, self, below_merged=False)
        say_blocks(finder.columns, cells, self.head_row, self)
        if "id" not in finder.places and kept:
            self.warn(NOWHERE, "id", f"没有序号列，已按次序编为 1 至 {len(kept)}。")
        ask_if_one_title(cells, self.head_row, self)
        refuse_form(cells, self)
        return kept, cells

    def _nodes(
        self, kept: Sequence[Kept], cells: list[Cells], finder: ColumnFinder, school_year: SchoolYear | None
    ) -> list[Node]:
        """Return the fields of each project."""
        claims = [column.claims for column in finder.of("units")]
        nodes = ProjectNodes(
            self,
            unit=self.unit,
            by_person=any("persons" in one and "units" not in one for one in claims),
            with_persons=any("persons" in one and "units" in one for one in claims),
            school_year=school_year,
            title_width=widest_line(title.full for one in cells if (title := one.get("title"))),
        )
        found = [
            nodes.of(one.row, mine, number)
            for one, mine, number in zip(kept, cells, numbers(cells), strict=True)
        ]
        self.project = None
        return found


def _is_of_head(row: Row, last: Row) -> bool:
    """Tell whether headings continue in the row below, as beside the days of a calendar.

    Most of the known ones do, or that of the numbers and another.
    """
    reaching = {column for column, cell in row.cells.items() if cell.row <= last.number and cell.height > 1}
    if not reaching:
        return False
    named = {column: meanings((tidy(cell.text),)) for column, cell in last.cells.items()}
    known = {column for column, fields in named.items() if fields}
    is_most = len(known) > 1 and 2 * len(reaching & known) > len(known)
    return is_most or (len(reaching) > 1 and any("id" in named.get(column, ()) for column in reaching))
