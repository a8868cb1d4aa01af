"""``dsq due``: list the projects that fall due soon."""

from typing import Annotated

import typer

from dushiquan.cli.options import (
    AsOf,
    Category,
    Columns,
    GroupBy,
    KnownAt,
    Limit,
    OutputFormat,
    Sort,
    Unit,
    to_days,
)
from dushiquan.cli.printing import Listing, print_listing
from dushiquan.cli.session import Session
from dushiquan.domain.selection import Selection
from dushiquan.domain.supervision import due_within
from dushiquan.errors import UsageError
from dushiquan.papers.listing import NEAR

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def due(
    context: typer.Context,
    span: Annotated[
        int | None,
        typer.Argument(
            metavar="[天数]", parser=to_days, help="多少天内到期，如 14、14天、两周；不写即 30 天。"
        ),
    ] = None,
    within: Annotated[
        int | None,
        typer.Option("--within", "--days", metavar="30d", parser=to_days, help="多少天内到期，同上。"),
    ] = None,
    category: Category = None,
    unit: Unit = None,
    sort: Sort = "",
    group_by: GroupBy = "",
    columns: Columns = "",
    limit: Limit = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: OutputFormat = None,
) -> None:
    """列出临近时限的项目，最近的在前：要办完的事快到期，没有逾期，也没有申请销号。

    多少天内算临近，不写时是设置 due_soon_days，默认 30。

    list --within 只看时限的日子：“推进”类的、已申请销号的也列。
    """
    if span is not None and within is not None:
        raise UsageError("多少天内到期写了两次，只能写一次。")
    session: Session = context.obj
    listing = Listing(columns, NEAR, sort=sort, group_by=group_by, limit=limit)
    with session.office(known_at) as office:
        plans, day = office.chosen, as_of or office.day
        asked = within if span is None else span
        days = plans.settings.due_soon_days if asked is None else asked
        listing.leave_out(plans.unused(day))
        selection = Selection(
            categories=plans.names(category, "类别", day),
            units=plans.names(unit, "单位", day),
            within=days,
        )
        soon = due_within(plans.items(day, selection), day, days)
        print_listing(
            soon,
            listing,
            format,
            empty=f"截至 {day}，{days} 天内没有到期的项目。",
        )
