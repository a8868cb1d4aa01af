"""Which letters are due, for what, and at which step."""

from datetime import date, timedelta

import pytest

from dushiquan.domain.events import Event, EventKind, Json, Matter, ReminderStep
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Kind, Units
from dushiquan.domain.reminders import LADDERS, Letter, matter_of, plan_letters
from dushiquan.domain.settings import DEFAULTS
from dushiquan.domain.status import OpenRequest, Said, State, Status
from dushiquan.domain.supervision import Item, supervise
from tests.builders import PROJECT, event, item

JAN = date(2012, 1, 9)


def sent(id: str, on: date, step: str, matter: str = "", by: date = date(2012, 1, 31)) -> Event:
    told: dict[str, Json] = {
        "step": step,
        "year": on.year,
        "number": 1,
        "unit": "市发改委",
        "by": by.isoformat(),
    }
    return event(id, EventKind.REMIND, on, {**told, "matter": matter} if matter else told)


def late(id: int, due: date, day: date) -> Item:
    return item(PROJECT._replace(id=ProjectId(str(id)), due=due), State(Status.ACTIVE, due=due), day)


def asked(letters: list[Letter]) -> list[tuple[Matter, ReminderStep]]:
    return [(each.matter, each.step) for letter in letters for each in letter.asked]


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
    groups = [(g.matter, g.step, [a.item.project.id for a in g.asked]) for g in letter.groups]
    assert groups == [
        (Matter.LATE, ReminderStep.RED, ["2"]),
        (Matter.LATE, ReminderStep.YELLOW, ["4", "3"]),
        (Matter.NEAR, ReminderStep.BLUE, ["1"]),
    ]


BEHIND = State(Status.ACTIVE, progress=10, due=PROJECT.due, last_reported=date(2011, 9, 1))
SILENT = State(Status.ACTIVE, progress=70, due=PROJECT.due, last_reported=date(2011, 6, 1))
SEPTEMBER = date(2011, 9, 23)
ASKS = OpenRequest(date(2012, 3, 31), "资金", date(2011, 9, 20))


@pytest.mark.parametrize(
    ("state", "day", "matter", "silent"),
    [
        (BEHIND, SEPTEMBER, Matter.BEHIND, None),
        (BEHIND._replace(progress=60), SEPTEMBER, None, None),  # yellow for its pace
        (SILENT, SEPTEMBER, None, Matter.SILENT),
        (BEHIND._replace(last_reported=None), SEPTEMBER, Matter.BEHIND, Matter.SILENT),
        (SILENT, date(2011, 12, 20), Matter.NEAR, Matter.SILENT),
        (SILENT, JAN, Matter.LATE, None),  # it is urged as late
        (SILENT._replace(status=Status.SUBMITTED, applied_on=date(2011, 9, 1)), SEPTEMBER, None, None),
        (SILENT._replace(status=Status.SUBMITTED, applied_on=date(2012, 1, 5)), JAN, None, None),
        (SILENT._replace(said=Said(request=ASKS)), JAN, None, None),
        (BEHIND._replace(said=Said(request=ASKS)), SEPTEMBER, None, None),
        (SILENT._replace(status=Status.PAUSED), JAN, None, None),
        (SILENT._replace(status=Status.DROPPED), JAN, None, None),
        (SILENT._replace(status=Status.CARRIED), JAN, None, None),
        (SILENT._replace(status=Status.DONE), JAN, None, None),
        (SILENT._replace(withdrawn_on=SEPTEMBER), JAN, None, None),
    ],
)
def test_a_project_is_urged_for_what_is_so_of_it(
    state: State, day: date, matter: Matter | None, silent: Matter | None
) -> None:
    assessed = Item(PROJECT, state, supervise(PROJECT, state, day, known_since=date(2011, 2, 1)))
    assert matter_of(assessed, day, DEFAULTS) is matter
    assert matter_of(assessed, day, DEFAULTS, silent=True) is silent
    assert [a for a, _ in asked(plan_letters([assessed], [], day))] == [matter] * bool(matter)


def test_nobody_is_urged_about_what_is_to_be_assessed() -> None:
    project = PROJECT._replace(kind=Kind.ADVANCE)
    assessed = item(project, BEHIND, JAN)
    assert assessed.supervision.for_review
    assert plan_letters([assessed], [], JAN) == []


