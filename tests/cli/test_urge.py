"""Reminder letters: steps, numbers and intervals."""

from pathlib import Path

import pytest

from dushiquan.errors import DatabaseError
from tests.builders import entries
from tests.conftest import Run


def letters(run: Run, day: str, *more: str) -> list[str]:
    result = run("urge", "--unit", "市信息办", *more, today=day)
    assert result.code == 0, result.err
    return [line.removeprefix("已出").split("：")[-1] for line in result.err.splitlines() if "〔" in line]


def test_letters_go_out_in_three_steps_and_not_too_often(ledger: Run, home: Path) -> None:
    ledger("done", "4", today="2011-11-01")
    folder = ("-o", "催办", "--type", "md")
    assert letters(ledger, "2011-11-30", *folder) == []
    assert letters(ledger, "2011-12-01", *folder) == ["临近时限 16（蓝单，2011-12-31前）"]
    assert letters(ledger, "2011-12-08", *folder) == []
    assert letters(ledger, "2011-12-30", *folder) == ["临近时限 16（蓝单，2011-12-31前）"]
    # yellow as soon as it is late; red once the day to answer has passed
    assert letters(ledger, "2012-01-01", *folder) == ["已逾期 16（黄单，2012-01-08前）"]
    assert letters(ledger, "2012-01-08", *folder) == []
    assert letters(ledger, "2012-01-09", *folder) == ["已逾期 16（红单，2012-01-16前）"]
    # a deferral stops the letters; late again, they start with yellow
    ledger("defer", "16", "2012-02-29", "--reason", "衔接", today="2012-01-10")
    assert letters(ledger, "2012-01-20", *folder) == []
    assert letters(ledger, "2012-03-01", *folder) == ["已逾期 16（黄单，2012-03-08前）"]
    names = sorted(path.name for path in (home / "催办").iterdir())
    assert names == [
        "催办单2011-001-市信息办-蓝.md",
        "催办单2011-002-市信息办-蓝.md",
        "催办单2012-001-市信息办-黄.md",
        "催办单2012-002-市信息办-红.md",
        "催办单2012-003-市信息办-黄.md",
    ]
    red = (home / "催办" / names[3]).read_text(encoding="utf-8")
    assert "催办单 · 催办〔2012〕2号 · 市经合办 · 2012年1月9日" in red
    assert "市信息办：" in red
    assert "红单：再次催办" in red
    assert "催办〔2012〕1号到期未收到答复，请主要负责人过问，于2012年1月16日前书面说明逾期原因" in red
    assert "逾期9天；拟提请专业委员会执行 |" in red
    assert "| 序号 | 项目 | 现状 | 原因 | 措施 | 预计完成 | 填报人 | 电话 |" in red
    assert "催办〔2012〕2号（红单），请市信息办于2012年1月16日前报" in ledger("log", "16").out


def test_dry_run_and_refused_letters_record_nothing(ledger: Run, home: Path) -> None:
    said = ledger("urge", "--dry-run", today="2012-01-09").err
    assert said.startswith("将出催办〔2012〕1号 市发改委：已逾期 1（黄单，2012-01-16前）\n")
    assert ledger("urge").code == 2
    assert ledger("urge", "-o", "x", "--type", "pdf").code == 2
    assert entries(ledger) == []
    assert list(home.glob("催办*")) == []


def test_unwritable_letters_are_not_recorded(ledger: Run, home: Path) -> None:
    (home / "满").mkdir()
    (home / "满" / "催办单2012-003-市金融办-黄.md").write_text("旧")
    result = ledger("urge", "-o", "满", "--type", "md", today="2012-01-09")
    assert result.code == 7
    assert [path.name for path in (home / "满").iterdir()] == ["催办单2012-003-市金融办-黄.md"]
    assert entries(ledger) == []


def test_an_undone_letter_can_be_sent_again_under_a_new_number(ledger: Run) -> None:
    ledger("urge", "-u", "市信息办", "-o", "a", "--type", "md", today="2012-01-09")
    ledger("undo", "--yes")
    assert letters(ledger, "2012-01-09", "-o", "b", "--type", "md") == ["已逾期 16（黄单，2012-01-16前）"]
    assert "催办〔2012〕2号" in ledger("log", "16").out


