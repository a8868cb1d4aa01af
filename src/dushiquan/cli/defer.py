"""``dsq defer``: move a due date (延期)."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, Reason, Yes
from dushiquan.cli.recording import OneId, ask_first, say_recorded
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
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """延期或提前：改时限并写明理由；原时限和延期次数都会留着，提前的不算延期。"""
    session: Session = context.obj
    with session.office() as office:
        (rehearsed,) = office.entries.defer(id, due, reason, approved_by, on=on, dry_run=True)
        day, moved = on or office.today, rehearsed.after.due
        if not dry_run and moved and moved < day:
            ask_first(f"新时限 {moved} 早于 {day}，记下后即逾期，仍要记？", yes)
        results = office.entries.defer(id, due, reason, approved_by, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
