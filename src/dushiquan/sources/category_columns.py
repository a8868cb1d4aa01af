"""The columns of the classes that projects stand in."""

from dushiquan.sources.column_relations import covers_several
from dushiquan.sources.columns import MOSTLY, TEXTS, Choice, Grade
from dushiquan.sources.headings import SURE, has_no_field, label_of
from dushiquan.sources.table_columns import TableColumns

_MANY = 5
"""Rows from which a column whose texts all differ is no category."""
_LONGEST_ID = 6


def ask_about_inner_category(table: TableColumns) -> None:
    """Ask which column is the title if merged cells of the one cover several of the category."""
    title, category = (next(iter(table.of(name)), None) for name in ("title", "category"))
    if not (title and category) or title.grade is not Grade.TAKEN or category.grade is Grade.SAID:
        return
    if not category.profile.spans and covers_several(title, category):
        text = f"一个“{title.name}”下有几个“{category.name}”，看不出哪一列是“{label_of('title')}”"
        table.choices.append(Choice("title", text, (title, category), needed=False))


def take_chapters(table: TableColumns) -> None:
    """Take short numbers that stand first and differ in each row as the id, not as the category: 1.1."""
    first = table.columns[0] if table.columns else None
    if first not in table.of("category") or table.of("id") or not table.of("title"):
        return
    profile = first.profile
    is_sure = first.grade is Grade.SAID or first.claims.get("category") == SURE
    numbered = sum(any(map(str.isdecimal, cell.text)) for cell in profile.cells)
    if is_sure or profile.spans or profile.distinct < 1 or profile.length > _LONGEST_ID:
        return
    if profile.filled >= _MANY and 2 * numbered > profile.filled:
        first.take("id", "第一列，各行不同")


def take_unknown_groups(table: TableColumns) -> None:
    """Take a first column with an unknown heading that is merged over several rows as their category."""
    first = table.columns[0] if table.columns else None
    if not first or first not in table.open() or first.claims or table.of("category"):
        return
    if not table.of("title") or has_no_field(first.path or ("",)) or first.profile.distinct < 1:
        return
    if first.profile.spans and first.profile.share(*TEXTS) >= MOSTLY and first.path:
        first.take("category", "管着几行")
