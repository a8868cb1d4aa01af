"""Kinds of table and text that other offices have (invented): what was once misread, or read only by asking."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dushiquan.cli.problem_rows import reading_rows
from dushiquan.sources.cells import as_field
from dushiquan.sources.headings import meanings
from dushiquan.sources.plan_file import Given, Reading, examine_plan
from tests.sources.books import save

Rows = Sequence[Sequence[object]]


def examine(tmp_path: Path, rows: Rows, *merges: str, title: str = "2024年计划") -> Reading:
    return examine_plan(save(tmp_path / "a.xlsx", rows, merges, title))


def examine_text(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return examine_plan(path)


def said(reading: Reading) -> str:
    return "\n".join(problem.message for problem in reading.problems)


# --- days that are no deadline -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("解决时间", "done_on"),
        ("修复日期", "done_on"),
        ("计划解决时间", "requirement"),
        ("date_completed", "done_on"),
        ("创建时间", None),
        ("提出日期", None),
        ("CREATION_DATE", None),
        ("交付时间", "requirement"),
        ("组员", "persons"),
        ("资源名称", "persons"),
        ("任务ID", "id"),
        ("是否解决", "status"),
        ("Task Status", "status"),
        ("完成度", "progress"),
        ("小组成员", "persons"),
        ("人物", "persons"),
        ("own", "persons"),
        ("Baseline_Finish", "due"),
        ("raid_id", "id"),
    ],
)
def test_what_a_heading_means(heading: str, field: str | None) -> None:
    assert next(iter(meanings((heading.replace(" ", ""),))), None) == field


def test_days_that_only_finished_rows_have_are_when_they_were_finished(tmp_path: Path) -> None:
    head = ("序号", "任务", "状态", "完成时间")
    rows = [head, (1, "甲项", "已完成", "2024-03-01"), (2, "乙项", "进行中", None)]
    reading = examine(tmp_path, rows)
    assert [project.due for project in reading.projects] == [None, None]
    assert [str(report.done_on) for report in reading.reports if report.done_on] == ["2024-03-01"]
    assert "只有完成的各项写了日期" in said(reading)


def test_days_that_unfinished_rows_have_too_are_their_deadlines(tmp_path: Path) -> None:
    head = ("序号", "任务", "状态", "完成时间")
    rows = [head, (1, "甲项", "已完成", "2024-03-01"), (2, "乙项", "进行中", "2024-06-01")]
    assert [str(p.due) for p in examine(tmp_path, rows).projects] == ["2024-03-01", "2024-06-01"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-6-1 10:00", "2026-06-01"),
        ("2026/6/1 9:30", "2026-06-01"),
        ("2026年6月1日 10:00", "2026-06-01"),
        ("22 Jun 2026", "2026-06-22"),
        ("June 5th, 2026", "2026-06-05"),
        ("05-Sep-2026", "2026-09-05"),
        ("9 Marble 2026", "9 Marble 2026"),
    ],
)
def test_a_day_as_typed(text: str, day: str) -> None:
    assert as_field("due", text) == day


def test_the_year_of_the_other_days_is_offered(tmp_path: Path) -> None:
    rows = [("序号", "任务", "完成时间"), (1, "甲项", "2019-05-30"), (2, "乙项", "6月中旬")]
    reading = examine(tmp_path, rows, title="")
    assert [str(project.due) for project in reading.projects] == ["2019-05-30", "None"]
    assert "写了年份的日期都在 2019 年；其余的也是这一年的，请加 --year 2019。" in said(reading)


# --- columns -----------------------------------------------------------------------------------------


def test_a_calendar_is_said_once(tmp_path: Path) -> None:
    months = [f"{month}月" for month in range(1, 13)]
    rows = [
        ("序号", "任务", "责任部门", *months),
        (1, "甲项", "办公室", "√", "○"),
        (2, "乙项", "财务科", None, "√"),
    ]
    reading = examine(tmp_path, rows)
    assert said(reading).count("不认得") == 0
    assert "D 至 O 列（1月…12月）是日历，每格一段时间，未读" in said(reading)


def test_months_with_sentences_are_the_steps_of_the_requirement(tmp_path: Path) -> None:
    head = ("序号", "任务", "责任部门", "1月", "2月", "3月", "4月", "5月")
    rows = [
        head,
        (1, "甲项", "办公室", "签合同", None, "设备到场", "—", "完成调试"),
        (2, "乙项", "财务科", None, None, None),
    ]
    reading = examine(tmp_path, rows)
    assert "是日历" not in said(reading)
    first, second = reading.projects
    assert first.requirement == "1月：签合同\n3月：设备到场\n5月：完成调试"
    assert [(target.name, str(target.due)) for target in first.targets] == [
        ("签合同", "2024-01-31"),
        ("设备到场", "2024-03-31"),
        ("完成调试", "2024-05-31"),
    ]
    assert (second.requirement, second.due) == ("", None)
    assert said(reading).count("各写一段时间的事") == 1


def test_steps_beside_a_deadline_are_content(tmp_path: Path) -> None:
    head = ("序号", "项目", "完成时限", "季度目标", None)
    rows = [head, (None, None, None, "一季度", "二季度"), (1, "东桥", "6月底前", "打桩", "封顶")]
    (project,) = examine(tmp_path, rows, "A2:A3", "B2:B3", "C2:C3", "D2:E2").projects
    assert (project.content, str(project.due)) == ("一季度：打桩\n二季度：封顶", "2024-06-30")


def test_a_step_over_two_months_is_due_in_the_second(tmp_path: Path) -> None:
    rows = [("序号", "任务", "3月", "4月", "5月"), (1, "甲项", "完成土建", None, "完成装修")]
    (project,) = examine(tmp_path, rows, "C3:D3").projects
    assert project.requirement == "4月：完成土建\n5月：完成装修"


@pytest.mark.parametrize(
    "cells", [("√", "○", ""), ("20", "35", "50"), ("张三", "李四", "王五"), ("3人", "5", "8")]
)
def test_marks_numbers_and_names_in_months_are_no_steps(tmp_path: Path, cells: Sequence[str]) -> None:
    reading = examine(tmp_path, [("序号", "任务", "1月", "2月", "3月"), (1, "甲项", *cells)])
    assert [project.requirement for project in reading.projects] == [""]


def test_what_was_done_in_a_quarter_is_no_step(tmp_path: Path) -> None:
    head = ("序号", "任务", "一季度完成情况", "二季度完成情况")
    reading = examine(tmp_path, [head, (1, "甲项", "完成了打桩", "完成了封顶")])
    assert [(project.requirement, project.due) for project in reading.projects] == [("", None)]


def test_a_limit_goes_before_the_day_of_an_inspection(tmp_path: Path) -> None:
    rows = [("序号", "隐患", "检查日期", "整改期限"), (1, "灯坏", "2024-04-02", "2024-04-15")]
    reading = examine(tmp_path, rows)
    assert [str(project.due) for project in reading.projects] == ["2024-04-15"]
    assert "列“检查日期”像是“进度要求”，已取“整改期限”，未读" in said(reading)


def test_an_unknown_text_goes_before_a_category_as_the_title(tmp_path: Path) -> None:
    head = ("序号", "类别", "诉求", "承办单位", "办理时限")
    rows = [
        head,
        (1, "城建", "希望尽快修好和平路的路灯", "住建局", "6月底前"),
        (2, "教育", "希望增加城东的学位", "教育局", "7月底前"),
    ]
    reading = examine(tmp_path, rows)
    assert [project.category for project in reading.projects] == ["城建", "教育"]
    assert "列“诉求”作为“项目名称”：没有别的列像项目名称" in said(reading)


def test_days_of_a_calendar_do_not_hide_the_head(tmp_path: Path) -> None:
    days = [f"2024-04-0{day}" for day in range(1, 8)]
    rows = [("Task", "Assigned to", "Start", "End", *days), ("Draft", "Ann Lee", "2024-04-01", "2024-04-05")]
    reading = examine(tmp_path, rows, title="Relaunch")
    assert [(p.title, str(p.due)) for p in reading.projects] == [("Draft", "2024-04-05")]


@pytest.mark.parametrize(
    ("title", "dues"),
    [
        ("某校2024—2025学年第一学期行事历", ["2024-09-08", "2025-01-12"]),
        ("某校2024-2025学年度第二学期行事历", ["2025-09-08", "2025-01-12"]),
        ("某校2024-2025学年工作计划", ["2024-09-08", "2025-01-12"]),
        ("某校2024——2025学年度第 一 学期行事历", ["2024-09-08", "2025-01-12"]),
        ("某校2024年至2025学年 第Ⅰ学期行事历", ["2024-09-08", "2025-01-12"]),
        ("某校二〇二四——二〇二五学年第 一 学期行事历", ["2024-09-08", "2025-01-12"]),
    ],
)
def test_the_months_of_a_school_year_are_in_two_years(tmp_path: Path, title: str, dues: list[str]) -> None:
    head = ("日期", "工作内容", "负责部门")
    rows = [head, ("9月2日—9月8日", "开学典礼", "德育处"), ("1.6-1.12", "期末考试", "教务处")]
    reading = examine(tmp_path, rows, title=title)
    assert [str(project.due) for project in reading.projects] == dues


@pytest.mark.parametrize(
    ("title", "months", "said"),
    [
        ("某局2017年工作计划", "9月 11月 12月 1月 2月", ["从“四”（1月）起，月份又从头数，照写的算 2017 年"]),
        ("某局2017年工作计划", "1月 12月 1月 6月", []),
        ("某局2017年工作计划", "1月 6月 12月", []),
        ("某校2017—2018学年工作计划", "9月 12月 1月 6月", []),
    ],
)
def test_months_that_run_over_the_turn_of_the_year_are_pointed_out(
    tmp_path: Path, title: str, months: str, said: list[str]
) -> None:
    rows = [("项目名称", "完成时间", "负责部门")]
    rows += [(name, month, "甲科") for name, month in zip("一二三四五", months.split(), strict=False)]
    reading = examine(tmp_path, rows, title=title)
    found = [p.message.split("；")[0] for p in reading.problems if "从头数" in p.message]
    assert found == said


def test_lines_of_a_title_are_told_apart_if_the_column_has_room_for_them(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "完成时间", "负责部门"),
        ("改造甲路\n改造乙路", "6月底前", "甲科"),
        ("在河东新区建设一座污水处理厂并投入使用", "7月底前", "乙科"),
    ]
    assert examine(tmp_path, rows, title="某局2024年计划").projects[0].title == "改造甲路 改造乙路"
    rows = [rows[0], rows[1], ("建设丙厂", "7月底前", "乙科")]
    assert examine(tmp_path, rows, title="某局2024年计划").projects[0].title == "改造甲路改造乙路"


def test_goals_and_their_key_results(tmp_path: Path) -> None:
    head = ("Objective", "Key Result", "Owner", "Timeline")
    rows = [
        head,
        ("Grow", "Launch pricing page", "Ann Lee", "By September 2024"),
        ("", "Convert 8%", "Bo", "Q4 2024"),
    ]
    reading = examine(tmp_path, rows, title="OKR")
    assert [(p.title, str(p.due)) for p in reading.projects] == [
        ("Launch pricing page", "2024-09-30"),
        ("Convert 8%", "2024-12-31"),
    ]


def test_help_for_the_person_who_fills_in_the_sheet_is_not_read(tmp_path: Path) -> None:
    help_text = "本列写给填表的人看：从这一行往下逐项填写任务、负责人和日期，阶段名称单占一行，不要改动右边的日历和公式"
    rows = [
        (help_text, "任务", "负责人", "开始日期", "结束日期"),
        ("这里是阶段一的示例标题", "前期", None, None, None),
        ("这里是示例任务", "选址", "王敏", "2024-01-02", "2024-01-31"),
        (None, "立项", "李强", "2024-02-01", "2024-02-20"),
        ("这里是阶段标题", "建设", None, None, None),
        (None, "土建", "王敏", "2024-03-01", "2024-08-31"),
        (None, "装修", "李强", "2024-09-01", "2024-11-30"),
        ("在此行之上插入新行", "Insert new rows ABOVE this one", None, None, None),
    ]
    reading = examine(tmp_path, rows)
    assert [(p.category, p.title) for p in reading.projects] == [
        ("前期", "选址"),
        ("前期", "立项"),
        ("建设", "土建"),
        ("建设", "装修"),
    ]
    assert "A2 这一列是填表说明，未读。" in said(reading)


def test_a_title_column_that_only_counts_gives_way_to_the_content(tmp_path: Path) -> None:
    rows = [("任务", "内容", "结束日期")]
    rows += [(f"任务 {n}", f"页面{'甲乙丙丁'[n % 3]}", f"2024-05-0{n}") for n in range(1, 6)]
    reading = examine(tmp_path, rows)
    assert [project.title for project in reading.projects] == [
        "页面乙",
        "页面丙",
        "页面甲",
        "页面乙",
        "页面丙",
    ]


def test_a_first_column_of_numbers_is_the_number_whatever_it_is_called(tmp_path: Path) -> None:
    rows = [("N", "任务", "负责人"), (1, "甲项", "王敏"), (1.1, "乙项", "王敏"), (1.2, "丙项", "李强")]
    assert [project.id for project in examine(tmp_path, rows).projects][-2:] == ["1.1", "1.2"]


def test_a_column_that_a_heading_only_covers_is_not_read_again(tmp_path: Path) -> None:
    rows = [("序号", "任务", None, "负责人"), (1, "甲项", None, "王敏"), (2, "乙项", None, "李强")]
    reading = examine(tmp_path, rows, "B2:C2", "B3:C3", "B4:C4")
    assert [(project.title, project.content) for project in reading.projects] == [("甲项", ""), ("乙项", "")]
    assert "列“任务”" not in said(reading)


# --- rows --------------------------------------------------------------------------------------------


def test_summaries_between_the_rows_are_no_projects(tmp_path: Path) -> None:
    rows = [
        ("组员", "计划内容", "完成情况"),
        ("王敏", "写方案", "已完成"),
        ("总结：进展顺利，明天继续", None, None),
    ]
    reading = examine(tmp_path, rows)
    assert [(project.title, project.persons) for project in reading.projects] == [("写方案", ("王敏",))]
    assert "是小结行，不作为项目" in said(reading)


def test_repeated_numbers_say_how_to_go_on(tmp_path: Path) -> None:
    rows = [("编号", "任务", "负责人"), (1, "甲项", "王敏"), (2, "乙项", "王敏"), (2, "丙项", "李强")]
    path = save(tmp_path / "a.xlsx", rows)
    assert "“2”写了 2 次：第4行“乙项”、第5行“丙项”；各项按次序编为 1 至 3。" in said(examine_plan(path))
    again = examine_plan(path, Given(columns={"A": "-"}))
    assert [project.id for project in again.projects] == ["1", "2", "3"]


def test_a_list_that_names_some_things_in_the_other_column(tmp_path: Path) -> None:
    rows = [
        ("功能描述", "相关功能", "负责人"),
        ("注册", "手机注册", "王敏"),
        ("登录", None, "李强"),
        (None, "找回密码", "王敏"),
    ]
    reading = examine(tmp_path, rows)
    assert [project.title for project in reading.projects] == ["手机注册", "登录", "找回密码"]
    assert "有 1 项的项目名称空着，取了项目内容作名称" in said(reading)


# --- texts -------------------------------------------------------------------------------------------

MOVED = """工作任务 | 具体要求 | 责任部门 |
一、信息公开 | 1.公开年度预算 | 财务科 |
二、网站管理 | 2.更新机构信息 | 办公室 |
3.办理网民留言 | 各科室 | |
4.每月核查链接 | 办公室牵头,各科室配合 | |
三、政策解读 | 5.解读新政策 | 法规科 |
6.制作图解 | 办公室 | |
"""


STREAM = """某区2024年抽查计划
序号 |
领域 |
事项 |
抽查比例 |
责任单位 |
完成时限 |
1 |
学校 |
收费检查 |
10% |
区教育局 |
6月底前 |
食堂检查 |
20% |
区市场监管局 |
8月底前 | ||
2 |
医院 |
药品检查 |
5% |
区卫健局 |
9月底前 |
"""


def test_cells_with_a_bar_after_each_are_counted_off(tmp_path: Path) -> None:
    reading = examine_text(tmp_path, STREAM)
    assert [(p.id, p.category, p.title, p.units.lead, str(p.due)) for p in reading.projects] == [
        ("1.1", "学校", "收费检查", ("区教育局",), "2024-06-30"),
        ("1.2", "学校", "食堂检查", ("区市场监管局",), "2024-08-31"),
        ("2", "医院", "药品检查", ("区卫健局",), "2024-09-30"),
    ]
    asked = [problem.message for problem in reading.problems if problem.level == "question"]
    assert asked == ["第14行少了合并的格子，已按内容对回各列，空出的格子沿用上一行的；请核对。"]


def test_a_heading_over_two_columns_of_a_copied_table(tmp_path: Path) -> None:
    text = """某校2024年行事历
