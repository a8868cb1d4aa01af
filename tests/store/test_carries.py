"""Any carry: nothing is lost, no day before it changes, and taken back it leaves both plans as they were."""

from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dushiquan.domain.carrying import is_unfinished
from dushiquan.domain.counting import count_by, in_plan
from dushiquan.domain.events import REPORTS, Event
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Plan, Project, Target
from dushiquan.domain.status import State, Status
from dushiquan.office.carries import Brought
from dushiquan.office.deciding import Grounds
from dushiquan.office.office import Office
from dushiquan.store.checking import check_ledger
from dushiquan.store.connection import Connection as OpenLedger
from dushiquan.store.ledger import Ledger
from dushiquan.store.lineage import forerunners, successor
from tests.builders import empty_ledger
from tests.store.test_editions import TITLES, plan_of

OLD_DAY, CARRIED_ON, TODAY = date(2024, 2, 1), date(2025, 1, 10), date(2025, 1, 20)
WHY = Grounds("未完成", "3号文", CARRIED_ON)

rows = st.fixed_dictionaries(
    {
        "target": st.sampled_from(("甲", "")),
        "progress": st.none() | st.integers(0, 100),
        "count": st.integers(0, 3),
        "status": st.sampled_from((Status.PLANNED, Status.PAUSED, Status.DROPPED, Status.DONE)),
    }
)
Row = dict[str, object]


def plan(key: str, year: int, titles: list[str], targets: list[str]) -> Plan:
    made = plan_of(
        [
            {"title": title, "reworded": False, "category": "甲类", "unit": "甲局", "target": target}
            for title, target in zip(titles, targets, strict=True)
        ],
        0,
    )
    projects = tuple(p._replace(plan=key, due=date(year, 12, 31)) for p in made.projects)
    return made._replace(key=key, year=year, title=f"{year}年计划", projects=projects)


def report(office: Office, id: str, row: Row) -> None:
    """Report on a project as a unit would; more than nothing starts it."""
    entries = office.entries
    progress, status = row["progress"], row["status"]
    if isinstance(progress, int):
        entries.update([id], progress=progress)
    if row["target"] and isinstance(row["count"], int) and row["count"]:
        entries.tick(id, "甲", row["count"])
    if status is not Status.PLANNED and isinstance(status, Status):
        entries.update([id], status=status, reason="理由")


Seen = dict[tuple[str, date], list[tuple[Project, State]]]


def seen(connection: Connection, known_at: date | None = None) -> Seen:
    """Both plans, with all states, on some days."""
    days = (OLD_DAY, CARRIED_ON - timedelta(days=1), CARRIED_ON, TODAY, date.max)
    found = {}
    for key in ("old", "new"):
        for day in days:
            ledger = Ledger(connection, key, known_at=known_at)
            found[key, day] = [(i.project, i.state) for i in ledger.items(day)]
    return found


def tables(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """All that is stored but the events, and the projects that are in no plan."""
    gone = "(SELECT pk FROM projects WHERE plan IS NULL)"
    but = {"projects": " WHERE plan IS NOT NULL", "states": f" WHERE project NOT IN {gone}"}
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: sorted(connection.execute(f"SELECT * FROM {name}{but.get(name, '')}").fetchall(), key=repr)
        for name in names
        if name != "events"
    }


def said(connection: OpenLedger, path: Path) -> list[object]:
    """What the office would send and count today: letters, counts, assessments, of each plan."""
    found: list[object] = []
    for key in ("old", "new"):
        office = Office(connection, path, today=TODAY, user="", plan=key)
        items = in_plan(office.projects())
        found += [office.letters.plan([], TODAY), count_by("status", items), count_by("unit", items)]
    return found


