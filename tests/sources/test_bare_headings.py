"""Rows with only a name above rows that say who and when, as a task tool exports its groups."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Alignment

from dushiquan.sources.plan_file import Given, Reading, examine_plan
from tests.sources import books

HEAD = ("序号", "任务名称", "负责人", "截止日期", "完成率")
Rows = Sequence[Sequence[object]]


def heading(no: object, name: str, share: object = None) -> tuple[object, ...]:
    return (no, name, None, None, share)


def task(no: object, name: str, owner: str = "周一鸣") -> tuple[object, ...]:
    return (no, name, owner, "2026-03-31", None)


def examine(tmp_path: Path, rows: Rows) -> Reading:
    return examine_plan(books.save(tmp_path / "表.xlsx", [HEAD, *rows], title="2026年计划"), Given())


def found(reading: Reading) -> list[tuple[str, str]]:
    return [(project.category, project.title) for project in reading.projects]


def asked(reading: Reading) -> list[str]:
    return [problem.message for problem in reading.problems if problem.level == "question"]


MARKET, PRODUCT = (
    [task(2, "调研"), task(3, "写宣传稿")],
    [task(5, "登录页面"), task(6, "支付接口")],
)


@pytest.mark.parametrize("share", [None, "50%"])
def test_rows_with_only_a_name_above_full_rows_are_headings(tmp_path: Path, share: object) -> None:
    rows = [heading(None, "市场", share), *MARKET, heading(None, "产品", share), *PRODUCT]
    reading = examine(tmp_path, rows)
    assert found(reading) == [
        ("市场", "调研"),
        ("市场", "写宣传稿"),
        ("产品", "登录页面"),
        ("产品", "支付接口"),
    ]
    assert not asked(reading)


def test_headings_that_are_counted_as_tasks_are_asked(tmp_path: Path) -> None:
    reading = examine(tmp_path, [heading(1, "市场"), *MARKET, heading(4, "产品"), *PRODUCT])
    assert found(reading)[0] == ("市场", "调研")
    assert asked(reading) == ["第3、6行只有名称，已作下面各项的类别；是任务的请补写责任人或时限。"]


def test_bare_rows_below_tasks_under_no_heading_stay_tasks(tmp_path: Path) -> None:
    reading = examine(
        tmp_path, [task(1, "启动会"), heading(None, "市场"), *MARKET, heading(None, "产品"), *PRODUCT]
    )
    assert len(found(reading)) == 7
    assert not asked(reading)
    assert any("现作为项目" in problem.message for problem in reading.problems)


def test_a_task_without_owner_at_the_end_stays_a_task(tmp_path: Path) -> None:
    rows = [heading(1, "市场"), *MARKET, heading(4, "产品"), *PRODUCT, heading(7, "复盘")]
    assert found(examine(tmp_path, rows))[-1] == ("产品", "复盘")


def test_a_heading_above_a_single_row_is_asked(tmp_path: Path) -> None:
    rows = [heading(None, "市场", "50%"), *MARKET, heading(None, "产品", "50%"), *PRODUCT]
    rows += [heading(None, "收尾", "0%"), task(8, "复盘")]
    reading = examine(tmp_path, rows)
    assert found(reading)[-1] == ("收尾", "复盘")
    assert len(asked(reading)) == 1


def test_a_lone_bare_row_stays_a_task(tmp_path: Path) -> None:
    rows = [*MARKET, heading(4, "产品"), *PRODUCT]
    reading = examine(tmp_path, rows)
    assert ("", "产品") in found(reading)
    assert not asked(reading)


def test_a_first_bare_row_above_all_others_is_asked(tmp_path: Path) -> None:
    reading = examine(tmp_path, [heading(1, "官网上线"), *MARKET, *PRODUCT])
    assert len(found(reading)) == 5
    assert "--without" in asked(reading)[0]


def test_rows_of_a_plan_that_mostly_names_nobody_stay_tasks(tmp_path: Path) -> None:
    rows = [
        heading(1, "甲"),
        heading(2, "乙"),
        task(3, "丙"),
        (4, "丁", None, "5月底前", None),
        heading(5, "戊"),
    ]
    reading = examine(tmp_path, rows)
    assert len(found(reading)) == 5
    assert not asked(reading)


@pytest.mark.parametrize("style", [True, False])
def test_indents_show_what_a_heading_covers(tmp_path: Path, style: bool) -> None:
    rows = [
        (1, "一期", 0),
        (2, "市场", 1),
        (3, "调研", 2),
        (4, "产品", 1),
        (5, "登录页面", 2),
        (6, "收尾", 0),
    ]
    table = [
        (no, name if style else "  " * depth + name, *(("周一鸣", "2026-03-31") if depth == 2 else ()))
        for no, name, depth in rows
    ]
    path = books.save(tmp_path / "表.xlsx", [HEAD, *table], title="2026年计划")
    if style:
        book = load_workbook(path)
        for at, (_, _, depth) in enumerate(rows, 3):
            book.active.cell(at, 2).alignment = Alignment(indent=depth)
        book.save(path)
    reading = examine_plan(path, Given())
    assert found(reading) == [("市场", "调研"), ("产品", "登录页面"), ("", "收尾")]
