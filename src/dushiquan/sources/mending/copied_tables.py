"""Tables copied as text, in which merged cells are lost: put right, asked about, or refused."""

from collections.abc import Mapping, Sequence

from dushiquan.formats.table import Row
from dushiquan.formats.tree import Node
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.head import Head
from dushiquan.sources.headings import meanings, tidy
from dushiquan.sources.mending.alignment import align
from dushiquan.sources.mending.lost_merges import put_back, seem_moved
from dushiquan.sources.row_numbers import row_words
from dushiquan.sources.row_parents import LeaveOut
from dushiquan.sources.row_sorting import shown

_SEVERAL = 3
_FEW_OF = 8
"""Rows among which one may have a cell too many."""


def without_labels(rows: Sequence[Row], leave_out: LeaveOut) -> list[Row]:
    """Return the rows of a copied table without labels and values: 索引号： | 1 | 发布： | 2022-10-08."""
    labels = [
        row
        for row in rows
        if len(row.own) > 1 and all(cell.text.endswith((":", "：")) for cell in row.own[::2])
    ]
    for row in labels:
        leave_out(row, "写的是标签和值")
    return [row for row in rows if row not in labels]


def without_overfull(rows: Sequence[Row], head: Head, notes: FieldReader) -> list[Row]:
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
        notes.ask(Node("", row.number), None, message)
    return [row for row in rows if row not in over]


def ask_if_shifted(head: Head, rows: Sequence[Row], row: int, notes: FieldReader) -> None:
    """Ask if the cells of a copied table seem to stand in the wrong columns.

    A page's merged cells are lost in a copy: some rows are wider than the head, others begin further
    left than they should, and none has a gap.
    """
    last = max(head.paths, default=0)
    widths = [max(one.cells) for one in rows if one.cells and len(one.cells) == max(one.cells)]
    wide, narrow = sum(w > last for w in widths), sum(w < last for w in widths)
    if len(widths) == len(rows) and wide and narrow > wide:
        message = (
            f"有 {wide} 行比表头宽、{narrow} 行比表头窄，像是合并单元格在复制时丢了，内容可能错列；"
            "请核对，或改用原来的表格文件。"
        )
        notes.ask(Node("", row), None, message)


def ask_if_two_heads(below: Sequence[Row], notes: FieldReader) -> None:
    """Refuse a copied table whose second row names columns, too: its groups are lost."""
    own = below[0].own if below else []
    named = [cell for cell in own if meanings((tidy(cell.text),))]
    if len(own) >= _SEVERAL and (3 * len(named) >= 2 * len(own) or _is_unnumbered(below)):
        message = (
            f"“{shown(below[0])}”也像列名：表头有两行，合并的格子在复制时丢了，分不出各列；"
            "请改用原来的表格文件，或把两行列名并成一行。"
        )
        notes.error(Node("", below[0].number), None, message)


def back_in_columns(rows: list[Row], head: Head, row: int, notes: FieldReader) -> list[Row]:
    """Return the rows with those in their columns again that a lost merged cell moved; note it."""
    filled = max((column for one in rows for column in one.cells), default=0)
    width = min(max(head.paths, default=0), filled)  # a last column may be empty throughout
    found, moved = put_back(rows, width)
    if moved:
        message = f"有 {moved} 行前面少了合并的格子，已按编号对回原来的列，前面的格子沿用上一行的；请核对。"
        notes.warn(Node("", row), None, message)
        return found
    found, aligned = align(rows, width)
    if aligned:
        message = (
            f"{row_words(one.number for one in aligned)}少了合并的格子，已按内容对回各列，"
            "空出的格子沿用上一行的；请核对。"
        )
        notes.ask(Node("", aligned[0].number), None, message)
    return found


def ask_if_moved(
    head: Head, rows: Sequence[Row], places: Mapping[str, list[int]], notes: FieldReader
) -> None:
    """Ask about rows whose last cell is a unit or a day that stands under another heading."""
    if moved := seem_moved(rows, max(head.paths, default=0), places):
        message = (
            f"{row_words(row.number for row in moved)}比表头窄，末一格不在应在的列里，像是合并单元格"
            "在复制时丢了，内容错了列；请核对，或改用原来的表格文件。"
        )
        notes.ask(Node("", moved[0].number), None, message)


def refuse_numbers_as_names(rows: Sequence[Row], places: Mapping[str, list[int]], notes: FieldReader) -> None:
    """Refuse a copied table in which numbers stand where names and units should: its columns are lost."""
    named = () if "id" in places else ("title", "content", "units")
    columns = [place for name in named for place in places.get(name, ())]
    bare = [cell for row in rows for c in columns if (cell := row.cells.get(c)) and cell.text.isdecimal()]
    if len(bare) > 1:
        message = (
            f"“{bare[0].text}”等 {len(bare)} 个数写在名称、内容或单位的列里：合并的格子在复制时丢了，"
            "各格对不上列名；请改用原来的表格文件。"
        )
        notes.error(Node("", bare[0].row), "title", message)


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
