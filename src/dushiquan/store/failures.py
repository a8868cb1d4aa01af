"""Turn the errors of SQLite and of the file system into sentences that say what to do next."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dushiquan.errors import DatabaseError
from dushiquan.store.damage import DAMAGED, damaged, interrupted


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn a database error into a ``DatabaseError`` that says what to do next."""
    try:
        yield
    except sqlite3.Error as error:
        if interrupted(error):
            raise KeyboardInterrupt from error
        name = getattr(error, "sqlite_errorname", "") or ""
        for prefix, sentence in _SENTENCES:
            if name.startswith(prefix):
                raise DatabaseError(sentence.format(path=path)) from error
        if str(error).startswith(_NOT_UTF8_NOT_JSON):
            raise damaged(path) from error
        raise DatabaseError(f"台账 {path} 出错：{error}。请运行 dsq db check。") from error
    except UnicodeDecodeError as error:  # SQLite's own message quotes a damaged text
        raise damaged(path) from error


@contextmanager
def reachable(path: Path) -> Iterator[None]:
    """Turn a file system error into a ``DatabaseError`` that says what to do next."""
    try:
        yield
    except OSError as error:
        raise DatabaseError(
            f"无法使用 {path}：{error.strerror or error}；请检查路径、权限和磁盘。"
        ) from error


_NOT_UTF8_NOT_JSON = ("Could not decode", "malformed JSON")
"""How the messages about such a text begin."""

_SENTENCES = (
    ("SQLITE_FULL", "磁盘已满，没有写入任何内容；腾出空间后重试。"),
    ("SQLITE_READONLY_DBMOVED", "台账 {path} 刚被另一程序换过，未记录任何内容；请重试。"),
    ("SQLITE_READONLY", "台账 {path} 只读，未记录任何内容；请检查文件和所在文件夹的权限。"),
    ("SQLITE_BUSY", "台账 {path} 正被另一程序占用，未记录任何内容；请稍后重试。"),
    ("SQLITE_LOCKED", "台账 {path} 正被另一程序占用，未记录任何内容；请稍后重试。"),
    ("SQLITE_NOTADB", "{path} 不是台账文件；请检查 --db 或 DSQ_DB。"),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_CANTOPEN", "打不开台账 {path}；请检查路径和权限。"),
    ("SQLITE_IOERR", "读写台账 {path} 时磁盘出错，未记录任何内容；请检查磁盘。"),
)
