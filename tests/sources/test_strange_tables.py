"""Kinds of table and text that were misread or refused though a clerk reads them (all invented)."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dushiquan.phrases.unit_cell import read_units
from dushiquan.sources.headings import meanings, tidy
from dushiquan.sources.plan_file import Given, Reading, examine_plan
from tests.sources.books import save

Rows = Sequence[Sequence[object]]


def examine(tmp_path: Path, rows: Rows, *merges: str, title: str = "") -> Reading:
    return examine_plan(save(tmp_path / "a.xlsx", rows, merges, title))


def examine_text(tmp_path: Path, text: str, name: str = "a.txt", year: int | None = None) -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return examine_plan(path, Given(year=year))


def said(reading: Reading) -> str:
    return "\n".join(problem.message for problem in reading.problems)


def html_row(*texts: str) -> str:
    """A row of a table in HTML."""
    return f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"


def titles(reading: Reading) -> list[str]:
    return [project.title for project in reading.projects]


# --- names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Teachers' Day board", ["Teachers' Day board"]),
        ("Équipe française", ["Équipe française"]),
        ("Group #2", ["Group #2"]),
        ("Ops (night)", ["Ops (night)"]),
        ("教育局 Project Team", ["教育局", "Project Team"]),
    ],
)
def test_a_space_between_latin_words_parts_no_names(cell: str, names: list[str]) -> None:
    units = read_units(cell)
    assert [*units.lead, *units.support] == names


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("STARTED", "begun_on"),
        ("Date Started", "begun_on"),
        ("已开工时间", "begun_on"),
        ("开工时间", "start"),
        ("Start", "start"),
        ("Done?", "status"),
        ("Is Done", "status"),
        ("计划标题", "title"),
        ("task_type", "category"),
        ("标识号", "id"),
        ("Status % completion", "progress"),
        ("负責單位", "units"),
        ("Finish (Days)", None),
        ("计划时间（天）", None),
    ],
)
def test_what_a_heading_means(heading: str, field: str | None) -> None:
    assert next(iter(meanings((tidy(heading),))), None) == field


# --- traditional characters --------------------------------------------------------------------------


def test_a_bracket_over_several_lines_names_each_person_once(tmp_path: Path) -> None:
    text = "三、分工\n（一）會場布置（負責人：林 山\n王小河、趙大江\n時間5月2日-5月9日前）。\n先量尺寸。"
    reading = examine_text(tmp_path, text, year=2024)
    (project,) = reading.projects
    assert project.persons == ("林山", "王小河", "趙大江")
    assert (project.requirement, str(project.due)) == ("5月2日-5月9日前", "2024-05-09")


@pytest.mark.parametrize(
    ("lines", "persons"),
    [
        (("负责人：周明", "吴清"), ("周明", "吴清")),
        (("负责人：周明、吴", "清"), ("周明", "吴清")),
        (("负责人：周明、", "吴清"), ("周明", "吴清")),
    ],
)
def test_a_line_that_ends_within_a_name_goes_on(
    tmp_path: Path, lines: tuple[str, str], persons: tuple[str, ...]
) -> None:
    reading = examine_text(tmp_path, f"一、分工\n1.布置会场（{lines[0]}\n{lines[1]}）。\n")
    assert [project.persons for project in reading.projects] == [persons]


def test_duties_in_traditional_characters(tmp_path: Path) -> None:
    text = (
        "一、做好服務\n1.編制清單。（市政府辦公室牽頭，市級各有關部門及各區縣政府按職責分工負責）\n"
        "2.公開清單。（市數據局、市"
    )
    reading = examine_text(tmp_path, text)
    units = [(project.units.lead, project.units.support) for project in reading.projects]
    assert units == [(("市政府辦公室",), ("市級各有關部門", "各區縣政府")), ((), ())]
    assert "括号没有收住，像是没有复制全" in said(reading)


def test_a_company_keeps_its_name(tmp_path: Path) -> None:
    assert read_units("甲電力有限責任公司負責").lead == ("甲電力有限責任公司",)


# --- rows that are no projects -----------------------------------------------------------------------

HEAD = ("Done?", "Task", "Owner", "Finished", "Notes")


def test_a_lone_flag_is_no_section(tmp_path: Path) -> None:
    rows = [
        HEAD,
        (True, "Roof", "Ann"),
        (False,),
        (None, "Doors"),
        (False, "Left door", "Bob"),
        (False,),
        (False,),
    ]
    reading = examine(tmp_path, rows)
    assert [(project.category, project.title) for project in reading.projects] == [
        ("", "Roof"),
        ("", "Doors"),
        ("", "Left door"),
    ]
    assert [(report.id, report.status) for report in reading.reports] == [("1", "done")]
    assert "“FALSE”等 3 行（第3行至第7行）没有名称、内容和责任单位，不作为项目。" in said(reading)


def test_a_state_above_the_rows_that_have_it_is_a_section(tmp_path: Path) -> None:
    rows = [
        ("组", "任务", "负责人"),
        ("进行中",),
        (None, "甲项", "周明"),
        (None, "乙项", "吴清"),
        ("已完成",),
        (None, "丙项", "周明"),
    ]
    assert [p.category for p in examine(tmp_path, rows).projects] == ["进行中", "进行中", "已完成"]


PLAN = ("任务", "负责人", "说明", "开始日期", "结束日期", "状态")


def full(name: str, day: int, owner: str = "周明") -> list[str]:
    return [name, owner, "按图", f"2024-03-{day:02}", f"2024-03-{day + 2:02}", "进行中"]


def test_small_tables_below_a_plan_are_no_projects(tmp_path: Path) -> None:
    rows = [
        PLAN,
        *(full(f"工序{n}段", n) for n in range(1, 8)),
        ["工具", "用途"],
        [],
        ["水准仪", "测高程"],
        ["经纬仪", "测角"],
        [],
        ["名词", "TBD 待定"],
    ]
    reading = examine(tmp_path, rows)
    assert len(reading.projects) == 7
    assert "“工具 用途”等 4 行（第9行至第14行）在表下的空行之后，只有前几格有字" in said(reading)


def test_tasks_behind_an_empty_row_whose_owners_are_known_stay(tmp_path: Path) -> None:
    rows = [PLAN, *(full(f"工序{n}段", n) for n in range(1, 8)), [], ["清场", "周明"], ["移交", "周明"]]
    assert titles(examine(tmp_path, rows))[7:] == ["清场", "移交"]


def test_empty_rows_of_a_form_whose_names_only_count(tmp_path: Path) -> None:
    rows = [PLAN[:4], *(full(f"事项 {n}", n)[:4] for n in range(1, 5)), ["事项 5"], ["事项 6"]]
    reading = examine(tmp_path, rows)
    assert len(reading.projects) == 4
    assert "“事项 5”等 2 行（第6行至第7行）名称只是编号，别的都没有写，不作为项目。" in said(reading)


def test_names_that_count_something_else_are_projects(tmp_path: Path) -> None:
    rows = [PLAN[:4], *(full(f"事项{n}", n)[:4] for n in range(1, 5)), ["标段 1"], ["标段 2"]]
    assert titles(examine(tmp_path, rows))[4:] == ["标段 1", "标段 2"]


def test_the_last_row_without_a_number_is_a_task_if_others_are(tmp_path: Path) -> None:
    rows = [
        ("WBS ID", "Task Name", "Owner", "Duration"),
        *((f"1.{n}", f"Part {n}", "Ann", "2 days") for n in range(1, 12)),
        (None, "First half complete", None, "0 days"),
        *((f"2.{n}", f"Piece {n}", "Bob", "2 days") for n in range(1, 12)),
        (None, "Second half complete", None, "0 days"),
        (None, "Drawn up in March"),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading)[-1] == "Second half complete"
    assert "“Drawn up in March”在最后一个序号之后" in said(reading)


# --- heads -------------------------------------------------------------------------------------------


def test_a_head_beside_the_weeks_of_a_calendar(tmp_path: Path) -> None:
    weeks = [f"11/{day:02}/24" for day in (1, 8, 15, 22, 29)]
    rows = [
        ("7",),
        ("项目名称：", "某系统"),
        ("标识", "作业名称", "责任人", "开始", "完成", *weeks),
        ("A1", "画图", None, "2024-11-01", "2024-11-06"),
        ("A2", "写码", None, "2024-11-07", "2024-11-29"),
    ]
    reading = examine(tmp_path, rows)
    assert reading.plan
    assert reading.plan.title == "某系统"
    assert [(p.id, p.title, str(p.due)) for p in reading.projects] == [
        ("A1", "画图", "2024-11-06"),
        ("A2", "写码", "2024-11-29"),
    ]


def test_a_csv_with_short_english_headings(tmp_path: Path) -> None:
    reading = examine_text(
        tmp_path, "name,hours,sequence,task_type\nWalls,20,1,Build\nPaint,9,2,Finish\n", "a.csv"
    )
    assert [(p.category, p.title) for p in reading.projects] == [("Build", "Walls"), ("Finish", "Paint")]


def test_tables_in_shifted_columns_are_two(tmp_path: Path) -> None:
    head = ("ID", "目标", "工作内容")
    rows = [
        head,
        (1, "建库", "1.1 设计"),
        (2, "上线"),
        (None,),
        (None, *head),
        (None, 1, "建库", "1.1 设计"),
        (None, 2, "上线", "部署"),
    ]
    reading = examine(tmp_path, rows)
    assert reading.plan is None
    assert "有 2 张表像计划" in said(reading)
    first = examine_plan(tmp_path / "a.xlsx", Given(table=1))
    assert titles(first) == ["建库", "上线"]


def test_a_numbered_row_without_steps_goes_by_its_aim(tmp_path: Path) -> None:
    rows = [("ID", "目标", "工作内容"), (1, "建库", "设计"), (None, None, "写码"), (2, "上线", None)]
    reading = examine(tmp_path, rows, "A2:A3", "B2:B3")
    assert titles(reading) == ["设计", "写码", "上线"]
    assert "有 1 项的项目名称空着，取了项目内容作名称" in said(reading)


HELP = "A progress bar is in cells B3 through F3. Enter a value of 0 or more to move it."


def test_help_for_those_who_fill_in_is_no_title(tmp_path: Path) -> None:
    rows = [
        (HELP,),
        (HELP, "Roof repair", "Legend:"),
        ("Task", "Owner", "Due"),
        ("Walls", "Ann", "2024-03-01"),
    ]
    reading = examine(tmp_path, rows)
    assert reading.plan
    assert reading.plan.title == "Roof repair"


def test_a_table_of_html_in_markdown(tmp_path: Path) -> None:
    head, row = html_row("序号", "事项", "责任科室"), html_row("1", "修路", "工程科")
    style = "<style>td { margin: 0 }</style>"
    text = f"# 2024年计划\n\n{style}\n<table>{head}\n<!-- 以下 -->\n{row}</table>\n"
    reading = examine_text(tmp_path, text, "a.md")
    assert reading.plan
    assert reading.plan.title == "2024年计划"
    assert [(p.title, p.units.lead) for p in reading.projects] == [("修路", ("工程科",))]


def test_drawn_tables_beside_one_of_html_are_read_too(tmp_path: Path) -> None:
    drawn = "| 序号 | 事项 | 责任科室 |\n|---|---|---|\n| 1 | 修路 | 工程科 |\n"
    reading = examine_text(tmp_path, f"{drawn}\n<table><tr><td>甲</td><td>乙</td></tr></table>\n", "a.md")
    assert titles(reading) == ["修路"]


# --- columns -----------------------------------------------------------------------------------------


def test_the_phases_of_a_calendar_are_no_category(tmp_path: Path) -> None:
    rows = [
        ("TASK ID NUMBER", "TASK", "OWNER", "DUE DATE", "PHASE ONE", None, None, None),
        (None, None, None, None, "WEEK 1", "WEEK 2", "WEEK 3", "WEEK 4"),
        ("1.1", "Hire drivers", "Ann", "2024-03-01", 1, 2, 3, 4),
        ("1.2", "Pack boxes", "Bob", "2024-03-09"),
    ]
    reading = examine(tmp_path, rows, *(f"{c}1:{c}2" for c in "ABCD"), "E1:H1")
    assert [(p.id, p.category) for p in reading.projects] == [("1.1", ""), ("1.2", "")]
    assert "E 至 H 列（PHASEONE/WEEK1…PHASEONE/WEEK4）是日历" in said(reading)


def test_a_time_names_no_project(tmp_path: Path) -> None:
    rows = [("日期", "完成度"), ("第1天", "登录页"), ("第2-4天", "首页样式"), ("第5天", "产品页")]
    reading = examine(tmp_path, rows)
    assert reading.plan is None
    assert "没有认得的“项目名称”列；请用 --map 指明一列（B=项目名称）。" in said(reading)


def test_numbers_that_do_not_count_the_rows_are_no_ids(tmp_path: Path) -> None:
    rows = [
        ("子项", "功能说明", "负责人", "预计人手", None),
        ("建库", "设计各表", "周明", "后端", 1),
        ("接口", "写接口", "吴清", "前端", 1),
        ("联调", "合起来试", "赵江", "测试", 1),
    ]
    assert [p.id for p in examine(tmp_path, rows, "D1:E1").projects] == ["1", "2", "3"]


def test_a_milestone_over_several_tasks_is_their_category(tmp_path: Path) -> None:
    rows = [
        ("Milestone", "ID", "Task", "Owner"),
        ("Delivery works", "1.1", "Find boxes", "Ann"),
        (None, "1.2", "Hire drivers", "Bob"),
    ]
    reading = examine(tmp_path, rows, "A2:A3")
    assert [(p.category, p.title) for p in reading.projects] == [
        ("Delivery works", "Find boxes"),
        ("Delivery works", "Hire drivers"),
    ]


def test_names_right_of_a_column_of_names_are_names_too(tmp_path: Path) -> None:
    rows = [
        ("功能", None, "负责人"),
        ("档案",),
        (None, "部门管理", "周明"),
        (None, "职位管理", "吴清"),
        (None, "资料", "周明"),
        ("客户",),
        ("工单", None, "吴清"),
    ]
    reading = examine(tmp_path, rows)
    assert [(p.category, p.title) for p in reading.projects] == [
        ("档案", "部门管理"),
        ("档案", "职位管理"),
        ("档案", "资料"),
        ("客户", "工单"),
    ]


def test_a_first_row_with_one_known_heading_is_a_head_if_nothing_else_is(tmp_path: Path) -> None:
    rows = [("页面", "负责人"), ("首页", "周明"), ("课程", "吴清"), ("练习室", "赵江")]
    assert [(p.title, p.persons) for p in examine(tmp_path, rows).projects] == [
        ("首页", ("周明",)),
        ("课程", ("吴清",)),
        ("练习室", ("赵江",)),
    ]


def test_a_first_row_without_a_known_heading_is_none(tmp_path: Path) -> None:
    rows = [("服务端", "客户端", "其他"), ("建工程", "建工程"), ("写网络", "写网络"), ("角色", "角色")]
    assert "找不到表头" in said(examine(tmp_path, rows))


def test_the_history_of_a_document_is_no_plan(tmp_path: Path) -> None:
    reading = examine(
        tmp_path, [("版本", "修订人", "修订说明", "审批日期"), ("1.0", "周明", "初稿", "2024-03-01")]
    )
    assert reading.plan is None
    assert "里面只有修订记录，没有像计划的表" in said(reading)


def test_the_only_column_of_contents_names_the_projects_though_some_repeat(tmp_path: Path) -> None:
    rows = [
        ("工作内容", "工作时间"),
        *((name, f"2024-01-{day}") for name, day in zip("甲乙乙乙丙丙丙", range(11, 18), strict=True)),
    ]
    assert len(examine(tmp_path, rows).projects) == 7


# --- titles and years --------------------------------------------------------------------------------


def test_a_stray_letter_is_no_title(tmp_path: Path) -> None:
    rows = [("c",), ("Harbour workplan",), ("Task", "Owner", "Due"), ("Walls", "Ann", "2024-03-01")]
    reading = examine(tmp_path, rows)
    assert reading.plan
    assert reading.plan.title == "Harbour workplan"


@pytest.mark.parametrize(
    "line",
    [
        "文章来源：本站 作者：佚名 发布时间：2024年06月17日",
        "2. 时间安排",
        "1.2 成员分工",
        "适用对象：全体成员",
    ],
)
def test_a_line_of_the_page_is_no_title(tmp_path: Path, line: str) -> None:
    rows = html_row("序号", "事项", "科室") + html_row("1", "修路", "办公室")
    page = f"<html><p>2024年安全计划</p><p>{line}</p><table>{rows}</table></html>"
    reading = examine_text(tmp_path, page, "a.html")
    assert reading.plan
    assert reading.plan.title == "2024年安全计划"


def test_a_title_over_several_lines_is_whole(tmp_path: Path) -> None:
    text = "某区落实《关于加强新时代\n街道工作的意见》的任务分解方案\n一、党建\n1.定制度。（责任单位：区民政局）\n"
    reading = examine_text(tmp_path, text)
    assert reading.plan
    assert reading.plan.title == "某区落实《关于加强新时代街道工作的意见》的任务分解方案"


@pytest.mark.parametrize(
    ("title", "due"),
    [
        ("某校2021学年第二学期行事历", "2022-06-13"),
        ("某校2021学年第一学期行事历", "2021-06-13"),
        ("某校2021年行事历", "2021-06-13"),
    ],
)
def test_a_school_year_goes_by_its_first_year(tmp_path: Path, title: str, due: str) -> None:
    rows = [("工作内容", "日期", "责任处室"), ("毕业典礼", "6月13日", "教务处")]
    reading = examine(tmp_path, rows, title=title)
    assert [str(project.due) for project in reading.projects] == [due]
    assert ("第二学期的日期算 2022 年的" in said(reading)) is ("二" in title)


# --- who answers -------------------------------------------------------------------------------------


def test_marks_before_names_and_names_that_go_on_in_the_next_line(tmp_path: Path) -> None:
    rows = [
        ("任务", "负责人", "牵头部门"),
        ("甲", "@周明", "粮食流通工作\n专班"),
        ("乙", "@吴清", "办公室\n财务部"),
    ]
    reading = examine(tmp_path, rows)
    assert [(p.persons, p.units.lead) for p in reading.projects] == [
        (("周明",), ("粮食流通工作专班",)),
        (("吴清",), ("办公室", "财务部")),
    ]


def test_items_without_a_number_below_headings_that_have_numbered_ones(tmp_path: Path) -> None:
    text = (
        "一、起草项目\n城市绿化条例\n起草单位：市城管局\n报送审议时间：2024年12月底\n"
        "二、调研项目\n1.文明行为条例\n责任单位：市文明办\n2.行政许可办法\n责任单位：市审批局\n"
    )
    reading = examine_text(tmp_path, text, year=2024)
    assert [(p.category, p.title, p.units.lead, str(p.due)) for p in reading.projects] == [
        ("起草项目", "城市绿化条例", ("市城管局",), "2024-12-31"),
        ("调研项目", "文明行为条例", ("市文明办",), "None"),
        ("调研项目", "行政许可办法", ("市审批局",), "None"),
    ]


def test_the_only_item_of_a_month_needs_no_number(tmp_path: Path) -> None:
    text = "二月份\n1.报名\n2.培训\n三月份\n示范校确认\n四月份\n1.征集案例\n2.申报\n"
    reading = examine_text(tmp_path, text, year=2024)
    assert [(p.category, p.title) for p in reading.projects][2] == ("三月份", "示范校确认")


def test_a_calendar_flattened_into_lines_is_refused(tmp_path: Path) -> None:
    weeks = [
        f"第{week}周\n3月{day}日—3月{day + 6}日\n学雷锋\n3班"
        for week, day in (("一", 1), ("二", 8), ("三", 15))
    ]
    text = "\n".join(["三月份", "1、妇女节", "2、植树节", *weeks, "四月份", "1、清明节", "2、地球日"])
    assert examine_text(tmp_path, text, year=2024).plan is None


# --- rows of copied tables ---------------------------------------------------------------------------

BARS = """类别 | 名称 | 目标 | 责任单位 | 完成时间 |
一、教育 | 14.建校 | 建成 | 教育局 | 6月底 |
15.修操场 | 修好 | 体育局 | 9月底 | |
16.课后服务 | 全覆盖 | 教育局 | 9月底 | |
"""


def test_rows_that_moved_beside_the_labels_of_a_page(tmp_path: Path) -> None:
    reading = examine_text(
        tmp_path, BARS + "索引号: | 1137 | 成文日期: | 2022-10-08 |\n发布机构: 某市\n", year=2022
    )
    assert [(p.category, p.title, p.units.lead) for p in reading.projects] == [
        ("一、教育", "14.建校", ("教育局",)),
        ("一、教育", "15.修操场", ("体育局",)),
        ("一、教育", "16.课后服务", ("教育局",)),
    ]
    assert "“索引号: 1137 成文日期: 2022…”写的是标签和值，不作为项目。" in said(reading)


def test_a_last_row_that_the_copy_cut(tmp_path: Path) -> None:
    reading = examine_text(tmp_path, BARS + "17.招聘教师,提高素", year=2022)
    assert titles(reading)[-1] == "17.招聘教师,提高素"
    lost = examine_text(
        tmp_path, BARS.replace("14.", "").replace("15.", "").replace("16.", "") + "招聘教", "b.txt", 2022
    )
    assert "“招聘教”" in said(lost)


def test_projects_written_out_on_several_rows_with_a_measure_on_each(tmp_path: Path) -> None:
    head = ("序号", "重点工作", "主要目标任务", "牵头部门", "完成时间", "年度工作措施")
    rows = [
        head,
        *((1, "稳增长", "营收过亿", "财务部", "12月底", f"措施{n}") for n in (1, 2, 3)),
        *((2, "稳增长", "控制成本", "财务部", "6月底", f"办法{n}") for n in (1, 2)),
        *((3, "强党建", "学习教育", "党群部", "7月底", f"活动{n}") for n in (1, 2)),
        (3, "强党建", "学习教育", "工会", "7月底", "另一件"),
    ]
    reading = examine(tmp_path, rows, title="2024年任务表")
    assert [(p.id, p.category, p.title, p.content) for p in reading.projects][:2] == [
        ("1", "稳增长", "营收过亿", "措施1\n措施2\n措施3"),
        ("2", "稳增长", "控制成本", "办法1\n办法2"),
    ]
    assert len(reading.projects) == 4
    assert "第4-5、7、9行的序号、名称等与上一行相同，内容并入上一项；请核对。" in said(reading)


def test_names_that_cover_no_others_are_projects(tmp_path: Path) -> None:
    rows = [
        ("工作明细", "功能模块", "功能操作", "负责人"),
        ("选型",),
        ("基础", "甲维护", "增删"),
        (None, "乙维护", "改查"),
        ("迁移",),
    ]
    reading = examine(tmp_path, rows, "A3:A4")
    assert titles(reading) == ["选型", "甲维护", "乙维护", "迁移"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("项目名称：", "某系统"),
            ("指导老师：", "周明"),
            ("组员：",),
            ("时间/功能", "2024-07-25"),
            ("选题",),
            ("画图",),
        ],
        [
            ("团队名称", "甲组", "小组编号", None),
            ("计划人", "周明", "计划时间", "2024-04-13"),
            ("星期一", "练习"),
            ("星期二", "讨论"),
            ("星期三", "练习"),
        ],
    ],
)
def test_the_labels_of_a_form_are_no_head(tmp_path: Path, rows: Rows) -> None:
    assert "找不到表头" in said(examine(tmp_path, rows))
