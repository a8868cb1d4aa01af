"""Forms for the units (填报表): write them, and read the returned ones."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dushiquan.domain.acts import check_day
from dushiquan.domain.form import Filled, conflicts, to_record
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import match_name
from dushiquan.domain.supervision import Item
from dushiquan.errors import BadInputError, NotFoundError, RefusedError
from dushiquan.formats.files import Track
from dushiquan.formats.registry import needed_libraries
from dushiquan.formats.text import file_name
from dushiquan.sources.problems import Problem
from dushiquan.store.event_log import Operation, Provenance, Recorded, Subject, new_id
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import transaction

with needed_libraries():
    from dushiquan.sources.form_reader import Returned, read_form
    from dushiquan.sources.form_writer import write_form

if TYPE_CHECKING:
    from dushiquan.office.office import Office


class Forms:
    """The forms of one office."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def write(self, folder: Path, units: Sequence[str], track: Track) -> Iterator[tuple[Path, int]]:
        """Write a form for each reporting unit, or for ``units``; yield each file and its number of projects.

        Raise ``NotFoundError`` if a unit has no open projects to report, ``BadInputError`` if the folder
        cannot be made, ``RefusedError`` if a file exists.
        """
        ledger, today = self._office.ledger, self._office.today
        names = [match_name(text, ledger.units(), "单位") for text in units]
        open_ones = self._by_unit()
        for name in names:
            if name not in open_ones:
                raise NotFoundError(f"没有由{name}汇总填报的在办项目。")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInputError(f"建不了文件夹 {folder}：{error.strerror}；请换一个 -o。") from error
        for name in track(names or list(open_ones), "写填报表"):
            path = folder / f"填报表-{file_name(ledger.key)}-{file_name(name)}-{today}.xlsx"
            if path.exists():
                raise RefusedError(f"{path} 已经存在，不覆盖（里面可能已填写）；请换一个文件夹。")
            write_form(
                path,
                form_id=new_id(),
                plan=ledger.key,
                title=ledger.plan.title,
                unit=name,
                written=today,
                items=open_ones[name],
            )
            yield path, len(open_ones[name])

    def _by_unit(self) -> dict[str, list[Item]]:
        """Return the open projects by reporting unit."""
        found: dict[str, list[Item]] = {}
        for item in self._office.projects(self._office.today):
            if item.state.is_open and item.project.reporter:
                found.setdefault(item.project.reporter, []).append(item)
        return found

    def read(self, files: Iterable[Path], on: date | None = None) -> "Intake":
        """Read returned forms, and rehearse recording them; nothing is recorded yet."""
        return Intake(self._office, self._office.provenance(on), files)


class _RehearsalError(Exception):
    """Raised to roll a rehearsal back."""


class Intake:
    """Returned forms: what would be recorded, and what is set apart or refused, with the reasons."""

    def __init__(self, office: "Office", provenance: Provenance, files: Iterable[Path]) -> None:
        """Read the files, and rehearse recording them."""
        self._office = office
        self._provenance = provenance
        self._returned: list[Returned] = []
        self._unreadable: list[str] = []
        for path in files:
            try:
                self._returned.append(read_form(path))
            except BadInputError as error:
                self._unreadable.append(f"不收 {error}")
        self.recorded: list[Recorded] = []
        self.apart: list[str] = []
        self.refused: list[str] = []
        with suppress(_RehearsalError), transaction(office.connection):
            self._take_all()
            raise _RehearsalError

    def record(self) -> list[str]:
        """Record all acceptable rows in one transaction; return what was set apart or refused only now."""
        known = {*self.apart, *self.refused}
        with transaction(self._office.connection):
            self._take_all()
        return [line for line in (*self.apart, *self.refused) if line not in known]

    def _take_all(self) -> None:
        self.recorded, self.apart, self.refused = [], [], list(self._unreadable)
        batch = new_id()
        for returned in self._returned:
            self._take(returned, batch)

    def _take(self, returned: Returned, batch: str) -> None:
        self.refused += (f"不收 {problem}" for problem in returned.problems)
        try:
            ledger = self._office.ledger_of(returned.plan)
        except NotFoundError as error:
            self.refused.append(f"不收 {returned.file}：{error}")
            return
        operation = Operation(ledger, self._provenance, batch)
        known, read = set(ledger.ids()), ledger.recorded_rows(returned.form_id)
        for filled in returned.rows:
            if not filled.is_edited:
                continue
            try:
                if filled.id not in known:
                    raise RefusedError("台账里没有这一项。")
                if filled.id in read:
                    raise RefusedError("这份表的这一行已经读入过；要再报请重新发出填报表。")
                self._take_row(returned, filled, ledger, operation)
            except RefusedError as error:
                problem = Problem(returned.file, filled.row, str(filled.id), None, str(error))
                self.refused.append(f"不收 {problem}")

    def _take_row(self, returned: Returned, filled: Filled, ledger: Ledger, operation: Operation) -> None:
        """Record a row, or set it apart if it conflicts; raise ``RefusedError`` if a rule forbids it."""
        subject = Subject(ledger, ProjectId(filled.id))
        now = subject.state()
        differ = conflicts(filled, now)
        if differ:
            what = f"发出后台账的{'、'.join(differ)}已另有记录，这一行未记，请核对。"
            self.apart.append(f"另列 {returned.file} 项目{filled.id}：{what}")
            return
        day = filled.on or self._provenance.on
        check_day(day, self._office.today)
        state = subject.state(day)
        recorded = operation.add(subject, to_record(filled, subject.project, state, now), state, day)
        operation.mark_recorded(returned.form_id, filled.id)
        if recorded.events:
            self.recorded.append(recorded)
