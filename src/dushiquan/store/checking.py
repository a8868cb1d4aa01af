"""Check a ledger: the file, its references, and that the stored states are the folds of the events."""

import sqlite3
from datetime import date

from dushiquan.domain.events import Event
from dushiquan.domain.ids import ProjectId
from dushiquan.store.conditions import standing
from dushiquan.store.damage import find_damage
from dushiquan.store.event_rows import read_events
from dushiquan.store.opening import transaction
from dushiquan.store.states import refold, stale_states


def check_ledger(connection: sqlite3.Connection) -> list[str]:
    """Return what is wrong with a ledger, one Chinese sentence per fault; empty if it is sound."""
    damage = find_damage(connection)
    if damage:
        return damage
    lost = "SELECT id FROM projects WHERE pk NOT IN (SELECT project FROM states)"
    for (id,) in connection.execute(lost):
        damage.append(f"项目 {id} 的现状缺失；用 dsq db check --repair 重算")
    if damage:
        return damage
    try:
        return [
            f"计划 {ledger.key} 项目 {id} 的现状与记录不符；用 dsq db check --repair 重算"
            for ledger, id, _ in stale_states(connection)
        ]
    except (LookupError, TypeError, ValueError):  # an event that no version of dsq has written
        return ["有的记录已无法读出；请用完好的备份恢复：dsq db restore 备份文件"]


def days_to_come(connection: sqlite3.Connection, today: date) -> list[Event]:
    """Return the entries in force of days after ``today``: the clock was wrong when they were made."""
    where = f"e.\"on\" > ? AND e.kind <> 'revoke' AND {standing('e')}"
    return [event for _, event in read_events(connection, where, [today.isoformat()])]


def repair_states(connection: sqlite3.Connection) -> list[ProjectId]:
    """Rebuild the stored states that are not the fold of their events; return the ids of those projects."""
    with transaction(connection):
        return refold(connection)
