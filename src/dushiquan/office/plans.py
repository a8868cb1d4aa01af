"""Load, list and revise the plans of a ledger."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.acts import Change, check_day, close_out, update
from dushiquan.domain.edition import Revision, merge_notices
from dushiquan.domain.events import Event
from dushiquan.domain.matching import Answer
from dushiquan.domain.plan import Plan, PlanHead, Project
from dushiquan.domain.status import State, Status
from dushiquan.errors import NotFoundError, RefusedError
from dushiquan.formats.files import Track, untracked
from dushiquan.sources.basis import Earlier
from dushiquan.sources.first_reports import FirstReport
from dushiquan.store.answers import Answers, save_answers, stored_answers
from dushiquan.store.connection import transaction
from dushiquan.store.event_log import Operation, Recorded, Subject, new_id, rehearsable
from dushiquan.store.ledger import Ledger
from dushiquan.store.loading import load_plan, revise_plan, use_plan
from dushiquan.store.plan_keys import plan_keys

if TYPE_CHECKING:
    from dushiquan.office.office import Office


_WITH_REASON = frozenset({Status.SUBMITTED, Status.PAUSED, Status.DROPPED})
"""The statuses that a table's report gives its remark as the reason for."""


class LoadedPlan(NamedTuple):
    """A plan of the ledger: its heading, its number of projects, and whether it is in use."""

    head: PlanHead
    projects: int
    current: bool


class Edition(NamedTuple):
    """A plan that can be loaded. ``revision`` is what it changes, or None if its key is new.

    One with doubts has to be asked for again, with an answer to them.
    """

    plan: Plan
    revision: Revision | None


class Taken(NamedTuple):
    """The outcome of a report in a plan's table: whether it changed anything, or why it was refused.

    ``begun`` tells whether the project is no longer 未启动.
    """

    report: FirstReport
    recorded: bool
    refused: str = ""
    begun: bool = True


