"""``dsq undo``."""

from pathlib import Path

import pytest

from tests.builders import EDITION, FIRST_ROW, PROGRESS, REVISED, entries, fill, listed, take
from tests.conftest import Run


def standing(run: Run) -> list[tuple[str, str]]:
    """The projects and kinds of the entries that count."""
    rows = entries(run)
    return [(row["project"], row["kind"]) for row in rows if row["kind"] != "revoke" and not row["revoked"]]


def test_undo_shows_the_restored_values(ledger: Run) -> None:
    ledger("update", "6", "-p", "60")
    ledger("done", "6,7")
    said = ledger("undo", "--yes")
    assert said.err == (
        "已撤回第4号 6 钱江通道及接线工程：销号，确认完成（2011-07-01，小王）\n"
        "    状态 已完成 → 进行中；进度 100% → 60%\n"
        "已撤回第5号 7 杭长高速公路杭州段工程：销号，确认完成（2011-07-01，小王）\n"
        "    状态 已完成 → 未启动；进度 100% → 未报\n"
    )
    ledger("undo")
    assert listed(ledger, "6")["status"] == "planned"
    assert [row["revoked"] for row in entries(ledger)] == [True, True, True, True, False, False, False, False]
    assert "撤回第3号记录（2011年7月1日）：报进度60%" in ledger("log").out


def test_several_operations_are_told_an_entry_a_line(ledger: Run) -> None:
    ledger("note", "22.1", "乙")
    ledger("note", "22.1", "甲", "--on", "2011-06-30")
    said = ledger("undo", "--last", "2").err
    assert said == (
        "已撤回第2号 22.1 杭湖嘉绍边界环保联合执法行动：乙（2011-07-01，小王）\n"
        "已撤回第3号 22.1 杭湖嘉绍边界环保联合执法行动：甲（2011-06-30，小王）\n"
        "    状态、进度、时限不变\n"
    )


def test_undo_of_a_project_takes_back_its_last_entry(ledger: Run) -> None:
    ledger("note", "5-7", "记错了")
    ledger("update", "6", "-p", "60")
    ledger("note", "8", "别的")
    said = ledger("undo", "--project", "6")
    assert [line.split("：")[0] for line in said.err.splitlines()[:2]] == [
        "已撤回第5号 6 钱江通道及接线工程",
        "已撤回第6号 6 钱江通道及接线工程",
    ]
    assert ledger("undo", "--project", "5,6").code == 0
    assert standing(ledger) == [("7", "note"), ("8", "note")]
    assert ledger("undo", "--project", "6").code == 7
    assert ledger("undo", "--project", "99").code == 4
    assert ledger("db", "check").code == 0


def test_what_is_taken_back_counts_on_no_day_but_was_known_until_then(ledger: Run) -> None:
    ledger("done", "6", today="2011-07-01")
    printed = ledger("report", "weekly", "-f", "md", today="2011-07-08").out
    ledger("undo", today="2011-07-20")
    assert listed(ledger, "6")["status"] == "planned"
    assert listed(ledger, "6", "--as-of", "2011-07-08")["status"] == "planned"
    assert listed(ledger, "6", "--known-at", "2011-07-19")["status"] == "done"
    assert ledger("report", "weekly", "--as-of", "2011-07-08", "-f", "md").out != printed
    assert ledger("report", "weekly", "--known-at", "2011-07-08", "-f", "md").out == printed


def test_an_event_taken_back_and_recorded_again_counts_once(ledger: Run) -> None:
    """The old week can be cleaned, and the start that came with the count is not lost."""
    ledger("tick", "22.1", "联合执法", "2", "--on", "2011-03-15", today="2011-03-18")
    ledger("undo", today="2011-03-25")
    said = ledger("tick", "22.1", "联合执法", "1", "--on", "2011-03-15").err
    assert "累计 1" in said
    for day in ("2011-03-15", "2011-03-20", "2011-03-25"):
        row = listed(ledger, "22.1", "--as-of", day)
        assert row["status"] == "active"
        assert row["targets"][0]["count"] == 1
    then = listed(ledger, "22.1", "--known-at", "2011-03-20")
    assert then["targets"][0]["count"] == 2


def test_a_clock_that_went_back_does_not_change_the_order_of_entries(ledger: Run) -> None:
    ledger("update", "6", "-p", "40", "--on", "2011-06-30", today="2012-07-01")  # a year ahead
    ledger("update", "6", "-p", "60", "--on", "2011-06-30", today="2011-07-01")
    assert listed(ledger, "6")["progress"] == 60


def test_undo_takes_dry_run(ledger: Run) -> None:
    ledger("done", "6", today="2011-07-01")
    assert ledger("undo", "--dry-run", today="2011-07-20").err.startswith("将撤回第2号 6 ")
    assert listed(ledger, "6")["status"] == "done"


