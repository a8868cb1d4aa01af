"""Any sequence of decisions and editions: each past day reads as the plan did, and undo leads back."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from dushiquan.domain.plan import Plan, Project, Units
from dushiquan.office.deciding import Grounds
from dushiquan.office.office import Office
from dushiquan.store.checking import check_ledger
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import create_ledger, open_ledger
from tests.store.test_editions import START, TITLES, check_day, last_number, plan_of

WHY = Grounds("理由", "3号文")
moves = st.lists(
    st.tuples(
        st.sampled_from(("unit", "title", "category", "due", "add", "drop", "split", "merge", "edition")),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=7,
)


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


class Told:
    """The plan as a clerk with a pencil would keep it, beside the ledger."""

    def __init__(self, office: Office, plan: Plan, turn: int) -> None:
        self.office = office
        self.rows = list(plan.projects)
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
                del rows[at]
            case "split":
                titles = [f"甲段{self.turn}", f"乙段{self.turn}"]
                decisions.split(chosen.id, [(titles[0], ""), (titles[1], "丁局")], WHY)
                parts = [chosen._replace(title=title, targets=()) for title in titles]
                parts[1] = parts[1]._replace(units=Units(("丁局",)))
                rows[at : at + 1] = map(self.numbered, parts)
            case "merge" if place != at:
                decisions.merge([chosen.id], rows[place].id, WHY)
                del rows[at]

    def numbered(self, project: Project) -> Project:
        """Give a new project the number that the ledger gave it; everything else is checked."""
        ledger = Ledger(self.office.connection)
        (id,) = [i.project.id for i in ledger.items(date.max) if i.project.title == project.title]
        return project._replace(id=id)


@settings(max_examples=25)
@given(st.integers(2, 5), moves)
def test_past_days_read_as_decided_and_undo_leads_back(size: int, chosen: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        create_ledger(path, lambda connection: None)
        with closing(open_ledger(path)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            plan = first(size)
            office = Office(connection, path, today=START, user="")
            office.plans.load(office.plans.edition(plan))
            known = {START: plan}
            sizes = {START: last_number(connection)}
            for turn, (move, one, other) in enumerate(chosen, 1):
                day = START + timedelta(days=10 * turn)
                office = Office(connection, path, today=day, user="")
                if move == "edition":
                    plan = first(one % len(TITLES) + 1)
                    office.plans.load(office.plans.edition(plan, lambda doubt: doubt.answered_by("title")))
                else:
                    told = Told(office, plan, turn)
                    told.decide(move, one, other)
                    order = (*plan.categories, *(p.category for p in plan.projects), "丙类")
                    plan = plan._replace(projects=tuple(told.rows), categories=tuple(dict.fromkeys(order)))
                known[day] = plan
                sizes[day] = last_number(connection)
                for asked, then in known.items():
                    for each in (asked, asked + timedelta(days=9)):
                        check_day(Ledger(connection), then, each)
                        check_day(Ledger(connection, known_at=each), then, each)
                assert check_ledger(connection) == []
            days = list(known)
            for day in reversed(days[1:]):
                del known[day]
                changed = sizes[day] > sizes[list(known)[-1]]
                office = Office(connection, path, today=days[-1] + timedelta(days=1), user="")
                if changed:
                    office.entries.undo()
                for asked, then in known.items():
                    check_day(Ledger(connection), then, asked)
                check_day(Ledger(connection), list(known.values())[-1], date.max)
                assert check_ledger(connection) == []
