"""Ids and titles as people type them."""

import shlex
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.typed_ids import Titled, parse_ids, resolve_ids
from dushiquan.errors import DsqError, NotFoundError, UsageError
from dushiquan.shipped import shipped
from dushiquan.sources.plan_file import read_plan
from tests.builders import rows


def found(words: list[str], known: list[ProjectId], *, one_each: bool = True) -> list[ProjectId]:
    titles = [Titled(id, "") for id in known]
    return resolve_ids(parse_ids(words), known, lambda: titles, one_each=one_each)


# --- in the shipped plan -------------------------------------------------------------------------------

PLAN, _ = read_plan(shipped("data/projects_2011.yaml"))
TITLES = [Titled(project.id, project.title) for project in PLAN.projects]


def read(typed: str, titles: list[Titled] = TITLES) -> str:
    known = [each.id for each in titles]
    return " ".join(resolve_ids(parse_ids(shlex.split(typed)), known, lambda: titles, one_each=True))


@pytest.mark.parametrize(("typed", "ids"), rows("typed_ids.tsv"))
def test_ids_are_read_as_clerks_type_them(typed: str, ids: str) -> None:
    if ids == "?":
        with pytest.raises(NotFoundError, match="请写"):
            read(typed)
    elif ids == "-":
        with pytest.raises(DsqError):
            read(typed)
    else:
        assert read(typed) == ids


def test_an_ambiguous_part_of_a_title_lists_the_projects_with_their_numbers() -> None:
    with pytest.raises(NotFoundError) as error:
        read("高速公路")
    assert str(error.value) == (
        "“高速公路”不止一项：7 杭长高速公路杭州段工程、9 杭州绕城高速公路西复线工程(杭州都市圈环线)。请写序号。"
    )


def test_an_unknown_title_offers_the_near_ones() -> None:
    with pytest.raises(NotFoundError, match="相近的有：7 杭长高速公路杭州段工程"):
        read("杭长高铁")


def test_a_withdrawn_project_does_not_make_a_title_ambiguous() -> None:
    titles = [Titled(ProjectId("1"), "甲路", withdrawn=True), Titled(ProjectId("2"), "甲路延伸")]
    assert read("甲路", titles) == "2"
    assert read("甲路", titles[:1]) == "1"


def test_a_title_is_found_in_any_case_and_width() -> None:
    titles = [Titled(ProjectId("1"), "ＡＩ中心（一期）"), Titled(ProjectId("2"), "数据中心")]
    assert read("ai中心", titles) == read("'中心(一期)'", titles) == "1"


ROADS = [
    Titled(ProjectId("1"), "S215线改建"),
    Titled(ProjectId("2"), "G104东移和5G基站"),
    Titled(ProjectId("3"), "110千伏变电站"),
    Titled(ProjectId("5G"), "千兆光网"),
    Titled(ProjectId("6"), "G3改造"),
    Titled(ProjectId("7"), "G3养护"),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("S215", "1"), ("s215", "1"), ("G104", "2"), ("110千伏", "3"), ("5G", "5G"), ("Ｓ２１５", "1")],
)
def test_a_word_that_only_one_title_has_is_that_project(typed: str, meant: str) -> None:
    assert read(typed, ROADS) == meant


@pytest.mark.parametrize("typed", ["S21", "S2", "10千伏", "G10", "104", "215", "G3"])
def test_part_of_a_number_in_a_title_is_no_part_of_the_title(typed: str) -> None:
    with pytest.raises(DsqError, match=r"没有|不止一项：6 G3改造、7 G3养护"):
        read(typed, ROADS)


def test_an_id_is_meant_before_a_reading_and_a_reading_before_a_title() -> None:
    titles = [Titled(ProjectId("第6项"), "甲"), Titled(ProjectId("6"), "乙"), Titled(ProjectId("7"), "第8项")]
    assert read("第6项", titles) == "第6项"
    assert read("（6）", titles) == "6"
    with pytest.raises(NotFoundError, match="没有项目 第8项"):
        read("第8项", titles)


