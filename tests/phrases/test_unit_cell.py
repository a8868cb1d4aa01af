"""Unit cells: how they are split, who leads, and cells of real documents."""

import inspect
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.plan import Units
from dushiquan.phrases import unit_cell
from dushiquan.phrases.unit_cell import read_units

# --- the examples in the docstrings ------------------------------------------------------------------

EXAMPLE = re.compile(r"^(?:[A-Z][^:]*: )?(\S+(?: \S+:\S+)*) = (\S*?)(?:; (\S+?))?\.?$", re.MULTILINE)


def names(text: str) -> tuple[str, ...]:
    return tuple(name.strip("[]") for name in re.findall(r"\[[^]]*\]|(?:[^、(]|\([^)]*\))+", text))


def examples() -> list[tuple[str, Units]]:
    found = [
        match
        for _, function in inspect.getmembers(unit_cell, inspect.isfunction)
        if function.__module__ == unit_cell.__name__
        for match in EXAMPLE.findall(inspect.getdoc(function) or "")
    ]
    return [
        (cell, Units(names(lead), names(support.removesuffix("等")), support.endswith("等")))
        for cell, lead, support in found
    ]


def test_the_docstrings_have_examples():
    assert len(examples()) == 14


@pytest.mark.parametrize(("cell", "expected"), examples())
def test_docstring_examples_are_read_as_stated(cell, expected):
    assert read_units(cell) == expected


# --- by theme ----------------------------------------------------------------------------------------


def read(cell: str) -> str:
    found = read_units(cell)
    support = " > " + "|".join(found.support) if found.support else ""
    return "|".join(found.lead) + support + " ..." * found.open


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市发改委", "市发改委"),
        ("牵头单位:市规划局 配合单位:市地铁集团", "市规划局 > 市地铁集团"),
        ("牵头单位:市民政局 配合单位:市经委、市贸易局等", "市民政局 > 市经委|市贸易局 ..."),
        (
            "牵头单位:市新闻办 配合单位:市交通局、杭州文广集团、杭报集团",
            "市新闻办 > 市交通局|杭州文广集团|杭报集团",
        ),
        ("市旅委 杭州西湖风景名胜区管委会(市园文局)", "市旅委|杭州西湖风景名胜区管委会(市园文局)"),
        ("市科技局、市卫生局 市民政局、市工商局", "市科技局|市卫生局|市民政局|市工商局"),
    ],
)
def test_the_2011_notice_is_read_exactly(cell, expected):
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("牵头：甲局；协办：乙局", "甲局 > 乙局"),
        ("主办单位:甲局\n参与单位:乙局\n丙局", "甲局 > 乙局|丙局"),
        ("牵头科室(单位):甲科", "甲科"),
        ("牵头单位 甲局 配合单位 乙局", "甲局 > 乙局"),
        ("牵头单位:甲局配合单位:乙局", "甲局 > 乙局"),
        ("责任单位:甲局 联系人:张三 电话:123", "甲局"),
        ("牵头单位:甲局,责任单位:乙局", "甲局 > 乙局"),
        ("责任单位:甲局、乙局", "甲局|乙局"),
        ("配合单位:甲局", " > 甲局"),
        ("牵头单位:甲局、乙局 配合单位:乙局、丙局", "甲局|乙局 > 丙局"),
    ],
)
def test_labels_decide_who_leads(cell, expected):
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("甲局牵头,乙局、丙局配合", "甲局 > 乙局|丙局"),
        ("由甲局牵头，乙局参加", "甲局 > 乙局"),
        ("甲局负责牵头,乙局配合", "甲局 > 乙局"),
        ("甲局、乙局按职责分工负责", "甲局|乙局"),
        ("甲局牵头,乙局按职责分工负责", "甲局 > 乙局"),
        ("甲局会同有关部门负责", "甲局 > 有关部门"),
        ("甲局牵头，会同乙局、丙局", "甲局 > 乙局|丙局"),
        ("甲局（牵头）、乙局（配合单位）", "甲局 > 乙局"),
        ("甲局、乙局负责,列第一位的为牵头单位", "甲局 > 乙局"),
        ("列第一位的为牵头单位：甲局、乙局", "甲局 > 乙局"),
        ("甲局、乙局负责。以下均需各县政府落实，不再列出", "甲局|乙局"),
        ("各项目牵头单位 甲局", "各项目牵头单位|甲局"),
    ],
)
def test_role_words_decide_who_leads(cell, expected):
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("甲局，乙局,丙局；丁局;戊局、己局 庚局\n辛局", "甲局|乙局|丙局|丁局|戊局|己局|庚局|辛局"),
        ("各县（市、区）政府、甲局", "各县（市、区）政府|甲局"),
        ("甲局、各区、县(市)", "甲局|各区、县(市)"),
        ("各县、市、区政府", "各县、市、区政府"),
        ("市委、市政府", "市委|市政府"),
        ("甲局、各区、乙局", "甲局|各区|乙局"),
        ("甲局等部门、各区政府", "甲局|各区政府 ..."),
        ("甲局、乙局等6个部门", "甲局|乙局 ..."),
        ("甲局 等", "甲局 ..."),
        ("高等教育处、省高等教育部门", "高等教育处|省高等教育部门"),
        ("甲局和乙局", "甲局|乙局"),
        ("市人力资源和社会保障局", "市人力资源和社会保障局"),
        ("甲局（2011年6月底前）、乙局", "甲局|乙局"),
        ("基教\n部门、各学校", "基教部门|各学校"),
        ("甲局、甲局", "甲局"),
        ("无", ""),
        ("、 ；", ""),
        ("((甲局", "((甲局"),
    ],
)
def test_separators_split_unit_names(cell, expected):
    assert read(cell) == expected


# --- any text ----------------------------------------------------------------------------------------


@given(
    st.text(max_size=60) | st.text("甲局各市县区()（）、，;\n 等和牵头负责配合单位:会同第一为", max_size=40)
)
def test_any_text_gives_distinct_names(cell):
    found = read_units(cell)
    everyone = found.lead + found.support
    assert all(everyone)
    assert len(set(everyone)) == len(everyone)


@pytest.mark.parametrize(
    "piece", ["甲局、", "(", "市、", "\n", " ", "等", "牵头", "责任 ", "会同", "甲", "(6月"]
)
def test_a_very_long_cell_is_read_quickly(piece):
    began = time.perf_counter()
    read_units(piece * (100_000 // len(piece)))
    assert time.perf_counter() - began < 2


# --- cells of real documents -------------------------------------------------------------------------


def cells() -> list[list[str]]:
    path = Path(__file__).parents[1] / "data" / "units.tsv"
    return [line.split("\t")[:4] for line in path.read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("cell", "lead", "support", "is_open"), cells())
def test_real_cells_are_read_right(cell, lead, support, is_open):
    found = read_units(cell.replace("\\n", "\n"))
    assert ("|".join(found.lead), "|".join(found.support), found.open) == (lead, support, is_open == "1")
