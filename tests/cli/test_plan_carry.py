"""``dsq plan carry``: by whole output, in both plans, before, after and taken back."""

from pathlib import Path

import pytest

from dushiquan.domain.ids import ProjectId
from dushiquan.papers.carry_lines import ids_to_type
from tests.conftest import Run

OLD = """\
plan: {key: "2011", title: 甲计划, year: 2011, document: {drafter: 督查室, issued: 2011-01-05}}
projects:
  - {id: "1", category: 甲类, title: 修建大桥, content: 双向四车道, units: 甲局, requirement: 2011年6月底前完成}
  - {id: "2", category: 甲类, title: 挖掘水井, units: 乙局, requirement: 年底前完成,
     targets: [{name: 井, goal: 4, measure: 口, due: 2011-11-30}]}
  - {id: "3", category: 乙类, title: 种植树木, units: 甲局, requirement: 加快推进}
  - {id: "4", category: 乙类, title: 铺设管网, units: 乙局, requirement: 年底前完成}
"""
NEW = """\
plan: {key: "2012", title: 乙计划, year: 2012, document: {drafter: 督查室, issued: 2012-01-05}}
projects:
  - {id: "1", category: 甲类, title: 开通轮渡, units: 甲局, requirement: 6月底前完成}
  - {id: "2", category: 乙类, title: 挖掘水井, units: 乙局, requirement: 年底前完成,
     targets: [{name: 井, goal: 3, measure: 口}]}
"""
CARRY = ("plan", "carry", "2011", "2012")
WHY = ("--reason", "未完成")
SHOWN = ("--columns", "id,title,due,status,progress,light")
OLD_ROWS = (
    "1\t修建大桥\t2011-06-30\t进行中\t40%\t红\n"
    "2\t挖掘水井\t2011-12-31\t进行中\t50%\t红\n"
    "3\t种植树木\t\t暂缓\t\t\n"
    "4\t铺设管网\t2011-12-31\t已完成\t100%\t\n"
)
NEW_ROWS = "1\t开通轮渡\t2012-06-30\t未启动\t\t绿\n2\t挖掘水井\t2012-12-31\t未启动\t\t绿\n"


@pytest.fixture
def plans(dsq: Run, home: Path) -> Run:
    """A ledger with the plans of two years; today is 10 January 2012, and 2012 is in use."""
    (home / "old.yaml").write_text(OLD, encoding="utf-8")
    (home / "new.yaml").write_text(NEW, encoding="utf-8")
    dsq("init", "--empty", today="2011-01-10")
    dsq("plan", "load", "old.yaml", "--yes", today="2011-01-10")
    dsq("update", "1", "-p", "40", today="2011-03-01")
    dsq("tick", "2", "井", "2", today="2011-03-01")
    dsq("update", "3", "-s", "暂缓", "--reason", "无地", today="2011-03-01")
    dsq("done", "4", today="2011-12-01")
    dsq("plan", "load", "new.yaml", "--yes", today="2012-01-06")
    dsq("config", today="2012-01-10")
    assert listing(dsq, "2011") == OLD_ROWS
    assert listing(dsq, "2012") == NEW_ROWS
    return dsq


def listing(run: Run, plan: str, *more: str) -> str:
    return run("--plan", plan, "list", *SHOWN, *more).out


def test_without_ids_it_lists_what_is_unfinished_and_what_the_new_plan_may_have_already(plans: Run) -> None:
    shown = plans(*CARRY)
    assert shown.out == (
        "1\t修建大桥\t进行中\t40%\t2011-06-30\t\n"
        "2\t挖掘水井\t进行中\t50%\t2011-12-31\t2 挖掘水井\n"
        "3\t种植树木\t暂缓\t\t\t\n"
    )
    assert shown.err == (
        "以上 3 项未完成，还没有结转。要结转请写序号，如 dsq plan carry 2011 2012 1 --reason “理由”；"
        "全部结转写 --all。\n新计划里已有的，写成 2=2，即接到那一项上；要另立一项写 2=new。\n"
    )
    rows = plans(*CARRY, "-f", "json").json
    assert [(row["id"], [each["id"] for each in row["alike"]]) for row in rows] == [
        ("1", []),
        ("2", ["2"]),
        ("3", []),
    ]
    assert listing(plans, "2011") == OLD_ROWS


