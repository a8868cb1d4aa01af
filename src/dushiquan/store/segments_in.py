"""Receive segments of other replicas: the union of their events with those of the ledger."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from dushiquan.domain.events import ADDED, KINDS, EventKind, Json
from dushiquan.domain.fields import project_of
from dushiquan.domain.plan import Project
from dushiquan.domain.plan_history import PLAN_KINDS
from dushiquan.domain.segments import Line, Segment, plain_line
from dushiquan.errors import BadInputError, RefusedError
from dushiquan.store.ledger import Ledger
from dushiquan.store.ledger_info import ledger_id
from dushiquan.store.plan_keys import plan_keys
from dushiquan.store.plan_tables import enter_projects, write_fold
from dushiquan.store.replicas import known, replica_of, seen_by
from dushiquan.store.rows import plain
from dushiquan.store.segments_out import EVENT_COLUMNS, JSON_COLUMNS, note_taken_up
from dushiquan.store.states import refold_of

_COLUMNS = (*EVENT_COLUMNS, "project")
_MAY_DIFFER = frozenset({"batch", '"on"', "recorded_at", "stamp", "actor", "before", "after", "origin"})
"""In what two entries of one row of a form, read on two machines, may differ."""

_EVENTS_AT_ONCE = 20_000
"""How many events are folded at once, as many as a segment has."""


class Arrival:
    """Segments that are received in one transaction, which the caller holds.

    ``receive`` them in any order, then ``finish``: it writes the plans and states that they change.
    """

    def __init__(self, connection: sqlite3.Connection, *, joining: bool = False) -> None:
        """Begin; with ``joining``, refuse a plan that the ledger has already, loaded on its own."""
        self._connection = connection
        self._joining = joining
        self._known = known(connection)
        self._seen: dict[int, dict[str, int]] = {}
        self._columns: dict[str, set[str]] = {}
        self._plans: set[str] = set()
        self._projects: set[int] = set()
        self._kinds = {kind for (kind,) in connection.execute("SELECT kind FROM event_kinds")}
        self.new: dict[str, int] = {}
        self.loaded: dict[tuple[str, str], bool] = {}
        """Whose plans came: by unit and key, whether the unit loaded it; else it decided on it."""
        self._again()

    def may_come(self, segment: Segment) -> bool:
        """Tell whether all is here that the writer of a segment had seen."""
        before = self._known.get(segment.replica, 0)
        return segment.number <= before + 1 and all(
            self._known.get(replica, 0) >= number for replica, number in segment.seen.items()
        )

    def receive(self, segment: Segment) -> bool:
        """Add what is new of a segment; return False if it must wait for others.

        Raise ``BadInputError`` if it cannot be used; then nothing of it is added.
        """
        if segment.number <= self._known.get(segment.replica, 0):
            return True
        if not self.may_come(segment):
            return False
        if segment.ledger != ledger_id(self._connection):
            raise BadInputError(f"{segment.name} 送来的是另一个台账的记录，未收；请核对共享处。")
        self._connection.execute("SAVEPOINT segment")
        try:
            self._add(segment)
        except (LookupError, TypeError, ValueError, sqlite3.IntegrityError) as error:
            self._connection.execute("ROLLBACK TO segment")
            raise _unreadable(segment) from error
        except BaseException:
            self._connection.execute("ROLLBACK TO segment")
            raise
        finally:
            self._connection.execute("RELEASE segment")
        self._known[segment.replica] = segment.number
        return True

    def finish(self) -> None:
        """Write anew the plans and states that the events change."""
        connection = self._connection
        for key in sorted(self._plans):
            write_fold(connection, key)
        query = (
            "INSERT INTO states (project, status, counts, deferrals) SELECT pk, 'planned', '{}', 0"
            " FROM projects WHERE pk NOT IN (SELECT project FROM states)"
        )
        connection.execute(query)
        for key in plan_keys(connection):
            for pks in self._in_parts(self._touched(key)):
                refold_of(Ledger(connection, key), pks)
        note_taken_up(connection)

    def _touched(self, key: str) -> list[int]:
        """Return the projects of a plan that events came for; all, if its load came or went."""
        query = "SELECT pk FROM projects WHERE plan = ? ORDER BY pk"
        of_plan = [pk for (pk,) in self._connection.execute(query, (key,))]
        return of_plan if key in self._plans else [pk for pk in of_plan if pk in self._projects]

    def _in_parts(self, pks: Sequence[int]) -> Iterator[list[int]]:
        """Yield projects so few at a time that their events fit into memory."""
        query = (
            "SELECT j.value, (SELECT count(*) FROM events e WHERE e.project = j.value) FROM json_each(?) j"
        )
        part, size = list[int](), 0
        for pk, number in self._connection.execute(query, (json.dumps(pks),)).fetchall():
            part.append(pk)
            size += 1 + number
            if size > _EVENTS_AT_ONCE:
                yield part
                part, size = [], 0
        if part:
            yield part

    # --- one segment -----------------------------------------------------------------------------------

    def _add(self, segment: Segment) -> None:
        connection = self._connection
        replica = replica_of(connection, segment.replica, segment.name, segment.version)
        query = "INSERT INTO segments (replica, number, seen, made_at) VALUES (?, ?, ?, ?)"
        values = (replica, segment.number, json.dumps(dict(segment.seen)), segment.made_at)
        pk = connection.execute(query, values).lastrowid or 0
        left, new = self._enter(pk, list(enumerate(segment.lines, 1)))
        park = "INSERT INTO parked (segment, line, content) VALUES (?, ?, ?)"
        connection.executemany(park, ((pk, number, plain_line(line)) for number, line in left))
        self.new[segment.name] = self.new.get(segment.name, 0) + new
        for line in segment.lines if new else ():
            if line.get("kind") in PLAN_KINDS:
                of = segment.name, line["plan"]
                self.loaded[of] = self.loaded.get(of, False) or line["kind"] == EventKind.LOAD
        self._doubt(pk, replica, segment)

    def _again(self) -> None:
        """Enter what was parked, as far as this version can read it and all is here that it names."""
        query = "SELECT segment, line, content FROM parked ORDER BY segment, line"
        waiting = self._connection.execute(query).fetchall()
        for segment in dict.fromkeys(segment for segment, *_ in waiting):
            lines = [(line, json.loads(content)) for of, line, content in waiting if of == segment]
            left = {number for number, _ in self._enter(segment, lines)[0]}
            gone = ((segment, number) for number, _ in lines if number not in left)
            self._connection.executemany("DELETE FROM parked WHERE segment = ? AND line = ?", gone)
            query = (
                "INSERT OR IGNORE INTO doubtful (plan, project)"
                " SELECT DISTINCT e.plan, coalesce(e.project, 0)"
                " FROM places p JOIN events e ON e.seq = p.event WHERE p.segment = ?"
            )
            self._connection.execute(query, (segment,))

    def _enter(self, segment: int, lines: Sequence[tuple[int, Line]]) -> tuple[list[tuple[int, Line]], int]:
        """Enter lines of a segment; return those that are to be parked, and how many events were new."""
        self._enter_plans(line for _, line in lines)
        events = [(number, line) for number, line in lines if "id" in line]
        uids = _listed(self._connection, "SELECT uid, pk FROM projects WHERE uid", _named_uids(lines))
        named = {line["id"] for _, line in events} | {
            line["revokes"] for _, line in events if "revokes" in line
        }
        here = _listed(self._connection, "SELECT id, seq FROM events WHERE id", named)
        (last,) = self._connection.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
        plans = {key for (key,) in self._connection.execute("SELECT key FROM plans")}
        left: list[tuple[int, Line]] = []
        rows: list[tuple[Any, ...]] = []
        places: list[tuple[int, int]] = []
        for number, line in events:
            if line["plan"] not in plans or not self._is_readable(line, uids, here):
                left.append((number, line))
                continue
            pk = uids[line["project"]] if "project" in line else None
            values = _values(line, pk)
            if line["id"] in here:
                if here[line["id"]] <= last:
                    self._unite(here[line["id"]], values)
            else:
                here[line["id"]] = last + len(rows) + 1
                rows.append((here[line["id"]], *values))
            places.append((here[line["id"]], segment))
            self._note(line, pk)
        columns = ", ".join(("seq", *_COLUMNS))
        marks = ", ".join("?" * (len(_COLUMNS) + 1))
        self._connection.executemany(f"INSERT INTO events ({columns}) VALUES ({marks})", rows)
        self._connection.executemany("INSERT OR IGNORE INTO places (event, segment) VALUES (?, ?)", places)
        self._follow_revocations(line for _, line in events)
        for number, line in lines:
            if "id" not in line and not self._enter_other(segment, line, uids, plans):
                left.append((number, line))
        return sorted(left, key=lambda each: each[0]), len(rows)

    def _is_readable(self, line: Line, uids: Mapping[str, int], here: Mapping[str, int]) -> bool:
        """Tell whether this version knows the kind of an event, and the ledger what it refers to."""
        if line["kind"] not in self._kinds or line["kind"] not in KINDS:
            return False
        try:
            KINDS[EventKind(line["kind"])].payload.parse(line.get("before"), line.get("after"))
        except (LookupError, TypeError, ValueError):
            return False
        if line["kind"] == EventKind.REVOKE and line["revokes"] not in here:
            return False
        return "project" not in line or line["project"] in uids

    def _note(self, line: Line, pk: int | None) -> None:
        if pk is not None:
            self._projects.add(pk)
        if line["kind"] in PLAN_KINDS - {EventKind.WITHDRAW}:
            self._plans.add(line["plan"])

    def _follow_revocations(self, lines: Iterable[Line]) -> None:
        """Write the plans anew whose decisions were taken back, or restored."""
        revoked = {line["revokes"] for line in lines if line["kind"] == EventKind.REVOKE}
        while revoked:
            query = "SELECT plan, kind, revokes FROM events WHERE id IN (SELECT value FROM json_each(?))"
            found = self._connection.execute(query, (json.dumps(sorted(revoked)),)).fetchall()
            self._plans |= {plan for plan, kind, _ in found if kind in PLAN_KINDS}
            revoked = {further for _, kind, further in found if kind == EventKind.REVOKE}

    def _unite(self, seq: int, values: Sequence[Any]) -> None:
        """Keep the earlier of two entries of one row of a form; refuse another event with the id of one."""
        columns = ", ".join(_COLUMNS)
        found = self._connection.execute(f"SELECT {columns} FROM events WHERE seq = ?", (seq,)).fetchone()
        differ = {
            name
            for name, was, now in zip(_COLUMNS, found, values, strict=True)
            if was != now
            and not (name in JSON_COLUMNS and was and now and json.loads(was) == json.loads(now))
        }
        if not differ:
            return
        mine, theirs = (dict(zip(_COLUMNS, each, strict=True)) for each in (found, values))
        if differ - _MAY_DIFFER or not (mine["origin"] and theirs["origin"]):
            raise ValueError(seq)
        if (theirs["stamp"], theirs["batch"]) < (mine["stamp"], mine["batch"]):
            changed = ", ".join(f"{name} = ?" for name in _COLUMNS)
            self._connection.execute(f"UPDATE events SET {changed} WHERE seq = ?", (*values, seq))

    # --- plans, forms ----------------------------------------------------------------------------------

    def _enter_plans(self, lines: Iterable[Line]) -> None:
        """Enter the bases of plans, and a row for each project that a load or an edition brings."""
        found: dict[str, Project] = {}
        for line in lines:
            if line.get("kind") == EventKind.LOAD:
                found |= {project.uid: project for project in self._enter_base(line)}
            elif line.get("kind") == EventKind.REVISE and line["after"].get(ADDED):
                fields = {"id": "?", "persons": [], **line["after"]}
                found[line["project"]] = project_of(fields, line["plan"], line["project"])
        stored = _listed(self._connection, "SELECT uid, pk FROM projects WHERE uid", found)
        enter_projects(self._connection, [p for uid, p in found.items() if uid not in stored])

    def _enter_base(self, line: Line) -> Iterator[Project]:
        content, digest, key = line["base"], line["after"]["base"], line["plan"]
        if sha256(content.encode()).hexdigest() != digest:
            raise ValueError(digest)
        self._refuse_other_plan(key, line["id"])
        query = "INSERT OR IGNORE INTO plan_bases (sha256, content) VALUES (?, ?)"
        self._connection.execute(query, (digest, content))
        heading = json.loads(content)
        document = heading["document"]
        row = {
            "key": key,
            "title": heading["title"],
            "year": heading["year"],
            "document_no": document["no"],
            "document_title": document["title"],
            "issuer": document["issuer"],
            "drafter": document["drafter"],
            "remark": heading["remark"],
            "loaded_at": line["recorded_at"],
            "levels": plain(line["levels"]),
        }
        marks = ", ".join("?" * len(row))
        query = f"INSERT OR IGNORE INTO plans ({', '.join(row)}) VALUES ({marks})"
        self._connection.execute(query, tuple(row.values()))
        return (project_of(each, key, each["uid"]) for each in heading["projects"])

    def _refuse_other_plan(self, key: str, load: str) -> None:
        query = (
            "SELECT EXISTS (SELECT 1 FROM events WHERE plan = ? AND kind = 'load' AND id <> ?"
            " AND seq NOT IN (SELECT event FROM places))"  # the share may have several loads of it
        )
        if self._joining and self._connection.execute(query, (key, load)).fetchone() == (1,):
            raise RefusedError(
                f"台账里已有自己载入的计划 {key}，与共享处的不是同一个，未加入；"
                "请另建台账加入：dsq --db 新台账.db sync join …。"
            )

    def _enter_other(self, segment: int, line: Line, uids: Mapping[str, int], plans: Iterable[str]) -> bool:
        """Enter a form or what was taken of one; return False if it cannot be read yet."""
        if "form" in line:
            form, rows = line["form"], line["rows"]
            if form["plan"] not in plans or any(row["project"] not in uids for row in rows):
                return False
            if not self._has_columns("forms", form) or not all(
                self._has_columns("form_rows", row) for row in rows
            ):
                return False
            self._insert("forms", {**form, "segment": segment})
            for row in rows:
                self._insert("form_rows", {**row, "project": uids[row["project"]]})
            return True
        if "receipt" in line:
            sheet, uid, batch, typed = line["receipt"]
            if uid not in uids:
                return False
            query = "INSERT OR IGNORE INTO readings (sheet, project, batch, typed) VALUES (?, ?, ?, ?)"
            self._connection.execute(query, (sheet, uids[uid], batch, typed))
            return True
        return False

    def _has_columns(self, table: str, row: Line) -> bool:
        if table not in self._columns:
            names = self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
            self._columns[table] = {name for (name,) in names}
        return self._columns[table].issuperset(row)

    def _insert(self, table: str, row: Line) -> None:
        marks = ", ".join("?" * len(row))
        query = f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({marks})"
        self._connection.execute(query, tuple(row.values()))

    # --- what may be at once ---------------------------------------------------------------------------

    def _doubt(self, pk: int, replica: int, segment: Segment) -> None:
        """Note the projects of a segment on which others recorded something that its writer had not seen."""
        if replica not in self._seen:
            self._seen[replica] = seen_by(self._connection, replica)
        seen = self._seen[replica]
        seen |= {**segment.seen, segment.replica: segment.number}
        last = {other: seen.get(other, 0) for other, number in self._known.items()}
        ahead = {other: number for other, number in last.items() if self._known[other] > number}
        if not ahead:
            return
        query = (
            "SELECT s.pk FROM segments s JOIN replicas r ON r.pk = s.replica"
            " JOIN json_each(?) j ON j.key = r.id AND s.number > j.value"
        )
        unseen = [number for (number,) in self._connection.execute(query, (json.dumps(ahead),))]
        of_segments = (
            "SELECT DISTINCT e.plan, coalesce(e.project, 0) FROM places p JOIN events e ON e.seq = p.event"
            " WHERE e.kind NOT IN ('remind', 'revoke') AND p.segment IN (SELECT value FROM json_each(?))"
        )
        query = f"INSERT OR IGNORE INTO doubtful (plan, project) {of_segments} INTERSECT {of_segments}"
        self._connection.execute(query, (json.dumps([pk]), json.dumps(unseen)))


def _listed(connection: sqlite3.Connection, query: str, values: Iterable[str]) -> dict[str, int]:
    listed = json.dumps(list(values))
    return dict(connection.execute(f"{query} IN (SELECT value FROM json_each(?))", (listed,)))


def _named_uids(lines: Iterable[tuple[int, Line]]) -> set[str]:
    uids: set[str] = set()
    for _, line in lines:
        if "project" in line:
            uids.add(line["project"])
        uids.update(row["project"] for row in line.get("rows", ()))
        if "receipt" in line:
            uids.add(line["receipt"][1])
    return uids


def _values(line: Line, pk: int | None) -> tuple[Any, ...]:
    """Return an event as the values of ``_COLUMNS``."""
    origin: Json = line.get("origin")
    return (
        line["id"],
        line["batch"],
        line["plan"],
        line["kind"],
        line["on"],
        line["recorded_at"],
        line["stamp"],
        line.get("actor", ""),
        _plain(line.get("before")),
        _plain(line.get("after")),
        line.get("note", ""),
        line.get("revokes"),
        plain(origin) if origin else None,
        line.get("document", ""),
        pk,
    )


def _plain(value: Json) -> str:
    return "null" if value is None else plain(value)


def _unreadable(segment: Segment) -> BadInputError:
    return BadInputError(
        f"{segment.name}（{segment.replica}）的第 {segment.number} 段读不出，从这一段起未收；"
        "请让这个单位核对它的台账。"
    )
