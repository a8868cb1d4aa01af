"""``dsq plan carry``: carry unfinished projects into another plan (结转)."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, OutputFormat
from dushiquan.cli.plan_decisions import Document, Due, On, Reason, Requirement, problem_lines, typed_fields
from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.errors import UsageError
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.office.carries import Brought, Carries
from dushiquan.office.deciding import Grounds
from dushiquan.papers.carry_lines import (
    UNFINISHED_HEADINGS,
    UNFINISHED_LEAVE,
    carry_lines,
    choice_lines,
    unfinished_row,
)
from dushiquan.papers.contract import planned_json, project_json

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def carry(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="旧计划", help="如 2011。")],
    new: Annotated[str, typer.Argument(metavar="新计划", help="如 2012，须已载入。")],
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[序号]...",
            help="旧计划里的序号，如 6、6,10；6=3 接到新计划的 3 上；6=new 另立一项。不写即列出未完成的。",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="未完成的全部结转。")] = False,
    progress: Annotated[bool, typer.Option("--progress", help="报过的进度一并带过去。")] = False,
    targets: Annotated[bool, typer.Option("--targets", help="指标和完成数一并带过去。")] = False,
    requirement: Requirement = None,
    due: Due = None,
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
    format: OutputFormat = None,
) -> None:
    """结转：列出旧计划里未完成的项目，或把选定的转到新计划，两边都查得到。"""
    session: Session = context.obj
    with session.office() as office:
        carries = office.carries(old, new)
        if not (ids or every):
            if reason or doc or requirement or due or progress or targets:
                raise UsageError("没有写结转哪些项目；请写序号，全部结转写 --all。")
            _list(carries, format)
            return
        carried, problems = carries.carry(
            ids or [],
            typed_fields(requirement=requirement, due=due),
            Grounds(reason, doc, on),
            Brought(progress, targets),
            every=every,
            dry_run=dry_run,
        )
    for line in (*problem_lines(problems), *carry_lines(carried, "将记录" if dry_run else "已记录")):
        say(line)


def _list(carries: Carries, format: Format | None) -> None:
    unfinished = carries.unfinished()
    format = format or default_format()
    if format is Format.JSON:
        write_json(
            [
                {**project_json(each.item), "alike": [planned_json(row) for row in each.alike]}
                for each in unfinished
            ]
        )
    else:
        write_rows(format, UNFINISHED_HEADINGS, map(unfinished_row, unfinished), UNFINISHED_LEAVE)
    if not unfinished:
        say(f"计划 {carries.old.key} 里没有未完成的项目。")
        return
    for line in choice_lines(carries.old.key, carries.new.key, unfinished):
        say(line)