def test_a_carried_project_goes_on_in_the_new_plan_and_both_name_each_other(plans: Run) -> None:
    asked = (*CARRY, "修建大桥", "--doc", "杭经合〔2012〕1号", "--on", "2011-12-31")
    said = (
        "1 修建大桥：结转到2012年计划第3项（依据杭经合〔2012〕1号）（2011-12-31{0}）\n"
        "    新增 2012/3 修建大桥（2011-12-31{1}）\n"
        "    甲类；甲局；2011年6月底前完成；进度要求未读出，没有时限\n"
        "    进度要求写的是原计划那年的时间，只照录文字，没有定时限；"
        "要定请用 dsq --plan 2012 plan set 3 --requirement “要求”。\n"
        "    原进度 40% 没有带过去。\n"
    )
    assert plans(*asked, "--dry-run").err == "将记录 " + said.format("", "")
    assert (listing(plans, "2011"), listing(plans, "2012")) == (OLD_ROWS, NEW_ROWS)
    assert plans(*asked).err == "已记录 " + said.format("，第10号", "，第9、11号")
    rows = OLD_ROWS.splitlines(keepends=True)
    assert listing(plans, "2011") == "".join(["1\t修建大桥\t2011-06-30\t结转\t40%\t\n", *rows[1:]])
    assert listing(plans, "2011", "--as-of", "2011-12-30") == OLD_ROWS
    assert listing(plans, "2011", "--known-at", "2012-01-09") == OLD_ROWS
    assert listing(plans, "2011", "-s", "结转") == "1\t修建大桥\t2011-06-30\t结转\t40%\t\n"
    assert listing(plans, "2012") == NEW_ROWS.replace("2\t挖", "3\t修建大桥\t\t未启动\t\t绿\n2\t挖")
    assert listing(plans, "2012", "--known-at", "2012-01-09") == NEW_ROWS
    (old,) = plans("--plan", "2011", "show", "1", "-f", "json").json
    (new,) = plans("--plan", "2012", "show", "3", "-f", "json").json
    assert (old["status"], old["carried_to"], old["came_from"]) == (
        "carried",
        {"plan": "2012", "id": "3", "title": "修建大桥"},
        [],
    )
    (came,) = new["came_from"]
    assert (came["plan"], came["id"], came["title"]) == ("2011", "1", "修建大桥")
    assert [e["kind"] for e in came["history"]] == ["status", "progress", "carry"]
    assert (new["content"], new["requirement"], new["due"]) == ("双向四车道", "2011年6月底前完成", None)
    assert (
        plans("--plan", "2011", "show", "1", "-f", "json", "--as-of", "2011-12-30").json[0]["carried_to"]
        is None
    )
    assert "结转到\t2012/3 修建大桥" in plans("--plan", "2011", "show", "1").out.splitlines()
    card = plans("--plan", "2012", "show", "3").out.splitlines()
    assert "原 2011/1\t修建大桥" in card
    assert "原 2011/1 经过\t第3号 2011-03-01，报进度40%（小王）" in card
    assert plans("db", "check").code == 0


def test_an_exported_plan_is_read_back_with_what_was_carried(plans: Run) -> None:
    plans(*CARRY, "1", *WHY)
    plans("plan", "export", "-o", "again.yaml")
    assert plans("plan", "diff", "again.yaml").err == "与台账里的《乙计划》没有不同。\n"


def test_progress_and_targets_go_along_if_asked_for(plans: Run) -> None:
    left = plans(*CARRY, "2=new", *WHY, "--dry-run").err.splitlines()[-1]
    assert left == "    原指标没有带过去：井 2/4口。"
    done = plans(*CARRY, "2=new,1", *WHY, "--progress", "--targets")
    assert done.err == (
        "已记录 2 挖掘水井：结转到2012年计划第3项（未完成）（2012-01-10，第11号）\n"
        "    新增 2012/3 挖掘水井：启动办理；“井”完成2口，累计2口（目标4口）（2012-01-10，第9、12、13、14号）\n"
        "    甲类；乙局；年底前完成；进度要求未读出，没有时限\n"
        "    指标原来的日期是原计划那年的，没有带过去。\n"
        "已记录 1 修建大桥：结转到2012年计划第4项（未完成）（2012-01-10，第15号）\n"
        "    新增 2012/4 修建大桥：启动办理；报进度40%（2012-01-10，第10、16、17、18号）\n"
        "    甲类；甲局；2011年6月底前完成；进度要求未读出，没有时限\n"
        "注意：3-4 共 2 项，进度要求写的是原计划那年的时间，只照录文字，没有定时限；"
        "要定请用 dsq --plan 2012 plan set 3-4 --requirement “要求”。\n"
    )
    (well,) = plans("--plan", "2012", "list", "3", "-f", "json").json
    assert well["targets"] == [{"name": "井", "goal": 4, "count": 2, "measure": "口", "due": None}]
    assert (well["progress"], well["last_reported"]) == (50, "2012-01-10")


