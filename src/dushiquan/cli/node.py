"""``dsq node list``, ``add``, ``move`` and ``drop``: the milestones (节点) of projects."""

from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import (
    AsOf,
    Category,
    DryRun,
    Ids,
    KnownAt,
    Limit,
    OutputFormat,
    Unit,
    offers,
    to_due_day,
)
from dushiquan.cli.plan_decisions import Document, On, Reason, say_decided
from dushiquan.cli.recording import OneId
from dushiquan.cli.session import Session
from dushiquan.cli.talk import hint, say
from dushiquan.domain.plan import Project, Target
from dushiquan.domain.selection import Selection
from dushiquan.errors import UsageError
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.office.deciding import Decided, Grounds
from dushiquan.office.office import Office
from dushiquan.papers.milestone_lines import (
    MILESTONE_HEADINGS,
    MILESTONE_LEAVE,
    day_doubts,
    milestone_json,
    milestone_row,
)

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Due = Annotated[
    date, typer.Option("--due", parser=to_due_day, metavar="日期", help="哪天前完成，如 9月30日、9月底。")
]
NodeName = Annotated[
    str,
    typer.Argument(metavar="节点", help="名称、其中几个字或拼音首字母。", autocompletion=offers("targets")),
]


@app.callback()
def node() -> None:
    """节点：项目中间要按期完成的一步；完成了用 dsq tick 记。"""


@app.command()
def add(
    context: typer.Context,
    id: OneId,
    name: Annotated[str, typer.Option("--name", metavar="名称", help="节点名称，如 隧道贯通。")],
    due: Due,
    goal: Annotated[int, typer.Option("--goal", min=1, metavar="N", help="要完成几个，默认 1。")] = 1,
    measure: Annotated[str, typer.Option("--measure", metavar="量词", help="如 次、公里。")] = "",
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """给项目新增一个节点。"""
    if not name.strip():
        raise UsageError("--name 是空的；请写节点名称，如 --name 隧道贯通。")
    session: Session = context.obj
    milestone = Target(name.strip(), goal, measure.strip(), due)
    with session.office() as office:
        decided, project = office.decisions.add_milestone(
            id, milestone, Grounds(reason, doc, on), dry_run=dry_run
        )
        _say(office, decided, project, due, dry_run=dry_run)


@app.command()
def move(
    context: typer.Context,
    id: OneId,
    name: NodeName,
    due: Due,
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """把一个节点改到另一天；以前的报告不变。"""
    session: Session = context.obj
    with session.office() as office:
        decided, project = office.decisions.move_milestone(
            id, name, due, Grounds(reason, doc, on), dry_run=dry_run
        )
        _say(office, decided, project, due, dry_run=dry_run)


@app.command()
def drop(
    context: typer.Context,
    id: OneId,
    name: NodeName,
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """取消一个节点；以前的报告不变。"""
    session: Session = context.obj
    with session.office() as office:
        decided, project = office.decisions.drop_milestone(
            id, name, Grounds(reason, doc, on), dry_run=dry_run
        )
        _say(office, decided, project, dry_run=dry_run)


@app.command("list")
def list_nodes(
    context: typer.Context,
    ids: Ids = None,
    category: Category = None,
    unit: Unit = None,
    limit: Limit = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: OutputFormat = None,
) -> None:
    """列出节点，按日期先后：哪天完成的、逾期几天、还有几天。"""
    session: Session = context.obj
    format = format or default_format()
    with session.office(known_at) as office:
        day = as_of or office.day
        plans = office.chosen.of(ids, day)
        selection = Selection(
            categories=plans.names(category, "类别", day), units=plans.names(unit, "单位", day)
        )
        found = plans.milestones(day, selection)[:limit]
    counted = [(each, each.item.state.counts.get(each.target.name, 0)) for each in found]
    if format is Format.JSON:
        write_json(milestone_json(*each) for each in counted)
        return
    write_rows(format, MILESTONE_HEADINGS, [milestone_row(*each) for each in counted], MILESTONE_LEAVE)
    if not counted:
        hint("没有节点；新增请用 dsq node add 序号 --name 名称 --due 日期。")


def _say(
    office: Office, decided: Decided, project: Project, due: date | None = None, *, dry_run: bool
) -> None:
    if due and decided.events:
        for doubt in day_doubts(project, due, office.today):
            say(f"注意：{doubt}")
    say_decided(office, decided, dry_run)
