"""``dsq db``, and what happens if the file is damaged, locked or out of reach."""

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from dushiquan.domain.names import as_word
from dushiquan.store.checking import check_ledger
from dushiquan.store.opening import open_ledger
from tests.builders import listed
from tests.conftest import Run
from tests.older import OLDER, older_ledger, recorded
from tests.terminal import DSQ, terminal
from trials.fault_disk import power_cuts
from trials.fault_lab import Templates


@pytest.fixture
def path(ledger: Run, home: Path) -> Path:
    return home / ".local/share/dushiquan/ledger.db"


def test_backup_then_restore_brings_the_ledger_back(ledger: Run, path: Path, home: Path) -> None:
    ledger("done", "6")
    said = ledger("db", "backup", "副本.db")
    assert (said.code, said.out, said.err) == (0, "", "已备份到 副本.db，核对无误。\n")
    assert ledger("db", "backup", "副本.db").code == 7
    ledger("done", "7")
    refused = ledger("db", "restore", "副本.db")
    warning = (
        "注意：这份备份里没有第3号记录（1条，2011-07-01录入），恢复后就没有了；原来的台账另存，里面还有。\n"
    )
    asked = f"用 副本.db 替换台账 {path}须确认；确定要做请加 --yes。\n"
    assert (refused.code, refused.err) == (2, warning + asked)
    said = ledger("db", "restore", "副本.db", "--yes")
    (kept,) = path.parent.glob("ledger.before-restore-20110701-*.db")
    assert said.err == (
        f"{warning}已从 副本.db 恢复台账 {path}；原来的在 {kept}。\n"
        f"没有恢复的是第3号记录（1条，2011-07-01录入）；要看用 dsq --db {kept} log。\n"
    )
    assert ledger("db", "restore", str(kept), "--yes").err.count("\n") == 1  # it has all entries
    ledger("db", "restore", "副本.db", "--yes")
    assert ledger("list", "-s", "done", "-f", "json").ids == ["6"]
    assert ledger("--db", str(kept), "list", "-s", "done", "-f", "json").ids == ["6", "7"]


def test_a_backup_without_a_name_is_named_by_its_time(ledger: Run, path: Path, home: Path) -> None:
    assert ledger("db", "backup").code == 0
    (beside,) = path.parent.glob("ledger-20110701-??????.db")
    assert recorded(beside) == recorded(path)
    (home / "盘").mkdir()
    assert ledger("db", "backup", "盘").code == 0
    assert len(list((home / "盘").glob("ledger-20110701-??????.db"))) == 1


def test_restore_asks_first(ledger: Run, path: Path) -> None:
    ledger("db", "backup", "a.db")
    ledger("done", "6")
    before = recorded(path)
    shown = terminal(["sh", "-c", f"echo n | script -qec '{DSQ[0]} -m dushiquan db restore a.db' /dev/null"])
    assert f"用 a.db 替换台账 {path}？[y/N]" in shown.replace("\n", "")
    assert recorded(path) == before


def test_reset_empties_the_ledger_and_keeps_a_copy(ledger: Run, path: Path) -> None:
    ledger("done", "6")
    before = recorded(path)
    refused = ledger("db", "reset")
    assert refused.err == f"清空台账 {path}（原来的另存）须确认；确定要做请加 --yes。\n"
    assert (refused.code, recorded(path)) == (2, before)
    said = ledger("db", "reset", "--yes")
    (kept,) = path.parent.glob("ledger.before-reset-20110701-*.db")
    assert (said.code, said.err) == (
        0,
        f"台账 {path} 已清空；原来的在 {kept}。\n"
        f"载入计划用 dsq plan load 文件；要换回原来的用 dsq db restore {as_word(kept)}。\n",
    )
    assert recorded(kept) == before
    empty = ledger("list")
    assert (empty.code, empty.err) == (4, "台账里还没有计划；先用 dsq plan load 文件 载入。\n")
    assert ledger("db", "check").code == 0
    ledger("db", "restore", str(kept), "--yes")
    assert recorded(path) == before


def test_reset_sets_a_damaged_ledger_aside(ledger: Run, path: Path) -> None:
    path.write_bytes(b"spoilt")
    assert ledger("db", "reset", "--yes").code == 0
    (kept,) = path.parent.glob("ledger.before-reset-*.db")
    assert kept.read_bytes() == b"spoilt"
    assert ledger("db", "check").code == 0


def test_reset_needs_a_ledger(dsq: Run, home: Path) -> None:
    said = dsq("db", "reset", "--yes")
    assert (said.code, said.err[:5]) == (6, "没有文件 ")
    assert [p for p in home.rglob("*") if p.is_file()] == []


