"""``dsq update``: record a reported status, progress or note."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, NeededIds, On, to_percent
from dushiquan.cli.recording import say_recorded, say_unmet
from dushiquan.cli.session import Session
from dushiquan.domain.status import Status
from dushiquan.domain.typed_ids import parse_ids
from dushiquan.errors import UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def update(
    context: typer.Context,
    ids: NeededIds,
    status: Annotated[
        str, typer.Option("--status", "-s", metavar="状态", help="如 进行中、在建、暂缓、done。")
    ] = "",
    progress: Annotated[
        int | None,
        typer.Option("--progress", "-p", parser=to_percent, metavar="0-100", help="完成百分比。"),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="文字", help="进展说明。")] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="理由", help="暂缓、终止、重新办理、申请销号、退回时必写。")
    ] = "",
    approved_by: Annotated[
        str, typer.Option("--approved-by", metavar="谁", help="暂缓、终止等由谁批准。")
    ] = "",
    problem: Annotated[str, typer.Option("--problem", metavar="文字", help="存在问题。")] = "",
    next_steps: Annotated[str, typer.Option("--next", metavar="文字", help="下步打算。")] = "",
    expected: Annotated[
        str, typer.Option("--expect", metavar="日期", help="单位预计哪天完成；时限不变。")
    ] = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """记录状态、进度、说明、问题和打算；可一次记多个项目，要么全记，要么不记。"""
    parse_ids(ids)  # a word that is no id, such as 60%, is reported before a missing option
    if not (status or progress is not None or note or problem or next_steps or expected):
        raise UsageError("没有要记录的内容；请写 --status、--progress、--note 或 --problem 等。")
    if reason and not status:
        raise UsageError("--reason 是改状态的理由，要与 --status 同写；进展情况请写 --note。")
    if approved_by and not reason:
        raise UsageError("--approved-by 要与 --status、--reason 同写。")
    after: Status | None = None
    if status:
        from dushiquan.cli.printing import status_named

        after = status_named(status)
    session: Session = context.obj
    with session.office() as office:
        results = office.entries.update(
            ids,
            status=after,
            progress=progress,
            note=note,
            reason=reason,
            approved_by=approved_by,
            problem=problem,
            next_steps=next_steps,
            expected=expected,
            on=on,
            dry_run=dry_run,
        )
        say_recorded(office, results, on, dry_run=dry_run)
    if after is Status.DONE:
        say_unmet(results)
