"""``dsq plan``: check, load, compare, list and export plans."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dushiquan.cli.options import OutputFormat, Yes, to_day
from dushiquan.cli.plan_carry import app as carrying
from dushiquan.cli.plan_decisions import app as decisions
from dushiquan.cli.plan_progress import Agreed, agree_on_progress, say_taken
from dushiquan.cli.plan_reading import File, Targets, examine_asking, read_by_options
from dushiquan.cli.problem_rows import (
    HEADINGS,
    columns_line,
    idle_line,
    idle_reports,
    reading_rows,
    unsure_line,
)
from dushiquan.cli.session import Session
from dushiquan.cli.talk import ask, confirm, confirm_overwriting, hint, is_yes, say
from dushiquan.domain.edition import Revision, compare
from dushiquan.domain.matching import Answer, MatchBy, RowDoubt, TargetDoubt, match_by_id
from dushiquan.domain.plan import Plan
from dushiquan.errors import BadInputError, ExitCode, RefusedError
from dushiquan.formats.files import untracked
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.formats.progress import track
from dushiquan.formats.registry import check_suffix, listed, suffixes
from dushiquan.office.clock import today
from dushiquan.office.office import Office, create_ledger
from dushiquan.office.plans import Edition
from dushiquan.sources.plan_file import Given, Reading, examine_plan
from dushiquan.sources.problems import PlanFileError

if TYPE_CHECKING:
    from dushiquan.sources.target_offers import Offer

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
app.add_typer(decisions)
app.add_typer(carrying)

_MOST_ASKED = 12
"""More doubts than this are not asked one by one."""


def _match_by(text: str) -> MatchBy:
    if text == "number" or text == "title":
        return text  # type: ignore[return-value]
    raise typer.BadParameter(f"“{text}”不认得；请写 number 或 title。")


Match = Annotated[
    MatchBy | None,
    typer.Option(
        "--match",
        parser=_match_by,
        metavar="number|title",
        help="新版里定不了是不是同一项目的：number 序号相同就是，title 名称相近才是；默认会问。",
    ),
]
Progress = Annotated[
    bool | None,
    typer.Option("--progress/--no-progress", help="表里已写的进展一并记下，或不记；默认会问。"),
]
ProgressOn = Annotated[
    date | None,
    typer.Option("--on", parser=to_day, metavar="日期", help="表里的进展截至哪一天，默认为表上写的。"),
]


@app.callback()
def plan() -> None:
    """计划：检查、载入、比较、列出、导出。"""


@app.command()
@read_by_options
def check(
    context: typer.Context,
    file: File,
    given: Given,
    targets: Targets = False,
    format: OutputFormat = None,
) -> None:
    """检查计划文件，列出各列怎样读、全部问题和已写的进展；不载入。有错误时退出码为 5。"""
    reading = examine_plan(file, given, track)
    offers = _offers_of(reading) if targets else None
    _print_reading(reading, offers, format or default_format())
    levels = Counter(problem.level for problem in reading.problems)
    asked = f"{levels['question']} 处须核对，" if levels["question"] else ""
    if reading.plan is None:
        counts = f"{levels['error']} 处错误、{asked.replace('，', '、')}{levels['warning']} 处提醒"
        say(f"{file.name} 有 {counts}，不能载入；请改正后重试。")
        raise typer.Exit(ExitCode.BAD_INPUT)
    size = f"《{reading.plan.title}》{len(reading.projects)} 项"
    say(f"{file.name} 可以载入：{size}，{asked}{levels['warning']} 处提醒。")
    _say_reports(reading)
    if offers is not None and (reading.names_targets or not offers):
        _say_no_offers(reading)
    elif offers:
        say(f"内容里找到 {_number(offers)}，载入时可一并载入（--targets）。")


def _print_reading(reading: Reading, offers: "Sequence[Offer] | None", format: Format) -> None:
    """Print how a file is read, with the targets that its contents offer, if they are asked for."""
    if format is Format.JSON:
        from dushiquan.papers.contract import planned_json

        write_json(
            {
                "problems": [problem.plain() for problem in reading.problems],
                "projects": [planned_json(project) for project in reading.projects],
                "columns": [column.plain() for column in reading.columns],
                "reports": [report.plain() for report in reading.reports],
                "as_of": reading.as_of and reading.as_of.isoformat(),
                **({} if offers is None else {"targets": [offer.plain() for offer in offers]}),
            }
        )
    else:
        write_rows(format, HEADINGS, reading_rows(reading, offers or ()))


def _say_reports(reading: Reading) -> None:
    """Say how much progress the file tells, and what of it is unsure."""
    if reading.reports:
        until = f"，截至 {reading.as_of}" if reading.as_of else ""
        say(f"表里 {len(reading.reports)} 项写有进展{until}，载入时可一并记下（--progress）。")
        idle = idle_reports(reading.reports)
        for line in filter(None, (unsure_line(reading.reports), idle_line(idle) if idle else "")):
            say(f"其中 {line}。")


@app.command()
@read_by_options
def load(
    context: typer.Context,
    file: File,
    given: Given,
    drafter: Annotated[
        str | None, typer.Option("--drafter", metavar="单位", help="通报和催办单由谁署名。")
    ] = None,
    progress: Progress = None,
    on: ProgressOn = None,
    targets: Targets = False,
    match: Match = None,
    yes: Yes = False,
) -> None:
    """载入计划；代号已有的作为调整，先列出改动再确认，已记的进展都保留。"""
    session: Session = context.obj
    given = replace(given, drafter=drafter)
    reading = _read(file, given)
    plan = _plan(file, reading)
    _confirm_questions(reading, yes)
    if targets:
        plan = _with_offers(plan, reading, yes)
    agreed = Agreed()
    if is_first := session.db is None and not session.exists:
        # Everything is asked before the ledger is created; it holds this plan and not the shipped one.
        agreed = agree_on_progress(reading, progress, on, today(), yes)
        create_ledger(session.path, empty=True, tell=say)
    with session.office() as office:
        if not reading.names_targets:
            plan = office.plans.with_targets_as_taken(plan)
        known = office.plans.keys()
        edition = _edition(office, plan, match)
        _confirm_revision(office, edition, yes)
        if not is_first:
            rehearse = partial(office.plans.load, edition, untracked, dry_run=True)
            agreed = agree_on_progress(
                reading, progress, on, office.today, yes, rehearse if edition.revision else None
            )
        if reading.answers:
            office.plans.save_answers(reading.shape, reading.answers)
        taken = office.plans.load(edition, track, agreed.reports, agreed.day)
        _say_loaded(edition)
        say_taken(taken, agreed)
        _say_other_plans(office, edition, known)


def _edition(office: Office, plan: Plan, match: MatchBy | None) -> Edition:
    """Return a plan as an edition of the one in the ledger, with what is in doubt answered."""
    edition = office.plans.edition(plan, _answer_by(match))
    if edition.revision is not None and edition.revision.doubts:
        return office.plans.edition(plan, _asking(edition.revision))
    return edition


def _confirm_revision(office: Office, edition: Edition, yes: bool) -> None:
    """Show what an edition changes of the plan in the ledger, and ask before it does."""
    new = edition.plan
    if not new.notice.signatory:
        say("注意：计划没有写明由谁署名，通报和催办单将不署名；可加 --drafter 单位。")
    if edition.revision is not None and _say_revision(edition.revision, new.title):
        elsewhere = office.plans.loaded_elsewhere(new.key)
        if elsewhere:
            say(f"注意：这是{elsewhere}载入的计划，调整后各处都照新的。")
        confirm("仍要按此调整？" if elsewhere else "按此调整计划？", yes)


def _say_loaded(edition: Edition) -> None:
    new = edition.plan
    if edition.revision is None:
        say(f"已载入《{new.title}》{len(new.projects)} 项，代号 {new.key}。")
        hint("时限读得对不对，可用 dsq list --columns 序号,进度要求,要求类别,起始,时限 核对。")
    elif not edition.revision.is_empty:
        say(f"已按新版调整《{new.title}》。")


def _say_other_plans(office: Office, edition: Edition, known: Sequence[str]) -> None:
    """Say which plan is in use from now on, if it was another one of the ``known``, and if one is idle."""
    new = edition.plan
    if known and known[-1] != new.key:
        say(f"命令里不写 --plan 时，此后用计划 {new.key}。")
    sample = office.plans.unused_sample() if known and edition.revision is None else None
    if sample and sample.plan != new.key:
        drop = f"dsq undo {sample.number}"
        say(f"台账里还有随附的计划 {sample.plan}，没有记过什么；不要了请用 {drop} 撤回它的载入。")


def _with_offers(plan: Plan, reading: Reading, yes: bool) -> Plan:
    """The plan with the targets that its contents offer, if somebody has looked at them and says yes."""
    from dushiquan.sources.target_offers import with_offers

    offers = _offers_of(reading)
    if not offers:
        _say_no_offers(reading)
        return plan
    sys.stdout.writelines(f"指标 {offer.id}：{offer.text}\n" for offer in offers)
    if not (yes or sys.stdin.isatty()):
        raise BadInputError(f"内容里找到 {_number(offers)}，未载入任何内容；核对无误请加 --yes。")
    if yes or is_yes(ask(f"以上 {_number(offers)}都载入？[y/N] ")):
        return with_offers(plan, offers)
    say("指标没有载入；要改的请在 YAML 计划文件的 targets 里写明。")
    return plan


def _offers_of(reading: Reading) -> "list[Offer]":
    from dushiquan.sources.target_offers import offers_of

    return offers_of(reading)


def _number(offers: Sequence["Offer"]) -> str:
    return f"{len({offer.id for offer in offers})} 项的 {len(offers)} 个指标"


def _say_no_offers(reading: Reading) -> None:
    if reading.names_targets:
        say("计划已写有指标，不再从内容里找。")
    else:
        say("内容里没有找到可列的指标。")


@app.command()
@read_by_options
def diff(
    context: typer.Context,
    file: File,
    given: Given,
    match: Match = None,
) -> None:
    """比较计划文件与台账里同代号的计划，逐条说出不同；不改动。"""
    session: Session = context.obj
    reading = _read(file, given)
    new = _plan(file, reading)
    with session.office() as office:
        if not reading.names_targets:
            new = office.plans.with_targets_as_taken(new)
        _, revision = office.plans.revision(new, _answer_by(match))
        if revision is not None:
            _say_revision(revision, new.title)


def _read(file: Path, given: Given) -> Reading:
    """Read a plan file, ask questions at a terminal, and print the warnings to stderr."""
    reading = examine_asking(file, given)
    if reading.plan is not None:
        if said := columns_line(reading):
            hint(said)
        for problem in reading.problems:
            say(f"{'请核对' if problem.level == 'question' else '注意'}：{problem.in_file}")
    return reading


def _plan(file: Path, reading: Reading) -> Plan:
    if reading.plan is None:
        raise PlanFileError(file, reading.problems)
    return reading.plan


def _confirm_questions(reading: Reading, yes: bool) -> None:
    """Ask the user to confirm what was guessed.

    Raise ``BadInputError`` if there is no terminal and ``--yes`` was not given.
    """
    asked = sum(problem.level == "question" for problem in reading.problems)
    if not asked:
        return
    if not (yes or sys.stdin.isatty()):
        raise BadInputError(f"有 {asked} 处须核对，未载入任何内容；核对无误请加 --yes。")
    confirm(f"以上 {asked} 处须核对；都对，照此载入？", yes)


def _answer_by(rule: MatchBy | None) -> Answer | None:
    """Return what answers all doubts by a rule."""
    return (lambda doubt: doubt.answered_by(rule)) if rule else None


def _asking(revision: Revision) -> Answer:
    """Return what asks about doubts; raise ``BadInputError`` if there is nobody to ask, or too much."""
    from dushiquan.papers.edition_lines import doubt_text

    number = len(revision.doubts)
    if not sys.stdin.isatty() or number > _MOST_ASKED:
        say("\n".join(f"待定 {doubt_text(doubt)}" for doubt in revision.doubts))
        other = "；是另一个计划请加 --key 代号" if number > _MOST_ASKED else ""
        raise BadInputError(
            f"有 {number} 处定不了是不是同一项目，未载入任何内容。请在终端里逐项回答，"
            f"或加 --match number（序号相同就是）、--match title（名称相近才是）{other}。"
        )

    def asks(doubt: RowDoubt | TargetDoubt) -> bool:
        while True:
            typed = ask(f"{doubt_text(doubt)}[y 是/n 不是] ")
            if not typed:
                raise RefusedError("没有回答，未作改动。")
            if is_yes(typed) or typed.lower() in ("n", "no", "不是", "否"):
                return is_yes(typed)

    return asks


def _say_revision(revision: Revision, title: str) -> bool:
    """Print what a new edition changes; return whether it changes anything."""
    from dushiquan.papers.edition_lines import kept_lines, revision_lines

    if revision.is_empty:
        say(f"与台账里的《{title}》没有不同。")
    sys.stdout.writelines(f"{line}\n" for line in revision_lines(revision))
    for line in kept_lines(revision):
        say(f"注意：{line}")
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
    write_rows(format, headings, rows)


@app.command()
def export(
    context: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="文件",
            help=f"写入 {listed('tree', 'table')} 文件，默认把 YAML 写到屏幕。",
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    """导出台账里的计划：YAML 计划文件，或可以改了再载入的任务分解表。"""
    from dushiquan.formats.files import write_atomically
    from dushiquan.sources.plan_writer import export_yaml

    if output:
        check_suffix(output, "tree", "table")
    session: Session = context.obj
    with session.office() as office:
        whole = office.plans.full()
    if output is None:
        sys.stdout.write(export_yaml(whole))
        return
    confirm_overwriting(output, yes)
    if output.suffix.lower() in suffixes("tree"):
        write_atomically(output, export_yaml(whole).encode("utf-8"))
    else:
        _write_table(whole, output)
    say(f"已把《{whole.title}》{len(whole.projects)} 项写入 {output}。")


def _write_table(plan: Plan, path: Path) -> None:
    """Write the plan as a table, and say what would not come back from it."""
    from dushiquan.formats.writing import write_table
    from dushiquan.papers.edition_lines import differing
    from dushiquan.sources.plan_table import plan_table

    write_table(plan_table(plan), path)
    again = examine_plan(path, track=track).plan
    lost = (
        ["整个表"]
        if again is None
        else list(differing(compare(plan, again, match_by_id(plan.projects, again.projects))))
    )
    if lost:
        which = "、".join(lost[:10]) + ("等" if len(lost) > 10 else "")
        say(f"注意：有 {len(lost)} 处在表格里写不下，载入后会不同：{which}；要一字不差请导出为 .yaml。")
