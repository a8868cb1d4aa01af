"""Rows that go on with the row above them, or repeat it, or are named by their content."""

from collections.abc import Collection, Mapping, Sequence

from dushiquan.formats.table import Cell, Row
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.columns import TIMES, Grade, TableColumn, is_step
from dushiquan.sources.evidence import look_of
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.mending.continued_rows import continued, goes_on, says, says_who_or_when
from dushiquan.sources.row_cells import Cells
from dushiquan.sources.row_facts import Kept
from dushiquan.sources.row_numbers import row_words


def with_contents_as_titles(
    rows: list[Cells], columns: Sequence[TableColumn], notes: FieldReader
) -> list[Cells]:
    """Name the rows without a title by their content, if other rows have a title only; note it.

    So a list names some things in one column, and some in the other; or one names sections only. If it
    is only likely which column names them, a numbered row goes by its content, too.
    """
    name_only = any(cells.get("title") and not cells.get("content") for cells in rows)
    name_only = name_only or not any(cells.get("title") for cells in rows)
    is_likely = any(c.field == "title" and c.grade is Grade.TAKEN for c in columns)
    if not (name_only or is_likely):
        return rows
    are_told = any(map(says_who_or_when, rows))
    found, named = [], 0
    for cells in rows:
        content = cells.get("content")
        stands_alone = (
            says(cells, "id") or says_who_or_when(cells) or not are_told
            if name_only
            else is_likely and says(cells, "id")
        )
        if stands_alone and content and "title" in cells and not cells["title"] and content.height == 1:
            found.append({**cells, "title": content, "content": None})
            named += 1
        else:
            found.append(cells)
    if named:
        notes.warn(NOWHERE, "title", f"有 {named} 项的项目名称空着，取了项目内容作名称；不对的请写上名称。")
    return found


def without_repeated(
    kept: list[Kept], rows: list[Cells], progress: Collection[int], notes: FieldReader
) -> tuple[list[Kept], list[Cells]]:
    """Join the contents of rows on end that are the same project written out again; note it."""
    numbers = [cell.text for cells in rows if (cell := cells.get("id"))]
    if len(set(numbers)) == len(numbers):
        return kept, rows
    found: list[Cells] = []
    firsts: list[Kept] = []
    again: list[int] = []
    for one, cells in zip(kept, rows, strict=True):
        above = found[-1] if found else {}
        before, content = above.get("content"), cells.get("content")
        if before and content and _are_one(above, cells) and one.row.number not in progress:
            found[-1] = {**above, "content": before._replace(text=f"{before.text}\n{content.text}")}
            again.append(one.row.number)
        else:
            found.append(cells)
            firsts.append(one)
    if again:
        message = f"{row_words(again)}的序号、名称等与上一行相同，内容并入上一项；请核对。"
        notes.warn(Node("", again[0]), "content", message)
    return firsts, found


def with_steps_joined(
    kept: list[Kept], rows: list[Cells], progress: dict[int, dict[str, list[Cell]]], notes: FieldReader
) -> tuple[list[Kept], list[Cells]]:
    """Join the rows under one merged title that differ only in their steps or remarks; note it."""
    found: list[Cells] = []
    firsts: list[Kept] = []
    joint: list[int] = []
    for one, cells in zip(kept, rows, strict=True):
        if firsts and _goes_on_below(found[-1], cells) and _only_remarks(progress, firsts[-1].row, one.row):
            found[-1] = _with_step(found[-1], cells)
            told = progress.setdefault(firsts[-1].row.number, {})
            for name, some in progress.pop(one.row.number, {}).items():
                told[name] = list(dict.fromkeys([*told.get(name, []), *some]))
            joint.append(one.row.number)
        else:
            found.append(cells)
            firsts.append(one)
    if joint:
        message = f"{row_words(joint)}与上一行同一个名称，只写了各步或备注，并入上一项；请核对。"
        notes.warn(Node("", joint[0]), "title", message)
    return firsts, found


def _goes_on_below(above: Cells, cells: Cells) -> bool:
    """Tell whether a row is under the merged title of the row above, and adds nothing but a step."""
    title = cells.get("title")
    if title is None or title.height < 2 or above.get("title") != title:
        return False
    if any(above.get(name) != cell for name, cell in cells.items() if name != "requirement"):
        return False
    steps = [cell for cell in (above.get("requirement"), cells.get("requirement")) if cell]
    return all(is_step(cell.text) or look_of(cell) not in TIMES for cell in steps)


def _only_remarks(progress: Mapping[int, Mapping[str, list[Cell]]], above: Row, row: Row) -> bool:
    """Tell whether two rows tell the same of how far they are, but for remarks."""
    first, second = (progress.get(one.number, {}) for one in (above, row))
    return all(
        first.get(name) == second.get(name) for name in {*first, *second} if name not in ("note", "remark")
    )


def _with_step(above: Cells, cells: Cells) -> Cells:
    first, second = above.get("requirement"), cells.get("requirement")
    if first is None or second is None or first == second:
        return above if second is None else {**above, "requirement": first or second}
    return {**above, "requirement": first._replace(text=f"{first.text}\n{second.text}")}


def with_continued(
    kept: Sequence[Kept], rows: Sequence[Cells], notes: FieldReader
) -> tuple[list[Kept], list[Cells]]:
    """Give rows without number and name those of the row above, or join them to it; ask about it."""
    if not any(map(goes_on, rows)):
        return list(kept), list(rows)
    found, parts, joint = continued(rows)
    is_category = any("category" in cells and "category" not in rows[0] for cells in found.values())
    part = "各项以内容为名称，原来的名称作类别" if is_category else "作为它的又一项"
    for some, how in ((parts, part), (joint, "内容并入上一项")):
        if some:
            which = row_words(kept[at].row.number for at in some)
            message = f"{which}没有名称，看来接着上一行，{how}；请核对。"
            notes.ask(Node("", kept[some[0]].row.number), "title", message)
    return [kept[at] for at in found], list(found.values())


def _are_one(above: Mapping[str, Cell | None], cells: Mapping[str, Cell | None]) -> bool:
    """Tell whether a row repeats the number and the name of the row above, and all else but the content."""
    for name in ("id", "title"):
        first, second = above.get(name), cells.get(name)
        if not (first and second) or first.row == second.row or first.text != second.text:
            return False
    texts = [
        {name: cell.text for name, cell in some.items() if cell and name != "content"}
        for some in (above, cells)
    ]
    contents = [cell.text for cell in (above["content"], cells["content"]) if cell]
    return texts[0] == texts[1] and contents[1] not in contents[0].splitlines()
