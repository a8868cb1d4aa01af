"""The flattened tables of a text as tables: merged cells are filled from above, and asked about."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from dushiquan.formats.table import Cell, Paragraph, Row
from dushiquan.sources.cells import as_field, joined
from dushiquan.sources.headings import label_of, tidy
from dushiquan.sources.texts.flat_table import (
    FlatHead,
    FlatRow,
    find_heads,
    fits_badly,
    joined_time,
    read_rows,
    with_number,
)
from dushiquan.sources.texts.notice_text import plan_title, read_notice
from dushiquan.sources.texts.text_table import TextCell, TextNote, TextTable, cell_of, row_of

_REMARK = re.compile(r"(?:备\s*注|附\s*注|注|说\s*明)\s*(?:[:：]|$)\s*")
_PAGE = re.compile(r"[-—–]?\s*[0-9]{1,3}\s*[-—–]|第\s*[0-9]{1,3}\s*页.{0,10}")
_NUMBERED = re.compile(r"[(（]?[0-9一二三四五六七八九十]{1,2}[.．、)）]|[①-⑳]")
_LONGEST_REMARK = 10
_MOST_RIVALS = 3
"""The most rows that are each asked about; if there are more, the table was taken apart badly."""
_TEXTS = ("title", "content", "units", "support", "persons")


def read_flat_tables(lines: Sequence[Paragraph], columns: Mapping[str, str]) -> list[TextTable]:
    """Read the flattened tables of a text, in order; a repeated head continues its table."""
    heads = find_heads(lines, columns)
    tables: list[TextTable] = []
    runs = [list(run) for _, run in groupby(heads, lambda head: [tidy(name.text) for name in head.names])]
    ends = [*(run[0].begin for run in runs[1:]), len(lines)][: len(runs)]
    after = 0
    for run, end in zip(runs, ends, strict=True):
        table = _FlatPlan(run[0])
        rest = table.read(_below(lines, run, end))
        if table.rows:
            above = lines[after : run[0].begin]
            tables.append(table.finished(above, lines[: run[0].begin], len(tables) + 1))
        after = end - rest
    return tables


def _below(lines: Sequence[Paragraph], heads: Sequence[FlatHead], end: int) -> list[Paragraph]:
    """Return the lines below a head, without its repetitions and without page numbers."""
    stops = [*(head.begin for head in heads[1:]), end]
    parts = [lines[head.stop : stop] for head, stop in zip(heads, stops, strict=True)]
    return [line for part in parts for line in part if not _PAGE.fullmatch(line.text)]


class _FlatPlan:
    """The rows of one flattened table, with what is to be asked."""

    def __init__(self, head: FlatHead) -> None:
        self.head = head
        self.fields = head.fields
        self.rows: list[Row] = []
        self.cells: dict[int, dict[int, Cell]] = {}
        self.notes: list[TextNote] = []
        self.filled: dict[str, list[tuple[Row, Cell]]] = {}
        self.rivals: list[TextNote] = []
        self.remark = ""

    def column(self, field: str) -> int | None:
        """Return the number of a field's column, or None."""
        return self.fields.index(field) + 1 if field in self.fields else None

    def read(self, lines: Sequence[Paragraph]) -> int:
        """Take the lines below the head; return how many lie behind the table."""
        head, self.head = self.head, with_number(self.head, lines)
        self.fields = self.head.fields
        if self.head is not head:
            message = "列名里没有序号，各项前有一列数，作为序号；请核对。"
            self.notes.append(TextNote(head.names[0].line, "id", message, "warning"))
        cut = next((at for at, line in enumerate(lines) if _REMARK.match(line.text)), len(lines))
        rows, taken = read_rows(lines[:cut], self.fields)
        for row in rows:
            self.take(row)
        if taken == cut < len(lines):
            remark = _remark(lines[cut:])
            taken += len(remark)
            texts = [_REMARK.sub("", remark[0].text), *(line.text for line in remark[1:])]
            self.remark = "\n".join(filter(None, texts))
            self.remark_line = remark[0].line
        self.ask()
        return len(lines) - taken

    def take(self, flat: FlatRow) -> None:
        """Take a row; what it shares with the row above is filled in."""
        line = flat.line
        if flat.section:
            self.rows.append(row_of([flat.cells[0][0].text], line))
            return
        cells: dict[int, Cell] = {
            at + 1: cell_of(_mended(self.fields[at], lines), line, at) for at, lines in flat.cells.items()
        }
        row = Row(line, self.cells.setdefault(line, cells))
        above = self.rows[-1] if self.rows and len(self.rows[-1].cells) > 1 else None
        if above:
            self.fill(row, cells, above)
        self.rows.append(row)
        for field in ("units", "support"):
            self.check_units(field, cells)
        self.check_numbers(flat)
        if flat.rival and (message := self.rival(flat.cells, flat.rival)):
            self.rivals.append(TextNote(line, "", f"{message}；请核对。"))

    def fill(self, row: Row, cells: dict[int, Cell], above: Row) -> None:
        """Fill in what a row has in one cell with the row above, as far as that is likely."""
        begins = self.begins_category(cells, above)
        for field in ("category", "id", "units"):
            column = self.column(field)
            if not column or column in cells or column not in above.cells:
                continue
            if field == "category" or not begins:
                self.merge(column, cells)
                self.filled.setdefault(field, []).append((row, cells[column]))
        support, lead = self.column("support"), self.column("units")
        filled = any(row is last for last, _ in self.filled.get("units", [])[-1:])
        if filled and support and lead and support not in cells and support in above.cells:
            cells[support] = above.cells[support]

    def merge(self, column: int, cells: dict[int, Cell]) -> None:
        """Extend the cell of the row above into a row."""
        merged = self.rows[-1].cells[column]
        cells[column] = merged.spanning(merged.height + 1, 1)
        for row in reversed(self.rows):
            if row.cells.get(column) != merged:
                break
            self.cells[row.number][column] = cells[column]

    def begins_category(self, cells: Mapping[int, Cell], above: Row) -> bool:
        """Tell whether a row names another category than the one above."""
        column = self.column("category")
        if not column or column not in cells or column not in above.cells:
            return False
        return joined(cells[column].text) != joined(above.cells[column].text)

    def check_units(self, field: str, cells: Mapping[int, Cell]) -> None:
        """Ask about a cell that does not look like units: the lines may have been divided wrongly."""
        cell = cells.get(self.column(field) or 0)
        if cell and fits_badly(field, cell.text):
            message = f"“{joined(cell.text)[:20]}”归在“{label_of(field)}”一列，不像单位；请核对。"
            self.notes.append(TextNote(cell.row, field, message))

    def check_numbers(self, flat: FlatRow) -> None:
        """Ask about a bare number among the lines of a text: it may number the next row."""
        if "id" not in self.fields:
            return
        for at, lines in flat.cells.items():
            if self.fields[at] not in _TEXTS or len(lines) < 2:
                continue
            for line in lines:
                if line.text.isdecimal():
                    message = (
                        f"“{line.text}”单占一行，没有当作序号，归在“{self.head.names[at].text}”里；请核对。"
                    )
                    self.notes.append(TextNote(line.line, "id", message))

    # --- what is asked -------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask about filled-in values, once for each cell above."""
        if filled := self.filled.get("category"):
            message = (
                f"有 {len(filled)} 项的类别空着，沿用上一项的（合并的格子在文字里只写一次）；不对的请写全。"
            )
            self.notes.append(TextNote(0, "category", message, "warning"))
        for field, what in (("id", "序号"), ("units", "责任单位")):
            for _, group in groupby(self.filled.get(field, []), lambda pair: pair[1].row):
                pairs = list(group)
                rows, cell = [row for row, _ in pairs], pairs[0][1]
                names = self.names(rows)
                shown = joined(cell.text) if field == "units" else as_field("id", cell.text)
                taken = f"作为“{shown}”的又一行" if field == "id" else f"按“{shown}”"
                message = f"{names}没有写{what}，看来与上一项同为一格，{taken}；请核对。"
                self.notes.append(TextNote(rows[0].number, field, message))
        self.say_no_requirement()
        self.ask_rivals()

    def say_no_requirement(self) -> None:
        """Note that a date may stand in the row above; it is never filled in from there."""
        column = self.column("requirement")
        rows = [row for row in self.rows if column and len(row.cells) > 1 and column not in row.cells]
        for row in rows:
            message = f"{self.names([row])}没有写进度要求，未从别项取；若与上一项同为一格，请写上。"
            self.notes.append(TextNote(row.number, "requirement", message, "warning"))

    def ask_rivals(self) -> None:
        """Ask about the rows whose lines can be shared out in two ways: of many, one question."""
        if len(self.rivals) <= _MOST_RIVALS:
            self.notes += self.rivals
            return
        lines = "、".join(str(note.line) for note in self.rivals[:10]) + "等" * (len(self.rivals) > 10)
        message = (
            f"有 {len(self.rivals)} 项（第 {lines} 行）的文字分不清哪些是一格；"
            "请改用原来的 Word 或 Excel 文件，没有的请逐项核对。"
        )
        self.notes.append(TextNote(self.rivals[0].line, "", message))

    def names(self, rows: Sequence[Row]) -> str:
        """Name rows for a message."""
        said = "、".join(self.name(row) for row in rows)
        return f"{said} " if said[-1].isascii() else said

    def name(self, row: Row) -> str:
        """Name a row for a message: by its number, else its title."""
        number, title = self.column("id"), self.column("title")
        if number and (cell := row.cells.get(number)) and cell.row == row.number:
            return as_field("id", cell.text)
        shown = row.cells.get(title or 0) or next(iter(row.cells.values()))
        text = joined(shown.text)
        return f"“{text[:16]}{'…' * (len(text) > 16)}”"

    def rival(
        self, cells: Mapping[int, Sequence[Paragraph]], rival: Mapping[int, Sequence[Paragraph]]
    ) -> str:
        """Return the two ways to divide a row; "" if no column that is read differs."""
        other = {at for at in {*cells, *rival} if cells.get(at) != rival.get(at)}
        if not any(self.fields[at] for at in other):
            return ""

        def said(way: Mapping[int, Sequence[Paragraph]]) -> str:
            texts = {at: " ".join(line.text for line in way[at])[:20] for at in sorted(other) if at in way}
            return "，".join(f"{joined(self.head.names[at].text)}“{text}”" for at, text in texts.items())

        return f"这一项的几行有两种分法，取了：{said(cells)}；也可能是：{said(rival)}"

    # --- the table -----------------------------------------------------------------------------------

    def finished(self, above: Sequence[Paragraph], before: Sequence[Paragraph], number: int) -> TextTable:
        """Return the table under its title; ``above`` stands between the table before and this one."""
        notice = read_notice(before)
        title = plan_title(above) or notice.get("title", "")
        head_line = self.head.names[0].line
        head = {at: TextCell(head_line, at, joined(name.text)) for at, name in enumerate(self.head.names, 1)}
        rows = [Row(head_line, head), *self.rows]
        if title:
            rows.insert(0, row_of([title], 0))
        if self.remark:
            rows.append(row_of(["备注", self.remark], self.remark_line))
        around = tuple(filter(None, [notice.get("title")]))
        return TextTable(f"表{number}", tuple(rows), around, notes=tuple(self.notes), notice=notice)


def _mended(field: str, lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Join a date that a narrow column broke in two."""
    text = "\n".join(line.text for line in lines)
    whole = joined_time(text) if field == "requirement" else text
    return lines if whole == text else [Paragraph(lines[0].line, whole)]


def _remark(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return a remark's lines: up to an empty line, or a sentence's end that no numbered line follows."""
    end = 1
    while end < min(len(lines), _LONGEST_REMARK):
        before, here = lines[end - 1], lines[end]
        only_label = end == 1 and _REMARK.fullmatch(before.text)
        ends = here.line - before.line > 1 or (before.text.endswith("。") and not _NUMBERED.match(here.text))
        if ends and not only_label:
            break
        end += 1
    return lines[:end]
