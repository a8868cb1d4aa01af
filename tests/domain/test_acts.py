"""What may be recorded, and what is refused."""

import itertools
from datetime import date, timedelta

import pytest

from dushiquan.domain import acts
from dushiquan.domain.events import EventKind, ExpectedDay, ProgressReport, StatusChange, TargetCount
from dushiquan.domain.status import TRANSITIONS, Said, State, Status, needs_reason
from dushiquan.errors import RefusedError
from tests.builders import DAY, OPEN, PROJECT, event


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.CARRIED])
def test_a_reason_is_not_dropped_without_a_word(status: Status) -> None:
    with pytest.raises(RefusedError, match="状态没有变"):
        acts.update(PROJECT, State(status=status), status=status, reason="理由")


def test_what_is_under_way_is_not_planned() -> None:
    with pytest.raises(RefusedError, match="就不是未启动"):
        acts.update(PROJECT, State(), status=Status.PLANNED, progress=30)
    assert acts.update(PROJECT, State(progress=30), status=Status.PLANNED, progress=0)


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("after", list(Status))
def test_status_changes_follow_the_transition_table(before: Status, after: Status) -> None:
    state = State(status=before)

    def move(reason: str) -> list[acts.Change]:
        return acts.update(PROJECT, state, status=after, reason=reason)

    if before is Status.CARRIED:
        with pytest.raises(RefusedError, match="不再记录"):
            move("理由")
    elif after is before:
        assert move("") == []
    elif after is Status.CARRIED:
        with pytest.raises(RefusedError, match="dsq plan carry"):
            move("理由")
    elif after not in TRANSITIONS[before]:
        with pytest.raises(RefusedError, match="不能改为"):
            move("理由")
    else:
        assert move("理由")[0].payload == StatusChange(before, after)
        if needs_reason(before, after):
            with pytest.raises(RefusedError, match="理由"):
                move(" ")


def test_pausing_dropping_submitting_and_reopening_need_a_reason() -> None:
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
    assert acts.update(PROJECT, State(), progress=0) == [
        acts.Change(EventKind.PROGRESS, ProgressReport(None, 0))
    ]


@pytest.mark.parametrize(
    ("state", "due", "reason", "said"),
    [
        (OPEN, date(2012, 3, 31), " ", "理由"),
        (OPEN, date(2011, 12, 31), "", "1 延期须说明理由"),
        (OPEN, date(2011, 12, 30), "", "1 提前须说明理由"),
        (OPEN, date(2011, 12, 31), "理由", "现时限就是"),
        (OPEN._replace(status=Status.DONE), date(2012, 3, 31), "理由", "不再改时限"),
        (OPEN._replace(withdrawn_on=DAY), date(2012, 3, 31), "理由", "撤销"),
    ],
)
def test_invalid_deferrals_are_refused(state: State, due: date, reason: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        acts.defer(PROJECT, state, due, reason)


@pytest.mark.parametrize("progress", [60, None])
def test_a_closed_project_is_reopened_before_it_reports_again(progress: int | None) -> None:
    closed = OPEN._replace(status=Status.DONE, done_on=DAY, progress=progress)
    with pytest.raises(RefusedError, match="已于2011-03-01销号，不再报进度"):
        acts.update(PROJECT, closed, progress=70)
    assert acts.update(PROJECT, closed, progress=100) == []
    reopened = acts.update(PROJECT, closed, status=Status.ACTIVE, reason="返工", progress=70)
    assert [change.kind for change in reopened] == [EventKind.STATUS, EventKind.PROGRESS]


def test_a_report_that_repeats_the_value_is_a_report() -> None:
    reported = OPEN._replace(progress=70, said=Said(expected=DAY))
    assert acts.update(PROJECT, reported, progress=70) == [
        acts.Change(EventKind.PROGRESS, ProgressReport(70, 70))
    ]
    assert acts.expect(PROJECT, reported, DAY) == [acts.Change(EventKind.EXPECT, ExpectedDay(DAY))]
    dropped = reported._replace(status=Status.DROPPED)
    assert acts.update(PROJECT, dropped, progress=70) == []


@pytest.mark.parametrize(
    ("on", "said", "kept"),
    [
        (DAY, [70], False),
        (DAY, [70, 80], True),  # 70 again, after 80, is another word
        (DAY, [80, 70], False),
        (DAY - timedelta(days=1), [70], True),
        (DAY, [], True),
    ],
)
def test_the_same_value_on_the_same_day_is_said_once(on: date, said: list[int], kept: bool) -> None:
    events = [event(str(n), EventKind.PROGRESS, on, each) for n, each in enumerate(said)]
    again = acts.Change(EventKind.PROGRESS, ProgressReport(70, 70))
    note = acts.Change(EventKind.NOTE, note="同上")
    assert acts.not_said_that_day([again, note], events, DAY) == [*([again] if kept else []), note]
    fixed = again._replace(replaces="1")
    assert acts.not_said_that_day([fixed], events, DAY) == [fixed]


def test_a_count_is_set_by_its_step() -> None:
    counted = OPEN._replace(counts={"甲": 3})
    assert acts.count_to(PROJECT, counted, "甲", 3) == []
    (change,) = acts.count_to(PROJECT, counted, "甲", 1)
    assert change.payload == TargetCount("甲", 3, 1)
    with pytest.raises(RefusedError, match="最少是 0；现在累计 3"):
        acts.count_to(PROJECT, counted, "甲", -1)


def test_future_days_are_refused() -> None:
    acts.check_day(DAY, DAY)
    with pytest.raises(RefusedError, match="还没有到"):
        acts.check_day(DAY + timedelta(days=1), DAY)


WAYS = {
    "planned": "active submitted done paused dropped",
    "active": "submitted done paused dropped",
    "submitted": "active done paused dropped",
    "done": "active",
    "paused": "active done dropped",
    "dropped": "active",
    "carried": "",
}


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(Status, 2)))
def test_each_status_change_is_allowed_or_refused(before: Status, after: Status) -> None:
    """Against a table of our own, not the program's."""
    if after in WAYS[before].split():
        assert acts.update(PROJECT, State(status=before), status=after, reason="理由")
    else:
        with pytest.raises(RefusedError):
            acts.update(PROJECT, State(status=before), status=after, reason="理由")


def test_a_dropped_project_cannot_be_deferred() -> None:
    with pytest.raises(RefusedError, match="不再改时限"):
        acts.defer(PROJECT, OPEN._replace(status=Status.DROPPED), date(2012, 3, 31), "理由")
