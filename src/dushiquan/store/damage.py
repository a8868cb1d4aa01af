"""Find damage to the database file and its foreign keys."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from dushiquan.errors import DatabaseError

DAMAGED = "{path} 已损坏；请用完好的备份恢复：dsq db restore 备份文件。"


def damaged(path: Path) -> DatabaseError:
    """Return the error for a ledger that can only be restored from a backup."""
    return DatabaseError(DAMAGED.format(path=path))


def find_damage(connection: sqlite3.Connection) -> list[str]:
    """Return what is wrong with a database, one Chinese sentence per fault; empty if it is sound.

    Raise ``sqlite3.Error`` if it is too damaged to be checked.
    """
    damage = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    if damage:
        what = damage[0].splitlines()[-1]
        return [f"文件损坏（{what}）；请用完好的备份恢复：dsq db restore 备份文件"]
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        connection.execute(f'SELECT * FROM "{table}"').fetchall()  # raises if a text is not UTF-8
    return [
        f"{table} 第 {rowid} 行引用的 {parent} 不存在"
        for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check")
    ]


def refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``DatabaseError`` if a ledger is damaged."""
    with suppress(sqlite3.Error, UnicodeDecodeError):
        if not find_damage(connection):
            return
    raise damaged(path)