def test_a_requirement_given_for_the_new_plan_is_read(plans: Run) -> None:
    told = plans(*CARRY, "1,3", *WHY, "--requirement", "9月底前完成").err
    assert "只照录文字" not in told
    rows = plans("--plan", "2012", "list", "3,4", "-f", "json").json
    assert [(row["requirement"], row["due"]) for row in rows] == [("9月底前完成", "2012-09-30")] * 2
    plans("undo", "--yes")
    told = plans(*CARRY, "1", *WHY, "--due", "2012-05-31").err
    assert "    甲类；甲局；2011年6月底前完成；完成，时限 2012-05-31\n" in told
    assert "只照录文字" not in told


def test_a_row_that_the_new_plan_has_already_goes_on_with_the_work(plans: Run) -> None:
    doubt = plans(*CARRY, "--all", *WHY)
    assert (doubt.code, doubt.err) == (
        7,
        "2 与2012年计划第2项 挖掘水井像是同一项：是就写 2=2，不是、要另立一项就写 2=new。未作改动。\n",
    )
    plans("--plan", "2012", "plan", "add", "--title", "修建大桥", "--no", "7", "--reason", "x")
    doubts = plans(*CARRY, "--all", *WHY)
    assert doubts.err == (
        "1 与2012年计划第7项 修建大桥；2 与2012年计划第2项 挖掘水井像是同一项：是就写 1=7,2=2，"
        "不是、要另立一项就写 1=new,2=new。未作改动。\n"
    )
    assert plans("undo").code == 0
    plans("--plan", "2012", "update", "2", "-p", "10")
    done = plans(*CARRY, "2=2", "--all", *WHY, "--targets", "--progress").err
    assert done.splitlines()[:2] == [
        "已记录 2 挖掘水井：结转到2012年计划第2项（未完成）（2012-01-10，第15号）",
        "    接续 2012/2 挖掘水井：“井”完成2口，累计2口（目标3口）（2012-01-10，第16、17号）",
    ]
    assert [row["status"] for row in plans("--plan", "2011", "list", "-f", "json").json] == [
        "carried",
        "carried",
        "carried",
        "done",
    ]
    assert [row["progress"] for row in plans("--plan", "2012", "list", "-f", "json").json] == [
        None,
        40,
        10,
        None,
    ]
    nothing = plans(*CARRY)
    assert (nothing.out, nothing.err) == ("", "计划 2011 里没有未完成的项目。\n")


def test_progress_that_the_new_project_has_stands(plans: Run) -> None:
    plans("--plan", "2012", "update", "1", "-p", "10")
    told = plans(*CARRY, "1=1", *WHY, "--progress").err
    assert told.splitlines()[-1] == "    原进度 40% 没有带过去：1 已报 10%。"


