"""Changes of a plan by decision: what it is to read, and which projects go on with the work of which.

Each function takes the plan as of the day of the decision, without withdrawn projects.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from types import MappingProxyType
from typing import NamedTuple

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Contact, Kind, Plan, Project, Target, Units
from dushiquan.domain.plan_history import with_names
from dushiquan.errors import RefusedError


class Decision(NamedTuple):
    """The plan as it is to read; a project that is new has no uid yet.

    ``into`` are the ids of the projects that go on with the work of one that is left out, by its uid.
    """

    plan: Plan
    into: Mapping[str, tuple[ProjectId, ...]] = MappingProxyType({})


class Part(NamedTuple):
    """A part that a project is split into; without ``units``, those of the project go on."""

    title: str
    units: Units = Units()


def changed(plan: Plan, project: Project) -> Decision:
    """Replace the project that has the uid of ``project``."""
    return Decision(
        plan._replace(projects=tuple(project if p.uid == project.uid else p for p in plan.projects))
    )


def added(plan: Plan, project: Project, behind: ProjectId | None = None) -> Decision:
    """Add a project behind another one, by default behind the last of its category.

    Raise ``RefusedError`` if its number is taken.
    """
    taken = [p for p in plan.projects if p.id == project.id]
    if taken:
        raise RefusedError(f"序号 {project.id} 已有：{taken[0].title}；请用 --no 另给序号。")
    places = [at for at, p in enumerate(plan.projects, 1) if p.category == project.category]
    place = places[-1] if places else len(plan.projects)
    if behind is not None:
        place = next(at for at, p in enumerate(plan.projects, 1) if p.id == behind)
    return Decision(_inserted(plan, place, [project]))


def dropped(plan: Plan, ids: Collection[ProjectId]) -> Decision:
    """Take projects out of the plan."""
    return Decision(_without(plan, ids))


def split(plan: Plan, id: ProjectId, parts: Sequence[Part], used: Collection[ProjectId] = ()) -> Decision:
    """Put several projects in the place of one: 5.1, 5.2 … without its targets, which cannot be shared out.

    ``used`` are numbers that the parts may not get. Raise ``RefusedError`` if there is only one part.
    """
    if len(parts) < 2:
        raise RefusedError(f"{id} 要拆成几项，--into 就写几次，至少两次；只改名称请用 dsq plan set。")
    place, whole = next((at, p) for at, p in enumerate(plan.projects) if p.id == id)
    numbers = part_ids(id, {*used, *(p.id for p in plan.projects)})
    projects = [
        whole._replace(
            id=number,
            title=title_of_part(part.title, whole.title),
            units=_of_part(part, whole),
            targets=(),
            uid="",
        )
        for part, number in zip(parts, numbers, strict=False)
    ]
    rest = _inserted(plan, place + 1, projects)
    return Decision(_without(rest, [id]), {whole.uid: tuple(p.id for p in projects)})


_WORD_FOR_A_PART = re.compile(r"[^（(]{1,4}(?:[段期标区片批]|部分)(?:[（(].*[）)])?")


def title_of_part(part: str, whole: str) -> str:
    """Return the title of a part, which says of what it is one: 绕城高速公路北段 for 北段."""
    shares = any(part[at : at + 2] in whole for at in range(len(part) - 1))
    return part if shares or not _WORD_FOR_A_PART.fullmatch(part) else f"{whole}{part}"


def _of_part(part: Part, whole: Project) -> Units:
    return part.units if part.units.lead else whole.units


def merged(plan: Plan, ids: Collection[ProjectId], into: ProjectId) -> Decision:
    """Merge projects into another one, which stays as it is. Raise ``RefusedError`` if there is no other."""
    gone = [p for p in plan.projects if p.id in ids and p.id != into]
    if not gone:
        raise RefusedError(f"除 {into} 自己以外没有写要并入的项目。")
    return Decision(_without(plan, [p.id for p in gone]), {p.uid: (into,) for p in gone})


def renamed(plan: Plan, old: Collection[str], new: str) -> Decision:
    """Give units another name in all projects: one unit a new one, or several that of one (合并).

    A project that names two of them names the new one once, as lead unit if one of them led. The old names
    become aliases, so that later editions, forms and commands may still use them. The new unit has the
    contact of the first that has one.
    """
    names = {unit: new for unit in old if unit != new}
    projects = tuple(p._replace(units=with_names(p.units, names)) for p in plan.projects)
    aliases = {alias: names.get(unit, unit) for alias, unit in plan.aliases.items() if alias != new}
    contacts: dict[str, Contact] = {new: plan.contacts[new]} if new in plan.contacts else {}
    for unit, contact in plan.contacts.items():
        contacts.setdefault(names.get(unit, unit), contact)
    return Decision(
        plan._replace(
            projects=projects,
            aliases={**aliases, **names},
            contacts=contacts,
        )
    )


def with_contact(plan: Plan, unit: str, contact: Contact) -> Decision:
    """Set whom to ask at a unit; an empty contact removes it."""
    others = {name: each for name, each in plan.contacts.items() if name != unit}
    return Decision(plan._replace(contacts={**others, unit: contact} if any(contact) else others))


def with_milestone(project: Project, milestone: Target) -> Project:
    """Add a milestone (节点) before the later ones. Raise ``RefusedError`` if the project cannot have it."""
    _refuse_recurring(project)
    if any(target.name == milestone.name for target in project.targets):
        raise RefusedError(f"{project.id} 已有“{milestone.name}”；改日期请用 dsq node move，或换个名称。")
    return project._replace(targets=_placed(project.targets, milestone))


def without_milestone(project: Project, name: str) -> Project:
    """Take a milestone out."""
    return project._replace(targets=tuple(target for target in project.targets if target.name != name))


def with_milestone_moved(project: Project, name: str, due: date) -> Project:
    """Move a milestone to another day; one that stays on its day stays in its place."""
    (moved,) = (target for target in project.targets if target.name == name)
    if moved.due == due:
        return project
    rest = without_milestone(project, name)
    return rest._replace(targets=_placed(rest.targets, moved._replace(due=due)))


def _refuse_recurring(project: Project) -> None:
    if project.kind is Kind.RECURRING:
        raise RefusedError(f"{project.id} 是定期事项，按各次的日期计，不另设节点。")


def _placed(targets: Sequence[Target], new: Target) -> tuple[Target, ...]:
    """Insert a dated target before the first later one."""
    later = (at for at, target in enumerate(targets) if target.due and new.due and target.due > new.due)
    place = next(later, len(targets))
    return (*targets[:place], new, *targets[place:])


def part_ids(id: ProjectId, used: Collection[ProjectId]) -> Iterator[ProjectId]:
    """Yield the free numbers for the parts of a project: 5.1, 5.2 …"""
    return (part for n in count(1) if (part := ProjectId.parse(f"{id}.{n}")) not in used)


def next_id(ids: Iterable[ProjectId]) -> ProjectId:
    """Return the number after the highest one: 32 after 31 and 22.2."""
    numbers = (str(id).split(".")[0] for id in ids)
    return ProjectId(str(max((int(number) for number in numbers if number.isdecimal()), default=0) + 1))


def _inserted(plan: Plan, place: int, projects: Sequence[Project]) -> Plan:
    return plan._replace(projects=(*plan.projects[:place], *projects, *plan.projects[place:]))


def _without(plan: Plan, ids: Collection[ProjectId]) -> Plan:
    left = tuple(p for p in plan.projects if p.id not in ids)
    if not left:
        raise RefusedError("计划里至少要留一项，未作改动。")
    return plan._replace(projects=left)
