"""The reports that an office makes for its leadership; each is a line of ``REPORTS``."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.assessment import assess_units
from dushiquan.domain.circular import Circular, compile_circular
from dushiquan.domain.history import in_force
from dushiquan.domain.span import Span, month_of, week_of
from dushiquan.errors import NotFoundError, UsageError
from dushiquan.formats.document import Document
from dushiquan.office.named import SEE_THE_PAST, name_of
from dushiquan.phrases.typed_span import parse_month, parse_week

if TYPE_CHECKING:
    from dushiquan.office.office import Office


class Request(NamedTuple):
    """The options of a report: ``choice`` is its own option as typed, ``issue`` its number (第几期)."""

    choice: str = ""
    as_of: date | None = None
    issue: int | None = None


class Report(NamedTuple):
    """A report: the paper, and a function that returns its facts as JSON."""

    paper: Document
    as_json: Callable[[], object]


class ReportKind(NamedTuple):
    """A kind of report: its name and help, its own option (flag, metavar, help), and its function."""

    name: str
    help: str
    option: tuple[str, str, str]
    make: Callable[["Office", Request], Report]
    numbered: bool = True


def weekly(office: "Office", request: Request) -> Report:
    """Make the circular of a week."""
    day = request.as_of or office.day
    span = parse_week(request.choice, office.day) if request.choice else week_of(day)
    return _circular_report(office, span, request)


def monthly(office: "Office", request: Request) -> Report:
    """Make the circular of a month."""
    day = request.as_of or office.day
    span = parse_month(request.choice, office.day) if request.choice else month_of(day)
    return _circular_report(office, span, request)


def circular(office: "Office", span: Span, as_of: date | None = None) -> Circular:
    """Compile the circular of a span, as of a day, by default its last day or today.

    Raise ``UsageError`` if the day is before the span.
    """
    day = as_of or min(office.day, span.end)
    if day < span.start:
        raise UsageError(f"{day} 还没到{span.name}（{span.start} 起）；请改 --as-of 或所报的时段。")
    ledger = office.ledger
    plan = ledger.plan_on(day)
    return compile_circular(
        plan.title,
        span,
        day,
        list(ledger.items(day)),
        list(ledger.items(span.start - timedelta(days=1))),
        ledger.events(),
        ledger.settings,
        plan.levels,
    )


def _circular_report(office: "Office", span: Span, request: Request) -> Report:
    from dushiquan.papers.circular_paper import circular_document, circular_json

    facts = circular(office, span, request.as_of)
    signed = office.ledger.plan_on(facts.as_of).notice.signatory
    paper = circular_document(facts, signed=signed, issue=request.issue)
    return Report(paper, lambda: circular_json(facts))


def units(office: "Office", request: Request) -> Report:
    """Make the assessment of all units or of one (考核); raise ``NotFoundError`` if it has no projects."""
    from dushiquan.papers.assessment_paper import unit_document, units_document, units_json
    from dushiquan.papers.labels import full_day

    day = request.as_of or office.day
    ledger = office.ledger
    plan = ledger.plan_on(day)
    name = name_of(request.choice, ledger, "单位", day, SEE_THE_PAST) if request.choice else ""
    records = assess_units(
        list(ledger.items(day)),
        in_force(ledger.events(), day),
        day,
        known_since=plan.known_since,
        settings=ledger.settings,
    )
    chosen = [record for record in records if name in ("", record.unit)]
    if not chosen:
        raise NotFoundError(f"{name or '计划里'}没有项目，无从考核。")
    signed = plan.notice.signatory
    if name:
        paper = unit_document(chosen[0], plan=plan.title, signed=signed, dated=full_day(day))
    else:
        paper = units_document(chosen, plan=plan.title, signed=signed, dated=full_day(day))
    return Report(paper, lambda: units_json(chosen))


REPORTS: dict[str, ReportKind] = {
    kind.name: kind
    for kind in (
        ReportKind(
            "weekly",
            "一周通报。",
            ("--week", "周次", "哪一周，如 第45周、2011-W45、上周，默认本周。"),
            weekly,
        ),
        ReportKind(
            "monthly",
            "一月通报。",
            ("--month", "月份", "哪个月，如 10月、2011-10、上月，默认本月。"),
            monthly,
        ),
        ReportKind(
            "units",
            "责任单位考核：每个数、每一分都能查到项目。",
            ("--unit", "单位", "只看一个单位，逐数列出项目。"),
            units,
            numbered=False,
        ),
    )
}
"""All reports, by the name of their command."""


class Reports:
    """The reports of one office."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def make(
        self, name: str, choice: str = "", *, as_of: date | None = None, issue: int | None = None
    ) -> Report:
        """Make the report ``name`` (weekly, monthly, units); ``choice`` is a week, month or unit as typed."""
        return REPORTS[name].make(self._office, Request(choice, as_of, issue))

    def circular(self, span: Span, as_of: date | None = None) -> Circular:
        """Compile the facts of a circular, as of a day, by default the last of the span or today."""
        return circular(self._office, span, as_of)
