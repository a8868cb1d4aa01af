"""``dsq overdue``: what is late."""

from typing import Annotated

import typer

from dushiquan.cli.listing import Listing, print_listing
from dushiquan.cli.options import AsOf, OutputFormat, hint
from dushiquan.cli.session import Session, today
from dushiquan.domain.report import for_review
from dushiquan.domain.report import overdue as late_ones
from dushiquan.domain.selection import Selection
from dushiquan.errors import ExitCode
from dushiquan.present.columns import LATE, REVIEW
from dushiquan.present.output import Format, default_format

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def overdue(
    context: typer.Context,
    columns: Annotated[str, typer.Option("--columns", metavar="列,列", help="只要哪些列。")] = "",
    exit_code: Annotated[bool, typer.Option("--exit-code", help="有逾期时以 3 退出，供脚本判断。")] = False,
    as_of: AsOf = None,
    format: OutputFormat = None,
) -> None:
    """列出逾期项目，逾期最久的在前；年末待评估的另列，不算逾期。"""
    session: Session = context.obj
    day = as_of or today()
    with session.ledger() as ledger:
        items = list(ledger.items(day, Selection(past_due=True)))
    late, review = late_ones(items), for_review(items)
    if (format or default_format()) is Format.TABLE:
        print_listing(
            late,
            Listing(columns, LATE),
            format,
            empty=f"截至 {day} 没有逾期项目。",
            title=f"逾期（{len(late)} 项）",
        )
        if review:
            print_listing(
                review,
                Listing(columns, REVIEW),
                format,
                empty="",
                title=f"年末待评估，不算逾期（{len(review)} 项）",
            )
    else:
        print_listing(late, Listing(columns, LATE), format, empty="")
        if review:
            hint(f"另有 {len(review)} 项年末待评估：dsq list --kind advance。")
    if exit_code and late:
        raise typer.Exit(ExitCode.FOUND)
