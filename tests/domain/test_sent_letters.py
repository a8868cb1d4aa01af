"""What became of the letters that were sent."""

from datetime import date, timedelta

import pytest

from dushiquan.domain.events import Event, EventKind, Json, ReminderStep
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.sent_letters import Answer, sent_letters
from dushiquan.domain.status import Status
from dushiquan.domain.supervision import Item
from tests.builders import DAY, OPEN, PROJECT, event, item

SECOND = PROJECT._replace(id=ProjectId("2"))
BY = DAY + timedelta(days=7)


def urged(id: str, project: ProjectId, step: str = "yellow") -> Event:
    said: Json = {"year": 2011, "number": 1, "unit": "市发改委", "step": step, "by": BY.isoformat()}
    return event(id, EventKind.REMIND, DAY, said)._replace(project=project)


def reported(id: str, project: ProjectId, on: date = DAY) -> Event:
    return event(id, EventKind.NOTE, on, note="x")._replace(project=project)


LETTER = [urged("1", PROJECT.id, "blue"), urged("2", SECOND.id)]


@pytest.mark.parametrize(
    ("events", "as_of", "answer", "waiting"),
    [
        (LETTER, BY, Answer.AWAITED, ["6", "2"]),
        (LETTER, BY + timedelta(days=1), Answer.UNANSWERED, ["6", "2"]),
        ([*LETTER, reported("3", PROJECT.id)], BY + timedelta(days=1), Answer.UNANSWERED, ["2"]),
        ([*LETTER, reported("3", PROJECT.id), reported("4", SECOND.id)], BY, Answer.ANSWERED, []),
        ([reported("0", PROJECT.id), *LETTER], BY, Answer.AWAITED, ["6", "2"]),
    ],
)
def test_a_letter_is_answered_when_each_of_its_projects_has_reported_since(
    events: list[Event], as_of: date, answer: Answer, waiting: list[str]
) -> None:
    items: dict[str, Item] = {project.id: item(project, OPEN, as_of) for project in (PROJECT, SECOND)}
    (letter,) = sent_letters(items, events, as_of)
    assert (letter.answer, letter.step, letter.by) == (answer, ReminderStep.YELLOW, BY)
    assert [each.project.id for each in letter.waiting] == [PROJECT.id if id == "6" else id for id in waiting]


def test_a_project_that_is_closed_needs_no_answer() -> None:
    closed = item(PROJECT, OPEN._replace(status=Status.DONE), BY)
    (letter,) = sent_letters({PROJECT.id: closed}, LETTER[:1], BY + timedelta(days=1))
    assert letter.answer is Answer.ANSWERED


def test_a_letter_was_answered_on_the_day_of_the_last_first_report() -> None:
    """What a unit reports later is no answer: the letter would be told as answered each time."""
    days = [(PROJECT, 1), (SECOND, 3), (PROJECT, 5), (SECOND, 6)]
    told = [reported(str(9 + day), of.id, DAY + timedelta(days=day)) for of, day in days]
    items: dict[str, Item] = {project.id: item(project, OPEN, BY) for project in (PROJECT, SECOND)}
    (letter,) = sent_letters(items, [*LETTER, *told], BY)
    assert letter.answered_on == DAY + timedelta(days=3)
