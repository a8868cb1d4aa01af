"""Output on a terminal: tables fit its width and nothing is cut off."""

import re

import pytest

from tests.conftest import golden
from tests.terminal import DSQ, terminal

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
    shown = (f"$ dsq {' '.join(words)}\n{terminal([*DSQ, *words], width=width)}\n" for words in COMMANDS)
    golden(f"terminal-{width}.txt", re.sub(r"\d\d:\d\d\b", "08:30", "\n".join(shown)))


def test_a_pipe_gets_tsv_even_with_colour_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    terminal([*DSQ, "init"])
    shown = terminal(["sh", "-c", f"{DSQ[0]} -m dushiquan list 6 | cat"])
    assert shown == "6\t交通共联\t钱江通道及接线工程\t市交通局\t2011-12-31\t未启动\t\t黄".expandtabs(
        1
    ).replace(" ", "\t")
