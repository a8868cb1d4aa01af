"""Typer's own texts in Chinese: its help, and its messages about a mistyped command line.

Few of them go through gettext, so a catalogue would leave most of them in English. They are translated here,
at the two places where they are printed. An unknown message stays in English.

Options typed with an input method in its Chinese mode are explained here, too.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any
from unicodedata import east_asian_width, normalize

import typer

from dushiquan.errors import UsageError

_HEADINGS = {"Options": "选项", "Arguments": "参数", "Commands": "命令"}
_HELP = (
    ("Show this message and exit.", "显示这份说明。"),
    ("Install completion for the current shell.", "为当前 shell 安装补全。"),
    (
        "Show completion for the current shell, to copy it or customize the installation.",
        "显示当前 shell 的补全脚本。",
    ),
    ("env var: ", "环境变量："),
    ("default: ", "默认："),
    ("required", "必填"),
    ("x>=", "至少 "),
    ("<=x<=", " 至 "),
)


class _Formatter(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """Writes help in Chinese, and aligns columns by the width of Chinese characters, which is two cells."""

    examples_of = ""
    """The command whose examples end the help."""

    def getvalue(self) -> str:
        from dushiquan.cli.examples import examples_of

        lines = "".join(f"  {line}\n" for line in examples_of(self.examples_of))
        return f"{super().getvalue().rstrip()}\n" + (f"\n例：\n{lines}" if lines else "")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        args = args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]...")
        super().write_usage(prog, args, "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        for line in _wrap(text, self.width - self.current_indent):
            self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        first_width = min(max(_cells(first) for first, _ in rows), col_max) + col_spacing
        margin = " " * (first_width + self.current_indent)
        for first, second in rows:
            lines = _wrap(_translated(second), max(self.width - len(margin), 20))
            head = f"{'':>{self.current_indent}}{first}"
            if _cells(first) <= first_width - col_spacing:
                head += " " * (first_width - _cells(first)) + lines.pop(0)
            self.write("\n".join([head, *(margin + line for line in lines)]).rstrip() + "\n")


class Context(typer.Context):
    """The context of every command, with help in Chinese, which ends with examples."""

    formatter_class = _Formatter

    def make_formatter(self) -> Any:
        """Return a formatter for the help of this command."""
        formatter: Any = super().make_formatter()
        formatter.examples_of = self._words()
        return formatter

    def _words(self) -> str:
        """Return the words of the command, without the program's name: plan load."""
        words = []
        context: Any = self
        while context.parent:
            words.append(context.info_name)
            context = context.parent
        return " ".join(reversed(words))


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for piece in re.findall(r"[!-~]+|.", text):  # do not break a Latin word
        if lines[-1] and _cells(lines[-1] + piece) > width and piece not in "，。；、）”":
            lines.append("")
        lines[-1] += piece
    return lines


def _translated(text: str) -> str:
    for english, chinese in _HELP:
        text = text.replace(english, chinese)
    return text


_MISTAKES = (
    (r"Missing argument '(.*)'\.", "缺少参数：{0}。"),
    (r"Missing option '(.*)'\.", "缺少选项 {0}。"),
    (r"Missing command\.", "缺少命令。"),
    (r"No such command '(.*)'\. Did you mean (.*)\?", "没有命令“{0}”；是不是 {1}？"),
    (r"No such command '(.*)'\.", "没有命令“{0}”。"),
    (
        r"No such option: (\S+) \((?:Possible options|Did you mean):? (.*?)\??\)",
        "没有选项 {0}；相近的有 {1}。",
    ),
    (r"No such option: (\S+) Did you mean (.*)\?", "没有选项 {0}；是不是 {1}？"),
    (r"No such option: (\S+)", "没有选项 {0}。"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", "多写了：{0}；文字里有空格的请加引号。"),
    (r"Option '(.*)' requires an argument\.", "选项 {0} 后面要写值。"),
    (r"Option '(.*)' does not take a value\.", "选项 {0} 后面不写值。"),
    (
        r"Invalid value for (.*?): '?(.*?)'? is not a valid int(?:eger)?(?: range)?\.",
        "{0} 写的“{1}”不是整数。",
    ),
    (r"Invalid value for (.*?): (.*) is not in the range (.*)\.", "{0} 写的是 {1}，应为 {2}。"),
    (r"Invalid value for (.*?): (.*)", "{0}：{1}"),
)


def given_once(make_parser: Callable[[Any], Any], ctx: Any) -> Any:
    """Return a parser that refuses an option that takes one value and is given twice: one would be lost."""
    parser = make_parser(ctx)
    parse = parser.parse_args

    def parse_args(args: list[str]) -> Any:
        values, rest, order = parse(args)
        for option in order:
            is_single = not (getattr(option, "is_flag", True) or option.multiple)
            if is_single and order.count(option) > 1:
                ctx.fail(f"选项 {option.opts[0]} 写了 {order.count(option)} 次，只能写一次。")
        return values, rest, order

    parser.parse_args = parse_args
    return parser


def mistake(error: Any) -> str:
    """Return a sentence that says what is wrong with a command line, and a line on how to get help."""
    message = error.format_message()
    for pattern, chinese in _MISTAKES:
        found = re.fullmatch(pattern, message, re.S)
        if found:
            message = _translated(chinese.format(*(group.replace("'", "") for group in found.groups())))
            break
    if re.match(r"没有选项 --(plan|db)\b", message):
        return "--plan 和 --db 写在命令之前，如 dsq --plan 2011 list。"
    command = error.ctx.command_path if getattr(error, "ctx", None) else "dsq"
    return f"{message}\n用 {command} --help 查看用法。"


_DASHED = r"([-－‐‑‒–—―−]+)([A-Za-zＡ-Ｚａ-ｚ－-]+)((?:[=＝].*)?)"


def check_dashes(words: Sequence[str], commands: Sequence[Any]) -> None:
    """Raise ``UsageError`` for an option of the commands in full-width letters or dashes: －p, ——note."""
    known = {name for command in commands for option in command.params for name in option.opts}
    for word in words:
        match = None if word.isascii() else re.fullmatch(_DASHED, word, re.S)
        if not match:
            continue
        name = normalize("NFKC", match[2])
        long = len(match[1]) > 1 or match[1] in "–—―"
        meant = f"-{name}" if len(name) == 1 else f"--{name}" if long else f"-{name}"
        if (meant in known or len(name) == 1) and word.partition("=")[0] != meant:
            raise UsageError(f"“{word}”里的横线或字母是全角的；请换成英文输入法，写 {meant}。")
