"""Talk to the person at the terminal: messages, hints and questions."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dushiquan.errors import RefusedError, UsageError
from dushiquan.formats.text import harmless

if TYPE_CHECKING:
    from dushiquan.office.office import Office


def confirm(question: str, yes: bool) -> None:
    """Ask before a change, unless ``yes``.

    Raise ``UsageError`` if there is no terminal to ask at, ``RefusedError`` if the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"{question.rstrip('？')}须确认；确定要做请加 --yes。")
    sys.stderr.write(f"{question}[y/N] ")
    sys.stderr.flush()
    try:
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        sys.stderr.write("\n未作改动。\n")
        raise
    if not is_yes(answer):
        raise RefusedError("未作改动。")


def is_yes(answer: str) -> bool:
    """Tell whether an answer is a yes."""
    return answer.strip().lower() in ("y", "yes", "是")


def ask(question: str) -> str:
    """Ask a person at a terminal; return the answer, stripped."""
    sys.stderr.write(harmless(question))
    sys.stderr.flush()
    try:
        return sys.stdin.readline().strip()
    except KeyboardInterrupt:
        sys.stderr.write("\n未作改动。\n")
        raise


def confirm_overwriting(path: Path, yes: bool) -> None:
    """Ask before an existing file is replaced, since somebody may have edited it."""
    if os.path.exists(path):  # noqa: PTH110 - Path.exists raises if a folder is closed
        confirm(f"{path} 已经存在，覆盖？", yes)


def hint(text: str) -> None:
    """Print a hint to stderr if it is a terminal, so that scripts do not get it."""
    if sys.stderr.isatty():
        say(text)


def hint_shared(office: "Office") -> None:
    """Hint at what was recorded at once in two places, and at a shared ledger that was not synced lately."""
    clashes, synced_at = office.clashes, office.synced_at
    if clashes or synced_at:
        from dushiquan.papers.synced_lines import age_text, at_once_line

        for line in filter(None, (at_once_line(clashes), age_text(synced_at, office.today))):
            hint(line)


def say(text: str) -> None:
    """Print a message to stderr."""
    sys.stderr.write(f"{harmless(text)}\n")
