"""Branches kept by the git program, 2.20 or newer."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from dushiquan.domain.segments import Segment, encode, segment_path
from dushiquan.office.sharing.branches import (
    AUTHOR,
    OURS,
    THEIRS,
    BranchEnd,
    Branches,
    ShareError,
    gone_on,
    made_at,
    missing,
    too_slow,
    unreachable,
)

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


class GitBranches(Branches):
    """Branches kept by the git program."""

    def __init__(self, folder: Path, seconds: float | None = None) -> None:
        """Use the repository in ``folder``, or make it; with ``seconds``, wait no longer."""
        self._config = folder / "config-of-dsq"
        super().__init__(folder, seconds)
        if not self._config.exists():  # dulwich made the repository
            self._configure()

    def _make(self) -> None:
        self._config.write_text(_CONFIG, encoding="utf-8")
        self._git("init", "-q", "--bare", str(self._folder))
        self._configure()

    def _configure(self) -> None:
        with (self._folder / "config").open("a", encoding="utf-8") as file:  # git < 2.32 reads no other
            file.write(_CONFIG)
        self._config.write_text(_CONFIG, encoding="utf-8")

    def _read_ends(self) -> dict[str, dict[str, BranchEnd]]:
        form = "--format=%(refname) %(objectname) %(contents:subject)"
        found: dict[str, dict[str, BranchEnd]] = {OURS: {}, THEIRS: {}}
        for line in self._git("for-each-ref", form, OURS, THEIRS).decode(errors="replace").splitlines():
            ref, commit, subject = line.split(" ", 2)
            where = OURS if ref.startswith(OURS) else THEIRS
            if subject.isdecimal():
                found[where][ref.removeprefix(where)] = BranchEnd(int(subject), commit)
        return found

    def read(self, replica: str, numbers: Iterable[int], *, theirs: bool = False) -> Iterator[bytes]:
        """Yield segments of a branch; raise ``ShareError`` if one is missing."""
        branch = f"{THEIRS if theirs else OURS}{replica}"
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
                    raise missing(replica, number)
                yield git.stdout.read(int(size))
                git.stdout.read(1)

    def add(self, replica: str, segments: Iterable[Segment]) -> None:
        """Add segments to a branch, a commit each."""
        begun = replica in self.heads()
        for segment in segments:
            self._git("fast-import", "--quiet", stdin=_commit(f"{OURS}{replica}", segment, begun=begun))
            begun, self._ends = True, {}

    def _goes_on(self, replica: str) -> bool:
        words = ("merge-base", "--is-ancestor", f"{OURS}{replica}", f"{THEIRS}{replica}")
        return self._run(*words).returncode == 0

    def _set(self, replica: str) -> None:
        self._git("update-ref", f"{OURS}{replica}", f"{THEIRS}{replica}")

    def pack(self, file: Path, since: Mapping[str, int]) -> None:
        """Write branches to a bundle, each from the segment after the one given."""
        heads = self.heads()
        revisions: list[str] = []
        for replica, number in since.items():
            revisions.append(f"{OURS}{replica}")
            if number:
                revisions.append(f"^{OURS}{replica}~{heads[replica].number - number}")
        self._git("bundle", "create", "-q", str(file.absolute()), *revisions)

    def unpack(self, file: Path, replica: str = "*") -> bool:
        """Fetch a branch of a bundle, or all, into theirs; return False if that does not work."""
        self._ends = {}
        refspec = f"+{OURS}{replica}:{THEIRS}{replica}"
        return self._run("fetch", "-q", "--no-tags", str(file.absolute()), refspec).returncode == 0

    def at(self, url: str) -> dict[str, str]:
        """Return what a repository elsewhere has: the branches, each with the name of its last commit."""
        lines = self._reach("ls-remote", "--heads", url).decode().splitlines()
        found = (line.partition("\t") for line in lines)
        return {name.removeprefix(OURS): commit for commit, _, name in found}

    def fetch(self, url: str) -> None:
        """Fetch all branches of a repository elsewhere into theirs."""
        self._ends = {}
        self._reach("fetch", "-q", "--no-tags", url, f"+{OURS}*:{THEIRS}*")

    def push(self, url: str, replica: str) -> None:
        """Send a branch; raise ``NotPushedError`` if the branch there has gone on from another commit."""
        done = self._run("push", "-q", url, f"{OURS}{replica}:{OURS}{replica}")
        if done.returncode:
            said = done.stderr.decode(errors="replace")
            if "rejected" in said and "declined" not in said:
                raise gone_on(replica)
            raise unreachable(url, _last_line(said))

    # --- running git -----------------------------------------------------------------------------------

    def _reach(self, *words: str) -> bytes:
        done = self._run(*words)
        if done.returncode:
            url = words[-2] if words[0] == "fetch" else words[-1]
            raise unreachable(url, _last_line(done.stderr.decode(errors="replace")))
        return done.stdout

    def _git(self, *words: str, stdin: bytes = b"") -> bytes:
        done = self._run(*words, stdin=stdin)
        if done.returncode:
            why = done.stderr.decode(errors="replace").strip().splitlines()
            raise ShareError(f"git 没有做成（{why[-1] if why else words[0]}）；请检查磁盘和权限。")
        return done.stdout

    def _run(self, *words: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        is_limited = self._until is not None
        git = subprocess.Popen(
            self._command(*words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment(),
            start_new_session=is_limited,
        )
        with git:
            try:
                said = git.communicate(stdin, self._left())
            except BaseException as error:
                _end(git, with_children=is_limited)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise too_slow() from None
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


def _commit(branch: str, segment: Segment, *, begun: bool) -> bytes:
    """Return a commit that adds a segment to a branch, in the format of ``git fast-import``."""
    content = encode(segment)
    message = str(segment.number)
    parent = f"from {branch}^0\n" if begun else ""
    head = (
        f"commit {branch}\ncommitter {AUTHOR} {made_at(segment)} +0000\n"
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


def _last_line(said: str) -> str:
    return next((line for line in reversed(said.strip().splitlines()) if line.strip()), "")
