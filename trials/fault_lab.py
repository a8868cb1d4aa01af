"""Helpers of faults.py: the program as a process, ledgers to damage, and the table of results."""

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dushiquan.errors import DsqError
from dushiquan.store.checking import check_ledger
from dushiquan.store.migrating import MIGRATIONS
from dushiquan.store.opening import open_ledger
from tests.older import OLDER, older_ledger

CHECKOUT = Path(__file__).parents[1]
SHIPPED = CHECKOUT / "data" / "projects_2011.yaml"
SCRIPT = Path(sys.executable).with_name("dsq")
DSQ = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "dushiquan"]
TODAY = "2011-07-01"
WRITERS = 8
IN_PROGRAM = re.compile("/dushiquan/.*, in main")
CHINESE = re.compile("[\u4e00-\u9fff]")
NO_OVERRIDE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
"""A prefix that makes root obey file permissions, like any other user."""


# --- the program, as a process -------------------------------------------------------------------------


@dataclass
class Ended:
    """How a run of ``dsq`` ended. A negative code is a signal."""

    code: int
    err: str


def start(db: Path, *words: str, today: str = TODAY, prefix: Sequence[str] = ()) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*prefix, *DSQ, "--db", str(db), *words],
        env={**os.environ, "DSQ_TODAY": today, "DSQ_USER": "小王", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def finish(process: "subprocess.Popen[bytes]") -> Ended:
    err = process.communicate()[1].decode("utf-8", "replace")
    return Ended(process.returncode, err)


def dsq(db: Path, *words: str, today: str = TODAY, prefix: Sequence[str] = ()) -> Ended:
    return finish(start(db, *words, today=today, prefix=prefix))


def made(db: Path, *words: str) -> None:
    ended = dsq(db, *words)
    assert ended.code == 0, ended


# --- what is in a ledger -------------------------------------------------------------------------------


def faults_of(db: Path) -> list[str]:
    """Open and check a ledger as the program does; return what is wrong with it."""
    try:
        with contextlib.closing(open_ledger(db)) as connection:
            return check_ledger(connection)
    except (DsqError, sqlite3.Error) as error:
        return [str(error)]


CONTENT = (
    "SELECT key, title, year, issued, loaded_at FROM plans ORDER BY key",
    "SELECT plan, id, title, content, requirement, due FROM projects ORDER BY plan, id",
    'SELECT id, batch, kind, "on", recorded_at, before, after, note, revokes FROM events'
    " WHERE kind NOT IN ('load', 'heading') ORDER BY id",  # an upgrade enters what older versions did not
    "SELECT project, status, progress, counts, due, deferrals, done_on, last_reported, withdrawn_on"
    " FROM states ORDER BY project",
)


def content(db: Path) -> str:
    """Return a digest of what is recorded, which is the same in every version of the tables."""
    with contextlib.closing(sqlite3.connect(db)) as connection:
        rows = [connection.execute(query).fetchall() for query in CONTENT]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def notes(db: Path) -> "dict[str, int]":
    """Return every note, with the number of events of its operation."""
    size = "SELECT count(*) FROM events b WHERE b.batch = e.batch"
    query = f"SELECT note, ({size}) FROM events e WHERE kind = 'note'"
    with contextlib.closing(sqlite3.connect(db)) as connection:
        return dict(connection.execute(query))


def no_drafts(folder: Path) -> str:
    left = [path.name for path in folder.rglob("*") if path.name.endswith((".new", "-journal"))]
    return f"left behind: {', '.join(left)}" if left else ""


# --- the table -----------------------------------------------------------------------------------------


@dataclass
class Trial:
    """One line of the table."""

    name: str
    runs: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    codes: "Counter[int]" = field(default_factory=Counter)
    sentences: "Counter[tuple[int, str]]" = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    remark: str = ""

    def ended(self, ended: Ended, allowed: Sequence[int], folder: Path) -> None:
        """Count a run; its code must be in ``allowed``; a failure prints one sentence below any notes."""
        self.runs += 1
        self.codes[ended.code] += 1
        err = ended.err.replace(f"{folder}/", "")
        err = re.sub(r"\d{8}-\d{6}", "…", err)
        if "Traceback" in err:
            self.broken.append(f"traceback: {err}")
        elif ended.code not in allowed:
            self.broken.append(f"exit {ended.code}: {err}")
        elif ended.code in (1, 2, 3, 4, 5, 6, 7):
            said = [line for line in err.splitlines() if not line.startswith("注意：")]
            if len(said) != 1 or not CHINESE.search(said[0]):
                self.broken.append(f"not one sentence: {err}")
            self.sentences[ended.code, err.strip()] += 1

    def holds(self, problem: str) -> None:
        if problem:
            self.broken.append(problem)

    @property
    def is_broken(self) -> bool:
        return bool(self.broken or self.lost or self.half)

    def line(self) -> str:
        codes = ", ".join(f"{_code(code)} ×{times}" for code, times in sorted(self.codes.items()))
        verdict = f"BROKEN ×{len(self.broken)}" if self.is_broken else "held" if self.runs else "not tried"
        cells = (self.name, self.runs, self.acknowledged, self.lost, self.half, codes + self.remark, verdict)
        return "| " + " | ".join(map(str, cells)) + " |"


def _code(code: int) -> str:
    return {-9: "killed", -2: "SIGINT"}.get(code, f"exit {code}")


# --- what can be disturbed -----------------------------------------------------------------------------


@dataclass
class Operation:
    """A command, the function that prepares its folder, and the check after it was stopped at any moment.

    ``check`` returns what is wrong, or "". If the command was ``acknowledged``, its effect must be there.
    """

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Path], None]
    check: Callable[[Path, bool], str]


