"""The filters of a listing."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import folded
from dushiquan.domain.plan import Kind, Project
from dushiquan.domain.status import Status
from dushiquan.domain.supervision import Item, Light, silent_days

if TYPE_CHECKING:
    from dushiquan.domain.events import Event


class Selection(NamedTuple):
    """The filters of ``dsq list``: different filters combine with AND, the values of one with OR.

    The store applies the filters on what the plan says (ids, categories, units, regions, kinds, text);
    ``admits`` applies those that depend on the day. ``units`` are names of units or persons; a person counts
    as a lead unit does. ``withdrawn`` admits withdrawn projects besides the ``statuses``; ``in_plan`` admits
    none. ``past_due`` admits late projects and those for review.
    """

    ids: tuple[ProjectId, ...] = ()
    categories: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    role: str | None = None
    regions: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    search: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    withdrawn: bool = False
    in_plan: bool = False
    lights: tuple[Light, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    within: int | None = None
    unreported: int | None = None
    past_due: bool = False

    @property
    def left_out(self) -> "Selection":
        """The withdrawn projects that pass the other filters."""
        return self._replace(in_plan=False, statuses=(), withdrawn=True)

    def fits(self, project: Project, events: Iterable["Event"]) -> bool:
        """Tell whether a project passes the filters on the plan and on the notes in ``events``.

        The store does the same in SQL; this is for a day on which the plan was different.
        """
        units = {
            "lead": (*project.units.lead, *project.persons),
            "support": project.units.support,
            None: (*project.units.lead, *project.units.support, *project.persons),
        }[self.role]
        return (
            (not self.ids or project.id in self.ids)
            and (not self.categories or project.category in self.categories)
            and (not self.units or any(unit in units for unit in self.units))
            and (not self.regions or any(region in project.regions for region in self.regions))
            and (not self.kinds or project.kind in self.kinds)
            and (not self.search or self._found(project, events))
        )

    def _found(self, project: Project, events: Iterable["Event"]) -> bool:
        texts = [folded(text) for text in (project.title, project.content, *(event.note for event in events))]
        return any(folded(text) in words for text in self.search for words in texts)

    def admits(self, item: Item, as_of: date, known_since: date | None = None) -> bool:
        """Tell whether an item passes the filters that depend on the day."""
        project, state, due = item.project, item.state, item.due
        if self.in_plan and state.withdrawn_on:
            return False
        asks_status = self.statuses or self.withdrawn
        has_it = self.withdrawn if state.withdrawn_on else state.status in self.statuses
        if asks_status and not has_it:
            return False
        if self.lights and item.supervision.light not in self.lights:
            return False
        if self.past_due and not (item.supervision.days_overdue or item.supervision.for_review):
            return False
        if (self.due_from or self.due_to) and due is None:
            return False
        if self.due_from and due and due < self.due_from:
            return False
        if self.due_to and due and due > self.due_to:
            return False
        if self.within is not None and not (
            state.is_open and due is not None and as_of <= due <= as_of + timedelta(days=self.within)
        ):
            return False
        if self.unreported is not None:
            silent = silent_days(project, state, as_of, known_since)
            return silent is not None and silent > self.unreported
        return True
