"""What a command would record: from where a project stands to the events that move it on.

Each function takes a project and its state as of the day in question and returns changes, or none where
there is nothing to change; it raises ``RefusedError`` where a rule forbids it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dushiquan.domain.history import EventKind, State, Status, check_transition
from dushiquan.domain.plan import Project
from dushiquan.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Change:
    """An event before it is entered: without a moment, an actor and an id."""

    kind: EventKind
    before: Any = None
    after: Any = None
    note: str = ""


def check_day(on: date, today: date) -> None:
    """Refuse an event of the future."""
    if on > today:
        raise RefusedError(f"{on} 还没有到（今天是 {today}），不能先行记录。")


def close_out(project: Project, state: State) -> list[Change]:
    """销号: the office confirms completion. Nothing to do where it has."""
    return _status(project, state, Status.DONE)


def update(
    project: Project,
    state: State,
    *,
    status: Status | None = None,
    progress: int | None = None,
    note: str = "",
    reason: str = "",
) -> list[Change]:
    """A reported status, progress (0 to 100) and note; a first progress also starts the project."""
    changes = []
    if status:
        changes += _status(project, state, status, reason)
    elif progress and state.status is Status.PLANNED:
        changes += _status(project, state, Status.ACTIVE)
    if progress is not None and progress != state.progress:
        changes.append(Change(EventKind.PROGRESS, state.progress, progress))
    if note:
        changes += add_note(project, state, note)
    return changes


def add_note(project: Project, state: State, text: str) -> list[Change]:
    """A note to a project's history."""
    if not text.strip():
        raise RefusedError("说明是空的，未记录；请写明内容。")
    return [Change(EventKind.NOTE, note=text.strip())]


def _status(project: Project, state: State, after: Status, reason: str = "") -> list[Change]:
    if state.withdrawn_on:
        raise RefusedError(f"{project.id} 已从计划中撤销，不再记录。")
    if state.status is after:
        return []
    check_transition(str(project.id), state.status, after, reason)
    return [Change(EventKind.STATUS, state.status, after, reason.strip())]
