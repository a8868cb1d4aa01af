"""Backup, restore, and the copy made before a migration."""

import json
import os
import random
import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from dushiquan.domain.acts import Change
from dushiquan.domain.events import EventKind
from dushiquan.domain.ids import ProjectId
from dushiquan.errors import DatabaseError, RefusedError
from dushiquan.shipped import shipped
from dushiquan.sources.plan_file import read_plan
from dushiquan.store import copying, upgrading
from dushiquan.store.backup import back_up, reset, restore
from dushiquan.store.checking import check_ledger
from dushiquan.store.connection import transaction
from dushiquan.store.event_log import record
from dushiquan.store.failures import explained
from dushiquan.store.ledger import Ledger
from dushiquan.store.migrating import MIGRATIONS
from dushiquan.store.opening import create_ledger, open_ledger
from dushiquan.store.plan_keys import plan_keys
from tests.builders import PROVENANCE
from tests.conftest import Run
from tests.older import DATA, OLDER, dump, enter, older_ledger, recorded


def note(path: Path, text: str) -> None:
    with closing(open_ledger(path)) as connection:
        change = Change(EventKind.NOTE, note=text)
        record(Ledger(connection), [ProjectId("6"), ProjectId("7")], lambda p, s: [change], PROVENANCE)


def notes(path: Path) -> list[str]:
    with closing(open_ledger(path)) as connection:
        assert check_ledger(connection) == []
        return [event.note for event in Ledger(connection).events([ProjectId("6")])]


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def path(tmp_path: Path, shipped_ledger: Path) -> Path:
    path = tmp_path / "台账 1.db"
    shutil.copy(shipped_ledger, path)
    note(path, "甲")
    return path


@pytest.fixture
def copy(path: Path) -> Path:
    copy = path.with_name("copy.db")
    back_up(path, copy)
    return copy


def names(path: Path) -> set[str]:
    return {p.name for p in path.parent.iterdir() if p.is_file()}


def hold_half_a_write(path: Path) -> threading.Thread:
    """Start a writer with half its transaction in the file, which commits half a second later."""
    begun = threading.Event()

    def write() -> None:
        with closing(open_ledger(path)) as connection:
            connection.execute("PRAGMA cache_size = 1")
            with transaction(connection):
                connection.execute("UPDATE projects SET content = content || ?", ("长" * 9000,))
                begun.set()
                threading.Event().wait(0.5)
                connection.execute("UPDATE projects SET requirement = '写完'")

    thread = threading.Thread(target=write)
    thread.start()
    assert begun.wait(10)
    return thread


def test_a_backup_equals_the_ledger_and_is_private(path: Path, copy: Path) -> None:
    assert recorded(copy) == recorded(path)
    assert notes(copy) == ["甲"]
    assert mode(path) == mode(copy) == 0o600
    assert names(path) == {path.name, copy.name}


def test_a_copy_never_holds_half_a_write(path: Path) -> None:
    copy = path.with_name("copy.db")
    with closing(open_ledger(path)) as connection:
        writer = hold_half_a_write(path)
        copying.copy_database(connection, copy)
    writer.join()
    with closing(sqlite3.connect(copy)) as connection:
        rows = connection.execute(
            "SELECT length(content) > 9000, requirement = '写完' FROM projects"
        ).fetchall()
    assert set(rows) in ({(1, 1)}, {(0, 0)})


def test_a_backup_never_overwrites(path: Path, copy: Path) -> None:
    was = copy.read_bytes()
    note(path, "乙")
    with pytest.raises(RefusedError, match="不覆盖"):
        back_up(path, copy)
    assert copy.read_bytes() == was


def test_an_unsound_ledger_is_not_backed_up(path: Path) -> None:
    with closing(open_ledger(path)) as connection:
        connection.execute("UPDATE states SET progress = 50 WHERE project = 1")
    with pytest.raises(DatabaseError, match=r"未通过核对.*现状与记录不符"):
        back_up(path, path.with_name("copy.db"))
    assert names(path) == {path.name}


def test_a_backup_that_cannot_be_written_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dushiquan.store.backup.take_name", full)
    with pytest.raises(DatabaseError, match="No space left"):
        back_up(path, path.with_name("copy.db"))
    assert names(path) == {path.name}


