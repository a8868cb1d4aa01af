"""The reports that an office makes for its leadership; each is a line of ``REPORTS``."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.assessment import (
    RankedUnit,
    UnitRecord,
    assess,
    assess_units,
    assess_whole,
    joined_records,
    last_since,
    last_units,
    ranked,
)
from dushiquan.domain.circular import Circular, Entered, compile_circular
from dushiquan.domain.history import in_force
from dushiquan.domain.span import Span, month_of, quarter_of, span_between, week_of, year_of
from dushiquan.errors import NotFoundError, UsageError
from dushiquan.formats.document import Document, Section
from dushiquan.office.as_told import as_told, known_to_the_last
from dushiquan.phrases.typed_span import parse_month, parse_quarter, parse_week, parse_year
from dushiquan.store.ledger import Ledger

if TYPE_CHECKING:
    from dushiquan.domain.clashes import Clash
    from dushiquan.office.office import Office


class Request(NamedTuple):
    """The options of a report: ``choice`` is its own option as typed, ``issue`` its number (第几期).

    With ``brief``, a brief stands before it. ``start`` and ``end`` are the span of a circular if it is not
    that of its kind. ``since`` is the day that a report without a span compares with.
    """

    choice: str = ""
    as_of: date | None = None
    issue: int | None = None
    brief: bool = False
    since: date | None = None
    start: date | None = None
    end: date | None = None


class Report(NamedTuple):
    """A report: the paper, and a function that returns its facts as JSON."""

    paper: Document
    as_json: Callable[[], object]


class ReportKind(NamedTuple):
    """A kind of report: its name and help, its own option (flag, metavar, help) if any, and its function.

    ``is_circular`` is one that has a span and a number, and may have a brief before it: its command has
    ``--issue``, ``--brief``, ``--from`` and ``--to``. One that is neither a circular nor has an option of its
    own is made of a day alone.
    """

    name: str
    help: str
    option: tuple[str, str, str] | None
    make: Callable[["Office", Request], Report]
    is_circular: bool = True


def weekly(office: "Office", request: Request) -> Report:
    """Make the circular of a week."""
    return _circular_report(office, _span(office, request, parse_week, week_of), request)


def monthly(office: "Office", request: Request) -> Report:
    """Make the circular of a month."""
    return _circular_report(office, _span(office, request, parse_month, month_of), request)


def quarterly(office: "Office", request: Request) -> Report:
    """Make the circular of a quarter."""
    return _circular_report(office, _span(office, request, parse_quarter, quarter_of), request)


def yearly(office: "Office", request: Request) -> Report:
    """Make the circular of a year, by default that of the plan: what came of each project."""

    def of_plan(day: date) -> Span:
        year = office.ledgers[0].plan_on(day).year
        return year_of(day.replace(month=1, day=1, year=year or day.year))

    return _circular_report(office, _span(office, request, parse_year, of_plan), request)


def _span(
    office: "Office",
    request: Request,
    parse: Callable[[str, date], Span],
    default: Callable[[date], Span],
) -> Span:
    """Return the span asked for: that from one day to another, the one typed, or that of today."""
    start, end = request.start, request.end
    if not start and not end:
        return parse(request.choice, office.day) if request.choice else default(request.as_of or office.day)
    if request.choice:
        raise UsageError("写了 --from、--to，就不要再写哪一周、哪一月、哪一季、哪一年。")
    if not start:
        raise UsageError("只写了 --to；请用 --from 写明从哪天起。")
    end = end or request.as_of or office.day
    if end < start:
        raise UsageError(f"--from {start} 晚于 --to {end}；请核对两个日期。")
    return span_between(start, end)


def circular(office: "Office", ledger: Ledger, span: Span, as_of: date | None = None) -> Circular:
    """Compile the circular of a plan and a span, as of a day, by default its last day or today.

    Raise ``UsageError`` if the day is before the span.
    """
    day = as_of or min(office.day, span.end)
    if day < span.start:
        raise UsageError(f"{day} 还没到{span.name}（{span.start} 起）；请改 --as-of 或所报的时段。")
    known = known_to_the_last(office, ledger, span, day)
    return compile_circular(
        ledger.plan_on(day),
        span,
        day,
        list(ledger.items(day)),
        list(as_told(office, ledger, span, day).items(span.told_until(day))),
        ledger.events(),
        ledger.settings,
        Entered(known, office.day) if known else None,
    )


def _circular_report(office: "Office", span: Span, request: Request) -> Report:
    from dushiquan.papers.circular_contract import circular_json
    from dushiquan.papers.circular_paper import circular_document
    from dushiquan.papers.circulars_paper import circulars_document

    facts = {ledger.key: circular(office, ledger, span, request.as_of) for ledger in office.ledgers}
    ((key, first), *others) = facts.items()
    clashes = _clashes(office)
    signed, at_once = office.chosen.signed(first.as_of), _at_once(clashes)
    if others:
        paper = circulars_document(facts, at_once, signed=signed, issue=request.issue)
    else:
        paper = circular_document(first, at_once.get(key), signed=signed, issue=request.issue)
    if request.brief:
        paper = _with_brief(office, span, first.as_of, paper)
    if others:
        return Report(
            paper, lambda: [circular_json(*each, clashes.get(each[0], ())) for each in facts.items()]
        )
    return Report(paper, lambda: circular_json(key, first, clashes.get(key, ())))


def _clashes(office: "Office") -> "dict[str, list[Clash]]":
    """Return what those who share the ledger recorded at once (两处同时记录), by the key of the plan."""
    found: dict[str, list[Clash]] = {}
    for clash in office.clashes:
        if not clash.is_agreed:
            found.setdefault(clash.plan, []).append(clash)
    return found


def _at_once(clashes: "Mapping[str, Sequence[Clash]]") -> dict[str, Section]:
    if not clashes:
        return {}
    from dushiquan.papers.sync_lines import at_once_section

    return {key: at_once_section(each) for key, each in clashes.items()}


def brief(office: "Office", request: Request) -> Report:
    """Make the brief of the week of a day."""
    from dushiquan.office.briefs import brief_facts
    from dushiquan.papers.brief_paper import brief_document, brief_json

    day = request.as_of or office.day
    facts = brief_facts(office, week_of(day), day)
    paper = brief_document(facts, signed=office.chosen.signed(day))
    return Report(paper, lambda: brief_json([ledger.key for ledger in office.ledgers], facts))


def _with_brief(office: "Office", span: Span, day: date, paper: Document) -> Document:
    from dushiquan.office.briefs import brief_facts
    from dushiquan.papers.brief_paper import brief_front

    return replace(paper, front=brief_front(brief_facts(office, span, day), signed=paper.signed))


def units(office: "Office", request: Request) -> Report:
    """Make the assessment of all units or of one (考核); raise ``NotFoundError`` if it has no projects."""
    from dushiquan.papers.assessment_paper import unit_document, units_document, units_json
    from dushiquan.papers.labels import full_day

    day = request.as_of or office.day
    since = request.since or day.replace(day=1) - timedelta(days=1)
    if since >= day:
        raise UsageError(f"--since {since} 要早于考核的日子 {day}。")
    names = office.chosen.names([request.choice] if request.choice else [], "单位", day)
    of_plans = [_assessed(office, ledger, day) for ledger in office.ledgers]
    for of_plan in of_plans:
        meant = [record.unit for record in of_plan.units if record.unit in names]
        if len(meant) > 1:
            raise NotFoundError(f"单位“{request.choice}”在 {day} 还是{'、'.join(meant)}，请只写一个。")
    records = _of_all(of_plans, names)
    made = assess(
        records,
        _of_all([_assessed(office, ledger, since) for ledger in office.ledgers], names),
        joined_records(of_plan.whole for of_plan in of_plans)[0],
        day,
        since,
        office.ledgers[0].settings,
    )
    titles = office.chosen.titles(day)
    signed = office.chosen.signed(day)
    by_unit = {standing.record.unit: standing for standing in made.standings}
    standings = [
        by_unit.get(record.unit, RankedUnit(record, None, None))
        for record in records
        if record.unit and (not names or record.unit in names)
    ]
    if not standings:
        raise NotFoundError(f"{names[0] if names else '计划里没有牵头单位，'}没有项目，无从考核。")
    if names:
        paper = unit_document(
            standings[0], plans=titles, signed=signed, dated=full_day(day), settings=made.settings
        )
    else:
        made = replace(made, last_since=last_since(made.standings, _last_before(office, day)))
        paper = units_document(made, plans=titles, signed=signed)
    return Report(paper, lambda: units_json(standings))


def _last_before(office: "Office", day: date) -> Iterator[tuple[date, set[str]]]:
    """Yield the ends of the months before a day in its year, the latest first, with the units last then."""
    for _ in range(1, day.month):
        day = day.replace(day=1) - timedelta(days=1)
        records = _of_all([_assessed(office, ledger, day) for ledger in office.ledgers], [])
        yield day, last_units(ranked(records))


class _Assessed(NamedTuple):
    """The records of the units of a plan, and that of the whole plan."""

    units: list[UnitRecord]
    whole: UnitRecord


def _assessed(office: "Office", ledger: Ledger, day: date) -> _Assessed:
    items = list(map(office.chosen.named, ledger.items(day)))
    events = list(in_force(ledger.events(), day))
    known_since, settings = ledger.plan_on(day).known_since, ledger.settings
    return _Assessed(
        assess_units(items, events, day, known_since=known_since, settings=settings),
        assess_whole(items, events, day, known_since=known_since, settings=settings),
    )


def _of_all(of_plans: Iterable[_Assessed], names: Sequence[str]) -> list[UnitRecord]:
    """Return the records of several plans as one of each unit.

    The first of ``names`` stands for all: in other plans, or on another day, the unit may have one of them.
    """
    return joined_records(
        replace(record, unit=names[0]) if record.unit in names else record
        for of_plan in of_plans
        for record in of_plan.units
    )


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
        ReportKind("brief", "一页简报，给只看一页的领导。", None, brief, is_circular=False),
        ReportKind(
            "quarterly",
            "一季通报。",
            ("--quarter", "季度", "哪个季度，如 三季度、2011-Q3、上季度，默认本季度。"),
            quarterly,
        ),
        ReportKind(
            "yearly",
            "全年通报：每项结果一句话。",
            ("--year", "年份", "哪一年，如 2011、去年，默认计划的那一年。"),
            yearly,
        ),
        ReportKind(
            "units",
            "责任单位考核：每个数、每一分都能查到项目。",
            ("--unit", "单位", "只看一个单位，逐数列出项目。"),
            units,
            is_circular=False,
        ),
    )
}
"""All reports, by the name of their command."""


class Reports:
    """The reports of one office."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def make(
        self,
        name: str,
        choice: str = "",
        *,
        as_of: date | None = None,
        issue: int | None = None,
        brief: bool = False,
        since: date | None = None,
        start: date | None = None,
        end: date | None = None,
    ) -> Report:
        """Make the report ``name`` of ``REPORTS``; ``choice`` is a week, month, … or unit as typed.

        A circular has ``issue`` as its number, covers ``start`` to ``end`` if given, and with ``brief`` one
        stands before it. Other reports compare with the day ``since``. Raise ``NotFoundError`` for another
        name.
        """
        from dushiquan.papers.dressing import dressed

        if name not in REPORTS:
            raise NotFoundError(f"没有“{name}”这种报告；可用 {'、'.join(REPORTS)}。")
        request = Request(choice, as_of, issue, brief, since, start, end)
        made = REPORTS[name].make(self._office, request)
        return made._replace(paper=dressed(made.paper, self._office.settings))

    def circular(self, span: Span, as_of: date | None = None) -> Circular:
        """Compile the facts of a circular, as of a day, by default the last of the span or today."""
        return circular(self._office, self._office.ledger, span, as_of)
