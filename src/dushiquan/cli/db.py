"""``dsq db``: locate, check, back up, restore and reset the ledger's file."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import Yes
from dushiquan.cli.session import Session
from dushiquan.cli.talk import confirm, say
from dushiquan.domain.names import as_word
from dushiquan.errors import DatabaseError
from dushiquan.office.clock import file_stamp

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def db() -> None:
    """台账文件：位置、检查、备份、恢复与清空。"""


@app.command()
def path(context: typer.Context) -> None:
    """台账文件在哪里。"""
    session: Session = context.obj
    sys.stdout.write(f"{session.path.absolute()}\n")


@app.command()
def check(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="按全部记录重写计划、重算现状。")] = False,
) -> None:
    """检查台账：文件完好、引用完整、现状与全部记录相符。"""
    from dushiquan.office import care

    session: Session = context.obj
    with session.office() as office:
        if repair:
            plans, states = care.repair(office)
            for key in plans:
                say(f"已按载入和调整的记录重写计划 {key}。")
            for id in states:
                say(f"已按记录重算 {id} 的现状。")
        faults = care.faults(office)
        early = [] if faults else care.days_to_come(office)
    if faults:
        lines = "".join(f"\n{fault}" for fault in faults) if len(faults) > 1 else faults[0]
        raise DatabaseError(f"台账 {session.path} 有 {len(faults)} 处不符：{lines}")
    say(f"台账 {session.path} 完好，现状与记录相符。")
    for event in early:
        whose = f"计划 {event.plan} 项目 {event.project}" if event.project else f"计划 {event.plan}"
        what = f"第{event.number}号记录（{whose}）的日期 {event.on} 还没有到，是系统日期不对时记的"
        say(f"注意：{what}；记错的用 dsq undo {event.number} 撤回。")


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[文件]", readable=False, help="新文件或文件夹；默认在台账旁边，以时间为名。"),
    ] = None,
) -> None:
    """备份台账：使用中也可备份，写成后逐项核对；不覆盖已有的文件。"""
    from dushiquan.office.care import back_up

    session: Session = context.obj
    name = f"{session.path.stem}-{file_stamp()}{session.path.suffix}"
    target = file or session.path.parent
    if os.path.isdir(target):  # noqa: PTH112 - Path.is_dir raises if a folder is closed
        target /= name
    back_up(session.path, target)
    say(f"已备份到 {target}，核对无误。")


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="文件", readable=False, help="db backup 或升级前留下的副本。")
    ],
    yes: Yes = False,
) -> None:
    """用备份恢复台账；先核对备份，原来的台账另存，不丢弃。"""
    from dushiquan.office.care import not_in_backup, restore
    from dushiquan.papers.sentences import entered_text

    session: Session = context.obj
    path = session.path
    lost = entered_text(not_in_backup(file, path)) if session.exists and file.exists() else ""
    if session.exists:
        if lost:
            say(f"注意：这份备份里没有{lost}，恢复后就没有了；原来的台账另存，里面还有。")
        confirm(f"用 {file} 替换台账 {path}？", yes)
    aside = restore(file, path, _saved_as(path, "restore"))
    say(f"已从 {file} 恢复台账 {path}" + (f"；原来的在 {'、'.join(map(str, aside))}。" if aside else "。"))
    if lost:
        say(f"没有恢复的是{lost}；要看用 dsq --db {aside[0]} log。")


@app.command()
def reset(context: typer.Context, yes: Yes = False) -> None:
    """清空台账，从头再来：计划和记录都没有了；原来的台账另存，不丢弃。"""
    from dushiquan.office.care import reset

    session: Session = context.obj
    path = session.path
    if session.exists:
        confirm(f"清空台账 {path}（原来的另存）？", yes)
    aside = reset(path, _saved_as(path, "reset"))
    kept = "、".join(map(str, aside))
    say(f"台账 {path} 已清空；原来的在 {kept}。")
    say(f"载入计划用 dsq plan load 文件；要换回原来的用 dsq db restore {as_word(aside[0])}。")


def _saved_as(path: Path, before: str) -> Path:
    """Return the name under which the ledger of today is kept."""
    return path.with_name(f"{path.stem}.before-{before}-{file_stamp()}{path.suffix}")
