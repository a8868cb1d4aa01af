"""``dsq node``: milestones by whole output; each change is a decision, taken back and seen as of a day."""

from pathlib import Path

import pytest

from tests.cli.test_plan_decisions import PLAN
from tests.cli.test_plan_decisions import plan as plan
from tests.conftest import Run

WHY = ("--reason", "分段考核", "--doc", "杭经合〔2024〕3号")
ADD = ("node", "add", "3", "--name", "整地", "--due", "9月底", *WHY)


def test_a_milestone_is_added_met_and_listed(plan: Run) -> None:
    assert plan("node", "list").out == ""
    tried = plan(*ADD, "--dry-run")
    said = "3 种植树木：计划调整：新增节点“整地”，9月30日前（依据杭经合〔2024〕3号；分段考核）"
    assert tried.err == f"将记录 {said}（2024-07-20）\n"
    assert plan("node", "list").out == ""
    assert plan(*ADD).err == f"已记录 {said}（2024-07-20，第4号）\n"
    assert plan("node", "list").out == "2024-09-30\t3\t种植树木\t整地\t甲局\t还有72天\n"
    assert plan("node", "list", "--as-of", "2024-07-19").out == ""
    done = plan("tick", "3", "zd", today="2024-09-28")
    assert done.err == "已记录 3 种植树木：启动办理；节点“整地”完成（2024-09-28，第5、6号）\n"
    assert plan("node", "list", today="2024-10-09").out.endswith("\t2024-09-28 完成\n")
    weekly = plan("report", "weekly", today="2024-09-28").out
    assert "节点“整地”完成" in weekly
    assert "节点\t整地 1/1，2024-09-30 前\n" in plan("show", "3").out
    (row,) = plan("node", "list", "-f", "json", today="2024-10-09").json
    assert row == {
        "id": "3",
        "plan": "a",
        "title": "种植树木",
        "lead": ["甲局"],
        "persons": [],
        "name": "整地",
        "due": "2024-09-30",
        "goal": 1,
        "measure": "",
        "count": 1,
        "met_on": "2024-09-28",
        "days_left": None,
    }


def test_the_day_on_which_a_milestone_was_met_follows_what_counts(plan: Run) -> None:
    plan("node", "add", "3", "--name", "苗", "--due", "9月底", "--goal", "3", "--measure", "批", *WHY)
    plan("tick", "3", "苗", "2", today="2024-08-01")
    assert plan("node", "list", today="2024-09-30").out.endswith("\t今天到期，2/3批\n")
    said = plan("tick", "3", "苗", "1", today="2024-08-09").err
    assert "节点“苗”完成，累计3批" in said
    assert plan("node", "list", today="2024-09-30").out.endswith("\t2024-08-09 完成\n")
    assert plan("node", "list", "--as-of", "2024-08-08", today="2024-09-30").out.endswith("还有53天，2/3批\n")
    plan("tick", "3", "苗", "--", "-1", today="2024-08-10")
    assert plan("node", "list", today="2024-10-02").out.endswith("\t逾期2天，2/3批\n")
    plan("undo", today="2024-10-02")
    assert plan("node", "list", today="2024-10-02").out.endswith("\t2024-08-09 完成\n")


def test_a_milestone_is_moved_and_dropped_from_a_day_on(plan: Run) -> None:
    plan(*ADD)
    assert plan("node", "move", "3", "整地", "--due", "10月底").code == 7  # no reason
    moved = plan("node", "move", "3", "整", "--due", "10月底", "--reason", "雨季", today="2024-08-01")
    assert moved.err == (
        "已记录 3 种植树木：计划调整：节点“整地”由9月30日前改为10月31日前（雨季）（2024-08-01，第5号）\n"
    )
    dropped = plan("node", "drop", "3", "整地", "--reason", "并入种植", today="2024-09-01")
    assert dropped.err == "已记录 3 种植树木：计划调整：取消节点“整地”（并入种植）（2024-09-01，第6号）\n"
    days = {
        day: plan("node", "list", "--as-of", day, today="2024-09-02").out[:10]
        for day in ("2024-07-19", "2024-07-31", "2024-08-31", "2024-09-01")
    }
    assert [*days.values()] == ["", "2024-09-30", "2024-10-31", ""]
    assert "取消节点“整地”" in plan("changes", "--since", "2024-08-31", today="2024-09-02").out
    plan("undo", "6", "5", "4", "--yes", today="2024-09-02")
    assert plan("node", "list", today="2024-09-02").out == ""
    assert plan("db", "check").code == 0


