"""``dsq return``: return an application to close out (退回)."""

import typer

from dushiquan.cli.options import DryRun, On, Reason
from dushiquan.cli.recording import OneId, say_recorded
from dushiquan.cli.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("return")
def send_back(
    context: typer.Context, id: OneId, reason: Reason = "", on: On = None, dry_run: DryRun = False
) -> None:
    """退回：核实不通过，说明理由，继续办理。"""
    session: Session = context.obj
    with session.office() as office:
        results = office.entries.send_back(id, reason, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
