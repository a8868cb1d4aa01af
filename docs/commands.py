"""Writes docs/commands.md from the program's own help: ``python docs/commands.py > docs/commands.md``."""

import os

os.environ["_TYPER_FORCE_DISABLE_TERMINAL"] = "1"

import typer
from typer.testing import CliRunner

from dushiquan.cli.app import COMMANDS, app

HEAD = """\
# Commands

Made from the program's own help by `docs/commands.py`; a test holds it to that.
"""


def commands_markdown() -> str:
    """Every command's help, in the order of ``dsq --help``."""
    parts = [HEAD, _help([])]
    for name in COMMANDS:
        command = typer.main.get_group(app).commands[name]
        parts.append(_help([name]))
        parts += [_help([name, sub]) for sub in getattr(command, "commands", ())]
    return "\n".join(parts)


def _help(words: list[str]) -> str:
    title = " ".join(["dsq", *words])
    runner = CliRunner(env={"COLUMNS": "100"})
    text = runner.invoke(app, [*words, "--help"], prog_name="dsq").stdout.rstrip()
    return f"## {title}\n\n```text\n{text}\n```\n"


if __name__ == "__main__":
    print(commands_markdown(), end="")
