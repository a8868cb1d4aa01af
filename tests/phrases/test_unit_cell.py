"""Unit cells: the notice's own, the marks and words by which cells part and rank units, and real cells."""

import inspect
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.plan import Units
from dushiquan.phrases import unit_cell, unit_names
from dushiquan.phrases.unit_cell import read_unit_cell, read_units
from tests.cpu import cpu_seconds

# --- the examples in the docstrings ------------------------------------------------------------------

EXAMPLE = re.compile(r"^(?:[A-Z][^:]*: )?(\S+(?: \S+:\S+)*) = (\S*?)(?:; (\S+?))?\.?$", re.MULTILINE)


def names(text: str) -> tuple[str, ...]:
    return tuple(name.strip("[]") for name in re.findall(r"\[[^]]*\]|(?:[^、(]|\([^)]*\))+", text))


def examples() -> list[tuple[str, Units]]:
    found = [
        match
        for module in (unit_cell, unit_names)
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        for match in EXAMPLE.findall(inspect.getdoc(function) or "")
    ]
    return [
        (cell, Units(names(lead), names(support.removesuffix("等")), support.endswith("等")))
        for cell, lead, support in found
    ]


def test_there_are_examples() -> None:
    assert len(examples()) == 29


@pytest.mark.parametrize(("cell", "expected"), examples())
def test_a_docstring_tells_the_truth(cell: str, expected: Units) -> None:
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
def test_the_notice_of_2011(cell: str, expected: str) -> None:
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("牵头：甲局；协办：乙局", "甲局 > 乙局"),
        ("主办单位:甲局\n参与单位:乙局\n丙局", "甲局 > 乙局|丙局"),
        ("牵头科室(单位):甲科", "甲科"),
        ("甲局、乙局（数据提供单位：丙局）", "甲局|乙局 > 丙局"),
        ("甲局（配合：乙局、丙局）、丁局", "甲局|丁局 > 乙局|丙局"),
        ("甲局（牵头单位：乙局），丙局", "乙局 > 甲局|丙局"),
        ("责任单位：甲局；数据提供单位：乙局", "甲局 > 乙局"),
        ("县(市、区)政府（配合单位：甲局）", "县(市、区)政府 > 甲局"),
        ("牵头单位 甲局 配合单位 乙局", "甲局 > 乙局"),
        ("牵头单位:甲局配合单位:乙局", "甲局 > 乙局"),
        ("责任单位:甲局 联系人:张三 电话:123", "甲局"),
        ("牵头单位:甲局,责任单位:乙局", "甲局 > 乙局"),
        ("责任单位:甲局、乙局", "甲局|乙局"),
        ("配合单位:甲局、乙局", "甲局 > 乙局"),
        ("牵头单位:甲局、乙局 配合单位:乙局、丙局", "甲局|乙局 > 丙局"),
    ],
)
def test_labels(cell: str, expected: str) -> None:
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
def test_words_that_rank(cell: str, expected: str) -> None:
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
def test_what_parts_names(cell: str, expected: str) -> None:
    assert read(cell) == expected


# --- any text ----------------------------------------------------------------------------------------


@given(
    st.text(max_size=60) | st.text("甲局各市县区()（）、，;\n 等和牵头负责配合单位:会同第一为", max_size=40)
)
def test_any_text_is_read(cell: str) -> None:
    found = read_units(cell)
    everyone = found.lead + found.support
    assert all(everyone)
    assert len(set(everyone)) == len(everyone)