def test_nothing_is_recorded_on_a_carried_project_from_that_day_on(plans: Run) -> None:
    plans(*CARRY, "1", *WHY, "--on", "2011-12-31")
    there = "1 已结转到2012年计划第3项 修建大桥，不再记录；请记在 2012/3 上。\n"
    for words in (
        ("update", "1", "-p", "60"),
        ("done", "1"),
        ("note", "1", "x"),
        ("defer", "1", "+1m", *WHY),
    ):
        refused = plans("--plan", "2011", *words)
        assert (refused.code, refused.err) == (7, there)
    again = plans(*CARRY, "1=new", *WHY)
    assert (again.code, again.err) == (7, there)
    assert plans("--plan", "2011", "update", "1", "-p", "60", "--on", "2011-12-30").code == 0
    closed = plans("--plan", "2011", "done", "1", "--on", "2011-12-30")
    assert (closed.code, closed.err) == (
        7,
        "1 已于2011-12-31结转到计划 2012，不能记为在那以前已完成；确是这样的，请先用 dsq undo 10 撤回结转。\n",
    )
    plans("--plan", "2012", "plan", "set", "1", "--title", "另一名称", *WHY)
    assert plans("db", "check").code == 0


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("2011", "2013"), 4, "台账里没有计划“2013”；请先用 dsq plan load 文件 载入下一年的计划，再结转。"),
        (("2010", "2012"), 4, "台账里没有计划“2010”。现有：2011、2012。"),
        (("2011", "2011"), 2, "要结转到另一个计划，两个写的是同一个。"),
        (("2012", "2011"), 7, "计划 2011 比 2012 早，不能往前结转；请先写旧计划，再写新计划。"),
        (("2011", "2012", "1"), 7, "调整计划须写明理由或依据，请加 --reason “理由” 或 --doc 文号。"),
        (("2011", "2012", *WHY), 2, "没有写结转哪些项目；请写序号，全部结转写 --all。"),
        (("2011", "2012", "4", *WHY), 7, "4 已于2011-12-01销号，不用结转。"),
        (("2011", "2012", "9", *WHY), 4, "没有"),
        (("2011", "2012", "1=9", *WHY), 4, "没有"),
        (("2011", "2012", "1=1", "1=new", *WHY), 2, "1 写了两种去处，请只写一种。"),
        (("2011", "2012", "1-3=1", *WHY), 2, "“1-3=1”要写成一项对一项，如 6=3。"),
        (
            ("2011", "2012", "1", *WHY, "--on", "2011-02-01"),
            7,
            "1 在 2011-02-01 以后还报过（第3号，2011-03-01）",
        ),
        (("2011", "2012", "1", *WHY, "--on", "2012-02-01"), 7, "还没有到"),
    ],
)
def test_a_mistake_gets_one_sentence_and_changes_nothing(
    plans: Run, args: tuple[str, ...], code: int, said: str
) -> None:
    answer = plans("plan", "carry", *args)
    assert (answer.code, said in answer.err) == (code, True), answer.err
    assert (listing(plans, "2011"), listing(plans, "2012")) == (OLD_ROWS, NEW_ROWS)


@pytest.mark.parametrize("number", [(), ("9",), ("10",), ("11",)])
def test_a_carry_is_taken_back_and_restored_as_a_whole(plans: Run, number: tuple[str, ...]) -> None:
    plans(*CARRY, "2=2", "1", *WHY, "--progress", "--targets")
    before = listing(plans, "2011"), listing(plans, "2012")
    undone = plans("undo", *number, "--yes")
    assert undone.err.splitlines()[0] == (
        "已撤回第9至17号 计划调整 2012《乙计划》：新增1，连同结转带来的 4 条（2012-01-10，小王）"
    )
    assert (listing(plans, "2011"), listing(plans, "2012")) == (OLD_ROWS, NEW_ROWS)
    assert plans("db", "check").code == 0
    (back,) = [e for e in plans("--plan", "2011", "log", "1", "-f", "json").json if e["kind"] == "revoke"]
    plans("undo", str(back["number"]), "--yes")
    assert (listing(plans, "2011"), listing(plans, "2012")) == before
    assert plans("db", "check").code == 0


def test_a_carry_of_several_is_not_taken_back_by_one_without_asking(plans: Run) -> None:
    plans(*CARRY, "2=2", "3=new", "1", *WHY)
    after = listing(plans, "2011"), listing(plans, "2012")
    asked = plans("--plan", "2011", "undo", "--project", "2")
    assert asked.code == 7
    assert asked.err.splitlines()[0].startswith("将撤回第9至16号 计划调整 2012《乙计划》：新增2（")
    assert asked.err.splitlines()[-1] == (
        "结转是整个撤回的，以上 3 项的结转一并撤回须确认，未作改动；确定要做请加 --yes。"
    )
    assert (listing(plans, "2011"), listing(plans, "2012")) == after
    assert plans("--plan", "2011", "undo", "--project", "2", "--yes").code == 0
    assert (listing(plans, "2011"), listing(plans, "2012")) == (OLD_ROWS, NEW_ROWS)
    plans(*CARRY, "2=2", *WHY)
    assert plans("--plan", "2011", "undo", "--project", "2").code == 0
    assert (listing(plans, "2011"), listing(plans, "2012")) == (OLD_ROWS, NEW_ROWS)


