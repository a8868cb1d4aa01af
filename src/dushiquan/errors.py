"""The errors: each has one Chinese sentence for the user and an exit code.

They may be raised anywhere and are caught only in ``cli.app``.
"""

from enum import IntEnum, unique


@unique
class ExitCode(IntEnum):
    """The exit codes of ``dsq``; scripts may rely on them."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    FOUND = 3
    NOT_FOUND = 4
    BAD_INPUT = 5
    DATABASE = 6
    REFUSED = 7
    INTERRUPTED = 130


class DsqError(Exception):
    """An error that the user can act on; ``str(error)`` is the sentence shown."""

    exit_code = ExitCode.UNEXPECTED


class UsageError(DsqError):
    """The command line or an argument makes no sense."""

    exit_code = ExitCode.USAGE


class NotFoundError(DsqError):
    """There is no such project, unit, category, region, target or plan, or several match."""

    exit_code = ExitCode.NOT_FOUND


class UnknownNameError(NotFoundError):
    """No name matches."""


class BadInputError(DsqError):
    """A given file or folder cannot be used."""

    exit_code = ExitCode.BAD_INPUT


class UnusableFileError(BadInputError):
    """A file cannot be read at all, for the reason ``why``, at ``line`` if known."""

    def __init__(self, name: str, why: str, line: int | None = None) -> None:
        super().__init__(f"{name}{f' 第{line}行' if line else ''}：{why}")
        self.name, self.why, self.line = name, why, line


class DatabaseError(DsqError):
    """The ledger cannot be opened, read or written."""

    exit_code = ExitCode.DATABASE


class PerhapsRecordedError(DatabaseError):
    """The disk failed when all was written: it may be recorded or not."""


class RefusedError(DsqError):
    """A rule of the office forbids the action, or a file would be overwritten."""

    exit_code = ExitCode.REFUSED
