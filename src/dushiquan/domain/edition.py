"""New editions of a plan: what each changes.

Nothing is lost. A change is an event that holds the old and the new values. A project missing from the new
edition is kept, marked 已撤销, together with its history. Which row is which project, ``matching`` says.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from dushiquan.domain.acts import Change
from dushiquan.domain.decisions import with_milestone
from dushiquan.domain.events import Event, EventKind, Fields, HeadingChange, Json, Revised, Withdrawal
from dushiquan.domain.fields import project_fields
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.matching import Answer, Matching, RowDoubt, TargetDoubt, lost_counts, target_doubts
from dushiquan.domain.plan import Kind, Notice, Plan, Project, Target
from dushiquan.domain.plan_history import former_ids, in_order
from dushiquan.domain.recurring import milestones

Counts = Mapping[str, Mapping[str, int]]
"""The counts of the targets of each project, by the project's identity."""


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """A project that a revision changes: its old and new values, as JSON, of the fields that differ.

    ``id`` is its new number; ``"id"`` is one of the fields. ``renamed`` are the new names of counted targets,
    ``lost`` the counted targets that are gone.
    """

    id: ProjectId
    title: str
    before: Fields
    after: Fields
    renamed: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[tuple[Target, int], ...] = ()
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new edition of a plan changes.

    ``same`` is the project that each row is, by the row's id. ``doubts`` are to be answered before the
    edition can be loaded; the projects and rows in doubt are neither added nor withdrawn nor changed.
    """

    added: tuple[Project, ...]
    changed: tuple[ProjectChange, ...]
    withdrawn: tuple[Project, ...]
    restored: tuple[Project, ...]
    heading: Mapping[str, tuple[Json, Json]]
    """The changes to the plan itself (title, notice, order …): old and new values as plain JSON."""
    same: Mapping[ProjectId, Project] = field(default_factory=dict)
    doubts: tuple[RowDoubt | TargetDoubt, ...] = ()
    before: tuple[Project, ...] = ()
    """The projects with which the edition was compared, the withdrawn ones among them."""
    kept: tuple[tuple[Project, Target], ...] = ()
    """The milestones that the edition does not name, but that were decided on, each with its project."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (
            self.added or self.changed or self.withdrawn or self.restored or self.heading or self.doubts
        )


def merge_notices(old: Notice, new: Notice) -> Notice:
    """Return the new edition's notice, with its empty fields filled from the old one."""
    return Notice._make(now or was for was, now in zip(old, new, strict=True))


