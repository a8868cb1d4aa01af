"""A plan into the ledger's tables."""

import sqlite3
from collections.abc import Iterable

from sqlite_utils import Database

from dushiquan.domain.history import State
from dushiquan.domain.plan import Plan, Project
from dushiquan.domain.selection import initials
from dushiquan.store.recording import state_columns


def load_plan(connection: sqlite3.Connection, plan: Plan, loaded_at: str) -> None:
    """Enter a plan whose key the ledger does not have yet; the caller holds the transaction."""
    db = Database(connection, execute_plugins=False)
    document = plan.document
    db.table("plans").insert(
        {
            "key": plan.key,
            "title": plan.title,
            "year": plan.year,
            "document_no": document.no,
            "document_title": document.title,
            "issuer": document.issuer,
            "drafter": document.drafter,
            "drafted": document.drafted and document.drafted.isoformat(),
            "issued": document.issued and document.issued.isoformat(),
            "effective": document.effective and document.effective.isoformat(),
            "remark": plan.remark,
            "loaded_at": loaded_at,
        }
    )
    categories = _enter_names(db, "categories", plan.key, plan.categories)
    names = dict.fromkeys(n for p in plan.projects for n in (*p.units.lead, *p.units.support))
    units = _enter_names(db, "units", plan.key, names)
    db.table("aliases").insert_all(
        {"unit": units[unit], "alias": alias} for alias, unit in plan.aliases.items() if unit in units
    )
    first = _next_pk(db, "projects")
    for pk, project in enumerate(plan.projects, first):
        _enter_project(db, pk, pk - first + 1, project, categories, units)


def _next_pk(db: Database, table: str) -> int:
    (highest,) = db.execute(f"SELECT coalesce(max(pk), 0) FROM {table}").fetchone()
    return int(highest) + 1


def _enter_names(db: Database, table: str, plan: str, names: Iterable[str]) -> dict[str, int]:
    """Enter categories or units; return their keys by name."""
    pks = {name: pk for pk, name in enumerate(names, _next_pk(db, table))}
    rows = [{"pk": pk, "plan": plan, "name": name, "initials": initials(name)} for name, pk in pks.items()]
    if table == "categories":
        rows = [{**row, "position": position} for position, row in enumerate(rows, 1)]
    db.table(table).insert_all(rows)
    return pks


def _enter_project(
    db: Database, pk: int, position: int, project: Project, categories: dict[str, int], units: dict[str, int]
) -> None:
    db.table("projects").insert(
        {
            "pk": pk,
            "plan": project.plan,
            "no": project.id.no,
            "part": project.id.part,
            "position": position,
            "category": categories[project.category],
            "title": project.title,
            "content": project.content,
            "support_open": int(project.units.open),
            "requirement": project.requirement,
            "kind": project.kind,
            "start": project.start and project.start.isoformat(),
            "due": project.due and project.due.isoformat(),
        }
    )
    db.table("project_units").insert_all(
        {"project": pk, "unit": units[name], "role": role, "position": position}
        for role, names in (("lead", project.units.lead), ("support", project.units.support))
        for position, name in enumerate(names, 1)
    )
    db.table("regions").insert_all(
        {"project": pk, "position": position, "name": name}
        for position, name in enumerate(project.regions, 1)
    )
    db.table("targets").insert_all(
        {
            "project": pk,
            "position": position,
            "name": target.name,
            "initials": initials(target.name),
            "goal": target.goal,
            "measure": target.measure,
            "due": target.due and target.due.isoformat(),
        }
        for position, target in enumerate(project.targets, 1)
    )
    db.table("states").insert({"project": pk, **state_columns(State(due=project.due))})
