"""The changes that a command would record, given the state of a project.

Each function takes a project and its state as of the day in question. It returns the changes, none if there
is nothing to change, and raises ``RefusedError`` if a rule forbids them.
"""

from datetime import date
from typing import NamedTuple

from dushiquan.domain.events import (
    DueChange,
    Event,
    EventKind,
    Nothing,
    Payload,
    ProgressReport,
    StatusChange,
    TargetCount,
)
from dushiquan.domain.plan import Project
from dushiquan.domain.recurring import is_by_occurrences
from dushiquan.domain.status import STATUS_LABELS, State, Status, check_transition
from dushiquan.errors import RefusedError


class Change(NamedTuple):
    """An event before it is entered: without a moment and an actor.

    ``event_id`` is "" unless it is derived from what is recorded (``domain.form``).
    """

    kind: EventKind
    payload: Payload = Nothing()
    note: str = ""
    revokes: str | None = None
    event_id: str = ""


def check_day(on: date, today: date) -> None:
    """Refuse an event of the future."""
    if on > today:
        raise RefusedError(f"{on} 还没有到（今天是 {today}），不能先行记录。")


def close_out(project: Project, state: State, note: str = "") -> list[Change]:
    """Close a project out (销号): the office confirms completion."""
    return _status(project, state, Status.DONE, note)


def update(
    project: Project,
    state: State,
    *,
    status: Status | None = None,
    progress: int | None = None,
    note: str = "",
    reason: str = "",
) -> list[Change]:
    """Record a reported status, progress (0 to 100) and note; a first progress also starts the project."""
    _check_in_plan(project, state)
    changes = []
    if status:
        changes += _status(project, state, status, reason)
    elif progress:
        changes += _start(project, state)
    if progress is not None and progress != state.progress:
        changes.append(Change(EventKind.PROGRESS, ProgressReport(state.progress, progress)))
    if note:
        changes += add_note(project, state, note)
    return changes


def add_note(project: Project, state: State, text: str) -> list[Change]:
    """Add a note to a project's history."""
    _check_in_plan(project, state)
    if not text.strip():
        raise RefusedError("说明是空的，未记录；请写明内容。")
    return [Change(EventKind.NOTE, note=text.strip())]


def tick(project: Project, state: State, target: str, number: int) -> list[Change]:
    """Add to the count of a target (指标); a first count also starts the project."""
    _check_in_plan(project, state)
    count = state.counts.get(target, 0)
    if count + number < 0:
        raise RefusedError(f"{project.id} 的“{target}”只记了 {count}，减不了 {-number}。")
    counted = Change(EventKind.COUNT, TargetCount(target, count, count + number))
    return [*_start(project, state), counted]


def defer(project: Project, state: State, due: date, reason: str, approved_by: str = "") -> list[Change]:
    """Move the due date later (延期), and say why."""
    _check_in_plan(project, state)
    if state.status in (Status.DONE, Status.DROPPED):
        raise RefusedError(f"{project.id} {STATUS_LABELS[state.status]}，无须延期。")
    if is_by_occurrences(project):
        raise RefusedError(f"{project.id} 是定期事项，各次的时限由计划定，不能延期；要改的请调整计划。")
    if not reason.strip():
        raise RefusedError(f"{project.id} 延期须说明理由，请加 --reason “理由”。")
    if state.due and due <= state.due:
        raise RefusedError(f"{project.id} 现时限为 {state.due}，新时限 {due} 须在其后。")
    note = reason.strip() + (f"（{approved_by}批准）" if approved_by else "")
    return [Change(EventKind.DEFER, DueChange(state.due, due), note)]


def submit(project: Project, state: State, evidence: str) -> list[Change]:
    """Apply to close a project out (申请销号): the unit says it is finished, and shows by what."""
    _check_in_plan(project, state)
    if not evidence.strip():
        raise RefusedError(f"{project.id} 申请销号须附依据，请加 --evidence “依据”。")
    return _status(project, state, Status.SUBMITTED, evidence)


def send_back(project: Project, state: State, reason: str) -> list[Change]:
    """Return an application (退回): the evidence does not hold, and the unit goes on."""
    _check_in_plan(project, state)
    if state.status is not Status.SUBMITTED:
        raise RefusedError(f"{project.id} 现为{STATUS_LABELS[state.status]}，没有申请销号，不能退回。")
    return _status(project, state, Status.ACTIVE, reason)


def revoke(event: Event) -> Change:
    """Take an event back: it never happened."""
    return Change(EventKind.REVOKE, revokes=event.id)


def _start(project: Project, state: State) -> list[Change]:
    if state.status is not Status.PLANNED:
        return []
    return _status(project, state, Status.ACTIVE)


def _status(project: Project, state: State, after: Status, reason: str = "") -> list[Change]:
    _check_in_plan(project, state)
    if state.status is after:
        return []
    check_transition(str(project.id), state.status, after, reason)
    kind = EventKind.STATUS
    if after is Status.SUBMITTED:
        kind = EventKind.SUBMIT
    elif state.status is Status.SUBMITTED and after is Status.ACTIVE:
        kind = EventKind.RETURN
    return [Change(kind, StatusChange(state.status, after), reason.strip())]


def _check_in_plan(project: Project, state: State) -> None:
    if state.withdrawn_on:
        raise RefusedError(f"{project.id} 已从计划中撤销，不再记录。")
