"""A unit's form as it came back: reading it, with every cell that cannot be taken, and why."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from dushiquan.domain.form import OFFERED, SentForm, SentRow, SentTarget, Typed
from dushiquan.domain.plan import Contact
from dushiquan.domain.status import STATUS_LABELS, Status
from dushiquan.errors import BadInputError, UsageError
from dushiquan.formats.reading import read_tables
from dushiquan.formats.table import Cell, Row, Table
from dushiquan.formats.text import visible
from dushiquan.phrases.status_words import status_of
from dushiquan.phrases.typed_day import Side, parse_day
from dushiquan.phrases.typed_number import parse_count, parse_percent
from dushiquan.sources.form_writer import (
    EXPECTED,
    FORM,
    FORM_HEADINGS,
    FORMER_HEADINGS,
    FORMER_INTRODUCTION,
    LOCKED,
    MEMORY,
    NEXT,
    NOTE,
    ON,
    PERSON,
    PHONE,
    PROBLEM,
    PROGRESS,
    REASON,
    STATUS,
    TARGET_HEADINGS,
    TARGETS,
    UNTIL,
    VERSION,
    WITHOUT_LEDGER,
    WITHOUT_REMARKS,
    chinese_day,
    example_day,
    introduction,
)
from dushiquan.sources.problems import Problem

T = TypeVar("T")

NOBODY = Contact()

_EARLIEST = date(1950, 1, 1)
"""An earlier day in a cell is a number, 9.3 or 2011.9, that Excel shows as a day."""


class OpenedForm(NamedTuple):
    """A form that came back, before its rows are read: what its hidden sheet says of it.

    ``ledger`` is the id of the ledger that sent it, "" in a form of dsq 0.1.0. ``sent`` is the form as the
    file has it; the ledger's own record counts for more. ``tables`` are its sheets by name, ``headings``
    those of the table to fill in.
    """

    file: str
    ledger: str
    sent: SentForm
    tables: Mapping[str, Table]
    headings: tuple[str, ...] = FORM_HEADINGS


class TypedRow(NamedTuple):
    """What a unit typed into the row of a project (``uid``). ``number`` is the row's in the file."""

    uid: str
    number: int
    typed: Typed


