"""What a new edition changes, and the plan as it was on a past day."""

from collections.abc import Collection
from datetime import date

from dushiquan.domain import edition
from dushiquan.domain.edition import Revision, as_it_was
from dushiquan.domain.events import ADDED, EventKind
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


def test_the_text_of_a_past_day_survives_later_revisions() -> None:
    first = event("1", EventKind.REVISE, date(2011, 5, 1), {"title": "二"}, {"title": "一"})
    second = event("2", EventKind.REVISE, date(2011, 6, 1), {"title": "三"}, {"title": "二"})
    now = PROJECT._replace(title="三")
    for day, title in (
        ("2011-04-30", "一"),
        ("2011-05-01", "二"),
        ("2011-05-31", "二"),
        ("2011-06-01", "三"),
    ):
        found = as_it_was(now, [first, second], date.fromisoformat(day))
        assert found is not None
        assert found.title == title
    added = event("0", EventKind.REVISE, date(2011, 5, 1), {ADDED: True})
    assert as_it_was(now, [added], date(2011, 4, 30)) is None
    assert as_it_was(now, [added], date(2011, 5, 1)) == now
