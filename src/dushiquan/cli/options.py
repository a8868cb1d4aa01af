"""Options that several commands share."""

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.talk import hint
from dushiquan.errors import UsageError
from dushiquan.formats.output import Format
from dushiquan.office.clock import today


def to_day(text: str) -> date:
    """Parse a day as typed, for Typer: 12月30日 is the nearest that is past or today."""
    return _shown(text, _typed_day(text, "past"))


def to_due_day(text: str) -> date:
    """Parse a due day as typed, for Typer: 12月30日 is that of this year."""
    return _shown(text, _typed_day(text, "current"))


def to_day_recorded(text: str) -> date:
    """Parse a day as typed, for Typer, where the command itself prints the day."""
    return _typed_day(text, "past")


def _typed_day(text: str, side: str) -> date:
    from dushiquan.phrases.typed_day import Side, parse_day

    try:
        return parse_day(text, today(), Side(side))
    except UsageError as error:
        raise typer.BadParameter(str(error)) from None


def _shown(text: str, day: date) -> date:
    """Show on a terminal which day was understood, if the text does not say its year."""
    if str(day.year) not in text and "_DSQ_COMPLETE" not in os.environ:
        hint(f"“{text}”是 {day}（周{'一二三四五六日'[day.weekday()]}）。")
    return day


def to_days(text: str) -> int:
    """Parse a number of days as typed (30d), for Typer."""
    from dushiquan.phrases.typed_number import parse_days

    return _typed_number(text, parse_days)


def to_percent(text: str) -> int:
    """Parse a progress as typed (60, 60%, 六成), for Typer."""
    from dushiquan.phrases.typed_number import parse_percent

    return _typed_number(text, parse_percent)


def _typed_number(text: str, parse: Callable[[str], int]) -> int:
    try:
        return parse(text)
    except UsageError as error:
        raise typer.BadParameter(str(error)) from None


def _format(text: str) -> Format:
    try:
        return Format(text.lower())
    except ValueError:
        raise typer.BadParameter(f"“{text}”不是输出格式；可用：{'、'.join(Format)}。") from None


def offers(what: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Return a completer: ``what`` of ``cli.completion``, imported only when TAB is pressed."""

    def offer(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from dushiquan.cli import completion

        found: list[tuple[str, str]] = getattr(completion, what)(ctx, incomplete)
        return found

    return offer


Ids = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[序号]...", help="如 6、22.1、1,3,5-7，或名称里的几个字。", autocompletion=offers("ids")
    ),
]
NeededIds = Annotated[
    list[str],
    typer.Argument(
        metavar="序号...", help="如 6、22.1、1,3,5-7，或名称里的几个字。", autocompletion=offers("ids")
    ),
]
AsOf = Annotated[
    date | None, typer.Option("--as-of", parser=to_day, metavar="日期", help="截至哪一天，默认今天。")
]
KnownAt = Annotated[
    date | None,
    typer.Option("--known-at", parser=to_day, metavar="日期", help="只用到哪天为止已录入的。"),
]
On = Annotated[
    date | None,
    typer.Option("--on", parser=to_day_recorded, metavar="日期", help="事情发生在哪一天，默认今天。"),
]
OutputFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        parser=_format,
        metavar="格式",
        help="table、tsv、json、csv 或 md；默认终端上为表格。",
    ),
]
Category = Annotated[
    list[str] | None,
    typer.Option(
        "--category",
        "-c",
        metavar="类别",
        help="名称、其中几个字或拼音首字母。",
        autocompletion=offers("categories"),
    ),
]
Unit = Annotated[
    list[str] | None,
    typer.Option("--unit", "-u", metavar="单位", help="责任单位，写法同上。", autocompletion=offers("units")),
]
Sort = Annotated[str, typer.Option("--sort", metavar="列", help="按某列排序，前加 - 为倒序。")]
GroupBy = Annotated[str, typer.Option("--group-by", metavar="列", help="按某列分组。")]
Columns = Annotated[str, typer.Option("--columns", metavar="列,列", help="只要哪些列。")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="最多几项。")]
Reason = Annotated[str, typer.Option("--reason", metavar="理由", help="为什么，必写。")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="不再询问。")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只看会记下什么，不记录。")]


def matching(paths: Sequence[Path]) -> list[Path]:
    """Return the paths, with the files that a pattern such as *.xlsx means: cmd.exe does not expand it."""
    found = [sorted(path.parent.glob(path.name)) if _is_pattern(path) else [path] for path in paths]
    return [each for path, files in zip(paths, found, strict=True) for each in files or [path]]


def _is_pattern(path: Path) -> bool:
    return any(mark in path.name for mark in "*?[") and not os.path.exists(path)  # noqa: PTH110 - as above
