"""Bytes in, and whole files out."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from dushiquan.errors import BadInputError, UnusableFileError

MOST_BYTES = 200_000_000
"""No plan is larger; what is larger is another file."""

Track = Callable[[Sequence[Any], str], Iterable[Any]]
"""Given long work in pieces, and what it is, gives it back as it is to be done: see ``formats.progress``."""


def untracked(work: Sequence[Any], what: str) -> Iterable[Any]:
    """The work as it is."""
    return work


def read_bytes(path: Path) -> bytes:
    """Read a file's bytes; raise ``UnusableFileError`` if there is none, or it cannot be read."""
    try:
        if path.exists() and not path.is_file():
            raise unusable(path, "不是文件；请给出计划文件的路径。")
        if path.stat().st_size > MOST_BYTES:
            raise unusable(path, f"超过 {MOST_BYTES // 1_000_000} MB，不像计划文件；请检查路径。")
        return path.read_bytes()
    except FileNotFoundError:
        raise unusable(path, "没有这个文件；请检查路径。") from None
    except (OSError, ValueError) as error:
        raise unusable(
            path, f"打不开（{getattr(error, 'strerror', None) or error}）；请检查权限。"
        ) from error


def unusable(path: Path, message: str, line: int | None = None) -> UnusableFileError:
    """The error of a file that cannot be used at all."""
    return UnusableFileError(path.name, message, line)


def write_whole(path: Path, content: bytes) -> None:
    """Write a regular file, whole or not at all: a draft beside it takes its name in one step.

    Raise ``BadInputError`` if it cannot be written, or if what has the name is no regular file (a device,
    a pipe), even through a link; what stood there before is then untouched.
    """
    target = Path(os.path.realpath(path))  # a link goes on pointing where it did
    try:
        if os.path.lexists(target) and not target.is_file():
            why = "那是一个文件夹" if target.is_dir() else "那不是普通文件，而是设备、管道之类"
            raise BadInputError(f"写不了 {path}：{why}。")
        _replace(target, content)
    except OSError as error:
        why = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise BadInputError(f"写不了 {path}：{why}。") from error


def _replace(target: Path, content: bytes) -> None:
    """Put ``content`` in the place of the file in one step; on any failure the old one stays as it is."""
    exists = target.exists()
    if exists and not os.access(target, os.W_OK):  # else replacing it would need no permission
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    # Not tempfile.mkstemp: a new file has the permissions that the umask gives, not its owner's alone.
    draft = target.with_name(f".dsq-{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if exists:
            shutil.copymode(target, draft)
        draft.replace(target)
    finally:
        with suppress(OSError):
            draft.unlink()


_REASONS = {
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "没有这个文件夹",
    errno.EISDIR: "那是一个文件夹",
    errno.EACCES: "没有写的权限，或者文件正开着",
    errno.EPERM: "没有写的权限",
    errno.EROFS: "那里只能读，不能写",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘已满",
    errno.ENAMETOOLONG: "文件名太长",
}
