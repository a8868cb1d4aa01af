"""Several plans at once: ``--plan 2011,2012`` and ``--plan all``, over the story year and an invented 2012."""

import shutil
from pathlib import Path

import pytest

from dushiquan.office.reports import REPORTS
from tests.cli.test_command_line import complete
from tests.conftest import Result, Run, golden

PLAN_2012 = """\
plan:
  key: "2012"
  title: 2012年杭州都市经济圈合作项目计划
  year: 2012
  document: {no: 杭经合〔2012〕2号, issuer: 杭州市合作办, issued: 2012-01-10}
levels: [{name: 分管领导, days: 10}]
categories: [交通共联, 民生共享]
projects:
  - {id: 1, category: 交通共联, title: 环线公路前期, content: 选线, units: 市交通局, requirement: 2月底前完成}
  - {id: 2, category: 交通共联, title: 杭长高速公路, content: 通车, units: 市交通局, requirement: 12月底前完成}
  - {id: 6, category: 民生共享, title: 公交一卡通, content: 通用, units: 市交通局, requirement: 1月底前完成}
  - {id: 7, category: 民生共享, title: 科技服务互认, content: 协议, units: 市科技局, requirement: 1月底前完成}
  - {id: 41, category: 民生共享, title: 旅游年票, content: 发行, units: 市旅委, requirement: 11月底前完成}
"""
DAY = "2012-02-20"
IN_2011 = "计划 2011《2011年杭州都市经济圈合作项目计划安排表》：\n"
IN_2012 = "计划 2012《2012年杭州都市经济圈合作项目计划》：\n"


