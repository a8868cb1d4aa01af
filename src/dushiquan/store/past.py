"""The plan as it read on a past day, and the names it used."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import Name, initials
from dushiquan.domain.plan import Plan
from dushiquan.domain.typed_ids import Titled


class Past:
    """A plan on a past day (``plan``), with its projects and names as they were then.

    ``loaded`` is the day on which it was loaded.
    """

    def __init__(self, plan: Plan, loaded: date | None = None) -> None:
        self.plan = plan
        self.loaded = loaded
        self._projects = plan.projects

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

    @property
    def unused(self) -> set[str]:
        """The usual columns of a listing that would be empty."""
        used = {
            "category": bool(self.plan.categories),
            "lead": bool(self.units),
            "persons": bool(self.persons and not self.units),
        }
        return {name for name, is_used in used.items() if not is_used}

    @cached_property
    def categories(self) -> list[Name]:
        """The categories in use, in the plan's order."""
        return _names(self.plan.categories)

    @cached_property
    def units(self) -> list[Name]:
        """The units, with their aliases."""
        aliases = self.plan.aliases
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
