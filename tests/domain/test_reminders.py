"""Which letters are due, and at which step."""

from datetime import date

from dushiquan.domain.events import Event, EventKind, ReminderStep
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.reminders import plan_letters
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import Item
from tests.builders import PROJECT, event, item


def sent(id: str, on: date, step: str) -> Event:
    return event(
        id,
        EventKind.REMIND,
        on,
        {"step": step, "year": on.year, "number": 1, "unit": "市发改委", "by": "2012-01-31"},
    )


def late(id: int, due: date, day: date) -> Item:
    return item(PROJECT._replace(id=ProjectId(str(id)), due=due), State(Status.ACTIVE, due=due), day)


JAN = date(2012, 1, 9)


def test_the_most_urgent_projects_come_first_and_set_the_step() -> None:
    warned = sent("1", date(2012, 1, 1), "yellow")._replace(project="2")
    near = late(1, date(2012, 1, 20), JAN)
    items = [
        near,
        late(2, date(2011, 12, 30), JAN),
        late(3, date(2011, 12, 1), JAN),
        late(4, date(2011, 11, 1), JAN),
    ]
    (letter,) = plan_letters(items, [warned], JAN)
    assert [str(a.item.project.id) for a in letter.asked] == ["2", "4", "3", "1"]
    assert letter.step is ReminderStep.RED


def test_a_letter_sent_on_the_due_date_does_not_count_as_the_yellow_one() -> None:
    """It was sent for a target; the project itself is late from the next day and gets its own yellow letter."""
    on_the_day = sent("1", date(2011, 12, 31), "yellow")
    (letter,) = plan_letters([late(1, date(2011, 12, 31), JAN)], [on_the_day], JAN)
    assert letter.step is ReminderStep.YELLOW


def test_the_latest_letter_may_still_be_answered_whichever_was_entered_last() -> None:
    first, entered_late = sent("1", date(2012, 1, 5), "red"), sent("2", date(2011, 12, 20), "yellow")
    assert plan_letters([late(1, date(2011, 12, 1), JAN)], [first, entered_late], JAN) == []


def test_nobody_is_urged_about_what_waits_for_the_office() -> None:
    waiting = State(Status.SUBMITTED, due=date(2011, 12, 1), applied_on=date(2011, 12, 20))
    late_then = item(PROJECT._replace(due=waiting.due), waiting, JAN)
    near = item(PROJECT._replace(due=JAN), waiting._replace(due=JAN), JAN)
    assert late_then.supervision.days_overdue == 19
    assert plan_letters([late_then, near], [], JAN) == []


def test_letters_as_of_a_day_ignore_later_events() -> None:
    first, later = sent("1", date(2012, 1, 5), "yellow"), sent("2", date(2012, 1, 20), "yellow")
    back = event("3", EventKind.REVOKE, date(2012, 1, 20), revokes="1")
    items = [late(1, date(2011, 12, 31), JAN)]
    assert plan_letters(items, [first], JAN) == []
    (again,) = plan_letters(items, [first, back], JAN)  # a letter that was taken back was never sent
    assert again.step is ReminderStep.YELLOW
    (letter,) = plan_letters(items, [later], JAN)
    assert letter.step is ReminderStep.YELLOW
