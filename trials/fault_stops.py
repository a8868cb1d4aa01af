"""Trials that stop the program: it is killed, interrupted, or blocked by other writers."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

from dushiquan.domain.acts import Change
from dushiquan.domain.events import EventKind
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Project
from dushiquan.domain.status import State
from dushiquan.store.event_log import Provenance, record
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import open_ledger
from trials.fault_lab import (
    IN_PROGRAM,
    WRITERS,
    Ended,
    Operation,
    Templates,
    Trial,
    content,
    differ,
    dsq,
    duration,
    finish,
    inside,
    judge,
    ledger_of,
    made,
    no_drafts,
    notes,
    scratch,
    soundness,
    start,
)


def kill_updates(lab: Path, kills: int) -> Trial:
    """Kill an update at random moments, most of them near its commit, on one ledger that grows."""
    trial = Trial("kill -9 of `dsq update`, random moments, most near its commit")
    db = lab / "killed.db"
    made(db, "init")
    made(db, "update", "6-8", "-p", "99", "--note", "开始")
    begun = time.perf_counter()
    for i in range(5):
        made(db, "update", "6-8", "-p", str(i), "--note", "预热")
    usual = (time.perf_counter() - begun) / 5
    acknowledged: set[str] = set()
    for i in range(kills):
        text = f"第{i}次"
        process = start(db, "update", "6-8", "-p", str(i % 97 + 1), "--note", text)
        time.sleep(random.triangular(0, usual * 1.2, usual))
        process.kill()
        ended = finish(process)
        trial.ended(ended, (0, -9), lab)
        if ended.code == 0 or ended.err.count("已记录") == 3:
            acknowledged.add(text)
        if i % 10 == 9 or i == kills - 1 or db.with_name("killed.db-journal").exists():
            trial.holds(soundness(db))
    _account(trial, notes(db), acknowledged, 6)
    return trial


def _account(trial: Trial, recorded: "dict[str, int]", acknowledged: "set[str]", size: int) -> None:
    trial.acknowledged += len(acknowledged)
    trial.lost += len(acknowledged.difference(recorded))
    ours = {text: number for text, number in recorded.items() if text.startswith("第")}
    trial.half += sum(number != size for number in ours.values())
    trial.remark += f"; {len(set(ours) - acknowledged)} written, not yet acknowledged"


def kill_writer(lab: Path, kills: int) -> Trial:
    """Kill a process that does nothing but record; most kills hit the middle of a transaction."""
    trial = Trial("kill -9 of a process that records without pause")
    acknowledged: set[str] = set()
    journals = 0
    for i in range(kills):
        db = lab / f"loop{i // 50}.db"
        if i % 50 == 0:
            made(db, "init")
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("faults.py")), "--record", str(db), f"第{i}轮"],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        first = process.stdout.readline()  # it has started to record
        time.sleep(random.uniform(0, 0.05))
        process.kill()
        lines = [first, *process.stdout.readlines()]
        process.wait()
        process.stdout.close()
        trial.runs += 1
        trial.codes[process.returncode] += 1
        mine = {line.decode().strip() for line in lines if line.endswith(b"\n")}
        journals += db.with_name(f"{db.name}-journal").exists()
        trial.holds(soundness(db))
        recorded = notes(db)
        trial.lost += len(mine.difference(recorded))
        trial.half += sum(number != 3 for number in recorded.values())
        acknowledged |= mine
    trial.acknowledged = len(acknowledged)
    trial.remark = f"; {journals} left a journal to roll back"
    return trial


def record_without_pause(db: Path, name: str, number: int | None = None) -> None:
    """Record facts on three projects, one transaction each; print each fact after its commit."""
    ledger = Ledger(open_ledger(db))
    ids = [ProjectId("6"), ProjectId("7"), ProjectId("8")]
    longest = 0.0
    i = 0

    def note(project: Project, state: State) -> list[Change]:
        return [Change(EventKind.NOTE, note=f"{name}{i}")]

    while number is None or i < number:
        text = f"{name}{i}"
        begun = time.perf_counter()
        provenance = Provenance(date(2011, 7, 1), "小王", "2011-07-01T08:00:00.000000Z")
        record(ledger, ids, note, provenance)
        longest = max(longest, time.perf_counter() - begun)
        os.write(1, f"{text}\n".encode())
        i += 1
    os.write(1, f"longest {longest:.2f}\n".encode())


def disturb(lab: Path, operation: Operation, times: int, how: signal.Signals) -> Trial:
    """Send a signal at random moments of a command."""
    name = {signal.SIGKILL: "kill -9", signal.SIGINT: "Ctrl-C"}[how]
    trial = Trial(f"{name} in {operation.name}")
    usual = duration(operation, lab)
    early = 0
    for _ in range(times):
        with scratch(lab) as folder:
            operation.prepare(folder)
            process = start(ledger_of(folder), *inside(operation, folder))
            time.sleep(random.uniform(0, usual * 1.1))
            process.send_signal(how)
            ended = finish(process)
            if how is signal.SIGINT and "KeyboardInterrupt" in ended.err and not IN_PROGRAM.search(ended.err):
                early += 1  # Python was still starting
                ended = Ended(130, "")
            trial.ended(ended, (0, -9) if how is signal.SIGKILL else (0, 130, -2), folder)
            acknowledged = ended.code == 0
            trial.acknowledged += acknowledged
            if how is signal.SIGINT:
                trial.holds(no_drafts(folder))
            judge(trial, operation.check(folder, acknowledged))
    if early:
        trial.remark = f"; {early} while Python itself was starting"
    return trial


def writers_as_commands(lab: Path, facts: int) -> Trial:
    """Record from several processes at once, each fact by its own ``dsq note``."""
    trial = Trial(f"{WRITERS} processes × {facts} `dsq note` at once")
    db = lab / "writers.db"
    made(db, "init")
    acknowledged: set[str] = set()
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
                    acknowledged.add(text)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorded = notes(db)
    trial.acknowledged, trial.lost = len(acknowledged), len(acknowledged.difference(recorded))
    trial.half = 0
    trial.holds(soundness(db))
    trial.remark = f"; slowest command {max(slowest):.1f} s"
    return trial


def writers_without_pause(lab: Path, facts: int) -> Trial:
    """Record from several processes that do nothing but transactions, so that they always collide."""
    trial = Trial(f"{WRITERS} processes × {facts} facts at once, without pause")
    db = lab / "crowd.db"
    made(db, "init")
    command = [sys.executable, str(Path(__file__).with_name("faults.py")), "--record", str(db)]
    processes = [
        subprocess.Popen(
            [*command, f"第{writer}人", str(facts)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for writer in range(WRITERS)
    ]
    acknowledged: set[str] = set()
    longest = 0.0
    for process in processes:
        out, err = process.communicate()
        trial.ended(Ended(process.returncode, err.decode()), (0,), lab)
        *lines, last = out.decode().splitlines()
        longest = max(longest, float(last.split()[1]))
        acknowledged |= set(lines)
    recorded = notes(db)
    trial.runs = WRITERS * facts
    trial.acknowledged, trial.lost = len(acknowledged), len(acknowledged.difference(recorded))
    trial.half = sum(number != 3 for number in recorded.values())
    trial.holds(soundness(db))
    trial.remark = f"; longest wait {longest:.1f} s of 30"
    return trial


def locked(lab: Path, templates: Templates) -> Trial:
    """Hold the lock for good: a waiting command must obey Ctrl-C, and give up in the end."""
    trial = Trial("a ledger that stays locked")
    with scratch(lab) as folder:
        db = ledger_of(folder)
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
        trial.holds(soundness(db) or differ(content(db), templates.was[templates.plain]) or no_drafts(folder))
    return trial
