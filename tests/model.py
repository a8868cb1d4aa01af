"""A second ledger, written from docs/rules.md alone: plain facts, and questions answered by searching them.

It imports nothing of the program, so that both can be wrong only if both are wrong by themselves. It keeps what was
entered as a list and never a state: every question (`status`, `progress`, `due` …) looks through the facts anew.
"""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import count, pairwise
from typing import Any

PLANNED, ACTIVE, SUBMITTED, DONE, PAUSED, DROPPED, CARRIED = [
    "planned",
    "active",
    "submitted",
    "done",
    "paused",
    "dropped",
    "carried",
]
CLOSED = (DONE, DROPPED)
MAY_BECOME = {
    PLANNED: (ACTIVE, SUBMITTED, DONE, PAUSED, DROPPED),
    ACTIVE: (SUBMITTED, DONE, PAUSED, DROPPED),
    SUBMITTED: (ACTIVE, DONE, PAUSED, DROPPED),
    PAUSED: (ACTIVE, DONE, DROPPED),
    DONE: (ACTIVE,),
    DROPPED: (ACTIVE,),
}
RESTING = (*CLOSED, PAUSED, CARRIED)
MOOT = (*CLOSED, SUBMITTED, CARRIED)
"""The statuses in which an application for a deferral waits no longer."""
REPORTS = (
    "status",
    "progress",
    "note",
    "count",
    "defer",
    "submit",
    "answer",
    "problem",
    "next",
    "expect",
    "request",
)
CHANGES = ("status", "submit", "return")
OF_THE_PLAN = ("load", "heading", "revise", "withdraw")
OK, USAGE, UNKNOWN, BAD_FILE, REFUSED = 0, 2, 4, 5, 7
DAY = timedelta(days=1)
FIRST_LOAD = "计划的第一次载入"
"""Of the undo of a first load: these runs do not try it."""
ALWAYS = date.max
ENDLESS = 2**63
NUMERALS = "[0-9]+|[一二三四五六七八九十百]+"


@dataclass(frozen=True)
class Goal:
    """Something that a row promises by count."""

    name: str
    goal: int
    due: date | None = None


@dataclass(frozen=True)
class Row:
    """A project as an edition prints it."""

    uid: str
    id: str
    title: str
    unit: str
    category: str
    kind: str
    due: date
    start: date | None = None
    goals: tuple[Goal, ...] = ()
    gone: bool = False
    requirement: str = "按期完成"


FIELDS = ("id", "title", "unit", "category", "kind", "due", "start", "goals", "gone", "requirement")


@dataclass(frozen=True, eq=False)
class Edition:
    """A load: the rows that it added, and of each other that it changed the fields that it says."""

    day: date
    added: tuple[Row, ...]
    said: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """One line of the log."""

    number: int
    operation: int
    kind: str
    plan: str
    uid: str | None
    on: date
    entered: date
    who: str
    what: object = None
    """A status, a progress, a step of a count with its name, a day, a letter."""
    note: str = ""
    saw: str = ""
    """The status that a change of status was recorded upon, or the due date that was moved."""
    takes_back: int | None = None
    corrects: int | None = None
    stamp: int = 0
    """When it was entered, in whatever replica."""
    home: str = ""
    """The replica that recorded it."""
    known: frozenset[int] = frozenset()
    """The stamps of what that had from others by then."""


@dataclass(frozen=True)
class Draft:
    """A fact that a command is about to record."""

    kind: str
    uid: str
    on: date
    what: object = None
    note: str = ""
    saw: str = ""
    takes_back: int | None = None
    corrects: int | None = None
    plan: str = ""
    """Of another plan than the one that the command is about."""


@dataclass(frozen=True)
class Letter:
    """What a letter and an answer to it have in common: its number within a year, and the unit."""

    year: int
    number: int
    unit: str


@dataclass(frozen=True)
class Said:
    """A row of a form: what it showed when it was sent, or what a unit has made of it."""

    status: str
    progress: int | None
    counts: dict[str, int]
    note: str = ""
    on: date | None = None
    problem: str = ""
    steps: str = ""
    expected: date | None = None
    until: date | None = None
    reason: str = ""


class NoError(Exception):
    """A rule refuses."""

    def __init__(self, why: str, code: int = REFUSED):
        super().__init__(why)
        self.code = code


