"""Run a command on a pseudo-terminal of a given width and return what a person would see."""

import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence

import pytest

DSQ = (sys.executable, "-m", "dushiquan")

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_SESSION = """
import json, sys
from dushiquan.cli.app import run
for words in json.loads(sys.argv[1]):
    print("$ dsq", *words, flush=True)
    sys.argv = ["dsq", *words]
    run()
    print()
"""


def terminal(command: Sequence[str], *, width: int = 80, env: Mapping[str, str] | None = None) -> str:
    """Run a command on a terminal and return its output without colours and trailing spaces."""
    text = _ESCAPES.sub("", shown_on_terminal(command, width=width, env=env))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def dsq_session(commands: Sequence[Sequence[str]], *, width: int = 80) -> str:
    """Run several ``dsq`` commands on one terminal, in one process, and return each with its output."""
    shown = terminal([sys.executable, "-c", _SESSION, json.dumps(commands)], width=width)
    return re.sub(r"\n{3,}", "\n\n", shown)


def shown_on_terminal(
    command: Sequence[str], *, width: int = 80, env: Mapping[str, str] | None = None
) -> str:
    """Run a command on a terminal and return its raw output with ``\\n`` line ends.

    Nothing is paged, unless ``env`` says so. The calling test is skipped on a system without pseudo-terminals.
    """
    fcntl, pty, termios = map(pytest.importorskip, ("fcntl", "pty", "termios"))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "DSQ_PAGER": "", **(env or {})},
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # on Linux, the end of a terminal is an error
        pass
    os.close(ours)
    process.wait()
    return shown.decode("utf-8").replace("\r\n", "\n")


def answered(*words: str, answers: str) -> str:
    """Run dsq with a terminal to ask at; return what it said."""
    main, end = pytest.importorskip("pty").openpty()
    os.write(main, answers.encode())
    done = subprocess.run([*DSQ, *words], stdin=end, capture_output=True, timeout=60, check=False)
    os.close(main)
    os.close(end)
    return (done.stdout + done.stderr).decode()
