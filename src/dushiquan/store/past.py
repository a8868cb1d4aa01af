"""The plan as it read on a past day: its heading, the order of its projects, and the names it used."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dushiquan.domain.edition import fields_on, order_on
from dushiquan.domain.events import Event
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import Name, initials
from dushiquan.domain.plan import EscalationLevel, Notice, Project
from dushiquan.domain.supervision import Item
from dushiquan.domain.typed_ids import Titled
from dushiquan.store.rows import day_of

if TYPE_CHECKING:
    from dushiquan.store.ledger import PlanHead


def head_on(head: "PlanHead", changes: Iterable[Event], day: date, known: Iterable[Event]) -> "PlanHead":
    """Return a plan's heading as it was on a day."""
    fields: Mapping[str, Any] = fields_on(changes, day, known=known)
    plain = {name: fields[name] for name in ("title", "year", "remark", "month_before") if name in fields}
    if "document" in fields:
        plain["notice"] = _notice(fields["document"])
    if "levels" in fields:
        plain["levels"] = tuple(EscalationLevel(**level) for level in fields["levels"])
    return head._replace(**plain)


def _notice(document: Mapping[str, Any]) -> Notice:
    days = {name: day_of(document[name]) for name in ("drafted", "issued", "effective")}
    return Notice(**{**document, **days})


def in_order_of(
    items: Iterator[Item], changes: Iterable[Event], day: date, known: Iterable[Event]
) -> Iterator[Item]:
    """Yield items in the order that the plan had on a day."""
    order = order_on(changes, day, known=known)
    if order is None:
        return items
    places = {identity: place for place, identity in enumerate(order)}
    return iter(sorted(items, key=lambda item: places.get(item.project.identity, len(places))))


class Past:
    """The names of a plan on a past day, found from its projects as they were then.

    ``fields`` are those of the plan itself on that day, its categories and aliases among them.
    """

    def __init__(self, projects: Iterable[Project], fields: Mapping[str, Any]) -> None:
        self._projects = list(projects)
        self._fields = fields

    @property
    def ids(self) -> list[ProjectId]:
        """The ids of the projects."""
        return [project.id for project in self._projects]

    @property
    def titled(self) -> list[Titled]:
        """The projects by their titles."""
        return [Titled(project.id, project.title) for project in self._projects]

    def uids(self, ids: Iterable[ProjectId]) -> list[str]:
        """Return the uids of the projects that had some ids."""
        wanted = frozenset(ids)
        return [project.uid for project in self._projects if project.id in wanted]

    @cached_property
    def categories(self) -> list[Name]:
        """The categories in use, in the plan's order."""
        used = dict.fromkeys(project.category for project in self._projects if project.category)
        named = self._fields["categories"]
        return _names(dict.fromkeys((*(name for name in named if name in used), *used)))

    @cached_property
    def units(self) -> list[Name]:
        """The units, with their aliases."""
        aliases = self._fields["aliases"]
        names = dict.fromkeys(name for p in self._projects for name in (*p.units.lead, *p.units.support))
        return [
            name._replace(aliases=tuple(alias for alias, unit in aliases.items() if unit == name.name))
            for name in _names(names)
        ]

    @cached_property
    def persons(self) -> list[Name]:
        """The responsible persons."""
        return [Name(name) for name in dict.fromkeys(name for p in self._projects for name in p.persons)]

    @cached_property
    def regions(self) -> list[Name]:
        """The regions that take part."""
        return [Name(name) for name in dict.fromkeys(name for p in self._projects for name in p.regions)]


def _names(names: Iterable[str]) -> list[Name]:
    return [Name(name, initials(name)) for name in names]