def test_undo_of_a_number_with_parts_is_ambiguous(ledger: Run) -> None:
    ledger("note", "22.1", "甲")
    assert ledger("undo", "--project", "22").code == 4


def test_known_at_leaves_later_entries_out_of_the_log_the_card_and_the_report(ledger: Run) -> None:
    ledger("note", "6", "先记的", today="2011-07-04")
    printed = ledger("report", "weekly", "-f", "md", today="2011-07-08").out
    ledger("note", "6", "补记的", "--on", "2011-07-05", today="2011-07-11")
    ledger("undo", "--project", "6", "--last", "2")
    assert "先记的" in printed
    assert ledger("report", "weekly", "--known-at", "2011-07-08", "-f", "md").out == printed
    log = ledger("log", "6", "--known-at", "2011-07-08", "-f", "json").json
    assert [(event["note"], event["revoked"]) for event in log] == [("先记的", False)]
    (card,) = ledger("show", "6", "--known-at", "2011-07-08", "-f", "json").json
    assert [event["note"] for event in card["history"]] == ["先记的"]


# --- by number -----------------------------------------------------------------------------------------


def test_an_entry_of_any_age_is_taken_back_by_its_number(ledger: Run) -> None:
    ledger("update", "6", "-p", "30")
    ledger("update", "6", "-p", "60", today="2011-08-01")
    ledger("done", "6", today="2011-09-01")
    assert ledger("undo", "第3号", today="2011-10-01").err == (
        "注意：3 是记录号；要撤回项目 3 最近的记录，请用 dsq undo --project 3。\n"
        "已撤回第3号 6 钱江通道及接线工程：报进度30%（2011-07-01，小王）\n"
        "    状态、进度、时限不变\n"
    )
    assert listed(ledger, "6", "--as-of", "2011-07-20")["progress"] is None
    assert listed(ledger, "6", "--as-of", "2011-08-20")["progress"] == 60
    assert "报进度60%" in ledger("log", "6").out  # no longer 由30%


def test_the_start_that_came_with_a_report_is_named(ledger: Run) -> None:
    ledger("update", "6", "-p", "30")
    assert "同时记的启动办理（第2号）仍算数；也要撤回请用 dsq undo 2。" in ledger("undo", "3").err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["99"], 4, "没有第99号记录"),
        (["22.1"], 2, "dsq undo --project 22.1"),
        ([""], 2, "记录号是空的"),
        (["2", "--last", "2"], 2, "就不写"),
        (["3-2"], 2, "前大后小"),
        (["1"], 7, "这个计划载入以后另有记录（第2号）"),
        (["--project", ""], 2, "序号是空的"),
    ],
)
def test_what_undo_cannot_take_back(ledger: Run, words: list[str], code: int, said: str) -> None:
    ledger("note", "6", "甲")
    result = ledger("undo", *words)
    assert (result.code, standing(ledger)) == (code, [("6", "note")])
    assert said in result.err


def test_undo_of_an_undo_restores_the_entry_and_so_on(ledger: Run) -> None:
    def progress() -> object:
        return listed(ledger, "6")["progress"]

    ledger("update", "6", "-p", "30")
    ledger("undo", "3")
    assert ledger("undo", "3").err == "第3号记录已由第4号撤回；要恢复它请用 dsq undo 4。\n"
    assert (
        "已撤回第4号 6 钱江通道及接线工程：撤回第3号记录（2011年7月1日）：报进度30%"
        in ledger("undo", "4").err
    )
    assert progress() == 30
    assert ledger("undo", "4").err == "第4号的撤回已由第5号取消。\n"
    assert "恢复第3号记录：报进度30%" in ledger("undo", "5").err
    assert progress() is None
    assert ledger("undo", "6").code == 0
    assert progress() == 30
    assert ledger("db", "check").code == 0


def test_a_restored_note_is_found_again(ledger: Run) -> None:
    ledger("note", "6", "隧道贯通了")
    ledger("undo", "2")
    assert ledger("list", "-k", "隧道贯通了", "-f", "json").ids == []
    ledger("undo", "3")
    assert ledger("list", "-k", "隧道贯通了", "-f", "json").ids == ["6"]


# --- the last operation of the ledger ------------------------------------------------------------------