起止日期 | 主要工作 | 责任处室 | |
第一周 | 3月4日-3月10日 | 开学典礼 | 教育处 |
召开班主任会议 | 教务处 | ||
第二周 | 3月11日-3月17日 | 植树活动 | 总务处 |
"""
    reading = examine_text(tmp_path, text)
    assert [(p.title, p.units.lead, str(p.due)) for p in reading.projects] == [
        ("开学典礼", ("教育处",), "2024-03-10"),
        ("召开班主任会议", ("教务处",), "2024-03-10"),
        ("植树活动", ("总务处",), "2024-03-17"),
    ]


def test_a_copied_table_whose_groups_of_headings_are_lost_is_refused(tmp_path: Path) -> None:
    text = """序号 | 任务 | 责任清单 | 措施 | ||
责任人 | 责任部门 | 工作措施 | 完成时限 | ||
1 | 甲项 | 王敏 | 办公室 | 开会 | 6月底前 |
"""
    reading = examine_text(tmp_path, text)
    assert reading.plan is None
    assert "表头有两行，合并的格子在复制时丢了" in said(reading)


def test_a_second_row_of_headings_under_no_column_of_its_own_is_refused(tmp_path: Path) -> None:
    text = """序号 | 项目名称 | 总投资 | 年度计划 | 责任单位 | ||||
