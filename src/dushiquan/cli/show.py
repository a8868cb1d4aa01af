"""``dsq show``: show everything about a project."""

import typer

from dushiquan.cli.options import AsOf, KnownAt, NeededIds, OutputFormat
from dushiquan.cli.session import Session
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
    from dushiquan.office.dossiers import read_dossiers
    from dushiquan.papers.card import card
    from dushiquan.papers.log_contract import dossier_json

    session: Session = context.obj
    format = format or default_format()
    with session.office(known_at) as office:
        found = read_dossiers(office, ids, as_of)
        if format is Format.JSON:
            write_json(map(dossier_json, found))
            return
        cards = [card(dossier, office.today) for dossier in found]
        if format is Format.TABLE:
            from dushiquan.formats.terminal import print_card

            for rows in cards:
                print_card(rows)
        else:
            write_rows(format, ("字段", "内容"), [row for rows in cards for row in rows])
