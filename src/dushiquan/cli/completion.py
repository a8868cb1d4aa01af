"""Shell completion of categories, units, regions, ids and targets, from the current ledger, and of settings.

Completion never creates or migrates a ledger. If there is no readable ledger, it offers nothing.
"""

import os
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import typer

from dushiquan.domain.ids import FullId
from dushiquan.domain.names import Name
from dushiquan.errors import DsqError
from dushiquan.office.office import Ledger, peek
from dushiquan.office.places import expanded
from dushiquan.papers.labels import SETTING_MEANINGS

Offer = list[tuple[str, str]]
"""The possible values, each with a short description."""


def _ledgers(context: typer.Context) -> AbstractContextManager[list[Ledger]]:
    given = context.find_root().params
    db, plan = given.get("db"), given.get("plan")
    return peek(expanded(Path(db)) if db else None, plan)


def _offer(
    context: typer.Context, incomplete: str, ask: Callable[[list[Ledger]], Iterable[tuple[str, str]]]
) -> Offer:
    try:
        with _ledgers(context) as ledgers:
            offered = dict.fromkeys(ask(ledgers))
            found = [(value, about) for value, about in offered if value.startswith(incomplete)]
            return [(_ForBash(value), about) for value, about in found] if _in_bash() else found
    except DsqError:
        return []


class _ForBash(str):
    """A value that is written as it has to be typed: bash, unlike zsh and fish, inserts what it is given."""

    def __format__(self, spec: str) -> str:
        return re.sub(r"[]\s!\"#$&'()*:;<=>?[\\`{|}~]", r"\\\g<0>", self)


def _in_bash() -> bool:
    """Tell whether bash completes, and the word has no quotation mark yet, which would do instead."""
    typed = os.environ.get("COMP_WORDS", "").splitlines()
    at = int(os.environ.get("COMP_CWORD") or 0)
    quoted = at < len(typed) and typed[at].startswith(("'", '"'))
    return os.environ.get("_DSQ_COMPLETE") == "complete_bash" and not quoted


def categories(context: typer.Context, incomplete: str) -> Offer:
    """Offer the categories of the chosen plans."""
    return _offer(context, incomplete, lambda ledgers: _pairs(each.categories() for each in ledgers))


def units(context: typer.Context, incomplete: str) -> Offer:
    """Offer the units and persons of the chosen plans."""
    return _offer(context, incomplete, lambda ledgers: _pairs(each.answerers() for each in ledgers))


def regions(context: typer.Context, incomplete: str) -> Offer:
    """Offer the regions that take part."""
    return _offer(context, incomplete, lambda ledgers: _pairs(each.regions() for each in ledgers))


def _pairs(names: Iterable[Iterable[Name]]) -> list[tuple[str, str]]:
    return [(name.name, name.initials) for of_plan in names for name in of_plan]


def ids(context: typer.Context, incomplete: str) -> Offer:
    """Offer the ids of the projects, each with its title, or the titles if one is begun."""
    if incomplete.isascii():
        return _offer(context, incomplete, _titles)
    return _offer(context, incomplete, lambda ledgers: ((title, id) for id, title in _titles(ledgers)))


def _titles(ledgers: list[Ledger]) -> list[tuple[str, str]]:
    """Return ids and titles; ids of several plans with their keys."""
    several = len(ledgers) > 1
    return [
        (FullId(ledger.key, id) if several else id, title)
        for ledger in ledgers
        for id, title in ledger.titles().items()
    ]


def targets(context: typer.Context, incomplete: str) -> Offer:
    """Offer the targets of the project whose id or title comes before on the command line."""

    def ask(ledgers: list[Ledger]) -> Iterable[tuple[str, str]]:
        for ledger in ledgers:
            with suppress(DsqError):
                for id in ledger.find([context.params.get("id") or ""], one_each=True):
                    yield from ((name.name, name.initials) for name in ledger.targets(id))

    return _offer(context, incomplete, ask)


def settings(context: typer.Context, incomplete: str) -> Offer:
    """Offer the names of the settings."""
    return [pair for pair in SETTING_MEANINGS.items() if pair[0].startswith(incomplete)]
