"""Bytes in, and whole files out."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dushiquan.errors import BadInputError
from dushiquan.exchange.problems import PlanFileError, Problem

MOST_BYTES = 200_000_000
"""No plan is larger; what is larger is another file."""


def read_bytes(path: Path) -> bytes:
    """A file's bytes; raise ``PlanFileError`` where there is none, or it cannot be read."""
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


def unusable(path: Path, message: str, line: int | None = None) -> PlanFileError:
    """The error of a file that cannot be used at all."""
    return PlanFileError(path, [Problem(path.name, line, None, None, message)])


@contextmanager
def needs_openpyxl() -> Iterator[None]:
    """Around the imports of what an installation without the extra ``office`` does not have."""
    try:
        yield
    except ImportError:
        raise BadInputError("读写 .xlsx 需要 openpyxl：pip install 'dushiquan[office]'") from None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file wholly or not at all: under a name of its own first, beside the one it then takes.

    Raise ``BadInputError`` where it cannot be written; what stood there before is then untouched.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        try:
            draft.write_bytes(content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise BadInputError(f"写不了 {path}：{error.strerror or error}；请检查路径和权限。") from error
