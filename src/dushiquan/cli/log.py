"""``dsq log``: list what happened."""

from bisect import bisect
from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import AsOf, Ids, KnownAt, OutputFormat, hint, to_day
from dushiquan.cli.session import Session
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.papers.contract import log_json
from dushiquan.papers.sentences import LOG_HEADINGS, LOG_LEAVE, LOG_ROOMY, forms_row, log_rows

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
    known_at: KnownAt = None,
    format: OutputFormat = None,
) -> None:
    """查看经过：第几号、何日何事、何人录入，按录入先后；计划的载入和调整、催办、发出的填报表也在内。"""
    session: Session = context.obj
    format = format or default_format()
    with session.office(known_at, left=True) as office:
        day = as_of or date.max
        plans = office.chosen.of(ids, day)
        last = min(day, until or date.max)
        known = [event for event in plans.events(day, of_plan=True) if event.on <= day]
        events = [
            event for event in known if (since or date.min) <= event.on <= last and actor in ("", event.actor)
        ]
        ledger = plans.ledgers[0]  # what follows goes by the identity of events and projects, in any plan
        known += [event for event in ledger.naming(known) if event.on <= day] if ids else []
        known += ledger.named_by(known)
        titles, dues = ledger.titles_of(events), ledger.dues_of(events)
        rows = log_rows(list(map(plans.shown, events)), titles, known, dues, office.today)
        for sent in reversed([] if ids else office.sent_out()):
            if (since or date.min) <= sent.sent_on <= last and actor in ("", sent.actor):
                place = bisect([event.stamp for event in events], f"{sent.recorded_at}~")
                rows.insert(place, forms_row(sent))
    if format is Format.JSON:
        write_json(log_json(events, known))
    elif format is not Format.TABLE:
        write_rows(format, LOG_HEADINGS, rows)
    elif rows:
        from dushiquan.formats.terminal import print_rows

        shown = len(LOG_HEADINGS) - (not any(event.origin for event in events))  # the origin is last
        print_rows(LOG_HEADINGS[:shown], [row[:shown] for row in rows], LOG_LEAVE, LOG_ROOMY)
    else:
        hint("没有记录。")
