"""``dsq show``: show everything about a project."""

from collections.abc import Sequence
from datetime import date

import typer

from dushiquan.cli.options import AsOf, KnownAt, NeededIds, OutputFormat
from dushiquan.cli.session import Session
from dushiquan.domain.clashes import Clash
from dushiquan.formats.output import Format, default_format, write_json, write_rows

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def show(
    context: typer.Context,
    ids: NeededIds,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: OutputFormat = None,
) -> None:
    """查看项目的全部：内容、单位、要求及其读法、指标、预警和经过。"""
    from dushiquan.papers.card import card, forerunner_rows, successor_row
    from dushiquan.papers.contract import at_once_json, log_json, project_json

    session: Session = context.obj
    format = format or default_format()
    with session.office(known_at) as office:
        day = as_of or office.day
        plans = office.chosen.of(ids, day)
        levels = {ledger.key: ledger.plan_on(day).levels for ledger in plans.ledgers}
        items = list(plans.items(day))
        ledgers = {item.project.id: office.ledger_of(item.project.plan) for item in items}
        before = {item.project.id: ledgers[item.project.id].forerunners(item.project.uid) for item in items}
        there = {item.project.id: ledgers[item.project.id].successor(item.project.uid, day) for item in items}
        histories = {
            id: [e for e in ledger.events([id.bare], day) if e.on <= (as_of or date.max)]
            for id, ledger in ledgers.items()
        }
        elsewhere = {
            id: [
                *ledgers[id].named_by(events),
                *(e for e in ledgers[id].naming(events) if e.on <= (as_of or date.max)),
            ]
            for id, events in histories.items()
        }
        at_once = [clash for clash in office.clashes if not clash.is_agreed]
    if format is Format.JSON:
        write_json(
            [
                {
                    **project_json(item),
                    "history": log_json(histories[item.project.id]),
                    "came_from": [
                        {
                            "plan": each.plan,
                            "id": each.id,
                            "title": each.title,
                            "history": log_json(each.events),
                        }
                        for each in before[item.project.id]
                    ],
                    "carried_to": (to := there[item.project.id]) and to._asdict(),
                    "at_once": at_once_json(each for each in at_once if each.uid == item.project.uid),
                }
                for item in items
            ]
        )
        return
    cards = [
        [
            *_at_once(at_once, item.project.uid),
            *card(
                item,
                histories[item.project.id],
                levels[item.project.plan],
                office.today,
                elsewhere[item.project.id],
            ),
            *([successor_row(*to)] if (to := there[item.project.id]) else []),
            *(
                row
                for each in before[item.project.id]
                for row in forerunner_rows(
                    _named(each.plan, each.id, item.project.plan), each.title, each.events, office.today
                )
            ),
        ]
        for item in items
    ]
    if format is Format.TABLE:
        from dushiquan.formats.terminal import print_card

        for rows in cards:
            print_card(rows)
    else:
        write_rows(format, ("字段", "内容"), [row for rows in cards for row in rows])


def _at_once(clashes: Sequence[Clash], uid: str) -> list[tuple[str, str]]:
    """Return what was recorded at once on a project; the words are imported only if there is something."""
    if not clashes:
        return []
    from dushiquan.papers.sync_lines import at_once_rows

    return at_once_rows(clashes, uid)


def _named(plan: str, id: str, own: str) -> str:
    """Return the number of a project, with its plan if that is another one: 2011/6."""
    return id if plan == own else f"{plan}/{id}"