@pytest.fixture
def both(golden_year: Path, home: Path, dsq: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``dsq`` with the ledger of the story year, to which the plan of 2012 was loaded."""
    path = home / "两年.db"
    shutil.copy(golden_year, path)
    monkeypatch.setenv("DSQ_DB", str(path))
    monkeypatch.setenv("DSQ_TODAY", DAY)
    (home / "2012.yaml").write_text(PLAN_2012, encoding="utf-8")
    assert dsq("plan", "load", "2012.yaml", "--yes").code == 0
    return dsq


def first_cells(result: Result) -> list[str]:
    return [line.split("\t")[0] for line in result.out.splitlines()]


# --- the choice ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "plans"),
    [
        ("2011,2012", ["2011", "2012"]),
        ("2012，2011", ["2012", "2011"]),
        ("2012、2011,2012", ["2012", "2011"]),
        ("all", ["2011", "2012"]),
        ("ALL", ["2011", "2012"]),
        ("全部", ["2011", "2012"]),
        ("2012", ["2012"]),
    ],
)
def test_plans_stand_in_the_order_given_and_all_by_year(both: Run, choice: str, plans: list[str]) -> None:
    found = both("--plan", choice, "list", "-f", "json").json
    assert list(dict.fromkeys(row["plan"] for row in found)) == plans


def test_an_unknown_key_among_several_lists_those_that_there_are(both: Run) -> None:
    refused = both("--plan", "2011,2013,2014", "list")
    assert (refused.code, refused.err) == (4, "台账里没有计划“2013、2014”。现有：2011、2012。\n")
    assert both("--plan", "all,2011", "list").code == 4


@pytest.mark.parametrize(
    "words",
    [
        "list",
        "list 6 钱江",
        "list -f json",
        "overdue",
        "due --as-of 2011-12-20",
        "changes --since 2011-11-30",
        "stats --by unit",
        "log 6",
        "log",
        "show 6 22",
        "show 6 -f json",
        *(f"report {name}" for name in REPORTS),
        "report monthly -f json",
        "report units --unit 市交通局",
        "urge --dry-run",
        "done 6 --dry-run",
        "undo --dry-run",
        "plan list",
    ],
)
def test_all_plans_of_a_ledger_with_one_are_that_plan(after: Run, words: str) -> None:
    one, every = after(*words.split()), after("--plan", "all", *words.split())
    assert (one.code, one.out, one.err) == (every.code, every.out, every.err)
    assert one.out or one.err


# --- reading -------------------------------------------------------------------------------------------


def test_a_unit_sees_all_that_it_has_to_do(both: Run) -> None:
    listed = both("--plan", "all", "list", "-u", "市交通局", "-s", "进行中", "-s", "未启动")
    assert listed.out == (
        "2011/6\t交通共联\t钱江通道及接线工程\t市交通局\t2011-12-31\t进行中\t65%\t红\n"
        "2011/7\t交通共联\t杭长高速公路杭州段工程\t市交通局\t2011-12-31\t进行中\t70%\t黄\n"
        "2011/9\t交通共联\t杭州绕城高速公路西复线工程(杭州都市圈环线)\t市交通局\t2011-12-31\t进行中\t20%\t红\n"
        "2012/1\t交通共联\t环线公路前期\t市交通局\t2012-02-29\t未启动\t\t黄\n"
        "2012/2\t交通共联\t杭长高速公路\t市交通局\t2012-12-31\t未启动\t\t黄\n"
        "2012/6\t民生共享\t公交一卡通\t市交通局\t2012-01-31\t未启动\t\t红\n"
    )


def test_overdue_and_due_are_over_all_of_them(both: Run) -> None:
    assert both("--plan", "all", "overdue").out == (
        "2011/16\t信息化合作工作\t市信息办\t2011-12-31\t51\t进行中\t35%\n"
        "2011/29\t建立部门联席会议制度\t市科技局、市卫生局、市民政局、市工商局\t2011-12-31\t51\t进行中\t50%\n"
        "2012/6\t公交一卡通\t市交通局\t2012-01-31\t20\t未启动\t\n"
        "2012/7\t科技服务互认\t市科技局\t2012-01-31\t20\t未启动\t\n"
    )
    assert (
        both("--plan", "2012,2011", "due").out == "2012/1\t环线公路前期\t市交通局\t2012-02-29\t9\t未启动\t\n"
    )


def test_json_has_the_id_and_the_plan_apart(both: Run) -> None:
    row = both("--plan", "all", "list", "2012/41", "-f", "json").json[0]
    assert (row["id"], row["no"], row["part"], row["plan"]) == ("41", 41, None, "2012")
    (event,) = both("--plan", "all", "log", "--since", "2012-02-01", "-f", "json").json
    assert (event["plan"], event["project"], event["kind"]) == ("2012", "", "load")


def test_csv_and_columns_have_the_full_key(both: Run) -> None:
    asked = ("list", "-c", "民生", "--columns", "id,plan,title", "-f", "csv")
    assert both("--plan", "all", *asked).out == (
        "序号,计划,项目名称\n2012/6,2012,公交一卡通\n2012/7,2012,科技服务互认\n2012/41,2012,旅游年票\n"
    )
    assert "\n6,2012,公交一卡通\n" in both(*asked).out


def test_projects_are_sorted_by_number_within_the_plan(both: Run) -> None:
    ids = first_cells(both("--plan", "all", "list", "--sort", "id"))
    assert ids[8:11] == ["2011/9", "2011/10", "2011/11"]
    assert ids[-5:] == ["2012/1", "2012/2", "2012/6", "2012/7", "2012/41"]


def test_counts_are_over_all_plans_and_by_plan(both: Run) -> None:
    stats = both("--plan", "all", "stats").out
    assert "\n交通共联\t7\t2\t4\t\t\t1\t\t\t4\n" in stats
    assert "\n民生共享\t3\t3\t\t\t\t\t\t2\t" in stats
    assert [row["plan"] for row in both("--plan", "all", "stats", "--by", "plan", "-f", "json").json] == [
        "2011",
        "2012",
    ]


def test_changes_and_the_log_tell_which_plan(both: Run) -> None:
    both("--plan", "all", "done", "2012/1")
    assert both("--plan", "all", "changes", "--since", "2012-02-01").out == (
        "2011/4\t金融合作和信息化合作专项规划\t市金融办、市信息办\t转红：进度60%，落后序时31个百分点；41天未报送\n"
        "2012/2\t杭长高速公路\t市交通局\t转黄：41天未报送\n"
        "2012/41\t旅游年票\t市旅委\t转黄：41天未报送\n"
        "2012/1\t环线公路前期\t市交通局\t销号：2012-02-20\n"
    )
    told = [line.split("\t")[2:5] for line in both("--plan", "all", "log", "--since", DAY).out.splitlines()]
    assert told == [["2012", "", "载入计划，共5项"], ["2012/1", "环线公路前期", "销号，确认完成"]]


def test_the_log_of_plans_is_in_order_of_entry(both: Run) -> None:
    both("note", "2011/6", "甲")
    both("note", "2012/6", "乙")
    both("note", "2011/6", "丙")
    numbers = list(map(int, first_cells(both("--plan", "2012,2011", "log"))))
    assert numbers == sorted(numbers)
    assert [line.split("\t")[4] for line in both("log", "2011/6", "2012/6").out.splitlines()[-3:]] == [
        "甲",
        "乙",
        "丙",
    ]


def test_a_card_is_headed_by_the_full_key(both: Run) -> None:
    cards = both("--plan", "all", "show", "6").out
    assert [line for line in cards.splitlines() if line.startswith("序号")] == [
        "序号\t2011/6",
        "序号\t2012/6",
    ]
    assert "建议层级\t分管领导\n" in cards


def test_a_unit_of_one_plan_only_is_found_and_an_unknown_one_is_refused(both: Run) -> None:
    assert first_cells(both("--plan", "all", "list", "-u", "市规划局")) == ["2011/2"]
    refused = both("--plan", "all", "list", "-u", "市交通厅局")
    assert refused.code == 4
    assert "是不是市交通局" in refused.err


def test_an_alias_in_one_plan_is_the_name_in_the_other(both: Run, home: Path) -> None:
    other = PLAN_2012.replace("2012", "2013").replace("市交通局", "市交通运输局")
    text = f"{other}units:\n  - {{name: 市交通运输局, aliases: [市交通局]}}\n"
    (home / "2013.yaml").write_text(text, encoding="utf-8")
    assert both("plan", "load", "2013.yaml", "--yes").code == 0
    ids = first_cells(both("--plan", "2012,2013", "list", "-u", "市交通局"))
    assert ids == ["2012/1", "2012/2", "2012/6", "2013/1", "2013/2", "2013/6"]


def test_a_renamed_unit_is_found_by_either_name(both: Run) -> None:
    renamed = both("unit", "rename", "市交通局", "市交通运输局", "--reason", "机构改革").err.splitlines()
    assert renamed[-1] == (
        "注意：计划 2011 里市交通局还有没办完的项目，仍用原名；也要改请加 --plan 2011 再做一次。"
    )
    ids = first_cells(both("--plan", "all", "list", "-u", "市交通局", "-s", "未启动", "-s", "暂缓"))
    assert ids == ["2011/8", "2012/1", "2012/2", "2012/6"]


def test_a_unit_that_gave_its_projects_away_is_not_left_out_silently(both: Run) -> None:
    both("plan", "set", "1,2,6", "--unit", "市交通运输局", "--reason", "机构改革")
    listed = both("--plan", "all", "list", "-u", "市交通局", "-s", "进行中")
    assert first_cells(listed) == ["2011/6", "2011/7", "2011/9"]
    assert listed.err == (
        "注意：计划 2012 里单位“市交通局”在2012-02-20是市交通运输局，未列入；要一并列出请再写这个名称。\n"
    )


# --- which project is meant ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("2011/6", ["2011/6"]),
        ("2011／6", ["2011/6"]),
        ("2011/6,7", ["2011/6", "2011/7"]),
        ("2011/第6项", ["2011/6"]),
        ("2011/5-7 2012/2", ["2011/5", "2011/6", "2011/7", "2012/2"]),
        ("2011/22", ["2011/22.1", "2011/22.2"]),
        ("2011/杭长高速", ["2011/7"]),
        ("2012/杭长高速", ["2"]),
        ("2 2011/6", ["2011/6", "2012/2"]),
        ("2012/2", ["2"]),
        ("6", ["6"]),
    ],
)
def test_a_key_names_its_plan_whatever_plan_is_in_use(both: Run, words: str, ids: list[str]) -> None:
    assert sorted(first_cells(both("list", *words.split()))) == sorted(ids)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("6", ["2011/6", "2012/6"]),
        ("2012/6", ["2012/6"]),
        ("41", ["2012/41"]),
        ("8-9 41", ["2011/8", "2011/9", "2012/41"]),
        ("一卡通", ["2012/6"]),
        ("京杭运河二通道", ["2011/8"]),
    ],
)
def test_ids_and_titles_are_looked_for_in_all_chosen_plans(both: Run, words: str, ids: list[str]) -> None:
    assert first_cells(both("--plan", "all", "list", *words.split())) == ids


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--plan all list 杭长高速", 4, "“杭长高速”不止一项：2011/7 杭长高速公路杭州段工程、2012/2 杭长高速公路。请写序号。\n"),
        ("--plan all list 99", 4, "所选计划里没有项目 99；用 dsq list 查看全部序号。\n"),
        ("list 2011/99", 4, "计划 2011：没有项目 99；用 dsq list 查看全部序号。\n"),
        ("show 2013/6", 4, "台账里没有计划“2013”。现有：2011、2012。\n"),
        ("--plan all plan export -o a.csv", 2, "这个命令一次只用一个计划，现在选了 2011、2012；请写明一个，如 --plan 2012。\n"),
        ("--plan all sheet out -o a", 2, "这个命令一次只用一个计划，现在选了 2011、2012；请写明一个，如 --plan 2012。\n"),
        ("plan drop 2011/6 7 --reason 甲", 2, "7 是哪个计划的没有写明；请写成 2011/7。\n"),
        ("plan merge 2011/6 --into 7 --reason 甲", 2, "7 是哪个计划的没有写明；请写成 2011/7。\n"),
        ("plan merge 2011/6 --into 2012/2 --reason 甲", 2, "一次只调整一个计划，写了 2011、2012 的；请分几次。\n"),
        ("--plan all plan drop 6 --reason 甲", 2, "这个命令一次只用一个计划，现在选了 2011、2012；请写明一个，如 --plan 2012。\n"),
    ],
)  # fmt: skip
def test_what_is_meant_is_never_guessed(both: Run, words: str, code: int, said: str) -> None:
    refused = both(*words.split())
    assert (refused.code, refused.out, refused.err) == (code, "", said)


def test_an_id_that_looks_like_a_key_is_that_id(both: Run, home: Path) -> None:
    (home / "x.yaml").write_text(
        PLAN_2012.replace('key: "2012"', "key: 甲").replace("id: 6,", "id: 2011/6,"), encoding="utf-8"
    )
    assert both("plan", "load", "x.yaml", "--yes").code == 0
    assert both("list", "2011/6", "--columns", "title").out == "公交一卡通\n"


@pytest.mark.parametrize("chosen", [(), ("--plan", "2012"), ("--plan", "all"), ("--plan", "2011")])
def test_a_decision_finds_its_plan_by_the_key_of_a_project(both: Run, chosen: tuple[str, ...]) -> None:
    words = {
        ("plan", "set", "2011/6", "--title", "甲桥"): "6 钱江通道及接线工程：计划调整：项目名称",
        (
            "node",
            "add",
            "2011/8",
            "--name",
            "合龙",
            "--due",
            "2012-03-01",
        ): "8 京杭运河二通道项目：计划调整：新增节点",
        (
            "plan",
            "add",
            "--title",
            "乙桥",
            "--category",
            "交通共联",
            "--after",
            "2011/7",
        ): "31 乙桥：计划新增此项",
        (
            "plan",
            "split",
            "2011/9",
            "--into",
            "东段",
            "--into",
            "西段",
        ): "9.1 杭州绕城高速公路西复线工程(杭州都市圈环线)东段：计划新增此项",
        ("plan", "merge", "2011/7", "--into", "2011/8"): "7 杭长高速公路杭州段工程：此项并入 8",
        ("plan", "drop", "2011/10"): "10 公交一体化工作：计划撤销此项",
    }
    of_2012 = both("--plan", "2012", "list").out
    for typed, said in words.items():
        done = both(*chosen, *typed, "--reason", "x")
        assert (done.code, f"{IN_2011}已记录 {said}" in done.err) == (0, True), done.err
    assert both("--plan", "2012", "list").out == of_2012
    assert both("db", "check").code == 0


# --- recording -----------------------------------------------------------------------------------------


def test_what_is_recorded_of_several_plans_is_one_operation(both: Run) -> None:
    done = both("update", "2011/6,7", "2", "-p", "80")
    assert (done.code, done.err) == (
        0,
        f"{IN_2011}已记录 6 钱江通道及接线工程：进度由65%报为80%（2012-02-20，第215号）\n"
        "已记录 7 杭长高速公路杭州段工程：进度由70%报为80%（2012-02-20，第216号）\n"
        f"{IN_2012}已记录 2 杭长高速公路：启动办理；报进度80%（2012-02-20，第217、218号）\n",
    )
    undone = both("--plan", "all", "undo", "--yes")
    assert undone.err.count("已撤回第") == 4
    assert both("list", "2011/6", "--columns", "progress").out == "65%\n"
    assert both("db", "check").code == 0


def test_all_or_nothing_is_recorded_of_several_plans(both: Run) -> None:
    assert both("update", "2012/2", "2011/1", "-p", "80").code == 7  # 2011/1 is closed out
    assert len(both("log").out.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("done 6", "选了几个计划，“6”要写明是哪个计划的：2011/6 钱江通道及接线工程、2012/6 公交一卡通；如写 2011/6。\n"),
        ("done 41", "选了几个计划，“41”要写明是哪个计划的：2012/41 旅游年票；如写 2012/41。\n"),
        ("note 22 甲", "选了几个计划，“22”要写明是哪个计划的：2011/22.1 杭湖嘉绍边界环保联合执法行动、2011/22.2 第四届“浙江·杭湖嘉绍环保行”新闻联合采访宣传活动；如写 2011/22.1。\n"),
        ("undo --project 6", "选了几个计划，“6”要写明是哪个计划的：2011/6 钱江通道及接线工程、2012/6 公交一卡通；如写 2011/6。\n"),
        ("update 杭长高速 -p 5", "“杭长高速”不止一项：2011/7 杭长高速公路杭州段工程、2012/2 杭长高速公路。请写序号。\n"),
    ],
)  # fmt: skip
def test_a_bare_id_is_not_enough_to_record_on_several_plans(both: Run, words: str, said: str) -> None:
    refused = both("--plan", "all", *words.split())
    assert (refused.code, refused.out, refused.err) == (4, "", said)


def test_a_title_that_one_project_has_is_enough(both: Run) -> None:
    assert both("--plan", "all", "note", "一卡通", "已开标").err == (
        f"{IN_2012}已记录 6 公交一卡通：已开标（2012-02-20，第215号）\n"
    )


def test_every_recording_command_takes_a_key(both: Run) -> None:
    for words in (
        "tick 2011/28 环运河",
        "defer 2011/16 +2m --reason 甲",
        "submit 2011/7 --evidence 甲",
        "return 2011/7 --reason 甲",
        "note 2011/7 甲",
    ):
        assert both(*words.split()).err.startswith(IN_2011), words
    assert both("undo", "--project", "2011/16", "--yes").err.startswith(IN_2011)
    assert both("fix", "215", "--project", "2012/6").err == (
        "这条记录是计划 2011 的，不能改记到计划 2012；请用 dsq undo 撤回，再记到 2012/6。\n"
    )


def test_unmet_targets_of_several_plans_are_told_by_key(both: Run) -> None:
    assert "注意：2011/2 销号时有 3 项指标未达到：" in both("done", "2011/2", "2012/2").err


@pytest.mark.usefixtures("both")
def test_completion_offers_keys_of_several_plans() -> None:
    assert complete("--plan all done 2012/") == ["2012/1", "2012/2", "2012/6", "2012/7", "2012/41"]
    assert complete("done 4") == ["41"]
    assert complete("--plan all list -c ")[-2:] == ["市长会议", "民生共享"]


# --- papers --------------------------------------------------------------------------------------------


def test_a_letter_has_all_that_a_unit_owes_by_plan(both: Run, home: Path) -> None:
    sent = both("--plan", "all", "urge", "-u", "市科技局", "-o", "催办", "--type", "md")
    assert sent.err == (
        "已出催办〔2012〕1号 市科技局：已逾期 2011/29、2012/7（黄单，2012-02-27前）\n"
        "共 1 份，写在 催办，已记入台账。\n"
    )
    (path,) = (home / "催办").iterdir()
    golden("letter-two-plans.md", path.read_text(encoding="utf-8"))
    letters = both("--plan", "all", "log", "--since", DAY, "-f", "json").json[1:]
    assert [(event["plan"], event["project"], event["kind"]) for event in letters] == [
        ("2011", "29", "remind"),
        ("2012", "7", "remind"),
    ]
    both("undo", "--yes")
    assert [event["revoked"] for event in both("--plan", "all", "log", "-f", "json").json[-4:-2]] == [
        True,
        True,
    ]


def test_a_letter_about_one_of_the_plans_reads_as_if_it_were_alone(both: Run, home: Path) -> None:
    for plan, folder in (("all", "甲"), ("2011", "乙")):
        both("--plan", plan, "urge", "-u", "市信息办", "-o", folder, "--type", "md")
        both("undo", "--yes")
    (one,), (other,) = (home / "甲").iterdir(), (home / "乙").iterdir()
    assert one.read_text(encoding="utf-8").replace("1号", "2号") == other.read_text(encoding="utf-8")


def test_a_circular_has_a_part_for_each_plan(both: Run) -> None:
    golden("week-two-plans.md", both("--plan", "2011,2012", "report", "weekly").out)
    facts = both("--plan", "2012,2011", "report", "monthly", "-f", "json").json
    alone = [both("--plan", key, "report", "monthly", "-f", "json").json for key in ("2012", "2011")]
    assert facts == alone
    assert [each["plan"] for each in facts] == ["2012", "2011"]


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "md"])
def test_a_circular_of_several_plans_is_written_in_every_format(both: Run, home: Path, suffix: str) -> None:
    assert both("--plan", "all", "report", "monthly", "-o", f"a.{suffix}").code == 0
    assert (home / f"a.{suffix}").stat().st_size


def test_the_assessment_adds_up_the_plans(both: Run) -> None:
    def of_unit(plan: str, unit: str = "市交通局") -> dict[str, int]:
        rows = both("--plan", plan, "report", "units", "-f", "json").json
        (row,) = (row for row in rows if row["unit"] == unit)
        return {name: row[name] for name in ("total", "late", "open", "unreported", "support", "points")}

    every, parts = of_unit("all"), [of_unit("2011"), of_unit("2012")]
    assert every == {name: sum(part[name] for part in parts) for name in every}
    listed = both("--plan", "all", "report", "units", "--unit", "市交通局").out
    assert "| 逾期未完成 | 1 | -1 | 2012/6 公交一卡通 |" in listed
    assert listed.startswith(
        "# 《2011年杭州都市经济圈合作项目计划安排表》《2012年杭州都市经济圈合作项目计划》市交通局考核情况\n"
    )


def test_what_is_late_in_another_plan_is_not_passed_over(both: Run) -> None:
    late = len(both("--plan", "2011", "overdue", "-f", "json").json)
    assert late > 0
    said = both("urge", "--dry-run").err
    assert f"注意：另有计划 2011 逾期 {late} 项，没有算在内；一并看请加 --plan all。" in said
    assert "另有计划" not in both("--plan", "all", "urge", "--dry-run").err


def test_a_brief_names_projects_in_full_and_tells_of_a_plan_only_since_it_began(both: Run) -> None:
    told = both("--plan", "all", "report", "brief")
    assert "| 2011/16 | 信息化合作工作 | 市信息办 |" in told.out
    assert "3. 2012/6 公交一卡通（市交通局）：逾期20天；建议层级：分管领导。" in told.out
    made = both("--plan", "all", "report", "brief", "-f", "json").json
    assert [each["total"] for each in made["trend"]] == [31] * 10 + [36, 36]
    assert (made["appeals"][2]["plan"], made["appeals"][2]["id"]) == ("2012", "6")
