"""``dsq unit``: the units of the plan, their new names (改名), mergers (合并) and contacts (联系人)."""

from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, OutputFormat, offers
from dushiquan.cli.plan_decisions import Document, On, Reason, say_decided
from dushiquan.cli.session import Session
from dushiquan.domain.plan import Contact
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.office.deciding import Grounds

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
        say_decided(office, decided, dry_run)


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
        say_decided(office, decided, dry_run)


@app.command()
def contact(
    context: typer.Context,
    name: Old,
    person: Annotated[str | None, typer.Option("--person", metavar="姓名", help="联系人。")] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="电话", help="电话。")] = None,
    dry_run: DryRun = False,
) -> None:
    """记下单位的联系人和电话，写在催办单和填报表上；写空的（""）即去掉。"""
    session: Session = context.obj
    with session.office() as office:
        say_decided(office, office.decisions.set_contact(name, person, phone, dry_run=dry_run), dry_run)


@app.command("list")
def list_units(context: typer.Context, format: OutputFormat = None) -> None:
    """列出各单位：牵头几项、配合几项、联系人、又称。"""
    session: Session = context.obj
    with session.office() as office:
        plan = office.plans.full()
    found: dict[str, list[int]] = {}
    for project in plan.projects:
        for role, names in enumerate((project.units.lead, project.units.support)):
            for each in names:
                found.setdefault(each, [0, 0])[role] += 1
    aliases = {each: sorted(a for a, of_unit in plan.aliases.items() if of_unit == each) for each in found}
    format = format or default_format()
    if format is Format.JSON:
        write_json(
            [
                {
                    "unit": each,
                    "lead": lead,
                    "support": support,
                    "contact": plan.contacts[each]._asdict() if each in plan.contacts else None,
                    "aliases": aliases[each],
                }
                for each, (lead, support) in found.items()
            ]
        )
        return
    rows = [
        (
            each,
            str(lead or ""),
            str(support or ""),
            *plan.contacts.get(each, Contact()),
            "、".join(aliases[each]),
        )
        for each, (lead, support) in found.items()
    ]
    if format is Format.TABLE:
        from dushiquan.formats.terminal import print_rows

        print_rows(_HEADINGS, rows, ("又称",))
    else:
        write_rows(format, _HEADINGS, rows)