投资 | 主要进度 | 完成投资 | ||||||
1 | 甲项 | 180 | 180 | 建成 | 180 | 市教育局 | ||
2 | 乙项 | 60 | 60 | 建成 | 60 | 市民政局 | ||
3 | 丙项 | 26 | 26 | 建成 | 26 | 市卫健局 | ||
"""
    reading = examine_text(tmp_path, text)
    assert reading.plan is None
    assert "表头有两行，合并的格子在复制时丢了" in said(reading)


def test_a_head_in_pieces_is_not_read_as_running_text(tmp_path: Path) -> None:
    head = (
        "序号\n抽查任务\n名称\n抽查事项\n发起方式\n抽查主体\n(层级)\n抽查\n对象\n抽查\n基数\n抽查\n比例\n备注"
    )
    text = f"{head}\n1\n甲检查\n市级发起（市林业局负责）\n有关单位\n"
    reading = examine_text(tmp_path, text)
    assert reading.plan is None
    assert "列名断成了几行" in said(reading)


def test_headings_in_traditional_characters(tmp_path: Path) -> None:
    rows = [("序號", "項目名稱", "責任單位", "完成時限"), (1, "甲項", "教育局", "6月底前")]
    (project,) = examine(tmp_path, rows).projects
    assert (project.title, project.units.lead, str(project.due)) == ("甲項", ("教育局",), "2024-06-30")


def test_rows_that_lost_a_merged_cell_are_put_back_by_their_numbers(tmp_path: Path) -> None:
    reading = examine_text(tmp_path, MOVED)
    assert [(p.category, p.title[:2], p.units.lead) for p in reading.projects] == [
        ("一、信息公开", "1.", ("财务科",)),
        ("二、网站管理", "2.", ("办公室",)),
        ("二、网站管理", "3.", ("各科室",)),
        ("二、网站管理", "4.", ("办公室",)),
        ("三、政策解读", "5.", ("法规科",)),
        ("三、政策解读", "6.", ("办公室",)),
    ]
    assert "有 3 行前面少了合并的格子，已按编号对回原来的列" in said(reading)


def test_rows_without_numbers_are_put_under_the_columns_they_are_like_and_asked_about(tmp_path: Path) -> None:
    text = "\n".join(
        line if "|" not in line else line.replace("3.", "").replace("4.", "").replace("6.", "")
        for line in MOVED.splitlines()
    )
    reading = examine_text(tmp_path, text)
    assert [(p.category, p.title, p.units.lead) for p in reading.projects][2:] == [
        ("二、网站管理", "办理网民留言", ("各科室",)),
        ("二、网站管理", "每月核查链接", ("办公室",)),
        ("三、政策解读", "5.解读新政策", ("法规科",)),
        ("三、政策解读", "制作图解", ("办公室",)),
    ]
    asked = [problem.message for problem in reading.problems if problem.level == "question"]
    assert asked == ["第4-5、7行少了合并的格子，已按内容对回各列，空出的格子沿用上一行的；请核对。"]


def test_rows_of_unequal_width_below_a_head_of_names_are_a_table(tmp_path: Path) -> None:
    text = (
        "类别 | 事项名称 | 年度目标 | 责任单位 | 进展情况 |\n"
        "教育 | 1.扩建东街小学 | 主体完工 | 教育局 | 正在打桩 |\n"
        "2.更换课桌椅 | 全部更换 | 教育局 | 已更换一半 |\n"
    )
    reading = examine_text(tmp_path, text)
    assert [(p.category, p.title, p.units.lead) for p in reading.projects] == [
        ("教育", "1.扩建东街小学", ("教育局",)),
        ("教育", "2.更换课桌椅", ("教育局",)),
    ]


def test_an_extract_keeps_the_numbers_of_the_whole_table(tmp_path: Path) -> None:
    lines = [
        *("序号", "重点工作任务", "主要责任单位", "协同配合单位"),
        "一、主要目标",
        *("3", "固定资产投资增长7%左右。", "区发改委", "区工信局、区教育局"),
        "二、扩大投资",
        "三、改善民生",
        *("68", "新建东街小学教学楼，年内投入使用。", "区教育局", "区住建局"),
        *("69", "引进优质教育资源，与两所名校合作。", "区教育局", "区投资促进局"),
    ]
    reading = examine_text(tmp_path, "\n\n".join(lines))
    assert [(p.id, p.category, p.units.lead) for p in reading.projects] == [
        ("3", "一、主要目标", ("区发改委",)),
        ("68", "三、改善民生", ("区教育局",)),
        ("69", "三、改善民生", ("区教育局",)),
    ]


def test_blocks_of_labelled_lines(tmp_path: Path) -> None:
    text = """为民办实事项目进展汇总
