"""The assessment of units (考核): what each finished, still owes and failed to report, and its rank."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from dushiquan.domain.counting import Count, count, in_plan
from dushiquan.domain.events import Event, EventKind
from dushiquan.domain.plan import DUTIES
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.status import Status
from dushiquan.domain.supervision import Item, silent_days

MEASURES: dict[str, str] = {
    "total": "牵头项目",
    "done_on_time": "按时完成",
    "done_late": "逾期完成",
    "open": "在办",
    "paused": "暂缓",
    "dropped": "终止",
    "carried": "结转",
    "late": "逾期未完成",
    "on_pace": "达序时",
    "off_pace": "未达序时",
    "deferred": "延期",
    "returned": "退回",
    "unreported": "未报送",
    "support": "配合项目",
}
"""What is counted for a unit; all but the last count the projects that it leads."""

OUTCOMES = ("done_on_time", "done_late", "open", "paused", "dropped", "carried")
"""The measures that add up to the total: each project is in one of them."""


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """The year of a unit so far: the items behind each measure, and the points they earn.

    With ``is_shared`` a project led by several units counts an equal part for each of them.
    """

    unit: str
    items: Mapping[str, tuple[Item, ...]]
    count: Count
    points: Mapping[str, Fraction]
    is_shared: bool = False

    @property
    def total_points(self) -> Fraction:
        """The sum of all points."""
        return sum(self.points.values(), Fraction(0))

    @property
    def leads(self) -> bool:
        """Whether it leads a project."""
        return bool(self.items["total"])

    def number(self, measure: str) -> Fraction:
        """Return how many projects, or parts of them, are behind a measure."""
        is_shared = self.is_shared and measure != "support"
        return _amount(self.items[measure], is_shared)

    @property
    def done_rate(self) -> Fraction | None:
        """The part of its projects that is closed out (完成率); None if it leads none."""
        return _part(self.number("done_on_time") + self.number("done_late"), self.number("total"))

    @property
    def pace_rate(self) -> Fraction | None:
        """The part of its projects with a pace that has reached it (达序时率); None if none has a pace."""
        reached = self.number("on_pace")
        return _part(reached, reached + self.number("off_pace"))


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit with its rank, and that of the assessment before; None if it had or has none."""

    record: UnitRecord
    rank: int | None
    previous: int | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The assessment of all units.

    ``standings`` has the units that lead, by rank; ``supporting`` those that only support. ``unled`` are the
    projects that no unit leads. ``total`` counts each project once. ``since`` is the day of the ranks before.
    ``last_since`` has, of each unit that is last now and was so before, since which of the days looked at.
    """

    as_of: date
    since: date
    standings: tuple[RankedUnit, ...]
    supporting: tuple[UnitRecord, ...]
    unled: UnitRecord | None
    total: UnitRecord
    settings: Settings
    last_since: Mapping[str, date] = field(default_factory=dict)


def assess(
    records: Sequence[UnitRecord],
    before: Sequence[UnitRecord],
    total: UnitRecord,
    as_of: date,
    since: date,
    settings: Settings = DEFAULTS,
) -> Assessment:
    """Rank the records of a day, beside those ``before``, of the day ``since``."""
    return Assessment(
        as_of,
        since,
        ranked(records, before),
        tuple(record for record in records if record.unit and not record.leads),
        next((record for record in records if not record.unit), None),
        total,
        settings,
    )


MOST_LAST = 3
"""So many units may share the last rank and be told since when."""


def last_units(standings: Sequence[RankedUnit]) -> set[str]:
    """Return the units of the last rank; none if all have it, or more than ``MOST_LAST``."""
    if not standings or standings[0].rank == standings[-1].rank:
        return set()
    last = {standing.record.unit for standing in standings if standing.rank == standings[-1].rank}
    return last if len(last) <= MOST_LAST else set()


def last_since(standings: Sequence[RankedUnit], earlier: Iterable[tuple[date, set[str]]]) -> dict[str, date]:
    """Return since when the last units have been last without a break.

    ``earlier`` are days, the latest first, with the units that were last then; it is read as far as needed.
    """
    found: dict[str, date] = {}
    last = last_units(standings)
    for day, units in earlier:
        last &= units
        if not last:
            break
        found.update(dict.fromkeys(last, day))
    return found


def ranked(records: Sequence[UnitRecord], before: Iterable[UnitRecord] = ()) -> tuple[RankedUnit, ...]:
    """Return the units that lead projects, by rank, with the rank that each had ``before``."""
    now, then = ranks(records), ranks(before)
    standings = [
        RankedUnit(record, now[record.unit], then.get(record.unit))
        for record in records
        if record.unit in now
    ]
    return tuple(sorted(standings, key=lambda standing: now[standing.record.unit]))


def ranks(records: Iterable[UnitRecord]) -> dict[str, int]:
    """Return the rank of each unit that leads: by points, then 完成率, then 达序时率; equal ones share it."""
    marks = {record.unit: _mark(record) for record in records if record.unit and record.leads}
    ordered = sorted(marks.values(), reverse=True)
    return {unit: ordered.index(mark) + 1 for unit, mark in marks.items()}


def _mark(record: UnitRecord) -> tuple[Fraction, Fraction, Fraction]:
    done, paced = record.done_rate, record.pace_rate
    return record.total_points, done or Fraction(0), Fraction(1) if paced is None else paced


def assess_units(
    items: Sequence[Item],
    events: Iterable[Event],
    as_of: date,
    *,
    known_since: date | None = None,
    settings: Settings = DEFAULTS,
) -> list[UnitRecord]:
    """Assess every unit that leads or supports a project, in the plan's order; "" has those without one.

    ``events`` are those in force as of the day. A project returned twice counts twice.
    """
    returned = [event.identity for event in events if event.kind is EventKind.RETURN]
    counted = in_plan(items)
    led = [unit for item in counted for unit in item.project.units.lead]
    support = [unit for item in counted for unit in item.project.units.support]
    unled = [""] if any(not item.project.units.lead for item in counted) else []
    return [
        _record(
            unit,
            [item for item in counted if unit in (item.project.units.lead or ("",))],
            [item for item in counted if unit in item.project.units.support],
            returned,
            as_of,
            known_since,
            settings,
        )
        for unit in dict.fromkeys([*led, *support, *unled])
    ]


def assess_whole(
    items: Sequence[Item],
    events: Iterable[Event],
    as_of: date,
    *,
    known_since: date | None = None,
    settings: Settings = DEFAULTS,
) -> UnitRecord:
    """Return the measures of a whole plan: each project once."""
    returned = [event.identity for event in events if event.kind is EventKind.RETURN]
    once = settings._replace(share_projects=0)
    return _record("", in_plan(items), [], returned, as_of, known_since, once)


def joined_records(records: Iterable[UnitRecord]) -> list[UnitRecord]:
    """Return the records of several plans as one of each unit, in the order in which units first appear."""
    by_unit: dict[str, list[UnitRecord]] = {}
    for record in records:
        by_unit.setdefault(record.unit, []).append(record)
    return [_joined(unit, of_unit) for unit, of_unit in by_unit.items()]


def _joined(unit: str, records: Sequence[UnitRecord]) -> UnitRecord:
    items = {
        measure: tuple(item for record in records for item in record.items[measure]) for measure in MEASURES
    }
    points = {
        measure: sum((record.points[measure] for record in records), Fraction(0))
        for measure in records[0].points
    }
    return UnitRecord(unit, items, count(unit, items["total"]), points, records[0].is_shared)


def _record(
    unit: str,
    led: Sequence[Item],
    supported: Sequence[Item],
    returned: Sequence[str],
    as_of: date,
    known_since: date | None,
    settings: Settings,
) -> UnitRecord:
    def silent(item: Item) -> bool:
        days = silent_days(item.project, item.state, as_of, known_since)
        return days is not None and days > settings.unreported_days

    def of_status(status: Status) -> list[Item]:
        return [item for item in led if item.state.status is status]

    done = of_status(Status.DONE)
    paced = [item for item in led if _has_pace(item)]
    behind = {
        "total": led,
        "done_on_time": [item for item in done if not is_done_late(item)],
        "done_late": [item for item in done if is_done_late(item)],
        "open": [item for item in led if item.state.is_open],
        "paused": of_status(Status.PAUSED),
        "dropped": of_status(Status.DROPPED),
        "carried": of_status(Status.CARRIED),
        "late": [item for item in led if item.supervision.days_overdue],
        "on_pace": [item for item in paced if _is_on_pace(item)],
        "off_pace": [item for item in paced if not _is_on_pace(item)],
        "deferred": [item for item in led if item.state.deferrals],
        "returned": [item for item in led for it in returned if it == item.project.identity],
        "unreported": [item for item in led if silent(item)],
        "support": supported,
    }
    worth = {
        "done_on_time": settings.points_on_time,
        "done_late": settings.points_late,
        "late": settings.points_late,
        "returned": settings.points_returned,
        "unreported": settings.points_unreported,
    }
    is_shared = bool(settings.share_projects)
    return UnitRecord(
        unit,
        {measure: tuple(found) for measure, found in behind.items()},
        count(unit, led),
        {measure: _amount(behind[measure], is_shared) * each for measure, each in worth.items()},
        is_shared,
    )


def is_done_late(item: Item) -> bool:
    """Tell whether a closed duty was finished after its due date in force."""
    finished, due = item.state.finished_on, item.state.due
    return item.project.kind in DUTIES and finished is not None and due is not None and finished > due


def _has_pace(item: Item) -> bool:
    """Tell whether a project should be somewhere by now: its window is open, and it is open or done."""
    is_counted = item.state.is_open or item.state.status is Status.DONE
    return is_counted and item.supervision.pace is not None


def _is_on_pace(item: Item) -> bool:
    """Tell whether a project has reached its pace; one that reported nothing is at 0, a late one has not."""
    if item.state.status is Status.DONE or item.state.awaits_office:
        return True
    supervision = item.supervision
    return not supervision.days_overdue and (supervision.progress or 0) >= (supervision.pace or 0)


def _amount(items: Iterable[Item], is_shared: bool) -> Fraction:
    """Return the number of items; if they are shared, each counts a part for each unit that leads it."""
    each = (len(item.project.units.lead) if is_shared else 1 for item in items)
    return sum((Fraction(1, units or 1) for units in each), Fraction(0))


def _part(some: Fraction, all: Fraction) -> Fraction | None:
    return some / all if all else None
