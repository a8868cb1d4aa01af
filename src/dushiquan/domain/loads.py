"""Loads of a plan, the first or a new edition, as they are taken back and restored."""

from collections.abc import Iterator
from typing import NamedTuple

from dushiquan.domain.difference import Relit
from dushiquan.domain.events import Event, EventKind, Revised
from dushiquan.domain.plan import Plan, Project, Target


class Load(NamedTuple):
    """A load to be taken back, or with ``restores`` one that was taken back and is to be restored.

    ``recorded`` is what the load recorded. ``events`` are to be taken back: what stands of it, or the
    revocations of it.
    """

    plan: str
    recorded: tuple[Event, ...]
    events: tuple[Event, ...]
    restores: bool

    @property
    def added(self) -> tuple[str, ...]:
        """The uids of the projects that it brought into the plan."""
        return tuple(event.uid for event, said in self._revised() if said.added)

    @property
    def changed(self) -> tuple[str, ...]:
        """The uids of the projects that it changed."""
        return tuple(event.uid for event, said in self._revised() if not said.added)

    def _revised(self) -> Iterator[tuple[Event, Revised]]:
        payloads = ((event, event.payload) for event in self.recorded)
        return ((event, said) for event, said in payloads if isinstance(said, Revised))

    @property
    def is_decision(self) -> bool:
        """Whether it was a decision (计划调整), which has its grounds, and no edition from a file."""
        return any(event.note or event.document for event in self.recorded)

    @property
    def is_first(self) -> bool:
        """Whether it brought the plan into the ledger."""
        return any(event.kind is EventKind.LOAD for event in self.recorded)


class UndoneLoad(NamedTuple):
    """A load that was taken back, or restored.

    ``before`` and ``after`` are the plan, the withdrawn projects among it; None if it was not in the ledger.
    ``lost`` are counts that no target has any more, each with its project; ``relit`` the projects whose light
    or pace of today it changes, if it was a decision.
    """

    load: Load
    before: Plan | None
    after: Plan | None
    revocations: tuple[Event, ...]
    lost: tuple[tuple[Project, Target, int], ...] = ()
    relit: tuple[Relit, ...] = ()

    @property
    def revoked(self) -> tuple[Event, ...]:
        """The event whose number stands for all of the load."""
        return self.load.events[:1]

    @property
    def size(self) -> int:
        """How many projects it touches."""
        if self.load.is_first:
            return max(len(plan.projects) for plan in (self.before, self.after) if plan)
        return len({event.uid for event in self.load.recorded if event.uid})

    @property
    def renumbered(self) -> list[tuple[str, Project]]:
        """The projects that have another number now, each with the earlier one."""
        was = {project.uid: project.id for project in self.before.projects} if self.before else {}
        now = self.after.projects if self.after else ()
        return [(was[p.uid], p) for p in now if was.get(p.uid, p.id) != p.id]
