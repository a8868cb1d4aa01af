"""Through the command line."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_edition import EDITION, REVISED
from tests.cli.test_sheet import PROGRESS, fill, take
from tests.conftest import Run
from tests.terminal import DSQ


def test_a_search_knows_what_was_said_by_the_day_and_not_taken_back(ledger: Run) -> None:
    ledger("note", "6", "隧道贯通", today="2011-07-01")
    assert ledger("list", "-k", "隧道贯通", "-f", "json", "--as-of", "2011-06-30").ids == []
    ledger("undo", today="2011-07-20")
    assert ledger("list", "-k", "隧道贯通", "-f", "json").ids == []
    assert ledger("list", "-k", "隧道贯通", "-f", "json", "--as-of", "2011-07-19").ids == ["6"]


def test_what_the_plan_gave_up_has_no_status_to_ask_for(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION, encoding="utf-8")
    (home / "b.yaml").write_text(REVISED, encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-12-10")
    ledger("plan", "load", "b.yaml", "--yes")
    assert ledger("list", "-s", "未启动", "-f", "json").ids == ["1", "3"]
    assert ledger("list", "--within", "30d", "-f", "json").ids == ["3"]
    assert ledger("plan", "load", "b.yaml").err.endswith("没有不同。\n")


def test_what_is_for_review_is_not_found_overdue(ledger: Run) -> None:
    result = ledger("overdue", "--exit-code", "-c", "交通共联", "-f", "json", today="2012-01-09")
    assert (result.code, result.json) == (0, [])


STEPS = """\
plan: {key: s, title: 步骤, year: 2024}
projects:
  - {id: "1", category: 甲, title: 一, units: 甲局, requirement: 6月底前完成初稿，12月底前完成终稿}
  - {id: "2", category: 甲, title: 二, units: 乙局, requirement: 长期坚持}
