"""The fold of events into states."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.events import (
    DueChange,
    Event,
    EventKind,
    Json,
    ProgressReport,
    TargetCount,
    is_late_deferral,
)
from dushiquan.domain.history import as_they_stand, fold, in_force, known_by, overridden
from dushiquan.domain.moments import next_stamp
from dushiquan.domain.plan import Target
from dushiquan.domain.status import OpenRequest, Remark, Said, State, Status, progress_of, unmet
from tests.builders import DAY, PROJECT, TARGETS, event


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events in order of entry: some back-dated, some revoking an earlier one on a later day."""
    events: list[Event] = []
    for number in range(draw(st.integers(0, 25))):
        on = DAY + timedelta(days=draw(st.integers(0, 60)))
        id = str(number)
        open_ones = [e for e in events if not e.revokes and e.id not in {x.revokes for x in events}]
        match draw(st.integers(0, 5)):
            case 0 if open_ones:
                taken = draw(st.sampled_from(open_ones))
                later = taken.on + timedelta(days=draw(st.integers(0, 20)))
                events.append(event(id, EventKind.REVOKE, later, revokes=taken.id))
            case 1:
                events.append(event(id, EventKind.PROGRESS, on, draw(st.integers(0, 100))))
            case 2:
                count = draw(st.integers(1, 3))
                events.append(
                    event(
                        id,
                        EventKind.COUNT,
                        on,
                        {"target": "甲", "count": count},
                        {"target": "甲", "count": 0},
                    )
                )
            case 3:
                due = on + timedelta(days=draw(st.integers(1, 99)))
                events.append(event(id, EventKind.DEFER, on, due.isoformat()))
            case 4:
                events.append(event(id, EventKind.NOTE, on, note="按计划推进中。"))
            case _:
                events.append(event(id, EventKind.STATUS, on, draw(st.sampled_from(list(Status)))))
    return events


@given(histories(), st.integers(0, 90))
def test_later_events_do_not_change_an_earlier_day(events: list[Event], days: int) -> None:
    as_of = DAY + timedelta(days=days)
    until = [e for e in events if e.on <= as_of or e.revokes]
    assert fold(PROJECT.due, events, as_of) == fold(PROJECT.due, until)


@given(histories(), st.integers(0, 90), st.randoms())
def test_any_order_of_arrival_gives_the_same_state(events: list[Event], days: int, chance: Random) -> None:
    """For every as-of and every known-at."""
    shuffled = chance.sample(events, len(events))
    as_of = DAY + timedelta(days=days)
    known_at = DAY + timedelta(days=chance.randrange(90))
    assert fold(PROJECT.due, shuffled, as_of) == fold(PROJECT.due, events, as_of)
    assert fold(PROJECT.due, known_by(shuffled, known_at), as_of) == fold(
        PROJECT.due, known_by(events, known_at), as_of
    )


@given(histories(), st.integers(0, 90))
def test_a_revoked_event_never_happened(events: list[Event], days: int) -> None:
    """On no day, not even between its own day and the day it was taken back."""
    as_of = DAY + timedelta(days=days)
    gone = {e.revokes for e in events}
    never = [e for e in events if e.id not in gone and not e.revokes]
    assert fold(PROJECT.due, events, as_of) == fold(PROJECT.due, never, as_of)


@given(histories(), st.integers(0, 90))
def test_undo_then_record_anew_equals_having_recorded_it_so(events: list[Event], days: int) -> None:
    as_of = DAY + timedelta(days=days)
    slip = event("90", EventKind.PROGRESS, DAY, 99)
    undo = event("91", EventKind.REVOKE, DAY + timedelta(days=30), revokes="90")
    right = event("92", EventKind.PROGRESS, DAY, 9)
    assert fold(PROJECT.due, [*events, slip, undo, right], as_of) == fold(
        PROJECT.due, [*events, right], as_of
    )


@given(histories())
def test_revoking_everything_gives_the_initial_state(events: list[Event]) -> None:
    revoked = {e.revokes for e in events}
    undo = [
        event(f"1{e.id:0>3}", EventKind.REVOKE, e.on, revokes=e.id)
        for e in events
        if not e.revokes and e.id not in revoked
    ]
    assert fold(PROJECT.due, [*events, *undo]) == State(due=PROJECT.due)
    assert in_force([*events, *undo]) == []


