"""The form (填报表) of a unit: what was sent, what came back, and what that changes.

A row of a returned form is compared with the row as it was sent, and with what was taken of it before. What
differs is what the unit reports. If the office has recorded another value meanwhile, that is a conflict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from dushiquan.domain import acts
from dushiquan.domain.acts import Change
from dushiquan.domain.events import (
    DeferralRequest,
    ExpectedDay,
    Json,
    ProgressReport,
    StatusChange,
    TargetCount,
)
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Project
from dushiquan.domain.status import STATUS_LABELS, State, Status, needs_reason
from dushiquan.errors import RefusedError

OFFERED = (Status.PLANNED, Status.ACTIVE, Status.SUBMITTED)
"""The statuses a unit may set: it may apply to close out, and the office closes out."""


# --- what was sent -------------------------------------------------------------------------------------


class SentTarget(NamedTuple):
    """A target as a form showed it."""

    name: str
    goal: int
    measure: str
    counted: int


class SentRow(NamedTuple):
    """A row as it was sent: the project by its lasting identity (``uid``), and what the unit saw of it."""

    uid: str
    id: str
    title: str
    requirement: str
    due: date | None
    status: Status
    progress: int | None
    targets: tuple[SentTarget, ...] = ()
    content: str = ""

    @property
    def snapshot(self) -> "Snapshot":
        """The state of the project when the form was sent."""
        return Snapshot(self.status, self.progress, {target.name: target.counted for target in self.targets})


class SentForm(NamedTuple):
    """A form as it was sent to a unit, to come back by ``answer_by`` (上报截止)."""

    id: str
    plan: str
    unit: str
    sent_on: date
    rows: tuple[SentRow, ...]
    answer_by: date | None = None

    @property
    def has_targets(self) -> bool:
        """Whether any of its projects has a target to count."""
        return any(row.targets for row in self.rows)


class SentOut(NamedTuple):
    """The forms of a plan that were sent in one go: to which units, each with its number of projects."""

    plan: str
    sent_on: date
    recorded_at: str
    actor: str
    answer_by: date | None
    projects: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a project that a returned row is compared with."""

    status: Status
    progress: int | None
    counts: Mapping[str, int]


# --- what came back ------------------------------------------------------------------------------------


class Typed(NamedTuple):
    """What the open cells of a returned row hold; an empty cell is None or "", or its count absent.

    ``until`` and ``reason`` are those of an application for a deferral (申请延期).
    """

    status: Status | None = None
    progress: int | None = None
    counts: Mapping[str, int] = {}
    note: str = ""
    on: date | None = None
    problem: str = ""
    next_steps: str = ""
    expected: date | None = None
    until: date | None = None
    reason: str = ""

    @classmethod
    def parse(cls, plain: Mapping[str, Json]) -> "Typed":
        """Read what ``plain`` returned, in this version or an earlier one."""
        status, counts = plain["status"], plain["counts"]
        assert isinstance(counts, dict)
        return cls(
            Status(str(status)) if status else None,
            plain["progress"],  # type: ignore[arg-type]
            counts,  # type: ignore[arg-type]
            str(plain["note"]),
            _day(plain["on"]),
            str(plain.get("problem", "")),
            str(plain.get("next_steps", "")),
            _day(plain.get("expected")),
            _day(plain.get("until")),
            str(plain.get("reason", "")),
        )

    def plain(self) -> dict[str, Json]:
        """Return the values as plain JSON, as they are stored."""
        return {
            "status": self.status and self.status.value,
            "progress": self.progress,
            "counts": dict(self.counts),
            "note": self.note,
            "on": _plain(self.on),
            "problem": self.problem,
            "next_steps": self.next_steps,
            "expected": _plain(self.expected),
            "until": _plain(self.until),
            "reason": self.reason,
        }


def _day(plain: Json) -> date | None:
    return date.fromisoformat(str(plain)) if plain else None


def _plain(day: date | None) -> Json:
    return day.isoformat() if day else None


class Receipt(NamedTuple):
    """What was taken of a row before and still stands: by which operation, on which day, and what it held.

    ``typed`` is None if an older version took it, which did not keep it.
    """

    batch: str
    day: date
    typed: Typed | None


@dataclass(frozen=True, slots=True)
class Filled:
    """What a returned row changes; a field is None or "", or a count absent, if its cell is as it was.

    ``snapshot`` is what it was compared with.
    """

    id: ProjectId
    snapshot: Snapshot
    status: Status | None = None
    progress: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    on: date | None = None
    problem: str = ""
    next_steps: str = ""
    expected: date | None = None
    until: date | None = None
    reason: str = ""

    @property
    def is_edited(self) -> bool:
        """Whether anything in the row was changed."""
        figures = self.status or self.progress is not None or self.counts
        told = self.note or self.problem or self.next_steps or self.expected or self.until or self.reason
        return bool(figures or told)


