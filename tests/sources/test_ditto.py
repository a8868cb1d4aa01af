"""同上 in a requirement or unit cell."""

from pathlib import Path

import pytest

from dushiquan.formats.tree import Node
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.mending.ditto import fill_dittos, is_ditto
from dushiquan.sources.plan_file import examine_plan

TABLE = """\
2024年重点工作表
序号,类别,项目名称,牵头单位,配合单位,进度要求
1,甲,一,甲局,乙局、丙局,6月底前完成
2,甲,二,同上,,〃
3,甲,三,丁局,同上,同上
4,甲,四,戊局,己局,年底前完成
5,甲,五,〃,〃,同上
"""


@pytest.mark.parametrize(
    "text", ["同上", " 同 上 ", "（同上）", "同上。", "同前", "同上项", "〃", '"', "″", "””", "''", "“"]
)
def test_ways_to_write_it(text: str) -> None:
    assert is_ditto(text)


@pytest.mark.parametrize(
    "text", ["", "同上级部门协调", "同上半年", "6月", "1", "会同上海", "同步推进", "-", "/"]
)
def test_what_only_looks_like_it(text: str) -> None:
    assert not is_ditto(text)


def test_the_cell_above_is_taken_over_and_said(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(TABLE, encoding="utf-8")
    reading = examine_plan(path)
    assert [(p.units.lead, p.units.support, p.requirement, str(p.due)) for p in reading.projects] == [
        (("甲局",), ("乙局", "丙局"), "6月底前完成", "2024-06-30"),
        (("甲局",), ("乙局", "丙局"), "6月底前完成", "2024-06-30"),
        (("丁局",), ("乙局", "丙局"), "6月底前完成", "2024-06-30"),
        (("戊局",), ("己局",), "年底前完成", "2024-12-31"),
        (("戊局",), ("己局",), "年底前完成", "2024-12-31"),
    ]
    assert [str(problem) for problem in reading.problems] == [
        "表.csv 进度要求：2、3、5 共 3 项写的是“同上”，已沿用上一项的；不对的请写全。",
        "表.csv 牵头单位：2、3、5 共 3 项写的是“同上”，已沿用上一项的；不对的请写全。",
    ]


def test_a_ditto_with_nothing_above_is_said_and_not_filled(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(
        "2024年工作表\n序号,类别,项目名称,责任单位,进度要求\n"
        "1,甲,一,同上,〃\n2,甲,二,乙局,6月底前完成\n3,甲,三,乙局,\n4,甲,四,乙局,同上\n",
        encoding="utf-8",
    )
    reading = examine_plan(path)
    assert [p.due for p in reading.projects if p.id != "2"] == [None, None, None]
    assert [str(problem) for problem in reading.problems] == [
        "表.csv 第3行 项目1 进度要求：E3 “〃”上面没有可沿用的；请写全。",
        "表.csv 第6行 项目4 进度要求：E6 “同上”上面没有可沿用的；请写全。",
        "表.csv 第3行 项目1 责任单位：D3 “同上”上面没有可沿用的；请写全。",
        "表.csv 责任单位：1 共 1 项没有责任单位，不能催办，不发填报表。",
        "表.csv 进度要求：3 共 1 项没有写进度要求，没有时限，不会列为逾期。",
    ]


def test_a_yaml_plan_may_say_it_too(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "plan: {title: 计划, year: 2024}\nprojects:\n"
        "  - {id: '1', category: 甲, title: 一, units: {lead: [甲局]}, requirement: 6月底前}\n"
        "  - {id: '2', category: 甲, title: 二, units: 同上, requirement: '〃'}\n",
        encoding="utf-8",
    )
    reading = examine_plan(path)
    assert [(p.units.lead, str(p.due)) for p in reading.projects] == [(("甲局",), "2024-06-30")] * 2


def test_a_cell_that_could_not_be_read_is_not_taken_over() -> None:
    reader = FieldReader("a")
    cells = [Node("6月底前", 2, "E2", faulted=True), Node("同上", 3, "E3")]
    rows = [Node({"requirement": cell}, cell.line) for cell in cells]
    assert fill_dittos(rows, ["1", "2"], reader) == rows
    assert [str(problem) for problem in reader.problems] == [
        "a 第3行 项目2 requirement（进度要求）：E3 “同上”上面没有可沿用的；请写全。"
    ]
