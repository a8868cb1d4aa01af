"""Several tables with one head in a file: a table continued over pages, or one for each chapter or sheet."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from dushiquan.domain.plan import Project
from dushiquan.errors import UsageError
from dushiquan.sources.plan_file import Given, Reading, examine_plan

HEAD = ("序号", "任务", "责任单位", "时限")
CHAPTERS = {
    "一、修路": [("1", "修东路", "甲局", "6月底前"), ("2", "修西路", "乙局", "看情况")],
    "二、植树": [("3", "植东园", "丙局", "9月底前")],
}


def page(path: Path, chapters: Mapping[str, Sequence[Sequence[str]]], head: Sequence[str] = HEAD) -> Path:
    """Save a page with one table for each chapter, under its caption."""
    tables = []
    for caption, rows in chapters.items():
        cells = ["".join(f"<td>{text}</td>" for text in row) for row in (head, *rows)]
        tables.append(f"<h2>{caption}</h2><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    path.write_text(f"<meta charset=utf-8><h1>某县2024年任务分解表</h1>{''.join(tables)}", encoding="utf-8")
    return path


def book(path: Path, sheets: Mapping[str, Sequence[Sequence[str]]]) -> Path:
    """Save a workbook whose sheets have one head, each under a title."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for values in ([f"某局2024年{name}清单"], HEAD, *rows):
            sheet.append(list(values))
    workbook.save(path)
    return path


def together(path: Path, *places: int, **given: object) -> Reading:
    return examine_plan(path, Given(table=frozenset(places), **given))  # type: ignore[arg-type]


def told(projects: Sequence[Project]) -> list[tuple[str, str, str]]:
    return [(project.id, project.category, project.title) for project in projects]


def said(reading: Reading) -> list[str]:
    return [str(problem).partition(" ")[2] or str(problem) for problem in reading.problems]


def test_in_a_pipe_it_is_asked_with_the_way_to_take_all(tmp_path: Path) -> None:
    reading = examine_plan(page(tmp_path / "a.html", CHAPTERS))
    assert reading.plan is None
    assert [problem.message for problem in reading.problems] == [
        "有 2 张表像计划，列名相同；合为一张读请加 --table all，只读其中的请加 --table 序号（如 2、1-3）："
        "1. 表1“一、修路”：2 行，列有 序号、任务、责任单位、时限；2. 表2“二、植树”：1 行，列有 序号、任务、责任单位、时限。"
    ]


def test_chapters_are_joined_and_their_captions_are_categories(tmp_path: Path) -> None:
    reading = together(page(tmp_path / "a.html", CHAPTERS))
    assert reading.plan is not None
    assert reading.plan.title == "某县2024年任务分解表"
    assert told(reading.projects) == [
        ("1", "一、修路", "修东路"),
        ("2", "一、修路", "修西路"),
        ("3", "二、植树", "植东园"),
    ]
    assert [str(problem) for problem in reading.problems] == [
        "a.html：第 1、2 张表列名相同，合为一张读：表1“一、修路” 2 行；表2“二、植树” 1 行，各表的名称作为类别；"
        "只要其中的请加 --table 序号。",
        "a.html 表1第3行 项目2 时限：D3 “看情况”未读出时限；有时限的请改写这一格，或另写“到期”“要求类别”两列。",
    ]


def test_a_table_that_goes_on_over_pages_has_no_categories(tmp_path: Path) -> None:
    rows = list(CHAPTERS.values())
    reading = together(page(tmp_path / "a.html", {"": rows[0], "续表": rows[1]}))
    assert told(reading.projects) == [("1", "", "修东路"), ("2", "", "修西路"), ("3", "", "植东园")]


def test_a_column_of_categories_wins_over_captions(tmp_path: Path) -> None:
    chapters = {caption: [("丁类", *row) for row in rows] for caption, rows in CHAPTERS.items()}
    reading = together(page(tmp_path / "a.html", chapters, ("类别", *HEAD)))
    assert {project.category for project in reading.projects} == {"丁类"}


def test_sheets_are_joined_under_their_names_and_rows_are_told_apart(tmp_path: Path) -> None:
    sheets = {"修路": [*CHAPTERS["一、修路"], ("合计", "", "", "")], "植树": CHAPTERS["二、植树"]}
    path = book(tmp_path / "a.xlsx", sheets)
    reading = together(path)
    assert {project.category for project in reading.projects} == {"修路", "植树"}
    assert "a.xlsx 表1第5行：“合计”是合计行，不作为项目。" in map(str, reading.problems)
    assert "a.xlsx 表2第1行：“某局2024年植树清单”在表头之上，不作为项目。" not in said(reading)
    without = together(path, without=[20_000_003])
    assert told(without.projects) == [("1", "修路", "修东路"), ("2", "修路", "修西路")]
    assert [(problem.plain()["table"], problem.plain()["line"]) for problem in without.problems][-2:] == [
        (2, 3),
        (1, 4),
    ]


def test_some_of_the_tables(tmp_path: Path) -> None:
    path = page(tmp_path / "a.html", {**CHAPTERS, "三、修桥": [("4", "修桥", "丁局", "年底前")]})
    assert [project.id for project in together(path, 2, 3).projects] == ["3", "4"]
    (unread,) = [text for text in map(str, together(path, 2, 3).problems) if "未读" in text]
    assert unread == "a.html：“表1”未读（2 行，列有 序号、任务、责任单位、时限）；要读请加 --table 1。"


@pytest.mark.parametrize(
    ("places", "message"),
    [
        ((1, 2), "第 2 张表与第 1 张表的列名不同，不能合为一张读；请用 --table 序号 分别载入。"),
        ((1, 7), "没有第 7 张表；现有：1. 表1"),
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, places: tuple[int, ...], message: str) -> None:
    page(tmp_path / "a.html", CHAPTERS)
    other = page(tmp_path / "b.html", {"三、修桥": [("4", "修桥", "丁局")]}, HEAD[:3])
    whole = (tmp_path / "a.html").read_text(encoding="utf-8")
    tables = whole.split("<h2>")
    (tmp_path / "c.html").write_text(
        f"{tables[0]}<h2>{tables[1]}{other.read_text(encoding='utf-8')}", encoding="utf-8"
    )
    (problem,) = together(tmp_path / "c.html", *places).problems
    assert problem.message.startswith(message)


def test_tables_of_several_months_are_not_taken_for_one_plan(tmp_path: Path) -> None:
    rows = CHAPTERS["一、修路"]
    path = book(tmp_path / "a.xlsx", {"5月": rows, "6月": rows})
    assert "--table all" not in examine_plan(path).problems[0].message
    questions = [problem.message for problem in together(path).problems if problem.level == "question"]
    assert questions == ["合读的表里有 2 项名称相同，如“修东路”；是同一计划各期的表请只读一张。"]


def test_a_plan_file_in_yaml_has_no_tables(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("plan: {title: 甲}\n", encoding="utf-8")
    with pytest.raises(UsageError):
        together(tmp_path / "a.yaml")
