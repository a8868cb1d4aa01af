"""Read a plan file for a command: its options, and the questions to the user."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from inspect import signature
from pathlib import Path
from typing import Annotated, Any

import typer

from dushiquan.cli.options import to_day
from dushiquan.cli.session import Session
from dushiquan.cli.signatures import option, with_parameters
from dushiquan.cli.talk import ask, is_yes, say
from dushiquan.domain.plan import Kind, MonthBefore
from dushiquan.errors import DsqError, UsageError
from dushiquan.formats.progress import track
from dushiquan.formats.registry import READ, listed
from dushiquan.office.clock import today
from dushiquan.sources.basis import MONTH_BEFORE, Earlier
from dushiquan.sources.cells import shortened
from dushiquan.sources.columns import Choice
from dushiquan.sources.headings import HEADINGS, NO_FIELD, label_of, read_map
from dushiquan.sources.plan_file import Given, Reading, examine_plan
from dushiquan.sources.row_numbers import row_in, row_words
from dushiquan.sources.table_choice import are_one_plan, have_one_head

File = Annotated[Path, typer.Argument(metavar="文件", help=f"计划文件：{listed(*READ)}。")]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="列=字段",
        help="表格里某一列是什么，如 工作措施=项目内容、计划时间/完成=到期、C=项目名称；C=- 是不读。"
        f"字段有 {'、'.join(map(label_of, HEADINGS))}，也可写 id、title 等。可写多次。",
    ),
]
SheetName = Annotated[str | None, typer.Option("--sheet", metavar="名称", help="读哪个工作表。")]
TableNo = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="序号",
        help="文件里有几张表时读第几张；列名相同的可合为一张读：1-3、1,3，或 all（全部）。",
    ),
]
Without = Annotated[
    str | None,
    typer.Option("--without", metavar="行号", help="不载入哪些行，如 7,12,20-25；几张表合读时如 2:7。"),
]
Hidden = Annotated[bool, typer.Option("--hidden", help="隐藏的和划掉的行也读。")]
ForUnit = Annotated[
    str | None, typer.Option("--unit", metavar="单位", help="没有写责任单位的各项，责任单位都是它。")
]
Key = Annotated[str | None, typer.Option("--key", metavar="代号", help="计划的代号，默认为年度。")]
Title = Annotated[str | None, typer.Option("--title", metavar="标题", help="计划的标题。")]
Year = Annotated[
    int | None, typer.Option("--year", min=1900, max=2999, metavar="年", help="计划年度，如 2011。")
]

Issued = Annotated[
    date | None,
    typer.Option("--issued", parser=to_day, metavar="日期", help="计划哪天印发；文件里没有写的。"),
]


def _month_before(text: str) -> MonthBefore:
    answer = MONTH_BEFORE.get(text)
    if answer is None:
        raise typer.BadParameter(f"“{text}”不认得；请写 含 或 不含。")
    return answer


Month = Annotated[
    MonthBefore | None,
    typer.Option("--month-before", parser=_month_before, metavar="含|不含", help="计划里“8月前”含不含8月。"),
]

Targets = Annotated[
    bool, typer.Option("--targets", help="从项目内容里找指标：几次、几家、哪个规划。计划没有写指标时用。")
]

_MOST_QUESTIONS = 12


def to_rows(text: str | None) -> frozenset[int]:
    """Parse row numbers as typed, such as 7,12,20-25; raise ``UsageError`` for anything else."""
    rows: set[int] = set()
    for word in re.split(r"[\s,，、]+", text or ""):
        span = re.fullmatch(r"(?:([0-9]{1,3})[:：])?([0-9]{1,7})(?:[-~～至]([0-9]{1,7}))?", word)
        if span and int(span[2]) <= int(span[3] or span[2]) < int(span[2]) + 100_000:
            first, last = (row_in(int(span[1] or 0), int(end)) for end in (span[2], span[3] or span[2]))
            rows.update(range(first, last + 1))
        elif word:
            raise UsageError(f"“{word}”不是行号；请写成 --without 7,12,20-25。")
    return frozenset(rows)


def to_tables(text: str | None) -> int | frozenset[int] | None:
    """Parse which tables to read: one, several as 1-3, or all, which is an empty set."""
    if text is None:
        return None
    if text.strip().lower() in ("all", "全部", "全"):
        return frozenset()
    places: set[int] = set()
    for word in re.split(r"[\s,，、]+", text.strip()):
        span = re.fullmatch(r"([0-9]{1,3})(?:[-~～至]([0-9]{1,3}))?", word)
        if not span or not 0 < int(span[1]) <= int(span[2] or span[1]):
            raise UsageError(f"“{text}”不是表的序号；请写成 --table 2、--table 1-3 或 --table all。")
        places.update(range(int(span[1]), int(span[2] or span[1]) + 1))
    return frozenset(places) if len(places) > 1 else places.pop()


def read_by_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command on a file the options of how to read it; its parameter ``given`` is made of them."""

    _, *ways = signature(given_of).parameters.values()
    context, file, _, *own = signature(command).parameters.values()

    def run(context: typer.Context, file: Path, **typed: Any) -> None:
        given = given_of(context.obj, **{way.name: typed.pop(way.name) for way in ways})
        command(context, file, given, **typed)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    options = [option(each.name, each.annotation, each.default) for each in (*ways, *own)]
    return with_parameters(run, [context, file, *options])


