"""The cells of a row by the fields of a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dushiquan.formats.table import Cell, Row
from dushiquan.formats.tree import Node
from dushiquan.sources.cells import as_field, is_dash, joined
from dushiquan.sources.column_finder import ColumnFinder
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.headings import PROGRESS
from dushiquan.sources.mending.calendar_marks import marked_times
from dushiquan.sources.mending.continued_rows import WHO_AND_WHEN, says_who_or_when
from dushiquan.sources.row_facts import Kept
from dushiquan.sources.row_sorting import shown
from dushiquan.sources.written_days import TIME_COLUMNS

_JOINTS = {
    "support": "、",
    "note": "；",
    "remark": "；",
    "targets": "\n",
    "content": "\n",
    "requirement": "\n",
}


Cells = dict[str, Cell | None]
"""The cells of a row by field; None if the row has none there."""


@dataclass
class RowCells:
    """Gives the cells of a row by field. ``progress`` keeps those that tell how far it is, by row number."""

    finder: ColumnFinder
    places: Mapping[str, list[int]]
    notes: FieldReader
    progress: dict[int, dict[str, list[Cell]]] = field(default_factory=dict)
    by_period: list[Row] = field(default_factory=list)
    """The rows whose time is that of their month or quarter, as they have no other."""

    def __post_init__(self) -> None:
        self._periods = self.finder.periods

    def of(self, one: Kept) -> Cells:
        """Return a row's cell for each field of the plan; progress cells are kept apart."""
        row = one.row
        cells: Cells = {}
        for name, columns in self.places.items():
            if len(columns) == 1 and name not in PROGRESS:
                cells[name] = row.cells.get(columns[0])
                continue
            if self.finder.owner_marks and name == "units":
                cells[name] = self.finder.owner_marks.cell_of(row)
                continue
            if self.finder.marks and name == "requirement":
                cells[name] = self._marked(row)
                continue
            found = [cell for column in columns if (cell := self._step(row.cells.get(column), column))]
            if name == "title":
                cells[name] = next((cell for cell in found if not is_dash(cell.text)), None)
            elif name in PROGRESS:
                if found:
                    self.progress.setdefault(row.number, {})[name] = found
            else:
                cells[name] = _together(name, [cell for cell in found if not is_dash(cell.text)] or found)
        if one.section and (one.overrides or "category" not in self.places):
            cells["category"] = one.section
        return self._with_title(one, self._with_period(row, cells))

    def _with_period(self, row: Row, cells: Cells) -> Cells:
        """Return a row's cells with its month or quarter as the time, if it has no other."""
        period = row.cells.get(self._periods.place) if self._periods else None
        if period is None or any(cells.get(name) for name in TIME_COLUMNS):
            return cells
        self.by_period.append(row)
        return {**cells, "requirement": period}

    def _step(self, cell: Cell | None, column: int) -> Cell | None:
        """Return a cell of a quarter or a month with the period before it, the day of a stage with the stage.

        What is merged over several periods is due in the last. Any other cell is returned as it is.
        """
        if cell is None or not (column in self.finder.steps or column in self.finder.stages):
            return cell
        if column in self.finder.stages:
            text = f"{as_field('due', cell.full)}：{self.finder.stages[column]}"
            return None if is_dash(cell.text) else cell._replace(text=text, value=None)
        period = self.finder.steps.get(column + cell.width - 1, self.finder.steps[column])
        return None if is_dash(cell.text) else cell._replace(text=f"{period}：{cell.text}", value=None)

    def _marked(self, row: Row) -> Cell | None:
        """Return the time that a row's marks span; say if they leave gaps."""
        cell, times = marked_times(row, self.finder.marks)
        if times and cell is None:
            message = f"“{shown(row)}”的记号不相连（{'、'.join(times)}），未作时限；有时限请另写一列。"
            self.notes.warn(Node("", row.number), "requirement", message)
        return cell

    def _with_title(self, one: Kept, cells: Cells) -> Cells:
        """Return a row's cells with its own category as the title, if there is none but a day or a name."""
        if "title" not in cells or cells["title"]:
            return cells
        category = cells.get("category")
        own = category and category.row == one.row.number and category.height == 1
        are_told = any(c.field in WHO_AND_WHEN and c.profile.filled for c in self.finder.columns)
        if own and (not are_told or (says_who_or_when(cells) and not cells.get("content"))):
            what = (
                f"没有项目名称，取类别“{joined(category.text)}”为名称；不对请写上名称。" if category else ""
            )
            self.notes.warn(Node("", one.row.number), "title", what)
            return {**cells, "title": category}
        return cells


def _together(name: str, cells: Sequence[Cell]) -> Cell | None:
    """Return the cells of one field as one: texts are joined if a field may have several columns."""
    if len(cells) < 2:
        return cells[0] if cells else None
    texts = dict.fromkeys(cell.full for cell in cells)
    return cells[0]._replace(text=_JOINTS.get(name, "、").join(texts), value=None)
