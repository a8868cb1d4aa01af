"""``dsq changes``: what changed since an earlier day, by project."""

from datetime import date, timedelta
from typing import Annotated

import typer

from dushiquan.cli.options import AsOf, Category, KnownAt, OutputFormat, Unit, to_day
from dushiquan.cli.session import Session
from dushiquan.cli.talk import hint
from dushiquan.domain.selection import Selection
from dushiquan.errors import UsageError
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.papers.difference_lines import (
    DIFFERENCE_HEADINGS,
    DIFFERENCE_LEAVE,
    difference_json,
    difference_row,
)

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def changes(
    context: typer.Context,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=to_day, metavar="日期", help="与哪一天相比，默认七天前。"),
    ] = None,
    category: Category = None,
    unit: Unit = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: OutputFormat = None,
) -> None:
    """与某天相比有什么不同：新逾期、转红转黄转绿、销号、延期、计划调整，及至今未回复的催办；其后补记的也列出。"""
    session: Session = context.obj
    format = format or default_format()
    with session.office(known_at) as office:
        day = as_of or office.day
        then = since or day - timedelta(days=7)
        if then >= day:
            raise UsageError(f"--since 须早于 {day}；与哪天相比就写哪天。")
        selection = Selection(
            categories=office.chosen.names(category, "类别", day),
            units=office.chosen.names(unit, "单位", day),
        )
        found = office.differences(then, day, selection)
        if format is Format.JSON:
            write_json(map(difference_json, found))
            return
        rows = [difference_row(each) for each in found]
        if format is Format.TABLE and rows:
            from dushiquan.formats.terminal import print_title

            print_title(f"{then} 以来（{len(rows)} 项）")
        write_rows(format, DIFFERENCE_HEADINGS, rows, DIFFERENCE_LEAVE)
        if format is Format.TABLE and not rows:
            hint(f"{then} 以来没有变化。")
