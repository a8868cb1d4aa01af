"""From the fields of a plan file (design.md section 6) to a plan, with every problem found on the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dushiquan.domain.plan import Document, Kind, Plan, Project, ProjectId, Target, Units
from dushiquan.domain.requirement import Requirement, read_requirement
from dushiquan.domain.units import read_units
from dushiquan.errors import UsageError
from dushiquan.exchange.plan_yaml import read_yaml
from dushiquan.exchange.problems import PlanFileError, Problem
from dushiquan.exchange.tree import Node

_TOP = ("plan", "categories", "units", "projects")
_PLAN = ("key", "title", "year", "document", "remark")
_DOCUMENT = ("no", "title", "issuer", "drafter", "drafted", "issued", "effective")
_PROJECT = (
    *("id", "category", "title", "content", "units", "requirement"),
    *("kind", "start", "due", "regions", "targets"),
)
_NEEDED = ("id", "category", "title", "units", "requirement")
_TARGET = ("name", "goal", "measure", "due")


def read_plan(path: Path) -> tuple[Plan, list[Problem]]:
    """Read a plan file; return the plan and what it warns of.

    Raise ``PlanFileError`` with every problem of the file where there is an error.
    """
    tree, problems = read_yaml(path)
    reader = _Reader(path, problems)
    plan = reader.plan(tree)
    if plan is None or any(problem.level == "error" for problem in reader.problems):
        raise PlanFileError(path, reader.problems)
    return plan, reader.problems


@dataclass
class _Reader:
    path: Path
    problems: list[Problem] = field(default_factory=list)
    project: str | None = None

    def error(self, node: Node, name: str | None, message: str) -> None:
        self.problems.append(Problem(self.path.name, node.line, self.project, name, message))

    def warn(self, node: Node, name: str | None, message: str) -> None:
        self.problems.append(Problem(self.path.name, node.line, self.project, name, message, "warning"))

    # --- the parts of a file ---------------------------------------------------------------------

    def plan(self, tree: Node) -> Plan | None:
        top = self.known(tree, _TOP, "文件")
        head = self.known(top.get("plan", Node({}, tree.line)), _PLAN, "plan")
        key = self.needed(head, "key", top.get("plan", tree))
        title = self.needed(head, "title", top.get("plan", tree))
        year = self.number(head.get("year"), "year", low=1900, high=2999)
        if "year" not in head:
            self.error(top.get("plan", tree), "year", "缺少；请写明计划年度，如 2011。")
        aliases = dict(self.aliases(top.get("units")))
        categories = [node.text() for node in self.list_of(top.get("categories"), "categories")]
        rows = self.list_of(top.get("projects"), "projects")
        if not rows:
            self.error(top.get("projects", tree), "projects", "没有项目；至少要有一项。")
        projects: list[Project] = []
        seen: dict[ProjectId, int] = {}
        for row in rows:
            project = self.one_project(row, key, year or 2000, aliases)
            if project is None:
                continue
            if project.id in seen:
                self.error(row, "id", f"与第{seen[project.id]}行的序号重复；每项须有自己的序号。")
            seen[project.id] = row.line
            if project.category not in categories:
                if "categories" in top:
                    self.error(row, "category", f"“{project.category}”不在 categories 之中。")
                categories.append(project.category)
            projects.append(project)
        self.project = None
        document = self.document(head.get("document", Node({}, tree.line)))
        if year is None:
            return None
        return Plan(
            key=key,
            title=title,
            year=year,
            categories=tuple(categories),
            projects=tuple(projects),
            document=document,
            remark=head.get("remark", Node("", 0)).text(),
            aliases=aliases,
        )

    def document(self, node: Node) -> Document:
        known = self.known(node, _DOCUMENT, "document")
        no, title, issuer, drafter = (
            known.get(name, Node("", 0)).text() for name in ("no", "title", "issuer", "drafter")
        )
        drafted, issued, effective = (
            self.day(known.get(name), name) for name in ("drafted", "issued", "effective")
        )
        return Document(no, title, issuer, drafter, drafted, issued, effective)

    def aliases(self, node: Node | None) -> Iterator[tuple[str, str]]:
        for unit in self.list_of(node, "units"):
            known = self.known(unit, ("name", "aliases"), "units")
            name = self.needed(known, "name", unit)
            for alias in self.list_of(known.get("aliases"), "aliases"):
                yield alias.text(), name

    def one_project(self, row: Node, plan: str, year: int, aliases: dict[str, str]) -> Project | None:
        self.project = row.fields()["id"].text() if "id" in row.fields() else None
        known = self.known(row, _PROJECT, "项目")
        for name in _NEEDED:
            self.needed(known, name, row)
        try:
            id = ProjectId.parse(known["id"].text()) if "id" in known else None
        except UsageError:
            self.error(known["id"], "id", f"“{known['id'].text()}”不是序号；请写成 6 或 22.1。")
            id = None
        units = self.units(known.get("units", row), aliases)
        requirement = self.requirement(known, year)
        targets = tuple(self.targets(known.get("targets")))
        if id is None or not all(name in known for name in _NEEDED):
            return None
        return Project(
            id=id,
            plan=plan,
            category=known["category"].text(),
            title=known["title"].text(),
            content=known.get("content", Node("", 0)).text(),
            units=units,
            requirement=known["requirement"].text(),
            kind=requirement.kind,
            start=requirement.start,
            due=requirement.due,
            regions=tuple(node.text() for node in self.list_of(known.get("regions"), "regions")),
            targets=targets
            or tuple(Target(step.text or str(step.due), due=step.due) for step in requirement.steps),
        )

    def units(self, node: Node, aliases: dict[str, str]) -> Units:
        if isinstance(node.value, str):
            units = read_units(node.value)
        else:
            known = self.known(node, ("lead", "support", "open"), "units")
            lead, support = (
                tuple(name.text() for name in self.list_of(known.get(role), role))
                for role in ("lead", "support")
            )
            units = Units(
                lead, support, known.get("open", Node("", 0)).text().lower() in ("true", "yes", "1")
            )
        if not units.lead:
            self.error(node, "units", "没有牵头（责任）单位；至少要有一个。")

        def by_name(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(aliases.get(name, name) for name in names))

        return Units(by_name(units.lead), by_name(units.support), units.open)

    def requirement(self, known: dict[str, Node], year: int) -> Requirement:
        phrase = known.get("requirement", Node("", 0))
        read = read_requirement(phrase.text(), year)
        kind = read.kind
        if "kind" in known:
            try:
                kind = Kind(known["kind"].text())
            except ValueError:
                kinds = "、".join(Kind)
                self.error(known["kind"], "kind", f"“{known['kind'].text()}”不是要求类别；可用：{kinds}。")
        start = self.day(known["start"], "start") if "start" in known else read.start
        due = self.day(known["due"], "due") if "due" in known else read.due
        if start and due and start > due:
            self.error(known.get("due", phrase), "due", f"时限 {due} 早于起始 {start}。")
        if kind is Kind.UNKNOWN and phrase.text():
            self.warn(phrase, "requirement", f"“{phrase.text()}”未读出时限；如有请另写 due 和 kind。")
        return Requirement(kind, start, due, read.steps if "due" not in known else ())

    def targets(self, node: Node | None) -> Iterator[Target]:
        names = set()
        for target in self.list_of(node, "targets"):
            known = self.known(target, _TARGET, "targets")
            name = self.needed(known, "name", target)
            if name in names:
                self.error(target, "targets", f"指标“{name}”出现了两次；请区分名称。")
            names.add(name)
            goal = self.number(known.get("goal"), "goal", low=1, high=10**9) or 1
            measure = known.get("measure", Node("", 0)).text()
            yield Target(name, goal, measure, self.day(known.get("due"), "due"))

    # --- the kinds of field ----------------------------------------------------------------------

    def known(self, node: Node, names: tuple[str, ...], what: str) -> dict[str, Node]:
        if not isinstance(node.value, dict):
            self.error(node, None, f"{what}应写成“名称: 值”的形式。")
        for name, value in node.fields().items():
            if name not in names:
                self.error(value, name, f"不认识的字段；{what}可用：{'、'.join(names)}。")
        return node.fields()

    def needed(self, fields: dict[str, Node], name: str, node: Node) -> str:
        if name not in fields:
            self.error(node, name, "缺少，必须填写。")
            return ""
        if fields[name].value in ("", [], {}):
            self.error(fields[name], name, "是空的，必须填写。")
        return fields[name].text()

    def list_of(self, node: Node | None, name: str) -> list[Node]:
        if node is not None and node.value != "" and not isinstance(node.value, list):
            self.error(node, name, "应写成列表：[甲, 乙]。")
        return node.items() if node else []

    def number(self, node: Node | None, name: str, *, low: int, high: int) -> int | None:
        if node is None:
            return None
        text = node.text()
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            self.error(node, name, f"“{text}”应是 {low} 到 {high} 的整数。")
            return None
        return int(text)

    def day(self, node: Node | None, name: str) -> date | None:
        if node is None or node.value == "":
            return None
        text = node.text()
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.error(node, name, f"“{text}”不是日期；请写成 2011-06-30。")
        return None
