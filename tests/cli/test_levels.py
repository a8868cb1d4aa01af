"""Levels of escalation: those that the plan names, and nothing of them where it names none."""

from pathlib import Path

import pytest

from tests.builders import EDITION
from tests.conftest import Run

CITY = "levels: [{name: 分管副市长, days: 10}, {name: 市长, days: 90}]\n"
LATE = "2024-09-30"


def load(run: Run, home: Path, levels: str, today: str = LATE) -> str:
    (home / "a.yaml").write_text(EDITION + levels, encoding="utf-8")
    return run("plan", "load", "a.yaml", "--drafter", "督查室", "--yes", today=today).out


def shown(run: Run, home: Path) -> str:
    """Everything that could name a level: the card, the circular, and the letters up to the red one."""
    run("urge", "-o", "催办", "--type", "md", today="2024-07-31")
    run("urge", "-o", "催办", "--type", "md", today=LATE)
    letters = [path.read_text(encoding="utf-8") for path in sorted((home / "催办").iterdir())]
    assert "红单" in letters[-1]
    papers = [run(*words, today=LATE).out for words in (["show", "1"], ["report", "weekly"])]
    return "\n".join([*papers, *letters])


def test_a_plan_that_names_no_levels_has_nothing_of_them(ledger: Run, home: Path) -> None:
    load(ledger, home, "", "2024-03-01")
    everything = shown(ledger, home)
    assert "1项" in everything
    assert not [word for word in ("层级", "拟提请", "会议") if word in everything]


def test_a_plan_has_the_levels_that_it_names(ledger: Run, home: Path) -> None:
    load(ledger, home, CITY, "2024-03-01")
    everything = shown(ledger, home)
    assert "建议层级\t市长\n" in everything
    assert "| 建议层级 |" in everything
    assert "；拟提请市长 |" in everything
    assert "会议" not in everything


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ("", ""),
        (CITY, ""),
        ("levels: []\n", "建议层级由“逾期10天起分管副市长；逾期90天起市长”改为“无”\n"),
        (
            "levels: [{name: 秘书长, days: 5}]\n",
            "建议层级由“逾期10天起分管副市长；逾期90天起市长”改为“逾期5天起秘书长”\n",
        ),
    ],
)
def test_an_edition_changes_the_levels_only_if_it_says_so(
    ledger: Run, home: Path, levels: str, said: str
) -> None:
    load(ledger, home, CITY, "2024-03-01")
    assert load(ledger, home, levels) == said


def test_a_past_day_has_the_levels_of_then(ledger: Run, home: Path) -> None:
    load(ledger, home, CITY, "2024-03-01")
    load(ledger, home, "levels: [{name: 秘书长, days: 5}]\n", "2024-07-20")

    def level(*day: str) -> str:
        rows = [line.split("\t") for line in ledger("show", "1", *day, today="2024-07-20").out.splitlines()]
        return next((row[1] for row in rows if row[0] == "建议层级"), "")

    assert level() == "秘书长"
    assert level("--as-of", "2024-07-19") == "分管副市长"
    assert level("--as-of", "2024-07-07") == ""


@pytest.mark.parametrize("suffix", ["yaml", "xlsx", "csv"])
def test_an_export_has_the_levels(ledger: Run, home: Path, suffix: str) -> None:
    load(ledger, home, CITY, "2024-03-01")
    assert "注意" not in ledger("plan", "export", "-o", f"甲.{suffix}").err
    ledger("plan", "load", f"甲.{suffix}", "--key", "b", "--yes", today="2024-03-01")
    assert "建议层级\t市长\n" in ledger("--plan", "b", "show", "1", today=LATE).out
