"""The facts of a brief: its days, what is worst, and what a head of office is asked to take up."""

from datetime import date, timedelta

import pytest

from dushiquan.domain.brief import MOST_DAYS, Brief, PlanPart, compile_brief, trend_days
from dushiquan.domain.events import Event, EventKind, Json
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import EscalationLevel, Project
from dushiquan.domain.span import week_of
from dushiquan.domain.status import OpenRequest, Remark, Said, State, Status
from dushiquan.domain.supervision import Item
from tests.builders import PLAN, PROJECT, event, item

DAY = date(2012, 1, 20)  # a Friday, twenty days after the project was due
LEVELS = (EscalationLevel("处室", 1), EscalationLevel("分管领导", 15), EscalationLevel("主要领导", 30))
ACTIVE = State(Status.ACTIVE, progress=50, due=PROJECT.due, last_reported=DAY)
LETTER: Json = {"year": 2012, "number": 3, "unit": "市发改委", "step": "red", "by": "2012-01-12"}
URGED = event("1", EventKind.REMIND, date(2012, 1, 5), LETTER)


def numbered(number: int, **more: object) -> Project:
    return PROJECT._replace(id=ProjectId(str(number)), **more)  # type: ignore[arg-type]


def brief(*items: Item, events: tuple[Event, ...] = (), levels: tuple[EscalationLevel, ...] = ()) -> Brief:
    part = PlanPart(PLAN._replace(levels=levels), items, (), events)
    return compile_brief([part], week_of(DAY), DAY, {DAY: items})


def late(number: int, days: int, **more: object) -> Item:
    due = DAY - timedelta(days=days)
    state = ACTIVE._replace(due=due, **more)  # type: ignore[arg-type]
    return item(numbered(number, due=due), state, DAY)


@pytest.mark.parametrize(
    ("since", "as_of", "days"),
    [
        (date(2012, 1, 20), DAY, ["2012-01-20"]),
        (date(2012, 1, 9), DAY, ["2012-01-15", "2012-01-20"]),
        (date(2012, 2, 1), DAY, ["2012-01-20"]),
        (date(2012, 1, 1), date(2012, 1, 15), ["2012-01-01", "2012-01-08", "2012-01-15"]),
        (
            date(2011, 9, 15),
            date(2012, 1, 31),
            ["2011-09-30", "2011-10-31", "2011-11-30", "2011-12-31", "2012-01-31"],
        ),
    ],
)
def test_a_trend_has_the_ends_of_weeks_or_if_too_many_of_months(
    since: date, as_of: date, days: list[str]
) -> None:
    assert [day.isoformat() for day in trend_days(since, as_of)] == days


@pytest.mark.parametrize("before", [70, 84, 85, 100, 365, 4000])
def test_a_trend_is_never_longer_than_fits(before: int) -> None:
    days = trend_days(DAY - timedelta(days=before), DAY)
    assert len(days) <= MOST_DAYS
    assert days == sorted(set(days))
    assert days[-1] == DAY


GREEN = item(numbered(9), State(Status.DONE, done_on=DAY), DAY)
REASONS: dict[str, tuple[Item, tuple[Event, ...], tuple[EscalationLevel, ...], tuple[str, int, int] | None]] = {
    "late and no levels": (late(1, 90), (), (), None),
    "late, below the second level": (late(1, 14), (), LEVELS, None),
    "late, at the second level": (late(1, 15), (), LEVELS, ("分管领导", 0, 0)),
    "late, at the only level": (late(1, 1), (), LEVELS[:1], ("处室", 0, 0)),
    "late, at the last level": (late(1, 31), (), LEVELS, ("主要领导", 0, 0)),
    "urged and silent": (late(1, 14), (URGED,), LEVELS, ("", 1, 0)),
    "deferred and late again": (late(1, 2, deferrals=2), (), (), ("", 0, 2)),
    "deferred and in time": (item(PROJECT, ACTIVE._replace(due=date(2012, 6, 1), deferrals=1, progress=90), DAY), (), (), None),
    "waits for the office": (late(1, 40, status=Status.SUBMITTED, applied_on=DAY), (URGED,), LEVELS, None),
    "done": (GREEN, (), LEVELS, None),
}  # fmt: skip


