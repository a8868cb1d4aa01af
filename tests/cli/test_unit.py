"""``dsq unit``: new names, mergers and contacts, by whole output, before and after."""

from pathlib import Path

import pytest

from tests.builders import fill, take
from tests.conftest import Run

DOC = ("--doc", "杭政发〔2011〕20号", "--on", "2011-05-10")


def led(run: Run, *more: str) -> list[str]:
    return run("list", "-f", "json", *more).ids


def test_a_renamed_unit_has_its_new_name_from_that_day_and_is_found_by_both(ledger: Run) -> None:
    before = ledger("list", "--as-of", "2011-05-09").out
    said = ledger("unit", "rename", "市经委", "市经信委", *DOC)
    assert said.err.splitlines() == [
        "已记录 3 工业发展专项规划：计划调整：牵头单位由“市经委”改为“市经信委”"
        "（依据杭政发〔2011〕20号）（2011-05-10，第2号）",
        "已记录 15 名特优产品联合促销活动：计划调整：牵头单位由“市经委”改为“市经信委”"
        "（依据杭政发〔2011〕20号）（2011-05-10，第3号）",
        "已记录 17 建立行业协会联席会议制度：计划调整：配合单位由“市经委、市贸易局”改为“市经信委、市贸易局”"
        "（依据杭政发〔2011〕20号）（2011-05-10，第4号）",
        "已记录 计划调整：单位别名“市经委”即市经信委（依据杭政发〔2011〕20号）（2011-05-10，第5号）",
    ]
    assert led(ledger, "-u", "市经委") == led(ledger, "-u", "市经信委") == ["3", "15", "17"]
    assert led(ledger, "-u", "市经委", "--as-of", "2011-05-09") == ["3", "15", "17"]
    assert ledger("list", "--as-of", "2011-05-09").out == before
    assert led(ledger, "-u", "市经信委", "--as-of", "2011-05-09") == ["3", "15", "17"]
    assert "市经信委考核情况" in ledger("report", "units", "--unit", "市经委").out
    assert "市经委 " not in ledger("report", "units").out
    assert "计划本身有改动" in ledger("undo", "--yes").err
    assert led(ledger, "-u", "市经委") == ["3", "15", "17"]
    assert ledger("list", "-u", "市经信委").code == 4
    assert ledger("db", "check").code == 0


def test_merged_units_answer_as_one_and_lead_before_they_support(ledger: Run) -> None:
    ledger("unit", "contact", "市贸易局", "--person", "张三", "--phone", "0571-88886666")
    ledger("unit", "merge", "市贸易局", "市经委", "市民政局", "--into", "市商务局", "--reason", "机构改革")
    rows = {row["id"]: row for row in ledger("list", "-f", "json", "-u", "市商务局").json}
    assert sorted(rows) == ["14", "15", "17", "29", "3"]
    assert (rows["17"]["lead"], rows["17"]["support"]) == (["市商务局"], [])
    assert rows["29"]["lead"] == ["市科技局", "市卫生局", "市商务局", "市工商局"]
    listed = {row["unit"]: row for row in ledger("unit", "list", "-f", "json").json}
    assert listed["市商务局"] == {
        "unit": "市商务局",
        "lead": 5,
        "support": 0,
        "contact": {"person": "张三", "phone": "0571-88886666"},
        "aliases": sorted(["市经委", "市民政局", "市贸易局"]),
    }
    assert "市商务局\t5\t\t张三\t0571-88886666\t市民政局、市经委、市贸易局\n" in ledger("unit", "list").out


def test_a_form_that_was_sent_to_a_unit_under_its_old_name_is_taken(ledger: Run, home: Path) -> None:
    ledger("sheet", "out", "-u", "市经委", "-o", "表", today="2011-08-30")
    ledger("unit", "rename", "市经委", "市经信委", "--reason", "改名", today="2011-09-01")
    (form,) = (home / "表").iterdir()
    taken = take(ledger, fill(form, {"J8": 40}))
    assert taken.code == 0, taken.err
    assert [row["progress"] for row in ledger("list", "3,15", "-f", "json").json].count(40) == 1


