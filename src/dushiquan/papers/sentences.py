"""Events as a clerk would write them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from dushiquan.domain.history import (
    STATUS_LABELS,
    Event,
    EventKind,
    State,
    Status,
    is_late_deferral,
    progress_of,
)
from dushiquan.domain.plan import Project
from dushiquan.papers.labels import full_day, iso, percent


def sentence(event: Event) -> str:
    """What happened, as a phrase that follows the day and the project: "进度由20%报为60%"."""
    note, before, after = event.note, event.before, event.after
    match event.kind:
        case EventKind.STATUS:
            return _bracketed(_status(Status(before), Status(after)), note)
        case EventKind.PROGRESS:
            return f"报进度{after}%" if before is None else f"进度由{before}%报为{after}%"
        case EventKind.COUNT:
            done, total = after["count"] - before["count"], after["count"]
            return f"“{after['target']}”{'完成' if done > 0 else '核减'} {abs(done)}，累计 {total}"
        case EventKind.DEFER:
            late = "，逾期后申请" if is_late_deferral(event) else ""
            since = f"由{full_day(date.fromisoformat(before))}" if before else ""
            return f"时限{since}延至{full_day(date.fromisoformat(after))}{late}：{note}"
        case EventKind.SUBMIT:
            return f"申请销号，依据：{note}"
        case EventKind.RETURN:
            return f"退回，继续办理：{note}"
        case EventKind.REMIND:
            return _reminder(after)
        case EventKind.REVISE:
            return _revision(before, after)
        case EventKind.WITHDRAW:
            return "计划撤销此项" if after else "计划恢复此项"
        case EventKind.REVOKE:
            return "撤回一条记录"
        case _:
            return note


def _reminder(after: Mapping[str, Any]) -> str:
    from dushiquan.domain.reminders import ReminderStep
    from dushiquan.papers.letter_paper import STEP_LABELS

    step = STEP_LABELS[ReminderStep(after["step"])]
    by = full_day(date.fromisoformat(after["by"]))
    return f"催办〔{after['year']}〕{after['number']}号（{step}单），请{after['unit']}于{by}前报"


def _revision(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    from dushiquan.domain.edition import ADDED
    from dushiquan.papers.edition_lines import change_text

    return "计划新增此项" if after.get(ADDED) else f"计划调整：{change_text(before, after)}"


def _status(before: Status, after: Status) -> str:
    if after is Status.DONE:
        return "销号，确认完成"
    if after is Status.ACTIVE and before in (Status.DONE, Status.DROPPED, Status.PAUSED):
        return f"由{STATUS_LABELS[before]}恢复办理"
    if after is Status.ACTIVE and before is Status.PLANNED:
        return "启动办理"
    return f"由{STATUS_LABELS[before]}改为{STATUS_LABELS[after]}"


def _bracketed(text: str, reason: str) -> str:
    return f"{text}（{reason}）" if reason else text


def log_lines(events: Iterable[Event]) -> list[str]:
    """Events, each on a line of its own: its day, what happened, and who entered it."""
    return [_bracketed(f"{iso(event.on)}，{what}", event.actor) for event, what in _told(list(events))]


def _told(events: list[Event], known: Iterable[Event] = ()) -> Iterator[tuple[Event, str]]:
    """Each event with what happened; a revocation says what it took back, and that says so."""
    by_id = {event.id: event for event in (*known, *events)}
    revoked = {event.revokes for event in by_id.values() if event.revokes}
    for event in events:
        what = sentence(event)
        if event.revokes in by_id:
            taken = by_id[event.revokes]
            what = f"撤回{full_day(taken.on)}的记录：{sentence(taken)}"
        yield event, what + ("（已撤回）" if event.id in revoked else "")


LOG_HEADINGS = ("日期", "序号", "项目名称", "经过", "录入人", "录入时刻")
LOG_LEAVE = ("录入时刻", "录入人", "项目名称")
"""What leaves a narrow terminal first: the id tells which project, the title only reminds."""


def log_rows(
    events: Iterable[Event], titles: Mapping[str, str], known: Iterable[Event] = ()
) -> list[tuple[str, ...]]:
    """Events as rows under ``LOG_HEADINGS``, in the order given; what was taken back says so."""
    rows: list[tuple[str, ...]] = []
    for event, what in _told(list(events), list(known)):
        entered = datetime.fromisoformat(event.recorded_at).astimezone().strftime("%Y-%m-%d %H:%M")
        rows.append((iso(event.on), event.project, titles.get(event.project, ""), what, event.actor, entered))
    return rows


def differences(project: Project, before: State, after: State) -> str:
    """What became of a project's state, before → after, or that nothing did."""
    counts = {name: before.counts.get(name, 0) for name in {*before.counts, *after.counts}}
    pairs = [
        ("状态", STATUS_LABELS[before.status], STATUS_LABELS[after.status]),
        (
            "进度",
            percent(progress_of(project.targets, before)) or "未报",
            percent(progress_of(project.targets, after)) or "未报",
        ),
        ("时限", iso(before.due) or "无", iso(after.due) or "无"),
        *((f"“{name}”", str(was), str(after.counts.get(name, 0))) for name, was in sorted(counts.items())),
    ]
    return (
        "；".join(f"{what} {was} → {now}" for what, was, now in pairs if was != now) or "状态、进度、时限不变"
    )
