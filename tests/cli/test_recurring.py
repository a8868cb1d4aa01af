"""Recurring duties at the command line: an invented plan with six rhythms, played through a year."""

from pathlib import Path

import pytest

from dushiquan import open_office
from dushiquan.office.places import default_path
from dushiquan.sources.plan_file import read_plan
from tests.conftest import Run, golden

PLAN = """\
plan:
  key: 定期
  title: 某区2024年定期工作计划
  year: 2024
  document: {issuer: 区政府办, issued: 2024-02-05}
projects:
  - {id: "1", category: 甲, title: 信访通报, units: 区信访局, requirement: 每月通报一次}
  - {id: "2", category: 甲, title: 运行会商, units: 区发改局, requirement: 每季度末会商}
  - {id: "3", category: 甲, title: 安全检查, units: 区应急局, requirement: 每半年检查一次}
  - {id: "4", category: 乙, title: 统计年报, units: 区统计局, requirement: 每年4月15日前报送}
  - {id: "5", category: 乙, title: 统计月报, units: 区统计局, requirement: 每月25日前报送}
  - {id: "6", category: 乙, title: 工作例会, units: 区政府办, requirement: 每周三召开例会}
"""

YEAR = """\
2024-02-06 | show 2
2024-02-06 | show 6
2024-02-20 | list --columns id,requirement,due,progress,light,reasons
2024-02-28 | tick 1
2024-02-28 | tick 5
2024-02-28 | tick 6 4
2024-03-11 | due --columns id,title,due,days_left,light
2024-03-25 | tick 5 --dry-run
2024-03-29 | tick 2 第一季度
2024-03-29 | tick 1
2024-04-10 | overdue
2024-04-10 | tick 4 --on 2024-04-09
2024-04-12 | tick 5 3月 --on 4月3日
2024-04-12 | list --columns id,title,due,progress,light,reasons
2024-04-12 | tick 2 1 --dry-run
2024-04-12 | tick 2 --dry-run
2024-07-05 | overdue --columns id,title,due,days_overdue,reasons
2024-07-05 | tick 2
2024-07-05 | tick 2
2024-07-05 | undo
2024-07-05 | show 5
2024-07-05 | urge --dry-run
2024-12-20 | list --columns id,title,due,progress,light,reasons
2024-12-31 | overdue --columns id,title,due,days_overdue
2025-01-02 | overdue --columns id,title,due,days_overdue
2025-01-02 | done 1
2025-01-02 | list --as-of 2024-03-31 --columns id,title,due,progress,light,reasons
"""


@pytest.fixture
def duties(dsq: Run, home: Path) -> Run:
    (home / "p.yaml").write_text(PLAN, encoding="utf-8")
    dsq("init", "--empty", today="2024-02-06")
    loaded = dsq("plan", "load", "p.yaml")
    assert (loaded.code, loaded.err) == (0, "已载入《某区2024年定期工作计划》6 项，代号 定期。\n")
    return dsq


def test_a_year_of_recurring_duties(duties: Run) -> None:
    told = []
    for line in YEAR.splitlines():
        day, _, words = line.partition(" | ")
        result = duties(*words.split(), today=day)
        code = f"（{result.code}）" if result.code else ""
        told.append(f"{day}$ dsq {words}{code}\n{result.out}{result.err}")
    golden("recurring-year.txt", "\n".join(told))


@pytest.mark.parametrize(
    ("report", "day", "name"),
    [
        (["weekly"], "2024-04-05", "recurring-week.md"),
        (["monthly", "--month", "2024-06"], "2024-07-05", "recurring-month.md"),
    ],
)
def test_circulars_of_recurring_duties(duties: Run, report: list[str], day: str, name: str) -> None:
    duties("tick", "1", today="2024-02-28")
    duties("tick", "2", today="2024-03-29")
    duties("tick", "1", today="2024-04-03")
    golden(name, duties("report", *report, today=day).out)


def test_letters_name_the_occurrence(duties: Run, home: Path) -> None:
    duties("tick", "1", today="2024-02-28")
    sent = duties("urge", "--type", "md", "-o", "催办", today="2024-04-02")
    assert sent.code == 0
    letters = {path.name: path.read_text(encoding="utf-8") for path in (home / "催办").iterdir()}
    tables = [text.partition("## 回执")[0] for text in letters.values()]
    rows = [line for text in tables for line in text.splitlines() if line.startswith("| ")]
    assert sorted(row for row in rows if "序号" not in row and "---" not in row) == [
        "| 1 | 信访通报 | 每月通报一次 | 2024-03-31 | 进行中9% | 指标“3月”逾期2天 |",
        "| 2 | 运行会商 | 每季度末会商 | 2024-03-31 | 未启动 | 指标“第一季度”逾期2天 |",
        "| 4 | 统计年报 | 每年4月15日前报送 | 2024-04-15 | 未启动 | “4月15日前”距时限13天 |",
        "| 5 | 统计月报 | 每月25日前报送 | 2024-02-25 | 未启动 | 指标“2月”等2项逾期37天 |",
    ]


