"""Shares and counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.counting import count, groups_of, shares
from dushiquan.domain.plan import Units
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import Item, supervise
from tests.builders import OPEN, PROJECT, item


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_shares_add_up_to_100(numbers: list[int]) -> None:
    got = shares(numbers)
    assert sum(got) == (100 if sum(numbers) else 0)
    for number, share in zip(numbers, got, strict=True):
        assert abs(share - (number * 100 / sum(numbers) if sum(numbers) else 0)) < 1


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([1, 2, 4], [14, 29, 57]),  # 14.3, 28.6, 57.1
        ([2, 3, 2], [29, 43, 28]),  # 28.6, 42.9, 28.6: the first of two alike
        ([1, 1, 1], [34, 33, 33]),
        ([0, 5], [0, 100]),
        ([0, 0], [0, 0]),
    ],
)
def test_the_largest_remainders_are_rounded_up(numbers: list[int], expected: list[int]) -> None:
    assert shares(numbers) == expected


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
