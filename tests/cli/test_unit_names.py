"""The names of units over the time: both find on every day, and what is entered later follows them."""

from pathlib import Path

import pytest

from tests.conftest import Run

PLAN = """\
plan: {key: a, title: 甲计划, year: 2024, document: {drafter: 督查室, issued: 2024-01-05}}
projects:
  - {id: "1", category: 甲类, title: 修建大桥, units: 市经委, requirement: 6月底前完成}
  - {id: "2", category: 甲类, title: 挖掘水井, units: {lead: [乙局], support: [市经委]}, requirement: 年底前完成}
  - {id: "3", category: 乙类, title: 种植树木, units: {lead: [市经委, 乙局]}, requirement: 年底前完成}
  - {id: "4", category: 乙类, title: 铺设管网, units: 丙局, persons: 王五, requirement: 年底前完成}
"""
SHOWN = ("-f", "tsv", "--columns", "id,lead,support")
OF_THE_UNIT = "1\t市经委\t\n2\t乙局\t市经委\n3\t市经委、乙局\t\n"
BEFORE = f"{OF_THE_UNIT}4\t丙局\t\n"
WHY = ("--doc", "杭政〔2024〕3号")
RENAMED = ("unit", "rename", "市经委", "市经信委", *WHY)


@pytest.fixture
def plan(dsq: Run, home: Path) -> Run:
    """A ledger with a plan of four, of which the first reported in March; today is 20 July 2024."""
    (home / "plan.yaml").write_text(PLAN, encoding="utf-8")
    dsq("plan", "load", "plan.yaml", "--yes", today="2024-01-10")
    dsq("update", "1", "-p", "40", today="2024-03-01")
    dsq("config", today="2024-07-20")
    return dsq


def everything(run: Run) -> list[str]:
    """What listings, papers and counts say, of today and of a day before."""
    commands = [
        ("list", "-f", "json"),
        ("unit", "list", "-f", "json"),
        ("stats", "--by", "unit", "-f", "json"),
        ("report", "units", "-f", "json"),
        ("report", "monthly"),
        ("list", "-u", "经", "-f", "json"),
        ("overdue", "-f", "json"),
    ]
    days: list[tuple[str, ...]] = [(), ("--as-of", "2024-06-01")]
    said = [run(*command, *day).out for command in commands for day in days]
    return [*said, run("urge", "--dry-run").err, run("plan", "export").out]


def test_both_names_find_before_and_after(plan: Run) -> None:
    plan(*RENAMED, "--on", "7月1日")
    assert plan("list", *SHOWN).out == BEFORE.replace("市经委", "市经信委")
    assert plan("list", *SHOWN, "--as-of", "2024-06-30").out == BEFORE
    for name in ("市经委", "市经信委"):
        assert plan("list", "-u", name, *SHOWN).out == OF_THE_UNIT.replace("市经委", "市经信委")
        assert plan("list", "-u", name, *SHOWN, "--as-of", "2024-06-30").out == OF_THE_UNIT
    assert plan("list", *SHOWN, "--known-at", "2024-07-19").out == BEFORE
    assert plan("list", "-u", "市经信委", "--known-at", "2024-07-19").code == 4
    assert plan("db", "check").code == 0


def test_a_name_of_a_day_comes_before_one_that_it_is_part_of(plan: Run) -> None:
    plan("plan", "set", "4", "--unit", "市经信委下属分局", "--reason", "x", "--on", "2024-02-01")
    plan(*RENAMED, "--on", "7月1日")
    assert plan("list", "-u", "市经信委", *SHOWN, "--as-of", "2024-06-30").out == OF_THE_UNIT


