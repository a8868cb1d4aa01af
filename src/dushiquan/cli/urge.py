"""``dsq urge``: write reminder letters (催办单) to the lead units."""

from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, say
from dushiquan.cli.session import Session
from dushiquan.domain.reminders import Letter
from dushiquan.errors import UsageError
from dushiquan.formats.progress import track
from dushiquan.office.letters import SUFFIXES
from dushiquan.papers.labels import iso, late_elsewhere_text, letter_number
from dushiquan.papers.letter_paper import STEP_LABELS

app = typer.Typer(add_completion=False, rich_markup_mode=None)


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
    suffix: Annotated[
        str, typer.Option("--type", metavar="|".join(SUFFIXES), help="写成哪种文件。")
    ] = "docx",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """催办：给有逾期或临期项目的牵头单位各出一份催办单，编号并记入台账。"""
    session: Session = context.obj
    if output is None and not dry_run:
        raise UsageError("请用 -o 指明催办单写到哪个文件夹，或先用 --dry-run 看看。")
    with session.office() as office:
        units = office.letters.units(unit or (), on)
        unaddressed = office.letters.unaddressed(on)
        if output is None or dry_run:
            letters = office.letters.plan(units, office.provenance(on).on)
        else:
            letters = office.letters.send(output, units, suffix=suffix, on=on, track=track)
        elsewhere = late_elsewhere_text(office.late_elsewhere(on or office.today))
    _say(letters, units, output, dry_run=dry_run)
    if elsewhere:
        say(f"注意：{elsewhere}")
    if unaddressed:
        say(f"注意：{'、'.join(unaddressed)} 没有写明责任单位或负责人，无从催办。")


def _say(letters: list[Letter], units: list[str], folder: Path | None, *, dry_run: bool) -> None:
    for letter in letters:
        listed = "、".join(
            f"{asked.item.project.id}（{STEP_LABELS[asked.step]}，{iso(asked.by)}前）"
            for asked in letter.asked
        )
        number = letter_number(letter.year, letter.number)
        say(f"{'将出' if dry_run else '已出'}{number} {letter.unit}：{listed}")
    if not letters:
        say("没有要催办的项目：没有逾期或临期的，或近日已经催办过。")
        if units:
            say("一项有几个牵头单位的，只催列第一位的；可用 dsq overdue --unit 单位 查。")
    elif not dry_run:
        say(f"共 {len(letters)} 份，写在 {folder}，已记入台账。")
