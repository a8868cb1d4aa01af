"""What happened, and where that leaves a project.

History is an append-only list of events. The state of a project is the fold of its events, and its
state as of a day is the fold of those whose ``on`` is not later. Nothing is ever erased: an undo is an
event that revokes another and counts, like any event, from its own ``on``.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Any, NamedTuple

from dushiquan.domain.plan import Target
from dushiquan.errors import RefusedError


@unique
class Status(StrEnum):
    """Where a project stands (状态)."""

    PLANNED = "planned"
    ACTIVE = "active"
    SUBMITTED = "submitted"
    DONE = "done"
    PAUSED = "paused"
    DROPPED = "dropped"


RESTING = frozenset({Status.DONE, Status.PAUSED, Status.DROPPED})
"""Nothing is asked of a project in one of these: it has no light and is never overdue."""


@unique
class EventKind(StrEnum):
    """What kind of thing happened."""

    STATUS = "status"
    PROGRESS = "progress"
    NOTE = "note"
    COUNT = "count"
    DEFER = "defer"
    SUBMIT = "submit"
    RETURN = "return"
    REMIND = "remind"
    REVOKE = "revoke"
    REVISE = "revise"
    WITHDRAW = "withdraw"


REPORTS = frozenset(
    {
        EventKind.STATUS,
        EventKind.PROGRESS,
        EventKind.NOTE,
        EventKind.COUNT,
        EventKind.DEFER,
        EventKind.SUBMIT,
    }
)
"""The kinds that tell of the project itself. What the office does on its own (reminds, returns, revises
the plan, takes an entry back) does not make a unit one that has reported."""


class Event(NamedTuple):
    """Something that happened to a project.

    ``on`` is the day it took effect, ``recorded_at`` the UTC moment of its entry (ISO 8601), ``batch``
    is shared by what one command recorded. ``before`` and ``after`` are plain JSON values; a count's
    are ``{"target": name, "count": n}``. ``revokes`` is the id of the event that a revocation takes back.
    """

    id: str
    batch: str
    project: str
    kind: EventKind
    on: date
    recorded_at: str
    actor: str
    before: Any = None
    after: Any = None
    note: str = ""
    revokes: str | None = None


class State(NamedTuple):
    """Where a project stands, as its events tell it.

    ``progress`` is what was reported, 0 to 100, or None; ``counts`` what was ticked of each target;
    ``due`` the date in force; ``last_reported`` the last day on which something was heard of it.
    """

    status: Status = Status.PLANNED
    progress: int | None = None
    counts: Mapping[str, int] = MappingProxyType({})
    due: date | None = None
    deferrals: int = 0
    done_on: date | None = None
    last_reported: date | None = None
    withdrawn_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether work on the project goes on."""
        return self.status not in RESTING and self.withdrawn_on is None


def is_late_deferral(event: Event) -> bool:
    """逾期后申请: the deferral was asked for when the date in force had passed."""
    return (
        event.kind is EventKind.DEFER
        and event.before is not None
        and event.on > date.fromisoformat(event.before)
    )


def entered_on(recorded_at: str) -> date:
    """The day, where we are, of a moment of entry (UTC, ISO 8601)."""
    return datetime.fromisoformat(recorded_at).astimezone().date()


def in_force(events: Iterable[Event], as_of: date = date.max) -> list[Event]:
    """The events that count as of a day, in the order they took effect; ``events`` in order of entry."""
    known = [event for event in events if event.on <= as_of]
    revoked = {event.revokes for event in known if event.revokes}
    return sorted(
        (event for event in known if event.id not in revoked and not event.revokes),
        key=lambda event: event.on,
    )


def fold(due: date | None, events: Iterable[Event], as_of: date = date.max) -> State:
    """The state that ``events`` (in order of entry) leave a project in, whose plan says ``due``."""
    state = State(due=due)
    for event in in_force(events, as_of):
        state = _apply(state, event)
    return state


