"""Trying to hurt a ledger: the promises of docs/reliability.md, each tried on the program itself.

    python benchmarks/faults.py [--kills 1000] [--interrupts 1000] [--facts 200] [--damages 100]

Prints a table in Markdown and every sentence that was said, and exits with 1 where a promise is broken:
no acknowledged fact lost, no fact half written, no writer locked out, and every failure one Chinese
sentence with exit code 6. A fact is acknowledged once ``dsq`` has said 已记录 or left with 0.

The trials with a full disk mount a small tmpfs and need root; without it they are left out, and it says so.
"""

import argparse
import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dushiquan.domain.changes import Change
from dushiquan.domain.history import EventKind
from dushiquan.domain.plan import ProjectId
from dushiquan.errors import DsqError
from dushiquan.store.checking import check_ledger
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import MIGRATIONS, open_ledger
from dushiquan.store.recording import Entry, record

CHECKOUT = Path(__file__).parents[1]
SHIPPED = CHECKOUT / "data" / "projects_2011.yaml"
OLDER = sorted((CHECKOUT / "tests" / "data").glob("ledger_m*.sql"))
SCRIPT = Path(sys.executable).with_name("dsq")
DSQ = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "dushiquan"]
TODAY = "2011-07-01"
WRITERS = 8
_IN_PROGRAM = re.compile("/dushiquan/.*, in main")
CHINESE = re.compile("[\u4e00-\u9fff]")
NO_OVERRIDE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
"""Root without the right to pass over permissions: what a read-only file means to everyone else."""


# --- the program, as a process -------------------------------------------------------------------------


@dataclass
class Ended:
    """How a run of ``dsq`` ended: negative codes are signals."""

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
    """What is wrong with a ledger, as the program opens and checks it."""
    try:
        connection = open_ledger(db)
    except DsqError as error:
        return [str(error)]
    with contextlib.closing(connection):
        return check_ledger(connection)


def content(db: Path) -> str:
    """A digest of what is recorded, whatever the version of the tables."""
    with contextlib.closing(sqlite3.connect(db)) as connection:
        rows = [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in ("plans", "projects", "events", "states")
        ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def notes(db: Path) -> "dict[str, int]":
    """Every note, with the number of events of its operation."""
    size = "SELECT count(*) FROM events b WHERE b.batch = e.batch"
    query = f"SELECT note, ({size}) FROM events e WHERE kind = 'note'"
    with contextlib.closing(sqlite3.connect(db)) as connection:
        return dict(connection.execute(query))


def older_ledger(db: Path, script: Path) -> None:
    with contextlib.closing(sqlite3.connect(db)) as connection:
        connection.executescript(script.read_text(encoding="utf-8"))


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
        """Count how a run ended; it must be with one of these codes, and a failure in one sentence."""
        self.runs += 1
        self.codes[ended.code] += 1
        err = ended.err.replace(f"{folder}/", "")
        err = re.sub(r"\d{8}-\d{6}", "…", err)
        if "Traceback" in err:
            self.broken.append(f"traceback: {err}")
        elif ended.code not in allowed:
            self.broken.append(f"exit {ended.code}: {err}")
        elif ended.code in (1, 2, 3, 4, 5, 6, 7):
            if len(err.splitlines()) != 1 or not CHINESE.search(err):
                self.broken.append(f"not one sentence: {err}")
            self.sentences[ended.code, err.strip()] += 1

    def holds(self, problem: str) -> None:
        if problem:
            self.broken.append(problem)

    def line(self) -> str:
        codes = ", ".join(f"{_code(code)} ×{times}" for code, times in sorted(self.codes.items()))
        verdict = "held" if not (self.broken or self.lost or self.half) else f"BROKEN ×{len(self.broken)}"
        cells = (self.name, self.runs, self.acknowledged, self.lost, self.half, codes + self.remark, verdict)
        return "| " + " | ".join(map(str, cells)) + " |"


def _code(code: int) -> str:
    return {-9: "killed", -2: "SIGINT"}.get(code, f"exit {code}")


# --- what can be disturbed -----------------------------------------------------------------------------


@dataclass
class Operation:
    """A command with its ledger before, and what must be true of the folder whenever it was stopped.

    ``whole`` returns what is wrong, or "": what was done must be there where ``acknowledged``.
    """

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Path], None]
    whole: Callable[[Path, bool], str]


