"""Decisions on a plan."""

from datetime import date

import pytest

from dushiquan.domain.decisions import title_of_part, with_milestone_moved
from dushiquan.domain.plan import Target
from tests.builders import PROJECT


def test_a_milestone_that_is_moved_to_its_own_day_keeps_its_place() -> None:
    day = date(2011, 6, 30)
    project = PROJECT._replace(targets=(Target("一", due=day), Target("二", due=day)))
    assert with_milestone_moved(project, "一", day) == project
    names = [target.name for target in with_milestone_moved(project, "一", date(2011, 7, 1)).targets]
    assert names == ["二", "一"]


@pytest.mark.parametrize(
    ("part", "title"),
    [
        ("北段", "绕城高速公路工程北段"),
        ("二标段", "绕城高速公路工程二标段"),
        ("一期", "绕城高速公路工程一期"),
        ("征迁部分", "绕城高速公路工程征迁部分"),
        ("东段（一期）", "绕城高速公路工程东段（一期）"),
        ("绕城北段", "绕城北段"),
        ("工程二期", "工程二期"),
        ("隧道照明系统改造", "隧道照明系统改造"),
        ("甲", "甲"),
    ],
)
def test_a_part_that_is_only_a_word_for_one_has_the_title_of_the_whole(part: str, title: str) -> None:
    assert title_of_part(part, "绕城高速公路工程") == title
