"""``dsq due``: what falls due soon."""

import typer

from dushiquan.cli.options import AsOf, Category, Columns, GroupBy, Limit, OutputFormat, Sort, Unit
from dushiquan.cli.printing import Listing, names_of, print_listing
from dushiquan.cli.session import Session, today
from dushiquan.domain.selection import Selection
from dushiquan.domain.supervision import due_soon
from dushiquan.papers.listing import NEAR

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def due(
    context: typer.Context,
    category: Category = None,
    unit: Unit = None,
    sort: Sort = "",
    group_by: GroupBy = "",
    columns: Columns = "",
    limit: Limit = None,
    as_of: AsOf = None,
    format: OutputFormat = None,
) -> None:
    """列出 30 天内到期的项目，最近的在前。"""
    session: Session = context.obj
    day = as_of or today()
    listing = Listing(columns, NEAR, sort=sort, group_by=group_by, limit=limit)
    with session.ledger() as ledger:
        selection = Selection(
            categories=names_of(category, ledger.categories, "类别"),
            units=names_of(unit, ledger.units, "单位"),
            within=ledger.settings.due_soon_days,
        )
        soon = due_soon(ledger.items(day, selection), day, ledger.settings)
        print_listing(
            soon,
            listing,
            format,
            empty=f"截至 {day}，{ledger.settings.due_soon_days} 天内没有到期的项目。",
        )
