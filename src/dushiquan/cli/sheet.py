"""``dsq sheet``: write the forms that units fill in (填报表), and read them back."""

from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import On, Yes, confirm, say
from dushiquan.cli.recording import recorded_line
from dushiquan.cli.session import Session
from dushiquan.errors import ExitCode
from dushiquan.formats.progress import track

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
) -> None:
    """给每个牵头单位写一份填报表（.xlsx）；列第一位的牵头单位汇总填报。"""
    session: Session = context.obj
    with session.office() as office:
        for path, projects in office.forms.write(output, unit or (), track):
            say(f"已写 {path}（{projects} 项）")


@app.command("in")
def read_in(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="文件...", help="收回的填报表。")],
    on: On = None,
    yes: Yes = False,
) -> None:
    """读入收回的填报表：先列出将记什么、不收什么，确认后一次记入。"""
    session: Session = context.obj
    with session.office() as office:
        intake = office.forms.read(files, on)
        lines = [recorded_line(recorded, "将记录") for recorded in intake.recorded]
        for line in (*lines, *intake.apart, *intake.refused):
            say(line)
        if lines:
            confirm(f"记入 {len(lines)} 项？", yes)
            for line in intake.record():
                say(line)
            say(f"已记入 {len(intake.recorded)} 项。")
        else:
            say("没有可记入的内容。")
    if intake.refused:
        raise typer.Exit(ExitCode.BAD_INPUT)
