"""The rows of a table that are to be read: without those that are hidden or struck out, which is said."""

from dataclasses import replace

from dushiquan.formats.table import Row, Table
from dushiquan.formats.tree import Node
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.row_numbers import row_words
from dushiquan.sources.row_sorting import shown


def visible_rows(table: Table, notes: FieldReader, *, hidden: bool) -> list[Row]:
    """Return the rows to read; hidden or struck-out ones are left out with a note."""
    if hidden:
        return list(table.rows)
    out_of_sight = [row for row in table.rows if row.hidden]
    marked = any(cell.standing is not None for row in table.rows for cell in row.cells.values())
    struck = [row for row in table.rows if not row.hidden and _is_struck(row)] if marked else []
    for some, what in (([row for row in out_of_sight if row.own], "隐藏"), (struck, "划掉")):
        if some:
            numbers = row_words(row.number for row in some)
            which = f"{numbers}（{shown(some[0])}{'等' * (len(some) > 1)}）"
            message = f"{which}是{what}的，不作为项目；要读请加 --hidden。"
            notes.warn(Node("", some[0].number), None, message)
    left = {row.number for row in (*out_of_sight, *struck)}
    rows = [row for row in table.rows if row.number not in left]
    return [_standing(row, notes) for row in rows] if marked else rows


def _standing(row: Row, notes: FieldReader) -> Row:
    """Return a row without the texts that are struck out."""
    if all(cell.standing is None for cell in row.cells.values()):
        return row
    cells = {}
    for column, cell in row.cells.items():
        if cell.standing is not None and cell.row == row.number:
            notes.warn(Node("", row.number, cell.ref), None, f"“{cell.text}”里划掉的字未读。")
        if cell.standing is None or cell.standing.strip():
            cells[column] = cell._replace(text=(cell.standing or cell.text).strip(), standing=None)
    return replace(row, cells=cells)


def _is_struck(row: Row) -> bool:
    own = row.own
    return bool(own) and all(cell.is_struck for cell in own)