def test_two_people_may_take_back_the_same_entry() -> None:
    slip = event("1", EventKind.PROGRESS, DAY, 50)
    twice = [event(id, EventKind.REVOKE, DAY, revokes="1") for id in ("2", "3")]
    assert fold(None, [slip, *twice]).progress is None


def test_an_undo_that_was_taken_back_leaves_the_entry_in_force() -> None:
    history = [
        event("1", EventKind.PROGRESS, DAY, 50),
        event("2", EventKind.REVOKE, DAY, revokes="1"),
        event("3", EventKind.REVOKE, DAY, revokes="2"),
    ]
    assert fold(None, history).progress == 50


def test_within_a_day_the_stamp_decides_and_not_the_order_of_arrival() -> None:
    first, second = event("1", EventKind.PROGRESS, DAY, 60), event("2", EventKind.PROGRESS, DAY, 40)
    assert fold(None, [first, second]).progress == fold(None, [second, first]).progress == 40


def test_what_was_known_by_a_day_is_what_had_been_entered_by_then() -> None:
    early = event("1", EventKind.PROGRESS, DAY, 50, recorded_at="2011-03-01T04:00:00.000000Z")
    late = event("2", EventKind.PROGRESS, DAY, 20, recorded_at="2011-03-20T04:00:00.000000Z")
    assert known_by([early, late], date(2011, 3, 19)) == [early]
    assert known_by([early, late], date(2011, 3, 20)) == [early, late]


@pytest.mark.parametrize(
    ("recorded_at", "last", "stamp"),
    [
        ("2011-03-01T04:00:00Z", "", "2011-03-01T04:00:00Z#00000000"),
        ("2011-03-02T04:00:00Z", "2011-03-01T04:00:00Z#00000007", "2011-03-02T04:00:00Z#00000000"),
        # the clock went back, or stood still: the stamp goes on from the highest
        ("2011-02-01T04:00:00Z", "2011-03-01T04:00:00Z#00000007", "2011-03-01T04:00:00Z#00000008"),
        ("2011-03-01T04:00:00Z", "2011-03-01T04:00:00Z#00000000", "2011-03-01T04:00:00Z#00000001"),
    ],
)
def test_a_stamp_is_after_every_stamp_before_it(recorded_at: str, last: str, stamp: str) -> None:
    assert next_stamp(recorded_at, last) == stamp > last


def test_a_back_dated_event_counts_from_its_day() -> None:
    late = [
        event("1", EventKind.PROGRESS, date(2011, 6, 30), 60),
        event("2", EventKind.PROGRESS, date(2011, 3, 31), 20),
    ]
    assert fold(None, late, date(2011, 3, 31)).progress == 20
    assert fold(None, late).progress == 60


def test_closing_twice_keeps_the_first_day() -> None:
    twice = [
        event("1", EventKind.STATUS, date(2011, 9, 30), Status.DONE),
        event("2", EventKind.STATUS, date(2011, 8, 1), Status.DONE),
    ]
    assert fold(None, twice).done_on == date(2011, 8, 1)
    reopened = [*twice, event("3", EventKind.STATUS, date(2011, 10, 1), Status.ACTIVE, Status.DONE)]
    assert fold(None, reopened).done_on is None


def test_a_start_does_not_reopen() -> None:
    """A closing entered later, but dated before the first progress."""
    start = event("1", EventKind.STATUS, date(2011, 11, 7), Status.ACTIVE, Status.PLANNED)
    done = event("2", EventKind.STATUS, date(2011, 11, 1), Status.DONE, Status.PLANNED)
    assert fold(None, [start, done]).status is Status.DONE
    assert fold(None, [start, done]).done_on == date(2011, 11, 1)


def test_office_actions_do_not_count_as_reports() -> None:
    reminded = [
        event("1", EventKind.NOTE, DAY),
        event("2", EventKind.WITHDRAW, DAY + timedelta(days=9), False),
    ]
    assert fold(None, reminded).last_reported == DAY


@pytest.mark.parametrize(
    ("state", "progress"),
    [
        (State(), None),
        (State(counts={"甲": 1}), 16),
        (State(counts={"甲": 3}), 50),
        (State(counts={"甲": 9, "乙": 1}), 100),  # more than asked is no more than all
        (State(counts={"甲": 3}, progress=20), 20),
        (State(status=Status.DONE, progress=20), 100),
    ],
)
def test_progress_is_the_reported_value_or_the_mean_of_counts(state: State, progress: int | None) -> None:
    assert progress_of(TARGETS, state) == progress


