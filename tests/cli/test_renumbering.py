"""A new edition whose rows have other numbers, titles and targets; past days read as they did."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.terminal import answered

HEAD = "类别,项目名称,责任单位,进度要求\n"
FIRST = (
    "道路,甲路改造,市甲局,6月底前完成",
    "道路,乙桥加固,市乙局,9月底前完成",
    "民生,丙园建设,市丙局,年底前完成",
)
NEW = "道路,新增丁路,市丁局,11月底前完成"


def load(run: Run, *rows: str, on: str, words: str = "--yes") -> None:
    """Load an edition: a table without numbers, which are given by position."""
    done = run(*load_words(*rows, words=words), today=on)
    assert done.code == 0, done.err


def load_words(*rows: str, words: str = "--yes") -> list[str]:
    """Write an edition to a file; return the command that loads it."""
    Path("a.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return ["plan", "load", "a.csv", "--key", "a", "--year", "2024", "--title", "甲计划", *words.split()]


def columns(run: Run, *words: str, of: str = "id,title,status") -> list[str]:
    return run("list", "--columns", of, *words).out.replace("\t", " ").splitlines()


@pytest.fixture
def plan(dsq: Run) -> Run:
    """A plan of three projects; the second is closed out."""
    dsq("init", "--empty")
    load(dsq, *FIRST, on="2024-02-01")
    assert dsq("done", "2", today="2024-03-01").code == 0
    return dsq


# --- numbers ------------------------------------------------------------------------------------------


def test_a_row_on_top_moves_the_numbers_and_not_the_history(plan: Run) -> None:
    load(plan, NEW, *FIRST, on="2024-04-01")
    assert columns(plan) == [
        "1 新增丁路 未启动",
        "2 甲路改造 未启动",
        "3 乙桥加固 已完成",
        "4 丙园建设 未启动",
    ]
    assert columns(plan, "--as-of", "2024-03-31") == [
        "1 甲路改造 未启动",
        "2 乙桥加固 已完成",
        "3 丙园建设 未启动",
    ]
    assert plan("log", "3").out.splitlines()[-1].split("\t")[4] == "计划调整：序号由“2”改为“3”"
    assert plan("db", "check").code == 0


def test_load_and_diff_say_what_moves(plan: Run) -> None:
    words = load_words(NEW, *FIRST)
    told = (
        "新增 1 新增丁路（市丁局，11月底前完成）\n序号 1→2 甲路改造\n序号 2→3 乙桥加固\n序号 3→4 丙园建设\n"
    )
    assert plan("plan", "diff", *words[2:-1]).out == told
    assert plan(*words).out == told


def test_a_long_run_of_new_numbers_is_one_line(dsq: Run) -> None:
    dsq("init", "--empty")
    rows = [f"道路,工程{chr(ord('甲') + at)},市甲局,年底前完成" for at in range(6)]
    load(dsq, *rows, on="2024-02-01")
    told = dsq(*load_words(NEW, *rows)).out.splitlines()
    assert told[1:] == [f"序号 1—6 → 2—7，共 6 项，由“{rows[0].split(',')[1]}”到“{rows[5].split(',')[1]}”"]


def test_two_projects_change_places(plan: Run) -> None:
    load(plan, FIRST[1], FIRST[0], FIRST[2], on="2024-04-01")
    assert columns(plan) == ["1 乙桥加固 已完成", "2 甲路改造 未启动", "3 丙园建设 未启动"]
    assert columns(plan, "--as-of", "2024-03-31") == [
        "1 甲路改造 未启动",
        "2 乙桥加固 已完成",
        "3 丙园建设 未启动",
    ]
    assert "计划调整：项目次序有改动" in plan("log").out


def test_an_id_means_the_project_that_had_it_on_the_day(plan: Run) -> None:
    load(plan, NEW, *FIRST, on="2024-04-01")
    assert columns(plan, "2", "--as-of", "2024-03-31") == ["2 乙桥加固 已完成"]
    assert columns(plan, "2") == ["2 甲路改造 未启动"]
    shown = plan("show", "2", "--as-of", "2024-03-31", "-f", "json").json
    assert [event["kind"] for event in shown[0]["history"]] == ["status"]
    assert "销号" in plan("log", "2", "--as-of", "2024-03-31").out
    assert plan("show", "4", "--as-of", "2024-03-31").code == 4


def test_papers_of_a_past_week_keep_their_numbers(plan: Run) -> None:
    then = plan("report", "weekly", "--as-of", "2024-03-01", "-f", "md", today="2024-03-01").out
    assert "| 2 | 乙桥加固 |" in then
    load(plan, NEW, *FIRST, on="2024-04-01")
    assert plan("report", "weekly", "--as-of", "2024-03-01", "-f", "md").out == then
    assert (
        "| 3 | 乙桥加固 |"
        in plan("report", "monthly", "--month", "2024-03", "--as-of", "2024-04-01", "-f", "md").out
    )


def test_a_letter_stays_with_its_project(plan: Run) -> None:
    plan("urge", "-o", "催办单", today="2024-07-02")
    load(plan, NEW, *FIRST, on="2024-07-03")
    again = plan("urge", "-o", "催办单2", today="2024-07-04")
    assert "没有要催办的项目" in again.err, again.err


def test_a_number_that_another_project_takes_is_kept_as_the_former(plan: Run) -> None:
    load(
        plan,
        FIRST[0],
        "道路,戊渠清淤,市乙局,9月底前完成",
        FIRST[2],
        on="2024-04-01",
        words="--yes --match title",
    )
    assert columns(plan) == [
        "1 甲路改造 未启动",
        "2 戊渠清淤 未启动",
        "3 丙园建设 未启动",
    ]
    assert columns(plan, "--as-of", "2024-03-31") == [
        "1 甲路改造 未启动",
        "2 乙桥加固 已完成",
        "3 丙园建设 未启动",
    ]
    assert columns(plan, "-s", "撤销") == ["原2 乙桥加固 已撤销"]
    assert "销号" in plan("log", "原2").out
    load(plan, *FIRST, on="2024-05-01", words="--yes --match title")
    assert columns(plan)[:2] == ["1 甲路改造 未启动", "2 乙桥加固 已完成"]
    assert plan("db", "check").code == 0


# --- doubts -------------------------------------------------------------------------------------------

REPLACED = (FIRST[0], "道路,戊渠清淤,市乙局,9月底前完成", FIRST[2])
DOUBT = "台账的 2“乙桥加固”和新版的 2“戊渠清淤”是同一项目吗？"


def test_what_is_in_doubt_is_said_in_a_pipe_and_yes_is_no_answer(plan: Run) -> None:
    done = plan(*load_words(*REPLACED))
    assert (done.code, done.out) == (5, "")
    assert done.err.splitlines()[-2:] == [
        f"待定 {DOUBT}",
        "有 1 处定不了是不是同一项目，未载入任何内容。请在终端里逐项回答，"
        "或加 --match number（序号相同就是）、--match title（名称相近才是）。",
    ]
    assert columns(plan)[1] == "2 乙桥加固 已完成"
    told = plan("plan", "diff", *load_words(*REPLACED)[2:-1])
    assert (told.code, told.out) == (0, f"待定 {DOUBT}\n")


@pytest.mark.parametrize(
    ("rule", "line", "told"),
    [
        ("number", "2 戊渠清淤 已完成", "调整 2 戊渠清淤：项目名称由“乙桥加固”改为“戊渠清淤”\n"),
        (
            "title",
            "2 戊渠清淤 未启动",
            "新增 2 戊渠清淤（市乙局，9月底前完成）\n"
            "撤销 2 乙桥加固（保留在台账中，标为已撤销，序号改记为 原2）\n",
        ),
    ],
)
def test_match_answers_every_doubt(plan: Run, rule: str, line: str, told: str) -> None:
    words = load_words(*REPLACED, words=f"--yes --match {rule}")
    assert plan("plan", "diff", *words[2:-3], "--match", rule).out == told
    done = plan(*words)
    assert (done.code, done.out) == (0, told)
    assert line in columns(plan)
    assert plan(*words).err.splitlines()[-1] == "与台账里的《甲计划》没有不同。"


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ("y\ny\n", "2 戊渠清淤 已完成"),
        ("n\ny\n", "2 戊渠清淤 未启动"),
        ("啊\n不是\ny\n", "2 戊渠清淤 未启动"),
    ],
)
def test_doubts_are_asked_at_a_terminal(plan: Run, answers: str, line: str) -> None:
    said = answered(*load_words(*REPLACED, words=""), answers=answers)
    assert DOUBT in said
    assert "已按新版调整" in said
    assert line in columns(plan)


def test_no_answer_changes_nothing(plan: Run) -> None:
    assert "没有回答，未作改动。" in answered(*load_words(*REPLACED), answers="\n")
    assert columns(plan)[1] == "2 乙桥加固 已完成"


def test_another_plan_under_the_same_key_is_not_asked_about_row_by_row(dsq: Run) -> None:
    dsq("init", "--empty")
    first = ["道路,修建大桥,市甲局,年底前完成"] + [
        f"道路,{name}路改造,市甲局,年底前完成" for name in "甲乙丙丁戊己庚辛壬癸子丑"
    ]
    load(dsq, *first, on="2024-02-01")
    other = [f"民生,工作{name * 6},市乙局,年底前完成" for name in "甲乙丙丁戊己庚辛壬癸子丑寅"]
    said = answered(*load_words(*other), answers="")
    assert "有 13 处定不了" in said
    assert "是另一个计划请加 --key 代号" in said


def test_match_is_number_or_title(plan: Run) -> None:
    assert plan(*load_words(*REPLACED, words="--match name")).code == 2


# --- a project that is new ------------------------------------------------------------------------------


def test_a_project_added_later_is_not_silent_before_it_was_known(plan: Run) -> None:
    load(plan, *FIRST, NEW, on="2024-07-01")
    reasons = {row["id"]: row["reasons"] for row in plan("list", "-f", "json", today="2024-07-31").json}
    assert (reasons["3"], reasons["4"]) == (["181天未报送"], [])
    reasons = {row["id"]: row["reasons"] for row in plan("list", "-f", "json", today="2024-08-01").json}
    assert reasons["4"] == ["31天未报送"]
    assert plan("list", "--unreported", "30d", "-f", "json", today="2024-07-31").ids == ["1", "3"]
    assert plan("db", "check").code == 0


# --- targets --------------------------------------------------------------------------------------------

TARGETS = """\
plan: {key: t, title: 指标, year: 2024}
projects:
  - {id: "1", title: 一, units: 甲局, requirement: 年底前完成, targets: [{name: 现场会, goal: 4, measure: 次}]}
