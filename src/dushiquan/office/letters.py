"""Reminder letters (催办单): number, write and record them, all or none."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dushiquan.domain.acts import Change
from dushiquan.domain.reminders import Letter, plan_letters, remind
from dushiquan.domain.supervision import due_soon, overdue
from dushiquan.errors import BadInputError, RefusedError, UsageError
from dushiquan.formats.files import Track, untracked
from dushiquan.formats.registry import suffixes
from dushiquan.formats.writing import write_paper
from dushiquan.office.named import WRITE_TODAYS
from dushiquan.papers.dressing import in_office_fonts
from dushiquan.papers.letter_paper import PlanOfLetter, file_stem, letter_document
from dushiquan.store.event_log import MakeChanges, Operation, new_id
from dushiquan.store.opening import transaction, unless_recorded

if TYPE_CHECKING:
    from dushiquan.office.office import Office

SUFFIXES = tuple(suffix.removeprefix(".") for suffix in suffixes("paper"))


class Letters:
    """The letters of one office."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def units(self, words: Sequence[str], on: date | None = None) -> list[str]:
        """Return the units that ``words`` mean on a day; raise ``NotFoundError`` for an unknown name."""
        return [*self._office.chosen.names(words, "单位", on or self._office.today, WRITE_TODAYS)]

    def plan(self, units: Sequence[str] = (), on: date | None = None) -> list[Letter]:
        """Return the letters due on a day, to all units or to ``units``, without recording them."""
        plans, day = self._office.chosen, on or self._office.today
        first = plans.ledgers[0].last_letter(day.year) + 1
        return plan_letters(list(plans.items(day)), plans.events(), day, plans.settings, units, first=first)

    def unaddressed(self, on: date | None = None) -> list[str]:
        """Return the ids of projects late or due soon that have no reporting unit, so get no letter."""
        day = on or self._office.today
        items = list(self._office.chosen.items(day))
        wanted = [*overdue(items), *due_soon(items, day, self._office.settings)]
        return [item.project.id for item in wanted if not item.project.reporter]

    def send(
        self,
        folder: Path,
        units: Sequence[str] = (),
        *,
        suffix: str = "docx",
        on: date | None = None,
        track: Track = untracked,
    ) -> list[Letter]:
        """Write the letters due on a day to a folder and record them.

        If anything fails, the letters are removed and nothing is recorded. Raise ``BadInputError`` if the
        folder cannot be made or written to, ``RefusedError`` if a file exists.
        """
        if suffix not in SUFFIXES:
            raise UsageError(f"不能写成“{suffix}”；--type 可用 {'、'.join(SUFFIXES)}。")
        provenance = self._office.provenance(on)
        office = self._office
        with unless_recorded() as failed, transaction(office.connection):
            letters = self.plan(units, provenance.on)
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
        plans = {ledger.key: ledger.plan_on(day) for ledger in self._office.ledgers}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInputError(f"建不了文件夹 {folder}：{error.strerror}；请换一个 -o。") from error
        for letter in track(letters, "写催办单"):
            path = folder / f"{file_stem(letter)}.{suffix}"
            if path.exists():
                raise RefusedError(f"{path} 已经存在，不覆盖；请换一个文件夹。")
            failed.callback(path.unlink, missing_ok=True)
            concerned = [plan for key, plan in plans.items() if key in letter.plans]
            paper = letter_document(
                letter,
                [
                    PlanOfLetter(plan.key, plan.title, plan.levels, plan.contacts.get(letter.unit))
                    for plan in concerned
                ],
                signed="、".join(dict.fromkeys(filter(None, (p.notice.signatory for p in concerned)))),
            )
            write_paper(in_office_fonts(paper, self._office.settings), path)


def _record(recordings: Mapping[str, Operation], letter: Letter) -> None:
    for asked in letter.asked:
        project = asked.item.project
        recordings[project.plan].record(project.id.bare, _always(remind(letter, asked)))


def _always(change: Change) -> MakeChanges:
    return lambda project, state: [change]