def test_unmet_targets_are_those_below_their_goal() -> None:
    assert [t.name for t in unmet(TARGETS, State(counts={"甲": 2, "乙": 1}))] == ["甲"]


@pytest.mark.parametrize(
    ("kind", "after", "status"),
    [
        (EventKind.PROGRESS, 10, Status.ACTIVE),
        (EventKind.PROGRESS, 0, Status.PLANNED),
        (EventKind.COUNT, {"target": "甲", "count": 1}, Status.ACTIVE),
    ],
)
def test_what_was_done_starts_a_project_whose_start_was_taken_back(
    kind: EventKind, after: Json, status: Status
) -> None:
    before: Json = {"target": "甲", "count": 0} if kind is EventKind.COUNT else None
    start = event("1", EventKind.STATUS, DAY, Status.ACTIVE, Status.PLANNED)
    done = event("2", kind, DAY, after, before)
    assert fold(None, [start, done, event("3", EventKind.REVOKE, DAY, revokes="1")]).status is status


@pytest.mark.parametrize("status", [Status.DONE, Status.PAUSED, Status.DROPPED, Status.SUBMITTED])
def test_a_start_does_not_change_an_earlier_status(status: Status) -> None:
    start = event("1", EventKind.STATUS, date(2011, 11, 7), Status.ACTIVE, Status.PLANNED)
    earlier = event("2", EventKind.STATUS, date(2011, 11, 1), status, Status.PLANNED)
    assert fold(None, [start, earlier]).status is status


def test_the_day_of_an_application_is_kept_until_the_work_goes_on() -> None:
    applied = event("1", EventKind.SUBMIT, DAY, Status.SUBMITTED, Status.ACTIVE)
    closed = event("2", EventKind.STATUS, date(2011, 12, 12), Status.DONE, Status.SUBMITTED)
    back = event("2", EventKind.RETURN, date(2011, 12, 12), Status.ACTIVE, Status.SUBMITTED)
    assert fold(None, [applied]).applied_on == DAY
    state = fold(None, [applied, closed])
    assert (state.finished_on, state.done_on) == (DAY, date(2011, 12, 12))
    assert fold(None, [applied, back]).applied_on is None
    assert fold(None, [closed]).finished_on == closed.on


@pytest.mark.parametrize("kind", list(EventKind))
def test_only_some_kinds_of_events_count_as_reports(kind: EventKind) -> None:
    after: dict[EventKind, Json] = {
        EventKind.STATUS: Status.ACTIVE,
        EventKind.SUBMIT: Status.SUBMITTED,
        EventKind.RETURN: Status.ACTIVE,
        EventKind.PROGRESS: 10,
        EventKind.COUNT: {"target": "甲", "count": 1},
        EventKind.DEFER: "2012-01-01",
        EventKind.REVISE: {},
        EventKind.REMIND: {"year": 2011, "number": 1, "unit": "甲局", "step": "blue", "by": "2011-03-09"},
        EventKind.LOAD: {"base": "", "projects": 1},
        EventKind.HEADING: {},
        EventKind.WITHDRAW: True,
        EventKind.CARRY: {"into": {"uid": "u", "plan": "2012", "id": "6"}},
        EventKind.ANSWER: {"year": 2011, "number": 1, "sign": "催办"},
        EventKind.EXPECT: "2012-01-01",
        EventKind.REQUEST: "2012-01-01",
    }
    before: dict[EventKind, Json] = {
        EventKind.COUNT: {"target": "甲", "count": 0},
        EventKind.HEADING: {},
        EventKind.CARRY: "active",
    }
    reports = {
        *("status", "progress", "note", "count", "defer", "submit"),
        *("answer", "problem", "next", "expect", "request"),
    }
    heard = fold(None, [event("1", kind, DAY, after.get(kind), before.get(kind))]).last_reported
    assert heard == (DAY if kind.value in reports else None)


def test_deferrals_are_counted_and_the_last_date_holds() -> None:
    twice = [event("1", EventKind.DEFER, DAY, "2012-01-31"), event("2", EventKind.DEFER, DAY, "2012-03-31")]
    state = fold(PROJECT.due, twice)
    assert (state.due, state.deferrals) == (date(2012, 3, 31), 2)


