"""Tables that could be read in a wrong way without a word: asked about, or read with what is left out said."""

from collections.abc import Sequence
from pathlib import Path

from docx import Document

from dushiquan.domain.plan import Kind
from dushiquan.sources.headings import read_map
from dushiquan.sources.plan_file import Given, Reading, examine_plan
from tests.sources import books


def examine(
    tmp_path: Path, rows: Sequence[Sequence[object]], *words: str, merges: Sequence[str] = ()
) -> Reading:
    return examine_plan(books.save(tmp_path / "2026年.xlsx", rows, merges, ""), Given(read_map(words)))


def said(reading: Reading, level: str = "") -> str:
    return "\n".join(p.message for p in reading.problems if not level or p.level == level)


def titles(reading: Reading) -> list[str]:
    return [project.title for project in reading.projects]


def dues(reading: Reading) -> list[str]:
    return [str(project.due or "") for project in reading.projects]


# --- heads -------------------------------------------------------------------------------------------


def test_an_earlier_block_is_read_though_its_head_differs_a_little(tmp_path: Path) -> None:
    rows = [
        ("第一批",),
        ("事项", "承办科室", "完成时限", "备注", "联系电话"),
        ("修订值班制度", "办公室", "2026-03-31", "", "801"),
        ("更换消防器材", "后勤科", "2026-04-30", "", "802"),
        ("第二批",),
        ("事项", "承办科室", "完成时限", "备注", "依据", "附件"),
        ("检查用电安全", "后勤科", "2026-05-31", "", "通知", ""),
        ("整理会议档案", "办公室", "2026-06-30", "", "通知", ""),
        ("盘点固定资产", "财务科", "2026-07-31", "", "通知", ""),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading) == ["修订值班制度", "更换消防器材", "检查用电安全", "整理会议档案", "盘点固定资产"]
    assert [project.category for project in reading.projects] == ["第一批"] * 2 + ["第二批"] * 3
    assert "是重复的表头，不作为项目。" in said(reading)


def test_a_block_whose_read_columns_differ_is_another_table(tmp_path: Path) -> None:
    rows = [
        ("序号", "事项", "承办科室", "完成时限", "备注"),
        (1, "修订值班制度", "办公室", "2026-03-31", ""),
        (2, "更换消防器材", "后勤科", "2026-04-30", ""),
        ("序号", "事项", "承办科室", "完成情况", "备注"),
        (1, "检查用电安全", "后勤科", "已检查两次", ""),
        (2, "整理会议档案", "办公室", "已完成一半", ""),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading) == ["修订值班制度", "更换消防器材"]
    assert "未读（2 行，列有 序号、事项、承办科室、完成情况、备注）；要读请加 --table 2。" in said(reading)


# --- notes below -------------------------------------------------------------------------------------


def test_lists_below_the_last_number_are_no_projects(tmp_path: Path) -> None:
    rows = [
        ("序号", "工作内容", "责任人", "开始日期", "结束日期"),
        (1, "编写需求", "张明", "2026-03-01", "2026-03-15"),
        (2, "设计界面", "李强", "2026-03-16", "2026-03-31"),
        (3, "开发测试", "王芳", "2026-04-01", "2026-05-31"),
        (),
        ("说明：", "需求要反复核对"),
        (None, "每项留一周余地"),
        (),
        ("费用",),
        (None, "云服务器", None, "1500/月"),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading) == ["编写需求", "设计界面", "开发测试"]
    assert "在最后一个序号之后，没有序号、责任单位和时限，不作为项目。" in said(reading)


def test_a_last_row_without_number_that_names_somebody_is_a_project(tmp_path: Path) -> None:
    rows = [
        ("序号", "工作内容", "责任人", "结束日期"),
        (1, "编写需求", "张明", "2026-03-15"),
        (2, "设计界面", "李强", "2026-03-31"),
        (3, "开发测试", "王芳", "2026-05-31"),
        (None, "补充培训", "王芳", None),
    ]
    assert titles(examine(tmp_path, rows))[-1] == "补充培训"


