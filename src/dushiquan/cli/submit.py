"""``dsq submit``: a unit applies to close a project out (申请销号)."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On
from dushiquan.cli.recording import OneId, say_recorded
from dushiquan.cli.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def submit(
    context: typer.Context,
    id: OneId,
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="依据", help="文件、照片、验收意见等，必写。")
    ] = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """申请销号：单位报称已完成并附依据，待办公室核实。"""
    session: Session = context.obj
    with session.office() as office:
        results = office.entries.submit(id, evidence, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
