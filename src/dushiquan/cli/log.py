"""``dsq log``: list what happened."""

from bisect import bisect
from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import AsOf, Ids, KnownAt, OutputFormat, hint, to_day
from dushiquan.cli.session import Session
from dushiquan.domain.moments import entered_on
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.papers.contract import log_json
from dushiquan.papers.log_lines import LOG_HEADINGS, LOG_LEAVE, LOG_ROOMY, forms_row, log_rows

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
    with session.office(known_at, left=True) as office:
        day = as_of or date.max
        plans = office.chosen.of(ids, day)
        last = min(day, until or date.max)
        known = [event for event in plans.events(day, of_plan=True) if event.on <= day]

        def is_asked(on: date, recorded_at: str, who: str) -> bool:
            of_days = (since or date.min) <= on <= last
            return of_days and actor in ("", who) and (not entered or entered_on(recorded_at) >= entered)

        events = [event for event in known if is_asked(event.on, event.recorded_at, event.actor)]
        ledger = plans.ledgers[0]  # what follows goes by the identity of events and projects, in any plan
        known += [event for event in ledger.naming(known) if event.on <= day] if ids else []
        known += ledger.named_by(known)
        titles, dues = ledger.titles_of(events), ledger.dues_of(events)
        rows = log_rows(list(map(plans.shown, events)), titles, known, dues, office.today)
        for sent in reversed([] if ids else office.sent_out()):
            if is_asked(sent.sent_on, sent.recorded_at, sent.actor):
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
