"""Change a plan by decision: what it says of a project, which projects it has, and who goes on with what."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from dushiquan.domain import decisions
from dushiquan.domain.decisions import Decision
from dushiquan.domain.difference import Relit, relit
from dushiquan.domain.dossier import Successor
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import Name, as_word, as_words, initials, match_name
from dushiquan.domain.plan import Contact, Plan, Project, Target
from dushiquan.domain.recurring import milestones
from dushiquan.domain.selection import Selection
from dushiquan.domain.supervision import Item
from dushiquan.domain.typed_ids import by_plan
from dushiquan.errors import NotFoundError, RefusedError, UsageError
from dushiquan.office.named import name_of
from dushiquan.phrases.unit_cell import read_units
from dushiquan.sources.problems import Problem
from dushiquan.sources.project_edit import composed, edited, part_of, without_category
from dushiquan.store.event_log import rehearsable
from dushiquan.store.ledger import Ledger
from dushiquan.store.lineage import refuse_carried, successor
from dushiquan.store.loading import Decided as Decided
from dushiquan.store.loading import decide_on

if TYPE_CHECKING:
    from dushiquan.office.office import Office


class Grounds(NamedTuple):
    """Why a plan is changed, by which document (文号), and from which day on; today if that is None."""

    reason: str = ""
    document: str = ""
    on: date | None = None


def check_grounds(grounds: Grounds) -> None:
    """Raise ``RefusedError`` if a decision has neither a reason nor a document."""
    if not (grounds.reason.strip() or grounds.document.strip()):
        raise RefusedError("调整计划须写明理由或依据，请加 --reason “理由” 或 --doc 文号。")


class Decisions:
    """Changes the chosen plan. Fields are given as typed, by their keys in a plan file.

    Each function returns what it recorded, nothing if nothing changes. With ``dry_run`` it records nothing,
    but returns the same. Raise ``RefusedError`` if no reason is given or a rule forbids the change,
    ``NotFoundError`` if there is no such project on that day.
    """

    def __init__(self, office: "Office", ledger: Ledger | None = None) -> None:
        """Change the chosen plan, or that of ``ledger``."""
        self._office = office
        self._chosen = ledger

    def set(
        self, words: Sequence[str], typed: Mapping[str, str], grounds: Grounds, *, dry_run: bool = False
    ) -> tuple[Decided, list[Problem]]:
        """Change fields of projects; also return what is doubtful about them."""
        problems: list[Problem] = []
        words = as_words(words)
        here = self._of(*words)

        def make(plan: Plan) -> Decision:
            ids = here._ids(words, grounds)
            for project in [p for p in plan.projects if p.id in ids]:
                read, doubtful = edited(plan, project, typed, here._known_since)
                plan = decisions.changed(plan, read).plan
                problems.extend(doubt for doubt in doubtful if doubt not in problems)
            return Decision(plan)

        return here._decide(make, grounds, dry_run), problems

    def add(
        self,
        typed: Mapping[str, str],
        grounds: Grounds,
        *,
        number: str = "",
        behind: str = "",
        dry_run: bool = False,
    ) -> tuple[Decided, list[Problem]]:
        """Add a project, behind another one or at the end of its category; also return what is doubtful."""
        problems: list[Problem] = []
        here = self._of(behind)

        def make(plan: Plan) -> Decision:
            after = here._ids([behind], grounds, to_change=False)[-1] if behind else None
            used = [*here._ledger.ids(), *(project.id for project in plan.projects)]
            id = ProjectId.parse(number) if number else decisions.next_id(used)
            project, doubtful = composed(plan, id, typed, here._known_since)
            problems.extend([*doubtful, *without_category(plan, project)])
            return decisions.added(plan, project, after)

        return here._decide(make, grounds, dry_run), problems

    def drop(self, words: Sequence[str], grounds: Grounds, *, dry_run: bool = False) -> Decided:
        """Take projects out of the plan (撤销); what was recorded of them stays."""
        words = as_words(words)
        here = self._of(*words)
        return here._decide(lambda plan: decisions.dropped(plan, here._ids(words, grounds)), grounds, dry_run)

    def split(
        self, word: str, parts: Sequence[tuple[str, str]], grounds: Grounds, *, dry_run: bool = False
    ) -> tuple[Decided, list[Problem]]:
        """Put several projects in the place of one (拆分); also return what is doubtful.

        Each part is a title and its units as a cell has them.
        """
        problems: list[Problem] = []
        here = self._of(word)

        def make(plan: Plan) -> Decision:
            (id,) = here._ids([word], grounds, one=True)
            read = [part_of(plan, title, cell) for title, cell in parts]
            problems.extend(doubt for _, doubts in read for doubt in doubts)
            return decisions.split(plan, id, [part for part, _ in read], here._ledger.ids())

        return here._decide(make, grounds, dry_run), problems

    def merge(self, words: Sequence[str], into: str, grounds: Grounds, *, dry_run: bool = False) -> Decided:
        """Merge projects into another one (并入)."""
        words = as_words(words)
        here = self._of(*words, into)

        def make(plan: Plan) -> Decision:
            (heir,) = here._ids([into], grounds, one=True)
            return decisions.merged(plan, here._ids(words, grounds), heir)

        return here._decide(make, grounds, dry_run)

    def rename(self, old: str, new: str, grounds: Grounds, *, dry_run: bool = False) -> Decided:
        """Give a unit a new name (改名) in all projects; the old one goes on meaning it."""

        def make(plan: Plan) -> Decision:
            unit = self._unit(old, grounds)
            other = _unit_named(new, plan)
            if other not in ("", unit):
                raise RefusedError(
                    f"计划里已有单位“{other}”；两个单位合并请用 "
                    f"dsq unit merge {as_word(unit)} --into {as_word(other)}。"
                )
            return decisions.renamed(plan, [unit], _checked(new))

        return self._decide(make, grounds, dry_run)

    def merge_units(
        self, words: Sequence[str], into: str, grounds: Grounds, *, dry_run: bool = False
    ) -> Decided:
        """Merge units into one (合并), which may be one of them, another one or a new one."""

        def make(plan: Plan) -> Decision:
            units = list(dict.fromkeys(self._unit(word, grounds) for word in as_words(words)))
            heir = _unit_named(into, plan) or _checked(into)
            if units == [heir]:
                raise RefusedError(f"除 {heir} 自己以外没有写要并入的单位。")
            return decisions.renamed(plan, units, heir)

        return self._decide(make, grounds, dry_run)

    def still_elsewhere(self, decided: Decided) -> dict[str, list[str]]:
        """Return the units that a decision renamed and that lead or support open projects of other plans.

        They are by the key of the plan.
        """
        was, now = decided.revision.heading.get("aliases", ({}, {}))
        renamed = set(cast(Mapping[str, str], now)) - set(cast(Mapping[str, str], was))
        found = {}
        keys = self._office.plans.keys() if renamed else []
        for ledger in (self._office.ledger_of(key) for key in keys if key != decided.plan):
            units = [unit.name for unit in ledger.units() if unit.name in renamed]
            items = ledger.items(self._office.today, Selection(units=tuple(units))) if units else ()
            if any(item.state.is_open for item in items):
                found[ledger.key] = units
        return found

    def set_contact(
        self, word: str, person: str | None = None, phone: str | None = None, *, dry_run: bool = False
    ) -> Decided:
        """Set whom to ask at a unit, which needs no grounds; None leaves a person or a telephone as it is."""

        def make(plan: Plan) -> Decision:
            unit = self._unit(word, Grounds())
            was = plan.contacts.get(unit, Contact())
            contact = Contact(
                was.person if person is None else person.strip(),
                was.phone if phone is None else phone.strip(),
            )
            return decisions.with_contact(plan, unit, contact)

        return self._record(make, Grounds(), dry_run)

    def add_milestone(
        self, word: str, milestone: Target, grounds: Grounds, *, dry_run: bool = False
    ) -> tuple[Decided, Project]:
        """Add a milestone (节点) to a project; also return the project as decided."""
        return self._change_one(
            word, lambda project: decisions.with_milestone(project, milestone), grounds, dry_run
        )

    def drop_milestone(
        self, word: str, name: str, grounds: Grounds, *, dry_run: bool = False
    ) -> tuple[Decided, Project]:
        """Take a milestone out of a project; also return the project as decided."""

        def make(project: Project) -> Project:
            return decisions.without_milestone(project, _milestone(project, name))

        return self._change_one(word, make, grounds, dry_run)

    def move_milestone(
        self, word: str, name: str, due: date, grounds: Grounds, *, dry_run: bool = False
    ) -> tuple[Decided, Project]:
        """Move a milestone to another day; also return the project as decided."""

        def make(project: Project) -> Project:
            return decisions.with_milestone_moved(project, _milestone(project, name), due)

        return self._change_one(word, make, grounds, dry_run)

    def _change_one(
        self, word: str, change: Callable[[Project], Project], grounds: Grounds, dry_run: bool
    ) -> tuple[Decided, Project]:
        found: list[Project] = []
        here = self._of(word)

        def make(plan: Plan) -> Decision:
            (id,) = here._ids([word], grounds, one=True)
            found.extend(change(project) for project in plan.projects if project.id == id)
            return decisions.changed(plan, found[0])

        return here._decide(make, grounds, dry_run), found[0]

    def _decide(self, make: Callable[[Plan], Decision], grounds: Grounds, dry_run: bool) -> Decided:
        check_grounds(grounds)
        return self._record(make, grounds, dry_run)

    def _record(self, make: Callable[[Plan], Decision], grounds: Grounds, dry_run: bool) -> Decided:
        provenance = self._office.provenance(grounds.on)._replace(document=grounds.document.strip())
        with rehearsable(self._office.connection, dry_run=dry_run):
            before = list(self._office.ledger_of(self._key).items(self._office.today))
            ledger = self._office.ledger_of(self._key)
            decided = decide_on(ledger, make, provenance, grounds.reason.strip())
            return decided._replace(relit=self._relit(before, decided), carried=_carried(ledger, decided))

    def _relit(self, before: Sequence[Item], decided: Decided) -> Mapping[str, Relit]:
        """Return the projects whose light or pace of today a decision changes, by uid."""
        if not decided.revision.changed:
            return {}
        return relit(before, self._office.ledger_of(self._key).items(self._office.today))

    def _of(self, *words: str) -> "Decisions":
        """Return the decisions on the plan that the words name, such as 2011/6, or on the chosen one.

        Raise ``UsageError`` if they name several, or if it is not clear which plan one of them is of.
        """
        if not any("/" in word or "／" in word for word in words):
            return self
        office = self._office
        known = [id for ledger in office.ledgers for id in ledger.ids()]
        groups = by_plan([word for word in words if word], office.plans.keys(), known)
        named = dict.fromkeys(key for key, _ in groups if key)
        if len(named) > 1:
            raise UsageError(f"一次只调整一个计划，写了 {'、'.join(named)} 的；请分几次。")
        for key in named:
            others = [word for of, rest in groups if not of for word in rest]
            if others and [ledger.key for ledger in office.ledgers] != [key]:
                raise UsageError(f"{others[0]} 是哪个计划的没有写明；请写成 {key}/{others[0]}。")
            return Decisions(office, office.ledger_of(key))
        return self

    @property
    def _ledger(self) -> Ledger:
        return self._chosen or self._office.ledger

    @property
    def _key(self) -> str:
        return self._ledger.key

    @property
    def _known_since(self) -> date:
        return self._ledger.plan.known_since

    def _unit(self, word: str, grounds: Grounds) -> str:
        """Return the unit that a word means on the day of the decision."""
        day = grounds.on or self._office.today
        ledger = self._ledger
        name = name_of(word, ledger, "单位", day, "要从早先某天起改名的，请加 --on 日期。")
        if all(name != unit.name for unit in ledger.units(day)):
            raise NotFoundError(f"“{name}”是负责人，不是单位。")
        return name

    def _ids(
        self, words: Sequence[str], grounds: Grounds, *, one: bool = False, to_change: bool = True
    ) -> list[ProjectId]:
        """Return the projects meant, all of them in the plan on the day of the decision.

        Those to change were not carried into another plan by then.
        """
        day = grounds.on or self._office.today
        ledger = self._ledger
        ids = ledger.find(words, one_each=True, day=day)
        for project, state, _ in ledger.items(day, Selection(ids=tuple(ids))):
            if state.withdrawn_on:
                raise RefusedError(f"{project.id} {project.title}已从计划中撤销，未作改动。")
            if to_change:
                refuse_carried(ledger, project, state)
        if one and len(ids) > 1:
            raise NotFoundError(f"“{'、'.join(words)}”是 {len(ids)} 项，请只写一项。")
        return ids


def _carried(ledger: Ledger, decided: Decided) -> dict[str, Successor]:
    """Return where the projects go on that a decision changes and that were carried since."""
    uids = dict.fromkeys(event.uid for event in decided.events if event.uid)
    return {uid: there for uid in uids if (there := successor(ledger, uid))}


def _unit_named(text: str, plan: Plan) -> str:
    """Return the unit of a plan that has a text for its name or alias, or ""."""
    return text if text in plan.units else plan.aliases.get(text, "")


def _checked(unit: str) -> str:
    """Return the name of a unit as typed; raise ``UsageError`` if it is empty or would be several units."""
    if read_units(unit).lead != (unit,):
        raise UsageError(f"“{unit}”不能作单位名称：要写一个单位的全称，不带顿号、括号外的说明。")
    return unit


def _milestone(project: Project, text: str) -> str:
    """Return the name of the milestone that a text means: a name, a part of it, or pinyin initials."""
    names = [target.name for target in milestones(project)]
    if not names:
        raise NotFoundError(f"{project.id} {project.title}没有节点；新增请用 dsq node add。")
    return match_name(text, [Name(name, initials(name)) for name in names], "节点")
