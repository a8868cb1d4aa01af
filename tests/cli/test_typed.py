"""What a clerk types is understood by every command: days, ids and titles, states, weeks, numbers, dashes."""

import sqlite3
import sys
from pathlib import Path

import pytest

from dushiquan.office.places import default_path
from tests.builders import entries, listed
from tests.conftest import Run
from tests.terminal import DSQ, terminal

# --- days ----------------------------------------------------------------------------------------------


def test_a_past_day_is_the_nearest_past_and_a_due_day_the_nearest_to_come(ledger: Run) -> None:
    assert "（2011-12-30" in ledger("note", "6", "甲", "--on", "12月30日", today="2012-01-05").err
    moved = ledger("defer", "6", "3月底", "--reason", "下雨", "--on", "上周五")
    assert "延至2012年3月31日" in moved.err
    assert "（2011-12-30" in moved.err


def test_a_day_that_bounds_due_dates_is_of_this_year(ledger: Run) -> None:
    in_year = ledger("list", "--due-from", "3.1", "--due-to", "年底", "-f", "json", today="2011-11-10")
    assert len(in_year.ids) == len(ledger("list", "-f", "json").ids)


def test_a_day_that_is_not_clear_is_refused_with_examples(ledger: Run) -> None:
    result = ledger("note", "6", "甲", "--on", "2.30")
    assert (result.code, result.err.splitlines()[0]) == (2, "--on：没有 2.30 这一天；请核对日期。")
    result = ledger("note", "6", "甲", "--on", "月中")
    assert "可以写成：9月30日、9.30" in result.err
    assert entries(ledger) == []


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_a_terminal_shows_which_day_was_understood(ledger: Run) -> None:
    assert "“9.30”是 2010-09-30（周四）。" in terminal([*DSQ, "list", "6", "--as-of", "9.30"])
    assert "是 2011-06-30" not in terminal([*DSQ, "list", "6", "--as-of", "2011-06-30"])
    assert ledger("list", "6", "--as-of", "9.30").err == ""


# --- ids and titles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "show {}",
        "list {}",
        "log {}",
        "update {} -p 70",
        "note {} 甲",
        "done {}",
        "undo --project {}",
        "submit {} --evidence 照片",
        "defer {} 明年3月底 --reason 下雨",
    ],
)
@pytest.mark.parametrize("typed", ["第7项", "（7）", "杭长高速", "杭长"])
def test_every_command_finds_a_project_as_clerks_name_it(ledger: Run, words: str, typed: str) -> None:
    ledger("note", "7", "先记一条")
    result = ledger(*words.format(typed).split(" "))
    assert result.code == 0, result.err
    assert "杭长高速公路杭州段工程" in result.out + result.err or "7\t" in result.out


def test_an_ambiguous_title_changes_nothing_and_lists_the_candidates(ledger: Run) -> None:
    result = ledger("done", "高速公路")
    assert result.code == 4
    assert "7 杭长高速公路杭州段工程、9 杭州绕城高速公路西复线工程" in result.err
    assert ledger("list", "-s", "done", "-f", "json").ids == []


def test_a_target_is_completed_for_a_project_named_by_its_title(ledger: Run) -> None:
    assert ledger("tick", "城际轨道", "快线网", "1次").code == 0
    assert listed(ledger, "2")["targets"][0]["count"] == 1


# --- names and texts -----------------------------------------------------------------------------------

PLAN = """\
plan: {key: a, title: 甲计划, year: 2011}
projects:
  - {id: "1", category: ＡＩ应用, title: 建设ＡＩ中心, units: 县（市、区）, requirement: 年底前完成}
  - {id: "2", category: 数据, title: "新建１２所学校", units: 乙局, requirement: 年底前完成}
"""


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("-k ai", "1"),
        ("-k ＡI", "1"),
        ("-k 12", "2"),
        ("-k １２所", "2"),
        ("-k 学校", "2"),
        ("-c ai", "1"),
        ("-u 县(市、区)", "1"),
        ("-k Wifi", "2"),
        ("-k 12 --as-of 2011-07-01", "2"),
        ("-k wifi --as-of 2011-06-30", ""),
        ("-k １２ --as-of 2011-06-30", "2"),
        ("-k 12所 --as-of 2011-06-30", "2"),
    ],
)
def test_filters_mind_neither_case_nor_width(dsq: Run, home: Path, words: str, ids: str) -> None:
    (home / "a.yaml").write_text(PLAN, encoding="utf-8")
    dsq("init", "--empty")
    assert dsq("plan", "load", "a.yaml", "--yes").code == 0
    dsq("note", "2", "装了ＷＩＦＩ")
    assert " ".join(dsq("list", *words.split(" "), "-f", "json").ids) == ids


