"""Kinds of tables that were read wrongly, or not at all, when they were first seen (texts invented)."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document

from dushiquan.domain.plan import Project
from dushiquan.domain.status import Status
from dushiquan.phrases.status_words import status_of
from dushiquan.sources.cells import as_field
from dushiquan.sources.headings import read_map
from dushiquan.sources.plan_file import Given, Reading, examine_plan
from dushiquan.sources.school_year import SchoolYear, school_year_of
from tests.sources import books

Rows = Sequence[Sequence[object]]


def examine(tmp_path: Path, rows: Rows, *merges: str, title: str = "2026年计划", words: str = "") -> Reading:
    path = books.save(tmp_path / "表.xlsx", rows, merges, title)
    return examine_plan(path, Given(read_map(words.split())))


def said(reading: Reading, level: str = "") -> str:
    return "\n".join(p.message for p in reading.problems if not level or p.level == level)


def titles(reading: Reading) -> list[str]:
    return [project.title for project in reading.projects]


def owners(project: Project) -> tuple[str, str, str]:
    units = project.units
    return "、".join(units.lead), "、".join(units.support), "、".join(project.persons)


def dues(reading: Reading) -> list[str]:
    return [f"{p.start or ''}..{p.due or ''}" for p in reading.projects]


# --- which column is the title -----------------------------------------------------------------------


def test_a_project_that_repeats_before_distinct_tasks_is_their_category(tmp_path: Path) -> None:
    rows = [
        ("项目", "任务", "截止"),
        ("官网", "调研", "3月"),
        ("官网", "设计", "4月"),
        ("小程序", "登录", "5月"),
    ]
    found = [(p.category, p.title) for p in examine(tmp_path, rows).projects]
    assert found == [("官网", "调研"), ("官网", "设计"), ("小程序", "登录")]


def test_a_goal_over_several_measures_with_their_own_owners_is_their_category(tmp_path: Path) -> None:
    rows = [
        ("工作目标", "具体措施", "时间安排", "责任人"),
        ("打响品牌", "投放广告", "1-3月", "张伟"),
        (None, "办发布会", "4月15日", "李娜"),
        ("拓宽渠道", "新增代理", "上半年", "王芳"),
    ]
    reading = examine(tmp_path, rows, "A3:A4")
    assert [(p.category, p.title) for p in reading.projects][1] == ("打响品牌", "办发布会")


def test_a_short_text_that_repeats_before_the_tasks_is_no_content(tmp_path: Path) -> None:
    rows = [
        ("目标", "序号", "主要任务", "责任单位"),
        ("经济", 1, "稳增长", "甲局"),
        ("经济", 2, "扩投资", "乙局"),
    ]
    reading = examine(tmp_path, [*rows, ("民生", 3, "促就业", "丙局")])
    assert next((p.category, p.title, p.content) for p in reading.projects) == ("经济", "稳增长", "")


def test_of_a_sparse_problem_and_a_full_content_the_content_names_the_rows(tmp_path: Path) -> None:
    rows = [("内容", "完成时间", "问题"), ("公告栏", "1月10日", None), ("报销", "1月13日", "流程要调整")]
    reading = examine(tmp_path, [*rows, ("合同", "1月17日", None), ("工单", "1月20日", None)])
    assert titles(reading) == ["公告栏", "报销", "合同", "工单"]


def test_a_title_that_repeats_beside_an_unknown_column_that_does_not_is_asked(tmp_path: Path) -> None:
    rows = [("编号", "待查", "事项", "责任单位")]
    rows += [(str(n), f"第{n}号管线的检修和复核", "检修" if n % 2 else "复核", "甲局") for n in range(1, 7)]
    reading = examine(tmp_path, rows)
    assert "看不出哪一列是名称" not in said(reading, "error")  # 事项 is known as it is
    rows[0] = ("编号", "待查", "功能", "责任单位")
    assert "“功能”像是名称，可是“待查”写得更全" in said(examine(tmp_path, rows), "error")


def test_this_week_s_work_is_the_title_and_next_week_s_is_not_read(tmp_path: Path) -> None:
    rows = [("序号", "本周工作内容", "计划完成时间", "下周工作计划"), (1, "写登录页", "3.4", "联调")]
    reading = examine(tmp_path, [*rows, (2, "写测试", "3.16", "继续")])
    assert (titles(reading), dues(reading)) == (["写登录页", "写测试"], ["..2026-03-04", "..2026-03-16"])


def test_kinds_of_work_side_by_side_under_one_heading_are_asked(tmp_path: Path) -> None:
    rows = [
        ("月份", "工作内容", None, "责任人"),
        (None, "教学工作", "德育工作", None),
        ("3月", "听课", "植树", "张伟"),
    ]
    reading = examine(tmp_path, rows, "B2:C2", "A2:A3", "D2:D3")
    assert "“教学工作”“德育工作”像是两类事" in reading.choices[0].text


def test_a_misspelt_heading_and_one_of_people_are_understood(tmp_path: Path) -> None:
    rows = [
        ("No.", "Ativity", "Category", "Status", "Individual taking over activity"),
        (1, "Patch the servers", "PROD", "Ongoing", "Ann Lee,Bob Ray"),
        (2, "Write the report", "PROD", "Ongoing", "Ann Lee"),
    ]
    first, _ = examine(tmp_path, rows).projects
    assert (first.title, first.persons) == ("Patch the servers", ("Ann Lee", "Bob Ray"))


# --- who answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("责任人", "政教处", ("政教处", "", "")),
        ("责任单位及责任人", "安监科：张伟", ("安监科", "", "张伟")),
        ("责任单位", "科技局\n（大数据中心）", ("科技局（大数据中心）", "", "")),
        ("参与人", "张伟、李娜", ("", "", "张伟、李娜")),
        ("配合单位", "甲局、乙局", ("", "甲局、乙局", "")),
        ("盯控人", "聂远、刘爽", ("", "", "聂远、刘爽")),
        ("负责开发/QA", "司徒/马鑫", ("", "", "司徒、马鑫")),
        ("负责人", "1.周明<z@a.cn>\n2.吴清（组长）", ("", "", "周明、吴清")),
    ],
)
def test_owners(tmp_path: Path, heading: str, cell: str, expected: tuple[str, str, str]) -> None:
    reading = examine(tmp_path, [("序号", "任务", heading), (1, "开展检查", cell), (2, "整理资料", cell)])
    assert owners(reading.projects[0]) == expected


def test_units_with_persons_in_brackets_keep_those_that_support(tmp_path: Path) -> None:
    rows = [("任务", "牵头部门及责任人", "配合部门"), ("印发规划", "规划处（张伟）", "各处室")]
    assert owners(examine(tmp_path, rows).projects[0]) == ("规划处", "各处室", "张伟")


def test_persons_among_units_below_a_heading_of_persons(tmp_path: Path) -> None:
    rows = [
        ("任务", "责任人"),
        ("升旗", "政教处"),
        ("教研", "张伟、李娜"),
        ("检查", "总务处"),
        ("考试", "教务处"),
    ]
    assert [owners(p) for p in examine(tmp_path, rows).projects][1] == ("", "", "张伟、李娜")


def test_a_column_of_roles_names_nobody(tmp_path: Path) -> None:
    rows = [
        ("案由", "承办单位", "主办/协办"),
        ("改造步行街", "城管局", "主办"),
        ("增加公交", "交通局", "协办"),
    ]
    reading = examine(tmp_path, rows)
    assert owners(reading.projects[0]) == ("城管局", "", "")
    assert "列“主办/协办”未读：只写了主办还是协办，不是名称。" in said(reading)


def test_what_is_counted_is_no_unit_that_answers(tmp_path: Path) -> None:
    rows = [("项目", "单位", "数量"), ("更换灯具", "盏", 20), ("粉刷墙面", "平方米", 300)]
    reading = examine(tmp_path, rows)
    assert [owners(project) for project in reading.projects] == [("", "", "")] * 2
    assert "列“单位”未读：写的是计量单位，不是责任单位。" in said(reading)


def test_a_name_beside_a_task_may_be_a_person_s_and_is_not_read(tmp_path: Path) -> None:
    rows = [("Name", "Task", "Deadline"), ("Ann", "Write", "2026-03-01"), ("Bob", "Review", "2026-03-05")]
    reading = examine(tmp_path, rows)
    assert [(p.title, p.content, p.persons) for p in reading.projects][1] == ("Review", "", ())
    assert "列“Name”未读：是人名还是名称看不出；是负责人请加 --map Name=负责人。" in said(reading)


def test_those_who_attend_are_not_read(tmp_path: Path) -> None:
    reading = examine(
        tmp_path, [("月份", "主题", "参加人员"), ("1月", "学习", "全体党员"), ("2月", "慰问", "支委")]
    )
    assert owners(reading.projects[0]) == ("", "", "")


def test_what_people_do_is_no_list_of_names(tmp_path: Path) -> None:
    rows = [
        ("Step", "Responsibility"),
        ("Buy", "- IT: install the scanners\n- Finance: approve"),
        ("Run", "- IT: help"),
    ]
    assert examine(tmp_path, rows).projects[0].persons == ()


# --- when --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "cells", "expected"),
    [
        (("月份", "日期"), ("三月", "2-8"), "2026-03-02..2026-03-08"),
        (("月份", "日期"), ("二月", "23-1"), "2026-02-23..2026-03-01"),
        (("月", "日"), (3, 5), "..2026-03-05"),
    ],
)
def test_days_beside_their_month(
    tmp_path: Path, heads: tuple[str, str], cells: tuple[object, object], expected: str
) -> None:
    rows = [(*heads, "工作内容", "负责人"), (*cells, "升旗", "张伟"), (*cells, "检查", "李娜")]
    reading = examine(tmp_path, rows)
    assert dues(reading) == [expected, expected]
    assert "一列只写了日，按“" in said(reading)


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("计划实施时间（月）", "6、11", "2026-06-01..2026-11-30"),
        ("计划实施时间（月）", "3,6,9,12", "2026-03-01..2026-12-31"),
        ("建设起止年限", "2025-2027", "2025-01-01..2027-12-31"),
        ("结题时间", "2026.12", "2026-12-01..2026-12-31"),
        ("完成时间", "3.5", "..2026-03-05"),
        ("Échéance", "15 mars 2026", "..2026-03-15"),
        ("Due Date", " 30 -Jan-26 ", "..2026-01-30"),
        ("Date of Completion", "31.07.2026", "..2026-07-31"),
    ],
)
def test_times(tmp_path: Path, heading: str, cell: str, expected: str) -> None:
    reading = examine(tmp_path, [("序号", "任务", heading), (1, "开展检查", cell), (2, "整理资料", cell)])
    assert dues(reading) == [expected, expected]


def test_a_limit_goes_before_the_days_of_inspections(tmp_path: Path) -> None:
    rows = [("隐患描述", "检查日期", "整改期限", "复查日期"), ("堵塞", "2026.2.3", "立即", "2026.2.6")]
    reading = examine(tmp_path, [*rows, ("无标识", "2026.2.3", "2026.2.10", None)])
    assert dues(reading) == ["..", "..2026-02-10"]


def test_quarters_over_planned_and_status_tell_when_and_no_status(tmp_path: Path) -> None:
    rows = [
        (None, None, "Q1 (Jan-Mar)", None, "Q2 (Apr-Jun)", None),
        ("No.", "Activity", "Planned", "Status", "Planned2", "Status2"),
        (1, "Train staff", "Y", "Completed", "Y", "Ongoing"),
        (2, "Publish a brief", None, None, "Y", None),
    ]
    reading = examine(tmp_path, rows, "C2:D2", "E2:F2")
    assert dues(reading) == ["2026-01-01..2026-06-30", "2026-04-01..2026-06-30"]
    assert "“Y”作为“进度要求”" in said(reading, "question")
    assert not reading.reports


def test_a_start_that_is_no_day_does_not_take_the_due_day_with_it(tmp_path: Path) -> None:
    rows = [("任务", "开始日期", "截止日期"), ("制图", "2026/9/110", datetime(2026, 9, 19))]
    reading = examine(tmp_path, rows)
    assert dues(reading) == ["..2026-09-19"]
    assert "“2026/9/110”不是日期，未取；请核对。" in said(reading)


def test_the_year_stands_in_the_name_of_the_sheet(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = books.save(
        tmp_path / "表.xlsx", [("项目", "负责人", "截止时间"), ("大纲", "张伟", "3月24")], title=""
    )
    book = load_workbook(path)
    book.worksheets[0].title = "202603"
    book.save(path)
    reading = examine_plan(path)
    assert dues(reading) == ["..2026-03-24"]
    assert "年度取自工作表的名称“202603”" in said(reading)


def test_a_text_without_a_time_needs_no_year(tmp_path: Path) -> None:
    rows = [("Task", "Start", "Due"), ("Draft", "2026-03-01", "2026-03-05"), ("Launch", "TBC", "TBC")]
    reading = examine(tmp_path, rows, title="Launch plan")
    assert reading.plan
    assert reading.plan.year == 2026
    assert [p.requirement for p in reading.projects] == ["", "TBC"]


def test_the_year_that_the_caller_gives_is_that_in_which_the_school_year_begins() -> None:
    assert school_year_of(["学年工作计划"], 2025) == SchoolYear(2025, 7)
    assert school_year_of(["学年工作计划"]) is None


# --- how far -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("☑", Status.DONE),
        ("✅ 完成", Status.DONE),
        ("🚧 进行中", Status.ACTIVE),
        ("⚪ 未开始", Status.PLANNED),
        ("En cours", Status.ACTIVE),
        ("Terminé", Status.DONE),
        ("Open", Status.PLANNED),
        ("冻结中", Status.PAUSED),
        ("☐", None),
    ],
)
def test_states(cell: str, status: Status | None) -> None:
    assert status_of(cell) is status


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("目前状态", ("R", "Y", "G"), []),
        ("Done?", ("Y", "N", "N"), ["1"]),
        ("Done", ("☑", "☐", "☐"), ["1"]),
        ("需要达到的状态", ("完成", "完成", "完成"), []),
        ("整改结果", ("已整改", "未整改", "否"), ["1"]),
    ],
)
def test_what_is_done(tmp_path: Path, heading: str, cells: Sequence[str], expected: list[str]) -> None:
    rows = [("序号", "任务", heading), *((n, f"事项{n}", cell) for n, cell in enumerate(cells, 1))]
    reports = examine(tmp_path, rows).reports
    assert [report.id for report in reports if report.status is Status.DONE] == expected


def test_what_is_done_in_part_is_not_done_though_a_day_stands_beside_it(tmp_path: Path) -> None:
    rows = [
        ("任务", "完成情况", "实际完成时间"),
        ("甲", "√", "2026-01-18"),
        ("乙", "注册部分\n完成", "2026-01-19"),
    ]
    reading = examine(tmp_path, rows)
    assert [report.status for report in reading.reports] == [Status.DONE, None]
    assert "写了完成日期 2026-01-19，但写的是“注册部分完成”，没有作为已完成" in said(reading)


# --- rows, titles and texts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("1.开会\n2.学习", "1.开会；2.学习"),
        ("推进老旧小区改\n造工作", "推进老旧小区改造工作"),
        ("民主生活会\n2020年度党委工作整改落实情况上报", "民主生活会 2020年度党委工作整改落实情况上报"),
        ("修订制度，\n印发执行", "修订制度，印发执行"),
    ],
)
def test_the_lines_of_a_title(cell: str, title: str) -> None:
    assert as_field("title", cell) == title


def test_an_address_is_no_title(tmp_path: Path) -> None:
    rows = [
        ("http://oa.example.com/12",),
        ("科室任务清单",),
        ("任务", "负责人", "完成时限"),
        ("修订", "张伟", "3月"),
    ]
    reading = examine(tmp_path, rows, title="")
    assert "以文件名" not in said(reading)
    assert reading.plan
    assert reading.plan.title == "科室任务清单"


def test_a_title_stands_beside_a_label_and_its_value(tmp_path: Path) -> None:
    rows = [("开发计划", "计划人：", "张伟"), ("任务", "负责人", "截止日期"), ("选型", "李娜", "2026-03-05")]
    reading = examine(tmp_path, rows, title="")
    assert reading.plan
    assert reading.plan.title == "开发计划"


def test_names_below_an_outer_name_that_is_not_merged_are_asked(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "解决方案", "责任人"),
        ("分表", "建表", "张伟"),
        (None, "迁移", "张伟"),
        ("渠道", "加字段", "李娜"),
        (None, "改脚本", "李娜"),
    ]
    reading = examine(tmp_path, rows, "A3:A4")
    assert [p.category for p in reading.projects] == ["分表", "分表", "渠道", "渠道"]
    assert "第6行没有类别，看来接着上一行，沿用“渠道”；请核对。" in said(reading, "question")


def test_a_row_with_a_comma_too_many_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    rows = [
        "id,title,lead,date",
        *(f"a{n},task {n},Ann,2026-03-0{n}" for n in range(1, 9)),
        "b1,5,000h run,Bob,2026-03-09",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    reading = examine_plan(path)
    assert len(reading.projects) == 8
    assert "有 5 格，列名只有 4 个" in said(reading, "question")


def test_days_at_the_right_of_a_head_are_its_calendar(tmp_path: Path) -> None:
    rows = [
        ("项目", "子项", "负责人", "计划起止", "3/1", "3/8", "3/15"),
        ("装修", "水电", "张伟", "3.1-3.14", "■", "■", None),
    ]
    reading = examine(tmp_path, [*rows, (None, "木工", "李娜", "3.15-3.25", None, "■", "■")], "A3:A4")
    assert dues(reading) == ["2026-03-01..2026-03-14", "2026-03-15..2026-03-25"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "项目一：城市书房\n责任单位：区文旅局\n项目二：智慧停车\n责任单位：区城管局",
            ["城市书房", "智慧停车"],
        ),
        ("- [x] 汇编材料（责任人：张伟）\n- [ ] 召开大会（责任人：李娜）", ["汇编材料", "召开大会"]),
    ],
)
def test_marks_before_the_items_of_a_text_are_none_of_it(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    path = tmp_path / "计划.txt"
    path.write_text(text, encoding="utf-8")
    assert titles(examine_plan(path)) == expected


def test_two_headings_on_their_own_lines_are_those_of_a_table_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    path.write_text(
        "职责分解表\n任 务 目 标\n完成时限\n组织领导\n成立专班。\n4月份\n临时任务\n完成其他。\n5月份\n",
        encoding="utf-8",
    )
    assert "文中像有一张表，但列名断成了几行" in said(examine_plan(path), "error")


def text_file(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "计划.txt"
    path.write_text(text, encoding="utf-8")
    return examine_plan(path)


def test_a_head_narrower_than_its_rows_stands_over_category_and_number(tmp_path: Path) -> None:
    reading = text_file(
        tmp_path,
        "工作任务 | 具体要求 | 责任单位 | 时限要求 | ||\n"
        "一、深化公开 | (一)涉企信息 | 1 | 公开涉企政策文件的决策和执行情况。 | 市发改委、市工信局 | 持续推进 |\n"
        "2 | 开设帮扶政策专题,促进消费恢复。 | 市商务局 | 2026年6月底前 | ||\n"
        "二、强化基础 | (二)平台建设 | 3 | 改版政府网站,优化检索功能。 | 市政府办 | 2026年9月底前 |\n",
    )
    assert [(p.id, p.category, p.units.lead[0]) for p in reading.projects] == [
        ("1", "一、深化公开", "市发改委"),
        ("2", "一、深化公开", "市商务局"),
        ("3", "二、强化基础", "市政府办"),
    ]
    assert "已按内容对回各列" in said(reading, "question")


def test_a_table_of_bars_whose_cells_fit_no_head_is_no_running_text(tmp_path: Path) -> None:
    reading = text_file(
        tmp_path,
        "序号 | 重点工作 | 责任分工 || 完成时限 |\n| | 牵头单位 | 配合单位 | |\n1 | 建设 | 发改局 | 各镇 | 12月 |\n"
        "2 | 招商 | 商务局 | 财政局 | 12月 |\n",
    )
    assert "文中像有一张用竖线画的表，但各行的格子对不上列名" in said(reading, "error")


def test_days_before_what_is_done_on_them_take_the_month_of_the_title(tmp_path: Path) -> None:
    reading = text_file(
        tmp_path,
        "2026年4月份主要工作安排\n1日：召开党委会\n2-3日：植树活动（团委）\n下旬：家长会（德育处）\n",
    )
    assert titles(reading) == ["召开党委会", "植树活动", "家长会"]
    assert dues(reading) == ["..2026-04-01", "2026-04-02..2026-04-03", "2026-04-21..2026-04-30"]
    assert "3 项只写了日，月份取了标题里的“4月”；请核对。" in said(reading, "question")


def test_what_stands_below_a_closed_bracket_is_no_part_of_it(tmp_path: Path) -> None:
    reading = text_file(
        tmp_path,
        "关于2026年重点工作任务分解的通知\n1、完成产值5亿元（责任部门：生产部；责任人：张伟）\n"
        "2、降低成本三个点（责任部门：财务部；责任人：李娜）\n3、年内不发生事故（责任部门：安环部；责任人：王芳）\n某某公司\n",
    )
    assert [p.persons for p in reading.projects] == [("张伟",), ("李娜",), ("王芳",)]


# --- what task tools export --------------------------------------------------------------------------


def test_roles_below_persons_are_persons(tmp_path: Path) -> None:
    rows = [
        ("任务", "责任人", None),
        (None, "主责", "协助"),
        ("招聘", "张伟", "李娜"),
        ("培训", "王芳", "赵敏"),
    ]
    reading = examine(tmp_path, rows, "B2:C2", "A2:A3")
    assert owners(reading.projects[0]) == ("", "李娜", "张伟")


def test_a_day_with_a_clock_of_twelve_hours_and_one_of_zeros(tmp_path: Path) -> None:
    rows = [("Issue Type", "Summary", "Due date"), ("Bug", "Fix login", "2026/01/10 12:00 AM")]
    reading = examine(tmp_path, [*rows, ("Task", "Write docs", "0000-00-00")], title="")
    assert [(p.category, p.title) for p in reading.projects] == [("Bug", "Fix login"), ("Task", "Write docs")]
    assert dues(reading) == ["..2026-01-10", ".."]


def test_twelve_bare_numbers_at_the_right_are_the_months(tmp_path: Path) -> None:
    rows = [("任务", "负责人", *range(1, 13)), ("预算", "张伟", "▲", "▲"), ("评估", "李娜", *[None] * 5, "▲")]
    assert dues(examine(tmp_path, rows)) == ["2026-01-01..2026-02-28", "2026-06-01..2026-06-30"]


def test_the_first_section_may_stand_above_the_head(tmp_path: Path) -> None:
    rows = [
        ("Output 1: Access",),
        ("Activity", "When", "Responsible"),
        ("Train teachers", "May 2026", "MoE"),
        ("Output 2: Quality",),
        ("Inspect schools", "June 2026", "MoE"),
    ]
    reading = examine(tmp_path, rows, "A2:C2", "A5:C5")
    assert [p.category for p in reading.projects] == ["Output 1: Access", "Output 2: Quality"]


def test_next_month_s_plan_is_no_content(tmp_path: Path) -> None:
    rows = [("项目名称", "建设周期", "形象进度", "下月计划"), ("物流园", "2025.3-2027.6", "主体封顶", "装修")]
    reading = examine(tmp_path, rows)
    assert reading.projects[0].content == ""
    assert dues(reading) == ["2025-03-01..2027-06-30"]


def test_a_column_that_names_sections_only_leaves_the_names_to_the_contents(tmp_path: Path) -> None:
    rows = [
        ("项目", None, "内容", "负责人", "时间"),
        ("一", "党建"),
        ("1", None, "主题党日", "张伟", "每月"),
        ("二", "业务"),
        ("2", None, "窗口服务", "王芳", "全年"),
    ]
    reading = examine(tmp_path, rows, "A2:B2")
    assert [(p.category, p.title) for p in reading.projects] == [("党建", "主题党日"), ("业务", "窗口服务")]


def test_a_bar_alone_ends_a_row_and_a_day_under_the_units_is_pointed_out(tmp_path: Path) -> None:
    path = tmp_path / "台账.txt"
    rows = (
        "2026年工作台账",
        "序号 | 工作任务 | 细化分工 | 责任处室 | 完成时限 | 备注 |",
        "1 | 公开预算 | 公布预算和决算 | 财务处 | 长期推进 |",
        "2 | 清理文件 | 法规处 | 长期推进 |",
        "3 | 发布信息 | 宣传处 | 长期推进 |",
    )
    path.write_text("\n|\n".join(rows[2:]).join(("\n".join(rows[:2]) + "\n", "\n|\n")), encoding="utf-8")
    reading = examine_plan(path, Given({}))
    assert titles(reading) == ["公开预算", "清理文件", "发布信息"]
    assert "第5、7行比表头窄，末一格不在应在的列里" in said(reading)


def test_a_remark_that_reads_like_progress_and_half_a_unit_are_pointed_out(tmp_path: Path) -> None:
    rows = [
        ["序号", "本周任务", "责任单位", "完成情况", "备注"],
        ["1", "整理档案", "区档案局", "", "已完成"],
        ["2", "布置会场", "区", "", "省重点"],
    ]
    reading = examine(tmp_path, rows)
    assert "“已完成”等 1 格像是进展，这一列没有取；是进展的请加 --map 备注=进展情况。" in said(reading)
    assert "“区”不像单位名称；请核对责任单位。" in said(reading)
    told = examine(tmp_path, rows, words="备注=进展情况")
    assert [report.status for report in told.reports] == [Status.DONE, None]


# --- categories written once -------------------------------------------------------------------------

BLOCKS: Rows = [
    ("综合", "写总结", "办公室", "6月底前"),
    (None, "建台账", "办公室", "3月底前"),
    ("安全", "消防检查", "安监科", "5月底前"),
    (None, "应急演练", "安监科", "10月底前"),
]


@pytest.mark.parametrize(("heading", "words"), [("类别", ""), ("归口", "归口=类别")])
def test_a_category_written_once_goes_down_to_the_rows_below(
    tmp_path: Path, heading: str, words: str
) -> None:
    rows = [(heading, "工作任务", "责任单位", "完成时限"), *BLOCKS]
    reading = examine(tmp_path, rows, words=words)
    assert [p.category for p in reading.projects] == ["综合", "综合", "安全", "安全"]
    assert "有 2 项的类别空着，沿用上一项的；" in said(reading, "warning")


def test_empty_categories_beside_merged_ones_are_filled_below_an_unmerged_one(tmp_path: Path) -> None:
    rows = [("类别", "工作任务", "责任单位", "完成时限"), *BLOCKS, (None, "排查", "安监科", "7月底前")]
    reading = examine(tmp_path, rows, "A3:A4")
    assert [p.category for p in reading.projects] == ["综合", "综合", "安全", "安全", "安全"]


@pytest.mark.parametrize("last", ["综合", None])
def test_a_category_that_stands_again_or_a_level_is_not_filled_down(tmp_path: Path, last: str | None) -> None:
    heading = "类别" if last else "级别"
    rows = [(heading, "工作任务", "责任单位", "完成时限"), *BLOCKS, (last, "排查", "安监科", "7月底前")]
    assert examine(tmp_path, rows).projects[1].category == ""


# --- empty columns -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("责任人", "负责人", "persons"),
        ("完成时限", "办结时限", "requirement"),
        ("牵头单位", "责任单位", "units"),
        ("事项", "任务名称", "title"),
    ],
)
def test_an_empty_column_gives_way_to_a_filled_one(
    tmp_path: Path, first: str, second: str, field: str
) -> None:
    cells = {"工作任务": "写总结", "责任部门": "办公室", "截止日期": "3月底前"}
    if field == "title":
        del cells["工作任务"]
    value = {"persons": "周一鸣", "requirement": "3月底前", "units": "办公室", "title": "写总结"}[field]
    cells = {heading: text for heading, text in cells.items() if text != value}
    rows: list[tuple[object, ...]] = [(first, second, *cells)]
    rows += [(None, value, *cells.values()) for _ in range(3)]
    reading = examine(tmp_path, rows)
    column = next(c for c in reading.columns if c.name == second)
    assert column.field == field
    assert f"“{first}”是空的" in said(reading)
    assert f"取了“{second}”（B 列）" in said(reading)


# --- tables without a head ---------------------------------------------------------------------------

HEADLESS: Rows = [
    (None, "系统升级", "技术部", "3月底前"),
    (None, "客户回访", "客服部", "6月底前"),
]


def test_a_table_without_a_head_tells_how_to_name_all_its_columns(tmp_path: Path) -> None:
    reading = examine(tmp_path, HEADLESS)
    assert "像是 --map B=项目名称 --map C=责任单位 --map D=进度要求" in said(reading, "error")


def test_columns_of_a_table_without_a_head_go_by_letter(tmp_path: Path) -> None:
    reading = examine(tmp_path, HEADLESS, words="B=项目名称 C=责任单位 D=进度要求")
    assert reading.plan
    assert reading.plan.title == "2026年计划"
    assert titles(reading) == ["系统升级", "客户回访"]
    assert [owners(p)[0] for p in reading.projects] == ["技术部", "客服部"]
    assert dues(reading) == ["..2026-03-31", "..2026-06-30"]


def test_a_row_of_unknown_names_above_is_no_project_if_letters_name_the_columns(tmp_path: Path) -> None:
    rows = [(None, "啥事", "哪家", "几时"), *HEADLESS]
    reading = examine(tmp_path, rows, words="B=项目名称 D=进度要求")
    assert titles(reading) == ["系统升级", "客户回访"]
    assert "在表头之上" in said(reading)


# --- headings of other trades ------------------------------------------------------------------------


def test_a_division_of_work_names_who_answers_or_what_they_do(tmp_path: Path) -> None:
    rows = [
        ("主系统", "任务分解", "细化分工", "时序进度"),
        ("财务", "凭证模块", "技术部、周一鸣", "3月底前"),
        ("财务", "报表模块", "研发部", "6月底前"),
    ]
    reading = examine(tmp_path, rows)
    assert [(p.category, p.title) for p in reading.projects] == [("财务", "凭证模块"), ("财务", "报表模块")]
    assert owners(reading.projects[0]) == ("技术部", "", "周一鸣")
    assert dues(reading) == ["..2026-03-31", "..2026-06-30"]
    duties = [rows[0], *((*row[:2], f"做好{row[1]}的开发和测试", row[3]) for row in rows[1:])]
    assert owners(examine(tmp_path, duties).projects[0]) == ("", "", "")


def test_business_with_a_division_of_work_is_the_title(tmp_path: Path) -> None:
    rows = [("业务", "分工", "时间"), ("系统升级", "技术部", "3月"), ("客户回访", "客服部", "6月")]
    assert titles(examine(tmp_path, rows)) == ["系统升级", "客户回访"]


# --- days written as numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "due", "is_asked"),
    [
        ((11.28, 12.2, 12.5, 12.15), "..2026-12-02", False),
        ((11.28, 12.2, 12.25, 12.28), "..2026-12-02", True),
        ((11.28, 11.3, 12.5, 12.15), "..2026-11-30", False),
        ((11.28, 12.2, 12.5), "..2026-12-02", True),
        ((12.5, 12.2, 11.28, 11.15), "..2026-12-02", True),
        ((11.28, 12.2, None), "..", False),
    ],
)
def test_a_number_among_days_is_a_day_asked_if_a_digit_may_be_lost(
    tmp_path: Path, days: tuple[float | None, ...], due: str, is_asked: bool
) -> None:
    rows = [
        ("任务", "负责人", "完成时间"),
        *((f"任务{at}", "周一鸣", day) for at, day in enumerate(days)),
    ]
    reading = examine(tmp_path, rows)
    assert dues(reading)[1] == due
    assert ("请改写成文字" in said(reading, "question")) is is_asked


# --- another table below -----------------------------------------------------------------------------

NUMBERED: Rows = [
    ("序号", "工作任务", "责任人", "日期"),
    (1, "写总结", "周一鸣", "2026-03-31"),
    (2, "建台账", "吴小满", "2026-04-30"),
    (3, "办培训", "郑一帆", "2026-05-31"),
]


@pytest.mark.parametrize(
    "below",
    [
        [(), ("物资", "数量"), ("桌子", "10"), ("椅子", "20")],
        [(), ("姓名", "电话"), ("周一鸣", "1381"), ("吴小满", "1382")],
        [(), ("经费预算",), ("项目", "金额", "说明"), ("桌子", "1000", "会议"), ("椅子", "2000", "会议")],
    ],
)
def test_a_small_table_below_with_a_head_of_its_own_is_none_of_the_projects(
    tmp_path: Path, below: Rows
) -> None:
    reading = examine(tmp_path, [*NUMBERED, *below])
    assert titles(reading) == ["写总结", "建台账", "办培训"]
    assert "像是另一张表，列名不同，未读" in said(reading)


def test_a_project_below_an_empty_row_stays_one(tmp_path: Path) -> None:
    rows = [*NUMBERED, (), (4, "编制预算", "周一鸣"), (None, "植树活动", "吴小满"), (5, "验收", "周一鸣")]
    assert len(titles(examine(tmp_path, rows))) == 6


def test_a_column_headed_only_as_a_day_is_said_to_be_taken_as_the_limit(tmp_path: Path) -> None:
    reading = examine(tmp_path, NUMBERED)
    assert dues(reading)[0] == "..2026-03-31"
    assert "“日期”作为“进度要求”：列名没有说这是时限" in said(reading)


# --- what is no title --------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["备注", "评语"])
def test_a_column_of_comments_is_never_suggested_as_the_title(tmp_path: Path, heading: str) -> None:
    rows = [
        (heading, "责任人", "完成时限"),
        ("写得很好继续努力", "周一鸣", "3月底前"),
        ("基本达到要求", "吴小满", "6月底前"),
    ]
    reading = examine(tmp_path, rows)
    assert reading.plan is None
    assert "没有一列像项目名称" in said(reading, "error")
    assert "A=项目名称" not in said(reading)


@pytest.mark.parametrize("title", ["2026年重点工作计划 |", "| 2026年重点工作计划 |", "2026年重点工作计划："])
def test_marks_around_a_title_are_no_part_of_it(tmp_path: Path, title: str) -> None:
    reading = examine(tmp_path, NUMBERED, title=title)
    assert reading.plan
    assert reading.plan.title == "2026年重点工作计划"


def test_projects_told_outside_the_table_are_said_to_be_unread(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    book = Document()
    table = book.add_table(0, 4)
    for row in NUMBERED:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = str(text)
    for line in ("项目名称：食堂改造", "负责人：郑一帆", "完成时间：9月底", "填表人：周一鸣"):
        book.add_paragraph(line)
    book.save(str(path))
    assert "表外“项目名称：食堂改造”等 3 段像是写项目的，没有读" in said(examine_plan(path))


def test_a_title_above_blocks_that_is_none_has_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    block = "项目名称：{}\n责任单位：办公室\n完成时限：2026年9月底前\n"
    path.write_text(
        "制表日期和2026年工作计划\n" + block.format("食堂") + block.format("宿舍"), encoding="utf-8"
    )
    reading = examine_plan(path)
    assert "在表头之上" in said(reading)
    assert all(problem.line is None or problem.line > 0 for problem in reading.problems)


@pytest.mark.parametrize(("heading", "first", "second"), [("科室", "甲科", "乙科"), ("月份", "3月", "4月")])
def test_a_unit_or_month_written_once_for_several_rows_is_said_not_to_go_down(
    tmp_path: Path, heading: str, first: str, second: str
) -> None:
    rows = [(heading, "工作任务", "负责人"), (first, "写总结", "周一鸣"), (None, "建台账", "吴小满")]
    rows += [(second, "办培训", "周一鸣"), (None, "办会务", "吴小满")]
    assert "有 2 格空着，像是一格管下面几行，没有沿用" in said(examine(tmp_path, rows))
    assert "像是一格管下面几行" not in said(examine(tmp_path, NUMBERED))


def test_an_objective_is_the_category_of_its_key_results(tmp_path: Path) -> None:
    rows = [("O", "KR", "组织者"), ("提升留存", "推送改版", "周一鸣"), (None, "新手引导", "吴小满")]
    rows += [("提升收入", "上线会员", "周一鸣"), (None, "优化支付", "周一鸣")]
    found = [(p.category, p.title, *p.persons) for p in examine(tmp_path, rows).projects]
    assert found[1] == ("提升留存", "新手引导", "吴小满")
    assert found[2] == ("提升收入", "上线会员", "周一鸣")


def test_a_table_turned_on_its_side_is_told_from_one_without_a_head(tmp_path: Path) -> None:
    rows = [
        ("任务", "写总结", "建台账", "办培训"),
        ("责任人", "周一鸣", "吴小满", "郑一帆"),
        ("完成时间", "3月底前", "4月底前", "5月底前"),
    ]
    assert "行列颠倒的表请先转置" in said(examine(tmp_path, rows), "error")


# --- more ways to write days -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "due"),
    [
        ((46112, 46142), "..2026-03-31"),
        (("26.3.5", "26.4.15"), "..2026-03-05"),
        (("26/3/5", "26/12/31"), "..2026-03-05"),
        (("26.3.5", "25.4.15"), ".."),
        ((46112, "4月底"), ".."),
    ],
)
def test_days_with_a_short_year_or_counted_by_the_workbook(
    tmp_path: Path, days: tuple[object, ...], due: str
) -> None:
    rows = [("任务", "负责人", "完成时间"), *((f"任务{at}", "周一鸣", day) for at, day in enumerate(days))]
    assert dues(examine(tmp_path, rows))[0] == due


def test_start_and_end_may_each_have_a_month_and_a_day(tmp_path: Path) -> None:
    rows = [
        ("检修项目", "责任车间", "计划开始", None, "计划完成", None),
        (None, None, "月", "日", "月", "日"),
        ("更换炉衬", "炼钢车间", 3, 5, 4, 10),
        ("清理管道", "炼钢车间", 5, 1, 5, 20),
    ]
    reading = examine(tmp_path, rows, "A2:A3", "B2:B3", "C2:D2", "E2:F2")
    assert dues(reading) == ["2026-03-05..2026-04-10", "2026-05-01..2026-05-20"]
    assert owners(reading.projects[0])[0] == "炼钢车间"


def test_a_state_among_percentages_is_one(tmp_path: Path) -> None:
    rows = [("任务", "负责人", "完成情况"), ("甲", "周一鸣", "已完成"), ("乙", "吴小满", "80%")]
    reports = examine(tmp_path, rows).reports
    assert [(report.status, report.progress) for report in reports] == [(Status.DONE, None), (None, 80)]
