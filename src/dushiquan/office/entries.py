"""Record what happened to projects, atomically, and take it back."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain import acts
from dushiquan.domain.events import Event
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import match_name
from dushiquan.domain.plan import Project
from dushiquan.domain.recurring import meant_target, takes_number
from dushiquan.domain.selection import Selection
from dushiquan.domain.status import State, Status
from dushiquan.errors import RefusedError, UsageError
from dushiquan.store import event_log
from dushiquan.store.event_log import MakeChanges
from dushiquan.store.event_log import Recorded as Recorded

if TYPE_CHECKING:
    from dushiquan.office.office import Office


class Undone(NamedTuple):
    """What an undo changed in one project, and the events that it took back."""

    recorded: Recorded
    revoked: tuple[Event, ...]


class Entries:
    """Records events in one plan. Ids are given as people type them: ``["6", "22.1", "1,3,5-7"]``.

    Each function records for the day ``on``, by default today, and returns what it recorded of each project.
    With ``dry_run`` it records nothing, but returns the same. Raise ``NotFoundError`` if there is no such
    project, ``RefusedError`` if a rule forbids the change; then nothing is recorded.
    """

    def __init__(self, office: "Office") -> None:
        self._office = office

    def close_out(
        self, ids: Sequence[str], note: str = "", *, on: date | None = None, dry_run: bool = False
    ) -> list[Recorded]:
        """Close projects out (销号)."""
        return self.record(ids, lambda project, state: acts.close_out(project, state, note), on, dry_run)

    def update(
        self,
        ids: Sequence[str],
        *,
        status: Status | None = None,
        progress: int | None = None,
        note: str = "",
        reason: str = "",
        on: date | None = None,
        dry_run: bool = False,
    ) -> list[Recorded]:
        """Record a reported status, progress (0 to 100) or note."""

        def make(project: Project, state: State) -> Sequence[acts.Change]:
            return acts.update(project, state, status=status, progress=progress, note=note, reason=reason)

        return self.record(ids, make, on, dry_run)

    def note(
        self, ids: Sequence[str], text: str, *, on: date | None = None, dry_run: bool = False
    ) -> list[Recorded]:
        """Add a note."""
        return self.record(ids, lambda project, state: acts.add_note(project, state, text), on, dry_run)

    def tick(
        self, id: str, target: str = "", number: int = 1, *, on: date | None = None, dry_run: bool = False
    ) -> list[Recorded]:
        """Add ``number`` to the count of a target, given by name, part of a name, or pinyin initials.

        Without a target, the only one is meant, or the earliest by its day that is not met (每季度). A number
        in its place is added to the only one.
        """
        ledger = self._office.ledger
        count = _count(target) if target else None

        def make(project: Project, state: State) -> Sequence[acts.Change]:
            if target and not (count and takes_number(project, target)):
                name = match_name(target, ledger.targets(project.id), "指标")
                return acts.tick(project, state, name, number)
            (now,) = ledger.items(self._office.today, Selection(ids=(project.id,)))
            return acts.tick(project, state, meant_target(project, now.state), count or number)

        return self.record([id], make, on, dry_run)

    def defer(
        self,
        id: str,
        due: str,
        reason: str,
        approved_by: str = "",
        *,
        on: date | None = None,
        dry_run: bool = False,
    ) -> list[Recorded]:
        """Move a due date (延期), to a day to come as typed, or by ``+2m`` or ``+10d`` from that in force."""
        from dushiquan.phrases.typed_day import Side, parse_day

        def make(project: Project, state: State) -> Sequence[acts.Change]:
            if due.strip().startswith("+") and state.due is None:
                raise RefusedError(f"{project.id} 没有时限，{due} 无从算起；请写明日期。")
            day = parse_day(due, self._office.today, Side.COMING, base=state.due)
            return acts.defer(project, state, day, reason, approved_by)

        return self.record([id], make, on, dry_run)

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

    def record(
        self, ids: Sequence[str], make: MakeChanges, on: date | None = None, dry_run: bool = False
    ) -> list[Recorded]:
        """Record the changes that ``make`` returns for each project, in one operation."""
        ledger = self._office.ledger
        return event_log.record(ledger, self._ids(ids), make, self._office.provenance(on), dry_run=dry_run)

    def undo(self, last: int = 1, ids: Sequence[str] = (), *, dry_run: bool = False) -> list[Undone]:
        """Take back the last ``last`` operations, or the last ones on the projects ``ids``.

        An event that was taken back counts on no day, not even on days before it was taken back.
        """
        ledger = self._office.ledger
        chosen = self._ids(ids) if ids else ()
        results = event_log.undo(ledger, last, self._office.provenance(), ids=chosen, dry_run=dry_run)
        by_id = {event.id: event for event in ledger.events(result.project.id for result in results)}
        return [
            Undone(result, tuple(by_id[e.revokes] for e in result.events if e.revokes)) for result in results
        ]

    def _ids(self, words: Sequence[str]) -> Sequence[ProjectId]:
        return self._office.ledger.find(words, one_each=True)


def _count(text: str) -> int | None:
    """Return the count that a text is, such as 2次, or None."""
    from dushiquan.phrases.typed_number import parse_count

    try:
        return parse_count(text)
    except UsageError:
        return None
