"""A command does what it was asked, and its exit code says so, even if nobody can read what it prints."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.builders import EDITION, REVISED, fill
from tests.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of Unix")


@contextmanager
def nobody() -> Iterator[IO[bytes]]:
    """A pipe that is closed at its other end."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0) as end:
        yield end


@contextmanager
def full_disk() -> Iterator[IO[bytes]]:
    """A device on which there is no room."""
    with Path("/dev/full").open("wb", buffering=0) as device:
        yield device


def dsq(
    *words: str, out: IO[bytes] | int = subprocess.DEVNULL, err: IO[bytes] | int = subprocess.DEVNULL
) -> int:
    command = [sys.executable, "-m", "dushiquan", *words]
    return subprocess.run(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL).returncode


@pytest.fixture
def plan(dsq: Run) -> Run:
    """A ledger of an invented plan, with a form of its first unit that came back."""
    Path("a.yaml").write_text(EDITION, encoding="utf-8")
    Path("b.yaml").write_text(REVISED, encoding="utf-8")
    dsq("init", "--empty")
    dsq("plan", "load", "a.yaml", today="2024-03-01")
    dsq("sheet", "out", "-u", "甲局", "-o", "表")
    (form,) = Path("表").iterdir()
    fill(form.rename("表.xlsx"), {"J8": 40})
    return dsq


@pytest.mark.parametrize("unread", [nobody, full_disk])
@pytest.mark.parametrize(
    "words",
    [
        "done 1",
        "update 1 -p 40",
        "note 1 甲",
        "tick 1",
        "defer 1 +1m --reason 甲",
        "submit 1 --evidence 甲",
        "plan load b.yaml --yes",
        "sheet in 表.xlsx --yes",
        "urge -o 催办",
    ],
)
def test_a_recording_command_records(plan: Run, words: str, unread: type) -> None:
    plan("log", today="2024-07-15")
    before = plan("log").out
    with unread() as end:
        assert dsq(*words.split(), out=end if unread is nobody else subprocess.DEVNULL, err=end) == 0
    assert len(plan("log").out) > len(before)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("overdue --exit-code", 3),
        ("list", 0),
        ("list -f json", 0),
        ("show 1", 0),
        ("list 9", 4),
        ("plan check no.yaml", 5),
        ("list --nothing", 2),
    ],
)
def test_a_closed_pipe_keeps_the_exit_code(plan: Run, words: str, code: int) -> None:
    plan("list", today="2024-07-15")
    with nobody() as end:
        assert dsq(*words.split(), out=end, err=end) == code


def test_a_listing_that_could_not_be_written_is_an_error(plan: Run) -> None:
    plan("list", today="2024-07-15")
    command = [sys.executable, "-m", "dushiquan", "list"]
    with full_disk() as end:
        done = subprocess.run(command, stdout=end, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert done.stderr.startswith("输出没有写全：")


def test_a_long_listing_stops_if_nobody_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from dushiquan.formats.streams import outlet

    taken = []

    def lines() -> Iterator[str]:
        for number in range(100_000):
            taken.append(number)
            yield "一行\n"

    with nobody() as end:
        out = outlet(open(end.fileno(), "w", encoding="utf-8", closefd=False))  # noqa: SIM115
        out.writelines(lines())
        out.flush()
    assert isinstance(out.failure, BrokenPipeError)
    assert len(taken) < 10_000
