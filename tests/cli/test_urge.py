"""Reminder letters: steps, numbers and intervals."""

from pathlib import Path

import pytest

from dushiquan.errors import DatabaseError
from tests.builders import entries
from tests.conftest import Run


def letters(run: Run, day: str, *more: str) -> list[str]:
    result = run("urge", "--unit", "市信息办", *more, today=day)
    assert result.code == 0, result.err
    return [line.removeprefix("已出").split("：")[-1] for line in result.err.splitlines() if "〔" in line]


def test_letters_go_out_in_three_steps_and_not_too_often(ledger: Run, home: Path) -> None:
    ledger("done", "4", today="2011-11-01")
    folder = ("-o", "催办", "--type", "md")
    assert letters(ledger, "2011-11-30", *folder) == []
    assert letters(ledger, "2011-12-01", *folder) == ["临近时限 16（蓝单，2011-12-31前）"]
    assert letters(ledger, "2011-12-08", *folder) == []
    assert letters(ledger, "2011-12-30", *folder) == ["临近时限 16（蓝单，2011-12-31前）"]
    # yellow as soon as it is late; red once the day to answer has passed
    assert letters(ledger, "2012-01-01", *folder) == ["已逾期 16（黄单，2012-01-08前）"]
    assert letters(ledger, "2012-01-08", *folder) == []
    assert letters(ledger, "2012-01-09", *folder) == ["已逾期 16（红单，2012-01-16前）"]
    # a deferral stops the letters; late again, they start with yellow
    ledger("defer", "16", "2012-02-29", "--reason", "衔接", today="2012-01-10")
    assert letters(ledger, "2012-01-20", *folder) == []
    assert letters(ledger, "2012-03-01", *folder) == ["已逾期 16（黄单，2012-03-08前）"]
    names = sorted(path.name for path in (home / "催办").iterdir())
    assert names == [
        "催办单2011-001-市信息办-蓝.md",
        "催办单2011-002-市信息办-蓝.md",
        "催办单2012-001-市信息办-黄.md",
        "催办单2012-002-市信息办-红.md",
        "催办单2012-003-市信息办-黄.md",
    ]
    red = (home / "催办" / names[3]).read_text(encoding="utf-8")
    assert "催办单 · 催办〔2012〕2号 · 市经合办 · 2012年1月9日" in red
    assert "市信息办：" in red
    assert "红单：再次催办" in red
    assert "催办〔2012〕1号到期未收到答复，请主要负责人过问，于2012年1月16日前书面说明逾期原因" in red
    assert "逾期9天；拟提请专业委员会执行 |" in red
    assert "| 序号 | 项目 | 现状 | 原因 | 措施 | 预计完成 | 填报人 | 电话 |" in red
    assert "催办〔2012〕2号（红单），请市信息办于2012年1月16日前报" in ledger("log", "16").out


def test_dry_run_and_refused_letters_record_nothing(ledger: Run, home: Path) -> None:
    said = ledger("urge", "--dry-run", today="2012-01-09").err
    assert said.startswith("将出催办〔2012〕1号 市发改委：已逾期 1（黄单，2012-01-16前）\n")
    assert ledger("urge").code == 2
    assert ledger("urge", "-o", "x", "--type", "pdf").code == 2
    assert entries(ledger) == []
    assert list(home.glob("催办*")) == []


def test_unwritable_letters_are_not_recorded(ledger: Run, home: Path) -> None:
    (home / "满").mkdir()
    (home / "满" / "催办单2012-003-市金融办-黄.md").write_text("旧")
    result = ledger("urge", "-o", "满", "--type", "md", today="2012-01-09")
    assert result.code == 7
    assert [path.name for path in (home / "满").iterdir()] == ["催办单2012-003-市金融办-黄.md"]
    assert entries(ledger) == []


def test_an_undone_letter_can_be_sent_again_under_a_new_number(ledger: Run) -> None:
    ledger("urge", "-u", "市信息办", "-o", "a", "--type", "md", today="2012-01-09")
    ledger("undo", "--yes")
    assert letters(ledger, "2012-01-09", "-o", "b", "--type", "md") == ["已逾期 16（黄单，2012-01-16前）"]
    assert "催办〔2012〕2号" in ledger("log", "16").out


def test_unrecorded_letters_are_removed(ledger: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("满")

    monkeypatch.setattr("dushiquan.store.event_log.save_state", fail)
    assert ledger("urge", "-o", "x", "--type", "md", today="2012-01-09").code == 6
    assert list((home / "x").iterdir()) == []


def test_nothing_to_urge_is_reported(ledger: Run) -> None:
    assert ledger("urge", "-o", "x", today="2011-03-01").err == (
        "没有要催办的项目：没有逾期、落后或临期的，或近日已经催过、答复过。\n"
    )


NOBODY = """\
plan: {key: n, title: 无人认领, year: 2024}
projects:
  - {id: "1", title: 一, requirement: 6月底前完成}
  - {id: "2", title: 二, persons: [张三], requirement: 6月底前完成}
"""


def test_a_project_without_a_unit_gets_no_letter_and_is_named(ledger: Run, home: Path) -> None:
    (home / "n.yaml").write_text(NOBODY, encoding="utf-8")
    ledger("plan", "load", "n.yaml", today="2024-01-10")
    result = ledger("urge", "--dry-run", today="2024-07-09")
    said = ["将出催办〔2024〕1号 张三", "注意", "注意"]  # the last one: the shipped plan is late, too
    assert [line.split("：")[0] for line in result.err.splitlines()] == said
    assert "1 没有写明责任单位或负责人" in result.err
    assert ledger("sheet", "out", "-o", "表").err.count("已写") == 1
    weekly = ledger("report", "weekly", today="2024-07-09").out
    assert "| 类别 |" not in weekly
    assert "| （无） | 1/1 | 1 |\n| 张三 | 1/1 | 2 |" in weekly
