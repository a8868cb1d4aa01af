"""A plan in plain text, as the same tables that a workbook has; what the text cannot tell is asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

from dushiquan.formats.files import unusable
from dushiquan.formats.reading import read_text
from dushiquan.formats.table import Paragraph, Table
from dushiquan.formats.tree import Node
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.headings import POSSIBLE, SURE, meanings, tidy
from dushiquan.sources.table_choice import Candidate, candidates
from dushiquan.sources.texts.flat_plan import read_flat_tables
from dushiquan.sources.texts.labelled_blocks import read_labelled_blocks
from dushiquan.sources.texts.notice_text import take_notice
from dushiquan.sources.texts.running_text import read_running_text
from dushiquan.sources.texts.text_table import TextTable

_HEAD_LINES = 5
_HEADING = 10
"""Lines that follow 序号 in a head, and the characters of one."""
_NUMBERED = re.compile("[0-9、，,（(.]")
_BARS = re.compile(r"\|.*\|")
_FEWEST_BARRED = 3
_PIPE = re.compile(r"([:：])\s*\|\s*")


def with_text(path: Path, found: list[Candidate], columns: Mapping[str, str]) -> list[Candidate]:
    """Return the tables of a file; if none has a plan's head, those that its text can be read as, if any."""
    if any(one.head for one in found):
        return found
    sheets = [one.table for one in found]
    lines = [line for line in map(_without_pipes, _lines(sheets, read_text(path))) if line.text]
    tables: list[TextTable] = read_flat_tables(lines, columns)
    if not tables and (blocks := read_labelled_blocks(lines)):
        tables = [blocks]
    if not tables and _has_flat_head(lines):
        raise unusable(
            path,
            "文中像有一张表，但列名断成了几行，分不出哪些字是一格；"
            "请用原来的文件，或把表格复制到 Excel 里另存。",
        )
    if not tables and sum(_BARS.search(line.text) is not None for line in lines) >= _FEWEST_BARRED:
        raise unusable(
            path,
            "文中像有一张用竖线画的表，但各行的格子对不上列名；请用原来的文件，或把表格复制到 Excel 里另存。",
        )
    if not tables and (running := read_running_text(lines)):
        tables = [running]
    if not tables and lines and not found:
        raise unusable(
            path,
            "这是文字，不是表；里面没有各占一行的列名（序号、项目名称、责任单位、进度要求），也没有"
            "“责任单位：…”这样的话；请写成表格（.xlsx、.docx、.csv），一项一行。",
        )
    return candidates(tables, columns) or found


def _has_flat_head(lines: Sequence[Paragraph]) -> bool:
    """Tell whether a line is 序号 and most that follow are as short as headings: a table in pieces.

    So do two lines that are headings of different fields and nothing else: 任务目标, 完成时限.
    """
    if any(_name_columns(line, following) for line, following in pairwise(lines)):
        return True
    starts = [at for at, line in enumerate(lines) if tidy(line.text) == "序号"]
    for at in starts:
        following = lines[at + 1 : at + 1 + _HEAD_LINES]
        if len(following) == _HEAD_LINES and all(len(line.text) <= _HEADING for line in following):
            return True
    return False


def _name_columns(line: Paragraph, following: Paragraph) -> bool:
    """Tell whether two lines are headings of different fields and nothing else, one as it is known."""
    names = [tidy(one.text) for one in (line, following)]
    if any(len(name) > _HEADING or _NUMBERED.search(name) for name in names):
        return False
    first, second = (meanings((name,)) for name in names)
    weights = sorted(max(fields.values(), default=0) for fields in (first, second))
    return weights[0] > POSSIBLE and weights[1] == SURE and first.keys().isdisjoint(second)


def _lines(sheets: Sequence[Table], paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the lines of a text, with those of tables that only lay it out, each in its place."""
    if not any(map(_lays_out, sheets)):
        return paragraphs
    texts: list[str] = []
    taken = 0
    for sheet in sheets:
        texts += sheet.above
        taken += len(sheet.above)
        if _lays_out(sheet):
            texts += [line for row in sheet.rows for cell in row.own for line in cell.text.splitlines()]
    texts += [paragraph.text for paragraph in paragraphs[taken:]]
    return [Paragraph(number, text) for number, text in enumerate(texts, 1)]


def _lays_out(sheet: Table) -> bool:
    """Tell whether a table has hardly more than one cell in a row: it is a frame around a text."""
    narrow = sum(len(row.own) < 2 for row in sheet.rows)
    return narrow * 5 >= len(sheet.rows) * 4


def _without_pipes(line: Paragraph) -> Paragraph:
    """Return a line without the marks between cells that some pages leave in their text."""
    return replace(line, text=_PIPE.sub(r"\1", line.text).strip("| ")) if "|" in line.text else line


def completed(tree: Node, table: Table, notes: FieldReader) -> Node:
    """Return the tree of a table with what the text around it says, and what is to be asked about it."""
    if not isinstance(table, TextTable):
        return tree
    for note in sorted(table.notes, key=attrgetter("line")):
        say = notes.ask if note.level == "question" else notes.warn
        say(Node("", note.line), note.field or None, note.message)
    take_notice(tree.fields()["plan"].fields(), table.notice, notes)
    return tree
