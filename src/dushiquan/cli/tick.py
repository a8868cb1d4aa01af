"""``dsq tick``: add to the count of a target (指标)."""

from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, offers, say, to_count
from dushiquan.cli.recording import OneId, say_recorded
from dushiquan.cli.session import Session
from dushiquan.domain.plan import Kind, Target
from dushiquan.domain.recurring import begins_after
from dushiquan.domain.status import unmet
from dushiquan.office.entries import Recorded

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def tick(
    context: typer.Context,
    id: OneId,
    target: Annotated[
        str,
        typer.Argument(
            metavar="[指标]",
            help="名称、其中几个字或拼音首字母；定期事项不写即记最早未完成的一次。",
            autocompletion=offers("targets"),
        ),
    ] = "",
    number: Annotated[
        int, typer.Argument(parser=to_count, metavar="[N]", help="完成了几个，如 2、2次。")
    ] = 1,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """记一项指标又完成了几个（次、家、本……）。"""
    session: Session = context.obj
    with session.office() as office:
        results = office.entries.tick(id, target, number, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
    for result in results:
        for goal in result.project.targets:
            _say_of_count(result, goal, on or office.today)


def _say_of_count(result: Recorded, target: Target, on: date) -> None:
    """Print what the user should check about a new count of a target, or do after it."""
    count = result.after.counts.get(target.name, 0)
    if count == result.before.counts.get(target.name, 0):
        return
    project = result.project
    if count > target.goal:
        total = f"累计 {count}{target.measure}，已超过目标 {target.goal}{target.measure}"
        say(f"注意：“{target.name}”{total}。")
    if project.kind is not Kind.RECURRING:
        return
    if begins := begins_after(project, target.name, on):
        say(f"注意：“{target.name}”在 {begins} 之后才开始，这次是提前记的；记错了请用 dsq undo。")
    if not unmet(project.targets, result.now):
        say(f"{project.id} 的各次都已完成；办结的请用 dsq done {project.id} 销号。")
