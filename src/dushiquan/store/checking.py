"""Check a ledger: the file, its references, and that the stored states are the folds of the events."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dushiquan.domain.events import Event
from dushiquan.domain.ids import ProjectId
from dushiquan.errors import DatabaseError
from dushiquan.store.conditions import standing
from dushiquan.store.connection import transaction
from dushiquan.store.damage import REPAIR, RESTORE, find_damage
from dushiquan.store.event_rows import EVENTS, EventRow, event_of, read_events
from dushiquan.store.ledger import Ledger
from dushiquan.store.plan_keys import plan_keys
from dushiquan.store.plan_tables import stale_plans, write_fold
from dushiquan.store.states import refold, stale_states


class Repaired(NamedTuple):
    """What was rebuilt: plans by their keys, and the states of projects."""

    plans: list[str]
    states: list[ProjectId]


UNREADABLE = (LookupError, TypeError, ValueError, RecursionError)
"""What reading a damaged value raises."""


def check_ledger(connection: sqlite3.Connection) -> list[str]:
    """Return what is wrong with a ledger, one Chinese sentence per fault; empty if it is sound."""
    damage = find_damage(connection)
    if damage:
        return damage
    lost = "SELECT id FROM projects WHERE pk NOT IN (SELECT project FROM states)"
    for (id,) in connection.execute(lost):
        damage.append(f"项目 {id} 的现状缺失；{REPAIR}")
    if damage:
        return damage
    try:
        for key in plan_keys(connection):
            Ledger(connection, key).plan.known_since  # noqa: B018 - reads the plan's days
    except UNREADABLE:
        return [f"计划的日期或建议层级已无法读出；{RESTORE}"]
    try:
        return [
            *(f"计划 {key} 的项目与载入和调整的记录不符；{REPAIR}" for key in stale_plans(connection)),
            *(
                f"计划 {ledger.key} 项目 {id} 的现状与记录不符；{REPAIR}"
                for ledger, id, _ in stale_states(connection)
            ),
        ]
    except UNREADABLE:
        return _unreadable(connection)


def _unreadable(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each event that no version of dsq has written."""
    faults = []
    for row in map(EventRow._make, connection.execute(EVENTS)):
        try:
            event_of(row)
        except UNREADABLE:
            of = f"（项目 {row.project}）" if row.project else ""
            faults.append(f"第 {row.seq} 条记录{of}已无法读出；{RESTORE}")
    return faults or [f"有的记录已无法读出；{RESTORE}"]


def refuse_unsound(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``DatabaseError`` if a ledger holds what cannot be read."""
    faults = check_ledger(connection)
    if faults:
        raise DatabaseError(f"台账 {path} 有内容无法读出：{faults[0]}。")


def days_to_come(connection: sqlite3.Connection, today: date) -> list[Event]:
    """Return the entries in force of days after ``today``: the clock was wrong when they were made."""
    where = f"e.\"on\" > ? AND e.kind <> 'revoke' AND {standing('e')}"
    return [event for _, event in read_events(connection, where, [today.isoformat()])]


def repair(connection: sqlite3.Connection) -> Repaired:
    """Rebuild the plans and stored states that are not the fold of their events.

    Raise ``DatabaseError`` if an event cannot be read; then nothing is changed.
    """
    try:
        with transaction(connection):
            plans = stale_plans(connection)
            for key in plans:
                write_fold(connection, key)
            return Repaired(plans, refold(connection))
    except UNREADABLE as error:
        raise DatabaseError(f"未作改动：{_unreadable(connection)[0]}。") from error
