"""What is counted for a unit, and its points."""

from datetime import date, timedelta

import pytest

from dushiquan.domain.assessment import UnitRecord, assess_units, joined_records
from dushiquan.domain.events import Event, EventKind
from dushiquan.domain.plan import Kind, Units
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import Item, supervise
from tests.builders import PROJECT, event

DAY = date(2012, 1, 9)
DUE = date(2011, 12, 31)


def record(
    state: State, *events: Event, settings: Settings = DEFAULTS, kind: Kind = Kind.COMPLETE
) -> UnitRecord:
    project = PROJECT._replace(kind=kind)
    item = Item(project, state, supervise(project, state, DAY, settings=settings))
    (found,) = assess_units([item], events, DAY, settings=settings)
    return found


def counted(found: UnitRecord) -> set[str]:
    return {measure for measure, items in found.items.items() if items}


@pytest.mark.parametrize(
    ("done_on", "measure", "points"),
    [(DUE, "done_on_time", 1), (DUE + timedelta(days=1), "done_late", -1)],
)
def test_done_on_the_last_day_is_on_time(done_on: date, measure: str, points: int) -> None:
    found = record(State(Status.DONE, due=DUE, done_on=done_on))
    assert counted(found) == {"total", measure}
    assert found.total_points == points


def test_an_application_in_time_is_in_time_whenever_the_office_closes() -> None:
    closed = State(Status.DONE, due=DUE, applied_on=DUE, done_on=DUE + timedelta(days=12))
    assert counted(record(closed)) == {"total", "done_on_time"}
    assert counted(record(closed._replace(applied_on=DUE + timedelta(days=1)))) == {"total", "done_late"}


def test_lateness_goes_by_the_deferred_date() -> None:
    deferred = State(Status.DONE, due=date(2012, 3, 31), deferrals=1, done_on=date(2012, 1, 5))
    assert counted(record(deferred)) == {"total", "done_on_time", "deferred"}


def test_advance_projects_are_never_done_late() -> None:
    assert "done_late" not in counted(
        record(State(Status.DONE, due=DUE, done_on=date(2012, 1, 5)), kind=Kind.ADVANCE)
    )


@pytest.mark.parametrize(("days", "silent"), [(30, False), (31, True)])
def test_silence_is_counted_and_scored_by_the_settings(days: int, silent: bool) -> None:
    state = State(Status.ACTIVE, due=None, last_reported=DAY - timedelta(days=days))
    found = record(state, settings=Settings(points_unreported=-3))
    assert ("unreported" in counted(found)) is silent
    assert found.total_points == (-3 if silent else 0)


def test_two_returns_count_twice() -> None:
    back = [event(id, EventKind.RETURN, DAY, Status.ACTIVE, Status.SUBMITTED) for id in "12"]
    found = record(State(Status.ACTIVE, last_reported=DAY), *back)
    assert len(found.items["returned"]) == 2
    assert found.points["returned"] == -4


def test_withdrawn_projects_are_not_counted() -> None:
    gone = Item(PROJECT, State(withdrawn_on=DAY), supervise(PROJECT, State(withdrawn_on=DAY), DAY))
    assert assess_units([gone], [], DAY) == []


def test_supporting_a_project_scores_nothing() -> None:
    project = PROJECT._replace(units=Units(("甲局",), ("乙局",)))
    state = State(Status.DONE, due=DUE, done_on=DUE)
    lead, support = assess_units([Item(project, state, supervise(project, state, DAY))], [], DAY)
    assert (lead.unit, lead.total_points) == ("甲局", 1)
    assert (support.unit, counted(support), support.total_points) == ("乙局", {"support"}, 0)


def test_the_records_of_several_plans_are_added_up() -> None:
    late = State(Status.ACTIVE, due=DUE)
    done = State(Status.DONE, due=DUE, done_on=DUE)
    one, other = record(late), record(done)
    (joined,) = joined_records([one, other])
    assert {m: len(items) for m, items in joined.items.items()} == {
        measure: len(one.items[measure]) + len(other.items[measure]) for measure in one.items
    }
    assert joined.total_points == one.total_points + other.total_points
    assert (joined.count.total, joined.count.done, joined.count.late) == (2, 1, 1)
