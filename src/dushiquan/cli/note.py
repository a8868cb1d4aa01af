"""``dsq note``: add a note to a project."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On
from dushiquan.cli.recording import OneId, say_recorded
from dushiquan.cli.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def note(
    context: typer.Context,
    id: OneId,
    text: Annotated[str, typer.Argument(metavar="文字", help="进展或情况。")],
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """给项目记一条进展说明。"""
    session: Session = context.obj
    with session.office() as office:
        results = office.entries.note([id], text, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
