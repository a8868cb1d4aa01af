"""``dsq stats``: how many projects are where."""

from typing import Annotated

import typer

from dushiquan.cli.listing import label_of
from dushiquan.cli.options import AsOf, OutputFormat
from dushiquan.cli.session import Session, today
from dushiquan.domain.report import GROUPINGS, count_by
from dushiquan.present.counts import print_counts

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def stats(
    context: typer.Context,
    by: Annotated[
        str, typer.Option("--by", metavar="依据", help="category、unit、region、status 或 light。")
    ] = "category",
    as_of: AsOf = None,
    format: OutputFormat = None,
) -> None:
    """按类别、单位、地区、状态或预警统计项目数。"""
    session: Session = context.obj
    grouping = label_of(by, GROUPINGS, "统计依据")
    with session.ledger() as ledger:
        items = [item for item in ledger.items(as_of or today()) if item.state.withdrawn_on is None]
    print_counts(grouping, count_by(grouping, items), format)
