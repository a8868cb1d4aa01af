"""``dsq log``: the history."""

from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import AsOf, Ids, OutputFormat, hint, to_day
from dushiquan.cli.printing import ids_of
from dushiquan.cli.session import Session, today
from dushiquan.domain.plan import ProjectId
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.papers.contract import log_json
from dushiquan.papers.sentences import LOG_HEADINGS, LOG_LEAVE, log_rows

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def log(
    context: typer.Context,
    ids: Ids = None,
    since: Annotated[
        date | None, typer.Option("--since", parser=to_day, metavar="日期", help="从哪天的事起。")
    ] = None,
    until: Annotated[
        date | None, typer.Option("--until", parser=to_day, metavar="日期", help="到哪天的事止。")
    ] = None,
    actor: Annotated[str, typer.Option("--actor", metavar="谁", help="由谁录入。")] = "",
    as_of: AsOf = None,
    format: OutputFormat = None,
) -> None:
    """查看经过：何日何事、何人录入，按录入先后。"""
    session: Session = context.obj
    format = format or default_format()
    last = min(as_of or today(), until or date.max)
    with session.ledger() as ledger:
        known = [event for event in ledger.events(ids_of(ledger, ids)) if event.on <= (as_of or today())]
        events = [
            event for event in known if (since or date.min) <= event.on <= last and actor in ("", event.actor)
        ]
        titles = ledger.titles(dict.fromkeys(ProjectId.parse(event.project) for event in events))
    if format is Format.JSON:
        write_json(log_json(events, known))
    elif format is not Format.TABLE:
        write_rows(format, LOG_HEADINGS, log_rows(events, titles, known))
    elif events:
        from dushiquan.formats.terminal import print_rows

        print_rows(LOG_HEADINGS, log_rows(events, titles, known), LOG_LEAVE)
    else:
        hint("没有记录。")
