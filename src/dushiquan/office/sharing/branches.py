"""The port of git: branches of segments in a private repository, and how they come and go."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from dushiquan.errors import DsqError, ExitCode


class ShareError(DsqError):
    """What is shared cannot be reached, read or written."""

    exit_code = ExitCode.DATABASE


class NotPushedError(ShareError):
    """The share has what this branch does not: it must be fetched first."""


class Written(NamedTuple):
    """A segment to be added to a branch: its number, its bytes, and when it was made."""

    number: int
    content: bytes
    made_at: str


class BranchEnd(NamedTuple):
    """The end of a branch: the number of its last segment, and the name of its last commit."""

    number: int
    commit: str


class Branches(Protocol):
    """Branches by the id of their replica, each with segments 1, 2, 3 …; "theirs" are those of the share.

    Two are told apart, so that what the share has can be looked at before it is taken over.
    """

    def heads(self) -> dict[str, BranchEnd]:
        """Return the end of each branch."""
        ...

    def theirs(self) -> dict[str, BranchEnd]:
        """Return the end of each branch as the share had it when last fetched."""
        ...

    def read(self, replica: str, numbers: Iterable[int], *, theirs: bool = False) -> Iterator[bytes]:
        """Yield segments of a branch; raise ``ShareError`` if one is missing."""
        ...

    def add(self, replica: str, segments: Iterable[Written]) -> None:
        """Add segments to a branch, a commit each."""
        ...

    def take_over(self, replica: str, *, rewritten: bool = False) -> bool:
        """Let a branch be as theirs; return False if theirs does not go on from it, unless ``rewritten``."""
        ...

    def pack(self, file: Path, since: Mapping[str, int]) -> None:
        """Write branches to a bundle, each from the segment after the one given."""
        ...

    def unpack(self, file: Path, replica: str = "*") -> bool:
        """Fetch a branch of a bundle, or all, into theirs; return False if that does not work."""
        ...

    def at(self, url: str) -> dict[str, str]:
        """Return what a repository elsewhere has: the branches, each with the name of its last commit."""
        ...

    def fetch(self, url: str) -> None:
        """Fetch all branches of a repository elsewhere into theirs."""
        ...

    def push(self, url: str, replica: str) -> None:
        """Send a branch; raise ``NotPushedError`` if the branch there has gone on from another commit."""
        ...
