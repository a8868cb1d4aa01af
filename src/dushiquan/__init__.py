"""dsq (都市圈): the ledger of a plan, at the terminal.

The rooms, from top to bottom; an import points down only, and a room does not know its neighbours:

- ``cli``: one file per command: parse, run, print.
- ``office``: what an office does with its ledger.
- ``sources``: files that bring facts in. ``papers``: what is said. ``store``: the only room that knows SQL.
- ``phrases``: official words.
- ``formats``: bytes and terminals, knowing no plan. ``domain``: the rules, knowing no file.
- ``errors``: what can go wrong, in a sentence and an exit code.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dushiquan.domain.plan import Plan, Project
    from dushiquan.domain.selection import Selection
    from dushiquan.domain.status import State, Status
    from dushiquan.domain.supervision import Item
    from dushiquan.office.office import Office, create_ledger, open_office

__all__ = [
    "Item",
    "Office",
    "Plan",
    "Project",
    "Selection",
    "State",
    "Status",
    "__version__",
    "create_ledger",
    "open_office",
]

_FOUND_IN = {
    "Item": "domain.supervision",
    "Office": "office.office",
    "Plan": "domain.plan",
    "Project": "domain.plan",
    "Selection": "domain.selection",
    "State": "domain.status",
    "Status": "domain.status",
    "create_ledger": "office.office",
    "open_office": "office.office",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: the command line needs little of it."""
    from importlib import import_module
    from importlib.metadata import version

    if name == "__version__":
        return version("dushiquan")
    if name in _FOUND_IN:
        return getattr(import_module(f"dushiquan.{_FOUND_IN[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