@pytest.mark.parametrize(
    "piece", ["甲局、", "(", "市、", "\n", " ", "等", "牵头", "责任 ", "会同", "甲", "(6月"]
)
def test_a_very_long_cell_is_read_at_once(piece: str) -> None:
    assert cpu_seconds(lambda: read_units(piece * (100_000 // len(piece)))) < 3


# --- what phrase-kinds found in version 0.1.0 ----------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("县住建局、县交通局协同负责，各镇配合", "县住建局|县交通局 > 各镇"),
        ("（县水利局牵头，县财政局等部门分工负责）", "县水利局 > 县财政局 ..."),
        ("县水利局、县财政局按业务分工负责", "县水利局|县财政局"),
        ("由市发改委会同市财政局研究提出", "市发改委 > 市财政局"),
        ("此项工作由县民政局主办，县残联协办。", "县民政局 > 县残联"),
        ("县委组织部牵头抓总，县人社局具体负责", "县委组织部 > 县人社局"),
        ("(责任单位:县税务局、县财政局,排在首位的为牵头单位)", "县税务局 > 县财政局"),
        ("省直有关部门及相关县区", "省直有关部门|相关县区"),
        ("县招商办\n及有关部门", "县招商办|有关部门"),
        ("各县（市、区）党委、政府", "各县（市、区）党委|各县（市、区）政府"),
        ("各县、区直各部门", "各县|区直各部门"),
        ("省牵头单位:省水利厅", "省水利厅"),
        ("县卫健局*、县医保局", "县卫健局 > 县医保局"),
        ("★市甲局、市乙局", "市甲局 > 市乙局"),
        ("市甲局（主）、市乙局（协）", "市甲局 > 市乙局"),
        ("①县发改局②县财政局", "县发改局|县财政局"),
        ("1.县发改局2.县财政局", "县发改局|县财政局"),
        ("县发改局+县财政局", "县发改局|县财政局"),
        ("(牵头单位)市甲局 (配合单位)市乙局", "市甲局 > 市乙局"),
        ("督导单位：县纪委 责任单位：县住建局", "县住建局 > 县纪委"),
        ("市发展和改革\n委员会", "市发展和改革委员会"),
        ("市甲局\n市乙局", "市甲局|市乙局"),
        ("市 甲 局", "市甲局"),
        ("市甲\u200b局", "市甲局"),
        ("24小时便利店协会、12345热线办", "24小时便利店协会|12345热线办"),
    ],
)
def test_how_cells_are_written(cell: str, expected: str) -> None:
    assert read(cell) == expected
    assert read_unit_cell(cell).doubts == ()


@pytest.mark.parametrize(
    ("cell", "units", "persons"),
    [
        ("市甲局（联系人：张三 13800000000）", "市甲局", ("张三",)),
        ("市甲局 联系人：张三，电话：0571-88888888", "市甲局", ("张三",)),
        ("牵头领导：李四 责任单位：市甲局", "市甲局", ("李四",)),
        ("备注：以合同为准 责任单位：市甲局", "市甲局", ()),
    ],
)
def test_persons_and_their_telephones_are_no_units(cell: str, units: str, persons: tuple[str, ...]) -> None:
    assert read(cell) == units
    assert read_unit_cell(cell).persons == persons


@pytest.mark.parametrize(
    ("cell", "units", "doubt"),
    [
        ("县住建局负责；视工程进度另行通知", "县住建局", "视工程进度另行通知"),
        ("市甲局、市财政局保障资金", "市甲局|市财政局保障资金", "市财政局保障资金"),
        ("市甲局牵头并由乙局汇总上报", "市甲局牵头并由乙局汇总上报", "市甲局牵头并由乙局汇总上报"),
        (
            "省经济和信息化委员会装备制造业推进处",
            "省经济和信息化委员会装备制造业推进处",
            "省经济和信息化委员会装备制造业推进处",
        ),
    ],
)
def test_what_reads_like_a_sentence_is_doubted(cell: str, units: str, doubt: str) -> None:
    assert read(cell) == units
    assert read_unit_cell(cell).doubts == (doubt,)


def test_the_first_named_reports_if_nobody_leads() -> None:
    assert read("配合单位：市甲局、市乙局") == "市甲局 > 市乙局"
    assert read_unit_cell("配合单位：市甲局、市乙局").first_leads
    assert not read_unit_cell("市甲局、市乙局").first_leads


def test_a_cell_may_point_at_the_one_above() -> None:
    assert read_unit_cell("同上").ditto
    assert read("同上") == ""
    assert not read_unit_cell("市甲局").ditto


# --- cells of real documents -------------------------------------------------------------------------


def cells() -> list[list[str]]:
    data = Path(__file__).parents[1] / "data"
    lines = [
        line
        for file in ("units.tsv", "fresh_units.tsv")
        for line in (data / file).read_text("utf-8").splitlines()[1:]
    ]
    return [line.split("\t")[:4] for line in lines]


@pytest.mark.parametrize(("cell", "lead", "support", "is_open"), cells())
def test_a_real_cell(cell: str, lead: str, support: str, is_open: str) -> None:
    found = read_units(cell.replace("\\n", "\n"))
    assert ("|".join(found.lead), "|".join(found.support), found.open) == (lead, support, is_open == "1")