def test_restore_creates_a_missing_ledger(ledger: Run, path: Path, home: Path) -> None:
    ledger("db", "backup", "a.db")
    new = home / "新/台账.db"
    assert ledger("--db", str(new), "db", "restore", "a.db").err == f"已从 a.db 恢复台账 {new}。\n"
    assert recorded(new) == recorded(path)


def test_backup_and_restore_report_a_missing_source(dsq: Run, home: Path) -> None:
    for words in (("backup",), ("backup", "a.db"), ("restore", "a.db")):
        said = dsq("db", *words)
        assert said.code == 6
        assert said.err.startswith("没有文件 ")
    assert [p for p in home.rglob("*") if p.is_file()] == []


def test_an_empty_ledger_is_sound(dsq: Run) -> None:
    dsq("init", "--empty")
    assert dsq("db", "check").code == 0


def test_an_upgrade_recomputes_the_states(dsq: Run, home: Path) -> None:
    older_ledger(home / "a.db", OLDER[-1])
    with closing(sqlite3.connect(home / "a.db")) as connection:
        connection.execute("UPDATE states SET progress = 99")
        connection.commit()
    assert dsq("--db", "a.db", "db", "check").code == 0


def test_an_older_ledger_is_upgraded_with_a_message(dsq: Run, home: Path) -> None:
    older_ledger(home / "a.db")
    before = recorded(home / "a.db")
    said = dsq("--db", "a.db", "list", "6", "--columns", "id,progress")
    assert (said.out, said.err) == ("6\t40%\n", "台账已升级；升级前的副本在 a.before-m002.db。\n")
    assert dsq("--db", "a.db", "list").err == ""
    assert recorded(home / "a.db") == recorded(home / "a.before-m002.db") == before


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_page(content: bytes) -> bytes:
    return content[:4096]


def a_few_bytes(content: bytes) -> bytes:
    return content[:50]


def cut_within_the_last_page(content: bytes) -> bytes:
    return content[:-7]


def scrambled(content: bytes) -> bytes:
    return random.Random(2).randbytes(20_000)


def no_schema(content: bytes) -> bytes:
    assert content.count(b'CREATE TABLE "plans"') == 1
    return content.replace(b'CREATE TABLE "plans"', b'CREATE TABL\xff "plans"')


