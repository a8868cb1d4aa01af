"""What is written once for several rows: a category goes down to them, a unit or a time is pointed out."""

from collections.abc import Mapping, Sequence

from dushiquan.formats.table import Cell
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.cells import joined
from dushiquan.sources.column_finder import ColumnFinder
from dushiquan.sources.columns import Grade, TableColumn
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.headings import POSSIBLE
from dushiquan.sources.row_cells import Cells
from dushiquan.sources.row_facts import Kept
from dushiquan.sources.row_numbers import row_words


def fill_down(rows: list[Cells], notes: FieldReader, *, below_merged: bool = True) -> None:
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
        notes.warn(NOWHERE, "category", message)


def fill_below_names(kept: Sequence[Kept], rows: Sequence[Cells], notes: FieldReader) -> None:
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
        notes.ask(Node("", filled[0]), "category", message)


def names_blocks(finder: ColumnFinder, rows: Sequence[Mapping[str, Cell | None]]) -> bool:
    """Tell whether each category is written once, at the top of its block, from the first row on."""
    named = [cell.text for cell in dict.fromkeys(cells.get("category") for cells in rows) if cell]
    is_category = any(
        column.grade is Grade.SAID or column.claims.get("category", 0) > POSSIBLE
        for column in finder.of("category")
    )
    begins = bool(rows) and rows[0].get("category") is not None
    return is_category and begins and len(set(named)) == len(named) > 1


def say_blocks(
    columns: Sequence[TableColumn], rows: Sequence[Mapping[str, Cell | None]], row: int, notes: FieldReader
) -> None:
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
            notes.warn(Node("", row, column.ref), column.field, message)
