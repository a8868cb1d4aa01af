"""``dsq undo``: take the last entries back."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, say
from dushiquan.cli.session import Session, today
from dushiquan.present.sentences import differences, sentence
from dushiquan.store import recording

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def undo(
    context: typer.Context,
    last: Annotated[int, typer.Option("--last", min=1, metavar="N", help="撤回最近几次操作。")] = 1,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """撤回最近的操作：当天录入的视同未录，隔日的自今天起不算（或用 --on）。"""
    session: Session = context.obj
    with session.ledger() as ledger:
        results = recording.undo(ledger, last, today(), session.entry(on), on=on, dry_run=dry_run)
        taken = {event.id: event for event in ledger.events(result.project.id for result in results)}
    for result in results:
        what = "；".join(sentence(taken[event.revokes]) for event in result.events if event.revokes)
        say(f"{'将撤回' if dry_run else '已撤回'} {result.project.id} {result.project.title}：{what}")
        say(f"    {differences(result.project, result.before, result.after)}")
