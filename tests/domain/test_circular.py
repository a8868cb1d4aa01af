"""The contents of a circular."""

from datetime import date, timedelta

import pytest

from dushiquan.domain.circular import Circular, compile_circular, says_why
from dushiquan.domain.events import Event, EventKind, Json
from dushiquan.domain.plan import Project
from dushiquan.domain.span import week_of
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import Item
from tests.builders import DAY, OPEN, PLAN, PROJECT, event, item

WEEK = week_of(date(2011, 11, 9))


def assessed(project: Project, state: State) -> Item:
    return item(project, state, WEEK.end)


def circular(
    items: list[Item], events: list[Event], as_of: date = WEEK.end, previous: list[Item] | None = None
) -> Circular:
    return compile_circular(PLAN, WEEK, as_of, items, previous or [], events)


LETTER: Json = {"year": 2011, "number": 1, "unit": "市发改委", "step": "blue", "by": "2011-11-14"}


def test_letters_are_no_progress_entries_and_returns_no_reports() -> None:
    state = State(Status.ACTIVE, due=PROJECT.due)
    letter = event("1", EventKind.REMIND, WEEK.start, LETTER)
    back = event("2", EventKind.RETURN, WEEK.start, Status.ACTIVE, Status.SUBMITTED)
    made = circular([assessed(PROJECT, state)], [letter, back])
    assert [entry.event.id for entry in made.entries] == ["2"]
    assert list(made.silent) == ["市发改委"]


def test_that_what_is_holds_is_no_progress() -> None:
    settled, note = event("1", EventKind.SETTLE, WEEK.start), event("2", EventKind.NOTE, WEEK.start, note="x")
    made = circular([assessed(PROJECT, OPEN)], [settled, note])
    assert [entry.event.id for entry in made.entries] == ["2"]


def test_a_project_that_waits_for_the_office_is_not_silent() -> None:
    waiting = State(Status.SUBMITTED, due=PROJECT.due, applied_on=date(2011, 3, 1))
    assert circular([assessed(PROJECT, waiting)], []).silent == {}


def test_projects_not_yet_started_are_not_silent() -> None:
    later = PROJECT._replace(start=WEEK.end)
    assert circular([assessed(later, State(due=PROJECT.due))], [], as_of=WEEK.start).silent == {}
    assert list(circular([assessed(later, State(due=PROJECT.due))], []).silent) == ["市发改委"]


def test_entries_recorded_after_the_report_day_are_left_out() -> None:
    old = event("1", EventKind.NOTE, date(2011, 11, 1), note="x")._replace(recorded_at="2011-11-12T04:00:00Z")
    items = [assessed(PROJECT, OPEN)]
    assert circular(items, [old], as_of=date(2011, 11, 11)).entries == ()
    assert len(circular(items, [old], as_of=date(2011, 11, 12)).entries) == 1


SAID = {
    EventKind.SETTLE: False,
    EventKind.STATUS: True,  # a reopening, say, with its reason
    EventKind.PROGRESS: True,
    EventKind.NOTE: True,
    EventKind.COUNT: True,
    EventKind.DEFER: True,
    EventKind.SUBMIT: True,
    EventKind.RETURN: True,
    EventKind.REMIND: False,
    EventKind.REVOKE: False,
    EventKind.REVISE: False,
    EventKind.WITHDRAW: False,
    EventKind.LOAD: False,
    EventKind.HEADING: False,
    EventKind.CARRY: False,
    EventKind.ANSWER: True,
    EventKind.PROBLEM: True,
    EventKind.NEXT: False,
    EventKind.EXPECT: False,
    EventKind.REQUEST: True,
    EventKind.REFUSE: False,
}


@pytest.mark.parametrize("kind", EventKind)
def test_a_report_and_the_return_of_an_application_say_why_a_project_is_late(kind: EventKind) -> None:
    noted = event("1", EventKind.NOTE, DAY, note="甲")._replace(kind=kind)
    assert says_why(noted) is SAID[kind]
    assert not says_why(noted._replace(note=""))


def test_the_latest_note_of_a_late_project_is_shown() -> None:
    state = State(Status.ACTIVE, due=date(2011, 10, 31), deferrals=1)
    late = [assessed(PROJECT, state)]
    asked = event("1", EventKind.DEFER, DAY, "2011-10-31", note="衔接")
    applied = event("2", EventKind.SUBMIT, DAY, Status.SUBMITTED, Status.ACTIVE, note="已完工")
    back = event("3", EventKind.RETURN, DAY, Status.ACTIVE, Status.SUBMITTED, note="缺验收意见")
    letter = event("4", EventKind.REMIND, DAY, LETTER, note="请速报")

    def latest(*events: Event) -> str | None:
        found = circular(late, list(events)).overdue[0].latest
        return found and found.note

    assert latest(letter) is None
    assert latest(asked, letter) == "衔接"
    assert latest(asked, applied, back, letter) == "缺验收意见"


def test_withdrawn_projects_are_in_no_total() -> None:
    gone = assessed(PROJECT, State(withdrawn_on=DAY))
    made = circular([gone], [], previous=[gone])
    assert (made.total.total, made.previous.total, made.silent) == (0, 0, {})


def test_nothing_is_counted_of_days_on_which_nobody_knew_the_plan() -> None:
    items = [item(PROJECT, State(), WEEK.end)]
    before = WEEK.start - timedelta(days=1)
    for known, total in ((before, 1), (WEEK.start, 0)):
        made = compile_circular(PLAN._replace(loaded=known), WEEK, WEEK.end, items, items, [])
        assert made.previous.total == total


@pytest.mark.parametrize(("answered", "told"), [(WEEK.start - timedelta(days=1), 0), (WEEK.start, 1)])
def test_a_letter_of_before_is_told_if_it_was_answered_in_the_span(answered: date, told: int) -> None:
    state = State(Status.ACTIVE, due=PROJECT.due)
    letter = event("1", EventKind.REMIND, WEEK.start - timedelta(days=9), LETTER)
    answer = event("2", EventKind.NOTE, answered, note="已安排")
    made = circular([assessed(PROJECT, state)], [letter, answer])
    assert len(made.letters) == told


def test_what_happened_at_a_weekend_is_told_in_the_week_after() -> None:
    friday = date(2011, 11, 11)
    days = {"1": date(2011, 11, 4), "2": date(2011, 11, 5), "3": date(2011, 11, 7), "4": date(2011, 11, 12)}
    events = [event(id, EventKind.NOTE, on, note="x") for id, on in days.items()]
    under_way = circular([assessed(PROJECT, OPEN)], events, as_of=friday)
    assert ([each.event.id for each in under_way.entries], under_way.since) == (["2", "3"], date(2011, 11, 4))
    whole = circular([assessed(PROJECT, OPEN)], events)
    assert ([each.event.id for each in whole.entries], whole.since) == (["3", "4"], date(2011, 11, 6))


def test_a_closing_that_was_entered_late_is_told_once() -> None:
    done = State(Status.DONE, done_on=date(2011, 10, 20), due=PROJECT.due)
    closed = event("1", EventKind.STATUS, date(2011, 10, 20), Status.DONE, Status.ACTIVE)
    for entered, told in (("2011-11-08T04:00:00Z", 1), ("2011-10-20T04:00:00Z", 0)):
        made = circular([assessed(PROJECT, done)], [closed._replace(recorded_at=entered)])
        assert len(made.closings) == told
