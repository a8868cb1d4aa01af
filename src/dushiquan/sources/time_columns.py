"""The columns that tell when: days planned and days on which it happened, limits, steps and stages."""

import re

from dushiquan.sources.column_relations import covers_several, names_periods
from dushiquan.sources.columns import MOSTLY, TIMES, Grade, TableColumn, calendar_columns, is_filled_when_done
from dushiquan.sources.evidence import Look
from dushiquan.sources.headings import POSSIBLE, happened, meanings, names_a_limit
from dushiquan.sources.mending.calendar_marks import marked_columns
from dushiquan.sources.table_columns import TableColumns

EMPTY = "是空的"
NEXT = "写的是下一期的事"
STEPS = "写的是一段时间的事"
LATER = re.compile("下一?个?(?:周|月|季|阶段|期|步)")
LONGEST_LIMIT = 16
"""Mean characters of the cells of a column that tells until when, and nothing else."""
_DAY_ONLY = re.compile("日期|dates?", re.I)
_STAGE = "写的是一个环节的时间"
_MARKED = "用记号标出时间"


def drop_next_period(table: TableColumns) -> None:
    """Leave out the columns under 下周计划 that mean what others outside it mean for this week."""
    later = [column for column in table.open() if any(map(LATER.match, column.path[:-1]))]
    meant = {name for column in table.open() if column not in later for name in column.claims}
    for column in later:
        if column.claims.keys() & meant:
            column.drop(NEXT)


def take_times(table: TableColumns) -> None:
    """Tell the days planned from those on which it happened, and a deadline from its phrase."""
    _take_ends_that_happened(table)
    for name in ("start", "due"):
        table.single(name)
    planned = bool(table.of("due"))
    if table.of("requirement"):
        for column in table.claiming("requirement"):
            column.drop("“进度要求”已由 --map 指定")
    columns = table.claiming("requirement")
    limits = [column for column in columns if not (happened(column.path) or names_periods(column))]
    for column in (column for column in columns if happened(column.path)):
        if planned or limits:
            column.take("done_on", "另有计划的时间")
        elif _tells_when_done(table, column):
            column.take("done_on", "只有完成的各项写了日期")
    claiming = _without_stages(table, table.strongest("requirement"))
    if len(claiming) == 2 and not table.of("due"):
        days = [column for column in claiming if column.profile.share(Look.DAY) >= 0.8]
        if len(days) == 1:
            days[0].take("due")
            claiming.remove(days[0])
    if len(claiming) > 1:
        claiming = _limit_among(table, claiming)
    if len(claiming) > 1:
        claiming = _by_looks(table, "requirement", claiming)
    if len(claiming) == 1 and (not table.of("due") or claiming[0].claims["requirement"] > POSSIBLE):
        is_bare = _DAY_ONLY.fullmatch(claiming[0].name) is not None
        claiming[0].take("requirement", "列名没有说这是时限" if is_bare else "")


def _take_ends_that_happened(table: TableColumns) -> None:
    """Take 结束时间 beside 截止日期 as the day on which it happened, if it is filled where work is done."""
    claiming = table.claiming("due")
    limits = [column for column in claiming if names_a_limit(column.path)]
    for column in claiming:
        if limits and column not in limits and _tells_when_done(table, column):
            column.take("done_on", f"时限另有“{limits[0].name}”，完成的各项才写了日期")


def _without_stages(table: TableColumns, claiming: list[TableColumn]) -> list[TableColumn]:
    """Take days under one heading of time, each headed by a stage, as steps: 完成时限 over 可研, 初设."""
    groups = {column.path[:-1] for column in claiming}
    are_stages = (
        len(claiming) > 1
        and groups != {()}
        and all("requirement" in meanings(group) for group in groups)
        and len(groups) == 1
        and not any(meanings(column.path[-1:]) for column in claiming)
        and all(column.profile.share(*TIMES) >= MOSTLY for column in claiming)
    )
    if not are_stages or table.of("due"):
        return claiming
    table.stages = {column.place: column.path[-1] for column in claiming}
    for column in claiming:
        column.take("requirement", _STAGE)
    return []


def _limit_among(table: TableColumns, claiming: list[TableColumn]) -> list[TableColumn]:
    """Choose the one of several columns of days that names a limit: 整改期限 beside 检查日期."""
    limits = [
        column for column in claiming if names_a_limit(column.path) and column.profile.length <= LONGEST_LIMIT
    ]
    if len(limits) != 1 or any(column.profile.share(*TIMES) < MOSTLY for column in claiming):
        return claiming
    for column in claiming:
        if column not in limits:
            column.drop(f"时限已取“{limits[0].name}”（{limits[0].letter} 列）")
    return limits


def _tells_when_done(table: TableColumns, column: TableColumn) -> bool:
    states = [other for other in table.columns if "status" in (*other.claims, other.field)]
    return any(is_filled_when_done(column, other) for other in states)


def _by_looks(table: TableColumns, name: str, claiming: list[TableColumn]) -> list[TableColumn]:
    """Choose the column with days among several that could be the deadline, or ask."""
    inner = [c for c in claiming if not any(o is not c and covers_several(c, o) for o in claiming)]
    if len(inner) == 1:
        for column in claiming:
            if column is not inner[0]:
                column.drop(f"一格管几行，时限已取里面的“{inner[0].name}”")
        return inner
    timed = [column for column in claiming if column.profile.share(*TIMES) >= 0.7]
    rest = [column for column in claiming if column.profile.share(*TIMES) < 0.3]
    if len(timed) == 1 and len(timed) + len(rest) == len(claiming):
        for column in rest:
            if not column.profile.filled:
                column.drop(EMPTY)
        return timed
    table.ask(name, claiming)
    return []


def take_steps(table: TableColumns) -> None:
    """Take the tasks of periods as the steps of the requirement, or as content if there is one."""
    times = ("requirement", "due")
    is_told = any(map(table.of, times)) or any(choice.field in times for choice in table.choices)
    for column in table.columns:
        if column.place in table.steps and column.grade is Grade.UNREAD:
            column.take("content" if is_told else "requirement", STEPS)


def take_marks(table: TableColumns) -> None:
    """Take a calendar of marks as the requirement if no other column says when."""
    times = ("requirement", "due", "start")
    if any(map(table.of, times)) or any(choice.field in times for choice in table.choices):
        return
    table.marks = marked_columns(calendar_columns(table.columns, fewest=2))
    for column in table.columns:
        if column.place in table.marks:
            column.take("requirement", _MARKED)
