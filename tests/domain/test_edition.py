"""What a new edition changes, and the plan as it was on a past day."""

from collections.abc import Collection
from datetime import date

from dushiquan.domain import edition
from dushiquan.domain.edition import Revision, other_names
from dushiquan.domain.events import EventKind
from dushiquan.domain.matching import match_rows
from dushiquan.domain.plan import Plan, Project
from tests.builders import PROJECT, event


def plan(*projects: Project, categories: tuple[str, ...] = ("规划共绘",), **aliases: str) -> Plan:
    return Plan("2011", "计划", 2011, categories, projects, aliases=aliases)


def compare(old: Plan, new: Plan, withdrawn: Collection[str] = ()) -> Revision:
    return edition.compare(old, new, match_rows(old.projects, new.projects, withdrawn), withdrawn)


def test_a_withdrawn_project_is_restored_but_not_withdrawn_twice() -> None:
    assert compare(plan(PROJECT), plan(), [PROJECT.id]).withdrawn == ()
    assert compare(plan(PROJECT), plan(PROJECT), [PROJECT.id]).restored == (PROJECT,)


def test_only_names_in_use_make_editions_differ() -> None:
    assert compare(plan(PROJECT), plan(PROJECT, categories=("规划共绘", "空"), 别名="乙局")).is_empty
    assert set(compare(plan(PROJECT), plan(PROJECT, 发改委="市发改委")).heading) == {"aliases"}


def test_a_name_of_a_project_that_the_day_does_not_have_has_no_other() -> None:
    renamed = event("1", EventKind.REVISE, date(2011, 5, 1), {"category": "乙"}, {"category": "甲"})
    now = PROJECT._replace(category="乙")
    assert other_names([now], [renamed._replace(uid="gone")], "类别") == {}
    assert other_names([now], [renamed._replace(uid=now.uid)], "类别") == {"甲": ["乙"]}
