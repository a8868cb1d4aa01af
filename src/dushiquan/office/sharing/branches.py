"""Branches of segments in a private repository, and how they come and go: what every engine must do."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from dushiquan.domain.segments import Segment
from dushiquan.errors import DsqError, ExitCode

OURS, THEIRS = "refs/heads/", "refs/theirs/"
AUTHOR = "dsq <dsq@localhost>"


class ShareError(DsqError):
    """What is shared cannot be reached, read or written."""

    exit_code = ExitCode.DATABASE


class NotPushedError(ShareError):
    """The share has what this branch does not: it must be fetched first."""


class BranchEnd(NamedTuple):
    """The end of a branch: the number of its last segment, and the name of its last commit."""

    number: int
    commit: str


class Branches(ABC):
    """Branches by the id of their replica, each with segments 1, 2, 3 …; "theirs" are those of the share.

    Two are told apart, so that what the share has can be looked at before it is taken over. One segment is
    one commit, whose subject is its number, and every engine makes the same commit of a segment.
    """

    def __init__(self, folder: Path, seconds: float | None = None) -> None:
        """Use the repository in ``folder``, or make it; with ``seconds``, wait no longer."""
        self._folder = folder
        self._ends: dict[str, dict[str, BranchEnd]] = {}
        self._until = None if seconds is None else monotonic() + seconds
        if not (folder / "HEAD").exists():
            folder.mkdir(parents=True, exist_ok=True)
            self._make()
        self._remove_locks()

    def close(self) -> None:
        """Close the files of the repository."""
        return

    def heads(self) -> dict[str, BranchEnd]:
        """Return the end of each branch."""
        return self._of(OURS)

    def theirs(self) -> dict[str, BranchEnd]:
        """Return the end of each branch as the share had it when last fetched."""
        return self._of(THEIRS)

    def _of(self, where: str) -> dict[str, BranchEnd]:
        if not self._ends:
            self._ends = self._read_ends()
        return self._ends[where]

    def take_over(self, replica: str, *, rewritten: bool = False) -> bool:
        """Let a branch be as theirs; return False if theirs does not go on from it, unless ``rewritten``."""
        if not rewritten and replica in self.heads() and not self._goes_on(replica):
            return False
        self._set(replica)
        self._ends = {}
        return True

    @abstractmethod
    def read(self, replica: str, numbers: Iterable[int], *, theirs: bool = False) -> Iterator[bytes]:
        """Yield segments of a branch; raise ``ShareError`` if one is missing."""

    @abstractmethod
    def add(self, replica: str, segments: Iterable[Segment]) -> None:
        """Add segments to a branch, a commit each."""

    @abstractmethod
    def pack(self, file: Path, since: Mapping[str, int]) -> None:
        """Write branches to a bundle, each from the segment after the one given."""

    @abstractmethod
    def unpack(self, file: Path, replica: str = "*") -> bool:
        """Fetch a branch of a bundle, or all, into theirs; return False if that does not work."""

    @abstractmethod
    def at(self, url: str) -> dict[str, str]:
        """Return what a repository elsewhere has: the branches, each with the name of its last commit."""

    @abstractmethod
    def fetch(self, url: str) -> None:
        """Fetch all branches of a repository elsewhere into theirs."""

    @abstractmethod
    def push(self, url: str, replica: str) -> None:
        """Send a branch; raise ``NotPushedError`` if the branch there has gone on from another commit."""

    @abstractmethod
    def _make(self) -> None:
        """Make the repository in its empty folder."""

    @abstractmethod
    def _read_ends(self) -> dict[str, dict[str, BranchEnd]]:
        """Return the end of each branch, of ours and of theirs; who changes one empties ``_ends``."""

    @abstractmethod
    def _goes_on(self, replica: str) -> bool:
        """Tell whether theirs goes on from ours."""

    @abstractmethod
    def _set(self, replica: str) -> None:
        """Set our branch to theirs."""

    def _left(self) -> float | None:
        """Return how many seconds are left; None if there is no hurry."""
        return self._until and max(0.01, self._until - monotonic())

    def _remove_locks(self) -> None:
        """Remove the locks of an engine that was killed: only one sync of this ledger runs at a time."""
        for lock in [*self._folder.glob("*.lock"), *(self._folder / "refs").rglob("*.lock")]:
            with suppress(OSError):
                lock.unlink()


def made_at(segment: Segment) -> int:
    """Return when a segment was made, in the seconds of a commit."""
    return max(int(datetime.fromisoformat(segment.made_at).timestamp()), 0)


def missing(replica: str, number: int) -> ShareError:
    """Return the error of a segment that is not in its branch."""
    return ShareError(f"{replica} 缺第 {number} 段，从这一段起未收。")


def gone_on(replica: str) -> NotPushedError:
    """Return the error of a branch that has gone on at the share."""
    return NotPushedError(f"共享处的 {replica} 已另有记录。")


def too_slow() -> ShareError:
    """Return the error of a share that did not answer in time."""
    return ShareError("共享处太慢，没有等到。")


def unreachable(url: str, why: str) -> ShareError:
    """Return the error of a repository elsewhere that cannot be reached."""
    return ShareError(f"共享处 {url} 连不上（{why}）；记录都在本机，连上后再 dsq sync。")