def compare(
    old: Plan,
    new: Plan,
    matching: Matching,
    withdrawn: Collection[str] = (),
    counts: Counts | None = None,
    answer: Answer | None = None,
    decided: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Revision:
    """Compare two editions, whose rows ``matching`` has matched.

    ``withdrawn`` are the identities of the projects that an earlier edition had withdrawn. ``answer`` answers
    the doubts about ``counts``; without it they are left. ``decided`` are the milestones that were decided
    on, by their project's identity: an edition that does not name them keeps them.
    """
    counts = counts or {}
    open_ones = {doubt.was.identity for doubt in matching.doubts}
    open_rows = {doubt.now.id for doubt in matching.doubts}
    found = {project.identity: id for id, project in matching.same.items()}
    after = {project.id: project for project in new.projects}
    left_out = [p for p in old.projects if p.identity not in found and p.identity not in open_ones]
    kept_ids = _free_ids(left_out, [project.id for project in old.projects], after)
    doubts = [
        doubt
        for was in old.projects
        if was.identity in found
        for doubt in target_doubts(was, after[found[was.identity]], counts.get(was.identity, {}))
    ]
    renamed = {
        (doubt.project.id, doubt.was.name): doubt.now.name for doubt in doubts if answer and answer(doubt)
    }
    elsewhere = renamed if answer else {(doubt.project.id, doubt.was.name) for doubt in doubts}
    changed: list[ProjectChange] = []
    kept: list[tuple[Project, Target]] = []
    for now in new.projects:
        if now.id in matching.same:
            was = matching.same[now.id]
            stays = [
                each
                for each in _left_out(was, now)
                if each.name in decided.get(was.identity, ()) and (now.id, each.name) not in elsewhere
            ]
            kept += ((now, each) for each in stays)
            changed += _change(was, _with(now, stays), counts.get(was.identity, {}), renamed)
    changed += (
        ProjectChange(kept_ids[p.id], p.title, {"id": p.id}, {"id": kept_ids[p.id]}, uid=p.uid)
        for p in left_out
        if p.id in kept_ids
    )
    return Revision(
        added=tuple(p for id, p in after.items() if id not in matching.same and id not in open_rows),
        changed=tuple(changed),
        withdrawn=tuple(
            p._replace(id=kept_ids.get(p.id, p.id)) for p in left_out if p.identity not in withdrawn
        ),
        restored=tuple(after[found[identity]] for identity in found if identity in withdrawn),
        heading=_heading_changes(old, new, matching, frozenset(withdrawn)),
        same=matching.same,
        doubts=(*matching.doubts, *(() if answer else doubts)),
        before=old.projects,
        kept=tuple(kept),
    )


def _with(project: Project, milestones: Iterable[Target]) -> Project:
    """Return a project with more milestones."""
    for milestone in milestones:
        project = with_milestone(project, milestone)
    return project


def _left_out(was: Project, now: Project) -> list[Target]:
    """Return the milestones of a project that a new edition does not name, though it could have them."""
    names = {target.name for target in now.targets}
    can = now.kind is not Kind.RECURRING
    return [target for target in milestones(was) if target.name not in names and can]


def _change(
    was: Project, now: Project, counts: Mapping[str, int], renamed: Mapping[tuple[ProjectId, str], str]
) -> Iterator[ProjectChange]:
    """Yield what changes in a project, if anything does."""
    before, after = _with_id(was), _with_id(now)
    differ = [name for name in after if before[name] != after[name]]
    if differ:
        names = {
            target.name: renamed[now.id, target.name]
            for target in was.targets
            if (now.id, target.name) in renamed
        }
        lost = [target for target in lost_counts(was, now, counts) if target.name not in names]
        yield ProjectChange(
            now.id,
            now.title,
            {name: before[name] for name in differ},
            {name: after[name] for name in differ},
            names,
            tuple((target, counts[target.name]) for target in lost),
            was.uid,
        )


def _with_id(project: Project) -> dict[str, Json]:
    return {"id": str(project.id), **project_fields(project)}


def _free_ids(
    left_out: Iterable[Project], old: Iterable[ProjectId], new: Iterable[ProjectId]
) -> dict[ProjectId, ProjectId]:
    """Return new ids for the projects left out whose number another row has: 原5."""
    ids: dict[ProjectId, ProjectId] = {}
    rows, used = set(new), {*old, *new}
    for project in left_out:
        if project.id in rows:
            free = next(id for id in former_ids(project.id) if id not in used)
            ids[project.id] = free
            used.add(free)
    return ids


def _heading(plan: Plan, gone: Collection[str] = ()) -> dict[str, Json]:
    """Return the plan's own fields as plain JSON, without categories and aliases that no project uses."""
    projects = [project for project in plan.projects if project.identity not in gone]
    used = dict.fromkeys(project.category for project in projects if project.category)
    units = {unit for p in projects for unit in (*p.units.lead, *p.units.support)}
    notice = plan.notice._asdict()
    return {
        "title": plan.title,
        "year": plan.year,
        "document": {name: v.isoformat() if isinstance(v, date) else v for name, v in notice.items()},
        "remark": plan.remark,
        "month_before": plan.month_before,
        "levels": [level._asdict() for level in plan.levels or ()],
        "categories": list(dict.fromkeys((*(name for name in plan.categories if name in used), *used))),
        "aliases": {alias: unit for alias, unit in plan.aliases.items() if unit in units},
        "contacts": {
            unit: each._asdict() for unit, each in plan.contacts.items() if unit in units and any(each)
        },
    }


def _heading_changes(
    old: Plan, new: Plan, matching: Matching, gone: Collection[str]
) -> dict[str, tuple[Json, Json]]:
    """Return what changes of the plan itself, and the order of its projects if they change places."""
    heading: dict[str, tuple[Json, Json]] = {
        name: (was, now)
        for (name, was), now in zip(_heading(old, gone).items(), _heading(new).values(), strict=True)
        if was != now
    }
    before = [project.identity for project in old.projects]
    after = [matching.same[p.id].identity for p in new.projects if p.id in matching.same]
    kept = set(after)
    if after != [identity for identity in before if identity in kept]:
        heading["order"] = (list(before), list(in_order(before, after)))
    return heading


def edition_changes(
    revision: Revision,
    plan: Plan,
    uids: Mapping[ProjectId, str],
    into: Mapping[str, Collection[ProjectId]] = MappingProxyType({}),
) -> Iterator[tuple[str | None, Change]]:
    """Yield the changes that a new edition records of each project, by uid, and of the plan itself (None).

    ``uids`` are those of the edition's rows. ``into`` are the rows that go on with the work of a project that
    is withdrawn, by its uid.
    """
    before = [project.uid for project in revision.before]
    order = in_order(before, [uids[project.id] for project in plan.projects])
    behind = dict(zip(order, ("", *order), strict=False))
    for project in revision.added:
        uid = uids[project.id]
        yield uid, Change(EventKind.REVISE, Revised({}, _with_id(project), added=True, behind=behind[uid]))
    for changed in revision.changed:
        payload = Revised(changed.before, changed.after, renamed=changed.renamed)
        yield changed.uid, Change(EventKind.REVISE, payload)
    for project in revision.withdrawn:
        heirs = {uids[id]: str(id) for id in into.get(project.uid, ())}
        yield project.uid, Change(EventKind.WITHDRAW, Withdrawal(withdrawn=True, into=heirs))
    for project in revision.restored:
        yield uids[project.id], Change(EventKind.WITHDRAW, Withdrawal(withdrawn=False))
    if revision.heading:
        was = {name: values[0] for name, values in revision.heading.items()}
        now = {name: values[1] for name, values in revision.heading.items()}
        yield None, Change(EventKind.HEADING, HeadingChange(was, now))


def plan_base(plan: Plan, uids: Mapping[ProjectId, str]) -> tuple[dict[str, Json], Iterator[dict[str, Json]]]:
    """Return a plan as first loaded, as plain JSON: its heading, and each project with its uid."""
    projects = ({"uid": uids[p.id], "id": p.id, **project_fields(p)} for p in plan.projects)
    return {"key": plan.key, **_heading(plan)}, projects


def other_names(projects: Iterable[Project], events: Iterable[Event], what: str) -> dict[str, list[str]]:
    """Return the names that some projects had at other times, each with the names that took their place.

    ``projects`` are as they were on a day; ``what`` is 类别, 单位 or 地区.
    """
    of_day = {project.identity: project_fields(project) for project in projects}
    in_use = {name for fields in of_day.values() for name in _names_in(fields, what)}
    found: dict[str, list[str]] = {}
    for event in events:
        if not (isinstance(event.payload, Revised) and event.identity in of_day):
            continue
        for fields in (event.payload.before, event.payload.after):
            names = _names_in(fields, what)
            then = of_day[event.identity]
            now = _names_in({name: then[name] for name in fields if name in then}, what)
            for name in names:
                if name not in in_use:
                    found.setdefault(name, []).extend(one for one in now if one not in names)
    return {name: list(dict.fromkeys(now)) for name, now in found.items()}


_NAME_FIELDS = {"类别": ("category",), "单位": ("lead", "support", "persons"), "地区": ("regions",)}


def _names_in(fields: Fields, what: str) -> list[str]:
    values = [fields.get(key) or [] for key in _NAME_FIELDS[what]]
    lists = [value if isinstance(value, list | tuple) else [value] for value in values]
    return [str(name) for names in lists for name in names]
