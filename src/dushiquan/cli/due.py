"""``dsq due``: what falls due soon."""

from typing import Annotated

import typer

from dushiquan.cli.listing import Listing, print_listing
from dushiquan.cli.options import AsOf, OutputFormat
from dushiquan.cli.session import Session, today
from dushiquan.domain.report import due_soon
from dushiquan.domain.selection import Selection
from dushiquan.present.columns import NEAR

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def due(
    context: typer.Context,
    columns: Annotated[str, typer.Option("--columns", metavar="列,列", help="只要哪些列。")] = "",
    as_of: AsOf = None,
    format: OutputFormat = None,
) -> None:
    """列出 30 天内到期的项目，最近的在前。"""
    session: Session = context.obj
    day = as_of or today()
    with session.ledger() as ledger:
        within = Selection(within=ledger.settings.due_soon_days)
        soon = due_soon(ledger.items(day, within), day, ledger.settings)
        print_listing(
            soon,
            Listing(columns, NEAR),
            format,
            empty=f"截至 {day}，{ledger.settings.due_soon_days} 天内没有到期的项目。",
        )
