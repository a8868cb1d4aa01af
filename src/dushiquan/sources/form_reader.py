"""A unit's worksheet as it came back: reading it, with every cell that cannot be told by its name."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dushiquan.domain.form import OFFERED, Filled, Snapshot
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.status import STATUS_LABELS, Status
from dushiquan.errors import BadInputError, UsageError
from dushiquan.formats.reading import read_tables
from dushiquan.formats.table import Cell, Table
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
    """Read a worksheet; raise ``BadInputError`` if the file is none, or cannot be read at all."""
    tables = {table.name: table for table in read_tables(path)}
    try:
        memory, form, targets = (tables[name] for name in (MEMORY, FORM, TARGETS))
        marks = [[row.cells[n].text if n in row.cells else "" for n in range(1, 7)] for row in memory.rows]
        dsq, version, form_id, plan, unit, _ = marks[0]
        assert dsq == "dsq"
        snapshots = {
            key: _snapshot(status, progress, counts) for key, status, progress, counts, *_ in marks[1:]
        }
        reader = _Reader(path.name, snapshots)
        if version == VERSION:
            reader.read(form, targets)
    # the hidden sheet may have been altered
    except Exception as error:
        raise BadInputError(
            f"{path} 不是 dsq 发出的填报表，或已损坏；请用 dsq sheet out 重新发出。"
        ) from error
    if version != VERSION:
        raise BadInputError(f"{path} 由另一版本的 dsq 写成；请用 dsq sheet out 重新发出。")
    rows, problems = reader.result()
    return Returned(path.name, form_id, plan, unit, rows, problems)


def _snapshot(status: str, progress: str, counts: str) -> Snapshot:
    return Snapshot(
        Status(status),
        int(progress) if progress else None,
        {str(name): int(count) for name, count in json.loads(counts or "{}").items()},
    )


class _CellError(Exception):
    """A cell with an invalid value, and the reason."""


@dataclass
class _Reader:
    file: str
    snapshots: Mapping[str, Snapshot]
    problems: list[Problem] = field(default_factory=list)
    filled: dict[str, Filled] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    page: str = ""

    def result(self) -> tuple[tuple[Filled, ...], tuple[Problem, ...]]:
        return tuple(row for key, row in self.filled.items() if key not in self.refused), tuple(self.problems)

    def read(self, form: Table, targets: Table) -> None:
        for table, headings, read in (
            (targets, TARGET_HEADINGS, self._target),
            (form, FORM_HEADINGS, self._project),
        ):
            self.page = table.name
            for cells in _rows_below(table, headings):
                self._row(cells, read)

    def _row(self, cells: tuple[Cell, ...], read: Any) -> None:
        key = cells[0].text
        if key not in self.snapshots:
            if any(map(_is_filled, cells)):
                self.problem(cells[1], None, "认不出这是哪一项（原表的行被改动或新加）；请在原行填写。")
            return
        read(key, cells)

    def problem(self, cell: Cell, key: str | None, why: str) -> None:
        project = key[1:] if key else None
        self.problems.append(Problem(self.file, cell.row, project, None, f"{self.page}页 {cell.ref} {why}"))
        if key:
            self.refused.add(key)

    def _project(self, key: str, cells: tuple[Cell, ...]) -> None:
        if key in self.filled:
            self.problem(cells[1], key, "这一项出现了两行；请只留一行。")
            return
        was = self.snapshots[key]
        status = self.try_cell(key, cells[7], _status)
        progress = self.try_cell(key, cells[8], _percent)
        note = self.try_cell(key, cells[9], lambda cell: cell.text) or ""
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
            self.counts.setdefault(key, {})[cells[2].text] = count

    def try_cell(self, key: str, cell: Cell, read: Any) -> Any:
        if cell.fault:
            self.problem(cell, key, cell.fault)
            return None
        try:
            return read(cell) if cell.text else None
        except _CellError as error:
            self.problem(cell, key, f"{error}")
            return None


def _rows_below(table: Table, headings: tuple[str, ...]) -> list[tuple[Cell, ...]]:
    """Return the rows under the head row, wherever it now stands."""
    rows = [
        tuple(row.cells.get(column, Cell(row.number, column, "")) for column in range(1, len(headings) + 1))
        for row in table.rows
    ]
    for number, row in enumerate(rows[:50]):
        if tuple(cell.text for cell in row) == headings:
            return rows[number + 1 :]
    raise KeyError("head row")


def _is_filled(cell: Cell) -> bool:
    return bool(cell.text or cell.fault)


def _status(cell: Cell) -> Status:
    for status in OFFERED:
        if cell.text == STATUS_LABELS[status]:
            return status
    offered = "、".join(STATUS_LABELS[status] for status in OFFERED)
    raise _CellError(f"“{cell.text}”不能选；请选{offered}，办完的选待核实，由办公室销号。")


def _percent(cell: Cell) -> int:
    """Read a progress: 40, or 40%, which Excel keeps as 0.4."""
    text = _digits(cell.text).removesuffix("%")
    if re.fullmatch(r"[0-9]{1,3}(\.0+)?", text) and float(text) <= 100:
        return int(float(text))
    raise _CellError(f"“{cell.text}”不是进度；请写 0 到 100 的整数，如 60。")


def _whole(cell: Cell, low: int, high: int) -> int:
    text = _digits(cell.text)
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]*)?", text):
        raise _CellError(f"“{cell.text}”不是整数；请写 {low} 到 {high} 的整数，不写百分号和文字。")
    if float(text) != int(float(text)) or not low <= float(text) <= high:
        raise _CellError(f"“{cell.text}”应是 {low} 到 {high} 的整数。")
    return int(float(text))


def _digits(text: str) -> str:
    """Return a number with its full-width characters in their usual form."""
    return unicodedata.normalize("NFKC", text).strip()


def _day(cell: Cell) -> date:
    if isinstance(cell.value, date):
        return cell.value
    try:
        return parse_date(cell.text, cell.text)
    except UsageError:
        raise _CellError(f"“{cell.text}”不是日期；请写成 2011-09-30。") from None
