"""``dsq report``: one command for each report in ``REPORTS``."""

from collections.abc import Callable, Iterator
from datetime import date
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from dushiquan.cli.options import AsOf, KnownAt, OutputFormat, Yes, to_day
from dushiquan.cli.session import Session
from dushiquan.cli.signatures import option, with_parameters
from dushiquan.cli.talk import confirm_overwriting, hint, say
from dushiquan.errors import UsageError
from dushiquan.formats.document import table_of
from dushiquan.formats.listed import Listed
from dushiquan.formats.output import Format, default_format, print_paper
from dushiquan.formats.registry import PAPERS, listed
from dushiquan.formats.writing import write_listing, write_paper
from dushiquan.office.reports import REPORTS, Report, ReportKind

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Issue = Annotated[int | None, typer.Option("--issue", min=1, metavar="N", help="第几期。")]
Brief = Annotated[bool, typer.Option("--brief", help="前面加一页简报。")]
From = Annotated[
    date | None, typer.Option("--from", parser=to_day, metavar="日期", help="改为从哪天起，任意一段时间。")
]
To = Annotated[date | None, typer.Option("--to", parser=to_day, metavar="日期", help="到哪天止，默认今天。")]
Since = Annotated[
    date | None, typer.Option("--since", parser=to_day, metavar="日期", help="和哪天比，默认上月末。")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="文件", help=f"写成 {listed(*PAPERS)} 文件；只要一张表的，写成 .csv。"
    ),
]
OneTable = Annotated[
    str, typer.Option("--table", metavar="标题", help="csv、tsv 只写一张表：标题里有什么字。")
]
Edit = Annotated[bool, typer.Option("--edit", help="先在编辑器里改文本，再写成 -o 的文件。")]
EditedText = Annotated[
    Path | None,
    typer.Option("--edited", metavar="文件.md", help="用改好的文本（-o 文件.md 写出的），写成 -o 的文件。"),
]
_ONE_TABLE = "--table 只用于 csv 和 tsv（-f csv、-o 表.csv）。"


@app.callback()
def report() -> None:
    """通报：总体、逾期、临期、进展、未报送和销号。"""


def _command(kind: ReportKind) -> Callable[..., None]:
    """Return the command of a report, with its own options and those of all."""

    def command(
        context: typer.Context,
        output: Output = None,
        edit: Edit = False,
        edited: EditedText = None,
        yes: Yes = False,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        format: OutputFormat = None,
        table: OneTable = "",
        **asked: Any,
    ) -> None:
        session: Session = context.obj
        with session.office(known_at) as office:
            made = office.reports.make(kind.name, as_of=as_of, **asked)
        _give(made, _Way(output, edit, edited, yes, format, table))

    context, *of_all, _ = signature(command).parameters.values()
    options = [option(each.name, each.annotation, each.default) for each in of_all]
    return with_parameters(command, [context, *_own_options(kind), *options])


def _own_options(kind: ReportKind) -> Iterator[Parameter]:
    """Yield the options of a report, as ``Reports.make`` names them."""
    if kind.option:
        flag, metavar, help = kind.option
        flags = (flag, "-u") if flag == "--unit" else (flag,)
        yield option("choice", Annotated[str, typer.Option(*flags, metavar=metavar, help=help)], "")
    if kind.is_circular:
        yield option("start", From, None)
        yield option("end", To, None)
        yield option("issue", Issue, None)
        yield option("brief", Brief, False)
    elif kind.option:
        yield option("since", Since, None)


class _Way(NamedTuple):
    """How a paper is given: printed, or written to ``output`` as it is, or with an edited text."""

    output: Path | None
    edit: bool
    edited: Path | None
    yes: bool
    format: Format | None
    table: str


def _give(made: Report, way: _Way) -> None:
    """Print a paper, or write it to a file; of one table only, if the format holds no more."""
    if way.output and way.format:
        raise UsageError("-o 已按文件名定了格式，不要再写 --format。")
    if way.edit or way.edited:
        _give_edited(made, way)
    elif way.output:
        _write(made, way.output, way.yes, way.table)
    else:
        format = way.format or default_format(piped=Format.MD)
        if way.table and format not in (Format.CSV, Format.TSV):
            raise UsageError(_ONE_TABLE)
        print_paper(made.paper, made.as_json, format, way.table)


def _give_edited(made: Report, way: _Way) -> None:
    from dushiquan.cli.editing import edit_and_write, write_edited

    if way.edit and way.edited:
        raise UsageError("--edit 和 --edited 只写一个。")
    if not way.output or way.table:
        flag = "--edit" if way.edit else "--edited"
        raise UsageError(f"{flag} 要写明写成哪个文件，如 -o 周报.docx；不要写 --table。")
    confirm_overwriting(way.output, way.yes)
    if way.edited:
        write_edited(made.paper, way.edited, way.output, way.yes)
    else:
        edit_and_write(made.paper, way.output)


def _write(made: Report, output: Path, yes: bool, table: str) -> None:
    is_table = output.suffix.lower() == ".csv"
    if table and not is_table:
        raise UsageError(_ONE_TABLE)
    listed = _listed(made, table) if is_table else None
    confirm_overwriting(output, yes)
    if listed:
        write_listing(listed, output)
    else:
        write_paper(made.paper, output)
    say(f"已写入 {output}。")
    if output.suffix.lower() == ".md":
        hint(f"改好后要成公文：同一条命令改写 --edited {output} -o {output.with_suffix('.docx')}。")


def _listed(made: Report, table: str) -> Listed | None:
    grid = table_of(made.paper, table).grid
    return Listed(grid.headings, grid.rows) if grid else None


for _kind in REPORTS.values():
    app.command(_kind.name, help=_kind.help)(_command(_kind))
