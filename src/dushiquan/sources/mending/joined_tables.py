"""Several tables with one head, read as one: a table continued over pages, or one for each chapter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from dushiquan.formats.table import Cell, Row, letters
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.cells import joined as joined_text
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.row_numbers import row_in, table_and_row
from dushiquan.sources.row_sorting import shown
from dushiquan.sources.table_choice import Candidate, shared_titles
from dushiquan.sources.texts.text_table import TextCell, TextTable


class JoinedCell(Cell):
    """A cell of one of several tables; its row number holds the table."""

    __slots__ = ()

    @property
    def ref(self) -> str:
        """The address in its own table."""
        return f"{letters(self.column)}{table_and_row(self.row)[1]}"


@dataclass(frozen=True, slots=True)
class JoinedTable(TextTable):
    """Several tables as one. ``captions`` has the section that begins with a row, by its number."""

    captions: Mapping[int, Cell] = field(default_factory=dict)


def joined(among: Sequence[Candidate], notes: FieldReader) -> Candidate:
    """Return tables with one head as one table below the first head; say what was joined.

    What stands above each is the category of its rows. The heads of the others are left out, and what stands
    above them in the table.
    """
    first = among[0]
    captions = _captions(among)
    parts = [_rows_of(one, first) for one in among]
    begins = {
        rows[0].number: Cell(rows[0].number, 0, caption)
        for rows, caption in zip(map(_below_head, among, parts), captions, strict=True)
        if rows and caption
    }
    texts = [one.table for one in among if isinstance(one.table, TextTable)]
    table = JoinedTable(
        first.table.name,
        tuple(chain.from_iterable(parts)),
        tuple(text for text in first.table.above if text != captions[0]),
        hidden_columns=frozenset().union(*(one.table.hidden_columns for one in among)),
        merges_lost=any(one.table.merges_lost for one in among),
        ragged=any(one.table.ragged for one in among),
        notes=tuple(note for text in texts for note in text.notes),
        notice=texts[0].notice if texts else {},
        captions=begins,
    )
    _say(among, captions, notes)
    for one in among[1:]:
        for row in one.table.rows[: one.head.first if one.head else 0]:
            if joined_text(" ".join(cell.text for cell in row.own)) != one.caption:
                number = row_in(one.place, row.number)
                notes.warn(Node("", number), None, f"“{shown(row)}”在表头之上，不作为项目。")
    head = first.head
    assert head is not None
    cells = {column: _moved(cell, first.place) for column, cell in head.cells.items()}
    return Candidate(first.place, table, replace(head, cells=cells))


def _below_head(one: Candidate, rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows of a part that stand below its head."""
    last = one.head.last if one.head else -1
    end = row_in(one.place, one.table.rows[last].number)
    return [row for row in rows if row.number > end]


def _rows_of(one: Candidate, first: Candidate) -> list[Row]:
    """Return the rows of a table under their joined numbers; of the first with the head and what is above."""
    begin = 0 if one is first else (one.head.last + 1 if one.head else 0)
    return [
        Row(
            row_in(one.place, row.number),
            {column: _moved(cell, one.place) for column, cell in row.cells.items()},
            row.hidden,
        )
        for row in one.table.rows[begin:]
    ]


def _moved(cell: Cell, table: int) -> Cell:
    kind = TextCell if isinstance(cell, TextCell) else JoinedCell
    return kind._make(cell)._replace(row=row_in(table, cell.row))


def _captions(among: Sequence[Candidate]) -> list[str]:
    """Return what stands above each table, "" for none; the first has one only if others have."""
    found = [one.caption for one in among]
    return found if any(found[1:]) else [""] * len(found)


def _say(among: Sequence[Candidate], captions: Sequence[str], notes: FieldReader) -> None:
    places = "、".join(str(one.place) for one in among)
    listed = "；".join(
        f"表{one.place}{f'“{caption}”' if caption else ''} {one.rows} 行"
        for one, caption in zip(among, captions, strict=True)
    )
    headless = "、".join(str(one.place) for one in among if one.head is None)
    why = f"第 {headless} 张表没有表头，序号接着前一张" if headless else f"第 {places} 张表列名相同"
    what = f"{why}，合为一张读：{listed}"
    above = "，各表的名称作为类别" if any(captions) else ""
    notes.warn(NOWHERE, None, f"{what}{above}；只要其中的请加 --table 序号。")
    if shared := shared_titles(among):
        message = f"合读的表里有 {len(shared)} 项名称相同，如“{shared[0]}”；是同一计划各期的表请只读一张。"
        notes.ask(NOWHERE, "title", message)