01 项目名称：改善河道水质
项目内容：
疏浚河道，两岸植绿。
新建公厕5座。
责任单位：
水务局、城管局
进展与成效：
已完成招标。
02 项目名称：建设城市书房
责任单位
文旅局
完成时限：2024年10月底前
"""
    reading = examine_text(tmp_path, text)
    assert [(p.id, p.title, p.content, p.units.lead, str(p.due)) for p in reading.projects] == [
        ("1", "改善河道水质", "疏浚河道，两岸植绿。\n新建公厕5座。", ("水务局", "城管局"), "None"),
        ("2", "建设城市书房", "", ("文旅局",), "2024-10-31"),
    ]
    assert "每处“项目名称：…”到下一处之前认作一项，共 2 项。" in said(reading)
    assert "“进展与成效”不认得，1 处未读。" in said(reading)


def test_one_block_is_running_text(tmp_path: Path) -> None:
    reading = examine_text(tmp_path, "项目名称：改善河道水质\n责任单位：水务局\n完成时限：2024年10月底前\n")
    assert "到下一处之前认作一项" not in said(reading)


def test_numbers_that_begin_anew_in_each_section_need_no_advice(tmp_path: Path) -> None:
    rows = [("编号", "类别", "任务", "负责人"), (1, "产业", "甲项", "王敏"), (1, "民生", "乙项", "李强")]
    reading = examine(tmp_path, rows)
    assert [project.id for project in reading.projects] == ["1.1", "2.1"]
    assert "重复" not in said(reading)


def test_plan_check_lists_a_calendar_as_one_column(tmp_path: Path) -> None:
    rows = [("序号", "任务", "负责人", *"一二三四五六日"), (1, "甲项", "王敏"), (2, "乙项", "李强")]
    listed = [row[-1] for row in reading_rows(examine(tmp_path, rows)) if row[0] == "读法"]
    assert [text[:12] for text in listed[2:]] == [
        "C 列“负责人”是“负责人”"[:12],
        "D 至 J 列（一…日）是日历，不读"[:12],
    ]