@pytest.mark.parametrize(
    "decision",
    [
        (*RENAMED, "--on", "2024-03-01"),
        ("unit", "merge", "市经委", "乙局", "--into", "丁局", *WHY),
        ("unit", "merge", "市经委", "--into", "乙局", *WHY, "--on", "2024-05-01"),
        ("unit", "contact", "市经委", "--person", "张三"),
    ],
)
def test_what_is_taken_back_leaves_everything_as_it_was(plan: Run, decision: tuple[str, ...]) -> None:
    before = everything(plan)
    plan(*decision, "--dry-run")
    assert everything(plan) == before
    plan(*decision)
    assert everything(plan) != before
    assert plan("undo", "--yes").code == 0
    assert everything(plan) == before
    assert plan("db", "check").code == 0


def test_the_successor_has_the_whole_record_once(plan: Run) -> None:
    was = plan("report", "units", "-f", "json").json
    plan(*RENAMED, "--on", "2024-03-01")
    now = plan("report", "units", "-f", "json").json
    assert [one["unit"] for one in now] == ["市经信委", "乙局", "丙局"]
    assert now == [{**one, "unit": one["unit"].replace("市经委", "市经信委")} for one in was]
    assert plan("report", "units", "--unit", "市经委", "-f", "json").json == now[:1]


def test_a_merged_unit_is_found_as_those_that_it_was(plan: Run) -> None:
    plan("unit", "merge", "市经委", "乙局", "--into", "丁局", "--reason", "撤并")
    assert plan("list", *SHOWN).out == "1\t丁局\t\n2\t丁局\t\n3\t丁局\t\n4\t丙局\t\n"
    assert plan("list", "-u", "丁局", *SHOWN, "--as-of", "2024-07-19").out == OF_THE_UNIT
    assert (
        plan("list", "-u", "乙局", *SHOWN, "--as-of", "2024-07-19").out == OF_THE_UNIT[len("1\t市经委\t\n") :]
    )
    asked = plan("report", "units", "--unit", "丁局", "--as-of", "2024-07-19")
    assert (asked.code, asked.err) == (4, "单位“丁局”在 2024-07-19 还是市经委、乙局，请只写一个。\n")


def test_units_are_merged_into_one_by_its_old_name(plan: Run) -> None:
    plan(*RENAMED)
    plan("unit", "merge", "乙局", "--into", "市经委", *WHY)
    assert plan("unit", "list").out == "市经信委\t3\t\t\t\t乙局、市经委\n丙局\t1\t\t\t\t\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("rename", "市经信委", "丁局", *WHY), 4, "没有单位“市经信委”；是不是市经委？\n"),
        (("rename", "王五", "丁局", *WHY), 4, "“王五”是负责人，不是单位。\n"),
        (("rename", "市经委", "市经委", *WHY), 0, "计划本来就是这样，未作改动。\n"),
        (("contact", "乙局"), 2, "没有写联系人；请写 --person 姓名、--phone 电话。\n"),
    ],
)
def test_what_changes_nothing_is_told(plan: Run, words: tuple[str, ...], code: int, said: str) -> None:
    before = plan("log").out
    done = plan("unit", *words)
    assert (done.code, done.err) == (code, said)
    assert plan("log").out == before


def test_a_unit_that_was_handed_its_name_is_told_with_the_day_to_add(plan: Run) -> None:
    plan("plan", "set", "1,2,3", "--unit", "市经信委", "--reason", "x")
    late = plan(*RENAMED)
    assert (late.code, late.err) == (
        4,
        "现在没有单位“市经委”，已改为市经信委；要从早先某天起改名的，请加 --on 日期。\n",
    )
    plan(*RENAMED, "--on", "2024-07-01")
    assert plan("list", "-u", "市经委", "-f", "json").ids == ["1", "2", "3"]