class Returned(NamedTuple):
    """The rows of a form that came back, without those that have a problem.

    A notice names a cell that was left out of a row that is there. ``filled_by`` is who filled it in.
    """

    rows: tuple[TypedRow, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    filled_by: Contact = NOBODY


def open_form(path: Path) -> OpenedForm:
    """Open a form; raise ``BadInputError`` if the file is none, or cannot be read at all."""
    if path.is_dir():
        raise BadInputError(f"{path} 是文件夹；请给出里面的填报表，如 {path}/*.xlsx。")
    tables = {table.name: table for table in read_tables(path)}
    try:
        marks = [_texts(row, 9) for row in tables[MEMORY].rows]
        dsq, version, *about = marks[0]
        assert dsq == "dsq"
        if version in (VERSION, WITHOUT_REMARKS, WITHOUT_LEDGER):
            read = _sent_row_without_ledger if version == WITHOUT_LEDGER else _sent_row
            id, plan, unit, sent_on, ledger, answer_by = about[:6]
            rows = tuple(read(*mark) for mark in marks[1:])
            by = date.fromisoformat(answer_by) if answer_by else None
            sent = SentForm(id, plan, unit, date.fromisoformat(sent_on), rows, by)
            assert tables[FORM]
            assert TARGETS in tables or not sent.has_targets
            headings = FORM_HEADINGS if version == VERSION else FORMER_HEADINGS
            return OpenedForm(path.name, ledger, sent, tables, headings)
    # the hidden sheet may have been altered
    except Exception as error:
        raise BadInputError(_NO_FORM.format(path.name)) from error
    raise BadInputError(f"{path.name} 由更新版本的 dsq 发出；请升级 dsq 后再收。")


_NO_FORM = "{} 不是 dsq 发出的填报表，或已损坏；请用 dsq sheet out 重新发出。"


def _texts(row: Row, number: int) -> list[str]:
    return [row.cells[n].text if n in row.cells else "" for n in range(1, number + 1)]


def _sent_row(
    uid: str,
    id: str,
    title: str,
    requirement: str,
    due: str,
    status: str,
    progress: str,
    targets: str,
    content: str,
) -> SentRow:
    shown = tuple(SentTarget(str(n), int(g), str(m), int(c)) for n, g, m, c in json.loads(targets))
    on = date.fromisoformat(due) if due else None
    return SentRow(uid, id, title, requirement, on, Status(status), _number(progress), shown, content)


def _sent_row_without_ledger(key: str, status: str, progress: str, counts: str, *_: str) -> SentRow:
    """Return a row of a form of dsq 0.1.0, whose hidden sheet knows no title."""
    shown = tuple(SentTarget(str(n), 0, "", int(c)) for n, c in json.loads(counts or "{}").items())
    return SentRow(key, key[1:], "", "", None, Status(status), _number(progress), shown)


def _number(text: str) -> int | None:
    return int(text) if text else None


def read_rows(opened: OpenedForm, sent: SentForm, today: date) -> Returned:
    """Read the rows of a form that was sent as ``sent`` and is read on the day ``today``.

    Raise ``BadInputError`` if its tables are not there.
    """
    reader = _Reader(opened, sent, today)
    try:
        reader.read()
    except LookupError as error:
        raise BadInputError(_NO_FORM.format(opened.file)) from error
    return reader.result()


@dataclass
class _Reader:
    opened: OpenedForm
    sent: SentForm
    today: date
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    typed: dict[str, TypedRow] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    page: str = ""
    filled_by: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {row.uid: row for row in self.sent.rows}

    def result(self) -> Returned:
        """Return what was read."""
        rows = tuple(row for uid, row in self.typed.items() if uid not in self.refused)
        filled_by = Contact(self.filled_by.get(PERSON, ""), self.filled_by.get(PHONE, ""))
        return Returned(rows, tuple(self.problems), tuple(self.notices), filled_by)

    def read(self) -> None:
        """Read both tables; name what stands outside them."""
        for name, table in self.opened.tables.items():
            if name not in (FORM, TARGETS, MEMORY) and table.rows:
                self.notices.append(
                    Problem(self.opened.file, None, None, None, f"“{name}”页不是发出的，没有收。")
                )
        for name, headings, read in (
            (TARGETS, TARGET_HEADINGS, self._target),
            (FORM, self.opened.headings, self._project),
        ):
            if name == TARGETS and name not in self.opened.tables and not self.sent.has_targets:
                continue
            self.page = name
            above, below = _parted(self.opened.tables[name], headings)
            self._outside(cell for row in above for cell in self._unread(row))
            for row in below:
                self._row(row, len(headings), read)
            for ref, text in self.opened.tables[name].comments:
                what = f"{name}页 {ref} 的批注“{_shortened(text)}”没有收；要记的写在进展说明里。"
                self.notices.append(Problem(self.opened.file, None, None, None, what))

    def _unread(self, row: Row) -> list[Cell]:
        """Read who filled the form in, if a row above the table says so; return its other cells."""
        cells = list(row.own)
        if self.page != FORM or not any(_same(cell.text, PERSON) for cell in cells):
            return cells
        for heading in (PERSON, PHONE):
            head = next((cell for cell in cells if _same(cell.text, heading)), None)
            typed = head and row.cells.get(head.column + 1)
            if typed and typed.text:
                self.filled_by[heading] = typed.text if heading == PERSON else _typed_number(typed)
            cells = [cell for cell in cells if cell not in (head, typed)]
        return cells

    def _outside(self, cells: Iterable[Cell]) -> None:
        """Name the texts that stand outside the table, except those that the form was sent with."""
        first, sent, *others = introduction("", self.sent)
        former = (line.format(chinese_day(self.sent.sent_on)) for line in FORMER_INTRODUCTION)
        ours = (*others, *former)
        start, end = _even(sent.partition("。")[0]), _even(sent.rpartition("。只在")[2])
        for cell in cells:
            text = _even(cell.text)
            is_ours = _same(cell.text, *ours) or text.endswith(_even(first))
            is_ours |= text.startswith(start) and text.endswith(end)
            if not is_ours:
                self.notice(cell, None, f"“{_short(cell)}”写在表外，没有收。")

    def _row(self, row: Row, width: int, read: Callable[[SentRow, Sequence[Cell]], None]) -> None:
        cells = [row.cells.get(column, Cell(row.number, column, "")) for column in range(1, width + 1)]
        uid = cells[0].text
        if uid in self.rows:
            self._outside(cell for cell in row.own if cell.column > width)
            self._known_row(self.rows[uid], cells, read)
        elif uid:
            self.problem(cells[1], None, f"这一行不是发给{self.sent.unit}的；只收发出的行。")
        else:
            text = "，".join(_short(cell) for cell in row.own if _is_filled(cell))
            if text:
                self.problem(row.own[0], None, f"“{text}”：认不出这是哪一项；请填在发出的行里。")

    def _known_row(
        self, sent: SentRow, cells: Sequence[Cell], read: Callable[[SentRow, Sequence[Cell]], None]
    ) -> None:
        shown = cells[1].text, cells[2].text
        is_title = self.page == FORM
        if not _same(shown[0], sent.id) or (is_title and not _same(shown[1], sent.title)):
            was = f"{sent.id} {sent.title}" if is_title else sent.id
            now = " ".join(shown) if is_title else shown[0]
            why = f"这一行显示“{now}”，隐藏的键却是“{was}”，可能排序错位或改过；请在发出的原表里填。"
            self.problem(cells[1], sent, why)
            return
        read(sent, cells)

    def problem(self, cell: Cell, sent: SentRow | None, why: str) -> None:
        """Refuse a row, for a reason that a cell gives."""
        self.problems.append(self._at(cell, sent, why))
        if sent:
            self.refused.add(sent.uid)

    def leave_out(self, cell: Cell, sent: SentRow, why: str) -> None:
        """Refuse a cell alone; the rest of its row is taken."""
        self.left_out.add(cell.ref)
        self.problems.append(self._at(cell, sent, f"{why.rstrip('。')}。这一格没有收，同一行其余的照收。"))

    def is_left_out(self, cell: Cell | None) -> bool:
        """Tell whether a cell of the form was refused alone."""
        return cell is not None and cell.ref in self.left_out

    def notice(self, cell: Cell, sent: SentRow | None, what: str) -> None:
        """Name a cell that is not taken, though the row is."""
        self.notices.append(self._at(cell, sent, what))

    def _at(self, cell: Cell, sent: SentRow | None, why: str) -> Problem:
        return Problem(self.opened.file, cell.row, sent and sent.id, None, f"{self.page}页 {cell.ref} {why}")

    def _project(self, sent: SentRow, cells: Sequence[Cell]) -> None:
        if sent.uid in self.typed:
            self.problem(cells[1], sent, "这一项出现了两行；请只留一行。")
            return
        of = dict(zip(self.opened.headings, cells, strict=True))
        shown = (sent.requirement, sent.due, STATUS_LABELS[sent.status], sent.progress)
        if self.opened.ledger:
            locked = [of[heading] for heading in LOCKED[3:] if heading in of]
            self._locked(sent, locked, (sent.content, *shown)[-len(locked) :])

        def text(heading: str) -> str:
            return (self.value(sent, of[heading], lambda cell: cell.text) or "") if heading in of else ""

        def day_to_come(heading: str) -> date | None:
            return self.value(sent, of[heading], self._day_to_come, whole=False) if heading in of else None

        typed = Typed(
            self.value(sent, of[STATUS], _status, cleared=False),
            self.value(sent, of[PROGRESS], _percent, cleared=bool(sent.progress)),
            self.counts.get(sent.uid, {}),
            text(NOTE),
            self.value(sent, of[ON], self._day),
            text(PROBLEM),
            text(NEXT),
            day_to_come(EXPECTED),
            day_to_come(UNTIL),
            "" if self.is_left_out(of.get(UNTIL)) else text(REASON),
        )
        self.typed[sent.uid] = TypedRow(sent.uid, cells[0].row, typed)

    def _target(self, sent: SentRow, cells: Sequence[Cell]) -> None:
        target = next((each for each in sent.targets if _same(cells[2].text, each.name)), None)
        counts = self.counts.setdefault(sent.uid, {})
        if target is None or target.name in counts:
            why = "出现了两行" if target else "不是发出的指标"
            self.problem(cells[2], sent, f"“{cells[2].text}”{why}；请用发出的原表。")
            return
        if self.opened.ledger:
            self._locked(sent, cells[3:6], (target.goal, target.measure, target.counted))
        count = self.value(sent, cells[6], _count, cleared=bool(target.counted))
        if count is not None:
            counts[target.name] = count

    def _locked(self, sent: SentRow, cells: Sequence[Cell], expected: Sequence[object]) -> None:
        """Name the cells that a unit may not change and that are not as they were sent."""
        headings = self.opened.headings if self.page == FORM else TARGET_HEADINGS
        for cell, value in zip(cells, expected, strict=True):
            if (value is not None and cell.value == value) or _same(cell.text, value):
                continue
            heading = headings[cell.column - 1]
            change = f"{heading}不能在表中改（发出时为“{value or ''}”，现为“{_short(cell)}”），没有收"
            asks = "请写申请延期至哪天和理由" if UNTIL in headings else "另报，由办公室用 dsq defer 记"
            how = f"；要延期的{asks}" if heading == "时限" else ""
            self.notice(cell, sent, f"{change}{how}。")

    def value(
        self,
        sent: SentRow,
        cell: Cell,
        read: Callable[[Cell], T],
        *,
        cleared: bool = False,
        whole: bool = True,
    ) -> T | None:
        """Return the value of an open cell, or None if it is empty or cannot be read.

        With ``cleared``, it was sent with a value: name it if it is empty. A cell that cannot be read costs
        the whole row, or only itself.
        """
        if cell.fault:
            self.problem(cell, sent, cell.fault)
            return None
        if cell.standing is not None:
            self.notice(cell, sent, f"划掉的文字没有收；原文是“{_short(cell)}”。")
            cell = cell._replace(text=cell.standing)
        if not cell.text:
            if cleared:
                self.notice(cell, sent, "原有的数删掉了，当作没有变化。")
            return None
        try:
            return read(cell)
        except UsageError as error:
            if whole:
                self.problem(cell, sent, str(error))
            else:
                self.leave_out(cell, sent, str(error))
            return None

    def _day_to_come(self, cell: Cell) -> date:
        """Read a day that was to come when the form was sent."""
        day = self._day(cell, Side.COMING)
        if day < self.sent.sent_on:
            raise UsageError(f"“{_short(cell)}”在发出填报表之前；请核对，写成 {self._example}。")
        return day

    def _day(self, cell: Cell, side: Side = Side.PAST) -> date:
        """Read a day that a unit typed between the day of sending and today: 昨天 and 3号 may say too little.

        A number is no day, for 9.30 arrives as 9.3; only 20110930 says which day it is. In a cell for days
        Excel makes 9 January 1900 of 9.30.
        """
        if isinstance(cell.value, date):
            if cell.value < _EARLIEST:
                raise UsageError(f"“{cell.value}”是数字当成的日期；请写成 {self._example}。")
            return cell.value
        text = unicodedata.normalize("NFKC", cell.text)
        if re.fullmatch("[0-9]{8}", text):
            return parse_day(text, self.today, side)
        if isinstance(cell.value, int | float):
            raise UsageError(f"“{cell.text}”是数字，不是日期（9.30 会存成 9.3）；请写成 {self._example}。")
        typed_on = self.sent.sent_on if side is Side.COMING else self.today
        day = parse_day(cell.text, typed_on, side)
        if _is_relative(text) and parse_day(cell.text, self.sent.sent_on, side) != parse_day(
            cell.text, self.today, side
        ):
            raise UsageError(f"“{text}”说不准是哪一天；请写成 {self._example}。")
        return day

    @property
    def _example(self) -> str:
        return example_day(self.sent)


def _is_relative(text: str) -> bool:
    """Tell whether a day may be another one for who types it on another day: 月底, 3号, 明年3月15日."""
    return len(re.findall(r"[0-9〇零一二三四五六七八九十]+", text)) < 2 or bool(
        re.search("[去今明本上下]", text)
    )


def _parted(table: Table, headings: tuple[str, ...]) -> tuple[list[Row], list[Row]]:
    """Return the rows above the head row, wherever it now stands, and those below it."""
    for number, row in enumerate(table.rows[:50]):
        if tuple(_texts(row, len(headings))) == headings:
            return list(table.rows[:number]), list(table.rows[number + 1 :])
    raise LookupError("head row")


def _is_filled(cell: Cell) -> bool:
    return bool(cell.text or cell.fault)


def _short(cell: Cell) -> str:
    return _shortened(str(cell.value) if isinstance(cell.value, date) else cell.text or cell.fault)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}……"


def _same(text: str, *values: object) -> bool:
    """Tell whether a cell shows one of these values, whatever its spaces and the width of its characters."""
    return _even(text) in {_even("" if value is None else str(value)) for value in values}


def _even(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", visible(text)).split())


def _percent(cell: Cell) -> int:
    return parse_percent(_typed_number(cell))


def _count(cell: Cell) -> int:
    """Read a total; a step at a command may not be 0, a total may."""
    typed = _typed_number(cell)
    return 0 if re.fullmatch(r"0\D?", typed) else parse_count(typed)


def _typed_number(cell: Cell) -> str:
    """Return a number as it was typed, whatever its format: 1,000 and 60.00 are 1000 and 60."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float) or "%" in cell.text:
        return _even(cell.text)
    return str(int(value)) if value == int(value) else _even(cell.text)


def _status(cell: Cell) -> Status:
    """Read one of the statuses that are offered, or a word that means it (在建)."""
    found = status_of(cell.text)
    if found in OFFERED:
        return found
    offered = "、".join(STATUS_LABELS[status] for status in OFFERED)
    raise UsageError(f"“{cell.text}”不能选；请选{offered}，办完的选待核实，由办公室销号。")
