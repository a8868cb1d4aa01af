"""Ids of the rows of a plan."""

import pytest

from dushiquan.domain.ids import FullId, distinct_ids


@pytest.mark.parametrize(
    ("numbers", "ids"),
    [
        ("1 2 3", "1 2 3"),
        ("1 2 1 2", "1.1 1.2 2.1 2.2"),
        ("1 2 1 2 3", "1.1 1.2 2.1 2.2 2.3"),
        ("1 2 2 3", "1 2 2 3"),
    ],
)
def test_numbers_that_restart_are_of_two_sections(numbers: str, ids: str) -> None:
    assert distinct_ids(numbers.split()).ids == ids.split()


@pytest.mark.parametrize(
    ("plan", "id", "words"),
    [
        ("2012", "1", "2012年计划第1项"),
        ("2012", "22.1", "2012年计划第22.1项"),
        ("城区", "3", "“城区”计划第3项"),
        ("2012-2", "3", "“2012-2”计划第3项"),
        ("3001", "3", "“3001”计划第3项"),
    ],
)
def test_a_project_of_another_plan_is_named_by_the_year_or_the_key_of_the_plan(
    plan: str, id: str, words: str
) -> None:
    assert FullId(plan, id).in_words == words
