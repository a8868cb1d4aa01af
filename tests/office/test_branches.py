"""The branches of segments: each engine does the same, and each reads what the other wrote."""

import gc
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from dushiquan.domain.segments import Segment, encode
from dushiquan.office.sharing import engines
from dushiquan.office.sharing.branches import Branches, NotPushedError, ShareError
from dushiquan.office.sharing.engines import open_branches
from tests.engines import bare, use

Open = Callable[[str], Branches]

MADE_AT = "2011-07-01T00:00:00Z"


def segment(number: int, made_at: str = MADE_AT) -> Segment:
    return Segment("hz", "杭州", number, {}, "ledger", made_at, "0.2.0", [])


@pytest.fixture
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    use(name, monkeypatch)
    return name


both = pytest.mark.parametrize("engine", ["git", "dulwich"], indirect=True)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(closing(open_branches(tmp_path / name)))


@both
def test_segments_are_read_as_they_were_added(engine: str, opened: Open) -> None:
    branches = opened("a")
    branches.add("hz", [segment(1), segment(2)])
    branches.add("hz", [segment(3)])
    assert {id: end.number for id, end in branches.heads().items()} == {"hz": 3}
    assert list(branches.read("hz", [3, 1])) == [encode(segment(3)), encode(segment(1))]
    with pytest.raises(ShareError, match="缺第 4 段"):
        list(branches.read("hz", [4]))


