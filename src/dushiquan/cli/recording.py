"""What the recording commands share: whom it concerns, recording it, and saying what was recorded."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import offers, say
from dushiquan.cli.session import Session
from dushiquan.domain.history import unmet
from dushiquan.domain.ids import parse_ids, resolve_ids
from dushiquan.papers.labels import targets_text
from dushiquan.papers.sentences import sentence
from dushiquan.store.event_log import MakeChanges, Recorded, record
from dushiquan.store.ledger import Ledger

OneId = Annotated[str, typer.Argument(metavar="序号", help="如 6、22.1。", autocompletion=offers("ids"))]


def record_and_say(
    session: Session,
    words: Sequence[str],
    make: Callable[[Ledger], MakeChanges],
    *,
    on: date | None = None,
    dry_run: bool = False,
) -> list[Recorded]:
    """Record what ``make`` says of the projects named, all or none, and say it a line each."""
    with session.ledger() as ledger:
        ranges = parse_ids(words)
        ids = resolve_ids(ranges, ledger.ids(ranges), one_each=True)
        entry = session.entry(on)
        issued = ledger.plan.notice.issued
        results = record(ledger, ids, make(ledger), entry, dry_run=dry_run)
        if ledger.has_other_plans:
            say(f"计划 {ledger.key}《{ledger.plan.title}》：")
    if issued and entry.on < issued:
        say(f"注意：{entry.on} 早于计划印发之日 {issued}。")
    for result in results:
        say(recorded_line(result, "将记录" if dry_run else "已记录"))
    return results


def recorded_line(result: Recorded, verb: str) -> str:
    """What was recorded of a project, on a line."""
    project = result.project
    if not result.events:
        return f"{project.id} {project.title}：无变化，未记录。"
    what = "；".join(sentence(event) for event in result.events)
    return f"{verb} {project.id} {project.title}：{what}（{result.events[0].on}）"


def say_unmet(results: Sequence[Recorded]) -> None:
    """Say plainly which targets of the projects just closed are unmet."""
    for result in results:
        missing = unmet(result.project.targets, result.after) if result.events else []
        if missing:
            names = targets_text(missing, result.after.counts)
            say(f"注意：{result.project.id} 销号时有 {len(missing)} 项指标未达到：{names}")
