"""What was recorded at once in two replicas of the second ledger, written from docs/rules.md alone."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from tests.model import CHANGES, OF_THE_PLAN, REPORTS, Draft, Edition, Fact, Ledger, NoError

SHOWN = {
    "status": "状态",
    "progress": "进度",
    "due": "时限",
    "gone": "撤销",
    "title": "项目名称",
    "unit": "牵头单位",
}


def saw(fact: Fact, other: Fact) -> bool:
    """If who recorded the first had the other."""
    return other.stamp < fact.stamp if fact.home == other.home else other.stamp in fact.known


def things(fact: Fact) -> Iterator[tuple[str, object]]:
    """What a fact says something about, and what it says."""
    if fact.kind in CHANGES:
        yield "status", fact.what
    if fact.kind == "progress":
        yield "progress", fact.what
    if fact.kind == "defer":
        yield "due", fact.what
    if fact.kind == "count":
        counted: Any = fact.what
        name, step = counted
        yield f"“{name}”（{fact.on}", (step, fact.stamp)
    if fact.kind in OF_THE_PLAN and isinstance(fact.what, Edition) and fact.uid:
        said = fact.what.said.get(fact.uid, {})
        yield from (
            (name, value) for name, value in said.items() if (name == "gone") == (fact.kind == "withdraw")
        )


def at_once(ledger: Ledger, uid: str) -> dict[str, bool]:
    """The things of a project that were recorded at once, each with whether all say the same."""
    standing = [f for f in ledger.facts if f.uid == uid and f.kind != "revoke" and ledger.counts(f)]
    settled = [fact for fact in standing if fact.kind == "settle"]
    said: dict[str, list[tuple[Fact, object]]] = {}
    for fact in standing:
        for thing, value in things(fact):
            said.setdefault(thing, []).append((fact, value))
    if "title" in said:
        said["title"] += [(fact, fact.stamp) for fact in standing if fact.kind in REPORTS]
    found: dict[str, bool] = {}
    for thing, facts in said.items():
        later = [*(fact for fact, _ in facts), *settled]
        for (one, says), (other, tells) in combinations(facts, 2):
            if one.kind in REPORTS and other.kind in REPORTS and thing == "title":
                continue
            known = saw(one, other) or saw(other, one)
            if not known and not any(saw(f, one) and saw(f, other) for f in later if f not in (one, other)):
                found[thing] = found.get(thing, True) and says == tells
    return found


def disputed(ledger: Ledger) -> set[tuple[str, str]]:
    """The projects, by number, and the things that `dsq sync status` asks about."""
    return {
        (row.id, SHOWN.get(thing, thing))
        for plan in ledger.editions
        for row in ledger.rows(plan, ledger.today)
        for thing, agreed in at_once(ledger, row.uid).items()
        if not agreed
    }


def settle(ledger: Ledger, plan: str, uid: str) -> list[Draft]:
    """Say that what is holds, of a project that was recorded on at once."""
    if not at_once(ledger, uid):
        raise NoError("不用认可")
    return [Draft("settle", uid, ledger.today)]


__all__ = ["at_once", "disputed", "settle"]
