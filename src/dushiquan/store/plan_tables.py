"""The tables of a plan: the fold of its base and its decisions, written anew when one is recorded."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import initials
from dushiquan.domain.plan import Plan, Project
from dushiquan.domain.plan_history import fold_plan
from dushiquan.domain.status import State
from dushiquan.store.bases import plan_history
from dushiquan.store.ledger import Ledger
from dushiquan.store.plan_keys import plan_keys
from dushiquan.store.rows import iso, part_rows, plan_columns, project_columns, state_columns

Rows = Iterable[Mapping[str, Any]]
Track = Callable[[Sequence[Any], str], Iterable[Any]]


def write_fold(connection: sqlite3.Connection, key: str) -> None:
    """Write the tables of a plan anew from its events; without a load in force it leaves the ledger.

    The caller holds the transaction.
    """
    history = plan_history(connection, key)
    if history is None:
        _clear(connection, key)
    else:
        base, events = history
        write_plan(connection, fold_plan(base, events), events[0].recorded_at)


def write_plan(
    connection: sqlite3.Connection,
    plan: Plan,
    loaded_at: str | None = None,
    track: Track = lambda work, what: work,
) -> None:
    """Write a plan, whose projects have uids, in place of what the tables have under its key.

    A project keeps its row whatever becomes of it, as events refer to it; one that is no longer in the plan
    is in none. ``loaded_at`` is the moment of a first load. The caller holds the transaction.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    _clear(connection, plan.key)
    _enter_heading(connection, plan, loaded_at)
    categories, units = _enter_names(connection, plan)
    stored = _stored_pks(connection)
    pks = _pks(connection, stored, plan.projects)
    by_id = {project.id: pks[project.uid] for project in plan.projects}
    is_new = stored.keys().isdisjoint(project.uid for project in plan.projects)
    placed = list(enumerate(plan.projects, 1))
    for some in track([placed[at : at + 1000] for at in range(0, len(placed), 1000)], "写入台账"):
        _enter(
            connection,
            "projects",
            (
                {"pk": pks[p.uid], "uid": p.uid, **project_columns(p, position, categories)}
                for position, p in some
            ),
            replacing="" if is_new else "pk",
        )
        projects = [project for _, project in some]
        for table, rows in part_rows(projects, by_id, units, initials):
            _enter(connection, table, rows)
        _enter_states(connection, projects, by_id)


def enter_projects(connection: sqlite3.Connection, projects: Sequence[Project]) -> None:
    """Insert projects that are in no plan yet, so that events can refer to them."""
    pks = _pks(connection, _stored_pks(connection), projects)
    columns = ({"pk": pks[p.uid], "uid": p.uid, **project_columns(p, 0, {}), "plan": None} for p in projects)
    _enter(connection, "projects", columns)


def stale_plans(connection: sqlite3.Connection) -> list[str]:
    """Return the keys of the plans whose tables are not the fold of their events."""
    loaded = plan_keys(connection)
    return [
        key
        for (key,) in connection.execute("SELECT key FROM plans ORDER BY rowid")
        if _folded(connection, key)
        != (Ledger(connection, key).full_plan(withdrawn=True) if key in loaded else None)
    ]


def _folded(connection: sqlite3.Connection, key: str) -> Plan | None:
    history = plan_history(connection, key)
    return fold_plan(*history) if history else None


def _clear(connection: sqlite3.Connection, key: str) -> None:
    """Empty a plan: delete its names and what its projects consist of, and take them out of it."""
    of_plan = "(SELECT pk FROM projects WHERE plan = ?)"
    for table in ("project_units", "regions", "targets"):
        connection.execute(f"DELETE FROM {table} WHERE project IN {of_plan}", (key,))
    connection.execute("DELETE FROM aliases WHERE unit IN (SELECT pk FROM units WHERE plan = ?)", (key,))
    connection.execute("UPDATE projects SET plan = NULL, category = NULL WHERE plan = ?", (key,))
    connection.execute("DELETE FROM units WHERE plan = ?", (key,))
    connection.execute("DELETE FROM categories WHERE plan = ?", (key,))


def _enter(
    connection: sqlite3.Connection, table: str, rows: Rows, *, replacing: str = "", unless: str = ""
) -> None:
    """Insert rows that all have the same columns in one order, far faster than sqlite-utils would.

    Update the row with the same key in the column ``replacing``; skip one with that in the column ``unless``.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    names, marks = ", ".join(first), ", ".join("?" * len(first))
    update = ", ".join(f"{name} = excluded.{name}" for name in first)
    conflict = f" ON CONFLICT ({replacing}) DO UPDATE SET {update}" if replacing else ""
    conflict = f" ON CONFLICT ({unless}) DO NOTHING" if unless else conflict
    values = (tuple(row.values()) for row in chain([first], rows))
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks}){conflict}", values)


def _enter_heading(connection: sqlite3.Connection, plan: Plan, loaded_at: str | None) -> None:
    columns = plan_columns(plan)
    if loaded_at is None:
        connection.execute(
            f"UPDATE plans SET {', '.join(f'{name} = ?' for name in columns)} WHERE key = ?",
            (*columns.values(), plan.key),
        )
    else:
        _enter(connection, "plans", [{**columns, "loaded_at": loaded_at}], replacing="key")


def _enter_names(connection: sqlite3.Connection, plan: Plan) -> tuple[dict[str, int], dict[str, int]]:
    """Insert a plan's categories, units and aliases; return the keys of the categories and units by name."""
    categories = _keys(connection, "categories", plan.categories)
    named = {"plan": plan.key}
    _enter(
        connection,
        "categories",
        (
            {"pk": pk, **named, "position": position, "name": name, "initials": initials(name)}
            for position, (name, pk) in enumerate(categories.items(), 1)
        ),
    )
    units = _keys(
        connection,
        "units",
        dict.fromkeys(n for p in plan.projects for n in (*p.units.lead, *p.units.support)),
    )
    _enter(
        connection,
        "units",
        ({"pk": pk, **named, "name": name, "initials": initials(name)} for name, pk in units.items()),
    )
    _enter(
        connection,
        "aliases",
        ({"unit": units[unit], "alias": alias} for alias, unit in plan.aliases.items()),
    )
    return categories, units


def _keys(connection: sqlite3.Connection, table: str, names: Iterable[str]) -> dict[str, int]:
    (highest,) = connection.execute(f"SELECT coalesce(max(pk), 0) FROM {table}").fetchone()
    return {name: pk for pk, name in enumerate(names, highest + 1)}


def _stored_pks(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT uid, pk FROM projects"))


def _pks(
    connection: sqlite3.Connection, stored: Mapping[str, int], projects: Iterable[Project]
) -> dict[str, int]:
    """Return the keys of projects by uid: those stored, and new ones for those that have no row."""
    new = [project.uid for project in projects if project.uid not in stored]
    return {**stored, **_keys(connection, "projects", new)}


def _enter_states(
    connection: sqlite3.Connection, projects: Iterable[Project], pks: Mapping[ProjectId, int]
) -> None:
    """Insert the states of projects that have none yet."""
    blank = state_columns(State())
    rows = ({"project": pks[p.id], **blank, "due": iso(p.due)} for p in projects)
    _enter(connection, "states", rows, unless="project")
