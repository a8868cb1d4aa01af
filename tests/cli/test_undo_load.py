"""``dsq undo`` of a load: a new edition, the first load, and the undo of these."""

from pathlib import Path

import pytest

from tests.conftest import Run

FIRST = """\
plan: {key: a, title: 甲计划, year: 2024, document: {drafter: 督查室}}
projects:
  - {id: "1", category: 甲, title: 修建大桥, units: 甲局, requirement: 6月底前完成,
     targets: [{name: 次, goal: 4, measure: 次}]}
  - {id: "2", category: 甲, title: 挖掘水井, units: 乙局, requirement: 年底前完成}
"""
EDITION = """\
plan: {key: a, title: 甲计划（调整）, year: 2024}
projects:
  - {id: "1", category: 乙, title: 铺设管网, units: 丙局, requirement: 9月底前完成}
  - {id: "2", category: 甲, title: 修建大桥, units: 甲局, requirement: 9月底前完成,
     targets: [{name: 场次, goal: 4, measure: 次}]}
"""
SHOWN = ("--columns", "id,title,due,status,targets")


@pytest.fixture
def revised(dsq: Run, home: Path) -> Run:
    """A ledger with a plan, on which two counts were recorded, before and after its new edition."""
    (home / "first.yaml").write_text(FIRST, encoding="utf-8")
    (home / "edition.yaml").write_text(EDITION, encoding="utf-8")
    dsq("init", "--empty", today="2024-01-10")
    dsq("plan", "load", "first.yaml", today="2024-01-10")
    dsq("tick", "1", today="2024-03-01")
    dsq("plan", "load", "edition.yaml", "--yes", "--match", "number", today="2024-05-01")
    dsq("tick", "2", "2", today="2024-05-10")
    return dsq


BEFORE = "1\t修建大桥\t2024-06-30\t进行中\t次 3/4次\n2\t挖掘水井\t2024-12-31\t未启动\t\n"
AFTER = "1\t铺设管网\t2024-09-30\t未启动\t\n2\t修建大桥\t2024-09-30\t进行中\t场次 3/4次\n"
GONE = "原2\t挖掘水井\t2024-12-31\t已撤销\t\n"


def test_an_edition_is_taken_back_as_a_whole_and_comes_back(revised: Run) -> None:
    assert revised("list", *SHOWN).out == AFTER
    assert revised("list", "-s", "撤销", *SHOWN).out == GONE
    undone = revised("undo", "5", today="2024-05-20")
    assert undone.err == (
        "已撤回第4至8号 计划调整 a《甲计划（调整）》：新增1、撤销1、改动2、计划本身有改动（2024-05-01，小王）\n"
        "    序号 2→1 修建大桥\n    序号 原2→2 挖掘水井\n    要恢复请用 dsq undo 10。\n"
    )
    assert revised("list", *SHOWN).out == BEFORE
    assert revised("list", "-s", "撤销", *SHOWN).out == ""
    assert revised("list", *SHOWN, "--as-of", "2024-05-15").out == BEFORE
    assert revised("list", *SHOWN, "--known-at", "2024-05-15").out == AFTER
    log = revised("log").out.splitlines()
    assert log[3].split("\t")[:5] == ["4", "2024-05-01", "1", "铺设管网", "计划新增此项（已撤回）"]
    assert log[8].split("\t")[4] == "“次”完成 2，累计 3"  # under the name that it has again
    assert revised("db", "check").code == 0
    assert revised("undo", "10", today="2024-05-21").err.splitlines()[0] == (
        "已撤回第10至14号 恢复计划调整 a《甲计划（调整）》：新增1、撤销1、改动2、计划本身有改动（2024-05-01，小王）"
    )
    assert revised("list", *SHOWN).out == AFTER
    assert revised("db", "check").code == 0


def test_an_edition_that_was_taken_back_is_loaded_again(revised: Run) -> None:
    revised("undo", "4", today="2024-05-20")
    assert revised("plan", "load", "edition.yaml", "--yes", "--match", "number", today="2024-05-21").code == 0
    assert revised("list", *SHOWN).out == AFTER
    assert revised("list", *SHOWN, "--as-of", "2024-05-20").out == BEFORE
    twice = revised("undo", "10", today="2024-05-22")
    refused = "铺设管网后来又列入了计划（第15号）；要恢复原来的，请先用 dsq undo 15 撤回这一次。\n"
    assert (twice.code, twice.err) == (7, refused)
    assert revised("list", *SHOWN).out == AFTER
    assert revised("undo", "15", "--yes", today="2024-05-22").code == 0
    assert revised("undo", "10", today="2024-05-22").code == 0
    assert revised("list", *SHOWN).out == AFTER
    assert revised("db", "check").code == 0