def _ledger(folder: Path) -> Path:
    return folder / "ledger.db"


def _sound(db: Path) -> str:
    return "; ".join(faults_of(db)[:2])


class Templates:
    """The ledgers that operations begin with, made once."""

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
                shutil.copy(template, _ledger(folder))
                for source, name in more:
                    shutil.copy(source, folder / name)

            return prepare

        def listed(folder: Path, acknowledged: bool) -> str:
            return _sound(_ledger(folder)) or _differ(content(_ledger(folder)), self.was[plain])

        def updated(folder: Path, acknowledged: bool) -> str:
            batch = notes(_ledger(folder)).get("新记的", 0)
            if batch not in (0, 6):
                return f"half a fact: {batch} of 6 events"
            return _sound(_ledger(folder)) or ("lost" if acknowledged and not batch else "")

        def loaded(folder: Path, acknowledged: bool) -> str:
            with contextlib.closing(sqlite3.connect(_ledger(folder))) as connection:
                counts = dict(connection.execute("SELECT plan, count(*) FROM projects GROUP BY plan"))
                plans = connection.execute("SELECT count(*) FROM plans").fetchone()[0]
            if (counts, plans) not in (({"2011": 31}, 1), ({"2011": 31, "2012": 31}, 2)):
                return f"half a plan: {counts}"
            return _sound(_ledger(folder)) or ("lost" if acknowledged and plans == 1 else "")

        def created(folder: Path, acknowledged: bool) -> str:
            if not _ledger(folder).exists():
                return "lost" if acknowledged else ""
            return _sound(_ledger(folder)) or _private(_ledger(folder))

        def backed_up(folder: Path, acknowledged: bool) -> str:
            copy = folder / "copy.db"
            if copy.exists():
                wrong = _sound(copy) or _private(copy) or _differ(content(copy), self.was[plain])
            else:
                wrong = "lost" if acknowledged else ""
            return wrong or listed(folder, acknowledged)

        def restored(folder: Path, acknowledged: bool) -> str:
            now = content(_ledger(folder))
            if now == self.was[other]:
                kept = list(folder.glob("ledger.before-restore-*.db"))
                if [content(path) for path in kept] != [self.was[plain]]:
                    return "the replaced ledger was not kept"
            elif now != self.was[plain]:
                return "half restored"
            elif acknowledged:
                return "lost"
            return _sound(_ledger(folder))

        def migrated(folder: Path, acknowledged: bool) -> str:
            with contextlib.closing(sqlite3.connect(_ledger(folder))) as connection:
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
            return _differ(content(_ledger(folder)), self.was[older]) or _sound(_ledger(folder))

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


def _differ(now: str, before: str) -> str:
    return "" if now == before else "what was recorded has changed"


def _private(path: Path) -> str:
    mode = path.stat().st_mode & 0o777
    return "" if mode == 0o600 else f"mode {mode:o}"


def inside(operation: Operation, folder: Path) -> list[str]:
    """The operation's words, with the files that it names in ``folder``."""
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
            assert dsq(_ledger(folder), *inside(operation, folder)).code == 0
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


# --- the trials ----------------------------------------------------------------------------------------


def kill_updates(lab: Path, kills: int) -> Trial:
    """``kill -9`` at random moments of an update, most of them near its commit, on one ledger that grows."""
    trial = Trial("kill -9 of `dsq update`, random moments, most near its commit")
    db = lab / "killed.db"
    made(db, "init")
    made(db, "update", "6-8", "-p", "99", "--note", "开始")
    begun = time.perf_counter()
    for i in range(5):
        made(db, "update", "6-8", "-p", str(i), "--note", "预热")
    usual = (time.perf_counter() - begun) / 5
    said: set[str] = set()
    for i in range(kills):
        text = f"第{i}次"
        process = start(db, "update", "6-8", "-p", str(i % 97 + 1), "--note", text)
        time.sleep(random.triangular(0, usual * 1.2, usual))
        process.kill()
        ended = finish(process)
        trial.ended(ended, (0, -9), lab)
        if ended.code == 0 or ended.err.count("已记录") == 3:
            said.add(text)
        if i % 10 == 9 or i == kills - 1 or db.with_name("killed.db-journal").exists():
            trial.holds(_sound(db))
    _account(trial, notes(db), said, 6)
    return trial


