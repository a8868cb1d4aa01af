"""Tables as offices make them, each with one thing that a reader must put right (invented)."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from dushiquan.domain.plan import Project
from dushiquan.sources.headings import read_map
from dushiquan.sources.plan_file import Given, Reading, examine_plan
from tests.sources import books

MONTHS = [f"{month}月" for month in range(1, 13)]


def examine(
    tmp_path: Path, rows: Sequence[Sequence[object]], *words: str, merges: Sequence[str] = (), title: str = ""
) -> Reading:
    return examine_plan(books.save(tmp_path / "2026年.xlsx", rows, merges, title), Given(read_map(words)))


def said(reading: Reading, level: str = "") -> str:
    return "\n".join(p.message for p in reading.problems if not level or p.level == level)


def who(project: Project) -> list[str]:
    return [*project.units.lead, "/", *project.units.support, "/", *project.persons]


def span(project: Project) -> str:
    return f"{project.start or ''}..{project.due or ''}"


# --- rows --------------------------------------------------------------------------------------------


def test_a_form_s_empty_rows_may_be_numbered(tmp_path: Path) -> None:
    rows = [
        ("序号", "采购事项", "承办科室", "完成时限", "状态"),
        (1, "更新打印设备", "后勤科", "2026-04-30", "未完成"),
        (2, None, None, None, "未完成"),
        (3, None, None, None, "未完成"),
    ]
    reading = examine(tmp_path, rows)
    assert [project.title for project in reading.projects] == ["更新打印设备"]
    assert "“2 未完成”等 2 行（第3行至第4行）没有名称、内容和责任单位，不作为项目。" in said(reading)


def test_a_numbered_row_with_a_day_lacks_its_name(tmp_path: Path) -> None:
    rows = [
        ("序号", "采购事项", "承办科室", "完成时限"),
        (1, "更新打印设备", "后勤科", "2026-04-30"),
        (2, None, None, "2026-05-31"),
    ]
    assert "是空的，必须填写。" in said(examine(tmp_path, rows), "error")


@pytest.mark.parametrize(
    "counts", [("（1）", "（2）", "（3）", "（4）"), ("甲", 1, 2, 3), ("栏次", "1", "2", "3")]
)
def test_a_row_that_counts_the_columns_is_no_project(tmp_path: Path, counts: tuple[object, ...]) -> None:
    rows = [("序号", "调查任务", "负责科室", "完成时间"), counts, (1, "畜禽监测", "农业科", "6月5日")]
    reading = examine(tmp_path, rows)
    assert [project.title for project in reading.projects] == ["畜禽监测"]
    assert "是栏次，数的是列，不作为项目。" in said(reading)


def test_numerals_above_numerals_are_sections(tmp_path: Path) -> None:
    rows = [
        ("序号", "任务内容", "责任部门", "完成时限"),
        ("一", "压实主体责任"),
        ("（一）", "加强组织领导"),
        (1, "召开专题会议", "党办", "3月底"),
        ("（二）", "严格监督检查"),
        (2, "开展专项督查", "纪检室", "9月底"),
        ("二", "强化教育"),
        (3, "廉政教育月", "宣传部", "5月"),
    ]
    found = [(p.id, p.category, p.title) for p in examine(tmp_path, rows).projects]
    assert found == [
        ("1", "加强组织领导", "召开专题会议"),
        ("2", "严格监督检查", "开展专项督查"),
        ("3", "强化教育", "廉政教育月"),
    ]


def test_a_numeral_with_an_owner_is_a_project(tmp_path: Path) -> None:
    rows = [
        ("序号", "任务内容", "责任部门", "完成时限"),
        ("一", "强化就业优先", "人社局", "12月底"),
        ("二", "办好人民教育"),
        ("1", "新建小学", "教体局", "8月底"),
    ]
    assert [project.title for project in examine(tmp_path, rows).projects] == [
        "强化就业优先",
        "办好人民教育",
        "新建小学",
    ]


# --- columns -----------------------------------------------------------------------------------------


def test_units_without_a_heading_beside_those_that_lead_support(tmp_path: Path) -> None:
    rows = [
        ("序号", "改革事项", "牵头单位", None, "完成时限"),
        (1, "一件事一次办", "县行政审批局", "县公安局、县人社局", "6月底"),
        (2, "国企薪酬改革", "县国资中心", "县财政局", "9月底"),
    ]
    reading = examine(tmp_path, rows)
    assert who(reading.projects[0]) == ["县行政审批局", "/", "县公安局", "县人社局", "/"]
    assert "D 列作为“配合单位”：没有列名，紧跟“牵头单位”，写的也是单位；不对请加 --map D=字段。" in said(
        reading
    )


def test_texts_without_a_heading_beside_the_units_are_not_read(tmp_path: Path) -> None:
    rows = [
        ("序号", "改革事项", "牵头单位", None, "完成时限"),
        (1, "一件事一次办", "县行政审批局", "分两批推开", "6月底"),
        (2, "国企薪酬改革", "县国资中心", "先行试点", "9月底"),
    ]
    reading = examine(tmp_path, rows)
    assert who(reading.projects[0]) == ["县行政审批局", "/", "/"]
    assert "D 列没有列名，未读" in said(reading)


def test_of_two_columns_under_one_heading_of_units_the_first_leads(tmp_path: Path) -> None:
    rows = [
        ("序号", "改革事项", "责任单位", None, "完成时限"),
        (1, "一件事一次办", "县行政审批局", "县公安局", "6月底"),
        (2, "国企薪酬改革", "县国资中心", "县财政局", "9月底"),
    ]
    reading = examine(tmp_path, rows, merges=["C1:D1"])
    assert who(reading.projects[1]) == ["县国资中心", "/", "县财政局", "/"]
    assert "“责任单位”下有两列，以前一列为牵头单位" in said(reading)


def test_what_is_wrong_is_the_title_before_what_is_done_about_it(tmp_path: Path) -> None:
    rows = [
        ("序号", "存在问题", "整改措施", "责任单位", "整改时限"),
        (1, "学习制度落实不到位", "制定学习计划", "机关党委", "3月底前"),
        (2, "公务接待台账不规范", "补齐台账", "机关服务中心", "6月底前"),
    ]
    assert [(p.title, p.content) for p in examine(tmp_path, rows).projects] == [
        ("学习制度落实不到位", "制定学习计划"),
        ("公务接待台账不规范", "补齐台账"),
    ]


def test_problems_met_on_the_way_are_no_title(tmp_path: Path) -> None:
    rows = [
        ("序号", "主要任务", "工作措施", "责任单位", "完成时限", "存在问题"),
        (1, "开通公交专线", "购置车辆", "交通局", "3月底前", "场站未落实"),
        (2, "改造候车亭", "统一样式", "城管局", "6月底前", "管线未迁"),
    ]
    assert [p.title for p in examine(tmp_path, rows).projects] == ["开通公交专线", "改造候车亭"]


def test_works_begin_and_end_on_the_days_planned(tmp_path: Path) -> None:
    rows = [
        ("序号", "项目名称", "责任单位", "计划开工", "计划竣工"),
        (1, "食品产业园", "工信局", "2026年4月", "2027年6月"),
    ]
    assert [span(p) for p in examine(tmp_path, rows).projects] == ["2026-04-01..2027-06-30"]


def test_of_two_columns_that_could_be_one_field_the_other_is_named(tmp_path: Path) -> None:
    rows = [
        ("序号", "工作任务", "责任领导", "责任人", "完成时限"),
        (1, "召开组织生活会", "张华", "李明", "1月"),
    ]
    message = "列“责任领导”像是“负责人”，已取“责任人”，未读；要读请加 --map 责任领导=字段。"
    assert message in said(examine(tmp_path, rows))


# --- marks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "marks", "spans"),
    [
        (MONTHS, [[2, 3], [12]], ["2026-02-01..2026-03-31", "2026-12-01..2026-12-31"]),
        (
            ["Jan", "Feb", "Mar", "Apr"],
            [[1], [2, 3, 4]],
            ["2026-01-01..2026-01-31", "2026-02-01..2026-04-30"],
        ),
        (["一月", "二月", "三月", "四月份"], [[3, 4]], ["2026-03-01..2026-04-30"]),
        (["4月", "5月"], [[1, 2]], ["2026-04-01..2026-05-31"]),
        (
            ["一季度", "二季度", "三季度", "四季度"],
            [[1, 2], [4]],
            ["2026-01-01..2026-06-30", "2026-10-01..2026-12-31"],
        ),
        (["2026年11月", "2026年12月", "2027年1月", "2027年2月"], [[2, 3]], ["2026-12-01..2027-01-31"]),
    ],
)
@pytest.mark.parametrize("mark", ["■", "X", "●"])
def test_marks_in_months_span_the_time(
    tmp_path: Path, heads: list[str], marks: list[list[int]], spans: list[str], mark: str
) -> None:
    rows: list[Sequence[object]] = [("序号", "工作内容", "责任部门", *heads)]
    for number, own in enumerate(marks, 1):
        cells = [mark if place in own else None for place in range(1, len(heads) + 1)]
        rows.append((number, f"事项{number}", "信息科", *cells))
    reading = examine(tmp_path, rows)
    assert [span(project) for project in reading.projects] == spans
    assert f"里的“{mark}”作为“进度要求”，从有记号的头一格到末一格" in said(reading, "warning")


def test_marks_with_gaps_are_no_time(tmp_path: Path) -> None:
    rows = [
        ("序号", "工作内容", "责任部门", *MONTHS),
        (1, "巡检", "信息科", None, None, "■", None, None, "■"),
        (2, "验收", "信息科", None, "■"),
    ]
    reading = examine(tmp_path, rows)
    assert [span(project) for project in reading.projects] == ["..", "2026-02-01..2026-02-28"]
    assert "的记号不相连（3月、6月），未作时限；有时限请另写一列。" in said(reading)


def test_ticks_may_say_that_it_was_done(tmp_path: Path) -> None:
    rows = [("序号", "工作内容", "责任部门", *MONTHS), (1, "巡检", "信息科", "√", "√")]
    assert "里的“√”作为“进度要求”" in said(examine(tmp_path, rows), "question")


def test_two_kinds_of_marks_are_not_read(tmp_path: Path) -> None:
    rows = [("序号", "工作内容", "责任部门", *MONTHS), (1, "巡检", "信息科", "□", "■")]
    reading = examine(tmp_path, rows)
    assert span(reading.projects[0]) == ".."
    assert "是日历，每格一段时间，未读" in said(reading)


def test_marks_beside_days_are_not_read(tmp_path: Path) -> None:
    rows = [
        ("序号", "工作内容", "责任部门", "完成时限", *MONTHS),
        (1, "巡检", "信息科", "5月底", None, "■"),
    ]
    reading = examine(tmp_path, rows)
    assert span(reading.projects[0]) == "..2026-05-31"
    assert "是日历" in said(reading)


# --- text --------------------------------------------------------------------------------------------


def examine_text(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "2026年.txt"
    path.write_text(text, encoding="utf-8")
    return examine_plan(path)


def test_cells_may_be_parted_by_runs_of_spaces(tmp_path: Path) -> None:
    reading = examine_text(
        tmp_path,
        "2026年上半年工作任务表\n\n"
        "序号    工 作 任 务        责任单位      完成时限\n"
        "1       修订值班制度       办公室        3月15日前\n"
        "2       更新固定资产台账   财务科\n"
        "        并核对卡片                       4月底前\n"
        "3       消防培训           后勤中心      5月20日前\n",
    )
    assert reading.plan
    assert reading.plan.title == "2026年上半年工作任务表"
    assert [(p.id, p.title, p.units.lead, str(p.due)) for p in reading.projects] == [
        ("1", "修订值班制度", ("办公室",), "2026-03-15"),
        ("2", "更新固定资产台账并核对卡片", ("财务科",), "2026-04-30"),
        ("3", "消防培训", ("后勤中心",), "2026-05-20"),
    ]


def test_cells_that_do_not_stand_below_their_head_are_counted_off(tmp_path: Path) -> None:
    reading = examine_text(
        tmp_path,
        "序号  任务  责任单位  完成时限\n"
        "1  修订机关值班和信息报送制度  办公室  3月15日前\n"
        "2  更新台账  财务科  4月底前\n",
    )
    assert [(p.title, str(p.due)) for p in reading.projects] == [
        ("修订机关值班和信息报送制度", "2026-03-15"),
        ("更新台账", "2026-04-30"),
    ]


def test_a_broken_line_without_numbers_is_not_guessed(tmp_path: Path) -> None:
    reading = examine_text(
        tmp_path,
        "任务                责任单位      完成时限\n"
        "修订值班制度        办公室        3月15日前\n"
        "                    信息中心\n"
        "更新台账            财务科        4月底前\n",
    )
    assert reading.plan is None


# --- heads -------------------------------------------------------------------------------------------


def test_a_task_over_several_parts_is_their_category(tmp_path: Path) -> None:
    rows = [
        ("任务", "分项任务", "市领导", "责任单位", "完成时限"),
        ("扩大投资", "实施重大项目", "张三", "市发改委牵头，市住建局配合", "10月底前"),
        (None, "争取专项债", None, "市财政局牵头", "11月底前"),
        ("产业升级", "技改项目", "李四", "市工信局负责", "12月底前"),
        (None, "培育上市公司", None, "市金融办牵头", "12月底前"),
    ]
    reading = examine(tmp_path, rows, merges=["A2:A3", "A4:A5", "C2:C3", "C4:C5"])
    assert [(p.category, p.title) for p in reading.projects] == [
        ("扩大投资", "实施重大项目"),
        ("扩大投资", "争取专项债"),
        ("产业升级", "技改项目"),
        ("产业升级", "培育上市公司"),
    ]


def test_goals_in_figures_are_no_titles(tmp_path: Path) -> None:
    rows = [
        ("考核指标", "分值", "目标值", "责任科室", "完成时间", "数据来源"),
        ("财政收入增长率", 10, "8%", "财政科", "12月底", "统计局"),
        ("招商到位资金", 15, "达到5亿元", "招商办", "12月底", "商务局"),
    ]
    found = [(p.category, p.title, p.content) for p in examine(tmp_path, rows).projects]
    assert found == [("", "财政收入增长率", "8%"), ("", "招商到位资金", "达到5亿元")]


def test_steps_until_the_ends_of_months(tmp_path: Path) -> None:
    rows = [
        ("序号", "任务名称", "时间节点及工作安排", None, None, "责任部门"),
        (None, None, "3月底", "6月底", "12月底"),
        (1, "智慧校园建设", "完成论证", "完成招标", "上线运行", "信息中心"),
    ]
    reading = examine(tmp_path, rows, merges=["A1:A2", "B1:B2", "C1:E1", "F1:F2"])
    assert [(p.requirement, str(p.due)) for p in reading.projects] == [
        ("3月：完成论证\n6月：完成招标\n12月：上线运行", "2026-12-31")
    ]


@pytest.mark.parametrize(
    ("heading", "value", "days"),
    [
        ("完成月份", 6, "2026-06-01..2026-06-30"),
        ("完成时限（月）", 11, "2026-11-01..2026-11-30"),
        ("月份", "3-5", "2026-03-01..2026-05-31"),
        ("完成月份", 13, ".."),
        ("完成天数", 6, ".."),
    ],
)
def test_a_heading_may_say_that_numbers_are_months(
    tmp_path: Path, heading: str, value: object, days: str
) -> None:
    rows = [("序号", "任务名称", "责任股室", heading), (1, "改造县道", "工程股", value)]
    (project,) = examine(tmp_path, rows).projects
    assert span(project) == days


@pytest.mark.parametrize(
    ("heading", "values", "days"),
    [
        ("日期", ("3/5", "3/2-3/6"), ["..2026-03-05", "2026-03-02..2026-03-06"]),
        ("Deadline", ("13/5", "3/6"), ["..2026-05-13", "..2026-06-03"]),
        ("Deadline", ("3/5", "3/6"), ["..", ".."]),
        ("日期", ("3/5", "3/45"), ["..", ".."]),
    ],
)
def test_days_with_slashes_and_no_year(
    tmp_path: Path, heading: str, values: Sequence[str], days: list[str]
) -> None:
    rows = [
        ("工作事项", "负责人", heading),
        *((f"事项{at}", "小刘", value) for at, value in enumerate(values)),
    ]
    reading = examine(tmp_path, rows)
    assert [span(p) for p in reading.projects] == days
    assert ("写的，已照此读；不对的请改写成 3月5日 的样子。" in said(reading)) == (days != ["..", ".."])


def test_of_three_levels_of_tasks_the_innermost_is_the_title(tmp_path: Path) -> None:
    rows = [
        ("序号", "一级任务", "二级任务", "三级任务", "牵头部门", "完成时限"),
        (1, "数字化", "平台建设", "数据中台", "信息部", "8月底"),
        (2, None, None, "移动审批", "信息部", "5月底"),
        (3, None, "人才培养", "训练营", "人力部", "9月底"),
    ]
    reading = examine(tmp_path, rows, merges=["B2:B4", "C2:C3"])
    assert [(p.category, p.title) for p in reading.projects] == [
        ("数字化", "数据中台"),
        ("数字化", "移动审批"),
        ("数字化", "训练营"),
    ]


def test_a_limit_that_names_hardly_any_day_is_the_requirement(tmp_path: Path) -> None:
    rows = [
        ("序号", "整改事项", "责任部门", "整改期限"),
        (1, "印章台账缺失", "办公室", "立行立改"),
        (2, "资产未盘点", "财务部", "已完成"),
    ]
    assert [p.requirement for p in examine(tmp_path, rows).projects] == ["立行立改", "已完成"]


@pytest.mark.parametrize(
    ("heads", "values", "expected"),
    [
        (
            ("Task ID", "Task", "Assigned To", "Planned Start", "Planned End", "Actual Start", "Actual End"),
            (101, "Design logo", "Emma", "2026-01-05", "2026-01-16", "2026-01-06", "2026-01-20"),
            ("101", "Design logo", ["/", "/", "Emma"], "2026-01-05..2026-01-16"),
        ),
        (
            ("Ref", "Action", "Lead", "Target Date", "RAG"),
            ("A1", "Agree data sharing", "J. Smith", "31-Mar-26", "Amber"),
            ("A1", "Agree data sharing", ["/", "/", "J. Smith"], "..2026-03-31"),
        ),
        (
            ("Objective", "Action Step", "Responsible Party", "Timeline"),
            ("Retain members", "Send reminders", "Office Manager", "June 2026"),
            ("1", "Send reminders", ["Office Manager", "/", "/"], "2026-06-01..2026-06-30"),
        ),
    ],
)
def test_english_heads(
    tmp_path: Path, heads: tuple[str, ...], values: tuple[object, ...], expected: tuple[object, ...]
) -> None:
    (project,) = examine(tmp_path, [heads, values]).projects
    assert (project.id, project.title, who(project), span(project)) == expected


@pytest.mark.parametrize(
    ("heading", "values", "days"),
    [
        ("要求反馈时间", ("2026.2.28", "2026.3.20"), ["..2026-02-28", "..2026-03-20"]),
        ("Month", ("March 2026", "May 2026"), ["2026-03-01..2026-03-31", "2026-05-01..2026-05-31"]),
    ],
)
def test_headings_of_times(tmp_path: Path, heading: str, values: Sequence[str], days: list[str]) -> None:
    rows = [
        ("编号", "督办事项", "承办单位", heading),
        *((at, f"事项{at}", "住建局", v) for at, v in enumerate(values)),
    ]
    assert [span(p) for p in examine(tmp_path, rows).projects] == days


def test_persons_in_brackets_are_no_units_if_the_heading_says_so(tmp_path: Path) -> None:
    rows = [
        ("序号", "项目", "责任单位（责任人）", "完成时限"),
        (1, "口袋公园", "城管局（姚斌）", "10月底"),
        (2, "职业高中", "教体局（高教科）", "9月底"),
    ]
    assert [who(p) for p in examine(tmp_path, rows).projects] == [
        ["城管局", "/", "/", "姚斌"],
        ["教体局（高教科）", "/", "/"],
    ]


def test_of_units_of_two_levels_the_first_leads(tmp_path: Path) -> None:
    rows = [
        ("序号", "任务", "责任单位", None, "完成时限"),
        (None, None, "市级", "县级"),
        (1, "储煤基地", "市能源局", "各县区", "10月底"),
    ]
    reading = examine(tmp_path, rows, merges=["A1:A2", "B1:B2", "C1:D1", "E1:E2"])
    assert [who(p) for p in reading.projects] == [["市能源局", "/", "各县区", "/"]]
    assert "“责任单位”下有两列，以前一列为牵头单位" in said(reading)


def test_who_may_be_headed_by_a_verb(tmp_path: Path) -> None:
    rows = [
        ("序号", "工作", "负责", "时间"),
        (1, "写总结", "小王", "3月5日"),
        (2, "报预算", "财务科", "3月9日"),
    ]
    assert [who(p) for p in examine(tmp_path, rows).projects] == [["/", "/", "小王"], ["/", "/", "财务科"]]


# --- several tables ----------------------------------------------------------------------------------

LEFT = ("序号", "工作事项", "责任人", "完成时间")


@pytest.mark.parametrize("right", [LEFT, ("序号", "下月计划", "责任人", "完成时间", "备注")])
def test_tables_beside_each_other_are_two(tmp_path: Path, right: tuple[str, ...]) -> None:
    rows = [
        ("4月完成情况", None, None, None, None, "5月工作计划"),
        (*LEFT, None, *right),
        (1, "完成决算", "李明", "4月10日", None, 1, "编制预算", "王芳", "5月15日"),
        (2, "召开座谈会", "周敏", "4月25日"),
    ]
    reading = examine(tmp_path, rows, merges=["A1:D1", "F1:I1"])
    assert reading.plan is None
    assert "有 2 张表像计划，请加 --table 序号 指明：1. Sheet“4月完成情况”：2 行" in said(reading)
    path = tmp_path / "2026年.xlsx"
    plan = examine_plan(path, Given(table=2)).plan
    assert plan
    assert (plan.title, [(p.title, p.persons) for p in plan.projects]) == (
        "5月工作计划",
        [("编制预算", ("王芳",))],
    )


def test_two_numberings_of_one_table_do_not_divide_it(tmp_path: Path) -> None:
    rows = [
        ("序号", "类别", "任务编号", "重点任务", "责任单位", "完成时限"),
        (1, "党建", "D1", "换届选举", "组织部", "4月底"),
    ]
    assert [p.title for p in examine(tmp_path, rows).projects] == ["换届选举"]


PLAN = [
    ("序号", "项目名称", "责任单位", "完成时限"),
    (1, "污水厂", "水务局", "8月"),
    (2, "体育场", "文旅局", "9月"),
]


def test_tables_below_each_other_with_heads_of_their_own_are_two(tmp_path: Path) -> None:
    rows = [
        ("一、重点项目",),
        *PLAN,
        ("二、重点工作",),
        ("序号", "工作事项", "牵头单位", "配合单位", "完成时限"),
        (1, "招商推介", "商务局", "各镇", "5月"),
    ]
    reading = examine(tmp_path, rows, title="2026年任务")
    expected = "有 2 张表像计划，请加 --table 序号 指明：1. Sheet“一、重点项目”：2 行，"
    assert expected in said(reading, "error")
    plan = examine_plan(tmp_path / "2026年.xlsx", Given(table=2)).plan
    assert plan
    assert [(p.title, str(p.due)) for p in plan.projects] == [("招商推介", "2026-05-31")]


def test_a_list_of_people_below_a_plan_is_not_read(tmp_path: Path) -> None:
    reading = examine(tmp_path, [*PLAN, ("序号", "姓名", "职务", "电话"), (1, "张三", "科长", "85550000")])
    assert [p.title for p in reading.projects] == ["污水厂", "体育场"]
    assert "“Sheet”未读（1 行" in said(reading)


def test_a_repeated_head_may_name_its_section(tmp_path: Path) -> None:
    rows = [
        ("序号", "一、交通", "责任单位", "完成时限", "备注"),
        (1, "修路", "交通局", "5月"),
        ("序号", "二、水利", "责任单位", "完成时限", "备注"),
        (2, "清淤", "水利局", "6月"),
    ]
    assert [p.title for p in examine(tmp_path, rows, "一、交通=title").projects] == ["修路", "清淤"]


def word(path: Path, *tables: Sequence[Sequence[str]], between: str = "") -> Path:
    document = Document()
    for rows in tables:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph(between)
    document.save(str(path))
    return path


TASKS = [
    ("序号", "重点任务", "责任单位", "完成时限"),
    ("1", "增设投放点", "环卫所", "3月底"),
    ("2", "更换果皮箱", "环卫所", "5月底"),
]


def test_a_table_without_a_head_goes_on_with_the_numbers(tmp_path: Path) -> None:
    more = [("3", "除臭改造", "环卫所", "7月底"), ("4", "餐厨收运", "城管局", "9月底")]
    reading = examine_plan(word(tmp_path / "2026年.docx", TASKS, more))
    assert [p.title for p in reading.projects] == ["增设投放点", "更换果皮箱", "除臭改造", "餐厨收运"]
    assert "第 2 张表没有表头，序号接着前一张，合为一张读：表1 2 行；表2 2 行" in said(reading)


@pytest.mark.parametrize(
    ("more", "between"),
    [
        ([("5", "除臭改造", "环卫所", "7月底")], ""),
        ([("3", "除臭改造", "环卫所", "7月底")], "附：另一张表"),
        ([("3", "除臭改造", "7月底")], ""),
    ],
)
def test_another_table_without_a_head_is_not_read(
    tmp_path: Path, more: Sequence[Sequence[str]], between: str
) -> None:
    reading = examine_plan(word(tmp_path / "2026年.docx", TASKS, more, between=between))
    assert len(reading.projects) == 2
    assert "“表2”未读" in said(reading)


# --- rows that go on ---------------------------------------------------------------------------------


def test_rows_without_a_name_are_parts_of_the_one_above(tmp_path: Path) -> None:
    rows = [
        ("序号", "主要任务", "工作内容", "责任单位", "完成时间"),
        (1, "加强领导", "成立专班", "党政办", "2月底前"),
        (None, None, "制定方案", "党政办", "3月底前"),
        (2, "广泛宣传", "召开动员会，", "宣传办", "3月中旬"),
        (None, None, "并上门走访", None, None),
    ]
    reading = examine(tmp_path, rows)
    assert [(p.id, p.title, p.content) for p in reading.projects] == [
        ("1.1", "加强领导", "成立专班"),
        ("1.2", "加强领导", "制定方案"),
        ("2", "广泛宣传", "召开动员会，\n并上门走访"),
    ]
    assert said(reading, "question").splitlines() == [
        "第3行没有名称，看来接着上一行，作为它的又一项；请核对。",
        "第5行没有名称，看来接着上一行，内容并入上一项；请核对。",
    ]


def test_a_list_without_numbers_names_its_groups_once(tmp_path: Path) -> None:
    rows = [
        ("重点工作", "具体任务", "责任部门", "时间要求"),
        ("思想建设", "中心组学习", "宣传部", "6月底"),
        (None, "编印资料", "宣传部", "9月底"),
        ("组织建设", "发展党员", "组织部", "11月底"),
    ]
    reading = examine(tmp_path, rows)
    assert [(p.category, p.title) for p in reading.projects] == [
        ("思想建设", "中心组学习"),
        ("思想建设", "编印资料"),
        ("组织建设", "发展党员"),
    ]
    message = "第3行没有名称，看来接着上一行，各项以内容为名称，原来的名称作类别；请核对。"
    assert said(reading, "question") == message


def test_sheets_of_several_months_share_no_titles_by_their_numbers(tmp_path: Path) -> None:
    book = Workbook()
    for month, task in (("1月", "年终决算"), ("2月", "开工检查")):
        sheet = book.create_sheet(month)
        sheet.append(("序号", "工作内容", "责任人", "完成时间"))
        sheet.append((1, task, "李会", f"2026年{month}20日"))
    path = tmp_path / "2026年.xlsx"
    book.save(path)
    reading = examine_plan(path, Given(table=frozenset()))
    assert [p.title for p in reading.projects] == ["年终决算", "开工检查"]
    assert said(reading, "question") == ""
