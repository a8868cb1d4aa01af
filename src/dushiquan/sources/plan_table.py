"""A plan as a table (任务分解表) that reads back as the same plan; its headings are those of ``headings``."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from dushiquan.domain.plan import KIND_LABELS, Plan, Project, Target, Units
from dushiquan.formats.document import ListingValue
from dushiquan.formats.titled_table import TitledTable
from dushiquan.formats.tree import Node
from dushiquan.phrases.person_cell import read_persons
from dushiquan.phrases.unit_cell import read_units
from dushiquan.phrases.unit_names import BODY_AT_END
from dushiquan.sources.cells import (
    NOT_SET,
    as_field,
    as_list,
    is_dash,
    is_nothing,
    quoted,
    quoted_names,
    read_targets,
)
from dushiquan.sources.columns import is_mark
from dushiquan.sources.head_lines import lines_above, lines_below, stands_as_title
from dushiquan.sources.headings import HEADINGS
from dushiquan.sources.plan_writer import beyond_phrase
from dushiquan.sources.texts.flat_table import joined_time

_LEAD = "牵头单位"
_TARGETS = "（名称｜目标｜单位｜时限）"
_NO_CATEGORY = "—"
_LONGEST_NUMBER = 15  # significant digits that Excel keeps


def plan_table(plan: Plan) -> TitledTable:
    """Return the table of a plan. Columns that no project fills are left out."""
    rows = [_cells(project, plan) for project in plan.projects]
    fields = [name for name in _ORDER if any(cells[name] not in ("", None) for cells in rows)]
    for project, below, cells in zip(plan.projects, plan.projects[1:], rows, strict=False):
        if below.id.startswith(f"{project.id}."):
            cells["id"] = quoted(project.id)  # else it could be taken for the category of those below
    for cells in rows:
        cells["category"] = cells["category"] or _NO_CATEGORY
    headings = {name: HEADINGS[name][0] for name in fields}
    if "support" in fields:
        headings["units"] = _LEAD
    if any("｜" in str(cells["targets"]) for cells in rows):
        headings["targets"] += _TARGETS
    ordered = [name for name in _ORDER if name in headings]
    return TitledTable(
        title=plan.title if stands_as_title(plan.title) else "",
        lines=list(lines_above(plan)),
        headings=[headings[name] for name in ordered],
        rows=[[cells[name] for name in ordered] for cells in rows],
        foot=list(lines_below(plan)),
        merged=frozenset(ordered.index(name) for name in ("category",) if name in ordered),
        bold=frozenset(ordered.index(name) for name in ("units",) if name in ordered),
    )


_ORDER = (
    *("id", "category", "title", "content", "units", "support", "persons", "regions"),
    *("requirement", "kind", "start", "due", "targets"),
)


def _cells(project: Project, plan: Plan) -> dict[str, ListingValue]:
    """Return a project's text for each column."""
    own = beyond_phrase(project, plan)
    lead, support = _units(project.units)
    return {
        "id": _id(project.id),
        "category": project.category,
        "title": project.title,
        "content": project.content,
        "units": lead,
        "support": support,
        "persons": _names(project.persons, _persons),
        "regions": _names(project.regions, _places),
        "requirement": _to_the_letter("requirement", project.requirement),
        "kind": KIND_LABELS[own["kind"]] if "kind" in own else "",
        "start": _day(own, "start"),
        "due": _day(own, "due"),
        "targets": _targets(own["targets"]) if "targets" in own else "",
    }


def _id(id: str) -> ListingValue:
    """Return the id, as a number if it is one: Excel then sorts it as a number."""
    if id.isdecimal() and id.isascii() and len(id) <= _LONGEST_NUMBER and str(int(id)) == id:
        return int(id)
    return quoted(id) if is_dash(id) else _to_the_letter("id", id)


def _to_the_letter(field: str, text: str) -> str:
    read = joined_time(as_field(field, text)) if field == "requirement" else as_field(field, text)
    return text if read == text else quoted(text)


def _units(units: Units) -> tuple[str, str]:
    """Return the cells of lead and supporting units; each name in 「」 if it would not read back."""
    lead, support = "、".join(units.lead), "、".join(units.support)
    end = "等" if units.open else ""
    if support:
        whole = f"牵头单位:{lead}\n配合单位:{support}{end}"
        plain = (lead, support + end)
    else:
        whole = lead + end
        plain = (whole, "")
    quotes = any(is_mark(cell) or quoted_names(cell) for cell in (lead, support))
    if lead and read_units(whole) == units and not ((is_nothing("support", support) and support) or quotes):
        return plain
    lead, support = ("、".join(map(quoted, names)) for names in (units.lead, units.support))
    return (lead, support + end) if support else (lead + end, "")


def _names(names: tuple[str, ...], read: Callable[[str], Iterable[str]]) -> str:
    cell = "、".join(names)
    if tuple(read(cell)) == names and not quoted_names(cell):
        return cell
    return "、".join(map(quoted, names))


def _persons(cell: str) -> Iterable[str]:
    """Return the persons of a cell; none if they would be read as units, or not at all, as marks are."""
    names = read_persons(cell)
    return () if is_mark(cell) or any(map(BODY_AT_END.search, names)) else names


def _places(cell: str) -> list[str]:
    if is_nothing("regions", cell):
        return []
    return [place.text() for place in Node(as_list("regions", Node(cell, 0)), 0).items()]


def _day(own: dict[str, Any], name: str) -> ListingValue:
    day: date | None = own.get(name)
    return day or (NOT_SET if name in own else "")


def _targets(targets: tuple[Target, ...]) -> str:
    """Return the targets, a line each: 现场会｜3｜次｜2011-06-30, or 现场会 if there is no more to say."""
    if not targets:
        return NOT_SET
    cell = "\n".join(_target(target, str) for target in targets)
    wanted = [_said(target) for target in targets]
    if read_targets(cell) == wanted and not is_nothing("targets", cell) and cell != NOT_SET:
        return cell
    return "\n".join(_target(target, quoted) for target in targets)


def _said(target: Target) -> dict[str, str]:
    due = target.due.isoformat() if target.due else ""
    goal = str(target.goal) if target.goal != 1 or target.measure or due else ""
    parts = {"name": target.name, "goal": goal, "measure": target.measure, "due": due}
    return {part: text for part, text in parts.items() if text}


def _target(target: Target, as_text: Callable[[str], str]) -> str:
    said = _said(target)
    words = {part: as_text(text) if part in ("name", "measure") else text for part, text in said.items()}
    return "｜".join(words.get(part, "") for part in ("name", "goal", "measure", "due")).rstrip("｜")