"""


def test_a_project_late_by_its_target_is_found_overdue_and_an_undated_one_has_no_due_day(
    ledger: Run, home: Path
) -> None:
    (home / "s.yaml").write_text(STEPS, encoding="utf-8")
    ledger("plan", "load", "s.yaml", today="2024-01-10")
    assert ledger("overdue", "-f", "json", today="2024-07-01").ids == ["1"]
    ledger("note", "2", "甲", today="2024-07-02")
    for words in ("--due-from 2024-01-01", "--due-to 2024-12-31"):
        assert ledger("list", *words.split(), "--as-of", "2024-07-01", "-f", "json").ids == ["1"]
    assert ledger("list", "--within", "0d", "-f", "json", "--as-of", "2024-12-31").ids == ["1"]
    late = ledger("defer", "2", "+2m", "--reason", "理由")
    assert (late.code, late.err) == (7, "2 没有时限，+2m 无从算起；请写明日期。\n")


def test_a_past_day_shows_nothing_that_came_later(ledger: Run) -> None:
    ledger("note", "6", "甲", today="2011-07-01")
    ledger("undo", today="2011-07-20")
    ledger("note", "6", "乙", today="2011-07-21")
    (event,) = ledger("log", "6", "--as-of", "2011-07-10", "-f", "json").json
    assert (event["note"], event["revoked"]) == ("甲", False)
    (shown,) = ledger("show", "6", "--as-of", "2011-07-10", "-f", "json").json
    assert shown["history"] == [event]
    (until,) = ledger("log", "6", "--until", "2011-07-10", "-f", "json").json
    assert until["revoked"] is True
    assert "撤回2011年7月1日的记录：甲" in ledger("log", "6", "--since", "2011-07-15").out


def test_a_report_compares_with_the_day_before_its_period(ledger: Run) -> None:
    ledger("done", "6", today="2011-07-04")  # a Monday
    report = ledger("report", "weekly", "-f", "json").json
    assert (report["total"]["done"], report["previous"]["done"]) == (1, 0)


def test_a_row_taken_back_may_be_read_again_the_others_not(ledger: Run, home: Path) -> None:
    ledger("sheet", "out", "-u", "市环保局", "-o", "表", today="2011-09-01")
    (path,) = (home / "表").iterdir()
    fill(path, {f"{PROGRESS}8": 40, f"{PROGRESS}9": 30})
    take(ledger, path)
    ledger("undo", "22.1")
    again = take(ledger, path)
    assert "项目22.2：这份表的这一行已经读入过" in again.err
    assert ledger("list", "22.1,22.2", "--columns", "progress").out == "40%\n30%\n"


def test_the_reason_of_a_pause_is_not_the_last_note(ledger: Run) -> None:
    ledger("update", "6", "-s", "暂缓", "--reason", "资金未到", today="2011-07-04")
    ledger("note", "6", "已催问")
    assert "| 6 | 钱江通道及接线工程 | 市交通局 | 暂缓 | 资金未到 |" in ledger("report", "weekly").out


def test_undo_of_a_number_with_parts_asks_which(ledger: Run) -> None:
    ledger("note", "22.1", "甲")
    assert ledger("undo", "22").code == 4


# --- what a reader of the house found ------------------------------------------------------------------


def test_a_day_beside_words_that_say_nothing_is_a_deadline(ledger: Run, home: Path) -> None:
    table = "序号,类别,项目名称,责任单位,截止日期\n1,甲,修路,市交通局,2024-06-30\n"
    (home / "a.csv").write_text(table, encoding="utf-8")
    loaded = ledger("plan", "load", "a.csv", "--year", "2024", "--key", "a", today="2024-01-10")
    assert "没有时限" not in loaded.err
    (row,) = ledger("overdue", "-f", "json", today="2024-07-01").json
    assert (row["kind"], row["due"], row["days_overdue"]) == ("complete", "2024-06-30", 1)


TWO_STEPS = EDITION.replace("requirement: 年底前完成", "requirement: 6月底前完成初稿，12月底前完成终稿")


def test_a_deferral_moves_the_last_step_too(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(TWO_STEPS, encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-01-10")
    ledger("tick", "2", "初稿", today="2024-06-20")
    ledger("defer", "2", "2025-03-31", "--reason", "理由", today="2024-12-01")
    assert ledger("overdue", "-f", "json", today="2025-01-09").ids == ["1"]
    (row,) = ledger("list", "2", "-f", "json", today="2025-04-01").json
    assert row["days_overdue"] == 1


def test_a_step_past_its_own_day_makes_its_project_late(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(TWO_STEPS, encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-01-10")
    (row,) = ledger("list", "2", "-f", "json", today="2024-07-09").json
    assert (row["due"], row["days_overdue"]) == ("2024-12-31", 9)
    assert "| 2 | 二 | 2024-12-31 | 指标“完成初稿”逾期9天（7个工作日） |" in ledger("report", "weekly").out
    ledger("urge", "-u", "乙局", "-o", "x", "--type", "md")
    (letter,) = (home / "x").iterdir()
    assert "| 指标“完成初稿”逾期9天，报送进展、原因和预计完成日期 |" in letter.read_text(encoding="utf-8")


def test_a_new_edition_s_day_is_in_force_after_a_deferral(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION, encoding="utf-8")
    (home / "b.yaml").write_text(EDITION.replace("6月底前", "12月底前"), encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-01-10")
    ledger("defer", "1", "2024-08-31", "--reason", "理由", today="2024-06-01")
    ledger("plan", "load", "b.yaml", "--yes", today="2024-07-01")
    assert ledger("list", "1", "-f", "json", today="2024-09-10").json[0]["due"] == "2024-12-31"
    assert ledger("list", "1", "-f", "json", "--as-of", "2024-06-15").json[0]["due"] == "2024-08-31"
    assert ledger("db", "check").code == 0


def test_a_closing_entered_late_stays_whatever_was_said_after_it(ledger: Run) -> None:
    ledger("submit", "12", "--evidence", "照片", today="2011-11-05")
    ledger("done", "12", "--on", "2011-11-01", today="2011-11-07")
    (row,) = ledger("list", "12", "-f", "json").json
    assert (row["status"], row["done_on"]) == ("done", "2011-11-01")
    ledger("update", "12", "-s", "active", "--reason", "验收不合格", today="2011-11-08")
    assert ledger("list", "12", "-f", "json").json[0]["status"] == "active"


def test_a_search_of_a_past_day_is_of_that_day_s_text(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION.replace("title: 一", "title: 旧名"), encoding="utf-8")
    (home / "b.yaml").write_text(EDITION.replace("title: 一", "title: 新名"), encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-01-10")
    ledger("note", "1", "说过的话", today="2024-02-01")
    ledger("plan", "load", "b.yaml", "--yes", today="2024-05-01")

    def found(text: str, day: str) -> list[str]:
        return ledger("list", "-k", text, "-f", "json", "--as-of", day).ids

    assert (found("旧名", "2024-04-01"), found("新名", "2024-04-01")) == (["1"], [])
    assert (found("旧名", "2024-05-01"), found("新名", "2024-05-01")) == ([], ["1"])
    assert (found("说过", "2024-01-31"), found("说过", "2024-04-01")) == ([], ["1"])


def test_a_lost_state_is_found_and_mended(ledger: Run) -> None:
    ledger("update", "6", "-p", "40")
    with closing(sqlite3.connect(ledger("db", "path").out.strip())) as connection:
        connection.execute("DELETE FROM states WHERE project = 6")
        connection.commit()
    checked = ledger("db", "check")
    assert (checked.code, "项目 6 的现状缺失" in checked.err + checked.out) == (6, True)
    assert ledger("db", "check", "--repair").code == 0
    assert ledger("list", "6", "--columns", "progress").out == "40%\n"
    assert ledger("db", "check").code == 0


def test_a_paper_has_the_reason_of_a_pause_entered_late(ledger: Run) -> None:
    ledger("update", "6", "-p", "10", today="2011-11-07")
    ledger("update", "6", "-s", "暂缓", "--reason", "等审批", "--on", "2011-11-01")
    assert "| 6 | 钱江通道及接线工程 | 市交通局 | 暂缓 | 等审批 |" in ledger("report", "weekly").out


def test_names_with_the_same_initials_are_both_near(ledger: Run, home: Path) -> None:
    units = EDITION.replace("units: 甲局", "units: 市教育局").replace("units: 乙局", "units: 市机要局")
    (home / "a.yaml").write_text(units, encoding="utf-8")
    ledger("plan", "load", "a.yaml")
    assert ledger("list", "-u", "SJYK").err == "没有单位“SJYK”；是不是市教育局、市机要局？\n"


def test_a_role_without_a_unit_is_a_mistake(ledger: Run) -> None:
    assert ledger("list", "--role", "lead").code == 2


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_is_no_fault(ledger: Run, closed: str) -> None:
    done = subprocess.run(["sh", "-c", f"{DSQ[0]} -m dushiquan list 6 {closed}"], capture_output=True)
    assert (done.returncode, b"Traceback" in done.stdout + done.stderr) == (0, False)


def test_the_day_of_issue_itself_is_not_before_it(ledger: Run) -> None:
    assert not ledger("note", "6", "动工", "--on", "2011-02-18").err.startswith("注意")


def test_only_the_target_ticked_is_said_to_be_past_its_goal(ledger: Run) -> None:
    assert "超过目标" in ledger("tick", "22.1", "排查", "2").err
    assert "超过目标" not in ledger("tick", "22.1", "联合执法").err
