"""A plan into the ledger's tables, and a new edition of it over the old."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from sqlite_utils import Database

from dushiquan.domain.acts import Change
from dushiquan.domain.edition import ADDED, Revision
from dushiquan.domain.fields import project_fields
from dushiquan.domain.history import EventKind, State
from dushiquan.domain.names import initials
from dushiquan.domain.plan import Plan, Project, ProjectId
from dushiquan.store.event_log import Entry, Operation, state_columns
from dushiquan.store.ledger import Ledger


def load_plan(
    connection: sqlite3.Connection,
    plan: Plan,
    loaded_at: str,
    track: Callable[[Sequence[Any], str], Iterable[Any]] = lambda work, what: work,
) -> None:
    """Enter a plan whose key the ledger does not have yet; the caller holds the transaction.

    ``track`` is given the work, in pieces, and what it is, and gives it back as it is to be done.
    """
    db = Database(connection, execute_plugins=False)
    db.table("plans").insert({**_plan_row(plan), "loaded_at": loaded_at})
    use_plan(connection, plan.key)
    categories, units = _enter_names(db, plan)
    pks = {project.id: pk for pk, project in enumerate(plan.projects, _next_pk(db, "projects"))}
    placed = list(enumerate(plan.projects, 1))
    for some in track([placed[at : at + 1000] for at in range(0, len(placed), 1000)], "写入台账"):
        rows = ({"pk": pks[p.id], **_project_row(p, position, categories)} for position, p in some)
        _insert(db, "projects", rows)
        projects = [project for _, project in some]
        _enter_parts(db, projects, pks, units)
        _enter_states(db, projects, pks)


def use_plan(connection: sqlite3.Connection, key: str) -> None:
    """Take a plan into use: commands mean it where they name none. Its caller holds the transaction."""
    connection.execute("INSERT INTO plan_uses (plan) VALUES (?)", (key,))


def revise_plan(ledger: Ledger, plan: Plan, entry: Entry) -> None:
    """Enter a new edition of the ledger's plan; the caller holds the transaction.

    What vanished is kept after the rest and marked; each change is an event.
    """
    revision = ledger.compare(plan)
    old = {project.id: project for project in ledger.whole_plan(withdrawn=True).projects}
    kept = {project.id for project in plan.projects}
    gone = [project for id, project in old.items() if id not in kept]
    edition = plan._replace(projects=(*plan.projects, *gone))
    connection = ledger.connection
    connection.execute("PRAGMA defer_foreign_keys = ON")
    db = Database(connection, execute_plugins=False)
    db.table("plans").update(plan.key, _plan_row(plan))
    use_plan(connection, plan.key)
    pks = {ProjectId(no, part): pk for pk, no, part in _known(connection, plan.key)}
    _clear(connection, plan.key)
    categories, units = _enter_names(db, edition)
    next_pk = _next_pk(db, "projects")
    for position, project in enumerate(edition.projects, 1):
        row = _project_row(project, position, categories)
        if project.id in pks:
            db.table("projects").update(pks[project.id], row)
        else:
            pks[project.id] = next_pk
            db.table("projects").insert({"pk": next_pk, **row})
            next_pk += 1
    _enter_parts(db, edition.projects, pks, units)
    _enter_states(db, [project for project in plan.projects if project.id not in old], pks)
    operation = Operation(ledger, entry)
    for id, change in _changes(revision):
        operation.record(id, lambda project, state, change=change: [change])  # type: ignore[misc]


def _changes(revision: Revision) -> Iterator[tuple[ProjectId, Change]]:
    for project in revision.added:
        yield project.id, Change(EventKind.REVISE, None, {ADDED: True, **project_fields(project)})
    for changed in revision.changed:
        yield changed.id, Change(EventKind.REVISE, dict(changed.before), dict(changed.after))
    for project in revision.withdrawn:
        yield project.id, Change(EventKind.WITHDRAW, False, True)
    for project in revision.restored:
        yield project.id, Change(EventKind.WITHDRAW, True, False)


def _known(connection: sqlite3.Connection, key: str) -> list[tuple[int, int, int]]:
    query = "SELECT pk, no, part FROM projects WHERE plan = ?"
    return connection.execute(query, (key,)).fetchall()


def _clear(connection: sqlite3.Connection, key: str) -> None:
    """Take out what ``_enter_names`` and ``_enter_parts`` enter again."""
    of_plan = "(SELECT pk FROM projects WHERE plan = ?)"
    for table in ("project_units", "regions", "targets"):
        connection.execute(f"DELETE FROM {table} WHERE project IN {of_plan}", (key,))
    connection.execute("DELETE FROM aliases WHERE unit IN (SELECT pk FROM units WHERE plan = ?)", (key,))
    connection.execute("DELETE FROM units WHERE plan = ?", (key,))
    connection.execute("DELETE FROM categories WHERE plan = ?", (key,))


# --- rows --------------------------------------------------------------------------------------------


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plan_row(plan: Plan) -> dict[str, Any]:
    notice = plan.notice
    return {
        "key": plan.key,
        "title": plan.title,
        "year": plan.year,
        "document_no": notice.no,
        "document_title": notice.title,
        "issuer": notice.issuer,
        "drafter": notice.drafter,
        "drafted": _iso(notice.drafted),
        "issued": _iso(notice.issued),
        "effective": _iso(notice.effective),
        "remark": plan.remark,
    }


def _project_row(project: Project, position: int, categories: Mapping[str, int]) -> dict[str, Any]:
    return {
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
        "start": _iso(project.start),
        "due": _iso(project.due),
    }


def _insert(db: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Enter rows of the same columns; ``insert_all``, which looks at each one's, takes six times as long."""
    rows = iter(rows)
    first = next(rows, None)
    if first is not None:
        names, values = ", ".join(first), ", ".join(f":{name}" for name in first)
        db.conn.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", chain([first], rows))


def _enter_names(db: Database, plan: Plan) -> tuple[dict[str, int], dict[str, int]]:
    """Enter a plan's categories, units and aliases; return the keys of the first two by name."""
    names = dict.fromkeys((*plan.categories, *(project.category for project in plan.projects)))
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
    """Enter the units, regions and targets of projects."""
    _insert(
        db,
        "project_units",
        (
            {"project": pks[project.id], "unit": units[name], "role": role, "position": position}
            for project in projects
            for role, names in (("lead", project.units.lead), ("support", project.units.support))
            for position, name in enumerate(names, 1)
        ),
    )
    _insert(
        db,
        "regions",
        (
            {"project": pks[project.id], "position": position, "name": name}
            for project in projects
            for position, name in enumerate(project.regions, 1)
        ),
    )
    _insert(
        db,
        "targets",
        (
            {
                "project": pks[project.id],
                "position": position,
                "name": target.name,
                "initials": initials(target.name),
                "goal": target.goal,
                "measure": target.measure,
                "due": _iso(target.due),
            }
            for project in projects
            for position, target in enumerate(project.targets, 1)
        ),
    )


def _enter_states(db: Database, projects: Iterable[Project], pks: Mapping[ProjectId, int]) -> None:
    _insert(
        db,
        "states",
        ({"project": pks[project.id], **state_columns(State(due=project.due))} for project in projects),
    )
