"""A plan's table in a sheet, as the same tree of fields that a YAML plan file gives.

Every row below the head becomes a project or is said to be left out.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dushiquan.formats.table import Cell, Row, Table
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.cells import as_field, as_list, is_nothing, joined
from dushiquan.sources.columns import find_columns, is_head, say_absent
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.headings import tidy

_ANNEX = re.compile(r"附件|附表|附:|单位:|填报")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_TOTAL = re.compile(r"(?:合计|小计|总计|共计)(?:[:(].*)?$", re.S)
_REMARK = re.compile(r"(?:备\s*注|附\s*注|注|说\s*明)\s*(?::|$)\s*")


@dataclass
class SheetReader(FieldReader):
    """Reads the table of one sheet.

    ``columns`` says what the caller means by a heading, ``titled`` that the caller gives the title.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    titled: bool = False

    def tree(self, table: Table, stem: str) -> Node:
        """The table's plan; title and year stand above the table, or in the file's name ``stem``.

        It is one that has a head.
        """
        at = next(i for i, row in enumerate(table.rows) if is_head(row, self.columns))
        plan = self.head(table.rows[:at], stem)
        # A head of two rows, 责任单位 over 牵头单位 and 配合单位: the lower one says more.
        while at + 1 < len(table.rows) and self.goes_on(table.rows[at + 1]):
            at += 1
        head, rows = table.rows[at], table.rows[at + 1 :]
        places = find_columns(head, {c for row in rows for c in row.cells}, self.columns, self)
        kept, remark = self.sort_out(head, rows, places)
        plan.fields()["remark"] = Node(remark, 0)
        say_absent(places, ("title",), self)
        cells = [self.cells_of(row, section, places) for row, section in kept]
        if table.merges_lost:
            self.fill_down(cells)
        if "id" not in places and kept:
            self.warn(NOWHERE, "id", f"没有序号列，已按次序编为 1 至 {len(kept)}。")
        numbers = self.numbers(cells)
        projects = [
            self.project_node(row, mine, number)
            for (row, _), mine, number in zip(kept, cells, numbers, strict=True)
        ]
        self.project = None
        return Node({"plan": plan, "projects": Node(projects, 0)}, 0)

    def goes_on(self, row: Row) -> bool:
        """Whether a row is the lower part of a head: a head itself, with cells that began above."""
        return is_head(row, self.columns) and any(cell.row < row.number for cell in row.cells.values())

    def head(self, rows: tuple[Row, ...], stem: str) -> Node:
        """Title and year: the title is the first row above the table that stands alone."""
        title = ""
        for row in rows:
            texts = [cell.text for cell in row.own]
            if not title and len(texts) == 1 and not _ANNEX.match(unicodedata.normalize("NFKC", texts[0])):
                title = joined(texts[0])
            elif texts:
                self.leave_out(row, "在表头之上")
        if not title and not self.titled:
            self.warn(NOWHERE, "title", f"没有标题行，以文件名“{stem}”为标题；可用 --title 另定。")
        named = {"title": Node(title or stem, 0)}
        years = set(_YEAR.findall(title) or _YEAR.findall(stem))
        if len(years) == 1:
            named["year"] = Node(years.pop(), 0)
        self.absent |= {"key"}  # a sheet has none: it is the year's
        return Node(named, 0)

    # --- which rows ------------------------------------------------------------------------------

    def sort_out(
        self, head: Row, rows: tuple[Row, ...], places: Mapping[str, int]
    ) -> tuple[list[tuple[Row, Cell | None]], str]:
        """The rows that are projects, each with the section it stands in, and the plan's remark."""
        kept: list[tuple[Row, Cell | None]] = []
        remarks = []
        section = None
        for row in rows:
            own = row.own
            if not own:
                continue  # nothing but the rest of cells that began above
            first = unicodedata.normalize("NFKC", own[0].text)
            alone = len(row.cells) == 1 and not own[0].fault
            if _repeats(row, head):
                self.leave_out(row, "是重复的表头")
            elif _TOTAL.match(re.sub(r"\s", "", first)):
                self.leave_out(row, "是合计行")
            elif label := _REMARK.match(first):
                self.leave_out(row, "是备注行，已记为计划的备注")
                text = " ".join([own[0].text[label.end() :], *(cell.text for cell in own[1:])])
                remarks.append(text.strip())
            elif alone and "category" not in places:
                self.leave_out(row, "是分节行，作为以下各项的类别")
                section = own[0]
            elif alone and own[0].column != places.get("title"):
                self.leave_out(row, f"这一行只有 {own[0].ref} 有字")
            else:
                kept.append((row, section))
        return kept, "\n".join(remarks)

    def leave_out(self, row: Row, why: str) -> None:
        """Say of a row that it is not among the projects."""
        text = joined(" ".join(cell.text for cell in row.own))
        self.warn(Node("", row.number), None, f"“{text[:20]}{'…' * (len(text) > 20)}”{why}，不作为项目。")

    # --- what they say ---------------------------------------------------------------------------

    def cells_of(self, row: Row, section: Cell | None, places: Mapping[str, int]) -> dict[str, Cell | None]:
        """A row's cell for each field."""
        cells = {name: row.cells.get(column) for name, column in places.items()}
        return {"category": section, **cells} if section else cells

    def fill_down(self, rows: list[dict[str, Cell | None]]) -> None:
        """Give a category to the rows below it, where the file does not keep merged cells; say so.

        Only categories: they stand in runs. Units are never guessed.
        """
        last, filled = None, 0
        for cells in rows:
            if "category" in cells and not cells["category"] and last:
                cells["category"] = last
                filled += 1
            last = cells.get("category") or last
        if filled:
            message = f"有 {filled} 项的类别空着，沿用上一项的（CSV 不存合并单元格）；不对的请写全。"
            self.warn(NOWHERE, "category", message)

    def numbers(self, rows: list[dict[str, Cell | None]]) -> list[str]:
        """Each row's number; a number merged over several rows has parts: 22.1, 22.2."""
        spans = Counter(cells.get("id") for cells in rows)
        parts: Counter[Cell | None] = Counter()
        numbers = []
        for position, cells in enumerate(rows, 1):
            cell = cells.get("id")
            parts[cell] += 1
            text = as_field("id", cell.text) if cell else ""
            if "id" not in cells:
                text = str(position)
            elif cell and spans[cell] > 1:
                text = f"{text}.{parts[cell]}"
            numbers.append(text)
        return numbers

    def project_node(self, row: Row, cells: Mapping[str, Cell | None], number: str) -> Node:
        """The fields of one row; an empty cell is an empty field where one is needed, else none."""
        self.project = number or None
        nodes = {"id": Node(number, row.number)}
        for name, cell in cells.items():
            node = Node("", row.number)
            if cell:
                text = number if name == "id" else as_field(name, cell.full)
                node = Node(text, row.number, cell.ref, bool(cell.fault))
                if cell.fault:
                    self.error(replace(node, faulted=False), name, cell.fault)
            if not is_nothing(name, node.text()) or node.faulted:
                nodes[name] = replace(node, value=as_list(name, node)) if not node.faulted else node
        support = nodes.pop("support", None)
        if support and "units" in nodes:
            text = f"牵头单位:{nodes['units'].text()}\n配合单位:{support.text()}"
            nodes["units"] = replace(
                nodes["units"], value=text, faulted=nodes["units"].faulted or support.faulted
            )
        return Node(nodes, row.number)


def _repeats(row: Row, head: Row) -> bool:
    """Whether a row is the head again, as at the top of a printed page."""
    return all(
        column in head.cells and tidy(cell.text) == tidy(head.cells[column].text)
        for column, cell in row.cells.items()
    )
