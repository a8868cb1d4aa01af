"""Proving a ledger sound: the file, its references, and that the kept state is the fold of the events."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dushiquan.domain.history import fold
from dushiquan.domain.plan import ProjectId
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import damaged, transaction
from dushiquan.store.recording import keep_state, state_columns


def check_ledger(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with a ledger, a sentence each; nothing where it is sound."""
    damage = find_damage(connection)
    if damage:
        return damage
    try:
        return [
            f"计划 {ledger.key} 项目 {id} 的现状与记录不符；用 dsq db check --repair 重算"
            for ledger, id in _stale(connection)
        ]
    except (LookupError, TypeError, ValueError):  # an event that says what none can say
        return ["有的记录已无法读出；请用完好的备份恢复：dsq db restore 备份文件"]


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the file and its references, whatever its tables mean.

    Raise ``sqlite3.Error`` where it is too damaged to tell.
    """
    damage = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    if damage:
        what = damage[0].splitlines()[-1]
        return [f"文件损坏（{what}）；请用完好的备份恢复：dsq db restore 备份文件"]
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        connection.execute(f'SELECT * FROM "{table}"').fetchall()  # raises where a text is no text
    return [
        f"{table} 第 {rowid} 行引用的 {parent} 不存在"
        for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check")
    ]


def refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``DatabaseError`` where a file is damaged: then it may hold what no program expects."""
    with suppress(sqlite3.Error, UnicodeDecodeError):
        if not find_damage(connection):
            return
    raise damaged(path)


def repair_states(connection: sqlite3.Connection) -> list[str]:
    """Write the states anew that are not the fold of their events; return whose they were."""
    with transaction(connection):
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
