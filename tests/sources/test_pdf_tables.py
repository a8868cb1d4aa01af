"""Plans in .pdf files that a program wrote (invented), with what the end of a page does to a table."""

from pathlib import Path

from dushiquan.sources.plan_file import examine_plan
from tests.sources.pdfs import save_pdf

HEAD = ("序号", "类别", "工作任务", "责任单位", "完成时限")


def test_a_row_that_the_page_cuts_is_one_project(tmp_path: Path) -> None:
    first = [
        HEAD,
        ("1", "产业", "建设东区厂房", "发改局", "3月底前"),
        ("2", "产业", "引进两家企业，年内", "商务局", "6月底前"),
    ]
    second = [("", "", "全部投产", "", ""), ("3", "民生", "改造旧小区", "住建局", "9月底前")]
    reading = examine_plan(save_pdf(tmp_path / "2024年计划.pdf", [first, second]))
    assert [(p.id, p.title, str(p.due)) for p in reading.projects] == [
        ("1", "建设东区厂房", "2024-03-31"),
        ("2", "引进两家企业，年内全部投产", "2024-06-30"),
        ("3", "改造旧小区", "2024-09-30"),
    ]


def test_a_merged_cell_that_the_page_cuts_goes_on(tmp_path: Path) -> None:
    first = [HEAD, ("1", "民生", "修路", "住建局", "3月底前"), ("2", None, "架桥", "交通局", "6月底前")]
    second = [
        ("3", "", "通水", "水务局", "9月底前"),
        ("4", None, "通气", "住建局", "9月底前"),
        ("5", "文化", "建馆", "文旅局", "9月底前"),
    ]
    reading = examine_plan(save_pdf(tmp_path / "2024年计划.pdf", [first, second]))
    assert [project.category for project in reading.projects] == ["民生", "民生", "民生", "民生", "文化"]


def test_a_section_at_the_top_of_a_page_is_no_rest_of_a_row(tmp_path: Path) -> None:
    head = ("序号", "工作任务", "责任单位", "完成时限")
    first = [head, ("1", "建设东区厂房", "发改局", "3月底前")]
    second = [("二、民生", "", "", ""), ("2", "改造旧小区", "住建局", "9月底前")]
    reading = examine_plan(save_pdf(tmp_path / "2024年计划.pdf", [first, second]))
    assert [(p.id, p.category) for p in reading.projects] == [("1", ""), ("2", "二、民生")]


def test_a_deadline_that_a_narrow_column_broke_is_read(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ("1", "产业", "建设东区厂房", "发改局", "10月底\n前"),
        ("2", "产业", "招商", "商务局", "3月启动\n6月底前完成"),
    ]
    reading = examine_plan(save_pdf(tmp_path / "2024年计划.pdf", [rows]))
    assert (reading.projects[0].requirement, str(reading.projects[0].due)) == ("10月底前", "2024-10-31")
