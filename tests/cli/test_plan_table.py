"""``dsq plan`` with tables of other offices: questions, answers that are kept, and progress already told."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.terminal import answered

TABLES = Path(__file__).parents[1] / "data" / "tables"
ROWS = "1,修路,一段,市发改委,6月底前\n2,架桥,二段,市财政局,看情况\n"


def table(name: str) -> str:
    (path,) = TABLES.glob(f"{name}_*")
    return str(path)


# --- title ---------------------------------------------------------------------------------------------


def test_an_edition_without_a_title_keeps_that_of_the_plan(dsq: Run, home: Path) -> None:
    head = "序号,项目名称,项目内容,责任单位,进度要求\n"
    (home / "2024年计划.csv").write_text(head + ROWS, encoding="utf-8")
    (home / "2024年计划（改）.csv").write_text(head + ROWS.replace("修路", "修大路"), encoding="utf-8")
    first = dsq("plan", "load", "2024年计划.csv", today="2024-06-01").err
    assert "没有标题行，以文件名“2024年计划”为标题；可用 --title 另定。" in first
    again = dsq("plan", "load", "2024年计划（改）.csv", "--yes", today="2024-06-02")
    assert again.out == "调整 1 修大路：项目名称由“修路”改为“修大路”\n"
    assert "没有标题行，沿用台账里的标题“2024年计划”；可用 --title 另定。" in again.err
    assert "已按新版调整《2024年计划》。\n" in again.err
    other = dsq("plan", "load", "2024年计划.csv", "--title", "乙", "--yes", today="2024-06-02")
    assert other.out.splitlines()[0] == "计划名称由“2024年计划”改为“乙”"


# --- progress ----------------------------------------------------------------------------------------


def test_what_a_table_tells_of_progress_is_recorded_with_the_load(dsq: Run) -> None:
    result = dsq("plan", "load", table("c9"), "--progress", "--on", "2024-05-20", today="2024-06-01")
    assert result.code == 0, result.err
    assert result.out == "进展 1：进行中；进度 80%；已送审\n进展 2：已完成；已清理完毕\n"
    lines = result.err.splitlines()
    assert "注意：已完成而没有写完成日期的 1 项（2），完成日期记为 2024-05-20。" in lines
    assert lines[-2:] == [
        "已载入《某局2024年督办台账》3 项，代号 2024。",
        "已记下 2 项的进展。",
    ]
    items = {i["id"]: i for i in dsq("list", "-f", "json", today="2024-06-01").json}
    assert [(i["status"], i["progress"], i["done_on"]) for i in items.values()] == [
        ("active", 80, None),
        ("done", 100, "2024-05-20"),
        ("planned", None, None),
    ]
    again = dsq("plan", "load", table("c9"), "--progress", "--on", "2024-05-20", today="2024-06-01")
    assert (again.out, again.err.splitlines()[-1]) == ("", "表里 2 项的进展没有新的可记。")


def test_a_thing_done_is_recorded_on_the_day_it_was_done(dsq: Run) -> None:
    dsq("plan", "load", table("b3"), "--progress", "--on", "2024-05-20", today="2024-06-01")
    items = dsq("list", "-f", "json", today="2024-06-01").json
    assert [(i["status"], i["progress"], i["done_on"]) for i in items] == [
        ("done", 100, "2024-04-02"),
        ("active", 40, None),
    ]


def test_progress_is_not_taken_unasked_which_is_said(dsq: Run) -> None:
    result = dsq("plan", "load", table("c9"), today="2024-06-01")
    assert (
        "注意：表里 2 项写有进展，没有记；已完成的仍会算作未完成。要记请加 --progress --on 日期。\n"
        in result.err
    )
    items = dsq("list", "-f", "json", today="2024-06-01").json
    assert {i["status"] for i in items} == {"planned"}


def test_the_day_of_the_progress_is_asked_for_before_anything_is_loaded(dsq: Run) -> None:
    result = dsq("plan", "load", table("c9"), "--progress", today="2024-06-01")
    assert result.code == 2
    assert result.err.endswith("表上没有写明进展截至哪一天；请加 --on 日期，不记进展请加 --no-progress。\n")
    assert "2024" not in dsq("plan", "list").out


def test_the_day_of_the_progress_stands_in_the_table(dsq: Run, home: Path) -> None:
    text = "2024年任务（截至5月20日）\n序号,任务,责任单位,时限,状态\n1,修路,甲局,6月底前,已完成\n"
    (home / "a.csv").write_text(text, encoding="utf-8")
    dsq("plan", "load", "a.csv", "--progress", today="2024-06-01")
    assert dsq("list", "-f", "json", today="2024-06-01").json[0]["done_on"] == "2024-05-20"


def test_a_report_that_a_rule_forbids_is_left_out_and_the_plan_is_loaded(dsq: Run, home: Path) -> None:
    text = "2024年任务\n序号,任务,责任单位,时限,状态,实际完成时间\n1,修路,甲局,6月底前,已完成,2024-07-01\n2,架桥,甲局,,进行中,\n"
    (home / "a.csv").write_text(text, encoding="utf-8")
    result = dsq("plan", "load", "a.csv", "--progress", "--on", "2024-05-20", today="2024-06-01")
    assert result.err.splitlines()[-2:] == [
        "注意：第3行的进展没有记：2024-07-01 还没有到（今天是 2024-06-01），不能先行记录。",
        "已记下 1 项的进展。",
    ]


def test_check_shows_columns_and_progress(dsq: Run) -> None:
    result = dsq("plan", "check", table("c9"))
    assert "读法\t2\t\t进度\tG 列“完成进度”是“进度”，如：80%\n" in result.out
    assert result.out.endswith("进展\t3\t1\t\t进行中；进度 80%；已送审\n进展\t4\t2\t\t已完成；已清理完毕\n")


IN_WORDS = (
    "2024年任务（截至5月20日）\n序号,任务,责任单位,时限,目前进展,备注\n1,修路,甲局,6月底前,完成40%,市重点\n"
    "2,架桥,甲局,年底前,桩基至第四排，完成25%,\n3,通车,甲局,年底前,已办结,\n4,绿化,乙局,年底前,选址完成,\n"
    "5,照明,乙局,年底前,灯杆到货,\n6,排水,乙局,年底前,尚未开工，等待批复,\n"
)


@pytest.fixture
def in_words(home: Path) -> str:
    (home / "a.csv").write_text(IN_WORDS, encoding="utf-8")
    return "a.csv"


def standing(dsq: Run) -> list[tuple[str, int | None]]:
    return [(i["status"], i["progress"]) for i in dsq("list", "-f", "json", today="2024-06-01").json]


def test_check_says_what_is_understood_of_texts_on_progress(dsq: Run, in_words: str) -> None:
    result = dsq("plan", "check", in_words, today="2024-06-01")
    said = [line.split("\t") for line in result.out.splitlines() if line.startswith("进展")]
    assert [(id, text) for _, _, id, _, text in said] == [
        ("1", "进度 40%"),
        ("2", "只有说明：桩基至第四排，完成25%（25%没有取作进度）"),
        ("3", "已完成"),
        ("4", "只有说明：选址完成"),
        ("5", "只有说明：灯杆到货"),
        ("6", "未启动；尚未开工，等待批复"),
    ]
    assert result.err.splitlines()[-2:] == [
        "其中 1 项写有百分数，看不出是不是整个项目的进度，没有取：2（25%）。",
        "其中 3 项只有说明，没有写状态和进度，记下后仍是未启动：2、4、5。",
    ]


def test_without_a_terminal_the_commands_for_what_is_doubtful_are_said(dsq: Run, in_words: str) -> None:
    result = dsq("plan", "load", in_words, "--progress", today="2024-06-01")
    assert result.err.splitlines()[-3:] == [
        "已记下 6 项的进展。",
        "注意：1 项写有百分数，看不出是不是整个项目的进度，没有取：2（25%）；"
        "是的请记，如 dsq update 2 -p 25 --on 2024-05-20。",
        "注意：3 项只有说明，没有写状态和进度，仍是未启动；"
        "都已动工的请记 dsq update 2,4,5 -s 进行中 --on 2024-05-20。",
    ]
    before = [("active", 40), ("planned", None), ("done", 100), *[("planned", None)] * 3]
    assert standing(dsq) == before
    assert dsq("update", "2,4,5", "-s", "进行中", "--on", "2024-05-20", today="2024-06-01").code == 0


@pytest.mark.parametrize(
    ("answers", "percents", "states"),
    [
        ("y\ny\ny\n", {2: 25}, ["active", "active", "done", "active", "active", "planned"]),
        ("y\n2\n4、7\n5\n", {2: 25}, ["active", "active", "done", "planned", "active", "planned"]),
        ("y\n\n\n", {}, ["active", "planned", "done", "planned", "planned", "planned"]),
    ],
)
def test_at_a_terminal_what_is_doubtful_in_the_progress_is_asked(
    dsq: Run,
    in_words: str,
    monkeypatch: pytest.MonkeyPatch,
    answers: str,
    percents: dict[int, int],
    states: list[str],
) -> None:
    monkeypatch.setenv("DSQ_TODAY", "2024-06-01")
    said = answered("plan", "load", in_words, answers=answers)
    assert "没有取：2（25%）。是的写序号，都是写 y，都不是按回车：" in said
    assert ("其中没有 7。" in said) == ("7" in answers)
    assert "dsq update" not in said
    progress = [40, percents.get(2), 100, None, None, None]
    assert standing(dsq) == list(zip(states, progress, strict=True))


def test_only_what_is_new_in_the_progress_is_asked_about(
    dsq: Run, in_words: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DSQ_TODAY", "2024-06-01")
    answered("plan", "load", in_words, answers="y\n\n\n")
    again = answered("plan", "load", in_words, "--map", "备注=-", answers="")
    assert ("没有新的可记" in again, "一并记下" in again) == (True, False)
    (home / in_words).write_text(IN_WORDS.replace("灯杆到货", "灯杆立起"), encoding="utf-8")
    said = answered("plan", "load", in_words, answers="y\n\n")
    assert "表里 1 项写有进展，截至 2024-05-20，一并记下？" in said
    assert "1 项只有说明，没有写状态和进度，记下后仍是未启动：5。已动工的写序号" in said


# --- questions ---------------------------------------------------------------------------------------


@pytest.fixture
def puzzle(home: Path) -> Path:
    path = home / "2024年.csv"
    path.write_text(f"序号,甲,乙,责任单位,时限\n{ROWS}", encoding="utf-8")
    return path


def test_in_a_pipe_a_question_is_an_error(dsq: Run, puzzle: Path) -> None:
    result = dsq("plan", "load", puzzle.name)
    assert result.code == 5
    assert "没有认得的“项目名称”列；请用 --map 指明一列（B=项目名称、C=项目名称）。" in result.err


def test_at_a_terminal_it_is_asked_and_the_answer_is_kept(dsq: Run, puzzle: Path) -> None:
    said = answered("plan", "load", puzzle.name, answers="b\n")
    assert "B. “甲”，如：修路" in said
    assert "已载入《2024年》2 项" in said
    puzzle.write_text(f"序号,甲,乙,责任单位,时限\n{ROWS}3,挖渠,三段,市水利局,年底前\n", encoding="utf-8")
    next_month = dsq("plan", "load", puzzle.name, "--yes")
    assert next_month.code == 0, next_month.err
    assert "照上次的回答读：甲=项目名称；要改请加 --map 列名=字段。" in next_month.err
    assert "新增 3 挖渠" in next_month.out


@pytest.mark.parametrize(
    ("head", "person", "said"),
    [
        ("序号,任务,牵头领导,责任单位,时限", "小周", True),
        ("序号,任务,牵头领导,负责人,责任单位,时限", "", False),  # the field is taken by its own column
        ("编号,牵头领导,甲,乙,丙,丁", None, False),  # another kind of table
    ],
)
def test_an_answer_is_kept_for_the_next_table_though_its_head_is_a_little_different(
    dsq: Run, home: Path, head: str, person: str | None, said: bool
) -> None:
    first = "2024年任务\n序号,任务,投资,牵头领导,责任单位,时限,备注\n1,修路,5,小周,甲局,6月底前,\n"
    (home / "a.csv").write_text(first, encoding="utf-8")
    how = "要读作负责人请加 --map 牵头领导=负责人（别的字段见 dsq help 列）。"
    assert how in dsq("plan", "check", "a.csv", today="2024-01-05").out
    dsq("plan", "load", "a.csv", "--map", "牵头领导=负责人", today="2024-01-05")
    cells = {
        "序号": "1",
        "编号": "1",
        "任务": "架桥",
        "牵头领导": "小周",
        "责任单位": "甲局",
        "时限": "6月底前",
    }
    row = ",".join(cells.get(name, "") for name in head.split(","))
    (home / "b.csv").write_text(f"2025年任务\n{head}\n{row}\n", encoding="utf-8")
    result = dsq("plan", "check", "b.csv", "-f", "json", today="2025-01-05")
    messages = [problem["message"] for problem in result.json["problems"]]
    told = "照上次列名相近的表的回答读：牵头领导=负责人；要改请加 --map 列名=字段。"
    assert (told in messages) == said
    if person is not None:
        assert result.json["projects"][0]["persons"] == [person] * bool(person)


def test_a_bad_row_does_not_cost_the_plan(dsq: Run, home: Path) -> None:
    (home / "2024年.csv").write_text(f"序号,任务,内容,责任单位,时限\n{ROWS}2,,三段,,\n", encoding="utf-8")
    refused = dsq("plan", "load", "2024年.csv")
    assert (refused.code, "第4行 项目3 任务：是空的，必须填写。" in refused.err) == (5, True)
    assert "已载入《2024年》2 项" in answered("plan", "load", "2024年.csv", answers="y\n")
    assert dsq("plan", "check", "2024年.csv", "--without", "4").code == 0
    assert dsq("plan", "check", "2024年.csv", "--without", "四").code == 2


TWICE = "2024年督办\n序号,任务,责任单位,时限\nD-1,修路,甲局,6月底前\nD-2,架桥,乙局,年底前\nD-2,挖渠,丙局,9月底前\nD-4,植树,丁局,年底前\n"


def test_a_number_written_twice_does_not_cost_the_plan(dsq: Run, home: Path) -> None:
    (home / "a.csv").write_text(TWICE, encoding="utf-8")
    refused = dsq("plan", "load", "a.csv")
    assert refused.code == 5
    assert refused.err.splitlines()[-3::2] == [
        "请核对：第4行 序号：“D-2”写了 2 次：第4行“架桥”、第5行“挖渠”；分别编为 D-2.1、D-2.2。"
        "不要其中哪一行，请加 --without 行号。",
        "有 1 处须核对，未载入任何内容；核对无误请加 --yes。",
    ]
    assert "2024" not in dsq("plan", "list").out
    assert "已载入《2024年督办》4 项" in answered("plan", "load", "a.csv", answers="y\n")
    ids = [item["id"] for item in dsq("list", "-f", "json").json]
    assert ids == ["D-1", "D-2.1", "D-2.2", "D-4"]
    assert dsq("plan", "check", "a.csv", "--without", "5").err.count("须核对") == 0


def test_the_year_is_asked_for_if_a_deadline_needs_it(dsq: Run, home: Path) -> None:
    (home / "a.csv").write_text(f"序号,任务,内容,责任单位,时限\n{ROWS}", encoding="utf-8")
    assert "代号 2024" in answered("plan", "load", "a.csv", answers="2024\n")
    assert dsq("list", "1", "-f", "json").json[0]["due"] == "2024-06-30"


MONTHS = "2024年任务\n序号,任务,责任单位,时限\n1,修路,甲局,8月前\n2,架桥,乙局,印发之日起30日内完成\n"


def test_what_a_month_includes_and_the_day_of_issue_are_asked_for_and_kept(dsq: Run, home: Path) -> None:
    (home / "a.csv").write_text(MONTHS, encoding="utf-8")
    said = answered("plan", "load", "a.csv", answers="也许\n含\n没有这天\n2024-03-01\n")
    assert "“8月前”含8月吗？请写 含 或 不含，按回车则不作时限：" in said
    assert "“也许”不认得。" in said
    assert "计划是哪天印发的？“印发之日起30日内完成”从那天算起。请写日期，不知道按回车：" in said
    assert "“没有这天”不是日期" in said
    assert [item["due"] for item in dsq("list", "-f", "json").json] == ["2024-08-31", "2024-03-31"]
    again = answered("plan", "load", "a.csv", answers="")
    assert "吗？" not in again
    assert "没有不同" in again


def test_without_an_answer_nothing_is_due_which_is_said(dsq: Run, home: Path) -> None:
    (home / "a.csv").write_text(MONTHS, encoding="utf-8")
    said = answered("plan", "load", "a.csv", answers="\n\n")
    assert "未答前不作时限" in said
    assert "未写前没有时限" in said
    assert [item["due"] for item in dsq("list", "-f", "json").json] == [None, None]


# --- the day of which the progress is ------------------------------------------------------------------

AS_OF = "2024年任务\n截至2024年5月20日\n序号,任务,责任单位,时限,状态\n1,修路,甲局,6月底前,已完成\n2,架桥,甲局,年底前,进行中\n"


def test_a_line_above_the_table_gives_the_day_of_its_progress(dsq: Run, home: Path) -> None:
    (home / "a.csv").write_text(AS_OF, encoding="utf-8")
    checked = dsq("plan", "check", "a.csv", today="2024-06-01")
    assert "提醒\t\t\t\t表上写明进展截至 2024-05-20；记进展时用这一天，要改请加 --on 日期。\n" in checked.out
    assert "不作为项目" not in checked.out
    assert "表里 2 项写有进展，截至 2024-05-20，载入时可一并记下（--progress）。" in checked.err
    unasked = dsq("plan", "load", "a.csv", "--key", "甲", today="2024-06-01")
    assert "要记请加 --progress。" in unasked.err
    loaded = dsq("plan", "load", "a.csv", "--progress", today="2024-06-01")
    assert "进展记在 2024-05-20：表上写明截至这一天。\n" in loaded.err
    assert "注意：已完成而没有写完成日期的 1 项（1），完成日期记为 2024-05-20。\n" in loaded.err
    assert [item["done_on"] for item in dsq("list", "-f", "json", today="2024-06-01").json] == [
        "2024-05-20",
        None,
    ]


def test_a_day_of_progress_that_has_not_come_is_not_used(dsq: Run, home: Path) -> None:
    (home / "a.csv").write_text(AS_OF, encoding="utf-8")
    result = dsq("plan", "load", "a.csv", "--progress", today="2024-05-01")
    assert (result.code, "表上写的“截至 2024-05-20”还没有到，不用这一天。" in result.err) == (2, True)


@pytest.mark.parametrize(
    ("answers", "done_on"),
    [("y\n", "2024-05-20"), ("甲\n5月18日\n", "2024-05-18"), ("\n", None), ("n\n", None)],
)
def test_at_a_terminal_the_day_of_the_progress_can_be_changed(
    dsq: Run, home: Path, monkeypatch: pytest.MonkeyPatch, answers: str, done_on: str | None
) -> None:
    monkeypatch.setenv("DSQ_TODAY", "2024-06-01")
    (home / "a.csv").write_text(AS_OF, encoding="utf-8")
    said = answered("plan", "load", "a.csv", answers=answers)
    assert "表里 2 项写有进展，截至 2024-05-20，一并记下？[y/N，或写另一天] " in said
    assert dsq("list", "1", "-f", "json", today="2024-06-01").json[0]["done_on"] == done_on


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Last updated:,2024-05-20", "2024-05-20"),
        ("更新时间：2024年5月20日", "2024-05-20"),
        ("（截至5月底）", "2024-05-31"),
        ("打印日期：2024年5月20日", None),
    ],
)
def test_lines_that_name_the_day_of_the_progress(dsq: Run, home: Path, line: str, day: str | None) -> None:
    (home / "a.csv").write_text(AS_OF.replace("截至2024年5月20日", line), encoding="utf-8")
    assert dsq("plan", "check", "a.csv", "-f", "json").json["as_of"] == day


# --- several tables ------------------------------------------------------------------------------------

CHAPTERS = """<meta charset=utf-8><h1>某县2024年任务分解表</h1>
<h2>一、修路</h2><table><tr><td>序号<td>任务<td>责任单位<td>时限<tr><td>1<td>修东路<td>甲局<td>6月底前</table>
<h2>二、植树</h2><table><tr><td>序号<td>任务<td>责任单位<td>时限<tr><td>2<td>植东园<td>乙局<td>年底前
<tr><td>3<td><td>乙局<td>年底前</table>
"""
BOTH = "这 2 张表列名相同。合为一张读按回车；只读其中的写序号（如 2、1-3）："


@pytest.mark.parametrize(
    ("answers", "asked", "ids"),
    [
        ("\ny\n", "表2第3行有错误。不要这 1 行，载入其余各项？[y/N] ", ["1", "2"]),
        ("九\n1\n", "“九”不是表的序号。", ["1"]),
    ],
)
def test_tables_with_one_head_are_offered_together(
    dsq: Run, home: Path, answers: str, asked: str, ids: list[str]
) -> None:
    (home / "a.html").write_text(CHAPTERS, encoding="utf-8")
    said = answered("plan", "load", "a.html", answers=answers)
    assert "  1. 表1“一、修路”：1 行，列有 序号、任务、责任单位、时限\n" in said
    assert BOTH in said
    assert asked in said
    assert [item["id"] for item in dsq("list", "-f", "json").json] == ids


def test_tables_of_several_months_have_no_default(dsq: Run, home: Path) -> None:
    (home / "a.html").write_text(CHAPTERS.replace("植东园", "修东路"), encoding="utf-8")
    said = answered("plan", "load", "a.html", answers="1\n")
    assert "哪一张表是计划？请写序号；各表列名相同，像是同一计划的各期，要合为一张读写 all：" in said
    assert [item["id"] for item in dsq("list", "-f", "json").json] == ["1"]


@pytest.mark.parametrize("tables", ["all", "全部", "1-2", "1、2"])
def test_tables_are_joined_by_an_option(dsq: Run, home: Path, tables: str) -> None:
    (home / "a.html").write_text(CHAPTERS, encoding="utf-8")
    result = dsq("plan", "load", "a.html", "--table", tables, "--without", "2:3")
    assert result.code == 0, result.err
    items = dsq("list", "-f", "json").json
    assert [(item["id"], item["category"]) for item in items] == [("1", "一、修路"), ("2", "二、植树")]


@pytest.mark.parametrize("tables", ["0", "乙", "3-1", ""])
def test_what_is_no_table_is_refused(dsq: Run, home: Path, tables: str) -> None:
    (home / "a.html").write_text(CHAPTERS, encoding="utf-8")
    result = dsq("plan", "load", "a.html", "--table", tables)
    assert (result.code, "请写成 --table 2、--table 1-3 或 --table all。" in result.err) == (2, True)


# --- a newcomer ----------------------------------------------------------------------------------------

ODD = "2024年督办\n序号,督办事项,谁来办,何时办完\n1,修路,市交通局,6月底前\n2,架桥,市水利局,年底前\n"


def test_a_first_plan_is_alone_in_its_ledger(dsq: Run, home: Path) -> None:
    (home / "a.csv").write_text(ODD, encoding="utf-8")
    result = dsq("plan", "load", "a.csv")
    assert result.code == 0, result.err
    assert result.err.splitlines()[-3].startswith("已建立空台账 ")
    assert result.err.splitlines()[-1] == "已载入《2024年督办》2 项，代号 2024。"
    assert [plan["key"] for plan in dsq("plan", "list", "-f", "json").json] == ["2024"]


def test_nothing_is_created_if_the_first_plan_is_refused(dsq: Run, home: Path) -> None:
    (home / "a.csv").write_text(AS_OF, encoding="utf-8")
    assert dsq("plan", "load", "a.csv", "--progress", "--on", "2024-07-01", today="2024-06-01").code == 7
    assert "2011" in dsq("plan", "list").out


def test_columns_that_look_like_units_and_days_are_asked_for(dsq: Run, home: Path) -> None:
    (home / "a.csv").write_text(ODD, encoding="utf-8")
    said = answered("plan", "load", "a.csv", answers="x\nc\nd\n")
    assert "没有认得的“责任单位”列，有一列的内容像是：" in said
    assert "  C. “谁来办”，如：市交通局" in said
    assert "请写 C 中的一个。" in said
    assert "哪一列是“进度要求”？请写字母，都不是就按回车：" in said
    items = dsq("list", "-f", "json").json
    assert [(item["lead"], item["due"]) for item in items] == [
        (["市交通局"], "2024-06-30"),
        (["市水利局"], "2024-12-31"),
    ]
