"""Layouts of other offices' tables (invented): heads over several rows, groups, sections, mixed columns."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from dushiquan.sources.plan_file import Reading, examine_plan
from tests.sources.books import save

Rows = Sequence[Sequence[object]]


def examine(tmp_path: Path, rows: Rows, *merges: str) -> Reading:
    return examine_plan(save(tmp_path / "a.xlsx", rows, merges))


def spans(reading: Reading) -> list[str]:
    return [f"{project.start}..{project.due}" for project in reading.projects]


def test_groups_whose_cells_are_not_merged(tmp_path: Path) -> None:
    rows = [
        ("序号", "任务", "责任单位", "计划时间", None, "实际时间", None),
        (None, None, None, "开始", "完成", "开始", "完成"),
        (1, "甲项", "信息部", "2024-03-01", "2024-03-31", "2024-03-05", "2024-04-02"),
        (2, "乙项", "信息部", "2024-04-01", "2024-04-30", None, None),
    ]
    reading = examine(tmp_path, rows)
    assert spans(reading) == ["2024-03-01..2024-03-31", "2024-04-01..2024-04-30"]
    assert [(report.id, str(report.done_on)) for report in reading.reports] == [("1", "2024-04-02")]


def test_a_head_of_three_rows_whose_aims_of_a_quarter_are_steps(tmp_path: Path) -> None:
    rows = [
        ("序号", "项目", "进度计划", None, None, None, "责任单位"),
        (None, None, "一季度", None, "二季度", None, None),
        (None, None, "目标", "完成", "目标", "完成", None),
        (1, "东桥", "打桩", None, "封顶", None, "交通局"),
        (2, "西桥", "设计", None, "打桩", None, "交通局"),
    ]
    reading = examine(tmp_path, rows, "A2:A4", "B2:B4", "C2:F2", "C3:D3", "E3:F3", "G2:G4")
    assert [(p.title, p.requirement, str(p.due)) for p in reading.projects] == [
        ("东桥", "一季度：打桩\n二季度：封顶", "2024-06-30"),
        ("西桥", "一季度：设计\n二季度：打桩", "2024-06-30"),
    ]
    said = "C、E 列（进度计划/一季度/目标…进度计划/二季度/目标）各写一段时间的事，连同时段作为“进度要求”"
    assert said in "".join(problem.message for problem in reading.problems)


def test_rows_with_a_chinese_numeral_head_those_with_figures(tmp_path: Path) -> None:
    rows = [
        ("序号", "工作内容", "责任部门", "完成时间"),
        ("一", "党建工作", None, None),
        (1, "开展主题党日", "党办", "每月"),
        (2, "换届选举", "党办", "6月底前"),
        ("二", "业务工作", None, None),
        (3, "修订制度", "综合部", "9月底前"),
    ]
    assert [(p.id, p.category, p.title) for p in examine(tmp_path, rows).projects] == [
        ("1", "党建工作", "开展主题党日"),
        ("2", "党建工作", "换届选举"),
        ("3", "业务工作", "修订制度"),
    ]


@pytest.mark.parametrize(
    ("head", "cells", "span"),
    [
        (("计划开工时间", "计划竣工时间"), ("2024年3月", "2024年11月"), "2024-03-01..2024-11-30"),
        (("开始时间", "完成时间"), ("2024-03-01", "2024-06-30"), "2024-03-01..2024-06-30"),
        (("开始", "结束"), ("3月", "6月"), "2024-03-01..2024-06-30"),
        (("启动时间", "完成时限"), ("3月1日", "6月底前"), "2024-03-01..2024-06-30"),
        (("Start Date", "Due Date"), ("2024-03-01", "2024-06-30"), "2024-03-01..2024-06-30"),
        (("Start Date", "Due Date"), ("2024-03-01", "6月底前"), "2024-03-01..2024-06-30"),
        (("Start Date", "Due Date"), ("2024-03-01", "TBD"), "2024-03-01..None"),
        (("Start Date", "Due Date"), ("3月", "TBD"), "None..None"),
    ],
)
def test_starts_and_ends_by_many_names(
    tmp_path: Path, head: tuple[str, str], cells: tuple[str, str], span: str
) -> None:
    reading = examine(tmp_path, [("任务", "责任单位", *head), ("甲", "A局", *cells)])
    assert spans(reading) == [span]


def test_a_column_that_looks_like_units_or_days_is_offered_if_no_other_has_them(tmp_path: Path) -> None:
    head = ("序号", "工作任务", "谁来办", "批准", "何时", "备注")
    rows = [
        head,
        (1, "修路", "市交通局", "甲", "2024-06-30", "—"),
        (2, "架桥", "市水利局", "乙", "2024-09-30", "—"),
    ]
    reading = examine(tmp_path, rows)
    assert reading.plan is not None
    assert [(choice.field, [c.letter for c in choice.among]) for choice in reading.choices] == [
        ("units", ["C"]),
        ("requirement", ["E"]),
    ]
    content = [(*head[:2], "责任单位", "批准", "具体要求", "备注"), *rows[1:]]
    assert [choice.among[0].letter for choice in examine(tmp_path, content).choices] == ["E"]
    known = [(*head[:2], "责任单位", "批准", "时限", "备注"), *rows[1:]]
    assert examine(tmp_path, known).choices == []


def test_units_and_persons_in_one_column(tmp_path: Path) -> None:
    rows = [("序号", "工作任务", "责任单位及责任人", "完成时限"), (1, "甲", "交通局 小周", "6月底前")]
    (project,) = examine(tmp_path, rows).projects
    assert (project.units.lead, project.persons) == (("交通局",), ("小周",))


def test_the_months_of_a_chart_with_numbers_are_said_not_to_be_read(tmp_path: Path) -> None:
    rows = [
        ("序号", "任务", "责任人", "1月", "2月"),
        (1, "设计", "小周", "40%", None),
        (2, "施工", "小吴", None, "60%"),
    ]
    reading = examine(tmp_path, rows)
    assert [(p.title, p.persons, p.due) for p in reading.projects] == [
        ("设计", ("小周",), None),
        ("施工", ("小吴",), None),
    ]
    assert "列“1月”不认得，未读" in reading.problems[0].message


def test_when_it_was_done_beside_when_it_was_planned(tmp_path: Path) -> None:
    rows = [
        ("编号", "任务名称", "责任部门", "计划完成时间", "完成时间", "完成情况", "是否销号"),
        ("A1", "起草", "综合部", "2024-05-01", "2024-04-28", "已印发", "是"),
        ("A2", "会签", "综合部", "2024-06-01", None, "正在会签", "否"),
    ]
    reading = examine(tmp_path, rows)
    assert spans(reading) == ["None..2024-05-01", "None..2024-06-01"]
    assert [(r.id, r.status, str(r.done_on), r.note) for r in reading.reports] == [
        ("A1", "done", "2024-04-28", "已印发"),
        ("A2", None, "None", "正在会签"),
    ]


@pytest.mark.parametrize(
    ("shown", "progress"),
    [
        (["0.4", "1"], [40, 100]),
        (["40", "100"], [40, 100]),
        (["40%", "１００％"], [40, 100]),
        (["1", "0"], [None, None]),
    ],
)
def test_a_progress_without_a_sign_is_a_share_or_a_percentage_by_its_column(
    tmp_path: Path, shown: list[str], progress: list[int | None]
) -> None:
    rows = [("任务", "责任单位", "完成率", "进展情况"), *(("甲", "A局", text, "有") for text in shown)]
    assert [report.progress for report in examine(tmp_path, rows).reports] == progress


# --- a column for each unit --------------------------------------------------------------------------


def test_marks_under_the_names_of_units_say_who_leads_and_who_supports(tmp_path: Path) -> None:
    rows = [
        ("2026年分工表",),
        ("序号", "任务", "发改局", "财政局", "教育局", "完成时限"),
        (1, "新建学校", "○", "○", "●", "12月底"),
        (2, "编制规划", "●", "", "", "6月底"),
    ]
    reading = examine_plan(save(tmp_path / "a.xlsx", rows))
    assert [(project.units.lead, project.units.support) for project in reading.projects] == [
        (("教育局",), ("发改局", "财政局")),
        (("发改局",), ()),
    ]
    (asked,) = [problem for problem in reading.problems if problem.level == "question"]
    assert "“●”的牵头，“○”的配合；请核对" in asked.message


def test_words_for_roles_under_a_group_of_units_are_read(tmp_path: Path) -> None:
    rows = [
        ("序号", "任务", "责任单位", "", "", "时限"),
        ("", "", "发改局", "财政局", "教育局", ""),
        (1, "新建学校", "配合", "配合", "牵头", "12月底"),
        (2, "编制规划", "牵头", "", "", "6月底"),
    ]
    reading = examine_plan(save(tmp_path / "2026年.xlsx", rows, ["A1:A2", "B1:B2", "C1:E1", "F1:F2"], ""))
    assert [project.units.lead for project in reading.projects] == [("教育局",), ("发改局",)]


def test_one_kind_of_mark_under_units_tells_no_roles(tmp_path: Path) -> None:
    rows = [
        ("任务", "办公室", "财务科", "时限"),
        ("检查门窗", "√", "√", "12月底"),
        ("查账", "", "√", "6月底"),
    ]
    reading = examine_plan(save(tmp_path / "2026年.xlsx", rows))
    assert [project.units.lead for project in reading.projects] == [("办公室", "财务科"), ("财务科",)]
    assert "有“√”的都是责任单位；请核对" in "".join(problem.message for problem in reading.problems)


def test_two_marks_of_which_neither_stands_once_in_each_row_are_not_read(tmp_path: Path) -> None:
    rows = [
        ("任务", "办公室", "财务科", "后勤科", "时限"),
        ("检查门窗", "▲", "▲", "△", "12月底"),
        ("查账", "△", "△", "", "6月底"),
    ]
    reading = examine_plan(save(tmp_path / "2026年.xlsx", rows))
    assert [project.units.lead for project in reading.projects] == [(), ()]
    assert "“办公室”不认得，未读" in "".join(problem.message for problem in reading.problems)