def _apply(state: State, event: Event) -> State:
    if event.kind in REPORTS:
        state = state._replace(last_reported=event.on)
    match event.kind:
        case EventKind.STATUS | EventKind.SUBMIT | EventKind.RETURN:
            status = Status(event.after)
            if event.before == Status.PLANNED and status is Status.ACTIVE and state.status != event.before:
                return state  # entered before something earlier was: a start reopens nothing
            if state.status in (Status.DONE, Status.DROPPED) and event.before not in (None, state.status):
                return state  # only a word said of it as closed reopens it
            done_on = (state.done_on or event.on) if status is Status.DONE else None
            return state._replace(status=status, done_on=done_on)
        case EventKind.PROGRESS:
            return state._replace(progress=event.after)
        case EventKind.COUNT:
            name, step = event.after["target"], event.after["count"] - event.before["count"]
            return state._replace(counts={**state.counts, name: state.counts.get(name, 0) + step})
        case EventKind.DEFER:
            return state._replace(due=date.fromisoformat(event.after), deferrals=state.deferrals + 1)
        case EventKind.REVISE if "due" in event.after:
            due = event.after["due"]
            return state._replace(due=date.fromisoformat(due) if due else None)
        case EventKind.WITHDRAW:
            return state._replace(withdrawn_on=event.on if event.after else None)
        case _:
            return state


def progress_of(targets: Iterable[Target], state: State) -> int | None:
    """The progress to show: 100 when done, else as reported, else the mean of its targets' counts.

    None where neither a progress nor a count has been reported.
    """
    if state.status is Status.DONE:
        return 100
    if state.progress is not None or not state.counts:
        return state.progress
    shares = [min(state.counts.get(t.name, 0), t.goal) * 100 / t.goal for t in targets]
    return int(sum(shares) / len(shares) + 1e-9) if shares else None


def is_met(target: Target, state: State) -> bool:
    """Whether a target's count has reached its goal."""
    return state.counts.get(target.name, 0) >= target.goal


def unmet(targets: Iterable[Target], state: State) -> list[Target]:
    """The targets whose count has not reached their goal."""
    return [target for target in targets if not is_met(target, state)]


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.PLANNED: frozenset({Status.ACTIVE, Status.SUBMITTED, Status.DONE, Status.PAUSED, Status.DROPPED}),
    Status.ACTIVE: frozenset({Status.SUBMITTED, Status.DONE, Status.PAUSED, Status.DROPPED}),
    Status.SUBMITTED: frozenset({Status.ACTIVE, Status.DONE, Status.PAUSED, Status.DROPPED}),
    Status.DONE: frozenset({Status.ACTIVE}),
    Status.PAUSED: frozenset({Status.ACTIVE, Status.DONE, Status.DROPPED}),
    Status.DROPPED: frozenset({Status.ACTIVE}),
}
"""From each status, those it may go to."""


def needs_reason(before: Status, after: Status) -> bool:
    """Whether a change of status must say why: pausing, dropping, reopening, applying to close out with
    evidence, and sending back.
    """
    return after in (Status.PAUSED, Status.DROPPED, Status.SUBMITTED) or (
        after is Status.ACTIVE and before in (Status.DONE, Status.DROPPED, Status.SUBMITTED)
    )


def check_transition(project: str, before: Status, after: Status, reason: str) -> None:
    """Raise ``RefusedError`` where the status may not change so, or not without a reason."""
    if after not in TRANSITIONS[before]:
        ways = "、".join(STATUS_LABELS[status] for status in Status if status in TRANSITIONS[before])
        raise RefusedError(
            f"{project} 现为{STATUS_LABELS[before]}，不能改为{STATUS_LABELS[after]}；可改为：{ways}。"
        )
    if needs_reason(before, after) and not reason.strip():
        raise RefusedError(
            f"{project} 由{STATUS_LABELS[before]}改为{STATUS_LABELS[after]}须说明理由，请加 --reason “理由”。"
        )


STATUS_LABELS: dict[Status, str] = {
    Status.PLANNED: "未启动",
    Status.ACTIVE: "进行中",
    Status.SUBMITTED: "待核实",
    Status.DONE: "已完成",
    Status.PAUSED: "暂缓",
    Status.DROPPED: "终止",
}
"""The words of design.md section 2."""
