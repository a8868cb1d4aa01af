"""The title, the notice, the year and the day of progress of a plan that is a table."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dushiquan.formats.table import Cell, Row, Table
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.cells import as_field, joined
from dushiquan.sources.columns import TableColumn
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.head import Head
from dushiquan.sources.row_facts import Kept
from dushiquan.sources.row_parents import LeaveOut
from dushiquan.sources.school_year import SchoolYear, school_year_of
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
from dushiquan.sources.texts.notice_text import take_notice
from dushiquan.sources.written_days import TIME_COLUMNS

_OF_TIME = re.compile("[0-9一二三四五六七八九十年月季旬底末]")


@dataclass
class PlanHeading:
    """Reads what names the plan: above the table, in the file's or the sheet's name, in the days of the rows.

    ``dated`` tells that the caller or the file gives the ``year``. After reading, ``untitled`` tells that no
    title was found but the file's name, and ``as_of`` is the day for which progress is told.
    """

    notes: FieldReader
    leave_out: LeaveOut
    tells_progress: bool
    dated: bool = False
    year: int | None = None
    untitled: bool = False
    school_year: SchoolYear | None = None
    as_of: date | None = None

    def read(self, rows: Sequence[Row], above: Sequence[str], stem: str, notice: Mapping[str, str]) -> Node:
        """Return title, notice and year: the title is the first row above the table that stands alone."""
        self.notes.of_plan = True
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
        self.untitled = not title
        named = {"title": Node(title or stem, 0)}
        around = [title, stem, *texts, *above]
        self.school_year = school_year_of(around, self.year) if self.year or not self.dated else None
        year = self.school_year.first if self.school_year else year_of(title, [*texts, *above], stem)
        if year:
            named["year"] = Node(str(year), 0)
        if self.school_year and not self.school_year.last_month:
            self.notes.warn(NOWHERE, "year", f"第二学期的日期算 {year} 年的；不对请加 --year 年份。")
        elif self.school_year:
            until = f"1月至{self.school_year.last_month}月的日期算 {year + 1 if year else ''} 年的"
            self.notes.warn(NOWHERE, "year", f"学年跨两年：其余的算 {year} 年的，{until}；不对请写明年份。")
        take_notice(named, notice, self.notes)
        self.notes.of_plan = False
        self.notes.absent |= {"key"}  # a table has none: it is made from the year
        return Node(named, 0)

    def take_year_of_sheet(self, plan: Node, sheet: str) -> None:
        """Take the year of the sheet's name, 201703, if nothing else names one; note it."""
        year = None if self.dated or "year" in plan.fields() else year_of("", (), sheet)
        if year:
            plan.fields()["year"] = Node(str(year), 0)
            self.notes.warn(NOWHERE, "year", f"年度取自工作表的名称“{sheet}”；不对请加 --year 年份。")

    def take_year_of_columns(self, plan: Node, columns: Sequence[TableColumn]) -> None:
        """Take the year that the headings of what is to be done name, if nothing else names one; note it."""
        if self.dated or "year" in plan.fields():
            return
        names = [column.name for column in columns if column.field in ("title", "content")]
        years = {year for name in names for year in years_in(name)}
        if len(years) == 1:
            plan.fields()["year"] = Node(str(*years), 0)
            name = next(name for name in names if years_in(name))
            self.notes.warn(NOWHERE, "year", f"年度取自列名“{name}”；不对请加 --year 年份。")

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
            self.notes.warn(NOWHERE, "year", message)

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
            self.notes.warn(
                NOWHERE, None, f"表上写明进展截至 {self.as_of}；记进展时用这一天，要改请加 --on 日期。"
            )


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
