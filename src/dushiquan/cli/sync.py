"""``dsq sync``: one ledger for several people."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, NeededIds
from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.domain.names import as_word
from dushiquan.office.office import Office
from dushiquan.office.sharing.sharing import Sharing
from dushiquan.office.sharing.synced import Synced

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Place = Annotated[str, typer.Argument(metavar="共享处", help="共享的文件夹，或 git 地址。")]
UnitName = Annotated[str, typer.Option("--name", metavar="单位", help="这一处叫什么，如 宁波。")]


@app.callback(invoke_without_command=True)
def sync(context: typer.Context) -> None:
    """几处合用一个台账：送出自己的，收下别处的；不写子命令就是收送一次。"""
    if context.invoked_subcommand is None:
        session: Session = context.obj
        with session.office() as office:
            synced = Sharing(office).sync()
            _say_synced(office, synced)
            page = Sharing(office).write_page() if office.settings.sync_page else None
            if page:
                say(f"已写 {page}。")


@app.command()
def init(context: typer.Context, place: Place, name: UnitName) -> None:
    """把这个台账放到共享处，供别人加入。"""
    session: Session = context.obj
    with session.office() as office:
        synced = Sharing(office).init(place, name)
        say(f"已在 {place} 共享，这一处叫{name}。别人加入用 dsq sync join {as_word(place)} --name 单位。")
        say("能读这个共享处的人，都能读到全部记录、说明和录入人；记下的不能再从别处删去。")
        _say_synced(office, synced)


@app.command()
def join(context: typer.Context, place: Place, name: UnitName) -> None:
    """加入别人共享的台账：计划和全部记录从那里来。"""
    from dushiquan.office.office import create_ledger

    session: Session = context.obj
    if not session.exists:
        create_ledger(session.path, empty=True)
    with session.office() as office:
        synced = Sharing(office).join(place, name)
        say(f"已加入 {place} 的台账，这一处叫{name}；台账在 {session.path}。")
        _say_synced(office, synced)


@app.command()
def status(context: typer.Context) -> None:
    """两处同时记录的、还没送出的、各处最后一次送来的。"""
    from dushiquan.office.sharing.standing import standing
    from dushiquan.papers.sync_lines import status_lines

    session: Session = context.obj
    with session.office() as office:
        for line in status_lines(standing(office)):
            sys.stdout.write(f"{line}\n")


@app.command()
def settle(
    context: typer.Context,
    ids: NeededIds,
    note: Annotated[str, typer.Option("--note", metavar="文字", help="为什么，可不写。")] = "",
    dry_run: DryRun = False,
) -> None:
    """两处同时记录的，看过以后认可现状。"""
    from dushiquan.cli.recording import say_recorded

    session: Session = context.obj._replace(command="settle")
    with session.office() as office:
        results = office.entries.settle(ids, note, dry_run=dry_run)
        say_recorded(office, results, dry_run=dry_run)


@app.command()
def out(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="如 送宁波.bundle。")],
) -> None:
    """写成一个文件，用盘或信件带去。"""
    session: Session = context.obj
    with session.office() as office:
        number = Sharing(office).out(file)
    say(f"已写 {file}（{number} 处的全部记录）；在那里收用 dsq sync in {as_word(file.name)}。")


@app.command("in")
def take_in(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="别处用 dsq sync out 写的文件。")],
) -> None:
    """收下别处带来的文件。"""
    session: Session = context.obj
    with session.office() as office:
        _say_synced(office, Sharing(office).take_in(file))


def _say_synced(office: Office, synced: Synced) -> None:
    from dushiquan.papers.synced_lines import at_once_line, synced_lines

    at_once = at_once_line(office.clashes)
    for line in synced_lines(synced.sent, synced.received, synced.notes, at_once):
        say(line)