"""


@pytest.fixture
def targets(dsq: Run) -> Run:
    """A project with three of four counted, and an edition with another name for the target."""
    dsq("init", "--empty")
    Path("t.yaml").write_text(TARGETS, encoding="utf-8")
    Path("u.yaml").write_text(TARGETS.replace("现场会", "推进会"), encoding="utf-8")
    dsq("plan", "load", "t.yaml", today="2024-02-01")
    dsq("tick", "1", "现场会", "3", today="2024-03-01")
    return dsq


RENAMED = "1 一：指标“现场会”（已记 3次）和新版的“推进会”是同一指标吗？"


def test_a_renamed_target_is_asked_about(targets: Run) -> None:
    told = targets("plan", "diff", "u.yaml").out
    assert told.splitlines()[-1] == f"待定 {RENAMED}"
    done = targets("plan", "load", "u.yaml", "--yes")
    assert done.code == 5
    assert f"待定 {RENAMED}" in done.err


def test_the_count_goes_on_under_the_new_name(targets: Run) -> None:
    done = targets("plan", "load", "u.yaml", "--yes", "--match", "number", today="2024-04-01")
    assert done.out.splitlines()[-1] == "指标 1 一：“现场会”改称“推进会”，已记的数一并转过去"
    (row,) = targets("list", "-f", "json").json
    assert (row["progress"], row["targets"][0]["count"]) == (75, 3)
    (row,) = targets("list", "-f", "json", "--as-of", "2024-03-31").json
    assert (row["progress"], row["targets"][0]["name"]) == (75, "现场会")
    assert "指标“现场会”改称“推进会”" in targets("log", "1").out
    targets("tick", "1", today="2024-04-02")
    assert targets("list", "-f", "json").json[0]["progress"] == 100
    assert targets("db", "check").code == 0


def test_a_count_that_is_not_taken_over_is_no_progress(targets: Run) -> None:
    done = targets("plan", "load", "u.yaml", "--yes", "--match", "title", today="2024-04-01")
    assert done.out.splitlines()[-1] == "指标 1 一：没有“现场会”了，已记的 3次 不再计入"
    assert targets("list", "-f", "json").json[0]["progress"] is None
    targets("plan", "load", "t.yaml", "--yes", today="2024-05-01")
    assert targets("list", "-f", "json").json[0]["progress"] == 75


# --- the plan itself ------------------------------------------------------------------------------------

NAMED = """\
plan: {key: n, title: 甲计划, year: 2024, document: {drafter: 督查室, issued: 2024-01-10}}
projects:
  - {id: "1", category: 旧类, title: 修桥, units: 旧局, regions: [东区], requirement: 年底前完成}
  - {id: "2", category: 他类, title: 挖井, units: 他局, requirement: 年底前完成}
