"""``dsq fix``, and what every recording command says."""

from datetime import date
from pathlib import Path

import pytest

from tests.builders import FIRST_ROW, ON, PROGRESS, entries, fill, listed, take
from tests.conftest import Run


def test_a_progress_is_corrected_in_one_step(ledger: Run) -> None:
    ledger("update", "6", "-p", "60", today="2011-07-01")
    printed = ledger("report", "weekly", "-f", "md").out
    ledger("update", "6", "-p", "70", today="2011-07-20")
    assert ledger("fix", "3", "--progress", "40").err == (
        "已更正第3号 6 钱江通道及接线工程：报进度60%（2011-07-01） → 报进度40%（2011-07-01，第6号）\n"
        "    注意：今天仍为70%，7月20日另有记录（第4号）。\n"
        "    6 状态、进度、时限不变\n"
    )
    assert listed(ledger, "6", "--as-of", "2011-07-10")["progress"] == 40
    log = ledger("log", "6").out
    assert "报进度60%（已由第6号更正）" in log
    assert "更正第3号记录：报进度40%" in log
    assert "进度由40%报为70%" in log
    assert "更正第3号记录" in ledger("show", "6").out
    rows = {row["number"]: row for row in entries(ledger)}
    assert rows[6]["replaces"] == rows[3]["id"]
    assert (rows[3]["revoked"], rows[6]["revoked"]) == (True, False)

    # an old week's circular is clean; as it was printed, with --known-at
    week = ledger("report", "weekly", "--as-of", "2011-07-01", "-f", "md").out
    assert "40%" in week
    assert "60%" not in week
    assert "更正" not in week
    assert ledger("report", "weekly", "--known-at", "2011-07-01", "-f", "md").out == printed
    later = ledger("report", "weekly", "--as-of", "2011-07-22", "-f", "md").out
    assert "补记" not in later  # the slip and its mending are no news


def test_a_count_is_corrected(ledger: Run) -> None:
    ledger("tick", "22.1", "联合执法", "2", today="2011-07-01")
    ledger("tick", "22.1", "联合执法", "1", today="2011-07-08")
    assert ledger("fix", "3", "--count", "1").code == 0
    assert listed(ledger, "22.1")["targets"][0]["count"] == 2
    assert "完成 1，累计 2" in ledger("log", "22.1").out
    week = ledger("report", "weekly", "--as-of", "2011-07-08", "-f", "md").out
    assert "完成1次，累计2次（目标3次）" in week


def test_a_day_is_corrected_with_the_start_that_came_with_it(ledger: Run) -> None:
    ledger("update", "6", "-p", "60")
    assert ledger("fix", "3", "--on", "6月15日").code == 0
    assert listed(ledger, "6", "--as-of", "2011-06-20")["progress"] == 60
    ledger("fix", "7", "--on", "2011-06-30")
    was = listed(ledger, "6", "--as-of", "2011-06-20")
    assert (was["status"], was["progress"]) == ("planned", None)
    now = listed(ledger, "6")
    assert (now["status"], now["progress"], now["last_reported"]) == ("active", 60, "2011-06-30")


def test_an_entry_of_a_day_to_come_is_put_on_its_day(ledger: Run) -> None:
    ledger("update", "6", "-p", "60", today="2027-03-01")
    assert ledger("fix", "3", "-p", "50", today="2011-07-01").code == 7
    assert ledger("fix", "3", "--on", "2011-06-30").code == 0
    assert listed(ledger, "6", "--as-of", "2011-06-30")["progress"] == 60
    assert "还没有到" not in ledger("db", "check").err