def test_rules_below_a_sheet_of_days_are_no_projects(tmp_path: Path) -> None:
    days = [(f"2026-02-{day:02}", f"整理第{day}柜", "完成") for day in range(1, 4)]
    empty = [(f"2026-02-{day:02}",) for day in range(4, 12)]
    rows = [
        ("日期", "工作内容", "进度"),
        *days,
        *empty,
        (),
        (None, "注意："),
        (None, "1.每天更新"),
        (None, "请上传"),
    ]
    assert titles(examine(tmp_path, rows)) == ["整理第1柜", "整理第2柜", "整理第3柜"]


def test_rows_of_stages_above_numbered_tasks_are_their_categories(tmp_path: Path) -> None:
    rows = [
        ("序号", "工作内容", "开始时间", "完成时间"),
        ("第一阶段", "立项", None, None),
        (1, "定位分析", "2026-09-15", "2026-09-25"),
        (2, "可行性分析", "2026-09-25", "2026-10-05"),
        ("第二阶段", "需求", None, None),
        (1, "需求报告", "2026-10-05", "2026-10-09"),
        (2, "详细报告", "2026-10-09", "2026-10-20"),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading) == ["定位分析", "可行性分析", "需求报告", "详细报告"]
    assert [project.category for project in reading.projects] == ["立项", "立项", "需求", "需求"]


def test_a_second_owner_may_stand_below_the_first(tmp_path: Path) -> None:
    rows = [
        ("WBS", "Task Title", "Task Owner", "Due Date"),
        (1.1, "System overview", "Daniel", "2026-03-27"),
        (None, None, "Peter", None),
        (None, None, "Anna", None),
        (1.2, "Architecture", "Ben", "2026-03-28"),
    ]
    reading = examine(tmp_path, rows)
    assert [project.persons for project in reading.projects] == [("Daniel", "Peter", "Anna"), ("Ben",)]
    assert "“Peter”接着上一行，是它的又一个责任人，不作为项目。" in said(reading)


def test_chapters_that_differ_in_each_row_are_ids(tmp_path: Path) -> None:
    chapters = ("摘要", "第 1 章", "1.1", "1.2", "附录")
    rows = [("报告章节", "章节名称", "主要负责人"), *((one, f"写{one}稿", "张明") for one in chapters)]
    reading = examine(tmp_path, rows)
    assert [str(project.id) for project in reading.projects][2:4] == ["1.1", "1.2"]
    assert {project.category for project in reading.projects} == {""}


# --- titles ------------------------------------------------------------------------------------------


def test_a_few_titles_over_all_rows_are_asked_about(tmp_path: Path) -> None:
    rows = [("阶段", "事项", "负责人", "完成时限")]
    rows += [("甲", ("东区", "西区")[n % 2], "张明", f"2026-03-{n + 1:02}") for n in range(12)]
    assert "12 项的名称只有 2 个，如“东区”，像是类别" in said(examine(tmp_path, rows), "question")


def test_rows_of_actual_days_are_no_projects(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [("大分类", "小分类", "负责人", "计划/实际", "开始日期", "结束日期")]
    for n in range(1, 4):
        rows += [("甲", f"第{n}室装修", "张明", "计划", "2026-03-01", f"2026-03-1{n}")]
        rows += [(None, None, None, "实际", "2026-03-02", None)]
    merges = [f"{column}{at}:{column}{at + 1}" for column in "BC" for at in (2, 4, 6)]
    merges += ["A2:A7"]
    reading = examine(tmp_path, rows, merges=merges)
    assert titles(reading) == ["第1室装修", "第2室装修", "第3室装修"]
    assert dues(reading) == ["2026-03-11", "2026-03-12", "2026-03-13"]
    assert "写的是实际时间，未读；只读了计划的一行。" in said(reading)


def test_the_outer_of_two_names_is_the_category(tmp_path: Path) -> None:
    lines = [(line, step) for line in ("东线", "西线") for step in ("勘察", "许可", "施工", "验收")]
    rows = [
        ("line_name", "milestone", "planned_date", "status"),
        *((*one, "2026-05-01", "Open") for one in lines),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading)[:2] == ["勘察", "许可"]
    assert {project.category for project in reading.projects} == {"东线", "西线"}


def test_a_guessed_name_over_several_modules_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ("学习内容", "模块", "计划完成时间"),
        ("公文写作", "格式", "2026-03-31"),
        (None, "文种", "2026-04-30"),
        ("档案管理", "归档", "2026-05-31"),
    ]
    (choice,) = examine(tmp_path, rows, merges=["A2:A3"]).choices
    assert choice.text == "一个“学习内容”下有几个“模块”，看不出哪一列是“项目名称”"


