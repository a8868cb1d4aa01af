"""What is said of the columns of a table: which are not read, which by evidence, and which are asked for."""

from collections import Counter
from collections.abc import Sequence

from dushiquan.formats.table import Row
from dushiquan.formats.tree import Node
from dushiquan.sources.column_finder import ColumnFinder
from dushiquan.sources.columns import Grade, TableColumn, calendar_columns, is_instruction, range_of
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.headings import has_no_field, label_of, names_leaders
from dushiquan.sources.mending.calendar_marks import PLAIN_MARKS, marks_in
from dushiquan.sources.mending.owner_marks import OwnerMarks
from dushiquan.sources.row_numbers import row_words
from dushiquan.sources.time_columns import EMPTY


def say_columns(finder: ColumnFinder, row: int, notes: FieldReader) -> None:
    """Note which columns are not read, and which are read by evidence."""
    columns = finder.columns
    spelt = Counter(column.name for column in columns)
    calendar = calendar_columns(columns)
    steps = [c for c in columns if c.place in finder.steps and c.grade is Grade.TAKEN]
    stages = [c for c in columns if c.place in finder.stages]
    marked = [c for c in columns if c.place in finder.marks]
    owners = [c for c in columns if finder.owner_marks and c.place in finder.owner_marks.names]
    without_field = []
    for column in columns:
        if column in steps or column in stages or column in marked or column in owners:
            continue
        how = column.name if column.path and spelt[column.name] == 1 else column.letter
        if column.grade is Grade.TAKEN:
            message = (
                f"{column.title}作为“{label_of(column.field)}”：{column.why}；不对请加 --map {how}=字段。"
            )
        elif column.grade is not Grade.UNREAD or not (column.path or column.profile.filled):
            continue
        elif is_instruction(column):
            message = "这一列是填表说明，未读。"
        elif column in calendar:
            continue
        elif not column.why and (rival := _taken_of(column, columns)):
            message = (
                f"{column.title}像是“{label_of(rival.field)}”，已取“{rival.name}”，未读；"
                f"要读请加 --map {how}=字段。"
            )
        elif column.why == EMPTY and (rival := _taken_of(column, columns)):
            used = f"“{rival.name}”（{rival.letter} 列）"
            message = f"{column.title}是空的，“{label_of(rival.field)}”取了{used}。"
        elif column.why:
            message = f"{column.title}未读：{column.why}。"
        elif not column.path:
            message = f"{column.letter} 列没有列名，未读；要读请加 --map {column.letter}=字段。"
        elif has_no_field(column.path):
            without_field.append(column)
            continue
        else:
            message = f"列“{column.name}”不认得，未读；要读请加 --map {how}=字段。"
        notes.warn(Node("", row, column.ref), None, message)
    for some, what, with_what in ((steps, "一段时间的事", "时段"), (stages, "一个环节的时间", "环节")):
        if some:
            message = (
                f"{range_of(some)}各写{what}，连同{with_what}作为“{label_of(some[0].field)}”；"
                f"不对请加 --map {some[0].letter}=- 等。"
            )
            notes.warn(Node("", row, some[0].ref), None, message)
    if marked:
        _say_marked(marked, row, notes)
    if finder.owner_marks:
        _ask_of_owners(owners, finder.owner_marks, row, notes)
    if calendar:
        message = f"{range_of(calendar)}是日历，每格一段时间，未读；时限请另有一列写明。"
        notes.warn(Node("", row), None, message)
    if without_field:
        names = "、".join(f"“{column.name}”（{column.letter} 列）" for column in without_field)
        message = f"{names}不是计划要记的，未读；{_how_to_read(without_field)}"
        notes.warn(Node("", row), None, message)


def say_choices(finder: ColumnFinder, row: int, notes: FieldReader) -> None:
    """Note which column is asked for, and which of those that the caller names are not there."""
    names = [column.name or column.letter for column in finder.columns]
    for heading in sorted(finder.unknown):
        message = f"--map 里的“{heading}”不在表头里；现有：{'、'.join(names)}。"
        notes.error(Node("", row), None, message)
    for choice in (choice for choice in finder.choices if choice.field == "title" and not choice.needed):
        notes.ask(Node("", row), "title", f"{choice.text}；请核对，不对请加 --map 列名=项目名称。")
    for choice in (choice for choice in finder.choices if choice.field != "title" and not choice.needed):
        among = "、".join(f"“{column.name}”（{column.letter} 列）" for column in choice.among)
        how = f"--map {choice.among[0].letter}={label_of(choice.field)}"
        message = f"{choice.text}：{among}；是的请加 {how}。"
        notes.warn(Node("", row), choice.field, message)
    for choice in (choice for choice in finder.choices if choice.needed):
        among = "、".join(f"{column.letter}={label_of(choice.field)}" for column in choice.among)
        message = f"{choice.text}；请用 --map 指明一列（{among}）。"
        notes.error(Node("", row), choice.field, message)
    if not finder.of("title") and not any(choice.field == "title" for choice in finder.choices):
        message = "没有一列像项目名称；请用 --map 列名=项目名称 指明。"
        notes.error(Node("", row), "title", message)


def _taken_of(column: TableColumn, columns: Sequence[TableColumn]) -> TableColumn | None:
    """Return the column that holds what another could hold, too, by its heading."""
    likely = max(column.claims, key=lambda name: column.claims[name], default="")
    return next((one for one in columns if likely and one.field == likely and one.path), None)


def _say_marked(columns: Sequence[TableColumn], row: int, notes: FieldReader) -> None:
    """Say that marks are read as a time; ask if they may mean that something was done."""
    marks = marks_in(columns)
    label, letter = label_of("requirement"), columns[0].letter
    message = (
        f"{range_of(columns)}里的“{'、'.join(sorted(marks))}”作为“{label}”，从有记号的头一格到末一格；"
        f"不对请加 --map {letter}=- 等。"
    )
    say = notes.warn if marks <= PLAIN_MARKS else notes.ask
    say(Node("", row, columns[0].ref), None, message)


def _ask_of_owners(columns: Sequence[TableColumn], marks: OwnerMarks, row: int, notes: FieldReader) -> None:
    """Ask whether marks under the names of units are read as they are meant."""
    lead, support = ("、".join(sorted(some)) for some in (marks.lead, marks.support))
    how = f"“{lead}”的牵头，“{support}”的配合" if support else f"有“{lead}”的都是责任单位"
    message = f"{range_of(columns)}是各单位，{how}；请核对，不对请加 --map {columns[0].letter}=- 等。"
    notes.ask(Node("", row, columns[0].ref), "units", message)


def _how_to_read(columns: Sequence[TableColumn]) -> str:
    """Return how to have columns read that are known for something else, with the field that fits best."""
    for column in columns:
        if names_leaders(column.path[-1]):
            label = label_of("persons")
            return f"要读作{label}请加 --map {column.path[-1]}={label}（别的字段见 dsq help 列）。"
    return f"要读请加 --map {columns[0].path[-1]}=字段（见 dsq help 列）。"


def say_periods(finder: ColumnFinder, rows: Sequence[Row], notes: FieldReader) -> None:
    """Note which rows have their month or quarter as the time, as they have no other."""
    if rows and finder.periods:
        which = row_words(row.number for row in rows)
        message = f"{which}没有写时限，取了“{finder.periods.name}”一列的；请核对。"
        notes.warn(Node("", rows[0].number), "requirement", message)