def test_letters_follow_the_unit_and_name_its_contact(ledger: Run, home: Path) -> None:
    ledger("urge", "-u", "市信息办", "-o", "单", today="2012-01-04")
    ledger("unit", "rename", "市信息办", "市数据局", "--reason", "改名", today="2012-01-06")
    ledger("unit", "contact", "市数据局", "--person", "李四", "--phone", "123", today="2012-01-06")
    assert "没有要催办的项目" in ledger("urge", "-u", "市信息办", "-o", "单", today="2012-01-08").err
    said = ledger("urge", "-u", "市信息办", "-o", "单", "--type", "md", today="2012-01-13").err
    assert "已出催办〔2012〕2号 市数据局：已逾期 16（红单，2012-01-20前）" in said
    (letter,) = (home / "单").glob("*.md")
    text = letter.read_text(encoding="utf-8")
    assert "贵单位联系人：李四，123；如有变动，请告知。" in text


def test_contacts_and_old_names_go_out_with_the_plan_and_come_back(ledger: Run, home: Path) -> None:
    ledger("unit", "rename", "市经委", "市经信委", "--reason", "改名")
    ledger("unit", "contact", "市经信委", "--person", "张三")
    ledger("plan", "export", "-o", "a.yaml")
    assert ledger("plan", "diff", "a.yaml").err.endswith("没有不同。\n")
    assert "contact: {person: 张三}" in (home / "a.yaml").read_text(encoding="utf-8")
    ledger("unit", "contact", "市经信委", "--person", "")
    assert "“张三”" in ledger("plan", "diff", "a.yaml").out
    assert ledger("unit", "contact", "市经信委", "--person", "").err == "计划本来就是这样，未作改动。\n"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (
            ("rename", "市经委", "市信息办", "--reason", "x"),
            7,
            "两个单位合并请用 dsq unit merge 市经委 --into 市信息办",
        ),
        (("rename", "没有局", "甲局", "--reason", "x"), 4, "没有单位“没有局”"),
        (("rename", "市经委", "甲局、乙局", "--reason", "x"), 2, "不能作单位名称"),
        (("rename", "市经委", "", "--reason", "x"), 2, "不能作单位名称"),
        (("rename", "市经委", "甲局"), 7, "须写明理由或依据"),
        (("merge", "市经委", "--into", "市经委", "--reason", "x"), 7, "除 市经委 自己以外"),
    ],
)
def test_a_mistake_gets_one_sentence(ledger: Run, args: tuple[str, ...], code: int, said: str) -> None:
    before = ledger("unit", "list").out
    answer = ledger("unit", *args)
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert ledger("unit", "list").out == before


def test_a_unit_of_withdrawn_projects_alone_is_not_listed(ledger: Run) -> None:
    assert "市体育局" in ledger("unit", "list").out
    ledger("plan", "drop", "28", "--reason", "x")
    assert "市体育局" not in ledger("unit", "list").out


def test_only_the_names_that_a_decision_changes_are_told(ledger: Run) -> None:
    ledger("unit", "rename", "市经委", "市经信委", *DOC)
    said = ledger("unit", "rename", "市旅委", "市旅游委", *DOC).err.splitlines()[-1]
    assert "计划调整：单位别名“市旅委”即市旅游委（" in said
    assert "市经委" not in said
    again = ledger("unit", "rename", "市经信委", "市工信委", *DOC).err.splitlines()[-1]
    assert "单位别名“市经委”由市经信委改为市工信委；单位别名“市经信委”即市工信委（" in again


def test_a_part_under_the_old_name_of_a_unit_is_led_by_its_successor(ledger: Run) -> None:
    ledger("unit", "rename", "市经委", "市经信委", *DOC)
    parts = ("--into", "一期（市经委）", "--into", "二期=市经委", "--into", "三期")
    said = ledger("plan", "split", "2", *parts, "--reason", "分段").err
    assert "还没有的单位" not in said
    assert said.count("    规划共绘；市经信委；") == 2
    assert [row["lead"] for row in ledger("list", "2.1-2.2", "-f", "json").json] == [["市经信委"]] * 2
