"""What changed since an earlier day."""

from datetime import date
from itertools import count

import pytest

from dushiquan.domain.difference import Difference, DifferenceKind, differences_since
from dushiquan.domain.events import Event, EventKind, Json
from dushiquan.domain.plan import Project, Units
from dushiquan.domain.status import OpenRequest, Said, State, Status
from tests.builders import OPEN, PROJECT, TARGETS, event, item

SINCE, TODAY = date(2011, 12, 20), date(2011, 12, 27)
D = DifferenceKind


def differences(
    was: State | None, now: State, *events: Event, then: Project = PROJECT, project: Project = PROJECT
) -> list[Difference]:
    before = [item(then, was, SINCE)] if was else []
    return differences_since(before, [item(project, now, TODAY)], events, SINCE, TODAY)


LATE = OPEN._replace(due=date(2011, 11, 1))
DONE = OPEN._replace(status=Status.DONE, done_on=TODAY)
APPLIED = OPEN._replace(status=Status.SUBMITTED, applied_on=TODAY)


@pytest.mark.parametrize(
    ("was", "now", "kinds"),
    [
        (OPEN, OPEN, []),
        (None, OPEN, [D.ADDED]),
        (OPEN, DONE, [D.DONE]),
        (OPEN, APPLIED, [D.SUBMITTED, D.GREEN]),
        (APPLIED, OPEN, [D.YELLOW, D.RETURNED]),
        (DONE, OPEN, [D.YELLOW, D.REOPENED]),
        (OPEN, OPEN._replace(status=Status.PAUSED), [D.PAUSED]),
        (OPEN, OPEN._replace(status=Status.DROPPED), [D.DROPPED]),
        (OPEN._replace(status=Status.PLANNED), OPEN, [D.STARTED]),
        (OPEN, OPEN._replace(withdrawn_on=TODAY, progress=50), [D.WITHDRAWN]),
        (OPEN._replace(withdrawn_on=SINCE), OPEN, [D.YELLOW, D.RESTORED]),
        (OPEN, OPEN._replace(due=date(2012, 3, 31), deferrals=1), [D.DEFERRED, D.GREEN]),
        (OPEN._replace(due=date(2012, 6, 30)), OPEN._replace(due=date(2012, 5, 31)), [D.ADVANCED]),
        (OPEN._replace(due=date(2011, 12, 26)), OPEN._replace(due=date(2011, 12, 26)), [D.LATE]),
        (OPEN._replace(progress=90), OPEN._replace(progress=20), [D.RED, D.PROGRESS]),
        (OPEN._replace(progress=20), OPEN._replace(progress=20), []),
        (LATE, LATE, []),
        (OPEN._replace(withdrawn_on=SINCE), OPEN._replace(withdrawn_on=SINCE, progress=5), []),
        (OPEN, OPEN._replace(counts={"甲": 1}), [D.PROGRESS]),
    ],
)
def test_each_difference_has_its_kind(was: State | None, now: State, kinds: list[DifferenceKind]) -> None:
    assert [kind for each in differences(was, now) for kind in each.kinds] == kinds


def test_a_changed_plan_is_a_difference() -> None:
    renamed = PROJECT._replace(title="新规划", units=Units(("市经信委",)))
    (found,) = differences(OPEN, OPEN, project=renamed)
    assert found.kinds == (D.REVISED,)


def test_a_due_date_that_the_plan_moved_is_a_revision_and_not_an_advance() -> None:
    sooner = PROJECT._replace(due=date(2012, 5, 31))
    later = PROJECT._replace(due=date(2012, 6, 30))
    (found,) = differences(
        OPEN._replace(due=later.due), OPEN._replace(due=sooner.due), then=later, project=sooner
    )
    assert found.kinds == (D.REVISED,)


@pytest.mark.parametrize(
    ("sent", "by", "reported", "kinds"),
    [
        (date(2011, 12, 21), date(2012, 1, 4), None, [D.URGED]),
        (date(2011, 12, 15), date(2011, 12, 22), None, [D.UNANSWERED]),
        (date(2011, 12, 15), date(2011, 12, 22), date(2011, 12, 23), []),
        (date(2011, 12, 15), date(2011, 12, 22), date(2011, 12, 14), [D.UNANSWERED]),
        (date(2011, 12, 21), date(2011, 12, 26), None, [D.UNANSWERED]),
        (date(2011, 12, 20), TODAY, None, []),  # the answer is due today
        (date(2011, 12, 1), date(2011, 12, 10), None, [D.UNANSWERED]),  # as long as nobody answers
        (date(2011, 12, 1), date(2011, 12, 10), date(2011, 12, 5), []),
    ],
)
def test_letters_and_those_without_an_answer(
    sent: date, by: date, reported: date | None, kinds: list[DifferenceKind]
) -> None:
    place: Json = {"step": "blue", "year": 2011, "number": 1, "unit": "市发改委", "by": by.isoformat()}
    events = [event("1", EventKind.REMIND, sent, place)]
    if reported:
        events.append(event("2" if reported >= sent else "0", EventKind.NOTE, reported, note="正在办"))
    assert [kind for each in differences(OPEN, OPEN, *events) for kind in each.kinds] == kinds


def test_an_answer_and_an_application_for_a_deferral_are_told() -> None:
    answer = event("1", EventKind.ANSWER, TODAY, {"year": 2011, "number": 1, "sign": "催办"}, note="在办")
    asks = OPEN._replace(said=Said(request=OpenRequest(date(2012, 3, 31), "资金", TODAY)))
    (found,) = differences(OPEN, asks, answer)
    assert found.kinds == (D.ANSWERED, D.REQUESTED)
    assert differences(asks, asks, answer._replace(on=date(2011, 12, 1))) == []


def test_a_letter_about_a_closed_project_is_answered() -> None:
    place: Json = {"step": "blue", "year": 2011, "number": 1, "unit": "市发改委", "by": "2011-12-22"}
    (found,) = differences(OPEN, DONE, event("1", EventKind.REMIND, date(2011, 12, 15), place))
    assert found.kinds == (D.DONE,)


def test_the_most_pressing_come_first() -> None:
    numbers = map(str, count(1))
    late, done, red = (PROJECT._replace(uid=next(numbers), targets=TARGETS) for _ in range(3))
    overdue = OPEN._replace(due=date(2011, 12, 22))
    then = [
        item(done, OPEN, SINCE),
        item(red, OPEN._replace(progress=95), SINCE),
        item(late, overdue, SINCE),
    ]
    now = [
        item(done, DONE, TODAY),
        item(red, OPEN._replace(progress=10), TODAY),
        item(late, overdue, TODAY),
    ]
    found = differences_since(then, now, [], SINCE, TODAY)
    assert [each.now.project.uid for each in found] == [late.uid, red.uid, done.uid]
