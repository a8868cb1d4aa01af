"""Reminder letters (催办单): number, write and record them, all or none."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain import acts
from dushiquan.domain.acts import Change
from dushiquan.domain.events import LetterAnswer
from dushiquan.domain.history import in_force
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import as_words
from dushiquan.domain.plan import Contact, Project
from dushiquan.domain.reminders import Letter, matter_of, plan_letters, remind
from dushiquan.domain.sent_letters import SentLetter, sent_letters
from dushiquan.domain.status import State
from dushiquan.domain.supervision import Item
from dushiquan.errors import NotFoundError, RefusedError, UsageError
from dushiquan.formats.files import Track, make_folder, untracked
from dushiquan.formats.registry import suffixes
from dushiquan.formats.writing import write_paper
from dushiquan.office.chosen import Chosen, find_in_plans
from dushiquan.office.named import WRITE_TODAYS
from dushiquan.papers.dressing import in_office_fonts
from dushiquan.papers.letter_labels import letter_number
from dushiquan.papers.letter_paper import PlanOfLetter, file_stem, letter_document
from dushiquan.phrases.typed_number import parse_letter_number
from dushiquan.store.connection import transaction, unless_recorded
from dushiquan.store.event_log import MakeChanges, Operation, Recorded, new_id, record_in_plans
from dushiquan.store.ledger import Ledger

if TYPE_CHECKING:
    from dushiquan.office.office import Office

SUFFIXES = tuple(suffix.removeprefix(".") for suffix in suffixes("paper"))


class LeftOut(NamedTuple):
    """Projects that get no letter: nobody answers for them, they ask for a deferral, or are only silent."""

    unaddressed: list[Item]
    requested: list[Item]
    silent: list[Item]


class Letters:
    """The letters of one office."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def units(self, words: Sequence[str], on: date | None = None) -> list[str]:
        """Return the units that ``words`` mean on a day; raise ``NotFoundError`` for an unknown name."""
        return [*self._office.chosen.names(words, "单位", on or self._office.today, WRITE_TODAYS)]

    def plan(
        self, units: Sequence[str] = (), on: date | None = None, *, silent: bool = False
    ) -> list[Letter]:
        """Return the letters due on a day, to all units or to ``units``, without recording them.

        With ``silent``, those that ask for reports alone (催报).
        """
        units, plans, day = as_words(units), self._office.chosen, on or self._office.today
        first = plans.ledgers[0].last_letter(day.year) + 1
        items, events = list(plans.items(day)), plans.events()
        return plan_letters(items, events, day, plans.settings, units, first=first, silent=silent)

    def left_out(self, units: Sequence[str] = (), on: date | None = None, *, silent: bool = False) -> LeftOut:
        """Return the projects that would be urged but are not, by the reason; those of ``units`` if given."""
        units, day = as_words(units), on or self._office.today
        every = self._office.chosen.items(day)
        items = [item for item in every if not units or item.project.reporter in units]
        settings = self._office.settings
        wanted = [item for item in items if matter_of(item, day, settings, silent=silent)]
        quiet = [item for item in items if matter_of(item, day, settings, silent=True)]
        return LeftOut(
            [item for item in wanted if not item.project.reporter],
            [item for item in items if item.state.is_open and item.state.said.request],
            [] if silent else [item for item in quiet if not matter_of(item, day, settings)],
        )

    def answer(
        self,
        number: str = "",
        ids: Sequence[str] = (),
        *,
        unit: str = "",
        note: str = "",
        on: date | None = None,
        dry_run: bool = False,
    ) -> list[Recorded]:
        """Record a unit's answer to a letter: about ``ids``, or about its projects that have not answered.

        The letter is known by its number, or is the only unanswered one to ``unit``. Raise ``NotFoundError``
        if there is no such letter, ``RefusedError`` if it was sent later, to another unit, or about others.
        """
        office = self._office
        provenance = office.provenance(on)
        letter = self._meant(number, unit)
        _check_day(letter, provenance.on)
        if ids:
            chosen = list(find_in_plans(office, ids))
        else:
            waiting = letter.waiting or [item for item in letter.items if item.state.is_open] or letter.items
            chosen = [
                (ledger, [item.project.id.bare for item in waiting if item.project.plan == ledger.key])
                for ledger in office.ledgers
            ]

        def make(project: Project, state: State) -> Sequence[Change]:
            _check_asked(letter, project)
            return acts.answer(project, state, LetterAnswer(letter.year, letter.number, letter.sign), note)

        return record_in_plans([each for each in chosen if each[1]], make, provenance, dry_run=dry_run)

    def check_answer(self, said: LetterAnswer, ledger: Ledger, id: ProjectId, on: date) -> None:
        """Refuse an answer about a project of a plan that its letter did not ask, or for a day before it."""
        sent = self._sent(Chosen(self._office, [ledger]))
        found = [each for each in sent if (each.year, each.number) == (said.year, said.number)]
        if not found:
            raise _unsent(f"“{letter_number(said.year, said.number, said.sign)}”这份")
        _check_asked(found[0], ledger.project(id))
        _check_day(found[0], on)

    def _sent(self, plans: Chosen) -> list[SentLetter]:
        """Return the letters about projects of some plans, with what became of them by today."""
        today = self._office.today
        items = {item.project.identity: item for item in plans.items(today)}
        return sent_letters(items, in_force(plans.events(), today), today)

    def _meant(self, number: str, unit: str) -> SentLetter:
        """Return the letter of a number as typed, or the only unanswered one to a unit."""
        letters = self._sent(self._office.chosen)
        to = self.units([unit])[0] if unit else ""
        if number:
            year, wanted = parse_letter_number(number)
            found = [each for each in letters if each.number == wanted and year in (None, each.year)][-1:]
        else:
            found = [each for each in letters if each.unit == to and each.waiting]
        if not found:
            raise _unsent(f"“{number}”这份" if number else f"{to}还没有回复的")
        if len(found) > 1:
            raise RefusedError(f"{to}有几份没有回复：{'、'.join(map(_cited, found))}；请写明是哪一份。")
        (letter,) = found
        if to and letter.unit != to:
            raise RefusedError(f"{_cited(letter)}是发给{letter.unit}的，不是{to}；请核对。")
        return letter

    def send(
        self,
        folder: Path | str,
        units: Sequence[str] = (),
        *,
        suffix: str = "docx",
        on: date | None = None,
        silent: bool = False,
        track: Track = untracked,
    ) -> list[Letter]:
        """Write the letters due on a day to a folder and record them.

        If anything fails, the letters are removed and nothing is recorded. Raise ``BadInputError`` if the
        folder cannot be made or written to, ``RefusedError`` if a file exists.
        """
        if suffix not in SUFFIXES:
            raise UsageError(f"不能写成“{suffix}”；--type 可用 {'、'.join(SUFFIXES)}。")
        folder, office = Path(folder), self._office
        provenance = office.provenance(on)
        with unless_recorded() as failed, transaction(office.connection):
            letters = self.plan(units, provenance.on, silent=silent)
            self._write(letters, folder, suffix, failed, track)
            batch = new_id()
            recordings = {each.key: Operation(each, provenance, batch) for each in office.ledgers}
            for letter in letters:
                _record(recordings, letter)
        return letters

    def _write(
        self, letters: list[Letter], folder: Path, suffix: str, failed: ExitStack, track: Track
    ) -> None:
        """Write every letter; ``failed`` removes them all if the block that it guards fails."""
        day = letters[0].dated if letters else self._office.today
        settings = self._office.settings
        plans = {ledger.key: ledger.plan_on(day) for ledger in self._office.ledgers}
        make_folder(folder)
        for letter in track(letters, "写催办单"):
            path = folder / f"{file_stem(letter)}.{suffix}"
            if path.exists():
                raise RefusedError(f"{path} 已经存在，不覆盖；请换一个文件夹。")
            failed.callback(path.unlink, missing_ok=True)
            concerned = [plan for key, plan in plans.items() if key in letter.plans]
            paper = letter_document(
                letter,
                [
                    PlanOfLetter(
                        plan.key, plan.title, plan.levels, plan.contacts.get(letter.unit), plan.notice.no
                    )
                    for plan in concerned
                ],
                office=Contact(settings.contact_person, settings.contact_phone),
                signed="、".join(dict.fromkeys(filter(None, (p.notice.signatory for p in concerned)))),
            )
            write_paper(in_office_fonts(paper, self._office.settings), path)


def _unsent(what: str) -> NotFoundError:
    return NotFoundError(f"没有{what}催办单；发过的见 dsq log。")


def _check_asked(letter: SentLetter, project: Project) -> None:
    if project.identity not in {item.project.identity for item in letter.items}:
        asked = "、".join(str(item.project.id) for item in letter.items)
        raise RefusedError(f"{_cited(letter)}没有催 {project.id}；催的是 {asked}。")


def _check_day(letter: SentLetter, on: date) -> None:
    if on < letter.on:
        raise RefusedError(f"{_cited(letter)}是 {letter.on} 发出的，不能在 {on} 就回复；请核对日期。")


def _cited(letter: SentLetter) -> str:
    return letter_number(letter.year, letter.number, letter.sign)


def _record(recordings: Mapping[str, Operation], letter: Letter) -> None:
    for asked in letter.asked:
        project = asked.item.project
        recordings[project.plan].record(project.id.bare, _always(remind(letter, asked)))


def _always(change: Change) -> MakeChanges:
    return lambda project, state: [change]
