"""The contents of a circular."""

from datetime import date

from dushiquan.domain.circular import Circular, compile_circular
from dushiquan.domain.events import Event, EventKind, Json
from dushiquan.domain.plan import Project
from dushiquan.domain.span import week_of
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import Item
from tests.builders import DAY, OPEN, PROJECT, event, item

WEEK = week_of(date(2011, 11, 9))


def assessed(project: Project, state: State) -> Item:
    return item(project, state, WEEK.end)


def circular(
    items: list[Item], events: list[Event], as_of: date = WEEK.end, previous: list[Item] | None = None
) -> Circular:
    return compile_circular("计划", WEEK, as_of, items, previous or [], events)


LETTER: Json = {"year": 2011, "number": 1, "unit": "市发改委", "step": "blue", "by": "2011-11-14"}


def test_letters_are_no_progress_entries_and_returns_no_reports() -> None:
    state = State(Status.ACTIVE, due=PROJECT.due)
    letter = event("1", EventKind.REMIND, WEEK.start, LETTER)
    back = event("2", EventKind.RETURN, WEEK.start, Status.ACTIVE, Status.SUBMITTED)
    made = circular([assessed(PROJECT, state)], [letter, back])
    assert [entry.event.id for entry in made.entries] == ["2"]
    assert list(made.silent) == ["市发改委"]


def test_projects_not_yet_started_are_not_silent() -> None:
    later = PROJECT._replace(start=WEEK.end)
    assert circular([assessed(later, State(due=PROJECT.due))], [], as_of=WEEK.start).silent == {}
    assert list(circular([assessed(later, State(due=PROJECT.due))], []).silent) == ["市发改委"]


def test_entries_recorded_after_the_report_day_are_left_out() -> None:
    old = event("1", EventKind.NOTE, date(2011, 11, 1), note="x")._replace(recorded_at="2011-11-12T04:00:00Z")
    items = [assessed(PROJECT, OPEN)]
    assert circular(items, [old], as_of=date(2011, 11, 11)).entries == ()
    assert len(circular(items, [old], as_of=date(2011, 11, 12)).entries) == 1


def test_the_last_note_of_a_late_project_may_be_a_deferral_reason() -> None:
    asked = event("1", EventKind.DEFER, DAY, "2011-10-31", note="衔接")
    state = State(Status.ACTIVE, due=date(2011, 10, 31), deferrals=1)
    assert circular([assessed(PROJECT, state)], [asked]).overdue[0].last_note == "衔接"


def test_withdrawn_projects_are_in_no_total() -> None:
    gone = assessed(PROJECT, State(withdrawn_on=DAY))
    made = circular([gone], [], previous=[gone])
    assert (made.total.total, made.previous.total, made.silent) == (0, 0, {})
