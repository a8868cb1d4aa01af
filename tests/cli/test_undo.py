"""``dsq undo``."""

from tests.builders import listed
from tests.conftest import Run


def test_undo_shows_the_restored_values(ledger: Run) -> None:
    ledger("update", "6", "-p", "60")
    ledger("done", "6,7")
    said = ledger("undo")
    assert said.err == (
        "已撤回 6 钱江通道及接线工程：销号，确认完成（2011-07-01，小王）\n"
        "    状态 已完成 → 进行中；进度 100% → 60%\n"
        "已撤回 7 杭长高速公路杭州段工程：销号，确认完成（2011-07-01，小王）\n"
        "    状态 已完成 → 未启动；进度 100% → 未报\n"
    )
    ledger("undo")
    assert listed(ledger, "6")["status"] == "planned"
    nothing = ledger("undo")
    assert (nothing.code, nothing.err) == (7, "没有可以撤回的记录。\n")
    rows = ledger("log", "-f", "json").json
    assert [row["revoked"] for row in rows] == [True, True, True, True, False, False, False, False]
    assert "撤回2011年7月1日的记录：报进度60%" in ledger("log").out


def test_undo_of_a_project_takes_back_its_last_entry(ledger: Run) -> None:
    ledger("note", "5-7", "记错了")
    ledger("update", "6", "-p", "60")
    ledger("note", "8", "别的")
    said = ledger("undo", "5,7")
    assert [line.split("：")[0] for line in said.err.splitlines()[::2]] == [
        "已撤回 5 出台并实施综合交通、环境保护、旅游发展专项规划",
        "已撤回 7 杭长高速公路杭州段工程",
    ]
    assert listed(ledger, "6")["progress"] == 60
    ledger("undo", "6", "--last", "2")
    standing = [
        row for row in ledger("log", "-f", "json").json if row["kind"] != "revoke" and not row["revoked"]
    ]
    assert [(row["project"], row["note"]) for row in standing] == [("8", "别的")]
    assert ledger("undo", "6").code == 7
    assert ledger("undo", "99").code == 4
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
    assert ledger("undo", "--dry-run", today="2011-07-20").err.startswith("将撤回 6 ")
    assert listed(ledger, "6")["status"] == "done"


def test_undo_of_a_number_with_parts_is_ambiguous(ledger: Run) -> None:
    ledger("note", "22.1", "甲")
    assert ledger("undo", "22").code == 4


def test_known_at_leaves_later_entries_out_of_the_log_the_card_and_the_report(ledger: Run) -> None:
    ledger("note", "6", "先记的", today="2011-07-04")
    printed = ledger("report", "weekly", "-f", "md", today="2011-07-08").out
    ledger("note", "6", "补记的", "--on", "2011-07-05", today="2011-07-11")
    ledger("undo", "6", "--last", "2")
    assert "先记的" in printed
    assert ledger("report", "weekly", "--known-at", "2011-07-08", "-f", "md").out == printed
    log = ledger("log", "6", "--known-at", "2011-07-08", "-f", "json").json
    assert [(event["note"], event["revoked"]) for event in log] == [("先记的", False)]
    (card,) = ledger("show", "6", "--known-at", "2011-07-08", "-f", "json").json
    assert [event["note"] for event in card["history"]] == ["先记的"]
