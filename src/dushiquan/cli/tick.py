"""``dsq tick``: add to the count of a target (指标)."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, offers, say
from dushiquan.cli.recording import OneId, say_recorded
from dushiquan.cli.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def tick(
    context: typer.Context,
    id: OneId,
    target: Annotated[
        str,
        typer.Argument(
            metavar="指标", help="名称、其中几个字或拼音首字母。", autocompletion=offers("targets")
        ),
    ],
    number: Annotated[int, typer.Argument(metavar="[N]", min=1, max=10**6, help="完成了几个。")] = 1,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """记一项指标又完成了几个（次、家、本……）。"""
    session: Session = context.obj
    with session.office() as office:
        results = office.entries.tick(id, target, number, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
    for result in results:
        counts, before = result.after.counts, result.before.counts
        for goal in result.project.targets:
            count = counts.get(goal.name, 0)
            if count > goal.goal and count != before.get(goal.name):
                say(f"注意：“{goal.name}”累计 {count}{goal.measure}，已超过目标 {goal.goal}{goal.measure}。")
