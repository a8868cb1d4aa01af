"""``dsq sheet``: the worksheet that each unit fills in, and its return."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import On, Yes, confirm, say
from dushiquan.cli.recording import recorded_line
from dushiquan.cli.session import Session, today
from dushiquan.domain.acts import check_day
from dushiquan.domain.form import Filled, conflicts, to_record
from dushiquan.domain.history import RESTING, fold
from dushiquan.domain.names import match_name
from dushiquan.domain.supervision import Item
from dushiquan.errors import BadInputError, ExitCode, NotFoundError, RefusedError
from dushiquan.formats.progress import track
from dushiquan.formats.registry import needed_libraries
from dushiquan.formats.text import file_name
from dushiquan.sources.problems import Problem
from dushiquan.store.event_log import Entry, Operation, new_id
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import Connection, transaction

with needed_libraries():
    from dushiquan.sources.form_reader import Returned, read_worksheet
    from dushiquan.sources.form_writer import write_worksheet

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def sheet() -> None:
    """填报表：发给各单位，收回读入。"""


@app.command()
def out(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="文件夹", help="写到哪个文件夹。")],
    unit: Annotated[
        list[str] | None, typer.Option("--unit", "-u", metavar="单位", help="只发这些单位，默认全部。")
    ] = None,
) -> None:
    """给每个牵头单位写一份填报表（.xlsx）；列第一位的牵头单位汇总填报。"""
    session: Session = context.obj
    with session.ledger() as ledger:
        names = [match_name(text, ledger.units(), "单位") for text in unit or ()]
        sheets = _by_unit(ledger)
        for name in names:
            if name not in sheets:
                raise NotFoundError(f"没有由{name}汇总填报的在办项目。")
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInputError(f"建不了文件夹 {output}：{error.strerror}；请换一个 -o。") from error
        for name in track(names or list(sheets), "写填报表"):
            path = output / f"填报表-{file_name(ledger.key)}-{file_name(name)}-{today()}.xlsx"
            if path.exists():
                raise RefusedError(f"{path} 已经存在，不覆盖（里面可能已填写）；请换一个文件夹。")
            write_worksheet(
                path,
                sheet=new_id(),
                plan=ledger.key,
                title=ledger.plan.title,
                unit=name,
                written=today(),
                items=sheets[name],
            )
            say(f"已写 {path}（{len(sheets[name])} 项）")


def _by_unit(ledger: Ledger) -> dict[str, list[Item]]:
    """The open projects by the unit that reports."""
    found: dict[str, list[Item]] = {}
    for item in ledger.items(today()):
        if item.state.status not in RESTING and item.state.withdrawn_on is None:
            found.setdefault(item.project.units.lead[0], []).append(item)
    return found


@app.command("in")
def read_in(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="文件...", help="收回的填报表。")],
    on: On = None,
    yes: Yes = False,
) -> None:
    """读入收回的填报表：先列出将记什么、不收什么，确认后一次记入。"""
    session: Session = context.obj
    with session.connection() as connection:
        entry = session.entry(on)
        intake = _Intake(connection, entry)
        for path in files:
            try:
                intake.sheets.append(read_worksheet(path))
            except BadInputError as error:
                intake.refuse(str(error))
        with suppress(_RehearsalError):
            _take_in(intake, rehearsal=True)
        for line in (*intake.lines, *intake.apart, *intake.refused):
            say(line)
        if intake.lines:
            confirm(f"记入 {len(intake.lines)} 项？", yes)
            taken = _Intake(connection, entry, intake.sheets)
            _take_in(taken, rehearsal=False)
            for line in (*taken.apart, *taken.refused):  # what another process recorded meanwhile
                if line not in (*intake.apart, *intake.refused):
                    say(line)
            say(f"已记入 {len(taken.lines)} 项。")
        else:
            say("没有可记入的内容。")
    if intake.refused:
        raise typer.Exit(ExitCode.BAD_INPUT)


class _RehearsalError(Exception):
    """Ends a rehearsal: nothing is kept."""


@dataclass
class _Intake:
    """The sheets of one reading: what would be recorded, what is set apart, what is refused."""

    connection: Connection
    entry: Entry
    sheets: list[Returned] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    batch: str = field(default_factory=new_id)

    def refuse(self, why: object) -> None:
        self.refused.append(f"不收 {why}")


def _take_in(intake: _Intake, *, rehearsal: bool) -> None:
    """Record every row that may be, in one transaction; a rehearsal does all of it and keeps nothing."""
    with transaction(intake.connection):
        for returned in intake.sheets:
            _take_sheet(intake, returned)
        if rehearsal:
            raise _RehearsalError


def _take_sheet(intake: _Intake, returned: Returned) -> None:
    for problem in returned.problems:
        intake.refuse(problem)
    try:
        ledger = Ledger(intake.connection, returned.plan)
    except NotFoundError as error:
        intake.refuse(f"{returned.file}：{error}")
        return
    operation = Operation(ledger, intake.entry, intake.batch)
    known, read = set(ledger.ids()), ledger.read_rows(returned.sheet)
    for filled in _edited(returned):
        if filled.id not in known:
            intake.refuse(_problem(returned, filled, "台账里没有这一项。"))
        elif filled.id in read:
            intake.refuse(_problem(returned, filled, "这份表的这一行已经读入过；要再报请重新发出填报表。"))
        else:
            _take_row(intake, returned, filled, ledger, operation)


def _edited(returned: Returned) -> Iterator[Filled]:
    return (filled for filled in returned.rows if filled.is_edited)


def _take_row(
    intake: _Intake, returned: Returned, filled: Filled, ledger: Ledger, operation: Operation
) -> None:
    project = ledger.project(filled.id)
    now = fold(project.due, ledger.events([filled.id]))
    differ = conflicts(filled, now)
    if differ:
        what = "、".join(differ)
        intake.apart.append(
            f"另列 {returned.file} 项目{filled.id}：发出后台账的{what}已另有记录，这一行未记，请核对。"
        )
        return
    try:
        check_day(filled.on or intake.entry.on, today())
        recorded = operation.record(filled.id, lambda p, state: to_record(filled, p, state, now), filled.on)
    except RefusedError as error:
        intake.refuse(_problem(returned, filled, str(error)))
        return
    operation.note_reading(returned.sheet, filled.id)
    if recorded.events:
        intake.lines.append(recorded_line(recorded, "将记录"))


def _problem(returned: Returned, filled: Filled, why: str) -> Problem:
    return Problem(returned.file, filled.row, str(filled.id), None, why)
