"""What a new edition changes, and the plan as it was on a past day."""

from collections.abc import Collection

from dushiquan.domain import edition
from dushiquan.domain.edition import Revision
from dushiquan.domain.matching import match_rows
from dushiquan.domain.plan import Plan, Project
from tests.builders import PROJECT


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