@pytest.mark.parametrize(("on", "late"), [("2011-12-31", False), ("2012-01-01", True)])
def test_a_deferral_on_the_due_date_is_in_time(on: str, late: bool) -> None:
    asked = event("1", EventKind.DEFER, date.fromisoformat(on), "2012-03-31", "2011-12-31")
    assert is_late_deferral(asked) is late


def test_a_reported_progress_of_zero_overrides_the_counts() -> None:
    assert progress_of(TARGETS, State(counts={"甲": 3}, progress=0)) == 0


def test_mean_progress_has_no_rounding_error() -> None:
    targets = (Target("甲", 2), Target("乙", 6), Target("丙", 6))
    assert progress_of(targets, State(counts={"甲": 1, "乙": 5, "丙": 1})) == 50


# --- as the entries now stand --------------------------------------------------------------------------


@given(histories(), st.integers(0, 90))
def test_what_each_event_says_leads_to_the_next(events: list[Event], days: int) -> None:
    """Told as they stand, the events in force chain up, and fold to the same state."""
    as_of = DAY + timedelta(days=days)
    told = as_they_stand({"1": PROJECT.due}, events, as_of)
    assert [each.event.id for each in told] == [each.id for each in in_force(events, as_of)]
    progress, count, due = None, 0, PROJECT.due
    for each in told:
        match each.event.payload:
            case ProgressReport(before, after):
                assert before == progress
                progress = after
            case TargetCount(_, was, now):
                assert was == count
                count = now
            case DueChange(was_due, now_due):
                assert was_due == due
                due = now_due
    state = fold(PROJECT.due, events, as_of)
    assert (state.progress, state.counts.get("甲", 0), state.due) == (progress, count, due)


def test_a_second_closing_changes_nothing() -> None:
    events = [
        event("1", EventKind.STATUS, DAY, "done", "planned"),
        event("2", EventKind.STATUS, DAY, "done", "planned"),
    ]
    assert [each.changes for each in as_they_stand({"1": None}, events)] == [True, False]


@pytest.mark.parametrize(
    ("recorded", "later", "said"),
    [
        (("progress", 70, 20), [("progress", 30, 20)], ["1"]),
        (("progress", 70, 20), [("progress", 30, 20), ("progress", 70, 30)], []),
        (("progress", 70, 20), [("progress", 30, 20), ("progress", 30, 20)], ["1"]),
        (("progress", 70, 20), [("note", None, None)], []),
        (("progress", 70, 20), [("status", "done", "active")], ["1"]),
        (("progress", 100, 20), [("status", "done", "active")], []),
        (("status", "paused", "active"), [("status", "active", "paused")], ["1"]),
        (("status", "active", "planned"), [("status", "active", "planned")], []),
        (
            ("status", "active", "planned"),
            [("status", "paused", "planned"), ("status", "active", "planned")],
            ["1"],
        ),
        (("status", "planned", "active"), [("progress", 30, None)], ["1"]),
        (("defer", "2012-01-31", None), [("defer", "2012-03-31", None)], ["1"]),
        (("defer", "2012-01-31", None), [("revise", {"due": "2012-03-31"}, {"due": None})], ["1"]),
    ],
)
def test_what_a_later_entry_overrides(
    recorded: tuple[str, Json, Json], later: list[tuple[str, Json, Json]], said: list[str]
) -> None:
    def entry(number: int, kind: str, after: Json, before: Json) -> Event:
        return event(str(number), EventKind(kind), DAY + timedelta(days=number), after, before)

    first = entry(0, *recorded)
    others = [entry(number, *each) for number, each in enumerate(later, 1)]
    after = fold(PROJECT.due, [first])
    assert [each.by.id for each in overridden([first], after, others)] == said


def test_a_due_date_moved_earlier_is_no_deferral() -> None:
    events = [
        event("1", EventKind.DEFER, DAY, "2012-03-31", "2011-12-31"),
        event("2", EventKind.DEFER, DAY, "2011-10-31", "2012-03-31"),
        event("3", EventKind.DEFER, DAY, "2011-11-30", "2011-10-31"),
    ]
    counted = [fold(PROJECT.due, events[:number]).deferrals for number in (1, 2, 3)]
    assert counted == [1, 1, 2]


