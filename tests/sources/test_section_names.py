"""The names of categories that stand in rows of their own, with a count."""

from pathlib import Path

import pytest

from dushiquan.sources.plan_file import examine_plan
from dushiquan.sources.section_names import section_name, section_names
from tests.conftest import Run


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("一、园区建设（6项）", "一、园区建设"),
        ("二、 招商引资(共12项任务)", "二、 招商引资"),
        ("第一部分 能力提升（共3件）", "第一部分 能力提升"),
        ("第二章：内部管理 共8项", "第二章：内部管理"),
        ("后勤保障（五大项）：", "后勤保障"),
        ("园区建设（6 个）", "园区建设"),
        ("一、（6项）", "一、（6项）"),
        ("（6项）", "（6项）"),
        ("十件实事", "十件实事"),
        ("厂房改造（二期）", "厂房改造（二期）"),
        ("（一）校舍", "（一）校舍"),
    ],
)
def test_a_count_is_no_part_of_a_name(heading: str, name: str) -> None:
    assert section_name(heading) == name


def test_sections_that_differ_by_their_count_alone_keep_it() -> None:
    headings = ["其他（2项）", "其他（3项）", "交通（1项）"]
    assert list(section_names(headings).values()) == ["其他（2项）", "其他（3项）", "交通"]


SECTIONS = (
    "2024年任务\n序号,任务,责任单位,时限\n一、园区建设（2项）\n1,修路,甲局,6月底前\n2,架桥,甲局,年底前\n"
    "二、民生（1项）\n3,食堂,乙局,年底前\n"
)


def test_a_table_is_read_with_the_names_of_its_sections(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(SECTIONS, encoding="utf-8")
    reading = examine_plan(tmp_path / "a.csv")
    assert reading.plan
    assert reading.plan.categories == ("一、园区建设", "二、民生")
    said = "不带项数：“一、园区建设（2项）”记作“一、园区建设”等 2 个。"
    assert said in [problem.message for problem in reading.problems]


def test_a_plan_whose_categories_have_counts_keeps_them(dsq: Run, home: Path) -> None:
    as_column = "".join(
        f"{no},{title},{unit},{due},{category}\n"
        for no, title, unit, due, category in (
            ("1", "修路", "甲局", "6月底前", "一、园区建设（2项）"),
            ("2", "架桥", "甲局", "年底前", "一、园区建设（2项）"),
            ("3", "食堂", "乙局", "年底前", "二、民生（1项）"),
        )
    )
    (home / "old.csv").write_text(f"2024年任务\n序号,任务,责任单位,时限,类别\n{as_column}", encoding="utf-8")
    (home / "a.csv").write_text(SECTIONS.replace("（2项）", "（3项）"), encoding="utf-8")
    dsq("plan", "load", "old.csv", today="2024-02-01")
    again = dsq("plan", "load", "a.csv", today="2024-02-02")
    assert (again.code, again.out) == (0, "")
    assert "没有不同" in again.err
