"""Load a plan into the ledger, and revise it by a new edition."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlite_utils import Database

from dushiquan.domain.edition import revision_changes
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import initials
from dushiquan.domain.plan import Plan, Project
from dushiquan.domain.status import State
from dushiquan.store.bases import save_base
from dushiquan.store.event_log import Operation, Provenance, new_id
from dushiquan.store.ledger import Ledger
from dushiquan.store.rows import iso, part_rows, plan_columns, project_columns, state_columns


def load_plan(
    connection: sqlite3.Connection,
    plan: Plan,
    provenance: Provenance,
    track: Callable[[Sequence[Any], str], Iterable[Any]] = lambda work, what: work,
) -> None:
    """Insert a plan whose key is new to the ledger. The caller holds the transaction.

    ``track`` wraps the iteration over the pieces of work, for instance to show progress.
    """
    db = Database(connection, execute_plugins=False)
    db.table("plans").insert({**plan_columns(plan), "loaded_at": provenance.recorded_at})
    use_plan(connection, plan.key)
    categories, units = _enter_names(db, plan)
    pks = {project.id: pk for pk, project in enumerate(plan.projects, _next_pk(db, "projects"))}
    uids = {project.id: new_id() for project in plan.projects}
    placed = list(enumerate(plan.projects, 1))
    for some in track([placed[at : at + 1000] for at in range(0, len(placed), 1000)], "写入台账"):
        rows = (
            {"pk": pks[p.id], "uid": uids[p.id], **project_columns(p, position, categories)}
            for position, p in some
        )
        _insert(db, "projects", rows)
        projects = [project for _, project in some]
        _enter_parts(db, projects, pks, units)
        _enter_states(db, projects, pks)
    ledger = Ledger(connection, plan.key)
    Operation(ledger, provenance).append(None, save_base(connection, plan, uids))


def use_plan(connection: sqlite3.Connection, key: str) -> None:
    """Make a plan the default of later commands. The caller holds the transaction."""
    connection.execute("INSERT INTO plan_uses (plan) VALUES (?)", (key,))


def revise_plan(ledger: Ledger, plan: Plan, provenance: Provenance) -> None:
    """Replace the ledger's plan by a new edition, and record each change as an event.

    Projects missing from the new edition stay in the ledger, marked as withdrawn. The caller holds the
    transaction.
    """
    revision = ledger.compare(plan)
    old = {project.id: project for project in ledger.full_plan(withdrawn=True).projects}
    present = {project.id for project in plan.projects}
    gone = [project for id, project in old.items() if id not in present]
    edition = plan._replace(projects=(*plan.projects, *gone))
    connection = ledger.connection
    connection.execute("PRAGMA defer_foreign_keys = ON")
    db = Database(connection, execute_plugins=False)
    db.table("plans").update(plan.key, plan_columns(plan))
    use_plan(connection, plan.key)
    pks = _known(connection, plan.key)
    _clear(connection, plan.key)
    categories, units = _enter_names(db, edition)
    next_pk = _next_pk(db, "projects")
    for position, project in enumerate(edition.projects, 1):
        row = project_columns(project, position, categories)
        if project.id in pks:
            db.table("projects").update(pks[project.id], row)
        else:
            pks[project.id] = next_pk
            db.table("projects").insert({"pk": next_pk, "uid": new_id(), **row})
            next_pk += 1
    _enter_parts(db, edition.projects, pks, units)
    _enter_states(db, [project for project in plan.projects if project.id not in old], pks)
    operation = Operation(Ledger(connection, plan.key), provenance)
    for id, change in revision_changes(revision):
        if id is None:
            operation.append(None, change)
        else:
            operation.record(id, lambda project, state, change=change: [change])  # type: ignore[misc]


def _known(connection: sqlite3.Connection, key: str) -> dict[ProjectId, int]:
    query = "SELECT id, pk FROM projects WHERE plan = ?"
    return {ProjectId(id): pk for id, pk in connection.execute(query, (key,))}


def _clear(connection: sqlite3.Connection, key: str) -> None:
    """Delete the rows that ``_enter_names`` and ``_enter_parts`` insert again."""
    of_plan = "(SELECT pk FROM projects WHERE plan = ?)"
    for table in ("project_units", "regions", "targets"):
        connection.execute(f"DELETE FROM {table} WHERE project IN {of_plan}", (key,))
    connection.execute("DELETE FROM aliases WHERE unit IN (SELECT pk FROM units WHERE plan = ?)", (key,))
    connection.execute("DELETE FROM units WHERE plan = ?", (key,))
    connection.execute("DELETE FROM categories WHERE plan = ?", (key,))


def _insert(db: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns in one order, far faster than sqlite-utils would."""
    rows = iter(rows)
    first = next(rows, None)
    if first is not None:
        names, marks = ", ".join(first), ", ".join("?" * len(first))
        values = (tuple(row.values()) for row in chain([first], rows))
        db.conn.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


def _enter_names(db: Database, plan: Plan) -> tuple[dict[str, int], dict[str, int]]:
    """Insert a plan's categories, units and aliases; return the keys of the categories and units by name."""
    used = (project.category for project in plan.projects if project.category)
    names = dict.fromkeys((*plan.categories, *used))
    categories = _keys(db, "categories", names)
    _insert(
        db,
        "categories",
        (
            {"pk": pk, "plan": plan.key, "position": position, "name": name, "initials": initials(name)}
            for position, (name, pk) in enumerate(categories.items(), 1)
        ),
    )
    units = _keys(
        db, "units", dict.fromkeys(n for p in plan.projects for n in (*p.units.lead, *p.units.support))
    )
    _insert(
        db,
        "units",
        (
            {"pk": pk, "plan": plan.key, "name": name, "initials": initials(name)}
            for name, pk in units.items()
        ),
    )
    _insert(
        db,
        "aliases",
        ({"unit": units[unit], "alias": alias} for alias, unit in plan.aliases.items() if unit in units),
    )
    return categories, units


def _keys(db: Database, table: str, names: Iterable[str]) -> dict[str, int]:
    return {name: pk for pk, name in enumerate(names, _next_pk(db, table))}


def _next_pk(db: Database, table: str) -> int:
    (highest,) = db.execute(f"SELECT coalesce(max(pk), 0) FROM {table}").fetchone()
    return int(highest) + 1


def _enter_parts(
    db: Database, projects: Sequence[Project], pks: Mapping[ProjectId, int], units: Mapping[str, int]
) -> None:
    """Insert the units, regions and targets of projects."""
    for table, rows in part_rows(projects, pks, units, initials):
        _insert(db, table, rows)


def _enter_states(db: Database, projects: Iterable[Project], pks: Mapping[ProjectId, int]) -> None:
    blank = state_columns(State())
    rows = ({"project": pks[p.id], **blank, "due": iso(p.due)} for p in projects)
    _insert(db, "states", rows)
