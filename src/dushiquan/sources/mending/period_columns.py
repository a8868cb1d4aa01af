"""Columns that each tell what is to be done in one quarter or month: 一季度目标, 二季度目标 …."""

import re
from collections.abc import Iterable, Sequence

from dushiquan.sources.columns import Grade, TableColumn
from dushiquan.sources.evidence import Look

_PERIOD = (
    r"(?:20[0-9]{2}年)?(?:第?[一二三四1-4]季度|[qQ][1-4]|[上下]半年|前[二两三]个?季度"
    r"|(?:1[0-2]|[1-9]|十[一二]?|[二三四五六七八九]|一)月份?|[0-9]{1,2}月?[-—–~至][0-9]{1,2}月份?)"
    r"|20[0-9]{2}[.年/-][0-9]{1,2}月?[-—–~至]20[0-9]{2}[.年/-][0-9]{1,2}月?|20[0-9]{2}年(?!度?(?:计划)?$)"
)
_GOALS = (
    r"(?:工作|形象|建设|推进|年度|阶段性?|主要|重点|预期|计划|预计|拟)*"
    r"(?:目标任务|目标|任务|计划|进度|节点|安排|要求|内容|工作|事项)?"
)
_HEADING = re.compile(
    rf"(?:计划|预计)?(?P<period>{_PERIOD})(?:[末底]?前|[末底])?(?:\((?:{_PERIOD})\))?{_GOALS}(?:\([^()]*\))?"
)
_ONLY_GOALS = re.compile(rf"{_GOALS}|plan|goals?|targets?")
_HAPPENED = re.compile(r"实际|完成情况|已完成|进展|落实情况|执行情况|投资|资金|actual|得分|考核", re.I)
_WORD = re.compile(r"[\u4e00-\u9fff]{2}|[0-9][\u4e00-\u9fff]|[A-Za-z]{3}")
_FEWEST = 2
_MOSTLY = 0.6


def period_of(path: Sequence[str]) -> str:
    """Return the period whose tasks stand below a heading: 三季度 of 三季度目标; "" if it names none."""
    if not path or any(map(_HAPPENED.search, path)):
        return ""
    match = _HEADING.fullmatch(path[-1])
    if match is None and len(path) > 1 and _ONLY_GOALS.fullmatch(path[-1]):
        match = _HEADING.fullmatch(path[-2])
    if match is None:
        return ""
    period = match["period"]
    years = [word for word in path[:-1] if re.fullmatch("20[0-9]{2}年度?", word)]
    return f"{years[-1].rstrip('度')}{period}" if years and not period.startswith("20") else period


def step_columns(columns: Iterable[TableColumn]) -> dict[int, str]:
    """Return the places of the columns that tell the steps of a project, with the period of each.

    None if they hold marks or numbers, the names of those who are on duty, or if a period comes twice.
    """
    found = [
        (column, period)
        for column in columns
        if column.grade is Grade.UNREAD and (period := period_of(column.path))
    ]
    periods = [period for column, period in found if column.profile.filled]
    if len(periods) < _FEWEST or len({period for _, period in found}) < len(found):
        return {}
    cells = [cell.text for column, _ in found for cell in column.profile.cells]
    words = sum(_WORD.search(text) is not None for text in cells)
    named = sum(column.profile.share(Look.PERSON, Look.BODY) * column.profile.filled for column, _ in found)
    if words < _MOSTLY * len(cells) or 2 * named > len(cells):
        return {}
    return {column.place: period for column, period in found}
