"""Fault injection: try every promise of docs/reliability.md on the program itself.

    python trials/faults.py [--kills 1000] [--interrupts 1000] [--facts 200] [--damages 100]

Prints a Markdown table and every error message, and exits with 1 if a promise is broken. The promises: no
acknowledged fact is lost, no fact is half written, no writer is locked out, and every failure is one Chinese
sentence with exit code 6. A fact is acknowledged if ``dsq`` printed 已记录 or exited with 0.

The trials with a full disk mount a small tmpfs, which needs root. Without root they are skipped, and the
table says so.
"""

import argparse
import contextlib
import os
import random
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from trials.fault_files import (
    clock_back,
    damaged_files,
    flipped_bytes,
    full_disk,
    migrate_at_once,
    newer_version,
    older_versions,
    read_only,
    tmpfs,
)
from trials.fault_lab import Templates, Trial, made
from trials.fault_stops import (
    disturb,
    kill_updates,
    kill_writer,
    locked,
    record_without_pause,
    writers_as_commands,
    writers_without_pause,
)


def journals(lab: Path, rounds: int) -> list[str]:
    """Time a process that opens, commits once and exits, in each journal mode; return a Markdown table."""
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
        'INSERT INTO events (id, batch, plan, project, kind, "on", recorded_at, stamp, actor, before, after,'
        " note) VALUES (?, 'b', '2011', 1, 'note', '2011-07-01', '2011-07-01T08:00:00Z',"
        " '2011-07-01T08:00:00Z#00000001', '', 'null', 'null', '')"
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


def trials(lab: Path, asked: argparse.Namespace) -> Iterator[Trial]:
    """Run all trials in the folder ``lab``, with the numbers of runs that were asked for."""
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
    parser = argparse.ArgumentParser(description="Fault injection on a ledger.")
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
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job would ignore it
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
    print("\nMessages:\n\n| exit | times | sentence |\n|---|---|---|")
    for (code, sentence), times in sorted(sentences.items()):
        print(f"| {code} | {times} | {sentence} |")
    broken = [trial for trial in done if trial.broken or trial.lost or trial.half]
    print(f"\n{sum(trial.runs for trial in done)} runs in {time.perf_counter() - begun:.0f} s:", end=" ")
    print("every promise held." if not broken else f"{len(broken)} trials broke a promise.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
