"""``dsq done``: close projects out (销号)."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, NeededIds, On
from dushiquan.cli.recording import say_recorded, say_unmet
from dushiquan.cli.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def done(
    context: typer.Context,
    ids: NeededIds,
    note: Annotated[str, typer.Option("--note", metavar="文字", help="另要说明的，可不写。")] = "",
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="依据", help="凭什么销号：文件、照片、验收意见等，可不写。")
    ] = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """销号：确认项目已完成；指标未达到的照样销号，但会指明。"""
    session: Session = context.obj
    with session.office() as office:
        results = office.entries.close_out(ids, note, evidence, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
        say_unmet(results)
