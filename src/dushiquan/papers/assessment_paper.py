"""The assessment of units (考核) as papers and as JSON."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from dushiquan.domain.assessment import MEASURES, OUTCOMES, Assessment, RankedUnit, UnitRecord
from dushiquan.domain.counting import whole_percent
from dushiquan.domain.settings import Settings
from dushiquan.domain.supervision import Item
from dushiquan.formats.document import Document, Grid, Section
from dushiquan.papers.contract import number_json
from dushiquan.papers.labels import full_day, number_text, titles_text

_IF_ANY = ("paused", "dropped", "carried")
"""The measures that are shown only if a project is in one of them."""
_MOST_NAMED = 3
"""So many units, or projects of a unit, are named in a sentence."""
_UNLED = "（无牵头单位）"
_NO_RANK = "—"


def units_document(assessment: Assessment, *, plans: Sequence[str], signed: str) -> Document:
    """Return the ranks of all units, the worst in words first; the numbers behind them are annexed."""
    sections = [
        Section("总的情况", [*_overall(assessment), *_ends(assessment)]),
        Section("名次", _beside_ranks(assessment), _rank_grid(assessment)),
        Section("计分和口径", list(_rules(assessment.settings))),
    ]
    return Document(
        title=f"{titles_text(plans)}责任单位考核情况",
        sections=sections,
        annexes=[Section("附件 各单位项目构成", [_sums(assessment)], _makeup_grid(assessment))],
        signed=signed,
        dated=full_day(assessment.as_of),
    )


def _rate_text(rate: Fraction | None) -> str:
    return "" if rate is None else f"{whole_percent(rate)}%"


def _overall(assessment: Assessment) -> Iterator[str]:
    total = assessment.total
    numbers = [
        f"{word}{number_text(total.number(measure))}{of}"
        for measure, word, of in (
            ("late", "逾期未完成", "项"),
            ("returned", "退回", "次"),
            ("unreported", "未报送", "项"),
        )
        if total.items[measure]
    ]
    paced = f"，达序时率{_rate_text(total.pace_rate)}" if total.pace_rate is not None else ""
    trouble = f"；{'，'.join(numbers)}" if numbers else ""
    yield (
        f"截至{full_day(assessment.as_of)}，计划共{len(total.items['total'])}项，"
        f"由{len(assessment.standings)}个单位牵头，完成率{_rate_text(total.done_rate)}{paced}{trouble}。"
    )


def _ends(assessment: Assessment) -> Iterator[str]:
    """Name the last units with what they lack, then the first ones; nothing if all have the same rank."""
    standings = assessment.standings
    if not standings or standings[0].rank == standings[-1].rank:
        return
    for word, end in (("末位", standings[-1]), ("首位", standings[0])):
        of_rank = [standing for standing in standings if standing.rank == end.rank]
        tie = f"并列{len(of_rank)}个，" if len(of_rank) > 1 else ""
        named = "；".join(
            _last(each, assessment) if word == "末位" else _named(each) for each in of_rank[:_MOST_NAMED]
        )
        yield f"{word}：{tie}{named}{'等' * (len(of_rank) > _MOST_NAMED)}。"


def _last(standing: RankedUnit, assessment: Assessment) -> str:
    """Name a unit of the last rank, since when it is, and what it lacks."""
    since = assessment.last_since.get(standing.record.unit)
    lasting = f"，{full_day(since)}起每月末都在末位" if since else ""
    return f"{_named(standing, lasting)}，{_lacking(standing.record, assessment.settings)}"


def _named(standing: RankedUnit, more: str = "") -> str:
    """Name a unit with its rank, its points and the rank before."""
    before = ""
    if standing.previous:
        before = "，上次也是" if standing.previous == standing.rank else "，上次"
        before += f"第{standing.previous}名"
    points = number_text(standing.record.total_points)
    return f"{standing.record.unit}（第{standing.rank}名，得分{points}{before}{more}）"


def _lacking(record: UnitRecord, settings: Settings) -> str:
    """Say what cost a unit its points, or else what it is behind with."""
    cost = [measure for measure, points in record.points.items() if points < 0]
    lacks = [*cost, *(["unreported"] if "unreported" not in cost and record.items["unreported"] else [])]
    lacks = lacks or (["off_pace"] if record.items["off_pace"] else [])
    if not lacks:
        return "没有失分，只是得分少"
    return f"差在{'、'.join(_with_projects(measure, record) for measure in lacks)}"


def _with_projects(measure: str, record: UnitRecord) -> str:
    items = record.items[measure]
    named = "、".join(f"{item.project.id}{item.project.title}" for item in items[:_MOST_NAMED])
    of = "次" if measure == "returned" else "项"
    return f"{MEASURES[measure]}{len(items)}{of}（{named}{'等' * (len(items) > _MOST_NAMED)}）"


def _beside_ranks(assessment: Assessment) -> list[str]:
    """Say of what day the ranks before are, and name the units that support."""
    since = f"上次名次是{full_day(assessment.since)}的。" if _has_previous(assessment) else ""
    records = [*(standing.record for standing in assessment.standings), *assessment.supporting]
    supporting = "、".join(
        f"{record.unit}{number_text(record.number('support'))}项"
        for record in records
        if record.items["support"]
    )
    return list(filter(None, [since, f"另有配合任务（不计分）：{supporting}。" if supporting else ""]))


def _has_previous(assessment: Assessment) -> bool:
    return any(standing.previous for standing in assessment.standings)


def _rank_grid(assessment: Assessment) -> Grid:
    headings = ("名次", "上次", "升降", "单位", "得分", "完成率", "达序时率", "逾期", "退回", "未报送")
    rows = [
        (
            str(standing.rank),
            str(standing.previous or _NO_RANK) if _has_previous(assessment) else "",
            _moved(standing) if _has_previous(assessment) else "",
            standing.record.unit,
            number_text(standing.record.total_points),
            *_rates(standing.record),
        )
        for standing in assessment.standings
    ]
    if assessment.unled:
        rows.append(("", "", "", _UNLED, "", *_rates(assessment.unled)))
    rows.append(("", "", "", "合计", "", *_rates(assessment.total)))
    return Grid(headings, rows, numbers=(0, 1, 2, 4, 5, 6, 7, 8, 9)).filled()


def _rates(record: UnitRecord) -> tuple[str, ...]:
    counted = (_counted(record.number(measure)) for measure in ("late", "returned", "unreported"))
    return _rate_text(record.done_rate), _rate_text(record.pace_rate), *counted


def _moved(standing: RankedUnit) -> str:
    """Return how far a unit moved: ▲2 up, ▼1 down."""
    if not standing.previous or not standing.rank:
        return _NO_RANK
    up = standing.previous - standing.rank
    return f"▲{up}" if up > 0 else f"▼{-up}" if up else _NO_RANK


def _makeup_grid(assessment: Assessment) -> Grid:
    """Return what became of the projects of each unit; each row adds up, and the last one is the plan."""
    measures = ("total", *OUTCOMES, "deferred")
    records = [(standing.record.unit, standing.record) for standing in assessment.standings]
    if assessment.unled:
        records.append((_UNLED, assessment.unled))
    rows = [
        (name, *(_counted(record.number(measure)) for measure in measures))
        for name, record in (*records, ("合计", assessment.total))
    ]
    headings = ("单位", *(MEASURES[measure] for measure in measures))
    return Grid(headings, rows, numbers=range(1, len(headings))).filled()


def _counted(number: Fraction) -> str:
    """Return a number as text; zeros are blank, so that the others stand out."""
    return number_text(number) if number else ""


def _sums(assessment: Assessment) -> str:
    """Say what adds up, and how a project with several lead units is counted."""
    total = assessment.total
    parts = [MEASURES[measure] for measure in OUTCOMES if total.items[measure]]
    adds = f"牵头项目等于{'、'.join(parts)}之和。" if len(parts) > 1 else ""
    joint = sum(len(item.project.units.lead) > 1 for item in total.items["total"])
    if not joint:
        return f"{adds}合计是计划的项数。"
    if assessment.settings.share_projects:
        return f"{adds}有{joint}项由几个单位牵头，各单位平分，相加等于合计，合计是计划的项数。"
    led = [standing.record for standing in assessment.standings]
    more = sum(len(record.items["total"]) for record in led) - sum(
        bool(item.project.units.lead) for item in total.items["total"]
    )
    return f"{adds}有{joint}项由几个单位牵头，各计一项，各单位相加比合计多{more}项；合计是计划的项数。"


def _rules(settings: Settings) -> Iterator[str]:
    worth = (
        ("按时完成一项", settings.points_on_time),
        ("逾期一项（已完成或未完成）", settings.points_late),
        ("退回一次", settings.points_returned),
        ("未报送一项", settings.points_unreported),
    )
    scored = "，".join(f"{what}{points:+d}分" for what, points in worth if points)
    free = "、".join(what.removesuffix("一项").removesuffix("一次") for what, points in worth if not points)
    yield f"计分：{scored or '各项都不计分'}{f'；{free}不计分' if free and scored else ''}。"
    yield "名次依次看得分、完成率、达序时率，三者都相同的并列。配合的项目不计分，不排名。"
    yield "完成率是已完成的占牵头项目的比例。"
    yield ("达序时率是在办和已完成、时段已开始的项目中进度不低于序时的比例，逾期的和没有报过进度的算未达到。")
    yield f"未报送指超过{settings.unreported_days}天没有报过进展，不论是否逾期；本来不要求报的不算。"


def unit_document(
    standing: RankedUnit, *, plans: Sequence[str], signed: str, dated: str, settings: Settings
) -> Document:
    """Return the paper on one unit: each number, its points and the projects behind it."""
    record = standing.record
    rows = [
        (
            MEASURES[measure],
            number_text(record.number(measure)),
            number_text(record.points[measure]) if measure in record.points else "",
            "；".join(_project(item) for item in record.items[measure]),
        )
        for measure in MEASURES
        if measure not in _IF_ANY or record.items[measure]
    ]
    rows.append(("合计得分", "", number_text(record.total_points), ""))
    ranked = [f"{_named(standing)}。"] if standing.rank else []
    section = Section("各数所指项目", ranked, Grid(("指标", "项数", "得分", "项目"), rows, numbers=(1, 2)))
    return Document(
        title=f"{titles_text(plans)}{record.unit}考核情况",
        sections=[section, Section("计分和口径", list(_rules(settings)))],
        signed=signed,
        dated=dated,
    )


def _project(item: Item) -> str:
    return f"{item.project.id} {item.project.title}"


def units_json(standings: Sequence[RankedUnit]) -> list[dict[str, Any]]:
    """Return the numbers, points and rank of each unit, and the ids behind each number."""
    return [
        {
            "unit": record.unit,
            **{measure: number_json(record.number(measure)) for measure in MEASURES},
            "progress": record.count.progress,
            "pace": record.count.pace,
            "done_rate": _percent_json(record.done_rate),
            "pace_rate": _percent_json(record.pace_rate),
            "points": number_json(record.total_points),
            "rank": standing.rank,
            "previous_rank": standing.previous,
            "items": {m: [str(item.project.id) for item in record.items[m]] for m in MEASURES},
        }
        for standing in standings
        for record in (standing.record,)
    ]


def _percent_json(rate: Fraction | None) -> int | None:
    return None if rate is None else whole_percent(rate)