def test_a_contact_goes_with_the_unit_whichever_is_entered_first(plan: Run) -> None:
    plan("unit", "contact", "市经委", "--person", "张三", "--phone", "0571-8", today="2024-03-01")
    plan("unit", "contact", "乙局", "--phone", "0571-9", today="2024-03-02")
    plan(*RENAMED, "--on", "2024-02-01")
    listed = "市经信委\t2\t1\t张三\t0571-8\t市经委\n乙局\t2\t\t\t0571-9\t\n丙局\t1\t\t\t\t\n"
    assert plan("unit", "list").out == listed
    early = listed.replace("张三\t0571-8", "\t").replace("0571-9", "")
    assert plan("unit", "list", "--as-of", "2024-02-28").out == early
    then = early.replace("市经委\n", "\n", 1).replace("市经信委", "市经委")
    assert plan("unit", "list", "--as-of", "2024-01-31").out == then
    assert plan("unit", "list", "--known-at", "2024-03-01").out.startswith("市经委\t2\t1\t张三\t0571-8\t\n")
    plan("unit", "contact", "市经委", "--person", "", today="2024-07-21")
    assert plan("unit", "list", today="2024-07-21").out == listed.replace("张三", "")


def test_a_later_edition_may_still_say_the_old_name(plan: Run, home: Path) -> None:
    plan("unit", "contact", "市经委", "--person", "张三")
    plan(*RENAMED)
    assert plan("plan", "load", "plan.yaml", "--yes").err == "与台账里的《甲计划》没有不同。\n"
    (home / "plan.yaml").write_text(PLAN.replace("丙局", "市经委"), encoding="utf-8")
    plan("plan", "load", "plan.yaml", "--yes")
    assert plan("list", "4", *SHOWN).out == "4\t市经信委\t\n"
    assert plan("unit", "list").out == "市经信委\t3\t1\t张三\t\t市经委\n乙局\t2\t\t\t\t\n"
    cleared = PLAN.replace("projects:", 'units: [{name: 市经信委, contact: {person: ""}}]\nprojects:')
    (home / "plan.yaml").write_text(cleared, encoding="utf-8")
    plan("plan", "load", "plan.yaml", "--yes")
    assert plan("unit", "list").out == "市经信委\t2\t1\t\t\t市经委\n乙局\t2\t\t\t\t\n丙局\t1\t\t\t\t\n"


def test_a_later_edition_may_name_the_old_unit_as_one_again(plan: Run, home: Path) -> None:
    plan(*RENAMED)
    again = PLAN.replace("projects:", "units: [{name: 市经委}]\nprojects:")
    (home / "plan.yaml").write_text(again, encoding="utf-8")
    plan("plan", "load", "plan.yaml", "--yes")
    assert plan("list", *SHOWN).out == BEFORE
    assert plan("db", "check").code == 0


def test_what_is_entered_later_for_a_day_before_follows_the_successor(plan: Run) -> None:
    plan(*RENAMED, "--on", "2024-07-01")
    plan("plan", "add", "--title", "新", "--unit", "市经委", "--on", "2024-06-01", "--reason", "补")
    assert plan("list", "5", *SHOWN).out == "5\t市经信委\t\n"
    assert plan("list", "5", *SHOWN, "--as-of", "2024-06-15").out == "5\t市经委\t\n"
    plan("unit", "rename", "乙局", "戊局", "--reason", "更名", "--on", "2024-05-01")
    assert plan("list", "3", *SHOWN).out == "3\t市经信委、戊局\t\n"
    assert [one["aliases"] for one in plan("unit", "list", "-f", "json").json] == [["市经委"], ["乙局"], []]
    plan("unit", "rename", "市经信委", "市经委", "--reason", "改回")
    assert plan("list", "3", *SHOWN).out == "3\t市经委、戊局\t\n"
    assert plan("list", "3", "-u", "市经信委", *SHOWN, "--as-of", "2024-06-01").out == "3\t市经委、戊局\t\n"
    assert plan("db", "check").code == 0


def test_a_withdrawn_project_follows_the_successor_too(plan: Run) -> None:
    plan("plan", "drop", "1", "--reason", "x", "--on", "2024-05-01")
    plan(*RENAMED)
    assert plan("list", "-u", "市经委", "-f", "json").ids == plan("list", "-u", "市经信委", "-f", "json").ids
    assert plan("list", "1", *SHOWN).out == "1\t市经信委\t\n"
    assert plan("db", "check").code == 0
