"""The circular (通报) as a paper and as JSON."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any

from dushiquan.domain.circular import Circular, Late, ProjectEvent
from dushiquan.domain.counting import Count, shares
from dushiquan.domain.events import is_late_deferral
from dushiquan.domain.ids import ProjectId, natural
from dushiquan.domain.status import STATUS_LABELS
from dushiquan.domain.supervision import Item, Light, ReasonKind
from dushiquan.formats.document import Bar, Document, Grid, Point, Section
from dushiquan.papers.contract import log_json, project_json
from dushiquan.papers.counts import COUNT_HEADINGS, count_cells, count_json
from dushiquan.papers.labels import (
    LIGHT_LABELS,
    NONE,
    full_day,
    iso,
    month_day,
    moved_text,
    percent,
    status_text,
    targets_text,
)
from dushiquan.papers.reasons import reason_text, reasons_text
from dushiquan.papers.sentences import sentence


def circular_document(circular: Circular, *, signed: str, issue: int | None = None) -> Document:
    """Return the circular as a paper, numbered ``issue`` if given."""
    return Document(
        title=f"关于《{circular.plan}》{circular.span.name}进展情况的通报",
        masthead="项目进展通报",
        issue=f"第{issue}期" if issue else "",
        signed=signed,
        dated=full_day(circular.as_of),
        addressed="各责任单位",
        sections=[
            _overall(circular),
            _overdue(circular),
            _near(circular),
            _entries(circular),
            _silent(circular),
            _closings(circular),
        ],
        annexes=[
            _standings("附件1 滞后项目", circular.behind, "没有滞后项目。"),
            _standings("附件2 正常项目", circular.normal, "没有在办的正常项目。"),
            *([_resting(circular)] if circular.resting else []),
        ],
    )


def _overall(circular: Circular) -> Section:
    total = circular.total
    if not total.total:
        return Section("一、总体情况", ["计划内没有项目。"])
    parts = [(STATUS_LABELS[status], number) for status, number in total.statuses.items() if number]
    rates = shares([number for _, number in parts])
    listed = "；".join(
        f"{label}{number}项，占{rate}%" for (label, number), rate in zip(parts, rates, strict=True)
    )
    paragraphs = [
        f"计划共{total.total}项。截至{full_day(circular.as_of)}，{listed}。"
        f"其中逾期{total.late}项，年末待评估{total.review}项（详见附件）。",
        _against_previous(circular),
    ]
    if total.progress is not None and total.pace is not None:
        paragraphs.append(f"已报进度的项目平均完成{total.progress}%，同期序时进度{total.pace}%。")
    groups = circular.categories if any(count.name for count in circular.categories) else ()
    done = [Bar(c.name or NONE, 100 * c.done // c.total, text=f"{c.done}/{c.total}") for c in groups]
    pace = [
        Bar(c.name or NONE, c.progress, c.pace, f"{c.progress}%，序时{c.pace}%" + _reported(c))
        for c in groups
        if c.progress is not None and c.pace is not None
    ]
    items = [late.item for late in circular.overdue] + [*circular.normal, *circular.behind]
    points = {
        str(item.project.id): Point(
            item.due,
            f"{item.project.id} {item.project.title}",
            item.supervision.light.value if item.supervision.light else "",
            LIGHT_LABELS[item.supervision.light] if item.supervision.light else "其他",
        )
        for item in items
        if item.due
    }
    return Section(
        "一、总体情况",
        paragraphs,
        _counts(groups, total),
        charts={"各类别完成情况": done, "进度与序时": pace},
        timeline=sorted(points.values(), key=lambda point: point.day),
    )


def _counts(groups: Sequence[Count], total: Count) -> Grid:
    """Return the counts of each category and of all; a column of zeros is kept."""
    if not groups:
        return Grid(COUNT_HEADINGS, [count_cells(total)], numbers=range(len(COUNT_HEADINGS)))
    rows = [(count.name or NONE, *count_cells(count)) for count in (*groups, total)]
    return Grid(("类别", *COUNT_HEADINGS), rows, numbers=range(1, len(COUNT_HEADINGS) + 1))


def _reported(count: Count) -> str:
    """Say how many projects a mean covers, unless it covers the whole group."""
    return "" if count.reported == count.total else f"（按{count.reported}/{count.total}项计）"


def _against_previous(circular: Circular) -> str:
    def change(now: int, then: int) -> str:
        if now == then:
            return "持平"
        return f"{'增加' if now > then else '减少'}{abs(now - then)}项"

    now, then = circular.total, circular.previous
    return (
        f"与{circular.span.before}末相比，已完成项目{change(now.done, then.done)}，"
        f"逾期项目{change(now.late, then.late)}。"
    )


def _overdue(circular: Circular) -> Section:
    late, review = circular.overdue, circular.review
    paragraphs = []
    if review:
        paragraphs.append(
            f"有{len(review)}项要求为“推进”、时段已过，列入年末待评估，不计逾期：{_named(review)}。"
        )
    if any(each.working_days is None for each in late):
        paragraphs.append("有的逾期日期不在工作日历所知年份之内，只列自然日。")
    if late:
        units = len({each.item.project.reporter for each in late} - {""})
        whose = f"，涉及{units}个{_who(each.item for each in late)}" if units else ""
        paragraphs.append(f"逾期{len(late)}项{whose}，请逐项说明原因并抓紧办理：")
    else:
        paragraphs.append("没有逾期项目。")
    rows = [
        (
            each.item.project.reporter,
            str(each.item.project.id),
            each.item.project.title,
            _due_text(each.item),
            _days_text(each),
            each.latest,
            each.level,
        )
        for each in sorted(late, key=_unit_order(late))
    ]
    who = _who(each.item for each in late)
    headings = (who, "序号", "项目名称", "时限", "逾期", "原因或最近情况", "建议层级")
    return Section("二、逾期项目", paragraphs, _grid(headings, rows))


def _who(items: Iterable[Item]) -> str:
    """Return the heading of those who answer: units, and persons if some projects have no unit."""
    projects = [item.project for item in items]
    units = any(project.units.lead for project in projects)
    persons = any(project.persons and not project.units.lead for project in projects)
    return "或".join([*["牵头单位"] * units, *["负责人"] * persons]) or "牵头单位"


def _grid(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    days: Sequence[int] = (),
    numbers: Sequence[int] = (),
) -> Grid | None:
    """Return a table without empty columns, or None without rows."""
    return Grid(headings, rows, days, numbers).filled() if rows else None


def _unit_order(late: Sequence[Late]) -> Any:
    """Return a sort key: units by their longest delay, and within a unit the longest first."""
    first: dict[str, int] = {}
    for position, each in enumerate(late):
        first.setdefault(each.item.project.reporter, position)
    return lambda each: (first[each.item.project.reporter], -each.item.supervision.days_overdue)


def _days_text(late: Late) -> str:
    first = late.item.supervision.reasons[0]
    days = reason_text(first) if first.kind is ReasonKind.TARGET_OVERDUE else f"{first.days}天"
    return days if late.working_days is None else f"{days}（{late.working_days}个工作日）"


def _due_text(item: Item) -> str:
    return f"{iso(item.state.due if moved_text(item) else item.due)}{moved_text(item)}"


def _named(items: Sequence[Item]) -> str:
    return "、".join(f"{item.project.title}（{item.project.id}）" for item in items)


def _near(circular: Circular) -> Section:
    items = circular.due_soon
    rows = [
        (
            str(item.project.id),
            item.project.title,
            item.project.reporter,
            iso(item.due),
            str(item.supervision.days_left),
            percent(item.supervision.progress),
        )
        for item in items
    ]
    headings = ("序号", "项目名称", _who(items), "时限", "剩余天数", "进度")
    text = f"{len(items)}项将近时限，请抓紧收尾：" if items else "近期没有到期的项目。"
    return Section("三、临近时限", [text], _grid(headings, rows, days=(3,), numbers=(4,)))


def _entries(circular: Circular) -> Section:
    of_project: dict[ProjectId, list[ProjectEvent]] = {}
    for entry in circular.entries:
        of_project.setdefault(entry.item.project.id, []).append(entry)
    rows = [
        (str(id), of_project[id][0].item.project.title, _told(of_project[id], circular.span.start))
        for id in sorted(of_project, key=natural)
    ]
    late = sum(is_late_deferral(e.event) for e in circular.entries)
    if rows:
        paragraphs = [f"本期{len(rows)}项有进展或变动，共记录{len(circular.entries)}条。"]
    else:
        paragraphs = ["本期没有记录。"]
    if late:
        paragraphs.append(f"其中{late}项延期为逾期后申请。")
    headings = ("序号", "项目名称", "进展")
    return Section("四、本期进展", paragraphs, _grid(headings, rows))


def _told(entries: Sequence[ProjectEvent], start: date) -> str:
    """Tell the events of a project day by day; those from before the span are marked 补记."""
    days: dict[date, list[str]] = {}
    for entry in entries:
        days.setdefault(entry.event.on, []).append(sentence(entry.event).rstrip("。"))
    return "；".join(
        f"{month_day(on)}{'（补记）' if on < start else ''}，{'，'.join(dict.fromkeys(texts))}"
        for on, texts in days.items()
    )


def _silent(circular: Circular) -> Section:
    silent = circular.silent
    unnamed = NONE if any(silent) else ""
    rows = [
        (unit or unnamed, str(len(items)), "、".join(str(item.project.id) for item in items))
        for unit, items in silent.items()
    ]
    who = _who(chain.from_iterable(silent.values()))
    if not rows:
        text = "在办项目本期均有报送。"
    elif any(silent):
        text = f"{len(rows) - ('' in silent)}个{who}有在办项目本期未报送："
    else:
        text = f"{len(silent[''])}项在办项目本期未报送："
    return Section("五、未报送单位", [text], _grid((who, "项数", "序号"), rows, numbers=(1,)))


def _closings(circular: Circular) -> Section:
    rows = [
        (
            str(c.item.project.id),
            c.item.project.title,
            c.item.project.reporter,
            iso(c.item.state.done_on),
            targets_text(c.unmet, c.item.state.counts),
        )
        for c in circular.closings
    ]
    missing = sum(bool(c.unmet) for c in circular.closings)
    text = f"本期销号{len(rows)}项" if rows else "本期没有销号的项目。"
    if rows:
        text += f"，其中{missing}项有指标未达到：" if missing else "，指标均已达到："
    headings = ("序号", "项目名称", _who(c.item for c in circular.closings), "完成日期", "未达到的指标")
    return Section("六、销号情况", [text], _grid(headings, rows, days=(3,)))


def _standings(heading: str, items: Sequence[Item], none: str) -> Section:
    rows = [
        (
            str(item.project.id),
            item.project.title,
            "、".join(item.project.answerers),
            iso(item.due),
            status_text(item),
            percent(item.supervision.progress),
            reasons_text(item.supervision.reasons),
        )
        for item in items
    ]
    headings = ("序号", "项目名称", _who(items), "时限", "状态", "进度", "预警原因")
    return Section(heading, [_how_many(items) if rows else none], _grid(headings, rows, days=(3,)))


def _resting(circular: Circular) -> Section:
    rows = [
        (
            str(resting.item.project.id),
            resting.item.project.title,
            "、".join(resting.item.project.answerers),
            status_text(resting.item),
            resting.reason,
        )
        for resting in circular.resting
    ]
    headings = ("序号", "项目名称", _who(resting.item for resting in circular.resting), "状态", "理由")
    return Section("附件3 暂缓和终止项目", [f"共{len(rows)}项。"], _grid(headings, rows))


def _how_many(items: Sequence[Item]) -> str:
    yellow = sum(item.supervision.light is Light.YELLOW for item in items)
    return f"共{len(items)}项" + (f"，其中{yellow}项亮黄灯，原因见末列。" if yellow else "。")


def circular_json(circular: Circular) -> dict[str, object]:
    """Return the lists and counts of the circular, with projects as in ``project_json``."""
    return {
        "title": circular.plan,
        "period": {
            "name": circular.span.name,
            "start": iso(circular.span.start),
            "end": iso(circular.span.end),
        },
        "as_of": iso(circular.as_of),
        "total": count_json(circular.total),
        "previous": count_json(circular.previous),
        "categories": [{"category": c.name, **count_json(c)} for c in circular.categories],
        "overdue": [
            {**project_json(late.item), "working_days": late.working_days, "level": late.level}
            for late in circular.overdue
        ],
        "review": [project_json(item) for item in circular.review],
        "due_soon": [project_json(item) for item in circular.due_soon],
        "entries": log_json(entry.event for entry in circular.entries),
        "silent": [
            {"unit": unit, "projects": [str(item.project.id) for item in items]}
            for unit, items in circular.silent.items()
        ],
        "resting": [project_json(resting.item) for resting in circular.resting],
        "closings": [
            {"id": str(c.item.project.id), "unmet": [target.name for target in c.unmet]}
            for c in circular.closings
        ],
    }