def test_what_is_reported_for_a_day_before_the_carry_stays_behind_and_this_is_said(plans: Run) -> None:
    plans(*CARRY, "1", "2=2", *WHY, "--progress", "--targets")
    there = "要带请在那一项上另记，是哪一项见 dsq show 2011"
    late = plans("--plan", "2011", "update", "1", "-p", "60", "--on", "2012-01-09").err
    said = f"    注意：1 已于2012-01-10结转到计划 2012，这次报的没有带过去；{there}/1。\n"
    assert late.endswith(f"进度由40%报为60%（2012-01-09，第18号）\n{said}")
    counted = plans("--plan", "2011", "tick", "2", "井", "--on", "2012-01-09").err
    assert f"这次报的没有带过去；{there}/2。\n" in counted
    assert "带过去" not in plans("--plan", "2011", "note", "1", "说明", "--on", "2012-01-09").err
    assert "带过去" not in plans("--plan", "2012", "update", "3", "-p", "70").err


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "set", "1", "--title", "另"),
        ("plan", "drop", "1"),
        ("plan", "split", "1", "--into", "甲", "--into", "乙"),
        ("plan", "merge", "1", "--into", "2"),
        ("plan", "merge", "2", "--into", "1"),
        ("node", "add", "1", "--name", "甲", "--due", "2012-03-01"),
    ],
)
def test_a_carried_project_is_decided_on_no_more(plans: Run, words: tuple[str, ...]) -> None:
    plans(*CARRY, "1", *WHY)
    there = "1 已结转到2012年计划第3项 修建大桥，不再记录；请记在 2012/3 上。\n"
    refused = plans("--plan", "2011", *words, *WHY)
    assert (refused.code, refused.err) == (7, there)
    assert plans("--plan", "2011", "plan", "set", "1", "--title", "另", *WHY, "--on", "2012-01-09").code == 0
    assert plans("--plan", "2011", "plan", "add", "--title", "新", "--after", "1", *WHY).code == 0
    assert plans("db", "check").code == 0


def test_a_carry_stands_if_something_rests_on_the_new_project(plans: Run) -> None:
    plans(*CARRY, "1", *WHY)
    plans("--plan", "2012", "update", "3", "-p", "60")
    refused = plans("undo", "10")
    assert (refused.code, refused.err) == (
        7,
        "新增的 3 后来另有记录（第12、13号），不能整个撤回；先用 dsq undo 12,13 撤回这些记录。\n",
    )


def test_a_carry_is_not_restored_over_what_was_recorded_since(plans: Run) -> None:
    plans(*CARRY, "1", *WHY)
    plans("undo", "--yes")
    plans("--plan", "2011", "done", "1", "--on", "2011-12-31")
    (back,) = [e for e in plans("--plan", "2011", "log", "1", "-f", "json").json if e["kind"] == "revoke"]
    refused = plans("undo", str(back["number"]))
    assert refused.code == 7
    assert "1 在结转撤回以后另有记录" in refused.err


def test_the_load_of_either_plan_is_not_taken_back_under_a_carry(plans: Run) -> None:
    plans(*CARRY, "1=1", *WHY)
    loads = {
        e["after"]["projects"]: e["number"] for e in plans("log", "-f", "json").json if e["kind"] == "load"
    }
    assert plans("undo", str(loads[2]), "--yes").code == 7


def test_a_line_of_three_years_is_seen_at_its_end(plans: Run, home: Path) -> None:
    (home / "third.yaml").write_text(
        NEW.replace("2012", "2013").replace("乙计划", "丙计划"), encoding="utf-8"
    )
    plans(*CARRY, "1", *WHY)
    plans("plan", "load", "third.yaml", "--yes", today="2013-01-06")
    plans("plan", "carry", "2012", "2013", "3", *WHY, today="2013-01-10")
    (card,) = plans("--plan", "2013", "show", "3", "-f", "json").json
    assert [(each["plan"], each["id"]) for each in card["came_from"]] == [("2012", "3"), ("2011", "1")]


