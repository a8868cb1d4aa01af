"""Output that nobody may be reading: a closed pipe or a full disk stops the output, not the program."""

import codecs
import io
import os
from collections.abc import Iterable
from itertools import islice
from typing import TextIO


class Outlet(io.TextIOWrapper):
    """A text stream that goes on after a failed write: what follows is dropped, ``failure`` is the error."""

    @property
    def failure(self) -> OSError | None:
        """The first error, or None."""
        assert isinstance(self.buffer, io.BufferedWriter)
        assert isinstance(self.buffer.raw, _Raw)
        return self.buffer.raw.failure

    def writelines(self, lines: Iterable[str], /) -> None:  # type: ignore[override]
        """Write lines; once nobody reads them, take no more from ``lines``."""
        lines = iter(lines)
        while not self.failure and (some := "".join(islice(lines, 100))):
            self.write(some)


class _Raw(io.RawIOBase):
    """The bytes below an ``Outlet``."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw = raw
        self.failure: OSError | None = None

    def write(self, data: "bytes | bytearray | memoryview", /) -> int | None:  # type: ignore[override]
        if self.failure is None:
            try:
                return self._raw.write(data)
            except OSError as error:
                self.failure = error
        return len(data)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw.isatty()

    def fileno(self) -> int:
        return self._raw.fileno()


lacked: dict[str, None] = {}
"""The characters that could not be written, in the order in which they were met."""


def _replace(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    missing = error.object[error.start : error.end]
    lacked.update(dict.fromkeys(missing))
    return "?" * len(missing), error.end


def outlet(stream: TextIO | None) -> Outlet:
    """Turn a standard stream into an ``Outlet``; it is None if it is closed (``>&-``).

    A character that its encoding lacks is written as "?", and is in ``lacked`` afterwards.
    """
    stream = stream or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as long as we run
    assert isinstance(stream, io.TextIOWrapper)
    encoding, errors, stream_by_line = stream.encoding, stream.errors, stream.line_buffering
    if (encoding or "").lower().replace("-", "") != "utf8":
        codecs.register_error("dsq-lacked", _replace)
        errors = "dsq-lacked"
    buffer = stream.detach()
    is_buffered = isinstance(buffer, io.BufferedWriter)  # unless by PYTHONUNBUFFERED
    raw = buffer.detach() if is_buffered else buffer
    by_line = stream_by_line or not is_buffered
    below = io.BufferedWriter(_Raw(raw))  # type: ignore[type-var]
    return Outlet(below, encoding=encoding, errors=errors, line_buffering=by_line)
