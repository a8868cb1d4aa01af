"""Care of the file: backup, restore, upgrades, and what happens to it."""

import os
import signal
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.terminal import DSQ

M001 = Path(__file__).parents[1] / "data" / "ledger_m001.sql"


@pytest.fixture
def path(ledger: Run, home: Path) -> Path:
    return home / ".local/share/dushiquan/ledger.db"


def test_a_backup_is_whole_and_its_owner_s_alone(ledger: Run, path: Path, home: Path) -> None:
    ledger("done", "6")
    assert ledger("db", "backup", "备份.db").err == "已备份到 备份.db，核对无误。\n"
    assert (home / "备份.db").stat().st_mode & 0o777 == 0o600
    assert ledger("--db", "备份.db", "list", "-s", "done", "-f", "json").ids == ["6"]
    again = ledger("db", "backup", "备份.db")
    assert again.code == 7
    assert "不覆盖" in again.err
    assert ledger("db", "backup").code == 0
    assert len(list(path.parent.glob("ledger-20110701-*.db"))) == 1


def test_a_backup_while_another_writes_is_one_moment_s(ledger: Run, path: Path, home: Path) -> None:
    """Two projects are always recorded together; a copy never holds one without the other."""
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            subprocess.run([*DSQ, "note", "6", "甲"], capture_output=True)
            subprocess.run([*DSQ, "update", "6,7", "--note", "乙"], capture_output=True)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            assert ledger("db", "backup", f"{number}.db").code == 0
            connection = sqlite3.connect(home / f"{number}.db")
            counts = connection.execute(
                "SELECT count(*) FROM events WHERE note = '乙' GROUP BY batch HAVING count(*) <> 2"
            ).fetchall()
            connection.close()
            assert counts == []
            time.sleep(0.2)
    finally:
        stop.set()
        writer.join()


def test_restore_keeps_what_it_replaces(ledger: Run, path: Path) -> None:
    ledger("done", "6")
    ledger("db", "backup", "备份.db")
    ledger("done", "7")
    assert ledger("db", "restore", "备份.db").code == 2
    said = ledger("db", "restore", "备份.db", "--yes")
    assert said.code == 0, said.err
    assert ledger("list", "-s", "done", "-f", "json").ids == ["6"]
    (kept,) = path.parent.glob("ledger.before-restore-*.db")
    assert str(kept) in said.err
    assert ledger("--db", str(kept), "list", "-s", "done", "-f", "json").ids == ["6", "7"]
    assert ledger("db", "check").code == 0


def test_a_damaged_backup_is_refused_and_the_ledger_untouched(ledger: Run, path: Path, home: Path) -> None:
    ledger("db", "backup", "备份.db")
    whole = (home / "备份.db").read_bytes()
    before = path.read_bytes()
    for content in (whole[:5000], os.urandom(9000), b"", whole[:8192] + os.urandom(4096) + whole[12288:]):
        (home / "坏.db").write_bytes(content)
        result = ledger("db", "restore", "坏.db", "--yes")
        assert result.code == 6
        assert "Traceback" not in result.err
        assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_restore_where_the_ledger_is_beyond_use(ledger: Run, path: Path) -> None:
    ledger("done", "6")
    ledger("db", "backup", "备份.db")
    path.write_bytes(os.urandom(5000))
    assert ledger("list").code == 6
    assert ledger("db", "restore", "备份.db", "--yes").code == 0
    assert ledger("list", "-s", "done", "-f", "json").ids == ["6"]
    path.unlink()
    assert ledger("db", "restore", "备份.db", "--yes").code == 0
    assert len(ledger("list", "-f", "json").ids) == 31


def old_ledger(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(M001.read_text(encoding="utf-8"))
    connection.close()


def test_an_older_ledger_is_copied_then_upgraded(dsq: Run, home: Path) -> None:
    old_ledger(home / "旧.db")
    before = (home / "旧.db").read_bytes()
    first = dsq("--db", "旧.db", "list", "-f", "json")
    assert first.ids == ["6", "22.1", "22.2"]
    assert "升级前的副本在" in first.err
    (copy,) = [p for p in home.glob("旧*") if p.name != "旧.db"]
    assert copy.stat().st_mode & 0o777 == 0o600
    older = sqlite3.connect(copy)
    assert older.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (1,)
    older.close()
    assert (home / "旧.db").read_bytes() != before
    assert dsq("--db", "旧.db", "list").err == ""
    assert dsq("--db", "旧.db", "db", "check").code == 0


def test_an_upgrade_that_fails_changes_nothing(dsq: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_ledger(home / "旧.db")

    def fail(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("dushiquan.store.opening.migrate", fail)
    assert dsq("--db", "旧.db", "list").code == 6
    connection = sqlite3.connect(home / "旧.db")
    assert connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (1,)
    connection.close()


def test_check_of_an_empty_ledger(dsq: Run) -> None:
    dsq("--db", "a.db", "init", "--empty")
    assert dsq("--db", "a.db", "db", "check").code == 0


@pytest.mark.parametrize("delay", [0.02, 0.08, 0.12, 0.2])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_process_that_is_stopped_leaves_no_half(ledger: Run, path: Path, delay: float, number: int) -> None:
    process = subprocess.Popen([*DSQ, "update", "6,7", "-p", "50"], stdout=-1, stderr=-1)
    time.sleep(delay)
    process.send_signal(number)
    _, said = process.communicate()
    assert number == signal.SIGKILL or b"dushiquan/store" not in said
    rows = ledger("list", "6,7", "-f", "json").json
    assert len({row["progress"] for row in rows}) == 1
    if "已记录".encode() in said:
        assert rows[0]["progress"] == 50
    assert ledger("db", "check").code == 0
