"""``dsq plan set``, ``add``, ``drop``, ``split``, ``merge``: by whole output, before and after."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

PLAN = """\
plan: {key: a, title: 甲计划, year: 2024, document: {drafter: 督查室, issued: 2024-01-05}}
projects:
  - {id: "1", category: 甲类, title: 修建大桥, units: 甲局, requirement: 6月底前完成}
  - {id: "2", category: 甲类, title: 挖掘水井, units: 乙局, requirement: 年底前完成,
     targets: [{name: 井, goal: 4, measure: 口}]}
  - {id: "3", category: 乙类, title: 种植树木, units: 甲局, requirement: 年底前完成}
"""
SHOWN = ("--columns", "id,category,title,lead,due,status")
WHY = ("--reason", "机构调整", "--doc", "杭经合〔2024〕3号")


@pytest.fixture
def plan(dsq: Run, home: Path) -> Run:
    """A ledger with a plan of three, of which the second reported in March; today is 20 July 2024."""
    (home / "plan.yaml").write_text(PLAN, encoding="utf-8")
    dsq("plan", "load", "plan.yaml", "--yes", today="2024-01-10")
    dsq("update", "2", "-p", "40", today="2024-03-01")
    dsq("config", today="2024-07-20")
    return dsq


BEFORE = (
    "1\t甲类\t修建大桥\t甲局\t2024-06-30\t未启动\n"
    "2\t甲类\t挖掘水井\t乙局\t2024-12-31\t进行中\n"
    "3\t乙类\t种植树木\t甲局\t2024-12-31\t未启动\n"
)


def test_a_hand_over_counts_from_its_day_and_is_told_with_its_grounds(plan: Run) -> None:
    done = plan("plan", "set", "1", "--unit", "乙局", *WHY, "--on", "7月1日")
    said = "计划调整：牵头单位由“甲局”改为“乙局”（依据杭经合〔2024〕3号；机构调整）"
    assert done.err == f"已记录 1 修建大桥：{said}（2024-07-01，第4号）\n"
    assert plan("list", *SHOWN, "--as-of", "2024-06-30").out == BEFORE
    assert plan("list", *SHOWN).out == BEFORE.replace("大桥\t甲局", "大桥\t乙局")
    assert [row["id"] for row in plan("list", "-u", "乙局", "-f", "json").json] == ["1", "2"]
    assert [row["id"] for row in plan("list", "-u", "甲局", "-f", "json").json] == ["3"]
    (entry,) = [e for e in plan("log", "-f", "json").json if e["number"] == 4]
    assert (entry["document"], entry["note"]) == ("杭经合〔2024〕3号", "机构调整")
    assert said in plan("log").out
    assert said in plan("show", "1").out
    assert said.removeprefix("计划调整：") in plan("report", "monthly", "--month", "2024-07").out
    undone = plan("undo")
    assert undone.err.startswith("已撤回第4号 计划调整 a《甲计划》：改动1（2024-07-01，小王）\n")
    assert plan("list", *SHOWN).out == BEFORE
    assert plan("db", "check").code == 0


def test_a_new_requirement_is_read_anew(plan: Run) -> None:
    plan("plan", "set", "3", "--requirement", "9月底前完成", "--reason", "提前")
    (row,) = plan("list", "3", "-f", "json").json
    assert (row["requirement"], row["kind"], row["due"], row["deferrals"]) == (
        "9月底前完成",
        "complete",
        "2024-09-30",
        0,
    )
    unread = plan("plan", "set", "3", "--requirement", "适时", "--reason", "x")
    assert "注意：" in unread.err
    assert "未读出" in unread.err
    assert plan("list", "3", "-f", "json").json[0]["due"] is None


def test_an_added_project_stands_in_its_category_and_is_new_from_its_day(plan: Run) -> None:
    asked = ("plan", "add", "--title", "铺设管网", "--category", "甲类", "--unit", "丙局", "--doc", "3号文")
    tried = plan(*asked, "--requirement", "11月底前完成", "--dry-run")
    assert tried.err == (
        "注意：项目4 责任单位：“丙局”是计划里还没有的单位。\n"
        "将记录 4 铺设管网：计划新增此项（依据3号文）（2024-07-20）\n"
        "    甲类；丙局；11月底前完成；完成，时限 2024-11-30\n"
    )
    assert plan("list", *SHOWN).out == BEFORE
    plan(*asked, "--requirement", "11月底前完成")
    rows = BEFORE.splitlines(keepends=True)
    added = "4\t甲类\t铺设管网\t丙局\t2024-11-30\t未启动\n"
    assert plan("list", *SHOWN).out == "".join([*rows[:2], added, rows[2]])
    assert plan("list", *SHOWN, "--as-of", "2024-07-19").out == BEFORE
    taken = plan("plan", "add", "--title", "某", "--no", "4", "--reason", "x")
    assert (taken.code, taken.err) == (7, "序号 4 已有：铺设管网；请用 --no 另给序号。\n")
    first = plan("plan", "add", "--title", "某", "--no", "9", "--after", "1", "--reason", "x")
    assert "    没有责任单位；没有进度要求，没有时限\n" in first.err
    assert [row["id"] for row in plan("list", "-f", "json").json] == ["1", "9", "2", "4", "3"]


@pytest.mark.parametrize(
    ("typed", "title", "units", "said"),
    [
        ("东段", "东段", ["乙局"], ""),
        ("东段=甲局", "东段", ["甲局"], ""),
        (
            "东段（甲局）",
            "东段",
            ["甲局"],
            "注意：“东段（甲局）”括号里的是单位，作为责任单位，名称是“东段”。\n",
        ),
        (
            "东段(牵头：甲局 配合：乙局)",
            "东段",
            ["甲局"],
            "注意：“东段(牵头：甲局 配合：乙局)”括号里的是单位，作为责任单位，名称是“东段”。\n",
        ),
        (
            "东段（一期）",
            "东段（一期）",
            ["乙局"],
            "注意：“东段（一期）”括号里的不是计划里的单位，留在名称里；要写单位请写成 名称=单位。\n",
        ),
        (
            "东段（甲局、丙局）",
            "东段（甲局、丙局）",
            ["乙局"],
            "注意：“东段（甲局、丙局）”括号里的不是计划里的单位，留在名称里；要写单位请写成 名称=单位。\n",
        ),
        ("东段（一期）=甲局", "东段（一期）", ["甲局"], ""),
        ("东段=丙局", "东段", ["丙局"], "注意：“丙局”是计划里还没有的单位。\n"),
    ],
)
def test_a_part_names_its_units_behind_the_equals_sign_or_in_brackets(
    plan: Run, typed: str, title: str, units: list[str], said: str
) -> None:
    done = plan("plan", "split", "2", "--into", typed, "--into", "西段", "--reason", "分段")
    assert "".join(line for line in done.err.splitlines(keepends=True) if line.startswith("注意")) == said
    (row,) = plan("list", "2.1", "-f", "json").json
    assert (row["title"], row["lead"]) == (f"挖掘水井{title}", units)


def test_a_category_is_found_as_in_a_list(dsq: Run, home: Path) -> None:
    (home / "plan.yaml").write_text(PLAN.replace("甲类", "一、园区建设"), encoding="utf-8")
    dsq("plan", "load", "plan.yaml", "--yes", today="2024-01-10")
    added = dsq("plan", "add", "--title", "铺设管网", "-c", "园区", "--reason", "x", today="2024-07-20")
    assert "注意：类别“园区”按“一、园区建设”记；要另立这个类别请写 -c 「园区」。\n" in added.err
    changed = dsq("plan", "set", "1,3", "-c", "yyqjs", "--reason", "x", today="2024-07-20")
    assert changed.err.count("按“一、园区建设”记") == 1
    listed = dsq("list", "--columns", "id,category", today="2024-07-20").out
    assert listed == "".join(f"{id}\t一、园区建设\n" for id in ("1", "2", "4", "3"))


def test_a_new_category_is_said_with_those_that_the_plan_has(plan: Run) -> None:
    said = "注意：“丙类”是计划里还没有的类别，作为新类别；已有甲类、乙类，写其中几个字就能找到。\n"
    assert said in plan("plan", "add", "--title", "铺设管网", "-c", "丙类", "--reason", "x").err
    quoted = plan("plan", "set", "4", "-c", "「丙」", "--reason", "x").err
    assert quoted.startswith("注意：“丙”是计划里还没有的类别，")
    assert [i["category"] for i in plan("list", "4", "-f", "json").json] == ["丙"]


def test_a_category_that_may_be_two_is_not_guessed(plan: Run) -> None:
    result = plan("plan", "set", "1", "-c", "类", "--reason", "x")
    assert (result.code, result.err) == (4, "类别“类”不止一个：甲类、乙类。请写全。\n")


def test_a_project_that_is_added_without_a_category_is_told_how_to_get_one(plan: Run) -> None:
    said = "注意：4 没有写类别；要补请用 dsq plan set 4 --category 类别，计划里有甲类、乙类。\n"
    assert said in plan("plan", "add", "--title", "某", "--reason", "x").err
    plan("plan", "set", "4", "--category", "乙类", "--reason", "x")
    assert [row["id"] for row in plan("list", "-c", "乙类", "-f", "json").json] == ["3", "4"]
    assert "类别" not in plan("plan", "add", "--title", "另", "--category", "甲类", "--reason", "x").err


def test_a_split_project_is_withdrawn_and_its_reports_are_seen_at_its_parts(plan: Run) -> None:
    done = plan("plan", "split", "2", "--into", "东段", "--into", "西段=丙局", "--reason", "分段")
    assert done.err.splitlines()[-2:] == [
        "已记录 2 挖掘水井：此项拆分为 2.1、2.2（分段）（2024-07-20，第6号）",
        "    拆分、并入的各项，原来的进度和指标没有带过去；要记请用 dsq update、dsq tick。",
    ]
    rows = BEFORE.splitlines(keepends=True)
    assert plan("list", *SHOWN).out == "".join(
        [
            rows[0],
            "2.1\t甲类\t挖掘水井东段\t乙局\t2024-12-31\t未启动\n",
            "2.2\t甲类\t挖掘水井西段\t丙局\t2024-12-31\t未启动\n",
            rows[2],
        ]
    )
    (card,) = plan("show", "2.2", "-f", "json").json
    assert card["targets"] == []  # how to share them out, only the office knows
    (came_from,) = card["came_from"]
    assert (came_from["id"], came_from["title"]) == ("2", "挖掘水井")
    assert "原 2 经过\t第3号 2024-03-01，报进度40%（小王）" in plan("show", "2.1").out.splitlines()
    assert plan("list", *SHOWN, "--as-of", "2024-07-19").out == BEFORE
    assert plan("done", "2").code == 7
    plan("undo", "--yes")
    assert plan("list", *SHOWN).out == BEFORE
    assert plan("show", "1", "-f", "json").json[0]["came_from"] == []


def test_merged_projects_are_seen_at_the_one_that_goes_on(plan: Run) -> None:
    done = plan("plan", "merge", "2,3", "--into", "3", "--reason", "合并")
    assert done.err.splitlines()[0] == "已记录 2 挖掘水井：此项并入 3（合并）（2024-07-20，第4号）"
    assert [row["id"] for row in plan("show", "3", "-f", "json").json[0]["came_from"]] == ["2"]
    alone = plan("plan", "merge", "1", "--into", "1", "--reason", "合并")
    assert (alone.code, alone.err) == (7, "除 1 自己以外没有写要并入的项目。\n")


def test_what_is_split_again_shows_its_whole_line(plan: Run) -> None:
    plan("plan", "split", "2", "--into", "东段", "--into", "西段", "--reason", "分段")
    plan("plan", "split", "2.1", "--into", "一标", "--into", "二标", "--reason", "分标", today="2024-08-01")
    (card,) = plan("show", "2.1.2", "-f", "json").json
    assert [each["id"] for each in card["came_from"]] == ["2.1", "2"]


def test_a_decision_for_a_day_past_does_not_undo_what_was_decided_since(plan: Run) -> None:
    plan("plan", "set", "1", "--unit", "丙局", "--reason", "后来", "--on", "2024-07-10")
    plan("plan", "set", "1", "--unit", "乙局", "--reason", "先前", "--on", "2024-06-10")
    units = {
        day: plan("list", "1", "--as-of", day, "-f", "json").json[0]["lead"]
        for day in ("2024-06-09", "2024-06-10", "2024-07-09", "2024-07-10")
    }
    assert list(units.values()) == [["甲局"], ["乙局"], ["乙局"], ["丙局"]]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("set", "1", "--unit", "乙局"), 7, "调整计划须写明理由或依据，请加 --reason “理由” 或 --doc 文号。"),
        (("set", "1", "--reason", "x"), 2, "没有写要改什么"),
        (("set", "9", "--unit", "乙局", "--reason", "x"), 4, "没有"),
        (("set", "1", "--title", "", "--reason", "x"), 2, "项目名称：是空的，必须填写。"),
        (("set", "1", "--unit", "甲局", "--reason", "x"), 0, "计划本来就是这样，未作改动。"),
        (("set", "1", "--unit", "乙局", "--reason", "x", "--on", "2025-01-01"), 7, "还没有到"),
        (("drop", "1-3", "--reason", "x"), 7, "计划里至少要留一项，未作改动。"),
        (("split", "1", "--into", "甲段", "--reason", "x"), 7, "至少两次"),
        (("split", "1", "--into", "=乙局", "--into", "甲", "--reason", "x"), 2, "--into 要写拆成的项目名称"),
        (("add", "--title", "某", "--no", "a,b", "--reason", "x"), 2, "不能作序号"),
    ],
)
def test_a_mistake_gets_one_sentence_and_changes_nothing(
    plan: Run, args: tuple[str, ...], code: int, said: str
) -> None:
    answer = plan("plan", *args)
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert plan("list", *SHOWN).out == BEFORE


def test_an_edition_after_decisions_is_compared_with_the_plan_as_decided(plan: Run, home: Path) -> None:
    plan("plan", "set", "1", "--unit", "乙局", "--reason", "x")
    plan("plan", "export", "-o", "again.yaml")
    assert plan("plan", "diff", "again.yaml").err == "与台账里的《甲计划》没有不同。\n"
    plan("plan", "load", "plan.yaml", "--yes")
    assert json.loads(plan("list", "1", "-f", "json").out)[0]["lead"] == ["甲局"]


def test_nothing_is_recorded_for_a_day_before_a_project_was_in_the_plan(plan: Run) -> None:
    plan("plan", "add", "--title", "铺设管网", "--unit", "丙局", "--reason", "x", "--on", "2024-07-01")
    early = plan("note", "4", "某", "--on", "2024-06-30")
    assert (early.code, early.err) == (7, "4 是 2024-07-01 列入计划的，不能记到 2024-06-30；请核对日期。\n")
    assert plan("note", "4", "某", "--on", "2024-07-01").code == 0
    number = plan("log", "4", "-f", "json").json[-1]["number"]
    assert plan("fix", str(number), "--on", "2024-06-01").code == 7
    plan("plan", "drop", "4", "--reason", "x")
    assert plan("note", "4", "某", "--on", "2024-06-30").code == 7


def test_a_part_gets_no_number_that_a_project_had(plan: Run) -> None:
    plan("plan", "add", "--title", "某", "--no", "2.1", "--reason", "x")
    plan("plan", "drop", "2.1", "--reason", "x")
    plan("plan", "split", "2", "--into", "东段", "--into", "西段", "--reason", "x")
    titles = {row["id"]: row["title"] for row in plan("list", "2.1-2.3", "-f", "json").json}
    assert titles == {"2.1": "某", "2.2": "挖掘水井东段", "2.3": "挖掘水井西段"}


def test_what_left_the_plan_is_decided_on_no_more(plan: Run) -> None:
    plan("plan", "drop", "2", "--reason", "x")
    for words in (("set", "2", "--unit", "丙局"), ("drop", "2"), ("merge", "2", "--into", "1")):
        said = plan("plan", *words, "--reason", "x")
        assert (said.code, said.err) == (7, "2 挖掘水井已从计划中撤销，未作改动。\n")
    before = len(plan("log", "-f", "json").json)
    plan("plan", "set", "1", "--unit", "丙局", "--reason", "x")
    assert len(plan("log", "-f", "json").json) == before + 1  # nothing is withdrawn again


def test_one_project_is_split_at_a_time(ledger: Run) -> None:
    said = ledger("plan", "split", "22", "--into", "甲", "--into", "乙", "--reason", "x")
    assert (said.code, said.err) == (4, "22 下有 22.1、22.2，请写明是哪一项。\n")
    said = ledger("plan", "split", "6-7", "--into", "甲", "--into", "乙", "--reason", "x")
    assert (said.code, said.err) == (4, "“6-7”是 2 项，请只写一项。\n")


def test_a_new_requirement_leaves_nothing_of_a_due_date_that_was_typed(plan: Run) -> None:
    plan("plan", "set", "1", "--due", "2024-08-15", "--reason", "x")
    assert plan("list", "1", "-f", "json").json[0]["due"] == "2024-08-15"
    plan("plan", "set", "1", "--requirement", "10月底前完成", "--reason", "x")
    assert plan("list", "1", "-f", "json").json[0]["due"] == "2024-10-31"


def test_what_left_the_plan_is_in_no_listing_but_by_its_number_or_status(plan: Run) -> None:
    plan("plan", "drop", "2", "--reason", "x")
    plan("update", "3", "-s", "终止", "--reason", "x")
    listed = plan("list", *SHOWN)
    assert (
        listed.out
        == "1\t甲类\t修建大桥\t甲局\t2024-06-30\t未启动\n3\t乙类\t种植树木\t甲局\t2024-12-31\t终止\n"
    )
    assert plan("stats").out.splitlines()[-1].startswith("合计\t2\t")
    gone = "2\t甲类\t挖掘水井\t乙局\t2024-12-31\t已撤销\n"
    assert plan("list", "2", *SHOWN).out == gone
    assert gone in plan("list", "-s", "撤销", *SHOWN).out
    assert plan("list", "-u", "乙局", "-f", "json").json == []
    assert plan("list", *SHOWN, "--as-of", "2024-07-19").out == BEFORE
    assert plan("list", "-o", "a.xlsx").err.splitlines()[1] == (
        "另有 1 项已从计划撤销，未列：2；要看请加 -s 撤销。"
    )
    for command in ("overdue", "due"):
        done = plan(command, today="2024-12-20" if command == "due" else "2025-01-20").out
        assert "挖掘水井" not in done
        assert "种植树木" not in done
    urged = plan("urge", "--dry-run", today="2025-01-20")
    assert urged.err == "将出催办〔2025〕1号 甲局：已逾期 1（黄单，2025-01-27前）\n"
