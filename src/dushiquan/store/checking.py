"""Proving a ledger sound: the file, its references, and that the kept state is the fold of the events."""

import sqlite3
from collections.abc import Iterator

from dushiquan.domain.history import fold
from dushiquan.domain.plan import ProjectId
from dushiquan.store.damage import find_damage
from dushiquan.store.event_log import keep_state, state_columns
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import transaction


def check_ledger(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with a ledger, a sentence each; nothing where it is sound."""
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
            for ledger, id in _stale(connection)
        ]
    except (LookupError, TypeError, ValueError):  # an event that says what none can say
        return ["有的记录已无法读出；请用完好的备份恢复：dsq db restore 备份文件"]


def repair_states(connection: sqlite3.Connection) -> list[str]:
    """Write the states anew that are not the fold of their events; return whose they were."""
    with transaction(connection):
        connection.execute(
            "INSERT INTO states (project, status, counts, deferrals)"
            " SELECT pk, 'planned', '{}', 0 FROM projects WHERE pk NOT IN (SELECT project FROM states)"
        )
        stale = list(_stale(connection))
        for ledger, id in stale:
            keep_state(ledger, ledger.project(id), ledger.events([id]))
    return [str(id) for _, id in stale]


def _stale(connection: sqlite3.Connection) -> Iterator[tuple[Ledger, ProjectId]]:
    for (key,) in connection.execute("SELECT key FROM plans").fetchall():
        ledger = Ledger(connection, key)
        for project, kept, events in ledger.kept_states():
            if state_columns(kept) != state_columns(fold(project.due, events)):
                yield ledger, project.id
