"""``dsq unit``: the units of the plan, their new names (改名), mergers (合并) and contacts (联系人)."""

from typing import Annotated

import typer

from dushiquan.cli.options import AsOf, DryRun, KnownAt, OutputFormat, offers
from dushiquan.cli.plan_decisions import Document, On, Reason, say_decided
from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.domain.unit_list import listed_units
from dushiquan.errors import UsageError
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.office.deciding import Decided, Grounds
from dushiquan.office.office import Office
from dushiquan.papers.contract import unit_json

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Old = Annotated[str, typer.Argument(metavar="单位", help="现在的名称。", autocompletion=offers("units"))]
_HEADINGS = ("单位", "牵头", "配合", "联系人", "电话", "又称")


@app.callback()
def unit() -> None:
    """单位：改名、合并、联系人。"""


@app.command()
def rename(
    context: typer.Context,
    old: Old,
    new: Annotated[str, typer.Argument(metavar="新名称", help="改成的名称。")],
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """改名：从那天起各项目都用新名称，写旧名称也找得到；以前的报告仍是旧名称。"""
    session: Session = context.obj
    with session.office() as office:
        decided = office.decisions.rename(old, new, Grounds(reason, doc, on), dry_run=dry_run)
        _say_renamed(office, decided, dry_run)


@app.command()
def merge(
    context: typer.Context,
    units: Annotated[
        list[str],
        typer.Argument(metavar="单位...", help="要合并的单位。", autocompletion=offers("units")),
    ],
    into: Annotated[str, typer.Option("--into", metavar="单位", help="合并成的单位，可以是新名称。")],
    reason: Reason = "",
    doc: Document = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """合并：几个单位从那天起合为一个，项目、催办、考核都归合并后的单位。"""
    session: Session = context.obj
    with session.office() as office:
        decided = office.decisions.merge_units(units, into, Grounds(reason, doc, on), dry_run=dry_run)
        _say_renamed(office, decided, dry_run)


@app.command()
def contact(
    context: typer.Context,
    name: Old,
    person: Annotated[str | None, typer.Option("--person", metavar="姓名", help="联系人。")] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="电话", help="电话。")] = None,
    dry_run: DryRun = False,
) -> None:
    """记下单位的联系人和电话，写在催办单上；写空的（""）即去掉。"""
    if person is None and phone is None:
        raise UsageError("没有写联系人；请写 --person 姓名、--phone 电话。")
    session: Session = context.obj
    with session.office() as office:
        say_decided(office, office.decisions.set_contact(name, person, phone, dry_run=dry_run), dry_run)


@app.command("list")
def list_units(
    context: typer.Context, as_of: AsOf = None, known_at: KnownAt = None, format: OutputFormat = None
) -> None:
    """列出各单位：牵头几项、配合几项、联系人、又称。"""
    session: Session = context.obj
    with session.office(known_at) as office:
        day, ledger = as_of or office.day, office.ledger
        units = listed_units(ledger.units(day), ledger.items(day), ledger.plan_on(day).contacts)
    format = format or default_format()
    if format is Format.JSON:
        write_json(map(unit_json, units))
        return
    rows = [
        (u.name, str(u.lead or ""), str(u.support or ""), *u.contact, "、".join(u.aliases)) for u in units
    ]
    write_rows(format, _HEADINGS, rows, ("又称",))


def _say_renamed(office: Office, decided: Decided, dry_run: bool) -> None:
    """Print a decision, and which other plans still have the units under their old names."""
    say_decided(office, decided, dry_run)
    for key, units in office.decisions.still_elsewhere(decided).items():
        names = "、".join(units)
        say(f"注意：计划 {key} 里{names}还有没办完的项目，仍用原名；也要改请加 --plan {key} 再做一次。")