def test_what_was_recorded_on_an_added_project_is_taken_back_first(revised: Run) -> None:
    revised("note", "1", "已开工", today="2024-05-11")
    assert (revised("undo", "4").code, revised("undo", "4").err) == (
        7,
        "新增的 1 后来另有记录（第10号），不能整个撤回；先用 dsq undo 10 撤回这些记录。\n",
    )
    assert revised("undo", "10,4", today="2024-05-20").code == 0
    assert revised("list", *SHOWN).out == BEFORE
    # the note is of a project that is in no plan, though another one has its number
    refused = "第11号所记的项目随计划的载入撤回了，已不在计划里；要恢复那次载入请用 dsq undo 12。\n"
    assert (revised("undo", "11").code, revised("undo", "11").err) == (7, refused)
    assert revised("fix", "10", "--note", "x").code == 7


def test_the_last_load_is_named_and_asked_for(revised: Run) -> None:
    revised("undo", today="2024-05-20")
    asked = revised("undo", today="2024-05-20")
    assert asked.code == 7
    assert asked.err.startswith("将撤回第4至8号 计划调整 a《甲计划（调整）》：新增1、撤销1、改动2")
    assert asked.err.endswith("以上涉及 3 个项目，一并撤回须确认，未作改动；确定要做请加 --yes。\n")
    assert revised("undo", "--yes", today="2024-05-20").code == 0
    assert revised("list", "--columns", "id,title").out == "1\t修建大桥\n2\t挖掘水井\n"


def test_a_first_load_leaves_the_ledger_and_its_key_is_free(revised: Run) -> None:
    refused = (
        "这个计划载入以后另有记录（第2、3、4、9号），不能整个撤回；先用 dsq undo 2,3,4,9 撤回这些记录。\n"
    )
    assert (revised("undo", "1").code, revised("undo", "1").err) == (7, refused)
    revised("undo", "2,3,4,9", today="2024-05-20")
    gone = revised("undo", "1", today="2024-05-20")
    restore = gone.err.splitlines()[3].rpartition(" ")[2].rstrip("。")
    assert gone.err.splitlines()[1:3] == [
        "已撤回第1号 载入计划 a《甲计划》2项（2024-01-10，小王）",
        "    计划 a 已不在台账。",
    ]
    assert (revised("plan", "list").out, revised("list").code) == ("", 4)
    assert revised("db", "check").code == 0
    assert revised("undo", restore, today="2024-05-21").code == 0
    assert revised("list", "--columns", "id,title").out == "1\t修建大桥\n2\t挖掘水井\n"
    revised("undo", "1", today="2024-05-22")
    assert revised("plan", "load", "edition.yaml", today="2024-05-23").code == 0
    assert revised("list", "--columns", "id,title").out == "1\t铺设管网\n2\t修建大桥\n"
    last = int(revised("log", "-f", "json").json[-1]["number"])
    assert revised("undo", str(last - 1)).err == (
        f"计划 a 后来又载入了一次（第{last}号）；要恢复原来的，请先撤回这一次。\n"
    )
    assert revised("db", "check").code == 0


def test_a_load_that_came_back_is_taken_back_by_the_number_of_its_return(revised: Run) -> None:
    revised("undo", "5", today="2024-05-20")
    revised("undo", "10", today="2024-05-21")
    entries = len(revised("log").out.splitlines())
    undone = revised("undo", "15-17", today="2024-05-22")
    assert undone.err.splitlines()[0] == (
        "已撤回第4至8号 计划调整 a《甲计划（调整）》：新增1、撤销1、改动2、计划本身有改动（2024-05-01，小王）"
    )
    assert len(revised("log").out.splitlines()) == entries + 5  # the revocations, each once
    assert revised("list", *SHOWN).out == BEFORE
    assert revised("db", "check").code == 0


