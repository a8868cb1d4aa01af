"""``dsq defer``: move a due date (延期)."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, Reason
from dushiquan.cli.recording import OneId, say_recorded
from dushiquan.cli.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def defer(
    context: typer.Context,
    id: OneId,
    due: Annotated[str, typer.Argument(metavar="新时限", help="日期，或在现时限上加：+2m、+10d。")],
    reason: Reason = "",
    approved_by: Annotated[str, typer.Option("--approved-by", metavar="谁", help="由谁批准。")] = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """延期：改时限并写明理由；原时限和延期次数都会留着。"""
    session: Session = context.obj
    with session.office() as office:
        results = office.entries.defer(id, due, reason, approved_by, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
