"""``dsq plan set``, ``add``, ``drop``, ``split`` and ``merge``: change the plan by decision (计划调整)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, NeededIds, offers, to_day_recorded, to_due_day
from dushiquan.cli.recording import OneId, say_plan
from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.errors import UsageError
from dushiquan.office.deciding import Decided, Grounds
from dushiquan.office.office import Office
from dushiquan.papers.decision_lines import decision_lines
from dushiquan.sources.problems import Problem

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Reason = Annotated[str, typer.Option("--reason", metavar="理由", help="为什么；理由和依据至少写一样。")]
Document = Annotated[str, typer.Option("--doc", metavar="文号", help="依据哪个文件，如 杭经合〔2011〕30号。")]
On = Annotated[
    date | None,
    typer.Option("--on", parser=to_day_recorded, metavar="日期", help="从哪一天起，默认今天。"),
]
Category = Annotated[
    str | None,
    typer.Option("--category", "-c", metavar="类别", help="类别。", autocompletion=offers("categories")),
]
Content = Annotated[str | None, typer.Option("--content", metavar="文字", help="项目内容。")]
Units = Annotated[
    str | None,
    typer.Option(
        "--unit", "-u", metavar="单位", help="责任单位，如 市交通局 或 “牵头单位：甲 配合单位：乙”。"
    ),
]
Person = Annotated[str | None, typer.Option("--person", metavar="姓名", help="负责人。")]
Requirement = Annotated[
    str | None, typer.Option("--requirement", metavar="文字", help="进度要求，如 2011年9月底前完成。")
]
Due = Annotated[
    date | None,
    typer.Option("--due", parser=to_due_day, metavar="日期", help="时限，与进度要求写的不同时用。"),
]


@app.command("set")
def set_(
    context: typer.Context,
    ids: NeededIds,
    title: Annotated[str | None, typer.Option("--title", metavar="名称", help="项目名称。")] = None,
    content: Content = None,
    category: Category = None,
    unit: Units = None,
    person: Person = None,
    requirement: Requirement = None,
    due: Due = None,
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """调整计划里的项目：名称、内容、类别、责任单位、进度要求；从那天起算，以前仍是原来的。"""
    typed = typed_fields(
        title=title,
        content=content,
        category=category,
        units=unit,
        persons=person,
        requirement=requirement,
        due=due,
    )
    if not typed:
        raise UsageError("没有写要改什么；请写 --unit、--title、--content、--requirement、--due 等。")
    session: Session = context.obj
    with session.office() as office:
        decided, problems = office.decisions.set(ids, typed, Grounds(reason, doc, on), dry_run=dry_run)
        say_decided(office, decided, dry_run, problems)


@app.command()
def add(
    context: typer.Context,
    title: Annotated[str, typer.Option("--title", metavar="名称", help="项目名称，必写。")],
    content: Content = None,
    category: Category = None,
    unit: Units = None,
    person: Person = None,
    requirement: Requirement = None,
    due: Due = None,
    no: Annotated[str, typer.Option("--no", metavar="序号", help="序号，默认接着最后一号编。")] = "",
    after: Annotated[
        str,
        typer.Option(
            "--after", metavar="序号", help="排在哪一项后面，默认在同类别最后。", autocompletion=offers("ids")
        ),
    ] = "",
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """新增一个项目。"""
    typed = typed_fields(
        title=title,
        content=content,
        category=category,
        units=unit,
        persons=person,
        requirement=requirement,
        due=due,
    )
    session: Session = context.obj
    with session.office() as office:
        decided, problems = office.decisions.add(
            typed, Grounds(reason, doc, on), number=no, behind=after, dry_run=dry_run
        )
        say_decided(office, decided, dry_run, problems)


@app.command()
def drop(
    context: typer.Context,
    ids: NeededIds,
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """从计划里撤销项目；已记的经过保留，以前的报告不变。"""
    session: Session = context.obj
    with session.office() as office:
        say_decided(office, office.decisions.drop(ids, Grounds(reason, doc, on), dry_run=dry_run), dry_run)


@app.command()
def split(
    context: typer.Context,
    id: OneId,
    into: Annotated[
        list[str],
        typer.Option("--into", metavar="名称[=单位]", help="拆成的一项；写几次就拆成几项，单位默认照旧。"),
    ],
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """把一项拆成几项，编为 5.1、5.2；原来报过的在各项里都查得到。"""
    parts = [(title.strip(), cell.strip()) for title, _, cell in (each.partition("=") for each in into)]
    if not all(title for title, _ in parts):
        raise UsageError("--into 要写拆成的项目名称，如 --into 隧道段 或 --into 隧道段=市交通局。")
    session: Session = context.obj
    with session.office() as office:
        decided, problems = office.decisions.split(id, parts, Grounds(reason, doc, on), dry_run=dry_run)
        say_decided(office, decided, dry_run, problems)


@app.command()
def merge(
    context: typer.Context,
    ids: NeededIds,
    into: Annotated[
        str, typer.Option("--into", metavar="序号", help="并入哪一项。", autocompletion=offers("ids"))
    ],
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """把几项并入另一项；原来报过的在那一项里都查得到。"""
    session: Session = context.obj
    with session.office() as office:
        decided = office.decisions.merge(ids, into, Grounds(reason, doc, on), dry_run=dry_run)
        say_decided(office, decided, dry_run)


def typed_fields(**fields: str | date | None) -> dict[str, str]:
    """Return the fields that were typed, as texts."""
    return {name: str(value) for name, value in fields.items() if value is not None}


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Return a line for each thing that is doubtful about what was typed."""
    return [f"{'请核对' if p.level == 'question' else '注意'}：{p.in_file}" for p in problems]


def say_decided(office: Office, decided: Decided, dry_run: bool, problems: Sequence[Problem] = ()) -> None:
    """Print a decision on the plan, and what is doubtful about it."""
    for line in problem_lines(problems):
        say(line)
    say_plan(office, decided.plan)
    verb = "将记录" if dry_run else "已记录"
    for line in decision_lines(decided.revision, decided.events, verb, decided.relit, decided.carried):
        say(line)
