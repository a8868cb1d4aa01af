"""``dsq urge``: reminder letters (催办单) to the lead units."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, say
from dushiquan.cli.session import Session
from dushiquan.domain.names import match_name
from dushiquan.domain.reminders import Letter, plan_letters, remind
from dushiquan.errors import BadInputError, RefusedError, UsageError
from dushiquan.formats.progress import track
from dushiquan.formats.registry import suffixes
from dushiquan.formats.writing import write_paper
from dushiquan.papers.labels import iso
from dushiquan.papers.letter_paper import STEP_LABELS, file_stem, letter_document, letter_number
from dushiquan.store.event_log import Operation, operation
from dushiquan.store.ledger import Ledger

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_TYPES = [suffix.removeprefix(".") for suffix in suffixes("paper")]


@app.command()
def urge(
    context: typer.Context,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit", "-u", metavar="单位", help="只催这些单位（一项有几个牵头单位的，催列第一位的）。"
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="文件夹", help="催办单写到哪个文件夹。")
    ] = None,
    suffix: Annotated[str, typer.Option("--type", metavar="|".join(_TYPES), help="写成哪种文件。")] = "docx",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """催办：给有逾期或临期项目的牵头单位各出一份催办单，编号并记入台账。"""
    session: Session = context.obj
    if suffix not in _TYPES:
        raise UsageError(f"不能写成“{suffix}”；--type 可用 {'、'.join(_TYPES)}。")
    if output is None and not dry_run:
        raise UsageError("请用 -o 指明催办单写到哪个文件夹，或先用 --dry-run 看看。")
    with session.ledger() as ledger:
        units = [match_name(text, ledger.units(), "单位") for text in unit or ()]
        entry = session.entry(on)
        with ExitStack() as failed:
            with operation(ledger, entry, dry_run=dry_run) as recording:
                items, events = list(ledger.items(entry.on)), ledger.events()
                first = ledger.last_letter(entry.on.year) + 1
                letters = plan_letters(items, events, entry.on, ledger.settings, units, first=first)
                if output is not None and not dry_run:
                    _write(ledger, letters, output, suffix, failed)
                for letter in letters:
                    _record(recording, letter)
            failed.pop_all()  # recorded: the letters stay
    _say(letters, units, output, dry_run=dry_run)


def _write(ledger: Ledger, letters: list[Letter], folder: Path, suffix: str, failed: ExitStack) -> None:
    """Write every letter; ``failed`` takes them away again where one fails, or their recording."""
    document = ledger.plan.document
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
            plan=ledger.plan.title,
            signed=document.drafter or document.issuer,
            settings=ledger.settings,
        )
        write_paper(paper, path)


def _record(recording: Operation, letter: Letter) -> None:
    changes = {asked.item.project.id: remind(letter, asked) for asked in letter.asked}
    for id in changes:
        recording.record(id, lambda project, state: [changes[project.id]])


def _say(letters: list[Letter], units: list[str], folder: Path | None, *, dry_run: bool) -> None:
    for letter in letters:
        listed = "、".join(
            f"{asked.item.project.id}（{STEP_LABELS[asked.step]}，{iso(asked.by)}前）"
            for asked in letter.asked
        )
        say(f"{'将出' if dry_run else '已出'}{letter_number(letter)} {letter.unit}：{listed}")
    if not letters:
        say("没有要催办的项目：没有逾期或临期的，或近日已经催办过。")
        if units:
            say("一项有几个牵头单位的，只催列第一位的；可用 dsq overdue --unit 单位 查。")
    elif not dry_run:
        say(f"共 {len(letters)} 份，写在 {folder}，已记入台账。")
