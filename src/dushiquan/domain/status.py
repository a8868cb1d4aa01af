"""The status of a project (状态), its state, and the allowed transitions."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum, unique
from types import MappingProxyType
from typing import NamedTuple

from dushiquan.domain.plan import Target
from dushiquan.errors import RefusedError


@unique
class Status(StrEnum):
    """The status of a project (状态)."""

    PLANNED = "planned"
    ACTIVE = "active"
    SUBMITTED = "submitted"
    DONE = "done"
    PAUSED = "paused"
    DROPPED = "dropped"
    CARRIED = "carried"


RESTING = frozenset({Status.DONE, Status.PAUSED, Status.DROPPED, Status.CARRIED})
"""A project in one of these is not supervised: it has no light and is never overdue."""

CLOSED = frozenset({Status.DONE, Status.DROPPED, Status.CARRIED})
"""A project in one of these is closed: nothing is reported of it before it is reopened."""

STATUS_LABELS: dict[Status, str] = {
    Status.PLANNED: "未启动",
    Status.ACTIVE: "进行中",
    Status.SUBMITTED: "待核实",
    Status.DONE: "已完成",
    Status.PAUSED: "暂缓",
    Status.DROPPED: "终止",
    Status.CARRIED: "结转",
}
"""The statuses in Chinese."""


class Remark(NamedTuple):
    """What was said of a project, and on which day."""

    text: str
    on: date


class OpenRequest(NamedTuple):
    """An application for a deferral (申请延期) that waits for the office."""

    until: date
    reason: str
    on: date


class Said(NamedTuple):
    """What was said last of a project: 存在问题, 下步打算, 预计完成, and an open 申请延期."""

    problem: Remark | None = None
    next_steps: Remark | None = None
    expected: date | None = None
    request: OpenRequest | None = None


class State(NamedTuple):
    """The state of a project, as its events leave it.

    ``progress`` is the reported one, 0 to 100, or None. ``counts`` are the ticks of each target. ``due`` is
    the date in force. ``last_reported`` is the day of the last report. ``applied_on`` is the day of the
    application (申请销号) that waits for the office, or on which the project was closed out. ``known_on`` is
    the day on which a new edition brought the project in.
    """

    status: Status = Status.PLANNED
    progress: int | None = None
    counts: Mapping[str, int] = MappingProxyType({})
    due: date | None = None
    deferrals: int = 0
    done_on: date | None = None
    last_reported: date | None = None
    withdrawn_on: date | None = None
    applied_on: date | None = None
    known_on: date | None = None
    said: Said = Said()

    @property
    def finished_on(self) -> date | None:
        """The day on which a closed project was finished: that of its application, if there was one."""
        return (self.applied_on or self.done_on) if self.status is Status.DONE else None

    @property
    def awaits_office(self) -> bool:
        """Whether an application waits for the office (待核实): nothing is asked of the unit meanwhile."""
        return self.status is Status.SUBMITTED

    @property
    def is_open(self) -> bool:
        """Whether work on the project goes on."""
        return self.status not in RESTING and self.withdrawn_on is None


def progress_of(targets: Iterable[Target], state: State) -> int | None:
    """Return the progress to show: 100 if done, else as reported, else the mean of its targets' counts.

    It is None if neither a progress nor a count of these targets has been reported.
    """
    if state.status is Status.DONE:
        return 100
    if state.progress is not None or not state.counts:
        return state.progress
    targets = list(targets)
    if not any(target.name in state.counts for target in targets):
        return None
    shares = [min(state.counts.get(t.name, 0), t.goal) * 100 / t.goal for t in targets]
    return int(sum(shares) / len(shares) + 1e-9)


def is_met(target: Target, state: State) -> bool:
    """Tell whether a target's count has reached its goal."""
    return state.counts.get(target.name, 0) >= target.goal


def unmet(targets: Iterable[Target], state: State) -> list[Target]:
    """Return the targets whose count has not reached their goal."""
    return [target for target in targets if not is_met(target, state)]


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.PLANNED: frozenset({Status.ACTIVE, Status.SUBMITTED, Status.DONE, Status.PAUSED, Status.DROPPED}),
    Status.ACTIVE: frozenset({Status.SUBMITTED, Status.DONE, Status.PAUSED, Status.DROPPED}),
    Status.SUBMITTED: frozenset({Status.ACTIVE, Status.DONE, Status.PAUSED, Status.DROPPED}),
    Status.DONE: frozenset({Status.ACTIVE}),
    Status.PAUSED: frozenset({Status.ACTIVE, Status.DONE, Status.DROPPED}),
    Status.DROPPED: frozenset({Status.ACTIVE}),
    Status.CARRIED: frozenset(),
}
"""The statuses that a report may bring after each status. A project is carried by a decision alone."""


def needs_reason(before: Status, after: Status) -> bool:
    """Tell whether a change of status needs a reason.

    Pausing, dropping, reopening and returning do; an application to close out needs its evidence.
    """
    return after in (Status.PAUSED, Status.DROPPED, Status.SUBMITTED) or (
        after is Status.ACTIVE and before in (Status.DONE, Status.DROPPED, Status.SUBMITTED)
    )


def check_transition(project: str, before: Status, after: Status, reason: str) -> None:
    """Raise ``RefusedError`` if the transition is not allowed, or lacks the reason that it needs."""
    if after not in TRANSITIONS[before]:
        ways = "、".join(STATUS_LABELS[status] for status in Status if status in TRANSITIONS[before])
        raise RefusedError(
            f"{project} 现为{STATUS_LABELS[before]}，不能改为{STATUS_LABELS[after]}；可改为：{ways}。"
        )
    if needs_reason(before, after) and not reason.strip():
        raise RefusedError(
            f"{project} 由{STATUS_LABELS[before]}改为{STATUS_LABELS[after]}须说明理由，请加 --reason “理由”。"
        )
