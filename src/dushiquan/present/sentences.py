"""Events as a clerk would write them."""

from collections.abc import Iterable

from dushiquan.domain.history import STATUS_LABELS, Event, EventKind, Status
from dushiquan.present.wording import percent


def sentence(event: Event) -> str:
    """What happened, as a phrase that follows the day and the project: "进度由20%报为60%"."""
    note = event.note
    match event.kind:
        case EventKind.STATUS:
            return _with_reason(_status(event), note)
        case EventKind.PROGRESS:
            if event.before is None:
                return f"报进度{percent(event.after)}"
            return f"进度由{percent(event.before)}报为{percent(event.after)}"
        case EventKind.NOTE:
            return note
        case _:
            return note


def _status(event: Event) -> str:
    before, after = Status(event.before), Status(event.after)
    if after is Status.DONE:
        return "销号，确认完成"
    if after is Status.ACTIVE and before in (Status.DONE, Status.DROPPED):
        return f"由{STATUS_LABELS[before]}恢复办理"
    if after is Status.ACTIVE and before is Status.PLANNED:
        return "启动办理"
    return f"由{STATUS_LABELS[before]}改为{STATUS_LABELS[after]}"


def _with_reason(text: str, reason: str) -> str:
    return f"{text}（{reason}）" if reason else text


def log_line(event: Event) -> str:
    """An event on a line of its own: its day, what happened, and who entered it."""
    return f"{event.on.isoformat()} {sentence(event)}" + (f"（{event.actor}）" if event.actor else "")


LOG_HEADINGS = ("项目", "日期", "经过", "录入人", "录入时刻")


def log_rows(events: Iterable[Event]) -> list[tuple[str, ...]]:
    """Events as rows under ``LOG_HEADINGS``; what was taken back says so."""
    events = list(events)
    revoked = {event.revokes for event in events if event.revokes}
    return [
        (
            event.project,
            event.on.isoformat(),
            sentence(event) + ("（已撤回）" if event.id in revoked else ""),
            event.actor,
            event.recorded_at[:16].replace("T", " "),
        )
        for event in events
    ]
