"""Output on a terminal: tables fit its width and nothing is cut off."""

import re

import pytest

from tests.conftest import golden
from tests.terminal import DSQ, dsq_session, terminal

COMMANDS = (
    ("list", "-c", "交通共联", "-c", "社会共享"),
    ("list", "-k", "联席", "--columns", "id,title,content,lead,reasons,last_reported"),
    ("list", "--group-by", "类别", "--light", "红"),
    ("overdue",),
    ("due", "--as-of", "2011-12-10"),
    ("show", "22.1"),
    ("stats",),
    ("stats", "--by", "unit", "--by", "status"),
    ("log", "5-7"),
    ("plan", "list"),
    ("report", "weekly"),
)


@pytest.mark.usefixtures("after")
@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_terminal_output_matches_the_golden_files(width: int) -> None:
    shown = dsq_session(COMMANDS, width=width)
    golden(f"terminal-{width}.txt", re.sub(r"\d\d:\d\d\b", "08:30", f"{shown}\n"))


@pytest.mark.usefixtures("ledger")
def test_a_pipe_gets_tsv_even_with_colour_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = terminal(["sh", "-c", f"{DSQ[0]} -m dushiquan list 6 | cat"])
    row = ("6", "交通共联", "钱江通道及接线工程", "市交通局", "2011-12-31", "未启动", "", "黄")
    assert shown == "\t".join(row)
