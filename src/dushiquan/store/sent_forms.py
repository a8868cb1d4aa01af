"""The forms that were sent, and what was read from them."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from dushiquan.domain.events import Json
from dushiquan.domain.form import Receipt, SentForm, SentOut, SentRow, SentTarget, Typed
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import entered_on
from dushiquan.domain.status import Status
from dushiquan.store.conditions import standing
from dushiquan.store.event_log import Provenance
from dushiquan.store.ledger import Ledger
from dushiquan.store.rows import day_of, iso, plain


def uids(ledger: Ledger) -> dict[ProjectId, str]:
    """Return the lasting identities of the projects of a plan, by id."""
    query = "SELECT id, uid FROM projects WHERE plan = ?"
    return {ProjectId(id): uid for id, uid in ledger.connection.execute(query, (ledger.key,))}


def save_form(connection: sqlite3.Connection, form: SentForm, provenance: Provenance) -> None:
    """Remember a form that is sent."""
    connection.execute(
        "INSERT INTO forms (id, plan, unit, sent_on, recorded_at, actor, answer_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(form.id, form.plan, form.unit, iso(form.sent_on)),
            *(provenance.recorded_at, provenance.actor, iso(form.answer_by)),
        ),
    )
    connection.executemany(
        "INSERT INTO form_rows"
        " (form, position, project, id, title, requirement, due, status, progress, targets, content)"
        " SELECT ?, ?, pk, ?, ?, ?, ?, ?, ?, ?, ? FROM projects WHERE uid = ?",
        [
            (
                form.id,
                position,
                row.id,
                row.title,
                row.requirement,
                iso(row.due),
                row.status,
                row.progress,
                plain(row.targets),
                row.content,
                row.uid,
            )
            for position, row in enumerate(form.rows, 1)
        ],
    )


def sent_form(connection: sqlite3.Connection, id: str) -> SentForm | None:
    """Return a form as it was sent, or None if the ledger does not know it."""
    query = "SELECT plan, unit, sent_on, answer_by FROM forms WHERE id = ?"
    found = connection.execute(query, (id,)).fetchone()
    if found is None:
        return None
    plan, unit, sent_on, answer_by = found
    rows = connection.execute(
        "SELECT p.uid, r.id, r.title, r.requirement, r.due, r.status, r.progress, r.targets, r.content"
        " FROM form_rows r JOIN projects p ON p.pk = r.project WHERE r.form = ? ORDER BY r.position",
        (id,),
    )
    shown = tuple(_row(*row) for row in rows)
    return SentForm(id, plan, unit, date.fromisoformat(sent_on), shown, day_of(answer_by))


def sent_out(connection: sqlite3.Connection, plans: Sequence[str]) -> list[SentOut]:
    """Return the forms of some plans that were sent, those of one command together, in order."""
    marks = ", ".join("?" * len(plans))
    query = f"""
        SELECT f.plan, f.sent_on, f.recorded_at, f.actor, f.answer_by, f.unit, count(r.position)
        FROM forms f LEFT JOIN form_rows r ON r.form = f.id WHERE f.plan IN ({marks})
        GROUP BY f.rowid ORDER BY f.recorded_at, f.rowid
    """
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for *sent, unit, projects in connection.execute(query, [*plans]):
        found.setdefault(tuple(sent), {})[unit] = projects
    return [
        SentOut(plan, date.fromisoformat(on), recorded_at, actor, day_of(by), projects)
        for (plan, on, recorded_at, actor, by), projects in found.items()
    ]


def _row(
    uid: str,
    id: str,
    title: str,
    requirement: str,
    due: str | None,
    status: str,
    progress: int | None,
    targets: str,
    content: str,
) -> SentRow:
    shown = tuple(SentTarget(*target) for target in json.loads(targets))
    return SentRow(uid, id, title, requirement, day_of(due), Status(status), progress, shown, content)


def save_receipt(ledger: Ledger, form: str, id: ProjectId, batch: str, typed: Mapping[str, Json]) -> None:
    """Remember what an operation took of a project's row of a form."""
    ledger.connection.execute(
        "INSERT INTO readings (sheet, project, batch, typed)"
        " SELECT ?, pk, ?, ? FROM projects WHERE plan = ? AND id = ?",
        (form, batch, plain(typed), ledger.key, id),
    )


def receipts(ledger: Ledger, form: str) -> dict[ProjectId, list[Receipt]]:
    """Return what was taken of each row of a form and not taken back, in order."""
    query = f"""
        SELECT p.id, r.batch, r.typed, (SELECT min(e.recorded_at) FROM events e WHERE e.batch = r.batch
          AND e.project = r.project AND {standing("e")}) AS entered
        FROM readings r JOIN projects p ON p.pk = r.project
        WHERE r.sheet = ? AND p.plan = ? AND entered IS NOT NULL ORDER BY r.rowid
    """
    found: dict[ProjectId, list[Receipt]] = {}
    for id, batch, typed, entered in ledger.connection.execute(query, (form, ledger.key)):
        held = Typed.parse(json.loads(typed)) if typed else None
        found.setdefault(ProjectId(id), []).append(Receipt(batch, entered_on(entered), held))
    return found


def has_event(connection: sqlite3.Connection, id: str) -> bool:
    """Tell whether the ledger has an event of this id."""
    return connection.execute("SELECT 1 FROM events WHERE id = ?", (id,)).fetchone() is not None
