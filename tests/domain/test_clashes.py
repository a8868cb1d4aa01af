"""Which matters of a project or a plan two replicas spoke about at once."""

from datetime import date

import pytest

from dushiquan.domain.clashes import clashes
from dushiquan.domain.events import Event, EventKind, Json, PlanPlace
from tests.builders import event

DAY = date(2011, 7, 1)


def nobody_saw(one: Event, other: Event) -> bool:
    return False


@pytest.mark.parametrize(
    ("kind", "before", "after", "other", "matters"),
    [
        ("status", "active", "paused", "dropped", ["status"]),
        ("progress", None, 30, 60, ["progress"]),
        ("defer", "2011-12-31", "2012-03-31", "2012-06-30", ["due"]),
        ("withdraw", False, True, False, ["withdrawn"]),
        ("revise", {"units": "甲"}, {"units": "乙"}, {"units": "丙"}, ["units"]),
        ("heading", {"title": "甲"}, {"title": "乙"}, {"title": "丙"}, ["title"]),
        ("heading", {"order": ["a"]}, {"order": ["b"]}, {"order": ["c"]}, []),
    ],
)
def test_two_of_one_matter_clash(
    kind: str, before: Json, after: Json, other: Json, matters: list[str]
) -> None:
    one = event("1", EventKind(kind), DAY, after, before)
    two = event("2", EventKind(kind), DAY, other, before)
    found = clashes([one, two], nobody_saw)
    assert [(clash.matter, clash.said, clash.is_agreed) for clash in found] == [
        (matter, (one, two), False) for matter in matters
    ]
    same = clashes([one, event("2", EventKind(kind), DAY, after, before)], nobody_saw)
    assert [clash.is_agreed for clash in same] == [True for _ in matters]


def test_a_carry_clashes_with_a_status() -> None:
    place = PlanPlace("u", "2012", "4")._asdict()
    carry = event("1", EventKind.CARRY, DAY, {"into": place}, "active")
    pause = event("2", EventKind.STATUS, DAY, "paused", "active")
    assert [clash.matter for clash in clashes([carry, pause], nobody_saw)] == ["status"]


def test_different_matters_and_notes_do_not_clash() -> None:
    events = [
        event("1", EventKind.PROGRESS, DAY, 30),
        event("2", EventKind.DEFER, DAY, "2012-03-31", "2011-12-31"),
        event("3", EventKind.NOTE, DAY, note="甲"),
        event("4", EventKind.NOTE, DAY, note="乙"),
    ]
    assert clashes(events, nobody_saw) == []
