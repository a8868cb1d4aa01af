"""A share whose server is silent, and the branches that git keeps."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from dushiquan.domain.segments import Segment
from dushiquan.office.sharing.branches import Branches, NotPushedError, ShareError
from dushiquan.office.sharing.shares import FolderShare

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def segment(number: int, made_at: str = "2011-07-01T00:00:00Z") -> Segment:
    return Segment("hz", "杭州", number, {}, "ledger", made_at, "0.2.0", [])


@needs_git
def test_a_silent_server_is_waited_for_no_longer_and_nothing_goes_on_waiting(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.git"
        with pytest.raises(ShareError, match="没有等到"):
            Branches(tmp_path / "git", 2).at(url)
        asked, _ = server.accept()
        with asked:
            asked.settimeout(10)
            while asked.recv(4096):  # until its other end is closed, as the program has ended
                pass


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


@needs_git
def test_a_branch_that_was_written_anew_is_not_taken_over(tmp_path: Path) -> None:
    ours, theirs = (Branches(tmp_path / name) for name in ("ours", "theirs"))
    ours.add("hz", [segment(1)])
    theirs.add("hz", [segment(1, "2011-07-02T00:00:00Z"), segment(2)])
    theirs.pack(tmp_path / "a.bundle", {"hz": 0})
    assert ours.unpack(tmp_path / "a.bundle")
    assert not ours.take_over("hz")
    assert ours.heads()["hz"].number == 1
    assert ours.take_over("hz", rewritten=True)
    assert ours.heads() == theirs.heads()


@needs_git
def test_a_branch_of_many_pieces_is_written_whole_and_they_stay_a_day(tmp_path: Path) -> None:
    branches, share = Branches(tmp_path / "git"), FolderShare(tmp_path)
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
    joined = Branches(tmp_path / "joined")
    assert share.fetch(joined, {}) == []
    assert joined.theirs()["hz"] == branches.heads()["hz"]


@needs_git
def test_the_own_branch_that_has_gone_on_there_is_fetched_first(tmp_path: Path) -> None:
    branches, share = Branches(tmp_path / "git"), FolderShare(tmp_path)
    branches.add("hz", [segment(1), segment(2)])
    share.push(branches, "hz", {"hz": 2})
    with pytest.raises(NotPushedError):
        share.push(branches, "hz", {"hz": 1})
