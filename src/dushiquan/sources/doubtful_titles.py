"""Titles that are none: one for all projects, or the names of the cells of a form."""

from collections.abc import Mapping, Sequence

from dushiquan.formats.table import Cell
from dushiquan.formats.tree import Node
from dushiquan.sources.cells import joined
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.headings import SURE, meanings, tidy

_SEVERAL = 3
_MANY_UNDER_ONE = 5
_MOST_OF_A_FORM = 100
"""Names of cells on one form; a table of more rows is none, and its titles need not be looked up."""


def ask_if_one_title(rows: Sequence[Mapping[str, Cell | None]], row: int, notes: FieldReader) -> None:
    """Ask if all projects have the same title, or a few titles are those of all: they name groups."""
    found = [cell for cells in rows if (cell := cells.get("title"))]
    titles = {cell.text for cell in found}
    shared = len(titles) * _MANY_UNDER_ONE <= len(found)
    if titles and len(rows) >= _SEVERAL and (len(titles) == 1 or shared):
        few = "都是" if len(titles) == 1 else f"只有 {len(titles)} 个，如"
        what = f"{len(rows)} 项的名称{few}“{joined(min(titles))}”，像是类别"
        message = f"{what}；请用 --map 列名=项目名称 另指一列。"
        notes.ask(Node("", row or found[0].row), "title", message)


def refuse_form(rows: Sequence[Mapping[str, Cell | None]], notes: FieldReader) -> None:
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
        notes.error(Node("", known[0].row), "title", message)
