"""``dsq done``: close projects out (销号)."""

import typer

from dushiquan.cli.options import DryRun, NeededIds, On
from dushiquan.cli.recording import record_and_say, say_unmet
from dushiquan.domain.changes import close_out

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def done(context: typer.Context, ids: NeededIds, on: On = None, dry_run: DryRun = False) -> None:
    """销号：确认项目已完成；指标未达到的照样销号，但会指明。"""
    say_unmet(record_and_say(context.obj, ids, lambda ledger: close_out, on=on, dry_run=dry_run))