def test_milestones_are_listed_by_day_with_the_filters_of_a_listing(plan: Run) -> None:
    for id, name, due in (
        ("1", "合龙", "2024-08-01"),
        ("3", "整地", "2024-07-25"),
        ("2", "打井", "2024-07-01"),
    ):
        plan("node", "add", id, "--name", name, "--due", due, *WHY)
    rows = [
        "2024-07-01\t2\t挖掘水井\t打井\t乙局\t逾期19天\n",
        "2024-07-25\t3\t种植树木\t整地\t甲局\t还有5天\n",
        "2024-08-01\t1\t修建大桥\t合龙\t甲局\t还有12天\n",
    ]
    assert plan("node", "list").out == "".join(rows)
    assert plan("node", "list", "-u", "甲局").out == "".join(rows[1:])
    assert plan("node", "list", "-c", "甲类").out == rows[0] + rows[2]
    assert plan("node", "list", "2,3", "--limit", "1").out == rows[0]
    plan("update", "2", "-s", "暂缓", "--reason", "缺资金")
    assert plan("node", "list", "2").out.endswith("\t未完成（项目暂缓）\n")
    plan("plan", "drop", "2", "--reason", "x")
    assert plan("node", "list", "2").out == ""


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("add", "3", "--name", "整地", "--due", "9月底"), 7, "调整计划须写明理由或依据"),
        (("add", "9", "--name", "整地", "--due", "9月底", "--reason", "x"), 4, "没有"),
        (("add", "3", "--name", " ", "--due", "9月底", "--reason", "x"), 2, "--name 是空的"),
        (
            ("add", "2", "--name", "井", "--due", "9月底", "--reason", "x"),
            7,
            "2 已有“井”；改日期请用 dsq node move",
        ),
        (
            ("move", "2", "井", "--due", "9月底", "--reason", "x"),
            4,
            "2 挖掘水井没有节点；新增请用 dsq node add。",
        ),
        (("drop", "3", "整地", "--reason", "x"), 4, "3 种植树木没有节点"),
    ],
)
def test_a_mistake_gets_one_sentence_and_records_nothing(
    plan: Run, args: tuple[str, ...], code: int, said: str
) -> None:
    before = plan("log").out
    answer = plan("node", *args)
    assert (answer.code, said in answer.err, answer.err.count("\n")) == (code, True, 1), answer.err
    assert plan("log").out == before


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2024-07-19", "注意：2024-07-19 已经过去，今天就算逾期1天；已完成的请用 dsq tick 记。\n"),
        ("2025-01-31", "注意：2025-01-31 晚于计划的时限 2024-12-31。\n"),
        ("2024-07-20", ""),
    ],
)
def test_a_doubtful_day_is_pointed_out(plan: Run, due: str, said: str) -> None:
    answer = plan("node", "add", "3", "--name", "整地", "--due", due, "--reason", "x")
    assert answer.err.partition("已记录")[0] == said


def test_a_recurring_duty_has_occurrences_and_no_milestones(plan: Run) -> None:
    plan(
        "plan", "add", "--title", "季报", "--unit", "甲局", "--requirement", "每季度通报一次", "--reason", "x"
    )
    refused = plan("node", "add", "4", "--name", "整地", "--due", "9月底", "--reason", "x")
    assert (refused.code, refused.err) == (7, "4 是定期事项，按各次的日期计，不另设节点。\n")
    assert plan("node", "list").out == ""


