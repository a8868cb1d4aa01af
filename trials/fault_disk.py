"""Trials with the disk itself: the power fails between any two of its calls, or one of its calls fails.

``strace`` shows what a run asks of the disk, and makes a call fail. Without it these trials are skipped, and
the table says so.

A power cut is judged on a model of the disk that promises no more than POSIX does. What was written since the
last sync of a file may be lost, whole, or torn at any sector of 512 bytes, in any order; a name that was
given, changed or removed since the last sync of its folder may be so or not. What a sync has returned for, is
kept.
"""

import contextlib
import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from trials.fault_lab import (
    Ended,
    Operation,
    Templates,
    Trial,
    content,
    dsq,
    finish,
    inside,
    judge,
    ledger_of,
    notes,
    scratch,
    soundness,
    start,
)

STRACE = shutil.which("strace")
SECTOR = 512
WRITING = "openat close write pwrite64 lseek ftruncate fsync fdatasync rename unlink unlinkat link linkat"
ACKNOWLEDGED = re.compile("已记录|已载入|已建立|已备份|已从|已升级")


class Call(NamedTuple):
    """A system call: its name, its arguments as strace shows them, texts decoded, and its result."""

    name: str
    arguments: tuple[str | bytes, ...]
    result: int


def recorded(db: Path, words: Sequence[str], trace: Path) -> tuple[list[Call], Ended]:
    """Run a command and return the calls that write."""
    options = ["-xx", "-s", "10000000", "-e", f"trace={','.join(WRITING.split())}"]
    ended = finish(start(db, *words, prefix=_strace(trace, *options)))
    return [call for line in trace.read_text().splitlines() if (call := _call(line))], ended


def _strace(trace: Path | str, *options: str) -> list[str]:
    return [str(STRACE), "-f", "--seccomp-bpf", "-o", str(trace), *options]


def _call(line: str) -> Call | None:
    found = re.match(r"\d+ +(\w+)\((.*)\) += (-?\d+)", line)
    if not found or found[3].startswith("-"):
        return None
    arguments: list[str | bytes] = []
    for argument in found[2].split(", "):
        hexed = argument.startswith('"')
        arguments.append(bytes.fromhex(argument.strip('"').replace("\\x", "")) if hexed else argument)
    return Call(found[1], tuple(arguments), int(found[3]))


# --- the disk ------------------------------------------------------------------------------------------


@dataclass
class Inode:
    """A file: what a power cut leaves of it for certain, and what was written since its last sync.

    A write is an offset and bytes; without an offset, the number is a new length.
    """

    kept: bytes = b""
    written: list[tuple[int, bytes] | int] = field(default_factory=list)

    def sync(self) -> None:
        self.kept = self.after(lambda sectors: [True] * sectors)
        self.written.clear()

    def after(self, survive: Callable[[int], Sequence[bool]]) -> bytes:
        """Return the content, if of each write those of its sectors are there that ``survive``."""
        content = bytearray(self.kept)
        for write in self.written:
            if isinstance(write, int):
                if all(survive(1)):
                    content[:] = content[:write].ljust(write, b"\0")
                continue
            offset, data = write
            ends = [*range(SECTOR - offset % SECTOR, len(data), SECTOR), len(data)]
            for begin, end, there in zip([0, *ends], ends, survive(len(ends)), strict=False):
                if there:
                    content[:] = content.ljust(offset + begin, b"\0")
                    content[offset + begin : offset + end] = data[begin:end]
        return bytes(content)


