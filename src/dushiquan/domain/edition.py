"""New editions of a plan: what each changes, and how an earlier text is recovered.

Nothing is lost. A change is an event that holds the old and the new values. A project missing from the new
edition is kept, marked 已撤销, together with its history.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dushiquan.domain.acts import Change
from dushiquan.domain.events import Event, EventKind, Fields, HeadingChange, Json, Revised, Withdrawal
from dushiquan.domain.fields import project_fields, with_fields
from dushiquan.domain.history import in_force
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Notice, Plan, Project


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """A project that a revision changes: its old and new values, as JSON, of the fields that differ."""

    id: ProjectId
    title: str
    before: Fields
    after: Fields


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new edition of a plan changes."""

    added: tuple[Project, ...]
    changed: tuple[ProjectChange, ...]
    withdrawn: tuple[Project, ...]
    restored: tuple[Project, ...]
    heading: Mapping[str, tuple[Json, Json]]
    """The changes to the plan itself (title, notice, order …): old and new values as plain JSON."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.added or self.changed or self.withdrawn or self.restored or self.heading)


def merge_notices(old: Notice, new: Notice) -> Notice:
    """Return the new edition's notice, with its empty fields filled from the old one."""
    return Notice._make(now or was for was, now in zip(old, new, strict=True))


def compare(old: Plan, new: Plan, withdrawn: Iterable[ProjectId] = ()) -> Revision:
    """Compare two editions; ``withdrawn`` are the projects that an earlier one had withdrawn."""
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
    heading: dict[str, tuple[Json, Json]] = {
        name: (was, now)
        for (name, was), now in zip(_heading(old, gone).items(), _heading(new).values(), strict=True)
        if was != now
    }
    order = _order((id for id in before if id not in gone), after)
    if order:
        heading["order"] = order
    return Revision(
        added=tuple(project for id, project in after.items() if id not in before),
        changed=tuple(changed),
        withdrawn=tuple(p for id, p in before.items() if id not in after and id not in gone),
        restored=tuple(after[id] for id in before if id in after and id in gone),
        heading=heading,
    )


def _heading(plan: Plan, gone: Collection[ProjectId] = ()) -> dict[str, Json]:
    """Return the plan's own fields as plain JSON, without categories and aliases that no project uses."""
    projects = [project for project in plan.projects if project.id not in gone]
    used = {project.category for project in projects}
    units = {unit for p in projects for unit in (*p.units.lead, *p.units.support)}
    notice = plan.notice._asdict()
    return {
        "title": plan.title,
        "year": plan.year,
        "document": {name: v.isoformat() if isinstance(v, date) else v for name, v in notice.items()},
        "remark": plan.remark,
        "month_before": plan.month_before,
        "categories": [name for name in plan.categories if name in used],
        "aliases": {alias: unit for alias, unit in plan.aliases.items() if unit in units},
    }


def _order(before: Iterable[ProjectId], after: Iterable[ProjectId]) -> tuple[list[Json], list[Json]] | None:
    """Return the old and the new order of the projects, or None if the new ones only follow the old."""
    now = list(after)
    kept = [id for id in before if id in set(now)]
    plain = [*kept, *(id for id in now if id not in set(kept))]
    return None if plain == now else (list(map(str, kept)), list(map(str, now)))


def revision_changes(revision: Revision) -> Iterator[tuple[ProjectId | None, Change]]:
    """Yield the changes that a revision records for each project, and for the plan itself (None)."""
    for project in revision.added:
        yield project.id, Change(EventKind.REVISE, Revised({}, project_fields(project), added=True))
    for changed in revision.changed:
        yield changed.id, Change(EventKind.REVISE, Revised(changed.before, changed.after))
    for project in revision.withdrawn:
        yield project.id, Change(EventKind.WITHDRAW, Withdrawal(withdrawn=True))
    for project in revision.restored:
        yield project.id, Change(EventKind.WITHDRAW, Withdrawal(withdrawn=False))
    if revision.heading:
        before = {name: was for name, (was, _) in revision.heading.items()}
        after = {name: now for name, (_, now) in revision.heading.items()}
        yield None, Change(EventKind.HEADING, HeadingChange(before, after))


def plan_base(plan: Plan, uids: Mapping[ProjectId, str]) -> tuple[dict[str, Json], Iterator[dict[str, Json]]]:
    """Return a plan as first loaded, as plain JSON: its heading, and each project with its uid."""
    projects = ({"uid": uids[p.id], "id": p.id, **project_fields(p)} for p in plan.projects)
    return {"key": plan.key, **_heading(plan)}, projects


def as_it_was(
    project: Project, events: Iterable[Event], as_of: date, *, known: Iterable[Event] | None = None
) -> Project | None:
    """Return the project as in the plan at the end of a day, or None if it was not in it yet.

    ``events`` are all events of the project; ``known`` are those known at the time, by default all. A revised
    field starts with the value before its first revision, then follows the revisions in force.
    """
    fields: dict[str, Json] = {}
    for event in sorted(events, key=lambda event: (event.stamp, event.id), reverse=True):
        if isinstance(event.payload, Revised):
            fields |= event.payload.before
    in_plan = not any(isinstance(e.payload, Revised) and e.payload.added for e in events)
    for event in in_force(events if known is None else known, as_of):
        if isinstance(event.payload, Revised):
            fields |= event.payload.after
            in_plan = in_plan or event.payload.added
    return with_fields(project, fields) if in_plan else None