@pytest.mark.once
@settings(max_examples=40)
@given(st.lists(rows, min_size=1, max_size=5), st.integers(0, 2), st.booleans(), st.booleans(), st.data())
def test_a_carry_taken_back_leaves_every_listing_of_both_plans_as_it_was(
    chosen: list[Row], same: int, progress: bool, targets: bool, data: st.DataObject
) -> None:
    with empty_ledger() as (path, connection):
        office = Office(connection, path, today=OLD_DAY, user="", plan="old")
        titles = list(TITLES[: len(chosen)])
        old = plan("old", 2024, titles, [str(row["target"]) for row in chosen])
        office.plans.load(office.plans.edition(old))
        for id, row in enumerate(chosen, 1):
            report(office, str(id), row)
        both = [*titles[:same], "开通轮渡"]
        office = Office(connection, path, today=CARRIED_ON - timedelta(days=1), user="", plan="new")
        office.plans.load(office.plans.edition(plan("new", 2025, both, ["甲"] * len(both))))
        before = seen(connection)
        stored, sent = tables(connection), said(connection, path)
        left = [i for i in before["old", TODAY] if is_unfinished(i[1])]
        if not left:
            return
        picked = data.draw(st.lists(st.sampled_from([p.id for p, _ in left]), min_size=1, unique=True))
        words = [f"{id}={_row(id, titles, both)}" for id in picked]
        office = Office(connection, path, today=TODAY, user="", plan="old")
        brought = Brought(progress, targets)
        recorded, _ = office.carries("old", "new").carry(words, {}, WHY, brought)
        check_carried(before, seen(connection), recorded_ids := [c.was.id for c in recorded])
        assert recorded_ids == picked
        for each in recorded:
            there = successor(Ledger(connection, "old"), each.was.uid)
            before_it = forerunners(Ledger(connection, "new"), each.now.uid)
            assert there == ("new", each.now.id, each.now.title)
            assert [(f.plan, f.uid) for f in before_it] == [("old", each.was.uid)]
        assert seen(connection, TODAY - timedelta(days=1)) == before
        assert check_ledger(connection) == []
        after = seen(connection)
        carried = tables(connection)
        assert carried["states"] != stored["states"]
        number = data.draw(st.sampled_from([e.number for each in recorded for e in each.events[:1]]))
        undone = office.entries.undo([number])
        assert seen(connection) == before
        assert check_ledger(connection) == []
        revocation = max(e.number for e in Ledger(connection, "old").events() if e.revokes)
        assert undone
        assert (tables(connection), said(connection, path)) == (stored, sent)
        office.entries.undo([revocation])
        assert seen(connection) == after
        assert tables(connection) == carried
        assert check_ledger(connection) == []
        of_carry = [event for event in last_batch(connection) if about(connection, event).kind not in REPORTS]
        office.entries.undo([data.draw(st.sampled_from(of_carry)).number])
        assert seen(connection) == before
        taken = [event.revokes for event in last_batch(connection)]
        assert len(taken) == len(set(taken))


def of_both(connection: Connection) -> list[Event]:
    return [event for key in ("old", "new") for event in Ledger(connection, key).events()]


def about(connection: Connection, event: Event) -> Event:
    """The entry that a revocation, of whatever degree, is about."""
    by_id = {each.id: each for each in of_both(connection)}
    while event.revokes:
        event = by_id[event.revokes]
    return event


def last_batch(connection: Connection) -> list[Event]:
    """What the last operation recorded, in both plans."""
    events = of_both(connection)
    batch = max(events, key=lambda event: event.number).batch
    return [event for event in events if event.batch == batch]


def _row(id: ProjectId, titles: list[str], both: list[str]) -> str:
    title = titles[int(id) - 1]
    return str(both.index(title) + 1) if title in both else "new"


def check_carried(before: Seen, after: Seen, ids: list[ProjectId]) -> None:
    """Only what was carried is otherwise, from that day on; what it was about stays."""
    for key, day in before:
        was = {p.uid: (p, s) for p, s in before[key, day]}
        now = {p.uid: (p, s) for p, s in after[key, day]}
        if day < CARRIED_ON:
            assert was == now
        elif key == "old":
            for uid, (project, state) in was.items():
                carried = state._replace(status=Status.CARRIED) if project.id in ids else state
                assert now[uid] == (project, carried)
        else:
            assert was.keys() <= now.keys()
            for uid in now.keys() - was.keys():
                project, state = now[uid]
                assert (project.due, state.known_on) == (None, CARRIED_ON)
                assert all(isinstance(t, Target) and t.due is None for t in project.targets)
