"""The fold of events, and what a command may record."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain import acts
from dushiquan.domain.history import (
    TRANSITIONS,
    Event,
    EventKind,
    State,
    Status,
    fold,
    in_force,
    needs_reason,
    progress_of,
    unmet,
)
from dushiquan.domain.plan import Target
from dushiquan.errors import RefusedError
from tests.domain.test_supervision import PROJECT

DAY = date(2011, 3, 1)


def event(
    id: str, kind: EventKind, on: date, after: object = None, before: object = None, **more: object
) -> Event:
    return Event(id, "b", "1", kind, on, "2011-03-01T00:00:00Z", "", before, after, **more)  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events in order of entry: back-dated at will, some revoking an earlier one from some later day."""
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
def test_as_of_knows_only_what_took_effect(events: list[Event], days: int) -> None:
    """What lies after a day changes nothing on it."""
    as_of = DAY + timedelta(days=days)
    until = [e for e in events if e.on <= as_of]
    assert fold(PROJECT.due, events, as_of) == fold(PROJECT.due, until)


@given(histories())
def test_revoking_everything_returns_the_initial_state(events: list[Event]) -> None:
    revoked = {e.revokes for e in events}
    undo = [
        event(f"u{e.id}", EventKind.REVOKE, e.on, revokes=e.id)
        for e in events
        if not e.revokes and e.id not in revoked
    ]
    assert fold(PROJECT.due, [*events, *undo]) == State(due=PROJECT.due)
    assert in_force([*events, *undo]) == []


@given(histories())
def test_the_order_of_entry_matters_only_within_a_day(events: list[Event]) -> None:
    """Entered late or in time, a fact counts from when it happened."""
    assert fold(PROJECT.due, sorted(events, key=lambda e: e.on)) == fold(PROJECT.due, events)


def test_a_back_dated_fact_counts_from_its_day() -> None:
    late = [
        event("1", EventKind.PROGRESS, date(2011, 6, 30), 60),
        event("2", EventKind.PROGRESS, date(2011, 3, 31), 20),
    ]
    assert fold(None, late, date(2011, 3, 31)).progress == 20
    assert fold(None, late).progress == 60


def test_done_twice_is_done_on_the_first_day() -> None:
    twice = [
        event("1", EventKind.STATUS, date(2011, 9, 30), Status.DONE),
        event("2", EventKind.STATUS, date(2011, 8, 1), Status.DONE),
    ]
    assert fold(None, twice).done_on == date(2011, 8, 1)
    reopened = [*twice, event("3", EventKind.STATUS, date(2011, 10, 1), Status.ACTIVE)]
    assert fold(None, reopened).done_on is None


def test_a_start_reopens_nothing() -> None:
    """Done, as is learned later, before a first progress had started it."""
    start = event("1", EventKind.STATUS, date(2011, 11, 7), Status.ACTIVE, Status.PLANNED)
    done = event("2", EventKind.STATUS, date(2011, 11, 1), Status.DONE, Status.PLANNED)
    assert fold(None, [start, done]).status is Status.DONE
    assert fold(None, [start, done]).done_on == date(2011, 11, 1)


def test_what_the_office_does_is_no_report() -> None:
    reminded = [event("1", EventKind.NOTE, DAY), event("2", EventKind.REMIND, DAY + timedelta(days=9))]
    assert fold(None, reminded).last_reported == DAY


TARGETS = (Target("甲", 3), Target("乙"))


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
def test_progress_is_reported_or_the_mean_of_the_counts(state: State, progress: int | None) -> None:
    assert progress_of(TARGETS, state) == progress


def test_unmet_targets() -> None:
    assert [t.name for t in unmet(TARGETS, State(counts={"甲": 2, "乙": 1}))] == ["甲"]


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("after", list(Status))
def test_transitions_are_those_of_the_table(before: Status, after: Status) -> None:
    state = State(status=before)

    def move(reason: str) -> list[acts.Change]:
        return acts.update(PROJECT, state, status=after, reason=reason)

    if after is before:
        assert move("") == []
    elif after not in TRANSITIONS[before]:
        with pytest.raises(RefusedError, match="不能改为"):
            move("理由")
    else:
        assert move("理由")[0].after is after
        if needs_reason(before, after):
            with pytest.raises(RefusedError, match="理由"):
                move(" ")


def test_which_moves_need_a_reason() -> None:
    asked = {(b, a) for b in Status for a in TRANSITIONS[b] if needs_reason(b, a)}
    assert asked == {
        *((b, Status.PAUSED) for b in Status if Status.PAUSED in TRANSITIONS[b]),
        *((b, Status.DROPPED) for b in Status if Status.DROPPED in TRANSITIONS[b]),
        *((b, Status.SUBMITTED) for b in Status if Status.SUBMITTED in TRANSITIONS[b]),
        (Status.DONE, Status.ACTIVE),
        (Status.DROPPED, Status.ACTIVE),
        (Status.SUBMITTED, Status.ACTIVE),
    }


def test_a_first_report_starts_a_project() -> None:
    kinds = [c.kind for c in acts.update(PROJECT, State(), progress=10)]
    assert kinds == [EventKind.STATUS, EventKind.PROGRESS]
    assert acts.update(PROJECT, State(), progress=0) == [acts.Change(EventKind.PROGRESS, None, 0)]


OPEN = State(Status.ACTIVE, due=date(2011, 12, 31))


@pytest.mark.parametrize(
    ("state", "due", "reason", "said"),
    [
        (OPEN, date(2012, 3, 31), " ", "理由"),
        (OPEN, date(2011, 12, 31), "理由", "须在其后"),
        (OPEN._replace(status=Status.DONE), date(2012, 3, 31), "理由", "无须延期"),
        (OPEN._replace(withdrawn_on=DAY), date(2012, 3, 31), "理由", "撤销"),
    ],
)
def test_a_deferral_is_refused(state: State, due: date, reason: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        acts.defer(PROJECT, state, due, reason)


def test_an_undo_on_the_day_of_entry_leaves_no_trace() -> None:
    slip = event("1", EventKind.STATUS, DAY, Status.DONE)
    entered, later = date(2011, 3, 10), date(2011, 4, 1)
    assert acts.revocation_day(slip, entered=entered, today=entered) == DAY
    assert acts.revocation_day(slip, entered=entered, today=later) == later


def test_the_future_is_not_recorded() -> None:
    acts.check_day(DAY, DAY)
    with pytest.raises(RefusedError, match="还没有到"):
        acts.check_day(DAY + timedelta(days=1), DAY)