def test_unrecorded_letters_are_removed(ledger: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("满")

    monkeypatch.setattr("dushiquan.store.event_log.save_state", fail)
    assert ledger("urge", "-o", "x", "--type", "md", today="2012-01-09").code == 6
    assert list((home / "x").iterdir()) == []


def test_nothing_to_urge_is_reported(ledger: Run) -> None:
    assert ledger("urge", "-o", "x", today="2011-03-01").err == (
        "没有要催办的项目：没有逾期、落后或临期的，或近日已经催过、答复过。\n"
    )


NOBODY = """\
plan: {key: n, title: 无人认领, year: 2024}
projects:
  - {id: "1", title: 一, requirement: 6月底前完成}
  - {id: "2", title: 二, persons: [张三], requirement: 6月底前完成}
"""


def test_a_project_without_a_unit_gets_no_letter_and_is_named(ledger: Run, home: Path) -> None:
    (home / "n.yaml").write_text(NOBODY, encoding="utf-8")
    ledger("plan", "load", "n.yaml", today="2024-01-10")
    result = ledger("urge", "--dry-run", today="2024-07-09")
    said = ["将出催办〔2024〕1号 张三", "注意", "注意"]  # the last one: the shipped plan is late, too
    assert [line.split("：")[0] for line in result.err.splitlines()] == said
    assert "1 没有写明责任单位或负责人" in result.err
    assert ledger("sheet", "out", "-o", "表").err.count("已写") == 1
    weekly = ledger("report", "weekly", today="2024-07-09").out
    assert "| 类别 |" not in weekly
    assert "（括号内为序号）：（无）（1）、张三（2）。" in weekly


def test_one_behind_pace_without_a_unit_is_named_and_one_that_waits_for_the_office_is_not(
    dsq: Run, home: Path
) -> None:
    row = "{{id: '{}', title: {}, requirement: 1月至12月完成, start: 2024-01-01, due: 2024-12-31}}"
    rows = f"[{row.format(1, '甲')}, {row.format(2, '乙')}]"
    (home / "n.yaml").write_text(f"plan: {{key: n, title: 无人, year: 2024}}\nprojects: {rows}\n", "utf-8")
    dsq("plan", "load", "n.yaml", today="2024-01-10")
    dsq("update", "1-2", "-p", "5", today="2024-10-01")
    dsq("update", "2", "-s", "待核实", "--reason", "批文", today="2024-10-01")
    said = dsq("urge", "--dry-run", today="2024-10-02").err
    assert "注意：1 没有写明责任单位或负责人，无从催办。\n" in said


LATE = """\
plan: {key: a, title: 甲计划, year: 2024, document: {no: 甲发〔2024〕3号, drafter: 甲办}}
projects:
  - {id: "1", title: 修桥, units: 甲局, requirement: 5月底前完成}
  - {id: "2", title: 挖井, units: 甲局, requirement: 6月底前完成}
  - {id: "3", title: 植树, units: 甲局, requirement: 7月20日前完成}
  - {id: "4", title: 办校, units: 乙局, requirement: 年底前完成}
"""
FOLDER = ("-o", "催", "--type", "md")


@pytest.fixture
def urged(dsq: Run, home: Path) -> Run:
    """A ledger whose unit 甲局 was urged about 1 and 2 on 5 June, and about all three on 9 July."""
    (home / "a.yaml").write_text(LATE, encoding="utf-8")
    dsq("plan", "load", "a.yaml", "-y", today="2024-01-10")
    dsq("unit", "contact", "甲局", "--person", "张三", "--phone", "8888", today="2024-01-10")
    dsq("config", "letter_sign", "甲督")
    dsq("config", "contact_person", "王小明")
    dsq("urge", *FOLDER, "-u", "甲局", today="2024-06-05")
    assert dsq("urge", *FOLDER, today="2024-07-09").err == (
        "已出甲督〔2024〕2号 甲局：已逾期 1（红单，2024-07-16前）；已逾期 2（黄单，2024-07-16前）；"
        "临近时限 3（蓝单，2024-07-20前）\n"
        "共 1 份，写在 催，已记入台账。\n"
        "另有 1 项久未报送；要催报请用 dsq urge --silent。\n"
    )
    return dsq


def test_each_group_of_a_letter_says_only_what_is_so_of_it(urged: Run, home: Path) -> None:
    assert (
        (home / "催" / "催办单2024-002-甲局-红.md").read_text(encoding="utf-8")
        == """\
# 关于催办《甲计划》有关项目的通知

催办单 · 甲督〔2024〕2号 · 甲办 · 2024年7月9日

红单：再次催办

甲局：

## 一、已逾期项目（上次来函未答复）

根据《甲计划》（甲发〔2024〕3号），你单位牵头的下列1项已经逾期，甲督〔2024〕1号到期未收到答复，请主要负责人过问，于2024年7月16日前书面说明逾期原因、办理措施和预计完成日期。

| 序号 | 项目名称 | 进度要求 | 时限 | 现状 | 情况 |
| --- | --- | --- | --- | --- | --- |
| 1 | 修桥 | 5月底前完成 | 2024-05-31 | 未启动 | 逾期39天 |

## 二、已逾期项目

你单位牵头的下列1项已经逾期，请抓紧办理，于2024年7月16日前报送进展、逾期原因、办理措施和预计完成日期。

| 序号 | 项目名称 | 进度要求 | 时限 | 现状 | 情况 |
| --- | --- | --- | --- | --- | --- |
| 2 | 挖井 | 6月底前完成 | 2024-06-30 | 未启动 | 逾期9天 |

## 三、临近时限项目

你单位牵头的下列1项临近时限，请抓紧收尾，在时限前完成并报送情况；确实不能按期完成的，在时限前申请延期并说明理由。

| 序号 | 项目名称 | 进度要求 | 时限 | 现状 | 情况 |
| --- | --- | --- | --- | --- | --- |
| 3 | 植树 | 7月20日前完成 | 2024-07-20 | 未启动 | 距时限11天；181天未报送 |

## 四、联系和回复

请填写所附回执，于2024年7月16日前报甲办（联系人：王小明）。

贵单位联系人：张三，8888；如有变动，请告知。

## 回执

甲局对甲督〔2024〕2号的回复：

| 序号 | 项目 | 现状 | 原因 | 措施 | 预计完成 | 填报人 | 电话 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 1 | 修桥 |  |  |  |  |  |  |
| 2 | 挖井 |  |  |  |  |  |  |
| 3 | 植树 |  |  |  |  |  |  |
"""
    )


def test_an_answer_is_recorded_and_stops_the_next_step(urged: Run) -> None:
    said = urged("urge", "answer", "甲督〔2024〕2号", "1", "--note", "桥墩已完成", today="2024-07-12").err
    assert said == "已记录 1 修桥：回复甲督〔2024〕2号：桥墩已完成（2024-07-12，第8号）\n"
    said = urged("urge", "answer", "2", "--on", "2024-07-11", today="2024-07-12").err
    assert said == (
        "已记录 2 挖井：回复甲督〔2024〕2号（2024-07-11，第9号）\n"
        "已记录 3 植树：回复甲督〔2024〕2号（2024-07-11，第10号）\n"
    )
    letter = urged("report", "weekly", "-f", "json", today="2024-07-12").json["letters"][-1]
    assert (letter["answer"], letter["answered_on"], letter["waiting"]) == ("answered", "2024-07-12", [])
    # 1 and 2 answered: they are asked anew, as at first; 3 had a blue letter and answered it
    again = urged("urge", "--dry-run", today="2024-07-20").err.splitlines()[0]
    assert again == "将出甲督〔2024〕3号 甲局：已逾期 1、2（黄单，2024-07-27前）"
    urged("undo", "8")
    again = urged("urge", "--dry-run", today="2024-07-20").err.splitlines()[0]
    assert again.startswith("将出甲督〔2024〕3号 甲局：已逾期 1（红单，")
    weekly = urged("report", "weekly", today="2024-07-19").out
    assert "| 甲督〔2024〕2号 | 甲局 | 1、2、3 | 2024-07-09 | 2024-07-16 | 到期未回复（1） |" in weekly
    assert "甲督〔2024〕1号 | 甲局 | 1、2 | 2024-06-05 | 2024-06-12 | 到期未回复（1） |" in weekly


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("9", 4, "没有“9”这份催办单；发过的见 dsq log。"),
        ("甲", 2, "“甲”不是文号；请写如 催办〔2011〕10号、2011-10 或 10。"),
        ("2 4", 7, "甲督〔2024〕2号没有催 4；催的是 1、2、3。"),
        (
            "2 --on 2024-07-08",
            7,
            "甲督〔2024〕2号是 2024-07-09 发出的，不能在 2024-07-08 就回复；请核对日期。",
        ),
        ("2 -u 乙局", 7, "甲督〔2024〕2号是发给甲局的，不是乙局；请核对。"),
        ("-u 甲局", 7, "甲局有几份没有回复：甲督〔2024〕1号、甲督〔2024〕2号；请写明是哪一份。"),
        ("-u 乙局", 4, "没有乙局还没有回复的催办单；发过的见 dsq log。"),
    ],
)
def test_an_answer_to_no_such_letter_is_refused(urged: Run, words: str, code: int, said: str) -> None:
    result = urged("urge", "answer", *words.split(), today="2024-07-12")
    assert (result.code, result.err) == (code, f"{said}\n")
    assert len(entries(urged)) == 5


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--project 2", 0, "已更正第8号 1 修桥：回复甲督〔2024〕2号"),
        ("--project 4", 7, "甲督〔2024〕2号没有催 4；催的是 1、2、3。\n"),
        ("--project 4 --note 在办", 7, "甲督〔2024〕2号没有催 4；催的是 1、2、3。\n"),
        (
            "--on 2024-07-08",
            7,
            "甲督〔2024〕2号是 2024-07-09 发出的，不能在 2024-07-08 就回复；请核对日期。\n",
        ),
    ],
)
def test_an_answer_moves_only_to_what_its_letter_asked(urged: Run, words: str, code: int, said: str) -> None:
    urged("urge", "answer", "2", "1", today="2024-07-12")
    result = urged("fix", "8", *words.split(), today="2024-07-12")
    assert (result.code, result.err[: len(said)]) == (code, said)


