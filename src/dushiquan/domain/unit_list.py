"""The units of a plan: how many projects each leads and supports, whom to ask, and its other names."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dushiquan.domain.counting import in_plan
from dushiquan.domain.names import Name
from dushiquan.domain.plan import Contact
from dushiquan.domain.supervision import Item


class ListedUnit(NamedTuple):
    """A unit with the numbers of projects that it leads and supports."""

    name: str
    lead: int
    support: int
    contact: Contact
    aliases: tuple[str, ...]


def listed_units(
    units: Sequence[Name], items: Iterable[Item], contacts: Mapping[str, Contact]
) -> list[ListedUnit]:
    """Return the units that projects name, in their order; withdrawn projects do not count."""
    projects = [item.project for item in in_plan(items)]
    lead = Counter(unit for project in projects for unit in project.units.lead)
    support = Counter(unit for project in projects for unit in project.units.support)
    return [
        ListedUnit(
            unit.name,
            lead[unit.name],
            support[unit.name],
            contacts.get(unit.name, Contact()),
            tuple(sorted(unit.aliases)),
        )
        for unit in units
        if lead[unit.name] or support[unit.name]
    ]
