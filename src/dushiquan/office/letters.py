"""Reminder letters (催办单): number, write and record them, all or none."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.reminders import Letter, plan_letters, remind
from dushiquan.domain.supervision import due_soon, overdue
from dushiquan.errors import BadInputError, RefusedError, UsageError
from dushiquan.formats.files import Track, untracked
from dushiquan.formats.registry import suffixes
from dushiquan.formats.writing import write_paper
from dushiquan.office.named import names_meant
from dushiquan.papers.letter_paper import file_stem, letter_document
from dushiquan.store.event_log import Operation, operation
from dushiquan.store.opening import unless_recorded

if TYPE_CHECKING:
    from dushiquan.office.office import Office

SUFFIXES = tuple(suffix.removeprefix(".") for suffix in suffixes("paper"))


class Letters:
    """The letters of one office."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def units(self, words: Sequence[str], on: date | None = None) -> list[str]:
        """Return the units that ``words`` mean on a day; raise ``NotFoundError`` for an unknown name."""
        ledger, day = self._office.ledger, on or self._office.today
        return [name for text in words for name in names_meant(text, ledger, "单位", day)]

    def plan(self, units: Sequence[str] = (), on: date | None = None) -> list[Letter]:
        """Return the letters due on a day, to all units or to ``units``, without recording them."""
        ledger, day = self._office.ledger, on or self._office.today
        first = ledger.last_letter(day.year) + 1
        return plan_letters(
            list(ledger.items(day)), ledger.events(), day, ledger.settings, units, first=first
        )

    def unaddressed(self, on: date | None = None) -> list[str]:
        """Return the ids of projects late or due soon that have no reporting unit, so get no letter."""
        day = on or self._office.today
        items = list(self._office.ledger.items(day))
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
        with unless_recorded() as failed, operation(self._office.ledger, provenance) as recording:
            letters = self.plan(units, provenance.on)
            self._write(letters, folder, suffix, failed, track)
            for letter in letters:
                _record(recording, letter)
        return letters

    def _write(
        self, letters: list[Letter], folder: Path, suffix: str, failed: ExitStack, track: Track
    ) -> None:
        """Write every letter; ``failed`` removes them all if the block that it guards fails."""
        plan = self._office.ledger.plan_on(letters[0].dated) if letters else self._office.ledger.plan

        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInputError(f"建不了文件夹 {folder}：{error.strerror}；请换一个 -o。") from error
        for letter in track(letters, "写催办单"):
            path = folder / f"{file_stem(letter)}.{suffix}"
            if path.exists():
                raise RefusedError(f"{path} 已经存在，不覆盖；请换一个文件夹。")
            failed.callback(path.unlink, missing_ok=True)
            paper = letter_document(
                letter,
                plan=plan.title,
                signed=plan.notice.signatory,
                levels=plan.levels,
                contact=plan.contacts.get(letter.unit),
            )
            write_paper(paper, path)


def _record(recording: Operation, letter: Letter) -> None:
    changes = {asked.item.project.id: remind(letter, asked) for asked in letter.asked}
    for id in changes:
        recording.record(ProjectId(id), lambda project, state: [changes[project.id]])