def _account(trial: Trial, recorded: "dict[str, int]", said: "set[str]", size: int) -> None:
    trial.acknowledged += len(said)
    trial.lost += len(said.difference(recorded))
    ours = {text: number for text, number in recorded.items() if text.startswith("第")}
    trial.half += sum(number != size for number in ours.values())
    trial.remark += f"; {len(set(ours) - said)} written, not yet said"


def kill_writer(lab: Path, kills: int) -> Trial:
    """``kill -9`` of a process that does nothing but record: most hit the middle of a transaction."""
    trial = Trial("kill -9 of a process that records without pause")
    said: set[str] = set()
    journals = 0
    for i in range(kills):
        db = lab / f"loop{i // 50}.db"
        if i % 50 == 0:
            made(db, "init")
        process = subprocess.Popen(
            [sys.executable, __file__, "--record", str(db), f"第{i}轮"], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        first = process.stdout.readline()  # it has begun
        time.sleep(random.uniform(0, 0.05))
        process.kill()
        lines = [first, *process.stdout.readlines()]
        process.wait()
        process.stdout.close()
        trial.runs += 1
        trial.codes[process.returncode] += 1
        mine = {line.decode().strip() for line in lines if line.endswith(b"\n")}
        journals += db.with_name(f"{db.name}-journal").exists()
        trial.holds(_sound(db))
        recorded = notes(db)
        trial.lost += len(mine.difference(recorded))
        trial.half += sum(number != 3 for number in recorded.values())
        said |= mine
    trial.acknowledged = len(said)
    trial.remark = f"; {journals} left a journal to roll back"
    return trial


def record_without_pause(db: Path, name: str, number: int | None = None) -> None:
    """Record facts on three projects, one transaction each, and say each when it is committed."""
    ledger = Ledger(open_ledger(db))
    ids = [ProjectId(6), ProjectId(7), ProjectId(8)]
    longest = 0.0
    i = 0
    while number is None or i < number:
        text = f"{name}{i}"
        begun = time.perf_counter()
        entry = Entry(date(2011, 7, 1), "小王", "2011-07-01T08:00:00.000000Z")
        record(ledger, ids, lambda project, state, text=text: [Change(EventKind.NOTE, note=text)], entry)
        longest = max(longest, time.perf_counter() - begun)
        os.write(1, f"{text}\n".encode())
        i += 1
    os.write(1, f"longest {longest:.2f}\n".encode())


def disturb(lab: Path, operation: Operation, times: int, how: signal.Signals) -> Trial:
    """Send a signal at moments spread over the whole run of a command."""
    name = {signal.SIGKILL: "kill -9", signal.SIGINT: "Ctrl-C"}[how]
    trial = Trial(f"{name} in {operation.name}")
    usual = duration(operation, lab)
    early = 0
    for _ in range(times):
        with scratch(lab) as folder:
            operation.prepare(folder)
            process = start(_ledger(folder), *inside(operation, folder))
            time.sleep(random.uniform(0, usual * 1.1))
            process.send_signal(how)
            ended = finish(process)
            if how is signal.SIGINT and "Traceback" in ended.err and not _IN_PROGRAM.search(ended.err):
                early += 1  # Python itself was starting: the program had not begun
                ended = Ended(130, "")
            trial.ended(ended, (0, -9) if how is signal.SIGKILL else (0, 130, -2), folder)
            acknowledged = ended.code == 0
            trial.acknowledged += acknowledged
            if how is signal.SIGINT:
                trial.holds(no_drafts(folder))
            _judge(trial, operation.whole(folder, acknowledged))
    if early:
        trial.remark = f"; {early} while Python itself was starting"
    return trial


def _judge(trial: Trial, wrong: str) -> None:
    if wrong == "lost":
        trial.lost += 1
    elif wrong.startswith("half"):
        trial.half += 1
    trial.holds(wrong)


def writers_as_commands(lab: Path, facts: int) -> Trial:
    """Several people at once: every fact a ``dsq note`` of its own."""
    trial = Trial(f"{WRITERS} processes × {facts} `dsq note` at once")
    db = lab / "writers.db"
    made(db, "init")
    said: set[str] = set()
    slowest = [0.0] * WRITERS
    guard = threading.Lock()

    def write(writer: int) -> None:
        for i in range(facts):
            text = f"第{writer}人{i}"
            begun = time.perf_counter()
            ended = dsq(db, "note", str(6 + writer % 3), text)
            slowest[writer] = max(slowest[writer], time.perf_counter() - begun)
            with guard:
                trial.ended(ended, (0,), lab)
                if ended.code == 0:
                    said.add(text)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorded = notes(db)
    trial.acknowledged, trial.lost = len(said), len(said.difference(recorded))
    trial.half = 0
    trial.holds(_sound(db))
    trial.remark = f"; slowest command {max(slowest):.1f} s"
    return trial


def writers_without_pause(lab: Path, facts: int) -> Trial:
    """The same with nothing but transactions, so that they always meet."""
    trial = Trial(f"{WRITERS} processes × {facts} facts at once, without pause")
    db = lab / "crowd.db"
    made(db, "init")
    command = [sys.executable, __file__, "--record", str(db)]
    processes = [
        subprocess.Popen(
            [*command, f"第{writer}人", str(facts)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for writer in range(WRITERS)
    ]
    said: set[str] = set()
    longest = 0.0
    for process in processes:
        out, err = process.communicate()
        trial.ended(Ended(process.returncode, err.decode()), (0,), lab)
        *lines, last = out.decode().splitlines()
        longest = max(longest, float(last.split()[1]))
        said |= set(lines)
    recorded = notes(db)
    trial.runs = WRITERS * facts
    trial.acknowledged, trial.lost = len(said), len(said.difference(recorded))
    trial.half = sum(number != 3 for number in recorded.values())
    trial.holds(_sound(db))
    trial.remark = f"; longest wait {longest:.1f} s of 30"
    return trial


def locked(lab: Path, templates: Templates) -> Trial:
    """Another program never lets go of the ledger: Ctrl-C is heard while waiting, and waiting ends."""
    trial = Trial("a ledger that stays locked")
    with scratch(lab) as folder:
        db = _ledger(folder)
        shutil.copy(templates.plain, db)
        with contextlib.closing(sqlite3.connect(db, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            process = start(db, "note", "6", "新记的")
            time.sleep(2)
            begun = time.perf_counter()
            process.send_signal(signal.SIGINT)
            trial.ended(finish(process), (130,), folder)
            trial.remark = f"; Ctrl-C heard after {time.perf_counter() - begun:.1f} s"
            begun = time.perf_counter()
            waiting = [
                start(db, "note", "6", "新记的"),
                start(db, "db", "restore", str(templates.other), "-y"),
            ]
            for process in waiting:
                trial.ended(finish(process), (6,), folder)
            trial.remark += f", given up after {time.perf_counter() - begun:.0f} s"
            trial.ended(dsq(db, "list"), (0,), folder)
        trial.holds(_sound(db) or _differ(content(db), templates.was[templates.plain]) or no_drafts(folder))
    return trial


def migrate_at_once(lab: Path) -> Trial:
    """Several processes open an old ledger at the same moment."""
    trial = Trial(f"{WRITERS} processes migrate at once")
    for script in OLDER:
        for _ in range(5):
            with scratch(lab) as folder:
                db = _ledger(folder)
                older_ledger(db, script)
                was = content(db)
                for process in [start(db, "list") for _ in range(WRITERS)]:
                    trial.ended(finish(process), (0,), folder)
                trial.holds(_sound(db) or _differ(content(db), was) or no_drafts(folder))
                copies = list(folder.glob("*.before-*"))
                trial.holds("" if len(copies) == 1 else f"{len(copies)} copies")
    return trial


def older_versions(lab: Path) -> Trial:
    trial = Trial(f"a ledger of every older version ({', '.join(s.stem for s in OLDER)})")
    for script in OLDER:
        with scratch(lab) as folder:
            db = _ledger(folder)
            older_ledger(db, script)
            was = content(db)
            for words in (("list",), ("db", "check"), ("log",)):
                trial.ended(dsq(db, *words), (0,), folder)
            trial.holds(_sound(db) or _differ(content(db), was))
            (copy,) = folder.glob("*.before-*")
            trial.holds(_differ(content(copy), was) or _private(copy))
            trial.ended(dsq(db, "note", "6", "新记的"), (0,), folder)
            trial.ended(dsq(db, "db", "restore", str(copy), "--yes"), (0,), folder)
            trial.holds(_sound(db) or _differ(content(db), was))
    return trial


def newer_version(lab: Path, templates: Templates) -> Trial:
    trial = Trial("a ledger of a newer version")
    with scratch(lab) as folder:
        db = _ledger(folder)
        shutil.copy(templates.plain, db)
        with contextlib.closing(sqlite3.connect(db)) as connection:
            connection.execute(
                "INSERT INTO _sqlite_migrations SELECT 99, 'dushiquan', 'm999_future', applied_at"
                " FROM _sqlite_migrations LIMIT 1"
            )
            connection.commit()
        _refused_untouched(trial, db, folder)
        shutil.copy(templates.plain, folder / "good.db")
        trial.ended(dsq(folder / "good.db", "db", "restore", str(db), "--yes"), (6,), folder)
        trial.holds(_differ(content(folder / "good.db"), templates.was[templates.plain]))
    return trial


COMMANDS = (
    ("list",),
    ("update", "6-8", "-p", "50", "--note", "新记的"),
    ("report", "weekly"),
    ("db", "check"),
)


def _refused_untouched(trial: Trial, db: Path, folder: Path, code: int = 6) -> None:
    was = db.read_bytes()
    for words in (*COMMANDS, ("db", "backup", str(folder / "copy.db"))):
        trial.ended(dsq(db, *words), (code,), folder)
        trial.holds("" if db.read_bytes() == was else f"{words} changed the file")
        trial.holds("" if not (folder / "copy.db").exists() else "a damaged ledger was backed up")


def damaged_files(lab: Path, templates: Templates, times: int) -> list[Trial]:
    """Truncated, random and zero-length files: refused, left alone, and restored over."""
    whole = templates.plain.read_bytes()
    cases = {
        "a zero-length file": [b""],
        "a truncated file": [whole[: random.randrange(1, len(whole))] for _ in range(times)],
        "a file of random bytes": [random.randbytes(random.randrange(1, len(whole))) for _ in range(times)],
    }
    trials = []
    for name, contents in cases.items():
        trial = Trial(name)
        for i, damaged in enumerate(contents):
            with scratch(lab) as folder:
                db = _ledger(folder)
                db.write_bytes(damaged)
                if i < 10:
                    _refused_untouched(trial, db, folder)
                else:
                    trial.ended(dsq(db, *COMMANDS[i % len(COMMANDS)]), (6,), folder)
                good = folder / "good.db"
                shutil.copy(templates.plain, good)
                trial.ended(dsq(good, "db", "restore", str(db), "--yes"), (6,), folder)
                trial.holds(_differ(content(good), templates.was[templates.plain]))
                trial.ended(dsq(db, "db", "restore", str(good), "--yes"), (0,), folder)
                trial.holds(_sound(db) or _differ(content(db), templates.was[templates.plain]))
                (kept,) = folder.glob("*.before-restore-*")
                # SQLite counts a copy in the header, and fills up the last page.
                as_it_was = kept.read_bytes()[100 : len(damaged)] == damaged[100:]
                trial.holds("" if as_it_was else "not kept as it was")
        trials.append(trial)
    return trials


def flipped_bytes(lab: Path, templates: Templates, times: int) -> Trial:
    """Bytes overwritten in the middle: SQLite keeps no checksums, so not all of it can be found."""
    trial = Trial("some bytes overwritten in the middle")
    unseen = 0
    for _ in range(times):
        with scratch(lab) as folder:
            db = _ledger(folder)
            damaged = bytearray(templates.plain.read_bytes())
            at, length = random.randrange(len(damaged)), random.choice((1, 8, 64, 512, 4096))
            damaged[at : at + length] = random.randbytes(len(damaged[at : at + length]))
            db.write_bytes(damaged)
            found = dsq(db, "db", "check")
            found.err = found.err if found.code == 0 else found.err.splitlines()[0]  # then a fault a line
            trial.ended(found, (0, 6), folder)
            unseen += found.code == 0
            for words in COMMANDS[:3]:
                ended = dsq(db, *words)
                trial.ended(ended, (0, 4, 6), folder)
    trial.remark = f"; {unseen} of {times} passed `db check`"
    return trial


@contextlib.contextmanager
def tmpfs(lab: Path, size: str) -> Iterator[Path | None]:
    """A small disk, or None where it cannot be mounted."""
    point = lab / "disk"
    point.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(point)]
    try:
        mounted = subprocess.run(mount, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield point if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(point)], check=True)


def full_disk(disk: Path, operation: Operation) -> Trial:
    """Run a command with 0, 4, 8 … KB left, until there is enough."""
    trial = Trial(f"disk full in {operation.name}")
    folder = disk / "folder"
    for pages in range(400):
        folder.mkdir()
        operation.prepare(folder)
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            left = shutil.disk_usage(disk).free - pages * 4096
            file.write(b"x" * left)
        ended = dsq(_ledger(folder), *inside(operation, folder))
        trial.ended(ended, (0, 6), folder)
        full = no_drafts(folder)
        filler.unlink()
        trial.acknowledged += ended.code == 0
        trial.holds(full)
        _judge(trial, operation.whole(folder, ended.code == 0))
        shutil.rmtree(folder)
        if ended.code == 0:
            break
    else:
        trial.holds("it never succeeded")
    return trial


def read_only(lab: Path, templates: Templates) -> list[Trial]:
    prefix = NO_OVERRIDE if os.getuid() == 0 else []
    good = templates.other
    trials = []
    for name, file_mode, folder_mode in (
        ("a read-only file", 0o400, 0o700),
        ("a read-only folder", 0o600, 0o500),
        ("both read-only", 0o400, 0o500),
        ("a file that may not be read", 0o000, 0o700),
        ("a folder that may not be entered", 0o600, 0o000),
    ):
        trial = Trial(name)
        readable = file_mode and folder_mode
        with scratch(lab) as outside:
            folder = outside / "folder"
            folder.mkdir()
            db = _ledger(folder)
            shutil.copy(templates.plain, db)
            db.chmod(file_mode)
            folder.chmod(folder_mode)
            try:
                writes = [COMMANDS[1], ("db", "restore", str(good), "--yes"), ("done", "7")]
                writes.append(("plan", "load", str(SHIPPED), "--key", "2012"))
                reads = [
                    ("list",),
                    ("report", "weekly"),
                    ("db", "check"),
                    ("db", "backup", str(outside / "c.db")),
                ]
                for words in reads:
                    trial.ended(dsq(db, *words, prefix=prefix), (0,) if readable else (6,), folder)
                for words in writes:
                    trial.ended(dsq(db, *words, prefix=prefix), (6,), folder)
                trial.ended(dsq(folder / "new" / "x.db", "list", prefix=prefix), (6,), folder)
                if not folder_mode & 0o200:
                    trial.ended(dsq(folder / "x.db", "init", prefix=prefix), (6,), folder)
                    trial.ended(dsq(db, "db", "backup", prefix=prefix), (6,), folder)
            finally:
                folder.chmod(0o700)
                db.chmod(0o600)
            trial.holds(_differ(content(db), templates.was[templates.plain]) or no_drafts(folder))
        trials.append(trial)
    return trials


def clock_back(lab: Path, templates: Templates) -> Trial:
    """The clock says June, and July has been recorded."""
    trial = Trial("a clock that goes back")
    with scratch(lab) as folder:
        db = _ledger(folder)
        shutil.copy(templates.plain, db)
        said = []
        for i, today in enumerate(("2011-06-01", "2011-03-01", "2011-12-01", "2010-01-01", "2011-07-02")):
            for words in (("list",), ("report", "weekly"), ("log",), ("overdue",)):
                trial.ended(dsq(db, *words, today=today), (0,), folder)
            text = f"第{i}次"
            ended = dsq(db, "update", "6-8", "-p", str(20 + i), "--note", text, today=today)
            ended.err = "" if ended.code == 0 else ended.err
            trial.ended(ended, (0,), folder)
            said.append(text)
            trial.holds(_sound(db))
        trial.ended(dsq(db, "undo", "--last", "2", today="2011-05-01"), (0, 7), folder)
        trial.holds(_sound(db))
        recorded = notes(db)
        trial.acknowledged, trial.lost = len(said), len(set(said).difference(recorded))
    return trial


def journals(lab: Path, rounds: int) -> list[str]:
    """What a commit costs a process that opens, writes once and leaves, by the way it is kept."""
    ways = (("DELETE", "FULL"), ("DELETE", "EXTRA"), ("WAL", "FULL"))
    times: dict[tuple[str, str], list[float]] = {way: [] for way in ways}
    reads: dict[tuple[str, str], list[float]] = {way: [] for way in ways}
    databases = {}
    for journal, synchronous in ways:
        path = lab / f"{journal}-{synchronous}.db"
        made(path, "init")
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA journal_mode = {journal}")
        databases[journal, synchronous] = path
    insert = (
        'INSERT INTO events (id, batch, project, kind, "on", recorded_at, actor, before, after, note)'
        " VALUES (?, 'b', 1, 'note', '2011-07-01', '2011-07-01T08:00:00Z', '', 'null', 'null', '')"
    )
    for _ in range(rounds):
        for way, path in databases.items():
            begun = time.perf_counter()
            connection = sqlite3.connect(path, isolation_level=None)
            connection.execute(f"PRAGMA synchronous = {way[1]}")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(insert, (os.urandom(16).hex(),))
            connection.execute("COMMIT")
            connection.close()
            times[way].append(time.perf_counter() - begun)
            begun = time.perf_counter()
            connection = sqlite3.connect(path)
            connection.execute("SELECT count(*) FROM projects").fetchone()
            connection.close()
            reads[way].append(time.perf_counter() - begun)
    base = statistics.median(times[ways[0]])
    lines = [
        "| journal | synchronous | open, write once, leave | ratio | open, read, leave |",
        "|---|---|---|---|---|",
    ]
    for way in ways:
        median = statistics.median(times[way])
        lines.append(
            f"| {'rollback' if way[0] == 'DELETE' else 'WAL'} | {way[1]} | {median * 1000:.2f} ms"
            f" | {median / base:.2f} | {statistics.median(reads[way]) * 1000:.2f} ms |"
        )
    return lines


# --- all of them ---------------------------------------------------------------------------------------


def trials(lab: Path, asked: argparse.Namespace) -> Iterator[Trial]:
    templates = Templates(lab)
    operations = templates.operations()
    others = [operation for operation in operations if operation.name not in ("list", "update")]
    yield kill_updates(lab, asked.kills)
    yield kill_writer(lab, asked.kills)
    for operation in others:
        yield disturb(lab, operation, asked.kills // 10, signal.SIGKILL)
    for operation in operations:
        yield disturb(lab, operation, asked.interrupts // len(operations), signal.SIGINT)
    yield writers_as_commands(lab, asked.facts)
    yield writers_without_pause(lab, asked.facts)
    yield locked(lab, templates)
    yield migrate_at_once(lab)
    yield older_versions(lab)
    yield newer_version(lab, templates)
    with tmpfs(lab, "2m") as disk:
        if disk is None:
            print("| disk full | 0 | | | | a tmpfs cannot be mounted here (it needs root) | not tried |")
        else:
            for operation in operations[1:]:
                yield full_disk(disk, operation)
    yield from read_only(lab, templates)
    yield from damaged_files(lab, templates, asked.damages)
    yield flipped_bytes(lab, templates, asked.damages)
    yield clock_back(lab, templates)


def main() -> int:
    parser = argparse.ArgumentParser(description="Trying to hurt a ledger.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--interrupts", type=int, default=1000)
    parser.add_argument("--facts", type=int, default=200, help="of each of 8 writers")
    parser.add_argument("--damages", type=int, default=100)
    parser.add_argument("--record", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.record:
        db, name, *number = asked.record
        record_without_pause(Path(db), name, int(number[0]) if number else None)
        return 0
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background would ignore it
    random.seed(2011)
    done: list[Trial] = []
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="faults-") as lab:
        os.environ["HOME"] = lab
        print(
            f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores\n\n"
            "| trial | runs | acknowledged | lost | half-written | ended | verdict |\n"
            "|---|---|---|---|---|---|---|",
            flush=True,
        )
        for trial in trials(Path(lab), asked):
            done.append(trial)
            print(trial.line(), flush=True)
            for problem in trial.broken[:5]:
                print(f"{trial.name}: {problem}", file=sys.stderr, flush=True)
        print("\nA commit, on this disk:\n")
        print("\n".join(journals(Path(lab), 200)))
    sentences: Counter[tuple[int, str]] = Counter()
    for trial in done:
        sentences.update(trial.sentences)
    print("\nWhat was said:\n\n| exit | times | sentence |\n|---|---|---|")
    for (code, sentence), times in sorted(sentences.items()):
        print(f"| {code} | {times} | {sentence} |")
    broken = [trial for trial in done if trial.broken or trial.lost or trial.half]
    print(f"\n{sum(trial.runs for trial in done)} runs in {time.perf_counter() - begun:.0f} s:", end=" ")
    print("every promise held." if not broken else f"{len(broken)} trials broke a promise.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
