"""From the fields of a plan file (docs/plan-file.md) to a plan, with every problem found on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

from dushiquan.domain.fields import FILE_FIELDS
from dushiquan.domain.ids import ProjectId, distinct_ids
from dushiquan.domain.plan import (
    KIND_LABELS,
    Contact,
    EscalationLevel,
    Kind,
    MonthBefore,
    Notice,
    Plan,
    Project,
    Target,
    Units,
    default_key,
)
from dushiquan.errors import UsageError
from dushiquan.formats.files import Track, untracked
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.phrases.deadline import Requirement
from dushiquan.phrases.person_cell import read_persons
from dushiquan.phrases.promise import Promise, promise
from dushiquan.phrases.same_unit import alike
from dushiquan.phrases.unit_cell import read_unit_cell
from dushiquan.sources.basis import MONTH_BEFORE, Basis, FindEarlier, no_earlier
from dushiquan.sources.cells import is_day, shortened
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.mending.ditto import fill_dittos, is_ditto
from dushiquan.sources.questions import DoubtfulCell, Questions, is_doubtful
from dushiquan.sources.row_numbers import row_word, row_words
from dushiquan.sources.section_names import section_name
from dushiquan.sources.turn_of_year import first_after_turn

_MOST_NAMED = 4
"""Rows with one number that a question names."""
_TOP = ("plan", "levels", "categories", "units", "projects")
_PLAN = ("key", "title", "year", "document", "month_before", "remark")
# Many projects of a large plan have the same cell.
_unit_cell = lru_cache(1024)(read_unit_cell)


@dataclass
class PlanReader(FieldReader):
    """Reads one plan. ``projects`` are those without an error, even if the plan as a whole has some.

    ``untitled`` tells that a table has no title but the name of its file, ``sections`` are the categories
    that it has with a count. ``find_earlier`` gives the edition that the ledger has; ``today``
    is the day of loading, if it is loaded.
    """

    projects: list[Project] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    rows: dict[ProjectId, int] = field(default_factory=dict)
    named: dict[str, Node] = field(default_factory=dict)
    lacking: dict[str, list[str]] = field(default_factory=dict)
    names_targets: bool = False
    untitled: bool = False
    sections: frozenset[str] = frozenset()
    track: Track = untracked
    find_earlier: FindEarlier = no_earlier
    today: date | None = None
    basis: Basis = field(default_factory=Basis)
    questions: Questions = field(default_factory=Questions)
    promises: dict[tuple[str, date | None], Promise] = field(default_factory=dict)

    def plan(self, tree: Node) -> Plan | None:
        """Return the plan, or None if there is an error."""
        top = self.known(tree, _TOP, "文件")
        self.of_plan = True
        head = self.known(top.get("plan", Node({}, tree.line)), _PLAN, "plan")
        where = top.get("plan", tree)
        title = self.needed(head, "title", where)
        year = self.number(head.get("year"), "year", low=1900, high=2999)
        if "year" not in head:
            message = "没有写明计划年度，不写年份的时限都未读出；请写明，或加 --year 2011。"
            self.warn(where, "year", message)
        faulty = 2000 if "year" in head else None  # then nothing is kept, and only the year is reported
        key = head.get("key", NOWHERE).text() or default_key(title, year)
        notice = self.notice(head.get("document", Node({}, tree.line)))
        self.basis = self.found_basis(head, key, year or faulty, notice)
        if self.untitled:
            title = self.title_for_untitled(title)
        levels = self.levels(top["levels"]) if "levels" in top else None
        self.read_units(top.get("units"))
        self.of_plan = False
        categories = dict.fromkeys(self.texts(top.get("categories"), "categories"))
        rows = self.list_of(top.get("projects"), "projects")
        if not rows:
            self.error(top.get("projects", tree), "projects", "没有项目；至少要有一项。")
        numbers = self.numbers(rows)
        numbered = list(zip(fill_dittos(rows, numbers, self), numbers, strict=True))
        hundreds = [numbered[at : at + 100] for at in range(0, len(rows), 100)]
        for row, number in chain.from_iterable(self.track(hundreds, "核对")):
            self.read_row(row, number, key, categories, closed="categories" in top)
        self.project = None
        self.questions.ask(self, self.basis)
        self.say_turn_of_year()
        self.say_lacking()
        self.say_alike()
        if year is None and "year" in head:
            self.projects.clear()
        if any(problem.level == "error" for problem in self.problems):
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
            month_before=self.basis.month_before,
            levels=levels,
            contacts=self.contacts,
        )

    def say_turn_of_year(self) -> None:
        """Note months that begin anew: they are read in the plan's year, as all that name none."""
        if (first := first_after_turn(self.projects)) and first.due:
            message = (
                f"从“{first.title}”（{first.requirement}）起，月份又从头数，照写的算 {first.due.year} 年；"
                "是下一年的请写明年份。"
            )
            self.project = str(first.id)
            self.warn(NOWHERE, "requirement", message)
            self.project = None

    def found_basis(self, head: dict[str, Node], key: str, year: int | None, notice: Notice) -> Basis:
        """Find the basis of the requirements: what the file says, or else what its earlier edition said."""
        earlier = self.find_earlier(key)
        was = earlier.plan if earlier else None
        issued = notice.issued or (was.notice.issued if was else None)
        month_before = self.month_before(head.get("month_before")) or (was.month_before if was else None)
        return Basis(year, issued, month_before, earlier, self.today)

    def title_for_untitled(self, stem: str) -> str:
        """Return the title of the earlier edition, or else the name of the file; say which."""
        earlier = self.basis.earlier
        title = earlier.plan.title if earlier else stem
        said = f"沿用台账里的标题“{title}”" if earlier else f"以文件名“{stem}”为标题"
        self.warn(NOWHERE, "title", f"没有标题行，{said}；可用 --title 另定。")
        return title

    def month_before(self, node: Node | None) -> MonthBefore | None:
        """Read whether 8月前 includes August."""
        if node is None or node.value == "":
            return None
        answer = MONTH_BEFORE.get(node.text())
        if answer is None:
            self.error(
                node, "month_before", f"“{node.text()}”不认得；请写 included（含）或 excluded（不含）。"
            )
        return answer

    # --- the parts of a plan ---------------------------------------------------------------------

    def notice(self, node: Node) -> Notice:
        """Read the notice with which the plan was issued."""
        known = self.known(node, Notice._fields, "document")
        no, title, issuer, drafter = (
            known.get(name, NOWHERE).text() for name in ("no", "title", "issuer", "drafter")
        )
        drafted, issued, effective = (
            self.day(known.get(name), name) for name in ("drafted", "issued", "effective")
        )
        return Notice(no, title, issuer, drafter, drafted, issued, effective)

    def levels(self, node: Node) -> tuple[EscalationLevel, ...]:
        """Read the levels of escalation, each with more days than the one before it."""
        found: list[EscalationLevel] = []
        for level in self.list_of(node, "levels"):
            known = self.known(level, EscalationLevel._fields, "levels")
            name = self.needed(known, "name", level)
            if "days" not in known:
                self.error(level, "days", "缺少，必须填写：逾期多少天起建议这一级。")
            days = self.number(known.get("days"), "days", low=1, high=100_000)
            if name and days and found and days <= found[-1].days:
                below = f"“{found[-1].name}”的 {found[-1].days} 天"
                self.error(known["days"], "days", f"“{name}”的 {days} 天不比前一级{below}多；请由低到高写。")
            if name and days:
                found.append(EscalationLevel(name, days))
        return tuple(found)

    def read_units(self, node: Node | None) -> None:
        """Read the units' other names and contacts; keep the other names that the ledger has.

        A name that means two units, or is a unit's own name, is a problem.
        """
        units = [
            (unit, self.known(unit, ("name", "aliases", "contact"), "units"))
            for unit in self.list_of(node, "units")
        ]
        names = {known["name"].text() for _, known in units if "name" in known}
        for unit, known in units:
            name = self.needed(known, "name", unit)
            if "contact" in known:
                contact = self.known(known["contact"], Contact._fields, "contact")
                self.contacts[name] = Contact(
                    *(contact.get(each, NOWHERE).text() for each in Contact._fields)
                )
            for alias in self.texts(known.get("aliases"), "aliases"):
                if alias in names:
                    self.error(unit, "aliases", f"“{alias}”是一个单位的名称，不能又是别名。")
                elif self.aliases.setdefault(alias, name) != name:
                    self.error(unit, "aliases", f"“{alias}”是两个单位的别名；请只留一处。")
        earlier = self.basis.earlier.plan.aliases if self.basis.earlier else {}
        for alias, name in earlier.items():
            if alias not in names and alias not in self.aliases:
                self.aliases[alias] = self.aliases.get(name, name)

    def numbers(self, rows: Sequence[Node]) -> list[str]:
        """Return the number of each row: as written, or else made from its position, which is noted."""
        fields = [row.fields() for row in rows]
        nodes = [known.get("id", NOWHERE) for known in fields]
        # An unknown or faulty number is not replaced: read_id reports what is wrong with it.
        written = [node.text() if node.value == node.text() and not node.faulted else "?" for node in nodes]
        if "?" in written:
            return [node.text() for node in nodes]
        sections = [known.get("category", NOWHERE).text() for known in fields]
        numbering = distinct_ids(written, sections, part_repeated=self.in_table)
        for number, places in numbering.repeated[: 1 if numbering.by_order else None]:
            ids = [numbering.ids[at] for at in places]
            made = f"各项按次序编为 1 至 {len(rows)}" if numbering.by_order else f"分别编为 {_listed(ids)}"
            self.ask_about_repeated(number, [rows[at] for at in places], made)
        if numbering.by_section:
            message = "序号在各类别里从头编起，已编为 1.1、1.2、2.1 这样的序号，前一个数是类别的次序。"
            self.warn(NOWHERE, "id", message)
        if len(numbering.added) == len(rows) > 0:
            self.warn(NOWHERE, "id", f"各项都没有序号，已按次序编为 1 至 {len(rows)}。")
        elif numbering.added:
            made = _listed([numbering.ids[at] for at in numbering.added])
            self.warn(NOWHERE, "id", f"有 {len(numbering.added)} 项没有序号，接着编为 {made}。")
        return numbering.ids

    def ask_about_repeated(self, number: str, rows: Sequence[Node], made: str) -> None:
        """Ask whether rows with one number are rightly projects of their own."""
        named = "、".join(
            f"{row_words([row.line])}“{shortened(row.fields().get('title', NOWHERE).text())}”"
            for row in rows[:_MOST_NAMED]
        ) + ("等" if len(rows) > _MOST_NAMED else "")
        advice = "不要其中哪一行，请加 --without 行号。"
        what = f"“{number}”写了 {len(rows)} 次：{named}"
        self.ask(Node("", rows[0].line), "id", f"{what}；{made}。{advice}")

    def read_row(
        self,
        row: Node,
        number: str,
        plan: str,
        categories: dict[str, None],
        *,
        closed: bool,
    ) -> None:
        """Read one row of the table into ``projects`` if nothing is wrong with it."""
        before = self.errors
        fields = row.fields()
        self.project = number or None
        self.known(row, FILE_FIELDS, "项目")
        id = self.read_id(fields.get("id", row), number)
        title = self.needed(fields, "title", row)
        category = self.category(fields)
        units = self.units(fields.get("units", NOWHERE))
        persons = self.persons(fields.get("persons"))
        for name in (*units.lead, *units.support):
            self.named.setdefault(name, fields["units"])
        promised = self.promised(fields, id)
        self.note_lacking(fields, category, units, persons)
        targets = tuple(self.targets(fields.get("targets")))
        if "targets" not in fields:
            targets = promised.targets
        self.names_targets |= "targets" in fields
        regions = self.texts(fields.get("regions"), "regions")
        if category and category not in categories:
            if closed:
                self.error(row, "category", f"“{category}”不在 categories 之中。")
            categories[category] = None
        way_out = f"，不要这一行请加 --without {row_word(row.line)}" if self.in_table else ""
        if id in self.rows:
            self.error(row, "id", f"与{row_words([self.rows[id]])}的序号重复；每项须有自己的序号{way_out}。")
        elif id:
            self.rows[id] = row.line
        faulted = any(node.faulted for node in fields.values())
        if id is None or faulted or self.errors > before or not title:
            return
        self.projects.append(
            Project(
                id=id,
                plan=plan,
                category=category,
                title=title,
                content=self.text(fields, "content"),
                units=units,
                requirement=self.text(fields, "requirement"),
                kind=promised.kind,
                start=promised.start,
                due=promised.due,
                regions=regions,
                targets=targets,
                persons=persons,
            )
        )

    def category(self, fields: dict[str, Node]) -> str:
        """Return a row's category; one that the earlier edition has with a count stays so."""
        category = self.text(fields, "category")
        if category not in self.sections or self.basis.earlier is None:
            return category
        known = self.basis.earlier.plan.categories
        alike = [each for each in known if section_name(each) == category]
        return alike[0] if len(alike) == 1 and category not in known else category

    def read_id(self, node: Node, number: str) -> ProjectId | None:
        """Read a row's own number; None if it cannot be used."""
        try:
            return ProjectId.parse(number)
        except UsageError as error:
            self.error(node, "id", str(error))
            return None

    def text(self, fields: dict[str, Node], name: str) -> str:
        """Read a text that may be empty, or left out."""
        node = fields.get(name, NOWHERE)
        if not isinstance(node.value, str):
            self.error(node, name, "应是文字。")
        return node.text()

    def units(self, node: Node) -> Units:
        """Read the responsible units, in the source's words or by role, under the plan's names for them."""
        if isinstance(node.value, str):
            cell = _unit_cell(node.value)
            units = cell.units
            if cell.first_leads:
                self.warn(node, "units", f"没有写明谁牵头，以列第一位的{units.reporter}为牵头单位。")
            for doubt in cell.doubts:
                self.warn(node, "units", f"“{doubt}”不像单位名称；请核对责任单位。")
        else:
            known = self.known(node, ("lead", "support", "open"), "units")
            lead, support = (self.texts(known.get(role), role) for role in ("lead", "support"))
            units = Units(lead, support, known.get("open", NOWHERE).text().lower() in ("true", "yes", "1"))

        if not self.aliases and isinstance(node.value, str):
            return units  # whose names differ from each other

        def by_name(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(self.aliases.get(name, name) for name in names))

        return Units(by_name(units.lead), by_name(units.support), units.open)

    def persons(self, node: Node | None) -> tuple[str, ...]:
        """Read the persons responsible: a list, or names in one text as a cell has them."""
        if node is None or not isinstance(node.value, str):
            return self.texts(node, "persons")
        return read_persons(node.value)

    def promised(self, fields: dict[str, Node], id: ProjectId | None) -> Promise:
        """Read what a row asks for: from its phrase, if the row does not say it itself."""
        phrase = fields.get("requirement", NOWHERE)
        read = self.basis.read(phrase.text())
        given: dict[str, Any] = {"kind": self.kind(fields["kind"])} if "kind" in fields else {}
        given |= {"due": self.day(fields["due"], "due")} if "due" in fields else {}
        if "start" in fields:
            given["start"] = self.first_day(fields["start"])
        title = fields.get("title", NOWHERE).text()
        known = self.basis.known(id, title) if read.rhythm else None
        promised = promise(read, known, given) if given else self.promise(phrase.text(), read, known)
        if promised.start and promised.due and promised.start > promised.due:
            promised = self.without_days(fields.get("due", phrase), promised)
        if promised.kind is Kind.UNKNOWN and not (phrase.text() or phrase.faulted or "kind" in given):
            self.lacking.setdefault("requirement", []).append(self.project or "")
        elif is_doubtful(read) and not ("kind" in given or given.get("due") or is_ditto(phrase.text())):
            cell = DoubtfulCell(phrase, self.project or "", id, title)
            self.questions.note(cell, read, self.basis, listed="targets" in fields)
        return promised

    def without_days(self, node: Node, promised: Promise) -> Promise:
        """Return a promise whose due date lies before its start without both, since one of them is wrong.

        A table is read without them; a plan that was written for us is to be put right.
        """
        message = f"时限 {promised.due} 早于起始 {promised.start}"
        if not self.in_table:
            self.error(node, "due", f"{message}。")
            return promised
        self.warn(node, "due", f"{message}，必有一误，两天都未读；请核对后改写。")
        return Promise(Kind.UNKNOWN, None, None, ())

    def promise(self, phrase: str, read: Requirement, known: date | None) -> Promise:
        """Return what a phrase promises; many projects of a large plan have the same."""
        promised = self.promises.get((phrase, known))
        if promised is None:
            promised = self.promises[phrase, known] = promise(read, known)
        return promised

    def first_day(self, node: Node) -> date | None:
        """Read a start; in a table it may be a phrase, and what is not read of it does not stop the file."""
        read = self.basis.read(node.text()) if node.cell and not is_day(node.text()) else None
        if read is None or not node.text() or node.faulted:
            return self.day(node, "start")
        if not (read.start or read.due):
            self.warn(node, "start", f"“{node.text()}”未读出起始日期。")
        return read.start or read.due

    def kind(self, node: Node) -> Kind:
        """Read a kind by its code or its word."""
        for kind, label in KIND_LABELS.items():
            if node.text() in (kind, label):
                return kind
        known = KIND_LABELS.values() if self.in_table else Kind
        self.error(node, "kind", f"“{node.text()}”不是要求类别；可用：{'、'.join(known)}。")
        return Kind.UNKNOWN

    def targets(self, node: Node | None) -> Iterator[Target]:
        """Read the targets of the content, each under a name of its own."""
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

    def note_lacking(
        self, fields: dict[str, Node], category: str, units: Units, persons: tuple[str, ...]
    ) -> None:
        """Remember a field that a row lacks."""
        for name, value in (("category", category), ("units", units.lead or persons)):
            if not (value or fields.get(name, NOWHERE).faulted):
                self.lacking.setdefault(name, []).append(self.project or "")

    def say_lacking(self) -> None:
        """Warn, once for each field, of the projects that lack it."""
        for name, why in _LACKING.items():
            ids = self.lacking.get(name, [])
            if ids and name not in self.absent:
                which = "各项都" if len(ids) == len(self.rows) else f"{_listed(ids)} 共 {len(ids)} 项"
                self.warn(NOWHERE, name, f"{which}{why}")

    def say_alike(self) -> None:
        """Warn of names that look like the same unit, of the first ``_MOST_PAIRS`` one by one."""
        pairs = alike(self.named)
        for first, second in pairs[:_MOST_PAIRS]:
            message = f"“{first}”和“{second}”像是同一单位；若是，请统一写法，或用别名合并。"
            self.warn(Node("", self.named[second].line, self.named[second].cell), "units", message)
        if len(pairs) > _MOST_PAIRS:
            more = f"另有{len(pairs) - _MOST_PAIRS}对名称像是同一单位，未一一列出；统一写法后再核对一次。"
            self.warn(NOWHERE, "units", more)


_MOST_PAIRS = 50
"""Pairs of like names that somebody would go through; more are as a rule a column that names no units."""

_LACKING = {
    "category": "没有类别。",
    "units": "没有责任单位，不能催办，不发填报表。",
    "requirement": "没有写进度要求，没有时限，不会列为逾期。",
}
"""What it means that a project does without a field."""


def _listed(ids: Sequence[str]) -> str:
    return "、".join(ids[:10]) + ("等" if len(ids) > 10 else "")
