"""Run a command on a pseudo-terminal of a given width and return what a person would see."""

import fcntl
import os
import pty
import re
import struct
import sys
import termios
from collections.abc import Mapping, Sequence

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def terminal(command: Sequence[str], *, width: int = 80, env: Mapping[str, str] | None = None) -> str:
    """Run a command on a terminal and return its output without colours and trailing spaces."""
    text = _ESCAPES.sub("", shown_on_terminal(command, width=width, env=env))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def shown_on_terminal(
    command: Sequence[str], *, width: int = 80, env: Mapping[str, str] | None = None
) -> str:
    """Run a command on a terminal and return its raw output with ``\\n`` line ends."""
    pid, descriptor = pty.fork()
    if pid == 0:
        os.execvpe(command[0], list(command), {**os.environ, **(env or {})})
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    shown = b""
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.waitpid(pid, 0)
    os.close(descriptor)
    return shown.decode("utf-8").replace("\r\n", "\n")


DSQ = (sys.executable, "-m", "dushiquan")
