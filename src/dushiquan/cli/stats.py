"""``dsq stats``: how many projects are where."""

from typing import Annotated

import typer

from dushiquan.cli.listing import label_of
from dushiquan.cli.options import AsOf, OutputFormat
from dushiquan.cli.session import Session, today
from dushiquan.domain.report import GROUPINGS, count_by
from dushiquan.errors import UsageError
from dushiquan.present.counts import print_counts, print_matrix

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def stats(
    context: typer.Context,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", metavar="依据", help="category、unit、region、status 或 light；写两次成交叉表。"
        ),
    ] = None,
    as_of: AsOf = None,
    format: OutputFormat = None,
) -> None:
    """按类别、单位、地区、状态或预警统计项目数。"""
    session: Session = context.obj
    groupings = [label_of(text, GROUPINGS, "统计依据") for text in by or ["category"]]
    if len(groupings) > 2:
        raise UsageError("--by 最多写两次。")
    with session.ledger() as ledger:
        items = [item for item in ledger.items(as_of or today()) if item.state.withdrawn_on is None]
    if len(groupings) == 1:
        print_counts(groupings[0], count_by(groupings[0], items), format)
    else:
        print_matrix(groupings[0], groupings[1], items, format)
