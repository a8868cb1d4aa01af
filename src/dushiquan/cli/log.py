"""``dsq log``: list what happened."""

from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import AsOf, Ids, KnownAt, OutputFormat, to_day
from dushiquan.cli.session import Session
from dushiquan.cli.talk import hint
from dushiquan.domain.logged import LogSelection
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.office.logs import read_log
from dushiquan.papers.log_contract import log_json
from dushiquan.papers.log_lines import LOG_HEADINGS, LOG_LEAVE, LOG_ROOMY, log_rows

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
    entered: Annotated[
        date | None,
        typer.Option("--entered", parser=to_day, metavar="日期", help="从哪天起录入的，不论是哪天的事。"),
    ] = None,
    actor: Annotated[str, typer.Option("--actor", metavar="谁", help="由谁录入。")] = "",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: OutputFormat = None,
) -> None:
    """查看经过：第几号、何日何事、何人录入，按录入先后；计划的载入和调整、催办、发出的填报表也在内。"""
    session: Session = context.obj
    format = format or default_format()
    asked = LogSelection(since or date.min, until or date.max, entered or date.min, actor)
    with session.office(known_at, left=True) as office:
        found = read_log(office, ids, asked, as_of)
        if format is Format.JSON:
            write_json(log_json(found.events, found.known))
            return
        rows = log_rows(found, office.today)
        if format is not Format.TABLE:
            write_rows(format, LOG_HEADINGS, rows)
        elif rows:
            from dushiquan.formats.terminal import print_rows

            has_origin = any(event.origin for event in found.events)
            shown = len(LOG_HEADINGS) - (not has_origin)  # it is the last column
            print_rows(LOG_HEADINGS[:shown], [row[:shown] for row in rows], LOG_LEAVE, LOG_ROOMY)
        else:
            hint("没有记录。")