@pytest.mark.parametrize("matter", Matter)
def test_the_next_step_follows_only_if_no_answer_came(matter: Matter) -> None:
    state, day = {
        Matter.SILENT: (SILENT, SEPTEMBER),
        Matter.NEAR: (SILENT._replace(progress=95), date(2011, 12, 30)),
        Matter.BEHIND: (BEHIND, SEPTEMBER),
        Matter.LATE: (SILENT, date(2012, 3, 1)),
    }[matter]
    assessed = Item(PROJECT, state, supervise(PROJECT, state, day, known_since=date(2011, 2, 1)))

    def due(*events: Event) -> list[ReminderStep]:
        silent = matter is Matter.SILENT
        return [step for _, step in asked(plan_letters([assessed], events, day, silent=silent))]

    ladder = LADDERS[matter]
    by = PROJECT.due if matter is Matter.NEAR else day
    assert by is not None
    for step, following in zip(ladder, [*ladder[1:], ladder[-1]], strict=True):
        letter = sent("1", day - timedelta(days=8), step, matter.value, by)
        answer = event("2", EventKind.NOTE, day - timedelta(days=8), note="在办")
        lately = sent("1", day - timedelta(days=7), step, matter.value, by)
        assert due(letter) == [following]
        assert due(lately) == []
        # an answer: the steps begin anew, but not before the days are over
        assert due(letter, answer) == ([] if matter is Matter.NEAR else [ladder[0]])
        assert due(letter, answer._replace(on=day - timedelta(days=1))) == []
        again = event("3", EventKind.NOTE, day - timedelta(days=1), note="仍在办")
        assert due(letter, answer, again) == []


def test_a_letter_for_another_matter_does_not_raise_the_step_of_lateness() -> None:
    behind = sent("1", date(2012, 1, 5), "yellow", "behind")
    assert asked(plan_letters([late(1, date(2011, 12, 31), JAN)], [behind], JAN)) == [
        (Matter.LATE, ReminderStep.YELLOW)
    ]


def test_a_letter_sent_on_the_due_date_does_not_count_as_the_yellow_one() -> None:
    """It was sent for a target; the project itself is late from the next day and gets its own yellow letter."""
    on_the_day = sent("1", date(2011, 12, 31), "yellow")
    (letter,) = plan_letters([late(1, date(2011, 12, 31), JAN)], [on_the_day], JAN)
    assert letter.step is ReminderStep.YELLOW


def test_an_answer_to_a_letter_about_an_earlier_day_does_not_count_for_the_day_after_a_deferral() -> None:
    letter = sent("1", date(2011, 12, 20), "blue", "near", date(2011, 12, 31))
    answer = event("2", EventKind.NOTE, date(2011, 12, 21), note="在办")
    (again,) = plan_letters([late(1, date(2012, 1, 20), JAN)], [letter, answer], JAN)
    assert asked([again]) == [(Matter.NEAR, ReminderStep.BLUE)]
    answered = sent("1", date(2011, 12, 20), "blue", "near", date(2012, 1, 20))
    assert plan_letters([late(1, date(2012, 1, 20), JAN)], [answered, answer], JAN) == []


def test_the_latest_letter_may_still_be_answered_whichever_was_entered_last() -> None:
    first, entered_late = sent("1", date(2012, 1, 5), "red"), sent("2", date(2011, 12, 20), "yellow")
    assert plan_letters([late(1, date(2011, 12, 1), JAN)], [first, entered_late], JAN) == []


def test_persons_are_urged_where_a_project_has_no_unit_and_nobody_gets_a_letter() -> None:
    nobody = PROJECT._replace(units=Units())
    person = nobody._replace(persons=("张三",))
    state = State(Status.ACTIVE, due=PROJECT.due)
    (letter,) = plan_letters([item(project, state, JAN) for project in (nobody, person)], [], JAN)
    assert letter.unit == "张三"


def test_a_letter_bears_the_sign_of_the_office() -> None:
    items = [late(1, date(2011, 12, 31), JAN)]
    (letter,) = plan_letters(items, [], JAN, DEFAULTS._replace(letter_sign="杭协督"))
    assert (letter.sign, plan_letters(items, [], JAN)[0].sign) == ("杭协督", "催办")


def test_letters_as_of_a_day_ignore_later_events() -> None:
    first, later = sent("1", date(2012, 1, 5), "yellow"), sent("2", date(2012, 1, 20), "yellow")
    back = event("3", EventKind.REVOKE, date(2012, 1, 20), revokes="1")
    items = [late(1, date(2011, 12, 31), JAN)]
    assert plan_letters(items, [first], JAN) == []
    (again,) = plan_letters(items, [first, back], JAN)  # a letter that was taken back was never sent
    assert again.step is ReminderStep.YELLOW
    (letter,) = plan_letters(items, [later], JAN)
    assert letter.step is ReminderStep.YELLOW
