"""Which plans ``--plan`` means, and what a key such as 2011/6 means in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.ids import FullId, ProjectId, natural
from dushiquan.domain.plan_choice import chosen_plans
from dushiquan.domain.typed_ids import Findable, Titled, by_plan, parse_ids, resolve_in_plans, unknown_plan
from dushiquan.errors import NotFoundError

KEYS = ("2011", "2012", "十四五,交通", "2012/下")


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        ("2012", ["2012"]),
        ("2012,2011", ["2012", "2011"]),
        (" 2012 ， 2011、2012 ", ["2012", "2011"]),
        ("十四五,交通", ["十四五,交通"]),
        ("all", list(KEYS)),
        ("All", list(KEYS)),
        ("全部", list(KEYS)),
    ],
)
def test_plans_are_chosen_in_the_order_given(text: str, plans: list[str]) -> None:
    assert chosen_plans(text, KEYS) == plans


@pytest.mark.parametrize(
    ("text", "named"), [("2011,2013", "2013"), ("", ""), (",", ","), ("2011 all", "all")]
)
def test_a_key_that_there_is_not_is_named(text: str, named: str) -> None:
    with pytest.raises(NotFoundError, match=f"没有计划“{named}”。现有：2011、2012"):
        chosen_plans(text, KEYS)


def test_a_plan_may_be_called_all() -> None:
    assert chosen_plans("all", ["2011", "all"]) == ["all"]


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        (["6"], [("", ["6"])]),
        (["2011/6"], [("2011", ["6"])]),
        (["2011/1,3", "2"], [("2011", ["1", "3"]), ("", ["2"])]),
        (["2011/1、2012/3"], [("2011", ["1"]), ("2012", ["3"])]),
        (["2", "2011/6", "2011/7"], [("", ["2"]), ("2011", ["6", "7"])]),
        (["2011/6", "-", "8"], [("2011", ["6-8"])]),
        (["2012/下/6"], [("2012/下", ["6"])]),
        (["标准A/B，推广"], [("", ["标准A/B，推广"])]),
        (["2013/6"], [("", ["2013/6"])]),
    ],
)
def test_words_are_grouped_by_the_plan_that_they_name(
    words: list[str], groups: list[tuple[str, list[str]]]
) -> None:
    assert by_plan(words, KEYS) == groups


def test_an_id_of_the_plan_names_no_plan() -> None:
    assert by_plan(["2011/6,2011/7"], KEYS, {"2011/6"}) == [("", ["2011/6"]), ("2011", ["7"])]


@pytest.mark.parametrize(
    ("word", "year"), [("2013/6", "2013"), ("2013／6", "2013"), ("6/7", ""), ("A/B", "")]
)
def test_a_year_before_a_stroke_is_a_plan(word: str, year: str) -> None:
    assert unknown_plan(["1", word]) == year


def test_a_full_id_is_read_without_its_plan() -> None:
    full = FullId("2011", "22.1")
    assert (full, full.bare, full.no, full.part) == ("2011/22.1", "22.1", 22, 1)
    assert sorted([FullId("2011", "10"), FullId("2011", "9")], key=natural) == ["2011/9", "2011/10"]


# --- over several plans --------------------------------------------------------------------------------

TITLES = {
    "甲": {"1": "修路", "2.1": "架桥", "2.2": "绿化"},
    "乙": {"1": "修路二期", "2": "旅游年票", "XM-3": "年票宣传"},
}


def over(*words: str, one_each: bool = False) -> list[str]:
    plans = {
        key: Findable(
            [ProjectId(id) for id in titles],
            lambda titles=titles: [Titled(ProjectId(id), title) for id, title in titles.items()],  # type: ignore[misc]
        )
        for key, titles in TITLES.items()
    }
    return [str(id) for id in resolve_in_plans(parse_ids(words), plans, one_each=one_each)]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["1"], ["甲/1", "乙/1"]),
        (["2"], ["甲/2.1", "甲/2.2", "乙/2"]),
        (["1-2"], ["甲/1", "甲/2.1", "甲/2.2", "乙/1", "乙/2"]),
        (["XM-3"], ["乙/XM-3"]),
        (["xm-3"], ["乙/XM-3"]),
        (["架桥"], ["甲/2.1"]),
        (["第1项修路二"], ["乙/1"]),
        (["2.1", "1"], ["甲/2.1", "甲/1", "乙/1"]),
    ],
)
def test_an_id_is_that_of_each_plan_and_a_title_is_of_one(words: list[str], ids: list[str]) -> None:
    assert over(*words) == ids


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("1", "“1”要写明是哪个计划的：甲/1 修路、乙/1 修路二期；如写 甲/1。"),
        ("2.1", "“2.1”要写明是哪个计划的：甲/2.1 架桥；如写 甲/2.1。"),
        ("2", "“2”要写明是哪个计划的：甲/2.1 架桥、甲/2.2 绿化、乙/2 旅游年票；如写 甲/2.1。"),
        ("修路", None),
        ("年票", "“年票”不止一项：乙/2 旅游年票、乙/XM-3 年票宣传。请写序号。"),
        ("9", "所选计划里没有项目 9"),
    ],
)
def test_recording_needs_the_plan_of_an_id(word: str, said: str | None) -> None:
    if said is None:
        assert over(word, one_each=True) == ["甲/1"]
        return
    with pytest.raises(NotFoundError, match=said):
        over(word, one_each=True)


@given(st.permutations([f"{key}/{id}" for key, titles in TITLES.items() for id in titles]))
def test_full_keys_mean_themselves_in_any_order(full: list[str]) -> None:
    groups = by_plan(full, list(TITLES))
    assert [f"{key}/{word}" for key, words in groups for word in words] == full
