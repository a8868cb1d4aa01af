"""Branches of segments in a private repository, and how they come and go: by git, 2.20 or newer."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dushiquan.domain.segments import Segment, encode, segment_path
from dushiquan.errors import DsqError, ExitCode

_CONFIG = """\
[user]
	name = dsq
	email = dsq@localhost
[core]
	autocrlf = false
	hooksPath = /dev/null
	fsync = all
[gc]
	auto = 0
[fetch]
	writeCommitGraph = false
[safe]
	directory = *
[protocol "file"]
	allow = always
"""
"""The only configuration that git reads: none of the user's hooks, aliases or line ends."""

_NO_QUESTION = {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"}
"""No password is asked for when a sync must be quick."""

_OURS, _THEIRS = "refs/heads/", "refs/theirs/"


class ShareError(DsqError):
    """What is shared cannot be reached, read or written."""

    exit_code = ExitCode.DATABASE


class NotPushedError(ShareError):
    """The share has what this branch does not: it must be fetched first."""


class BranchEnd(NamedTuple):
    """The end of a branch: the number of its last segment, and the name of its last commit."""

    number: int
    commit: str


class Branches:
    """Branches by the id of their replica, each with segments 1, 2, 3 …; "theirs" are those of the share.

    Two are told apart, so that what the share has can be looked at before it is taken over.
    """

    def __init__(self, folder: Path, seconds: float | None = None) -> None:
        """Use the repository in ``folder``, or make it; with ``seconds``, wait no longer."""
        self._folder = folder
        self._until = None if seconds is None else time.monotonic() + seconds
        self._config = folder / "config-of-dsq"
        if not (folder / "HEAD").exists():
            folder.mkdir(parents=True, exist_ok=True)
            self._config.write_text(_CONFIG, encoding="utf-8")
            self._git("init", "-q", "--bare", str(folder))
            with (folder / "config").open("a", encoding="utf-8") as file:  # git < 2.32 reads no other
                file.write(_CONFIG)
        self._remove_locks()

    def heads(self) -> dict[str, BranchEnd]:
        """Return the end of each branch."""
        return self._ends(_OURS)

    def theirs(self) -> dict[str, BranchEnd]:
        """Return the end of each branch as the share had it when last fetched."""
        return self._ends(_THEIRS)

    def _ends(self, where: str) -> dict[str, BranchEnd]:
        form = "--format=%(refname) %(objectname) %(contents:subject)"
        lines = self._git("for-each-ref", form, where).decode(errors="replace").splitlines()
        found = (line.removeprefix(where).split(" ", 2) for line in lines)
        return {id: BranchEnd(int(subject), commit) for id, commit, subject in found if subject.isdecimal()}

    def read(self, replica: str, numbers: Iterable[int], *, theirs: bool = False) -> Iterator[bytes]:
        """Yield segments of a branch; raise ``ShareError`` if one is missing."""
        branch = f"{_THEIRS if theirs else _OURS}{replica}"
        command = self._command("cat-file", "--batch")
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment(),
        ) as git:
            assert git.stdin is not None
            assert git.stdout is not None
            for number in numbers:
                git.stdin.write(f"{branch}:{segment_path(number)}\n".encode())
                git.stdin.flush()
                *_, kind, size = git.stdout.readline().decode().split() or ("", "missing", "")
                if kind != "blob":
                    git.kill()
                    raise ShareError(f"{replica} 缺第 {number} 段，从这一段起未收。")
                yield git.stdout.read(int(size))
                git.stdout.read(1)

    def add(self, replica: str, segments: Iterable[Segment]) -> None:
        """Add segments to a branch, a commit each."""
        begun = replica in self.heads()
        for segment in segments:
            self._git("fast-import", "--quiet", stdin=_commit(f"{_OURS}{replica}", segment, begun=begun))
            begun = True

    def take_over(self, replica: str, *, rewritten: bool = False) -> bool:
        """Let a branch be as theirs; return False if theirs does not go on from it, unless ``rewritten``."""
        ours, theirs = f"{_OURS}{replica}", f"{_THEIRS}{replica}"
        if not rewritten and replica in self.heads():
            done = self._run("merge-base", "--is-ancestor", ours, theirs)
            if done.returncode:
                return False
        self._git("update-ref", ours, theirs)
        return True

    def pack(self, file: Path, since: Mapping[str, int]) -> None:
        """Write branches to a bundle, each from the segment after the one given."""
        heads = self.heads()
        revisions: list[str] = []
        for replica, number in since.items():
            revisions.append(f"{_OURS}{replica}")
            if number:
                revisions.append(f"^{_OURS}{replica}~{heads[replica].number - number}")
        self._git("bundle", "create", "-q", str(file.absolute()), *revisions)

    def unpack(self, file: Path, replica: str = "*") -> bool:
        """Fetch a branch of a bundle, or all, into theirs; return False if that does not work."""
        refspec = f"+{_OURS}{replica}:{_THEIRS}{replica}"
        return self._run("fetch", "-q", "--no-tags", str(file.absolute()), refspec).returncode == 0

    def at(self, url: str) -> dict[str, str]:
        """Return what a repository elsewhere has: the branches, each with the name of its last commit."""
        lines = self._reach("ls-remote", "--heads", url).decode().splitlines()
        found = (line.partition("\t") for line in lines)
        return {name.removeprefix(_OURS): commit for commit, _, name in found}

    def fetch(self, url: str) -> None:
        """Fetch all branches of a repository elsewhere into theirs."""
        self._reach("fetch", "-q", "--no-tags", url, f"+{_OURS}*:{_THEIRS}*")

    def push(self, url: str, replica: str) -> None:
        """Send a branch; raise ``NotPushedError`` if the branch there has gone on from another commit."""
        done = self._run("push", "-q", url, f"{_OURS}{replica}:{_OURS}{replica}")
        if done.returncode:
            said = done.stderr.decode(errors="replace")
            if "rejected" in said or "fetch first" in said:
                raise NotPushedError(f"共享处的 {replica} 已另有记录。")
            raise _unreachable(url, said)

    # --- running git -----------------------------------------------------------------------------------

    def _reach(self, *words: str) -> bytes:
        done = self._run(*words)
        if done.returncode:
            url = words[-2] if words[0] == "fetch" else words[-1]
            raise _unreachable(url, done.stderr.decode(errors="replace"))
        return done.stdout

    def _git(self, *words: str, stdin: bytes = b"") -> bytes:
        done = self._run(*words, stdin=stdin)
        if done.returncode:
            why = done.stderr.decode(errors="replace").strip().splitlines()
            raise ShareError(f"git 没有做成（{why[-1] if why else words[0]}）；请检查磁盘和权限。")
        return done.stdout

    def _run(self, *words: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        is_limited = self._until is not None
        try:
            git = subprocess.Popen(
                self._command(*words),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environment(),
                start_new_session=is_limited,
            )
        except FileNotFoundError:
            raise ShareError("找不到 git；请先安装 git，再同步。") from None
        with git:
            try:
                said = git.communicate(stdin, self._until and max(0.01, self._until - time.monotonic()))
            except BaseException as error:
                _end(git, with_children=is_limited)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise ShareError("共享处太慢，没有等到。") from None
                raise
        return subprocess.CompletedProcess(git.args, git.returncode, *said)

    def _command(self, *words: str) -> list[str]:
        return ["git", *(() if words[0] == "init" else ("--git-dir", str(self._folder))), *words]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        kept |= {name: os.environ[name] for name in ("GIT_SSH", "GIT_SSH_COMMAND") if name in os.environ}
        return kept | {
            "GIT_CONFIG_GLOBAL": str(self._config),
            "GIT_CONFIG_SYSTEM": str(self._config),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            **({} if self._until is None or "GIT_SSH_COMMAND" in kept else _NO_QUESTION),
            "LC_ALL": "C",
        }

    def _remove_locks(self) -> None:
        """Remove the locks of a git that was killed: only one sync of this ledger runs at a time."""
        for lock in [*self._folder.glob("*.lock"), *(self._folder / "refs").rglob("*.lock")]:
            with suppress(OSError):
                lock.unlink()


def _commit(branch: str, segment: Segment, *, begun: bool) -> bytes:
    """Return a commit that adds a segment to a branch, in the format of ``git fast-import``."""
    content = encode(segment)
    seconds = int(datetime.fromisoformat(segment.made_at).timestamp())
    message = str(segment.number)
    parent = f"from {branch}^0\n" if begun else ""
    head = (
        f"commit {branch}\ncommitter dsq <dsq@localhost> {max(seconds, 0)} +0000\n"
        f"data {len(message)}\n{message}\n{parent}"
        f"M 100644 inline {segment_path(segment.number)}\ndata {len(content)}\n"
    )
    return head.encode() + content + b"\n"


def _end(git: "subprocess.Popen[bytes]", *, with_children: bool) -> None:
    """End git, and the programs that it waits for: these would go on to wait for a server that is silent."""
    if sys.platform == "win32":
        words = ["taskkill", "/F", "/T", "/PID", str(git.pid)]
        subprocess.run(words, capture_output=True, check=False)
    elif with_children:
        with suppress(ProcessLookupError):
            os.killpg(git.pid, signal.SIGKILL)
    git.kill()


def _unreachable(url: str, said: str) -> ShareError:
    why = next((line for line in reversed(said.strip().splitlines()) if line.strip()), "")
    return ShareError(f"共享处 {url} 连不上（{why}）；记录都在本机，连上后再 dsq sync。")
