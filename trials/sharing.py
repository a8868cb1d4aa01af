"""Several replicas of one ledger, with kills, wrong clocks, copies and ledgers set back.

    python trials/sharing.py [seed …] [--replicas 8] [--entries 200] [--url] [--dulwich]

Each command runs in a process of its own; about a third are killed at a random moment. Afterwards everything
is synced, and every replica must hold the same events, states and list of what was recorded at once, and
every text whose entry was acknowledged.
"""

import argparse
import gc
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from dushiquan.cli import app
from dushiquan.domain.events import KINDS
from dushiquan.office.sharing import engines, git_branches
from dushiquan.store import checking, opening, segments_in
from dushiquan.store.connection import Connection, connect
from tests.union import digest

ONCE = (
    *("pypinyin", "sqlite_utils", "yaml"),
    *(
        f"dushiquan.cli.{name}"
        for name in ("auto_sync", "done", "init", "note", "plan_", "sync", "tick", "undo", "update")
    ),
    *(f"dushiquan.office.sharing.{name}" for name in ("dulwich_branches", "exchange")),
    *(f"dushiquan.store.{name}" for name in ("loading", "upgrading")),
    "dushiquan.sources.plan_file",
)
"""Imported once, before the processes are forked, and not in each of them."""

START = date(2011, 6, 1)
ADDED = (
    "plan:\n  key: '2011'\n  title: 计划第{n}版\n  year: 2011\nprojects:\n"
    "  - {{id: '1', category: 甲, title: 第一项工程的建设, units: 甲局, requirement: {n}月底前完成,"
    " targets: [{{name: 次, goal: 9}}]}}\n"
    "  - {{id: '2', category: 甲, title: 第二项道路的改造, units: 乙局, requirement: 年底前完成}}\n"
    "  - {{id: '3', category: 乙, title: 第三项会议的举办, units: 乙局, requirement: 年底前完成}}\n"
    "  - {{id: '4', category: 乙, title: 第四项规划的编制, units: 丙局, requirement: 年底前完成}}\n"
)
EXTRA = "  - {{id: '{id}', category: 丁, title: 新增{n}的项目, units: 丁局, requirement: 年底前完成}}\n"


def quick(connect: Callable[[Path], Connection], path: Path) -> Connection:
    """Connect without waiting for the disk."""
    connection = connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


class Outcome(NamedTuple):
    """What a run did, and what was wrong at its end."""

    counts: Counter[str]
    events: int
    at_once: int
    faults: list[str]


