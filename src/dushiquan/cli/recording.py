"""Printing what was recorded, for the recording commands."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import offers, say
from dushiquan.domain.status import unmet
from dushiquan.office.entries import Recorded
from dushiquan.office.office import Office
from dushiquan.papers.labels import targets_text
from dushiquan.papers.sentences import sentence

OneId = Annotated[
    str, typer.Argument(metavar="序号", help="如 6、22.1，或名称里的几个字。", autocompletion=offers("ids"))
]


def say_recorded(
    office: Office, results: Sequence[Recorded], on: date | None = None, *, dry_run: bool = False
) -> None:
    """Print what was recorded, one line per project; name the plan if the ledger has several."""
    ledger = office.ledger
    day, issued = on or office.today, ledger.plan.notice.issued
    if ledger.has_other_plans:
        say(f"计划 {ledger.key}《{ledger.plan.title}》：")
    if issued and day < issued:
        say(f"注意：{day} 早于计划印发之日 {issued}。")
    for result in results:
        say(recorded_line(result, "将记录" if dry_run else "已记录"))


def recorded_line(result: Recorded, verb: str) -> str:
    """Return a line that says what was recorded of a project."""
    project = result.project
    if not result.events:
        return f"{project.id} {project.title}：无变化，未记录。"
    what = "；".join(sentence(event) for event in result.events)
    return f"{verb} {project.id} {project.title}：{what}（{result.events[0].on}）"


def say_unmet(results: Sequence[Recorded]) -> None:
    """Print which targets are unmet of the projects just closed out."""
    for result in results:
        missing = unmet(result.project.targets, result.after) if result.events else []
        if missing:
            names = targets_text(missing, result.after.counts)
            say(f"注意：{result.project.id} 销号时有 {len(missing)} 项指标未达到：{names}")
