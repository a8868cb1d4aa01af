"""The brief (简报) as one page and as JSON: tiles, trend, groups, red projects, what to decide, units."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dushiquan.domain.assessment import RankedUnit
from dushiquan.domain.brief import MOST_APPEALS, Appeal, Brief, Red, resting
from dushiquan.domain.counting import Count
from dushiquan.domain.supervision import Item, Light, ReasonKind
from dushiquan.formats.document import Document, Front, Grid, Section, Tile
from dushiquan.formats.figure import Columns, Lane, Schedule, Shade, Stack, Stacks
from dushiquan.papers.contract import number_json, project_json, remark_json, request_json
from dushiquan.papers.counts import count_json, paced_text
from dushiquan.papers.labels import (
    LIGHT_MARKS,
    NONE,
    day_compared,
    full_day,
    iso,
    month_day,
    number_text,
    percent,
)
from dushiquan.papers.letter_labels import letter_number
from dushiquan.papers.reasons import reason_text

MOST_REDS, MOST_GROUPS, MOST_UNITS = 8, 8, 3
"""So many red projects beside three appeals, groups, and units at each end fit the page."""
_LONGEST_TITLE, _LONGEST_UNIT, _LONGEST_IN_TABLE, _LONGEST_PLAN, _LONGEST_APPEAL = 26, 10, 12, 50, 145
"""So many characters of a name fit; more are cut, and the cut is seen."""
_MOST_REASONS = 2

_LEGEND: Mapping[Shade, str] = {"red": "红", "yellow": "黄", "green": "绿", "done": "已完成"}
_RESTING = "暂缓等"
"""The word for what was paused, dropped or carried."""
_PARTS = {ReasonKind.MILESTONE_OVERDUE: "节点", ReasonKind.OCCURRENCE_OVERDUE: "指标"}
"""What is late, if it is not the whole project."""
_GROUPINGS = {"category": "类别", "plan": "计划"}


def brief_document(brief: Brief, *, signed: str) -> Document:
    """Return the brief as a paper that is one page."""
    front = brief_front(brief, signed=signed)
    return Document(front.title, [], signed=front.signed, dated=front.dated, front=front)


def brief_front(brief: Brief, *, signed: str) -> Front:
    """Return the brief as a page that can stand before a circular."""
    several = len(brief.plans) > 1
    plans = f"《{_short(brief.plans[0], _LONGEST_PLAN)}》{f'等{len(brief.plans)}个计划' if several else ''}"
    rows = [
        [_tiles(brief)],
        [section for section in (_trend(brief), _groups(brief)) if section],
        [_reds(brief)],
        [_appeals(brief)],
        _units(brief),
    ]
    compared = f"，变化与{day_compared(brief.span, brief.as_of)}相比" if brief.previous.total else ""
    dated = f"截至{full_day(brief.as_of)}，共{brief.total.total}项{compared}"
    return Front(f"{plans}进展简报", signed, dated, [row for row in rows if row])


# --- tiles -------------------------------------------------------------------------------------------


def _tiles(brief: Brief) -> Section:
    now, then = brief.total, brief.previous
    progress = "—" if now.progress is None else f"{now.progress}%/{now.pace}%"
    tiles = [
        Tile("已完成", str(now.done), _change(now.done, then.done, brief)),
        _light_tile(Light.RED, brief),
        _light_tile(Light.YELLOW, brief),
        Tile(f"{brief.days}天内到期", str(brief.due), _change(brief.due, brief.previous_due, brief)),
        Tile(f"进度/序时{paced_text(now)}", progress, _progress_change(brief)),
    ]
    rows = [(tile.name, tile.value, tile.change) for tile in tiles]
    return Section("总体", [], Grid(("项", "数", "变化"), rows, numbers=(1,)), tiles=tiles)


def _light_tile(light: Light, brief: Brief) -> Tile:
    now, then = brief.total.lights[light], brief.previous.lights[light]
    return Tile(LIGHT_MARKS[light], str(now), _change(now, then, brief), light.value if now else "")


def _change(now: int, then: int, brief: Brief) -> str:
    if not brief.previous.total:
        return ""
    return f"较{brief.span.before}{now - then:+d}" if now != then else f"与{brief.span.before}持平"


def _progress_change(brief: Brief) -> str:
    """Say what both were before."""
    then = brief.previous
    if then.progress is None or then.pace is None:
        return ""
    return f"{brief.span.before}{then.progress}%/{then.pace}%"


# --- figures -----------------------------------------------------------------------------------------


def _legend(counts: Iterable[Count]) -> dict[Shade, str]:
    """Return the shades with their words: that of the resting only if there are some."""
    return {**_LEGEND, "resting": _RESTING} if any(map(resting, counts)) else dict(_LEGEND)


def _parts(count: Count) -> dict[Shade, int]:
    return {
        "red": count.lights[Light.RED],
        "yellow": count.lights[Light.YELLOW],
        "green": count.lights[Light.GREEN],
        "done": count.done,
        "resting": resting(count),
    }


def _table(first: str, legend: Mapping[Shade, str], stacks: Iterable[Stack]) -> Grid:
    rows = [
        [stack.name, str(stack.total), *(str(stack.parts[shade] or "") for shade in legend)]
        for stack in stacks
    ]
    return Grid((first, "总数", *legend.values()), rows, numbers=range(1, len(legend) + 2))


def _trend(brief: Brief) -> Section | None:
    """Return the counts day by day as columns; None if there is only one day."""
    if len(brief.trend) < 2:
        return None
    legend = _legend(brief.trend.values())
    columns = [Stack(_day_name(day, brief), _parts(count)) for day, count in brief.trend.items()]
    figure = Columns("红黄绿灯走势", legend, columns)
    return Section("红黄绿灯走势", [], _table("日期", legend, columns), figure=figure)


def _day_name(day: date, brief: Brief) -> str:
    """Name a day of the trend: the end of a month by the month, if all but the last are."""
    *before, _ = brief.trend
    is_end = (day + timedelta(days=1)).day == 1
    if is_end and all((each + timedelta(days=1)).day == 1 for each in before):
        return f"{day.month}月"
    return month_day(day)


def _groups(brief: Brief) -> Section | None:
    """Return the groups as bars, the worst first; None if there is only one."""
    if len(brief.groups) < 2:
        return None
    legend = _legend(brief.groups)
    rows = [_group_stack(count.name or NONE, [count]) for count in brief.groups]
    if len(rows) > MOST_GROUPS:
        others = brief.groups[MOST_GROUPS - 1 :]
        rows = [*rows[: MOST_GROUPS - 1], _group_stack(f"其余{len(others)}个", others)]
    word = _GROUPINGS[brief.grouping]
    heading = f"各{word}（红灯占比高的在前）"
    return Section(heading, [], _table(word, legend, rows), figure=Stacks(heading, legend, rows))


def _group_stack(name: str, counts: Sequence[Count]) -> Stack:
    parts = [_parts(count) for count in counts]
    added: dict[Shade, int] = {shade: sum(each[shade] for each in parts) for shade in parts[0]}
    return Stack(name, added, f"共{sum(added.values())}项")


# --- red projects ------------------------------------------------------------------------------------


def _reds(brief: Brief) -> Section:
    if not brief.reds:
        return Section("红灯项目", ["没有亮红灯的项目。"])
    spare = MOST_APPEALS - min(len(brief.appeals), MOST_APPEALS)
    shown = brief.reds[: MOST_REDS + max(2 * spare - 1, 0)]  # an appeal takes the room of two
    shown_only = f"，列出前{len(shown)}项" if len(brief.reds) > len(shown) else ""
    rows = [
        (
            str(red.item.project.id),
            red.item.project.title,
            red.item.project.reporter,
            iso(red.item.state.due),
            percent(red.item.supervision.progress or 0),
            _reason(red.item),
            "" if red.silent is None else str(red.silent),
        )
        for red in shown
    ]
    headings = ("序号", "项目名称", "责任单位", "时限", "进度", "红灯原因", "未报送天数")
    return Section(
        f"红灯项目（{len(brief.reds)}项{shown_only}）",
        [],
        Grid(headings, rows, days=(3,), numbers=(4, 6)).filled(),
        figure=Schedule("红灯项目", brief.as_of, list(map(_lane, shown))),
    )


def _lane(red: Red) -> Lane:
    item = red.item
    return Lane(
        _named(item),
        item.project.start,
        item.state.due,
        item.supervision.progress or 0,
        [_reason(item), *([f"{red.silent}天未报送"] if red.silent else [])],
        item.supervision.days_overdue > 0,
    )


def _reason(item: Item) -> str:
    """Say in few words why an item is red."""
    first, days = item.supervision.reasons[0], item.supervision.days_overdue
    if days:
        waiting = "，待核实" if item.state.awaits_office else ""
        return f"{_PARTS.get(first.kind, '')}逾期{days}天{waiting}"
    return f"落后序时{item.supervision.points_behind:.10g}个百分点"


def _named(item: Item) -> str:
    """Name an item by number, title and unit, each as far as it fits."""
    whose = _short(item.project.reporter, _LONGEST_UNIT)
    title = _short(item.project.title, _LONGEST_TITLE)
    return f"{item.project.id} {title}{f'（{whose}）' if whose else ''}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


# --- what is asked, and of whom ----------------------------------------------------------------------


def _appeals(brief: Brief) -> Section:
    if not brief.appeals:
        return Section("请领导协调", ["没有需要领导协调的项目。"])
    told = [f"{number}. {_appeal(appeal)}" for number, appeal in enumerate(brief.appeals[:MOST_APPEALS], 1)]
    left = len(brief.appeals) - len(told)
    return Section(f"请领导协调{f'（另有{left}项没有列出）' if left else ''}", told)


def _appeal(appeal: Appeal) -> str:
    item = appeal.item
    said = ["，".join(map(reason_text, item.supervision.reasons[:_MOST_REASONS]))]
    if appeal.letters:
        latest = appeal.letters[-1]
        several = f"等{len(appeal.letters)}次催办" if len(appeal.letters) > 1 else ""
        named = letter_number(latest.year, latest.number)
        said.append(f"{named}{several}应于{month_day(latest.by)}前答复，至今未复")
    if appeal.request:
        said.append(f"申请延期至{full_day(appeal.request.until)}，待批")
    if appeal.deferrals:
        planned = f"（原时限{full_day(item.project.due)}）" if item.project.due else ""
        said.append(f"延期{appeal.deferrals}次{planned}后仍亮红灯")
    if appeal.level:
        said.append(f"建议层级：{appeal.level}")
    if appeal.problem:
        said.append(f"单位反映（{month_day(appeal.problem.on)}）：{appeal.problem.text.rstrip('。')}")
    return _short(f"{_named(item)}：{'；'.join(filter(None, said))}", _LONGEST_APPEAL) + "。"


def _units(brief: Brief) -> list[Section]:
    """Return the units first and last, side by side; all in one table if there are few; none if one."""
    units = brief.units
    if len(units) < 2:
        return []
    if units[0].rank == units[-1].rank:
        points = number_text(units[0].record.total_points)
        return [Section("责任单位名次", [f"{len(units)}个责任单位并列，得分都是{points}。"])]
    if len(units) <= MOST_UNITS:
        return [_standings("责任单位名次", units)]
    few = min(MOST_UNITS, len(units) // 2)
    first, last = units[:few], units[-few:]
    return [
        _standings(f"责任单位前{few}位（共{len(units)}个）", first, _tied(first[-1], units, first)),
        _standings(f"责任单位后{few}位", last, _tied(last[0], units, last)),
    ]


def _tied(edge: RankedUnit, units: Sequence[RankedUnit], shown: Sequence[RankedUnit]) -> str:
    """Say how many units of the same rank as the one at the edge are not shown."""
    left = sum(each.rank == edge.rank for each in units) - sum(each.rank == edge.rank for each in shown)
    return f"另有{left}个单位并列第{edge.rank}名。" if left else ""


def _standings(heading: str, standings: Sequence[RankedUnit], note: str = "") -> Section:
    rows = [
        (
            str(standing.rank),
            _short(standing.record.unit, _LONGEST_IN_TABLE),
            number_text(standing.record.total_points),
            f"{standing.record.count.done}/{standing.record.count.total}",
            str(len(standing.record.items["late"])),
        )
        for standing in standings
    ]
    headings = ("名次", "单位", "得分", "完成", "逾期")
    return Section(heading, [note] if note else [], Grid(headings, rows, numbers=(0, 2, 3, 4)))


# --- JSON --------------------------------------------------------------------------------------------


def brief_json(plans: Sequence[str], brief: Brief) -> dict[str, Any]:
    """Return what a brief says of plans by their keys, with projects as in ``project_json``."""
    return {
        "plans": list(plans),
        "titles": list(brief.plans),
        "period": {
            "name": brief.span.name,
            "start": iso(brief.span.start),
            "end": iso(brief.span.end),
            "since": iso(brief.span.told_until(brief.as_of)),
        },
        "as_of": iso(brief.as_of),
        "total": count_json(brief.total),
        "previous": count_json(brief.previous),
        "due_within": {"days": brief.days, "now": brief.due, "previous": brief.previous_due},
        "trend": [{"day": iso(day), **count_json(count)} for day, count in brief.trend.items()],
        "groups": [{brief.grouping: count.name, **count_json(count)} for count in brief.groups],
        "red": [{**project_json(red.item), "silent_days": red.silent} for red in brief.reds],
        "appeals": [
            {
                "plan": appeal.item.project.plan,
                "id": appeal.item.project.id.bare,
                "level": appeal.level,
                "letters": [
                    {"year": letter.year, "number": letter.number, "by": iso(letter.by)}
                    for letter in appeal.letters
                ],
                "deferral_request": request_json(appeal.request),
                "deferrals": appeal.deferrals,
                "problem": remark_json(appeal.problem),
                "reasons": [reason_text(reason) for reason in appeal.item.supervision.reasons],
            }
            for appeal in brief.appeals
        ],
        "units": [
            {
                "unit": standing.record.unit,
                "rank": standing.rank,
                "points": number_json(standing.record.total_points),
                "total": len(standing.record.items["total"]),
                "done": standing.record.count.done,
                "late": len(standing.record.items["late"]),
            }
            for standing in brief.units
        ],
    }
