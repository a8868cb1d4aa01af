"""``dsq help``: the pages on what several commands share."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from dushiquan.cli.chinese import Context
from dushiquan.errors import UsageError
from dushiquan.formats.help_page import print_help_page
from dushiquan.office.help_topics import page, topics

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def help(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[题目]", help="如 日期、规则，或一条命令，如 plan load；不写则列出全部题目。"
        ),
    ] = None,
) -> None:
    """说明：日期、序号怎样写，规则是什么，不用上网。"""
    if not words:
        _list_topics()
    elif not _print_command_help(context, words):
        print_help_page(page(" ".join(words)))


def _list_topics() -> None:
    width = max(map(len, topics()))
    for name, about in topics().items():
        sys.stdout.write(f"  {name}{'　' * (width - len(name))}  {about}\n")
    sys.stdout.write("看一页：dsq help 日期。一条命令怎样用：dsq 命令 --help，如 dsq list --help。\n")


def _print_command_help(context: typer.Context, words: Sequence[str]) -> bool:
    """Print the help of a command; return False if the first word is none.

    Raise ``UsageError`` if another word is none.
    """
    assert context.parent
    current = context.parent
    for word in words:
        command = getattr(current.command, "commands", {}).get(word)
        if command is None and word is words[0]:
            return False
        if command is None:
            raise UsageError(f"没有命令“{' '.join(words)}”；用 dsq {words[0]} --help 看有哪些。")
        current = Context(command, parent=current, info_name=word)
    sys.stdout.write(f"{current.get_help()}\n")
    return True
