"""Find damage to the database file and its foreign keys."""

import re
import sqlite3
from pathlib import Path

from dushiquan.errors import DatabaseError

_OF_STATES = re.compile(r"(failed|value) in states(\.\w+)?$")
"""A line of ``integrity_check`` about a value in ``states``, which holds nothing that cannot be rebuilt."""

REPAIR = "用 dsq db check --repair 重算"
RESTORE = "请用完好的备份恢复：dsq db restore 备份文件"

DAMAGED = "{path} 已损坏；" + RESTORE + "。"


def damaged(path: Path) -> DatabaseError:
    """Return the error for a ledger that can only be restored from a backup."""
    return DatabaseError(DAMAGED.format(path=path))


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """Return what is wrong with a database, one Chinese sentence per fault; empty if it is sound.

    Raise ``sqlite3.Error`` if it is too damaged to be checked.
    """
    from dushiquan.store.schema import own_tables, schema_faults

    faults = schema_faults(connection)  # first, as what follows would believe it
    if faults:
        return [f"{fault}；{RESTORE}" for fault in faults]
    if _has_unreadable_states(connection):
        return [f"有的现状读不出；{REPAIR}"]  # integrity_check would raise
    lines = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    damage = [line for line in lines if not _OF_STATES.search(line)]
    if damage:
        what = damage[0].splitlines()[-1]
        return [f"文件损坏（{what}）；{RESTORE}"]
    if lines:
        return [f"有的现状不合规定（{lines[0]}）；{REPAIR}"]
    for table in own_tables(connection):
        connection.execute(f"SELECT * FROM {table}").fetchall()  # raises if a text is not UTF-8
    return [
        f"{table} 第 {rowid} 行引用的 {parent} 不存在；{REPAIR if table == 'states' else RESTORE}"
        for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check")
    ]


def refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``DatabaseError`` if a ledger is damaged."""
    try:
        sound = not find_damage(connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if interrupted(error):
            raise
        sound = False
    if not sound:
        raise damaged(path)


def interrupted(error: Exception) -> bool:
    """Tell whether Ctrl-C ended a query."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT"


def _has_unreadable_states(connection: sqlite3.Connection) -> bool:
    columns = {row[1] for row in connection.execute("PRAGMA table_info(states)")}
    held = columns & {"counts", "said"}  # an older ledger lacks the second
    valid = " AND ".join(f"json_valid({column})" for column in sorted(held))
    return connection.execute(f"SELECT 1 FROM states WHERE NOT ({valid})").fetchone() is not None
