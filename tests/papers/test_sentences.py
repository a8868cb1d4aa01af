"""Every kind of event has a sentence of its own."""

import pytest

from dushiquan.domain.events import KINDS, EventKind, Json
from dushiquan.papers.sentences import numbers_text, sentence
from tests.builders import DAY, event

FIELDS: dict[EventKind, tuple[Json, Json]] = {
    EventKind.STATUS: ("planned", "active"),
    EventKind.PROGRESS: (20, 60),
    EventKind.COUNT: ({"target": "次", "count": 1}, {"target": "次", "count": 3}),
    EventKind.DEFER: ("2011-06-30", "2011-09-30"),
    EventKind.SUBMIT: ("active", "submitted"),
    EventKind.RETURN: ("submitted", "active"),
    EventKind.REMIND: (
        None,
        {"year": 2011, "number": 3, "unit": "市交通局", "step": "red", "by": "2011-11-14"},
    ),
    EventKind.REVISE: ({"title": "旧"}, {"title": "新"}),
    EventKind.WITHDRAW: (False, True),
    EventKind.LOAD: (None, {"base": "0", "projects": 31}),
    EventKind.HEADING: ({"title": "旧"}, {"title": "新"}),
    EventKind.CARRY: ("active", {"into": {"uid": "u", "plan": "2012", "id": "6"}}),
    EventKind.ANSWER: (None, {"year": 2011, "number": 3, "sign": "杭协督"}),
    EventKind.EXPECT: (None, "2011-10-30"),
    EventKind.REQUEST: (None, "2011-10-30"),
}
"""What the events below say before and after, of the kinds that say anything but a note."""

SENTENCES = {
    EventKind.SETTLE: "两处同时记录，认可现状（甲）",
    EventKind.STATUS: "启动办理（甲）",
    EventKind.PROGRESS: "进度由20%报为60%",
    EventKind.NOTE: "甲",
    EventKind.COUNT: "“次”完成 2，累计 3",
    EventKind.DEFER: "时限由2011年6月30日延至2011年9月30日：甲",
    EventKind.SUBMIT: "申请销号，依据：甲",
    EventKind.RETURN: "退回，继续办理：甲",
    EventKind.REMIND: "催办〔2011〕3号（红单），请市交通局于2011年11月14日前报",
    EventKind.REVOKE: "撤回一条记录",
    EventKind.REVISE: "计划调整：项目名称由“旧”改为“新”（甲）",
    EventKind.WITHDRAW: "计划撤销此项（甲）",
    EventKind.LOAD: "载入计划，共31项",
    EventKind.HEADING: "计划调整：计划名称由“旧”改为“新”（甲）",
    EventKind.CARRY: "结转到2012年计划第6项（甲）",
    EventKind.ANSWER: "回复杭协督〔2011〕3号：甲",
    EventKind.PROBLEM: "存在问题：甲",
    EventKind.NEXT: "下步打算：甲",
    EventKind.EXPECT: "预计2011年10月30日完成",
    EventKind.REQUEST: "申请延期至2011年10月30日：甲",
    EventKind.REFUSE: "不同意延期：甲",
}


def said(kind: EventKind) -> str:
    before, after = FIELDS.get(kind, (None, None))
    return sentence(event("1", kind, DAY, after, before, note="" if kind is EventKind.REVOKE else "甲"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_sentence(kind: EventKind) -> None:
    assert said(kind) == SENTENCES[kind]


def test_a_due_date_is_told_as_moved_later_or_earlier() -> None:
    def told(before: str, after: str) -> str:
        return sentence(event("1", EventKind.DEFER, DAY, after, before, note="甲"))

    assert told("2011-01-31", "2011-03-31") == "时限由2011年1月31日延至2011年3月31日，逾期后申请：甲"
    assert told("2011-12-31", "2011-10-31") == "时限由2011年12月31日提前至2011年10月31日：甲"
    assert told("2011-02-28", "2011-01-31") == "时限由2011年2月28日提前至2011年1月31日：甲"


def test_numbers_are_told_as_a_range_if_they_follow_each_other() -> None:
    def told(*numbers: int) -> str:
        return numbers_text([event("1", EventKind.NOTE, DAY, number=number) for number in numbers])

    assert (told(8), told(8, 9), told(8, 9, 10), told(8, 10, 11)) == (
        "第8号",
        "第8、9号",
        "第8至10号",
        "第8、10、11号",
    )


def test_no_two_kinds_have_the_same_sentence() -> None:
    """Only a note is its note and nothing else: a new kind that has no sentence is seen here."""
    told = [said(kind) for kind in KINDS]
    assert len(set(told)) == len(EventKind)
    assert [kind for kind in KINDS if said(kind) == "甲"] == [EventKind.NOTE]
