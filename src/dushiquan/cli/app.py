"""The program ``dsq``: its global options, its commands, and the one place that prints errors.

A command's module is imported only if that command runs, so ``dsq list`` does not pay for the others.
"""

import sys
from collections.abc import Iterator, MutableMapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from dushiquan.cli.chinese import Context, check_dashes, given_once, mistake
from dushiquan.cli.session import Session
from dushiquan.errors import DsqError, ExitCode
from dushiquan.formats.streams import lacked, outlet
from dushiquan.formats.text import harmless
from dushiquan.office.places import expanded

_SECTIONS: dict[str, dict[str, str]] = {
    "查看": {
        "list": "列出项目，按类别、单位、状态等筛选",
        "show": "查看项目的全部",
        "overdue": "逾期项目",
        "due": "临近时限的项目",
        "changes": "与某天相比的变化：新逾期、转红、销号、延期",
        "stats": "按类别、单位、地区、状态、预警统计",
        "log": "经过：何日何事、何人录入",
    },
    "记录": {
        "done": "销号",
        "update": "状态、进度、说明",
        "note": "进展说明",
        "tick": "指标完成数",
        "defer": "延期",
        "submit": "申请销号",
        "return": "退回",
        "undo": "撤回最近的操作，或某几号记录",
        "fix": "更正某号记录",
    },
    "报告与催办": {
        "report": "周报、月报、责任单位考核",
        "urge": "催办单",
        "sheet": "各单位填报表：发出、读入",
        "sync": "几处合用一个台账：收送、加入、两处同时记录",
    },
    "计划与台账": {
        "plan": "计划：检查、载入、比较、调整、列出、导出",
        "node": "节点：列出、新增、改期、取消",
        "unit": "单位：改名、合并、联系人",
        "init": "建立台账",
        "config": "全部设置",
        "db": "台账文件：位置、检查、备份、恢复、清空",
        "help": "说明：日期、序号、状态、列、格式、退出码、规则、共享",
    },
}
"""The commands and their short descriptions for ``dsq --help``, which imports none of them."""

COMMANDS = tuple(name for section in _SECTIONS.values() for name in section)

_MODULES = {"plan": "plan_", "return": "return_"}
"""Commands whose module has another name, since theirs is a keyword or the name of another file."""


class _Commands(MutableMapping[str, Any]):
    """The commands by name. A command is built on first access."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        if name not in self._built:
            module = import_module(f"dushiquan.cli.{_MODULES.get(name, name)}")
            command = typer.main.get_command(module.app)
            command.name = name
            for each in (command, *getattr(command, "commands", {}).values()):
                each.context_class = Context
                each.make_parser = partial(given_once, each.make_parser)
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


_BUILT = _Commands()
"""The commands that are built so far in this process."""


class _Program(TyperGroup):
    """The group of all commands. It prints the errors that commands raise."""

    context_class = Context

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _BUILT

    def make_parser(self, ctx: Any) -> Any:
        """Return the parser of the global options."""
        return given_once(super().make_parser, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command line; raise ``UsageError`` for an option whose dash no program understands."""
        named = next((word for word in args if word in COMMANDS), None)
        if named and not all(map(str.isascii, args)):
            command = self.commands[named]
            check_dashes(args, [self, command, *getattr(command, "commands", {}).values()])
        rest: list[str] = super().parse_args(ctx, args)
        return rest

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, without building any."""
        return list(COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands under the headings of ``_SECTIONS``."""
        for heading, commands in _SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(f"{name:8}", word) for name, word in commands.items()])

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run the program; if the command line is mistyped, say so in Chinese and exit with code 2."""
        try:
            # Typer would expand ~, %NAME% and * in every word on Windows, those of a note too.
            settings |= {"standalone_mode": False, "windows_expand_args": False}
            code = super().main(*args, **settings)
        except TyperException as error:
            message = str(error)  # the help text, if a group was called without a command
            sys.stderr.write(f"{message if message.startswith('用法：') else harmless(mistake(error))}\n")
            code = ExitCode.USAGE
        except DsqError as error:
            sys.stderr.write(f"{harmless(str(error))}\n")
            code = error.exit_code
        except typer.Abort:
            sys.stderr.write("已中止。\n")
            code = ExitCode.UNEXPECTED
        sys.exit(code or ExitCode.OK)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; if it raises a ``DsqError``, print its sentence and exit with its code."""
        try:
            return super().invoke(ctx)
        except DsqError as error:
            sys.stderr.write(f"{harmless(str(error))}\n")
            raise typer.Exit(error.exit_code) from None


app = typer.Typer(
    cls=_Program,
    name="dsq",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from dushiquan.office.about import about

        sys.stdout.writelines(f"{line}\n" for line in about())
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
        typer.Option(
            "--plan",
            metavar="计划,计划",
            envvar="DSQ_PLAN",
            help="这次用哪些计划，all 为全部。",
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="显示版本和运行环境，报告问题时用。", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    """都市圈：计划项目台账，随时可查、到期必催、每周可报。"""
    context.obj = Session(expanded(db) if db else None, plan, context.invoked_subcommand or "")


def run() -> int:
    """Run ``dsq`` and return its exit code. The user never sees a traceback, whatever goes wrong.

    A command does what it was asked even if nobody reads its output (| head), and its exit code says so.
    """
    sys.stdout = out = outlet(sys.stdout)
    sys.stderr = outlet(sys.stderr)
    code = _explained()
    out.flush()
    if out.failure and not isinstance(out.failure, BrokenPipeError):
        why = out.failure.strerror or out.failure
        sys.stderr.write(f"输出没有写全：{why}；请检查磁盘空间。要记的可能已记录，请用 dsq log 核对。\n")
        code = code or ExitCode.UNEXPECTED
    if lacked:
        what = f"有的字 {out.encoding} 编码写不出，印成了“?”：{''.join(lacked)[:10]}"
        sys.stderr.write(f"{what}；请用 -o 写成文件，或设 PYTHONUTF8=1 后重试。\n")
    sys.stderr.flush()
    return code


def _explained() -> int:
    try:
        return _run()
    except OSError as error:
        sys.stderr.write(f"无法读写：{error.strerror or error}；请检查文件、权限和磁盘空间。\n")
        return ExitCode.UNEXPECTED
    except OverflowError:
        sys.stderr.write("日期超出了能算的范围（1 年至 9999 年）；请核对日期。\n")
        return ExitCode.USAGE
    except UnicodeEncodeError:
        sys.stderr.write("有的文字不成字（编码不对）；请检查输入和环境变量。\n")
        return ExitCode.USAGE
    except Exception as error:  # a bug: show a sentence instead of a traceback
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise
        what = f"{type(error).__name__}：{harmless(str(error))}，{_place(error)}"
        sys.stderr.write(
            f"dsq 出了意外（{what}）；请把 dsq --version 的输出和这段话一并发给提供本程序的人。\n"
        )
        return ExitCode.UNEXPECTED


def _place(error: BaseException) -> str:
    """Return where an error was raised: the innermost line of this program."""
    place = ""
    frame = error.__traceback__
    while frame:
        path = Path(frame.tb_frame.f_code.co_filename)
        if "dushiquan" in path.parts:
            place = f"{path.name}:{frame.tb_lineno}"
        frame = frame.tb_next
    return place


def _run() -> int:
    try:
        app()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else ExitCode.UNEXPECTED
    return ExitCode.OK
