"""Forms for the units (填报表): write them, and read the returned ones."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.form import SentForm, SentRow, SentTarget
from dushiquan.domain.names import as_words
from dushiquan.domain.plan import Contact
from dushiquan.domain.selection import Selection
from dushiquan.domain.supervision import Item
from dushiquan.errors import NotFoundError, RefusedError
from dushiquan.formats.files import Track, make_folder, untracked
from dushiquan.formats.registry import needed_libraries
from dushiquan.formats.text import file_name
from dushiquan.office.named import name_of
from dushiquan.store.connection import transaction, unless_recorded
from dushiquan.store.event_log import new_id
from dushiquan.store.ledger_info import ledger_id
from dushiquan.store.sent_forms import save_form

with needed_libraries():
    from dushiquan.office.intake import Intake
    from dushiquan.sources.form_writer import write_form

if TYPE_CHECKING:
    from dushiquan.office.office import Office


class WrittenForm(NamedTuple):
    """A form that was written: its file, its unit, its number of projects, and when it is to come back."""

    path: Path
    unit: str
    projects: int
    answer_by: date | None


class Forms:
    """The forms of one office."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def write(
        self,
        folder: Path | str,
        units: Sequence[str] = (),
        track: Track = untracked,
        *,
        by: str = "",
        unreported: int | None = None,
    ) -> list[WrittenForm]:
        """Write a form for each reporting unit, or for ``units``, and remember what was sent, all or none.

        They are to come back ``by`` a day as typed, or else within the days for an answer to a letter. With
        ``unreported``, only projects that nothing was reported of for more than so many days are asked.
        Raise ``NotFoundError`` if a unit has no open projects to report, ``BadInputError`` if the folder
        cannot be made or written to, ``RefusedError`` if a file exists.
        """
        folder, ledger, provenance = Path(folder), self._office.ledger, self._office.provenance()
        answer_by = self._answer_by(by)
        names = dict.fromkeys(name_of(text, ledger, "单位", self._office.today) for text in as_words(units))
        with unless_recorded() as failed, transaction(self._office.connection):
            open_ones = self._by_unit(unreported)
            which = "" if unreported is None else f"、超过{unreported}天未报送"
            for name in names:
                if name not in open_ones:
                    raise NotFoundError(f"没有由{name}汇总填报{which}的在办项目。")
            if which and not open_ones:
                raise NotFoundError(f"没有{which.removeprefix('、')}的在办项目，不用发表。")
            forms = [self._form(unit, open_ones[unit], answer_by) for unit in names or open_ones]
            written = self._write(forms, folder, failed, track)
            for form in forms:
                save_form(self._office.connection, form, provenance)
        return written

    def _answer_by(self, by: str) -> date:
        """Return the day by which forms are to come back; raise ``RefusedError`` if it is past."""
        today = self._office.today
        if not by:
            return today + timedelta(days=self._office.settings.remind_again_days)
        from dushiquan.phrases.typed_day import Side, parse_day

        day = parse_day(by, today, Side.COMING)
        if day < today:
            raise RefusedError(f"上报截止 {day} 已经过去；请写今天以后的日期。")
        return day

    def _by_unit(self, unreported: int | None) -> dict[str, list[Item]]:
        """Return the open projects by reporting unit; with ``unreported``, those silent for more days."""
        found: dict[str, list[Item]] = {}
        selection = None if unreported is None else Selection(unreported=unreported)
        for item in self._office.projects(self._office.today, selection):
            if item.state.is_open and item.project.reporter:
                found.setdefault(item.project.reporter, []).append(item)
        return found

    def _form(self, unit: str, items: Iterable[Item], answer_by: date) -> SentForm:
        rows = tuple(map(_sent_row, items))
        return SentForm(new_id(), self._office.ledger.key, unit, self._office.today, rows, answer_by)

    def _write(
        self, forms: Sequence[SentForm], folder: Path, failed: ExitStack, track: Track
    ) -> list[WrittenForm]:
        """Write every form; ``failed`` removes them all if the block that it guards fails."""
        make_folder(folder)
        paths = [folder / name for name in _file_names(forms)]
        for path in paths:
            if path.exists():
                raise RefusedError(f"{path} 已经存在，不覆盖（里面可能已填写）；请换一个文件夹。")
        plan, ledger = self._office.ledger.plan, ledger_id(self._office.connection)
        settings = self._office.settings
        office = str(Contact(settings.contact_person, settings.contact_phone))
        written = []
        for path, form in track(list(zip(paths, forms, strict=True)), "写填报表"):
            failed.callback(path.unlink, missing_ok=True)
            contact = plan.contacts.get(form.unit)
            write_form(path, form, title=plan.title, ledger=ledger, contact=contact, office=office)
            written.append(WrittenForm(path, form.unit, len(form.rows), form.answer_by))
        return written

    def read(
        self, files: Path | str | Iterable[Path | str], on: date | None = None, *, old: bool = False
    ) -> Intake:
        """Read returned forms, or one, and rehearse recording them; nothing is recorded yet.

        With ``old``, read those of dsq 0.1.0, too, which do not say from which ledger they are.
        """
        paths = [files] if isinstance(files, Path | str) else files
        return Intake(self._office, self._office.provenance(on), map(Path, paths), old=old)


def _sent_row(item: Item) -> SentRow:
    project, state = item.project, item.state
    targets = tuple(
        SentTarget(target.name, target.goal, target.measure, state.counts.get(target.name, 0))
        for target in project.targets
    )
    return SentRow(
        project.uid,
        project.id,
        project.title,
        project.requirement,
        item.due,
        state.status,
        state.progress,
        targets,
        project.content,
    )


def _file_names(forms: Iterable[SentForm]) -> Iterator[str]:
    """Yield a file name for each form; units whose names are alike in a file name are numbered."""
    taken: set[str] = set()
    for form in forms:
        stem = f"填报表-{file_name(form.plan)}-{file_name(form.unit)}-{form.sent_on}"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        yield f"{name}.xlsx"
