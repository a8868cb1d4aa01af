"""``dsq undo``: take back the last operations."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, Ids, say
from dushiquan.cli.session import Session
from dushiquan.papers.sentences import differences, sentence

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def undo(
    context: typer.Context,
    ids: Ids = None,
    last: Annotated[int, typer.Option("--last", min=1, metavar="N", help="撤回最近几次操作。")] = 1,
    dry_run: DryRun = False,
) -> None:
    """撤回最近的操作，或某些项目最近的：视同从未记过，哪一天都不算。"""
    session: Session = context.obj
    with session.office() as office:
        undone = office.entries.undo(last, ids or (), dry_run=dry_run)
    verb = "将撤回" if dry_run else "已撤回"
    for result, revoked in undone:
        what = "；".join(map(sentence, revoked))
        whose = "，".join(filter(None, [str(revoked[0].on), revoked[0].actor]))
        say(f"{verb} {result.project.id} {result.project.title}：{what}（{whose}）")
        say(f"    {differences(result.project, result.before, result.after)}")
