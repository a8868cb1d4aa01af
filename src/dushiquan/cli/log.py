"""``dsq log``: the history."""

import typer

from dushiquan.cli.listing import ids_of
from dushiquan.cli.options import AsOf, Ids, OutputFormat, hint
from dushiquan.cli.session import Session, today
from dushiquan.present.contract import log_json
from dushiquan.present.output import Format, default_format, write_json, write_rows
from dushiquan.present.sentences import LOG_HEADINGS, log_rows

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def log(context: typer.Context, ids: Ids = None, as_of: AsOf = None, format: OutputFormat = None) -> None:
    """查看经过：何日何事、何人录入，按录入先后。"""
    session: Session = context.obj
    format = format or default_format()
    day = as_of or today()
    with session.ledger() as ledger:
        events = [event for event in ledger.events(ids_of(ledger, ids)) if event.on <= day]
    if format is Format.JSON:
        write_json(log_json(events))
    elif format is not Format.TABLE:
        write_rows(format, LOG_HEADINGS, log_rows(events))
    elif events:
        from dushiquan.present.tables import print_rows

        print_rows(LOG_HEADINGS, log_rows(events))
    else:
        hint("还没有记录。")
