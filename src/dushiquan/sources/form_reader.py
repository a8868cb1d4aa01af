"""A unit's worksheet as it came back: reading it, with every cell that cannot be told by its name."""

import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from dushiquan.domain.form import OFFERED, Filled, Snapshot
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.status import STATUS_LABELS, Status
from dushiquan.errors import BadInputError, UsageError
from dushiquan.formats.xlsx_read import checked_content
from dushiquan.phrases.typed_day import parse_date
from dushiquan.sources.form_writer import FORM, FORM_HEADINGS, MEMORY, TARGET_HEADINGS, TARGETS, VERSION
from dushiquan.sources.problems import Problem


@dataclass(frozen=True, slots=True)
class Returned:
    """A worksheet that came back; a project with a problem is left out of ``rows``."""

    file: str
    form_id: str
    plan: str
    unit: str
    rows: tuple[Filled, ...]
    problems: tuple[Problem, ...]


def read_form(path: Path) -> Returned:
    """Read a worksheet; raise ``BadInputError`` where the file is none, or not to be read at all."""
    content = checked_content(path)
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions, none of which we read
            book = load_workbook(BytesIO(content), data_only=True)
        memory, form, targets = (book[name] for name in (MEMORY, FORM, TARGETS))
        marks = [row[:6] for row in memory.iter_rows(values_only=True, max_col=6)]
        dsq, version, form_id, plan, unit, _ = map(str, marks[0])
        assert dsq == "dsq"
        snapshots = {
            str(key): _snapshot(status, progress, counts) for key, status, progress, counts, *_ in marks[1:]
        }
        reader = _Reader(path.name, snapshots)
        if version == VERSION:
            reader.read(form, targets)
    # openpyxl lets out whatever its parsers trip over, and a hidden sheet may say anything
    except Exception as error:
        raise BadInputError(
            f"{path} 不是 dsq 发出的填报表，或已损坏；请用 dsq sheet out 重新发出。"
        ) from error
    if version != VERSION:
        raise BadInputError(f"{path} 由另一版本的 dsq 写成；请用 dsq sheet out 重新发出。")
    rows, problems = reader.result()
    return Returned(path.name, form_id, plan, unit, rows, problems)


def _snapshot(status: Any, progress: Any, counts: Any) -> Snapshot:
    return Snapshot(
        Status(status),
        None if progress is None else int(progress),
        {str(name): int(count) for name, count in json.loads(counts or "{}").items()},
    )


class _CellError(Exception):
    """A cell that cannot be: why."""


@dataclass
class _Reader:
    file: str
    snapshots: Mapping[str, Snapshot]
    problems: list[Problem] = field(default_factory=list)
    filled: dict[str, Filled] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def result(self) -> tuple[tuple[Filled, ...], tuple[Problem, ...]]:
        return tuple(row for key, row in self.filled.items() if key not in self.refused), tuple(self.problems)

    def read(self, form: Worksheet, targets: Worksheet) -> None:
        for row in _rows_below(targets, TARGET_HEADINGS):
            self._row(row, self._target)
        for row in _rows_below(form, FORM_HEADINGS):
            self._row(row, self._project)

    def _row(self, cells: tuple[Cell, ...], read: Any) -> None:
        key = str(cells[0].value or "")
        if key not in self.snapshots:
            if any(cell.value not in (None, "") for cell in cells):
                self.problem(cells[1], None, "认不出这是哪一项（原表的行被改动或新加）；请在原行填写。")
            return
        read(key, cells)

    def problem(self, cell: Cell, key: str | None, why: str) -> None:
        project = key[1:] if key else None
        self.problems.append(
            Problem(self.file, cell.row, project, None, f"{cell.parent.title}页 {cell.coordinate} {why}")
        )
        if key:
            self.refused.add(key)

    def _project(self, key: str, cells: tuple[Cell, ...]) -> None:
        if key in self.filled:
            self.problem(cells[1], key, "这一项出现了两行；请只留一行。")
            return
        was = self.snapshots[key]
        status = self.try_cell(key, cells[7], _status)
        progress = self.try_cell(key, cells[8], _percent)
        note = str(cells[9].value or "").strip()
        on = self.try_cell(key, cells[10], _day)
        try:
            id = ProjectId.parse(key[1:])
        except UsageError:
            self.problem(cells[1], key, "认不出这是哪一项。")
            return
        self.filled[key] = Filled(
            id,
            was,
            None if status in (None, was.status) else status,
            None if progress == was.progress else progress,
            {name: n for name, n in self.counts.get(key, {}).items() if n != was.counts.get(name, 0)},
            note,
            on,
            cells[0].row,
        )

    def _target(self, key: str, cells: tuple[Cell, ...]) -> None:
        count = self.try_cell(key, cells[6], lambda cell: _whole(cell, 0, 10**6))
        if count is not None:
            self.counts.setdefault(key, {})[str(cells[2].value or "").strip()] = count

    def try_cell(self, key: str, cell: Cell, read: Any) -> Any:
        try:
            return read(cell) if cell.value not in (None, "") else None
        except _CellError as error:
            self.problem(cell, key, f"{error}")
            return None


def _rows_below(sheet: Worksheet, headings: tuple[str, ...]) -> list[tuple[Cell, ...]]:
    """The rows under the head row, wherever it now stands."""
    rows = list(sheet.iter_rows(max_col=len(headings)))
    for number, row in enumerate(rows[:50]):
        if tuple(str(cell.value or "").strip() for cell in row) == headings:
            return rows[number + 1 :]
    raise KeyError("head row")


def _status(cell: Cell) -> Status:
    for status in OFFERED:
        if str(cell.value).strip() == STATUS_LABELS[status]:
            return status
    offered = "、".join(STATUS_LABELS[status] for status in OFFERED)
    raise _CellError(f"“{cell.value}”不能选；请选{offered}，办完的选待核实，由办公室销号。")


def _percent(cell: Cell) -> int:
    """A progress: 40, or 40%, which Excel keeps as 0.4."""
    value = cell.value
    if isinstance(value, int | float) and "%" in str(cell.number_format):
        value = round(value * 100, 6)
    text = str(value).strip().removesuffix("%")
    if re.fullmatch(r"[0-9]{1,3}(\.0+)?", text) and float(text) <= 100:
        return int(float(text))
    raise _CellError(f"“{value}”不是进度；请写 0 到 100 的整数，如 60。")


def _whole(cell: Cell, low: int, high: int) -> int:
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _CellError(f"“{value}”不是整数；请写 {low} 到 {high} 的整数，不写百分号和文字。")
    if value != value or abs(value) > 10**9 or int(value) != value or not low <= value <= high:
        raise _CellError(f"“{value}”应是 {low} 到 {high} 的整数。")
    return int(value)


def _day(cell: Cell) -> date:
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return parse_date(str(value).strip(), str(value))
    except UsageError:
        raise _CellError(f"“{value}”不是日期；请写成 2011-09-30。") from None
