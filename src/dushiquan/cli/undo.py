"""``dsq undo``: take the last entries back."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, Ids, On, say
from dushiquan.cli.session import Session, today
from dushiquan.domain.ids import parse_ids, resolve_ids
from dushiquan.papers.sentences import differences, sentence
from dushiquan.store import event_log

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def undo(
    context: typer.Context,
    ids: Ids = None,
    last: Annotated[int, typer.Option("--last", min=1, metavar="N", help="撤回最近几次操作。")] = 1,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """撤回最近的操作，或某些项目最近的；当天录入的视同未录，隔日的自今天起不算（或用 --on）。"""
    session: Session = context.obj
    with session.ledger() as ledger:
        ranges = parse_ids(ids or ())
        chosen = resolve_ids(ranges, ledger.ids(ranges), one_each=True) if ranges else ()
        entry = session.entry(on)
        results = event_log.undo(ledger, last, today(), entry, ids=chosen, on=on, dry_run=dry_run)
        taken = {event.id: event for event in ledger.events(result.project.id for result in results)}
    verb = "将撤回" if dry_run else "已撤回"
    for result in results:
        revoked = [taken[event.revokes] for event in result.events if event.revokes]
        what = "；".join(map(sentence, revoked))
        whose = "，".join(filter(None, [str(revoked[0].on), revoked[0].actor]))
        say(f"{verb} {result.project.id} {result.project.title}：{what}（{whose}）")
        say(f"    {differences(result.project, result.before, result.after)}")
