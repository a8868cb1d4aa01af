"""Ids of the rows of a plan."""

import pytest

from dushiquan.domain.ids import distinct_ids


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
