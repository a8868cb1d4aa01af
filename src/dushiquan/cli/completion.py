"""Shell completion of categories, units, regions, ids and targets, from the current ledger, and of settings.

Completion never creates or migrates a ledger. If there is no readable ledger, it offers nothing.
"""

import os
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import typer

from dushiquan.errors import DsqError
from dushiquan.office.office import Ledger, peek
from dushiquan.office.places import expanded
from dushiquan.papers.labels import SETTING_MEANINGS

Offer = list[tuple[str, str]]
"""The possible values, each with a short description."""


def _ledger(context: typer.Context) -> AbstractContextManager[Ledger]:
    given = context.find_root().params
    db, plan = given.get("db"), given.get("plan")
    return peek(expanded(Path(db)) if db else None, plan)


def _offer(
    context: typer.Context, incomplete: str, ask: Callable[[Ledger], Iterable[tuple[str, str]]]
) -> Offer:
    try:
        with _ledger(context) as ledger:
            found = [(value, about) for value, about in ask(ledger) if value.startswith(incomplete)]
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
    """Offer the plan's categories."""
    return _offer(context, incomplete, lambda ledger: [(n.name, n.initials) for n in ledger.categories()])


def units(context: typer.Context, incomplete: str) -> Offer:
    """Offer the plan's units and persons."""
    return _offer(context, incomplete, lambda ledger: [(n.name, n.initials) for n in ledger.answerers()])


def regions(context: typer.Context, incomplete: str) -> Offer:
    """Offer the regions that take part."""
    return _offer(context, incomplete, lambda ledger: [(n.name, "") for n in ledger.regions()])


def ids(context: typer.Context, incomplete: str) -> Offer:
    """Offer the ids of the projects, each with its title, or the titles if one is begun."""
    if incomplete.isascii():
        return _offer(context, incomplete, lambda ledger: ledger.titles().items())
    return _offer(context, incomplete, lambda ledger: ((title, id) for id, title in ledger.titles().items()))


def targets(context: typer.Context, incomplete: str) -> Offer:
    """Offer the targets of the project whose id or title comes before on the command line."""

    def ask(ledger: Ledger) -> list[tuple[str, str]]:
        ids = ledger.find([context.params.get("id") or ""], one_each=True)
        return [(name.name, name.initials) for id in ids for name in ledger.targets(id)]

    return _offer(context, incomplete, ask)


def settings(context: typer.Context, incomplete: str) -> Offer:
    """Offer the names of the settings."""
    return [pair for pair in SETTING_MEANINGS.items() if pair[0].startswith(incomplete)]