def test_an_answer_to_a_letter_that_was_taken_back_stays_where_it_is(urged: Run) -> None:
    urged("urge", "answer", "2", "1", today="2024-07-12")
    urged("undo", "5,6,7", "--yes", today="2024-07-12")
    result = urged("fix", "8", "--project", "2", today="2024-07-12")
    assert (result.code, result.err) == (4, "没有“甲督〔2024〕2号”这份催办单；发过的见 dsq log。\n")
    assert urged("fix", "8", "--note", "在办", today="2024-07-12").code == 0


def test_urging_the_silent_is_a_letter_of_its_own(urged: Run, home: Path) -> None:
    said = urged("urge", "--silent", *FOLDER, today="2024-07-10").err
    assert said == (
        "已出甲督〔2024〕3号 乙局：未报送 4（蓝单，2024-07-17前）\n共 1 份，写在 催，已记入台账。\n"
    )
    letter = (home / "催" / "催报单2024-003-乙局-蓝.md").read_text(encoding="utf-8")
    assert letter.startswith("# 关于报送《甲计划》有关项目进展的通知\n\n催报单 · 甲督〔2024〕3号")
    assert "你单位牵头的下列1项较长时间没有报送进展，请于2024年7月17日前补报进展" in letter
    assert "| 序号 | 项目 | 现状 | 存在问题 | 下步打算 | 预计完成 | 填报人 | 电话 |" in letter
    assert "甲督〔2024〕3号（蓝单，催报），请乙局于2024年7月17日前报" in urged("log", "4").out
    assert urged("urge", "--silent", "--dry-run").err == (
        "没有要催报的项目：没有久未报送的，或近日已经催过、答复过。\n"
    )
    again = urged("urge", "--silent", "--dry-run", today="2024-07-18").err
    assert "未报送 4（黄单，2024-07-25前）" in again