def test_an_entry_taken_back_together_with_a_return_of_a_load_stays_with_its_project(revised: Run) -> None:
    revised("undo", "5", today="2024-05-20")  # 修建大桥 is 1 again
    assert revised("undo", "10", "3", "--yes", today="2024-05-21").code == 0  # and 2 with the load
    (entry,) = [e for e in revised("log", "-f", "json").json if e["after"] == first_tick(revised)]
    assert entry["project"] == "2"
    assert revised("list", *SHOWN).out.splitlines()[1].split("\t")[4] == "场次 2/4次"
    assert revised("db", "check").code == 0


def first_tick(run: Run) -> str:
    """The id of the entry of the first count."""
    (found,) = [e["id"] for e in run("log", "-f", "json").json if e["number"] == 3]
    return str(found)


@pytest.fixture
def gone(dsq: Run, home: Path) -> Run:
    """A ledger with a plan b, and a plan a whose load and entry were taken back, by numbers 5 and 6."""
    (home / "first.yaml").write_text(FIRST, encoding="utf-8")
    other = FIRST.replace("key: a, title: 甲", "key: b, title: 乙")
    (home / "other.yaml").write_text(other, encoding="utf-8")
    dsq("init", "--empty", today="2024-01-10")
    dsq("plan", "load", "first.yaml", today="2024-01-10")
    dsq("plan", "load", "other.yaml", today="2024-01-10")
    dsq("--plan", "a", "tick", "1", today="2024-03-01")
    dsq("undo", "3,4", "--yes", today="2024-05-20")
    assert dsq("undo", "1", "--yes", today="2024-05-20").code == 0
    return dsq


def test_a_plan_that_left_the_ledger_is_read_as_it_was_known(gone: Run) -> None:
    known = ("--known-at", "2024-05-01")
    shown = gone("--plan", "a", "list", *known, "--columns", "id,title,lead,status,targets")
    assert shown.out == "1\t修建大桥\t甲局\t进行中\t次 1/4次\n2\t挖掘水井\t乙局\t未启动\t\n", shown.err
    assert gone("--plan", "a", "list", *known).out.splitlines()[1].split("\t")[1:4] == [
        "甲",
        "挖掘水井",
        "乙局",
    ]
    assert "甲局" in gone("--plan", "a", "show", "大桥", *known).out
    assert len(gone("--plan", "all", "list", *known).out.splitlines()) == 4
    assert "甲计划" in gone("--plan", "a", "report", "weekly", *known).out
    assert gone("list", *known).out == gone("--plan", "b", "list", *known).out
    assert gone("--plan", "a", "list", "--known-at", "2024-05-20").code == 4


def test_a_plan_loaded_again_is_read_as_it_was_known(revised: Run) -> None:
    revised("undo", "2,3,4,9", today="2024-05-20")
    revised("undo", "1", today="2024-05-20")
    assert revised("plan", "load", "edition.yaml", today="2024-05-23").code == 0
    assert revised("list", *SHOWN, "--known-at", "2024-05-15").out == AFTER
    then = revised("list", "--columns", "id,title", "--known-at", "2024-03-15")
    assert then.out == "1\t修建大桥\n2\t挖掘水井\n"
    assert revised("list", "--columns", "id,title").out == "1\t铺设管网\n2\t修建大桥\n"


def test_the_log_of_a_plan_that_left_the_ledger_is_read(gone: Run) -> None:
    left = "计划 a 的载入已撤回；要恢复请用 dsq undo 7，经过见 dsq --plan a log。\n"
    assert (gone("--plan", "a", "list").code, gone("--plan", "a", "list").err) == (4, left)
    log = gone("--plan", "a", "log")
    assert [line.split("\t")[0] for line in log.out.splitlines()] == ["1", "3", "4", "5", "6", "7"], log.err
    assert len(gone("--plan", "all", "log").out.splitlines()) == 7
    assert len(gone("log").out.splitlines()) == 1
    gone("--plan", "b", "undo", "2", "--yes")
    assert [gone("log").code, gone("list").code] == [0, 4]
    assert len(gone("--plan", "all", "log").out.splitlines()) == 8
    refused = gone("--plan", "a", "log", "1")
    assert (refused.code, refused.err) == (4, "计划 a 已不在台账，不能按项目查；不写序号就是它的全部经过。\n")