def test_the_innermost_of_several_levels_names_a_project(tmp_path: Path) -> None:
    rows = [
        ("序号", "一级功能", "二级功能", "三级功能"),
        (1, "备案", "新增备案", None),
        (2, None, "统计", "按年统计"),
        (3, None, None, "按单位统计"),
        (4, "消息", "消息展示", None),
    ]
    reading = examine(tmp_path, rows, merges=["B2:B4", "C3:C4"])
    assert titles(reading) == ["新增备案", "按年统计", "按单位统计", "消息展示"]
    assert [project.category for project in reading.projects] == ["备案", "备案", "备案", "消息"]


def test_levels_may_stand_without_a_heading(tmp_path: Path) -> None:
    rows = [
        (None, None, None, "计划开始时间", "负责人"),
        ("工作台", "首页", None, "2026-03-01", "张明"),
        (None, "客户", "列表", "2026-03-02", "张明"),
        (None, None, "详情", "2026-03-03", "李强"),
        ("工具", "任务", "新增", "2026-03-04", "李强"),
    ]
    reading = examine(tmp_path, rows, merges=["A2:A4", "B3:B4"])
    assert titles(reading) == ["首页", "列表", "详情", "新增"]
    assert [project.category for project in reading.projects] == ["工作台"] * 3 + ["工具"]


def test_a_column_without_a_heading_may_name_the_projects(tmp_path: Path) -> None:
    rows = [
        ("编号", None, "状态", "预计时间", "特殊情况说明"),
        (1, "清点柜号", "已完成", "2026-03-01", None),
        (2, "补贴标签", "进行中", "2026-04-01", "改为打印"),
        (3, "年检车辆", "进行中", "2026-05-01", None),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading) == ["清点柜号", "补贴标签", "年检车辆"]
    assert "B 列作为“项目名称”：没有列名，各行都有字，没有别的列像项目名称" in said(reading)


def test_a_line_above_the_caption_of_another_block_is_no_project(tmp_path: Path) -> None:
    head = ("事项", "承办科室", "完成时限")
    rows = [
        ("第一批",),
        head,
        ("修订值班制度", "办公室", "2026-03-31"),
        ("更换消防器材", "后勤科", "2026-04-30"),
        ("各科室要按时报送",),
        ("第二批", None, None, "（新增）"),
        head,
        ("检查用电安全", "后勤科", "2026-05-31"),
        ("盘点固定资产", "财务科", "2026-07-31"),
    ]
    reading = examine(tmp_path, rows, merges=["A6:C6"])
    assert titles(reading) == ["修订值班制度", "更换消防器材", "检查用电安全", "盘点固定资产"]


def test_a_row_of_a_list_may_have_its_group_alone(tmp_path: Path) -> None:
    rows = [
        ("类别", "子项", "功能说明"),
        ("设计", "数据库", "表和关系"),
        (None, "框架", "权限"),
        ("推送", None, "发邮件"),
    ]
    assert titles(examine(tmp_path, rows, merges=["A2:A3"])) == ["数据库", "框架", "推送"]


