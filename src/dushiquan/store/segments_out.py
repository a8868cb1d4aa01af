"""Send what a ledger has recorded: take up new events into segments, and write a segment from the ledger."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from dushiquan.domain.segments import Line, Segment
from dushiquan.store.ledger_info import ledger_id, ledger_info, set_ledger_info
from dushiquan.store.replicas import known, own_replica, seen_by

LARGEST = 20_000
"""How many events a segment has at most, so that it fits into memory whole."""

EVENT_COLUMNS = (
    "id",
    "batch",
    "plan",
    "kind",
    '"on"',
    "recorded_at",
    "stamp",
    "actor",
    "before",
    "after",
    "note",
    "revokes",
    "origin",
    "document",
)
"""The columns of an event that travel; its project travels as its uid."""

_ROWS = (
    f"SELECT {', '.join(f'e.{name}' for name in EVENT_COLUMNS)}, p.uid"
    " FROM events e LEFT JOIN projects p ON p.pk = e.project"
)
_NAMES = tuple(name.strip('"') for name in EVENT_COLUMNS)
JSON_COLUMNS = frozenset({"before", "after", "origin"})
_NEW = "FROM events e WHERE e.seq > ? AND NOT EXISTS (SELECT 1 FROM places p WHERE p.event = e.seq)"


def unsent(connection: sqlite3.Connection) -> int:
    """Return how many events have not been taken up into a segment."""
    (number,) = connection.execute(f"SELECT count(*) {_NEW}", (_taken_up_to(connection),)).fetchone()
    return int(number)


def has_unsent(connection: sqlite3.Connection) -> bool:
    """Tell whether there is anything to take up: an event, or a form that was sent out."""
    form = connection.execute("SELECT EXISTS (SELECT 1 FROM forms WHERE segment IS NULL)").fetchone()[0]
    return bool(form) or unsent(connection) > 0


def take_up(connection: sqlite3.Connection, moment: str) -> None:
    """Put all that is new into segments of this replica. The caller holds the transaction.

    It must be done before segments of others are received: a segment says what its writer had seen.
    """
    replica = own_replica(connection)
    while has_unsent(connection):
        segment = _add_segment(connection, replica.pk, moment)
        query = f"INSERT INTO places (event, segment) SELECT e.seq, ? {_NEW} ORDER BY e.seq LIMIT ?"
        connection.execute(query, (segment, _taken_up_to(connection), LARGEST))
        connection.execute("UPDATE forms SET segment = ? WHERE segment IS NULL", (segment,))
        note_taken_up(connection)


def note_taken_up(connection: sqlite3.Connection) -> None:
    """Remember up to which event all are in segments, so that only later ones are looked at."""
    query = f"SELECT coalesce((SELECT min(e.seq) - 1 {_NEW}), (SELECT max(seq) FROM events), 0)"
    (number,) = connection.execute(query, (_taken_up_to(connection),)).fetchone()
    set_ledger_info(connection, "taken_up", str(number))


def _taken_up_to(connection: sqlite3.Connection) -> int:
    return int(ledger_info(connection, "taken_up") or 0)


def _add_segment(connection: sqlite3.Connection, replica: int, moment: str) -> int:
    numbers = known(connection)
    own = own_replica(connection)
    before = seen_by(connection, replica)
    seen = {
        other: number for other, number in numbers.items() if other != own.id and before.get(other) != number
    }
    query = "INSERT INTO segments (replica, number, seen, made_at) VALUES (?, ?, ?, ?)"
    number = numbers.get(own.id, 0) + 1
    cursor = connection.execute(query, (replica, number, json.dumps(seen), moment))
    return int(cursor.lastrowid or 0)


def written(connection: sqlite3.Connection, number: int) -> Segment:
    """Return a segment of this replica as it is sent; written again, it is the same."""
    replica = own_replica(connection)
    query = "SELECT pk, seen, made_at FROM segments WHERE replica = ? AND number = ?"
    pk, seen, made_at = connection.execute(query, (replica.pk, number)).fetchone()
    lines = (*_events(connection, pk), *_forms(connection, pk), *_receipts(connection, pk))
    return Segment(
        replica=replica.id,
        name=replica.name,
        number=number,
        seen=json.loads(seen),
        ledger=ledger_id(connection),
        made_at=made_at,
        version=replica.version,
        lines=lines,
    )


def _events(connection: sqlite3.Connection, segment: int) -> Iterator[Line]:
    query = f"{_ROWS} JOIN places x ON x.event = e.seq WHERE x.segment = ? ORDER BY e.stamp, e.id"
    for *values, uid in connection.execute(query, (segment,)).fetchall():
        columns = dict(zip(_NAMES, values, strict=True))
        line = {name: _value(name, value) for name, value in columns.items() if value not in (None, "")}
        if uid:
            line["project"] = uid
        if columns["kind"] == "load":
            line |= _base(connection, columns["plan"], line["after"]["base"])
        yield line


def _value(name: str, value: str) -> Any:
    return json.loads(value) if name in JSON_COLUMNS else value


def _base(connection: sqlite3.Connection, plan: str, digest: str) -> Line:
    """Return the base of a plan, with the levels of escalation that one of an older version does not have."""
    query = "SELECT b.content, p.levels FROM plan_bases b, plans p WHERE b.sha256 = ? AND p.key = ?"
    content, levels = connection.execute(query, (digest, plan)).fetchone()
    return {"base": content, "levels": json.loads(levels)}


def _forms(connection: sqlite3.Connection, segment: int) -> Iterator[Line]:
    """Yield the forms of a segment, with all their columns by name: a later version may have more."""
    rows = "SELECT r.*, p.uid AS project FROM form_rows r JOIN projects p ON p.pk = r.project"
    for form in _named(connection, "SELECT * FROM forms WHERE segment = ? ORDER BY id", segment):
        form.pop("segment")
        shown = _named(connection, f"{rows} WHERE r.form = ? ORDER BY r.position", form["id"])
        yield {"form": form, "rows": list(shown)}


def _named(connection: sqlite3.Connection, query: str, value: object) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(query, (value,))
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _receipts(connection: sqlite3.Connection, segment: int) -> Iterator[Line]:
    query = (
        "SELECT r.sheet, p.uid, r.batch, r.typed FROM readings r JOIN projects p ON p.pk = r.project"
        " WHERE r.batch IN"
        " (SELECT e.batch FROM events e JOIN places x ON x.event = e.seq WHERE x.segment = ?)"
        " ORDER BY r.sheet, p.uid, r.batch"
    )
    for receipt in connection.execute(query, (segment,)).fetchall():
        yield {"receipt": receipt}


def sent_to(connection: sqlite3.Connection) -> int:
    """Return the number of the last segment that was sent to the share; 0 if none was."""
    return int(ledger_info(connection, "sent_to") or 0)


def note_sent_to(connection: sqlite3.Connection, number: int) -> None:
    """Remember which segment was sent last."""
    set_ledger_info(connection, "sent_to", str(number))