def test_steps_in_one_cell_are_milestones_and_stay_when_the_plan_is_changed(plan: Run) -> None:
    steps = "8月底前完成立项；10月底前开工；年底前完成主体"
    plan("plan", "add", "--title", "建馆", "--unit", "甲局", "--requirement", steps, "--reason", "x")
    rows = (
        "2024-08-31\t4\t建馆\t完成立项\t甲局\t还有42天\n"
        "2024-10-31\t4\t建馆\t开工\t甲局\t还有103天\n"
        "2024-12-31\t4\t建馆\t完成主体\t甲局\t还有164天\n"
    )
    assert plan("node", "list").out == rows
    plan("plan", "set", "4", "--unit", "乙局", "--reason", "x")
    assert plan("node", "list").out == rows.replace("甲局", "乙局")
    later = plan("plan", "set", "4", "--due", "2025-03-31", "--reason", "x")
    assert "时限由“2024-12-31”改为“2025-03-31”；节点“完成主体”由12月31日前改为2025年3月31日前" in later.err
    assert [row["due"] for row in plan("node", "list", "-f", "json").json] == [
        "2024-08-31",
        "2024-10-31",
        "2025-03-31",
    ]


def test_the_days_of_a_milestone_stand_still_while_its_project_waits_for_the_office(plan: Run) -> None:
    plan(*ADD)
    assert plan("submit", "3", "--evidence", "照片", today="2024-09-20").code == 0
    assert plan("node", "list", today="2024-10-20").out.endswith("\t还有10天\n")
    assert plan("node", "list", "-f", "json", today="2024-10-20").json[0]["days_left"] == 10


def test_what_a_decision_makes_of_the_light_and_of_pace_is_said(plan: Run) -> None:
    plan("plan", "set", "3", "--requirement", "2024年1月至12月推进", *WHY)
    plan("update", "3", "-p", "40")
    add = ("node", "add", "3", "--name", "整地", "--reason", "考核")
    for tried in (plan(*add, "--due", "8月10日", "--dry-run"), plan(*add, "--due", "8月10日")):
        assert tried.err.splitlines()[1:] == ["    序时由55%变为45%。"]
    moved = plan("node", "move", "3", "整地", "--due", "7月10日", "--reason", "赶工").err.splitlines()
    assert (
        moved[-1] == "    灯由黄转红（节点“整地”逾期10天；进度40%，落后序时12个百分点）；序时由45%变为52%。"
    )
    assert (
        plan("list", "3", "--columns", "light,reasons").out
        == "红\t节点“整地”逾期10天；进度40%，落后序时12个百分点\n"
    )
    dropped = plan("node", "drop", "3", "整地", "--reason", "赶工").err.splitlines()
    assert dropped[1:] == ["    灯由红转黄（进度40%，落后序时15个百分点）；序时由52%变为55%。"]
    later = plan("plan", "set", "1", "3", "--due", "2025-12-31", "--reason", "跨年").err.splitlines()
    assert later[1] == "    灯由红转黄（197天未报送）。"
    assert later[3:] == ["    灯由黄转绿；序时由55%变为27%。"]
    assert len(plan("plan", "set", "3", "--unit", "乙局", *WHY).err.splitlines()) == 1


def test_an_undo_of_a_decision_says_what_it_makes_of_the_lights(plan: Run) -> None:
    plan("plan", "set", "3", "--requirement", "2024年1月至12月推进", *WHY)
    plan("update", "3", "-p", "40")
    plan("node", "add", "3", "--name", "整地", "--due", "7月10日", *WHY)
    lit = "    3 灯由红转黄（进度40%，落后序时15个百分点）；序时由52%变为55%。"
    for tried in (plan("undo", "--dry-run"), plan("undo")):
        assert lit in tried.err.splitlines()
    back = "    3 灯由黄转红（节点“整地”逾期10天；进度40%，落后序时12个百分点）；序时由55%变为52%。"
    restored = plan("undo", tried.err.partition("dsq undo ")[2].split("。")[0], "--yes")
    assert back in restored.err.splitlines()


