"""Any sequence of decisions and editions: each past day reads as the plan did, and undo leads back."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dushiquan.domain.plan import Plan, Project, Target, Units
from dushiquan.office.deciding import Grounds
from dushiquan.office.office import Office
from dushiquan.store.checking import check_ledger
from dushiquan.store.ledger import Ledger
from tests.builders import empty_ledger
from tests.store.test_editions import START, TITLES, check_day, last_number, plan_of

WHY = Grounds("理由", "3号文")
PROJECTS = ("unit", "title", "category", "due", "add", "drop", "split", "merge", "edition")
MILESTONES = ("node", "node", "later node", "no node", "edition", "edition", "drop", "rename")


def moves(kinds: tuple[str, ...]) -> st.SearchStrategy[list[tuple[str, int, int]]]:
    one = st.tuples(st.sampled_from(kinds), st.integers(0, 9), st.integers(0, 9))
    return st.lists(one, min_size=1, max_size=7)


def first(size: int) -> Plan:
    rows: list[dict[str, str | bool]] = [
        {
            "title": title,
            "reworded": False,
            "category": "甲类" if at < 2 else "乙类",
            "unit": "甲局",
            "target": "",
        }
        for at, title in enumerate(TITLES[:size])
    ]
    return plan_of(rows, 0)


def nodes(project: Project) -> list[Target]:
    return [target for target in project.targets if target.name.startswith("节点")]


def without(project: Project, name: str) -> Project:
    return project._replace(targets=tuple(target for target in project.targets if target.name != name))


def with_one(project: Project, node: Target) -> Project:
    """The project with a milestone before the first later one."""
    targets = list(project.targets)
    later = [at for at, one in enumerate(targets) if one.due and node.due and one.due > node.due]
    targets.insert(later[0] if later else len(targets), node)
    return project._replace(targets=tuple(targets))


def renamed(project: Project, names: dict[str, str]) -> Project:
    lead, support = (tuple(names.get(unit, unit) for unit in units) for units in project.units[:2])
    return project._replace(units=project.units._replace(lead=lead, support=support))


class Told:
    """The plan as a clerk with a pencil would keep it, beside the ledger."""

    def __init__(self, plan: Plan) -> None:
        self.rows = list(plan.projects)
        self.gone: dict[str, Project] = {}
        self.aliases: dict[str, str] = {}

    def on(self, office: Office, turn: int) -> None:
        self.office = office
        self.turn = turn

    def decide(self, move: str, one: int, other: int) -> None:
        decisions, rows = self.office.decisions, self.rows
        at = one % len(rows)
        chosen, place = rows[at], other % len(rows)
        match move:
            case "unit":
                decisions.set([chosen.id], {"units": f"{self.turn}局"}, WHY)
                rows[at] = chosen._replace(units=Units((f"{self.turn}局",)))
            case "title":
                decisions.set([chosen.id], {"title": f"新题{self.turn}"}, WHY)
                rows[at] = chosen._replace(title=f"新题{self.turn}")
            case "category":
                decisions.set([chosen.id], {"category": "丙类"}, WHY)
                rows[at] = chosen._replace(category="丙类")
            case "due":
                decisions.set([chosen.id], {"due": "2024-10-31"}, WHY)
                rows[at] = chosen._replace(due=date(2024, 10, 31))
            case "add":
                typed = {"title": f"新增{self.turn}", "category": chosen.category, "units": "乙局"}
                typed["requirement"] = "年底前完成"
                decisions.add(typed, WHY, behind=rows[place].id)
                new = chosen._replace(
                    title=typed["title"], units=Units(("乙局",)), due=date(2024, 12, 31), targets=()
                )
                rows.insert(place + 1, self.numbered(new))
            case "drop" if len(rows) > 1:
                decisions.drop([chosen.id], WHY)
                self.leave(at)
            case "split":
                titles = [f"甲段{self.turn}", f"乙段{self.turn}"]
                decisions.split(chosen.id, [(titles[0], ""), (titles[1], "丁局")], WHY)
                parts = [chosen._replace(title=title, targets=()) for title in titles]
                parts[1] = parts[1]._replace(units=Units(("丁局",)))
                self.gone[chosen.title] = chosen
                rows[at : at + 1] = map(self.numbered, parts)
            case "merge" if place != at:
                decisions.merge([chosen.id], rows[place].id, WHY)
                self.leave(at)
            case "rename":
                self.rename(chosen.units.lead[0], f"{self.turn}委")
            case "node":
                milestone = Target(f"节点{self.turn}", 1, "", date(2024, 3 + other, 15))
                decisions.add_milestone(chosen.id, milestone, WHY)
                rows[at] = with_one(chosen, milestone)
            case "later node" if nodes(chosen):
                milestone = nodes(chosen)[0]._replace(due=date(2024, 3 + other, 20))
                decisions.move_milestone(chosen.id, milestone.name, date(2024, 3 + other, 20), WHY)
                rows[at] = with_one(without(chosen, milestone.name), milestone)
            case "no node" if nodes(chosen):
                decisions.drop_milestone(chosen.id, nodes(chosen)[0].name, WHY)
                rows[at] = without(chosen, nodes(chosen)[0].name)

    def rename(self, old: str, new: str) -> None:
        self.office.decisions.rename(old, new, WHY)
        self.rows[:] = [renamed(project, {old: new}) for project in self.rows]
        self.aliases |= {alias: new for alias, unit in self.aliases.items() if unit == old}
        self.aliases[old] = new

    def leave(self, at: int) -> None:
        """Take a project out; it may come back with an edition, and its milestones with it."""
        self.gone[self.rows[at].title] = self.rows[at]
        del self.rows[at]

    def load(self, edition: Plan) -> None:
        """Load an edition: milestones that were decided on stay with a project of the same title."""
        edition = edition._replace(
            projects=tuple(renamed(project, self.aliases) for project in edition.projects),
            aliases=dict(self.aliases),
        )
        plans = self.office.plans
        plans.load(plans.edition(edition, lambda doubt: doubt.answered_by("title")))
        known = self.gone | {project.title: project for project in self.rows}
        self.gone = dict(known)
        self.rows[:] = edition.projects
        for at, project in enumerate(self.rows):
            for node in nodes(self.gone.pop(project.title, project)):
                self.rows[at] = with_one(self.rows[at], node)

    def numbered(self, project: Project) -> Project:
        """Give a new project the number that the ledger gave it; everything else is checked."""
        ledger = Ledger(self.office.connection)
        (id,) = [i.project.id for i in ledger.items(date.max) if i.project.title == project.title]
        return project._replace(id=id)


@pytest.mark.once
@settings(max_examples=20)
@given(st.integers(2, 5), moves(PROJECTS))
def test_past_days_read_as_decided_and_undo_leads_back(size: int, chosen: list[tuple[str, int, int]]) -> None:
    check(size, chosen)


@pytest.mark.once
@settings(max_examples=15)
@given(st.integers(1, 2), moves(MILESTONES))
def test_past_days_have_the_milestones_and_names_decided_on(
    size: int, chosen: list[tuple[str, int, int]]
) -> None:
    check(size, chosen)


def check(size: int, chosen: list[tuple[str, int, int]]) -> None:
    """Each day reads as the plan did then, and each undo leads back to the plan before."""
    with empty_ledger() as (path, connection):
        plan = first(size)
        office = Office(connection, path, today=START, user="")
        office.plans.load(office.plans.edition(plan))
        told = Told(plan)
        known = {START: plan}
        sizes = {START: last_number(connection)}
        for turn, (move, one, other) in enumerate(chosen, 1):
            day = START + timedelta(days=10 * turn)
            office = Office(connection, path, today=day, user="")
            told.on(office, turn)
            if move == "edition":
                plan = first(one % len(TITLES) + 1)
                told.load(plan)
            else:
                told.decide(move, one, other)
                order = (*plan.categories, *(p.category for p in plan.projects), "丙类")
                plan = plan._replace(categories=tuple(dict.fromkeys(order)))
            plan = plan._replace(projects=tuple(told.rows))
            known[day] = plan
            sizes[day] = last_number(connection)
            check_day(Ledger(connection), plan, day)
            assert check_ledger(connection) == []
        for asked, then in known.items():
            for each in (asked, asked + timedelta(days=9)):
                check_day(Ledger(connection), then, each)
                check_day(Ledger(connection, known_at=each), then, each)
        days = list(known)
        for day in reversed(days[1:]):
            del known[day]
            changed = sizes[day] > sizes[list(known)[-1]]
            office = Office(connection, path, today=days[-1] + timedelta(days=1), user="")
            if changed:
                office.entries.undo()
            for asked in (START, list(known)[-1]):
                check_day(Ledger(connection), known[asked], asked)
            check_day(Ledger(connection), list(known.values())[-1], date.max)
            assert check_ledger(connection) == []


FIELDS = ("title", "units", "category")
for_any_day = st.lists(
    st.tuples(st.sampled_from(FIELDS), st.integers(0, 2), st.integers(0, 8)), min_size=1, max_size=8
)


@settings(max_examples=15)
@given(for_any_day)
def test_a_decision_for_a_past_day_counts_from_it_below_what_was_decided_later(
    chosen: list[tuple[str, int, int]],
) -> None:
    """Of each field the decision for the latest day counts; of one day, the one entered last."""
    with empty_ledger() as (path, connection):
        plan = first(3)
        office = Office(connection, path, today=START, user="")
        office.plans.load(office.plans.edition(plan))
        made: list[tuple[date, date, int, str, str, int]] = []
        for turn, (field, place, back) in enumerate(chosen, 1):
            today = START + timedelta(days=turn)
            on = max(START, today - timedelta(days=back))
            office = Office(connection, path, today=today, user="")
            value = f"新{turn}局"
            id = office.ledger.ids()[place]
            office.decisions.set([id], {field: value}, WHY._replace(on=on))
            made.append((on, today, turn, field, value, place))
        days = [START + timedelta(days=number) for number in range(len(chosen) + 2)]
        for day in days:
            for known in (day, days[-1]):
                shown = [i.project for i in Ledger(connection, known_at=known).items(day)]
                expected = [project._asdict() for project in plan.projects]
                for on, entered, _, field, value, place in sorted(made):
                    if on <= day and entered <= known:
                        expected[place][field] = Units((value,)) if field == "units" else value
                for project, then in zip(sorted(shown, key=lambda p: int(p.id)), expected, strict=True):
                    assert [getattr(project, name) for name in FIELDS] == [then[name] for name in FIELDS]
        assert check_ledger(connection) == []