# --- states --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("在建", "active"),
        ("开工", "active"),
        ("推进中", "active"),
        ("已办结", "done"),
        ("办结", "done"),
        ("销号", "done"),
        ("完成", "done"),
        ("暂停", "paused"),
        ("停工", "paused"),
        ("撤销", "dropped"),
        ("申请销号", "submitted"),
        ("未开工", "planned"),
        ("ＤＯＮＥ", "done"),
    ],
)
def test_a_state_goes_by_its_usual_other_words(ledger: Run, word: str, status: str) -> None:
    if status != "planned":
        assert ledger("update", "6", "-s", word, "--reason", "甲").code == 0
    assert listed(ledger, "6")["status"] == status
    assert "6" in ledger("list", "-s", word, "-f", "json").ids


@pytest.mark.parametrize("word", ["基本完成", "延期", "逾期", "正常", "是", "中止", "推进"])
def test_a_doubtful_word_for_a_state_is_refused_with_the_list(ledger: Run, word: str) -> None:
    for command in ("update 6 -s", "list -s"):
        result = ledger(*command.split(), word)
        assert result.code == 2
        assert f"没有状态“{word}”。可用：未启动（planned）、进行中（active）" in result.err


def test_projects_shown_as_withdrawn_are_found_by_that_word(ledger: Run, home: Path) -> None:
    (home / "p.yaml").write_text(ledger("plan", "export", "-f", "yaml").out, encoding="utf-8")
    with sqlite3.connect(default_path()) as connection:
        connection.execute(
            "UPDATE states SET withdrawn_on = '2011-05-01' WHERE project ="
            " (SELECT pk FROM projects WHERE id = '30')"
        )
    connection.close()
    assert ledger("list", "-s", "已撤销", "-f", "json").ids == ["30"]
    assert "30" not in ledger("list", "-s", "未启动", "-f", "json").ids


# --- weeks and months ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("weekly --week 第44周", "2011年10月31日至11月6日"),
        ("weekly --week 44", "2011年10月31日至11月6日"),
        ("weekly --week 10月31日", "2011年10月31日至11月6日"),
        ("monthly --month 10月", "2011年10月"),
        ("monthly --month 上个月", "2011年10月"),
    ],
)
def test_weeks_and_months_go_by_the_names_of_the_circulars(ledger: Run, words: str, title: str) -> None:
    assert title in ledger("report", *words.split(), today="2011-11-10").out


def test_a_week_that_does_not_exist_names_the_cause(ledger: Run) -> None:
    result = ledger("report", "weekly", "--week", "2024-W53", today="2025-01-05")
    assert (result.code, result.err) == (2, "2024年只有 1 至 52 周，没有第53周；请核对周次。\n")


# --- numbers and dashes --------------------------------------------------------------------------------


def test_a_progress_is_typed_in_per_cent_or_in_tenths(ledger: Run) -> None:
    ledger("update", "6", "-p", "六成")
    assert listed(ledger, "6")["progress"] == 60
    assert ledger("update", "6", "-p", "过半").code == 2


def test_a_count_is_typed_with_its_measure(ledger: Run) -> None:
    ledger("tick", "29", "2次")
    assert listed(ledger, "29")["targets"][0]["count"] == 2
    ledger("tick", "11", "展销", "两次")
    assert sum(target["count"] for target in listed(ledger, "11")["targets"]) == 2
    assert ledger("tick", "11", "展销", "2万").code == 2


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("update 6 －p 60", "-p"),
        ("update 6 ——note 好", "--note"),
        ("update 6 —note 好", "--note"),
        ("update 6 -ｐ 60", "-p"),
        ("note 6 －p", "-p"),
        ("note 6 甲 －－on 昨天", "--on"),
        ("－－plan 2011 list", "--plan"),
    ],
)
def test_an_option_typed_with_a_chinese_input_method_is_named(ledger: Run, words: str, meant: str) -> None:
    result = ledger(*words.split())
    assert result.code == 2
    assert result.err.endswith(f"是全角的；请换成英文输入法，写 {meant}。\n")


def test_a_text_may_begin_with_dashes(ledger: Run) -> None:
    assert ledger("note", "6", "——已贯通").code == 0
    assert ledger("list", "--sort", "－due", "-f", "json").ids[-1] != "1"


@pytest.mark.parametrize("words", ["", "list", "report weekly", "plan", "plan load", "db check"])
def test_help_is_also_called_by_one_letter(dsq: Run, words: str) -> None:
    asked = dsq(*words.split(), "-h")
    assert (asked.code, asked.out) == (0, dsq(*words.split(), "--help").out)


@pytest.mark.parametrize("word", ["未完成", "未办结", "没完成"])
def test_unfinished_means_every_status_in_which_work_is_owed(ledger: Run, word: str) -> None:
    ledger("done", "6")
    ledger("update", "7", "-s", "暂缓", "--reason", "x")
    ids = ledger("list", "-s", word, "-f", "json").ids
    assert len(ids) == 30
    assert ("6" in ids, "7" in ids) == (False, True)
