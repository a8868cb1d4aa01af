"""Random histories: stored states, past days and selections agree with the rules."""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dushiquan.domain import acts
from dushiquan.domain.fixing import Correction
from dushiquan.domain.history import fold, in_force
from dushiquan.domain.loads import UndoneLoad
from dushiquan.domain.plan import Kind, Project
from dushiquan.domain.plan_history import PLAN_KINDS
from dushiquan.domain.selection import Selection
from dushiquan.domain.status import STATUS_LABELS, State, Status
from dushiquan.errors import RefusedError
from dushiquan.store.checking import check_ledger
from dushiquan.store.conditions import standing
from dushiquan.store.event_log import (
    MakeChanges,
    Provenance,
    Undone,
    record,
)
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import open_ledger
from dushiquan.store.undoing import fix, last_operations, undo


def random_changes(dice: random.Random) -> MakeChanges:
    """The changes of a random command; a command that a rule refuses changes nothing."""

    def make(project: Project, state: State) -> list[acts.Change]:
        try:
            match dice.randrange(6):
                case 0:
                    return acts.update(
                        project, state, status=dice.choice(list(Status)), reason=dice.choice(["", "理由"])
                    )
                case 1:
                    return acts.update(project, state, progress=dice.randrange(101))
                case 2 if project.targets:
                    return acts.tick(project, state, dice.choice(project.targets).name, dice.randrange(1, 4))
                case 3:
                    day = date(2011, 12, 31) + timedelta(days=dice.randrange(200))
                    return acts.defer(project, state, day, "理由")
                case 4:
                    return acts.submit(project, state, "依据")
                case _:
                    return acts.add_note(project, state, "按计划推进中。")
        except RefusedError:
            return []

    return make


@pytest.fixture
def ledger(tmp_path: Path, shipped_ledger: Path) -> Iterator[Ledger]:
    path = tmp_path / "a.db"
    shutil.copy(shipped_ledger, path)
    with closing(open_ledger(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        yield Ledger(connection)


def scramble(ledger: Ledger, number: int, seed: int) -> None:
    """Record ``number`` random events and undos, then check the stored states and past days."""
    dice = random.Random(seed)
    ids = ledger.ids()
    total = 0
    while total < number:
        today = date(2011, 3, 1) + timedelta(days=300 * total // number)
        moment = f"{today}T04:00:00.000000Z"
        provenance = Provenance(today - timedelta(days=dice.choice([0, 0, 0, 3, 40])), "", moment)
        if dice.random() < 0.15:
            total += len(random_repair(ledger, dice, provenance))
        if dice.random() < 0.15:
            try:
                undone = take_back(ledger, dice.randrange(1, 3), provenance)
            except RefusedError:
                continue
            results = [each.recorded for each in undone]
        else:
            make = random_changes(dice)
            results = record(ledger, dice.sample(ids, dice.randrange(1, 4)), make, provenance)
        total += sum(len(result.events) for result in results)
    assert check_ledger(ledger.connection) == []
    check_past_days(ledger, dice)
    check_corrections(ledger)


def random_repair(ledger: Ledger, dice: random.Random, provenance: Provenance) -> list[Undone]:
    """Undo or correct a random entry, perhaps a revocation, if that is allowed."""
    events = ledger.events()
    if not events:
        return []
    event = dice.choice(events)
    try:
        if dice.random() < 0.5:
            return _of_projects(undo(ledger.connection, [event], provenance))
        id, on = dice.choice([None, *ledger.ids()[:3]]), dice.choice([None, date(2011, 3, 5)])
        return fix(ledger, event, Correction(), provenance, id=id, on=on)
    except RefusedError:
        return []


def take_back(ledger: Ledger, number: int, provenance: Provenance) -> list[Undone]:
    """Undo the last operations on projects."""
    operations = last_operations(ledger.connection, number)
    events = [event for events in operations for event in events if event.kind not in PLAN_KINDS]
    return _of_projects(undo(ledger.connection, events, provenance))


def _of_projects(undone: list[Undone | UndoneLoad]) -> list[Undone]:
    return [each for each in undone if isinstance(each, Undone)]


def undo_everything(ledger: Ledger) -> None:
    """Undo all entries and check that every project is back in its initial state."""
    last = ledger.connection.execute('SELECT max("on") FROM events').fetchone()[0]
    day = date.fromisoformat(last)
    while take_back(ledger, 10**9, Provenance(day, "", f"{last}T04:00:00Z")):
        pass  # an undone correction restores the entry that it corrected
    assert check_ledger(ledger.connection) == []
    for project, stored, _ in ledger.stored_states():
        assert stored == State(due=project.due)


def check_corrections(ledger: Ledger) -> None:
    """SQL and the fold agree on what counts, and no entry counts beside its correction."""
    counted = {event.id: event for event in in_force(ledger.events())}
    assert not [event for event in counted.values() if event.replaces in counted]
    query = f"SELECT id FROM events e WHERE project IS NOT NULL AND kind <> 'revoke' AND {standing('e')}"
    assert {id for (id,) in ledger.connection.execute(query)} == set(counted)


def check_past_days(ledger: Ledger, dice: random.Random) -> None:
    """For random days, the state of every project is the fold of its events up to that day."""
    for day in (date(2011, 3, 1) + timedelta(days=dice.randrange(320)) for _ in range(12)):
        for item in ledger.items(day):
            events = [e for e in ledger.events([item.project.id]) if e.on <= day or e.revokes]
            assert item.state == fold(item.project.due, events)
            assert item.state.status in STATUS_LABELS


@pytest.mark.once
def test_selecting_in_sql_equals_selecting_by_the_rules(ledger: Ledger) -> None:
    """SQL and the rules select the same projects, today and as of any past day."""
    scramble(ledger, 400, seed=6)
    issued = ledger.plan.notice.issued
    dice = random.Random(7)
    found = 0
    for _ in range(150):
        day = date(2011, 3, 1) + timedelta(days=dice.randrange(400))
        chances: dict[str, Any] = {
            "ids": tuple(dice.sample(ledger.ids(), 9)),
            "categories": ("交通共联", "品牌共推"),
            "units": ("市发改委", "市旅委"),
            "regions": ("德清", "安吉"),
            "kinds": tuple(dice.sample(list(Kind), 2)),
            "statuses": tuple(dice.sample(list(Status), 3)),
            "due_from": day - timedelta(days=40),
            "due_to": day + timedelta(days=100),
            "within": dice.randrange(200),
            "past_due": True,
        }
        asked = {name: chances[name] for name in dice.sample(sorted(chances), dice.randrange(1, 4))}
        selection = Selection(**asked, role=dice.choice([None, "lead", "support"]))
        meant = [
            item
            for item in ledger.items(day)
            if selection.fits(item.project, ()) and selection.admits(item, day, issued)
        ]
        assert list(ledger.items(day, selection)) == meant
        found += len(meant)
    assert found > 150


@pytest.mark.once
def test_stored_states_equal_the_fold_after_random_events(ledger: Ledger) -> None:
    scramble(ledger, 600, seed=1)
    undo_everything(ledger)


@pytest.mark.slow
def test_stored_states_equal_the_fold_after_ten_thousand_events(ledger: Ledger) -> None:
    scramble(ledger, 10_000, seed=2011)
    undo_everything(ledger)
