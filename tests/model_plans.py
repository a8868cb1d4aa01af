"""Decisions on a plan and carries of the second ledger, written from docs/rules.md alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from tests.model import (
    ACTIVE,
    ALWAYS,
    CARRIED,
    CLOSED,
    REPORTS,
    SUBMITTED,
    UNKNOWN,
    Draft,
    Edition,
    Goal,
    Ledger,
    NoError,
    Row,
    alike,
    edition,
)

YEAR_END = "年底前完成"
"""The requirement of what these runs add to a plan."""


@dataclass(frozen=True)
class Decision:
    """The rows of a plan as they were on a day, and as they are to be from then on."""

    plan: str
    on: date
    old: tuple[Row, ...]
    new: tuple[Row, ...]

    def edition(self) -> tuple[Edition, list[tuple[str, str]]]:
        return edition(self.on, self.old, self.new)


def standing(ledger: Ledger, plan: str, on: date) -> list[Row]:
    return [row for row in ledger.rows(plan, on) if not row.gone]


def chosen(ledger: Ledger, plan: str, on: date, ids: Sequence[str]) -> list[Row]:
    """The projects that numbers mean on a day, all in the plan and not carried by then."""
    if on > ledger.today:
        raise NoError("还没有到")
    rows = [row for row in ledger.rows(plan, on) if row.id in ids]
    if {row.id for row in rows} != set(ids):
        raise NoError("没有", UNKNOWN)
    for row in rows:
        if row.gone:
            raise NoError("已从计划中撤销")
        if ledger.status_of(ledger.told(row.uid, on)) == CARRIED:
            raise NoError("已结转")
    return rows


def to_be(ledger: Ledger, plan: str, on: date, rows: Iterable[Row]) -> Decision:
    rows = tuple(rows)
    if not rows:
        raise NoError("至少要留一项")
    return Decision(plan, on, ledger.rows(plan, on), rows)


def set_fields(ledger: Ledger, plan: str, on: date, id: str, **said: object) -> Decision:
    (row,) = chosen(ledger, plan, on, [id])
    rows = standing(ledger, plan, on)
    return to_be(ledger, plan, on, [replace(r, **said) if r.uid == row.uid else r for r in rows])  # type: ignore


def next_ids(ledger: Ledger, plan: str, on: date) -> Iterator[str]:
    """The numbers after the highest one, of that day or of today."""
    ids = [row.id for day in (on, ledger.today) for row in ledger.rows(plan, day)]
    numbers = [int(id.split(".")[0]) for id in ids if id.split(".")[0].isdecimal()]
    return map(str, count(max(numbers) + 1))


def add(ledger: Ledger, plan: str, on: date, row: Row) -> Decision:
    if on > ledger.today:
        raise NoError("还没有到")
    numbered = replace(row, id=next(next_ids(ledger, plan, on)))
    return to_be(ledger, plan, on, [*standing(ledger, plan, on), numbered])


def drop(ledger: Ledger, plan: str, on: date, ids: Sequence[str]) -> Decision:
    gone = [row.uid for row in chosen(ledger, plan, on, ids)]
    return to_be(ledger, plan, on, [row for row in standing(ledger, plan, on) if row.uid not in gone])


def split(ledger: Ledger, plan: str, on: date, id: str, titles: Sequence[str], uid: str) -> Decision:
    """Put parts in the place of a project, with all it has but its targets."""
    (whole,) = chosen(ledger, plan, on, [id])
    used = {row.id for day in (on, ledger.today) for row in ledger.rows(plan, day)}
    numbers = (f"{id}.{n}" for n in count(1) if f"{id}.{n}" not in used)
    parts = [
        replace(whole, id=next(numbers), title=title, goals=(), uid=f"{uid}.{place}")
        for place, title in enumerate(titles)
    ]
    return to_be(ledger, plan, on, [r for r in standing(ledger, plan, on) if r.uid != whole.uid] + parts)


def merge(ledger: Ledger, plan: str, on: date, ids: Sequence[str], into: str) -> Decision:
    (heir,) = chosen(ledger, plan, on, [into])
    gone = {row.uid for row in chosen(ledger, plan, on, ids)} - {heir.uid}
    if not gone:
        raise NoError("没有写要并入的")
    return to_be(ledger, plan, on, [row for row in standing(ledger, plan, on) if row.uid not in gone])


# --- carrying ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carry:
    """A project to carry, where it goes on (None: it is added), and if the clerk said so."""

    uid: str
    row: str | None = None
    sure: bool = False


def carry(
    ledger: Ledger,
    old: str,
    new: str,
    choices: Sequence[Carry],
    on: date,
    due: date,
    *,
    progress: bool,
    targets: bool,
    uid: str,
) -> tuple[Decision | None, list[Draft]]:
    """What is added to the new plan, and what is recorded of both sides."""
    if on > ledger.today:
        raise NoError("还没有到")
    check_doubles(ledger, old, new, choices)
    for choice in choices:
        check_carried(ledger, old, choice.uid, on)
    ids = next_ids(ledger, new, on)
    fresh = {
        choice.uid: gone_on(ledger.now(old, choice.uid), next(ids), f"{uid}.{place}", due, targets=targets)
        for place, choice in enumerate(choices)
        if not choice.row
    }
    rows = [*standing(ledger, new, on), *fresh.values()]
    drafts: list[Draft] = []
    for choice in choices:
        was = ledger.now(old, choice.uid)
        now = fresh.get(choice.uid) or ledger.now(new, choice.row or "")
        if choice.row:
            ledger.open_row(new, choice.row, on)
            if ledger.status_of(ledger.told(choice.row, on)) in CLOSED:
                raise NoError("不能接着办")
        drafts.append(Draft("carry", was.uid, on, CARRIED, plan=old))
        drafts.append(Draft("carry", now.uid, on, plan=new))
        brought = brought_along(ledger, was, now, on, progress=progress, targets=targets)
        drafts += [replace(draft, plan=new) for draft in brought]
    return (to_be(ledger, new, on, rows) if fresh else None), drafts


def check_doubles(ledger: Ledger, old: str, new: str, choices: Sequence[Carry]) -> None:
    titles = [row.title for row in standing(ledger, new, ALWAYS)]
    for choice in choices:
        if not choice.sure and any(alike(ledger.now(old, choice.uid).title, title) for title in titles):
            raise NoError("像是同一项")


def check_carried(ledger: Ledger, old: str, uid: str, on: date) -> None:
    """A project that may be carried is unfinished on that day and since, and has no report after it."""
    ledger.open_row(old, uid, on)
    for until in (on, ALWAYS):
        if ledger.status_of(ledger.told(uid, until)) in (*CLOSED, CARRIED):
            raise NoError("不用结转")
    if ledger.row(old, uid, ALWAYS).gone:
        raise NoError("已从计划中撤销")
    if any(fact.on > on for fact in ledger.told(uid, ALWAYS, ALWAYS, *REPORTS)):
        raise NoError("以后还报过")


def gone_on(was: Row, id: str, uid: str, due: date, *, targets: bool) -> Row:
    """A project that goes on with the work of another one: its targets lose the days of the other year."""
    goals = tuple(Goal(goal.name, goal.goal) for goal in was.goals) if targets else ()
    return Row(uid, id, was.title, was.unit, was.category, "complete", due, None, goals, requirement=YEAR_END)


def brought_along(
    ledger: Ledger, was: Row, now: Row, on: date, *, progress: bool, targets: bool
) -> list[Draft]:
    before, after = ledger.told(was.uid, on), ledger.told(now.uid, on)
    start = ledger.start(now.uid, on, after)
    drafts: list[Draft] = []
    if progress and ledger.reported_of(after) is None:
        reported = ledger.reported_of(before)
        if reported is None:
            drafts += start if ledger.status_of(before) in (ACTIVE, SUBMITTED) else []
        else:
            drafts += [*(start if reported else []), Draft("progress", now.uid, on, reported)]
    counts = [
        (goal.name, ledger.count_of(before, goal.name))
        for goal in was.goals
        if targets and goal.name in [other.name for other in now.goals]
    ]
    for name, number in counts:
        if number and not ledger.count_of(after, name):
            drafts += start if not any(draft in drafts for draft in start) else []
            drafts.append(Draft("count", now.uid, on, (name, number)))
    return drafts


__all__ = ["YEAR_END", "Carry", "Decision", "add", "carry", "drop", "merge", "set_fields", "split"]
