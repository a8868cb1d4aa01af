"""The manual for the clerk (docs/manual.md): every command in it runs, in one year of one office."""

import os
import re
import shlex
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import Run
from tests.terminal import DSQ, terminal

MANUAL = Path(__file__).parents[1] / "docs" / "manual.md"


def steps(text: str) -> list[tuple[str, str]]:
    """The commands of the console blocks, each with what the manual shows below it."""
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S)
    pieces = [piece for block in blocks for piece in re.split(r"^\$ ", block, flags=re.M)[1:]]
    return [(piece.partition("\n")[0], piece.partition("\n")[2].rstrip("\n")) for piece in pieces]


def write_table(path: Path, text: str) -> None:
    """Write the clerk's own table, which the manual shows, as a workbook."""
    (table,) = re.findall(r"^(\| 序号 \| 类别 .*?)\n\n", text, re.M | re.S)
    book = Workbook()
    assert book.active
    book.active.append([path.stem])
    for line in table.splitlines():
        if not line.startswith("|---"):
            book.active.append([cell.strip() for cell in line.strip("|").split("|")])
    book.save(path)


@pytest.mark.once
def test_the_commands_of_the_manual_run_and_show_what_it_shows(
    dsq: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set GOLDEN=1 to write what is shown anew; a command with nothing below it only has to succeed."""
    monkeypatch.delenv("DSQ_USER")
    text = MANUAL.read_text(encoding="utf-8")
    write_table(home / "2026年重点工作任务表.xlsx", text)
    write_table(home / "2027年重点工作任务表.xlsx", text.replace("2026", "2027"))
    for command, expected in steps(text):
        words = [str(name) for word in shlex.split(command) for name in expanded(word)]
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("=", 1))
            continue
        assert words[0] == "dsq"
        if not expected:
            succeed(dsq, words[1:], command)
            continue
        shown = terminal([*DSQ, *words[1:]], width=80).replace(str(home), "~")
        if os.environ.get("GOLDEN"):
            text = text.replace(f"$ {command}\n{expected}\n", f"$ {command}\n{shown}\n")
            MANUAL.write_text(text, encoding="utf-8")
        else:
            assert shown == expected, command


def expanded(word: str) -> list[Path] | list[str]:
    return sorted(Path().glob(word)) if "*" in word else [word]


def succeed(dsq: Run, words: list[str], command: str) -> None:
    """Run a command; what asks for a confirmation gets it."""
    done = dsq(*words)
    if "加 --yes" in done.err:
        done = dsq(*words, "--yes")
    assert done.code == 0, f"{command}\n{done.err}"


def test_every_command_that_the_manual_names_is_one(dsq: Run) -> None:
    """In the text, too: the words up to the first that is no command."""
    text = MANUAL.read_text(encoding="utf-8")
    for named in set(re.findall(r"`dsq ((?:--plan \S+ )?[a-z]+(?: [a-z]+)?)", text)):
        words = re.sub(r"^--plan \S+ ", "", named).split()
        assert dsq(*words[:1], "--help").code == 0, named