def test_both_engines_make_the_same_commits(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = []
    for name in ("git", "dulwich"):
        use(name, monkeypatch)
        branches = opened(name)
        branches.add("hz", [segment(number) for number in (1, 2, 999, 1000)])
        ends.append(branches.heads())
    assert ends[0] == ends[1]


@pytest.mark.parametrize("second", ["git", "dulwich"])
@both
def test_a_repository_and_its_bundles_are_used_by_either_engine(
    engine: str, second: str, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened("a")
    first.add("hz", [segment(1)])
    first.pack(tmp_path / "1.bundle", {"hz": 0})
    first.add("hz", [segment(2)])
    first.pack(tmp_path / "2.bundle", {"hz": 1})
    with monkeypatch.context() as patch:
        use(second, patch)
        assert opened("a").heads() == first.heads()
        other = opened("b")
        assert not other.unpack(tmp_path / "2.bundle", "hz")  # its base is missing
        assert other.unpack(tmp_path / "1.bundle", "hz")
        half = tmp_path / "half.bundle"
        half.write_bytes((tmp_path / "2.bundle").read_bytes()[:-30])
        assert not other.unpack(half, "hz")
        assert other.unpack(tmp_path / "2.bundle")
        assert not other.unpack(tmp_path / "2.bundle", "nb")
        assert other.theirs() == first.heads()
        assert other.take_over("hz")
        other.add("hz", [segment(3)])
    assert list(opened("b").read("hz", [1, 2, 3])) == [encode(segment(number)) for number in (1, 2, 3)]


@both
def test_no_file_that_is_no_bundle_is_read(engine: str, opened: Open, tmp_path: Path) -> None:
    branches = opened("a")
    for content in (b"", b"# v2 git bundle\n", b"# v2 git bundle\n\nPACK", b"\x00" * 99):
        (tmp_path / "no.bundle").write_bytes(content)
        assert not branches.unpack(tmp_path / "no.bundle", "hz")


@both
def test_a_branch_that_was_written_anew_is_not_taken_over(engine: str, opened: Open, tmp_path: Path) -> None:
    ours, theirs = opened("ours"), opened("theirs")
    ours.add("hz", [segment(1)])
    theirs.add("hz", [segment(1, "2011-07-02T00:00:00Z"), segment(2)])
    theirs.pack(tmp_path / "a.bundle", {"hz": 0})
    assert ours.unpack(tmp_path / "a.bundle")
    assert not ours.take_over("hz")
    assert ours.heads()["hz"].number == 1
    assert ours.take_over("hz", rewritten=True)
    assert ours.heads() == theirs.heads()


def exchange(url: str, opened: Open) -> None:
    """Send and fetch branches by a URL, and see that none overwrites another."""
    hz, nb, copy = opened("hz"), opened("nb"), opened("copy")
    assert hz.at(url) == {}
    hz.add("hz", [segment(1)])
    hz.push(url, "hz")
    copy.add("hz", [segment(1), segment(2, "2011-07-02T00:00:00Z")])
    hz.add("hz", [segment(2)])
    hz.push(url, "hz")
    nb.add("nb", [segment(1)])
    nb.push(url, "nb")
    nb.fetch(url)
    assert nb.theirs() == {**hz.heads(), **nb.heads()}
    assert nb.at(url) == {id: end.commit for id, end in nb.theirs().items()}
    hz.add("hz", [segment(3)])
    hz.push(url, "hz")
    nb.fetch(url)
    assert list(nb.read("hz", [1, 3], theirs=True)) == [encode(segment(1)), encode(segment(3))]
    with pytest.raises(NotPushedError, match="另有记录"):
        copy.push(url, "hz")


@both
def test_by_a_repository_on_this_machine(engine: str, opened: Open, tmp_path: Path) -> None:
    exchange(bare(tmp_path / "共享 处"), opened)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@both
def test_by_ssh(engine: str, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script stands for the ssh program, and does on this machine what is asked of the server."""
    if shutil.which("git") is None:
        pytest.skip("the server needs git")
    bare(tmp_path / "共享 处")
    ssh = tmp_path / "ssh"
    ssh.write_text('#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n', encoding="utf-8")
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    exchange(f"ssh://clerk@server{tmp_path}/共享%20处", opened)
    assert set(opened("third").at(f"clerk@server:{tmp_path}/共享 处")) == {"hz", "nb"}


@pytest.mark.slow
@both
def test_by_the_protocol_of_git(engine: str, opened: Open, tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("the server needs git")
    bare(tmp_path / "share")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["git", "daemon", "--reuseaddr", "--listen=127.0.0.1", f"--port={port}", "--export-all"]
    words += ["--enable=receive-pack", f"--base-path={tmp_path}", str(tmp_path)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL, start_new_session=True) as daemon:
        try:
            for _ in range(100):
                with socket.socket() as asking:
                    if asking.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            exchange(f"git://127.0.0.1:{port}/share", opened)
        finally:
            os.killpg(daemon.pid, 9)


@both
def test_what_a_repository_refuses_is_told(engine: str, opened: Open, tmp_path: Path) -> None:
    branches = opened("a")
    branches.add("hz", [segment(1)])
    with pytest.raises(ShareError, match=r"连不上（.+）；记录都在本机，连上后再 dsq sync。$"):
        branches.push((tmp_path / "none").as_uri(), "hz")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ShareError, match=r"连不上（.+）"):
        branches.at(f"http://127.0.0.1:{port}/a.git")


@both
def test_a_silent_server_is_waited_for_no_longer_and_nothing_goes_on_waiting(
    engine: str, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.git"
        branches = open_branches(tmp_path / "git", 2)
        with closing(branches), pytest.raises(ShareError, match="没有等到"):
            branches.at(url)
        asked, _ = server.accept()
        with asked:
            asked.settimeout(10)
            while engine == "git" and asked.recv(4096):  # until its other end is closed, as git has ended
                pass


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # dulwich leaves its pipes
@both
def test_ssh_is_ended_when_its_server_is_silent(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n", encoding="utf-8")
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    with closing(open_branches(tmp_path / "git", 1.5)) as branches, pytest.raises(ShareError):
        branches.at("ssh://server/share")
    pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
    for _ in range(100):
        if not Path(f"/proc/{pid}/exe").exists():
            break
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}/exe").exists()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.name.startswith("execnet"):
            thread.join(1)
    gc.collect()


def test_neither_engine_is_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "dushiquan.office.sharing.dulwich_branches", None)
    with pytest.raises(ShareError, match=r"请先安装 git，或用 pip install 'dushiquan\[sync\]'"):
        open_branches(tmp_path)


def test_an_object_left_locked_by_a_killed_sync_is_written(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use("dulwich", monkeypatch)
    opened("a").add("hz", [segment(1)])
    for written in [path for path in (tmp_path / "a" / "objects").rglob("*") if path.is_file()]:
        (tmp_path / "b" / written.relative_to(tmp_path / "a")).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "b" / f"{written.relative_to(tmp_path / 'a')}.lock").touch()
    again = opened("b")
    again.add("hz", [segment(1)])
    assert again.heads() == opened("a").heads()


@pytest.mark.parametrize("kept", range(9))
def test_what_a_killed_sync_had_fetched_in_part_is_fetched_again(
    kept: int, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that is here says nothing of what it leads to, unless a branch ends with it."""
    use("dulwich", monkeypatch)
    url = bare(tmp_path / "share")
    hz, nb = opened("hz"), opened("nb")
    hz.add("hz", [segment(1), segment(2)])
    hz.push(url, "hz")
    objects: list[object] = []

    class KilledError(Exception):
        pass

    keep = type(nb)._keep  # type: ignore[attr-defined]

    def killed(self: Branches, found: object) -> None:
        if len(objects) == kept:
            raise KilledError
        objects.append(found)
        keep(self, found)

    with monkeypatch.context() as patch:
        patch.setattr(type(nb), "_keep", killed)
        with suppress(KilledError):
            nb.fetch(url)
    again = opened("nb")
    again.fetch(url)
    assert list(again.read("hz", [1, 2], theirs=True)) == [encode(segment(1)), encode(segment(2))]
