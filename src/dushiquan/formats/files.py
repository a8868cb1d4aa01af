"""Read files as bytes, and write them atomically."""

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
"""Bytes of the largest plan file that is read; a larger file is not a plan."""

Track = Callable[[Sequence[Any], str], Iterable[Any]]
"""Wraps the iteration over pieces of work, with their name, to show progress (``formats.progress``)."""


def untracked(work: Sequence[Any], what: str) -> Iterable[Any]:
    """Return the work unchanged, without showing progress."""
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
    """Return the error for a file that cannot be used at all."""
    return UnusableFileError(path.name, message, line)


def make_folder(folder: Path) -> None:
    """Make a folder to write to, if it is not there; raise ``BadInputError`` if that does not work."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInputError(f"建不了文件夹 {folder}：{error.strerror}；请换一个 -o。") from error


def write_atomically(path: Path, content: bytes) -> None:
    """Write a regular file atomically: a draft in the same folder is renamed in one step.

    Raise ``BadInputError`` if it cannot be written, or if the path is a folder, a device, a pipe, a database
    or its journal, even through a link. Then nothing is changed.
    """
    target = Path(os.path.realpath(path))  # keep a symbolic link, and write its target
    try:
        if _is_device(target):
            raise BadInputError(f"写不了 {path}：{target.name} 在 Windows 上是设备名；请换一个文件名。")
        if os.path.lexists(target) and not target.is_file():
            why = "那是一个文件夹" if target.is_dir() else "那不是普通文件，而是设备、管道之类"
            raise BadInputError(f"写不了 {path}：{why}。")
        if _is_database(target) or _is_beside_database(target):
            raise BadInputError(f"写不了 {path}：那是台账文件（数据库），不会覆盖；请换一个文件名。")
        _replace(target, content)
    except OSError as error:
        why = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise BadInputError(f"写不了 {path}：{why}。") from error


def _is_device(path: Path) -> bool:
    """Tell whether Windows takes a name for that of a device, whatever its folder and suffix: nul.xlsx."""
    return _WINDOWS and path.name.partition(".")[0].rstrip().upper() in _DEVICES


_WINDOWS = os.name == "nt"
_DEVICES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)),
}


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _is_beside_database(path: Path) -> bool:
    """Tell whether SQLite would take the file for the journal of the database beside it."""
    base, dash, suffix = path.name.rpartition("-")
    return bool(dash) and suffix.lower() in ("journal", "wal", "shm") and _is_database(path.with_name(base))


_SQLITE = b"SQLite format 3\0"
"""How every SQLite database begins."""


def _replace(target: Path, content: bytes) -> None:
    """Replace the content of a file in one step; on any failure keep the old file."""
    exists = target.exists()
    if exists and not os.access(target, os.W_OK):  # since replacing a file needs no permission on it
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    # Not tempfile.mkstemp, which makes files private: a new file gets the permissions of the umask.
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
