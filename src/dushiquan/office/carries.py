"""Carry unfinished projects into another plan (结转), linked both ways."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dushiquan.domain import acts, decisions
from dushiquan.domain.carrying import (
    Carried,
    Unfinished,
    alike,
    counts_to_bring,
    is_of_its_year,
    is_unfinished,
    later_reports,
    targets_to_bring,
)
from dushiquan.domain.decisions import Decision
from dushiquan.domain.events import Event, PlanPlace
from dushiquan.domain.ids import FullId, ProjectId
from dushiquan.domain.names import as_words
from dushiquan.domain.plan import Plan, Project
from dushiquan.domain.status import State, Status
from dushiquan.errors import NotFoundError, RefusedError, UsageError
from dushiquan.office.deciding import Grounds, check_grounds
from dushiquan.sources.plan_writer import project_fields_of
from dushiquan.sources.problems import Problem
from dushiquan.sources.project_edit import composed
from dushiquan.store.event_log import MakeChanges, Operation, Provenance, Subject, new_id, rehearsable
from dushiquan.store.ledger import Ledger
from dushiquan.store.lineage import refuse_carried
from dushiquan.store.loading import decide_on

if TYPE_CHECKING:
    from dushiquan.office.office import Office

_NEW = frozenset({"new", "新", "新增"})
"""What stands behind = if a project is a new one although the new plan has one like it."""
_UNDER_WAY = (Status.ACTIVE, Status.SUBMITTED)
"""The statuses of a project that go on as 进行中 in the new plan."""
_TAKEN_OVER = ("category", "title", "content", "units", "persons", "regions")
"""The fields that a new project has from the old one; its requirement and due date may be typed."""


class ToCarry(NamedTuple):
    """A project to carry; ``row`` is where it goes on in the new plan, None if it is added to it.

    ``is_sure`` tells that the clerk said so.
    """

    id: ProjectId
    row: ProjectId | None = None
    is_sure: bool = False


class Brought(NamedTuple):
    """What is brought along: the reported progress, and the targets with their counts."""

    progress: bool = False
    targets: bool = False


class Carries:
    """Carries projects from one plan of the ledger to another.

    Raise ``NotFoundError`` if there is no such plan or project, ``RefusedError`` if a rule forbids it; then
    nothing is recorded.
    """

    def __init__(self, office: "Office", old: str, new: str) -> None:
        self._office = office
        keys = office.plans.keys()
        if old in keys and new not in keys:
            raise NotFoundError(
                f"台账里没有计划“{new}”；请先用 dsq plan load 文件 载入下一年的计划，再结转。"
            )
        self.old, self.new = office.ledger_of(old), office.ledger_of(new)
        if old == new:
            raise UsageError("要结转到另一个计划，两个写的是同一个。")
        if (self.old.plan.year or 0) > (self.new.plan.year or 9999):
            raise RefusedError(f"计划 {new} 比 {old} 早，不能往前结转；请先写旧计划，再写新计划。")

    def unfinished(self) -> list[Unfinished]:
        """Return the projects that may be carried, in the plan's order."""
        items = [item for item in self.old.items(self._office.day) if is_unfinished(item.state)]
        found = alike([item.project for item in items], self._rows())
        return [Unfinished(item, tuple(rows)) for item, rows in zip(items, found, strict=True)]

    def carry(
        self,
        words: Sequence[str],
        typed: Mapping[str, str],
        grounds: Grounds,
        brought: Brought,
        *,
        every: bool = False,
        dry_run: bool = False,
    ) -> tuple[list[Carried], list[Problem]]:
        """Carry projects: each a new one of the new plan, or ``6=3`` one that it has already.

        ``typed`` are the requirement and the due date of the new ones, ``every`` carries all that are
        unfinished. Return what was recorded, and what is doubtful. With ``dry_run`` record nothing.
        """
        check_grounds(grounds)
        choices = self._choices(words, every)
        self._refuse_carried(choices)
        self._refuse_doubles(choices)
        provenance = self._office.provenance(grounds.on)._replace(document=grounds.document.strip())
        recording = _Recording(self.old, self.new, provenance, grounds.reason.strip(), brought)
        with rehearsable(self._office.connection, dry_run=dry_run):
            recorded = recording.record(choices, typed, self._office.ledger_of)
        return recorded, recording.problems

    def _choices(self, words: Sequence[str], every: bool) -> list[ToCarry]:
        chosen: dict[ProjectId, ToCarry] = {}
        for word in as_words(words):
            for part in word.replace("，", ",").split(",") if "=" in word else [word]:
                for choice in self._choice(part):
                    if chosen.get(choice.id, choice) != choice:
                        raise UsageError(f"{choice.id} 写了两种去处，请只写一种。")
                    chosen[choice.id] = choice
        if every:
            for each in self.unfinished():
                chosen.setdefault(each.item.project.id, ToCarry(each.item.project.id))
        if not chosen:
            raise RefusedError(f"计划 {self.old.key} 里没有未完成的项目，未作改动。")
        return list(chosen.values())

    def _choice(self, text: str) -> list[ToCarry]:
        word, equals, row = (part.strip() for part in text.partition("="))
        ids = self.old.find([word], one_each=True)
        if not equals:
            return [ToCarry(id) for id in ids]
        if row in _NEW:
            return [ToCarry(id, is_sure=True) for id in ids]
        rows = self.new.find([row], one_each=True)
        if len(ids) > 1 or len(rows) > 1:
            raise UsageError(f"“{text}”要写成一项对一项，如 6=3。")
        return [ToCarry(ids[0], rows[0], is_sure=True)]

    def _refuse_carried(self, choices: Iterable[ToCarry]) -> None:
        for choice in choices:
            subject = Subject(self.old, choice.id)
            refuse_carried(self.old, subject.project, subject.state())

    def _refuse_doubles(self, choices: Iterable[ToCarry]) -> None:
        """Refuse to add a project that the new plan seems to have already, unless the clerk said so."""
        unsure = [choice.id for choice in choices if not choice.is_sure]
        rows = alike([self.old.project(id) for id in unsure], self._rows())
        likely = [(id, found[0]) for id, found in zip(unsure, rows, strict=True) if found]
        if likely:
            named = ((id, FullId(self.new.key, row.id).in_words, row.title) for id, row in likely)
            pairs = "；".join(f"{id} 与{there} {title}" for id, there, title in named)
            same = ",".join(f"{id}={row.id}" for id, row in likely)
            other = ",".join(f"{id}=new" for id, _ in likely)
            raise RefusedError(f"{pairs}像是同一项：是就写 {same}，不是、要另立一项就写 {other}。未作改动。")

    def _rows(self) -> list[Project]:
        return list(self.new.full_plan().projects)


