"""Plans as .xlsx and .csv: which rows and columns are read, and how the others are reported."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from dushiquan.domain.plan import Project, Target, Units
from dushiquan.errors import UsageError
from dushiquan.sources.headings import HEADINGS, read_map
from dushiquan.sources.plan_file import Given, Reading, examine_plan, read_plan
from tests.sources.books import HEAD, row, save


def read(path: Path, *words: str, **given: Any) -> tuple[Sequence[Project], list[str]]:
    """The projects, and the problems as shown, without the file name."""
    reading = examine_plan(path, Given(read_map(words), **given))
    return reading.projects, said(reading)


def said(reading: Reading) -> list[str]:
    lines = (f"{p.level} {str(p).removeprefix(p.file).strip()}" for p in reading.problems)
    return [line.replace(" ：", "：", 1) for line in lines]


def csv_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "2024年.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


# --- columns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", HEADINGS["title"])
def test_the_title_column_has_many_known_headings(tmp_path: Path, heading: str) -> None:
    path = save(
        tmp_path / "a.xlsx",
        [("序号", "类别", heading, "责任单位", "完成时限"), (1, "甲", "修路", "交通局", "6月底前")],
    )
    projects, problems = read(path)
    assert ([p.title for p in projects], problems) == (["修路"], [])


def test_each_heading_means_one_field() -> None:
    headings = [heading for names in HEADINGS.values() for heading in names]
    assert len(headings) == len(set(headings))


def test_spaces_line_breaks_and_brackets_in_headings_are_ignored(tmp_path: Path) -> None:
    head = ("序 号", "类 别", "项目\n名称", "责任单位（部门）", "完成时限(年度)")
    projects, problems = read(save(tmp_path / "a.xlsx", [head, (1, "甲", "修路", "交通局", "6月底前")]))
    assert (len(projects), problems) == (1, [])


def test_lead_and_support_may_be_two_columns(tmp_path: Path) -> None:
    head = ("序号", "类别", "项目", "牵头单位", "配合单位", "时限")
    rows = [
        (1, "甲", "修路", "交通局、城管办", "财政局、规划局等", "6月底前"),
        (2, "甲", "架桥", "交通局", "—", "年底前"),
    ]
    projects, problems = read(save(tmp_path / "a.xlsx", [head, *rows]))
    assert problems == []
    assert [(p.units.lead, p.units.support, p.units.open) for p in projects] == [
        (("交通局", "城管办"), ("财政局", "规划局"), True),
        (("交通局",), (), False),
    ]


def test_a_heading_may_span_two_rows(tmp_path: Path) -> None:
    rows = [
        ("序号", "类别", "项目", "责任单位", None, "时限"),
        (None, None, None, "牵头单位", "配合单位", None),
        (1, "甲", "修路", "交通局", "财政局", "6月底前"),
    ]
    path = save(tmp_path / "a.xlsx", rows, ["A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"])
    projects, problems = read(path)
    assert problems == []
    assert (projects[0].units.lead, projects[0].units.support) == (("交通局",), ("财政局",))


def test_optional_fields_have_columns_too(tmp_path: Path) -> None:
    head = ("序号", "类别", "项目", "责任单位", "进度要求", "要求类别", "起始", "时限", "参与地区", "指标")
    values = (
        1,
        "甲",
        "修路",
        "交通局",
        "看情况",
        "推进",
        "2024/3/1",
        date(2024, 6, 30),
        "湖州、嘉兴",
        "一期\n二期",
    )
    projects, problems = read(save(tmp_path / "a.xlsx", [head, values]))
    assert problems == []
    (project,) = projects
    assert (project.kind, project.start, project.due) == ("advance", date(2024, 3, 1), date(2024, 6, 30))
    assert (project.regions, project.targets) == (("湖州", "嘉兴"), (Target("一期"), Target("二期")))


def test_an_unknown_column_is_named_with_the_option_to_read_it(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "序号,类别,项目,甲乙丙,责任单位,时限,\n1,甲,修路,铺沥青,交通局,年底前,急\n")
    projects, problems = read(path, title="甲")
    assert projects[0].content == ""
    assert problems == [
        "warning 第1行：D1 列“甲乙丙”不认得，未读；要读请加 --map 甲乙丙=字段。",
        "warning 第1行：G 列没有列名，未读；要读请加 --map G=字段。",
    ]
    for word in ("甲乙丙=content", "甲乙丙=项目内容", "D=content"):
        assert read(path, word, title="甲")[0][0].content == "铺沥青"


def test_a_heading_of_two_fields_is_the_title_and_what_leads_leaves_others_to_support(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "序号,类别,项目名称及内容,责任单位,牵头单位,时限\n1,甲,修路,交通局,城管办,年底前\n"
    )
    projects, problems = read(path, title="甲")
    assert [(p.title, p.units.lead, p.units.support) for p in projects] == [
        ("修路", ("城管办",), ("交通局",))
    ]
    assert problems == [
        "warning 第1行：C1 列“项目名称及内容”作为“项目名称”：可以是名称，也可以是内容；不对请加 --map 项目名称及内容=字段。",
        "warning 第1行：D1 列“责任单位”作为“配合单位”：牵头的是“牵头单位”；不对请加 --map 责任单位=字段。",
    ]


def test_two_columns_that_say_equally_well_what_they_are_must_be_told_apart(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "序号,类别,项目,责任单位,承办部门,时限\n1,甲,修路,交通局,城管办,年底前\n")
    reading = examine_plan(path, Given(title="甲"))
    assert [(choice.field, [c.letter for c in choice.among]) for choice in reading.choices] == [
        ("units", ["D", "E"])
    ]
    assert (
        "error 第1行 责任单位：“责任单位”（D）、“承办部门”（E）都像是“责任单位”；请用 --map 指明一列（D=责任单位、E=责任单位）。"
        in said(reading)
    )
    assert read(path, "D=units", title="甲")[0][0].units.lead == ("交通局",)


def test_a_column_is_left_out_by_a_dash(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "序号,类别,项目,责任单位,时限\n1,甲,修路,交通局,年底前\n")
    assert read(path, "B=-", title="甲")[0][0].category == ""


def test_a_mapped_column_wins_over_a_recognised_one(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "序号,类别,项目,内容,具体内容,责任单位,时限\n1,甲,修路,一,二,交通局,年底前\n")
    projects, problems = read(path, "具体内容=content", title="甲")
    assert projects[0].content == "二"
    assert "warning 第1行：D1 列“内容”未读：“项目内容”已由 --map 指定。" in problems


def test_mapping_a_missing_column_is_an_error(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "序号,类别,项目,责任单位,时限\n1,甲,修路,交通局,年底前\n")
    assert (
        "error 第1行：--map 里的“措施”不在表头里；现有：序号、类别、项目、责任单位、时限。"
        in read(path, "措施=content")[1]
    )


@pytest.mark.parametrize("word", ["措施", "=title", "措施=标题", "措施="])
def test_malformed_mappings_are_refused(word: str) -> None:
    with pytest.raises(UsageError):
        read_map([word])


def test_without_a_title_the_content_is_the_title(tmp_path: Path) -> None:
    head = [name if name != "项目名称" else "别的" for name in HEAD]
    projects, problems = read(save(tmp_path / "a.xlsx", [head, row(1), row(2)]))
    assert [(p.title, p.content) for p in projects] == [("内容1", ""), ("内容2", "")]
    assert problems[1] == (
        "warning 第2行：D2 列“项目内容”作为“项目名称”：没有别的列像项目名称；不对请加 --map 项目内容=字段。"
    )


def test_a_title_that_cannot_be_told_is_asked_for_once(tmp_path: Path) -> None:
    head = ["序号", "责任单位", "甲", "乙"]
    rows = [[1, "市发改委", "修路", "一段"], [2, "市发改委", "架桥", "二段"]]
    projects, problems = read(save(tmp_path / "a.xlsx", [head, *rows]))
    assert projects == ()
    assert [p for p in problems if p.startswith("error")] == [
        "error 第2行 项目名称：没有认得的“项目名称”列；请用 --map 指明一列（C=项目名称、D=项目名称）。"
    ]
    assert [p.title for p in read(tmp_path / "a.xlsx", "C=title")[0]] == ["修路", "架桥"]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("类别", "类别：各项都没有类别。"),
        ("责任单位", "责任单位：各项都没有责任单位，不能催办，不发填报表。"),
    ],
)
def test_other_missing_columns_are_said_once(tmp_path: Path, missing: str, said: str) -> None:
    at = HEAD.index(missing)
    rows = [[*cells[:at], *cells[at + 1 :]] for cells in (HEAD, row(1), row(2))]
    projects, problems = read(save(tmp_path / "a.xlsx", rows))
    assert ([p.id for p in projects], problems) == (["1", "2"], [f"warning {said}"])


def test_without_a_requirement_column_nothing_is_due(tmp_path: Path) -> None:
    projects, problems = read(save(tmp_path / "a.xlsx", [HEAD[:5], row(1)[:5]]))
    assert [(p.kind, p.due, p.requirement) for p in projects] == [("unknown", None, "")]
    assert problems == [
        "warning 进度要求：没有“进度要求”列，各项都没有时限；列名不同的请加 --map 列名=进度要求。"
    ]


# --- title and year ----------------------------------------------------------------------------------


def test_title_and_year_are_read_above_the_table(tmp_path: Path) -> None:
    path = save(tmp_path / "2030年.xlsx", [["（3月印发）"], HEAD, row(1)], title="附件1")
    book = load_workbook(path)
    book.active.insert_rows(2)
    book.active["A2"] = "2024年\n重点项目表"
    book.save(path)
    plan, problems = read_plan(path)
    assert (plan.title, plan.year, plan.key) == ("2024年重点项目表", 2024, "2024")
    assert [str(p) for p in problems] == [
        "2030年.xlsx 第1行：“附件1”在表头之上，不作为项目。",
        "2030年.xlsx 第3行：“（3月印发）”在表头之上，不作为项目。",
    ]


@pytest.mark.parametrize(
    ("name", "title", "year"),
    [("项目表_2025.xlsx", "项目表", 2025), ("a.xlsx", "项目表", None), ("a.xlsx", "2024-2026年项目表", None)],
)
def test_the_year_comes_from_the_title_or_the_file_name(
    tmp_path: Path, name: str, title: str, year: int | None
) -> None:
    path = save(tmp_path / name, [HEAD, row(1)], title=title)
    reading = examine_plan(path)
    if year:
        assert reading.plan is not None
        assert reading.plan.year == year
    else:
        assert said(reading)[0] == (
            "warning 年度：没有写明计划年度，不写年份的时限都未读出；请写明，或加 --year 2011。"
        )
        assert [p.due for p in reading.projects] == [None]  # what 6月底前 means is not known
        assert str(read(path, year=2023)[0][0].due) == "2023-06-30"


@pytest.mark.parametrize("above", ["（2024年2月20日会议通过）", "某市人民政府办公室", "截至2024年6月30日"])
def test_a_line_that_is_no_title_is_not_taken_for_one(tmp_path: Path, above: str) -> None:
    texts = "".join(f"<p>{text}</p>" for text in ("某市2024年任务表", above))
    cells = ["".join(f"<td>{text}</td>" for text in values) for values in (HEAD, row(1))]
    page = f"<meta charset=utf-8>{texts}<table>{''.join(f'<tr>{cell}</tr>' for cell in cells)}</table>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert read_plan(tmp_path / "a.html")[0].title == "某市2024年任务表"


def test_given_key_title_and_year_win(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEAD, row(1)])
    plan, _ = read_plan(path, Given(key="甲", title="乙", year=2023))
    assert (plan.key, plan.title, plan.year, plan.projects[0].plan) == ("甲", "乙", 2023, "甲")
    plan, _ = read_plan(path, Given(year=2023))
    assert plan.key == "2023"


def test_a_table_without_a_title_is_named_after_its_file(tmp_path: Path) -> None:
    path = save(tmp_path / "2024年甲.xlsx", [HEAD, row(1)], title="")
    plan, problems = read_plan(path)
    assert (plan.title, plan.year) == ("2024年甲", 2024)
    assert [p.message for p in problems] == ["没有标题行，以文件名“2024年甲”为标题；可用 --title 另定。"]


# --- rows --------------------------------------------------------------------------------------------


def test_rows_that_are_no_projects_are_reported(tmp_path: Path) -> None:
    rows = [
        HEAD,
        row(1),
        ["小 计", None, None, "1项"],
        HEAD,
        row(2),
        [None] * 6,
        ["合计：2项"],
        ["注：时限为最后一天。"],
        [None, None, None, None, "填表人：王"],
    ]
    plan, problems = read_plan(save(tmp_path / "a.xlsx", rows))
    assert [str(p.id) for p in plan.projects] == ["1", "2"]
    assert plan.remark == "时限为最后一天。"
    assert [str(p) for p in problems] == [
        "a.xlsx 第4行：“小 计 1项”是合计行，不作为项目。",
        "a.xlsx 第5行：“序号 类别 项目名称 项目内容 责任单位…”是重复的表头，不作为项目。",
        "a.xlsx 第8行：“合计：2项”是合计行，不作为项目。",
        "a.xlsx 第9行：“注：时限为最后一天。”是备注行，已记为计划的备注，不作为项目。",
        "a.xlsx 第10行：“填表人：王”是表尾的签署行，不作为项目。",
    ]


def test_section_rows_are_categories_if_there_is_no_such_column(tmp_path: Path) -> None:
    head = ("序号", "项目", "责任单位", "时限")
    rows = [
        head,
        ["一、交通"],
        (1, "修路", "交通局", "年底前"),
        ["二、教育"],
        (2, "建校", "教育局", "年底前"),
    ]
    projects, problems = read(save(tmp_path / "a.xlsx", rows, ["A3:D3", "A5:D5"]))
    assert [p.category for p in projects] == ["一、交通", "二、教育"]
    assert problems == [
        "warning 第3行：“一、交通”是分节行，作为以下各项的类别，不作为项目。",
        "warning 第5行：“二、教育”是分节行，作为以下各项的类别，不作为项目。",
    ]


def test_a_row_with_only_a_title_is_a_project_and_what_it_lacks_is_said(tmp_path: Path) -> None:
    projects, problems = read(save(tmp_path / "a.xlsx", [HEAD, row(1), [None, None, "修路"]]))
    assert [(p.id, p.category, p.title, p.units, p.due) for p in projects[1:]] == [
        ("2", "", "修路", Units(), None)
    ]
    assert problems == [
        "warning 序号：有 1 项没有序号，接着编为 2。",
        "warning 类别：2 共 1 项没有类别。",
        "warning 责任单位：2 共 1 项没有责任单位，不能催办，不发填报表。",
        "warning 进度要求：2 共 1 项没有写进度要求，没有时限，不会列为逾期。",
    ]


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("1", "1"),
        (1, "1"),
        (1.0, "1"),
        ("（一）", "1"),
        ("五十三、", "53"),
        ("二十", "20"),
        ("7.", "7"),
        ("22.1", "22.1"),
        ("０８", "8"),
    ],
)
def test_project_numbers_are_read_in_many_forms(tmp_path: Path, written: object, id: str) -> None:
    projects, problems = read(save(tmp_path / "a.xlsx", [HEAD, row(written)]))
    assert ([str(p.id) for p in projects], problems) == ([id], [])


@pytest.mark.parametrize("written", ["22-1", "22(1)", "A1", "0", "1.1.1", "XM-2024-03", "(一)1"])
def test_a_project_number_may_be_any_short_text(tmp_path: Path, written: str) -> None:
    projects, problems = read(save(tmp_path / "a.xlsx", [HEAD, row(written)]))
    assert ([p.id for p in projects], problems) == ([written], [])


@pytest.mark.parametrize("written", ["1,2", "1、2", "见附件一中所列的各个项目以及附件二的第三部分各项任务"])
def test_a_text_that_cannot_be_a_number_is_an_error(tmp_path: Path, written: str) -> None:
    _, problems = read(save(tmp_path / "a.xlsx", [HEAD, row(written)]))
    assert problems == [
        f"error 第3行 项目{written} 序号：A3 “{written}”不能作序号：须是不超过 24 个字、不含逗号顿号的文字。"
    ]


def test_numbers_that_begin_anew_in_each_section_get_the_section_s_number(tmp_path: Path) -> None:
    rows = [[["一、制度建设"], row(1), row(2)], [["二、队伍建设"], row(1), row(2)]]
    head, *sections = [HEAD[:1] + HEAD[2:], *([r[:1] + r[2:] if len(r) > 1 else r for r in s] for s in rows)]
    projects, problems = read(save(tmp_path / "a.xlsx", [head, *sections[0], *sections[1]]))
    assert [(p.id, p.category) for p in projects] == [
        ("1.1", "一、制度建设"),
        ("1.2", "一、制度建设"),
        ("2.1", "二、队伍建设"),
        ("2.2", "二、队伍建设"),
    ]
    assert problems[-1] == (
        "warning 序号：序号在各类别里从头编起，已编为 1.1、1.2、2.1 这样的序号，前一个数是类别的次序。"
    )


def test_a_number_merged_over_rows_is_split_into_parts(tmp_path: Path) -> None:
    rows = [HEAD, row(21), row(22), row(None), row(None), row(23)]
    projects, problems = read(save(tmp_path / "a.xlsx", rows, ["A4:A6"]))
    assert ([str(p.id) for p in projects], problems) == (["21", "22.1", "22.2", "22.3", "23"], [])


def test_a_project_merged_over_two_rows_is_one_project(tmp_path: Path) -> None:
    merges = [f"{column}3:{column}4" for column in "ABCDEF"]
    projects, problems = read(save(tmp_path / "a.xlsx", [HEAD, row(1), [], row(2)], merges))
    assert ([str(p.id) for p in projects], problems) == (["1", "2"], [])


def test_numbers_and_units_missing_in_a_csv_are_not_taken_from_above(tmp_path: Path) -> None:
    text = "序号,类别,项目,责任单位,时限\n22,甲,一,交通局,年底前\n,,二,,年底前\n"
    projects, problems = read(csv_file(tmp_path, text), title="甲")
    assert [(p.id, p.category, p.units.lead) for p in projects] == [
        ("22", "甲", ("交通局",)),
        ("23", "甲", ()),
    ]
    assert "warning 序号：有 1 项没有序号，接着编为 23。" in problems
    assert "warning 责任单位：23 共 1 项没有责任单位，不能催办，不发填报表。" in problems


def test_rows_are_numbered_if_there_is_no_number_column(tmp_path: Path) -> None:
    rows = [HEAD[1:], row("甲")[1:], row("乙")[1:]]
    projects, problems = read(save(tmp_path / "a.xlsx", rows))
    assert [str(p.id) for p in projects] == ["1", "2"]
    assert problems == ["warning 序号：没有序号列，已按次序编为 1 至 2。"]


@pytest.mark.once
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([row(1), ["", "", "", "甲", "", ""]], False)
@given(
    st.lists(
        st.one_of(
            st.integers(1, 99).map(row),
            st.just(["合计", "", "", "3项", "", ""]),
            st.just(["备注", "略", "", "", "", ""]),
            st.just(list(HEAD)),
            st.just([""] * 6),
            st.lists(
                st.sampled_from(["", "", "甲", "1", "合计", "修路", "市发改委", "22-1", "无", "备注"]),
                min_size=6,
                max_size=6,
            ),
        ),
        max_size=12,
    ),
    st.booleans(),
)
def test_no_row_is_dropped_silently(tmp_path: Path, rows: list[list[str]], as_csv: bool) -> None:
    """Every row that is not empty is a project or named in a problem."""
    if as_csv:
        lines = [["2024年计划"], list(HEAD), *rows]
        path = csv_file(tmp_path, "".join(",".join(map(str, line)) + "\n" for line in lines))
    else:
        path = save(tmp_path / "a.xlsx", [HEAD, *([value or None for value in r] for r in rows)])
    reading = examine_plan(path)
    filled = {number for number, values in enumerate(rows, 3) if any(values)}
    named = {p.line for p in reading.problems if p.level == "error" or "不作为项目" in p.message}
    for problem in reading.problems:
        if span := re.search("等 [0-9]+ 行（第([0-9]+)行至第([0-9]+)行）", problem.message):
            named |= set(range(int(span[1]), int(span[2]) + 1))
        if joined := re.search("第([0-9、-]+)行(?:没有名称|的序号).*内容并入上一项", problem.message):
            for run in joined[1].split("、"):
                first, _, last = run.partition("-")
                named |= set(range(int(first), int(last or first) + 1))
    assert len(filled - named) <= len(reading.projects) <= len(filled)


# --- cells -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "format", "shown", "due"),
    [
        (date(2024, 6, 30), "yyyy-mm-dd", "2024年6月30日", "2024-06-30"),
        (date(2024, 6, 30), 'yyyy"年"m"月"d"日"', "2024年6月30日", "2024-06-30"),
        # As typed into Excel, 2024年6月 is kept as its 1st. The year of a day is the cell's, shown or not.
        (date(2024, 6, 1), 'yyyy"年"m"月"', "2024年6月", "2024-06-30"),
        (date(2025, 6, 30), 'm"月"d"日"', "2025年6月30日", "2025-06-30"),
        (0.5, "0%", "50%", None),
        (2024, "General", "2024", None),
    ],
)
def test_dates_are_read_as_displayed(
    tmp_path: Path, value: object, format: str, shown: str, due: str | None
) -> None:
    path = save(tmp_path / "a.xlsx", [HEAD, row(1, requirement=value)])
    book = load_workbook(path)
    book.active["F3"].number_format = format
    book.save(path)
    (project,), _ = read(path)
    assert (project.requirement, project.due and project.due.isoformat()) == (shown, due)


@pytest.mark.parametrize(("format", "shown"), [(57, "2024年6月"), (58, "2024年6月1日"), (31, "2024年6月1日")])
def test_the_formats_that_only_chinese_excel_has(tmp_path: Path, format: int, shown: str) -> None:
    """They go by number alone; openpyxl takes such a day for the number 45444."""
    path = save(tmp_path / "a.xlsx", [HEAD, row(1, requirement=date(2024, 6, 1))])
    book = load_workbook(path)
    book.active["F3"].number_format = "mm-dd-yy"
    book.save(path)
    edit(path, "xl/styles.xml", 'numFmtId="14"', f'numFmtId="{format}"')
    (project,), _ = read(path)
    assert project.requirement == shown


def edit(path: Path, name: str, old: str, new: str) -> None:
    """Replace text in a part of a workbook."""
    with ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = parts[name].decode().replace(old, new).encode()
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)
    path.write_bytes(content.getvalue())


def test_uncached_formulas_and_error_values_are_errors(tmp_path: Path) -> None:
    rows = [row(1), row(2), row("=ROW()-2")]
    rows[0][3] = "=A1"
    rows[1][4] = "#N/A"
    projects, problems = read(save(tmp_path / "a.xlsx", [HEAD, *rows]))
    assert projects == ()
    assert [p for p in problems if "单元格" not in p] == [
        "error 第3行 项目1 项目内容：D3 的公式没有算好的值；请用 Excel 打开并保存，或改写成文字。",
        "error 第4行 项目2 责任单位：E4 是错误值 #N/A；请改正。",
        "error 第5行 序号：A5 的公式没有算好的值；请用 Excel 打开并保存，或改写成文字。",
    ]


def test_a_formula_is_read_by_its_cached_value(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEAD, row("=1+1")])
    edit(path, "xl/worksheets/sheet1.xml", "<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
    edit(path, "xl/worksheets/sheet1.xml", "<f>1+1</f><v />", "<f>1+1</f><v>2</v>")
    projects, problems = read(path)
    assert ([str(p.id) for p in projects], problems) == (["2"], [])


def test_hidden_rows_are_left_out_and_said_and_distant_formats_ignored(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEAD, row(1), row(2)])
    book = load_workbook(path)
    book.active.row_dimensions[4].hidden = True
    book.active.cell(1_048_576, 16_384).number_format = "0.00"
    book.save(path)
    projects, problems = read(path)
    assert [p.id for p in projects] == ["1"]
    assert problems == [
        "warning 第4行：第4行（2 甲类 项目2 内容2 市发改委 6月…）是隐藏的，不作为项目；要读请加 --hidden。"
    ]
    projects, problems = read(path, hidden=True)
    assert ([p.id for p in projects], problems) == (["1", "2"], [])


def test_every_problem_is_reported_with_its_cell(tmp_path: Path) -> None:
    head = [*HEAD, "要求类别", "到期"]
    rows = [head, [*row("1、2"), "催", "明天"], [*row(2), None, None], [*row(2), None, None]]
    rows[2][2] = None
    projects, problems = read(save(tmp_path / "a.xlsx", rows))
    assert [project.id for project in projects] == ["2.2"]
    assert problems == [
        "question 第4行 序号：“2”写了 2 次：第4行“”、第5行“项目2”；分别编为 2.1、2.2。不要其中哪一行，请加 --without 行号。",
        "error 第3行 项目1、2 序号：A3 “1、2”不能作序号：须是不超过 24 个字、不含逗号顿号的文字。",
        "error 第3行 项目1、2 要求类别：G3 “催”不是要求类别；可用：完成、报送、举办、推进、定期、长期、未读出。",
        "error 第3行 项目1、2 到期：H3 “明天”不是日期；请写成 2011-06-30。",
        "error 第4行 项目2.1 项目名称：是空的，必须填写。",
    ]


# --- sheets ------------------------------------------------------------------------------------------


def book_of(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for values in rows:
            sheet.append(list(values))
    book.save(path)
    return path


def test_sheets_without_a_plan_are_reported(tmp_path: Path) -> None:
    path = book_of(tmp_path / "2024.xlsx", 说明=[["填表说明"]], 空=[], 计划=[["甲计划"], HEAD, row(1)])
    projects, problems = read(path)
    assert len(projects) == 1
    assert problems == ["warning：“说明”未读（1 行 1 列，没有认得的表头）；要读请加 --table 1。"]


def test_a_file_with_two_plans_needs_sheet(tmp_path: Path) -> None:
    path = book_of(tmp_path / "2024.xlsx", 一=[["甲"], HEAD, row(1)], 二=[["乙"], HEAD, row(1), row(2)])
    columns = "序号、类别、项目名称、项目内容、责任单位、进度要求"
    assert read(path) == (
        (),
        [
            "error：有 2 张表像计划，请加 --table 序号 指明："
            f"1. 一：1 行，列有 {columns}；2. 二：2 行，列有 {columns}。"
        ],
    )
    assert len(read(path, sheet="二")[0]) == len(read(path, table=2)[0]) == 2
    assert "没有第 3 张表" in read(path, table=3)[1][0]
    assert read(path, sheet="三")[1] == ["error：没有工作表“三”；现有：一、二。"]


def test_a_sheet_without_headings_is_an_error(tmp_path: Path) -> None:
    assert read(save(tmp_path / "a.xlsx", [["甲", "乙"]]))[1] == [
        "error：找不到表头：要有一行写着列名，如 序号、类别、项目名称、责任单位、进度要求；列名不同的请加 --map 列名=字段。"
    ]


# --- files that cannot be used -----------------------------------------------------------------------


def zipped(**parts: str) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(
                ZipInfo(name.replace("__", "/")), text
            )  # of 1980: the bytes are part of names of tests
    return content.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xls", OLE, "已损坏，或不是完好的 .xls；请用 Excel 或 WPS 打开后另存为 .xlsx。"),
        ("a", b"", "里面没有表；请把要求写成表格（.xlsx、.docx、.csv），一项一行。"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "有密码保护；请取消密码后另存。"),
        (
            "a.xlsx",
            zipped(a="b"),
            "已损坏，或是别的压缩文件；压缩包请先解压，表格请用 Excel 打开后另存为 .xlsx。",
        ),
        (
            "a.csv",
            zipped(a="b"),
            "已损坏，或是别的压缩文件；压缩包请先解压，表格请用 Excel 打开后另存为 .xlsx。",
        ),
        (
            "a.csv",
            b"\xef\xbb\xbf\xd6\xd0\xd6",
            "不是文字，也不是认得的文件；文字请存为 UTF-8，表格请另存为 .xlsx。",
        ),
        ("a.csv", b"\x00\x01", "不是文字，也不是认得的文件；文字请存为 UTF-8，表格请另存为 .xlsx。"),
        ("a.csv", b"\xff\x80\xff", "不是文字，也不是认得的文件；文字请存为 UTF-8，表格请另存为 .xlsx。"),
        ("~$a.xlsx", b"\x05", "是 Office 打开文件时留下的临时文件；请给出原来的文件。"),
    ],
)
def test_unusable_files_are_explained(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said(examine_plan(path)) == [f"error：{sentence}"]


def test_missing_files_and_folders_are_explained(tmp_path: Path) -> None:
    assert said(examine_plan(tmp_path / "没有.yaml")) == ["error：没有这个文件；请检查路径。"]
    (tmp_path / "a.csv").mkdir()
    assert said(examine_plan(tmp_path / "a.csv")) == ["error：不是文件；请给出计划文件的路径。"]


def test_an_unclosed_quote_is_an_error(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, '序号,类别,项目,责任单位,时限\n1,甲,"修路,交通局,年底前\n2,甲,架桥,交通局,年底前\n'
    )
    _, problems = read(path)
    assert len(problems) == 1
    assert "不合 CSV 格式" in problems[0]


@pytest.mark.parametrize(
    ("name", "given"),
    [("a.yaml", Given(sheet="一")), ("a.yaml", Given({"措施": "title"})), ("a.csv", Given(sheet="一"))],
)
def test_options_that_a_kind_of_file_has_no_use_for(tmp_path: Path, name: str, given: Given) -> None:
    (tmp_path / name).write_text("甲,乙", encoding="utf-8")
    with pytest.raises(UsageError):
        examine_plan(tmp_path / name, given)