"""


@pytest.fixture
def named(dsq: Run) -> Run:
    """A plan, and from 1 May an edition with other names."""
    dsq("init", "--empty")
    Path("n.yaml").write_text(NAMED, encoding="utf-8")
    later = NAMED.replace("旧", "新").replace("甲计划", "乙计划").replace("2024-01-10", "2024-04-28")
    Path("m.yaml").write_text(later.replace("督查室", "办公室").replace("东区", "西区"), encoding="utf-8")
    dsq("plan", "load", "n.yaml", today="2024-02-01")
    return dsq


def test_title_and_day_of_issue_are_those_of_the_day(named: Run) -> None:
    lights = named("list", "-f", "json", "--as-of", "2024-03-01", today="2024-03-01").out
    paper = named("report", "weekly", "--as-of", "2024-03-01", "-f", "md").out
    units = named("report", "units", "--as-of", "2024-03-01", "-f", "md").out
    assert "甲计划" in paper
    assert "督查室" in paper
    assert "51天未报送" in lights
    named("plan", "load", "m.yaml", "--yes", today="2024-05-01")
    assert named("list", "-f", "json", "--as-of", "2024-03-01").out == lights
    assert named("report", "weekly", "--as-of", "2024-03-01", "-f", "md").out == paper
    assert named("report", "units", "--as-of", "2024-03-01", "-f", "md").out == units
    assert "乙计划" in named("report", "weekly", "-f", "md").out
    assert (
        "计划调整：计划名称由“甲计划”改为“乙计划”；起草单位由“督查室”改为“办公室”；印发日期由“2024-01-10”改为“2024-04-28”"
        in (named("log").out)
    )
    # what was entered by then is the same, whenever it is asked for
    assert named("list", "-f", "json", "--known-at", "2024-03-01", "--as-of", "2024-03-01").code == 0


def test_categories_of_a_past_day_keep_their_order(named: Run) -> None:
    before = named("stats", "--as-of", "2024-03-01", "-f", "json").json
    swapped = NAMED.splitlines(keepends=True)
    Path("s.yaml").write_text("".join([*swapped[:2], swapped[3], swapped[2]]), encoding="utf-8")
    named("plan", "load", "s.yaml", "--yes", today="2024-05-01")
    assert [row["category"] for row in named("stats", "-f", "json").json] == ["他类", "旧类"]
    assert named("stats", "--as-of", "2024-03-01", "-f", "json").json == before
    assert named("list", "--as-of", "2024-03-01", "-f", "json").ids == ["1", "2"]


@pytest.mark.parametrize(
    ("option", "old", "new", "what"),
    [("-c", "旧类", "新类", "类别"), ("-u", "旧局", "新局", "单位"), ("-r", "东区", "西区", "地区")],
)
def test_filters_take_the_names_of_the_day_asked(
    named: Run, option: str, old: str, new: str, what: str
) -> None:
    named("plan", "load", "m.yaml", "--yes", today="2024-05-01")
    then = ("--as-of", "2024-03-01")
    assert named("list", option, old, *then, "-f", "json").ids == ["1"]
    assert named("list", option, new, "-f", "json").ids == ["1"]
    assert named("list", option, old[:1] + old[1:], *then, "-f", "json").ids == ["1"]
    now = named("list", option, old)
    assert (now.code, now.err) == (
        4,
        f"现在没有{what}“{old}”，已改为{new}；查改名以前的请加 --as-of 日期。\n",
    )
    early = named("list", option, new, *then)
    assert (early.code, early.err) == (4, f"2024-03-01 还没有{what}“{new}”；那时是{old}。\n")
    assert "可用：" in named("list", option, "没有的名字").err
    if what == "单位":
        assert named("report", "units", "--unit", old).err == now.err
        assert named("report", "units", "--unit", old, *then).code == 0
        for words in (("urge", "--dry-run", "-u", old), ("sheet", "out", "-o", "表", "-u", old)):
            result = named(*words)
            assert (result.code, result.err) == (
                4,
                "现在没有单位“旧局”，已改为新局；请写现在的名称。\n",
            )
        assert named("urge", "--dry-run", "-u", old, "--on", "2024-03-01").code == 0
    assert named("due", "-c", "旧类", *then).code == named("overdue", "-u", "旧局", *then).code == 0
