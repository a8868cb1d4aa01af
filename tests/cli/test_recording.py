"""The recording commands."""

import sqlite3
from pathlib import Path

import pytest

from tests.builders import TWO_STEPS, entries, listed
from tests.conftest import Run


def test_progress_takes_a_percent_sign(ledger: Run) -> None:
    ledger("update", "6", "-p", "60%")
    assert listed(ledger, "6")["progress"] == 60
    said = ledger("update", "6", "60%")
    assert (said.code, said.err.split("；")[-1]) == (2, "进度请用 -p。\n")


def test_tick_finds_targets_by_part_or_initials(ledger: Run) -> None:
    said = ledger("tick", "22.1", "联合执法", "2").err
    assert said == (
        "已记录 22.1 杭湖嘉绍边界环保联合执法行动："
        "启动办理；“萧绍、杭湖嘉边界联合执法行动”完成 2，累计 2（2011-07-01，第2、3号）\n"
    )
    ledger("tick", "22.1", "xs")
    row = listed(ledger, "22.1")
    assert (row["progress"], row["status"]) == (50, "active")
    assert row["targets"][0]["count"] == 3
    unknown = ledger("tick", "22.1", "铁路")
    assert unknown.code == 4
    assert unknown.err == (
        "没有指标“铁路”。可用：萧绍、杭湖嘉边界联合执法行动、区域饮用水源保护地重污染企业排查行动。\n"
    )


def test_a_count_beyond_its_goal_is_pointed_out(ledger: Run) -> None:
    assert "注意" not in ledger("tick", "22.2", "联合采访").err
    assert ledger("tick", "22.2", "联合采访").err.splitlines()[-1].startswith("注意：“")


def test_only_the_ticked_target_is_said_to_exceed_its_goal(ledger: Run) -> None:
    assert "超过目标" in ledger("tick", "22.1", "排查", "2").err
    assert "超过目标" not in ledger("tick", "22.1", "联合执法").err


def test_done_takes_a_note(ledger: Run) -> None:
    said = ledger("done", "11", "--note", "领导同意").err.splitlines()[0]
    assert (
        said == "已记录 11 农产品联合展销和休闲农业联合宣传：销号，确认完成（领导同意）（2011-07-01，第2号）"
    )


def test_done_keeps_its_evidence(ledger: Run) -> None:
    said = ledger("done", "11", "--evidence", "验收报告", "--note", "领导同意").err
    assert "：销号，确认完成（依据：验收报告；领导同意）（" in said
    ledger("submit", "12", "--evidence", "照片")
    assert "：销号，确认完成（依据：验收报告）（" in ledger("done", "12", "--evidence", "验收报告").err


def test_done_closes_a_project_once(ledger: Run) -> None:
    result = ledger("done", "6")
    assert (result.out, result.err) == (
        "",
        "已记录 6 钱江通道及接线工程：销号，确认完成（2011-07-01，第2号）\n",
    )
    (row,) = ledger("list", "6", "-f", "json").json
    assert (row["status"], row["progress"], row["done_on"], row["light"]) == ("done", 100, "2011-07-01", None)
    assert ledger("done", "6").err == "6 钱江通道及接线工程：已于2011-07-01销号，无变化，未记录。\n"


def test_closing_names_unmet_targets(ledger: Run) -> None:
    result = ledger("done", "12")
    assert result.code == 0
    assert result.err.splitlines()[1] == (
        "注意：12 销号时有 1 项指标未达到：各类企业赴境内外上市和投资推介活动 0/2次"
    )


def test_update_records_all_projects_or_none(ledger: Run) -> None:
    assert ledger("update", "1-3", "-p", "40", "--note", "按计划推进中。").code == 0
    rows = ledger("list", "1-3", "-f", "json").json
    assert [(r["status"], r["progress"]) for r in rows] == [("active", 40)] * 3
    ledger("done", "3")
    refused = ledger("update", "1-3", "-s", "submitted", "--reason", "依据")
    assert refused.code == 7
    assert refused.err == "3 现为已完成，不能改为待核实；可改为：进行中。\n"
    assert {r["status"] for r in ledger("list", "1,2", "-f", "json").json} == {"active"}


def test_dry_run_records_nothing(ledger: Run) -> None:
    result = ledger("update", "1", "-p", "40", "--dry-run")
    assert result.err == "将记录 1 省级产业集聚区规划建设：启动办理；报进度40%（2011-07-01）\n"
    assert entries(ledger) == []


def test_a_back_dated_closing_stands_against_later_entries(ledger: Run) -> None:
    ledger("submit", "12", "--evidence", "照片", today="2011-11-05")
    ledger("done", "12", "--on", "2011-11-01", today="2011-11-07")
    (row,) = ledger("list", "12", "-f", "json").json
    assert (row["status"], row["done_on"]) == ("done", "2011-11-01")
    ledger("update", "12", "-s", "active", "--reason", "验收不合格", today="2011-11-08")
    assert ledger("list", "12", "-f", "json").json[0]["status"] == "active"


def test_defer_keeps_the_original_date_and_marks_late_requests(ledger: Run) -> None:
    said = ledger("defer", "25", "+2m", "--reason", "系统对接", "--approved-by", "市政府", today="2011-12-19")
    assert said.err == (
        "已记录 25 医疗保险异地结算工作：时限由2011年12月31日延至2012年2月29日：系统对接（市政府批准）（2011-12-19，第2号）\n"
    )
    row = listed(ledger, "25")
    assert (row["due"], row["due_original"], row["deferrals"]) == ("2012-02-29", "2011-12-31", 1)
    assert "2012-02-29（原2011-12-31，延期1次）" in ledger("show", "25").out
    late = ledger("defer", "4", "2012-03-31", "--reason", "衔接", today="2012-01-10")
    assert "逾期后申请" in late.err
    in_time = ledger("defer", "3", "2012-03-31", "--reason", "衔接", "--on", "2011-12-20")
    assert "逾期后申请" not in in_time.err


