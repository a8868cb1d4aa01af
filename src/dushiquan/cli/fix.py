"""``dsq fix``: correct an entry (更正)."""

from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, offers, to_day, to_percent
from dushiquan.cli.recording import say_fixed
from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.domain.entry_numbers import parse_numbers
from dushiquan.errors import UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def fix(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="记录号", help="dsq log 的第一列，如 128。")],
    progress: Annotated[
        int | None, typer.Option("--progress", "-p", parser=to_percent, metavar="0-100", help="进度应为。")
    ] = None,
    count: Annotated[
        int | None, typer.Option("--count", min=1, max=10**6, metavar="N", help="这一次应为完成几个。")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="文字", help="说明、理由或依据应为。")] = None,
    on: Annotated[
        date | None,
        typer.Option("--on", parser=to_day, metavar="日期", help="应是哪一天的事；同一次记的一起改。"),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(
            "--project", metavar="序号", help="应记在哪一项；同一次记的一起改。", autocompletion=offers("ids")
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """更正一条记录：撤回它，按改正的另记一条，注明更正的是第几号；再早的、其后另有记录的也可更正。"""
    numbers = parse_numbers([number])
    if len(numbers) != 1:
        raise UsageError("一次更正一条，请只写一个记录号。")
    if progress is None and count is None and note is None and on is None and project is None:
        raise UsageError("没有写要改什么；请写 --progress、--count、--note、--on 或 --project。")
    session: Session = context.obj
    with session.office() as office:
        fixed = office.entries.fix(
            numbers[0], progress=progress, count=count, note=note, on=on, project=project, dry_run=dry_run
        )
        if fixed:
            say_fixed(office, fixed, dry_run=dry_run)
        else:
            say(f"第{numbers[0]}号本来就是这样，未更正。")