def test_the_circulars_the_counts_and_the_assessment_tell_it(plans: Run) -> None:
    plans(*CARRY, "1", "2=2", "--doc", "1号文", "--on", "2011-12-31")
    old = plans("--plan", "2011", "report", "monthly", "--month", "2011-12").out
    assert "其中，已完成1项（完成率25%）、暂缓1项、结转2项。" in old
    assert (
        "计划调整2项：12月31日，1修建大桥：结转到2012年计划第3项（依据1号文）；"
        "12月31日，2挖掘水井：结转到2012年计划第2项（依据1号文）。"
    ) in old
    new = plans("--plan", "2012", "report", "monthly", "--month", "2012-01").out
    assert (
        "计划调整2项：12月31日，3修建大桥：由2011年计划第1项结转而来（依据1号文）；"
        "12月31日，2挖掘水井：由2011年计划第2项结转而来（依据1号文）。"
    ) in new
    assert (
        plans("--plan", "2011", "changes", "--since", "2011-12-25").out
        == "1\t修建大桥\t甲局\t结转：到2012年计划第3项\n2\t挖掘水井\t乙局\t结转：到2012年计划第2项\n"
    )
    (first, second) = plans("--plan", "2011", "stats", "-f", "json").json
    assert (first["carried"], first["progress"], second["carried"]) == (2, None, 0)
    units = plans("--plan", "2011", "report", "units", "-f", "json").json
    assert [(u["unit"], u["carried"], u["open"], u["late"], u["items"]["carried"]) for u in units] == [
        ("甲局", 1, 0, 0, ["1"]),
        ("乙局", 1, 0, 0, ["2"]),
    ]
    assert "| 结转 |" in plans("--plan", "2011", "report", "units").out
    assert "| 结转 |" not in plans("--plan", "2012", "report", "units").out
    log = plans("--plan", "2012", "log", "-f", "json").json
    assert next(e["after"] for e in log if e["kind"] == "carry")["from"]["plan"] == "2011"
    assert plans("--plan", "2011", "overdue").out == ""


def test_a_project_under_way_without_a_progress_goes_on_under_way(plans: Run) -> None:
    plans("--plan", "2011", "update", "4", "-s", "进行中", "--reason", "返工", today="2012-01-10")
    plans("--plan", "2011", "plan", "add", "--title", "疏浚河道", "--unit", "甲局", "--reason", "x")
    plans("--plan", "2011", "update", "5", "-s", "进行中")
    left = plans(*CARRY, "5", *WHY, "--dry-run").err
    assert "    原状态“进行中”没有带过去，新的是未启动。" in left
    brought = plans(*CARRY, "5", *WHY, "--progress").err
    assert "没有带过去" not in brought
    assert listing(plans, "2012").splitlines()[-1].split("\t")[1:4:2] == ["疏浚河道", "进行中"]


def test_carrying_again_says_that_it_was_carried(plans: Run) -> None:
    assert plans(*CARRY, "1", *WHY).code == 0
    again = plans(*CARRY, "1", *WHY)
    assert (again.code, again.err.split("，")[0]) == (7, "1 已结转到2012年计划第3项 修建大桥")


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        (["3"], "3"),
        (["3", "4", "6"], "3-4,6"),
        (["7", "5.1", "8", "9", "XM-3"], "7-9,5.1,XM-3"),
        (["10", "9"], "9-10"),
    ],
)
def test_ids_are_written_as_they_can_be_typed(ids: list[str], text: str) -> None:
    assert ids_to_type(map(ProjectId, ids)) == text


def test_a_decision_for_a_day_before_the_carry_says_that_it_stays_in_the_old_plan(plans: Run) -> None:
    plans(*CARRY, "1", *WHY, "--due", "2012-06-30")
    said = plans("--plan", "2011", "plan", "set", "1", "--title", "修建双桥", "--on", "2011-12-20", *WHY)
    assert said.err.splitlines()[-1] == (
        "    注意：1 后来结转到2012年计划第3项 修建大桥，这次调整没有带过去，只在计划 2011 里；"
        "那边也要改的，请另调整 2012/3。"
    )
    dropped = plans("--plan", "2011", "plan", "drop", "1", "--on", "2011-12-21", *WHY)
    assert dropped.err.splitlines()[-1].startswith("    注意：1 后来结转到2012年计划第3项")
    other = plans("--plan", "2011", "plan", "set", "2", "--title", "挖水井", "--on", "2011-12-20", *WHY)
    assert "后来结转" not in other.err
