"""``dsq return``: what was submitted does not hold (退回)."""

import typer

from dushiquan.cli.options import DryRun, On, Reason
from dushiquan.cli.recording import OneId, record_and_say
from dushiquan.domain import acts

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("return")
def send_back(
    context: typer.Context, id: OneId, reason: Reason = "", on: On = None, dry_run: DryRun = False
) -> None:
    """退回：核实不通过，说明理由，继续办理。"""
    record_and_say(
        context.obj,
        [id],
        lambda ledger: lambda project, state: acts.send_back(project, state, reason),
        on=on,
        dry_run=dry_run,
    )