def test_a_number_and_a_name_may_share_a_heading(tmp_path: Path) -> None:
    rows = [
        ("模块", "编号", None, "进度/状态", "完成（预计）时间", "特殊情况说明"),
        ("档案", 1, "清点柜号", "已完成", "2026-03-01", None),
        (None, 2, "补贴标签", "进行中", "2026-04-01", "改为打印"),
        ("车辆", 3, "年检", "进行中", "2026-05-01", None),
    ]
    reading = examine(tmp_path, rows, merges=["B1:C1", "A2:A3"])
    assert titles(reading) == ["清点柜号", "补贴标签", "年检"]
    assert [str(project.id) for project in reading.projects] == ["1", "2", "3"]


# --- days --------------------------------------------------------------------------------------------


def test_a_deadline_before_its_start_is_unread_and_said(tmp_path: Path) -> None:
    rows = [
        ("No", "Work Item", "Plan Start", "Plan End", "Owner"),
        (1, "Design", "2026-03-01", "2026-03-15", "Anna"),
        (2, "Build", "2026-12-16", "2026-02-16", "Ben"),
        (3, "Test", "2026-04-01", "2026-04-15", "Anna"),
    ]
    reading = examine(tmp_path, rows)
    assert dues(reading) == ["2026-03-15", "", "2026-04-15"]
    assert reading.projects[1].kind is Kind.UNKNOWN
    assert "时限 2026-02-16 早于起始 2026-12-16，必有一误，两天都未读；请核对后改写。" in said(reading)


def test_days_with_hyphens_and_a_clock_are_read(tmp_path: Path) -> None:
    rows = [
        ("#", "TASKS", "TASK START-DATE / TIME", "TASK END-DATE / TIME", "OWNER"),
        (1, "Portfolio", "26-02-2026/ 10:20", "26-02-2026/ 13:15", "Anna"),
        (2, "Landing page", "27-02-2026/10:00", "27-02-2026/12:17", "Ben"),
    ]
    assert dues(examine(tmp_path, rows)) == ["2026-02-26", "2026-02-27"]


# --- which table -------------------------------------------------------------------------------------


def test_a_smaller_table_is_not_taken_for_the_plan_unasked(tmp_path: Path) -> None:
    document = Document()
    for heads, lines in (
        (
            ("阶段", "里程碑事件", "开始日期", "结束日期"),
            [("立项", f"评审第{n}次", "2026-03-01", "2026-03-31") for n in range(1, 7)],
        ),
        (("阶段", "人员", "时间"), [("需求", "两名分析员", "4天"), ("开发", "四名工程师", "30天")]),
    ):
        table = document.add_table(rows=0, cols=len(heads))
        for line in (heads, *lines):
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text
        document.add_paragraph("")
    document.save(str(path := tmp_path / "项目计划.docx"))
    assert "有 2 张表像计划，请加 --table 序号 指明：1. 表1：6 行" in said(
        examine_plan(path, Given()), "error"
    )


def test_all_tables_are_those_that_were_asked_about(tmp_path: Path) -> None:
    document = Document()
    tables = (
        (
            ("任务编号", "任务名称", "任务开始时间", "任务结束时间"),
            [(str(n), f"走访第{n}村", "2026-03-01", "2026-03-09") for n in range(1, 5)],
        ),
        (
            ("成果名称", "评审时间", "评审人员"),
            [("报告", "2026-04-01", "张明"), ("总结", "2026-05-01", "李强")],
        ),
    )
    for heads, lines in tables:
        table = document.add_table(rows=0, cols=len(heads))
        for line in (heads, *lines):
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text
        document.add_paragraph("")
    document.save(str(path := tmp_path / "计划.docx"))
    assert "有 2 张表像计划" in said(examine_plan(path, Given()), "error")
    together = examine_plan(path, Given(table=frozenset()))
    assert "第 2 张表与第 1 张表的列名不同，不能合为一张读" in said(together, "error")


# --- marks, signatures and rows of two kinds ---------------------------------------------------------


def test_marks_under_a_role_are_no_names(tmp_path: Path) -> None:
    rows = [
        ("Task", "Manager", "Developer", "Owner"),
        ("Collect the forms", "I", "R/A", "C"),
        ("Check the rooms", "A", "R", ""),
        ("Write the report", "I", "R", "A/R"),
    ]
    reading = examine(tmp_path, rows)
    assert [project.persons for project in reading.projects] == [()] * 3
    assert "列“Developer”未读：写的是记号，不是名称；谁负责请另写一列。" in said(reading)


