"""What came of each project of a year, and the line on it."""

from datetime import date

import pytest

from dushiquan.domain.events import Event, EventKind, PlanPlace
from dushiquan.domain.outcomes import Result, outcomes
from dushiquan.domain.plan import Kind
from dushiquan.domain.status import State, Status
from dushiquan.papers.outcome_lines import outcome_text, results_text
from tests.builders import PROJECT, event, item

DUE = date(2011, 12, 31)
DAY = date(2012, 1, 13)
DROP = event("1", EventKind.STATUS, date(2011, 8, 1), Status.DROPPED, Status.ACTIVE, note="资金未落实")
PAUSE = event("2", EventKind.STATUS, date(2011, 8, 1), Status.PAUSED, Status.ACTIVE, note="待批")
AGAIN = event("5", EventKind.STATUS, date(2011, 10, 1), Status.PAUSED, Status.ACTIVE, note="汛期")
INTO = event(
    "3", EventKind.CARRY, date(2012, 1, 5), {"into": PlanPlace("u", "2012", "4")._asdict()}, "active"
)
FROM = event("4", EventKind.CARRY, date(2011, 1, 5), {"from": PlanPlace("u", "2010", "9")._asdict()})


@pytest.mark.parametrize(
    ("state", "events", "result", "said"),
    [
        (State(Status.DONE, due=DUE, done_on=DUE), [], "on_time", "2011年12月31日完成"),
        (
            State(Status.DONE, due=DUE, done_on=date(2011, 12, 20)),
            [],
            "on_time",
            "2011年12月20日完成，提前11天",
        ),
        (State(Status.DONE, due=DUE, done_on=DAY), [], "late", "2012年1月13日完成，逾期13天"),
        (
            State(Status.DONE, due=DUE, done_on=DAY, applied_on=DUE),
            [],
            "on_time",
            "2011年12月31日完成",
        ),
        (State(Status.ACTIVE, due=DUE, progress=60), [], "overdue", "进度60%，逾期13天"),
        (State(Status.PLANNED, due=DUE), [], "overdue", "没有报过进度，逾期13天"),
        (
            State(Status.ACTIVE, due=date(2012, 3, 31), deferrals=2, progress=60),
            [],
            "open",
            "进度60%，时限2012-03-31；延期2次（2011-12-31延至2012-03-31）",
        ),
        (State(Status.DROPPED, due=DUE), [DROP], "dropped", "2011年8月1日终止，资金未落实"),
        (State(Status.PAUSED, due=DUE), [PAUSE], "paused", "2011年8月1日暂缓，待批"),
        (State(Status.PAUSED, due=DUE), [PAUSE, AGAIN], "paused", "2011年10月1日暂缓，汛期"),
        (State(Status.DROPPED, due=DUE), [PAUSE, DROP], "dropped", "2011年8月1日终止，资金未落实"),
        (
            State(Status.DROPPED, due=DUE),
            [FROM, DROP],
            "dropped",
            "由2010年计划第9项结转来；2011年8月1日终止，资金未落实",
        ),
        (
            State(Status.SUBMITTED, due=DUE, progress=60, applied_on=DUE),
            [],
            "open",
            "已申请销号，待核实，进度60%，时限2011-12-31",
        ),
        (State(Status.CARRIED, due=DUE), [INTO], "carried", "2012年1月5日结转到2012年计划第4项"),
        (
            State(Status.DONE, due=DUE, done_on=DUE),
            [FROM],
            "on_time",
            "由2010年计划第9项结转来；2011年12月31日完成",
        ),
    ],
)
def test_each_project_is_told_in_a_line(state: State, events: list[Event], result: str, said: str) -> None:
    project = PROJECT._replace(kind=Kind.COMPLETE, due=DUE)
    (found,) = outcomes([item(project, state, DAY)], events)
    assert (found.result, outcome_text(found)) == (result, said)


def test_the_results_are_counted_with_what_was_deferred_and_what_came_from_before() -> None:
    done = State(Status.DONE, due=DUE, done_on=DUE, deferrals=2)
    other = PROJECT._replace(uid="2")
    items = [item(PROJECT, done, DAY), item(other, State(Status.DROPPED, due=DUE), DAY)]
    found = outcomes(items, [FROM])
    assert [each.result for each in found] == [Result.ON_TIME, Result.DROPPED]
    assert results_text(found) == (
        "办理结果：按时完成1项、终止1项。延期过1项，共延期2次。从以前的计划结转来1项，已完成1项。"
    )
