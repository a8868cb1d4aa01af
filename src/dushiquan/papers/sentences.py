"""Events in words, as a clerk would write them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from dushiquan.domain.events import (
    DueChange,
    Event,
    EventKind,
    Fields,
    HeadingChange,
    Nothing,
    Origin,
    PlanLoad,
    ProgressReport,
    Reminder,
    Revised,
    StatusChange,
    TargetCount,
    Withdrawal,
    is_late_deferral,
)
from dushiquan.domain.plan import Project
from dushiquan.domain.status import STATUS_LABELS, State, Status, progress_of
from dushiquan.papers.labels import full_day, iso, percent


def sentence(event: Event) -> str:
    """Return an event as a phrase to follow the day and the project: 进度由20%报为60%."""
    note = event.note
    match event.payload:
        case StatusChange() if event.kind is EventKind.SUBMIT:
            return f"申请销号，依据：{note}"
        case StatusChange() if event.kind is EventKind.RETURN:
            return f"退回，继续办理：{note}"
        case StatusChange(before, after):
            return _bracketed(_status(before, after), note)
        case ProgressReport(before, after):
            return f"报进度{after}%" if before is None else f"进度由{before}%报为{after}%"
        case TargetCount(target, _, total) as count:
            return f"“{target}”{'完成' if count.step > 0 else '核减'} {abs(count.step)}，累计 {total}"
        case DueChange(before, after):
            late = "，逾期后申请" if is_late_deferral(event) else ""
            since = f"由{full_day(before)}" if before else ""
            return f"时限{since}延至{full_day(after)}{late}：{note}"
        case Reminder() as reminder:
            return _reminder(reminder)
        case Revised(before, after, added):
            return "计划新增此项" if added else _revision(before, after)
        case Withdrawal(withdrawn):
            return "计划撤销此项" if withdrawn else "计划恢复此项"
        case PlanLoad(_, projects):
            return f"载入计划，共{projects}项"
        case HeadingChange(_, after):
            return _heading(after)
        case Nothing():
            return f"{_OPENINGS[event.kind]}{note}"


_OPENINGS = {EventKind.NOTE: "", EventKind.REVOKE: "撤回一条记录"}
"""The beginning of the sentence of a kind without payload, before the note."""


def _revision(before: Fields, after: Fields) -> str:
    from dushiquan.papers.edition_lines import change_text

    return f"计划调整：{change_text(before, after)}"


def _heading(changed: Fields) -> str:
    from dushiquan.papers.edition_lines import heading_labels

    return f"计划调整：{'、'.join(heading_labels(changed))}有改动"


def _reminder(reminder: Reminder) -> str:
    from dushiquan.papers.letter_paper import STEP_LABELS

    step = STEP_LABELS[reminder.step]
    number = f"催办〔{reminder.year}〕{reminder.number}号"
    return f"{number}（{step}单），请{reminder.unit}于{full_day(reminder.by)}前报"


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
    """Return a line for each event: its day, its sentence and who entered it."""
    return [_bracketed(f"{iso(event.on)}，{what}", _entered(event)) for event, what in _told(list(events))]


def origin_text(origin: Origin | None) -> str:
    """Say where an event came from: 市环保局填报（表.xlsx）; "" if it was entered by hand."""
    if origin is None:
        return ""
    return f"{origin.unit}填报（{origin.file}）" if origin.unit else origin.file


def _entered(event: Event) -> str:
    return "，".join(filter(None, [event.actor, origin_text(event.origin)]))


def _told(events: list[Event], known: Iterable[Event] = ()) -> Iterator[tuple[Event, str]]:
    """Yield each event with its sentence; a revocation quotes the event that it takes back."""
    by_id = {event.id: event for event in (*known, *events)}
    revoked = {event.revokes for event in by_id.values() if event.revokes}
    for event in events:
        what = sentence(event)
        if event.revokes in by_id:
            taken = by_id[event.revokes]
            what = f"撤回{full_day(taken.on)}的记录：{sentence(taken)}"
        yield event, what + ("（已撤回）" if event.id in revoked else "")


LOG_HEADINGS = ("日期", "序号", "项目名称", "经过", "录入人", "录入时刻", "来源")
LOG_LEAVE = ("来源", "录入时刻", "录入人", "项目名称")
"""The columns dropped first on a narrow terminal."""


def log_rows(
    events: Iterable[Event], titles: Mapping[str, str], known: Iterable[Event] = ()
) -> list[tuple[str, ...]]:
    """Return events as rows under ``LOG_HEADINGS``, in the order given; revoked ones are marked."""
    rows: list[tuple[str, ...]] = []
    for event, what in _told(list(events), list(known)):
        entered = datetime.fromisoformat(event.recorded_at).astimezone().strftime("%Y-%m-%d %H:%M")
        title = titles.get(event.project, "")
        source = origin_text(event.origin)
        rows.append((iso(event.on), event.project, title, what, event.actor, entered, source))
    return rows


def differences(project: Project, before: State, after: State) -> str:
    """Say what changed in the state of a project: 进度 20% → 60%."""
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