def test_a_day_beside_a_state_in_any_words_is_when_it_was_done(tmp_path: Path) -> None:
    rows = [
        ("序号", "描述", "是否完成", "完成时间"),
        (1, "门锁松动", "换了新的", "2026-03-02"),
        (2, "灯管不亮", "修好啦", "2026-03-05"),
        (3, "水管漏水", "", ""),
        (4, "窗户关不严", "", ""),
    ]
    reading = examine(tmp_path, rows)
    assert dues(reading) == [""] * 4
    assert [str(report.done_on) for report in reading.reports] == ["2026-03-02", "2026-03-05"]


def test_names_below_a_line_of_signatures_are_no_projects(tmp_path: Path) -> None:
    rows = [
        ("Activity", "Planned Start", "Planned End"),
        ("Collect the forms", "2026-03-02", "2026-03-06"),
        ("Check the rooms", "2026-03-09", "2026-03-13"),
        (),
        ("Prepared by:", "", "Reviewed by:"),
        ("Ann Lee", "Tom Fox", ""),
        ("Clerk", "Clerk", "Head"),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading) == ["Collect the forms", "Check the rooms"]
    assert "“Ann Lee Tom Fox”在签署行之下，没有责任单位和时限，不作为项目。" in said(reading)


def test_days_below_a_merged_head_and_rows_of_what_happened_are_no_projects(tmp_path: Path) -> None:
    rows = [
        ("序号", "阶段及内容", "", "", "", "", "负责人", "备注"),
        ("", "", "", "", "6月", "", "", ""),
        ("", "", "", "", "11", "12", "", ""),
        (1, "整理需求", "", "", "", "", "张明", ""),
        (),
        (2, "拍摄照片", "", "计划", "", "", "李强", ""),
        ("", "", "", "实际"),
        (3, "搭建展台", "", "计划", "", "", "王芳", ""),
        ("", "", "", "实际"),
    ]
    pairs = [f"{a}{row}:{b}{row + 1}" for row in (4, 6, 8) for a, b in ("AA", "BC", "GG")]
    merges = ["A1:A3", "B1:C3", *pairs]
    reading = examine(tmp_path, rows, merges=merges)
    assert titles(reading) == ["整理需求", "拍摄照片", "搭建展台"]
    assert [project.persons for project in reading.projects] == [("张明",), ("李强",), ("王芳",)]
    assert "第7、9行写的是实际时间，未读；只读了计划的一行。" in said(reading)


def test_the_last_row_of_two_cells_needs_no_closing_bar(tmp_path: Path) -> None:
    path = tmp_path / "2026年.txt"
    rows = ["工作任务 | 目标要求 |", "整修食堂 | 更换灶具 |", "整修宿舍 | 更换门窗 |", "整修操场 | 铺设跑道"]
    path.write_text("\n".join(rows), encoding="utf-8")
    assert titles(examine_plan(path)) == ["整修食堂", "整修宿舍", "整修操场"]


# --- days in forms that other programs write ---------------------------------------------------------


def test_days_behind_weekdays_are_read_in_the_order_in_which_the_weekdays_are_right(tmp_path: Path) -> None:
    rows = [
        ("Task Name", "Start", "Finish", "Resource Names"),
        ("Collect the forms", "Mon 26-03-02", "Wed 26-03-04", "Karen"),
        ("Check the rooms", "Thu 26-03-05", "Fri 26-03-06", "Dylan"),
    ]
    reading = examine(tmp_path, rows)
    assert dues(reading) == ["2026-03-04", "2026-03-06"]
    assert [project.persons for project in reading.projects] == [("Karen",), ("Dylan",)]
    assert "照星期对得上的“年/月/日”读" in said(reading)


