"""Which column of a plan's table holds which field."""

from collections.abc import Collection, Mapping

from dushiquan.formats.table import Row, Table, letters
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.headings import DEADLINE, HEADINGS, field_list, field_of, tidy


def is_head(row: Row, columns: Mapping[str, str]) -> bool:
    """Whether a row is a table's head: two of its cells at least are headings, of different fields."""
    found = [fields for cell in row.cells.values() if (fields := field_of(cell.text, columns))]
    return len(found) >= 2 and len(set().union(*found)) >= 2


def has_head(table: Table, columns: Mapping[str, str]) -> bool:
    """Whether a table has a plan's head."""
    return any(is_head(row, columns) for row in table.rows)


def find_columns(
    head: Row, filled: Collection[int], columns: Mapping[str, str], notes: FieldReader
) -> dict[str, int]:
    """The column of each field.

    ``filled`` are the columns with anything below the head; ``columns`` says what the caller means by a
    heading. What is not read, could be two fields, or is claimed twice, goes to ``notes``.
    """
    claims: dict[str, list[int]] = {}
    for column, cell in sorted(head.cells.items()):
        means = sorted(field_of(cell.text, columns))
        how = f"--map {tidy(cell.text)}=字段"
        if len(means) == 1:
            claims.setdefault(means[0], []).append(column)
        elif means:
            message = f"列“{cell.text}”可能是 {' 或 '.join(means)}；请加 {how} 指明。"
            notes.error(Node("", head.number, cell.ref), None, message)
        else:
            message = f"列“{cell.text}”不认得，未读；要读请加 {how}。"
            notes.warn(Node("", head.number, cell.ref), None, message)
    for column in sorted(set(filled) - set(head.cells)):
        message = f"{letters(column)} 列没有列名，未读；要读请先写上列名。"
        notes.warn(Node("", head.number), None, message)
    names = {tidy(cell.text): cell.text for _, cell in sorted(head.cells.items())}
    for heading in sorted(set(columns) - set(names)):
        message = f"--map 里的“{heading}”不在表头里；现有：{'、'.join(names)}。"
        notes.error(Node("", head.number), None, message)
    _settle_deadline(claims, head, columns)
    return {field: _only(field, found, head, columns, notes) for field, found in claims.items()}


def say_absent(found: Collection[str], needed: Collection[str], notes: FieldReader) -> None:
    """Say which columns there are none of. Without a requirement a project is still a project."""
    for field in needed:
        if field not in found:
            notes.absent |= {field}
            message = f"没有“{HEADINGS[field][0]}”列；列名不同的请加 --map 列名={field}。"
            notes.error(NOWHERE, field, message)
    if "requirement" not in found:
        notes.absent |= {"requirement"}
    if not {"requirement", "due"} & set(found):
        message = "没有“进度要求”列，各项都没有时限；列名不同的请加 --map 列名=requirement。"
        notes.warn(NOWHERE, "requirement", message)


def _settle_deadline(claims: dict[str, list[int]], head: Row, columns: Mapping[str, str]) -> None:
    """时限 beside 进度要求 is the due day."""
    among = claims.get("requirement", [])
    for column in among:
        if tidy(head.cells[column].text) == DEADLINE and DEADLINE not in columns and len(among) > 1:
            among.remove(column)
            claims.setdefault("due", []).append(column)
            return


def _only(field: str, claimed: list[int], head: Row, columns: Mapping[str, str], notes: FieldReader) -> int:
    """The one column of a field; where the caller named one, the others yield."""
    named = [column for column in claimed if tidy(head.cells[column].text) in columns]
    rivals = named or claimed
    if len(rivals) > 1:
        listed = "、".join(f"“{head.cells[column].text}”（{head.cells[column].ref}）" for column in rivals)
        names = [tidy(head.cells[column].text) for column in rivals]
        others = [name for name in names if "牵头" not in name]
        if field == "units" and 0 < len(others) < len(names):  # as in 牵头单位, 责任单位
            how = f"配合的那一列请加 --map {others[0]}=配合单位"
        else:
            how = f"请用 --map 列名=字段 指明各是什么（{field_list()}）"
        message = f"{listed}都像是“{HEADINGS[field][0]}”；{how}。"
        notes.error(Node("", head.number), field, message)
    for column in sorted(set(claimed) - set(rivals)):
        cell = head.cells[column]
        message = f"列“{cell.text}”未读：“{HEADINGS[field][0]}”已由 --map 指定。"
        notes.warn(Node("", head.number, cell.ref), field, message)
    return rivals[0]
