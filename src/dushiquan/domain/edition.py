"""Revising a plan: what a new edition of the same key changes, and how an older text is found again.

Nothing is lost: a changed text is an event that holds the old and the new, a project that vanished is
kept and marked 已撤销, and what was recorded of a project stays with it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dushiquan.domain.fields import project_fields, with_fields
from dushiquan.domain.history import Event, EventKind
from dushiquan.domain.plan import Notice, Plan, Project, ProjectId

ADDED = "added"
"""Under this key an event's ``after`` says that the revision brought the project in."""


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """A project that a revision changes: the fields that differ, old and new (``project_fields``)."""

    id: ProjectId
    title: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new edition of a plan changes."""

    added: tuple[Project, ...]
    changed: tuple[ProjectChange, ...]
    withdrawn: tuple[Project, ...]
    restored: tuple[Project, ...]
    heading: Mapping[str, tuple[Any, Any]]
    """What changes of the plan itself (title, year, remark, document, categories), old and new."""

    @property
    def is_empty(self) -> bool:
        """Whether the two editions are the same."""
        return not (self.added or self.changed or self.withdrawn or self.restored or self.heading)


def kept_notice(old: Notice, new: Notice) -> Notice:
    """The paper of a new edition; what it does not say, such as who signs, stays as it was."""
    return Notice._make(now or was for was, now in zip(old, new, strict=True))


def compare(old: Plan, new: Plan, withdrawn: Iterable[ProjectId] = ()) -> Revision:
    """What loading ``new`` over ``old`` changes; ``withdrawn`` are those marked so by an earlier one."""
    gone = frozenset(withdrawn)
    before = {project.id: project for project in old.projects}
    after = {project.id: project for project in new.projects}
    changed = []
    for id, project in after.items():
        if id not in before:
            continue
        was, now = project_fields(before[id]), project_fields(project)
        differ = [name for name in now if was[name] != now[name]]
        if differ:
            changed.append(
                ProjectChange(
                    id,
                    project.title,
                    {name: was[name] for name in differ},
                    {name: now[name] for name in differ},
                )
            )
    heading = {
        name: (was, now)
        for (name, was), now in zip(_heading(old, gone).items(), _heading(new).values(), strict=True)
        if was != now
    }
    return Revision(
        added=tuple(project for id, project in after.items() if id not in before),
        changed=tuple(changed),
        withdrawn=tuple(p for id, p in before.items() if id not in after and id not in gone),
        restored=tuple(after[id] for id in before if id in after and id in gone),
        heading=heading,
    )


def _heading(plan: Plan, gone: Collection[ProjectId] = ()) -> dict[str, Any]:
    """What a plan says of itself, so far as its projects bear it out: a category or a unit's other name
    that no project uses is no difference.
    """
    projects = [project for project in plan.projects if project.id not in gone]
    used = {project.category for project in projects}
    units = {unit for p in projects for unit in (*p.units.lead, *p.units.support)}
    return {
        "title": plan.title,
        "year": plan.year,
        "document": plan.notice,
        "remark": plan.remark,
        "categories": [name for name in plan.categories if name in used],
        "aliases": {alias: unit for alias, unit in plan.aliases.items() if unit in units},
    }


def as_it_was(project: Project, events: Iterable[Event], as_of: date) -> Project | None:
    """The project as the plan had it at the end of a day; None where it was not in the plan yet.

    ``events`` are the project's, in order of entry.
    """
    revisions = [event for event in events if event.kind is EventKind.REVISE and event.on > as_of]
    for event in sorted(revisions, key=lambda event: event.on)[::-1]:
        if event.after.get(ADDED):
            return None
        project = with_fields(project, event.before)
    return project
