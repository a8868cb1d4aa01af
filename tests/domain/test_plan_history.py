"""The plan as the fold of its base and the decisions in force."""

from datetime import date

import pytest

from dushiquan.domain.edition import plan_base
from dushiquan.domain.events import ADDED, BEHIND, Event, EventKind, Json
from dushiquan.domain.fields import project_fields
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Plan
from dushiquan.domain.plan_history import Base, fold_plan, in_order
from tests.builders import PROJECT, event

A, B, C = (
    PROJECT._replace(id=ProjectId(id), uid=uid, title=title)
    for id, uid, title in (("1", "a", "甲"), ("2", "b", "乙"), ("3", "c", "丙"))
)
PLAN = Plan("2011", "计划", 2011, (PROJECT.category,), (A, B, C))


def base_of(plan: Plan) -> Base:
    heading, projects = plan_base(plan, {project.id: project.uid for project in plan.projects})
    fields = {str(each.pop("uid")): each for each in projects}
    return Base(plan.key, {name: value for name, value in heading.items() if name != "key"}, fields)


def revised(number: str, uid: str, day: int, **after: Json) -> Event:
    decision = event(number, EventKind.REVISE, date(2011, 5, day), after, {})
    return decision._replace(uid=uid)


def added(number: str, uid: str, day: int, behind: str | None, id: str = "9") -> Event:
    place: dict[str, Json] = {} if behind is None else {BEHIND: behind}
    fields = {"id": id, **project_fields(PROJECT._replace(title=uid))}
    decision = event(number, EventKind.REVISE, date(2011, 5, day), {ADDED: True, **place, **fields}, None)
    return decision._replace(uid=uid)


def revoked(number: str, what: str) -> Event:
    return event(number, EventKind.REVOKE, date(2011, 6, 1))._replace(revokes=what)


def test_the_base_alone_is_the_plan_as_loaded() -> None:
    assert fold_plan(base_of(PLAN), []) == PLAN._replace(aliases={})


def titles_on(events: list[Event], day: date = date.max) -> list[str]:
    return [project.title for project in fold_plan(base_of(PLAN), events, day).projects]


def test_a_plan_reads_on_each_day_as_the_decisions_until_then_leave_it() -> None:
    events = [
        revised("1", "a", 1, title="甲二"),
        revised("2", "a", 10, title="甲三"),
        added("3", "d", 20, "a"),
    ]
    for day, expected in (
        (date(2011, 4, 30), ["甲", "乙", "丙"]),
        (date(2011, 5, 1), ["甲二", "乙", "丙"]),
        (date(2011, 5, 10), ["甲三", "乙", "丙"]),
        (date(2011, 5, 20), ["甲三", "d", "乙", "丙"]),
    ):
        assert titles_on(events, day) == expected
    # the first decision taken back: the later one stands, and the days between never read 甲二
    assert titles_on([*events, revoked("4", "1")]) == ["甲三", "d", "乙", "丙"]
    assert titles_on([*events, revoked("4", "1")], date(2011, 5, 5)) == ["甲", "乙", "丙"]
    assert titles_on([*events, revoked("4", "1"), revoked("5", "4")], date(2011, 5, 5)) == [
        "甲二",
        "乙",
        "丙",
    ]
    assert titles_on([*events, revoked("4", "3")]) == ["甲三", "乙", "丙"]


def numbers(events: list[Event]) -> dict[str, str]:
    return {project.uid: project.id for project in fold_plan(base_of(PLAN), events).projects}


def test_of_two_projects_with_one_number_the_one_that_got_it_last_keeps_it() -> None:
    moved = [revised("1", "a", 1, id="7"), added("2", "d", 2, "c", id="1")]
    assert numbers(moved) == {"a": "7", "b": "2", "c": "3", "d": "1"}
    assert numbers([*moved, revoked("3", "1")]) == {"a": "原1", "b": "2", "c": "3", "d": "1"}
    assert numbers([*moved, revoked("3", "1"), revoked("4", "2")]) == {"a": "1", "b": "2", "c": "3"}
    taken = [*moved, revised("3", "b", 3, id="原1"), revoked("4", "1")]
    assert numbers(taken) == {"a": "原2-1", "b": "原1", "c": "3", "d": "1"}


@pytest.mark.parametrize(
    ("events", "order"),
    [
        ([added("1", "d", 1, "")], "dabc"),
        ([added("1", "d", 1, "a"), added("2", "e", 1, "d")], "adebc"),
        ([added("1", "d", 1, "a"), added("2", "e", 2, "a")], "aedbc"),
        ([added("1", "d", 1, None)], "abcd"),
        ([added("1", "d", 1, "a"), added("2", "e", 2, "d"), revoked("3", "1")], "aebc"),
        ([added("1", "d", 1, ""), added("2", "e", 2, "d"), revoked("3", "1")], "eabc"),
    ],
)
def test_an_added_project_stands_behind_the_one_that_it_was_added_after(
    events: list[Event], order: str
) -> None:
    plan = fold_plan(base_of(PLAN), events)
    assert "".join(project.uid for project in plan.projects) == order


def test_a_new_order_leaves_what_it_does_not_name_where_it_stood() -> None:
    assert in_order("abcd", "dba") == list("dbca")
    assert in_order("xabc", "cb") == list("xacb")
    assert in_order("", "ab") == ["a", "b"]
    turned: Json = ["c", "b", "a", "gone"]
    heading = event("2", EventKind.HEADING, date(2011, 5, 2), {"order": turned}, {"order": []})
    plan = fold_plan(base_of(PLAN), [added("1", "d", 1, "b"), heading])
    assert [project.uid for project in plan.projects] == ["c", "b", "d", "a"]


def test_only_names_in_use_are_left() -> None:
    changed = revised("1", "a", 1, category="新类", lead=["新局"])
    heading = event(
        "2",
        EventKind.HEADING,
        date(2011, 5, 1),
        {"categories": ["空", "新类"], "aliases": {"别名": "新局", "他名": "无此局"}},
        {"categories": [], "aliases": {}},
    )
    plan = fold_plan(base_of(PLAN), [changed, heading])
    assert plan.categories == ("新类", PROJECT.category)
    assert plan.aliases == {"别名": "新局"}
