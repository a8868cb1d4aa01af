"""The circular (通报) as a paper: the lights, what changed, who owes what, and annexes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

from dushiquan.domain.circular import Circular, Late, ProjectEvent, looks_ahead_to
from dushiquan.domain.counting import Count
from dushiquan.domain.events import Event, EventKind, is_late_deferral
from dushiquan.domain.ids import ProjectId, natural
from dushiquan.domain.plan import KIND_LABELS, Kind
from dushiquan.domain.recurring import milestones
from dushiquan.domain.sent_letters import Answer, SentLetter
from dushiquan.domain.span import span_between
from dushiquan.domain.status import STATUS_LABELS, Status
from dushiquan.domain.supervision import Item, Light, ReasonKind
from dushiquan.formats.document import Bar, Document, Grid, Point, Section
from dushiquan.papers.circular_annexes import annexes
from dushiquan.papers.circular_changes import changes_section
from dushiquan.papers.circular_tables import ids_text, most_rows, rest_text, table, who
from dushiquan.papers.counts import paced_text
from dushiquan.papers.labels import (
    LIGHT_LABELS,
    NONE,
    day_compared,
    full_day,
    iso,
    month_day,
    moved_text,
    numeral,
    percent,
    targets_text,
)
from dushiquan.papers.letter_labels import letter_number
from dushiquan.papers.outcome_lines import results_text
from dushiquan.papers.reasons import WAITING, reason_text
from dushiquan.papers.sentences import sentence
from dushiquan.papers.shortcomings import shortcomings_section

_ANSWERS: dict[Answer, str] = {
    Answer.UNANSWERED: "到期未回复",
    Answer.AWAITED: "未到期",
}
"""What became of a letter."""
_LETTERS_FIRST = (Answer.UNANSWERED, Answer.ANSWERED, Answer.AWAITED)
_MOST_SILENT = 60
"""So many silent projects a weekly names by their numbers."""


def circular_document(
    circular: Circular, at_once: Section | None = None, *, signed: str, issue: int | None = None
) -> Document:
    """Return the circular as a paper, numbered ``issue`` if given; what has nothing to say is left out.

    ``at_once`` is what those who share the ledger recorded at once (两处同时记录).

    One of more than a week has all its tables whole, and every project in an annex. One of a week has the
    most pressing projects in its tables, and in its annex those that are red or turned yellow. That of a year
    tells what came of each project instead of its events.
    """
    is_year = circular.span.is_year
    sections = [
        _overall(circular),
        changes_section(circular),
        _overdue(circular),
        _near(circular),
        None if is_year else _entries(circular),
        _letters(circular),
        _silent(circular),
        None if is_year else _closings(circular),
        shortcomings_section(circular),
        at_once,
    ]
    told = [section for section in sections if section]
    return Document(
        title=f"关于《{circular.plan}》{_days(circular)}进展情况的通报",
        masthead="项目进展通报",
        issue=f"第{issue}期" if issue else "",
        signed=signed,
        dated=full_day(circular.as_of),
        addressed="各责任单位",
        sections=[
            replace(section, heading=f"{numeral(number)}、{section.heading}")
            for number, section in enumerate(told, 1)
        ],
        annexes=annexes(circular),
    )


def _days(circular: Circular) -> str:
    """Name the days that are told of: a month by its name, a week by its days, as circulars do."""
    start, end = circular.span.start, min(circular.as_of, circular.span.end)
    return circular.span.name if circular.span.is_long else span_between(start, end).name


# --- 总体情况 --------------------------------------------------------------------------------------------


def _overall(circular: Circular) -> Section:
    total = circular.total
    if not total.total:
        return Section("总体情况", ["计划内没有项目。"])
    paragraphs = [
        f"计划共{total.total}项。截至{full_day(circular.as_of)}，{_lights(circular)}"
        f"；已完成{total.done}项{_against(total.done, circular.previous.done, circular)}。",
        results_text(circular.outcomes) if circular.span.is_year else _standing(total),
    ]
    if total.progress is not None:
        paragraphs.append(_means(total))
    if not circular.span.is_long and (same := circular.still_yellow):
        paragraphs.append(f"黄灯中本期没有变化的{len(same)}项不再逐项列出。")
    groups = circular.categories if any(count.name for count in circular.categories) else ()
    done = [Bar(c.name or NONE, 100 * c.done // c.total, text=f"{c.done}/{c.total}") for c in groups]
    pace = [
        Bar(c.name or NONE, c.progress, c.pace, f"{c.progress}%，序时{c.pace}%{paced_text(c)}")
        for c in groups
        if c.progress is not None and c.pace is not None
    ]
    points = [
        Point(
            item.due,
            f"{item.project.id} {item.project.title}",
            light.value,
            LIGHT_LABELS[light],
        )
        for item in (*circular.red, *circular.yellow, *circular.green)
        if item.due and (light := item.supervision.light)
    ]
    return Section(
        "总体情况",
        paragraphs,
        _counts(groups, total),
        charts={"各类别完成情况": done, "进度与序时": pace},
        timeline=sorted(points, key=lambda point: point.day),
    )


def _means(total: Count) -> str:
    means = f"平均完成{total.progress}%，同期序时进度{total.pace}%（没有报过进度的按0计）"
    if not total.without_pace:
        return f"各项{means}。"
    return f"能与序时相比的{total.paced}项{means}；其余{total.without_pace}项没有起止时间，不在内。"


def _lights(circular: Circular) -> str:
    now, then = circular.total.lights, circular.previous.lights
    said = [
        f"{LIGHT_LABELS[light]}灯{now[light]}项{_against(now[light], then.get(light, 0), circular)}"
        for light in Light
        if now[light] or then.get(light)
    ]
    return f"亮{'、'.join(said)}" if said else "没有在办的项目"


def _against(now: int, then: int, circular: Circular) -> str:
    """Say how a number compares with that of the circular before, unless the plan did not exist then."""
    if not circular.previous.total:
        return ""
    day = day_compared(circular.span, circular.as_of)
    return (
        f"（与{day}持平）" if now == then else f"（比{day}{'多' if now > then else '少'}{abs(now - then)}项）"
    )


def _standing(total: Count) -> str:
    rate = {Status.DONE: f"（完成率{total.done_share}%）"}
    listed = "、".join(
        f"{STATUS_LABELS[status]}{number}项{rate.get(status, '')}"
        for status, number in total.statuses.items()
        if number
    )
    late = [f"逾期{total.late}项"] * bool(total.late) + [f"年末待评估{total.review}项"] * bool(total.review)
    return f"其中，{listed}。" + (f"有{'、'.join(late)}。" if late else "没有逾期的项目。")


def _counts(groups: Sequence[Count], total: Count) -> Grid:
    """Return the counts of each category and of all, without columns that nobody is in."""
    headings = ("类别", "项数", "已完成", "完成率", "平均进度", "序时", "红", "黄", "绿", "逾期", "待评估")
    rows = [
        (
            count.name or NONE,
            str(count.total),
            str(count.done or ""),
            percent(count.done_share),
            percent(count.progress) + paced_text(count),
            percent(count.pace),
            *(str(count.lights[light] or "") for light in Light),
            str(count.late or ""),
            str(count.review or ""),
        )
        for count in (*groups, total)
    ]
    if groups:
        return Grid(headings, rows, numbers=range(1, len(headings))).filled()
    return Grid(headings[1:], [row[1:] for row in rows], numbers=range(len(headings) - 1)).filled()


# --- 逾期、临近、进展、催办、未报送、销号 --------------------------------------------------------------


def _overdue(circular: Circular) -> Section | None:
    late, review = circular.overdue, circular.review
    paragraphs = []
    if review:
        paragraphs.append(
            f"有{len(review)}项要求为“{KIND_LABELS[Kind.ADVANCE]}”、时段已过，列入年末待评估，不计逾期："
            f"{_named(review)}。"
        )
    if any(each.working_days is None for each in late):
        paragraphs.append("有的逾期日期不在工作日历所知年份之内，只列自然日。")
    if late:
        units = len({each.item.project.reporter for each in late} - {""})
        whose = f"，涉及{units}个{who(each.item for each in late)}" if units else ""
        paragraphs.append(f"逾期{len(late)}项{whose}{rest_text(circular, [each.item for each in late])}：")
    late = late[: most_rows(circular)]
    rows = [
        (
            each.item.project.reporter,
            str(each.item.project.id),
            each.item.project.title,
            _due_text(each.item),
            _days_text(each),
            _latest(each),
            each.level,
        )
        for each in sorted(late, key=_unit_order(late))
    ]
    headings = (
        who(each.item for each in late),
        "序号",
        "项目名称",
        "时限",
        "逾期",
        "原因或最近情况",
        "建议层级",
    )
    return Section("逾期项目", paragraphs, table(headings, rows)) if paragraphs else None


def _latest(late: Late) -> str:
    """Return what was said last of a late project; what was said before it was late is no reason."""
    said = f"{month_day(late.latest.on)}，{_reason(late.latest)}" if late.latest else ""
    if late.item.state.awaits_office:
        return "；".join(filter(None, [said, WAITING]))
    if late.is_explained:
        return said
    return f"逾期后未报原因（此前{said}）" if said else "逾期后未报原因"


def _reason(event: Event) -> str:
    """Return what an event says of its project: its note, or that a deferral is asked for and why."""
    return sentence(event) if event.kind is EventKind.REQUEST else event.note


def _unit_order(late: Sequence[Late]) -> Any:
    """Return a sort key: units by their longest delay, and within a unit the longest first."""
    first: dict[str, int] = {}
    for position, each in enumerate(late):
        first.setdefault(each.item.project.reporter, position)
    return lambda each: (first[each.item.project.reporter], -each.item.supervision.days_overdue)


_OF_TARGETS = (ReasonKind.MILESTONE_OVERDUE, ReasonKind.OCCURRENCE_OVERDUE)


def _days_text(late: Late) -> str:
    first = late.item.supervision.reasons[0]
    days = reason_text(first) if first.kind in _OF_TARGETS else f"{first.days}天"
    return days if late.working_days is None else f"{days}（{late.working_days}个工作日）"


def _due_text(item: Item) -> str:
    return f"{iso(item.state.due if moved_text(item) else item.due)}{moved_text(item)}"


def _named(items: Sequence[Item]) -> str:
    return "、".join(f"{item.project.title}（{item.project.id}）" for item in items)


def _near(circular: Circular) -> Section | None:
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
        for item in items[: most_rows(circular)]
    ]
    headings = ("序号", "项目名称", who(items), "时限", "剩余天数", "进度")
    slow = [item for item in items if item.supervision.points_behind]
    late = f"，其中进度落后序时、照此可能逾期的{len(slow)}项（{ids_text(slow)}）" if slow else ""
    text = f"{_until(circular)}{late}{rest_text(circular, items)}："
    return Section("临近时限", [text], table(headings, rows, days=(3,), numbers=(4,))) if rows else None


def _until(circular: Circular) -> str:
    """Say how many are near or, if the circular looks further ahead, due by when."""
    last, number = looks_ahead_to(circular.span), len(circular.due_soon)
    return f"{month_day(last)}前到期{number}项" if last else f"{number}项临近时限"


def _entries(circular: Circular) -> Section | None:
    of_project: dict[ProjectId, list[ProjectEvent]] = {}
    for entry in circular.entries:
        of_project.setdefault(entry.item.project.id, []).append(entry)
    ids = sorted(of_project, key=natural)
    rows = [
        (str(id), of_project[id][0].item.project.title, _told(of_project[id], circular.since))
        for id in ids[: most_rows(circular)]
    ]
    late = sum(is_late_deferral(e.event) for e in circular.entries)
    paragraphs = [f"有{late}项延期为逾期后申请。"] * bool(late) + [
        f"本期{len(ids)}项有进展{rest_text(circular, [of_project[id][0].item for id in ids])}："
    ]
    headings = ("序号", "项目名称", "进展")
    return Section("本期进展", paragraphs, table(headings, rows)) if rows else None


def _told(entries: Sequence[ProjectEvent], since: date) -> str:
    """Tell the events of a project day by day; those of days up to ``since`` are marked 补记 or 更正."""
    days: dict[tuple[date, str], list[str]] = {}
    for entry in entries:
        late = "（更正）" if entry.event.replaces else "（补记）"
        days.setdefault((entry.event.on, late * (entry.event.on <= since)), []).append(_said(entry))
    return "；".join(
        f"{month_day(on)}{late}，{_without_day(on, dict.fromkeys(texts))}"
        for (on, late), texts in days.items()
    )


def _said(entry: ProjectEvent) -> str:
    project = entry.item.project
    return sentence(entry.event, project.targets, milestones(project)).rstrip("。")


def _without_day(on: date, texts: Iterable[str]) -> str:
    """Join what happened on a day; a text that begins with this day does not say it again."""
    return "，".join(text.removeprefix(month_day(on)) for text in texts)


def _letters(circular: Circular) -> Section | None:
    letters = [
        letter
        for letter in circular.letters
        if not circular.span.is_year or letter.answer is Answer.UNANSWERED
    ]
    sent = sum(circular.since < letter.on <= circular.span.end for letter in circular.letters)
    unanswered = sum(letter.answer is Answer.UNANSWERED for letter in letters)
    done = [letter for letter in letters if letter.answer is Answer.ANSWERED]
    answered = sum(letter.answered_on is not None for letter in done)
    awaited = sum(letter.answer is Answer.AWAITED for letter in letters)
    counted = {"本期发出催办单": sent, "已回复": answered, "到期未回复": unanswered, "未到期": awaited}
    counted["项目已了结"] = len(done) - answered
    parts = [f"{what}{number}份" for what, number in counted.items() if number]
    most = most_rows(circular)
    if most and len(letters) > most:
        parts.append(f"列{most}份，其余{len(letters) - most}份见月度通报")
        letters = sorted(letters, key=lambda letter: _LETTERS_FIRST.index(letter.answer))
    rows = [
        (
            letter_number(letter.year, letter.number, letter.sign),
            letter.unit,
            "、".join(str(item.project.id) for item in letter.items),
            iso(letter.on),
            iso(letter.by),
            _answer(letter),
        )
        for letter in letters[:most]
    ]
    headings = ("文号", "单位", "序号", "发出", "答复期限", "答复情况")
    text = f"{'，'.join(parts)}{'：' if rows else '。'}"
    return Section("催办与回复", [text], table(headings, rows, days=(3, 4))) if parts else None


def _answer(letter: SentLetter) -> str:
    left = "、".join(str(item.project.id) for item in letter.waiting)
    some = bool(letter.waiting) and len(letter.waiting) < len(letter.items)
    if not letter.waiting:
        return f"{month_day(letter.answered_on)}已回复" if letter.answered_on else "项目已了结"
    return _ANSWERS[letter.answer] + (f"（{left}）" if some else "")


def _silent(circular: Circular) -> Section | None:
    silent = circular.silent
    items = list(chain.from_iterable(silent.values()))
    units = len(silent) - ("" in silent)
    is_named = circular.span.is_long or len(items) <= _MOST_SILENT
    where = "（括号内为序号）" if is_named else "（序号见月度通报）"
    whose = f"，涉及{units}个{who(items)}{where}" if units else ""
    of_units = [
        (unit or NONE) + _silent_of(of_unit, circular.expected[unit], is_named)
        for unit, of_unit in silent.items()
    ]
    listed = "、".join(of_units) if units else ids_text(items)
    text = f"在办项目中有{len(items)}项本期未报进展{whose}：{listed}。"
    return Section("本期未报进展", [text]) if items else None


def _silent_of(silent: Sequence[Item], expected: int, is_named: bool) -> str:
    """Say which of a unit's projects are silent, or how many; and of how many, unless it is all."""
    share = "" if len(silent) == expected else f"{expected}项中{len(silent)}项"
    return f"{share}（{ids_text(silent)}）" if is_named else share or f"{len(silent)}项"


def _closings(circular: Circular) -> Section | None:
    rows = [
        (
            str(c.item.project.id),
            c.item.project.title,
            c.item.project.reporter,
            iso(c.item.state.done_on),
            targets_text(c.unmet, c.item.state.counts),
        )
        for c in circular.closings[: most_rows(circular)]
    ]
    missing = sum(bool(c.unmet) for c in circular.closings)
    lacking = f"，其中{missing}项有指标未达到" if missing else ""
    rest = rest_text(circular, [c.item for c in circular.closings])
    text = f"本期销号{len(circular.closings)}项{lacking}{rest}："
    headings = ("序号", "项目名称", who(c.item for c in circular.closings), "完成日期", "未达到的指标")
    return Section("销号情况", [text], table(headings, rows, days=(3,))) if rows else None
