"""``dsq defer``: move a due date (延期), or record that a unit asks for it and that the office refuses."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, Yes
from dushiquan.cli.recording import OneId, ask_first, say_recorded
from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.errors import UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def defer(
    context: typer.Context,
    id: OneId,
    due: Annotated[
        str, typer.Argument(metavar="[新时限]", help="日期，或在现时限上加：+2m、+10d；不写即照申请的日期。")
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="理由", help="为什么；准了单位的申请可不写，即用申请的理由。")
    ] = "",
    approved_by: Annotated[
        str, typer.Option("--approved-by", metavar="谁", help="由谁批准，或谁的意见不同意。")
    ] = "",
    request: Annotated[
        bool, typer.Option("--request", help="只记下单位申请延期，等办公室答复；时限不变。")
    ] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="不同意单位的延期申请。")] = False,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """延期或提前：改时限并写明理由；原时限和延期次数都会留着，提前的不算延期。"""
    if request and (refuse or approved_by):
        raise UsageError("--request、--refuse、--approved-by 不能同写；--request 只记单位的申请。")
    if refuse and due:
        raise UsageError("--refuse 不用写新时限。")
    if not due and not (refuse or approved_by):
        raise UsageError("请写明新时限，如 9月30日 或 +2m；同意单位的申请，写 --approved-by 由谁批准即可。")
    session: Session = context.obj
    with session.office() as office:
        entries = office.entries
        if refuse:
            refused = entries.refuse_deferral(id, reason, approved_by, on=on, dry_run=dry_run)
            say_recorded(office, refused, on, dry_run=dry_run)
            return
        if request:
            asked = entries.request_deferral(id, due, reason, on=on, dry_run=dry_run)
            say_recorded(office, asked, on, dry_run=dry_run)
            return
        (rehearsed,) = entries.defer(id, due, reason, approved_by, on=on, dry_run=True)
        day, moved = on or office.today, rehearsed.after.due
        if not dry_run and moved and moved < day:
            ask_first(f"新时限 {moved} 早于 {day}，记下后即逾期，仍要记？", yes)
        results = entries.defer(id, due, reason, approved_by, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
        (granted,) = results
        application = granted.before.said.request
        if application and not (due and reason):
            taken = "、".join(what for what, typed in (("新时限", due), ("理由", reason)) if not typed)
            say(f"    {taken}照 {application.on} 的延期申请。")