def test_an_edition_that_does_not_name_a_decided_milestone_keeps_it(plan: Run, home: Path) -> None:
    plan(*ADD)
    plan("node", "add", "1", "--name", "合龙", "--due", "2024-06-10", *WHY)
    plan("node", "drop", "1", "合龙", *WHY)
    said = (
        "注意：3 种植树木：节点“整地”（2024年9月30日前）是另行决定的，新版没有写，仍然保留；"
        "不要了请用 dsq node drop 3 整地。\n"
    )
    (home / "new.yaml").write_text(
        PLAN.replace("种植树木, units: 甲局", "种植树木, units: 乙局"), encoding="utf-8"
    )
    for file, changed in (("plan.yaml", ""), ("new.yaml", "调整 3 种植树木：牵头单位由“甲局”改为“乙局”\n")):
        diff = plan("plan", "diff", file, today="2024-08-01")
        assert (diff.out, said in diff.err) == (changed, True)
        loaded = plan("plan", "load", file, "--yes", today="2024-08-01")
        assert said in loaded.err
        assert [row["name"] for row in plan("node", "list", "-f", "json").json] == ["整地"]
    named = PLAN.replace(
        "units: 甲局, requirement: 年底前完成}",
        "units: 甲局, requirement: 年底前完成, targets: [{name: 整地, due: 2024-10-31}, {name: 选苗, due: 2024-08-31}]}",
    )
    (home / "named.yaml").write_text(named, encoding="utf-8")
    assert "另行决定" not in plan("plan", "load", "named.yaml", "--yes", today="2024-08-02").err
    rows = plan("node", "list", "-f", "json").json
    assert [(row["name"], row["due"]) for row in rows] == [("选苗", "2024-08-31"), ("整地", "2024-10-31")]
    assert "取消节点“选苗”" in plan("plan", "diff", "plan.yaml").out  # the plan file's own
    assert said.replace("9月30日", "10月31日") in plan("plan", "load", "plan.yaml", "--yes").err
    dropped = plan("node", "drop", "3", "整地", *WHY)
    assert dropped.code == 0, dropped.err
    assert "另行决定" not in plan("plan", "load", "named.yaml", "--yes", today="2024-08-03").err
    assert "取消节点“整地”" in plan("plan", "load", "plan.yaml", "--yes", today="2024-08-04").out
    assert plan("node", "list").out == ""
    assert plan("db", "check").code == 0


def test_a_decided_milestone_that_has_another_name_in_an_edition_is_asked_about(
    plan: Run, home: Path
) -> None:
    plan("node", "add", "3", "--name", "整地", "--due", "9月底", "--goal", "3", *WHY)
    plan("tick", "3", "整地", "1")
    named = "requirement: 年底前完成, targets: [{name: 平地, goal: 3, due: 2024-09-30}]}"
    text = PLAN.replace("units: 甲局, requirement: 年底前完成}", f"units: 甲局, {named}")
    (home / "new.yaml").write_text(text, encoding="utf-8")
    assert "“整地”（已记 1）和新版的“平地”是同一指标吗？" in plan("plan", "diff", "new.yaml").out
    assert "另行决定" not in plan("plan", "load", "new.yaml", "--yes", "--match", "number").err
    rows = plan("node", "list", "-f", "json").json
    assert [(row["name"], row["count"]) for row in rows] == [("平地", 1)]
    plan("undo", "--yes")
    assert "另行决定" in plan("plan", "load", "new.yaml", "--yes", "--match", "title").err
    rows = plan("node", "list", "-f", "json").json
    assert {(row["name"], row["count"]) for row in rows} == {("整地", 1), ("平地", 0)}
