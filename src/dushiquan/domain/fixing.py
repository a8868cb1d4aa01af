"""Correct an entry (更正): what of it can be corrected, and what recording it anew changes."""

from collections.abc import Iterable
from typing import NamedTuple

from dushiquan.domain.acts import (
    Change,
    answer,
    change_status,
    defer,
    expect,
    refuse_deferral,
    remark,
    request_deferral,
    send_back,
    tick,
    update,
)
from dushiquan.domain.events import (
    DeferralRefusal,
    DeferralRequest,
    DueChange,
    Event,
    EventKind,
    ExpectedDay,
    LetterAnswer,
    ProgressReport,
    StatusChange,
    TargetCount,
)
from dushiquan.domain.history import is_start
from dushiquan.domain.plan import Project
from dushiquan.domain.status import CLOSED, STATUS_LABELS, State, Status, needs_reason
from dushiquan.errors import RefusedError


class Correction(NamedTuple):
    """What is to be different of an entry; None is left as it was. ``step`` is how many were counted."""

    progress: int | None = None
    step: int | None = None
    note: str | None = None


_FIELDS: dict[EventKind, tuple[str, str]] = {
    EventKind.STATUS: ("状态", "note"),
    EventKind.PROGRESS: ("进度", "progress"),
    EventKind.NOTE: ("说明", "note"),
    EventKind.COUNT: ("指标完成数", "step"),
    EventKind.DEFER: ("改时限", "note"),
    EventKind.SUBMIT: ("申请销号", "note"),
    EventKind.RETURN: ("退回", "note"),
    EventKind.ANSWER: ("回复", "note"),
    EventKind.PROBLEM: ("存在问题", "note"),
    EventKind.NEXT: ("下步打算", "note"),
    EventKind.EXPECT: ("预计完成日期", ""),
    EventKind.REQUEST: ("申请延期", "note"),
    EventKind.REFUSE: ("不同意延期", "note"),
}
"""What each kind of entry is about, and the field of ``Correction`` that it has, if any."""
_OPTIONS = {"progress": "--progress", "step": "--count", "note": "--note"}


def check_correctable(event: Event, correction: Correction) -> None:
    """Refuse to correct a field that an entry does not have, or an entry that has none."""
    if event.kind is EventKind.REVOKE:
        raise RefusedError(f"第{event.number}号是撤回，没有可更正的；要取消它请用 dsq undo {event.number}。")
    if event.kind is EventKind.REMIND:
        raise RefusedError(f"第{event.number}号是催办，已经发出；发错的请用 dsq undo {event.number} 撤回。")
    if event.kind is EventKind.SETTLE:
        raise RefusedError(
            f"第{event.number}号是认可现状，没有可更正的；要撤回请用 dsq undo {event.number}。"
        )
    if not is_correctable(event):
        raise RefusedError(
            f"第{event.number}号是计划的载入或调整；要改请改好计划文件再载入，"
            f"要撤回请用 dsq undo {event.number}。"
        )
    what, field = _FIELDS[event.kind]
    asked = [name for name, value in correction._asdict().items() if value is not None and name != field]
    if asked:
        raise RefusedError(
            f"第{event.number}号记的是{what}，不能用 {_OPTIONS[asked[0]]} 改；"
            f"可用 {_OPTIONS[field] + '、' if field else ''}--on、--project。"
        )


def is_correctable(event: Event) -> bool:
    """Tell whether an entry is a report or the answer to one: such entries are corrected, and moved."""
    return event.kind in _FIELDS


def says_so(event: Event, correction: Correction) -> bool:
    """Tell whether an entry says already what a correction asks for."""
    match event.payload:
        case ProgressReport(_, progress):
            return correction.progress in (None, progress)
        case TargetCount() as counted:
            return correction.step in (None, counted.step)
    return correction.note is None or correction.note.strip() == event.note


