"""What a column of a table is like, and how it stands to another: outer or inner, sparse, counting."""

import re
from itertools import groupby, pairwise

from dushiquan.sources.columns import MOSTLY, SOME, TEXTS, TIME_FIELDS, TIMES, TableColumn
from dushiquan.sources.headings import meanings

_PERIODS = re.compile("(?:月|季|半年)度?|月份|时段")
_COMMENT = re.compile("评语|点评|评价|批语|备注|寄语|反馈意见|意见建议")


def is_name(column: TableColumn) -> bool:
    """Tell whether a heading says that names stand below it."""
    return column.path[-1].endswith(("名称", "标题", "项目", "name", "title"))


def names_all(column: TableColumn) -> bool:
    """Tell whether one text stands for all rows."""
    return column.profile.filled == 1 and column.profile.rows >= SOME


def is_outer(column: TableColumn, inner: TableColumn) -> bool:
    """Tell whether each cell of a column covers several cells of another."""
    if not column.profile.filled:
        return False
    is_inner = not inner.profile.is_grouped or inner.profile.distinct > column.profile.distinct
    if column.profile.is_grouped and is_inner:
        return True
    fewer = column.profile.filled < inner.profile.filled
    return fewer and (column.profile.spans or column.profile.distinct < inner.profile.distinct)


def is_in_runs(column: TableColumn) -> bool:
    """Tell whether some texts of a column stand in several cells on end, and none stands again further on."""
    runs = [text for text, _ in groupby(cell.text for cell in column.profile.cells)]
    return len(runs) == len(set(runs)) < len(column.profile.cells)


def covers_several(title: TableColumn, other: TableColumn) -> bool:
    """Tell whether some cell of a column covers several different cells of another, and none the reverse."""
    spans = [range(cell.row, cell.row + cell.height) for cell in title.profile.cells if cell.height > 1]
    texts = {cell.row: cell.text for cell in other.profile.cells}
    return any(len({texts[row] for row in rows if row in texts}) > 1 for rows in spans)


def names_periods(column: TableColumn) -> bool:
    """Tell whether a column has the month or the quarter of each row, as a calendar has."""
    is_headed = bool(column.path) and _PERIODS.fullmatch(column.path[-1]) is not None
    return is_headed and column.profile.share(*TIMES) >= MOSTLY


def reaches_all(column: TableColumn) -> bool:
    """Tell whether the cells of a column, with those that they are merged over, stand beside most rows."""
    profile = column.profile
    return 5 * sum(cell.height for cell in profile.cells) >= 4 * profile.rows


def counts(column: TableColumn) -> bool:
    """Tell whether the numbers of a column tell its rows apart: 1.1 once only, or 1, 2, 3, and 1, 2 again."""
    texts = [cell.text.strip() for cell in column.profile.cells]
    follow = sum(a.isdecimal() and b.isdecimal() and int(b) == int(a) + 1 for a, b in pairwise(texts))
    return column.profile.distinct > MOSTLY or 2 * follow >= len(texts) - 1 > 0


def is_sparse(column: TableColumn) -> bool:
    """Tell whether most rows have nothing in a column, which is not merged over them."""
    return not column.profile.spans and 2 * column.profile.filled < column.profile.rows


def may_title(column: TableColumn) -> bool:
    """Tell whether a column has texts that could name projects: most rows have one of their own."""
    profile = column.profile
    is_text = profile.filled >= 1 and profile.share(*TEXTS) >= 0.6 and profile.distinct >= 0.6
    return is_text and not names_a_time(column) and not column.name.endswith("值")


def comments(column: TableColumn) -> bool:
    """Tell whether a column has remarks on what others say, which names nothing: 备注, 评语."""
    return "remark" in column.claims or _COMMENT.search(column.name) is not None


def names_a_time(column: TableColumn) -> bool:
    """Tell whether a heading can only be of a time, whatever stands below it."""
    named = meanings(column.path) if column.path else {}
    return bool(TIME_FIELDS & named.keys()) and "title" not in named