def what_is_new(id: ProjectId, typed: Typed, sent: Snapshot, receipts: Sequence[Receipt] = ()) -> Filled:
    """Return what a row changes: what differs from what was sent, and from what was taken of it before.

    ``receipts`` are in order. A note that was taken before is not new, but it is still the reason of a status
    that is.
    """
    taken = [receipt.typed for receipt in receipts if receipt.typed]
    base = _overlaid(sent, taken[-1]) if taken else sent
    status = None if typed.status in (None, base.status) else typed.status
    is_told = not status and typed.note in {earlier.note for earlier in taken}
    asks_anew = (typed.until, typed.reason) not in {(earlier.until, earlier.reason) for earlier in taken}
    return Filled(
        id,
        base,
        status,
        None if typed.progress == base.progress else typed.progress,
        {name: n for name, n in typed.counts.items() if n != base.counts.get(name, 0)},
        "" if is_told else typed.note,
        typed.on,
        "" if typed.problem in {earlier.problem for earlier in taken} else typed.problem,
        "" if typed.next_steps in {earlier.next_steps for earlier in taken} else typed.next_steps,
        None if taken and typed.expected == taken[-1].expected else typed.expected,
        typed.until if asks_anew else None,
        typed.reason if asks_anew else "",
    )


def _overlaid(sent: Snapshot, taken: Typed) -> Snapshot:
    return Snapshot(
        taken.status or sent.status,
        sent.progress if taken.progress is None else taken.progress,
        {**sent.counts, **taken.counts},
    )


def conflicts(filled: Filled, state: State) -> list[str]:
    """Say what the form and the ledger changed to different values: the status, the progress, a target."""
    was = filled.snapshot
    found = []
    if filled.status and state.status is not was.status and state.status is not filled.status:
        found.append(_differing("状态", STATUS_LABELS[state.status], STATUS_LABELS[filled.status]))
    if filled.progress is not None and state.progress not in (was.progress, filled.progress):
        now = "未报" if state.progress is None else f"{state.progress}%"
        found.append(_differing("进度", now, f"{filled.progress}%"))
    for name, count in filled.counts.items():
        now_counted = state.counts.get(name, 0)
        if now_counted not in (was.counts.get(name, 0), count):
            found.append(_differing(f"“{name}”", str(now_counted), str(count)))
    return found


def _differing(what: str, ledger: str, form: str) -> str:
    return f"{what}台账为{ledger}，表里为{form}"


def to_record(filled: Filled, project: Project, state: State, now: State) -> list[Change]:
    """Return the changes that a row asks for; its note is also the reason or evidence of a new status.

    ``state`` is as of the row's day. A count is a total as of today, so its step starts from ``now``.

    Raise ``RefusedError`` if a rule forbids a change.
    """
    found: list[Change] = []

    def ask(asked: list[Change]) -> None:
        nonlocal state
        found.extend(asked)
        state = acts.status_after(state, asked)

    if filled.status and not filled.note and needs_reason(state.status, filled.status):
        what = "依据" if filled.status is Status.SUBMITTED else "理由"
        raise RefusedError(
            f"台账里是{STATUS_LABELS[state.status]}，选了{STATUS_LABELS[filled.status]}，请在进展说明里写明{what}。"
        )
    if filled.status is Status.SUBMITTED:
        ask(acts.submit(project, state, filled.note))
    elif filled.status and filled.status is not state.status:
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
    return [*found, *_remarks(filled, project, state)]


def _remarks(filled: Filled, project: Project, state: State) -> list[Change]:
    """Return what a row says of problems, next steps and days; an application changes no due date."""
    if bool(filled.until) is not bool(filled.reason):
        lacking = "延期理由" if filled.until else "申请延期到哪一天"
        raise RefusedError(f"申请延期没有写{lacking}；请补上。")
    return [
        *(acts.add_problem(project, state, filled.problem) if filled.problem else []),
        *(acts.add_next_steps(project, state, filled.next_steps) if filled.next_steps else []),
        *(acts.expect(project, state, filled.expected) if filled.expected else []),
        *(acts.request_deferral(project, state, filled.until, filled.reason) if filled.until else []),
    ]


def derived_id(change: Change, filled: Filled, *row: object) -> str:
    """Return an id for the event of a change: a hash of its row, its field and the value that the unit gave.

    Two copies of a ledger that read the same form thus give the event the same id.
    """
    match change.payload:
        case TargetCount(target):
            said = f"{target}\n{filled.counts[target]}"
        case ProgressReport(_, after):
            said = str(after)
        case StatusChange(_, after):
            said = after.value
        case ExpectedDay(day) | DeferralRequest(day):
            said = day.isoformat()
        case _:
            said = ""
    parts = (*row, change.kind, said, change.note)
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]
