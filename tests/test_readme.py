"""The commands in both READMEs run and print what the READMEs show."""

import os
import re
import shlex
from pathlib import Path

import pytest
import typer

from dushiquan.cli.app import COMMANDS, app
from dushiquan.formats.registry import PAPERS, suffixes
from tests.conftest import Run
from tests.terminal import DSQ, terminal

CHECKOUT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")


def blocks(name: str, language: str) -> list[str]:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def steps(name: str) -> list[tuple[str, str]]:
    """The commands of the console blocks, each with its expected output."""
    found = []
    for block in blocks(name, "console"):
        for piece in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = piece.partition("\n")
            found.append((command, output.rstrip("\n")))
    return found


def test_readme_commands_print_what_the_readmes_show(home: Path) -> None:
    """The commands of both READMEs are the same and run once; set GOLDEN=1 to regenerate the output."""
    env: dict[str, str] = {}
    written = {name: (CHECKOUT / name).read_text(encoding="utf-8") for name in READMES}
    for (command, first), (_, second) in zip(*map(steps, READMES), strict=True):
        words = shlex.split(command)
        if words[0] == "export":
            env |= dict(word.split("=", 1) for word in words[1:])
            continue
        assert words[0] == "dsq", command
        shown = terminal([*DSQ, *words[1:]], width=80, env=env).replace(str(home), "~")
        if os.environ.get("GOLDEN"):
            after = f"$ {command}\n{shown}\n"
            for name, output in zip(READMES, (first, second), strict=True):
                before = f"$ {command}\n{output}\n" if output else f"$ {command}\n"
                written[name] = written[name].replace(before, after)
        else:
            assert (first, second) == (shown, shown), command
    if os.environ.get("GOLDEN"):
        for name, text in written.items():
            (CHECKOUT / name).write_text(text, encoding="utf-8")


@pytest.mark.once
def test_the_commands_without_output_run(dsq: Run, home: Path) -> None:
    """In the order of the page, on one ledger; 任务表.xlsx is the shipped plan, issued again for 2012."""
    dsq("list")
    dsq("plan", "export", "-o", "任务表.xlsx")
    lines = [line for block in blocks(READMES[0], "sh") for line in block.splitlines()]
    commands = [line for line in lines if line.startswith("dsq ")]
    assert len(commands) >= 8
    assert all(line.startswith(("dsq ", "python3 -m venv ")) for line in lines)
    for line in commands:
        words = shlex.split(line)[1:]
        if words[:2] == ["plan", "load"]:
            words += ["--key", "2012", "--year", "2012"]
        done = dsq(*words)
        assert done.code == 0, f"{line}\n{done.err}"


@pytest.mark.parametrize("name", READMES)
def test_the_readmes_name_the_formats_of_a_report(name: str) -> None:
    (line,) = re.findall(r"^\| `dsq report weekly`.*", (CHECKOUT / name).read_text(encoding="utf-8"), re.M)
    assert sorted(re.findall(r"\.[a-z]+\b", line)) == sorted(suffixes(*PAPERS))


def test_both_readmes_run_the_same_commands() -> None:
    assert [command for command, _ in steps(READMES[0])] == [command for command, _ in steps(READMES[1])]
    assert blocks(READMES[0], "sh") == blocks(READMES[1], "sh")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_is_in_both_readmes(dsq: Run, name: str) -> None:
    command = typer.main.get_group(app).commands[name]
    names = [name, *(f"{name} {sub}" for sub in getattr(command, "commands", ()))]
    readmes = {readme: (CHECKOUT / readme).read_text(encoding="utf-8") for readme in READMES}
    for words in names:
        help = dsq(*words.split(), "--help")
        assert help.code == 0
        assert len(help.out.splitlines()[2].strip()) >= 4, f"dsq {words} says nothing of itself"
        if len(names) == 1 or words != name:
            for readme, text in readmes.items():
                assert re.search(rf"`dsq {words}[ `]", text), f"dsq {words} is not in {readme}"
