"""Listings, logs, searches and reports as of a past day."""

from pathlib import Path

import pytest

from tests.builders import EDITION
from tests.conftest import Run


@pytest.mark.parametrize(
    ("args", "day", "ids"),
    [
        ("--unreported 30d", "2011-03-20", ""),
        ("--unreported 30d -c jtgl", "2011-03-21", "6 7 8 9 10"),
        ("--unreported 7d -c jtgl", "2011-07-08", "7 8 9 10"),
        ("--within 30d -c ghgh", "2011-12-01", "1 2 3 4 5"),
        ("--within 30d", "2011-11-30", ""),
        ("--light red -c ghgh", "2012-01-01", "1 3 4 5"),
        ("--light 黄 -c ghgh", "2012-01-01", "2"),
        ("--due-from 2012-01-01", "2012-01-01", "25"),
        ("--due-to 2011-12-30", "2011-12-20", ""),
    ],
)
def test_list_filters_select_as_of_any_day(ledger: Run, args: str, day: str, ids: str) -> None:
    ledger("note", "6", "已报", today="2011-07-01")
    ledger("defer", "25", "+3m", "--reason", "理由", today="2011-12-19")
    assert ledger("list", *args.split(), "--as-of", day, "-f", "json").ids == ids.split()


def test_a_past_report_changes_only_by_back_dated_entries(ledger: Run) -> None:
    ledger("update", "1-5", "-p", "30", today="2011-09-26")
    then = ledger("report", "weekly", "-f", "md", today="2011-09-30").out
    ledger("done", "1", today="2011-10-20")
    ledger("defer", "2", "2012-06-30", "--reason", "理由", today="2011-10-21")
    assert ledger("report", "weekly", "-f", "md", "--as-of", "2011-09-30", today="2011-11-01").out == then
    ledger("note", "3", "初稿完成", "--on", "2011-09-28")
    later = ledger("report", "weekly", "-f", "md", "--as-of", "2011-09-30").out
    added = [line for line in later.splitlines() if line not in then.splitlines()]
    assert added == [
        "| 3 | 工业发展专项规划 | 9月26日，启动办理，报进度30%；9月28日，初稿完成 |",
    ]


def test_a_past_day_shows_nothing_recorded_later(ledger: Run) -> None:
    ledger("note", "6", "甲", today="2011-07-01")
    ledger("undo", today="2011-07-20")
    ledger("note", "6", "乙", today="2011-07-21")
    (event,) = ledger("log", "6", "--as-of", "2011-07-10", "-f", "json").json
    assert (event["note"], event["revoked"]) == ("甲", False)
    (shown,) = ledger("show", "6", "--as-of", "2011-07-10", "-f", "json").json
    assert shown["history"] == [event]
    (until,) = ledger("log", "6", "--until", "2011-07-10", "-f", "json").json
    assert until["revoked"] is True
    assert "撤回第2号记录（2011年7月1日）：甲" in ledger("log", "6", "--since", "2011-07-15").out


def test_search_covers_notes_in_force_on_the_day(ledger: Run) -> None:
    ledger("note", "6", "隧道贯通", today="2011-07-01")
    assert ledger("list", "-k", "隧道贯通", "-f", "json", "--as-of", "2011-06-30").ids == []
    ledger("undo", today="2011-07-20")
    assert ledger("list", "-k", "隧道贯通", "-f", "json").ids == []
    assert ledger("list", "-k", "隧道贯通", "-f", "json", "--as-of", "2011-07-19").ids == []
    assert ledger("list", "-k", "隧道贯通", "-f", "json", "--known-at", "2011-07-19").ids == ["6"]


def test_search_as_of_a_day_uses_the_text_of_that_day(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION.replace("title: 一", "title: 旧名"), encoding="utf-8")
    (home / "b.yaml").write_text(EDITION.replace("title: 一", "title: 新名"), encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-01-10")
    ledger("note", "1", "说过的话", today="2024-02-01")
    ledger("plan", "load", "b.yaml", "--yes", "--match", "number", today="2024-05-01")

    def found(text: str, day: str) -> list[str]:
        return ledger("list", "-k", text, "-f", "json", "--as-of", day).ids

    assert (found("旧名", "2024-04-01"), found("新名", "2024-04-01")) == (["1"], [])
    assert (found("旧名", "2024-05-01"), found("新名", "2024-05-01")) == ([], ["1"])
    assert (found("说过", "2024-01-31"), found("说过", "2024-04-01")) == ([], ["1"])
