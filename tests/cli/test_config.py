"""The settings file: what it changes, and errors in it."""

from pathlib import Path

import pytest

from tests.conftest import Run


def settings(home: Path, text: str) -> None:
    path = home / ".config/dushiquan/settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def test_settings_change_every_threshold(ledger: Run, home: Path) -> None:
    settings(home, "due_soon_days = 5\nunreported_days = 400\nremind_again_days = 3\nlevel_2_days = 9\n")
    assert ledger("due", "--as-of", "2011-12-25").out == ""
    assert len(ledger("due", "--as-of", "2011-12-26", "-f", "json").ids) == 25
    (row,) = ledger("list", "1", "-f", "json").json
    assert row["light"] == "green"
    urged = ledger("urge", "-u", "市信息办", "-o", "x", "--type", "md", today="2012-01-09")
    assert "16（黄，2012-01-12前）" in urged.err
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
def test_a_wrong_setting_is_explained(ledger: Run, home: Path, text: str, said: str) -> None:
    settings(home, text)
    result = ledger("list")
    assert (result.code, result.out) == (5, "")
    assert said in result.err
