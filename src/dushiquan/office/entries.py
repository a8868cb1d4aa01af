"""Record what happened to projects, atomically, and take it back."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dushiquan.domain import acts
from dushiquan.domain.events import Event, LetterAnswer
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import match_name
from dushiquan.domain.plan import Project
from dushiquan.domain.recurring import meant_target, takes_number
from dushiquan.domain.selection import Selection
from dushiquan.domain.status import State, Status
from dushiquan.errors import NotFoundError, RefusedError, UsageError
from dushiquan.office.chosen import find_in_plans
from dushiquan.store import event_log
from dushiquan.store.event_log import MakeChanges
from dushiquan.store.event_log import Recorded as Recorded
from dushiquan.store.event_log import Undone as Undone
from dushiquan.store.ledger import Ledger

if TYPE_CHECKING:
    from dushiquan.domain.loads import UndoneLoad
    from dushiquan.office.office import Office


class Entries:
    """Records events in one plan. Ids are given as people type them: ``["6", "22.1", "1,3,5-7"]``.

    Each function records for the day ``on``, by default today, and returns what it recorded of each project.
    With ``dry_run`` it records nothing, but returns the same. Raise ``NotFoundError`` if there is no such
    project, ``RefusedError`` if a rule forbids the change; then nothing is recorded.
    """

    def __init__(self, office: "Office") -> None:
        self._office = office

    def close_out(
        self,
        ids: Sequence[str],
        note: str = "",
        evidence: str = "",
        *,
        on: date | None = None,
        dry_run: bool = False,
    ) -> list[Recorded]:
        """Close projects out (销号), on some evidence (依据) if it is given."""
        return self.record(
            ids, lambda project, state: acts.close_out(project, state, note, evidence), on, dry_run
        )

    def update(
        self,
        ids: Sequence[str],
        *,
        status: Status | None = None,
        progress: int | None = None,
        note: str = "",
        reason: str = "",
        approved_by: str = "",
        problem: str = "",
        next_steps: str = "",
        expected: str = "",
        on: date | None = None,
        dry_run: bool = False,
    ) -> list[Recorded]:
        """Record a reported status, progress (0 to 100) or note, and what the unit says of the rest.

        That is its ``problem`` (存在问题), its ``next_steps`` (下步打算) and the day that it ``expected`` to
        finish on (预计完成), as typed. ``approved_by`` is who approved the status.
        """
        day: date | None = None
        if expected:
            from dushiquan.phrases.typed_day import Side, parse_day

            day = parse_day(expected, self._office.today, Side.COMING)

        def make(project: Project, state: State) -> Sequence[acts.Change]:
            changes = acts.update(
                project,
                state,
                status=status,
                progress=progress,
                note=note,
                reason=reason,
                approved_by=approved_by,
            )
            changes += acts.add_problem(project, state, problem) if problem else []
            changes += acts.add_next_steps(project, state, next_steps) if next_steps else []
            return changes + (acts.expect(project, acts.status_after(state, changes), day) if day else [])

        return self.record(ids, make, on, dry_run)

    def note(
        self, ids: Sequence[str], text: str, *, on: date | None = None, dry_run: bool = False
    ) -> list[Recorded]:
        """Add a note."""
        return self.record(ids, lambda project, state: acts.add_note(project, state, text), on, dry_run)

    def tick(
        self,
        id: str,
        target: str = "",
        number: int = 1,
        *,
        total: int | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> list[Recorded]:
        """Add ``number`` to the count of a target, given by name, part of a name, or pinyin initials.

        A negative number takes from it; ``total`` sets the count itself. Without a target, the only one is
        meant, or the earliest by its day that is not met (每季度). A number in its place is added to the only
        one.
        """
        count = _count(target) if target else None

        def make(project: Project, state: State) -> Sequence[acts.Change]:
            step, ledger = number, self._office.ledger_of(project.plan)
            if target and not (count and takes_number(project, target)):
                name = match_name(target, ledger.targets(project.id), "指标")
            elif (number < 0 or total is not None) and len(project.targets) > 1:
                names = "、".join(each.name for each in project.targets)
                raise NotFoundError(
                    f"{project.id} 有 {len(project.targets)} 项指标，请写明改哪一项：{names}。"
                )
            else:
                (now,) = ledger.items(self._office.today, Selection(ids=(project.id,)))
                name, step = meant_target(project, now.state), count or number
            if total is not None:
                return acts.count_to(project, state, name, total)
            return acts.tick(project, state, name, step)

        return self.record([id], make, on, dry_run)

    def defer(
        self,
        id: str,
        due: str = "",
        reason: str = "",
        approved_by: str = "",
        *,
        on: date | None = None,
        dry_run: bool = False,
    ) -> list[Recorded]:
        """Move a due date later (延期) or earlier (提前).

        The new one is a day to come as typed, or ``+2m`` or ``+10d`` from the date in force. Left out, the
        day and the reason are those of the unit's application.
        """
        from dushiquan.phrases.typed_day import Side, parse_day

        def make(project: Project, state: State) -> Sequence[acts.Change]:
            if due.strip().startswith("+") and state.due is None:
                raise RefusedError(f"{project.id} 没有时限，{due} 无从算起；请写明日期。")
            day = parse_day(due, self._office.today, Side.COMING, base=state.due) if due else None
            return acts.defer(project, state, day, reason, approved_by)

        return self.record([id], make, on, dry_run)

    def request_deferral(
        self, id: str, until: str, reason: str, *, on: date | None = None, dry_run: bool = False
    ) -> list[Recorded]:
        """Record a unit's application for a deferral (申请延期) to a day as typed; the due date stays."""
        from dushiquan.phrases.typed_day import Side, parse_day

        def make(project: Project, state: State) -> Sequence[acts.Change]:
            day = parse_day(until, self._office.today, Side.COMING, base=state.due)
            return acts.request_deferral(project, state, day, reason)

        return self.record([id], make, on, dry_run)

    def refuse_deferral(
        self,
        id: str,
        reason: str = "",
        refused_by: str = "",
        *,
        on: date | None = None,
        dry_run: bool = False,
    ) -> list[Recorded]:
        """Refuse the application for a deferral that waits (不同意延期), with a reason or who refuses."""
        return self.record(
            [id], lambda project, state: acts.refuse_deferral(project, state, reason, refused_by), on, dry_run
        )

    def submit(
        self, id: str, evidence: str, *, on: date | None = None, dry_run: bool = False
    ) -> list[Recorded]:
        """Record a unit's application to close a project out (申请销号)."""
        return self.record([id], lambda project, state: acts.submit(project, state, evidence), on, dry_run)

    def send_back(
        self, id: str, reason: str, *, on: date | None = None, dry_run: bool = False
    ) -> list[Recorded]:
        """Return an application (退回)."""
        return self.record([id], lambda project, state: acts.send_back(project, state, reason), on, dry_run)

    def settle(self, ids: Sequence[str], note: str = "", *, dry_run: bool = False) -> list[Recorded]:
        """Say of projects that were recorded on at once in two places that the present state holds."""
        at_once = {clash.uid for clash in self._office.clashes}

        def make(project: Project, state: State) -> Sequence[acts.Change]:
            if project.uid not in at_once:
                raise RefusedError(f"{project.id} 没有两处同时记录的，不用认可。")
            return [acts.settle(note)]

        return self.record(ids, make, None, dry_run)

    def record(
        self, ids: Sequence[str], make: MakeChanges, on: date | None = None, dry_run: bool = False
    ) -> list[Recorded]:
        """Record the changes that ``make`` returns for each project, in one operation."""
        chosen = find_in_plans(self._office, ids, one_each=True)
        return event_log.record_in_plans(chosen, make, self._office.provenance(on), dry_run=dry_run)

    def undo(
        self,
        numbers: Sequence[int] = (),
        *,
        last: int = 1,
        projects: Sequence[str] = (),
        dry_run: bool = False,
    ) -> "list[Undone | UndoneLoad]":
        """Take entries back: those of some numbers, or else the last ``last`` operations.

        The last operations are those of the whole ledger, or of the plans that the office was opened with.
        With ``projects``, only what they recorded of these is taken back. An entry that was taken back counts
        on no day, not even on days before that. Taking a revocation back restores its entry. A load of a plan
        is taken back as a whole.
        """
        from dushiquan.store import undoing

        connection = self._office.connection
        if numbers:
            events = [undoing.entry(connection, number) for number in numbers]
        else:
            events = self._last_entries(last, projects)
        return undoing.undo(connection, events, self._office.provenance(), dry_run=dry_run)

    def _last_entries(self, last: int, projects: Sequence[str]) -> list[Event]:
        from dushiquan.store import undoing

        office = self._office
        plans = self._plans()
        ids: Sequence[ProjectId] = ()
        if projects:
            ((ledger, ids), *others) = find_in_plans(office, projects, one_each=True)
            if others:
                raise UsageError("--project 一次只写一个计划的项目；请分几次撤回。")
            plans = [ledger.key]
        operations = undoing.last_operations(office.connection, last, plans, ids)
        if not operations:
            if office.synced_at:
                raise RefusedError("没有在这里记的可以撤回；别处记的请写明号数，如 dsq undo 12。")
            raise RefusedError("没有可以撤回的记录。")
        return [event for events in operations for event in reversed(events)]

    def _plans(self) -> list[str]:
        """Return the plans that the office was opened with; [] for the whole ledger.

        One whose load was taken back is in no listing, but what was recorded of it can be restored.
        """
        office = self._office
        if office.plan_key is None:
            return []
        try:
            plans = [ledger.key for ledger in office.ledgers]
        except NotFoundError:
            return [office.plan_key]
        return plans if len(plans) == 1 or {*plans} != {*office.plans.keys()} else []

    def fix(
        self,
        number: int,
        *,
        progress: int | None = None,
        count: int | None = None,
        note: str | None = None,
        on: date | None = None,
        project: str | None = None,
        dry_run: bool = False,
    ) -> list[Undone]:
        """Correct an entry (更正): take it back and record it anew, in one operation.

        Return what changed in its project; if it moves to another ``project``, in both, the old one first.
        Return nothing if it is so already. Raise ``NotFoundError`` if there is no such entry, and
        ``RefusedError`` if it has no such field, was taken back, or a rule forbids it.
        """
        from dushiquan.domain import fixing
        from dushiquan.store import undoing

        office = self._office
        event = undoing.entry(office.connection, number)
        ledger = office.ledger_of(event.plan)
        correction = fixing.Correction(progress, count, note)
        fixing.check_correctable(event, correction)
        # Refuse what was taken back already.
        acts.take_back(event, ledger.events([ProjectId(event.project)]))
        id = ProjectId(event.project) if project is None else self._only_id(ledger, project)
        if fixing.says_so(event, correction) and on in (None, event.on) and id == event.project:
            return []
        provenance = office.provenance(on or event.on)._replace(on=office.today)
        if isinstance(event.payload, LetterAnswer) and (id != event.project or on not in (None, event.on)):
            office.letters.check_answer(event.payload, ledger, id, on or event.on)
        return undoing.fix(ledger, event, correction, provenance, id=id, on=on, dry_run=dry_run)

    def _only_id(self, ledger: Ledger, word: str) -> ProjectId:
        """Return the one project of a plan that a word means; 2011/6 must be of this plan."""
        words = [word]
        if "/" in word or "／" in word:
            from dushiquan.domain.typed_ids import by_plan

            groups = by_plan(words, self._office.plans.keys(), ledger.ids())
            elsewhere = [key for key, _ in groups if key not in ("", ledger.key)]
            if elsewhere:
                raise UsageError(
                    f"这条记录是计划 {ledger.key} 的，不能改记到计划 {elsewhere[0]}；"
                    f"请用 dsq undo 撤回，再记到 {word}。"
                )
            words = [each for _, of_plan in groups for each in of_plan]
        return _one(ledger.find(words, one_each=True), word)


def _one(ids: Sequence[ProjectId], word: str) -> ProjectId:
    if len(ids) > 1:
        raise UsageError(f"“{word}”是 {len(ids)} 项，一条记录只能记在一项上。")
    return ids[0]


def _count(text: str) -> int | None:
    """Return the count that a text is, such as 2次, or None."""
    from dushiquan.phrases.typed_number import parse_count

    try:
        return parse_count(text)
    except UsageError:
        return None
