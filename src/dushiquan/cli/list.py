"""``dsq list``: list projects, with filters."""

import sys
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import (
    AsOf,
    Category,
    Columns,
    GroupBy,
    Ids,
    KnownAt,
    Limit,
    OutputFormat,
    Sort,
    Unit,
    Yes,
    offers,
    to_days,
    to_due_day,
)
from dushiquan.cli.printing import (
    Listing,
    ListingHeading,
    label_of,
    print_listing,
    save_listing,
    say_left_out,
    statuses_named,
)
from dushiquan.cli.session import Session
from dushiquan.domain.plan import KIND_LABELS
from dushiquan.domain.selection import Selection
from dushiquan.errors import UsageError
from dushiquan.formats.registry import listed
from dushiquan.papers.labels import LIGHT_LABELS, WITHDRAWN_WORDS, titles_text
from dushiquan.papers.listing import LISTING

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def list_projects(
    context: typer.Context,
    ids: Ids = None,
    category: Category = None,
    unit: Unit = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="角色", help="该单位是 lead（牵头）还是 support（配合）。")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", "-r", metavar="地区", help="参与地区。", autocompletion=offers("regions")),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status", "-s", metavar="状态", help="如 进行中、在建、未完成、done；撤销 即已撤销的。"
        ),
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="要求", help="要求类别，如 推进、advance。")
    ] = None,
    light: Annotated[
        list[str] | None, typer.Option("--light", metavar="预警", help="红、黄、绿，或 red 等。")
    ] = None,
    due_from: Annotated[
        date | None, typer.Option("--due-from", parser=to_due_day, metavar="日期", help="时限不早于。")
    ] = None,
    due_to: Annotated[
        date | None, typer.Option("--due-to", parser=to_due_day, metavar="日期", help="时限不晚于。")
    ] = None,
    within: Annotated[
        int | None,
        typer.Option(
            "--within", parser=to_days, metavar="30d", help="时限在多少天内，“推进”类的也列；比较 dsq due。"
        ),
    ] = None,
    unreported: Annotated[
        int | None, typer.Option("--unreported", parser=to_days, metavar="30d", help="超过多少天未报送。")
    ] = None,
    search: Annotated[
        list[str] | None,
        typer.Option("--search", "-k", metavar="文字", help="在名称、内容和说明里查找。"),
    ] = None,
    sort: Sort = "",
    group_by: GroupBy = "",
    columns: Columns = "",
    limit: Limit = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: OutputFormat = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="文件", help=f"写成 {listed('listing')} 文件。")
    ] = None,
    yes: Yes = False,
) -> None:
    """列出项目；不同条件须同时满足，同一条件可写多次。已撤销的不列，写序号或 -s 撤销 才列。"""
    session: Session = context.obj
    if role and not unit:
        raise UsageError("--role 要与 --unit 同写。")
    listing = Listing(columns, LISTING, sort=sort, group_by=group_by, limit=limit)
    with session.office(known_at) as office:
        day = as_of or office.day
        plans = office.chosen.of(ids, day)
        listing.leave_out(plans.unused(day))
        selection = Selection(
            categories=plans.names(category, "类别", day),
            units=plans.names(unit, "单位", day),
            role=label_of(role, {"lead": "牵头", "support": "配合"}, "角色") if role else None,
            regions=plans.names(region, "地区", day),
            statuses=tuple(chain.from_iterable(map(statuses_named, status or ()))),
            withdrawn=bool(WITHDRAWN_WORDS.intersection(status or ())),
            in_plan=not (ids or status),
            kinds=tuple(label_of(text, KIND_LABELS, "要求类别") for text in kind or ()),
            lights=tuple(label_of(text, LIGHT_LABELS, "预警") for text in light or ()),
            due_from=due_from,
            due_to=due_to,
            within=within,
            unreported=unreported,
            search=tuple(search or ()),
        )
        items = plans.items(day, selection)
        if output:
            heading = ListingHeading(f"{titles_text(plans.titles(day))}项目清单", day, plans.signed(day))
            save_listing(items, listing, output, format, yes=yes, heading=heading)
        else:
            print_listing(items, listing, format, empty="没有符合条件的项目。")
        if selection.in_plan and (output or sys.stderr.isatty()):
            say_left_out(list(plans.items(day, selection.left_out)))
