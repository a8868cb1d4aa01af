"""What TAB offers for categories, units, regions, ids and targets, from the ledger as it is.

Completion never creates or migrates a ledger. If there is no readable ledger, it offers nothing.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import typer

from dushiquan.domain.ids import ProjectId
from dushiquan.errors import DsqError
from dushiquan.office.office import Ledger, peek

Offer = list[tuple[str, str]]
"""What may stand here, each with a word about it."""


def _ledger(context: typer.Context) -> AbstractContextManager[Ledger]:
    given = context.find_root().params
    db, plan = given.get("db"), given.get("plan")
    return peek(Path(db) if db else None, plan)


def _offer(
    context: typer.Context, incomplete: str, ask: Callable[[Ledger], Iterable[tuple[str, str]]]
) -> Offer:
    try:
        with _ledger(context) as ledger:
            return [(value, about) for value, about in ask(ledger) if value.startswith(incomplete)]
    except DsqError:
        return []


def categories(context: typer.Context, incomplete: str) -> Offer:
    """The plan's categories."""
    return _offer(context, incomplete, lambda ledger: [(n.name, n.initials) for n in ledger.categories()])


def units(context: typer.Context, incomplete: str) -> Offer:
    """The plan's units and persons."""
    return _offer(context, incomplete, lambda ledger: [(n.name, n.initials) for n in ledger.answerers()])


def regions(context: typer.Context, incomplete: str) -> Offer:
    """The places that take part."""
    return _offer(context, incomplete, lambda ledger: [(n.name, "") for n in ledger.regions()])


def ids(context: typer.Context, incomplete: str) -> Offer:
    """The projects' ids, each with its title."""
    return _offer(context, incomplete, lambda ledger: ledger.titles().items())


def targets(context: typer.Context, incomplete: str) -> Offer:
    """The targets of the project whose id was typed before."""

    def ask(ledger: Ledger) -> list[tuple[str, str]]:
        id = ProjectId(context.params.get("id") or "")
        return [(name.name, name.initials) for name in ledger.targets(id)]

    return _offer(context, incomplete, ask)
