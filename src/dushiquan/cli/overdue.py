"""``dsq overdue``: list late projects."""

from typing import Annotated

import typer

from dushiquan.cli.options import AsOf, Category, Columns, GroupBy, KnownAt, Limit, OutputFormat, Sort, Unit
from dushiquan.cli.printing import Listing, print_listing
from dushiquan.cli.session import Session
from dushiquan.cli.talk import hint
from dushiquan.domain.selection import Selection
from dushiquan.domain.supervision import for_review
from dushiquan.domain.supervision import overdue as late_ones
from dushiquan.errors import ExitCode
from dushiquan.formats.output import Format, default_format
from dushiquan.papers.labels import late_elsewhere_text
from dushiquan.papers.listing import COLUMNS, LATE, REVIEW, SAID

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def overdue(
    context: typer.Context,
    category: Category = None,
    unit: Unit = None,
    sort: Sort = "",
    group_by: GroupBy = "",
    columns: Columns = "",
    limit: Limit = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="有逾期时以 3 退出，供脚本判断。")] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: OutputFormat = None,
) -> None:
    """列出逾期项目，逾期最久的在前；年末待评估的另列，不算逾期。"""
    session: Session = context.obj
    format = format or default_format()
    late_listing, review_listing = (
        Listing(columns, default, sort=sort, group_by=group_by, limit=limit) for default in (LATE, REVIEW)
    )
    with session.office(known_at) as office:
        plans, day = office.chosen, as_of or office.day
        for listing in (late_listing, review_listing):
            listing.leave_out(plans.unused(day))
        selection = Selection(
            categories=plans.names(category, "类别", day),
            units=plans.names(unit, "单位", day),
            past_due=True,
        )
        items = list(plans.items(day, selection))
        elsewhere = {} if items else office.late_elsewhere(day)
        late, review = late_ones(items), for_review(items)
        late_listing.leave_out({key for key in SAID if not any(map(COLUMNS[key].text, late))})
        title = f"逾期（{len(late)} 项）" if format is Format.TABLE else ""
        print_listing(late, late_listing, format, empty=f"截至 {day} 没有逾期项目。", title=title)
        if review and format is Format.TABLE:
            title = f"年末待评估，不算逾期（{len(review)} 项）"
            print_listing(review, review_listing, format, empty="", title=title)
        elif review:
            hint(f"另有 {len(review)} 项年末待评估：dsq list --kind advance。")
        if elsewhere:
            hint(late_elsewhere_text(elsewhere))
    if exit_code and late:
        raise typer.Exit(ExitCode.FOUND)