def given_of(
    session: Session,
    *,
    map: Map = None,
    sheet: SheetName = None,
    table: TableNo = None,
    without: Without = None,
    hidden: Hidden = False,
    unit: ForUnit = None,
    key: Key = None,
    title: Title = None,
    year: Year = None,
    issued: Issued = None,
    month_before: Month = None,
) -> Given:
    """Combine the options with earlier answers and the earlier edition from the ledger."""

    def find_earlier(key: str) -> Earlier | None:
        if session.exists:
            with suppress(DsqError), session.office() as office:  # loading reports an unusable ledger
                return office.plans.earlier(key)
        return None

    return Given(
        columns=read_map(map or ()),
        sheet=sheet,
        key=key,
        title=title,
        year=year,
        table=to_tables(table),
        without=to_rows(without),
        hidden=hidden,
        unit=unit or "",
        remembered=_remembered(session),
        issued=issued,
        month_before=month_before,
        today=today(),
        find_earlier=find_earlier,
    )


def _remembered(session: Session) -> Mapping[str, Mapping[str, str]]:
    """Return the answers for earlier tables; none if there is no usable ledger."""
    if session.exists:
        with suppress(DsqError), session.office() as office:
            return office.plans.answers()
    return {}


def ask_day(question: str) -> date | None:
    """Ask a person at a terminal for a day until it is one; None if nothing is typed."""
    while typed := ask(question):
        try:
            return to_day(typed)
        except typer.BadParameter as error:
            say(str(error))
    return None


def examine_asking(file: Path, given: Given) -> Reading:
    """Read a file; at a terminal, ask one open question after the other and read it again."""
    reading = examine_plan(file, given, track)
    asked: set[str] = set()
    while sys.stdin.isatty() and len(asked) < _MOST_QUESTIONS:
        answer = _answer(reading, given, asked)
        if answer is None:
            break
        given = answer
        reading = examine_plan(file, given, track)
    return reading


def _answer(reading: Reading, given: Given, asked: set[str]) -> Given | None:
    """Ask the first open question; return the options with the answer, or None if no question is open."""
    for question, answer in _questions(reading, given):
        if question not in asked:
            asked.add(question)
            return answer()
    return None


def _questions(reading: Reading, given: Given) -> Iterator[tuple[str, Callable[[], Given]]]:
    if reading.plan is None and reading.tables and not reading.columns:
        yield "table", lambda: _ask_table(reading, given)
    for choice in reading.choices:
        yield f"column {choice.field}", partial(_ask_column, choice, given)
    unread = any(project.requirement and project.kind is Kind.UNKNOWN for project in reading.projects)
    if reading.plan and reading.plan.year is None and unread:
        yield "year", lambda: _ask_year(given)
    if reading.columns and _faulty_rows(reading):
        yield "rows", lambda: _ask_rows(reading, given)
    if reading.plan and "month_before" in reading.open_questions:
        yield "month_before", lambda: _ask_month_before(reading, given)
    if reading.plan and "issued" in reading.open_questions:
        yield "issued", lambda: _ask_issued(reading, given)


def _ask_table(reading: Reading, given: Given) -> Given:
    for table in reading.tables:
        say(f"  {table.line}")
    if one_plan := are_one_plan(reading.tables):
        question = f"这 {len(reading.tables)} 张表列名相同。合为一张读按回车；只读其中的写序号（如 2、1-3）："
    else:
        also = (
            "；各表列名相同，像是同一计划的各期，要合为一张读写 all" if have_one_head(reading.tables) else ""
        )
        question = f"哪一张表是计划？请写序号{also}："
    while typed := ask(question):
        try:
            return replace(given, table=to_tables(typed))
        except UsageError:
            say(f"“{typed}”不是表的序号。")
    return replace(given, table=frozenset()) if one_plan else given


def _ask_column(choice: Choice, given: Given) -> Given:
    say(f"{choice.text}：")
    for column in choice.among:
        say(f"  {column.letter}. “{column.name}”，如：{shortened(column.profile.sample)}")
    letters = [column.letter for column in choice.among]
    while typed := ask(f"哪一列是“{label_of(choice.field)}”？请写字母，都不是就按回车：").upper():
        if typed in letters:
            return replace(given, columns={**given.columns, typed: choice.field})
        say(f"请写 {'、'.join(letters)} 中的一个。")
    if choice.field == "title":
        return given
    return replace(given, columns={**given.columns, **dict.fromkeys(letters, NO_FIELD)})


def _ask_year(given: Given) -> Given:
    typed = ask(f"没有写明计划年度，“6月底前”这样的时限是哪一年的？（如 {today().year}，按回车则不读）：")
    return replace(given, year=int(typed)) if re.fullmatch(r"(?:19|2[0-9])[0-9]{2}", typed) else given


def _ask_month_before(reading: Reading, given: Given) -> Given:
    while typed := ask(f"{reading.open_questions['month_before']}请写 含 或 不含，按回车则不作时限："):
        if typed in MONTH_BEFORE:
            return replace(given, month_before=MONTH_BEFORE[typed])
        say(f"“{typed}”不认得。")
    return given


def _ask_issued(reading: Reading, given: Given) -> Given:
    issued = ask_day(f"{reading.open_questions['issued']}。请写日期，不知道按回车：")
    return replace(given, issued=issued) if issued else given


def _ask_rows(reading: Reading, given: Given) -> Given:
    rows = _faulty_rows(reading)
    for problem in reading.problems:
        if problem.level == "error":
            say(problem.in_file)
    typed = ask(f"{row_words(rows)}有错误。不要这 {len(rows)} 行，载入其余各项？[y/N] ")
    if is_yes(typed):
        return replace(given, without=frozenset(given.without) | frozenset(rows))
    return given


def _faulty_rows(reading: Reading) -> list[int]:
    """Return the rows with errors, or none if errors would remain without these rows."""
    lines = [problem.line or 0 for problem in reading.problems if problem.level == "error"]
    return sorted(set(lines)) if lines and min(lines) > reading.head_row else []