def zero_length(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize(
    "damage", [truncated, one_page, a_few_bytes, cut_within_the_last_page, scrambled, no_schema, zero_length]
)
def test_a_damaged_file_is_reported_and_left_unchanged(
    ledger: Run, path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path.write_bytes(damage(path.read_bytes()))
    was = path.read_bytes()
    for command in ("list", "done 6", "report weekly", "db check", "db backup", "db backup a.db", "undo"):
        said = ledger(*command.split())
        assert (said.code, said.out, said.err.count("\n")) == (6, "", 1), command
        assert "损坏" in said.err or "不是" in said.err
    assert path.read_bytes() == was
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_random_damage_never_gives_a_traceback(ledger: Run, path: Path, home: Path) -> None:
    """Damage that SQLite does not notice is either reported or harmless."""
    ledger("update", "6-8", "-p", "10", "--note", "甲")
    content = path.read_bytes()
    chance = random.Random(2011)
    found = 0
    for i in range(60):
        damaged = bytearray(content)
        at, length = chance.randrange(len(content)), chance.choice((8, 512, 4096))
        damaged[at : at + length] = chance.randbytes(len(damaged[at : at + length]))
        copy = home / f"{i}.db"
        copy.write_bytes(damaged)
        for command in ("list", "log", "update 6-8 -p 50", "db check", f"db backup {i}-copy.db"):
            said = ledger("--db", str(copy), *command.split())  # raises whatever is no sentence
            assert said.code in (0, 4, 6), said.err
            found += said.code == 6
    assert found > 60


def test_a_lasting_lock_is_reported(ledger: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dushiquan.store.connection.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = ledger("done", "6")
        assert ledger("list").code == 0
    assert (said.code, said.err) == (6, f"台账 {path} 正被另一程序占用，未记录任何内容；请稍后重试。\n")


def test_a_clock_set_back_loses_nothing(ledger: Run, path: Path) -> None:
    ledger("update", "6", "-p", "60", today="2011-09-01")
    assert ledger("update", "6", "-p", "20", "--note", "甲", today="2011-06-01").code == 0
    assert ledger("list", "6", "--columns", "progress").out == "20%\n"
    assert ledger("list", "6", "--columns", "progress", today="2011-09-02").out == "60%\n"
    assert ledger("db", "check").code == 0


# --- as a process ------------------------------------------------------------------------------------


def start(*words: str, prefix: Sequence[str] = ()) -> "subprocess.Popen[bytes]":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background would ignore it
    return subprocess.Popen(
        [*prefix, *DSQ, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def sound(path: Path) -> bool:
    with closing(open_ledger(path)) as connection:
        return check_ledger(connection) == []


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o400, 0o500), (0o000, 0o700), (0o600, 0o000)])
def test_missing_permissions_are_reported(ledger: Run, path: Path, file_mode: int, folder_mode: int) -> None:
    prefix: list[str] = []
    if os.getuid() == 0:  # root passes over permissions, unless it gives that up
        if not shutil.which("setpriv"):
            pytest.skip("root, and no setpriv")
        prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    ledger("db", "backup", "a.db")
    before = recorded(path)
    path.chmod(file_mode)
    path.parent.chmod(folder_mode)
    try:
        for words in ("done 6", "plan list", "db backup", "db restore a.db --yes", "init"):
            process = start("--db", str(path), *words.split(), prefix=prefix)
            err = process.communicate()[1].decode()
            if words == "plan list" and file_mode == 0o400:
                assert (process.returncode, err) == (0, "")
            elif words == "init" and folder_mode:
                assert process.returncode == 7
            else:
                assert (process.returncode, err.count("\n")) == (6, 1), err
    finally:
        path.parent.chmod(0o700)
        path.chmod(0o600)
    assert recorded(path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_while_waiting_for_the_lock_is_quiet(ledger: Run, path: Path) -> None:
    before = recorded(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        process = start("update", "6-8", "-p", "50")
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert recorded(path) == before


@pytest.mark.parametrize("interrupted", ["KeyboardInterrupt", "RuntimeError from KeyboardInterrupt()"])
def test_ctrl_c_during_start_up_is_quiet(interrupted: str) -> None:
    code = "import dushiquan.cli.app as app, dushiquan.cli as cli\n"
    code += f"def _run(): raise {interrupted}\n"
    code += "app._run = _run; cli.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert (done.returncode, done.stderr) == (130, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("after", [0.02, 0.08, 0.12, 0.2])
@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_a_killed_command_records_all_or_nothing(ledger: Run, path: Path, after: float, name: str) -> None:
    process = start("update", "6-8", "-p", "50", "--note", "甲")
    time.sleep(after)
    process.send_signal(signal.Signals[name])
    err = process.communicate()[1].decode()
    assert not re.search("/dushiquan/.*, in main", err), "a traceback through the program"
    assert sound(path)
    ids = [event["project"] for event in ledger("log", "-f", "json").json if event["kind"] == "note"]
    assert ids in ([], ["6", "7", "8"])
    assert ids or "已记录 8" not in err


@pytest.mark.once
@pytest.mark.skipif(not shutil.which("strace"), reason="no strace")
def test_a_power_cut_loses_nothing_acknowledged(home: Path) -> None:
    templates = Templates(home)
    (update,) = [operation for operation in templates.operations() if operation.name == "update"]
    trial = power_cuts(home, update, 40)
    assert (trial.broken, trial.lost, trial.half, trial.runs) == ([], 0, 0, 40)
    assert trial.acknowledged


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_fault_trial_finds_no_fault(home: Path) -> None:
    script = Path(__file__).parents[2] / "trials" / "faults.py"
    counts = "--kills 50 --interrupts 140 --facts 20 --damages 20 --cuts 50 --errors 1 --tampered 20"
    done = subprocess.run([sys.executable, str(script), *counts.split()], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_db_check_repairs_stale_states(ledger: Run, home: Path) -> None:
    ledger("update", "6", "-p", "60")
    with sqlite3.connect(home / ".local/share/dushiquan/ledger.db") as connection:
        connection.execute("UPDATE states SET progress = 10, status = 'done'")
    connection.close()
    broken = ledger("db", "check")
    assert broken.code == 6
    assert len(broken.err.splitlines()) == 32
    assert ledger("db", "check", "--repair").code == 0
    assert listed(ledger, "6")["progress"] == 60
    assert ledger("db", "check").code == 0


def test_a_missing_state_is_found_and_repaired(ledger: Run) -> None:
    ledger("update", "6", "-p", "40")
    with closing(sqlite3.connect(ledger("db", "path").out.strip())) as connection:
        connection.execute("DELETE FROM states WHERE project = 6")
        connection.commit()
    checked = ledger("db", "check")
    assert (checked.code, "项目 6 的现状缺失" in checked.err + checked.out) == (6, True)
    assert ledger("db", "check", "--repair").code == 0
    assert ledger("list", "6", "--columns", "progress").out == "40%\n"
    assert ledger("db", "check").code == 0
