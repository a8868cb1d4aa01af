"""From the fields of a plan file (design.md section 6) to a plan, with every problem found on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from dushiquan.domain.fields import FILE_FIELDS
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import KIND_LABELS, Kind, Notice, Plan, Project, Target, Units
from dushiquan.errors import UsageError
from dushiquan.formats.files import Track, untracked
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.phrases.deadline import Requirement, read_requirement
from dushiquan.phrases.same_unit import alike
from dushiquan.phrases.unit_cell import read_units
from dushiquan.sources.field_reader import FieldReader

_TOP = ("plan", "categories", "units", "projects")
_PLAN = ("key", "title", "year", "document", "remark")
_NEEDED = ("category", "title", "units")

# A large plan says the same of many projects.
_units = lru_cache(1024)(read_units)
_requirement = lru_cache(1024)(read_requirement)


@dataclass
class PlanReader(FieldReader):
    """Reads one plan. ``projects`` are those without an error, also where the plan as a whole has some."""

    projects: list[Project] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    rows: dict[ProjectId, int] = field(default_factory=dict)
    named: dict[str, Node] = field(default_factory=dict)
    bare: list[str] = field(default_factory=list)
    track: Track = untracked

    def plan(self, tree: Node) -> Plan | None:
        """The plan, or None where an error stands."""
        top = self.known(tree, _TOP, "文件")
        head = self.known(top.get("plan", Node({}, tree.line)), _PLAN, "plan")
        where = top.get("plan", tree)
        title = self.needed(head, "title", where)
        year = self.number(head.get("year"), "year", low=1900, high=2999)
        if "year" not in head:
            self.error(where, "year", "缺少；请写明计划年度，或加 --year 2011。")
        key = self.needed(head, "key", where) or str(year or "")
        notice = self.notice(head.get("document", Node({}, tree.line)))
        self.read_aliases(top.get("units"))
        categories = dict.fromkeys(self.texts(top.get("categories"), "categories"))
        rows = self.list_of(top.get("projects"), "projects")
        if not rows:
            self.error(top.get("projects", tree), "projects", "没有项目；至少要有一项。")
        hundreds = [rows[at : at + 100] for at in range(0, len(rows), 100)]
        for row in chain.from_iterable(self.track(hundreds, "核对")):
            self.read_row(row, key, year, categories, closed="categories" in top)
        self.project = None
        self.say_bare()
        self.say_alike()
        if year is None:
            self.projects.clear()  # what they say of days was read without knowing the year
        if year is None or any(problem.level == "error" for problem in self.problems):
            return None
        return Plan(
            key=key,
            title=title,
            year=year,
            categories=tuple(categories),
            projects=tuple(self.projects),
            notice=notice,
            remark=head.get("remark", NOWHERE).text(),
            aliases=self.aliases,
        )

    # --- the parts of a plan ---------------------------------------------------------------------

    def notice(self, node: Node) -> Notice:
        """The paper that issued it."""
        known = self.known(node, Notice._fields, "document")
        no, title, issuer, drafter = (
            known.get(name, NOWHERE).text() for name in ("no", "title", "issuer", "drafter")
        )
        drafted, issued, effective = (
            self.day(known.get(name), name) for name in ("drafted", "issued", "effective")
        )
        return Notice(no, title, issuer, drafter, drafted, issued, effective)

    def read_aliases(self, node: Node | None) -> None:
        """The units' other names; one that means two units, or is a unit's own, is a problem."""
        units = [
            (unit, self.known(unit, ("name", "aliases"), "units")) for unit in self.list_of(node, "units")
        ]
        names = {known["name"].text() for _, known in units if "name" in known}
        for unit, known in units:
            name = self.needed(known, "name", unit)
            for alias in self.texts(known.get("aliases"), "aliases"):
                if alias in names:
                    self.error(unit, "aliases", f"“{alias}”是一个单位的名称，不能又是别名。")
                elif self.aliases.setdefault(alias, name) != name:
                    self.error(unit, "aliases", f"“{alias}”是两个单位的别名；请只留一处。")

    def read_row(
        self, row: Node, plan: str, year: int | None, categories: dict[str, None], *, closed: bool
    ) -> None:
        """One row of the table, into ``projects`` if nothing is wrong with it."""
        before = self.errors
        fields = row.fields()
        self.project = (fields["id"].text() or None) if "id" in fields else None
        self.known(row, FILE_FIELDS, "项目")
        id = self.read_id(row)
        category, title, _ = (self.needed(fields, name, row) for name in _NEEDED)
        units = self.units(fields.get("units", NOWHERE)) if "units" in fields else Units()
        for name in (*units.lead, *units.support):
            self.named.setdefault(name, fields["units"])
        requirement = self.requirement(row, year)
        targets = tuple(self.targets(fields.get("targets")))
        if "targets" not in fields:
            targets = tuple(Target(step.text or str(step.due), due=step.due) for step in requirement.steps)
        regions = self.texts(fields.get("regions"), "regions")
        if category and category not in categories:
            if closed:
                self.error(row, "category", f"“{category}”不在 categories 之中。")
            categories[category] = None
        if id in self.rows:
            self.error(row, "id", f"与第{self.rows[id]}行的序号重复；每项须有自己的序号。")
        elif id:
            self.rows[id] = row.line
        faulted = any(node.faulted for node in fields.values())
        if id is None or faulted or self.errors > before or self.absent.intersection(_NEEDED):
            return
        self.projects.append(
            Project(
                id=id,
                plan=plan,
                category=category,
                title=title,
                content=fields.get("content", NOWHERE).text(),
                units=units,
                requirement=fields.get("requirement", NOWHERE).text(),
                kind=requirement.kind,
                start=requirement.start,
                due=requirement.due,
                regions=regions,
                targets=targets,
            )
        )

    def read_id(self, row: Node) -> ProjectId | None:
        """A row's own number; None where it has none that can be used."""
        node = row.fields().get("id")
        if node is None:
            self.error(row, "id", "缺少，必须填写。")
            return None
        if not node.text():
            self.error(node, "id", "是空的；请写序号，一个序号下有几项的写成 22.1、22.2。")
            return None
        try:
            return ProjectId.parse(node.text())
        except UsageError:
            self.error(node, "id", f"“{node.text()}”不是序号；请写成 6 或 22.1。")
            return None

    def units(self, node: Node) -> Units:
        """The responsible units, in the source's words or by role, under the plan's names for them."""
        if isinstance(node.value, str):
            units = _units(node.value)
        else:
            known = self.known(node, ("lead", "support", "open"), "units")
            lead, support = (self.texts(known.get(role), role) for role in ("lead", "support"))
            units = Units(lead, support, known.get("open", NOWHERE).text().lower() in ("true", "yes", "1"))
        if not units.lead:
            self.error(node, "units", "没有牵头（责任）单位；至少要有一个。")

        def by_name(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(self.aliases.get(name, name) for name in names))

        return Units(by_name(units.lead), by_name(units.support), units.open)

    def requirement(self, row: Node, year: int | None) -> Requirement:
        """What a row asks for: read from its phrase, where the row does not say it itself.

        A phrase may be empty (the source names no time) but not forgotten.
        """
        fields = row.fields()
        phrase = fields.get("requirement", NOWHERE)
        if "requirement" not in fields and "requirement" not in self.absent:
            self.error(row, "requirement", "缺少；原文没有进度要求的，请写 requirement: ''。")
        # Without the plan's year nothing is kept of what is read here: see plan().
        read = _requirement(phrase.text(), year or 2000)
        kind = self.kind(fields["kind"]) if "kind" in fields else read.kind
        start = self.day(fields["start"], "start") if "start" in fields else read.start
        due = self.day(fields["due"], "due") if "due" in fields else read.due
        if due and kind is Kind.UNKNOWN and "kind" not in fields:
            kind = Kind.COMPLETE  # a day to which something is due, whatever the words beside it
        if start and due and start > due:
            self.error(fields.get("due", phrase), "due", f"时限 {due} 早于起始 {start}。")
        if kind is Kind.UNKNOWN and phrase.text() and "kind" not in fields:
            self.warn(
                phrase,
                "requirement",
                f"“{phrase.text()}”未读出时限；有时限的请改写这一格，或另写到期日（due）和要求类别（kind）。",
            )
        elif kind is Kind.UNKNOWN and "requirement" in fields and not (phrase.text() or phrase.faulted):
            self.bare.append(self.project or "")
        return Requirement(kind, start, due, read.steps if "due" not in fields else ())

    def kind(self, node: Node) -> Kind:
        """A kind by its code or its word."""
        for kind, label in KIND_LABELS.items():
            if node.text() in (kind, label):
                return kind
        self.error(node, "kind", f"“{node.text()}”不是要求类别；可用：{'、'.join(Kind)}。")
        return Kind.UNKNOWN

    def targets(self, node: Node | None) -> Iterator[Target]:
        """What the content promises, each under a name of its own."""
        names = set()
        for target in self.list_of(node, "targets"):
            known = self.known(target, Target._fields, "targets")
            name = self.needed(known, "name", target)
            if name in names:
                self.error(target, "targets", f"指标“{name}”出现了两次；请区分名称。")
            names.add(name)
            goal = self.number(known.get("goal"), "goal", low=1, high=10**9) or 1
            measure = known.get("measure", NOWHERE).text()
            yield Target(name, goal, measure, self.day(known.get("due"), "due"))

    # --- what a person should look at ------------------------------------------------------------

    def say_bare(self) -> None:
        """Warn of the projects whose source names no time, all at once."""
        if self.bare and "requirement" not in self.absent:
            ids = "、".join(self.bare[:10]) + ("等" if len(self.bare) > 10 else "")
            message = f"{ids} 共 {len(self.bare)} 项没有写进度要求，没有时限，不会列为逾期。"
            self.warn(NOWHERE, "requirement", message)

    def say_alike(self) -> None:
        """Warn of names that look like one unit's."""
        for first, second in alike(self.named):
            message = f"“{first}”和“{second}”像是同一单位；若是，请统一写法，或用别名合并。"
            self.warn(Node("", self.named[second].line, self.named[second].cell), "units", message)