class Disk:
    """A folder as the program sees it (``names``), and as it is kept (``kept``).

    It begins as the files in ``before``, and follows the calls of runs in ``folder``.
    """

    def __init__(self, before: Path, folder: Path) -> None:
        self.folder = folder
        self.kept = {path.name: Inode(path.read_bytes()) for path in before.iterdir()}
        self.names = dict(self.kept)
        self.renamed: list[dict[str, Inode | None]] = []
        self._open: dict[str, Inode | None] = {}
        self._at: dict[str, int] = {}

    def do(self, call: Call) -> bool:
        """Follow a call; tell whether it concerns this folder."""
        name, arguments = call.name, call.arguments
        if name == "openat":
            return self._opened(call)
        if name in ("unlink", "unlinkat", "rename", "link", "linkat"):
            return self._named(name, [a for a in arguments if isinstance(a, bytes)])
        number = str(arguments[0])
        if number not in self._open:
            return False
        inode = self._open[number]
        if name == "close":
            del self._open[number]
        elif inode is None:
            if name in ("fsync", "fdatasync"):
                for change in self.renamed:
                    self.kept = _changed(self.kept, change)
                self.renamed.clear()
        elif name in ("fsync", "fdatasync"):
            inode.sync()
        elif name == "ftruncate":
            inode.written.append(int(str(arguments[1])))
        elif name == "lseek":
            self._at[number] = call.result
        elif name == "pwrite64":
            assert isinstance(arguments[1], bytes)
            inode.written.append((int(str(arguments[3])), arguments[1]))
        elif name == "write":
            assert isinstance(arguments[1], bytes)
            inode.written.append((self._at[number], arguments[1]))
            self._at[number] += len(arguments[1])
        return name != "lseek"

    def _opened(self, call: Call) -> bool:
        path, number = Path(os.fsdecode(call.arguments[1])), str(call.result)
        if path == self.folder:
            self._open[number] = None
        elif path.parent == self.folder:
            if path.name not in self.names:
                self._give({path.name: Inode()})
            inode = self.names[path.name]
            if "O_TRUNC" in str(call.arguments[2]):
                inode.written.append(0)
            self._open[number], self._at[number] = inode, 0
        else:
            self._open.pop(number, None)
        return number in self._open

    def _named(self, name: str, texts: list[bytes]) -> bool:
        paths = [Path(os.fsdecode(text)) for text in texts]
        if paths[0].parent != self.folder:
            return False
        inode = self.names[paths[0].name]
        if name.startswith("unlink"):
            self._give({paths[0].name: None})
        elif name == "rename":
            self._give({paths[0].name: None, paths[1].name: inode})
        else:
            self._give({paths[1].name: inode})
        return True

    def _give(self, change: dict[str, Inode | None]) -> None:
        self.names = _changed(self.names, change)
        self.renamed.append(change)

    def cut(self, folder: Path) -> None:
        """Write into ``folder`` what one power cut may leave."""
        odds = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        if random.random() < 0.5:  # a journaling file system keeps the order of names
            changes = self.renamed[: random.randint(0, len(self.renamed))]
        else:
            changes = [change for change in self.renamed if random.random() < odds]
        names = self.kept
        for change in changes:
            names = _changed(names, change)
        torn = random.random() < 0.5

        def survive(sectors: int) -> list[bool]:
            if torn:
                return [random.random() < odds for _ in range(sectors)]
            return [random.random() < odds] * sectors

        for name, inode in names.items():
            (folder / name).write_bytes(inode.after(survive))
            (folder / name).chmod(0o600)


def _changed(names: dict[str, Inode], change: dict[str, Inode | None]) -> dict[str, Inode]:
    names = dict(names)
    for name, inode in change.items():
        if inode is None:
            names.pop(name, None)
        else:
            names[name] = inode
    return names


# --- power cuts ----------------------------------------------------------------------------------------


@dataclass
class Story:
    """Runs in a folder, as the calls that concern it or print something, and the folder from before."""

    before: Path
    folder: Path
    trial: Trial
    calls: list[Call] = field(default_factory=list)

    def run(self, *words: str) -> None:
        disk = Disk(self.before, self.folder)
        for call in self.calls:
            disk.do(call)
        calls, ended = recorded(ledger_of(self.folder), words, self.folder.with_suffix(".trace"))
        self.trial.holds("" if ended.code == 0 else f"exit {ended.code}: {ended.err}")
        self.calls += [call for call in calls if disk.do(call) or _printed(call)]

    def cut(self, lab: Path, cuts: int, check: Callable[[Path, str], None]) -> None:
        """Cut the power after calls chosen at random; rebuild the folder, and check it and what was said.

        Every fifth cut comes after the last call, when all is acknowledged.
        """
        disk, said, done = Disk(self.before, self.folder), "", 0
        last = len(self.calls)
        for at in sorted(random.choice((*random.choices(range(last), k=4), last)) for _ in range(cuts)):
            for call in self.calls[done:at]:
                disk.do(call)
                said += _printed(call)
            done = at
            with scratch(lab) as left:
                disk.cut(left)
                self.trial.runs += 1
                check(left, said)
        self.trial.remark = f"cut between {len(self.calls)} calls"


def _printed(call: Call) -> str:
    if call.name != "write" or call.arguments[0] not in ("1", "2"):
        return ""
    assert isinstance(call.arguments[1], bytes)
    return call.arguments[1].decode("utf-8", "replace")