class Run:
    """One run of several replicas."""

    def __init__(
        self, folder: Path, seed: int, replicas: int, entries: int, *, url: bool, dulwich: bool
    ) -> None:
        self.dulwich = dulwich
        self.folder, self.chance, self.entries = folder, random.Random(seed), entries
        self.share = str(folder / "share")
        if url:
            subprocess.run(["git", "init", "-q", "--bare", self.share], check=True)
            self.share = f"file://{self.share}"
        else:
            Path(self.share).mkdir()
        self.names = [f"r{number}" for number in range(replicas)]
        shifts = [0, 400, -30, 1, -1, 0, 90, -7]
        self.shifts = {name: shifts[at % len(shifts)] for at, name in enumerate(self.names)}
        self.texts: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.old = {self.names[-1]}

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    def dsq(self, name: str, *words: str, day: int = 0, kill: float | None = None, seed: bool = False) -> int:
        """Run a command in a process of its own; return its exit code, or -9 if it was killed."""
        said = self.folder / f"{name}.out"
        pid = os.fork()
        if pid == 0:
            self._child(name, words, day, said)
        if kill is not None:
            time.sleep(kill)
            os.kill(pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        self.counts["killed" if code == -9 else f"exit {code}" if code not in (0, 4, 7) else "done"] += 1
        if code not in (0, -9, 4, 7):
            self.counts[said.read_text(encoding="utf-8")[-200:]] += 1
        return code

    def _child(self, name: str, words: tuple[str, ...], day: int, said: Path) -> None:
        today = START + timedelta(days=day + self.shifts.get(name, 0))
        os.environ |= {"DSQ_TODAY": today.isoformat(), "DSQ_USER": name}
        file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1)
        os.dup2(file, 2)
        if name in self.old:  # an older version, which does not know how to count
            setattr(segments_in, "KINDS", {k: v for k, v in KINDS.items() if k != "count"})  # noqa: B010
        # What is killed here is a process, not the machine: nothing need wait for the disk.
        setattr(os, "fsync", bool)  # noqa: B010
        setattr(opening, "connect", partial(quick, connect))  # noqa: B010
        if self.dulwich:
            setattr(engines, "which", lambda _: None)  # noqa: B010
        git_branches._CONFIG = git_branches._CONFIG.replace("fsync = all", "fsync = none")
        sys.argv = ["dsq", "--db", str(self.path(name)), *words]
        try:
            code = app.run()
        except BaseException:
            code = 99
        os._exit(code)

    def begin(self) -> None:
        """Share a ledger, and let all others join."""
        first = self.names[0]
        (self.folder / "plan.yaml").write_text(ADDED.format(n=9), encoding="utf-8")
        assert self.dsq(first, "init", "--empty") == 0
        assert self.dsq(first, "plan", "load", str(self.folder / "plan.yaml"), "--yes") == 0
        assert self.dsq(first, "sync", "init", self.share, "--name", first) == 0
        for name in self.names[1:]:
            assert self.dsq(name, "sync", "join", self.share, "--name", name) == 0, self.said(name)

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.out").read_text(encoding="utf-8")

    def go(self) -> Outcome:
        """Run it all."""
        self.begin()
        for name in self.names[:2]:  # both close out one project, then both undo it
            self.dsq(name, "done", "4", "--note", "核实")
        for name in self.names[:2]:
            self.dsq(name, "sync")
            self.dsq(name, "undo")
        total = self.entries * len(self.names)
        for turn in range(total):
            name = self.chance.choice(self.names)
            self.step(name, turn, turn * 60 // total)
            if turn in (total // 3, total // 2, total * 2 // 3):
                self.set_back(self.chance.choice(self.names[1:-1]), turn * 60 // total)
            if turn in (total // 4, total * 3 // 4):
                self.copy(self.chance.choice(self.names[1:-1]), turn)
            if turn == total // 2:
                self.half_a_bundle()
                self.editions()
        self.old.clear()
        for _ in range(2):
            for name in self.names:
                if self.dsq(name, "sync", day=61) != 0:
                    self.counts[f"sync: {self.said(name)}"] += 1
        return self.judge()

    def step(self, name: str, turn: int, day: int) -> None:
        """Record something, or sync; perhaps be killed."""
        text, id = f"说明{turn}", str(self.chance.randrange(1, 5))
        words = self.chance.choice(
            [
                ("note", id, text),
                ("update", id, "-p", str(self.chance.randrange(1, 100)), "--note", text),
                ("update", id, "-s", self.chance.choice(["暂缓", "进行中"]), "--reason", text),
                ("done", id, "--note", text),
                ("tick", "1", "次"),
                ("undo",),
                ("sync",),
                ("sync",),
                ("sync",),
            ]
        )
        kill = self.chance.uniform(0, 0.12) if self.chance.random() < 0.5 else None
        code = self.dsq(name, *words, day=day, kill=kill)
        self.counts[words[0]] += 1
        if code == 0 and text in words and text in self.said(name):
            self.texts.add(text)

    def editions(self) -> None:
        """Load three editions at once."""
        for at, name in enumerate(self.names[:3]):
            file = self.folder / f"edition{at}.yaml"
            file.write_text(ADDED.format(n=7 + at) + EXTRA.format(id=5, n="甲乙丙"[at]), encoding="utf-8")
            code = self.dsq(name, "plan", "load", str(file), "--yes", day=30)
            self.counts[f"edition {code}"] += 1

    def set_back(self, name: str, day: int) -> None:
        """Sync a ledger, record and sync more, and put the old file back, as a restored backup would."""
        if self.dsq(name, "sync", day=day):
            return
        kept = self.path(name).read_bytes()
        self.dsq(name, "note", "2", f"恢复前{self.counts['set back']}{name}", day=day)
        self.texts.add(f"恢复前{self.counts['set back']}{name}")
        if self.dsq(name, "sync", day=day) == 0:
            self.path(name).write_bytes(kept)
            self.counts["set back"] += 1

    def copy(self, name: str, turn: int) -> None:
        """Copy a ledger, as it is, to another machine that goes on with it; every second time all of it."""
        other = f"{name}c{turn}"
        shutil.copy(self.path(name), self.path(other))
        if self.counts["copied"] % 2:
            shutil.copytree(self.folder / f"{name}.db.sync", self.folder / f"{other}.db.sync")
        self.shifts[other] = self.shifts[name]
        self.names.insert(-1, other)
        self.counts["copied"] += 1

    def half_a_bundle(self) -> None:
        """Leave half of a bundle in the share, as a copy that was cut off, under a name yet to come."""
        pieces = sorted(Path(self.share).glob("*.bundle")) if "://" not in self.share else []
        if pieces:
            piece = self.chance.choice(pieces)
            half = piece.with_name(f"{piece.name.split('.')[0]}.9000-9001.bundle")
            half.write_bytes(piece.read_bytes()[: piece.stat().st_size // 2])
            piece.with_name("r-000000000000.1-3.bundle").write_bytes(half.read_bytes())
            half.unlink()
            self.counts["half a bundle"] += 1

    def judge(self) -> Outcome:
        """Compare all replicas."""
        faults: list[str] = []
        digests = []
        at_once = events = 0
        for name in self.names:
            with closing(opening.open_ledger(self.path(name))) as connection:
                found = digest(connection)
                digests.append(found)
                events, at_once = len(found[0]), len(found[3])
                faults += (f"{name}: {fault}" for fault in checking.check_ledger(connection))
                faults += self.lost(name, connection)
        for name, other in zip(self.names[1:], digests[1:], strict=True):
            for what, mine, theirs in zip(
                ("events", "states", "plans", "at once"), digests[0], other, strict=True
            ):
                if mine != theirs:
                    only = [x for x in mine if x not in theirs][:2], [x for x in theirs if x not in mine][:2]
                    faults.append(f"{name}: other {what}: {str(only[0])[:300]} / {str(only[1])[:300]}")
        return Outcome(self.counts, events, at_once, faults)

    def lost(self, name: str, connection: sqlite3.Connection) -> list[str]:
        notes = " ".join(note for (note,) in connection.execute("SELECT note FROM events"))
        missing = [text for text in self.texts if text not in notes]
        parked = connection.execute("SELECT count(*) FROM parked").fetchone()[0]
        return [f"{name}: lost {missing[:5]}"] * bool(missing) + [f"{name}: {parked} parked"] * bool(parked)


def main() -> None:
    """Run some seeds, and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", nargs="*", type=int, default=[1])
    parser.add_argument("--replicas", type=int, default=8)
    parser.add_argument("--entries", type=int, default=200)
    parser.add_argument("--url", action="store_true", help="by the URL of a repository, not by a folder")
    parser.add_argument("--dulwich", action="store_true", help="without the git program")
    asked = parser.parse_args()
    for name in ONCE:
        import_module(name)
    gc.freeze()
    bad = 0
    for seed in asked.seeds:
        with tempfile.TemporaryDirectory() as folder:
            since = time.monotonic()
            run = Run(Path(folder), seed, asked.replicas, asked.entries, url=asked.url, dulwich=asked.dulwich)
            found = run.go()
            seconds = time.monotonic() - since
            print(f"seed {seed}: {found.events} events, {found.at_once} at once, {seconds:.0f} s")
            print("  " + ", ".join(f"{what} {number}" for what, number in found.counts.most_common()))
            print(*(f"  FAULT {fault}" for fault in found.faults), sep="\n")
            bad += bool(found.faults)
    sys.exit(bad)


if __name__ == "__main__":
    main()
