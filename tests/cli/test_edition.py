"""Several plans in a ledger, and a new edition of one."""

from pathlib import Path

from tests.builders import EDITION, REVISED, entries
from tests.conftest import Run


def test_a_second_plan_becomes_current_and_the_first_stays(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION, encoding="utf-8")
    assert ledger("plan", "load", "a.yaml", "--drafter", "督查室").err == (
        "已载入《甲计划》2 项，代号 a。\n命令里不写 --plan 时，此后用计划 a。\n"
        "台账里还有随附的计划 2011，没有记过什么；不要了请用 dsq undo 1 撤回它的载入。\n"
    )
    assert ledger("list", "-f", "json").ids == ["1", "2"]
    assert len(ledger("--plan", "2011", "list", "-f", "json").ids) == 31
    assert (
        ledger("plan", "list").out
        == "2011\t2011\t31\t\t2011年杭州都市经济圈合作项目计划安排表\na\t2024\t2\t是\t甲计划\n"
    )
    assert ledger("report", "weekly").out.splitlines()[2] == "项目进展通报 · 督查室 · 2011年7月1日"
    assert ledger("plan", "load", "a.yaml").err == "与台账里的《甲计划》没有不同。\n"
    assert entries(ledger) == []


def test_the_shipped_plan_is_no_more_pointed_out_once_it_is_used_or_taken_back(
    ledger: Run, home: Path
) -> None:
    (home / "a.yaml").write_text(EDITION, encoding="utf-8")
    ledger("note", "6", "已开工")
    assert "随附" not in ledger("plan", "load", "a.yaml").err
    ledger("--plan", "2011", "undo")
    assert "随附" not in ledger("plan", "load", "a.yaml", "--key", "b").err  # its log has something to tell
    assert ledger("undo", "1").code == 0
    assert ledger("plan", "load", "a.yaml", "--key", "c").code == 0
    assert [row["key"] for row in ledger("plan", "list", "-f", "json").json] == ["a", "b", "c"]


def test_the_current_plan_is_the_one_last_loaded_or_chosen(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION, encoding="utf-8")
    (home / "b.yaml").write_text(REVISED, encoding="utf-8")

    def in_use() -> str:
        (key,) = [row["key"] for row in ledger("plan", "list", "-f", "json").json if row["current"]]
        assert isinstance(key, str)
        return key

    ledger("plan", "load", "a.yaml", "--drafter", "督查室")
    assert ledger("plan", "use", "2011").err == (
        "此后用计划 2011《2011年杭州都市经济圈合作项目计划安排表》。\n"
    )
    assert in_use() == "2011"
    assert ledger("plan", "load", "a.yaml").err == (
        "与台账里的《甲计划》没有不同。\n命令里不写 --plan 时，此后用计划 a。\n"
    )
    assert in_use() == "a"
    ledger("plan", "use", "2011")
    ledger("plan", "load", "b.yaml", "--yes")
    assert in_use() == "a"
    assert ledger("report", "weekly").out.splitlines()[2] == "项目进展通报 · 督查室 · 2011年7月1日"
    assert ledger("plan", "use", "b").code == 4


