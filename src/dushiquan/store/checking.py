"""Proving a ledger sound: the file, its references, and that the kept state is the fold of the events."""

import sqlite3

from dushiquan.domain.history import fold
from dushiquan.store.ledger import Ledger
from dushiquan.store.recording import state_columns


def check_ledger(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with a ledger, a sentence each; nothing where it is sound."""
    damage = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    if damage:
        return [f"文件损坏：{line}" for line in damage]
    faults = [
        f"{table} 第 {rowid} 行引用的 {parent} 不存在"
        for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check")
    ]
    for (key,) in connection.execute("SELECT key FROM plans").fetchall():
        faults += _stale_states(Ledger(connection, key))
    return faults


def _stale_states(ledger: Ledger) -> list[str]:
    return [
        f"计划 {ledger.key} 项目 {id} 的现状与记录不符"
        for id, kept, events in ledger.kept_states()
        if state_columns(kept) != state_columns(fold(ledger.project(id).due, events))
    ]
