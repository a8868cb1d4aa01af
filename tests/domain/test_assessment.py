"""What is counted for a unit, and its points."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from dushiquan.domain.assessment import (
    OUTCOMES,
    UnitRecord,
    assess,
    assess_units,
    assess_whole,
    joined_records,
    last_since,
    last_units,
    ranked,
    ranks,
)
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
    paces = {"on_pace", "off_pace"}
    return {measure for measure, items in found.items.items() if items} - paces


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
    assert (lead.unit, int(lead.total_points)) == ("甲局", 1)
    assert (support.unit, counted(support), int(support.total_points)) == ("乙局", {"support"}, 0)


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


def item(id: str, state: State, *lead: str, progress: int | None = None) -> Item:
    project = PROJECT._replace(uid=id, start=date(2011, 1, 1), due=DUE, units=Units(lead))
    state = state._replace(due=DUE, progress=progress, last_reported=DAY)
    return Item(project, state, supervise(project, state, date(2011, 7, 1)))


ALL_OUTCOMES = [
    item("1", State(Status.DONE, done_on=DUE), "甲局", "乙局"),
    item("2", State(Status.DONE, done_on=DAY), "甲局"),
    item("3", State(Status.ACTIVE), "乙局"),
    item("4", State(Status.PAUSED), "甲局", "乙局", "丙局"),
    item("5", State(Status.DROPPED), "丙局"),
    item("6", State(Status.CARRIED), "丙局"),
    item("7", State(Status.SUBMITTED)),
    item("8", State(Status.PLANNED), "乙局"),
]


def records(items: Sequence[Item], share_projects: int = 0) -> list[UnitRecord]:
    return assess_units(items, [], DAY, settings=Settings(share_projects=share_projects))


def test_each_project_is_in_one_outcome_and_each_row_adds_up() -> None:
    whole = assess_whole(ALL_OUTCOMES, [], DAY)
    assert whole.number("total") == len(ALL_OUTCOMES)
    for each in (*records(ALL_OUTCOMES), *records(ALL_OUTCOMES, share_projects=1), whole):
        assert sum(each.number(measure) for measure in OUTCOMES) == each.number("total")


def test_shares_add_up_to_the_plan_and_whole_projects_do_not() -> None:
    shared, whole = records(ALL_OUTCOMES, share_projects=1), assess_whole(ALL_OUTCOMES, [], DAY)
    for measure in ("total", *OUTCOMES):
        assert sum(each.number(measure) for each in shared) == whole.number(measure)
    assert sum(each.number("total") for each in records(ALL_OUTCOMES)) == len(ALL_OUTCOMES) + 3
    assert shared[0].total_points == Fraction(1, 2) - 1


def test_projects_without_a_lead_unit_are_counted_and_not_ranked() -> None:
    found = records(ALL_OUTCOMES)
    made = assess(found, [], assess_whole(ALL_OUTCOMES, [], DAY), DAY, DUE)
    assert [each.unit for each in made.supporting] == [
        each.unit for each in found if each.unit and not each.leads
    ]
    assert {each.unit for each in made.supporting}.isdisjoint(each.record.unit for each in made.standings)
    assert made.unled is not None
    assert made.unled.number("total") == 1
    assert "" not in ranks(found)


@pytest.mark.parametrize(
    ("state", "progress", "rate"),
    [
        (State(Status.ACTIVE), 49, 1),
        (State(Status.ACTIVE), 48, 0),
        (State(Status.ACTIVE), None, 0),
        (State(Status.SUBMITTED), None, 1),
        (State(Status.DONE, done_on=DUE), None, 1),
        (State(Status.PAUSED), 0, None),
        (State(Status.DROPPED), 0, None),
    ],
)
def test_the_rate_on_pace_is_over_open_and_done_projects_that_have_a_pace(
    state: State, progress: int | None, rate: int | None
) -> None:
    (found,) = records([item("1", state, "甲局", progress=progress)])
    assert found.pace_rate == rate


def test_equal_units_share_a_rank_and_the_next_one_is_counted_on() -> None:
    done, idle = State(Status.DONE, done_on=DUE), State(Status.ACTIVE)
    items = [
        item("1", idle, "丁局"),
        item("2", done, "甲局"),
        item("3", done, "乙局"),
        item("4", done, "丙局"),
        item("5", idle, "丙局"),
    ]
    assert ranks(records(items)) == {"甲局": 1, "乙局": 1, "丙局": 3, "丁局": 4}


def test_a_unit_is_ranked_beside_its_rank_before() -> None:
    done, idle = State(Status.DONE, done_on=DUE), State(Status.ACTIVE)
    now = records([item("1", done, "甲局"), item("2", idle, "乙局"), item("3", idle, "丙局")])
    then = records([item("1", idle, "甲局"), item("2", done, "乙局")])
    made = assess(now, then, assess_whole([], [], DAY), DAY, DUE)
    assert [(each.record.unit, each.rank, each.previous) for each in made.standings] == [
        ("甲局", 1, 2),
        ("乙局", 2, 1),
        ("丙局", 2, None),
    ]


def test_units_with_equal_points_stand_by_what_they_finished_then_by_pace() -> None:
    late, open_ = State(Status.DONE, done_on=DAY), State(Status.ACTIVE)
    items = [
        item("1", late, "甲局"),
        item("2", State(Status.DONE, done_on=DUE), "乙局"),
        item("3", late, "乙局"),
        item("4", open_, "丙局", progress=0),
        item("5", State(Status.PAUSED), "丁局"),
    ]
    assert ranks(records(items)) == {"乙局": 1, "丁局": 2, "丙局": 3, "甲局": 4}


def test_supported_projects_count_whole_even_if_shared() -> None:
    project = PROJECT._replace(units=Units(("甲局", "乙局"), ("丙局",)))
    *_, support = records([Item(project, State(), supervise(project, State(), DAY))], share_projects=1)
    assert support.unit == "丙局"
    assert support.number("support") == 1


def test_a_unit_is_last_since_the_first_of_the_days_without_a_break() -> None:
    done, late = State(Status.DONE, due=DUE, done_on=DUE), State(Status.ACTIVE, due=DUE)
    of_units = [
        *assess_units([Item(PROJECT, done, supervise(PROJECT, done, DAY))], [], DAY),
        *(
            record
            for unit in ("甲局", "乙局")
            for project in [PROJECT._replace(units=Units((unit,)))]
            for record in assess_units([Item(project, late, supervise(project, late, DAY))], [], DAY)
        ),
    ]
    standings = ranked(of_units)
    assert last_units(standings) == {"甲局", "乙局"}
    assert last_units(standings[:1]) == last_units(()) == set()
    many = [replace(standings[-1], record=replace(standings[-1].record, unit=f"{n}局")) for n in range(4)]
    assert last_units([standings[0], *many]) == set(), "four units share it"
    earlier = [
        (date(2011, 11, 30), {"甲局", "乙局"}),
        (date(2011, 10, 31), {"甲局"}),
        (date(2011, 9, 30), {"丙局"}),
        (date(2011, 8, 31), {"甲局"}),
    ]
    assert last_since(standings, earlier) == {"甲局": date(2011, 10, 31), "乙局": date(2011, 11, 30)}
    assert last_since(standings, []) == {}
