"""``dsq plan``: check, load, compare, list and export plans."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import OutputFormat, Yes, confirm, confirm_overwriting, hint, say, to_day
from dushiquan.cli.problem_rows import HEADINGS, problem_rows
from dushiquan.cli.session import Session
from dushiquan.domain.edition import Revision
from dushiquan.domain.plan import MonthBefore, Plan
from dushiquan.errors import DsqError, ExitCode, UsageError
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.formats.progress import track
from dushiquan.formats.registry import READ, listed, suffixes
from dushiquan.office.clock import today
from dushiquan.sources.basis import MONTH_BEFORE, Earlier
from dushiquan.sources.headings import read_map
from dushiquan.sources.plan_file import Given, examine_plan, read_plan

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="文件", help=f"计划文件：{listed(*READ)}。")]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="列名=字段",
        help="表格里某一列是什么，如 工作措施=content；字段有 id、category、title、content、units、support、"
        "requirement、kind、start、due、regions、targets，也可写序号、类别等。可写多次。",
    ),
]
SheetName = Annotated[str | None, typer.Option("--sheet", metavar="名称", help="读哪个工作表。")]
Key = Annotated[str | None, typer.Option("--key", metavar="代号", help="计划的代号，默认为年度。")]
Title = Annotated[str | None, typer.Option("--title", metavar="标题", help="计划的标题。")]
Year = Annotated[
    int | None, typer.Option("--year", min=1900, max=2999, metavar="年", help="计划年度，如 2011。")
]

Issued = Annotated[
    date | None,
    typer.Option("--issued", parser=to_day, metavar="日期", help="计划哪天印发；文件里没有写的。"),
]


def _month_before(text: str) -> MonthBefore:
    answer = MONTH_BEFORE.get(text)
    if answer is None:
        raise typer.BadParameter(f"“{text}”不认得；请写 含 或 不含。")
    return answer


Month = Annotated[
    MonthBefore | None,
    typer.Option("--month-before", parser=_month_before, metavar="含|不含", help="计划里“8月前”含不含8月。"),
]


@app.callback()
def plan() -> None:
    """计划：检查、载入、比较、列出、导出。"""


@app.command()
def check(
    context: typer.Context,
    file: File,
    map: Map = None,
    sheet: SheetName = None,
    key: Key = None,
    title: Title = None,
    year: Year = None,
    issued: Issued = None,
    month_before: Month = None,
    format: OutputFormat = None,
) -> None:
    """检查计划文件，列出全部问题；不载入。有错误时退出码为 5。"""
    given = _given(context.obj, map, sheet, key, title, year, issued=issued, month_before=month_before)
    reading = examine_plan(file, given, track)
    format = format or default_format()
    if format is Format.JSON:
        from dushiquan.papers.contract import planned_json

        problems = [asdict(problem) for problem in reading.problems]
        write_json({"problems": problems, "projects": [planned_json(p) for p in reading.projects]})
    else:
        _print(format, HEADINGS, problem_rows(reading.problems))
    errors = sum(problem.level == "error" for problem in reading.problems)
    warnings = len(reading.problems) - errors
    if reading.plan is None:
        say(f"{file.name} 有 {errors} 处错误、{warnings} 处提醒，不能载入；请改正后重试。")
        raise typer.Exit(ExitCode.BAD_INPUT)
    say(f"{file.name} 可以载入：《{reading.plan.title}》{len(reading.projects)} 项，{warnings} 处提醒。")


def _print(format: Format, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if format is not Format.TABLE:
        write_rows(format, headings, rows)
    elif rows:
        from dushiquan.formats.terminal import print_rows

        print_rows(headings, rows)


@app.command()
def load(
    context: typer.Context,
    file: File,
    map: Map = None,
    sheet: SheetName = None,
    key: Key = None,
    title: Title = None,
    year: Year = None,
    issued: Issued = None,
    month_before: Month = None,
    drafter: Annotated[
        str | None, typer.Option("--drafter", metavar="单位", help="通报和催办单由谁署名。")
    ] = None,
    yes: Yes = False,
) -> None:
    """载入计划；代号已有的作为调整，先列出改动再确认，已记的进展都保留。"""
    session: Session = context.obj
    given = _given(session, map, sheet, key, title, year, drafter, issued=issued, month_before=month_before)
    new = _read(file, given)
    with session.office() as office:
        known = office.plans.keys()
        edition = office.plans.edition(new)
        new = edition.plan
        if not new.notice.signatory:
            say("注意：计划没有写明由谁署名，通报和催办单将不署名；可加 --drafter 单位。")
        if edition.revision is not None and _say_revision(edition.revision, new.title):
            confirm("按此调整计划？", yes)
        office.plans.load(edition, track)
        if edition.revision is None:
            say(f"已载入《{new.title}》{len(new.projects)} 项，代号 {new.key}。")
            hint("时限读得对不对，可用 dsq list --columns id,requirement,kind,start,due 核对。")
        elif not edition.revision.is_empty:
            say(f"已按新版调整《{new.title}》。")
        if known and known[-1] != new.key:
            say(f"命令里不写 --plan 时，此后用计划 {new.key}。")


@app.command()
def diff(
    context: typer.Context,
    file: File,
    map: Map = None,
    sheet: SheetName = None,
    key: Key = None,
    title: Title = None,
    year: Year = None,
    issued: Issued = None,
    month_before: Month = None,
) -> None:
    """比较计划文件与台账里同代号的计划，逐条说出不同；不改动。"""
    session: Session = context.obj
    given = _given(session, map, sheet, key, title, year, issued=issued, month_before=month_before)
    new = _read(file, given)
    with session.office() as office:
        _, revision = office.plans.revision(new)
        if revision is not None:
            _say_revision(revision, new.title)


def _given(
    session: Session,
    map: list[str] | None,
    sheet: str | None,
    key: str | None,
    title: str | None,
    year: int | None,
    drafter: str | None = None,
    *,
    issued: date | None,
    month_before: MonthBefore | None,
) -> Given:
    """What the options say of a file, and the ledger of its earlier edition."""

    def find_earlier(key: str) -> Earlier | None:
        if session.exists:
            with suppress(DsqError), session.office() as office:  # loading says what is wrong with the ledger
                return office.plans.earlier(key)
        return None

    columns = read_map(map or ())
    return Given(columns, sheet, key, title, year, drafter, issued, month_before, today(), find_earlier)


def _read(file: Path, given: Given) -> Plan:
    """Read a plan file and print its warnings to stderr."""
    new, problems = read_plan(file, given, track)
    for problem in problems:
        say(f"注意：{problem}")
    return new


def _say_revision(revision: Revision, title: str) -> bool:
    """Print what a new edition changes; return whether it changes anything."""
    from dushiquan.papers.edition_lines import revision_lines

    if revision.is_empty:
        say(f"与台账里的《{title}》没有不同。")
    sys.stdout.writelines(f"{line}\n" for line in revision_lines(revision))
    return not revision.is_empty


@app.command()
def use(
    context: typer.Context, key: Annotated[str, typer.Argument(metavar="代号", help="见 dsq plan list。")]
) -> None:
    """改用另一个计划：此后命令里不写 --plan 时用它。"""
    session: Session = context.obj
    with session.office() as office:
        head = office.plans.use(key)
    say(f"此后用计划 {key}《{head.title}》。")


@app.command("list")
def list_plans(context: typer.Context, format: OutputFormat = None) -> None:
    """列出台账里的计划；在用的是最近载入或改用的；只用别的一次，写 dsq --plan 代号 命令。"""
    session: Session = context.obj
    with session.office() as office:
        plans = office.plans.loaded()
    format = format or default_format()
    if format is Format.JSON:
        write_json(
            [
                {"key": head.key, "title": head.title, "year": head.year, "projects": number, "current": now}
                for head, number, now in plans
            ]
        )
        return
    headings = ("代号", "年度", "项数", "在用", "标题")
    rows = [(h.key, str(h.year or ""), str(number), "是" if now else "", h.title) for h, number, now in plans]
    _print(format, headings, rows)


@app.command()
def export(
    context: typer.Context,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="文件", help="写入 .yaml 文件，默认写到屏幕。")
    ] = None,
    yes: Yes = False,
) -> None:
    """把台账里的计划导出为 YAML 计划文件。"""
    from dushiquan.formats.files import write_atomically
    from dushiquan.sources.plan_writer import export_yaml

    if output and output.suffix.lower() not in suffixes("tree"):
        raise UsageError(f"计划导出为 YAML；请用 .yaml 作扩展名，而不是“{output.suffix}”。")
    session: Session = context.obj
    with session.office() as office:
        current = office.plans.full()
    text = export_yaml(current)
    if output is None:
        sys.stdout.write(text)
        return
    confirm_overwriting(output, yes)
    write_atomically(output, text.encode("utf-8"))
    say(f"已把《{current.title}》{len(current.projects)} 项写入 {output}。")
