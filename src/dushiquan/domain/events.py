"""What can happen: kinds of events, what each one says, and what it does to a project's state.

A kind of event is a payload class with ``parse``, ``plain`` and ``apply``, and one line in ``KINDS``. A kind
that needs only a note has the payload ``Nothing``. docs/architecture.md says what else it needs.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum, unique
from types import MappingProxyType
from typing import NamedTuple

from dushiquan.domain.status import CLOSED, OpenRequest, Remark, State, Status

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""A plain JSON value, as the ledger stores payloads."""
Fields = Mapping[str, Json]
"""Fields of a project or of a plan by name (``domain.fields``)."""


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
    LOAD = "load"
    HEADING = "heading"
    CARRY = "carry"
    ANSWER = "answer"
    PROBLEM = "problem"
    NEXT = "next"
    EXPECT = "expect"
    REQUEST = "request"
    REFUSE = "refuse"
    SETTLE = "settle"


@unique
class ReminderStep(StrEnum):
    """How urgent a reminder is, the mildest first."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


@unique
class Matter(StrEnum):
    """What a project is urged for, the least pressing first."""

    SILENT = "silent"
    NEAR = "near"
    BEHIND = "behind"
    LATE = "late"


class StatusChange(NamedTuple):
    """A change of status; also an application to close out (申请销号) and its return (退回)."""

    before: Status
    after: Status

    @classmethod
    def parse(cls, before: Json, after: Json) -> "StatusChange":
        """Read the payload of a stored event."""
        return cls(Status(_text(before)), Status(_text(after)))

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return self.before.value, self.after.value

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Move the project to the new status, unless it was recorded without knowing that it is closed."""
        starts = self.before is Status.PLANNED and self.after is Status.ACTIVE
        if starts and state.status is not Status.PLANNED:
            return state  # entered without knowing an earlier event: a start does not reopen a project
        if state.status is Status.CARRIED:
            return state
        if state.status in CLOSED and self.before not in CLOSED:
            return state  # only a change that saw the project closed reopens it
        done_on = (state.done_on or on) if self.after is Status.DONE else None
        applied_on = state.applied_on if self.after is Status.DONE else None
        if self.after is Status.SUBMITTED:
            applied_on = state.applied_on or on
        said = state.said._replace(request=None) if self.after in _MOOT else state.said
        return state._replace(status=self.after, done_on=done_on, applied_on=applied_on, said=said)


_MOOT = CLOSED | {Status.SUBMITTED}
"""The statuses in which an application for a deferral is moot."""


class ProgressReport(NamedTuple):
    """A reported progress, 0 to 100; ``before`` is None if none was reported before."""

    before: int | None
    after: int

    @classmethod
    def parse(cls, before: Json, after: Json) -> "ProgressReport":
        """Read the payload of a stored event."""
        now = _integer(after)
        if not 0 <= now <= 100:
            raise ValueError(now)
        return cls(None if before is None else _integer(before), now)

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return self.before, self.after

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Take over the reported progress; more than nothing starts the project."""
        return _started(state._replace(progress=self.after), self.after)


class TargetCount(NamedTuple):
    """How many of a target were done in all, before and after."""

    target: str
    before: int
    after: int

    @classmethod
    def parse(cls, before: Json, after: Json) -> "TargetCount":
        """Read the payload of a stored event."""
        was, now = _fields(before), _fields(after)
        return cls(_text(now["target"]), _integer(was["count"]), _integer(now["count"]))

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return {"target": self.target, "count": self.before}, {"target": self.target, "count": self.after}

    @property
    def step(self) -> int:
        """How many were added; negative if the count was corrected downward."""
        return self.after - self.before

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Add the step: what others counted meanwhile stays counted. No count goes below 0.

        A count that grows starts the project.
        """
        count = max(0, state.counts.get(self.target, 0) + self.step)
        return _started(state._replace(counts={**state.counts, self.target: count}), self.step)


def _started(state: State, done: int) -> State:
    """Return the state of a project of which something was done, even if its start was taken back."""
    starts = done > 0 and state.status is Status.PLANNED
    return state._replace(status=Status.ACTIVE) if starts else state