def ledger_of(folder: Path) -> Path:
    return folder / "ledger.db"


def soundness(db: Path) -> str:
    return "; ".join(faults_of(db)[:2])


class Templates:
    """The ledgers that operations start from, created once."""

    def __init__(self, folder: Path) -> None:
        self.plain, self.other = folder / "plain.db", folder / "other.db"
        made(self.plain, "init")
        made(self.plain, "update", "6-8", "-p", "10", "--note", "先记的")
        shutil.copy(self.plain, self.other)
        made(self.plain, "note", "6", "原来的台账")
        made(self.other, "note", "6", "备份里的")
        self.older = folder / "older.db"
        older_ledger(self.older, OLDER[0])
        self.was = {path: content(path) for path in (self.plain, self.other, self.older)}

    def operations(self) -> list[Operation]:
        plain, other, older = self.plain, self.other, self.older

        def put(template: Path, *more: tuple[Path, str]) -> Callable[[Path], None]:
            def prepare(folder: Path) -> None:
                shutil.copy(template, ledger_of(folder))
                for source, name in more:
                    shutil.copy(source, folder / name)

            return prepare

        def listed(folder: Path, acknowledged: bool) -> str:
            return soundness(ledger_of(folder)) or differ(content(ledger_of(folder)), self.was[plain])

        def updated(folder: Path, acknowledged: bool) -> str:
            batch = notes(ledger_of(folder)).get("新记的", 0)
            if batch not in (0, 6):
                return f"half a fact: {batch} of 6 events"
            return soundness(ledger_of(folder)) or ("lost" if acknowledged and not batch else "")

        def loaded(folder: Path, acknowledged: bool) -> str:
            with contextlib.closing(sqlite3.connect(ledger_of(folder))) as connection:
                counts = dict(connection.execute("SELECT plan, count(*) FROM projects GROUP BY plan"))
                plans = connection.execute("SELECT count(*) FROM plans").fetchone()[0]
            if (counts, plans) not in (({"2011": 31}, 1), ({"2011": 31, "2012": 31}, 2)):
                return f"half a plan: {counts}"
            return soundness(ledger_of(folder)) or ("lost" if acknowledged and plans == 1 else "")

        def created(folder: Path, acknowledged: bool) -> str:
            if not ledger_of(folder).exists():
                return "lost" if acknowledged else ""
            return soundness(ledger_of(folder)) or private(ledger_of(folder))

        def backed_up(folder: Path, acknowledged: bool) -> str:
            copy = folder / "copy.db"
            if copy.exists():
                wrong = soundness(copy) or private(copy) or differ(content(copy), self.was[plain])
            else:
                wrong = "lost" if acknowledged else ""
            return wrong or listed(folder, acknowledged)

        def restored(folder: Path, acknowledged: bool) -> str:
            now = content(ledger_of(folder))
            if now == self.was[other]:
                replaced = list(folder.glob("ledger.before-restore-*.db"))
                if [content(path) for path in replaced] != [self.was[plain]]:
                    return "the replaced ledger was not saved"
            elif now != self.was[plain]:
                return "half restored"
            elif acknowledged:
                return "lost"
            return soundness(ledger_of(folder))

        def migrated(folder: Path, acknowledged: bool) -> str:
            with contextlib.closing(sqlite3.connect(ledger_of(folder))) as connection:
                applied = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0]
                tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            with contextlib.closing(sqlite3.connect(older)) as connection:
                before = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            if (applied == len(MIGRATIONS)) != (tables > before):
                return "half migrated"
            if applied == len(MIGRATIONS):
                copies = [content(path) for path in folder.glob("ledger.before-m*.db")]
                if self.was[older] not in copies:
                    return "no copy from before the migration"
            elif acknowledged:
                return "lost"
            return differ(content(ledger_of(folder)), self.was[older]) or soundness(ledger_of(folder))

        return [
            Operation("list", ("list",), put(plain), listed),
            Operation("update", ("update", "6-8", "-p", "50", "--note", "新记的"), put(plain), updated),
            Operation("plan load", ("plan", "load", str(SHIPPED), "--key", "2012"), put(plain), loaded),
            Operation("init", ("init",), lambda folder: None, created),
            Operation("db backup", ("db", "backup", "copy.db"), put(plain), backed_up),
            Operation(
                "db restore",
                ("db", "restore", "backup.db", "--yes"),
                put(plain, (other, "backup.db")),
                restored,
            ),
            Operation("migration", ("list",), put(older), migrated),
        ]


def differ(now: str, before: str) -> str:
    return "" if now == before else "what was recorded has changed"


def private(path: Path) -> str:
    mode = path.stat().st_mode & 0o777
    return "" if mode == 0o600 else f"mode {mode:o}"


def inside(operation: Operation, folder: Path) -> list[str]:
    """Return the words of the command, with its files placed in ``folder``."""
    return [str(folder / word) if word in ("copy.db", "backup.db") else word for word in operation.words]


@contextlib.contextmanager
def scratch(lab: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=lab))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def duration(operation: Operation, lab: Path) -> float:
    times = []
    for _ in range(7):
        with scratch(lab) as folder:
            operation.prepare(folder)
            begun = time.perf_counter()
            assert dsq(ledger_of(folder), *inside(operation, folder)).code == 0
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def judge(trial: Trial, wrong: str) -> None:
    if wrong == "lost":
        trial.lost += 1
    elif wrong.startswith("half"):
        trial.half += 1
    trial.holds(wrong)