def unsupported(self: Path, target: Path) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_without_hard_links_names_are_still_taken_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", unsupported)
    draft = path.with_name("draft")
    draft.write_text("x")
    assert not copying.take_name(draft, path)
    assert copying.take_name(draft, path.with_name("free"))
    assert notes(path) == ["甲"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens no folders")
@pytest.mark.parametrize("hard_links", [True, False])
def test_a_new_name_is_synced_to_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    if not hard_links:
        monkeypatch.setattr(Path, "hardlink_to", unsupported)
    (tmp_path / "draft").touch()
    assert copying.take_name(tmp_path / "draft", tmp_path / "a.db")
    assert synced == [tmp_path.stat().st_ino]


def test_restore_equals_the_copy_and_keeps_the_replaced_ledger(path: Path, copy: Path) -> None:
    note(path, "乙")
    path.chmod(0o640)
    before = recorded(path)
    kept = path.with_name("kept.db")
    assert restore(copy, path, kept)
    assert recorded(path) == recorded(copy)
    assert recorded(kept) == before
    assert notes(kept) == ["甲", "乙"]
    assert (mode(path), mode(kept)) == (0o640, 0o600)
    assert names(path) == {path.name, copy.name, kept.name}


def test_an_open_connection_continues_on_the_restored_ledger(path: Path, copy: Path) -> None:
    note(path, "乙")
    with closing(open_ledger(path)) as connection:
        restore(copy, path, path.with_name("kept.db"))
        change = Change(EventKind.NOTE, note="丙")
        record(Ledger(connection), [ProjectId("6")], lambda p, s: [change], PROVENANCE)
    assert notes(path) == ["甲", "丙"]


def test_restore_waits_for_a_running_write_and_keeps_it(path: Path, copy: Path) -> None:
    writer = hold_half_a_write(path)
    kept = path.with_name("kept.db")
    restore(copy, path, kept)
    writer.join()
    assert recorded(path) == recorded(copy)
    with closing(sqlite3.connect(kept)) as connection:
        assert set(connection.execute("SELECT requirement FROM projects")) == {("写完",)}


def test_reset_waits_for_a_running_write_and_keeps_it(path: Path) -> None:
    writer = hold_half_a_write(path)
    kept = path.with_name("kept.db")
    assert reset(path, kept) == [kept]
    writer.join()
    with closing(open_ledger(path)) as connection:
        assert (check_ledger(connection), plan_keys(connection)) == ([], [])
    with closing(sqlite3.connect(kept)) as connection:
        assert set(connection.execute("SELECT requirement FROM projects")) == {("写完",)}


def test_an_interrupted_reset_leaves_the_ledger(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    was = path.read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dushiquan.store.backup.take_name", interrupted)
    with pytest.raises(KeyboardInterrupt):
        reset(path, path.with_name("kept.db"))
    assert (path.read_bytes(), names(path)) == (was, {path.name})


def test_no_write_slips_in_while_restoring(path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_while_another_writes(draft: Path, name: Path) -> bool:
        with closing(sqlite3.connect(path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("UPDATE projects SET content = ''")
        return copying.take_name(draft, name)

    monkeypatch.setattr("dushiquan.store.backup.take_name", taken_while_another_writes)
    restore(copy, path, path.with_name("kept.db"))
    assert recorded(path) == recorded(copy)


def test_an_interrupted_restore_leaves_the_ledger(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = path.read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dushiquan.store.backup.take_name", interrupted)
    with pytest.raises(KeyboardInterrupt):
        restore(copy, path, path.with_name("kept.db"))
    assert path.read_bytes() == was
    assert names(path) == {path.name, copy.name}


def cut(content: bytes) -> bytes:
    return content[:50_000]


def cut_within_the_last_page(content: bytes) -> bytes:
    return content[:-1000]


def scrambled(content: bytes) -> bytes:
    return random.Random(1).randbytes(len(content))


def empty(content: bytes) -> bytes:
    return b""


Damage = Callable[[bytes], bytes]
DAMAGES = [cut, cut_within_the_last_page, scrambled, empty]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_copy_is_refused(path: Path, copy: Path, damage: Damage) -> None:
    copy.write_bytes(damage(copy.read_bytes()))
    was = path.read_bytes()
    with pytest.raises(DatabaseError, match=r"copy\.db"):
        restore(copy, path, path.with_name("kept.db"))
    assert path.read_bytes() == was
    assert names(path) == {path.name, copy.name}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_can_be_restored(path: Path, copy: Path, damage: Damage) -> None:
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(DatabaseError, match=r"已损坏|不是"):
        open_ledger(path)
    kept = path.with_name("kept.db")
    assert restore(copy, path, kept)
    assert recorded(path) == recorded(copy)
    assert kept.read_bytes()[100 : len(damaged)] == damaged[100:]  # SQLite updates a counter in the header


def test_a_leftover_journal_does_not_touch_the_restored_ledger(path: Path, copy: Path) -> None:
    note(path, "乙")
    journal = Path(f"{path}-journal")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("UPDATE projects SET content = content || ?", ("长" * 9000,))
        hot = journal.read_bytes()
    path.unlink()
    journal.write_bytes(hot)  # SQLite would apply it to any file of the ledger's name
    kept = path.with_name("kept.db")
    restore(copy, path, kept)
    assert recorded(path) == recorded(copy)
    assert Path(f"{kept}-journal").read_bytes() == hot


def test_a_missing_ledger_can_be_restored(path: Path, copy: Path) -> None:
    path.unlink()
    kept = path.with_name("kept.db")
    assert not restore(copy, path, kept)
    assert notes(path) == ["甲"]
    assert mode(path) == 0o600
    assert not kept.exists()


def test_a_copy_of_a_newer_version_is_refused(path: Path, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("INSERT INTO _sqlite_migrations SELECT 99, 'dushiquan', 'm999', ''")
    was = path.read_bytes()
    with pytest.raises(DatabaseError, match="升级 dsq"):
        restore(copy, path, path.with_name("kept.db"))
    assert path.read_bytes() == was


def test_a_copy_of_an_older_version_is_restored_and_upgraded(path: Path) -> None:
    older = path.with_name("older.db")
    older_ledger(older)
    restore(older, path, path.with_name("kept.db"))
    assert notes(path) == ["", "", "旧版所记", ""]
    assert recorded(path) == recorded(older)


def test_a_ledger_of_every_version_before_this_one_is_kept() -> None:
    """Before a migration is added: python -m tests.older."""
    assert [script.stem for script in OLDER] == [f"ledger_{name.split('_')[0]}" for name in MIGRATIONS[:-1]]


def test_a_ledger_to_be_kept_has_an_event_of_every_kind(dsq: Run) -> None:
    enter(lambda *words, today: dsq("--db", "a.db", *words, today=today))
    Path("a.sql").write_text(dump(Path("a.db")), encoding="utf-8")
    older_ledger(Path("b.db"), Path("a.sql"))
    assert recorded(Path("b.db")) == recorded(Path("a.db"))
    with closing(open_ledger(Path("b.db"))) as connection:
        assert check_ledger(connection) == []
        kinds = {kind for (kind,) in connection.execute("SELECT kind FROM events")}
        assert kinds == set(EventKind) - {EventKind.SETTLE}  # which needs two ledgers


@pytest.mark.parametrize("script", OLDER, ids=lambda script: script.stem)
def test_a_copy_is_made_before_a_migration(tmp_path: Path, script: Path) -> None:
    path = tmp_path / "a.db"
    older_ledger(path, script)
    before = recorded(path)
    told: list[Path] = []
    open_ledger(path, told.append).close()
    (copy,) = told
    lacking = MIGRATIONS[OLDER.index(script) + 1]  # ledger_m001 has the first, and so on
    assert copy == tmp_path / f"a.before-{lacking.split('_')[0]}.db"
    assert recorded(copy) == recorded(path) == before
    assert mode(copy) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        applied = connection.execute("SELECT name FROM _sqlite_migrations").fetchall()
        assert [name for (name,) in applied] == list(MIGRATIONS[: len(applied)]) != list(MIGRATIONS)
    with closing(open_ledger(path, told.append)) as connection:
        assert check_ledger(connection) == []
    assert names(path) == {path.name, copy.name}


@pytest.mark.parametrize(
    ("change", "levels"),
    [
        ("SET title = '2011年杭州都市经济圈合作项目计划安排表'", 4),
        ("SET document_no = '杭政办函[2011]44号'", 4),
        ("SET title = '合作计划'", 0),
    ],
)
def test_the_shipped_plan_of_an_older_ledger_gets_its_levels(
    tmp_path: Path, change: str, levels: int
) -> None:
    path = tmp_path / "a.db"
    older_ledger(path, DATA / "ledger_m007.sql")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE plans {change}")
    shipped_levels = read_plan(shipped("data/projects_2011.yaml"))[0].levels
    assert shipped_levels
    with closing(open_ledger(path)) as connection:
        assert Ledger(connection).plan.levels == shipped_levels[:levels]


def test_an_earlier_migration_copy_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    older_ledger(path)
    open_ledger(path).close()
    for number in (2, 3):
        restore(tmp_path / "a.before-m002.db", path, tmp_path / f"kept-{number}.db")
        open_ledger(path).close()
    copies = {"a.before-m002.db", "a.before-m002-2.db", "a.before-m002-3.db"}
    assert names(path) == {"a.db", "kept-2.db", "kept-3.db", *copies}


@pytest.mark.parametrize("step", ["migrate", "add_missing_bases", "refold"])
def test_an_upgrade_that_fails_at_any_step_leaves_the_ledger_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Migrating and folding anew are one transaction: a stale state cannot stay behind."""
    path = tmp_path / "a.db"
    older_ledger(path)
    was = path.read_bytes()
    done = getattr(upgrading, step)

    def fails(connection: sqlite3.Connection, *until: int) -> None:
        done(connection, *until)
        if not until:  # else it makes the schema of an older version, to compare with
            connection.execute("INSERT INTO nowhere VALUES (1)")

    monkeypatch.setattr(upgrading, step, fails)
    with pytest.raises(DatabaseError, match="nowhere"):
        open_ledger(path)
    assert path.read_bytes() == was
    assert names(path) == {path.name}


def test_an_upgraded_plan_has_its_first_edition_as_base(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    older_ledger(path, OLDER[2])
    with closing(sqlite3.connect(path)) as connection, connection:  # the title was changed once more
        connection.execute(
            "INSERT INTO events SELECT 99, '0', 'b', project, kind, \"on\", '2011-07-02T00:00:00.000000Z', '',"
            """ '{"title": "联合执法检查"}', '{"title": "联合检查"}', '', NULL FROM events WHERE seq = 12"""
        )
        connection.execute("UPDATE projects SET title = '联合检查' WHERE title = '联合执法检查'")
    with closing(open_ledger(path)) as connection:
        (content,) = connection.execute("SELECT content FROM plan_bases").fetchone()
        projects = {each["id"]: each["title"] for each in json.loads(content)["projects"]}
        assert projects == {"6": "某通道工程", "22.1": "联合执法", "22.2": "联合采访"}
        ledger = Ledger(connection)
        titles = [item.project.title for item in ledger.items(date(2011, 6, 30))]
        assert titles == ["某通道工程", "联合执法", "联合采访"]
        kinds = connection.execute("SELECT kind FROM events ORDER BY stamp, id LIMIT 2").fetchall()
        assert kinds == [("load",), ("status",)]
        query = """SELECT batch, "on", revokes FROM events WHERE kind = 'heading'"""
        order = connection.execute(query).fetchall()
        assert order == [("b", "2011-07-01", None)]  # a part of the last edition
        stamps = connection.execute("SELECT stamp FROM events ORDER BY seq").fetchall()
        assert len(set(stamps)) == len(stamps)
        assert connection.execute("SELECT count(DISTINCT uid) FROM projects").fetchone() == (4,)


def test_a_failed_migration_copy_stops_the_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    older_ledger(path)
    was = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copying, "copy_database", full)
    with pytest.raises(DatabaseError, match=r"升级前的副本未能保存.*No space left"):
        open_ledger(path)
    assert path.read_bytes() == was
    assert names(path) == {path.name}


def test_concurrent_openers_migrate_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    older_ledger(path)
    before = recorded(path)
    told: list[Path] = []
    threads = [
        threading.Thread(target=lambda: open_ledger(path, told.append).close(), daemon=True) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert recorded(path) == before
    assert told == [tmp_path / "a.before-m002.db"]


def test_leftovers_of_a_killed_process_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    for left in (f".a.db.{os.getpid()}.new", ".a.db.new"):
        (tmp_path / left).touch()
    assert create_ledger(path, lambda connection: None)
    back_up(path, tmp_path / "b.db")


def test_a_replaced_ledger_takes_no_more_entries(path: Path, copy: Path) -> None:
    with closing(open_ledger(path)) as connection:
        ledger = Ledger(connection)
        copy.replace(path)
        with pytest.raises(DatabaseError, match="刚被另一程序换过"), explained(path):
            record(ledger, [ProjectId("6")], lambda p, s: [Change(EventKind.NOTE, note="乙")], PROVENANCE)
    assert notes(path) == ["甲"]


def test_invalid_text_is_reported_as_damage(path: Path) -> None:
    content, remark = path.read_bytes(), "以上各项目".encode()
    assert content.count(remark) == 2  # in the plan and in its base
    path.write_bytes(content.replace(remark, b"\xff" * len(remark)))
    with (
        closing(open_ledger(path)) as connection,
        pytest.raises(DatabaseError, match="已损坏"),
        explained(path),
    ):
        check_ledger(connection)


def test_waiting_for_the_lock_ends_by_timeout_or_ctrl_c(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dushiquan.store.connection.BUSY_SECONDS", 0.3)
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    with closing(open_ledger(path)) as one, closing(open_ledger(path)) as other, transaction(one):
        with pytest.raises(DatabaseError, match="占用"), explained(path), transaction(other):
            pass
        assert slept[0] > slept[-1] > 0, "who has waited longer asks more often"
        monkeypatch.setattr("time.sleep", lambda seconds: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt), transaction(other):
            pass
    assert notes(path) == ["甲"]
