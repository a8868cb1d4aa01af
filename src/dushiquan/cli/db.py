"""``dsq db``: care of the file."""

import sys
from typing import Annotated

import typer

from dushiquan.cli.options import say
from dushiquan.cli.session import Session
from dushiquan.errors import DatabaseError

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def db() -> None:
    """台账文件：位置与检查。"""


@app.command()
def path(context: typer.Context) -> None:
    """台账文件在哪里。"""
    session: Session = context.obj
    sys.stdout.write(f"{session.path.absolute()}\n")


@app.command()
def check(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="按全部记录重算现状。")] = False,
) -> None:
    """检查台账：文件完好、引用完整、现状与全部记录相符。"""
    from dushiquan.store.checking import check_ledger, repair_states

    session: Session = context.obj
    with session.ledger() as ledger:
        if repair:
            for id in repair_states(ledger.connection):
                say(f"已按记录重算 {id} 的现状。")
        faults = check_ledger(ledger.connection)
    if faults:
        raise DatabaseError("\n".join([f"台账 {session.path} 有 {len(faults)} 处不符：", *faults]))
    say(f"台账 {session.path} 完好，现状与记录相符。")
