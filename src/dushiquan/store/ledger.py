"""Reading the ledger: plans, names, projects with their state as of a day, and events."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from dushiquan.domain.history import Event, EventKind, State, Status, fold
from dushiquan.domain.plan import Document, Kind, Plan, Project, ProjectId, Target, Units
from dushiquan.domain.selection import Name, Selection
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.supervision import Item, assess
from dushiquan.errors import NotFoundError

if TYPE_CHECKING:
    from dushiquan.domain.revision import Revision


class PlanHead(NamedTuple):
    """A loaded plan, without its projects."""

    key: str
    title: str
    year: int
    document: Document
    remark: str


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Ledger:
    """One plan of an open ledger."""

    def __init__(
        self, connection: sqlite3.Connection, plan: str | None = None, settings: Settings = DEFAULTS
    ) -> None:
        """Choose the plan ``plan``, or the newest loaded. Raise ``NotFoundError`` if there is none."""
        self.connection = connection
        self.settings = settings
        keys = [key for (key,) in connection.execute("SELECT key FROM plans ORDER BY rowid")]
        if not keys:
            raise NotFoundError("台账里还没有计划；先用 dsq plan load 文件 载入。")
        if plan is not None and plan not in keys:
            raise NotFoundError(f"台账里没有计划“{plan}”。现有：{'、'.join(keys)}。")
        self.key = plan if plan is not None else keys[-1]

    @cached_property
    def plan(self) -> PlanHead:
        """The plan's heading."""
        row = self.connection.execute(
            "SELECT key, title, year, document_no, document_title, issuer, drafter, drafted, issued,"
            " effective, remark FROM plans WHERE key = ?",
            (self.key,),
        ).fetchone()
        key, title, year, no, document_title, issuer, drafter, drafted, issued, effective, remark = row
        document = Document(no, document_title, issuer, drafter, _day(drafted), _day(issued), _day(effective))
        return PlanHead(key, title, year, document, remark)

    def ids(self) -> list[ProjectId]:
        """Every project's id, in the plan's order."""
        query = "SELECT no, part FROM projects WHERE plan = ? ORDER BY position"
        return [ProjectId(no, part) for no, part in self.connection.execute(query, (self.key,))]

    def categories(self) -> list[Name]:
        """The plan's categories, in its order."""
        query = "SELECT name, initials FROM categories WHERE plan = ? ORDER BY position"
        return [Name(name, initials) for name, initials in self.connection.execute(query, (self.key,))]

    def units(self) -> list[Name]:
        """The plan's units, with their other names."""
        query = (
            "SELECT name, initials, (SELECT json_group_array(alias) FROM aliases WHERE unit = units.pk)"
            " FROM units WHERE plan = ? ORDER BY pk"
        )
        return [
            Name(name, initials, tuple(json.loads(aliases)))
            for name, initials, aliases in self.connection.execute(query, (self.key,))
        ]

    def targets(self, id: ProjectId) -> list[Name]:
        """A project's targets, by name and initials."""
        query = (
            "SELECT t.name, t.initials FROM targets t JOIN projects p ON p.pk = t.project"
            " WHERE p.plan = ? AND p.no = ? AND p.part = ? ORDER BY t.position"
        )
        return [Name(*row) for row in self.connection.execute(query, (self.key, id.no, id.part))]

    def titles(self) -> dict[str, str]:
        """Every project's title by its id."""
        return dict(self.connection.execute("SELECT id, title FROM projects WHERE plan = ?", (self.key,)))

    def regions(self) -> list[Name]:
        """The places that take part, in order of appearance."""
        query = (
            "SELECT r.name FROM regions r JOIN projects p ON p.pk = r.project WHERE p.plan = ?"
            " GROUP BY r.name ORDER BY min(p.position * 1000 + r.position)"
        )
        return [Name(name) for (name,) in self.connection.execute(query, (self.key,))]

    def kept_states(self) -> Iterator[tuple[ProjectId, State, list[Event]]]:
        """Each project's state as it is kept, and the events that it should be the fold of."""
        for row in self.connection.execute(f"{_ITEMS} WHERE p.plan = ?", (self.key,)).fetchall():
            id = ProjectId(row[1], row[2])
            yield id, _state(row), self.events([id])

    def project(self, id: ProjectId) -> Project:
        """One project as the plan has it; the id is one of ``ids()``."""
        where, values = _conditions(self.key, Selection(ids=(id,)), date.max)
        return _project(self.key, self.connection.execute(f"{_ITEMS} WHERE {where}", values).fetchone())

    def whole_plan(self, *, withdrawn: bool = False) -> Plan:
        """The plan with its projects and its units' other names; with ``withdrawn``, what it once had too."""
        left = "" if withdrawn else " AND s.withdrawn_on IS NULL"
        query = f"{_ITEMS} WHERE p.plan = ?{left} ORDER BY p.position"
        rows = self.connection.execute(query, (self.key,))
        head = self.plan
        return Plan(
            key=head.key,
            title=head.title,
            year=head.year,
            categories=tuple(name.name for name in self.categories()),
            projects=tuple(_project(self.key, row) for row in rows),
            document=head.document,
            remark=head.remark,
            aliases={alias: unit.name for unit in self.units() for alias in unit.aliases},
        )

    def read_rows(self, sheet: str) -> set[ProjectId]:
        """The projects whose row of a worksheet was entered, and not taken back since."""
        query = """
            SELECT p.no, p.part FROM readings r JOIN projects p ON p.pk = r.project
            WHERE r.sheet = ? AND p.plan = ? AND EXISTS (SELECT 1 FROM events e WHERE e.batch = r.batch
              AND e.project = r.project AND NOT EXISTS (SELECT 1 FROM events x WHERE x.revokes = e.id))
        """
        return {ProjectId(*row) for row in self.connection.execute(query, (sheet, self.key))}

    def compare(self, new: Plan) -> "Revision":
        """What a new edition of this plan would change."""
        from dushiquan.domain.revision import compare

        query = "SELECT p.no, p.part FROM projects p JOIN states s ON s.project = p.pk"
        rows = self.connection.execute(
            f"{query} WHERE p.plan = ? AND s.withdrawn_on IS NOT NULL", (self.key,)
        )
        gone = [ProjectId(no, part) for no, part in rows]
        return compare(self.whole_plan(withdrawn=True), new, gone)

    def items(self, as_of: date, selection: Selection | None = None) -> Iterator[Item]:
        """The projects that a selection means, as they stood at the end of a day, in the plan's order."""
        selection = selection or Selection()
        history = self._history(as_of)
        issued = self.plan.document.issued
        revised = history is not None and any(_revises(e, as_of) for es in history.values() for e in es)
        asked = Selection(search=selection.search) if revised else selection
        where, values = _conditions(self.key, asked, as_of)
        for row in self.connection.execute(f"{_ITEMS} WHERE {where} ORDER BY p.position", values):
            project: Project | None = _project(self.key, row)
            assert project is not None
            if history is None:
                state = _state(row)
            else:
                from dushiquan.domain.revision import as_it_was

                events = history.get(row[0], ())
                project = as_it_was(project, events, as_of)
                if project is None or not selection.fits(project):
                    continue
                state = fold(project.due, events, as_of)
            assessment = assess(project, state, as_of, issued=issued, settings=self.settings)
            item = Item(project, state, assessment)
            if selection.admits(item, as_of, issued):
                yield item

    def _history(self, as_of: date) -> dict[int, list[Event]] | None:
        """All events by project, or None where none is later than the day: the kept state serves."""
        (last,) = self.connection.execute('SELECT max("on") FROM events').fetchone()
        if last is None or last <= as_of.isoformat():
            return None
        past: dict[int, list[Event]] = {}
        for row in self.connection.execute(f"{_EVENTS} WHERE p.plan = ? ORDER BY e.seq", (self.key,)):
            past.setdefault(row[0], []).append(_event(row))
        return past

    def events(self, ids: Sequence[ProjectId] = ()) -> list[Event]:
        """The events of some projects, or of all, in order of entry."""
        where, values = _conditions(self.key, Selection(ids=tuple(ids)), date.max)
        return [
            _event(row) for row in self.connection.execute(f"{_EVENTS} WHERE {where} ORDER BY e.seq", values)
        ]