def test_an_application_for_a_deferral_waits_and_is_not_urged(urged: Run) -> None:
    asked = urged("defer", "2", "9月30日", "--request", "--reason", "资金未到", today="2024-07-17")
    assert asked.err == "已记录 2 挖井：申请延期至2024年9月30日：资金未到（2024-07-17，第8号）\n"
    (row,) = urged("list", "2", "-f", "json").json
    request = {"until": "2024-09-30", "reason": "资金未到", "on": "2024-07-17"}
    assert (row["due"], row["deferral_request"]) == ("2024-06-30", request)
    said = urged("urge", "--dry-run").err
    assert "已逾期 1（" in said
    assert (
        "注意：2（申请延期至2024-09-30）待答复，没有催；"
        "同意用 dsq defer 序号 --approved-by 谁，不同意用 dsq defer 序号 --refuse。" in said
    )
    assert "申请延期   至2024-09-30：资金未到（2024-07-17申请，待答复）" in urged("show", "2").out.replace(
        "\t", "   "
    )
    assert urged("overdue").out.splitlines()[1].endswith("\t2024-09-30")
    refused = urged("defer", "2", "--refuse", "--reason", "须按期", today="2024-07-18")
    assert refused.err == "已记录 2 挖井：不同意延期：须按期（2024-07-18，第9号）\n"
    assert urged("list", "2", "-f", "json").json[0]["deferral_request"] is None
    assert urged("defer", "2", "--refuse", "--reason", "再说").code == 7
    urged("undo")
    assert urged("list", "2", "-f", "json").json[0]["deferral_request"] == request
    urged("defer", "2", "9月30日", "--reason", "同意")
    assert urged("list", "2", "-f", "json").json[0]["deferral_request"] is None
    assert urged("db", "check").code == 0
    early = urged("defer", "2", "8月1日", "--request", "--reason", "资金", today="2024-07-18")
    assert early.err == "2 现时限是 2024-09-30，申请延期的日期 2024-08-01 不比它晚；请核对。\n"
    for words in (("2",), ("2", "10月1日", "--refuse"), ("2", "10月1日", "--refuse", "--request")):
        assert urged("defer", *words, "--reason", "x").code == 2


