"""``dsq plan`` and ``dsq list -o``."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dushiquan.formats.registry import listed
from dushiquan.shipped import shipped
from dushiquan.sources.plan_file import read_plan
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import open_ledger
from tests.conftest import Run

NAME = "2011年杭州都市经济圈合作项目计划安排表"
GUOFA = Path(__file__).parents[1] / "data" / "plan_guofa_2018_38.csv"
TABLE = """\
2024年重点项目表
序号,类别,项目名称,责任单位,完成时限,标记
1,交通,修路,市发改委,6月底前,甲
1、2,交通,架桥,市发展和改革委员会,看情况,乙
合计,,2项
"""

PLANNED = [
    *("id", "no", "part", "plan", "category", "title", "content", "lead", "support", "support_open"),
    *("persons", "regions", "requirement", "kind", "start", "due", "targets"),
]


@pytest.fixture
def table(home: Path) -> Path:
    path = home / "表.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_check_lists_every_problem_and_exits_5(dsq: Run, table: Path, home: Path) -> None:
    result = dsq("plan", "check", "表.csv", "-f", "json")
    assert (result.code, result.err) == (5, "表.csv 有 1 处错误、4 处提醒，不能载入；请改正后重试。\n")
    assert list(result.json) == ["problems", "projects", "columns", "reports", "as_of"]
    assert result.json["columns"][2] == {
        "letter": "C",
        "name": "项目名称",
        "field": "title",
        "grade": "known",
        "sample": "修路",
    }
    assert result.json["problems"][0] == {
        "file": "表.csv",
        "table": None,
        "line": 2,
        "project": None,
        "field": None,
        "message": "F2 列“标记”不认得，未读；要读请加 --map 标记=字段。",
        "level": "warning",
    }
    assert [(p["line"], p["project"], p["field"], p["level"]) for p in result.json["problems"][1:]] == [
        (5, None, None, "warning"),
        (4, "1、2", "id", "error"),
        (4, "1、2", "requirement", "warning"),
        (4, None, "units", "warning"),
    ]
    (project,) = result.json["projects"]
    assert list(project) == PLANNED
    assert (project["id"], project["title"], project["due"], project["targets"]) == (
        "1",
        "修路",
        "2024-06-30",
        [],
    )
    assert list(home.iterdir()) == [table]  # no ledger was made


def test_check_lists_warnings_of_a_loadable_plan(dsq: Run, table: Path) -> None:
    table.write_text(TABLE.replace("\n1、2,", "\n2,"), encoding="utf-8")
    result = dsq("plan", "check", "表.csv", "--map", "标记=项目内容")
    assert result.code == 0
    assert result.err == "表.csv 可以载入：《2024年重点项目表》2 项，3 处提醒。\n"
    assert result.out == (
        "读法\t2\t\t序号\tA 列“序号”是“序号”，如：1\n"
        "读法\t2\t\t类别\tB 列“类别”是“类别”，如：交通\n"
        "读法\t2\t\t项目名称\tC 列“项目名称”是“项目名称”，如：修路\n"
        "读法\t2\t\t责任单位\tD 列“责任单位”是“责任单位”，如：市发改委\n"
        "读法\t2\t\t进度要求\tE 列“完成时限”是“进度要求”，如：6月底前\n"
        "读法\t2\t\t项目内容\tF 列“标记”是“项目内容”，如：甲\n"
        "提醒\t5\t\t\t“合计 2项”是合计行，不作为项目。\n"
        "提醒\t4\t2\t完成时限\tE4 “看情况”未读出时限；有时限的请改写这一格，或另写“到期”“要求类别”两列。\n"
        "提醒\t4\t\t责任单位\tD4 “市发改委”和“市发展和改革委员会”像是同一单位；若是，请统一写法，或用别名合并。\n"
    )
    assert dsq("plan", "check", "表.csv", "--map", "标记=项目内容", "-f", "csv").out.startswith(
        "级别,行,项目,字段,问题\n"
    )
    assert "“合计 2项”是合计行" in dsq("plan", "check", "表.csv", "--map", "标记=content", "-f", "table").out


def test_check_of_the_shipped_plan_is_clean(dsq: Run) -> None:
    result = dsq("plan", "check", str(shipped("data/projects_2011.yaml")), "-f", "json")
    assert (result.code, result.json["problems"], len(result.json["projects"])) == (0, [], 31)
    assert result.json["projects"][11]["targets"] == [
        {"name": "各类企业赴境内外上市和投资推介活动", "goal": 2, "measure": "次", "due": None}
    ]


def test_check_takes_key_title_and_year(dsq: Run, table: Path) -> None:
    result = dsq("plan", "check", "表.csv", "--key", "甲", "--title", "乙", "--year", "2023", "-f", "json")
    assert [(p["plan"], p["due"]) for p in result.json["projects"]] == [("甲", "2023-06-30")]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["没有.csv"], 5, "没有.csv 有 1 处错误"),
        (["表.csv", "--map", "标记"], 2, "不是 列名=字段"),
        (["表.csv", "--map", "标记=什么"], 2, "没有字段“什么”"),
        (["表.csv", "--sheet", "一"], 2, "只用于"),
    ],
)
def test_check_rejects_bad_options_and_missing_files(
    dsq: Run, table: Path, args: list[str], code: int, said: str
) -> None:
    result = dsq("plan", "check", *args)
    assert result.code == code
    assert said in result.err


def test_another_office_s_table_loads_as_it_is(dsq: Run) -> None:
    """国发〔2018〕38号, 53 measures in four sections: no 项目名称, no deadlines, numbers as （一）."""
    title = "自由贸易试验区深化改革创新若干措施"
    result = dsq("plan", "check", str(GUOFA), "--title", title, "-f", "json")
    assert result.code == 0
    assert [p["message"] for p in result.json["problems"]] == [
        "C1 列“措施”作为“项目名称”：没有别的列像项目名称；不对请加 --map 措施=字段。",
        "E1 列“适用范围”不认得，未读；要读请加 --map 适用范围=字段。",
        "没有“进度要求”列，各项都没有时限；列名不同的请加 --map 列名=进度要求。",
        "有 49 项的类别空着，沿用上一项的（这种文件不存合并单元格）；不对的请写全。",
    ]
    projects = result.json["projects"]
    with GUOFA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [p["title"] for p in projects] == [r["措施"] for r in rows]
    assert [p["id"] for p in projects] == [str(n) for n in range(1, 54)]
    assert [len([p for p in projects if p["category"].startswith(c)]) for c in "一二三四"] == [16, 19, 12, 6]
    assert {(p["kind"], p["due"], p["plan"]) for p in projects} == {("unknown", None, "2018")}
    assert projects[17]["lead"] == ["商务部", "银保监会", "铁路局", "中国铁路总公司"]


def test_an_exported_plan_reads_back_the_same(ledger: Run, home: Path) -> None:
    plan, _ = read_plan(shipped("data/projects_2011.yaml"))
    ledger("done", "6")
    text = ledger("plan", "export")
    assert (text.code, text.err) == (0, "")
    result = ledger("plan", "export", "-o", "a.yaml")
    assert (result.out, result.err) == ("", f"已把《{plan.title}》31 项写入 a.yaml。\n")
    assert (home / "a.yaml").read_bytes().decode() == text.out
    assert read_plan(home / "a.yaml")[0] == plan


def test_export_refuses_a_suffix_that_no_plan_can_have(ledger: Run, home: Path) -> None:
    result = ledger("plan", "export", "-o", "a.html")
    why = "不知道怎样写 a.html；文件名请以 .yaml、.yml、.xlsx、.csv 或 .docx 结尾。\n"
    assert (result.code, result.err) == (2, why)
    assert list(home.glob("a.*")) == []


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "csv"])
def test_a_plan_exported_as_a_table_loads_without_a_difference(ledger: Run, home: Path, suffix: str) -> None:
    file = f"表.{suffix}"
    exported = ledger("plan", "export", "-o", file)
    assert (exported.code, exported.out, exported.err) == (0, "", f"已把《{NAME}》31 项写入 {file}。\n")
    checked = ledger("plan", "check", file)
    assert checked.code == 0
    assert {line.split("\t")[0] for line in checked.out.splitlines()} == {"读法"}
    assert checked.err == f"{file} 可以载入：《{NAME}》31 项，0 处提醒。\n"
    for command in ("diff", "load"):
        result = ledger("plan", command, file)
        assert (result.code, result.out, result.err) == (0, "", f"与台账里的《{NAME}》没有不同。\n")


def test_one_cell_edited_in_excel_is_one_change(ledger: Run, home: Path) -> None:
    ledger("plan", "export", "-o", "表.xlsx")
    book = load_workbook("表.xlsx")
    sheet = book.active
    assert sheet is not None
    (cell,) = [cell for cell in sheet["C"] if cell.value == "杭长高速公路杭州段工程"]
    sheet.cell(cell.row, cell.column + 5).value = "2011年9月底前完成"
    book.save("表.xlsx")
    result = ledger("plan", "diff", "表.xlsx")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "调整 7 杭长高速公路杭州段工程：进度要求由“2011年加快项目建设进度”改为“2011年9月底前完成”；"
        "要求类别由“推进”改为“完成”；起始由“2011-01-01”改为“无”；时限由“2011-12-31”改为“2011-09-30”\n"
    )


def test_what_a_table_cannot_hold_is_said(dsq: Run, home: Path) -> None:
    (home / "a.yaml").write_text(
        "plan: {key: a, title: 计划, year: 2011}\n"
        "projects:\n"
        '  - {id: "1", title: "一\\n二", requirement: 年底前完成}\n'
        '  - {id: "注", title: 三, requirement: 年底前完成}\n',
        encoding="utf-8",
    )
    dsq("init")
    dsq("plan", "load", "a.yaml")
    assert dsq("plan", "export", "-o", "a.csv").err == (
        "注意：有 3 处在表格里写不下，载入后会不同：备注、1 的项目名称、注 整项；要一字不差请导出为 .yaml。\n"
        "已把《计划》2 项写入 a.csv。\n"
    )


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_listing_is_refused_as_a_plan(ledger: Run, home: Path, suffix: str) -> None:
    """It would be read, with 推进 as 完成 and without contents."""
    assert ledger("list", "-o", f"清单.{suffix}").code == 0
    result = ledger("plan", "load", f"清单.{suffix}", "--yes")
    assert (result.code, result.out) == (5, "")
    assert result.err == (
        f"清单.{suffix} 有 1 处错误，未载入任何内容；请改正后重试。\n"
        f"清单.{suffix}：是 dsq 列出的清单，写的是办理情况，不是计划；"
        "要改计划，请改 dsq plan export -o 计划.xlsx 导出的表。不是清单的，请加 --map 列名=字段。\n"
    )


def test_a_list_of_late_projects_is_refused_as_a_plan(ledger: Run, home: Path) -> None:
    late = ledger("overdue", "-f", "csv", today="2012-01-09")
    (home / "逾期.csv").write_text(late.out, encoding="utf-8")
    result = ledger("plan", "check", "逾期.csv")
    assert result.code == 5
    assert "是 dsq 列出的清单" in result.out


def test_a_table_of_others_with_a_word_of_our_listings_is_a_plan(dsq: Run, home: Path) -> None:
    table = "2024年计划\n序号,项目名称,责任单位,完成时限,剩余天数\n1,修路,甲局,6月底前完成,3\n"
    (home / "表.csv").write_text(table, encoding="utf-8")
    assert dsq("plan", "check", "表.csv").code == 0


def test_the_plan_read_back_has_aliases_and_no_withdrawn_projects(ledger: Run) -> None:
    path = Path(ledger("db", "path").out.strip())
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO aliases SELECT pk, '市发展和改革委员会' FROM units WHERE name = '市发改委'"
        )
        connection.execute("UPDATE states SET withdrawn_on = '2011-05-01' WHERE project = 3")
    connection.close()
    with closing(open_ledger(path)) as connection:
        plan = Ledger(connection).full_plan()
    assert plan.aliases == {"市发展和改革委员会": "市发改委"}
    assert len(plan.projects) == 30
    assert "3" not in {str(p.id) for p in plan.projects}


def test_list_writes_a_workbook(ledger: Run, home: Path) -> None:
    ledger("update", "6", "--progress", "60")
    columns = "id,title,due,days_left,done_on,progress"
    result = ledger("list", "-c", "交通共联", "--columns", columns, "-o", "甲.xlsx")
    assert (result.code, result.out, result.err) == (0, "", "已把 5 项写入 甲.xlsx。\n")
    sheet = load_workbook(home / "甲.xlsx").active
    above, *rows = [[cell.value for cell in row] for row in sheet][1:]
    assert sheet["A1"].value == "《2011年杭州都市经济圈合作项目计划安排表》项目清单"
    assert above[0] == "截至2011年7月1日，共5项"
    assert rows[0] == ["序号", "项目名称", "时限", "剩余天数", "完成日期", "进度"]
    assert [str(rows[1][2]), rows[1][3:]] == ["2011-12-31 00:00:00", [183, None, 0.6]]
    assert [r[0] for r in rows[1:]] == ["6", "7", "8", "9", "10"]


def test_list_writes_csv_and_refuses_other_suffixes(ledger: Run, home: Path) -> None:
    assert ledger("list", "30", "--columns", "id,due", "-o", "a.csv").code == 0
    assert (home / "a.csv").read_bytes() == "\ufeff序号,时限\r\n30,2011-12-31\r\n".encode()
    assert ledger("list", "-o", "a.ods").err == f"不知道怎样写 a.ods；文件名请以 {listed('listing')} 结尾。\n"
    both = ledger("list", "-o", "b.csv", "-f", "json")
    assert (both.code, both.err) == (2, f"-o 的格式由扩展名（{listed('listing')}）决定，请去掉 -f。\n")
    assert not (home / "b.csv").exists()


def test_check_prints_json_even_if_nothing_can_be_read(dsq: Run, home: Path) -> None:
    (home / "a.yaml").write_bytes(b"\xff")
    result = dsq("plan", "check", "a.yaml", "-f", "json")
    assert result.code == 5
    assert json.loads(result.out)["projects"] == []


def test_another_office_s_table_leads_to_a_weekly_report(ledger: Run) -> None:
    """53 measures of the State Council, from their table to a circular."""
    loaded = ledger("plan", "load", str(GUOFA), "--map", "措施=title", "--year", "2018", today="2019-06-28")
    assert loaded.code == 0, loaded.err
    ledger("update", "1-3", "-p", "50", "--note", "已商有关部门")
    ledger("done", "3")
    report = ledger("report", "weekly", "-f", "json").json
    assert (report["total"]["total"], report["total"]["done"], report["total"]["late"]) == (53, 1, 0)
    assert len(report["categories"]) == 4
    assert "人力资源社会保障部" in ledger("report", "weekly").out
