"""Show a progress bar for long work: on stderr, and only if that is a terminal."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def track(work: Sequence[T], what: str) -> Iterator[T]:
    """Yield each piece of work, showing how far it is."""
    if len(work) < 2 or not sys.stderr.isatty():
        yield from work
        return
    from rich.console import Console
    from rich.progress import track as shown

    yield from shown(work, description=what, console=Console(stderr=True), transient=True)
