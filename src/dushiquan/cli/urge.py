"""``dsq urge``: write reminder letters (催办单) to the lead units, and record the answers to them."""

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, Ids, On, offers
from dushiquan.cli.recording import say_recorded
from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.domain.reminders import Letter
from dushiquan.errors import UsageError
from dushiquan.formats.progress import track
from dushiquan.office.letters import SUFFIXES, LeftOut
from dushiquan.papers.labels import iso, late_elsewhere_text
from dushiquan.papers.letter_labels import MATTERS, letter_number
from dushiquan.papers.letter_paper import STEP_LABELS

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def urge(
    context: typer.Context,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            "--unit", "-u", metavar="单位", help="只催这些单位（一项有几个牵头单位的，催列第一位的）。"
        ),
    ] = None,
    silent: Annotated[
        bool, typer.Option("--silent", help="催报：只催久未报送而没有逾期的，请其补报。")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="文件夹", help="催办单写到哪个文件夹。")
    ] = None,
    suffix: Annotated[
        str, typer.Option("--type", metavar="|".join(SUFFIXES), help="写成哪种文件。")
    ] = "docx",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """催办：给有逾期、落后序时或临期项目的牵头单位各出一份催办单，编号并记入台账；催报用 --silent。"""
    session: Session = context.obj
    if context.invoked_subcommand:
        if unit or output or silent or on or dry_run:
            raise UsageError("回复请写成 dsq urge answer 文号 --on 日期，选项写在 answer 后面。")
        return
    if output is None and not dry_run:
        raise UsageError("请用 -o 指明催办单写到哪个文件夹，或先用 --dry-run 看看。")
    with session.office() as office:
        units = office.letters.units(unit or (), on)
        left_out = office.letters.left_out(units, on, silent=silent)
        if output is None or dry_run:
            letters = office.letters.plan(units, office.provenance(on).on, silent=silent)
        else:
            letters = office.letters.send(output, units, suffix=suffix, on=on, silent=silent, track=track)
        elsewhere = late_elsewhere_text(office.late_elsewhere(on or office.today))
    _say(letters, units, output, dry_run=dry_run, silent=silent)
    if elsewhere:
        say(f"注意：{elsewhere}")
    _say_left_out(left_out)


@app.command()
def answer(
    context: typer.Context,
    number: Annotated[
        str, typer.Argument(metavar="[文号]", help="如 催办〔2011〕10号、2011-10 或 10。")
    ] = "",
    ids: Ids = None,
    unit: Annotated[
        str,
        typer.Option(
            "--unit",
            "-u",
            metavar="单位",
            help="哪个单位回复的；不写文号时，是它还没有回复的那份。",
            autocompletion=offers("units"),
        ),
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="内容", help="回复的内容。")] = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """记下对催办单的回复；不写序号的，记在这份里还没有回复的各项上。"""
    if not (number or unit):
        raise UsageError("请写明是哪份催办单，如 dsq urge answer 催办〔2011〕10号，或写 --unit 单位。")
    session: Session = context.obj
    with session.office() as office:
        results = office.letters.answer(number, ids or (), unit=unit, note=note, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)


def _say(
    letters: list[Letter], units: list[str], folder: Path | None, *, dry_run: bool, silent: bool
) -> None:
    for letter in letters:
        listed = "；".join(
            f"{MATTERS[matter]} {'、'.join(asked.item.project.id for asked in alike)}"
            f"（{STEP_LABELS[step]}单，{iso(by)}前）"
            for (matter, step, by), alike in groupby(
                letter.asked, lambda asked: (asked.matter, asked.step, asked.by)
            )
        )
        number = letter_number(letter.year, letter.number, letter.sign)
        say(f"{'将出' if dry_run else '已出'}{number} {letter.unit}：{listed}")
    if not letters:
        what = "没有要催报的项目：没有久未报送的" if silent else "没有要催办的项目：没有逾期、落后或临期的"
        say(f"{what}，或近日已经催过、答复过。")
        if units:
            say("一项有几个牵头单位的，只催列第一位的；可用 dsq overdue --unit 单位 查。")
    elif not dry_run:
        say(f"共 {len(letters)} 份，写在 {folder}，已记入台账。")


def _say_left_out(left_out: LeftOut) -> None:
    """Name the projects that get no letter, and why."""
    if left_out.unaddressed:
        ids = "、".join(item.project.id for item in left_out.unaddressed)
        say(f"注意：{ids} 没有写明责任单位或负责人，无从催办。")
    if left_out.requested:
        listed = "、".join(
            f"{item.project.id}（申请延期至{iso(item.state.said.request and item.state.said.request.until)}）"
            for item in left_out.requested
        )
        say(
            f"注意：{listed}待答复，没有催；"
            "同意用 dsq defer 序号 --approved-by 谁，不同意用 dsq defer 序号 --refuse。"
        )
    if left_out.silent:
        say(f"另有 {len(left_out.silent)} 项久未报送；要催报请用 dsq urge --silent。")