@pytest.mark.parametrize("case", REASONS)
def test_levels_letters_and_deferrals_ask_for_the_head_of_office(case: str) -> None:
    of, events, levels, wanted = REASONS[case]
    found = brief(of, events=events, levels=levels).appeals
    assert [(each.level, len(each.letters), each.deferrals) for each in found] == ([wanted] if wanted else [])


PROBLEM, REQUEST = Remark("征地受阻", DAY), OpenRequest(date(2012, 6, 1), "征地受阻", DAY)
SAID = Said(PROBLEM, request=REQUEST)


@pytest.mark.parametrize(
    ("of", "wanted"),
    [
        (late(1, 3, said=Said(PROBLEM)), (None, PROBLEM)),
        (late(1, -20, said=Said(PROBLEM)), (None, PROBLEM)),
        (late(1, -20, progress=100, said=Said(PROBLEM)), (None, PROBLEM)),
        (late(1, -200, progress=99, said=SAID), (REQUEST, None)),
        (late(1, 3, said=SAID), (REQUEST, PROBLEM)),
        (late(1, 3, said=SAID, status=Status.SUBMITTED, applied_on=DAY), None),
        (late(1, 3, said=SAID, status=Status.DONE, done_on=DAY), None),
    ],
)
def test_what_units_said_and_applied_for_asks_for_the_head_of_office(
    of: Item, wanted: tuple[OpenRequest | None, Remark | None] | None
) -> None:
    assert [(each.request, each.problem) for each in brief(of).appeals] == ([wanted] if wanted else [])


def test_a_letter_that_was_answered_asks_for_nothing() -> None:
    answer = event("2", EventKind.NOTE, date(2012, 1, 10), note="已安排")
    assert brief(late(1, 14), events=(URGED, answer)).appeals == ()


def test_what_the_office_must_decide_comes_first_then_levels_letters_deferrals_problems_and_days() -> None:
    items = [
        late(7, 4, said=Said(PROBLEM)),
        late(8, 9, said=Said(PROBLEM)),
        late(9, 1, said=SAID),
        late(2, 3, deferrals=1),
        late(3, 5, deferrals=1),
        late(4, 3, deferrals=2),
        late(5, 16),
        late(6, 60),
    ]
    found = brief(*items, late(1, 2), events=(URGED,), levels=LEVELS).appeals
    assert [each.item.project.id for each in found] == ["9", "6", "5", "1", "4", "3", "2", "8", "7"]


def test_red_items_are_told_with_their_silence_the_latest_first() -> None:
    behind = item(
        numbered(2, start=date(2012, 1, 1), due=date(2012, 2, 1)),
        ACTIVE._replace(due=date(2012, 2, 1), progress=5),
        DAY,
    )
    silent = late(3, 4, last_reported=DAY - timedelta(days=9))
    found = brief(behind, silent, late(4, 8), GREEN).reds
    assert [(red.item.project.id, red.silent) for red in found] == [("4", 0), ("3", 9), ("2", 0)]


def test_groups_come_by_their_share_of_red_and_then_of_yellow() -> None:
    def of(category: str, base: Item) -> Item:
        return base._replace(project=base.project._replace(category=category))

    yellow = item(
        PROJECT._replace(due=date(2012, 2, 1)), ACTIVE._replace(due=date(2012, 2, 1), progress=99), DAY
    )
    items = [of("好", GREEN), of("黄", yellow), of("半", late(1, 3)), of("半", GREEN), of("红", late(2, 3))]
    assert [count.name for count in brief(*items).groups] == ["红", "半", "黄", "好"]


def test_what_left_the_plan_is_not_counted() -> None:
    gone = late(1, 90)
    gone = gone._replace(state=gone.state._replace(withdrawn_on=DAY))
    found = brief(gone, GREEN, levels=LEVELS)
    assert (found.total.total, found.reds, found.appeals) == (1, (), ())


def test_several_plans_are_grouped_by_plan() -> None:
    def part(plan: str, *items: Item) -> PlanPart:
        own = [each._replace(project=each.project._replace(plan=plan)) for each in items]
        return PlanPart(PLAN._replace(title=plan), own, (), ())

    made = compile_brief([part("甲", GREEN), part("乙", late(1, 3))], week_of(DAY), DAY, {})
    assert (made.grouping, [count.name for count in made.groups]) == ("plan", ["乙", "甲"])
    assert made.plans == ("甲", "乙")
