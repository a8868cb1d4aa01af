"""Time a shared ledger: a sync with nothing new, one entry with its syncs, and joining many events.

    python benchmarks/sharing.py [--rounds 10] [--events 1000000] [--projects 20000]

Each time is that of a process from start to exit, by a shared folder: the minimum and the median. The events
are those of eight replicas, each of whose segments has seen all before it; the memory is the peak of the
process that joins, and of the largest git that it runs.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.large import TODAY, plan_file
from dushiquan.domain.moments import next_stamp
from dushiquan.domain.segments import Line, Segment
from dushiquan.office.sharing.engines import open_branches
from dushiquan.office.sharing.shares import FolderShare
from dushiquan.store.ledger_info import ledger_id
from dushiquan.store.opening import open_ledger
from dushiquan.store.segments_out import LARGEST

WRITERS = [f"r-{number:012}" for number in range(8)]


def dsq(folder: Path, db: str, *words: str) -> float:
    """Run a command, and return how many seconds it took."""
    command = [sys.executable, "-m", "dushiquan", "--db", str(folder / db), *words]
    since = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return time.perf_counter() - since


def share(folder: Path, size: int) -> list[str]:
    """Share a ledger with a plan of so many projects; return the words of its place."""
    (folder / "plan.yaml").write_text(plan_file(size), encoding="utf-8")
    place = folder / "share"
    place.mkdir()
    dsq(folder, "a.db", "init", "--empty")
    dsq(folder, "a.db", "plan", "load", str(folder / "plan.yaml"), "--yes")
    dsq(folder, "a.db", "sync", "init", str(place), "--name", "甲")
    return ["sync", "join", str(place), "--name", "乙"]


def daily(size: int, rounds: int) -> None:
    """Time what is done daily."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dsq(folder, "b.db", *share(folder, size))
        dsq(folder, "b.db", "sync")
        say(f"nothing new, {size} projects", [dsq(folder, "b.db", "sync") for _ in range(rounds)])
        entries = [dsq(folder, "b.db", "note", "1", f"第{number}次") for number in range(rounds)]
        say(f"one entry and its syncs, {size} projects", entries)
        dsq(folder, "a.db", "sync")
        taken = []
        for number in range(rounds):
            dsq(folder, "b.db", "note", "1", f"再{number}")
            taken.append(dsq(folder, "a.db", "sync"))
        say(f"taking one entry, {size} projects", taken)


def joining(events: int, size: int) -> None:
    """Time the joining of many events."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        join = share(folder, size)
        with closing(open_ledger(folder / "a.db")) as connection:
            ledger = ledger_id(connection)
            uids = [uid for (uid,) in connection.execute("SELECT uid FROM projects ORDER BY position")]
            (first,) = connection.execute("SELECT id FROM replicas").fetchone()
            (key,) = connection.execute("SELECT key FROM plans").fetchone()
        seen = {first: 1}
        with closing(open_branches(folder / "git")) as branches:
            for at, segment in enumerate(segments(events, ledger, key, uids, seen)):
                branches.add(segment.replica, [segment])
                seen[segment.replica] = segment.number
                print(f"\r{(at + 1) * LARGEST}", end="", file=sys.stderr)
            for writer, end in branches.heads().items():
                FolderShare(folder / "share").push(branches, writer, {writer: end.number})
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = dsq(folder, "b.db", *join)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        print(f"\njoining {events} events of {size} projects: {seconds:.0f} s ({cpu:.0f} s of a processor)")
        print(f"peak {used.ru_maxrss // 1024} MB (the largest process before: {before.ru_maxrss // 1024} MB)")


def segments(events: int, ledger: str, key: str, uids: list[str], seen: dict[str, int]) -> Iterator[Segment]:
    """Yield the segments of eight replicas in turn; each has seen those before it."""
    for at in range(0, events, LARGEST):
        turn = at // LARGEST
        writer = WRITERS[turn % len(WRITERS)]
        yield Segment(
            replica=writer,
            name=f"第{writer[-1]}处",
            number=seen.get(writer, 0) + 1,
            seen={replica: number for replica, number in seen.items() if replica != writer},
            ledger=ledger,
            made_at=moment(at),
            version="0",
            lines=[line(number, key, uids) for number in range(at, min(at + LARGEST, events))],
        )


def line(number: int, key: str, uids: list[str]) -> Line:
    """Return an event: three notes, then a progress."""
    recorded_at = moment(number)
    event = {
        "id": uuid4().hex,
        "batch": uuid4().hex,
        "plan": key,
        "kind": "note",
        "on": recorded_at[:10],
        "recorded_at": recorded_at,
        "stamp": next_stamp(recorded_at, ""),
        "actor": "小王",
        "note": f"第{number}条：资料已报，等待批复",
        "project": uids[number % len(uids)],
    }
    return {**event, "kind": "progress", "after": number % 100} if number % 4 == 3 else event


def moment(number: int) -> str:
    """Return the moment of an event; they come every ten seconds."""
    at = (
        datetime.fromisoformat(TODAY).replace(tzinfo=UTC)
        - timedelta(days=200)
        + timedelta(seconds=10 * number)
    )
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def say(what: str, times: list[float]) -> None:
    """Print the minimum and the median of some times."""
    print(f"{what}: min {min(times):.2f} s, median {statistics.median(times):.2f} s (n={len(times)})")


def main() -> None:
    """Measure all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--projects", type=int, default=20_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOME": home, "DSQ_TODAY": TODAY, "DSQ_USER": "小王"}
        if asked.rounds:
            daily(31, asked.rounds)
            daily(100_000, asked.rounds)
        if asked.events:
            joining(asked.events, asked.projects)


if __name__ == "__main__":
    main()
