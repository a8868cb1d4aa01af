"""A plan's table, as the same tree of fields that a YAML plan file gives.

Every row below the head becomes a project or is said to be left out.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from dushiquan.formats.table import Cell, Row, Table
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.phrases.deadline import read_requirement
from dushiquan.phrases.english_times import in_chinese
from dushiquan.phrases.person_cell import read_persons
from dushiquan.phrases.unit_cell import read_units
from dushiquan.phrases.unit_names import BODY_AT_END
from dushiquan.sources.bare_headings import headed
from dushiquan.sources.cells import (
    as_field,
    as_list,
    is_dash,
    is_day,
    is_nothing,
    is_quoted,
    joined,
    joined_items,
    units_by_role,
    widest_line,
)
from dushiquan.sources.column_finder import EMPTY, ColumnFinder
from dushiquan.sources.columns import (
    Choice,
    Grade,
    TableColumn,
    calendar_columns,
    is_instruction,
    range_of,
    without_instructions,
)
from dushiquan.sources.earlier_answers import earlier_answers
from dushiquan.sources.evidence import looks_like_person, profiles_of
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.head import Head
from dushiquan.sources.headings import (
    POSSIBLE,
    PROGRESS,
    SURE,
    has_no_field,
    label_of,
    meanings,
    names_leaders,
    tidy,
)
from dushiquan.sources.mending.alignment import align, widened
from dushiquan.sources.mending.calendar_marks import PLAIN_MARKS, marked_times, marks_in
from dushiquan.sources.mending.continued_rows import WHO_AND_WHEN, continued, goes_on, says, says_who_or_when
from dushiquan.sources.mending.joined_tables import JoinedTable
from dushiquan.sources.mending.lost_merges import put_back, seem_moved
from dushiquan.sources.mending.month_and_days import with_months_of_days
from dushiquan.sources.mending.owner_marks import OwnerMarks
from dushiquan.sources.mending.plan_and_actual import parted
from dushiquan.sources.row_facts import Kept, RowFacts
from dushiquan.sources.row_numbers import row_words
from dushiquan.sources.row_parents import SECTION
from dushiquan.sources.row_sorting import OVER_A_HEAD, section_above, shown, sort_rows
from dushiquan.sources.school_year import SchoolYear, school_year_of
from dushiquan.sources.section_names import counted_stem, section_names
from dushiquan.sources.table_title import (
    as_of_in,
    is_name_of_plan,
    is_numbered,
    is_sentence,
    is_title,
    plain_title,
    title_among,
    year_of,
    years_in,
)
from dushiquan.sources.texts.flat_table import joined_time
from dushiquan.sources.texts.notice_text import notice_among, take_notice
from dushiquan.sources.texts.text_table import TextTable
from dushiquan.sources.written_days import TIME_COLUMNS, with_days

_MONTH_OR_TENTH = re.compile(r"(?:19|20)[0-9]{2}\.1")
_PERSON_IN_BRACKETS = re.compile(r"[(（]([^()（）]{2,12})[)）]")
_PERSON_BEHIND_COLON = re.compile(r"([^\s:：、，,；;]{2,12})[:：]\s*([\u4e00-\u9fff]{2,3})(?=$|[\s、，,；;])")
_OF_TIME = re.compile("[0-9一二三四五六七八九十年月季旬底末]")
_SEVERAL = 3
_FEW_OF = 8
"""Rows among which one may have a cell too many."""
_ANY_YEAR = 2000
_MANY_UNDER_ONE = 5
_MOST_OF_A_FORM = 100
"""Names of cells on one form; a table of more rows is none, and its titles need not be looked up."""
_JOINTS = {
    "support": "、",
    "note": "；",
    "remark": "；",
    "targets": "\n",
    "content": "\n",
    "requirement": "\n",
}


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
    school_year: SchoolYear | None = None
    title_width: float = 0
    steps: Mapping[int, str] = field(default_factory=dict)
    stages: Mapping[int, str] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    owner_marks: OwnerMarks | None = None
    by_person: bool = False
    with_persons: bool = False

    def tree(self, table: Table, head: Head, stem: str) -> Node:
        """Return the table's plan; title and year stand above the table, or in the file name ``stem``."""
        rows = self.visible(table)
        heads = table.rows[head.first : head.last + 1]
        begin = table.rows[head.first].number
        self.shape, self.head_row = head.shape, heads[-1].number if heads else begin - 1
        below = [
            row for row in rows if row.number > self.head_row and not (heads and _is_of_head(row, heads[-1]))
        ]
        if table.ragged:
            below = self.without_labels(below)
            self.ask_if_two_heads(below)
            head = widened(head, below)
            below = self.put_back(below, head)
        if table.merges_lost and not table.name:
            below = self.without_overfull(below, head)
        if two := parted(below):
            below, head = two.planned, head.without(two.column)
            which = row_words(row.number for row in two.actual)
            message = f"{which}写的是实际时间，未读；只读了计划的一行。"
            self.warn(Node("", two.actual[0].number), None, message)
        while dated := with_months_of_days(below, head):
            below, head = dated.rows, dated.head
            message = f"“{dated.days}”一列只写了日，按“{dated.month}”一列补上了月份；请核对。"
            self.warn(Node("", self.head_row), "requirement", message)
        finder = self.find_columns(head, table, below)
        places = finder.places
        claims = [column.claims for column in finder.of("units")]
        self.by_person = any("persons" in one and "units" not in one for one in claims)
        self.with_persons = any("persons" in one and "units" in one for one in claims)
        captions = table.captions if isinstance(table, JoinedTable) else {}
        facts = RowFacts(heads, head, places, finder.outer_names)
        above = [row for row in rows if row.number < begin]
        section = section_above(below, above[-1] if above else None, facts)
        notice = {} if isinstance(table, TextTable) and table.notice else notice_among(table.above)
        plan = self.head(above[:-1] if section else above, table.above, stem, notice)
        self.take_year_of_sheet(plan, table.name)
        below = without_instructions(below, finder.columns)
        kept, remarks = sort_rows(below, facts, captions, self.leave_out)
        if section:
            self.leave_out(above[-1], OVER_A_HEAD)
            kept = [k if k.section else replace(k, section=section, overrides=True) for k in kept]
        kept = self.with_first_section(kept, above)
        kept = self.with_headings(self.wanted(kept), facts)
        kept = self.with_section_names(with_days(kept, places, self.understood, self))
        self.ask_if_shifted(head, [one.row for one in kept])
        if table.ragged:
            self.ask_if_moved(head, [one.row for one in kept], places)
            self.refuse_numbers_as_names([one.row for one in kept], places)
        plan.fields()["remark"] = Node("\n".join(remarks), 0)
        self.find_year(plan, kept, places)
        self.find_as_of(plan, table, head, below[-3:])
        self.say_absent(places)
        cells = [self.with_title(one, self.cells_of(one, places)) for one in kept]
        if finder.outer_names:
            self.fill_below_names(kept, cells)
        if not table.merges_lost:
            cells = self.with_contents_as_titles(cells)
        kept, cells = self.without_repeated(kept, cells)
        kept, cells = self.with_continued(kept, cells)
        if table.merges_lost:
            self.fill_down(cells)
        elif "category" in places and not finder.outer_names and self.names_blocks(finder, cells):
            self.fill_down(cells, below_merged=False)
        self.say_blocks(finder.columns, cells)
        if "id" not in places and kept:
            self.warn(NOWHERE, "id", f"没有序号列，已按次序编为 1 至 {len(kept)}。")
        self.ask_if_one_title(cells)
        self.check_form(cells)
        numbers = self.numbers(cells)
        self.title_width = widest_line(title.full for one in cells if (title := one.get("title")))
        projects = [
            self.project_node(one.row, mine, number)
            for one, mine, number in zip(kept, cells, numbers, strict=True)
        ]
        self.project = None
        return Node({"plan": plan, "projects": Node(projects, 0)}, 0)

    # --- what is hidden --------------------------------------------------------------------------

    def visible(self, table: Table) -> list[Row]:
        """Return the rows to read; hidden or struck-out ones are left out with a note."""
        if self.hidden:
            return list(table.rows)
        hidden = [row for row in table.rows if row.hidden]
        marked = any(cell.standing is not None for row in table.rows for cell in row.cells.values())
        struck = [row for row in table.rows if not row.hidden and _is_struck(row)] if marked else []
        for some, what in (([row for row in hidden if row.own], "隐藏"), (struck, "划掉")):
            if some:
                numbers = row_words(row.number for row in some)
                which = f"{numbers}（{shown(some[0])}{'等' * (len(some) > 1)}）"
                message = f"{which}是{what}的，不作为项目；要读请加 --hidden。"
                self.warn(Node("", some[0].number), None, message)
        left = {row.number for row in (*hidden, *struck)}
        rows = [row for row in table.rows if row.number not in left]
        return [self._standing(row) for row in rows] if marked else rows

    def _standing(self, row: Row) -> Row:
        """Return a row without the texts that are struck out."""
        if all(cell.standing is None for cell in row.cells.values()):
            return row
        cells = {}
        for column, cell in row.cells.items():
            if cell.standing is not None and cell.row == row.number:
                self.warn(Node("", row.number, cell.ref), None, f"“{cell.text}”里划掉的字未读。")
            if cell.standing is None or cell.standing.strip():
                cells[column] = cell._replace(text=(cell.standing or cell.text).strip(), standing=None)
        return replace(row, cells=cells)

    # --- which columns ---------------------------------------------------------------------------

    def find_columns(self, head: Head, table: Table, below: Sequence[Row]) -> ColumnFinder:
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
        self.steps, self.stages = finder.steps, finder.stages
        self.marks, self.owner_marks = finder.marks, finder.owner_marks
        self.choices += finder.choices
        self.understood = finder.columns
        self.headings = {c.field: c.name for c in reversed(finder.columns) if c.field and c.path}
        self.say_columns(finder.columns)
        names = [column.name or column.letter for column in finder.columns]
        for heading in sorted(finder.unknown):
            message = f"--map 里的“{heading}”不在表头里；现有：{'、'.join(names)}。"
            self.error(Node("", self.head_row), None, message)
        for choice in (choice for choice in finder.choices if choice.field == "title" and not choice.needed):
            self.ask(
                Node("", self.head_row), "title", f"{choice.text}；请核对，不对请加 --map 列名=项目名称。"
            )
        for choice in (choice for choice in finder.choices if choice.field != "title" and not choice.needed):
            among = "、".join(f"“{column.name}”（{column.letter} 列）" for column in choice.among)
            how = f"--map {choice.among[0].letter}={label_of(choice.field)}"
            message = f"{choice.text}：{among}；是的请加 {how}。"
            self.warn(Node("", self.head_row), choice.field, message)
        for choice in (choice for choice in finder.choices if choice.needed):
            among = "、".join(f"{column.letter}={label_of(choice.field)}" for column in choice.among)
            message = f"{choice.text}；请用 --map 指明一列（{among}）。"
            self.error(Node("", self.head_row), choice.field, message)
        if not finder.of("title") and not any(choice.field == "title" for choice in finder.choices):
            message = "没有一列像项目名称；请用 --map 列名=项目名称 指明。"
            self.error(Node("", self.head_row), "title", message)
        return finder

    def say_columns(self, columns: Sequence[TableColumn]) -> None:
        """Note which columns are not read, and which are read by evidence."""
        spelt = Counter(column.name for column in columns)
        calendar = calendar_columns(columns)
        steps = [c for c in columns if c.place in self.steps and c.grade is Grade.TAKEN]
        stages = [c for c in columns if c.place in self.stages]
        marked = [c for c in columns if c.place in self.marks]
        owners = [c for c in columns if self.owner_marks and c.place in self.owner_marks.names]
        without_field = []
        for column in columns:
            if column in steps or column in stages or column in marked or column in owners:
                continue
            how = column.name if column.path and spelt[column.name] == 1 else column.letter
            if column.grade is Grade.TAKEN:
                message = (
                    f"{column.title}作为“{label_of(column.field)}”：{column.why}；不对请加 --map {how}=字段。"
                )
            elif column.grade is not Grade.UNREAD or not (column.path or column.profile.filled):
                continue
            elif is_instruction(column):
                message = "这一列是填表说明，未读。"
            elif column in calendar:
                continue
            elif not column.why and (rival := self.taken_of(column, columns)):
                message = (
                    f"{column.title}像是“{label_of(rival.field)}”，已取“{rival.name}”，未读；"
                    f"要读请加 --map {how}=字段。"
                )
            elif column.why == EMPTY and (rival := self.taken_of(column, columns)):
                used = f"“{rival.name}”（{rival.letter} 列）"
                message = f"{column.title}是空的，“{label_of(rival.field)}”取了{used}。"
            elif column.why:
                message = f"{column.title}未读：{column.why}。"
            elif not column.path:
                message = f"{column.letter} 列没有列名，未读；要读请加 --map {column.letter}=字段。"
            elif has_no_field(column.path):
                without_field.append(column)
                continue
            else:
                message = f"列“{column.name}”不认得，未读；要读请加 --map {how}=字段。"
            self.warn(Node("", self.head_row, column.ref), None, message)
        for some, what, with_what in ((steps, "一段时间的事", "时段"), (stages, "一个环节的时间", "环节")):
            if some:
                message = (
                    f"{range_of(some)}各写{what}，连同{with_what}作为“{label_of(some[0].field)}”；"
                    f"不对请加 --map {some[0].letter}=- 等。"
                )
                self.warn(Node("", self.head_row, some[0].ref), None, message)
        if marked:
            self.say_marked(marked)
        if self.owner_marks:
            self.ask_of_owners(owners, self.owner_marks)
        if calendar:
            message = f"{range_of(calendar)}是日历，每格一段时间，未读；时限请另有一列写明。"
            self.warn(Node("", self.head_row), None, message)
        if without_field:
            names = "、".join(f"“{column.name}”（{column.letter} 列）" for column in without_field)
            message = f"{names}不是计划要记的，未读；{_how_to_read(without_field)}"
            self.warn(Node("", self.head_row), None, message)

    def taken_of(self, column: TableColumn, columns: Sequence[TableColumn]) -> TableColumn | None:
        """Return the column that holds what another could hold, too, by its heading."""
        likely = max(column.claims, key=lambda name: column.claims[name], default="")
        return next((one for one in columns if likely and one.field == likely and one.path), None)

    def say_marked(self, columns: Sequence[TableColumn]) -> None:
        """Say that marks are read as a time; ask if they may mean that something was done."""
        marks = marks_in(columns)
        label, letter = label_of("requirement"), columns[0].letter
        message = (
            f"{range_of(columns)}里的“{'、'.join(sorted(marks))}”作为“{label}”，从有记号的头一格到末一格；"
            f"不对请加 --map {letter}=- 等。"
        )
        say = self.warn if marks <= PLAIN_MARKS else self.ask
        say(Node("", self.head_row, columns[0].ref), None, message)

    def ask_of_owners(self, columns: Sequence[TableColumn], marks: OwnerMarks) -> None:
        """Ask whether marks under the names of units are read as they are meant."""
        lead, support = ("、".join(sorted(some)) for some in (marks.lead, marks.support))
        how = f"“{lead}”的牵头，“{support}”的配合" if support else f"有“{lead}”的都是责任单位"
        message = f"{range_of(columns)}是各单位，{how}；请核对，不对请加 --map {columns[0].letter}=- 等。"
        self.ask(Node("", self.head_row, columns[0].ref), "units", message)

    def say_absent(self, found: Collection[str]) -> None:
        """Note once that nothing is due if there is no column for it."""
        if "title" not in found:
            self.absent |= {"title"}
        if "requirement" not in found:
            self.absent |= {"requirement"}
        if not {"requirement", "due"} & set(found):
            message = "没有“进度要求”列，各项都没有时限；列名不同的请加 --map 列名=进度要求。"
            self.warn(NOWHERE, "requirement", message)

    # --- what stands around ----------------------------------------------------------------------

    def head(self, rows: Sequence[Row], above: Sequence[str], stem: str, notice: Mapping[str, str]) -> Node:
        """Return title, notice and year: the title is the first row above the table that stands alone."""
        self.of_plan = True
        title = ""
        texts = []
        for row in rows:
            own = row.own
            texts += [cell.text for cell in own]
            names_day = self.tells_progress and as_of_in([" ".join(cell.text for cell in own)], 2000)
            alone = _beside_labels([cell for cell in own if not is_sentence(cell.text)])
            is_part = bool(alone) and is_numbered(alone[0].text) and bool(title_among(above))
            if not title and len(alone) == 1 and is_title(alone[0].text) and not is_part:
                title = plain_title(joined(alone[0].text))
                own = [cell for cell in own if cell not in alone and not is_name_of_plan(cell.text)]
            if own and not names_day:
                self.leave_out(replace(row, cells={cell.column: cell for cell in own}), "在表头之上")
        title = title or title_among(above)
        self.untitled = not title and not self.titled
        named = {"title": Node(title or stem, 0)}
        around = [title, stem, *texts, *above]
        self.school_year = school_year_of(around, self.year) if self.year or not self.dated else None
        year = self.school_year.first if self.school_year else year_of(title, [*texts, *above], stem)
        if year:
            named["year"] = Node(str(year), 0)
        if self.school_year and not self.school_year.last_month:
            self.warn(NOWHERE, "year", f"第二学期的日期算 {year} 年的；不对请加 --year 年份。")
        elif self.school_year:
            until = f"1月至{self.school_year.last_month}月的日期算 {year + 1 if year else ''} 年的"
            self.warn(NOWHERE, "year", f"学年跨两年：其余的算 {year} 年的，{until}；不对请写明年份。")
        take_notice(named, notice, self)
        self.of_plan = False
        self.absent |= {"key"}  # a table has none: it is made from the year
        return Node(named, 0)

    def take_year_of_sheet(self, plan: Node, sheet: str) -> None:
        """Take the year of the sheet's name, 201703, if nothing else names one; note it."""
        year = None if self.dated or "year" in plan.fields() else year_of("", (), sheet)
        if year:
            plan.fields()["year"] = Node(str(year), 0)
            self.warn(NOWHERE, "year", f"年度取自工作表的名称“{sheet}”；不对请加 --year 年份。")

    def find_year(self, plan: Node, kept: Sequence[Kept], places: Mapping[str, list[int]]) -> None:
        """Take the year of the first day, if nothing else names one and every day has its own."""
        if self.dated or "year" in plan.fields():
            return
        columns = [place for name in TIME_COLUMNS for place in places.get(name, ())]
        years: set[int] = set()
        is_whole = True
        for one in kept:
            for cell in (one.row.cells[column] for column in columns if column in one.row.cells):
                named = years_in(as_field("due", cell.full))
                is_whole = is_whole and bool(named or not _OF_TIME.search(cell.text))
                years |= named
        if years and is_whole:
            plan.fields()["year"] = Node(str(min(years)), 0)
        elif len(years) == 1:
            year = min(years)
            message = f"写了年份的日期都在 {year} 年；其余的也是这一年的，请加 --year {year}。"
            self.warn(NOWHERE, "year", message)

    def find_as_of(self, plan: Node, table: Table, head: Head, last: Sequence[Row]) -> None:
        """Find the day for which the table reports progress."""
        year = plan.fields().get("year", NOWHERE).text()
        texts = [
            *(" ".join(cell.text for cell in row.own) for row in table.rows[: head.first]),
            *(cell.text for row in (*table.rows[head.first : head.last + 1], *last) for cell in row.own),
            *table.above,
        ]
        self.as_of = as_of_in(texts, int(year) if year else None)
        if self.as_of and self.tells_progress:
            self.warn(NOWHERE, None, f"表上写明进展截至 {self.as_of}；记进展时用这一天，要改请加 --on 日期。")

    def with_first_section(self, kept: Sequence[Kept], above: Sequence[Row]) -> list[Kept]:
        """Give the first rows the section above the head, if it is counted as the later ones are."""
        sections = [one.section for one in kept if one.section]
        if not sections or kept[0].section or not above or len(above[-1].own) != 1:
            return list(kept)
        (first,) = above[-1].own
        if counted_stem(first.text) != counted_stem(sections[0].text) or not counted_stem(first.text):
            return list(kept)
        until = next(at for at, one in enumerate(kept) if one.section)
        return [replace(one, section=first) if at < until else one for at, one in enumerate(kept)]

    def with_section_names(self, kept: Sequence[Kept]) -> list[Kept]:
        """Return the rows with the names of their sections without counts; remember and note them."""
        headings = dict.fromkeys(joined(one.section.text) for one in kept if one.section)
        names = section_names(headings)
        cut = [heading for heading, name in names.items() if name != heading]
        if not cut:
            return list(kept)
        self.sections = frozenset(names[heading] for heading in cut)
        many = f"等 {len(cut)} 个" if len(cut) > 1 else ""
        self.warn(NOWHERE, "category", f"不带项数：“{cut[0]}”记作“{names[cut[0]]}”{many}。")
        texts = {one.section: names[joined(one.section.text)] for one in kept if one.section}
        return [
            replace(one, section=one.section._replace(text=texts[one.section])) if one.section else one
            for one in kept
        ]

    def without_labels(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows of a copied table without labels and values: 索引号： | 1 | 发布： | 2022-10-08."""
        labels = [
            row
            for row in rows
            if len(row.own) > 1 and all(cell.text.endswith((":", "：")) for cell in row.own[::2])
        ]
        for row in labels:
            self.leave_out(row, "写的是标签和值")
        return [row for row in rows if row not in labels]

    def without_overfull(self, rows: Sequence[Row], head: Head) -> list[Row]:
        """Return the rows of a file with separators without the few that have a cell too many; say so."""
        last = max(head.paths, default=0)
        over = [row for row in rows if max(row.cells, default=0) > last]
        if not over or len(over) * _FEW_OF > len(rows) or len(head.paths) < last:
            return list(rows)
        for row in over:
            message = (
                f"“{shown(row)}”有 {max(row.cells)} 格，列名只有 {last} 个，像是一格里的逗号把它分成了两格，"
                "未读；请在那一格两边加引号，或把这一项另行补上。"
            )
            self.ask(Node("", row.number), None, message)
        return [row for row in rows if row not in over]

    def ask_if_shifted(self, head: Head, rows: Sequence[Row]) -> None:
        """Ask if the cells of a copied table seem to stand in the wrong columns.

        A page's merged cells are lost in a copy: some rows are wider than the head, others begin further
        left than they should, and none has a gap.
        """
        last = max(head.paths, default=0)
        widths = [max(row.cells) for row in rows if row.cells and len(row.cells) == max(row.cells)]
        wide, narrow = sum(w > last for w in widths), sum(w < last for w in widths)
        if len(widths) == len(rows) and wide and narrow > wide:
            message = (
                f"有 {wide} 行比表头宽、{narrow} 行比表头窄，像是合并单元格在复制时丢了，内容可能错列；"
                "请核对，或改用原来的表格文件。"
            )
            self.ask(Node("", self.head_row), None, message)

    def ask_if_two_heads(self, below: Sequence[Row]) -> None:
        """Refuse a copied table whose second row names columns, too: its groups are lost."""
        own = below[0].own if below else []
        named = [cell for cell in own if meanings((tidy(cell.text),))]
        if len(own) >= _SEVERAL and (3 * len(named) >= 2 * len(own) or _is_unnumbered(below)):
            message = (
                f"“{shown(below[0])}”也像列名：表头有两行，合并的格子在复制时丢了，分不出各列；"
                "请改用原来的表格文件，或把两行列名并成一行。"
            )
            self.error(Node("", below[0].number), None, message)

    def put_back(self, rows: list[Row], head: Head) -> list[Row]:
        """Return the rows with those in their columns again that a lost merged cell moved; note it."""
        filled = max((column for row in rows for column in row.cells), default=0)
        width = min(max(head.paths, default=0), filled)  # a last column may be empty throughout
        found, moved = put_back(rows, width)
        if moved:
            message = (
                f"有 {moved} 行前面少了合并的格子，已按编号对回原来的列，前面的格子沿用上一行的；请核对。"
            )
            self.warn(Node("", self.head_row), None, message)
            return found
        found, aligned = align(rows, width)
        if aligned:
            message = (
                f"{row_words(row.number for row in aligned)}少了合并的格子，已按内容对回各列，"
                "空出的格子沿用上一行的；请核对。"
            )
            self.ask(Node("", aligned[0].number), None, message)
        return found

    def ask_if_moved(self, head: Head, rows: Sequence[Row], places: Mapping[str, list[int]]) -> None:
        """Ask about rows whose last cell is a unit or a day that stands under another heading."""
        if moved := seem_moved(rows, max(head.paths, default=0), places):
            message = (
                f"{row_words(row.number for row in moved)}比表头窄，末一格不在应在的列里，像是合并单元格"
                "在复制时丢了，内容错了列；请核对，或改用原来的表格文件。"
            )
            self.ask(Node("", moved[0].number), None, message)

    def refuse_numbers_as_names(self, rows: Sequence[Row], places: Mapping[str, list[int]]) -> None:
        """Refuse a copied table in which numbers stand where names and units should: its columns are lost."""
        named = () if "id" in places else ("title", "content", "units")
        columns = [place for name in named for place in places.get(name, ())]
        bare = [cell for row in rows for c in columns if (cell := row.cells.get(c)) and cell.text.isdecimal()]
        if len(bare) > 1:
            message = (
                f"“{bare[0].text}”等 {len(bare)} 个数写在名称、内容或单位的列里：合并的格子在复制时丢了，"
                "各格对不上列名；请改用原来的表格文件。"
            )
            self.error(Node("", bare[0].row), "title", message)

    def ask_if_one_title(self, rows: Sequence[Mapping[str, Cell | None]]) -> None:
        """Ask if all projects have the same title, or a few titles are those of all: they name groups."""
        found = [cell for cells in rows if (cell := cells.get("title"))]
        titles = {cell.text for cell in found}
        shared = len(titles) * _MANY_UNDER_ONE <= len(found)
        if titles and len(rows) >= _SEVERAL and (len(titles) == 1 or shared):
            few = "都是" if len(titles) == 1 else f"只有 {len(titles)} 个，如"
            what = f"{len(rows)} 项的名称{few}“{joined(min(titles))}”，像是类别"
            message = f"{what}；请用 --map 列名=项目名称 另指一列。"
            self.ask(Node("", self.head_row or found[0].row), "title", message)

    def check_form(self, rows: Sequence[Mapping[str, Cell | None]]) -> None:
        """Refuse a form, in which what stands under the title are the names of other cells."""
        found = [cell for cells in rows if (cell := cells.get("title"))]
        if len(found) > _MOST_OF_A_FORM:
            return
        meant = {cell: meanings((tidy(cell.text),)) for cell in found}
        known = [cell for cell in found if SURE in meant[cell].values() and "title" not in meant[cell]]
        if len(known) > 1 and 2 * len(known) > len(rows):
            message = (
                f"“{known[0].text}”等是列名，却写在名称一列：像是一张填写的表单，不是一行一项的表；"
                "请把各项写成一行一项。"
            )
            self.error(Node("", known[0].row), "title", message)

    # --- which rows ------------------------------------------------------------------------------

    def wanted(self, kept: Sequence[Kept]) -> list[Kept]:
        """Return the projects without the rows that the caller leaves out."""
        absent = sorted(set(self.without) - {one.row.number for one in kept})
        if absent:
            self.warn(NOWHERE, None, f"--without 里的{row_words(absent)}本来就不是项目。")
        for one in kept:
            if one.row.number in self.without:
                self.leave_out(one.row, "按 --without")
        return [one for one in kept if one.row.number not in self.without]

    def with_headings(self, kept: list[Kept], facts: RowFacts) -> list[Kept]:
        """Return the projects below the rows that are headings; note those, and ask about doubtful ones."""
        found = headed(kept, facts)
        for row in found.headings:
            self.leave_out(row, SECTION)
        for rows, say, what in (
            (found.unsure, self.ask, "只有名称，已作下面各项的类别；是任务的请补写责任人或时限"),
            (
                found.doubtful,
                self.ask,
                "只有名称，像是下面各项的标题，现作项目；是标题的请加 --without 行号",
            ),
            (found.possible, self.warn, "只有名称，现作为项目；是下面各项的标题的请加 --without 行号"),
        ):
            if rows:
                which = row_words(row.number for row in rows)
                say(Node("", rows[0].number), "category", f"{which}{what}。")
        return found.kept

    def leave_out(self, row: Row, why: str) -> None:
        """Note that a row is not among the projects."""
        self.warn(Node("", row.number), None, f"“{shown(row)}”{why}，不作为项目。")

    # --- what they say ---------------------------------------------------------------------------

    def cells_of(self, one: Kept, places: Mapping[str, list[int]]) -> dict[str, Cell | None]:
        """Return a row's cell for each field of the plan; progress cells are kept apart."""
        row = one.row
        cells: dict[str, Cell | None] = {}
        for name, columns in places.items():
            if len(columns) == 1 and name not in PROGRESS:
                cells[name] = row.cells.get(columns[0])
                continue
            if self.owner_marks and name == "units":
                cells[name] = self.owner_marks.cell_of(row)
                continue
            if self.marks and name == "requirement":
                cells[name] = self.marked(row)
                continue
            found = [cell for column in columns if (cell := self.step(row.cells.get(column), column))]
            if name == "title":
                cells[name] = next((cell for cell in found if not is_dash(cell.text)), None)
            elif name in PROGRESS:
                if found:
                    self.progress.setdefault(row.number, {})[name] = found
            else:
                cells[name] = _together(name, [cell for cell in found if not is_dash(cell.text)] or found)
        if one.section and (one.overrides or "category" not in places):
            cells["category"] = one.section
        return cells

    def step(self, cell: Cell | None, column: int) -> Cell | None:
        """Return a cell of a quarter or a month with the period before it, the day of a stage with the stage.

        What is merged over several periods is due in the last. Any other cell is returned as it is.
        """
        if cell is None or not (column in self.steps or column in self.stages):
            return cell
        if column in self.stages:
            text = f"{as_field('due', cell.full)}：{self.stages[column]}"
            return None if is_dash(cell.text) else cell._replace(text=text, value=None)
        period = self.steps.get(column + cell.width - 1, self.steps[column])
        return None if is_dash(cell.text) else cell._replace(text=f"{period}：{cell.text}", value=None)

    def marked(self, row: Row) -> Cell | None:
        """Return the time that a row's marks span; say if they leave gaps."""
        cell, times = marked_times(row, self.marks)
        if times and cell is None:
            message = f"“{shown(row)}”的记号不相连（{'、'.join(times)}），未作时限；有时限请另写一列。"
            self.warn(Node("", row.number), "requirement", message)
        return cell

    def with_title(self, one: Kept, cells: dict[str, Cell | None]) -> dict[str, Cell | None]:
        """Return a row's cells with its own category as the title, if there is none but a day or a name."""
        if "title" not in cells or cells["title"]:
            return cells
        category = cells.get("category")
        own = category and category.row == one.row.number and category.height == 1
        are_told = any(c.field in WHO_AND_WHEN and c.profile.filled for c in self.understood)
        if own and (not are_told or (says_who_or_when(cells) and not cells.get("content"))):
            what = (
                f"没有项目名称，取类别“{joined(category.text)}”为名称；不对请写上名称。" if category else ""
            )
            self.warn(Node("", one.row.number), "title", what)
            return {**cells, "title": category}
        return cells

    def with_contents_as_titles(self, rows: list[dict[str, Cell | None]]) -> list[dict[str, Cell | None]]:
        """Name the rows without a title by their content, if other rows have a title only; note it.

        So a list names some things in one column, and some in the other; or one names sections only. If it
        is only likely which column names them, a numbered row goes by its content, too.
        """
        name_only = any(cells.get("title") and not cells.get("content") for cells in rows)
        name_only = name_only or not any(cells.get("title") for cells in rows)
        is_likely = any(c.field == "title" and c.grade is Grade.TAKEN for c in self.understood)
        if not (name_only or is_likely):
            return rows
        are_told = any(map(says_who_or_when, rows))
        found, named = [], 0
        for cells in rows:
            content = cells.get("content")
            stands_alone = (
                says(cells, "id") or says_who_or_when(cells) or not are_told
                if name_only
                else is_likely and says(cells, "id")
            )
            if stands_alone and content and "title" in cells and not cells["title"] and content.height == 1:
                found.append({**cells, "title": content, "content": None})
                named += 1
            else:
                found.append(cells)
        if named:
            self.warn(
                NOWHERE, "title", f"有 {named} 项的项目名称空着，取了项目内容作名称；不对的请写上名称。"
            )
        return found

    def without_repeated(
        self, kept: list[Kept], rows: list[dict[str, Cell | None]]
    ) -> tuple[list[Kept], list[dict[str, Cell | None]]]:
        """Join the contents of rows on end that are the same project written out again; note it."""
        numbers = [cell.text for cells in rows if (cell := cells.get("id"))]
        if len(set(numbers)) == len(numbers):
            return kept, rows
        found: list[dict[str, Cell | None]] = []
        firsts: list[Kept] = []
        again: list[int] = []
        for one, cells in zip(kept, rows, strict=True):
            above = found[-1] if found else {}
            before, content = above.get("content"), cells.get("content")
            if before and content and _are_one(above, cells) and one.row.number not in self.progress:
                found[-1] = {**above, "content": before._replace(text=f"{before.text}\n{content.text}")}
                again.append(one.row.number)
            else:
                found.append(cells)
                firsts.append(one)
        if again:
            message = f"{row_words(again)}的序号、名称等与上一行相同，内容并入上一项；请核对。"
            self.warn(Node("", again[0]), "content", message)
        return firsts, found

    def with_continued(
        self, kept: Sequence[Kept], rows: Sequence[dict[str, Cell | None]]
    ) -> tuple[list[Kept], list[dict[str, Cell | None]]]:
        """Give rows without number and name those of the row above, or join them to it; ask about it."""
        if not any(map(goes_on, rows)):
            return list(kept), list(rows)
        found, parts, joint = continued(rows)
        is_category = any("category" in cells and "category" not in rows[0] for cells in found.values())
        part = "各项以内容为名称，原来的名称作类别" if is_category else "作为它的又一项"
        for some, how in ((parts, part), (joint, "内容并入上一项")):
            if some:
                which = row_words(kept[at].row.number for at in some)
                message = f"{which}没有名称，看来接着上一行，{how}；请核对。"
                self.ask(Node("", kept[some[0]].row.number), "title", message)
        return [kept[at] for at in found], list(found.values())

    def say_blocks(self, columns: Sequence[TableColumn], rows: Sequence[Mapping[str, Cell | None]]) -> None:
        """Say that a unit or a time at the left, written once for several rows, is not filled down."""
        titles = [column.place for column in columns if column.field == "title"]
        for column in columns:
            if column.field not in ("units", "requirement") or not titles or column.place > min(titles):
                continue
            cells = [one.get(column.field) for one in rows]
            empty = sum(cell is None for cell in cells)
            written = [cell.text for cell in cells if cell]
            if cells[:1] != [None] and 3 * empty >= len(cells) > 0 and len(set(written)) == len(written) > 1:
                message = f"有 {empty} 格空着，像是一格管下面几行，没有沿用；是的话请合并单元格，或写全。"
                self.warn(Node("", self.head_row, column.ref), column.field, message)

    def names_blocks(self, finder: ColumnFinder, rows: Sequence[Mapping[str, Cell | None]]) -> bool:
        """Tell whether each category is written once, at the top of its block, from the first row on."""
        named = [cell.text for cell in dict.fromkeys(cells.get("category") for cells in rows) if cell]
        is_category = any(
            column.grade is Grade.SAID or column.claims.get("category", 0) > POSSIBLE
            for column in finder.of("category")
        )
        begins = bool(rows) and rows[0].get("category") is not None
        return is_category and begins and len(set(named)) == len(named) > 1

    def fill_down(self, rows: list[dict[str, Cell | None]], *, below_merged: bool = True) -> None:
        """Give a category to the rows below it; note it. A merged cell says itself where it ends.

        Only categories: they stand in runs. Units are never guessed.
        """
        last, filled = None, 0
        for cells in rows:
            if "category" in cells and not cells["category"] and last:
                cells["category"] = last
                filled += 1
            last = cells.get("category") or last
            if last and last.height > 1 and not below_merged:
                last = None
        if filled:
            why = "（这种文件不存合并单元格）" if below_merged else ""
            message = f"有 {filled} 项的类别空着，沿用上一项的{why}；不对的请写全。"
            self.warn(NOWHERE, "category", message)

    def fill_below_names(self, kept: Sequence[Kept], rows: Sequence[dict[str, Cell | None]]) -> None:
        """Give the rows below an outer name that is not merged with them that name, too; ask about it."""
        last: Cell | None = None
        filled = []
        for one, cells in zip(kept, rows, strict=True):
            if not cells.get("category") and last and last.height == 1:
                cells["category"] = last
                filled.append(one.row.number)
            last = cells.get("category") or last
        if filled:
            name = joined(last.text) if last else ""
            message = f"{row_words(filled)}没有类别，看来接着上一行，沿用“{name}”；请核对。"
            self.ask(Node("", filled[0]), "category", message)

    def numbers(self, rows: list[dict[str, Cell | None]]) -> list[str]:
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

    def project_node(self, row: Row, cells: Mapping[str, Cell | None], number: str) -> Node:
        """Return the fields of one row; an empty cell is an empty field if the field is needed, else none."""
        self.project = number or None
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
                    self.error(node._replace(faulted=False), name, cell.fault)
                elif name in TIME_COLUMNS and _is_month_or_tenth(cell):
                    year = cell.text[:4]
                    message = f"“{cell.text}”是1月还是10月看不出，未读；请写成 {year}年1月 或 {year}年10月。"
                    self.warn(node, name, message)
                    nodes["kind"], node = Node("unknown", row.number), node._replace(value="")
            if not is_nothing(name, node.text()) or node.faulted:
                value = node.value if node.faulted else as_list(name, node)
                nodes[name] = node if value is node.value else node._replace(value=value)
        if "start" in nodes or "due" in nodes:
            self.leave_out_start(nodes)
            _join_times(nodes)
        self.join_units(nodes, row)
        return Node(nodes, row.number)

    def leave_out_start(self, nodes: dict[str, Node]) -> None:
        """Leave out a start that is no time before a plain day that is due, as 2021/9/110; say so."""
        start, due = (nodes.get(name, NOWHERE) for name in ("start", "due"))
        if not start.text() or start.faulted or is_day(start.text()) or not is_day(due.text()):
            return
        read = read_requirement(start.text(), _ANY_YEAR)
        if not (read.start or read.due or is_dash(start.text())):
            self.warn(start, "start", f"“{start.text()}”不是日期，未取；请核对。")
            del nodes["start"]

    def join_units(self, nodes: dict[str, Node], row: Row) -> None:
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

    @cached_property
    def tells_progress(self) -> bool:
        """Whether the table has columns that say how far its projects are."""
        return any(column.field in PROGRESS and column.field != "remark" for column in self.understood)


def _together(name: str, cells: Sequence[Cell]) -> Cell | None:
    """Return the cells of one field as one: texts are joined if a field may have several columns."""
    if len(cells) < 2:
        return cells[0] if cells else None
    texts = dict.fromkeys(cell.full for cell in cells)
    return cells[0]._replace(text=_JOINTS.get(name, "、").join(texts), value=None)


def _beside(match: re.Match[str]) -> str:
    """Put a person in brackets behind the unit, if it is one."""
    return f" {match[1]}" if all(map(looks_like_person, read_persons(match[1]))) else match[0]


def _beside_unit(match: re.Match[str]) -> str:
    """Put a person behind a unit and a colon, as in 安监科：小周, beside the unit."""
    is_unit = BODY_AT_END.search(match[1]) is not None
    return f"{match[1]} {match[2]}" if is_unit and looks_like_person(match[2]) else match[0]


def _are_one(above: Mapping[str, Cell | None], cells: Mapping[str, Cell | None]) -> bool:
    """Tell whether a row repeats the number and the name of the row above, and all else but the content."""
    for name in ("id", "title"):
        first, second = above.get(name), cells.get(name)
        if not (first and second) or first.row == second.row or first.text != second.text:
            return False
    texts = [
        {name: cell.text for name, cell in some.items() if cell and name != "content"}
        for some in (above, cells)
    ]
    contents = [cell.text for cell in (above["content"], cells["content"]) if cell]
    return texts[0] == texts[1] and contents[1] not in contents[0].splitlines()


def _beside_labels(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells of a row above a table without labels and their values: 计划人： | 小周, 图例：

    The value of a label that names the plan is its title.
    """
    if len(cells) == 2 and is_name_of_plan(cells[0].text):
        return list(cells[1:])
    labels = [cell.text.rstrip().endswith((":", "：")) for cell in cells]
    values = [False, *labels]
    first = labels.index(True) if True in labels else 0
    kept = [cell for cell, label, value in zip(cells, labels, values, strict=False) if not (label or value)]
    return kept if first else list(cells)


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


def _is_unnumbered(rows: Sequence[Row]) -> bool:
    """Tell whether the first row has words where all others are numbered, and no figure anywhere."""
    first, *others = rows
    numbers = [cell.text for row in others if (cell := row.cells.get(1))]
    return (
        _SEVERAL <= len(others) == len(numbers)
        and len(first.cells) < min(len(row.cells) for row in others)
        and all(number.isdecimal() for number in numbers)
        and not any(char.isdecimal() for cell in first.own for char in cell.text)
    )


def _how_to_read(columns: Sequence[TableColumn]) -> str:
    """Return how to have columns read that are known for something else, with the field that fits best."""
    for column in columns:
        if names_leaders(column.path[-1]):
            label = label_of("persons")
            return f"要读作{label}请加 --map {column.path[-1]}={label}（别的字段见 dsq help 列）。"
    return f"要读请加 --map {columns[0].path[-1]}=字段（见 dsq help 列）。"


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


def _is_struck(row: Row) -> bool:
    own = row.own
    return bool(own) and all(cell.is_struck for cell in own)