class DueChange(NamedTuple):
    """A due date moved later (延期) or earlier (提前); ``before`` is the date that was in force."""

    before: date | None
    after: date

    @classmethod
    def parse(cls, before: Json, after: Json) -> "DueChange":
        """Read the payload of a stored event."""
        return cls(None if before is None else _day(before), _day(after))

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return self.before.isoformat() if self.before else None, self.after.isoformat()

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Set the date in force; a move to a later day, or from no date at all, is counted as a deferral."""
        later = state.due is None or self.after > state.due
        said = state.said._replace(request=None)
        return state._replace(due=self.after, deferrals=state.deferrals + later, said=said)


SIGN = "催办"
"""The sign (发文机关代字) in the number of a letter if the office has set none: 催办〔2011〕3号."""


class Reminder(NamedTuple):
    """A project's place in a reminder letter (催办单): its number, and by when the unit is to answer."""

    year: int
    number: int
    unit: str
    step: ReminderStep
    by: date
    matter: Matter
    sign: str = SIGN

    @classmethod
    def parse(cls, before: Json, after: Json) -> "Reminder":
        """Read the payload of a stored event."""
        fields = _fields(after)
        step = ReminderStep(_text(fields["step"]))
        usual = Matter.NEAR if step is ReminderStep.BLUE else Matter.LATE
        return cls(
            _integer(fields["year"]),
            _integer(fields["number"]),
            _text(fields["unit"]),
            step,
            _day(fields["by"]),
            Matter(_text(fields.get("matter", usual.value))),
            _text(fields.get("sign", SIGN)),
        )

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        plain = {"step": self.step.value, "by": self.by.isoformat(), "matter": self.matter.value}
        return None, {**self._asdict(), **plain}

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Return the state unchanged: a letter changes nothing by itself."""
        return state


class LetterAnswer(NamedTuple):
    """A unit's answer (回复) to a reminder letter, about a project; what it says is the note."""

    year: int
    number: int
    sign: str = SIGN

    @classmethod
    def parse(cls, before: Json, after: Json) -> "LetterAnswer":
        """Read the payload of a stored event."""
        fields = _fields(after)
        return cls(_integer(fields["year"]), _integer(fields["number"]), _text(fields["sign"]))

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return None, dict(self._asdict())

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Return the state unchanged: an answer says how things stand, in its note."""
        return state


class ProblemRemark(NamedTuple):
    """What stands in the way (存在问题), in the note."""

    @classmethod
    def parse(cls, before: Json, after: Json) -> "ProblemRemark":
        """Read the payload of a stored event."""
        return cls()

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return None, None

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Take the note as the latest problem."""
        return state._replace(said=state.said._replace(problem=Remark(note, on)))


class NextSteps(NamedTuple):
    """What the unit will do next (下步打算), in the note."""

    @classmethod
    def parse(cls, before: Json, after: Json) -> "NextSteps":
        """Read the payload of a stored event."""
        return cls()

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return None, None

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Take the note as the latest next steps."""
        return state._replace(said=state.said._replace(next_steps=Remark(note, on)))


class ExpectedDay(NamedTuple):
    """The day on which the unit expects to finish (预计完成); it changes no due date."""

    day: date

    @classmethod
    def parse(cls, before: Json, after: Json) -> "ExpectedDay":
        """Read the payload of a stored event."""
        return cls(_day(after))

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return None, self.day.isoformat()

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Take it as the day expected now."""
        return state._replace(said=state.said._replace(expected=self.day))


class DeferralRequest(NamedTuple):
    """A unit's application for a deferral (申请延期) to a day, with its reason in the note."""

    until: date

    @classmethod
    def parse(cls, before: Json, after: Json) -> "DeferralRequest":
        """Read the payload of a stored event."""
        return cls(_day(after))

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return None, self.until.isoformat()

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Let the request wait for the office; only the office defers."""
        if state.status in _MOOT:
            return state
        return state._replace(said=state.said._replace(request=OpenRequest(self.until, note, on)))


class DeferralRefusal(NamedTuple):
    """The office does not defer (不同意延期); the reason is the note."""

    @classmethod
    def parse(cls, before: Json, after: Json) -> "DeferralRefusal":
        """Read the payload of a stored event."""
        return cls()

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return None, None

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Settle the application that waits."""
        return state._replace(said=state.said._replace(request=None))


ADDED = "added"
"""The key of a stored revision that says that it brought the project into the plan."""
BEHIND = "behind"
"""The key of a stored revision that says behind which project, by uid, the added one stands."""
RENAMED = "renamed"
"""The key of a stored revision that says which targets it gave a new name."""


INTO = "into"
"""The key of a stored withdrawal that says which projects go on with the work."""


