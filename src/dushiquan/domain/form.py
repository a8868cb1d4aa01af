"""The form (填报表) that a unit returns: its changes, and conflicts with what was recorded meanwhile."""

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
"""The statuses a unit may set: it may apply to close out, and the office closes out."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a project when the form was written."""

    status: Status
    progress: int | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Filled:
    """A returned row; a field is None, or a count absent, if its cell was left unchanged.

    ``row`` is its number in the file, for messages.
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
        """Whether anything in the row was changed."""
        return bool(self.status or self.progress is not None or self.counts or self.note)


def conflicts(filled: Filled, state: State) -> list[str]:
    """Name what the form and the ledger changed to different values: 状态, 进度, or a target."""
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
    """Return the changes that a row asks for; its note is also the reason or evidence of a new status.

    ``state`` is as of the row's day. A count is a total as of today, so its step starts from ``now``.

    Raise ``RefusedError`` if a rule forbids a change.
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
    noted = any(change.note for change in found)
    if filled.progress is not None:
        ask(acts.update(project, state, progress=filled.progress))
    for name, count in filled.counts.items():
        if name not in {target.name for target in project.targets}:
            raise RefusedError(f"计划里已没有指标“{name}”；请重新发出填报表。")
        if count != now.counts.get(name, 0):
            ask(acts.tick(project, state, name, count - now.counts.get(name, 0)))
    if filled.note and not noted:
        ask(acts.add_note(project, state, filled.note))
    return found
