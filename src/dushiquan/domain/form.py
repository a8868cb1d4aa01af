"""A unit's worksheet (填报表): what it changed since it was written, what the ledger did meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dushiquan.domain import acts
from dushiquan.domain.acts import Change
from dushiquan.domain.events import StatusChange
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Project
from dushiquan.domain.status import STATUS_LABELS, State, Status
from dushiquan.errors import RefusedError

OFFERED = (Status.PLANNED, Status.ACTIVE, Status.SUBMITTED)
"""What a unit may set: to apply for closing out is its own, to close out is the office's."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A project as the worksheet found it."""

    status: Status
    progress: int | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Filled:
    """A row as it came back; a field is None (a count absent) where the cell says what it said.

    ``row`` is where it stands in the sheet, for whoever must look there.
    """

    id: ProjectId
    snapshot: Snapshot
    status: Status | None = None
    progress: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    on: date | None = None
    row: int | None = None

    @property
    def is_edited(self) -> bool:
        """Whether the row says anything new."""
        return bool(self.status or self.progress is not None or self.counts or self.note)


def conflicts(filled: Filled, state: State) -> list[str]:
    """What both the sheet and the ledger changed, to different values: 状态, 进度, or a target's name."""
    was = filled.snapshot
    found = []
    if filled.status and state.status is not was.status and state.status is not filled.status:
        found.append("状态")
    if filled.progress is not None and state.progress not in (was.progress, filled.progress):
        found.append("进度")
    found += [
        name
        for name, count in filled.counts.items()
        if state.counts.get(name, 0) not in (was.counts.get(name, 0), count)
    ]
    return found


def to_record(filled: Filled, project: Project, state: State, now: State) -> list[Change]:
    """The changes that a row asks for; a note with a status is also its reason or evidence.

    ``state`` is as of the row's day. A count is a total of today, so that its step is from ``now``.

    Raise ``RefusedError`` where a rule forbids one.
    """
    found: list[Change] = []

    def ask(asked: list[Change]) -> None:
        nonlocal state
        found.extend(asked)
        for change in asked:
            if isinstance(change.payload, StatusChange):
                state = state._replace(status=change.payload.after)

    if filled.status is Status.SUBMITTED and not filled.note:
        raise RefusedError(f"选了{STATUS_LABELS[filled.status]}，请在进展说明里写明依据。")
    if filled.status is Status.SUBMITTED:
        ask(acts.submit(project, state, filled.note))
    elif filled.status:
        ask(acts.update(project, state, status=filled.status, reason=filled.note))
    said = any(change.note for change in found)
    if filled.progress is not None:
        ask(acts.update(project, state, progress=filled.progress))
    for name, count in filled.counts.items():
        if name not in {target.name for target in project.targets}:
            raise RefusedError(f"计划里已没有指标“{name}”；请重新发出填报表。")
        if count != now.counts.get(name, 0):
            ask(acts.tick(project, state, name, count - now.counts.get(name, 0)))
    if filled.note and not said:
        ask(acts.add_note(project, state, filled.note))
    return found
