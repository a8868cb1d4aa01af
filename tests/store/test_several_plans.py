"""Several plans in one ledger: each reads as if it were alone."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dushiquan.domain import acts
from dushiquan.domain.acts import Change
from dushiquan.domain.history import in_force
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Plan, Project, Target, Units
from dushiquan.domain.selection import Selection
from dushiquan.domain.status import State
from dushiquan.store.connection import Connection
from dushiquan.store.event_log import Provenance, record
from dushiquan.store.ledger import Ledger
from dushiquan.store.loading import load_plan
from dushiquan.store.opening import create_ledger, open_ledger
from tests.builders import DAY, PROJECT, PROVENANCE

LOADED = Provenance(date(2011, 1, 4), "小王", "2011-01-04T08:00:00.000000Z")
LATEST = date(2011, 8, 1)


def plan_of(word: str) -> Plan:
    """A plan with the same numbers as any other; half of its names are its own."""
    first = PROJECT._replace(
        plan=word,
        category=f"{word}类",
        title=f"{word}修建大桥",
        content=f"{word}段开工",
        units=Units((f"{word}局", "发改委"), ("财政局",)),
        regions=(f"{word}市", "杭州"),
        targets=(Target(f"{word}桥墩", 3), Target("初稿", due=date(2011, 6, 30))),
    )
    second = PROJECT._replace(
        id=ProjectId("2"),
        plan=word,
        category="共有",
        title=f"挖掘{word}井",
        units=Units(("发改委",)),
        regions=("杭州",),
        persons=(f"{word}某", "王某"),
        due=date(2011, 7, 31),
    )
    return Plan(
        word, f"{word}计划", 2011, (f"{word}类", "共有"), (first, second), aliases={f"{word}办": f"{word}局"}
    )


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "a.db"
    create_ledger(path, lambda connection: None)
    with closing(open_ledger(path)) as connection:
        yield connection


def enter(connection: Connection, word: str) -> None:
    """Load a plan and report on it."""
    load_plan(connection, plan_of(word), LOADED)

    def report(project: Project, state: State) -> list[Change]:
        ticked = acts.tick(project, state, f"{word}桥墩", 1) if project.targets else []
        return [*ticked, *acts.add_note(project, state, f"{word}地已动工")]

    ledger = Ledger(connection, word)
    record(ledger, [ProjectId("1")], report, PROVENANCE._replace(on=DAY))
    record(ledger, [ProjectId("2")], lambda p, s: acts.defer(p, s, date(2011, 9, 30), "雨季"), PROVENANCE)


def readings(connection: Connection, word: str) -> dict[str, Any]:
    """All that a ledger says of a plan, now and on a past day, but what is random."""
    ledger = Ledger(connection, word)
    said: dict[str, Any] = {
        "plan": (ledger.plan, ledger.full_plan(), ledger.size(), ledger.unused()),
        "ids": (ledger.ids(), ledger.titles(), ledger.find(["1-2", f"{word}修建"], one_each=False)),
        "states": [(project.title, state) for project, state, _ in ledger.stored_states()],
        "events": [event._replace(id="", batch="") for event in ledger.events()],
        "of one": [event.note for event in ledger.events([ProjectId("1")])],
        "targets": ledger.targets(ProjectId("1")),
    }
    for day in (date(2011, 2, 1), LATEST):
        said[f"{day}"] = (
            [*ledger.items(day)],
            ledger.categories(day),
            ledger.units(day),
            ledger.persons(day),
            ledger.regions(day),
        )
    return said


@pytest.mark.parametrize("words", [("甲", "乙"), ("乙", "甲")])
def test_a_plan_reads_the_same_beside_another(connection: Connection, words: tuple[str, str]) -> None:
    kept, other = words
    enter(connection, kept)
    alone = readings(connection, kept)
    enter(connection, other)
    assert readings(connection, kept) == alone
    assert str(readings(connection, other)).count(kept) == 0


SELECTIONS = (
    *(Selection(categories=(name,)) for name in ("甲类", "共有", "乙类")),
    *(
        Selection(units=(name,), role=role)
        for name in ("甲局", "发改委", "财政局", "甲某", "王某", "乙局", "乙某")
        for role in (None, "lead", "support")
    ),
    *(Selection(regions=(name,)) for name in ("甲市", "杭州", "乙市")),
    *(Selection(search=(text,)) for text in ("大桥", "甲段", "地已动工", "雨季", "乙")),
    Selection(units=("甲局", "王某"), search=("井", "雨季"), regions=("杭州",)),
    Selection(due_to=date(2011, 7, 31)),
    Selection(due_from=date(2011, 8, 1)),
    Selection(past_due=True),
)


@pytest.mark.parametrize("day", [date(2011, 2, 1), DAY, LATEST])
def test_selections_find_what_the_rules_find(connection: Connection, day: date) -> None:
    enter(connection, "乙")
    enter(connection, "甲")
    ledger = Ledger(connection, "甲")
    counted = {item.project.id: in_force(ledger.events([item.project.id]), day) for item in ledger.items(day)}
    for selection in SELECTIONS:
        expected = [
            item
            for item in ledger.items(day)
            if selection.fits(item.project, counted[item.project.id]) and selection.admits(item, day)
        ]
        assert [*ledger.items(day, selection)] == expected, selection


@pytest.mark.parametrize(
    ("changes", "unused"),
    [
        ({}, {"persons"}),
        ({"persons": ("王某",)}, {"persons"}),  # named only if the plan has no units
        ({"persons": ("王某",), "units": Units()}, {"lead"}),
        ({"units": Units()}, {"lead", "persons"}),
        ({"category": ""}, {"category", "persons"}),
        ({"due": None}, {"due", "persons"}),
    ],
)
def test_columns_that_a_plan_does_not_fill_are_unused(
    connection: Connection, changes: dict[str, Any], unused: set[str]
) -> None:
    enter(connection, "甲")
    project = PROJECT._replace(plan="丙", **changes)
    load_plan(connection, Plan("丙", "丙计划", 2011, (), (project,)), LOADED)
    assert Ledger(connection, "丙").unused() == unused
