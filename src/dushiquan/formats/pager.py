"""Show a long text page by page, as git does: $DSQ_PAGER, $PAGER, or less.

On Windows only if one of the two is set: ``more`` there reads a file in the code page of the console.
"""

import os
import sys


def is_paged(lines: int, height: int) -> bool:
    """Tell whether a text of so many lines is paged: at a terminal, if it is higher than the screen."""
    if lines < height or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    command = _command()
    if command is None:
        return os.name != "nt" and os.environ.get("TERM") not in ("dumb", "emacs")
    return command not in ("", "cat")


def show_paged(text: str) -> None:
    """Show a text in the pager; colours stay if it is less."""
    from click import echo_via_pager

    command = _command()
    if command is not None:
        os.environ["PAGER"] = command
    os.environ.setdefault("LESS", "-FRX")  # as git does: colours, and the text stays on the screen
    echo_via_pager(text)


def _command() -> str | None:
    """Return the pager that the user has chosen, "" for none."""
    for name in ("DSQ_PAGER", "PAGER"):
        if name in os.environ:
            return os.environ[name].strip()
    return None
