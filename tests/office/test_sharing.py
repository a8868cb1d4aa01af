"""The folder where replicas meet."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Event

import pytest

from dushiquan.domain.segments import Segment
from dushiquan.office.sharing.branches import Branches, NotPushedError, ShareError
from dushiquan.office.sharing.engines import open_branches
from dushiquan.office.sharing.shares import FolderShare
from tests.engines import use

Open = Callable[[str], Branches]


@pytest.fixture(params=["git", "dulwich"])
def opened(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Open]:
    use(request.param, monkeypatch)
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(closing(open_branches(tmp_path / name)))


def segment(number: int, made_at: str = "2011-07-01T00:00:00Z") -> Segment:
    return Segment("hz", "杭州", number, {}, "ledger", made_at, "0.2.0", [])


def test_a_folder_that_does_not_answer_is_waited_for_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def silent(folder: Path) -> Iterator[Path]:
        goes_on.wait()
        return iter(())

    monkeypatch.setattr(Path, "iterdir", silent)
    try:
        with pytest.raises(ShareError, match="没有回应"):
            FolderShare(tmp_path, 0.05).is_current({})
    finally:
        goes_on.set()


def test_a_branch_of_many_pieces_is_written_whole_and_they_stay_a_day(opened: Open, tmp_path: Path) -> None:
    branches, share = opened("git"), FolderShare(tmp_path)
    for number in range(1, 14):
        branches.add("hz", [segment(number)])
        share.push(branches, "hz", {"hz": number})
    pieces = sorted(tmp_path.glob("*.bundle"))
    assert tmp_path / "hz.1-13.bundle" in pieces
    assert tmp_path / "hz.13-13.bundle" in pieces
    branches.add("hz", [segment(14)])
    share.push(branches, "hz", {"hz": 14})
    stay = {tmp_path / "hz.1-13.bundle", tmp_path / "hz.14-14.bundle"}
    for piece in {*pieces[::2], *stay}:
        os.utime(piece, (0, 0))
    share.push(branches, "hz", {"hz": 14})
    assert sorted(tmp_path.glob("*.bundle")) == sorted({*pieces[1::2], *stay})
    joined = opened("joined")
    assert share.fetch(joined, {}) == []
    assert joined.theirs()["hz"] == branches.heads()["hz"]


def test_the_own_branch_that_has_gone_on_there_is_fetched_first(opened: Open, tmp_path: Path) -> None:
    branches, share = opened("git"), FolderShare(tmp_path)
    branches.add("hz", [segment(1), segment(2)])
    share.push(branches, "hz", {"hz": 2})
    with pytest.raises(NotPushedError):
        share.push(branches, "hz", {"hz": 1})