class Revised(NamedTuple):
    """Fields of a project that a new edition changed, ``id`` among them.

    ``added`` tells that the edition brought the project in, and ``behind`` after which one, by uid: "" is the
    first place; without a stored place, it is the last. ``renamed`` maps old names of targets, whose
    counts go on, to new ones.
    """

    before: Fields
    after: Fields
    added: bool = False
    renamed: Mapping[str, str] = MappingProxyType({})
    behind: str | None = None

    @classmethod
    def parse(cls, before: Json, after: Json) -> "Revised":
        """Read the payload of a stored event."""
        now = dict(_fields(after))
        added = bool(now.pop(ADDED, False))
        renamed = {was: _text(name) for was, name in _fields(now.pop(RENAMED, {})).items()}
        behind = _text(now.pop(BEHIND)) if BEHIND in now else None
        return cls({} if before is None else _fields(before), now, added, renamed, behind)

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        if self.added:
            place: dict[str, Json] = {} if self.behind is None else {BEHIND: self.behind}
            return None, {ADDED: True, **place, **self.after}
        renamed: dict[str, Json] = {RENAMED: dict(self.renamed)} if self.renamed else {}
        return dict(self.before), {**renamed, **self.after}

    @property
    def changes_state(self) -> bool:
        """Whether the state of the project depends on what it changes."""
        return self.added or bool(self.renamed) or "due" in self.after

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Follow the plan's own due date, and carry the counts of renamed targets on."""
        if self.added:
            state = state._replace(known_on=on)
        if self.renamed:
            counts = dict(state.counts)
            moved = {name: counts.pop(was, 0) for was, name in self.renamed.items()}
            for name, number in moved.items():
                counts[name] = counts.get(name, 0) + number
            state = state._replace(counts=counts)
        if "due" not in self.after:
            return state
        due = self.after["due"]
        return state._replace(due=_day(due) if due else None, said=state.said._replace(request=None))


class Withdrawal(NamedTuple):
    """A project taken out of the plan (撤销), or brought back.

    ``into`` are the projects that go on with its work, by uid, each with the number that it had then: several
    if it was split (拆分), one if it was merged into it (并入).
    """

    withdrawn: bool
    into: Mapping[str, str] = MappingProxyType({})

    @classmethod
    def parse(cls, before: Json, after: Json) -> "Withdrawal":
        """Read the payload of a stored event."""
        if isinstance(after, bool):
            return cls(after)
        return cls(True, {uid: _text(id) for uid, id in _fields(_fields(after)[INTO]).items()})

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return not self.withdrawn, {INTO: dict(self.into)} if self.into else self.withdrawn

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Record the day from which the project is out of the plan."""
        return state._replace(withdrawn_on=on if self.withdrawn else None)


class PlanPlace(NamedTuple):
    """A project in a plan of the ledger: its lasting identity, and the plan and number that it had then."""

    uid: str
    plan: str
    id: str


FROM = "from"
"""The key of a stored carry that says which project of an earlier plan goes on here."""


class Carry(NamedTuple):
    """A project carried into another plan (结转).

    The old project has ``into``, where its work goes on, and its status ``before``; the new one has
    ``source``.
    """

    before: Status | None = None
    into: PlanPlace | None = None
    source: PlanPlace | None = None

    @classmethod
    def parse(cls, before: Json, after: Json) -> "Carry":
        """Read the payload of a stored event."""
        fields = _fields(after)
        if FROM in fields:
            return cls(source=_place(fields[FROM]))
        return cls(Status(_text(before)), _place(fields[INTO]))

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        if self.source:
            return None, {FROM: dict(self.source._asdict())}
        return self.before and self.before.value, {INTO: dict(self.into._asdict()) if self.into else None}

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Close the old project, unless it was recorded without knowing that it is closed."""
        if self.into is None or state.status in CLOSED:
            return state
        said = state.said._replace(request=None)
        return state._replace(status=Status.CARRIED, applied_on=None, said=said)


class PlanLoad(NamedTuple):
    """The first loading of a plan: the hash of its base, and how many projects it had."""

    base: str
    projects: int

    @classmethod
    def parse(cls, before: Json, after: Json) -> "PlanLoad":
        """Read the payload of a stored event."""
        fields = _fields(after)
        return cls(_text(fields["base"]), _integer(fields["projects"]))

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return None, {"base": self.base, "projects": self.projects}

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Return the state unchanged: the event belongs to the plan, not to a project."""
        return state


class HeadingChange(NamedTuple):
    """What a new edition changed of the plan itself: title, document, categories, aliases, order …"""

    before: Fields
    after: Fields

    @classmethod
    def parse(cls, before: Json, after: Json) -> "HeadingChange":
        """Read the payload of a stored event."""
        return cls(_fields(before), _fields(after))

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return dict(self.before), dict(self.after)

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Return the state unchanged: the event belongs to the plan, not to a project."""
        return state


class Nothing(NamedTuple):
    """The empty payload of a kind that needs only its note, or the event that it revokes."""

    @classmethod
    def parse(cls, before: Json, after: Json) -> "Nothing":
        """Read the payload of a stored event."""
        return cls()

    def plain(self) -> tuple[Json, Json]:
        """Return ``before`` and ``after`` as plain JSON values, as they are stored."""
        return None, None

    def apply(self, state: State, on: date, note: str = "") -> State:
        """Return the state unchanged."""
        return state