class Plans:
    """The plans of one ledger."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def keys(self) -> list[str]:
        """Return the keys of the loaded plans; the last one is in use."""
        return plan_keys(self._office.connection, self._office.known_at, left=self._office.left)

    def loaded(self) -> list[LoadedPlan]:
        """Return the loaded plans; the last one is in use."""
        keys = self.keys()
        ledgers = [Ledger(self._office.connection, key) for key in keys]
        current: list[str] = []
        with suppress(NotFoundError):
            current = [ledger.key for ledger in self._office.ledgers]
        return [LoadedPlan(ledger.plan, ledger.size(), ledger.key in current) for ledger in ledgers]

    def loaded_elsewhere(self, key: str) -> str:
        """Return the unit that shares the ledger and loaded a plan; "" if it was loaded here."""
        from dushiquan.store.replicas import loaded_by

        return loaded_by(self._office.connection, key)

    def unused_sample(self) -> Event | None:
        """Return the load of the shipped plan, if the ledger has it and nothing was recorded of it."""
        from dushiquan.shipped import shipped
        from dushiquan.sources.plan_file import read_plan

        sample, _ = read_plan(shipped("data/projects_2011.yaml"))
        if sample.key not in self.keys():
            return None
        ledger = self._office.ledger_of(sample.key)
        events = ledger.events(of_plan=True)
        return events[0] if len(events) == 1 and ledger.plan.title == sample.title else None

    def full(self) -> Plan:
        """Return the chosen plan, with its projects."""
        return self._office.ledger.full_plan()

    def earlier(self, key: str) -> Earlier | None:
        """Return the edition that the ledger has under a key, or None."""
        if key not in self.keys():
            return None
        ledger = self._office.ledger_of(key)
        return Earlier(ledger.full_plan(withdrawn=True), ledger.plan.known_since)

    def edition(self, new: Plan, answer: Answer | None = None) -> Edition:
        """Return what loading a plan would change. An empty field of its notice keeps the old value.

        ``answer`` answers which rows in doubt are the same project; without it they stay in doubt.
        """
        if new.key not in self.keys():
            return Edition(new, None)
        return self.revision(new, answer)

    def revision(self, new: Plan, answer: Answer | None = None) -> Edition:
        """Return what a new edition changes; raise ``NotFoundError`` if the ledger has no plan of its key."""
        ledger = self._office.ledger_of(new.key)
        new = new._replace(
            notice=merge_notices(ledger.plan.notice, new.notice),
            month_before=new.month_before or ledger.plan.month_before,
            levels=ledger.plan.levels if new.levels is None else new.levels,
            contacts={**ledger.plan.contacts, **new.contacts},
        )
        return Edition(new, ledger.compare(new, answer))

    def with_targets_as_taken(self, new: Plan) -> Plan:
        """Return a plan that names no targets with those that its earlier edition took from its contents."""
        from dushiquan.sources.target_offers import taken_before, with_targets

        earlier = self.earlier(new.key)
        return with_targets(new, taken_before(new, earlier.plan)) if earlier else new

    def load(
        self,
        edition: Edition,
        track: Track = untracked,
        reports: Sequence[FirstReport] = (),
        on: date | None = None,
        *,
        dry_run: bool = False,
    ) -> list[Taken]:
        """Load a new plan, or revise a loaded one, and take it into use, in one transaction.

        In the same transaction, record the progress that its table reports, on the day ``on`` or today.
        Return the outcome of each report; with ``dry_run`` nothing is kept. Raise ``RefusedError`` if the
        edition has doubts.
        """
        if edition.revision is not None and edition.revision.doubts:
            raise RefusedError("新版里有的项目还没有定是不是同一项目，未作改动。")
        connection, plan, provenance = self._office.connection, edition.plan, self._office.provenance()
        batch = new_id()
        taken: list[Taken] = []
        with rehearsable(connection, dry_run=dry_run):
            if edition.revision is None:
                load_plan(connection, plan, provenance, track, batch)
            elif edition.revision.is_empty:
                use_plan(connection, plan.key)
            else:
                revise_plan(self._office.ledger_of(plan.key), plan, edition.revision, provenance, batch)
            operation = Operation(self._office.ledger_of(plan.key), provenance, batch)
            taken = self._take(operation, plan.key, reports, on or self._office.today)
        return taken

    def _take(self, operation: Operation, key: str, reports: Sequence[FirstReport], on: date) -> list[Taken]:
        """Record reports; skip those that a rule forbids."""
        if not reports:
            return []
        today = self._office.today
        check_day(on, today)
        ledger = self._office.ledger_of(key)
        taken = []
        for report in reports:
            try:
                recorded = _record(operation, Subject(ledger, report.id), report, on, today)
                begun = recorded.now.status is not Status.PLANNED
                taken.append(Taken(report, bool(recorded.events), begun=begun))
            except RefusedError as error:
                taken.append(Taken(report, False, str(error)))
        return taken

    def answers(self) -> Answers:
        """Return the stored answers about the columns of tables, by the shape of the table head."""
        return stored_answers(self._office.connection)

    def save_answers(self, shape: str, answers: Mapping[str, str]) -> None:
        """Store answers for the next table with a head of this shape."""
        with transaction(self._office.connection):
            save_answers(self._office.connection, shape, answers)

    def use(self, key: str) -> PlanHead:
        """Make a plan the default of later commands; return its heading."""
        head = self._office.ledger_of(key).plan
        with transaction(self._office.connection):
            use_plan(self._office.connection, key)
        return head


def _record(operation: Operation, subject: Subject, report: FirstReport, on: date, today: date) -> Recorded:
    """Record one report: a completion on its own day, everything else on the day ``on``.

    A note or a progress that the project already has is not recorded again: a table is loaded in many
    editions, and what still stands in it is no report.
    """
    done = report.status is Status.DONE
    day = report.done_on if done and report.done_on else on
    check_day(day, today)
    known = {event.note for event in subject.events}
    note = "" if report.note in known else report.note
    state = subject.state_for_entry(day)
    return operation.add(subject, _changes(report, note, subject.project, state), state, day)


def _changes(report: FirstReport, note: str, project: Project, state: State) -> Sequence[Change]:
    if report.status is Status.DONE:
        return close_out(project, state, note)
    status = None if report.status is Status.PLANNED else report.status
    changes = status in _WITH_REASON and status is not state.status
    reason = (report.note or report.said) if changes else ""
    text = "" if reason else note
    progress = None if report.progress == state.progress else report.progress
    return update(project, state, status=status, progress=progress, note=text, reason=reason)
