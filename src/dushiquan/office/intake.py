"""Taking returned forms into the ledger: shown first, then recorded."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.acts import Change, check_day
from dushiquan.domain.events import Origin
from dushiquan.domain.form import (
    Filled,
    Receipt,
    SentForm,
    SentTarget,
    conflicts,
    derived_id,
    to_record,
    what_is_new,
)
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import as_word
from dushiquan.domain.plan import Contact
from dushiquan.errors import BadInputError, NotFoundError, RefusedError
from dushiquan.sources.form_reader import OpenedForm, Returned, TypedRow, open_form, read_rows
from dushiquan.sources.problems import Problem
from dushiquan.store.connection import transaction
from dushiquan.store.event_log import Operation, Provenance, Recorded, Subject, new_id
from dushiquan.store.ledger import Ledger
from dushiquan.store.ledger_info import ledger_id
from dushiquan.store.sent_forms import has_event, receipts, save_receipt, sent_form, uids

if TYPE_CHECKING:
    from dushiquan.office.office import Office


class _RehearsalError(Exception):
    """Raised to roll a rehearsal back."""


class _Prepared(NamedTuple):
    """A file that is ready to be taken: its form in the ledger, and the rows that were read."""

    file: str
    form: "_Form"
    returned: Returned


class Intake:
    """Returned forms: what would be recorded, and what is left out, each with the reason.

    ``recorded`` is what the rows record. ``known`` tells which rows were taken before, ``notices`` what is to
    be looked at, ``apart`` which rows are in conflict with the ledger, ``refused`` which are not taken.
    """

    def __init__(
        self, office: "Office", provenance: Provenance, files: Iterable[Path], *, old: bool = False
    ) -> None:
        """Read the files, and rehearse recording them."""
        self._office = office
        self._provenance = provenance
        self._old = old
        self._opened: list[OpenedForm] = []
        self._unreadable: list[str] = []
        self._ids: dict[str, dict[str, ProjectId]] = {}
        for path in files:
            try:
                self._opened.append(open_form(path))
            except BadInputError as error:
                self._unreadable.append(f"不收 {error}")
        self._forget()
        with suppress(_RehearsalError), transaction(office.connection):
            self._take_all()
            raise _RehearsalError

    def record(self) -> list[str]:
        """Record all acceptable rows in one transaction; return what is to be said only now."""
        said = set(self.lines)
        with transaction(self._office.connection):
            self._take_all()
        return [line for line in self.lines if line not in said]

    @property
    def lines(self) -> list[str]:
        """What is to be said beside what is recorded."""
        return [*self.known, *self.notices, *self.apart, *self.refused]

    def _forget(self) -> None:
        self.recorded: list[Recorded] = []
        self.known: list[str] = []
        self.notices: list[str] = []
        self.apart: list[str] = []
        self.refused: list[str] = list(self._unreadable)

    def _take_all(self) -> None:
        self._forget()
        self._ids.clear()
        batch, forms = new_id(), dict[str, _Form]()
        prepared = []
        for opened in self._opened:
            try:
                form = forms.get(opened.sent.id) or self._form(opened, batch)
                returned = read_rows(opened, form.sent, self._office.today)
            except (BadInputError, NotFoundError) as error:
                self.refused.append(f"不收 {error}")
                continue
            forms[opened.sent.id] = form
            form.expect(returned)
            prepared.append(_Prepared(opened.file, form, returned))
        for each in prepared:
            self._take(each)

    def _form(self, opened: OpenedForm, batch: str) -> "_Form":
        sent = self._sent(opened)
        try:
            ledger = self._office.ledger_of(sent.plan)
        except NotFoundError as error:
            raise NotFoundError(f"{opened.file}：{error}") from None
        if not opened.ledger:
            sent = _as_planned(sent, ledger)
        if ledger.key not in self._ids:
            self._ids[ledger.key] = {uid: id for id, uid in uids(ledger).items()}
        return _Form(ledger, sent, batch, self._ids[ledger.key])

    def _sent(self, opened: OpenedForm) -> SentForm:
        """Return a form as it was sent; raise ``BadInputError`` if this ledger did not send it."""
        connection = self._office.connection
        known = sent_form(connection, opened.sent.id)
        if known:
            return known
        if not (opened.ledger or self._old):
            raise BadInputError(
                f"{opened.file} 是 0.1.0 版发出的，没有写明属于哪个台账；请用 dsq sheet out 重新发出，"
                "或核对确是这个台账的，加 --old 收下。"
            )
        if opened.ledger not in ("", ledger_id(connection)):
            raise BadInputError(
                f"{opened.file} 不是这个台账发出的填报表；请核对 --db，或用 dsq sheet out 重新发出。"
            )
        if opened.ledger:
            self.notices.append(
                f"注意 {opened.file}：是这个台账发出的，台账里却没有发出的记录（可能恢复过备份），"
                "改与表里存的发出时情况比较。"
            )
        return opened.sent

    def _take(self, prepared: _Prepared) -> None:
        file, form, returned = prepared
        self.notices += (f"注意 {notice}" for notice in returned.notices)
        self.refused += (f"不收 {problem}" for problem in returned.problems)
        person, phone = returned.filled_by
        self.notices += form.contact_lines(file, returned.filled_by)
        provenance = self._provenance._replace(origin=Origin(file, form.sent.unit, person, phone))
        operation = Operation(form.ledger, provenance, form.batch)
        for row in returned.rows:
            try:
                self._take_row(file, form, row, operation)
            except RefusedError as error:
                problem = Problem(file, row.number, form.shown(row), None, str(error))
                self.refused.append(f"不收 {problem}")

    def _take_row(self, file: str, form: "_Form", row: TypedRow, operation: Operation) -> None:
        """Record a row, or set it apart if it conflicts; raise ``RefusedError`` if a rule forbids it."""
        if form.is_untouched(row) and form.is_gone(row):
            return
        id, earlier = form.project(row), form.standing(row)
        where = Problem(file, row.number, id, None, "")
        for receipt in earlier:
            if receipt.typed in (None, row.typed):
                again = "与另一个文件相同" if receipt.batch == form.batch else f"已于 {receipt.day} 收过"
                self.known.append(f"已收 {where}{again}，不再记。")
                return
        if not form.what_is_new(row, []).is_edited:
            if earlier or row.typed.on:
                why = "与发出时相同，收过的没有改" if earlier else "只写了发生日期，没有进展，没有收"
                self.notices.append(f"注意 {where}{why}。")
            return
        if form.is_disputed(row):
            raise RefusedError("同一份填报表给了几个文件，这一行填得不同；请只给最后的一份。")
        filled = form.what_is_new(row, earlier)
        if not filled.is_edited:
            why = "只有发生日期与收过的不同，没有改；要改的用 dsq fix 更正那条记录"
            self.notices.append(f"注意 {where}{why}。")
            return
        subject = Subject(form.ledger, id)
        now = subject.state(self._office.today)  # as the form showed it: without entries of days to come
        differ = conflicts(filled, now)
        if differ:
            why = f"发出后台账另有记录（{'；'.join(differ)}），这一行没有记；请核对，要记的用 dsq update"
            self.apart.append(f"另列 {where}{why}。")
            return
        day = filled.on or self._provenance.on
        check_day(day, self._office.today)
        state = subject.state_for_entry(day)
        changes = to_record(filled, subject.project, state, now)
        recorded = operation.add(
            subject, [form.identified(change, filled, row) for change in changes], state, day
        )
        form.remember(row)
        if recorded.events:
            self.recorded.append(recorded)


def _as_planned(sent: SentForm, ledger: Ledger) -> SentForm:
    """Return a form of dsq 0.1.0 with the present titles and targets of its projects.

    The form does not keep them. The projects of other units are left out.
    """
    plan = ledger.full_plan(withdrawn=True)
    unit = plan.aliases.get(sent.unit, sent.unit)
    projects = {project.id: project for project in plan.projects}
    rows = []
    for row in sent.rows:
        project = projects.get(ProjectId(row.id))
        if project and project.reporter == unit:
            counts = row.snapshot.counts
            targets = (SentTarget(t.name, t.goal, t.measure, counts.get(t.name, 0)) for t in project.targets)
            rows.append(row._replace(title=project.title, targets=tuple(targets)))
    return sent._replace(rows=tuple(rows))


class _Form:
    """A form: what was sent, what was taken of it before, and what its files say now."""

    def __init__(self, ledger: Ledger, sent: SentForm, batch: str, ids: Mapping[str, ProjectId]) -> None:
        """Read what was taken of a form; ``ids`` are the projects of its plan by their lasting identity."""
        self.ledger = ledger
        self.sent = sent
        self.batch = batch
        self._ids = ids
        self._rows = {row.uid: row for row in sent.rows}
        self._receipts = receipts(ledger, sent.id)
        self._said: dict[str, list[TypedRow]] = {}

    def contact_lines(self, file: str, filled_by: Contact) -> list[str]:
        """Say if somebody else filled a form in than the ledger knows."""
        if not filled_by.person:
            return []
        unit = self.ledger.full_plan().aliases.get(self.sent.unit, self.sent.unit)
        known = self.ledger.plan.contacts.get(unit)
        if filled_by == known:
            return []
        has = f"与台账里的联系人（{known}）不同" if known else "台账里还没有联系人"
        phone = f" --phone {as_word(filled_by.phone)}" * bool(filled_by.phone)
        how = f"dsq unit contact {as_word(unit)} --person {as_word(filled_by.person)}{phone}"
        return [f"注意 {file}：填报人（{filled_by}）{has}；要记下请用 {how}。"]

    def expect(self, returned: Returned) -> None:
        """Note the rows of a file, to find those of which another file says something else."""
        for row in returned.rows:
            # A project that the ledger does not have is refused when it is taken.
            with suppress(RefusedError):
                known = [receipt.typed for receipt in self.standing(row)]
                if row.typed not in known and self.what_is_new(row, []).is_edited:
                    self._said.setdefault(row.uid, []).append(row)

    def is_disputed(self, row: TypedRow) -> bool:
        """Tell whether two files say different things of a row, neither taken before."""
        return any(other.typed != row.typed for other in self._said.get(row.uid, ()))

    def shown(self, row: TypedRow) -> str:
        """Return the number that the form shows."""
        return self._rows[row.uid].id

    def is_untouched(self, row: TypedRow) -> bool:
        """Tell whether a row says what it said when it was sent."""
        sent = ProjectId(self.shown(row))
        return not (what_is_new(sent, row.typed, self._rows[row.uid].snapshot, []).is_edited or row.typed.on)

    def is_gone(self, row: TypedRow) -> bool:
        """Tell whether the project of a row is not in the ledger any more: its edition was taken back."""
        return row.uid not in self._ids and row.uid != f"p{self.shown(row)}"

    def project(self, row: TypedRow) -> ProjectId:
        """Return the project of a row, whatever its number is now.

        Raise ``RefusedError`` if the ledger does not have it.
        """
        number = ProjectId(self.shown(row))
        if row.uid == f"p{number}":  # the key of dsq 0.1.0, which knew no lasting identity
            return number
        if self.is_gone(row):
            raise RefusedError("台账里没有这一项；请用 dsq sheet out 重新发出。")
        return self._ids[row.uid]

    def standing(self, row: TypedRow) -> Sequence[Receipt]:
        """Return what was taken of a row before and not taken back, in order."""
        return self._receipts.get(self.project(row), [])

    def what_is_new(self, row: TypedRow, earlier: Sequence[Receipt]) -> Filled:
        """Return what a row changes of what was sent, or of what was taken of it earlier."""
        return what_is_new(self.project(row), row.typed, self._rows[row.uid].snapshot, earlier)

    def identified(self, change: Change, filled: Filled, row: TypedRow) -> Change:
        """Return a change with the id that its event has in every copy of the ledger.

        A value that was recorded of this row before, and then taken back or corrected, gets the next id.
        """
        ids = (derived_id(change, filled, self.sent.id, row.uid, times) for times in count())
        return change._replace(event_id=next(id for id in ids if not has_event(self.ledger.connection, id)))

    def remember(self, row: TypedRow) -> None:
        """Remember that a row is taken now."""
        id = self.project(row)
        save_receipt(self.ledger, self.sent.id, id, self.batch, row.typed.plain())
        self._receipts.setdefault(id, []).append(Receipt(self.batch, date.max, row.typed))