def test_a_deferral_moves_the_last_step(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(TWO_STEPS, encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-01-10")
    ledger("tick", "2", "初稿", today="2024-06-20")
    ledger("defer", "2", "2025-03-31", "--reason", "理由", today="2024-12-01")
    assert ledger("overdue", "-f", "json", today="2025-01-09").ids == ["1"]
    (row,) = ledger("list", "2", "-f", "json", today="2025-04-01").json
    assert row["days_overdue"] == 1


def test_update_to_submitted_or_back_records_submit_and_return(ledger: Run) -> None:
    assert ledger("update", "5", "-s", "待核实").code == 7
    ledger("update", "5", "-s", "待核实", "--reason", "批复文件")
    assert ledger("update", "5", "-s", "进行中").code == 7
    ledger("update", "5", "-s", "进行中", "--reason", "不全")
    assert [event["kind"] for event in ledger("log", "5", "-f", "json").json] == ["submit", "return"]
    assert ledger("update", "5", "-p", "10", "--reason", "x").code == 2


def test_submit_needs_evidence_and_return_a_reason(ledger: Run) -> None:
    assert ledger("submit", "5").code == 7
    assert ledger("return", "5", "--reason", "不全").code == 7
    ledger("submit", "5", "--evidence", "批复文件")
    assert listed(ledger, "5")["status"] == "submitted"
    assert ledger("return", "5").code == 7
    assert ledger("return", "5", "--reason", "缺旅游规划").err == (
        "已记录 5 出台并实施综合交通、环境保护、旅游发展专项规划：退回，继续办理：缺旅游规划（2011-07-01，第3号）\n"
    )
    assert listed(ledger, "5")["status"] == "active"


def test_an_entry_before_the_issue_date_is_warned_about(ledger: Run) -> None:
    said = ledger("note", "6", "动工", "--on", "2011-02-17")
    assert said.code == 0
    assert said.err.startswith("注意：2011-02-17 早于计划印发之日 2011-02-18。\n")


def test_an_entry_on_the_issue_date_is_not_warned_about(ledger: Run) -> None:
    assert not ledger("note", "6", "动工", "--on", "2011-02-18").err.startswith("注意")


def test_a_count_taken_back_for_an_earlier_day_says_what_it_does_to_today(ledger: Run) -> None:
    ledger("tick", "22.1", "联合执法", "3", "--on", "2011-05-01")
    ledger("tick", "22.1", "联合执法", "=1", "--on", "2011-06-01")
    said = ledger("tick", "22.1", "联合执法", "-2", "--on", "2011-05-15").err
    name = "萧绍、杭湖嘉边界联合执法行动"
    assert said.splitlines()[-1] == f"注意：其后另有记录，“{name}”今天累计 0次。"
    assert "另有记录" not in ledger("tick", "22.1", "联合执法", "1").err


def test_what_was_recorded_is_not_called_a_failure_if_it_cannot_be_read_again(
    ledger: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*words: object, **more: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr("dushiquan.cli.note.say_recorded", fails)
        said = ledger("note", "6", "某")
    assert (said.code, said.err.split("；")[0]) == (6, "已经记录，请勿再记")
    assert [entry["note"] for entry in entries(ledger, "6")] == ["某"]
    with monkeypatch.context() as patch:
        patch.setattr("dushiquan.store.event_log.append_events", fails)
        said = ledger("note", "6", "某")
    assert (said.code, "已经记录" in said.err) == (6, False)


def test_the_same_progress_reported_again_is_an_entry_of_its_own(ledger: Run) -> None:
    ledger("update", "10", "-p", "70", today="2011-06-03")
    again = ledger("update", "10", "-p", "70", "--note", "已整治43个", today="2011-06-17")
    assert again.err.endswith("：进度仍为70%；已整治43个（2011-06-17，第4、5号）\n")
    assert listed(ledger, "10")["last_reported"] == "2011-06-17"
    ledger("undo", "3")
    assert listed(ledger, "10")["progress"] == 70
    assert ledger("update", "10", "-p", "70").err.endswith("无变化，未记录。\n")


def test_an_expected_day_goes_with_what_the_same_entry_makes_of_the_status(ledger: Run) -> None:
    ledger("done", "6")
    refused = "6 已于2011-07-01销号，不再记预计完成日期。\n"
    assert ledger("update", "6", "--expect", "2011-12-01").err == refused
    assert ledger("update", "6", "-s", "进行中", "--reason", "返工", "--expect", "2011-12-01").code == 0
    assert listed(ledger, "6")["expected"] == "2011-12-01"
    closing = ledger("update", "6", "-s", "终止", "--reason", "上级取消", "--expect", "2011-12-20")
    assert (closing.code, closing.err) == (7, "6 已终止，不再记预计完成日期。\n")


def test_who_approved_a_status_stands_with_its_reason(ledger: Run) -> None:
    assert ledger("update", "24", "--progress", "5", "--approved-by", "市政府").code == 2
    ledger("update", "24", "-s", "终止", "--reason", "不再具备条件", "--approved-by", "市政府常务会议")
    weekly = ledger("report", "weekly", "-f", "md").out
    assert "终止1项：24" in weekly
    assert "不再具备条件（市政府常务会议批准）" in weekly
