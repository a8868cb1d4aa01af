"""Reminder letters: in steps, numbered, not too often, never empty; and the settings."""

from pathlib import Path

import pytest

from dushiquan.errors import DatabaseError
from tests.conftest import Run


def letters(run: Run, day: str, *more: str) -> list[str]:
    result = run("urge", "--unit", "市信息办", *more, today=day)
    assert result.code == 0, result.err
    return [line.removeprefix("已出").split("：")[-1] for line in result.err.splitlines() if "〔" in line]


def test_three_steps_and_not_too_often(ledger: Run, home: Path) -> None:
    ledger("done", "4", today="2011-11-01")
    folder = ("-o", "催办", "--type", "md")
    assert letters(ledger, "2011-11-30", *folder) == []
    assert letters(ledger, "2011-12-01", *folder) == ["16（蓝，2011-12-31前）"]
    assert letters(ledger, "2011-12-08", *folder) == []
    assert letters(ledger, "2011-12-30", *folder) == ["16（蓝，2011-12-31前）"]
    # past the limit, yellow at once; red when the day to answer is past
    assert letters(ledger, "2012-01-01", *folder) == ["16（黄，2012-01-08前）"]
    assert letters(ledger, "2012-01-08", *folder) == []
    assert letters(ledger, "2012-01-09", *folder) == ["16（红，2012-01-16前）"]
    # a deferral makes it quiet; late again, it begins again with yellow
    ledger("defer", "16", "2012-02-29", "--reason", "衔接", today="2012-01-10")
    assert letters(ledger, "2012-01-20", *folder) == []
    assert letters(ledger, "2012-03-01", *folder) == ["16（黄，2012-03-08前）"]
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
    assert "已逾期9天，书面说明原因和措施；拟提请专业委员会执行 | 2012-01-16 |" in red
    assert "催办〔2012〕2号（红单），请市信息办于2012年1月16日前报" in ledger("log", "16").out


def test_dry_run_and_refusals_record_nothing(ledger: Run, home: Path) -> None:
    said = ledger("urge", "--dry-run", today="2012-01-09").err
    assert said.startswith("将出催办〔2012〕1号 市发改委：1（黄，2012-01-16前）\n")
    assert ledger("urge").code == 2
    assert ledger("urge", "-o", "x", "--type", "pdf").code == 2
    assert ledger("log").out == ""
    assert list(home.glob("催办*")) == []


def test_letters_that_cannot_be_written_are_not_recorded(ledger: Run, home: Path) -> None:
    (home / "满").mkdir()
    (home / "满" / "催办单2012-003-市金融办-黄.md").write_text("旧")
    result = ledger("urge", "-o", "满", "--type", "md", today="2012-01-09")
    assert result.code == 7
    assert [path.name for path in (home / "满").iterdir()] == ["催办单2012-003-市金融办-黄.md"]
    assert ledger("log").out == ""


def test_a_letter_taken_back_frees_the_project_not_the_number(ledger: Run) -> None:
    ledger("urge", "-u", "市信息办", "-o", "a", "--type", "md", today="2012-01-09")
    ledger("undo")
    assert letters(ledger, "2012-01-09", "-o", "b", "--type", "md") == ["16（黄，2012-01-16前）"]
    assert "催办〔2012〕2号" in ledger("log", "16").out


def test_letters_not_recorded_are_taken_away(
    ledger: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError("满")

    monkeypatch.setattr("dushiquan.store.event_log.keep_state", fail)
    assert ledger("urge", "-o", "x", "--type", "md", today="2012-01-09").code == 6
    assert list((home / "x").iterdir()) == []


def test_nothing_to_urge_is_said(ledger: Run) -> None:
    assert ledger("urge", "-o", "x", today="2011-03-01").err == (
        "没有要催办的项目：没有逾期或临期的，或近日已经催办过。\n"
    )


def settings(home: Path, text: str) -> None:
    path = home / ".config/dushiquan/settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def test_every_number_is_a_setting(ledger: Run, home: Path) -> None:
    settings(home, "due_soon_days = 5\nunreported_days = 400\nremind_again_days = 3\nlevel_2_days = 9\n")
    assert ledger("due", "--as-of", "2011-12-25").out == ""
    assert len(ledger("due", "--as-of", "2011-12-26", "-f", "json").ids) == 25
    (row,) = ledger("list", "1", "-f", "json").json
    assert row["light"] == "green"
    assert letters(ledger, "2012-01-09", "-o", "x", "--type", "md") == ["16（黄，2012-01-12前）"]
    report = ledger("report", "weekly", "-f", "json").json
    assert {late["level"] for late in report["overdue"]} == {"主任办公会议议事"}
    assert {late["working_days"] for late in report["overdue"]} == {4}
    rows = {row["name"]: row for row in ledger("config", "-f", "json").json}
    assert rows["due_soon_days"]["value"] == 5
    assert rows["due_soon_days"]["default"] == 30
    assert rows["due_soon_days"]["source"].endswith("settings.toml")
    assert rows["behind_red_points"]["source"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("due_soon = 5", "没有“due_soon”"),
        ('due_soon_days = "5"', "应是整数"),
        ("due_soon_days = true", "应是整数"),
        ("due_soon_days = -5", "不能是负数"),
        ("due_soon_days =", "读不懂"),
    ],
)
def test_a_wrong_setting_is_a_sentence(ledger: Run, home: Path, text: str, said: str) -> None:
    settings(home, text)
    result = ledger("list")
    assert (result.code, result.out) == (5, "")
    assert said in result.err