def test_another_persons_entry_and_several_projects_are_asked_for(
    ledger: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger("done", "6,7")
    several = ledger("undo")
    assert (several.code, several.err.splitlines()[-1]) == (
        7,
        "以上涉及 2 个项目，一并撤回须确认，未作改动；确定要做请加 --yes。",
    )
    ledger("note", "8", "甲")
    monkeypatch.setenv("DSQ_USER", "小李")
    other = ledger("undo")
    assert (other.code, other.err) == (
        7,
        "将撤回第4号 8 京杭运河二通道项目：甲（2011-07-01，小王）\n"
        "    状态、进度、时限不变\n"
        "以上是小王记的，撤回须确认，未作改动；确定要做请加 --yes。\n",
    )
    assert ("8", "note") in standing(ledger)
    assert ledger("undo", "--yes").code == 0
    assert ("8", "note") not in standing(ledger)


def test_the_last_operation_is_taken_back_in_whatever_plan(ledger: Run) -> None:
    Path("a.yaml").write_text(EDITION, encoding="utf-8")
    ledger("plan", "load", "a.yaml")
    ledger("note", "1", "甲")
    ledger("--plan", "2011", "note", "6", "乙")
    said = ledger("undo")
    assert said.err.startswith("计划 2011《2011年杭州都市经济圈合作项目计划安排表》：\n已撤回第4号 6 ")
    assert ledger("undo").err.startswith("计划 a《甲计划》：\n已撤回第3号 1 一：甲")


def test_forms_of_two_plans_are_one_operation(ledger: Run) -> None:
    Path("a.yaml").write_text(EDITION, encoding="utf-8")
    ledger("sheet", "out", "-o", "表", "-u", "市交通局")
    ledger("plan", "load", "a.yaml")
    ledger("sheet", "out", "-o", "表", "-u", "甲局")
    forms = sorted(Path("表").iterdir())
    for form in forms:
        fill(form, {f"{PROGRESS}{FIRST_ROW}": 40})
    assert take(ledger, *forms).code == 0
    assert ledger("undo").code == 7
    assert ledger("undo", "--yes").code == 0
    for plan in ("2011", "a"):
        assert {row["progress"] for row in ledger("--plan", plan, "list", "-f", "json").json} == {None}


@pytest.mark.parametrize("edition", [False, True])
def test_the_last_load_is_taken_back_and_nothing_older(ledger: Run, *, edition: bool) -> None:
    ledger("note", "6", "早先记的")
    Path("a.yaml").write_text(EDITION, encoding="utf-8")
    Path("b.yaml").write_text(REVISED, encoding="utf-8")
    ledger("plan", "load", "a.yaml")
    if edition:
        ledger("plan", "load", "b.yaml", "--yes")
    said = ledger("undo", "--yes")
    assert said.code == 0
    assert f"{'计划调整' if edition else '载入计划'} a《甲计划" in said.err
    assert len(ledger("plan", "list").out.splitlines()) == 1 + edition
    assert [row["revoked"] for row in ledger("--plan", "2011", "log", "6", "-f", "json").json] == [False]


def test_a_load_and_the_reports_of_its_table_are_one_operation(ledger: Run) -> None:
    Path("a.csv").write_text(
        "序号,项目名称,责任单位,完成时限,完成进度\n1,修桥,甲局,2011年12月底前,40%\n2,挖井,乙局,2011年12月底前,\n",
        encoding="utf-8",
    )
    loaded = ledger("plan", "load", "a.csv", "--key", "a", "--year", "2011", "--on", "2011-06-30", "--yes")
    assert loaded.code == 0, loaded.err
    assert listed(ledger, "1")["progress"] == 40
    assert ledger("undo", "--project", "1").code == 0
    assert listed(ledger, "1")["progress"] is None
    restored = ledger("undo", "5,6")
    assert restored.code == 0, restored.err
    assert listed(ledger, "1")["progress"] == 40
    said = ledger("undo", "--yes")
    assert said.code == 0
    assert "已撤回第2至4号 载入计划 a《a》2项，连同表中报来的 2 条（2011-07-01，小王）" in said.err
    assert ledger("plan", "list").out.count("\n") == 1


def test_a_letter_is_taken_back_and_its_number_is_not_given_again(ledger: Run) -> None:
    ledger("urge", "-o", "一", "-u", "市信息办", today="2012-01-09")
    assert ledger("undo", "--yes").code == 0
    assert "（已撤回）" in ledger("log", "16").out
    assert "催办〔2012〕2号" in ledger("urge", "-o", "二", "-u", "市信息办").err


def test_an_entry_made_with_a_wrong_clock_is_named_and_taken_back(ledger: Run) -> None:
    ledger("done", "6", today="2027-03-01")
    assert "销号，确认完成（日期还没有到）" in ledger("log", today="2011-07-01").out
    checked = ledger("db", "check")
    assert checked.code == 0
    assert "第2号记录（计划 2011 项目 6）的日期 2027-03-01 还没有到" in checked.err
    assert listed(ledger, "6")["status"] == "planned"
    assert ledger("undo").code == 0
    assert "还没有到" not in ledger("db", "check").err
    assert listed(ledger, "6", "--as-of", "2027-03-02")["status"] == "planned"