def test_a_form_counts_occurrences(duties: Run, home: Path) -> None:
    from openpyxl import load_workbook

    from tests.builders import fill, take

    duties("sheet", "out", "-u", "区发改局", "-o", "表", today="2024-03-28")
    (path,) = (home / "表").iterdir()
    rows = list(load_workbook(path)["指标"].iter_rows(min_row=1, values_only=True))
    assert [row[2] for row in rows if row[2]][1:] == ["第一季度", "第二季度", "第三季度", "第四季度"]
    at = next(number for number, row in enumerate(rows, 1) if row[2] == "第一季度")
    take(duties, fill(path, {}, {f"G{at}": 1}), today="2024-03-29")
    assert duties("list", "2", "--columns", "due,progress", today="2024-03-29").out == "2024-06-30\t25%\n"


def test_the_next_edition_keeps_answers_and_occurrences(dsq: Run, home: Path) -> None:
    row = '  - {id: "%s", category: 甲, title: 事%s, units: 甲局, requirement: %s}\n'
    rows = row % (1, 1, "8月前完成") + row % (2, 2, "每季度末")
    head = "plan: {key: a, title: 计划, year: 2024%s}\nprojects:\n"
    (home / "a.yaml").write_text(head % ", month_before: included" + rows, encoding="utf-8")
    (home / "b.yaml").write_text(head % "" + rows + row % (3, 3, "每季度末"), encoding="utf-8")
    dsq("init", "--empty", today="2024-05-10")
    assert dsq("plan", "load", "a.yaml", "--drafter", "办").err == (
        "注意：第4行 项目2 requirement（进度要求）：没有写印发日期，定期事项从今天（2024-05-10）起算，以前的各次不列；"
        "请加 --issued 日期，或在 YAML 里写 document.issued。\n"
        "已载入《计划》2 项，代号 a。\n"
    )
    assert dsq("plan", "check", "b.yaml", today="2024-08-20").out == (
        "提醒\t5\t3\trequirement（进度要求）\t没有写印发日期，定期事项从今天（2024-08-20）起算，以前的各次不列；"
        "请加 --issued 日期，或在 YAML 里写 document.issued。\n"
    )
    assert dsq("plan", "diff", "b.yaml").out == "新增 3 事3（甲局，每季度末）\n"
    assert dsq("plan", "load", "b.yaml", "--yes").code == 0
    assert [
        (row["due"], [target["name"] for target in row["targets"]]) for row in dsq("list", "-f", "json").json
    ] == [
        ("2024-08-31", []),
        ("2024-06-30", ["第二季度", "第三季度", "第四季度"]),
        ("2024-09-30", ["第三季度", "第四季度"]),
    ]
    changed = dsq("plan", "diff", "b.yaml", "--month-before", "不含").out
    assert changed == "“几月前”的读法有改动\n调整 1 事1：时限由“2024-08-31”改为“2024-07-31”\n"
    assert dsq("plan", "diff", "b.yaml", "--month-before", "也许").code == 2
    assert "month_before: included" in dsq("plan", "export").out
    dsq("plan", "load", "b.yaml", "--month-before", "不含", "--yes")
    assert dsq("plan", "diff", "b.yaml").err == "与台账里的《计划》没有不同。\n"
    assert dsq("log").out.count("时限由") == 1


def test_a_listing_by_due_date_finds_open_occurrences(duties: Run) -> None:
    duties("tick", "2", today="2024-03-20")
    assert duties("list", "--due-to", "2024-06-30", "-f", "json").ids == ["1", "2", "3", "4", "5"]
    assert duties("list", "--due-from", "2024-06-01", "-f", "json").ids == ["2", "3", "6"]
    assert duties("list", "--within", "11d", "-f", "json").ids == []


def test_a_file_is_checked_whatever_the_ledger(dsq: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "p.yaml").write_text(PLAN, encoding="utf-8")
    (home / "他.db").write_text("不是台账", encoding="utf-8")
    monkeypatch.setenv("DSQ_DB", str(home / "他.db"))
    result = dsq("plan", "check", "p.yaml")
    assert (result.code, result.out) == (0, "")
    assert dsq("plan", "load", "p.yaml").code == 6


def test_an_edition_that_was_read_without_the_ledger_keeps_the_answer(dsq: Run, home: Path) -> None:
    row = '  - {id: "1", category: 甲, title: 事, units: 甲局, requirement: 8月前完成, due: 2024-08-31}\n'
    head = "plan: {key: a, title: 计划, year: 2024%s}\nprojects:\n"
    (home / "a.yaml").write_text(head % ", month_before: included" + row, encoding="utf-8")
    (home / "b.yaml").write_text(head % "" + row, encoding="utf-8")
    dsq("init", "--empty", today="2024-05-10")
    dsq("plan", "load", "a.yaml", "--drafter", "办")
    with open_office(default_path()) as office:
        edition = office.plans.edition(read_plan(home / "b.yaml")[0])
    assert edition.plan.month_before == "included"
    assert edition.revision is not None
    assert edition.revision.is_empty