def test_an_application_is_granted_as_it_was_made(urged: Run) -> None:
    nothing = urged("defer", "2", "--approved-by", "陈立新", today="2024-07-17")
    assert (nothing.code, nothing.err) == (
        7,
        "2 没有待答复的延期申请；请写明新时限，如 9月30日 或 +2m。\n",
    )
    urged("defer", "2", "9月30日", "--request", "--reason", "资金未到")
    assert urged("defer", "2", "--approved-by", "陈立新", today="2024-07-18").err == (
        "已记录 2 挖井：时限由2024年6月30日延至2024年9月30日，逾期后申请：资金未到（陈立新批准）"
        "（2024-07-18，第9号）\n"
        "    新时限、理由照 2024-07-17 的延期申请。\n"
    )
    urged("undo")
    assert urged("defer", "2", "+1m", "--approved-by", "陈立新").err.splitlines() == [
        "已记录 2 挖井：时限由2024年6月30日延至2024年7月31日，逾期后申请：资金未到（陈立新批准）"
        "（2024-07-18，第11号）",
        "    理由照 2024-07-17 的延期申请。",
    ]
    assert urged("defer", "2", "+1m").code == 7  # nothing is applied for any more
    urged("undo")
    assert urged("defer", "2", "2024-06-20", "--yes").err == "2 提前须说明理由，请加 --reason “理由”。\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--reason", "须按期"), "须按期"),
        (("--reason", "须按期", "--approved-by", "李卫东"), "须按期（李卫东的意见）"),
        (("--approved-by", "李卫东"), "李卫东的意见"),
    ],
)
def test_who_refuses_an_application_is_kept(urged: Run, words: tuple[str, ...], said: str) -> None:
    urged("defer", "2", "9月30日", "--request", "--reason", "资金未到", today="2024-07-17")
    bare = urged("defer", "2", "--refuse")
    assert (bare.code, bare.err) == (
        7,
        "2 不同意延期须说明理由，请加 --reason “理由”，或用 --approved-by 写明是谁的意见。\n",
    )
    assert urged("defer", "2", "--refuse", *words).err == (
        f"已记录 2 挖井：不同意延期：{said}（2024-07-17，第9号）\n"
    )


def test_a_letter_to_a_person_is_written_to_a_person(ledger: Run, home: Path) -> None:
    (home / "n.yaml").write_text(NOBODY, encoding="utf-8")
    ledger("plan", "load", "n.yaml", today="2024-01-10")
    ledger("urge", *FOLDER, today="2024-07-09")
    (letter,) = (home / "催").iterdir()
    text = letter.read_text(encoding="utf-8")
    assert "\n张三：\n" in text
    assert "根据《无人认领》，您负责的下列1项已经逾期，请抓紧办理" in text
    assert "请填写所附回执，于2024年7月16日前报我办。" in text
