"""The program ``dsq``: its global options, its commands, and the edge where errors become sentences.

A command's module is imported when the command is called for, so that ``dsq list`` does not pay for the
others.
"""

import os
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dushiquan.cli.session import Session
from dushiquan.errors import DsqError, ExitCode

COMMANDS = (
    "init",
    "list",
    "show",
    "done",
    "update",
    "note",
    "tick",
    "defer",
    "submit",
    "return",
    "undo",
    "overdue",
    "due",
    "report",
    "stats",
    "urge",
    "log",
    "config",
    "plan",
    "sheet",
    "db",
)

_MODULES = {"return": "return_"}
"""The modules that cannot bear their command's name."""


class _Commands(MutableMapping[str, Any]):
    """The commands by name; each is built when it is first asked for."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        if name not in self._built:
            module = import_module(f"dushiquan.cli.{_MODULES.get(name, name)}")
            command = typer.main.get_command(module.app)
            command.name = name
            self._built[name] = command
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)

    def __setitem__(self, name: str, command: Any) -> None:
        self._built[name] = command

    def __delitem__(self, name: str) -> None:
        del self._built[name]


class _Program(TyperGroup):
    """The group of all commands; whatever a command raises for the user is said here, once."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Commands()

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, without building a command."""
        return list(COMMANDS)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a ``DsqError`` becomes its sentence on stderr and its exit code."""
        try:
            return super().invoke(ctx)
        except DsqError as error:
            sys.stderr.write(f"{error}\n")
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:  # the reader has gone (| head): nothing is wrong
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None


app = typer.Typer(cls=_Program, name="dsq", rich_markup_mode=None, pretty_exceptions_enable=False)


def _print_version(wanted: bool) -> None:
    if wanted:
        from dushiquan import __version__

        sys.stdout.write(f"dsq {__version__}\n")
        raise typer.Exit


@app.callback(no_args_is_help=True)
def dsq(
    context: typer.Context,
    db: Annotated[
        Path | None,
        typer.Option("--db", metavar="文件", envvar="DSQ_DB", readable=False, help="台账文件。"),
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="计划", envvar="DSQ_PLAN", help="用哪个计划，默认最近载入的。"),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="显示版本。", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """都市圈：计划项目台账，随时可查、到期必催、每周可报。"""
    context.obj = Session(db, plan)


def run() -> int:
    """Run ``dsq`` and return its exit code: streams that can take any text, and no traceback for the user."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = _run()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        return ExitCode.OK
    except OSError as error:
        sys.stderr.write(f"无法输出：{error.strerror or error}；请检查磁盘空间。\n")
        return ExitCode.UNEXPECTED


def _run() -> int:
    try:
        app()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else ExitCode.UNEXPECTED
    return ExitCode.OK
