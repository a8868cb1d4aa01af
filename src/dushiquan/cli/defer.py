"""``dsq defer``: move a due date (延期)."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, Reason
from dushiquan.cli.recording import OneId, record_and_say
from dushiquan.cli.session import today
from dushiquan.domain import acts
from dushiquan.domain.history import State
from dushiquan.domain.plan import Project
from dushiquan.errors import RefusedError
from dushiquan.phrases.typed_day import parse_day

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

    def make(project: Project, state: State) -> list[acts.Change]:
        if due.strip().startswith("+") and state.due is None:
            raise RefusedError(f"{project.id} 没有时限，{due} 无从算起；请写明日期。")
        return acts.defer(project, state, parse_day(due, today(), base=state.due), reason, approved_by)

    record_and_say(context.obj, [id], lambda ledger: make, on=on, dry_run=dry_run)