@dataclass
class Ledger:
    today: date
    who: str
    editions: dict[str, list[Edition]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    operation: int = 0
    reminded: int = 30
    behind: int = 10
    far_behind: int = 30
    clock: Iterator[int] = field(default_factory=lambda: count(1))
    home: str = ""

    # --- recording ------------------------------------------------------------------------------------

    def record(self, plan: str, drafts: Sequence[Draft], who: str | None = None) -> None:
        """Write one command's facts, each with the next number."""
        self.operation += bool(drafts)
        known = frozenset(fact.stamp for fact in self.facts if fact.home != self.home)
        for draft in drafts:
            self.facts.append(
                Fact(
                    len(self.facts) + 1,
                    self.operation,
                    draft.kind,
                    self.fact(draft.takes_back).plan if draft.takes_back else draft.plan or plan,
                    draft.uid,
                    draft.on,
                    self.today,
                    who or self.who,
                    draft.what,
                    draft.note,
                    draft.saw,
                    draft.takes_back,
                    draft.corrects,
                    next(self.clock),
                    self.home,
                    known,
                )
            )

    def receive(self, other: "Ledger", until: int) -> None:
        """Take in what another replica recorded and sent, in its order."""
        numbers = {fact.stamp: fact.number for fact in self.facts}
        operations: dict[int, int] = {}
        for fact in other.facts[:until]:
            if fact.stamp in numbers or fact.home != other.home:
                continue
            if fact.operation not in operations:
                self.operation += 1
                operations[fact.operation] = self.operation
            numbers[fact.stamp] = len(self.facts) + 1
            self.facts.append(
                replace(
                    fact,
                    number=numbers[fact.stamp],
                    operation=operations[fact.operation],
                    takes_back=fact.takes_back and numbers[other.fact(fact.takes_back).stamp],
                    corrects=fact.corrects and numbers[other.fact(fact.corrects).stamp],
                )
            )
            if isinstance(fact.what, Edition) and fact.what not in self.editions.setdefault(fact.plan, []):
                self.editions[fact.plan].append(fact.what)

    def fact(self, number: int) -> Fact:
        return self.facts[number - 1]

    # --- what counts ----------------------------------------------------------------------------------

    def taken_back_by(self, fact: Fact, known: date = ALWAYS) -> Fact | None:
        """The revocation of a fact that itself was not taken back."""
        for other in self.facts[fact.number :]:
            if (
                other.takes_back == fact.number
                and other.entered <= known
                and not self.taken_back_by(other, known)
            ):
                return other
        return None

    def counts(self, fact: Fact, known: date = ALWAYS) -> bool:
        return fact.entered <= known and self.taken_back_by(fact, known) is None

    def place(self, fact: Fact) -> tuple[date, int, int]:
        """Where a fact stands: by its day, then as entered; a correction stands where its entry stood."""
        return fact.on, self.first(fact), fact.stamp

    def first(self, fact: Fact) -> int:
        """The stamp of what a correction, of whatever age, corrects in the end."""
        return self.first_entry(fact).stamp

    def first_entry(self, fact: Fact) -> Fact:
        """What a correction corrects in the end; of an entry of another project, the correction itself."""
        entry = fact.corrects and self.fact(fact.corrects)
        return self.first_entry(entry) if entry and entry.uid == fact.uid else fact

    def told(self, uid: str, until: date, known: date = ALWAYS, *kinds: str) -> list[Fact]:
        """The facts of a project that count on a day, in order."""
        found = [
            fact
            for fact in self.facts
            if fact.uid == uid
            and fact.takes_back is None
            and fact.kind not in OF_THE_PLAN
            and (not kinds or fact.kind in kinds)
            and fact.on <= until
            and self.counts(fact, known)
        ]
        return sorted(found, key=self.place)

    # --- a project on a day ---------------------------------------------------------------------------

    def changes(self, facts: Iterable[Fact]) -> list[Fact]:
        """The changes of status that changed something."""
        said: list[Fact] = []
        for fact in facts:
            if self.something_done(fact) and not said:
                said.append(replace(fact, what=ACTIVE))
            now = str(said[-1].what) if said else PLANNED
            if now == CARRIED:
                continue
            if fact.what == CARRIED and now not in CLOSED:
                said.append(fact)
            if fact.kind in CHANGES:
                starts = fact.saw == PLANNED and fact.what == ACTIVE
                if fact.what == now or (starts and now != PLANNED):
                    continue
                if now in CLOSED and fact.saw not in CLOSED:
                    continue
                said.append(fact)
        return said

    def something_done(self, fact: Fact) -> bool:
        """If more than nothing was reported: it starts a project, whatever became of the entry of its start."""
        return (fact.kind == "progress" and fact.what > 0) or (fact.kind == "count" and fact.what[1] > 0)  # type: ignore

    def status_of(self, facts: Iterable[Fact]) -> str:
        changes = self.changes(facts)
        return str(changes[-1].what) if changes else PLANNED

    def count_of(self, facts: Iterable[Fact], name: str) -> int:
        total = 0
        for fact in facts:
            if fact.kind == "count" and fact.what[0] == name:  # type: ignore[index]
                total = max(0, total + fact.what[1])  # type: ignore[index]
        return total

    def reported_of(self, facts: Iterable[Fact]) -> int | None:
        said = [fact.what for fact in facts if fact.kind == "progress"]
        return said[-1] if said else None  # type: ignore[return-value]

    def progress_of(self, facts: Sequence[Fact], row: Row) -> Fraction | None:
        if self.status_of(facts) == DONE:
            return Fraction(100)
        reported = self.reported_of(facts)
        if reported is not None:
            return Fraction(reported)
        names = {fact.what[0] for fact in facts if fact.kind == "count"}  # type: ignore[index]
        if not names & {goal.name for goal in row.goals}:
            return None
        shares = [min(Fraction(1), Fraction(self.count_of(facts, g.name), g.goal)) for g in row.goals]
        return Fraction(int(100 * sum(shares, Fraction()) / len(shares)))

    def due_of(
        self, plan: str, uid: str, until: date, known: date, facts: Iterable[Fact]
    ) -> tuple[date, int]:
        """The due date in force and how often it was deferred: deferrals and editions, by day and entry."""
        first = self.brought_by(plan, uid, known)
        steps = [((date.min, 0, 0), next(row for row in first.added if row.uid == uid).due, False)]
        for edition in self.seen(plan, until, known):
            if "due" in edition.said.get(uid, {}):
                steps.append((self.edition_place(plan, edition), edition.said[uid]["due"], False))
        steps += [(self.place(fact), fact.what, True) for fact in facts if fact.kind == "defer"]  # type: ignore[misc]
        due, deferrals = date.min, 0
        for _, day, deferral in sorted(steps):
            deferrals += deferral and day > due
            due = day
        return due, deferrals

    def edition_place(self, plan: str, edition: Edition) -> tuple[date, int, int]:
        if edition is self.editions[plan][0]:
            return date.min, 0, 0
        stamp = self.entry_of(edition).stamp
        return edition.day, stamp, stamp

    # --- the plan on a day ----------------------------------------------------------------------------

    def seen(self, plan: str, until: date, known: date = ALWAYS) -> list[Edition]:
        """The editions and decisions of a day that were not taken back, in order; before the first, the first."""
        first, *later = self.editions[plan]
        found = [e for e in later if e.day <= until and self.counts(self.entry_of(e), known)]
        return [first, *sorted(found, key=lambda edition: self.edition_place(plan, edition))]

    def entry_of(self, edition: Edition) -> Fact:
        return next(fact for fact in self.facts if fact.what is edition)

    def brought_by(self, plan: str, uid: str, known: date = ALWAYS) -> Edition:
        """The edition that brought a project into the plan."""
        return next(e for e in self.seen(plan, ALWAYS, known) if uid in [row.uid for row in e.added])

    def rows(self, plan: str, until: date, known: date = ALWAYS) -> tuple[Row, ...]:
        return self.laid_over(self.seen(plan, until, known))

    def laid_over(self, editions: Sequence[Edition]) -> tuple[Row, ...]:
        """The first edition, and over it what the others say; a number goes to the project that got it last."""
        rows: dict[str, Row] = {}
        got: dict[str, int] = {}
        for turn, edition in enumerate(editions):
            for row in edition.added:
                if row.uid not in rows:
                    rows[row.uid], got[row.uid] = row, turn
            for uid, said in edition.said.items():
                if uid in rows:
                    rows[uid] = replace(rows[uid], **said)
                    got[uid] = turn if "id" in said else got[uid]
        holders: dict[str, str] = {}
        for uid, row in rows.items():
            if row.id not in holders or got[uid] > got[holders[row.id]]:
                holders[row.id] = uid
        for uid, row in rows.items():
            if holders[row.id] != uid:
                rows[uid] = replace(row, id=free_id(row.id, (), holders))
                holders[rows[uid].id] = uid
        return tuple(rows.values())

    def row(self, plan: str, uid: str, until: date, known: date = ALWAYS) -> Row:
        return next(row for row in self.rows(plan, until, known) if row.uid == uid)

    def now(self, plan: str, uid: str) -> Row:
        return self.row(plan, uid, self.today)

    # --- what `dsq list` says -------------------------------------------------------------------------

    def listed(self, plan: str, as_of: date, known: date = ALWAYS) -> dict[str, dict[str, object]]:
        return {row.id: self.line(plan, row, as_of, known) for row in self.rows(plan, as_of, known)}

    def line(self, plan: str, row: Row, as_of: date, known: date) -> dict[str, object]:
        facts = self.told(row.uid, as_of, known)
        due, deferrals = self.due_of(plan, row.uid, as_of, known, facts)
        status, progress = self.status_of(facts), self.progress_of(facts, row)
        applied = self.applied_on(facts) if status == SUBMITTED else None
        step = self.next_step(row, facts, date.fromisoformat(applied) if applied else as_of, due)
        return {
            "title": row.title,
            "status": status,
            "progress": None if progress is None else int(progress),
            "due": (step or due).isoformat(),
            "due_original": row.due.isoformat(),
            "deferrals": deferrals,
            "counts": {goal.name: self.count_of(facts, goal.name) for goal in row.goals},
            "done_on": self.closed_on(facts),
            "applied_on": self.applied_on(facts),
            "last_reported": self.last_report(facts),
            "problem": self.remark_of(facts, "problem"),
            "next_steps": self.remark_of(facts, "next"),
            "expected": self.expected_of(facts),
            "deferral_request": self.request_line(plan, row.uid, facts, as_of, known),
            "light": self.light(plan, row, facts, as_of, known),
        }

    def next_step(self, row: Row, facts: Sequence[Fact], as_of: date, due: date) -> date | None:
        """The earliest dated target to come that is not met, if it comes before the date in force."""
        days = [
            goal.due
            for goal in row.goals
            if goal.due and as_of <= goal.due != row.due and self.count_of(facts, goal.name) < goal.goal
        ]
        if row.gone or self.status_of(facts) in RESTING:
            return None
        return min(days) if days and min(days) < due else None

    def closed_on(self, facts: Iterable[Fact]) -> str | None:
        changes = self.changes(facts)
        return changes[-1].on.isoformat() if changes and changes[-1].what == DONE else None

    def applied_on(self, facts: Iterable[Fact]) -> str | None:
        """The day of the application that waits, or that the closing confirmed."""
        for fact in reversed(self.changes(facts)):
            if fact.what == SUBMITTED:
                return fact.on.isoformat()
            if fact.what != DONE:
                return None
        return None

    def last_report(self, facts: Iterable[Fact]) -> str | None:
        days = [fact.on for fact in facts if fact.kind in REPORTS]
        return max(days).isoformat() if days else None

    def remark_of(self, facts: Sequence[Fact], kind: str) -> dict[str, str] | None:
        told = [fact for fact in facts if fact.kind == kind]
        return {"text": told[-1].note, "on": told[-1].on.isoformat()} if told else None

    def expected_of(self, facts: Sequence[Fact]) -> str | None:
        told = [fact.what for fact in facts if fact.kind == "expect"]
        return told[-1].isoformat() if told else None  # type: ignore[attr-defined]

    def request_of(
        self, plan: str, uid: str, facts: Sequence[Fact], until: date, known: date = ALWAYS
    ) -> Fact | None:
        """The application for a deferral that waits: nobody answered it, no edition set another date."""
        answered = [
            self.edition_place(plan, edition)
            for edition in self.seen(plan, until, known)
            if "due" in edition.said.get(uid, {})
        ]
        waits = None
        for turn, fact in enumerate(facts, 1):
            if self.status_of(facts[:turn]) in MOOT or fact.kind in ("defer", "refuse"):
                waits = None
            elif fact.kind == "request":
                waits = fact
        return None if waits and any(place > self.place(waits) for place in answered) else waits

    def request_line(
        self, plan: str, uid: str, facts: Sequence[Fact], until: date, known: date
    ) -> dict[str, str] | None:
        waits = self.request_of(plan, uid, facts, until, known)
        if not waits:
            return None
        return {"until": waits.what.isoformat(), "reason": waits.note, "on": waits.on.isoformat()}  # type: ignore

    def late(self, row: Row, facts: Sequence[Fact], due: date, day: date) -> bool:
        if row.kind in ("complete", "submit", "hold") and day > due:
            return True
        return any(
            goal.due and day > goal.due and self.count_of(facts, goal.name) < goal.goal for goal in row.goals
        )

    def light(self, plan: str, row: Row, facts: Sequence[Fact], as_of: date, known: date) -> str | None:
        status = self.status_of(facts)
        if status in RESTING or row.gone:
            return None
        due, _ = self.due_of(plan, row.uid, as_of, known, facts)
        if status == SUBMITTED:
            applied = self.applied_on(facts)
            assert applied
            then = date.fromisoformat(applied)
            if self.late(row, facts, due, then):
                return "red"
            return "yellow" if row.kind == "advance" and then > due else "green"
        gap = self.gap(row, facts, due, as_of)
        if self.late(row, facts, due, as_of) or gap > self.far_behind:
            return "red"
        if row.kind == "advance" and as_of > due:
            return "yellow"
        step = self.next_step(row, facts, as_of, due)
        near = step or (due if row.kind in ("complete", "submit", "hold") else date.min)
        if 0 <= (near - as_of).days <= self.reminded or gap >= self.behind:
            return "yellow"
        return (
            "yellow"
            if self.silent(plan, row, facts, as_of, known) > self.reminded and as_of <= due
            else "green"
        )

    def gap(self, row: Row, facts: Sequence[Fact], due: date, as_of: date) -> Fraction:
        """Points behind pace; 0 if nothing can be compared."""
        progress = self.progress_of(facts, row)
        if progress is None or row.start is None or as_of < row.start or due < row.start:
            return Fraction(0)
        return 100 * self.way(row, due, as_of) - progress

    def way(self, row: Row, due: date, day: date) -> Fraction:
        """The share of the way to the due date by a day: even between the milestones, each worth the same."""
        assert row.start
        dated = [due if goal.due == row.due else goal.due for goal in row.goals if goal.due]
        days = [one for one in dated if row.start <= one <= due]
        days += [] if due in days else [due]
        points = [(row.start - DAY, Fraction(0))]
        points += [
            (stop, Fraction(sum(one <= stop for one in days), len(days))) for stop in sorted(set(days))
        ]
        for (since, done), (until, then) in pairwise(points):
            if day <= until:
                return done + (then - done) * Fraction((day - since).days, (until - since).days)
        return Fraction(1)

    def silent(self, plan: str, row: Row, facts: Sequence[Fact], as_of: date, known: date) -> int:
        if row.start and as_of < row.start:
            return 0
        last = self.last_report(facts)
        since = max(self.editions[plan][0].day, self.brought_by(plan, row.uid, known).day)
        return (as_of - max(since, row.start or date.min, date.fromisoformat(last or "0001-01-01"))).days

    # --- commands: each answers what it would record ---------------------------------------------------

    def before(self, uid: str, on: date) -> list[Fact]:
        return self.told(uid, on)

    def open_row(self, plan: str, uid: str, on: date) -> Row:
        """A project that can be recorded upon, for a day."""
        if on > self.today:
            raise NoError("还没有到")
        row = self.now(plan, uid)
        first = self.brought_by(plan, uid)
        if first is not self.editions[plan][0] and on < first.day:
            raise NoError("列入计划的")
        then = next((row for row in self.rows(plan, on) if row.uid == uid), row)
        if then.gone:
            raise NoError("已从计划中撤销")
        if self.status_of(self.told(uid, on)) == CARRIED:
            raise NoError("已结转")
        return row

    def not_closed_before_a_carry(self, uid: str, on: date, drafts: list[Draft]) -> list[Draft]:
        """Refuse to close a project on a day before it was carried."""
        carried = any(f.what == CARRIED and f.on > on for f in self.told(uid, ALWAYS))
        if carried and any(draft.kind in CHANGES and draft.what in CLOSED for draft in drafts):
            raise NoError("已结转，不能记为在那以前")
        return drafts

    def change(self, uid: str, on: date, status: str, reason: str, facts: Sequence[Fact]) -> list[Draft]:
        now = self.status_of(facts)
        if status == now:
            return []
        if status not in MAY_BECOME[now]:
            raise NoError("不能改为")
        asks = status in (PAUSED, DROPPED, SUBMITTED) or (status == ACTIVE and now in (*CLOSED, SUBMITTED))
        if asks and not reason:
            raise NoError("须说明理由")
        kind = (
            "submit"
            if status == SUBMITTED
            else "return"
            if now == SUBMITTED and status == ACTIVE
            else "status"
        )
        return self.not_closed_before_a_carry(uid, on, [Draft(kind, uid, on, status, reason, saw=now)])

    def start(self, uid: str, on: date, facts: Sequence[Fact]) -> list[Draft]:
        return [Draft("status", uid, on, ACTIVE, saw=PLANNED)] if self.status_of(facts) == PLANNED else []

    def update(
        self,
        plan: str,
        uid: str,
        on: date,
        status: str = "",
        progress: int | None = None,
        note: str = "",
        reason: str = "",
        problem: str = "",
        steps: str = "",
        expected: date | None = None,
    ) -> list[Draft]:
        self.open_row(plan, uid, on)
        facts = self.before(uid, on)
        if status == PLANNED and progress:
            raise NoError("就不是未启动")
        drafts = self.change(uid, on, status, reason, facts) if status else []
        if status and reason and not drafts:
            raise NoError("状态没有变")
        now = self.status_of(facts)
        stays_closed = now in CLOSED and status in ("", now)
        shown = 100 if now == DONE else self.reported_of(facts)
        if progress is not None and not (stays_closed and progress == shown):
            if stays_closed:
                raise NoError("不再报进度")
            if not status and progress:
                drafts += self.start(uid, on, facts)
            drafts += self.reported(uid, on, progress, facts)
        if note:
            drafts.append(Draft("note", uid, on, note=note))
        after = next((str(draft.what) for draft in drafts if draft.kind in CHANGES), self.status_of(facts))
        return drafts + self.remarks(uid, on, facts, after, problem, steps, expected)

    def remarks(
        self,
        uid: str,
        on: date,
        facts: Sequence[Fact],
        status: str,
        problem: str,
        steps: str,
        expected: date | None,
    ) -> list[Draft]:
        """What a unit says beside its figures, when the status has become this one."""
        drafts = [Draft("problem", uid, on, note=problem)] if problem else []
        drafts += [Draft("next", uid, on, note=steps)] if steps else []
        if expected and status in CLOSED:
            raise NoError("不再记预计完成")
        if expected and expected.isoformat() != self.expected_of([f for f in facts if f.on == on]):
            drafts.append(Draft("expect", uid, on, expected))
        return drafts

    def reported(self, uid: str, on: date, progress: int, facts: Sequence[Fact]) -> list[Draft]:
        """A report, even of the same value, unless it was the last one of that very day."""
        of_day = [fact for fact in facts if fact.on == on]
        return [] if self.reported_of(of_day) == progress else [Draft("progress", uid, on, progress)]

    def request(self, plan: str, uid: str, on: date, until: date, reason: str) -> list[Draft]:
        self.open_row(plan, uid, on)
        facts = self.before(uid, on)
        return self.request_upon(plan, uid, on, until, reason, facts, self.status_of(facts))

    def request_upon(
        self, plan: str, uid: str, on: date, until: date, reason: str, facts: Sequence[Fact], status: str
    ) -> list[Draft]:
        if status in MOOT:
            raise NoError("不用申请延期")
        if until <= self.due_of(plan, uid, on, ALWAYS, facts)[0]:
            raise NoError("不比它晚")
        waits = self.request_of(plan, uid, facts, on)
        if waits and (waits.what, waits.note) == (until, reason):
            return []
        return [Draft("request", uid, on, until, reason)]

    def refuse(self, plan: str, uid: str, on: date, reason: str) -> list[Draft]:
        self.open_row(plan, uid, on)
        if not self.request_of(plan, uid, self.before(uid, on), on):
            raise NoError("没有待答复的")
        return [Draft("refuse", uid, on, note=reason)]

    # --- letters --------------------------------------------------------------------------------------

    def letters(self, plan: str) -> dict[Letter, list[Fact]]:
        """The letters of a plan that were sent by today, each with its projects, in order."""
        found: dict[Letter, list[Fact]] = {}
        there = {row.uid for row in self.rows(plan, ALWAYS)}
        for fact in sorted(self.facts, key=self.place):
            is_sent = fact.kind == "remind" and fact.on <= self.today and self.counts(fact)
            if is_sent and fact.plan == plan and fact.uid in there:
                found.setdefault(fact.what, []).append(fact)  # type: ignore[arg-type]
        return found

    def is_open(self, plan: str, uid: str) -> bool:
        status = self.status_of(self.told(uid, self.today))
        return status not in RESTING and not self.now(plan, uid).gone

    def waiting(self, plan: str, asked: Iterable[Fact]) -> list[Fact]:
        """The projects of a letter that are open and have no report since."""
        return [
            fact
            for fact in asked
            if fact.uid
            and self.is_open(plan, fact.uid)
            and not any(
                self.place(told) > self.place(fact)
                for told in self.told(fact.uid, self.today, ALWAYS, *REPORTS)
            )
        ]

    def answer(
        self, plan: str, number: int | None, unit: str, named: Sequence[str], on: date, note: str
    ) -> list[Draft]:
        if on > self.today:
            raise NoError("还没有到")
        letters = self.letters(plan)
        if number:
            found = sorted((one for one in letters if one.number == number), key=lambda one: one.year)[-1:]
        else:
            found = [one for one in letters if one.unit == unit and self.waiting(plan, letters[one])]
        if not found:
            raise NoError("没有这份催办单", UNKNOWN)
        if len(found) > 1:
            raise NoError("有几份没有回复")
        asked = letters[found[0]]
        if unit not in ("", found[0].unit):
            raise NoError("是发给别的单位的")
        if on < asked[0].on:
            raise NoError("不能先回复")
        waiting = self.waiting(plan, asked) or [f for f in asked if self.is_open(plan, f.uid or "")] or asked
        uids = named or [fact.uid or "" for fact in waiting]
        if set(uids) - {fact.uid for fact in asked}:
            raise NoError("没有催这一项")
        for uid in uids:
            self.open_row(plan, uid, on)
        return [Draft("answer", uid, on, found[0], note) for uid in uids]

    def may_be_urged(self, plan: str, uid: str, on: date) -> bool:
        facts = self.told(uid, on)
        is_open = self.status_of(facts) in (PLANNED, ACTIVE) and not self.row(plan, uid, on).gone
        return is_open and not self.request_of(plan, uid, facts, on)

    def done(self, plan: str, uid: str, on: date, note: str = "") -> list[Draft]:
        self.open_row(plan, uid, on)
        return self.change(uid, on, DONE, note, self.before(uid, on))

    def submit(self, plan: str, uid: str, on: date, evidence: str) -> list[Draft]:
        self.open_row(plan, uid, on)
        return self.change(uid, on, SUBMITTED, evidence, self.before(uid, on))

    def give_back(self, plan: str, uid: str, on: date, reason: str) -> list[Draft]:
        self.open_row(plan, uid, on)
        facts = self.before(uid, on)
        if self.status_of(facts) != SUBMITTED:
            raise NoError("没有申请销号")
        return self.change(uid, on, ACTIVE, reason, facts)

    def tick(
        self, plan: str, uid: str, on: date, name: str, step: int | None, total: int | None
    ) -> list[Draft]:
        row = self.open_row(plan, uid, on)
        if name not in [goal.name for goal in row.goals]:
            raise NoError("没有指标", UNKNOWN)
        facts = self.before(uid, on)
        now = self.count_of(facts, name)
        if step is None:
            assert total is not None
            step = total - now
            if step == 0:
                return []
        if step == 0:
            raise NoError("0 个不用记", USAGE)
        if now + step < 0:
            raise NoError("减不了")
        return [*(self.start(uid, on, facts) if step > 0 else []), Draft("count", uid, on, (name, step))]

    def defer(
        self, plan: str, uid: str, on: date, until: date | tuple[int, int], reason: str, yes: bool
    ) -> list[Draft]:
        self.open_row(plan, uid, on)
        facts = self.before(uid, on)
        if self.status_of(facts) in CLOSED:
            raise NoError("不再改时限")
        due, _ = self.due_of(plan, uid, on, ALWAYS, facts)
        new = until if isinstance(until, date) else later(due, *until)
        if new == due:
            raise NoError("现时限就是")
        if new < on and not yes:
            raise NoError("记下后即逾期")
        return [Draft("defer", uid, on, new, reason, saw=due.isoformat())]

    # --- forms ----------------------------------------------------------------------------------------

    def said(self, row: Row, facts: Sequence[Fact]) -> Said:
        counts = {goal.name: self.count_of(facts, goal.name) for goal in row.goals}
        return Said(self.status_of(facts), self.reported_of(facts), counts)

    def taken_from_form(
        self, plan: str, uid: str, filled: Said, sent: Said, earlier: Sequence[Said]
    ) -> list[Draft]:
        """What differs from what was sent, or from what was taken before, unless the office recorded otherwise."""
        if filled in earlier or replace(filled, on=None) == sent:
            return []
        if uid not in [row.uid for row in self.rows(plan, self.today)]:
            raise NoError("台账里没有这一项")
        base = earlier[-1] if earlier else sent
        status = filled.status if filled.status != base.status else ""
        progress = filled.progress if filled.progress != base.progress else None
        counts = {name: n for name, n in filled.counts.items() if n != base.counts[name]}
        note = filled.note if status or filled.note not in [said.note for said in earlier] else ""
        problem = filled.problem if filled.problem not in [said.problem for said in earlier] else ""
        steps = filled.steps if filled.steps not in [said.steps for said in earlier] else ""
        expected = filled.expected if filled.expected != base.expected else None
        asked = (filled.until, filled.reason)
        until, reason = asked if asked not in [(s.until, s.reason) for s in earlier] else (None, "")
        figures = status or progress is not None or counts
        if not (figures or note or problem or steps or expected or until or reason):
            return []
        now = self.told(uid, self.today)
        row = self.now(plan, uid)
        shown = self.said(row, now)
        if status and shown.status not in (base.status, status):
            return []
        if progress is not None and shown.progress not in (base.progress, progress):
            return []
        if any(self.count_of(now, name) not in (base.counts[name], n) for name, n in counts.items()):
            return []
        day = filled.on or self.today
        self.open_row(plan, uid, day)
        facts = self.told(uid, day)
        drafts: list[Draft] = []
        if status == SUBMITTED and not note:
            raise NoError("写明依据")
        if status:
            drafts += self.change(uid, day, status, note, facts)
        noted = any(draft.note for draft in drafts)
        after = str(drafts[-1].what) if drafts else self.status_of(facts)
        known = 100 if after == DONE else self.reported_of(facts)
        if progress is not None and not (after in CLOSED and progress == known):
            if after in CLOSED:
                raise NoError("不再报进度")
            if after == PLANNED and progress:
                drafts.append(Draft("status", uid, day, ACTIVE, saw=PLANNED))
                after = ACTIVE
            drafts += self.reported(uid, day, progress, facts)
        for name, n in counts.items():
            step = n - self.count_of(now, name)
            if name not in [goal.name for goal in row.goals]:
                raise NoError("计划里已没有指标")
            if step and self.count_of(facts, name) + step < 0:
                raise NoError("减不了")
            if step and after == PLANNED and step > 0:
                drafts.append(Draft("status", uid, day, ACTIVE, saw=PLANNED))
                after = ACTIVE
            if step:
                drafts.append(Draft("count", uid, day, (name, step)))
        if note and not noted:
            drafts.append(Draft("note", uid, day, note=note))
        if bool(until) != bool(reason):
            raise NoError("申请延期没有写全")
        drafts += self.remarks(uid, day, facts, after, problem, steps, expected)
        if until:
            drafts += self.request_upon(plan, uid, day, until, reason, facts, after)
        return drafts

    # --- taking back ----------------------------------------------------------------------------------

    def undo(self, numbers: Sequence[int]) -> list[Draft]:
        """Take back entries by number; an entry of a correction brings the whole correction."""
        if not all(0 < number <= len(self.facts) for number in numbers):
            raise NoError("没有这号记录", UNKNOWN)
        return self.undo_facts([self.fact(number) for number in numbers])

    def undo_facts(self, facts: Sequence[Fact]) -> list[Draft]:
        """First the loads that come back, then entries, then the loads that are taken back."""
        facts = self.with_carries(facts)
        loads = list(dict.fromkeys(tuple(self.load_of(fact)) for fact in facts if self.is_of_a_load(fact)))
        loads.sort(key=lambda load: self.about(load[0]).number)
        back = [load for load in loads if load[0].takes_back and self.meant(load[0]) is load[0]]
        gone = [load for load in reversed(loads) if load not in back]
        for load in back:
            self.check_no_double(load[0])
        drafts = [self.take_back(fact) for load in back for fact in load]
        home = {row.uid for plan in self.editions for row in self.rows(plan, ALWAYS)}
        home |= {row.uid for load in back for row in self.about(load[0]).what.added}  # type: ignore[attr-defined]
        in_loads = {fact.number for load in loads for fact in load}
        alone = [f for f in facts if not self.is_of_a_load(f) and f.number not in in_loads]
        come_back = {
            self.fact(number).takes_back for number in (draft.takes_back for draft in drafts) if number
        }
        for fact in alone:
            if self.taken_back_by(self.meant(fact)) and self.meant(fact).number not in come_back:
                raise NoError("已撤回")
        wanted: dict[int, Fact] = {}
        for other in self.whole(*alone):
            if self.taken_back_by(self.meant(other)) and self.meant(other).number not in come_back:
                continue  # what a correction brought back was taken back again since
            if other.uid not in home:
                raise NoError("已不在计划里")
            wanted[other.number] = other
        drafts += self.take_all_back(sorted(wanted.values(), key=lambda fact: fact.stamp))
        for load in gone:
            self.check_unused(load[0], {draft.takes_back for draft in drafts})
            drafts += [self.take_back(fact) for fact in load]
        return drafts

    def with_carries(self, facts: Sequence[Fact]) -> list[Fact]:
        """The facts; instead of one of a carry, all that is taken back together with it, in both plans."""
        found: dict[Fact, None] = {}
        for fact in facts:
            origin = self.about(fact)
            recorded = [each for each in self.together(origin.operation) if not each.takes_back]
            if origin.kind not in (*OF_THE_PLAN, "carry") or not any(e.kind == "carry" for e in recorded):
                found[fact] = None
                continue
            meant = self.meant(fact)
            if self.taken_back_by(meant):
                raise NoError("已撤回")
            if meant is origin:
                found |= dict.fromkeys(each for each in recorded if self.counts(each))
                continue
            old = {each.uid for each in recorded if each.what == CARRIED}
            for other in self.facts[fact.number :]:
                if other.uid in old and not other.takes_back and self.counts(other):
                    raise NoError("结转撤回以后另有记录")
            numbers = {each.number for each in recorded}
            found |= dict.fromkeys(
                o for o in self.together(fact.operation) if o.takes_back in numbers and self.counts(o)
            )
        return list(found)

    def check_no_double(self, fact: Fact) -> None:
        """Refuse to bring a project back that was added to the plan anew since."""
        titles = {row.title for row in self.about(fact).what.added}  # type: ignore[attr-defined]
        for other in self.facts[fact.number :]:
            is_decided = other.kind in OF_THE_PLAN and other.plan == fact.plan and self.counts(other)
            if is_decided and titles & {row.title for row in other.what.added}:  # type: ignore[attr-defined]
                raise NoError("后来又列入了计划")

    def is_of_a_load(self, fact: Fact) -> bool:
        return self.about(fact).kind in OF_THE_PLAN

    def load_of(self, fact: Fact) -> list[Fact]:
        """All that is taken back with an entry of a load, or with the revocation of one."""
        meant, origin = self.meant(fact), self.about(fact)
        if self.taken_back_by(meant):
            raise NoError("已撤回")
        if meant is origin:
            return [e for e in self.together(origin.operation) if self.counts(e) and e.plan == origin.plan]
        recorded = {e.number for e in self.together(origin.operation) if e.plan == origin.plan}
        return [o for o in self.together(fact.operation) if o.takes_back in recorded and self.counts(o)]

    def check_unused(self, fact: Fact, undone: set[int | None]) -> None:
        """Refuse to take a load back if something rests on it; the first load of a plan stays in these runs."""
        load = self.about(fact)
        added = {row.uid for row in load.what.added}  # type: ignore[attr-defined]
        restored = {self.fact(number).takes_back for number in undone if number}
        for other in self.facts[load.number :]:
            rests = load.kind == "load" or other.uid in added
            if (
                rests
                and other.plan == load.plan
                and other.operation != load.operation
                and other.takes_back is None
                and other.number not in undone
                and (self.counts(other) or other.number in restored)
            ):
                raise NoError("后来另有记录")
        if load.kind == "load":
            raise NoError(FIRST_LOAD)

    def take_all_back(self, facts: Iterable[Fact]) -> list[Draft]:
        """Project by project, each in order of entry."""
        by_project: dict[str, dict[int | None, Draft]] = {}
        for fact in facts:
            draft = self.take_back(fact)
            by_project.setdefault(draft.uid, {})[draft.takes_back] = draft
        return [draft for drafts in by_project.values() for draft in drafts.values()]

    def meant(self, fact: Fact) -> Fact:
        """What an undo of a fact takes back: of a restoration, the entry that it restored, anew."""
        restores = fact.takes_back and self.fact(fact.takes_back).takes_back
        return self.fact(restores) if restores else fact

    def take_back(self, fact: Fact) -> Draft:
        fact = self.meant(fact)
        return Draft("revoke", fact.uid or "", self.today, takes_back=fact.number)

    def together(self, operation: int) -> list[Fact]:
        return [fact for fact in self.facts if fact.operation == operation]

    def whole(self, *facts: Fact) -> list[Fact]:
        """What is taken back with facts: of a correction all of it, and whatever corrected it in turn."""
        found: dict[int, Fact] = {}
        todo = list(facts)
        while todo:
            one = todo.pop()
            if one.number in found:
                continue
            found[one.number] = one
            todo += [other for other in [*self.bound(one), *self.ousted(one)] if self.counts(other)]
        back = {one.takes_back for one in found.values() if one.takes_back}
        late = {number for number in back if back & set(self.corrected(self.fact(number)))}
        return [one for one in found.values() if one.takes_back not in late]

    def ousted(self, one: Fact) -> list[Fact]:
        """The corrections that may not count beside the entry that an undo restores."""
        entry = one.takes_back and self.fact(one.takes_back)
        if not entry or entry.takes_back:
            return []
        return [
            other
            for other in self.facts
            if other.takes_back is None and self.counts(other) and entry.number in self.corrected(other)
        ]

    def corrected(self, fact: Fact) -> list[int]:
        """The entries that a correction corrects, the nearest first."""
        return [fact.corrects, *self.corrected(self.fact(fact.corrects))] if fact.corrects else []

    def about(self, fact: Fact) -> Fact:
        """The entry that a revocation, of whatever degree, is about."""
        return self.about(self.fact(fact.takes_back)) if fact.takes_back else fact

    def root(self, fact: Fact) -> int:
        entry = self.about(fact)
        return [entry.number, *self.corrected(entry)][-1]

    def is_correction(self, operation: int) -> bool:
        return any(fact.corrects for fact in self.together(operation))

    def bound(self, one: Fact) -> list[Fact]:
        same = self.together(one.operation)
        bound = [other for other in self.facts if one.corrects and other.takes_back == one.corrects]
        if self.is_correction(one.operation):
            return same + bound
        if one.takes_back is None:
            return bound
        roots = {self.root(one)}
        for operation in {fact.operation for fact in self.facts if fact.corrects}:
            of_one = {self.root(fact) for fact in self.together(operation) if fact.corrects}
            if of_one & {self.root(one)}:
                roots |= of_one
        undone = [o for o in same if o.takes_back and self.counts(o) and self.root(o) in roots]
        return undone if any(self.is_correction(self.about(other).operation) for other in undone) else []

    def last_operation(self, plan: str, uid: str) -> list[Fact]:
        """The last command that recorded something which counts, undos left out; of a plan if one is named."""
        for operation in range(self.operation, 0, -1):
            facts = [f for f in self.together(operation) if self.counts(f) and f.home == self.home]
            if plan:
                facts = [fact for fact in facts if fact.plan == plan]
            if uid:
                facts = [fact for fact in facts if fact.uid == uid and fact.kind not in OF_THE_PLAN]
            if any(fact.kind != "revoke" for fact in facts):
                return facts
        raise NoError("没有可撤回的")

    def undo_last(self, plan: str = "", uid: str = "") -> list[Draft]:
        facts = self.last_operation(plan, uid)
        return self.undo_facts(facts)

    # --- correcting -----------------------------------------------------------------------------------

    def fix(
        self,
        number: int,
        progress: int | None = None,
        count: int | None = None,
        note: str = "",
        on: date | None = None,
        uid: str = "",
    ) -> list[Draft]:
        if not 0 < number <= len(self.facts):
            raise NoError("没有这号记录", UNKNOWN)
        fact = self.fact(number)
        if fact.kind in OF_THE_PLAN or fact.kind in ("revoke", "remind", "settle", "carry"):
            raise NoError("不能更正")
        if self.taken_back_by(fact):
            raise NoError("已撤回")
        if (progress is not None and fact.kind != "progress") or (count is not None and fact.kind != "count"):
            raise NoError("不能这样改")
        if note and fact.kind in ("progress", "count", "expect"):
            raise NoError("不能这样改")
        assert fact.uid
        new = replace(fact, on=on or fact.on, uid=uid or fact.uid, note=note or fact.note)
        if progress is not None:
            new = replace(new, what=progress)
        if count is not None:
            new = replace(new, what=(fact.what[0], count))  # type: ignore[index]
        if new == fact:
            return []
        if new.on > self.today:
            raise NoError("还没有到")
        stays = (new.on, new.uid) == (fact.on, fact.uid)
        if fact.kind == "answer" and not stays:
            self.check_asked(new)
        moved = [fact] if stays else self.recorded_with(fact)
        facts = self.as_if_gone(new, moved)
        drafts: list[Draft] = []
        for one in moved:
            anew = new if one is fact else replace(one, on=new.on, uid=new.uid)
            if one is fact or not self.is_start(one) or self.status_of(facts) == PLANNED:
                added = self.anew(anew, facts)
                facts += [self.as_fact(draft) for draft in added]
                drafts += added
        return [*map(self.take_back, sorted(moved, key=lambda f: f.number)), *drafts]

    def check_asked(self, answer: Fact) -> None:
        """An answer is about a project that its letter asked, since the letter."""
        asked = self.letters(answer.plan).get(answer.what)  # type: ignore[call-overload]
        if not asked:
            raise NoError("没有这份催办单", UNKNOWN)
        if answer.uid not in [fact.uid for fact in asked] or answer.on < asked[0].on:
            raise NoError("没有催这一项，或不能先回复")

    def is_start(self, fact: Fact) -> bool:
        return (fact.kind, fact.saw, fact.what) == ("status", PLANNED, ACTIVE)

    def as_fact(self, draft: Draft) -> Fact:
        """What was just recorded; a closing lets the progress of its own command pass."""
        what = ACTIVE if draft.kind == "status" and draft.what in CLOSED else draft.what
        return Fact(0, 0, draft.kind, "", draft.uid, draft.on, draft.on, "", what, saw=draft.saw)

    def recorded_with(self, fact: Fact) -> list[Fact]:
        """What one command recorded of a project on a day; the start stays if another report needs it."""
        assert fact.uid
        command = self.first_entry(fact).operation
        told = [f for f in self.told(fact.uid, ALWAYS) if f.kind not in ("remind", "carry")]
        found = [f for f in told if f.on == fact.on and self.first_entry(f).operation == command]
        figures = ("progress", "count")
        if any(f.kind in figures for f in found) and any(f.kind in figures for f in told if f not in found):
            return [f for f in found if f is fact or not self.is_start(f)]
        return found

    def as_if_gone(self, new: Fact, gone: Sequence[Fact]) -> list[Fact]:
        """The facts before the place of what is corrected, as if it had never been."""
        assert new.uid
        lost = {fact.number for fact in gone}
        place = self.new_place(new)
        return [f for f in self.told(new.uid, new.on) if f.number not in lost and self.place(f)[:2] < place]

    def new_place(self, new: Fact) -> tuple[date, int]:
        was = self.fact(new.number)
        return new.on, self.first(was) if new.uid == was.uid else ENDLESS

    def anew(self, new: Fact, facts: Sequence[Fact]) -> list[Draft]:
        """Record a corrected entry at its place, after these facts."""
        assert new.uid
        brought = self.brought_by(new.plan, new.uid)
        if brought is not self.editions[new.plan][0] and new.on < brought.day:
            raise NoError("列入计划的")
        place = self.new_place(new)
        editions = [e for e in self.seen(new.plan, new.on) if self.edition_place(new.plan, e)[:2] < place]
        if any(row.gone for row in self.laid_over(editions) if row.uid == new.uid):
            raise NoError("已从计划中撤销")
        status = self.status_of(facts)
        if status == CARRIED:
            raise NoError("已结转")
        draft = Draft(new.kind, new.uid, new.on, new.what, new.note, saw=status, corrects=new.number)
        if new.kind in CHANGES:
            (change,) = self.change(new.uid, new.on, str(new.what), new.note, facts) or self.nothing()
            if change.kind != new.kind:
                self.nothing()
            return [replace(change, corrects=new.number)]
        if new.kind == "progress" and status in CLOSED:
            raise NoError("不再报进度")
        if new.kind == "expect" and status in CLOSED:
            raise NoError("不再记预计完成")
        if new.kind == "count":
            name, step = str(new.what[0]), int(new.what[1])  # type: ignore[index]
            if name not in [goal.name for goal in self.now(new.plan, new.uid).goals]:
                raise NoError("没有指标")
            if self.count_of(facts, name) + step < 0:
                raise NoError("减不了")
        until: Any = new.what
        if new.kind == "defer":
            if status in CLOSED:
                raise NoError("不再改时限")
            due = self.due_of(new.plan, new.uid, new.on, ALWAYS, facts)[0]
            if due == until:
                self.nothing()
            is_later = until.isoformat() > new.saw
            if new.uid != self.fact(new.number).uid and is_later != (until > due):
                raise NoError("成了提前")
            draft = replace(draft, saw=due.isoformat())
        if new.kind == "request":
            asked = self.request_upon(new.plan, new.uid, new.on, until, new.note, facts, status)
            if not asked:
                self.nothing()
        if new.kind == "refuse" and not self.request_of(new.plan, new.uid, facts, new.on):
            raise NoError("没有待答复的")
        return [*(self.start(new.uid, new.on, facts) if self.something_done(new) else []), draft]

    def nothing(self) -> list[Draft]:
        raise NoError("等于没有记")

    def asked_about(self, drafts: Sequence[Draft]) -> bool:
        """If an undo is asked about: somebody else recorded it, or it touched several projects."""
        facts = [self.fact(draft.takes_back) for draft in drafts if draft.takes_back]
        return any(fact.who != self.who for fact in facts) or len({fact.uid for fact in facts}) > 1


def later(day: date, months: int, days: int) -> date:
    """Add months end to end: 30 June and one month is 31 July."""
    if months:
        last = day.day == calendar.monthrange(day.year, day.month)[1]
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        longest = calendar.monthrange(year, month + 1)[1]
        day = date(year, month + 1, longest if last else min(day.day, longest))
    return day + days * DAY


# --- editions -----------------------------------------------------------------------------------------


def alike(one: str, other: str) -> bool:
    """If two thirds of the characters are the same, in the same order, and so are the numerals."""
    if re.findall(NUMERALS, one) != re.findall(NUMERALS, other):
        return False
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, left in enumerate(one):
        for j, right in enumerate(other):
            best[i + 1][j + 1] = best[i][j] + 1 if left == right else max(best[i][j + 1], best[i + 1][j])
    return 3 * best[-1][-1] >= 2 * max(len(one), len(other))


def matched(old: Sequence[Row], rows: Sequence[Row], match: str) -> list[Row]:
    """The rows of an edition with the identity of the project that each is; titles are unique in both."""
    known: dict[str, Row] = {}
    for row in rows:
        same = [p for p in old if p.title == row.title and not p.gone] or [
            p for p in old if p.title == row.title
        ]
        if same:
            known[row.id] = same[0]
    taken = {project.uid for project in known.values()}
    free = [project for project in old if project.uid not in taken and not project.gone]
    left = [row for row in rows if row.id not in known]
    for row in left:
        for project in free:
            if project.id == row.id and project.unit == row.unit and alike(project.title, row.title):
                known[row.id] = project
    gone = [project for project in old if project.gone]
    for candidates, numbers_count in ((free, True), (gone, False)):
        for row in left:
            if row.id in known:
                continue
            taken = {project.uid for project in known.values()}
            doubts = [
                p
                for p in candidates
                if p.uid not in taken
                and ((numbers_count and p.id == row.id) or (p.unit == row.unit and alike(p.title, row.title)))
            ]
            if doubts and not match:
                raise NoError("定不了")
            for project in doubts:
                if project.id == row.id if match == "number" else alike(project.title, row.title):
                    known[row.id] = project
                    break
    return [replace(row, uid=known[row.id].uid if row.id in known else f"{row.uid}+") for row in rows]


def free_id(id: str, after: Iterable[Row], taken: Iterable[str]) -> str:
    """原5, or 原2-5 if that is taken."""
    used = {*taken, *(row.id for row in after)}
    names = [f"原{id}", *(f"原{number}-{id}" for number in range(2, 99))]
    return next(name for name in names if name not in used)


def edition(day: date, old: Sequence[Row], rows: Sequence[Row]) -> tuple[Edition, list[tuple[str, str]]]:
    """An edition, whose rows have their identities, and what is told of it by kind and project."""
    before = {row.uid: row for row in old}
    after = {row.uid: row for row in rows}
    ids = [row.id for row in rows]
    told: list[tuple[str, str]] = []
    said: dict[str, dict[str, Any]] = {}
    for uid, was in before.items():
        now = after.get(uid) or replace(was, gone=True)
        if uid not in after and was.id in ids:
            now = replace(now, id=free_id(was.id, after.values(), (row.id for row in old)))
        after[uid] = now
        differs = {name: getattr(now, name) for name in FIELDS if getattr(now, name) != getattr(was, name)}
        if differs:
            said[uid] = differs
        if differs.keys() - {"gone"}:
            told.append(("revise", uid))
        if "gone" in differs:
            told.append(("withdraw", uid))
    added = tuple(row for row in rows if row.uid not in before)
    return Edition(day, added, said), [*told, *(("revise", row.uid) for row in added)]


__all__ = [
    "ALWAYS",
    "FIRST_LOAD",
    "Draft",
    "Edition",
    "Fact",
    "Goal",
    "Ledger",
    "Letter",
    "NoError",
    "Row",
    "Said",
    "later",
    "replace",
]
