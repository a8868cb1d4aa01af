"""``dsq plan`` with plans in plain text: what is asked must be confirmed before it is loaded."""

from pathlib import Path

import pytest

from tests.conftest import Run

TEXT = """\
2024年城市合作项目安排表
序号
类别
项目名称
项目内容
责任单位
进度要求
1
交通
青云大桥
双向四车道，长2.3公里。
市交通局
6月底前
2
城际公交
开行城际公交2条。
10月底前
"""
QUESTION = "2 没有写责任单位，看来与上一项同为一格，按“市交通局”；请核对。"


@pytest.fixture
def text(home: Path) -> Path:
    path = home / "安排表.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_check_counts_what_is_asked(dsq: Run, text: Path) -> None:
    result = dsq("plan", "check", "安排表.txt")
    assert [line for line in result.out.splitlines() if not line.startswith("读法")] == [
        "提醒\t\t\t类别\t有 1 项的类别空着，沿用上一项的（合并的格子在文字里只写一次）；不对的请写全。",
        f"请核对\t14\t\t责任单位\t{QUESTION}",
    ]
    assert result.err == "安排表.txt 可以载入：《2024年城市合作项目安排表》2 项，1 处须核对，1 处提醒。\n"
    assert result.code == 0


def test_load_without_a_terminal_says_the_questions_and_exits_5(dsq: Run, text: Path) -> None:
    result = dsq("plan", "load", "安排表.txt", "--drafter", "市府办")
    assert result.code == 5
    assert result.err.splitlines()[1:] == [
        f"请核对：第14行 责任单位：{QUESTION}",
        "有 1 处须核对，未载入任何内容；核对无误请加 --yes。",
    ]
    assert "2024" not in dsq("plan", "list").out


def test_load_with_yes_takes_the_answers(dsq: Run, text: Path) -> None:
    result = dsq("plan", "load", "安排表.txt", "--drafter", "市府办", "--yes")
    assert (result.code, result.err.splitlines()[-1]) == (
        0,
        "已载入《2024年城市合作项目安排表》2 项，代号 2024。",
    )
    assert dsq("--plan", "2024", "list", "--columns", "id,lead,due").out == (
        "1\t市交通局\t2024-06-30\n2\t市交通局\t2024-10-31\n"
    )


def test_a_text_that_is_no_plan_is_refused_with_what_to_do(dsq: Run, home: Path) -> None:
    (home / "a.txt").write_text("会议通知\n请各科室按时参加。\n", encoding="utf-8")
    result = dsq("plan", "check", "a.txt")
    assert (result.code, result.out) == (
        5,
        "错误\t\t\t\t这是文字，不是表；里面没有各占一行的列名（序号、项目名称、责任单位、进度要求），也没有“责任单位：…”"
        "这样的话；请写成表格（.xlsx、.docx、.csv），一项一行。\n",
    )
