"""The days of a table's rows in one form, however its columns write them; what was taken how is said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dushiquan.formats.table import Row
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.columns import TableColumn
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.headings import label_of
from dushiquan.sources.mending.bare_numbers import with_units
from dushiquan.sources.mending.slashed_days import (
    ORDERS,
    CutDays,
    cut_days,
    day_order,
    order_by_weekdays,
    order_without_year,
    serial_days,
    with_cut_days,
    with_days_without_year,
    with_plain_days,
    with_serial_days,
    with_year_first,
    without_weekdays,
    year_first,
)
from dushiquan.sources.row_facts import Kept

TIME_COLUMNS = ("requirement", "due", "start")
_LIKE = "不对的请改写成 2011-06-30 的样子。"

Places = Mapping[str, list[int]]


def with_days(
    kept: Sequence[Kept], places: Places, columns: Sequence[TableColumn], notes: FieldReader
) -> list[Kept]:
    """Return the rows with months as 6月, and days as 11/14/24 in one form if one shows the order.

    A column headed 进度要求 is ours: what has no year there is a phrase that stays as it is.
    """
    times = {place for name in TIME_COLUMNS for place in places.get(name, ())}
    ours = {column.place for column in columns if column.name == label_of("requirement")}
    foreign = {name: [c for c in some if c not in ours] for name, some in places.items()}
    is_chinese = any(not column.name.isascii() for column in columns if column.place in times)
    units = {c.place: unit for c in columns if c.place in times and (unit := c.unit)}
    rows = [with_units(one.row, units) if units else one.row for one in kept]
    rows = _by_weekdays(rows, places, notes)
    rows = _without_year(rows, foreign, notes, is_chinese=is_chinese)
    if is_chinese:
        rows = _with_year_first(rows, foreign, notes)
    rows = _counted(rows, foreign, notes)
    rows = _with_year_last(rows, places, notes)
    return [replace(one, row=row) for one, row in zip(kept, rows, strict=True)]


def _by_weekdays(rows: list[Row], places: Places, notes: FieldReader) -> list[Row]:
    order = order_by_weekdays(rows, places)
    if not order:
        return rows
    notes.warn(NOWHERE, None, f"日期前写着星期，照星期对得上的“{ORDERS[order]}”读。")
    return [without_weekdays(row, places, order) for row in rows]


def _without_year(rows: list[Row], places: Places, notes: FieldReader, *, is_chinese: bool) -> list[Row]:
    order = order_without_year(rows, places, in_chinese=is_chinese)
    if not order:
        return rows
    how = "月/日" if order == "m" else "日/月"
    notes.warn(NOWHERE, None, f"日期是按“{how}”写的，已照此读；不对的请改写成 3月5日 的样子。")
    if order == "m":
        cut = cut_days(rows, places)
        _say_cut(cut, notes)
        rows = [with_cut_days(row, cut) for row in rows]
    return [with_days_without_year(row, places, order) for row in rows]


def _say_cut(cut: CutDays, notes: FieldReader) -> None:
    """Ask about numbers that are days without, perhaps, the last digit: 12.2 and 12.20 look the same."""
    say: Callable[[Node, str | None, str], None]
    for cells, say, how in ((cut.doubtful, notes.ask, ""), (cut.settled, notes.warn, "照前后的次序")):
        if cells:
            first = cells[0]
            many = f"等 {len(cells)} 格" if cells[1:] else ""
            day = cut.texts[first.row, first.column]
            message = f"“{first.text}”{many}是写成数的日期，{how}读作{day}；末尾少了 0 的请改写成文字。"
            say(Node("", first.row, first.ref), "requirement", message)


def _with_year_first(rows: list[Row], places: Places, notes: FieldReader) -> list[Row]:
    year = year_first(rows, places)
    if not year:
        return rows
    notes.warn(NOWHERE, None, f"日期前两位是年份（{year} 年），已照此读；{_LIKE}")
    return [with_year_first(row, places) for row in rows]


def _counted(rows: list[Row], places: Places, notes: FieldReader) -> list[Row]:
    cells = serial_days(rows, places)
    if not cells:
        return rows
    message = f"“{cells[0].text}”等是 Excel 里没有显示成日期的日期，已换算；请核对。"
    notes.warn(Node("", cells[0].row, cells[0].ref), None, message)
    return [with_serial_days(row, places) for row in rows]


def _with_year_last(rows: list[Row], places: Places, notes: FieldReader) -> list[Row]:
    order = day_order(rows, places)
    if not order:
        return rows
    how = "月/日/年" if order == "m" else "日/月/年"
    notes.warn(NOWHERE, None, f"日期是按“{how}”写的，已照此读；{_LIKE}")
    return [with_plain_days(row, places, order) for row in rows]