def _revises(event: Event, as_of: date) -> bool:
    return event.kind is EventKind.REVISE and event.on > as_of


_ITEMS = """
SELECT p.pk, p.no, p.part, c.name, p.title, p.content, p.support_open, p.requirement, p.kind, p.start, p.due,
  (SELECT json_group_array(json_array(name, role)) FROM (SELECT u.name, pu.role FROM project_units pu
    JOIN units u ON u.pk = pu.unit WHERE pu.project = p.pk ORDER BY pu.role, pu.position)),
  (SELECT json_group_array(name) FROM (SELECT name FROM regions r WHERE r.project = p.pk ORDER BY position)),
  (SELECT json_group_array(json_array(name, goal, measure, due)) FROM (
    SELECT name, goal, measure, due FROM targets t WHERE t.project = p.pk ORDER BY position)),
  s.status, s.progress, s.counts, s.due, s.deferrals, s.done_on, s.last_reported, s.withdrawn_on
FROM projects p
JOIN categories c ON c.pk = p.category
JOIN states s ON s.project = p.pk
"""

_EVENTS = """
SELECT e.project, e.id, e.batch, p.id, e.kind, e."on", e.recorded_at, e.actor, e.before, e.after, e.note,
  e.revokes
FROM events e JOIN projects p ON p.pk = e.project
"""


