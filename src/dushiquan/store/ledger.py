"""Reading the ledger: plans, names, projects with their state as of a day, and events."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from dushiquan.domain.history import Event, EventKind, State, Status, entered_on, fold, in_force
from dushiquan.domain.ids import IdRange
from dushiquan.domain.names import Name
from dushiquan.domain.plan import Kind, Notice, Plan, Project, ProjectId, Target, Units
from dushiquan.domain.selection import Selection
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.supervision import Item, supervise
from dushiquan.errors import NotFoundError
from dushiquan.store.conditions import MOVED_ON, conditions

if TYPE_CHECKING:
    from dushiquan.domain.edition import Revision


class PlanHead(NamedTuple):
    """A loaded plan, without its projects; ``loaded`` is the day on which it was first loaded."""

    key: str
    title: str
    year: int
    notice: Notice
    remark: str
    loaded: date

    @property
    def known_since(self) -> date:
        """From which day on its units can be expected to report: when it was issued, else loaded."""
        return self.notice.issued or self.loaded


def plan_keys(connection: sqlite3.Connection) -> list[str]:
    """The keys of the plans loaded; the one in use is the last."""
    last_use = "(SELECT max(seq) FROM plan_uses WHERE plan = plans.key)"
    query = f"SELECT key FROM plans ORDER BY {last_use} NULLS FIRST, rowid"
    return [key for (key,) in connection.execute(query)]


class Ledger:
    """One plan of an open ledger."""

    def __init__(
        self, connection: sqlite3.Connection, plan: str | None = None, settings: Settings = DEFAULTS
    ) -> None:
        """Choose the plan ``plan``, or the one in use. Raise ``NotFoundError`` if there is none."""
        self.connection = connection
        self.settings = settings
        keys = plan_keys(connection)
        if not keys:
            raise NotFoundError("台账里还没有计划；先用 dsq plan load 文件 载入。")
        if plan is not None and plan not in keys:
            raise NotFoundError(f"台账里没有计划“{plan}”。现有：{'、'.join(keys)}。")
        self.key = plan if plan is not None else keys[-1]
        self.has_other_plans = len(keys) > 1

    @cached_property
    def plan(self) -> PlanHead:
        """The plan's heading."""
        row = self.connection.execute(
            "SELECT key, title, year, document_no, document_title, issuer, drafter, drafted, issued,"
            " effective, remark, loaded_at FROM plans WHERE key = ?",
            (self.key,),
        ).fetchone()
        key, title, year, no, document_title, issuer, drafter, drafted, issued, effective, remark, at = row
        document = Notice(no, document_title, issuer, drafter, _day(drafted), _day(issued), _day(effective))
        return PlanHead(key, title, year, document, remark, entered_on(at))

    def ids(self, ranges: Iterable[IdRange] = ()) -> list[ProjectId]:
        """The projects' ids in the plan's order: all, or those whose 序号 lies in one of the ranges."""
        numbers = json.dumps([(span.first.no, span.last.no) for span in ranges] or [(0, _HIGHEST)])
        query = (
            "SELECT p.no, p.part FROM json_each(?) span CROSS JOIN projects p ON p.plan = ? AND p.no"
            " BETWEEN json_extract(span.value, '$[0]') AND json_extract(span.value, '$[1]')"
            " GROUP BY p.pk ORDER BY p.position"
        )
        return [ProjectId(no, part) for no, part in self.connection.execute(query, (numbers, self.key))]

    def size(self) -> int:
        """How many projects the plan has, without those it once had."""
        query = (
            "SELECT count(*) FROM projects p JOIN states s ON s.project = p.pk"
            " WHERE p.plan = ? AND s.withdrawn_on IS NULL"
        )
        return int(self.connection.execute(query, (self.key,)).fetchone()[0])

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

    def titles(self, ids: Iterable[ProjectId] = ()) -> dict[str, str]:
        """The titles of some projects, or of all, by id."""
        where, values = conditions(self.key, Selection(ids=tuple(ids)))
        return dict(self.connection.execute(f"SELECT p.id, p.title FROM projects p WHERE {where}", values))

    def regions(self) -> list[Name]:
        """The places that take part, in order of appearance."""
        query = (
            "SELECT r.name FROM regions r JOIN projects p ON p.pk = r.project WHERE p.plan = ?"
            " GROUP BY r.name ORDER BY min(p.position * 1000 + r.position)"
        )
        return [Name(name) for (name,) in self.connection.execute(query, (self.key,))]

    def kept_states(self) -> Iterator[tuple[Project, State, Sequence[Event]]]:
        """Each project, its state as it is kept, and the events that it should be the fold of."""
        histories, project = self._histories("TRUE"), self._reader()
        for row in self.connection.execute(f"{_ITEMS} WHERE p.plan = ?", (self.key,)):
            yield project(row), _state(row), histories.get(row[0], ())

    def project(self, id: ProjectId) -> Project:
        """One project as the plan has it; the id is one of ``ids()``."""
        where, values = conditions(self.key, Selection(ids=(id,)))
        row = self.connection.execute(f"{_ITEMS} WHERE {where}", values).fetchone()
        return self._reader(row[0])(row)

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
            projects=tuple(map(self._reader(), rows)),
            notice=head.notice,
            remark=head.remark,
            aliases={alias: unit.name for unit in self.units() for alias in unit.aliases},
        )

    def last_letter(self, year: int) -> int:
        """The highest number of a reminder letter of a year, in any plan of this ledger; 0 for none."""
        query = (
            "SELECT max(json_extract(after, '$.number')) FROM events"
            " WHERE kind = 'remind' AND json_extract(after, '$.year') = ?"
        )
        return self.connection.execute(query, (year,)).fetchone()[0] or 0

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
        from dushiquan.domain.edition import compare

        query = "SELECT p.no, p.part FROM projects p JOIN states s ON s.project = p.pk"
        rows = self.connection.execute(
            f"{query} WHERE p.plan = ? AND s.withdrawn_on IS NOT NULL", (self.key,)
        )
        gone = [ProjectId(no, part) for no, part in rows]
        return compare(self.whole_plan(withdrawn=True), new, gone)

    def items(self, as_of: date, selection: Selection | None = None) -> Iterator[Item]:
        """The projects that a selection means, as they stood at the end of a day, in the plan's order."""
        selection = selection or Selection()
        known_since = self.plan.known_since
        moved = self._histories(f"e.project IN ({MOVED_ON})", as_of.isoformat())
        where, values = conditions(self.key, selection, as_of, moved=bool(moved))
        read = self._reader()
        for row in self.connection.execute(f"{_ITEMS} WHERE {where} ORDER BY p.position", values):
            project: Project | None = read(row)
            assert project is not None
            if row[0] in moved:
                from dushiquan.domain.edition import as_it_was

                events = moved[row[0]]
                project = as_it_was(project, events, as_of)
                if project is None or not selection.fits(project, in_force(events, as_of)):
                    continue
                state = fold(project.due, events, as_of)
            else:
                state = _state(row)
            supervision = supervise(project, state, as_of, known_since=known_since, settings=self.settings)
            item = Item(project, state, supervision)
            if selection.admits(item, as_of, known_since):
                yield item

    def _reader(self, project: int | None = None) -> Callable[[Sequence[Any]], Project]:
        """What makes a project of a row of ``_ITEMS``, with the units' names of now: all, or a project's."""
        of, value = (_OF_PLAN, self.key) if project is None else (_OF_PROJECT, project)
        query = f"SELECT CAST(pk AS TEXT), name FROM units WHERE {of}"
        names: dict[str, str] = dict(self.connection.execute(query, (value,)))
        names |= {f"-{key}": name for key, name in names.items()}

        @lru_cache(4096)
        def units_of(keys: str | None, is_open: int) -> Units:
            units = [names[key] for key in keys.split(",")] if keys else []
            lead = len(units) - (keys or "").count("-")
            return Units(tuple(units[:lead]), tuple(units[lead:]), bool(is_open))

        def read(row: Sequence[Any]) -> Project:
            _, no, part, category, title, content, is_open, requirement, kind, start, due = row[:11]
            units, regions, targets = row[11:14]
            return Project(
                ProjectId(no, part),
                self.key,
                category,
                title,
                content,
                units_of(units, is_open),
                requirement,
                _KINDS[kind],
                _day(start),
                _day(due),
                _names(regions),
                _targets(targets),
            )

        return read

    def _histories(self, where: str, *values: str) -> dict[int, list[Event]]:
        """Some projects' events, by the project's key in the database."""
        histories: dict[int, list[Event]] = {}
        query = f"{_EVENTS} WHERE +p.plan = ? AND {where} ORDER BY e.seq"
        for row in self.connection.execute(query, (self.key, *values)):
            histories.setdefault(row[0], []).append(_event(row))
        return histories

    def events(self, ids: Iterable[ProjectId] = ()) -> list[Event]:
        """The events of some projects, or of all, in order of entry."""
        where, values = conditions(self.key, Selection(ids=tuple(ids)))
        return [
            _event(row) for row in self.connection.execute(f"{_EVENTS} WHERE {where} ORDER BY e.seq", values)
        ]

    def standing_events(self) -> Iterator[Event]:
        """The events that were not taken back, the last entered first."""
        not_revoked = "NOT EXISTS (SELECT 1 FROM events x WHERE x.revokes = e.id)"
        query = f"{_EVENTS} WHERE +p.plan = ? AND {not_revoked} ORDER BY e.seq DESC"
        return map(_event, self.connection.execute(query, (self.key,)))


