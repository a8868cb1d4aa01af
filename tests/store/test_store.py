"""The store, on real SQLite."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from dushiquan.domain.acts import Change, update
from dushiquan.domain.events import KINDS, EventKind, StatusChange, TargetCount
from dushiquan.domain.fixing import Correction
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import KIND_LABELS, Project
from dushiquan.domain.selection import Selection
from dushiquan.domain.status import STATUS_LABELS, State, Status
from dushiquan.errors import DatabaseError
from dushiquan.shipped import shipped
from dushiquan.store.answers import save_answers, stored_answers
from dushiquan.store.checking import check_ledger
from dushiquan.store.connection import transaction, uri_of
from dushiquan.store.event_log import record
from dushiquan.store.failures import explained
from dushiquan.store.ledger import Ledger
from dushiquan.store.migrating import MIGRATIONS
from dushiquan.store.opening import create_ledger, open_ledger
from dushiquan.store.undoing import fix, undo
from tests.builders import PROVENANCE


@pytest.fixture
def path(tmp_path: Path, shipped_ledger: Path) -> Path:
    path = tmp_path / "台账 1.db"
    shutil.copy(shipped_ledger, path)
    return path


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with closing(open_ledger(path)) as connection:
        yield Ledger(connection)


def test_the_opener_lists_every_migration() -> None:
    text = shipped("migrations/migrations.py").read_text(encoding="ascii")
    names = [
        line.split("(")[0].removeprefix("def ") for line in text.splitlines() if line.startswith("def m")
    ]
    assert tuple(names) == MIGRATIONS


def test_the_ledger_and_the_program_agree_on_the_kinds_of_events(ledger: Ledger) -> None:
    stored = ledger.connection.execute("SELECT kind, is_report FROM event_kinds").fetchall()
    assert dict(stored) == {kind.value: facts.is_report for kind, facts in KINDS.items()}
    assert set(KINDS) == set(EventKind)


def test_tables_are_strict_and_refuse_invalid_values(ledger: Ledger) -> None:
    tables = ledger.connection.execute("PRAGMA table_list").fetchall()
    ours = [t for t in tables if t[2] == "table" and not t[1].startswith(("sqlite_", "_sqlite"))]
    assert ours
    assert all(t[5] for t in ours), "a table is not STRICT"
    for wrong in (
        "UPDATE projects SET due = '2011-02-30'",
        "UPDATE projects SET due = ''",
        "UPDATE states SET progress = 101",
        "UPDATE states SET status = 'finished'",
        "UPDATE projects SET category = 999",
        "DELETE FROM plans",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            ledger.connection.execute(wrong)


def test_events_are_append_only(ledger: Ledger) -> None:
    record(ledger, [ProjectId("6")], lambda p, s: [Change(EventKind.NOTE, note="甲")], PROVENANCE)
    for wrong in ("UPDATE events SET note = '乙'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            ledger.connection.execute(wrong)


def test_labels_in_the_database_equal_the_program_s(ledger: Ledger) -> None:
    assert dict(ledger.connection.execute("SELECT code, label FROM statuses")) == STATUS_LABELS
    assert dict(ledger.connection.execute("SELECT code, label FROM kinds")) == KIND_LABELS


def test_the_ledger_view_agrees_with_the_program(ledger: Ledger) -> None:
    def tick(p: object, s: object) -> list[Change]:
        return [
            Change(EventKind.COUNT, TargetCount(name, 0, n))
            for name, n in (("萧绍、杭湖嘉边界联合执法行动", 2),)
        ]

    record(ledger, [ProjectId("22.1")], tick, PROVENANCE)
    record(
        ledger,
        [ProjectId("6")],
        lambda p, s: [Change(EventKind.STATUS, StatusChange(Status.PLANNED, Status.DONE))],
        PROVENANCE,
    )
    rows = ledger.connection.execute("SELECT id, category, lead, status, progress, due, targets FROM ledger")
    view = {row[0]: row[1:] for row in rows}
    assert len(view) == 31
    for item in ledger.items(PROVENANCE.on):
        assert view[str(item.project.id)][:5] == (
            item.project.category,
            "、".join(item.project.units.lead),
            STATUS_LABELS[item.state.status],
            item.supervision.progress,
            item.state.due.isoformat() if item.state.due else None,
        )
    assert view["22.1"][3] == 33
    assert view["22.1"][5].startswith("萧绍、杭湖嘉边界联合执法行动 2/3次\n")


def test_a_failure_for_one_project_records_none(ledger: Ledger) -> None:
    def one_fails(project: Project, state: State) -> list[Change]:
        if project.id == ProjectId("7"):
            raise LookupError
        return [Change(EventKind.NOTE, note="甲")]

    with pytest.raises(LookupError):
        record(ledger, [ProjectId("6"), ProjectId("7")], one_fails, PROVENANCE)
    assert ledger.events() == []


def test_check_finds_a_state_that_differs_from_the_fold(ledger: Ledger) -> None:
    assert check_ledger(ledger.connection) == []
    ledger.connection.execute("UPDATE states SET progress = 50 WHERE project = 1")
    assert check_ledger(ledger.connection) == [
        "计划 2011 项目 1 的现状与记录不符；用 dsq db check --repair 重算"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "不是 dsq 的台账"), (b"not a database at all" * 99, "不是台账文件")],
)
def test_a_file_of_the_wrong_kind_is_refused_and_unchanged(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match=said):
        open_ledger(path)
    assert path.read_bytes() == content


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(DatabaseError, match="不是 dsq 的台账"):
        open_ledger(path)


def test_a_newer_ledger_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations SELECT max(id) + 1, 'dushiquan', 'm999_future', '' FROM _sqlite_migrations"
    )
    connection.commit()
    connection.close()
    with pytest.raises(DatabaseError, match="升级 dsq"):
        open_ledger(path)


def test_opening_a_missing_ledger_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="init"):
        open_ledger(tmp_path / "typo.db")
    assert list(tmp_path.glob("typo*")) == []


def test_a_failed_creation_leaves_nothing(tmp_path: Path) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_ledger(tmp_path / "a.db", fail)
    assert [p for p in tmp_path.iterdir() if p.is_file()] == []


def test_a_ledger_is_created_only_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    assert create_ledger(path, lambda connection: None)
    assert not create_ledger(path, lambda connection: None)


def test_concurrent_writers_lose_nothing(path: Path) -> None:
    def write() -> None:
        with closing(open_ledger(path)) as connection:
            for _ in range(10):
                record(
                    Ledger(connection),
                    [ProjectId("6")],
                    lambda p, s: [Change(EventKind.NOTE, note="甲")],
                    PROVENANCE,
                )

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with closing(open_ledger(path)) as connection:
        assert len(Ledger(connection).events([ProjectId("6")])) == 40


def test_search_takes_wildcards_literally(ledger: Ledger) -> None:
    def found(text: str) -> list[str]:
        return [str(i.project.id) for i in ledger.items(PROVENANCE.on, Selection(search=(text,)))]

    assert found("%") == []
    assert found("轨道") == ["2"]
    record(ledger, [ProjectId("6")], lambda p, s: [Change(EventKind.NOTE, note="完成50%")], PROVENANCE)
    assert found("%") == ["6"]


def test_event_ids_are_unique_and_times_utc(ledger: Ledger) -> None:
    record(
        ledger, [ProjectId("6"), ProjectId("7")], lambda p, s: [Change(EventKind.NOTE, note="甲")], PROVENANCE
    )
    events = ledger.events()
    assert len({event.id for event in events}) == 2
    assert len({event.batch for event in events}) == 1
    assert all(event.recorded_at.endswith("Z") for event in events)


def test_restoring_an_entry_takes_back_its_own_correction_only(ledger: Ledger) -> None:
    ids = [ProjectId("6"), ProjectId("7")]
    reported = record(ledger, ids, lambda p, s: update(p, s, progress=40), PROVENANCE)
    for one in reported:
        fix(ledger, one.events[-1], Correction(progress=50), PROVENANCE)
    (revocation,) = (e for e in ledger.events(ids[:1]) if e.kind is EventKind.REVOKE)
    undo(ledger.connection, [revocation], PROVENANCE)
    items = ledger.items(PROVENANCE.on, Selection(ids=tuple(ids)))
    assert [item.state.progress for item in items] == [40, 50]


def test_answers_about_tables_are_kept_by_shape(ledger: Ledger) -> None:
    assert stored_answers(ledger.connection) == {}
    for shape, answers in (("甲", {"一": "title"}), ("乙", {"二": "due"}), ("甲", {"一": "content"})):
        save_answers(ledger.connection, shape, answers)
    assert stored_answers(ledger.connection) == {"甲": {"一": "content"}, "乙": {"二": "due"}}


class FailingCommit:
    """A connection that fails at the end of a commit, or before it, as SQLite does if the disk fails."""

    def __init__(self, connection: sqlite3.Connection, name: str, *, after: bool) -> None:
        self._connection, self._name, self._after = connection, name, after

    def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        if statement != "COMMIT":
            return self._connection.execute(statement, *values)  # type: ignore[arg-type]
        self._connection.execute("COMMIT" if self._after else "ROLLBACK")
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = self._name
        raise error


@pytest.mark.parametrize(
    ("name", "after", "said"),
    [
        ("SQLITE_IOERR_DIR_FSYNC", True, "可能已记录，请用 dsq log 核对"),
        ("SQLITE_IOERR_DELETE", False, "可能已记录，请用 dsq log 核对"),
        ("SQLITE_IOERR_FSYNC", False, "未记录任何内容"),
    ],
)
def test_a_commit_that_fails_at_its_end_may_have_recorded(
    path: Path, name: str, after: bool, said: str
) -> None:
    with closing(open_ledger(path)) as connection:
        failing = FailingCommit(connection, name, after=after)
        with pytest.raises(DatabaseError, match=said), explained(path), transaction(failing):  # type: ignore[arg-type]
            connection.execute("UPDATE states SET progress = 7 WHERE project = 1")
        assert connection.execute("SELECT progress FROM states WHERE project = 1").fetchone() == (
            7 if after else None,
        )


def test_a_failed_transaction_is_not_taken_for_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    create_ledger(path, lambda connection: None)
    with closing(open_ledger(path)) as connection:
        with transaction(connection):
            pass
        assert connection.has_recorded
        with pytest.raises(sqlite3.OperationalError), transaction(connection):
            connection.execute("SELECT * FROM no_such_table")
        assert not connection.has_recorded


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/home/王/台账 1.db"), "file:///home/%E7%8E%8B/%E5%8F%B0%E8%B4%A6%201.db"),
        (PureWindowsPath(r"C:\Users\a#b\ledger.db"), "file:///C:/Users/a%23b/ledger.db"),
        (PureWindowsPath(r"\\srv\users$\a.db"), "file:////srv/users%24/a.db"),
    ],
)
def test_sqlite_is_given_no_host_in_a_uri(path: PurePath, uri: str) -> None:
    assert uri_of(path) == uri


def test_sqlite_opens_a_path_that_begins_with_two_slashes(tmp_path: Path) -> None:
    """As that of a share on Windows does; an authority would be an error."""
    with closing(sqlite3.connect(f"file:///{tmp_path.as_uri()[7:]}/a.db", uri=True)) as connection:
        connection.execute("CREATE TABLE a (a)")
    assert (tmp_path / "a.db").stat().st_size
    with pytest.raises(sqlite3.OperationalError, match="authority"):
        sqlite3.connect(f"file://host{tmp_path.as_uri()[7:]}/a.db", uri=True)
