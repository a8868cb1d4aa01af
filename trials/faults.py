"""Fault injection: try every promise of docs/reliability.md on the program itself.

    python trials/faults.py [--kills 1000] [--cuts 200] … [--page]

Prints a Markdown table and every error message, and exits with 1 if a promise is broken. With ``--page`` it
writes the results into docs/reliability.md. The promises: no acknowledged fact is lost, no fact is half
written, no writer is locked out, and every failure is one Chinese sentence with exit code 6. A fact is
acknowledged if ``dsq`` printed 已记录 or exited with 0.

The trials with a full disk mount a small tmpfs, which needs root; power cuts and failing calls need strace,
hostile files prlimit. Without them these trials are skipped, and the table says so.
"""

import argparse
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from trials.fault_disk import FAILING, STRACE, failing_calls, power_cuts, power_cuts_in_a_row
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
from trials.fault_hostile import LIMITED, hostile_ledgers, hostile_workbooks
from trials.fault_lab import CHECKOUT, Templates, Trial, made
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
            yield _not_tried("disk full", "a tmpfs cannot be mounted here (it needs root)")
        else:
            for operation in operations[1:]:
                yield full_disk(disk, operation)
    if STRACE is None:
        yield _not_tried("power cut, EIO, ENOSPC", "there is no strace")
    else:
        for operation in operations[1:]:
            yield power_cuts(lab, operation, asked.cuts)
        yield power_cuts_in_a_row(lab, templates, asked.cuts)
        for error in FAILING:
            for operation in operations[1:]:
                yield failing_calls(lab, operation, error, asked.errors)
    yield from read_only(lab, templates)
    yield from damaged_files(lab, templates, asked.damages)
    yield flipped_bytes(lab, templates, asked.damages)
    if shutil.which(LIMITED[0]) is None:
        yield _not_tried("hostile files", "there is no prlimit")
    else:
        yield hostile_ledgers(lab, templates, asked.tampered)
        yield hostile_workbooks(lab, templates)
    yield clock_back(lab, templates)


def _not_tried(name: str, why: str) -> Trial:
    return Trial(name, remark=f"not tried: {why}")


HEAD = "| trial | runs | acknowledged | lost | half-written | ended | verdict |\n" + "|---" * 7 + "|"


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"


def write_page(done: Sequence[Trial], seconds: float, words: Sequence[str], times: Sequence[str]) -> None:
    """Write the results into docs/reliability.md, in place of those of an earlier run."""
    page = CHECKOUT / "docs" / "reliability.md"
    runs, broken = sum(trial.runs for trial in done), [trial.name for trial in done if trial.is_broken]
    held = f"Broken: {'; '.join(broken)}." if broken else "Every promise held."
    command = " ".join(["python trials/faults.py", *words])
    results = f"""## Trials

`{command}` wrote the rest of this page:
{runs:,} runs in {seconds:.0f} seconds on {machine()}. {held}

A power cut is judged on a model of the disk that promises no more than POSIX does: what was written since the
last sync may be lost, whole, or torn at any sector of 512 bytes, in any order. SQLite has no checksums, so it
cannot find every byte that is overwritten in the middle of a text.

"""
    lines = [HEAD, *(trial.line() for trial in done), "", "The time of a commit on this disk:", "", *times]
    before = page.read_text(encoding="utf-8").partition("## Trials")[0]
    page.write_text(before + results + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Fault injection on a ledger.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--interrupts", type=int, default=1000)
    parser.add_argument("--facts", type=int, default=200, help="of each of 8 writers")
    parser.add_argument("--damages", type=int, default=100)
    parser.add_argument("--cuts", type=int, default=200, help="of the power, for each operation")
    parser.add_argument("--errors", type=int, default=6, help="for each call of the disk and operation")
    parser.add_argument("--tampered", type=int, default=100)
    parser.add_argument("--page", action="store_true", help="write the results into docs/reliability.md")
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
        print(f"{machine()}\n\n{HEAD}", flush=True)
        for trial in trials(Path(lab), asked):
            done.append(trial)
            print(trial.line(), flush=True)
            for problem in trial.broken[:5]:
                print(f"{trial.name}: {problem}", file=sys.stderr, flush=True)
        times = journals(Path(lab), 200)
        print("\nA commit, on this disk:\n", *times, sep="\n")
    seconds = time.perf_counter() - begun
    if asked.page:
        write_page(done, seconds, sys.argv[1:], times)
    sentences: Counter[tuple[int, str]] = Counter()
    for trial in done:
        sentences.update(trial.sentences)
    print("\nMessages:\n\n| exit | times | sentence |\n|---|---|---|")
    for (code, sentence), number in sorted(sentences.items()):
        print(f"| {code} | {number} | {sentence} |")
    broken = [trial for trial in done if trial.is_broken]
    print(f"\n{sum(trial.runs for trial in done)} runs in {seconds:.0f} s:", end=" ")
    print("every promise held." if not broken else f"{len(broken)} trials broke a promise.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