def test_a_count_never_goes_below_zero() -> None:
    def step(id: str, before: int, after: int) -> Event:
        return event(
            id, EventKind.COUNT, DAY, {"target": "甲", "count": after}, {"target": "甲", "count": before}
        )

    events = [step("1", 0, 2), step("2", 2, 1), event("3", EventKind.REVOKE, DAY, revokes="1")]
    assert fold(None, events).counts == {"甲": 0}


def test_a_later_edition_does_not_turn_a_deferral_into_a_move_earlier() -> None:
    """June, deferred to September; then an edition says December."""
    events = [
        event("1", EventKind.DEFER, DAY, "2011-09-30", "2011-06-30"),
        event("2", EventKind.REVISE, DAY, {"due": "2011-12-31"}, {"due": "2011-06-30"}),
    ]
    state = fold(date(2011, 12, 31), events)
    assert (state.due, state.deferrals) == (date(2011, 12, 31), 1)
    told = as_they_stand({"1": date(2011, 12, 31)}, events)[0].event.payload
    assert told == DueChange(date(2011, 6, 30), date(2011, 9, 30))


def test_a_change_that_saw_the_project_closed_reopens_it_however_it_was_closed() -> None:
    dropped = event("1", EventKind.STATUS, DAY, Status.DROPPED, Status.ACTIVE)
    back = event("2", EventKind.STATUS, DAY + timedelta(days=2), Status.ACTIVE, Status.DROPPED)
    closed = event("3", EventKind.STATUS, DAY - timedelta(days=2), Status.DONE, Status.ACTIVE)
    assert fold(None, [dropped, back, closed]).status is Status.ACTIVE
    assert fold(None, [dropped, closed]).status is Status.DONE  # it was dropped without knowing


REQUEST = event("1", EventKind.REQUEST, DAY, "2012-03-31", note="资金")


@pytest.mark.parametrize(
    ("later", "waits"),
    [
        (event("2", EventKind.NOTE, DAY, note="在办"), True),
        (event("2", EventKind.STATUS, DAY, "paused", "active"), True),
        (event("2", EventKind.SUBMIT, DAY, "submitted", "active"), False),
        (event("2", EventKind.STATUS, DAY, "done", "active"), False),
        (event("2", EventKind.DEFER, DAY, "2012-02-29"), False),
        (event("2", EventKind.REFUSE, DAY, note="须按期"), False),
        (event("2", EventKind.REVISE, DAY, {"due": "2012-03-31"}, {"due": "2011-12-31"}), False),
        (event("2", EventKind.REVISE, DAY, {"title": "新"}, {"title": "旧"}), True),
        (
            event("2", EventKind.CARRY, DAY, {"into": {"uid": "u", "plan": "2012", "id": "6"}}, "active"),
            False,
        ),
        (event("2", EventKind.REVOKE, DAY, revokes="1"), False),
    ],
)
def test_an_application_for_a_deferral_waits_until_it_is_settled_or_moot(later: Event, waits: bool) -> None:
    start = event("0", EventKind.STATUS, DAY, "active", "planned")
    said = fold(PROJECT.due, [start, REQUEST, later]).said
    assert said.request == (OpenRequest(date(2012, 3, 31), "资金", DAY) if waits else None)


@pytest.mark.parametrize("status", ["submitted", "done", "dropped"])
def test_an_application_for_a_deferral_of_what_is_finished_is_moot(status: str) -> None:
    over = event("0", EventKind.STATUS, DAY, status, "active")
    assert fold(PROJECT.due, [over, REQUEST]).said.request is None


def test_the_last_problem_and_the_last_next_steps_are_kept_with_their_days() -> None:
    told = [
        event("1", EventKind.PROBLEM, DAY, note="缺资金"),
        event("2", EventKind.NEXT, DAY, note="筹款"),
        event("3", EventKind.PROBLEM, date(2011, 4, 1), note="缺人"),
        event("4", EventKind.EXPECT, date(2011, 4, 1), "2011-10-30"),
        event("5", EventKind.REVOKE, date(2011, 5, 1), revokes="3"),
    ]
    assert fold(None, told[:4]).said == Said(
        Remark("缺人", date(2011, 4, 1)), Remark("筹款", DAY), date(2011, 10, 30)
    )
    assert fold(None, told).said.problem == Remark("缺资金", DAY)
