"""``dsq report``: the weekly and the monthly circular."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import AsOf, OutputFormat, Yes, confirm_overwriting, say
from dushiquan.cli.session import Session, today
from dushiquan.domain.assessment import assess_units
from dushiquan.domain.circular import Circular, compile_circular
from dushiquan.domain.history import in_force
from dushiquan.domain.names import match_name
from dushiquan.domain.span import Span, month_of, week_of
from dushiquan.errors import NotFoundError, UsageError
from dushiquan.formats.document import Document
from dushiquan.formats.output import Format, default_format, print_paper
from dushiquan.formats.registry import listed
from dushiquan.formats.writing import write_paper
from dushiquan.phrases.typed_span import parse_month, parse_week
from dushiquan.store.ledger import Ledger

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Issue = Annotated[int | None, typer.Option("--issue", min=1, metavar="N", help="第几期。")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="文件", help=f"写成 {listed('paper')} 文件。")
]


@app.callback()
def report() -> None:
    """通报：总体、逾期、临期、进展、未报送和销号。"""


@app.command()
def weekly(
    context: typer.Context,
    week: Annotated[
        str, typer.Option("--week", metavar="周次", help="哪一周，如 2011-W45、上周，默认本周。")
    ] = "",
    issue: Issue = None,
    output: Output = None,
    yes: Yes = False,
    as_of: AsOf = None,
    format: OutputFormat = None,
) -> None:
    """一周通报。"""
    period = parse_week(week, today()) if week else week_of(as_of or today())
    _report(context.obj, period, as_of, issue, output, yes, format)


@app.command()
def monthly(
    context: typer.Context,
    month: Annotated[
        str, typer.Option("--month", metavar="月份", help="哪个月，如 2011-10、上月，默认本月。")
    ] = "",
    issue: Issue = None,
    output: Output = None,
    yes: Yes = False,
    as_of: AsOf = None,
    format: OutputFormat = None,
) -> None:
    """一月通报。"""
    period = parse_month(month, today()) if month else month_of(as_of or today())
    _report(context.obj, period, as_of, issue, output, yes, format)


@app.command()
def units(
    context: typer.Context,
    unit: Annotated[
        str, typer.Option("--unit", "-u", metavar="单位", help="只看一个单位，逐数列出项目。")
    ] = "",
    output: Output = None,
    yes: Yes = False,
    as_of: AsOf = None,
    format: OutputFormat = None,
) -> None:
    """责任单位考核：每个数、每一分都能查到项目。"""
    session: Session = context.obj
    day = as_of or today()
    with session.ledger() as ledger:
        name = match_name(unit, ledger.units(), "单位") if unit else ""
        plan = ledger.plan
        records = assess_units(
            list(ledger.items(day)),
            in_force(ledger.events(), day),
            day,
            known_since=plan.known_since,
            settings=ledger.settings,
        )
    from dushiquan.papers.assessment_paper import unit_document, units_document, units_json
    from dushiquan.papers.labels import full_day

    chosen = [record for record in records if name in ("", record.unit)]
    if not chosen:
        raise NotFoundError(f"{name or '计划里'}没有项目，无从考核。")
    signed = plan.document.drafter or plan.document.issuer
    if name:
        paper = unit_document(chosen[0], plan=plan.title, signed=signed, dated=full_day(day))
    else:
        paper = units_document(chosen, plan=plan.title, signed=signed, dated=full_day(day))
    _give(paper, lambda: units_json(chosen), output, yes, format)


def _report(
    session: Session,
    period: Span,
    as_of: date | None,
    issue: int | None,
    output: Path | None,
    yes: bool,
    format: Format | None,
) -> None:
    day = as_of or min(today(), period.end)
    if day < period.start:
        raise UsageError(f"{day} 还没到{period.name}（{period.start} 起）；请改 --as-of 或所报的时段。")
    with session.ledger() as ledger:
        circular = _compile(ledger, period, day)
        document = ledger.plan.document
    from dushiquan.papers.circular_paper import circular_document, circular_json

    paper = circular_document(circular, signed=document.drafter or document.issuer, issue=issue)
    _give(paper, lambda: circular_json(circular), output, yes, format)


def _give(
    paper: Document, as_json: Callable[[], object], output: Path | None, yes: bool, format: Format | None
) -> None:
    """Print a paper, or write it into the file asked for."""
    if output and format:
        raise UsageError("-o 已按文件名定了格式，不要再写 --format。")
    if output:
        confirm_overwriting(output, yes)
        write_paper(paper, output)
        say(f"已写入 {output}。")
    else:
        print_paper(paper, as_json, format or default_format(piped=Format.MD))


def _compile(ledger: Ledger, period: Span, day: date) -> Circular:
    return compile_circular(
        ledger.plan.title,
        period,
        day,
        list(ledger.items(day)),
        list(ledger.items(period.start - timedelta(days=1))),
        ledger.events(),
        ledger.settings,
    )