class _Recording:
    """Records a carry: first the plan with what is added, then each project on both sides, in one batch."""

    def __init__(
        self, old: Ledger, new: Ledger, provenance: Provenance, reason: str, brought: Brought
    ) -> None:
        self._old, self._new = old, new
        self._provenance = provenance
        self._reason = reason
        self._brought = brought
        self.problems: list[Problem] = []
        self._undated: set[ProjectId] = set()

    def record(
        self, choices: Sequence[ToCarry], typed: Mapping[str, str], ledger_of: Callable[[str], Ledger]
    ) -> list[Carried]:
        day = self._provenance.on
        subjects = {choice.id: Subject(self._old, choice.id) for choice in choices}
        for subject in subjects.values():
            self._check(subject)
        batch = new_id()
        places = {choice.id: choice.row for choice in choices if choice.row}
        fresh = self._composed([s.project for id, s in subjects.items() if id not in places], typed)
        additions = self._added(fresh.values(), batch) if fresh else {}
        new = ledger_of(self._new.key)
        old_side = Operation(self._old, self._provenance, batch)
        new_side = Operation(new, self._provenance, batch)
        found = []
        for id, subject in subjects.items():
            now = new.project(places.get(id) or fresh[id].id)
            into = PlanPlace(now.uid, new.key, str(now.id))
            state = subject.state(day)
            changes = acts.carry(subject.project, state, into, self._reason)
            events = (*old_side.add(subject, changes, state).events, *additions.get(now.uid, ()))
            for make in self._brought_along(subject.project, state):
                after = new_side.record(now.id, make)
                events += after.events
            found.append(
                Carried(subject.project, state, now, after.after, id in fresh, id in self._undated, events)
            )
        return found

    def _added(self, projects: Iterable[Project], batch: str) -> dict[str, list[Event]]:
        """Add projects to the new plan; return the event of each, by its uid."""
        decided = decide_on(
            self._new, lambda plan: _with(plan, projects), self._provenance, self._reason, batch
        )
        return {event.uid: [event] for event in decided.events if event.uid}

    def _check(self, subject: Subject) -> None:
        """Refuse what may not be carried on that day, or what was reported or closed since."""
        project, day = subject.project, self._provenance.on
        refuse_carried(self._old, project, subject.state())
        acts.check_known(project, subject.in_force, day)
        for state in (subject.state(day), subject.state()):
            acts.check_carry(project, state)
        later = later_reports(subject.split(day)[1])
        if later:
            last = later[-1]
            raise RefusedError(
                f"{project.id} 在 {day} 以后还报过（第{last.number}号，{last.on}）；"
                f"请用这一天或以后的日期结转：--on {last.on}。"
            )

    def _composed(self, projects: Sequence[Project], typed: Mapping[str, str]) -> dict[ProjectId, Project]:
        """Return the projects to add to the new plan, by their old ids."""
        plan, _ = self._new.plan_as_of(self._provenance.on)
        old_plan, used = self._old.full_plan(), [*self._new.ids(), *(p.id for p in plan.projects)]
        fresh: dict[ProjectId, Project] = {}
        for project in projects:
            id = decisions.next_id(used)
            used.append(id)
            fields = project_fields_of(project, old_plan)
            kept = {name: fields[name] for name in _TAKEN_OVER if name in fields}
            fresh[project.id] = self._read(plan, id, project, {**kept, **typed})
        return fresh

    def _read(self, plan: Plan, id: ProjectId, was: Project, fields: Mapping[str, Any]) -> Project:
        """Read a new project; a requirement with days of the other year stays a text."""
        text, known_since = was.requirement, self._new.plan.known_since
        kept = {} if "requirement" in fields else {"requirement": text}
        now, problems = composed(plan, id, {**kept, **fields}, known_since)
        if kept and is_of_its_year(text, now):
            now, problems = composed(plan, id, fields, known_since)
            now = now._replace(requirement=text)
            if "due" not in fields:
                self._undated.add(was.id)
        self.problems += problems
        return now._replace(targets=targets_to_bring(was, now)) if self._brought.targets else now

    def _brought_along(self, was: Project, state: State) -> list[MakeChanges]:
        """Return what to record of the new project: where it comes from, then its progress, then its counts.

        Each is recorded after the one before, on the state that this one left.
        """
        source = PlanPlace(was.uid, self._old.key, str(was.id))

        def go_on(project: Project, now: State) -> Sequence[acts.Change]:
            return acts.go_on(project, now, source, self._reason)

        def progress(project: Project, now: State) -> Sequence[acts.Change]:
            if now.progress is not None:
                return []
            if state.progress is None:
                starts = state.status in _UNDER_WAY and now.status is Status.PLANNED
                return acts.update(project, now, status=Status.ACTIVE) if starts else []
            return acts.update(project, now, progress=state.progress)

        def counts(project: Project, now: State) -> Sequence[acts.Change]:
            found = counts_to_bring(was, state, project, now)
            changes: list[acts.Change] = []
            for name, number in found.items():
                counted = acts.count_to(project, now, name, number)
                changes += [change for change in counted if change not in changes]
            return changes

        return [
            go_on,
            *([progress] if self._brought.progress else []),
            *([counts] if self._brought.targets else []),
        ]


def _with(plan: Plan, projects: Iterable[Project]) -> Decision:
    for project in projects:
        plan = decisions.added(plan, project).plan
    return Decision(plan)
