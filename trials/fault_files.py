"""Trials with the file: versions, damage, a full disk, missing permissions, a clock set back."""

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.older import OLDER, older_ledger
from trials.fault_lab import (
    NO_OVERRIDE,
    SHIPPED,
    WRITERS,
    Operation,
    Templates,
    Trial,
    content,
    differ,
    dsq,
    finish,
    inside,
    judge,
    ledger_of,
    no_drafts,
    notes,
    private,
    scratch,
    soundness,
    start,
)


def migrate_at_once(lab: Path) -> Trial:
    """Open an old ledger from several processes at once; it must be upgraded once."""
    trial = Trial(f"{WRITERS} processes migrate at once")
    for script in OLDER:
        for _ in range(5):
            with scratch(lab) as folder:
                db = ledger_of(folder)
                older_ledger(db, script)
                was = content(db)
                for process in [start(db, "list") for _ in range(WRITERS)]:
                    trial.ended(finish(process), (0,), folder)
                trial.holds(soundness(db) or differ(content(db), was) or no_drafts(folder))
                copies = list(folder.glob("*.before-*"))
                trial.holds("" if len(copies) == 1 else f"{len(copies)} copies")
    return trial


def older_versions(lab: Path) -> Trial:
    """Use a ledger of every older version; it must be upgraded, and its copy must be restorable."""
    trial = Trial(f"a ledger of every older version ({', '.join(s.stem for s in OLDER)})")
    for script in OLDER:
        with scratch(lab) as folder:
            db = ledger_of(folder)
            older_ledger(db, script)
            was = content(db)
            for words in (("list",), ("db", "check"), ("log",)):
                trial.ended(dsq(db, *words), (0,), folder)
            trial.holds(soundness(db) or differ(content(db), was))
            (copy,) = folder.glob("*.before-*")
            trial.holds(differ(content(copy), was) or private(copy))
            trial.ended(dsq(db, "note", "6", "新记的"), (0,), folder)
            trial.ended(dsq(db, "db", "restore", str(copy), "--yes"), (0,), folder)
            trial.holds(soundness(db) or differ(content(db), was))
    return trial


def newer_version(lab: Path, templates: Templates) -> Trial:
    """Use a ledger of a newer version; it must be refused and left unchanged."""
    trial = Trial("a ledger of a newer version")
    with scratch(lab) as folder:
        db = ledger_of(folder)
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
        trial.holds(differ(content(folder / "good.db"), templates.was[templates.plain]))
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
    """Use truncated, random and empty files; they must be refused, left unchanged, and restorable."""
    sound = templates.plain.read_bytes()
    cases = {
        "a zero-length file": [b""],
        "a truncated file": [sound[: random.randrange(1, len(sound))] for _ in range(times)],
        "a file of random bytes": [random.randbytes(random.randrange(1, len(sound))) for _ in range(times)],
    }
    trials = []
    for name, contents in cases.items():
        trial = Trial(name)
        for i, damaged in enumerate(contents):
            with scratch(lab) as folder:
                db = ledger_of(folder)
                db.write_bytes(damaged)
                if i < 10:
                    _refused_untouched(trial, db, folder)
                else:
                    trial.ended(dsq(db, *COMMANDS[i % len(COMMANDS)]), (6,), folder)
                good = folder / "good.db"
                shutil.copy(templates.plain, good)
                trial.ended(dsq(good, "db", "restore", str(db), "--yes"), (6,), folder)
                trial.holds(differ(content(good), templates.was[templates.plain]))
                trial.ended(dsq(db, "db", "restore", str(good), "--yes"), (0,), folder)
                trial.holds(soundness(db) or differ(content(db), templates.was[templates.plain]))
                (saved,) = folder.glob("*.before-restore-*")
                # SQLite updates a counter in the header, and fills up the last page.
                unchanged = saved.read_bytes()[100 : len(damaged)] == damaged[100:]
                trial.holds("" if unchanged else "the replaced file was not saved unchanged")
        trials.append(trial)
    return trials


def flipped_bytes(lab: Path, templates: Templates, times: int) -> Trial:
    """Overwrite bytes in the middle. SQLite has no checksums, so not all damage can be found."""
    trial = Trial("some bytes overwritten in the middle")
    unseen = 0
    for _ in range(times):
        with scratch(lab) as folder:
            db = ledger_of(folder)
            damaged = bytearray(templates.plain.read_bytes())
            at, length = random.randrange(len(damaged)), random.choice((1, 8, 64, 512, 4096))
            damaged[at : at + length] = random.randbytes(len(damaged[at : at + length]))
            db.write_bytes(damaged)
            found = dsq(db, "db", "check")
            if found.code:  # db check prints one line per fault
                found.err = found.err.splitlines()[0]
            trial.ended(found, (0, 6), folder)
            unseen += found.code == 0
            for words in COMMANDS[:3]:
                ended = dsq(db, *words)
                trial.ended(ended, (0, 4, 6), folder)
    trial.remark = f"; {unseen} of {times} passed `db check`"
    return trial


@contextlib.contextmanager
def tmpfs(lab: Path, size: str) -> Iterator[Path | None]:
    """Mount a small disk; yield None if it cannot be mounted."""
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
    """Run a command with 0, 4, 8 … KB of free disk, until it succeeds."""
    trial = Trial(f"disk full in {operation.name}")
    folder = disk / "folder"
    for pages in range(400):
        folder.mkdir()
        operation.prepare(folder)
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            left = shutil.disk_usage(disk).free - pages * 4096
            file.write(b"x" * left)
        ended = dsq(ledger_of(folder), *inside(operation, folder))
        trial.ended(ended, (0, 6), folder)
        full = no_drafts(folder)
        filler.unlink()
        trial.acknowledged += ended.code == 0
        trial.holds(full)
        judge(trial, operation.check(folder, ended.code == 0))
        shutil.rmtree(folder)
        if ended.code == 0:
            break
    else:
        trial.holds("it never succeeded")
    return trial


def read_only(lab: Path, templates: Templates) -> list[Trial]:
    """Use a ledger without some permissions; what can be read must be read, the rest refused."""
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
            db = ledger_of(folder)
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
            trial.holds(differ(content(db), templates.was[templates.plain]) or no_drafts(folder))
        trials.append(trial)
    return trials


def clock_back(lab: Path, templates: Templates) -> Trial:
    """Record on earlier days than the last entry's, as if the clock had been set back."""
    trial = Trial("a clock that goes back")
    with scratch(lab) as folder:
        db = ledger_of(folder)
        shutil.copy(templates.plain, db)
        acknowledged = []
        for i, today in enumerate(("2011-06-01", "2011-03-01", "2011-12-01", "2010-01-01", "2011-07-02")):
            for words in (("list",), ("report", "weekly"), ("log",), ("overdue",)):
                trial.ended(dsq(db, *words, today=today), (0,), folder)
            text = f"第{i}次"
            ended = dsq(db, "update", "6-8", "-p", str(20 + i), "--note", text, today=today)
            ended.err = "" if ended.code == 0 else ended.err
            trial.ended(ended, (0,), folder)
            acknowledged.append(text)
            trial.holds(soundness(db))
        trial.ended(dsq(db, "undo", "--last", "2", "--yes", today="2011-05-01"), (0,), folder)
        trial.holds(soundness(db))
        recorded = notes(db)
        trial.acknowledged, trial.lost = len(acknowledged), len(set(acknowledged).difference(recorded))
    return trial