@contextlib.contextmanager
def _story(lab: Path, name: str, prepare: Callable[[Path], None]) -> Iterator[Story]:
    with scratch(lab) as folder, scratch(lab) as before:
        prepare(folder)
        shutil.copytree(folder, before, dirs_exist_ok=True)
        yield Story(before, folder, Trial(name))


def _wrong(operation: Operation, folder: Path, acknowledged: bool) -> str:
    try:
        return operation.check(folder, acknowledged)
    except sqlite3.Error as error:
        return str(error)


def power_cuts(lab: Path, operation: Operation, cuts: int) -> Trial:
    """Cut the power at any moment of a command."""
    with _story(lab, f"power cut in {operation.name}", operation.prepare) as story:
        story.run(*inside(operation, story.folder))

        def check(left: Path, said: str) -> None:
            acknowledged = bool(ACKNOWLEDGED.search(said))
            story.trial.acknowledged += acknowledged
            judge(story.trial, _wrong(operation, left, acknowledged))

        story.cut(lab, cuts, check)
        return story.trial


def power_cuts_in_a_row(lab: Path, templates: Templates, cuts: int) -> Trial:
    """Cut the power at any moment of five commands, one after the other."""

    def prepare(folder: Path) -> None:
        shutil.copy(templates.plain, ledger_of(folder))

    with _story(lab, "power cut in five `dsq update`, one after the other", prepare) as story:
        for number in range(5):
            story.run("update", "6-8", "-p", str(50 + number), "--note", f"第{number}次")

        def check(left: Path, said: str) -> None:
            acknowledged = {f"第{number}次" for number in range(said.count("已记录 8"))}
            wrong = soundness(ledger_of(left))
            recorded = {text: size for text, size in notes(ledger_of(left)).items() if text[0] == "第"}
            story.trial.acknowledged += len(acknowledged)
            story.trial.lost += len(acknowledged.difference(recorded))
            story.trial.half += sum(size != 6 for size in recorded.values())
            story.trial.holds(wrong)

        story.cut(lab, cuts, check)
        return story.trial


# --- calls that fail -----------------------------------------------------------------------------------

FAILING = {
    "EIO": ("pread64", "pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "link"),
    "ENOSPC": ("pwrite64", "ftruncate", "link"),
}


def failing_calls(lab: Path, operation: Operation, error: str, most: int) -> Trial:
    """Let each call of the disk fail in turn, once or from then on, in at most ``most`` runs a kind."""
    trial = Trial(f"{error} in {operation.name}")
    for call in FAILING[error]:
        calls = _how_many(lab, operation, call)
        for at in random.sample(range(1, calls + 1), min(most, calls)):
            _let_fail(lab, operation, trial, f"{call}:error={error}:when={at}{random.choice(('', '+'))}")
    return trial


def _how_many(lab: Path, operation: Operation, call: str) -> int:
    with scratch(lab) as folder:
        operation.prepare(folder)
        prefix = _strace(lab / "trace", *_only_ours(folder, call), "-e", f"trace={call}")
        dsq(ledger_of(folder), *inside(operation, folder), prefix=prefix)
        return (lab / "trace").read_text().count(f"{call}(")


def _only_ours(folder: Path, call: str) -> list[str]:
    """Return the options that spare the reading of Python's own files."""
    ours = ("ledger.db", "ledger.db-journal", "backup.db") if call == "pread64" else ()
    return [option for name in ours for option in ("-P", str(folder / name))]


def _let_fail(lab: Path, operation: Operation, trial: Trial, fault: str) -> None:
    with scratch(lab) as folder:
        operation.prepare(folder)
        db = ledger_of(folder)
        before = content(db) if db.exists() else ""
        call = fault.partition(":")[0]
        prefix = _strace(
            os.devnull, *_only_ours(folder, call), "-e", f"trace={call}", "-e", f"inject={fault}"
        )
        ended = dsq(db, *inside(operation, folder), prefix=prefix)
        trial.ended(ended, (0, 6), folder)
        trial.acknowledged += ended.code == 0
        wrong = _wrong(operation, folder, ended.code == 0)
        judge(trial, f"{wrong} after {fault}: {ended.err}" if wrong and wrong != "lost" else wrong)
        if ended.code and "未" in ended.err and before and content(db) != before:
            trial.holds(f"it was recorded after all: {fault}: {ended.err}")
