"""The share: a folder of immutable bundles (a share, a stick), or a git repository by its URL."""

import errno
import os
import re
import time
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from threading import Thread
from typing import NamedTuple, Protocol

from dushiquan.domain.segments import is_replica_id
from dushiquan.errors import BadInputError
from dushiquan.office.sharing.branches import Branches, NotPushedError, ShareError
from dushiquan.office.sharing.system_reasons import why

PAGE = "通报.html"
"""The page for leaders in a shared folder."""

_WHOLE_AFTER = 12
"""After how many pieces a branch is written whole; after a tenth of all its segments, if these are more."""
_KEPT_SECONDS = 86_400
"""How long the pieces stay that a whole one replaces: somebody may be copying them."""


class Share(Protocol):
    """Where the branches of all replicas meet."""

    def fetch(self, branches: Branches, known: Mapping[str, int]) -> list[str]:
        """Fetch what goes beyond the ``known`` segments; return sentences about what cannot be read."""
        ...

    def push(self, branches: Branches, own: str, heads: Mapping[str, int]) -> None:
        """Send what the share lacks; raise ``NotPushedError`` if the own branch has gone on there."""
        ...

    def is_empty(self, branches: Branches) -> bool:
        """Tell whether nobody shares there yet."""
        ...

    def is_current(self, known: Mapping[str, int]) -> bool:
        """Tell whether it surely has the ``known`` segments and no others, without asking git."""
        ...


class _BundleFile(NamedTuple):
    path: Path
    replica: str
    first: int
    last: int


