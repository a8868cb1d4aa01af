"""Decisions on a plan."""

from datetime import date

from dushiquan.domain.decisions import with_milestone_moved
from dushiquan.domain.plan import Target
from tests.builders import PROJECT


def test_a_milestone_that_is_moved_to_its_own_day_keeps_its_place() -> None:
    day = date(2011, 6, 30)
    project = PROJECT._replace(targets=(Target("一", due=day), Target("二", due=day)))
    assert with_milestone_moved(project, "一", day) == project
    names = [target.name for target in with_milestone_moved(project, "一", date(2011, 7, 1)).targets]
    assert names == ["二", "一"]
