"""Any sequence of editions: past days read as the plan stood, and every project keeps its history."""

from datetime import date, timedelta
from sqlite3 import Connection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dushiquan.domain import acts
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.loads import UndoneLoad
from dushiquan.domain.plan import Kind, Plan, Project, Target, Units
from dushiquan.office.office import Office
from dushiquan.store.checking import check_ledger
from dushiquan.store.event_log import Provenance, record
from dushiquan.store.ledger import Ledger
from tests.builders import empty_ledger

TITLES = ("修建大桥", "挖掘水井", "种植树木", "铺设管网", "联合执法")
"""Titles that are not alike; a reworded one is longer by one word."""
START = date(2024, 1, 1)

lines = st.fixed_dictionaries(
    {
        "title": st.sampled_from(TITLES),
        "reworded": st.booleans(),
        "category": st.sampled_from(("甲类", "乙类", "")),
        "unit": st.just("甲局"),
        "target": st.sampled_from(("甲", "乙", "")),
    }
)
"""A row of an edition: which of five projects, in which words."""


def plan_of(rows: list[dict[str, str | bool]], edition: int) -> Plan:
    """A plan of an edition; the numbers are those of the places."""
    projects = tuple(
        Project(
            id=ProjectId(str(place)),
            plan="a",
            category=str(row["category"]),
            title=f"{row['title']}工程" if row["reworded"] else str(row["title"]),
            content="",
            units=Units((str(row["unit"]),)),
            requirement="年底前完成",
            kind=Kind.COMPLETE,
            start=None,
            due=date(2024, 12, 31),
            targets=(Target(str(row["target"]), 3),) if row["target"] else (),
        )
        for place, row in enumerate(rows, 1)
    )
    return Plan("a", f"第{edition}版", 2024, (), projects)


def story_of(project: Project) -> str:
    """The project that a row is of, whatever its words."""
    return project.title.removesuffix("工程")


editions = st.lists(
    st.lists(lines, min_size=1, max_size=5, unique_by=lambda row: row["title"]), min_size=2, max_size=5
)


@pytest.mark.once
@settings(max_examples=25)
@given(editions)
def test_past_days_read_as_the_plan_stood_and_projects_keep_their_history(
    chosen: list[list[dict[str, str | bool]]],
) -> None:
    with empty_ledger() as (path, connection):
        known: dict[date, Plan] = {}
        for edition, rows in enumerate(chosen):
            day = START + timedelta(days=10 * edition)
            office = Office(connection, path, today=day, user="")
            new = plan_of(rows, edition)
            # all that is asked: the same title, reworded or not, is the same project
            found = office.plans.edition(new, lambda doubt: doubt.answered_by("title"))
            office.plans.load(found)
            known[day] = new
            for project in new.projects:
                remember(Ledger(connection), project, day + timedelta(days=1))
        for day, plan in known.items():
            for asked in (day, day + timedelta(days=9)):
                check_day(Ledger(connection), plan, asked)
                check_day(Ledger(connection, known_at=asked), plan, asked)
        check_histories(Ledger(connection))
        assert check_ledger(connection) == []


@pytest.mark.once
@settings(max_examples=25)
@given(editions, st.data())
def test_undone_editions_never_were_and_come_back(
    chosen: list[list[dict[str, str | bool]]], data: st.DataObject
) -> None:
    with empty_ledger() as (path, connection):
        standing: list[tuple[date, Plan, int]] = []  # the editions in force: day, plan, entry number
        known: dict[date, Plan] = {}  # what the ledger showed at the end of each day
        undone: list[tuple[tuple[date, Plan, int], int]] = []  # with the number of the revocation
        for edition, rows in enumerate(chosen):
            day = START + timedelta(days=10 * edition)
            office = Office(connection, path, today=day, user="")
            move = data.draw(st.sampled_from(("undo", "redo", "load"))) if len(standing) > 1 else "load"
            if move == "undo":
                last = standing.pop()
                (load,) = office.entries.undo([last[2]])
                assert isinstance(load, UndoneLoad)
                undone.append((last, load.revocations[0].number))
            elif move == "redo" and undone and undone[-1][0][0] > standing[-1][0]:
                back, number = undone.pop()
                office.entries.undo([number])
                standing.append(back)
            else:
                new = plan_of(rows, edition)
                before = last_number(connection)
                found = office.plans.edition(new, lambda doubt: doubt.answered_by("title"))
                office.plans.load(found)
                standing.append((day, new, before + 1))
            known[day] = standing[-1][1]
            ledger = Ledger(connection)
            for asked in known:
                in_force = [plan for since, plan, _ in standing if since <= asked]
                check_day(ledger, (in_force or [standing[0][1]])[-1], asked)
                check_day(Ledger(connection, known_at=asked), known[asked], asked)
            assert check_ledger(connection) == []


def last_number(connection: Connection) -> int:
    """The highest entry number so far."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0])


def remember(ledger: Ledger, project: Project, day: date) -> None:
    """Note the title of a project in its own history."""
    note = f"{story_of(project)}的记录"
    provenance = Provenance(day, "", f"{day}T04:00:00.000000Z")
    record(ledger, [project.id], lambda project, state: acts.add_note(project, state, note), provenance)


def check_day(ledger: Ledger, plan: Plan, day: date) -> None:
    """The plan reads on a day as its edition of that day did: numbers, words, order, names, heading."""
    shown = [item.project for item in ledger.items(day) if not item.state.withdrawn_on]
    assert [project._replace(uid="") for project in shown] == list(plan.projects)
    assert ledger.plan_on(day).title == plan.title
    in_use = [project.category for project in plan.projects if project.category]
    used = dict.fromkeys(name for name in (*plan.categories, *in_use) if name in in_use)
    in_plan = [name.name for name in ledger.categories(day) if name.name in used]
    assert in_plan == list(used)
    numbers = [item.project.id for item in ledger.items(day)]
    assert len(set(numbers)) == len(numbers)
    assert [ledger.find([id], one_each=True, day=day) for id in numbers] == [[id] for id in numbers]


def check_histories(ledger: Ledger) -> None:
    """Every project has had one identity, and only its own notes."""
    stories: dict[str, str] = {}
    for item in ledger.items(date.max):
        notes = {event.note for event in ledger.events([item.project.id]) if event.note}
        assert notes <= {f"{story_of(item.project)}的记录"}
        assert stories.setdefault(story_of(item.project), item.project.uid) == item.project.uid
