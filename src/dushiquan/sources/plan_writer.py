"""A plan as a YAML plan file that reads back as the same plan."""

import re
from datetime import date
from typing import Any

from dushiquan.domain.plan import Contact, Plan, Project, Target, Units
from dushiquan.phrases.deadline import read_requirement
from dushiquan.phrases.promise import promise
from dushiquan.phrases.unit_cell import read_units
from dushiquan.sources.mending.ditto import is_ditto


def export_yaml(plan: Plan) -> str:
    """Return the plan file; ``read_plan`` of it gives ``plan`` again.

    A kind or a day is written only if it differs from what its phrase reads as.
    """
    from dushiquan.formats.yaml_write import yaml_of

    units = _named_units(plan)
    parts = [yaml_of({"plan": _head(plan)}, flow=False)]
    if plan.levels:
        parts.append(yaml_of({"levels": [level._asdict() for level in plan.levels]}))
    if plan.categories:
        parts.append(yaml_of({"categories": list(plan.categories)}))
    if units:
        parts.append(yaml_of({"units": units}))
    projects = (_indented(yaml_of([project_fields_of(project, plan)])) for project in plan.projects)
    parts.append("projects:\n" + "\n".join(projects))
    return "\n".join(parts)


def _named_units(plan: Plan) -> list[dict[str, Any]]:
    """Return the units of which more is known than their names: aliases, and whom to ask."""
    aliases: dict[str, list[str]] = {}
    for alias, name in plan.aliases.items():
        aliases.setdefault(name, []).append(alias)
    return [
        {
            "name": name,
            **_without_empty({"aliases": aliases.get(name)}),
            **_without_empty({"contact": _without_empty(plan.contacts.get(name, Contact())._asdict())}),
        }
        for name in dict.fromkeys((*aliases, *plan.contacts))
    ]


def _indented(text: str) -> str:
    return re.sub(r"^(?=[^\n])", "  ", text, flags=re.M)


def _head(plan: Plan) -> dict[str, Any]:
    year = {"year": plan.year} if plan.year else {}
    return {"key": plan.key, "title": plan.title, **year} | _without_empty(
        {
            "document": _without_empty(plan.notice._asdict()),
            "month_before": plan.month_before,
            "remark": plan.remark,
        }
    )


def beyond_phrase(project: Project, plan: Plan) -> dict[str, Any]:
    """Return the kind, days and targets of a project that its requirement's phrase does not say."""
    issued = plan.notice.issued
    read = read_requirement(project.requirement, plan.year, issued=issued, month_before=plan.month_before)
    given: dict[str, Any] = {}
    for name in ("due", "kind", "due", "start"):  # twice: a kind may change the window
        if getattr(promise(read, issued, given), name) != getattr(project, name):
            given[name] = getattr(project, name)
    if promise(read, issued, given).targets != project.targets:
        given["targets"] = project.targets
    return given


def project_fields_of(project: Project, plan: Plan) -> dict[str, Any]:
    """Return a project as the fields of a plan file, without those that its phrase says."""
    given = beyond_phrase(project, plan)
    return {
        "id": str(project.id),
        **_without_empty({"category": project.category}),
        "title": project.title,
        **_without_empty({"content": project.content, "units": _units(project.units)}),
        **_without_empty({"persons": list(project.persons)}),
        "requirement": project.requirement,
        **({"kind": project.kind.value} if "kind" in given else {}),
        **{name: _day(given[name]) for name in ("start", "due") if name in given},
        **_without_empty({"regions": list(project.regions)}),
        **({"targets": list(map(_target, project.targets))} if "targets" in given else {}),
    }


def _units(units: Units) -> str | dict[str, Any]:
    """Return the units as a cell would name them, if that reads back the same; else by role."""
    support = "、".join(units.support)
    cell = "、".join(units.lead) + ("等" if units.open and not support else "")
    if support:
        cell = f"牵头单位:{cell} 配合单位:{support}{'等' if units.open else ''}"
    points_above = any(map(is_ditto, (cell, *units.lead, *units.support)))
    if read_units(cell) == units and cell == cell.strip() and not points_above:
        return cell
    return _without_empty({"lead": list(units.lead), "support": list(units.support), "open": units.open})


def _target(target: Target) -> dict[str, Any]:
    goal = {} if target.goal == 1 else {"goal": target.goal}
    return {"name": target.name, **goal, **_without_empty({"measure": target.measure, "due": target.due})}


def _day(day: date | None) -> date | str:
    """Return a day; or the empty text if the phrase reads as one but the project has none."""
    return day or ""


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