def test_a_fact_on_the_wrong_project_is_moved(ledger: Run) -> None:
    ledger("update", "6", "-p", "60")
    assert ledger("fix", "3", "--project", "8", "--progress", "50").err == (
        "已更正第2、3号 6 钱江通道及接线工程：启动办理；报进度60%（2011-07-01） → "
        "8 京杭运河二通道项目：启动办理；报进度50%（2011-07-01，第6、7号）\n"
        "    6 状态 进行中 → 未启动；进度 60% → 未报\n"
        "    8 状态 未启动 → 进行中；进度 未报 → 50%\n"
    )
    assert listed(ledger, "6")["status"] == "planned"
    assert listed(ledger, "8")["progress"] == 50
    for command in ("log", "show"):
        assert "更正第3号记录（原记在 6）：报进度50%" in ledger(command, "8").out
        assert "报进度60%（已由第7号更正，改记在 8）" in ledger(command, "6").out
    ledger("undo", "7")
    assert listed(ledger, "6")["progress"] == 60
    assert listed(ledger, "8")["progress"] is None
    rows = {row["number"]: row for row in entries(ledger)}
    (undone,) = [number for number, row in rows.items() if row["after"] == rows[7]["id"]]
    ledger("undo", str(undone))  # the correction counts again, so the old entry does not
    assert listed(ledger, "6")["progress"] is None
    assert listed(ledger, "8")["progress"] == 50
    assert ledger("db", "check").code == 0


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ("8", "第2号记的是延期，8 的时限是 2012-06-30，改记就成了提前；"),
        ("9", "第3号记的是提前，9 的时限是 2011-06-30，改记就成了延期；"),
    ],
)
def test_a_deferral_does_not_become_an_advance_elsewhere(ledger: Run, moved: str, said: str) -> None:
    ledger("defer", "6", "2012-01-31", "--reason", "雨季")
    ledger("defer", "7", "2011-10-31", "--reason", "提前验收")
    ledger("defer", "8", "2012-06-30", "--reason", "另议")
    ledger("defer", "9", "2011-06-30", "--reason", "另议", "--yes")
    refused = ledger("fix", said[1], "--project", moved)
    assert (refused.code, refused.err[: len(said)]) == (7, said)
    assert ledger("fix", said[1], "--project", "10").code == 0


def test_a_deferral_that_is_late_on_its_new_day_is_pointed_out(ledger: Run) -> None:
    ledger("defer", "6", "2011-06-30", "--reason", "甲", "--on", "2011-05-01")
    said = ledger("fix", "2", "--on", "2011-07-01").err
    assert said.endswith("    注意：新时限 2011-06-30 早于 2011-07-01，记下即逾期。\n")
    assert "注意" not in ledger("fix", "4", "--on", "2011-06-30").err


def test_a_closing_that_moves_to_unmet_targets_is_pointed_out(ledger: Run) -> None:
    ledger("done", "6")
    said = ledger("fix", "2", "--project", "24").err.splitlines()
    assert said[-1] == "注意：24 销号时有 1 项指标未达到：相关合作协议 0/1项"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2 --project 7", "7 由已完成改为进行中须说明理由或依据，请加 --note “文字”。"),
        ("2 --project 8 --note 返", "第2号不能这样改：8 那时已是待核实，改了就成了退回申请；"),
        ("4 --note ", "第4号记的是申请销号，须说明理由或依据，请加 --note “文字”。"),
        ("5 --note ", "第5号记的是改时限，须说明理由或依据，请加 --note “文字”。"),
        ("7 --project 6", "6 现为进行中，没有申请销号，不能退回。"),
        ("7 --note ", "第7号记的是退回，须说明理由或依据，请加 --note “文字”。"),
    ],
)
def test_a_correction_is_refused_as_its_command_would_be(ledger: Run, words: str, said: str) -> None:
    for command in (
        "update 6 -s 进行中",
        "done 7",
        "submit 8 --evidence 甲",
        "defer 9 2012-03-31 --reason 乙",
        "submit 10 --evidence 丙",
        "return 10 --reason 丁",
    ):
        assert ledger(*command.split()).code == 0
    refused = ledger("fix", *words.split(" "))
    assert (refused.code, refused.err[: len(said)]) == (7, said)


def test_the_start_stays_if_another_report_needs_it(ledger: Run) -> None:
    ledger("update", "6", "-p", "30")
    ledger("update", "6", "-p", "60")
    ledger("fix", "3", "--project", "8")
    assert (listed(ledger, "6")["status"], listed(ledger, "8")["status"]) == ("active", "active")


def test_a_note_and_a_reason_are_corrected(ledger: Run) -> None:
    ledger("note", "6", "隧道贯痛")
    ledger("defer", "7", "+1m", "--reason", "审皮")
    ledger("fix", "2", "--note", "隧道贯通")
    ledger("fix", "3", "--note", "审批")
    log = ledger("log").out
    assert "更正第2号记录：隧道贯通" in log
    assert "更正第3号记录：时限由2011年12月31日延至2012年1月31日：审批" in log
    assert listed(ledger, "7")["deferrals"] == 1