def test_without_an_issue_date_silence_counts_from_loading(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION, encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-03-01")
    assert [row["reasons"] for row in ledger("list", "-f", "json", today="2024-03-31").json] == [[], []]
    rows = ledger("list", "-f", "json", today="2024-04-01").json
    assert [row["reasons"] for row in rows] == [["31天未报送"], ["31天未报送"]]
    ledger("plan", "load", "a.yaml", today="2024-03-20")
    assert ledger("list", "--unreported", "30d", "-f", "json", today="2024-04-01").ids == ["1", "2"]


def test_a_new_edition_keeps_what_was_recorded(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION, encoding="utf-8")
    (home / "b.yaml").write_text(REVISED, encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-01-10")
    ledger("tick", "1", "次", today="2024-03-01")
    ledger("note", "2", "前期", today="2024-03-02")
    words = (
        "计划名称由“甲计划”改为“甲计划（调整）”\n类别由“甲”改为“乙、甲”\n"
        "新增 3 三（丙局，年底前完成）\n"
        "调整 1 一：类别由“甲”改为“乙”；进度要求由“6月底前完成”改为“9月底前完成”；"
        "时限由“2024-06-30”改为“2024-09-30”；指标“次”由2改为3\n"
        "撤销 2 二（保留在台账中，标为已撤销）\n"
    )
    assert ledger("plan", "diff", "b.yaml", today="2024-05-06").out == words
    unasked = ledger("plan", "load", "b.yaml")
    assert (unasked.code, unasked.out) == (2, words)
    assert ledger("list", "-f", "json").ids == ["1", "2"]
    assert ledger("plan", "load", "b.yaml", "--yes").code == 0

    first, third = ledger("list", "-f", "json").json
    assert (first["due"], first["progress"], first["targets"][0]["count"]) == ("2024-09-30", 33, 1)
    assert third["id"] == "3"
    assert ledger("list", "2", "--columns", "id,lead,status").out == "2\t乙局\t已撤销\n"
    assert ledger("done", "2").code == 7
    assert sum(r["total"] for r in ledger("stats", "-f", "json").json) == 2
    assert "前期" in ledger("log", "2").out
    assert "计划调整：类别由“甲”改为“乙”" in ledger("log", "1").out
    assert ledger("undo", "--project", "2").err.splitlines()[1].startswith("已撤回第5号 2 二：前期")

    # as of a day before the new edition, the old plan
    then = ledger("list", "--as-of", "2024-05-05", "-f", "json").json
    assert [(r["id"], r["due"], r["category"]) for r in then] == [
        ("1", "2024-06-30", "甲"),
        ("2", "2024-12-31", "甲"),
    ]
    assert ledger("list", "-c", "甲", "--as-of", "2024-05-05", "-f", "json").ids == ["1", "2"]
    assert ledger("list", "-c", "甲", "-f", "json").ids == ["3"]
    assert ledger("db", "check").code == 0

    # loading the old edition restores the withdrawn project with its records
    assert ledger("plan", "load", "a.yaml", "--yes").code == 0
    rows = {r["id"]: r for r in ledger("list", "-f", "json").json}
    assert rows["1"]["due"] == "2024-06-30"
    assert ledger("list", "--columns", "id,status").out == "1\t进行中\n2\t未启动\n"
    assert [row["projects"] for row in ledger("plan", "list", "-f", "json").json] == [31, 2]
    assert ledger("db", "check").code == 0


def test_a_plan_with_errors_is_not_loaded(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION.replace('"2"', '"1"'), encoding="utf-8")
    result = ledger("plan", "load", "a.yaml")
    assert result.code == 5
    assert "序号重复" in result.err
    assert ledger("plan", "list").out.count("\n") == 1


def test_withdrawn_projects_match_no_status_filter(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION, encoding="utf-8")
    (home / "b.yaml").write_text(REVISED, encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-12-10")
    ledger("plan", "load", "b.yaml", "--yes")
    assert ledger("list", "-s", "未启动", "-f", "json").ids == ["1", "3"]
    assert ledger("list", "--within", "30d", "-f", "json").ids == ["3"]
    assert ledger("plan", "load", "b.yaml").err.endswith("没有不同。\n")


def test_a_new_edition_s_due_date_replaces_a_deferral(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(EDITION, encoding="utf-8")
    (home / "b.yaml").write_text(EDITION.replace("6月底前", "12月底前"), encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-01-10")
    ledger("defer", "1", "2024-08-31", "--reason", "理由", today="2024-06-01")
    ledger("plan", "load", "b.yaml", "--yes", today="2024-07-01")
    assert ledger("list", "1", "-f", "json", today="2024-09-10").json[0]["due"] == "2024-12-31"
    assert ledger("list", "1", "-f", "json", "--as-of", "2024-06-15").json[0]["due"] == "2024-08-31"
    assert ledger("db", "check").code == 0


def test_unit_aliases_of_a_plan_find_their_unit(ledger: Run, home: Path) -> None:
    units = "units: [{name: 甲局, aliases: [甲委员会]}]\nprojects:"
    (home / "a.yaml").write_text(EDITION.replace("projects:", units), encoding="utf-8")
    (home / "b.yaml").write_text(REVISED.replace("projects:", units), encoding="utf-8")
    ledger("plan", "load", "a.yaml")
    assert ledger("list", "-u", "甲委员会", "-f", "json").ids == ["1"]
    assert "甲委员会" in ledger("plan", "export").out
    ledger("plan", "load", "b.yaml", "--yes")
    assert ledger("list", "-u", "甲委员会", "-f", "json").ids == ["1"]