def test_signs_side_by_side_are_not_one_number() -> None:
    titles = [Titled(ProjectId(id), "") for id in ("6", "7", "62", "67")]
    for typed in ("⑥⑦", "6²", "⑥7"):
        with pytest.raises(UsageError):
            read(typed, titles)


def test_a_dash_that_could_be_a_point_is_asked_about() -> None:
    titles = [Titled(ProjectId(id), "") for id in ("1.1", "1.2", "2")]
    with pytest.raises(NotFoundError, match=r"可能是 1\.2，也可能是 1至2"):
        read("1-2", titles)
    assert read("1至2", titles) == "1.1 1.2 2"


# --- in other plans ------------------------------------------------------------------------------------

KNOWN = [ProjectId.parse(text) for text in ["1", "2", "3", "5", "6", "7", "21", "22.1", "22.2", "23"]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6", "6"),
        ("1,3 22.1", "1 3 22.1"),
        ("1，3、5", "1 3 5"),
        ("5-7", "5 6 7"),
        ("21-22", "21 22.1 22.2"),
        ("22.2-23", "22.2 23"),
        ("6 6 5-6", "6 5"),
        ("６，２２．１", "6 22.1"),
    ],
)
def test_typed_ids_are_read(typed: str, meant: str) -> None:
    ids = found([typed], KNOWN)
    assert " ".join(map(str, ids)) == meant


def test_recording_on_a_number_with_parts_names_the_parts() -> None:
    with pytest.raises(NotFoundError, match=r"22\.1、22\.2"):
        found(["22"], KNOWN)
    assert len(found(["22"], KNOWN, one_each=False)) == 2


@pytest.mark.parametrize("typed", ["99", "4", "22.3", "8-20", "6.1", "0", "1.0", "1.2.3"])
def test_an_unknown_id_is_named(typed: str) -> None:
    with pytest.raises(NotFoundError, match=typed.replace(".", r"\.")):
        found([typed], KNOWN)


@pytest.mark.parametrize("typed", ["", "、", "-1", "7-5", "1-", "x", "9" * 99, "60%", "22-3", "67²"])
def test_texts_that_are_no_ids_are_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        found([typed], KNOWN)


TEXTS = [
    ProjectId.parse(text)
    for text in ["1", "1.1", "1.1.1", "1.1.2", "1-2", "2", "A-1", "（一）1", "XM-2024-03"]
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", "1"),
        ("1.1", "1.1"),
        ("1-2", "1-2"),
        ("1.1.1-1.1.2", "1.1.1 1.1.2"),
        ("a-1", "A-1"),
        ("b-1", ""),
        ("Ａ－1,A-1", "A-1"),
        ("（一）1", "(一)1"),
        ("(一)1 XM-2024-03", "(一)1 XM-2024-03"),
        ("1.1至2", "1.1 1.1.1 1.1.2 2"),
    ],
)
def test_an_id_of_the_plan_is_meant_before_a_range(typed: str, meant: str) -> None:
    if not meant:
        with pytest.raises(UsageError, match="不是项目序号"):
            found([typed], TEXTS)
    else:
        assert " ".join(found([typed], TEXTS)) == meant


def test_a_number_means_all_its_rows_however_deep() -> None:
    known = [ProjectId(id) for id in ["1.1.1", "1.1.2", "1.2", "2A", "2-1", "12"]]
    assert found(["1.1"], known, one_each=False) == ["1.1.1", "1.1.2"]
    assert found(["1"], known, one_each=False) == ["1.1.1", "1.1.2", "1.2"]
    assert found(["2"], known, one_each=False) == ["2A", "2-1"]


@given(st.lists(st.text("0123456789.-A一（ ", max_size=30), max_size=6))
def test_every_id_of_a_plan_finds_itself(texts: list[str]) -> None:
    known = []
    for text in texts:
        with suppress(UsageError):
            known.append(ProjectId.parse(text))
    assert all(found([id], known) == [id] for id in known)