Payload = (
    StatusChange
    | ProgressReport
    | TargetCount
    | DueChange
    | Reminder
    | LetterAnswer
    | ProblemRemark
    | NextSteps
    | ExpectedDay
    | DeferralRequest
    | DeferralRefusal
    | Revised
    | Withdrawal
    | Carry
    | PlanLoad
    | HeadingChange
    | Nothing
)


class KindFacts(NamedTuple):
    """The facts of a kind: its payload, and whether it is a report (docs/rules.md)."""

    payload: type[Payload]
    is_report: bool = False


KINDS: dict[EventKind, KindFacts] = {
    EventKind.STATUS: KindFacts(StatusChange, is_report=True),
    EventKind.PROGRESS: KindFacts(ProgressReport, is_report=True),
    EventKind.NOTE: KindFacts(Nothing, is_report=True),
    EventKind.COUNT: KindFacts(TargetCount, is_report=True),
    EventKind.DEFER: KindFacts(DueChange, is_report=True),
    EventKind.SUBMIT: KindFacts(StatusChange, is_report=True),
    EventKind.RETURN: KindFacts(StatusChange),
    EventKind.REMIND: KindFacts(Reminder),
    EventKind.REVOKE: KindFacts(Nothing),
    EventKind.REVISE: KindFacts(Revised),
    EventKind.WITHDRAW: KindFacts(Withdrawal),
    EventKind.LOAD: KindFacts(PlanLoad),
    EventKind.HEADING: KindFacts(HeadingChange),
    EventKind.CARRY: KindFacts(Carry),
    EventKind.ANSWER: KindFacts(LetterAnswer, is_report=True),
    EventKind.PROBLEM: KindFacts(ProblemRemark, is_report=True),
    EventKind.NEXT: KindFacts(NextSteps, is_report=True),
    EventKind.EXPECT: KindFacts(ExpectedDay, is_report=True),
    EventKind.REQUEST: KindFacts(DeferralRequest, is_report=True),
    EventKind.REFUSE: KindFacts(DeferralRefusal),
    EventKind.SETTLE: KindFacts(Nothing),
}
"""Every kind."""

REPORTS = frozenset(kind for kind, facts in KINDS.items() if facts.is_report)
"""The kinds that report on a project (docs/rules.md, "Silence"); the ledger has them in ``event_kinds``."""


class Origin(NamedTuple):
    """The file that an event was read from, and the unit and person that filled it in."""

    file: str
    unit: str = ""
    person: str = ""
    phone: str = ""


class Event(NamedTuple):
    """Something that happened to a project, or to its plan (then ``project`` is "").

    ``project`` is the id that the project has today, ``uid`` its lasting identity.

    ``on`` is the day it took effect, ``recorded_at`` the UTC moment of its entry as the clock said it (ISO
    8601), ``stamp`` that moment on the hybrid clock (``history.next_stamp``). ``batch`` is shared by what
    one command recorded. ``revokes`` is the id of the event that this one takes back, ``replaces`` that of
    the event whose correction (更正) this one is. ``number`` is the entry number (记录号) in this ledger.
    ``plan`` is the key of its plan. ``origin`` is None if the actor entered it by hand. ``document`` is the
    number of the document (文号) that a decision rests on, or "".
    """

    id: str
    batch: str
    project: str
    kind: EventKind
    on: date
    recorded_at: str
    stamp: str
    actor: str
    payload: Payload = Nothing()
    note: str = ""
    revokes: str | None = None
    number: int = 0
    replaces: str | None = None
    plan: str = ""
    uid: str = ""
    origin: Origin | None = None
    document: str = ""

    @property
    def identity(self) -> str:
        """The lasting identity of its project (``Project.identity``)."""
        return self.uid or self.project

    @property
    def is_report(self) -> bool:
        """Whether it is a report."""
        return KINDS[self.kind].is_report


def is_late_deferral(event: Event) -> bool:
    """Tell whether a deferral was asked for after the date in force had passed (逾期后申请)."""
    moved = event.payload
    return (
        isinstance(moved, DueChange)
        and moved.before is not None
        and moved.before < min(event.on, moved.after)
    )


# --- plain values --------------------------------------------------------------------------------------
# A stored event may be damaged: a value of another type raises ``TypeError``, which ``db check`` explains.


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _integer(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _day(value: Json) -> date:
    return date.fromisoformat(_text(value))


def _place(value: Json) -> PlanPlace:
    fields = _fields(value)
    return PlanPlace(_text(fields["uid"]), _text(fields["plan"]), _text(fields["id"]))


def _fields(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value
