"""``dsq init``: create a ledger."""

from typing import Annotated

import typer

from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.errors import RefusedError
from dushiquan.office.office import create_ledger

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def init(
    context: typer.Context,
    empty: Annotated[bool, typer.Option("--empty", help="不载入计划，只建空台账。")] = False,
) -> None:
    """建立台账，并载入随附的 2011 年计划。"""
    session: Session = context.obj
    if not create_ledger(session.path, empty=empty, tell=say):
        raise RefusedError(
            f"{session.path} 已经存在，未作改动；直接用 dsq list 查看，或以 --db 另指一个文件；"
            "要清空重来用 dsq db reset，原来的另存。"
        )