def _conditions(plan: str, selection: Selection, as_of: date) -> tuple[str, list[Any]]:
    """What a selection asks of the plan, as SQL over ``p`` (projects) and ``c`` (categories)."""
    terms, values = ["p.plan = ?"], [plan]

    def either(term: str, wanted: Iterable[Sequence[Any]]) -> None:
        wanted = list(wanted)
        if wanted:
            terms.append("(" + " OR ".join([term] * len(wanted)) + ")")
            values.extend(value for group in wanted for value in group)

    role = f" AND pu.role = '{selection.role}'" if selection.role in ("lead", "support") else ""
    either("(p.no = ? AND p.part = ?)", ((id.no, id.part) for id in selection.ids))
    either("c.name = ?", ((name,) for name in selection.categories))
    either("p.kind = ?", ((kind,) for kind in selection.kinds))
    either(
        "EXISTS (SELECT 1 FROM project_units pu JOIN units u ON u.pk = pu.unit"
        f" WHERE pu.project = p.pk AND u.name = ?{role})",
        ((name,) for name in selection.units),
    )
    either(
        "EXISTS (SELECT 1 FROM regions r WHERE r.project = p.pk AND r.name = ?)",
        ((name,) for name in selection.regions),
    )
    either(
        "(instr(p.title, ?) OR instr(p.content, ?) OR EXISTS (SELECT 1 FROM events n WHERE n.project = p.pk"
        ' AND instr(n.note, ?) AND n."on" <= ? AND NOT EXISTS (SELECT 1 FROM events x'
        ' WHERE x.revokes = n.id AND x."on" <= ?)))',
        ((text, text, text, as_of.isoformat(), as_of.isoformat()) for text in selection.search),
    )
    return " AND ".join(terms), values


def _project(plan: str, row: Sequence[Any]) -> Project:
    units: dict[str, list[str]] = {"lead": [], "support": []}
    for name, role in json.loads(row[11]):
        units[role].append(name)
    return Project(
        id=ProjectId(row[1], row[2]),
        plan=plan,
        category=row[3],
        title=row[4],
        content=row[5],
        units=Units(tuple(units["lead"]), tuple(units["support"]), bool(row[6])),
        requirement=row[7],
        kind=Kind(row[8]),
        start=_day(row[9]),
        due=_day(row[10]),
        regions=tuple(json.loads(row[12])),
        targets=tuple(
            Target(name, goal, measure, _day(due)) for name, goal, measure, due in json.loads(row[13])
        ),
    )


def _state(row: Sequence[Any]) -> State:
    status, progress, counts, due, deferrals, done_on, last_reported, withdrawn_on = row[14:22]
    return State(
        Status(status),
        progress,
        json.loads(counts),
        _day(due),
        deferrals,
        _day(done_on),
        _day(last_reported),
        _day(withdrawn_on),
    )


def _event(row: Sequence[Any]) -> Event:
    _, id, batch, project, kind, on, recorded_at, actor, before, after, note, revokes = row
    return Event(
        id,
        batch,
        project,
        EventKind(kind),
        date.fromisoformat(on),
        recorded_at,
        actor,
        json.loads(before),
        json.loads(after),
        note,
        revokes,
    )
