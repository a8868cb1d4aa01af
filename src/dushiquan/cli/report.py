"""``dsq report``: the weekly circular."""

import typer

from dushiquan.cli.options import AsOf, OutputFormat
from dushiquan.cli.session import Session, today
from dushiquan.domain.history import in_force
from dushiquan.domain.report import compile_circular, week_of
from dushiquan.present.output import Format, default_format

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def report() -> None:
    """通报：每周的总体情况、逾期、临期与进展。"""


@app.command()
def weekly(context: typer.Context, as_of: AsOf = None, format: OutputFormat = None) -> None:
    """本周通报。"""
    session: Session = context.obj
    day = as_of or today()
    with session.ledger() as ledger:
        circular = compile_circular(
            ledger.plan.title,
            week_of(day),
            day,
            list(ledger.items(day)),
            in_force(ledger.events(), day),
            ledger.settings,
        )
    format = format or default_format(piped=Format.MD)
    from dushiquan.present import circular as written

    written.print_circular(circular, format)
