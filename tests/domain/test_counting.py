"""Counts, means and groups."""

from datetime import date

import pytest

from dushiquan.domain.counting import count, groups_of
from dushiquan.domain.plan import Units
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import Item, supervise
from tests.builders import OPEN, PROJECT, item


@pytest.mark.parametrize(
    ("done", "total", "share"),
    [(0, 0, None), (0, 5, 0), (4, 31, 13), (19, 31, 61), (199, 200, 99), (5, 5, 100)],
)
def test_only_a_plan_that_is_all_done_is_100_percent_done(done: int, total: int, share: int | None) -> None:
    states = [OPEN._replace(status=Status.DONE)] * done + [OPEN] * (total - done)
    assert count("", [item(PROJECT, state, date(2011, 7, 1)) for state in states]).done_share == share


@pytest.mark.parametrize(
    ("states", "progress"),
    [
        ([OPEN._replace(progress=40), OPEN], 20),  # one that reported nothing counts 0
        ([OPEN._replace(status=Status.DONE), OPEN], 50),
        ([OPEN._replace(status=Status.DROPPED, progress=90), OPEN._replace(progress=30)], 30),
        ([OPEN._replace(status=Status.PAUSED, progress=10), OPEN._replace(progress=30)], 20),
        ([OPEN._replace(status=Status.DROPPED)], None),
    ],
)
def test_means_are_over_all_projects_that_were_not_dropped(states: list[State], progress: int | None) -> None:
    items = [Item(PROJECT, state, supervise(PROJECT, state, date(2011, 7, 1))) for state in states]
    found = count("", items)
    assert found.progress == progress
    assert (found.pace is None) == (progress is None)
    assert count("", [item(PROJECT._replace(start=None, due=None), OPEN, date(2011, 7, 1))]).progress is None


@pytest.mark.parametrize(
    ("units", "persons", "groups"),
    [
        (Units(("甲局", "乙局"), ("丙局",)), ("王某",), ("甲局", "乙局")),
        (Units(), ("王某", "李某"), ("王某", "李某")),
        (Units(), (), ("",)),
    ],
)
def test_a_project_belongs_to_each_that_answers_for_it(
    units: Units, persons: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    project = PROJECT._replace(units=units, persons=persons)
    assert groups_of(Item(project, OPEN, supervise(project, OPEN, date(2011, 7, 1))), "unit") == groups


@pytest.mark.parametrize(
    ("grouping", "group"), [("plan", "2011"), ("status", "paused"), ("light", "red"), ("category", "甲类")]
)
def test_a_project_belongs_to_its_group(grouping: str, group: str) -> None:
    late = PROJECT._replace(plan="2011", category="甲类")
    of_red = item(late, OPEN._replace(due=date(2011, 6, 1)), date(2011, 7, 1))
    of_paused = of_red._replace(state=OPEN._replace(status=Status.PAUSED))
    assert groups_of(of_red if grouping == "light" else of_paused, grouping) == (group,)
