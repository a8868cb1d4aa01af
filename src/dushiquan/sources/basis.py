"""The basis for reading a plan's requirements besides their words: year, answers, day of issue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.matching import are_alike
from dushiquan.domain.plan import Kind, MonthBefore, Plan, Project
from dushiquan.phrases.deadline import Requirement, read_requirement

# Many projects of a large plan have the same requirement.
_requirement = lru_cache(1024)(read_requirement)

MONTH_BEFORE: dict[str, MonthBefore] = {
    "included": "included",
    "含": "included",
    "excluded": "excluded",
    "不含": "excluded",
}
"""The ways to say what 8月前 means."""


class Earlier(NamedTuple):
    """The edition of a plan that is in the ledger, and the day from which the plan is known."""

    plan: Plan
    known_since: date


FindEarlier = Callable[[str], Earlier | None]
"""Gives the edition that is in the ledger under a key."""


def no_earlier(key: str) -> Earlier | None:
    """Return that there is no earlier edition."""
    return None


@dataclass(frozen=True)
class Basis:
    """What a plan says of itself, completed from its earlier edition.

    ``issued`` is the day of its paper, ``today`` that of its loading, if it is being loaded.
    """

    year: int | None = None
    issued: date | None = None
    month_before: MonthBefore | None = None
    earlier: Earlier | None = None
    today: date | None = None

    def read(self, phrase: str) -> Requirement:
        """Read a requirement."""
        return _requirement(phrase, self.year, issued=self.issued, month_before=self.month_before)

    def known(self, id: ProjectId | None, title: str) -> date | None:
        """Return the day from which a project is known; None if its plan does not give it.

        That of a project of the earlier edition stays. For any other it is the day of issue, or else that of
        loading, unless the plan's year is over by then.
        """
        project = self._earlier(id, title)
        if project is None or self.earlier is None:
            return self.today if self.is_guessed(id, title) else self._issued_now
        if project.kind is Kind.RECURRING and project.start:
            return project.start
        return self.earlier.known_since

    def is_guessed(self, id: ProjectId | None, title: str) -> bool:
        """Tell whether the day of loading stands in for the day on which a project was issued."""
        in_its_year = self.today and self.year and self.today.year <= self.year
        return self._earlier(id, title) is None and self._issued_now is None and bool(in_its_year)

    def _earlier(self, id: ProjectId | None, title: str) -> Project | None:
        """Return the project that a row was in the earlier edition: by title, or by number if reworded."""
        if self.earlier is None:
            return None
        by_title, by_id = self._before
        there = by_id.get(id)
        if there and there.title == title:
            return there
        return by_title.get(title) or (there if there and are_alike(there.title, title) else None)

    @property
    def _issued_now(self) -> date | None:
        """The day of issue of this edition, unless it is that of the earlier one."""
        issued_before = self.earlier.plan.notice.issued if self.earlier else None
        return self.issued if self.issued != issued_before else None

    @cached_property
    def _before(self) -> tuple[Mapping[str, Project], Mapping[ProjectId | None, Project]]:
        projects = self.earlier.plan.projects if self.earlier else ()
        return {project.title: project for project in projects}, {project.id: project for project in projects}