class FolderShare:
    """A folder; each file in it has some segments of one replica, and is never changed."""

    def __init__(self, folder: Path, seconds: float | None = None) -> None:
        """``seconds`` is how long its server may take to answer."""
        self.folder = folder
        self._seconds = seconds

    def is_empty(self, branches: Branches) -> bool:
        """Tell whether nobody shares there yet."""
        return not self._pieces()

    def is_current(self, known: Mapping[str, int]) -> bool:
        """Tell whether the folder has the ``known`` segments and no others."""
        there: dict[str, int] = {}
        for piece in self._pieces():
            there[piece.replica] = max(piece.last, there.get(piece.replica, 0))
        return there == known

    def _pieces(self) -> list[_BundleFile]:
        try:
            names = sorted(_names(self.folder, self._seconds))
        except OSError as error:
            raise ShareError(
                f"共享处 {self.folder} 打不开（{why(error)}）；记录都在本机，打得开时再 dsq sync。"
            ) from error
        found = ((name, _NAME.fullmatch(name)) for name in names)
        pieces = [
            _BundleFile(self.folder / name, match[1], int(match[2]), int(match[3]))
            for name, match in found
            if match
        ]
        return [piece for piece in pieces if is_replica_id(piece.replica)]

    def fetch(self, branches: Branches, known: Mapping[str, int]) -> list[str]:
        """Fetch the pieces that have something new; return sentences about those that cannot be read."""
        new = [piece for piece in self._pieces() if piece.last > known.get(piece.replica, 0)]
        unread: list[_BundleFile] = []
        have = {**known}
        while fitting := [
            piece
            for piece in new
            if have.get(piece.replica, 0) >= piece.first - 1 and piece.last > have.get(piece.replica, 0)
        ]:
            piece = max(fitting, key=lambda each: (each.last, -each.first))
            new.remove(piece)
            if branches.unpack(piece.path, piece.replica) and _number(branches, piece.replica) == piece.last:
                have[piece.replica] = piece.last
            else:
                unread.append(piece)
        still = [piece for piece in (*unread, *new) if piece.last > have.get(piece.replica, 0)]
        return [f"{piece.path.name} 不完整，下次再读。" for piece in still]

    def push(self, branches: Branches, own: str, heads: Mapping[str, int]) -> None:
        """Write a piece for each branch of which the folder lacks something."""
        pieces = self._pieces()
        for replica, number in heads.items():
            there = max((piece.last for piece in pieces if piece.replica == replica), default=0)
            if there < number:
                with nullcontext() if replica == own else suppress(NotPushedError):
                    self._write(branches, replica, there, number)
            elif replica == own and there > number:
                raise NotPushedError(f"共享处的 {own} 已另有记录。")
        self._tidy(branches, own, heads.get(own, 0))

    def _write(self, branches: Branches, replica: str, since: int, number: int) -> None:
        path = self.folder / f"{replica}.{since + 1}-{number}.bundle"
        draft = path.with_suffix(f".{os.getpid()}.part")
        try:
            branches.pack(draft, {replica: since})
            with draft.open("rb+") as file:
                os.fsync(file.fileno())
            _take_name(draft, path)
        except FileExistsError:
            raise NotPushedError(f"共享处的 {replica} 已另有记录。") from None
        except OSError as error:
            raise ShareError(
                f"共享处 {self.folder} 写不了（{why(error)}）；记录都在本机，能写时再 dsq sync。"
            ) from error
        finally:
            with suppress(OSError):
                draft.unlink()

    def _tidy(self, branches: Branches, own: str, number: int) -> None:
        """Write the own branch whole if it has many pieces; remove older ones that a whole one replaces."""
        mine = [piece for piece in self._pieces() if piece.replica == own]
        whole = max((piece.last for piece in mine if piece.first == 1), default=0)
        if len([piece for piece in mine if piece.last > whole]) >= max(_WHOLE_AFTER, number // 10):
            self._write(branches, own, 0, number)
        for piece in mine:
            with suppress(OSError):
                is_replaced = piece.last <= whole and (piece.first, piece.last) != (1, whole)
                if is_replaced and piece.path.stat().st_mtime < time.time() - _KEPT_SECONDS:
                    piece.path.unlink()


_NAME = re.compile(r"([^.]+)\.(\d{1,9})-(\d{1,9})\.bundle")


def _take_name(draft: Path, path: Path) -> None:
    """Give a file its name; raise ``FileExistsError`` if another has it."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # the file system has no hard links
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


def _names(folder: Path, seconds: float | None) -> list[str]:
    """Return the names in a folder; raise ``TimeoutError`` if its server does not answer in time.

    The system itself waits for minutes, and nothing interrupts it: so a thread asks, and is left behind.
    """
    found: list[list[str] | OSError] = []

    def ask() -> None:
        try:
            found.append([path.name for path in folder.iterdir()])
        except OSError as error:
            found.append(error)

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found:
        raise TimeoutError(errno.ETIMEDOUT, "")
    if isinstance(found[0], OSError):
        raise found[0]
    return found[0]


def _number(branches: Branches, replica: str) -> int:
    head = branches.theirs().get(replica)
    return head.number if head else 0


class UrlShare:
    """A git repository by its URL: ssh, https, or a path to a bare repository on this machine."""

    def __init__(self, url: str) -> None:
        self._url = url

    def is_empty(self, branches: Branches) -> bool:
        """Tell whether nobody shares there yet."""
        return not branches.at(self._url)

    def is_current(self, known: Mapping[str, int]) -> bool:
        """Return False: only git can tell."""
        return False

    def fetch(self, branches: Branches, known: Mapping[str, int]) -> list[str]:
        """Fetch all branches if one has gone on."""
        mine = branches.heads()
        if any(
            replica not in mine or mine[replica].commit != commit
            for replica, commit in branches.at(self._url).items()
        ):
            branches.fetch(self._url)
        return []

    def push(self, branches: Branches, own: str, heads: Mapping[str, int]) -> None:
        """Send the own branch, and those of others that the repository has lost."""
        there, mine = branches.at(self._url), branches.heads()
        if own in mine and mine[own].commit != there.get(own):
            branches.push(self._url, own)
        for replica in mine.keys() - there.keys() - {own}:
            with suppress(ShareError):  # it may allow each only a branch of its own
                branches.push(self._url, replica)


def absolute(place: str) -> str:
    """Return a share as it is remembered: a folder by its whole path."""
    return str(Path(place).absolute()) if isinstance(share_at(place), FolderShare) else place


def existing_share(place: str) -> Share:
    """Return the share that a text names where sharing begins; raise ``BadInputError`` if it is no folder."""
    share = share_at(place)
    if isinstance(share, FolderShare) and not share.folder.is_dir():
        raise BadInputError(f"没有文件夹 {place}；请先建好，或核对路径，再试一次。")
    return share


def share_at(place: str, seconds: float | None = None) -> Share:
    """Return the share that a text names: a URL with a scheme or user@host:path, or else a folder.

    ``seconds`` is how long the server of a folder may take to answer; for a URL that is git's affair.
    """
    is_url = "://" in place or re.match(r"[^/\\]+@[^/\\]+:", place)
    return UrlShare(place) if is_url else FolderShare(Path(place), seconds)
