"""Load a plan into the ledger, and revise it by a new edition."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlite_utils import Database

from dushiquan.domain.edition import Revision, in_order, revision_changes
from dushiquan.domain.events import Revised
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import initials
from dushiquan.domain.plan import Plan, Project
from dushiquan.domain.status import State
from dushiquan.errors import RefusedError
from dushiquan.store.bases import save_base
from dushiquan.store.event_log import Operation, Provenance, new_id
from dushiquan.store.ledger import Ledger
from dushiquan.store.rows import iso, part_rows, plan_columns, project_columns, state_columns


def load_plan(
    connection: sqlite3.Connection,
    plan: Plan,
    provenance: Provenance,
    track: Callable[[Sequence[Any], str], Iterable[Any]] = lambda work, what: work,
    batch: str | None = None,
) -> None:
    """Insert a plan whose key is new to the ledger. The caller holds the transaction.

    ``batch`` joins it to what is recorded with it. ``track`` wraps the iteration over the pieces of work, for
    instance to show progress.
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
    Operation(ledger, provenance, batch).append(None, save_base(connection, plan, uids))


def use_plan(connection: sqlite3.Connection, key: str) -> None:
    """Make a plan the default of later commands. The caller holds the transaction."""
    connection.execute("INSERT INTO plan_uses (plan) VALUES (?)", (key,))


def revise_plan(
    ledger: Ledger, plan: Plan, revision: Revision, provenance: Provenance, batch: str | None = None
) -> None:
    """Replace the ledger's plan by a new edition, and record each change as an event.

    A project keeps its row in the database and its uid, whatever number the edition gives it. Projects
    missing from the edition stay there, marked as withdrawn. The caller holds the transaction. Raise
    ``RefusedError`` if the ledger's plan is no longer the one with which the edition was compared.
    """
    if ledger.full_plan(withdrawn=True).projects != revision.before:
        raise RefusedError("台账里的计划刚被另一程序改过，未作改动；请重试。")
    connection = ledger.connection
    connection.execute("PRAGMA defer_foreign_keys = ON")
    db = Database(connection, execute_plugins=False)
    db.table("plans").update(plan.key, plan_columns(plan))
    use_plan(connection, plan.key)
    first = (project.category for project in plan.projects if project.category)
    edition = plan._replace(
        projects=_with_uids(plan, revision), categories=tuple(dict.fromkeys((*plan.categories, *first)))
    )
    pks = dict(connection.execute("SELECT uid, pk FROM projects WHERE plan = ?", (plan.key,)))
    # Numbers may change places, so every project first leaves its own.
    connection.execute("UPDATE projects SET id = uid WHERE plan = ?", (plan.key,))
    _clear(connection, plan.key)
    categories, units = _enter_names(db, edition)
    next_pk = _next_pk(db, "projects")
    for position, project in enumerate(edition.projects, 1):
        row = project_columns(project, position, categories)
        if project.uid in pks:
            db.table("projects").update(pks[project.uid], row)
        else:
            pks[project.uid] = next_pk
            db.table("projects").insert({"pk": next_pk, "uid": project.uid, **row})
            next_pk += 1
    by_id = {project.id: pks[project.uid] for project in edition.projects}
    _enter_parts(db, edition.projects, by_id, units)
    _enter_states(db, revision.added, by_id)
    _record(Operation(Ledger(connection, plan.key), provenance, batch), revision)


def _with_uids(plan: Plan, revision: Revision) -> tuple[Project, ...]:
    """Return the projects of a new edition, and those it leaves out, in order and each with its uid."""
    new = [
        project._replace(uid=revision.same[project.id].uid if project.id in revision.same else new_id())
        for project in plan.projects
    ]
    found = {project.uid for project in new}
    moved = {change.before["id"]: change.id for change in revision.changed if "id" in change.before}
    left_out = [
        project._replace(id=moved.get(project.id, project.id))
        for project in revision.before
        if project.uid not in found
    ]
    by_uid = {project.uid: project for project in (*new, *left_out)}
    order = in_order([project.uid for project in revision.before], [project.uid for project in new])
    return tuple(by_uid[uid] for uid in order)


def _record(operation: Operation, revision: Revision) -> None:
    """Record the changes of a revision; fold a project anew if its state depends on what changed."""
    for id, change in revision_changes(revision):
        revised = change.payload
        if id is None or (isinstance(revised, Revised) and not revised.changes_state):
            operation.append(id, change)
        else:
            operation.record(id, lambda project, state, change=change: [change])  # type: ignore[misc]


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