def test_a_correction_can_be_corrected_and_taken_back(ledger: Run) -> None:
    ledger("update", "6", "-p", "60")
    ledger("fix", "3", "-p", "40")
    assert ledger("fix", "3", "-p", "45").err == "第3号记录已由第5号更正；请改第5号。\n"
    ledger("fix", "5", "-p", "45")
    assert listed(ledger, "6")["progress"] == 45
    ledger("undo")
    assert listed(ledger, "6")["progress"] == 40
    ledger("undo")
    assert listed(ledger, "6")["progress"] == 60
    ledger("undo", "10")  # the last undo
    assert listed(ledger, "6")["progress"] == 40
    assert ledger("db", "check").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("99 -p 40", 4, "没有第99号记录"),
        ("1 --note 甲", 7, "计划的载入或调整"),
        ("3", 2, "没有写要改什么"),
        ("2-3 -p 40", 2, "一次更正一条"),
        ("3 --count 2", 7, "第3号记的是进度，不能用 --count 改；可用 --progress、--on、--project。"),
        ("4 -p 40", 7, "第4号记的是说明，不能用 --progress 改；可用 --note、--on、--project。"),
        ("4 --note ", 7, "说明是空的"),
        ("3 --on 2011-07-02", 7, "还没有到"),
        ("3 --project 99", 4, "没有项目 99"),
        ("3 --project 5,7", 2, "一条记录只能记在一项上"),
        ("3 -p 40 -p 50", 2, "选项 --progress 写了 2 次，只能写一次。"),
        ("5 --project 7", 7, "第5号不能这样改"),
        ("3 -p 60", 0, "第3号本来就是这样，未更正。"),
        ("3 -p 40 --dry-run", 0, "将更正第3号"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_a_sentence(
    ledger: Run, words: str, code: int, said: str
) -> None:
    ledger("update", "6", "-p", "60", "--note", "甲")
    ledger("done", "8,7")
    before = entries(ledger)
    result = ledger("fix", *words.split(" "))
    assert result.code == code, result.err
    assert said in result.err
    assert entries(ledger) == before


# --- one way to be told --------------------------------------------------------------------------------


def test_what_is_not_in_force_today_is_said(ledger: Run) -> None:
    ledger("update", "9", "-p", "30", "--on", "2011-06-10")
    assert ledger("update", "9", "-p", "70", "--on", "2011-06-05").err.splitlines()[1:] == [
        "    注意：今天仍为30%，6月10日另有记录（第3号）。"
    ]
    ledger("done", "10", "--on", "2011-06-13")
    assert (
        "注意：今天仍为已完成，6月13日另有记录（第6号）。"
        in ledger("update", "10", "-p", "60", "--on", "2011-06-10").err
    )
    ledger("defer", "11", "2012-03-31", "--reason", "甲")
    assert (
        "注意：今天的时限仍为2012-03-31，7月1日另有记录"
        in ledger("defer", "11", "2012-02-29", "--reason", "乙", "--on", "2011-06-01").err
    )
    assert "注意" not in ledger("update", "9", "-p", "80").err


def test_a_row_of_a_form_that_is_not_in_force_is_pointed_out(ledger: Run) -> None:
    ledger("update", "5", "-p", "30", "--on", "2011-06-10")
    ledger("sheet", "out", "-o", "表", "-u", "市交通局")
    (form,) = Path("表").iterdir()
    fill(form, {f"{PROGRESS}{FIRST_ROW}": 70, f"{ON}{FIRST_ROW}": date(2011, 6, 5)})
    assert "注意：今天仍为30%，6月10日另有记录（第3号）。" in take(ledger, form).err


def test_a_closing_can_be_entered_anew_for_another_day(ledger: Run) -> None:
    ledger("done", "10", "--on", "2011-06-13")
    ledger("undo")
    assert ledger("done", "10", "--on", "2011-06-14").err.startswith("已记录 10 ")
    assert listed(ledger, "10")["done_on"] == "2011-06-14"


def test_a_closed_project_has_no_more_progress_unless_it_is_reopened(ledger: Run) -> None:
    ledger("done", "10", today="2011-06-14")
    assert ledger("done", "10").err == "10 公交一体化工作：已于2011-06-14销号，无变化，未记录。\n"
    refused = ledger("update", "10", "-p", "60")
    assert (refused.code, refused.err) == (
        7,
        "10 已于2011-06-14销号，不再报进度；要继续办理请用 dsq update 10 -s 进行中 --reason “理由”。\n",
    )
    assert ledger("update", "10", "-p", "100").code == 0
    assert len(entries(ledger)) == 1
    assert ledger("update", "10", "-s", "进行中", "--reason", "返工", "-p", "60").code == 0
    assert listed(ledger, "10")["progress"] == 60


def test_the_circular_tells_a_closing_once(ledger: Run) -> None:
    ledger("done", "6", "--on", "2011-06-30")
    ledger("done", "6", "--on", "2011-06-29")
    week = ledger("report", "weekly", "-f", "md").out
    assert week.count("销号，确认完成") == 1
    assert "6月29日，销号，确认完成" in week


# --- counts, due dates, options ------------------------------------------------------------------------


def test_a_count_is_set_or_taken_from(ledger: Run) -> None:
    def count() -> object:
        return listed(ledger, "22.1")["targets"][0]["count"]

    ledger("tick", "22.1", "联合执法", "=3")
    assert count() == 3
    assert "核减 1，累计 2" in ledger("tick", "22.1", "联合执法", "-1").err
    assert count() == 2
    refused = ledger("tick", "22.1", "联合执法", "-3")
    assert refused.code == 7
    assert "累计只有 2，减不了 3，最多减到 0。" in refused.err
    assert ledger("tick", "22.1", "联合执法", "=-1").code == 7
    assert ledger("tick", "22.1", "联合执法", "=2").err.endswith("无变化，未记录。\n")
    assert ledger("tick", "22.1", "联合执法", "＝０次").code == 0
    assert count() == 0
    assert ledger("tick", "22.1", "=2").code == 4  # which of the two?
    ledger("tick", "24", "=2")
    assert listed(ledger, "24")["targets"][0]["count"] == 2
    assert ledger("tick", "22.1", "联合执法", "两万").code == 2
    assert ledger("tick", "22.1", "--onn").code == 2


def test_a_due_date_is_moved_earlier(ledger: Run) -> None:
    assert ledger("defer", "13", "2011-10-31").err == "13 提前须说明理由，请加 --reason “理由”。\n"
    said = ledger("defer", "13", "2011-10-31", "--reason", "提前验收").err
    assert "时限由2011年12月31日提前至2011年10月31日：提前验收" in said
    row = listed(ledger, "13")
    assert (row["due"], row["due_original"], row["deferrals"]) == ("2011-10-31", "2011-12-31", 0)
    assert "2011-10-31（原2011-12-31，提前）" in ledger("show", "13").out
    assert "提前至2011年10月31日" in ledger("report", "weekly", "-f", "md").out
    assert "原2011-12-31" in ledger("list", "13", "-f", "table").out
    late = ledger("report", "weekly", "-f", "md", today="2011-11-04").out
    assert "2011-10-31（原2011-12-31，提前）" in late
    assert "逾期后申请" not in late


def test_the_original_due_date_stands_below_a_moved_one_in_tables(ledger: Run) -> None:
    assert "原2" not in ledger("list", "-f", "table").out
    ledger("defer", "13", "2012-01-31", "--reason", "甲")
    assert ledger("list", "-f", "table").out.count("原2011-12-31") == 1
    assert "原" not in ledger("list", "13").out
    assert "原2011-12-31" not in ledger("list", "13", "-f", "table", "--columns", "id,due,due_original").out


def test_a_due_date_that_has_passed_already_is_pointed_out_first(ledger: Run) -> None:
    asked = ledger("defer", "1", "2010-12-31", "--reason", "甲")
    assert asked.code == 7
    assert "早于 2011-07-01，记下后即逾期" in asked.err
    assert entries(ledger) == []
    assert ledger("defer", "1", "2010-12-31", "--reason", "甲", "--yes").code == 0
    assert ledger("defer", "6", "2011-06-30", "--reason", "甲", "--on", "2011-05-01").code == 0


@pytest.mark.parametrize(
    "words",
    [
        "update 6 -p 35 8 -p 10",
        "update 6 --note 甲 --note 乙",
        "done 6 --on 今天 --on 昨天",
        "list --sort id --sort due",
        "plan list --format json --format tsv",
        "report weekly --as-of 2011-07-01 --as-of 2011-06-01",
        "--plan 2011 --plan 2011 list",
        "undo --last 1 --last 2",
    ],
)
def test_an_option_given_twice_is_refused(ledger: Run, words: str) -> None:
    result = ledger(*words.split())
    assert (result.code, result.out, entries(ledger)) == (2, "", [])
    assert "写了 2 次，只能写一次。" in result.err


def test_a_repeatable_option_and_a_flag_may_be_given_twice(ledger: Run) -> None:
    assert ledger("list", "-c", "交通共联", "-c", "环境共建", "-f", "json").code == 0
    assert ledger("done", "6", "--dry-run", "--dry-run").code == 0


@pytest.mark.parametrize("command", ["done", "update -p 5", "show", "log", "list"])
@pytest.mark.parametrize("id", ["", "，", " 、 "])
def test_an_empty_id_is_a_mistake(ledger: Run, command: str, id: str) -> None:
    name, *more = command.split()
    result = ledger(name, id, *more)
    assert (result.code, result.out, entries(ledger)) == (2, "", [])
    assert "序号是空的" in result.err


def test_an_empty_id_of_a_note_is_a_mistake(ledger: Run) -> None:
    assert ledger("note", "", "甲").code == 2
    assert ledger("tick", "").code == 2
    assert ledger("submit", "", "--evidence", "甲").code == 2


def test_an_undo_that_was_undone_is_refused_beside_others_too(ledger: Run) -> None:
    ledger("note", "6", "甲")  # 2
    ledger("fix", "2", "--project", "7")  # takes 2 back with 3, records 4
    ledger("fix", "4", "--project", "8")  # 5 and 6
    ledger("undo", "5", "--yes")  # 4 counts again
    alone, beside = ledger("undo", "5", "--yes"), ledger("undo", "3", "5", "--yes")
    assert (alone.code, beside.code) == (7, 7)
    assert "第5号" in beside.err
    assert [e["note"] for e in ledger("log", "7", "-f", "json").json if not e["revoked"]] != []


def test_a_correction_comes_back_although_its_entry_was_taken_back_meanwhile(ledger: Run) -> None:
    ledger("update", "6", "-p", "30")
    ledger("fix", "3", "-p", "40")  # 4 and 5
    ledger("undo")  # 6 and 7
    ledger("undo", "3")  # 8
    assert listed(ledger, "6")["progress"] is None
    said = ledger("undo", "7")
    assert (said.code, listed(ledger, "6")["progress"]) == (0, 40), said.err
    ledger("undo", "8")  # the entry in place of its correction
    assert listed(ledger, "6")["progress"] == 30
    assert ledger("db", "check").code == 0


# --- what one command recorded moves together ----------------------------------------------------------

UPDATE = ("-p", "40", "--problem", "资金缺口", "--next", "报请审批", "--expect", "11月底")


def test_all_that_one_command_recorded_moves_to_another_project(ledger: Run) -> None:
    ledger("update", "6", *UPDATE)
    assert ledger("fix", "3", "--project", "8").err == (
        "已更正第2至6号 6 钱江通道及接线工程："
        "启动办理；报进度40%；存在问题：资金缺口；下步打算：报请审批；预计2011年11月30日完成（2011-07-01） → "
        "8 京杭运河二通道项目："
        "启动办理；报进度40%；存在问题：资金缺口；下步打算：报请审批；预计2011年11月30日完成"
        "（2011-07-01，第12至16号）\n"
        "    6 状态 进行中 → 未启动；进度 40% → 未报\n"
        "    8 状态 未启动 → 进行中；进度 未报 → 40%\n"
    )
    assert (listed(ledger, "6")["problem"], listed(ledger, "8")["problem"]["text"]) == (None, "资金缺口")
    ledger("undo", "--yes")
    assert listed(ledger, "6")["problem"]["text"] == "资金缺口"


def test_all_that_one_command_recorded_moves_to_another_day(ledger: Run) -> None:
    ledger("update", "6", *UPDATE)
    ledger("fix", "4", "--note", "资金不足")  # a part that was corrected moves as well
    assert ledger("fix", "6", "--on", "6月15日").code == 0
    then = listed(ledger, "6", "--as-of", "2011-06-15")
    assert (then["progress"], then["problem"]) == (40, {"text": "资金不足", "on": "2011-06-15"})
    assert ledger("db", "check").code == 0


def test_what_another_command_or_another_project_has_stays(ledger: Run) -> None:
    ledger("update", "6,7", "-p", "40", "--note", "甲")
    ledger("note", "6", "乙")
    ledger("fix", "3", "--project", "8")
    assert [row["note"] for row in entries(ledger) if row["project"] == "8"] == ["", "", "甲"]
    assert listed(ledger, "7")["progress"] == 40
    assert "乙" in ledger("show", "6").out


def test_a_closing_moves_with_the_progress_of_the_same_command(ledger: Run) -> None:
    ledger("update", "6", "-s", "已完成", "-p", "90", "--note", "验收")
    assert ledger("fix", "2", "--project", "8").code == 0
    assert [listed(ledger, id)["status"] for id in ("6", "8")] == ["planned", "done"]