def correct(event: Event, project: Project, state: State, correction: Correction) -> list[Change]:
    """Record an entry anew with a correction, on a project whose state on that day is ``state``.

    Raise ``RefusedError`` if a rule forbids it on that project or day.
    """
    check_correctable(event, correction)
    note = event.note if correction.note is None else correction.note.strip()
    if not note:
        _refuse_without_reason(event, project, state)
    match event.payload:
        case ProgressReport(_, was):
            changes = update(
                project, state, progress=was if correction.progress is None else correction.progress
            )
        case TargetCount(target) as counted:
            if target not in {each.name for each in project.targets}:
                raise RefusedError(f"{project.id} 没有指标“{target}”，第{event.number}号不能改记到这一项。")
            changes = tick(
                project, state, target, counted.step if correction.step is None else correction.step
            )
        case DueChange() as moved:
            changes = defer(project, state, moved.after, note)
            _check_direction(event, moved, project, state)
        case StatusChange() if event.kind is EventKind.RETURN:
            changes = send_back(project, state, note)
        case StatusChange(_, after):
            changes = change_status(project, state, after, note)
        case LetterAnswer() as letter:
            changes = answer(project, state, letter, note)
        case ExpectedDay(day):
            changes = expect(project, state, day)
        case DeferralRequest(until):
            changes = request_deferral(project, state, until, note)
        case DeferralRefusal():
            changes = refuse_deferral(project, state, note)
        case payload:
            changes = remark(project, state, event.kind, payload, note)
    if event.kind not in [change.kind for change in changes]:
        means = "改了就成了退回申请" if changes else "等于没有记"
        raise RefusedError(
            f"第{event.number}号不能这样改：{project.id} 那时已是{STATUS_LABELS[state.status]}，{means}；"
            f"要去掉它请用 dsq undo {event.number}。"
        )
    return [change._replace(replaces=event.id) if change.kind is event.kind else change for change in changes]


def _refuse_without_reason(event: Event, project: Project, state: State) -> None:
    """Refuse to leave an entry without the reason or evidence that it needs on this project."""
    what = f"第{event.number}号记的是{_FIELDS[event.kind][0]}，"
    match event.payload:
        case StatusChange(_, after) if needs_reason(state.status, after):
            if event.kind is EventKind.STATUS:
                what = f"{project.id} 由{STATUS_LABELS[state.status]}改为{STATUS_LABELS[after]}"
        case DueChange() | DeferralRequest() | DeferralRefusal():
            pass
        case _:
            return
    raise RefusedError(f"{what}须说明理由或依据，请加 --note “文字”。")


def _check_direction(event: Event, moved: DueChange, project: Project, state: State) -> None:
    """Refuse to move a deferral to a project whose due date it would bring forward, or the other way."""
    if event.identity == project.identity or not (moved.before and state.due):
        return
    if (moved.after > moved.before) is not (moved.after > state.due):
        was, now = ("延期", "提前") if moved.after > moved.before else ("提前", "延期")
        raise RefusedError(
            f"第{event.number}号记的是{was}，{project.id} 的时限是 {state.due}，改记就成了{now}；"
            f"请核对；确要{now}的，请用 dsq undo {event.number} 撤回，再用 dsq defer {project.id} 另记。"
        )


def move(
    event: Event, moved: Iterable[Event], project: Project, state: State, correction: Correction
) -> list[Change]:
    """Record entries of one command anew, in order, ``event`` among them with a correction.

    A start is left out if the project has started already. Progress that came with a closing is recorded
    beside it.
    """
    changes: list[Change] = []
    for each in moved:
        if each.id != event.id and is_start(each.payload) and state.status is not Status.PLANNED:
            continue
        anew = correct(each, project, state, correction if each.id == event.id else Correction())
        for change in anew:
            if isinstance(change.payload, StatusChange):
                after = change.payload.after
                state = state._replace(status=Status.ACTIVE if after in CLOSED else after)
        changes += anew
    return changes
