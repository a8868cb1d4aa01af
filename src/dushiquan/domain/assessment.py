"""The assessment of units (考核): what each finished, still owes and failed to report, with the items."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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
    "carried": "结转",
    "late": "逾期未完成",
    "deferred": "延期",
    "returned": "退回",
    "unreported": "未报送",
    "support": "配合项目",
}
"""What is counted for a unit; all but the last count the projects that it leads."""


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """The year of a unit so far: the items behind each measure, and the points they earn."""

    unit: str
    items: Mapping[str, tuple[Item, ...]]
    count: Count
    points: Mapping[str, int]

    @property
    def total_points(self) -> int:
        """The sum of all points."""
        return sum(self.points.values())


def assess_units(
    items: Sequence[Item],
    events: Iterable[Event],
    as_of: date,
    *,
    known_since: date | None = None,
    settings: Settings = DEFAULTS,
) -> list[UnitRecord]:
    """Assess every unit that leads or supports a project, in the plan's order.

    ``events`` are those in force as of the day. A project returned twice counts twice.
    """
    returned = [event.identity for event in events if event.kind is EventKind.RETURN]
    counted = in_plan(items)
    names = dict.fromkeys(
        [unit for item in counted for unit in item.project.units.lead]
        + [unit for item in counted for unit in item.project.units.support]
    )
    return [_record(unit, counted, returned, as_of, known_since, settings) for unit in names]


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
    points = {measure: sum(record.points[measure] for record in records) for measure in records[0].points}
    return UnitRecord(unit, items, count(unit, items["total"]), points)


def _record(
    unit: str,
    items: Sequence[Item],
    returned: Sequence[str],
    as_of: date,
    known_since: date | None,
    settings: Settings,
) -> UnitRecord:
    led = [item for item in items if unit in item.project.units.lead]

    def silent(item: Item) -> bool:
        days = silent_days(item.project, item.state, as_of, known_since)
        return days is not None and days > settings.unreported_days

    def done_late(item: Item) -> bool:
        finished, due = item.state.finished_on, item.state.due
        return item.project.kind in DUTIES and finished is not None and due is not None and finished > due

    done = [item for item in led if item.state.status is Status.DONE]
    behind = {
        "total": led,
        "done_on_time": [item for item in done if not done_late(item)],
        "done_late": [item for item in done if done_late(item)],
        "open": [item for item in led if item.state.is_open],
        "carried": [item for item in led if item.state.status is Status.CARRIED],
        "late": [item for item in led if item.supervision.days_overdue],
        "deferred": [item for item in led if item.state.deferrals],
        "returned": [item for item in led for it in returned if it == item.project.identity],
        "unreported": [item for item in led if silent(item)],
        "support": [item for item in items if unit in item.project.units.support],
    }
    worth = {
        "done_on_time": settings.points_on_time,
        "done_late": settings.points_late,
        "late": settings.points_late,
        "returned": settings.points_returned,
        "unreported": settings.points_unreported,
    }
    return UnitRecord(
        unit,
        {measure: tuple(found) for measure, found in behind.items()},
        count(unit, led),
        {measure: len(behind[measure]) * each for measure, each in worth.items()},
    )