def test_days_behind_weekdays_that_are_wrong_in_every_order_are_not_read(tmp_path: Path) -> None:
    rows = [
        ("Task Name", "Finish"),
        ("Collect the forms", "Mon 10/1/16"),
        ("Check the rooms", "Mon 10/3/16"),
    ]
    assert dues(examine(tmp_path, rows)) == ["", ""]


def test_several_ends_are_asked_about_and_their_starts_are_left_out(tmp_path: Path) -> None:
    rows = [
        ("Task Name", "Early Start", "Late Start", "Early Finish", "Late Finish"),
        ("Collect the forms", "2026-03-02", "2026-03-09", "2026-03-04", "2026-03-11"),
        ("Check the rooms", "2026-03-05", "2026-03-12", "2026-03-06", "2026-03-13"),
    ]
    assert said(examine(tmp_path, rows), "error").count("都像是") == 1
    reading = examine(tmp_path, rows, "D=到期")
    assert dues(reading) == ["2026-03-04", "2026-03-06"]


def test_milestones_over_days_say_until_when(tmp_path: Path) -> None:
    rows = [("Task", "Should Take", "", "Milestone")]
    rows += [(f"Part {number}", "2", "", f"2026-03-0{number}") for number in range(1, 5)]
    reading = examine(tmp_path, rows)
    assert titles(reading) == ["Part 1", "Part 2", "Part 3", "Part 4"]
    assert dues(reading)[0] == "2026-03-01"


def test_days_under_the_name_of_a_project_are_its_name(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "项目内容", "进度要求"),
        ("2026-06-30", "开放日", "6月底前"),
        ("2026-09-30", "开放日", "9月"),
    ]
    assert titles(examine(tmp_path, rows)) == ["2026-06-30", "2026-09-30"]


def test_of_two_columns_of_times_and_titles_the_inner_ones_are_read(tmp_path: Path) -> None:
    rows = [
        ("时间", "项目说明", "每周日期", "周任务计划"),
        ("3月", "学完新教程", "3.02 - 3.08(7天)", "看完第一章"),
        ("", "", "3.09 - 3.15(7天)", "看完第二章"),
        ("", "", "3.16 - 3.22(7天)", "做完习题"),
    ]
    reading = examine(tmp_path, rows, merges=["A2:A4", "B2:B4"])
    assert titles(reading) == ["看完第一章", "看完第二章", "做完习题"]
    assert dues(reading) == ["2026-03-08", "2026-03-15", "2026-03-22"]


def test_a_column_that_the_caller_names_is_not_joined_with_another(tmp_path: Path) -> None:
    rows = [
        ("事项", "时间", "办理日期"),
        ("检查用电安全", "第一批", "5月31日前"),
        ("整理会议档案", "第二批", "6月30日前"),
    ]
    reading = examine(tmp_path, rows, "C=进度要求")
    assert [project.requirement for project in reading.projects] == ["5月31日前", "6月30日前"]


# --- persons with telephones, and forms --------------------------------------------------------------


def test_persons_beside_their_telephones_are_read(tmp_path: Path) -> None:
    rows = [
        ("序号", "任务", "负责人及电话", "完成时间"),
        ("1", "采购设备", "王小明13800001111", "3月31日"),
        ("2", "安装调试", "李大海（13900002222）", "5月31日"),
    ]
    assert [project.persons for project in examine(tmp_path, rows).projects] == [("王小明",), ("李大海",)]


def test_a_column_of_telephones_holds_no_persons(tmp_path: Path) -> None:
    rows = [("任务", "负责人电话", "完成时间"), ("采购设备", "13800001111", "3月31日"), ("装机", "", "4月底")]
    assert [project.persons for project in examine(tmp_path, rows).projects] == [(), ()]


def test_a_form_whose_labels_stand_beside_their_texts_is_refused(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "东湖泵站改造", "责任单位", "县水利局"),
        ("负责人", "王小明", "完成时限", "9月底"),
        ("主要内容", "更换机组两台"),
    ]
    assert "像是一张填写的表单，不是一行一项的表" in said(examine(tmp_path, rows), "error")
