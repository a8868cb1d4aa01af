"""Ledgers that somebody has tampered with: they are believed nowhere, and never end in a traceback."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_db import start
from tests.conftest import Run
from tests.older import OLDER, older_ledger

RESTORE = "；请用完好的备份恢复：dsq db restore 备份文件"
APPEND_ONLY = "DROP TRIGGER events_are_not_updated"
APPEND_ONLY_AGAIN = (
    "CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events"
    " WHEN NOT (NEW.seq IS OLD.seq AND NEW.id IS OLD.id AND NEW.plan IS OLD.plan AND NEW.project IS OLD.project"
    " AND NEW.kind IS OLD.kind AND NEW.note IS OLD.note AND NEW.revokes IS OLD.revokes"
    " AND OLD.origin IS NOT NULL AND NEW.origin IS NOT NULL"
    " AND (NEW.stamp < OLD.stamp OR NEW.stamp IS OLD.stamp AND NEW.batch < OLD.batch))"
    " BEGIN SELECT RAISE(ABORT, 'events are append-only: record a new one'); END"
)
ENDLESS = (
    "CREATE VIEW states AS WITH RECURSIVE a (project, status, progress, counts, due, deferrals, done_on,"
    " last_reported, withdrawn_on) AS (SELECT 1, 'done', 1, '{}', NULL, 0, NULL, NULL, NULL UNION ALL"
    " SELECT project + 1, status, progress, counts, due, 0, NULL, NULL, NULL FROM a) SELECT * FROM a"
)

ENDLESS_EVENTS = (
    "CREATE VIEW events AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT e.* FROM e, n"
)


@pytest.fixture
def path(ledger: Run) -> Path:
    ledger("tick", "22.1", "联合执法", "1")
    ledger("update", "6", "-p", "50")
    return Path(ledger("db", "path").out.strip())


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("PRAGMA ignore_check_constraints = ON", *statements):
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (
            ["CREATE TRIGGER evil AFTER INSERT ON events BEGIN UPDATE states SET progress = 99; END"],
            "多出触发器 evil，不是 dsq 建的，会改动或拒绝记录",
        ),
        (
            ["CREATE UNIQUE INDEX one_each ON events (id, note)"],
            "多出索引 one_each，不是 dsq 建的，会改动或拒绝记录",
        ),
        ([APPEND_ONLY], "触发器 events_are_not_updated 缺失"),
        (
            [
                APPEND_ONLY,
                "CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events BEGIN SELECT 1; END",
            ],
            "触发器 events_are_not_updated 与 dsq 建的不同",
        ),
        (["DROP INDEX projects_by_uid"], "索引 projects_by_uid 缺失"),
        (["ALTER TABLE states ADD COLUMN more TEXT"], "表 states 与 dsq 建的不同"),
        (["DROP VIEW ledger", "ALTER TABLE states RENAME TO s", ENDLESS], "表 states 缺失"),
        (["DROP VIEW ledger", "ALTER TABLE events RENAME TO e", ENDLESS_EVENTS], "表 events 缺失"),
        (["DROP VIEW ledger", "CREATE VIEW ledger AS SELECT 1 AS id"], "视图 ledger 与 dsq 建的不同"),
    ],
)
def test_a_schema_that_is_not_ours_is_neither_sound_nor_restored(
    ledger: Run, path: Path, home: Path, statements: list[str], fault: str
) -> None:
    shutil.copy(path, home / "bad.db")
    tamper(home / "bad.db", *statements)
    said = ledger("--db", "bad.db", "db", "check")
    assert (said.code, fault + RESTORE in said.err) == (6, True), said.err
    was = path.read_bytes()
    assert ledger("db", "restore", "bad.db", "--yes").code == 6
    assert ledger("--db", "bad.db", "db", "backup", "copy.db").code == 6
    assert path.read_bytes() == was
    assert not (home / "copy.db").exists()


def test_tables_of_the_users_own_are_no_fault(ledger: Run, path: Path) -> None:
    tamper(
        path,
        'CREATE TABLE "a""b" (x)',
        "CREATE VIEW mine AS SELECT * FROM mine_too",
        "CREATE INDEX i ON events (note)",
    )
    assert ledger("db", "check").code == 0


@pytest.mark.parametrize(
    ("kind", "after", "id"),
    [
        ("count", '"x"', "22.1"),
        ("count", "{}", "22.1"),
        ("count", "[" * 900 + "]" * 900, "22.1"),
        ("progress", "500", "6"),
    ],
)
def test_an_unreadable_event_is_named_and_nothing_is_repaired(
    ledger: Run, path: Path, kind: str, after: str, id: str
) -> None:
    tamper(path, APPEND_ONLY, f"UPDATE events SET after = '{after}' WHERE kind = '{kind}'", APPEND_ONLY_AGAIN)
    was = path.read_bytes()
    sentence = f"条记录（项目 {id}）已无法读出{RESTORE}"
    for words in (("db", "check"), ("db", "check", "--repair"), ("list", "--as-of", "2011-06-30"), ("log",)):
        said = ledger(*words)
        assert (said.code, said.out, said.err.count("\n"), sentence in said.err) == (6, "", 1, True), said.err
    assert path.read_bytes() == was


@pytest.mark.parametrize(
    "value",
    [
        *("progress = 500", "counts = '[1'", 'counts = \'{"a": "x"}\'', "status = 'bogus'", "done_on = 'x'"),
        *("said = 'null'", "said = '[1]'", "said = '{\"problem\": 1}'"),
    ],
)
def test_a_state_that_cannot_be_is_repaired(ledger: Run, path: Path, value: str) -> None:
    tamper(path, f"UPDATE states SET {value}")
    for words in (("db", "check"), ("db", "backup")):
        said = ledger(*words)
        assert (said.code, "用 dsq db check --repair 重算" in said.err) == (6, True), said.err
    assert ledger("db", "check", "--repair").code == 0
    assert ledger("list", "6", "--columns", "progress").out == "50%\n"
    assert ledger("db", "check").code == 0


def test_an_older_ledger_that_is_not_ours_is_not_upgraded(dsq: Run, home: Path) -> None:
    older_ledger(home / "a.db", OLDER[0])
    tamper(home / "a.db", "CREATE TRIGGER evil AFTER INSERT ON projects BEGIN DELETE FROM states; END")
    was = (home / "a.db").read_bytes()
    said = dsq("--db", "a.db", "list")
    assert (said.code, said.err) == (6, f"a.db 已损坏{RESTORE}。\n")
    assert (home / "a.db").read_bytes() == was
    assert [file.name for file in home.iterdir()] == ["a.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_an_endless_query(path: Path) -> None:
    tamper(path, "DROP VIEW ledger", "ALTER TABLE states RENAME TO s", ENDLESS)
    process: subprocess.Popen[bytes] = start("list")
    try:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (130, b"", b"")


# --- a journal without its ledger ----------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
def test_a_new_ledger_does_not_take_up_a_journal_left_behind(
    dsq: Run, home: Path, shipped_ledger: Path, suffix: str
) -> None:
    shutil.copy(shipped_ledger, home / "good.db")
    default = Path(dsq("db", "path").out.strip())
    for path in (home / "l.db", default):
        path.parent.mkdir(parents=True, exist_ok=True)
        left = path.with_name(path.name + suffix)
        left.write_bytes(b"left")
        for words in (("init",), ("--db", str(home / "good.db"), "db", "backup", str(path)), ("list",)):
            said = dsq("--db", str(path), *words) if path != default and words[0] != "--db" else dsq(*words)
            assert said.code == 6
            assert (words == ("list",) and path != default) or left.name in said.err
        assert left.read_bytes() == b"left"
        assert not path.exists()


def test_restore_sets_a_journal_left_behind_aside(dsq: Run, home: Path, shipped_ledger: Path) -> None:
    shutil.copy(shipped_ledger, home / "good.db")
    (home / "l.db-journal").write_bytes(b"left")
    said = dsq("--db", "l.db", "db", "restore", "good.db")
    (aside,) = home.glob("l.before-restore-*.db-journal")
    assert said.err == f"已从 good.db 恢复台账 l.db；原来的在 {aside.name}。\n"
    assert aside.read_bytes() == b"left"
    assert not (home / "l.db-journal").exists()
    assert dsq("--db", "l.db", "db", "check").code == 0


def test_an_empty_journal_is_in_nobodys_way(dsq: Run, home: Path) -> None:
    (home / "l.db-journal").touch()
    assert dsq("--db", "l.db", "init").code == 0