_HIGHEST = 2**63 - 1

_OF_PLAN, _OF_PROJECT = "plan = ?", "pk IN (SELECT unit FROM project_units WHERE project = ?)"

_ITEMS = """
SELECT p.pk, p.no, p.part, c.name, p.title, p.content, p.support_open, p.requirement, p.kind, p.start, p.due,
  (SELECT group_concat(unit) FROM (SELECT iif(role = 'lead', unit, -unit) AS unit FROM project_units pu
    WHERE pu.project = p.pk ORDER BY role, position)),
  (SELECT json_group_array(name) FROM (SELECT name FROM regions r WHERE r.project = p.pk ORDER BY position)),
  (SELECT json_group_array(json_array(name, goal, measure, due)) FROM (
    SELECT name, goal, measure, due FROM targets t WHERE t.project = p.pk ORDER BY position)),
  s.status, s.progress, s.counts, s.due, s.deferrals, s.done_on, s.last_reported, s.withdrawn_on
FROM projects p
JOIN categories c ON c.pk = p.category
JOIN states s ON s.project = p.pk
"""
"""Units by their keys, supporting ones below zero: their names are few, and read once."""

_EVENTS = """
SELECT e.project, e.id, e.batch, p.id, e.kind, e."on", e.recorded_at, e.actor, e.before, e.after, e.note,
  e.revokes
FROM events e JOIN projects p ON p.pk = e.project
"""
"""Asked of few events, with ``+p.plan``: so SQLite goes from the events to their projects."""


# --- rows ----------------------------------------------------------------------------------------------
# The same few texts come again and again: what they mean is worked out once.


@lru_cache(4096)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_read = json.JSONDecoder().raw_decode


@lru_cache(1024)
def _names(text: str) -> tuple[str, ...]:
    return tuple(_read(text)[0])


@lru_cache(1024)
def _targets(text: str) -> tuple[Target, ...]:
    return tuple(Target(name, goal, measure, _day(due)) for name, goal, measure, due in json.loads(text))


@lru_cache(1024)
def _counts(text: str) -> Mapping[str, int]:
    return MappingProxyType(json.loads(text))


_KINDS = {kind.value: kind for kind in Kind}
_STATUSES = {status.value: status for status in Status}


def _state(row: Sequence[Any]) -> State:
    status, progress, counts, due, deferrals, done_on, last_reported, withdrawn_on = row[14:]
    return State(
        _STATUSES[status],
        progress,
        _counts(counts),
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
