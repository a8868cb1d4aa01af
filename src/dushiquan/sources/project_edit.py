"""A project whose fields are typed one by one, read as a row of a plan file is."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from dushiquan.domain.decisions import Part
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import Name, initials, match_name
from dushiquan.domain.plan import Kind, Plan, Project, Target
from dushiquan.domain.plan_history import with_names
from dushiquan.errors import UnknownNameError, UsageError
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.phrases.unit_cell import read_units
from dushiquan.sources.basis import Basis, Earlier
from dushiquan.sources.cells import is_quoted, quoted, unquoted
from dushiquan.sources.plan_reader import PlanReader
from dushiquan.sources.plan_writer import project_fields_of
from dushiquan.sources.problems import Problem

_READ_FROM_PHRASE = ("kind", "start", "due")


def edited(
    plan: Plan, project: Project, typed: Mapping[str, str], known_since: date
) -> tuple[Project, list[Problem]]:
    """Return a project of a plan with some fields as typed, and what is doubtful.

    ``typed`` are texts by their keys in a plan file. A new requirement is read anew, kind and days included.
    Without one the targets stay; a milestone on the plan's due date moves along with it.
    ``known_since`` is the day from which the plan is known. Raise ``UsageError`` if a field cannot be read.
    """
    fields = project_fields_of(project, plan)
    if "requirement" in typed:
        fields = {name: value for name, value in fields.items() if name not in _READ_FROM_PHRASE}
    typed, named = _with_known_category(typed, plan)
    read, problems = _read(plan, str(project.id), {**fields, **typed}, known_since)
    if "requirement" not in typed and project.kind is not Kind.RECURRING:
        read = read._replace(targets=tuple(_moved_along(target, project, read) for target in project.targets))
    return read._replace(uid=project.uid), [*named, *problems]


def _moved_along(target: Target, was: Project, now: Project) -> Target:
    return target._replace(due=now.due) if target.due and target.due == was.due else target


def composed(
    plan: Plan, id: ProjectId, typed: Mapping[str, str], known_since: date
) -> tuple[Project, list[Problem]]:
    """Return a new project of a plan, its fields as typed, and what is doubtful; see ``edited``."""
    typed, named = _with_known_category(typed, plan)
    read, problems = _read(plan, str(id), typed, known_since)
    return read, [*named, *problems]


def _with_known_category(typed: Mapping[str, str], plan: Plan) -> tuple[Mapping[str, str], list[Problem]]:
    """Return what was typed with the category of the plan that it means, which is said.

    「民生」 means itself. Raise ``NotFoundError`` if it may mean several.
    """
    text = typed.get("category", "").strip()
    if not text or is_quoted(text):
        return ({**typed, "category": unquoted(text)} if text else typed), []
    names = [Name(each, initials(each) if text.isascii() else "") for each in plan.categories]
    try:
        category = match_name(text, names, "类别")
    except UnknownNameError:
        return typed, []
    said = f"类别“{text}”按“{category}”记；要另立这个类别请写 -c {quoted(text)}。"
    return {**typed, "category": category}, [] if category == text else [_doubt(said)]


def without_category(plan: Plan, project: Project) -> list[Problem]:
    """Say that a new project has no category, if the plan has some, and how to set it."""
    if project.category or not plan.categories:
        return []
    among = "、".join(plan.categories)
    set_it = f"dsq plan set {project.id} --category 类别"
    return [_doubt(f"{project.id} 没有写类别；要补请用 {set_it}，计划里有{among}。")]


_ENDS_IN_BRACKETS = re.compile(r"(.+)[(（]((?:[^()（）]|[(（][^()（）]*[)）])+)[)）]")


def part_of(plan: Plan, title: str, cell: str) -> tuple[Part, list[Problem]]:
    """Return a part of a project that is split, by its title and unit cell as typed, and what is doubtful.

    Without a cell, 隧道段（市交通局） names a unit of the plan in its brackets; other brackets stay in the
    title.
    """
    bracketed = None if cell else _ENDS_IN_BRACKETS.fullmatch(title)
    units = with_names(read_units(bracketed[2] if bracketed else cell), plan.aliases)
    unknown = [name for name in (*units.lead, *units.support) if name not in plan.units]
    if not bracketed:
        return Part(title, units), [_doubt(f"“{name}”是计划里还没有的单位。") for name in unknown]
    if unknown or not units.lead:
        said = f"“{title}”括号里的不是计划里的单位，留在名称里；要写单位请写成 名称=单位。"
        return Part(title), [_doubt(said)]
    said = f"“{title}”括号里的是单位，作为责任单位，名称是“{bracketed[1].strip()}”。"
    return Part(bracketed[1].strip(), units), [_doubt(said)]


def _doubt(message: str) -> Problem:
    return Problem("", None, None, None, message, "warning")


def _read(plan: Plan, id: str, fields: Mapping[str, Any], known_since: date) -> tuple[Project, list[Problem]]:
    basis = Basis(plan.year, plan.notice.issued, plan.month_before, Earlier(plan, known_since))
    reader = PlanReader("", aliases=dict(plan.aliases), basis=basis, headings={})
    reader.read_row(_node(fields), id, plan.key, dict.fromkeys(plan.categories), closed=False)
    reader.questions.ask(reader, basis)
    if not reader.projects:
        errors = [problem.in_file for problem in reader.problems if problem.level == "error"]
        raise UsageError("；".join(errors) + "未作改动。")
    _say_new_names(reader, plan)
    return reader.projects[0], [p for p in reader.problems if p.level != "error"]


def _say_new_names(reader: PlanReader, plan: Plan) -> None:
    """Warn of a category and of units that no project of the plan has yet: they may be mistyped."""
    (read,) = reader.projects
    units = {unit for p in plan.projects for unit in (*p.units.lead, *p.units.support)}
    for unit in (*read.units.lead, *read.units.support):
        if unit not in units:
            reader.warn(NOWHERE, "units", f"“{unit}”是计划里还没有的单位。")
    if read.category and read.category not in plan.categories:
        known = f"；已有{'、'.join(plan.categories)}，写其中几个字就能找到" if plan.categories else ""
        said = f"“{read.category}”是计划里还没有的类别，作为新类别{known}。"
        reader.problems.append(_doubt(said))


def _node(value: Any) -> Node:
    if isinstance(value, Mapping):
        return Node({name: _node(each) for name, each in value.items()}, 0)
    if isinstance(value, list | tuple):
        return Node([_node(each) for each in value], 0)
    return Node(value.isoformat() if isinstance(value, date) else str(value), 0)
