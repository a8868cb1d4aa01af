"""Letters that were sent, and what became of them: answered, not yet due, or unanswered."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum, unique
from operator import attrgetter
from typing import NamedTuple

from dushiquan.domain.events import SIGN, Event, Reminder, ReminderStep
from dushiquan.domain.supervision import Item


@unique
class Answer(StrEnum):
    """What became of a letter by a day."""

    UNANSWERED = "unanswered"
    AWAITED = "awaited"
    ANSWERED = "answered"


class SentLetter(NamedTuple):
    """A letter (催办单) with its projects, those that have not answered, and what became of it.

    ``step`` is its most urgent one, ``by`` the first day by which an answer was due, ``last_answer`` the
    first report of the project that answered last. It is unanswered if one of them let its own day pass.
    """

    year: int
    number: int
    unit: str
    step: ReminderStep
    on: date
    by: date
    items: tuple[Item, ...]
    waiting: tuple[Item, ...]
    answer: Answer
    sign: str = SIGN
    last_answer: Event | None = None

    @property
    def answered_on(self) -> date | None:
        """The day on which the last of its projects answered."""
        return self.last_answer.on if self.last_answer else None


def sent_letters(items: Mapping[str, Item], events: Iterable[Event], as_of: date) -> list[SentLetter]:
    """Return all letters sent, by number, with what became of them by the end of a day.

    ``items`` are by identity, ``events`` in force. A project has answered if it reported since the letter, an
    answer that was recorded (``urge answer``) being a report, or is no longer open.
    """
    letters: dict[tuple[int, int], list[Event]] = {}
    open_ones: dict[str, list[Event]] = {}
    answers: dict[str, Event] = {}
    for event in events:
        if event.is_report:
            answers |= dict.fromkeys((each.id for each in open_ones.pop(event.identity, ())), event)
        if isinstance(event.payload, Reminder) and event.identity in items:
            letters.setdefault((event.payload.year, event.payload.number), []).append(event)
            open_ones.setdefault(event.identity, []).append(event)
    return [
        _letter([(e, items[e.identity]) for e in of_letter], answers, as_of)
        for _, of_letter in sorted(letters.items())
    ]


def _letter(asked: list[tuple[Event, Item]], answers: Mapping[str, Event], as_of: date) -> SentLetter:
    """Return a letter; ``answers`` has the first report after each of its events that has one."""
    said = [event.payload for event, _ in asked if isinstance(event.payload, Reminder)]
    waiting = {
        item.project.identity: item for event, item in asked if item.state.is_open and event.id not in answers
    }
    late = any(
        event.identity in waiting and each.by < as_of for (event, _), each in zip(asked, said, strict=True)
    )
    return SentLetter(
        said[0].year,
        said[0].number,
        said[0].unit,
        max((each.step for each in said), key=[*ReminderStep].index),
        asked[0][0].on,
        min(each.by for each in said),
        tuple(item for _, item in asked),
        tuple(waiting.values()),
        (Answer.UNANSWERED if late else Answer.AWAITED) if waiting else Answer.ANSWERED,
        said[0].sign,
        max((answers[e.id] for e, _ in asked if e.id in answers), key=attrgetter("on"), default=None),
    )
