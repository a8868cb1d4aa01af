"""Read the ledger: plans, names, events, and projects with their state as of a day."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.moments import entered_on, moment_after
from dushiquan.domain.names import Name, as_words, match_name
from dushiquan.domain.plan import Plan, PlanHead, Project
from dushiquan.domain.selection import Selection
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.status import State
from dushiquan.domain.supervision import Item, supervise
from dushiquan.errors import NotFoundError, UnknownNameError, UsageError
from dushiquan.store.conditions import Term, conditions, moved_since, standing
from dushiquan.store.plan_keys import left_by, plan_keys
from dushiquan.store.rows import (
    ITEMS,
    ItemRow,
    contacts_of,
    day_of,
    levels_of,
    notice_of,
    project_reader,
    state_of,
    state_or_none,
)

if TYPE_CHECKING:
    from dushiquan.domain.edition import Revision
    from dushiquan.domain.events import Event
    from dushiquan.domain.matching import Answer
    from dushiquan.domain.typed_ids import Findable, Titled, TypedWord
    from dushiquan.store.past import Past


class Ledger:
    """One plan of an open ledger; with ``known_at``, without what was entered after that day.

    With ``left``, it may be one whose load was taken back.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        plan: str | None = None,
        settings: Settings = DEFAULTS,
        known_at: date | None = None,
        *,
        left: bool = False,
    ) -> None:
        """Choose the plan of key ``plan``, or the one in use; raise ``NotFoundError`` if there is none."""
        self.connection = connection
        self.settings = settings
        keys = plan_keys(connection, known_at, left=left)
        if not keys:
            raise NotFoundError("台账里还没有计划；先用 dsq plan load 文件 载入。")
        if plan is not None and plan not in keys:
            from dushiquan.domain.plan_choice import no_plan

            raise no_plan(plan, keys, left_by(connection, plan))
        self.key = plan if plan is not None else keys[-1]
        self.has_other_plans = len(keys) > 1
        self._may_have_left = left
        self.known_at = known_at
        self._until = moment_after(known_at) if known_at else None
        self._pasts: dict[date, Past | None] = {}

    @cached_property
    def plan(self) -> PlanHead:
        """The plan's heading."""
        cursor = self.connection.execute("SELECT * FROM plans WHERE key = ?", (self.key,))
        row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
        return PlanHead(
            key=row["key"],
            title=row["title"],
            year=row["year"],
            notice=notice_of(row),
            remark=row["remark"],
            loaded=entered_on(row["loaded_at"]),
            month_before=row["month_before"],
            levels=levels_of(row["levels"]),
            contacts=contacts_of(row["contacts"]),
        )

    def plan_on(self, day: date) -> PlanHead:
        """Return the plan's heading as it was on a day."""
        past = self.past(day)
        if past is None:
            return self.plan
        then = past.plan
        return self.plan._replace(
            title=then.title,
            year=then.year,
            notice=then.notice,
            remark=then.remark,
            month_before=then.month_before,
            levels=then.levels or (),
            contacts=then.contacts,
            loaded=past.loaded or self.plan.loaded,
        )

    def past(self, day: date) -> "Past | None":
        """Return the plan as it read on a day; None if it reads the same today."""
        if day == date.max and not self._until:
            return None
        if day not in self._pasts:
            self._pasts[day] = self._find_past(day)
        return self._pasts[day]

    def _find_past(self, day: date) -> "Past | None":
        later = f'"on" > ? AND {_OF_AN_EDITION}'
        if self._until:
            later = f"({later} OR recorded_at >= ? AND ({_OF_AN_EDITION} OR kind = 'revoke'))"
        query = f"SELECT EXISTS (SELECT 1 FROM events WHERE plan = ? AND {later})"
        values = [self.key, day.isoformat(), *filter(None, [self._until])]
        if self.connection.execute(query, values).fetchone() == (0,):
            return None
        from dushiquan.domain.plan_history import fold_plan
        from dushiquan.store.bases import plan_history
        from dushiquan.store.past import Past

        history = plan_history(self.connection, self.key, self._until)
        return Past(fold_plan(*history, day), _loaded_on(history[1])) if history else None

    def _known(self, events: Iterable["Event"]) -> list["Event"]:
        """Return the events that had been entered by ``known_at``."""
        from dushiquan.domain.history import known_by

        return known_by(events, self.known_at or date.max)

    # --- names -----------------------------------------------------------------------------------------

    def find(self, words: Sequence[str], *, one_each: bool, day: date = date.max) -> list[ProjectId]:
        """Return the projects that the ids or titles as typed mean on a day, in the order given.

        22 means 22.1 and 22.2, unless ``one_each``. Raise ``DsqError`` if something means none or several.
        """
        from dushiquan.domain.typed_ids import parse_ids, resolve_ids

        typed = parse_ids(self._own(as_words(words)))
        return resolve_ids(typed, *self.findable(typed, day), one_each=one_each)

    def _own(self, words: Sequence[str]) -> Sequence[str]:
        """Return words without the key of this plan; raise ``UsageError`` if one names another plan."""
        if not any("/" in word or "／" in word for word in words):
            return words
        from dushiquan.domain.typed_ids import by_plan

        groups = by_plan(words, plan_keys(self.connection), self.ids())
        for key, of_plan in groups:
            if key not in ("", self.key):
                raise UsageError(f"{key}/{of_plan[0]} 是计划 {key} 的；请加 --plan {key} 再做。")
        return [word for _, of_plan in groups for word in of_plan]

    def findable(self, words: Sequence["TypedWord"], day: date = date.max) -> "Findable":
        """Return what words can mean in the plan as it read on a day."""
        from dushiquan.domain.typed_ids import Findable

        past = self.past(day)
        if past:
            return Findable(past.ids, lambda: past.titled)
        if self._may_have_left and self._has_left():
            raise NotFoundError(f"计划 {self.key} 已不在台账，不能按项目查；不写序号就是它的全部经过。")
        return Findable(self._candidates(words), self._titled)

    def _has_left(self) -> bool:
        query = "SELECT EXISTS (SELECT 1 FROM projects WHERE plan = ?)"
        return not self.connection.execute(query, (self.key,)).fetchone()[0]

    def ids(self) -> list[ProjectId]:
        """Return all ids, in the plan's order."""
        query = "SELECT id FROM projects WHERE plan = ? ORDER BY position"
        return [ProjectId(id) for (id,) in self.connection.execute(query, (self.key,))]

    def _candidates(self, words: Sequence["TypedWord"]) -> list[ProjectId]:
        """Return the ids that the words may mean, in the plan's order."""
        ids = [id for word in words for id in word.ids]
        ranges = [span for id in ids for span in id.ranges]
        query = (
            "SELECT id FROM projects WHERE pk IN (SELECT pk FROM projects WHERE plan = :plan AND id IN"
            " (SELECT value FROM json_each(:typed)) UNION SELECT p.pk FROM json_each(:spans) span"
            " CROSS JOIN projects p ON p.plan = :plan AND p.number"
            " BETWEEN json_extract(span.value, '$[0]') AND json_extract(span.value, '$[1]'))"
            " ORDER BY position"
        )
        values = {
            "plan": self.key,
            "typed": json.dumps([*(id.text for id in ids), *(span.part for span in ranges if span.part)]),
            "spans": json.dumps([(span.first.no, span.last.no) for span in ranges]),
        }
        return [ProjectId(id) for (id,) in self.connection.execute(query, values)]

    def _titled(self) -> list["Titled"]:
        """Return all titles, in the plan's order."""
        from dushiquan.domain.typed_ids import Titled

        query = (
            "SELECT p.id, p.title, s.withdrawn_on IS NOT NULL FROM projects p"
            " JOIN states s ON s.project = p.pk WHERE p.plan = ? ORDER BY p.position"
        )
        rows = self.connection.execute(query, (self.key,))
        return [Titled(ProjectId(id), title, bool(withdrawn)) for id, title, withdrawn in rows]

    def size(self) -> int:
        """Return the number of projects in the plan, without the withdrawn ones."""
        query = (
            "SELECT count(*) FROM projects p JOIN states s ON s.project = p.pk"
            " WHERE p.plan = ? AND s.withdrawn_on IS NULL"
        )
        return int(self.connection.execute(query, (self.key,)).fetchone()[0])

    def categories(self, day: date = date.max) -> list[Name]:
        """Return the plan's categories as of a day, in its order."""
        past = self.past(day)
        return past.categories if past else self._categories()

    def _categories(self) -> list[Name]:
        query = "SELECT name, initials FROM categories WHERE plan = ? ORDER BY position"
        return [Name(name, initials) for name, initials in self.connection.execute(query, (self.key,))]

    def units(self, day: date = date.max) -> list[Name]:
        """Return the plan's units as of a day, with their aliases."""
        past = self.past(day)
        return past.units if past else self._units()

    def _units(self) -> list[Name]:
        query = (
            "SELECT name, initials, (SELECT json_group_array(alias) FROM aliases WHERE unit = units.pk)"
            " FROM units WHERE plan = ? ORDER BY pk"
        )
        return [
            Name(name, initials, tuple(json.loads(aliases)))
            for name, initials, aliases in self.connection.execute(query, (self.key,))
        ]

    def units_then(self, text: str, day: date, *, exactly: bool = False) -> list[str]:
        """Return the units of a day that go by another name since, if a text means that name."""
        past = self.past(day)
        if past is None:
            return []
        now = self.units()
        same = [unit for unit in now if text.strip() in (unit.name, *unit.aliases)]
        try:
            name = match_name(text, same if exactly else now, "单位")
        except UnknownNameError:
            return []
        heirs = {alias: unit.name for unit in now for alias in unit.aliases}
        return [unit.name for unit in past.units if heirs.get(unit.name, unit.name) == name]

    def _aliases(self) -> dict[str, str]:
        return {alias: unit.name for unit in self._units() for alias in unit.aliases}

    def persons(self, day: date = date.max) -> list[Name]:
        """Return the responsible persons as of a day, in order of appearance."""
        past = self.past(day)
        if past:
            return past.persons
        query = (
            "SELECT j.value FROM projects p JOIN json_each(p.persons) j"
            " WHERE p.plan = ? AND p.persons <> '[]' GROUP BY j.value ORDER BY min(p.position * 1000 + j.key)"
        )
        return [Name(name) for (name,) in self.connection.execute(query, (self.key,))]

    def answerers(self, day: date = date.max) -> list[Name]:
        """Return the plan's units and responsible persons as of a day."""
        return [*self.units(day), *self.persons(day)]

    def other_names(self, what: str, day: date) -> dict[str, list[str]]:
        """Return the names (类别, 单位, 地区) of other days, each with those in its place on a day."""
        from dushiquan.domain.edition import other_names

        return other_names((item.project for item in self.items(day)), self.events(), what)

    def unused(self, day: date = date.max) -> set[str]:
        """Return the usual columns of a listing that would be empty for this plan as of a day.

        The column of persons is used only if the plan has no units.
        """
        past = self.past(day)
        if past:
            return past.unused

        def has(rows: str) -> bool:
            query = f"SELECT EXISTS (SELECT 1 FROM {rows})"
            return bool(self.connection.execute(query, (self.key,)).fetchone()[0])

        has_units = has("units WHERE plan = ?")
        used = {
            "category": has("categories WHERE plan = ?"),
            "lead": has_units,
            "persons": not has_units and has("projects WHERE plan = ? AND persons <> '[]'"),
            "due": has("projects p JOIN states s ON s.project = p.pk WHERE p.plan = ? AND s.due > ''"),
        }
        return {name for name, is_used in used.items() if not is_used}

    def targets(self, id: ProjectId) -> list[Name]:
        """Return a project's targets, by name and initials."""
        query = (
            "SELECT t.name, t.initials FROM targets t JOIN projects p ON p.pk = t.project"
            " WHERE p.plan = ? AND p.id = ? ORDER BY t.position"
        )
        return [Name(*row) for row in self.connection.execute(query, (self.key, id))]

    def titles(self, ids: Iterable[ProjectId] = ()) -> dict[str, str]:
        """Return the titles of the projects ``ids``, or of all, by id."""
        where, values = conditions(self.key, Selection(ids=tuple(ids)))
        return dict(self.connection.execute(f"SELECT p.id, p.title FROM projects p WHERE {where}", values))

    def regions(self, day: date = date.max) -> list[Name]:
        """Return the regions that take part as of a day, in order of appearance."""
        past = self.past(day)
        if past:
            return past.regions
        query = (
            "SELECT r.name FROM regions r JOIN projects p ON p.pk = r.project WHERE p.plan = ?"
            " GROUP BY r.name ORDER BY min(p.position * 1000 + r.position)"
        )
        return [Name(name) for (name,) in self.connection.execute(query, (self.key,))]

    # --- projects --------------------------------------------------------------------------------------

    def project(self, id: ProjectId) -> Project:
        """Return one project as in the plan; ``id`` must be one of ``ids()``."""
        where, values = conditions(self.key, Selection(ids=(id,)))
        row = ItemRow(*self.connection.execute(f"{ITEMS} WHERE {where}", values).fetchone())
        return self._reader(row.pk)(row)

    def full_plan(self, *, withdrawn: bool = False) -> Plan:
        """Return the plan with its projects; with ``withdrawn``, also the withdrawn ones."""
        left = "" if withdrawn else " AND s.withdrawn_on IS NULL"
        rows = self._rows(f"WHERE p.plan = ?{left} ORDER BY p.position", [self.key])
        head = self.plan
        return Plan(
            key=head.key,
            title=head.title,
            year=head.year,
            categories=tuple(name.name for name in self._categories()),
            projects=tuple(map(self._reader(), rows)),
            notice=head.notice,
            remark=head.remark,
            aliases=self._aliases(),
            month_before=head.month_before,
            levels=head.levels or None,
            contacts=head.contacts,
        )

    def plan_as_of(self, day: date) -> tuple[Plan, frozenset[str]]:
        """Return the plan as it read on a day, and the uids of the projects withdrawn by then."""
        past = self.past(day)
        plan = past.plan if past else self.full_plan(withdrawn=True)
        return plan, frozenset(i.project.uid for i in self.items(day) if i.state.withdrawn_on)

    def compare(self, new: Plan, answer: "Answer | None" = None) -> "Revision":
        """Return what a new edition of this plan would change; ``answer`` answers what is in doubt."""
        from dushiquan.domain.edition import compare
        from dushiquan.domain.matching import match_rows

        old = self.full_plan(withdrawn=True)
        withdrawn = self._uids("s.withdrawn_on IS NOT NULL")
        matching = match_rows(old.projects, new.projects, withdrawn)
        matching = matching.answered(answer) if answer else matching
        return compare(old, new, matching, withdrawn, self.counts(), answer, self._decided_milestones())

    def _decided_milestones(self) -> dict[str, set[str]]:
        """Return the names of the milestones that were decided on, by the uid of their project."""
        from dushiquan.domain.milestones import decided_milestones

        grounded = "e.plan = ? AND e.kind = 'revise' AND (e.note <> '' OR e.document <> '')"
        return decided_milestones(self.entered((f"{grounded} AND {standing('e')}", [self.key])))

    def counts(self) -> dict[str, dict[str, int]]:
        """Return the counts of the targets of each project that has some, by its uid."""
        return {uid: json.loads(counts) for uid, counts in self._uids("s.counts <> '{}'").items()}

    def _uids(self, where: str) -> dict[str, str]:
        """Return the uids of the projects whose stored state meets a condition, with their counts."""
        query = "SELECT p.uid, s.counts FROM projects p JOIN states s ON s.project = p.pk WHERE p.plan = ?"
        return dict(self.connection.execute(f"{query} AND {where}", (self.key,)))

    def items(self, as_of: date, selection: Selection | None = None) -> Iterator[Item]:
        """Yield the projects of a selection as of the end of a day, in the plan's order on that day."""
        selection, past = selection or Selection(), self.past(as_of)
        known_since = self.plan_on(as_of).known_since
        subjects = self._as_today(as_of, selection) if past is None else self._as_then(past, as_of, selection)
        for project, state in subjects:
            supervision = supervise(project, state, as_of, known_since=known_since, settings=self.settings)
            item = Item(project, state, supervision)
            if selection.admits(item, as_of, known_since):
                yield item

    def _as_today(self, as_of: date, selection: Selection) -> Iterator[tuple[Project, State]]:
        """Yield the projects, as the plan has them today, with their states on a day."""
        moved_ones = moved_since(as_of, self._until)
        moved = self._moved(moved_ones)
        where, values = conditions(self.key, selection, as_of, moved=moved_ones if moved else None)
        read = self._reader()
        for row in self._rows(f"WHERE {where} ORDER BY p.position", values):
            project = read(row)
            if row.pk in moved:
                from dushiquan.domain.history import fold, in_force

                events = self._known(moved[row.pk])
                if selection.fits(project, in_force(events, as_of)):
                    yield project, fold(project.due, events, as_of)
            else:
                yield project, state_of(row)

    def _as_then(self, past: "Past", as_of: date, selection: Selection) -> Iterator[tuple[Project, State]]:
        """Yield the projects, as the plan had them on a day, with their states."""
        from dushiquan.domain.history import fold, in_force

        moved = self._moved(moved_since(as_of, self._until))
        histories = self._histories(("TRUE", [])) if selection.search else moved
        uids = json.dumps([project.uid for project in past.plan.projects])
        rows = {row.uid: row for row in self._rows(f"WHERE p.uid {_LISTED}", [uids])}
        for project in past.plan.projects:
            row = rows[project.uid]
            events = self._known(histories.get(row.pk, ()))
            if selection.fits(project, in_force(events, as_of)):
                state = fold(project.due, events, as_of) if row.pk in moved else state_of(row)
                yield project, state

    def stored_states(
        self, pks: Sequence[int] | None = None
    ) -> Iterator[tuple[Project, State | None, Sequence["Event"]]]:
        """Yield each project, its stored state, and its events, whose fold the state should be.

        The state is None if it is damaged. With ``pks``, yield only the projects of these database keys.
        """
        some: Term = ("TRUE", []) if pks is None else (f"{{}} {_LISTED}", [json.dumps(pks)])
        histories, read = self._histories((some[0].format("e.project"), some[1])), self._reader()
        for row in self._rows(f"WHERE p.plan = ? AND {some[0].format('p.pk')}", [self.key, *some[1]]):
            yield read(row), state_or_none(row), histories.get(row.pk, ())

    def _rows(self, where: str, values: Sequence[Any]) -> Iterator[ItemRow]:
        return map(ItemRow._make, self.connection.execute(f"{ITEMS} {where}", values))

    def _reader(self, project: int | None = None) -> Callable[[ItemRow], Project]:
        """Return a function from rows to projects, with the names of all units, or of one project's."""
        of, value = (_OF_PLAN, self.key) if project is None else (_OF_PROJECT, project)
        query = f"SELECT CAST(pk AS TEXT), name FROM units WHERE {of}"
        return project_reader(self.key, dict(self.connection.execute(query, (value,))))

    # --- events ----------------------------------------------------------------------------------------

    def events(
        self, ids: Iterable[ProjectId] = (), day: date = date.max, *, of_plan: bool = False
    ) -> list["Event"]:
        """Return the events of the projects ``ids``, or of all projects, in order of entry.

        The ids are those of a day. With ``of_plan``, all events include those of the plan itself.
        """
        ids = tuple(as_words(ids))
        past = self.past(day) if ids else None
        if past:
            uids = json.dumps(past.uids(ids))
            return list(self.entered(("p.uid IN (SELECT value FROM json_each(?))", [uids])))
        if not ids:
            project = "" if of_plan else " AND e.project IS NOT NULL"
            return list(self.entered((f"+e.plan = ?{project}", [self.key])))
        return list(self.entered(conditions(self.key, Selection(ids=ids))))

    def named_by(self, events: Iterable["Event"]) -> list["Event"]:
        """Return the events that some events revoke or replace, and so on, and that are not among them."""
        events = list(events)
        named = {id for event in events for id in (event.revokes, event.replaces) if id}
        missing = sorted(named.difference(event.id for event in events))
        listed = "e.id IN (SELECT value FROM json_each(?))"
        if not missing:
            return []
        found = list(self.entered((listed, [json.dumps(missing)])))
        return [*found, *self.named_by([*events, *found])] if found else []

    def naming(self, events: Iterable["Event"]) -> list["Event"]:
        """Return the events that revoke or replace some events, and so on, and that are not among them."""
        ids = {event.id for event in events}
        listed = "e.revokes IN (SELECT value FROM json_each(?))"
        found = [e for e in self.entered((listed, [json.dumps(sorted(ids))])) if e.id not in ids]
        return [*found, *self.naming(found)] if found else []

    def titles_of(self, events: Iterable["Event"]) -> dict[str, str]:
        """Return the titles of the projects of events, by identity, even of those in no plan any more."""
        return dict(self._of_projects("title", events))

    def dues_of(self, events: Iterable["Event"]) -> dict[str, date | None]:
        """Return the due dates in the plan of the projects of events, by identity."""
        return {uid: day_of(due) for uid, due in self._of_projects("due", events)}

    def _of_projects(self, column: str, events: Iterable["Event"]) -> Iterator[tuple[str, str]]:
        uids = json.dumps([*{event.uid for event in events}])
        return self.connection.execute(f"SELECT uid, {column} FROM projects WHERE uid {_LISTED}", (uids,))

    def _histories(self, term: Term) -> dict[int, list["Event"]]:
        """Return all events of some projects, even those entered after ``known_at``, by database key."""
        where, values = term
        histories: dict[int, list[Event]] = {}
        for pk, event in self._events((f"+e.plan = ? AND {where}", [self.key, *values])):
            if pk is not None:
                histories.setdefault(pk, []).append(event)
        return histories

    def _moved(self, moved_ones: Term) -> dict[int, list["Event"]]:
        """Return the events of the projects in a query, by database key; usually there are none."""
        query, values = moved_ones
        if self.connection.execute(f"SELECT EXISTS ({query})", values).fetchone() == (0,):
            return {}
        return self._histories((f"e.project IN ({query})", values))

    def entered(self, term: Term) -> Iterator["Event"]:
        """Yield the events that meet a condition on ``e`` (events) and ``p`` (projects)."""
        where, values = term
        if self._until:
            where, values = f"{where} AND e.recorded_at < ?", [*values, self._until]
        return (event for _, event in self._events((where, values)))

    def _events(self, term: Term) -> Iterator[tuple[int | None, "Event"]]:
        from dushiquan.store.event_rows import read_events

        return read_events(self.connection, *term)

    def last_letter(self, year: int) -> int:
        """Return the highest number of a letter of a year, in all plans of the ledger; 0 if there is none."""
        query = (
            "SELECT max(json_extract(after, '$.number')) FROM events"
            " WHERE kind = 'remind' AND json_extract(after, '$.year') = ?"
        )
        return self.connection.execute(query, (year,)).fetchone()[0] or 0


def _loaded_on(events: Iterable["Event"]) -> date | None:
    """Return the day on which a plan was loaded; None if it was not known to be."""
    return next((entered_on(event.recorded_at) for event in events if event.kind == "load"), None)


_LISTED = "IN (SELECT value FROM json_each(?))"
_OF_AN_EDITION = "kind IN ('revise', 'withdraw', 'heading')"
_OF_PLAN, _OF_PROJECT = "plan = ?", "pk IN (SELECT unit FROM project_units WHERE project = ?)"
