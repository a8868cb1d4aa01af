"""The 2011 plan as a table in Excel and CSV, laid out as in the notice, merged cells included."""

import csv
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook

from dushiquan.domain.plan import Plan, Project
from dushiquan.shipped import shipped
from dushiquan.sources.plan_file import read_plan

NOTICE = Path(__file__).parents[1] / "data" / "notice_2011.tsv"
TITLE = "2011年杭州都市经济圈合作项目计划安排表"
REMARK = "以上各项目内容根据都市圈工作领导小组各成员单位申报内容和第四次市长联席会议要求制定。"
HEAD = ["序号", "类别", "项目名称", "项目内容", "责任单位", "进度要求"]
CATEGORY_CELLS = (
    "1-5",
    "6-6",
    "7-10",
    "11-11",
    "12-14",
    "15-17",
    "18-18",
    "19-21",
    "22.1-22.2",
    "23-28",
    "29-29",
    "30-30",
)
UNIT_CELLS = ("7-9", "22.1-22.2", "23-24", "25-26")
UNITS = {
    "2": "牵头单位:市规划局\n配合单位:市地铁集团",
    "17": "牵头单位:市民政局\n配合单位:市经委、市贸易局等",
    "21": "牵头单位:市新闻办\n配合单位:市交通局、\n杭州文广集团、杭报集团",
    "29": "市科技局、市卫生局\n市民政局、市工商局",
}


def cells() -> list[list[str]]:
    """The cells as the notice prints them; a merged cell has its text in the first row only."""
    with NOTICE.open(encoding="utf-8", newline="") as file:
        notice = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    ids = [r["id"] for r in notice]
    rows = []
    for r in notice:
        units = UNITS.get(r["id"], "\n".join(r["lead"].split("|")))
        category = r["category"][:2] + "\n" + r["category"][2:]
        rows.append([r["id"].removesuffix(".1"), category, r["title"], r["content"], units, r["requirement"]])
    rows[ids.index("22.2")][0] = ""
    for column, spans in ((1, CATEGORY_CELLS), (4, UNIT_CELLS)):
        for span in spans:
            first, last = (ids.index(id) for id in span.split("-"))
            for row in rows[first + 1 : last + 1]:
                row[column] = ""
    return rows


@pytest.fixture(scope="module")
def shipped_plan() -> Plan:
    return read_plan(shipped("data/projects_2011.yaml"))[0]


def bare(plan: Plan) -> list[Project]:
    """The projects without targets and regions, which are not in the table."""
    return [p._replace(targets=(), regions=()) for p in plan.projects]


def test_the_notice_as_a_workbook_equals_the_shipped_plan(tmp_path: Path, shipped_plan: Plan) -> None:
    """With merged categories and units, 22 over two rows, a title above, 备注 below, and 1.0 for 1."""
    book = Workbook()
    sheet = book.active
    sheet.append([TITLE])
    sheet.merge_cells("A1:F1")
    sheet.append(HEAD)
    rows = cells()
    for values in rows:
        sheet.append([float(values[0]) if values[0] else None, *(v or None for v in values[1:])])
    sheet.append(["备注", REMARK])
    sheet.merge_cells("B34:F34")
    for column in (1, 2, 5):
        filled = [n for n, values in enumerate(rows, 3) if values[column - 1]] + [34]
        for first, after in pairwise(filled):
            if after - first > 1:
                sheet.merge_cells(start_row=first, end_row=after - 1, start_column=column, end_column=column)
    assert len(sheet.merged_cells.ranges) == 2 + 7 + 4 + 1
    path = tmp_path / "安排表.xlsx"
    book.save(path)

    plan, problems = read_plan(path)
    assert (plan.key, plan.title, plan.year, plan.remark) == ("2011", TITLE, 2011, REMARK)
    assert plan.categories == shipped_plan.categories
    assert list(plan.projects) == bare(shipped_plan)
    assert [str(p) for p in problems] == [
        f"安排表.xlsx 第34行：“备注 {REMARK[:17]}…”是备注行，已记为计划的备注，不作为项目。"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_in_csv_only_categories_are_filled_down(tmp_path: Path, shipped_plan: Plan, encoding: str) -> None:
    """CSV loses merged cells: empty categories are filled down; empty units and numbers are not guessed."""
    rows = cells()
    for values, project in zip(rows, shipped_plan.projects, strict=True):
        values[0] = str(project.id)
        values[4] = values[4] or "、".join(project.units.lead)
    text = StringIO()
    csv.writer(text).writerows([[TITLE, *[""] * 5], HEAD, *rows])
    path = tmp_path / "a.csv"
    path.write_bytes(text.getvalue().encode(encoding))

    plan, problems = read_plan(path)
    assert list(plan.projects) == bare(shipped_plan)
    assert [p.message for p in problems] == [
        "有 19 项的类别空着，沿用上一项的（这种文件不存合并单元格）；不对的请写全。"
    ]
