"""``dsq sheet``: write the forms that units fill in (填报表), and read them back."""

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import On, Yes, matching, to_days
from dushiquan.cli.recording import recorded_line
from dushiquan.cli.session import Session
from dushiquan.cli.talk import confirm, say
from dushiquan.errors import ExitCode
from dushiquan.formats.progress import track
from dushiquan.papers.log_lines import origin_text

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def sheet() -> None:
    """填报表：发给各单位，收回读入。"""


@app.command()
def out(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="文件夹", help="写到哪个文件夹。")],
    unit: Annotated[
        list[str] | None, typer.Option("--unit", "-u", metavar="单位", help="只发这些单位，默认全部。")
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="日期", help="上报截止，写在表上；默认是催办的答复天数以后。")
    ] = "",
    unreported: Annotated[
        int | None,
        typer.Option("--unreported", parser=to_days, metavar="30d", help="只发超过多少天未报送的项目。"),
    ] = None,
) -> None:
    """给每个牵头单位写一份填报表（.xlsx），发了什么记入台账；列第一位的牵头单位汇总填报。"""
    session: Session = context.obj
    with session.office() as office:
        written = office.forms.write(output, unit or (), track, by=by, unreported=unreported)
    for form in written:
        by = f"，{form.answer_by}前报回" if form.answer_by else ""
        say(f"已写 {form.path}（{form.projects} 项{by}）")


@app.command("in")
def read_in(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="文件...", help="收回的填报表。")],
    on: On = None,
    old: Annotated[
        bool, typer.Option("--old", help="也收 0.1.0 版发出的表（没有写明是哪个台账的，请先核对）。")
    ] = False,
    yes: Yes = False,
) -> None:
    """读入收回的填报表：先列出将记什么、不收什么，确认后一次记入。"""
    session: Session = context.obj
    with session.office() as office:
        intake = office.forms.read(matching(files), on, old=old)
        number = len(intake.recorded)
        for origin, group in groupby(intake.recorded, key=lambda recorded: recorded.events[0].origin):
            say(f"{origin_text(origin)}：")
            for recorded in group:
                say(recorded_line(recorded, "将记录", office.today))
        for line in intake.lines:
            say(line)
        if number:
            confirm(f"记入 {number} 项？", yes)
            for line in intake.record():
                say(line)
            say(f"已记入 {len(intake.recorded)} 项。")
        else:
            say("没有可记入的内容。")
    if intake.refused:
        raise typer.Exit(ExitCode.BAD_INPUT)
