"""``--targets``: what contents promise is offered for a plan that names no targets, and taken only by a yes."""

import re
from pathlib import Path

import pytest

from dushiquan.shipped import shipped
from tests.conftest import Run
from tests.terminal import answered

PLAN = """\
2024年重点项目表
序号,类别,项目名称,项目内容,责任单位,完成时限
1,交通,合作,"组织2次培训，编制《合作规划》。",市发改委,6月底前
2,交通,修路,"道路全长3公里，新建桥梁2座。",市交通局,年底前
3,交通,通报,每季度通报1次。,市交通局,每季度末
"""
OFFERED = "指标 1：培训 2次（组织2次培训）\n指标 1：《合作规划》 1项（编制《合作规划》）\n"
LOADED = "已载入《2024年重点项目表》3 项，代号 2024。\n"


@pytest.fixture
def table(home: Path) -> Path:
    path = home / "表.csv"
    path.write_text(PLAN, encoding="utf-8")
    return path


def targets_of(dsq: Run, id: str) -> list[str]:
    return [
        f"{t['name']} {t['goal']}{t['measure']}" for t in dsq("show", id, "-f", "json").json[0]["targets"]
    ]


def test_check_lists_what_contents_offer(dsq: Run, table: Path) -> None:
    result = dsq("plan", "check", "表.csv", "--targets")
    assert [line for line in result.out.splitlines() if line.startswith("指标")] == [
        "指标\t\t1\t指标\t培训 2次（组织2次培训）",
        "指标\t\t1\t指标\t《合作规划》 1项（编制《合作规划》）",
    ]
    assert result.err.endswith("内容里找到 1 项的 2 个指标，载入时可一并载入（--targets）。\n")
    assert "指标\t" not in dsq("plan", "check", "表.csv").out


def test_check_gives_offers_as_json(dsq: Run, table: Path) -> None:
    result = dsq("plan", "check", "表.csv", "--targets", "-f", "json")
    assert result.json["targets"] == [
        {"id": "1", "name": "培训", "goal": 2, "measure": "次", "words": "组织2次培训"},
        {"id": "1", "name": "《合作规划》", "goal": 1, "measure": "项", "words": "编制《合作规划》"},
    ]
    assert "targets" not in dsq("plan", "check", "表.csv", "-f", "json").json


def test_a_plan_that_names_targets_gets_no_offers(dsq: Run, home: Path) -> None:
    plan = str(shipped("data/projects_2011.yaml"))
    result = dsq("plan", "check", plan, "--targets", "-f", "json")
    assert result.json["targets"] == []
    assert result.err.endswith("计划已写有指标，不再从内容里找。\n")


def test_one_named_target_ends_all_offers(dsq: Run, home: Path) -> None:
    head = "plan: {title: 计划, year: 2024}\nprojects:\n"
    first = "  - {id: 1, title: 甲, content: 组织2次培训, units: 市发改委, requirement: 年底前完成%s}\n"
    (home / "计划.yaml").write_text(head + first % "", encoding="utf-8")
    assert len(dsq("plan", "check", "计划.yaml", "--targets", "-f", "json").json["targets"]) == 1
    second = first.replace("id: 1", "id: 2") % ", targets: [{name: 会议}]"
    (home / "计划.yaml").write_text(head + first % "" + second, encoding="utf-8")
    assert dsq("plan", "check", "计划.yaml", "--targets", "-f", "json").json["targets"] == []


def test_a_plan_that_offers_none_is_told_so(dsq: Run, table: Path) -> None:
    table.write_text(PLAN.replace("组织2次培训，编制《合作规划》。", "加强合作"), encoding="utf-8")
    assert dsq("plan", "check", "表.csv", "--targets").err.endswith("内容里没有找到可列的指标。\n")
    assert dsq("plan", "load", "表.csv", "--targets", "--yes").code == 0


def test_offers_are_not_taken_in_a_pipe_without_a_yes(dsq: Run, table: Path) -> None:
    result = dsq("plan", "load", "表.csv", "--targets", "--drafter", "市府办")
    assert (result.code, result.out) == (5, OFFERED)
    assert result.err.endswith("内容里找到 1 项的 2 个指标，未载入任何内容；核对无误请加 --yes。\n")
    assert "2024" not in dsq("plan", "list").out


def test_a_yes_takes_the_offers(dsq: Run, table: Path) -> None:
    result = dsq("plan", "load", "表.csv", "--targets", "--drafter", "市府办", "--yes")
    assert (result.code, result.out) == (0, OFFERED)
    assert targets_of(dsq, "1") == ["培训 2次", "《合作规划》 1项"]
    assert targets_of(dsq, "2") == []
    assert len(targets_of(dsq, "3")) == 4  # its rhythm, and no offer
    assert dsq("tick", "1", "培训").code == 0


@pytest.mark.parametrize(("answer", "taken"), [("y", 2), ("是", 2), ("n", 0), ("", 0)])
def test_a_terminal_asks_once(dsq: Run, table: Path, answer: str, taken: int) -> None:
    said = answered("plan", "load", "表.csv", "--targets", "--drafter", "市府办", answers=f"{answer}\n")
    assert said.count("以上 1 项的 2 个指标都载入？[y/N] ") == 1
    assert len(targets_of(dsq, "1")) == taken
    assert ("指标没有载入" in said) is not bool(taken)


def test_loading_again_keeps_what_was_taken_from_an_unchanged_content(dsq: Run, table: Path) -> None:
    dsq("plan", "load", "表.csv", "--targets", "--drafter", "市府办", "--yes")
    dsq("tick", "1", "培训")
    assert dsq("plan", "diff", "表.csv").out == ""
    again = dsq("plan", "load", "表.csv")
    assert (again.code, again.out) == (0, "")
    assert targets_of(dsq, "1") == ["培训 2次", "《合作规划》 1项"]


def test_a_no_leaves_what_was_taken_before(dsq: Run, table: Path) -> None:
    dsq("plan", "load", "表.csv", "--targets", "--drafter", "市府办", "--yes")
    answered("plan", "load", "表.csv", "--targets", answers="n\n")
    assert targets_of(dsq, "1") == ["培训 2次", "《合作规划》 1项"]


def test_a_changed_content_loses_what_was_taken_and_says_so(dsq: Run, table: Path) -> None:
    dsq("plan", "load", "表.csv", "--targets", "--drafter", "市府办", "--yes")
    table.write_text(PLAN.replace("2次培训", "3次培训"), encoding="utf-8")
    assert "指标" in dsq("plan", "diff", "表.csv").out
    changed = dsq("plan", "load", "表.csv", "--targets", "--yes")
    assert changed.code == 0
    assert targets_of(dsq, "1") == ["培训 3次", "《合作规划》 1项"]


def test_the_plan_of_2011_without_its_targets(dsq: Run, home: Path) -> None:
    text = shipped("data/projects_2011.yaml").read_text(encoding="utf-8")
    bare = re.sub(r"    targets:\n(?:      - .*\n)+", "", text)
    (home / "无指标.yaml").write_text(bare, encoding="utf-8")
    dsq("init", "--empty")
    assert dsq("plan", "load", "无指标.yaml", "--targets", "--yes").err.endswith(
        "已载入《2011年杭州都市经济圈合作项目计划安排表》31 项，代号 2011。\n"
    )
    assert targets_of(dsq, "17") == ["都市圈行业协会联席会议制度 4家"]
