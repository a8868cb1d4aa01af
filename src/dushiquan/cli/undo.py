"""``dsq undo``: take entries back, the last ones or those of some numbers."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, Yes, offers
from dushiquan.cli.recording import ask_first, say_undone
from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.domain.entry_numbers import parse_numbers
from dushiquan.domain.events import Carry
from dushiquan.domain.loads import UndoneLoad
from dushiquan.errors import UsageError
from dushiquan.office.entries import Undone
from dushiquan.office.office import Office

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def undo(
    context: typer.Context,
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[记录号]...", help="dsq log 的第一列，如 128、130-132；不写即最近一次操作。"),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(
            "--project", metavar="序号", help="某些项目最近的，如 6、5,7。", autocompletion=offers("ids")
        ),
    ] = None,
    last: Annotated[int, typer.Option("--last", min=1, metavar="N", help="撤回最近几次操作。")] = 1,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """撤回：视同从未记过，哪一天都不算。撤回一次撤回，即恢复原来的记录。"""
    asked = parse_numbers(numbers or ())
    if asked and (project is not None or last > 1):
        raise UsageError("写了记录号，就不写 --project 和 --last；一次撤回几条可写 128,130-132。")
    session: Session = context.obj
    with session.office() as office:
        projects = () if project is None else (project,)
        rehearsed = office.entries.undo(asked, last=last, projects=projects, dry_run=True)
        if asked:
            loads = [each for each in rehearsed if isinstance(each, UndoneLoad)]
            question = _mistakable(office, asked, rehearsed) or _doubt(office, loads, several=True)
            question = question or _whole_carry(rehearsed)
            if not sys.stdin.isatty():  # there is nobody to ask, and the numbers say what to do
                question = ""
        else:
            question = _doubt(office, rehearsed, several=project is None)
            question = question or _whole_carry(rehearsed)
        if dry_run or (question and not yes):
            say_undone(office, rehearsed, "将撤回")
        if dry_run:
            return
        if question:
            ask_first(question, yes)
        undone = office.entries.undo([event.number for each in rehearsed for event in each.revoked])
        say_undone(office, undone, "已撤回")


def _doubt(office: Office, undone: Sequence[Undone | UndoneLoad], *, several: bool) -> str:
    """Return a question if the last operation was somebody else's, or, with ``several``, of many projects."""
    others = dict.fromkeys(e.actor for each in undone for e in each.revoked if e.actor != office.user)
    if others:
        return f"以上是{'、'.join(filter(None, others)) or '别人'}记的，撤回？"
    number = sum(each.size for each in undone)
    return f"以上涉及 {number} 个项目，一并撤回？" if number > 1 and several else ""


def _whole_carry(undone: Sequence[Undone | UndoneLoad]) -> str:
    """Return a question if a carry of several projects is taken back, as it is whichever was named."""
    events = [
        event
        for each in undone
        for event in (each.load.recorded if isinstance(each, UndoneLoad) else each.revoked)
    ]
    carried = [e.project for e in events if isinstance(e.payload, Carry) and e.payload.into]
    return f"结转是整个撤回的，以上 {len(carried)} 项的结转一并撤回？" if len(carried) > 1 else ""


def _mistakable(office: Office, numbers: Sequence[int], undone: Sequence[Undone | UndoneLoad]) -> str:
    """Return a question if a number is also the id of a project, which the entry does not belong to."""
    meant = {str(each.recorded.project.id) for each in undone if isinstance(each, Undone)}
    ledgers = office.ledgers if office.plans.keys() else []  # the load of the only plan may be taken back
    ids = dict.fromkeys(id for ledger in ledgers for id in ledger.ids())
    mistakable = [id for id in ids if id not in meant and id in map(str, numbers)]
    if not mistakable:
        return ""
    listed = ",".join(mistakable)
    say(f"注意：{listed} 是记录号；要撤回项目 {listed} 最近的记录，请用 dsq undo --project {listed}。")
    return "撤回以上记录？"
