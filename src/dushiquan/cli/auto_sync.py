"""Syncing a shared ledger before and after an entry, without ever failing it."""

from collections.abc import Iterator
from contextlib import contextmanager

from dushiquan.cli.talk import say
from dushiquan.errors import DsqError
from dushiquan.office.office import Office
from dushiquan.office.sharing.sharing import Sharing
from dushiquan.papers.synced_lines import at_once_line, received_text

_SECONDS = 3.0
"""How long git may take before an entry, and after it."""


@contextmanager
def synced_around(office: Office) -> Iterator[None]:
    """Take what others sent before an entry, and send it afterwards; say if that did not work."""
    is_reached = _sync(office)
    office.connection.has_recorded = False  # what came is no entry
    yield
    if office.connection.has_recorded:
        if is_reached:
            _sync(office)
        else:
            say(f"未同步（{Sharing(office).waiting()} 条待送出）。")


def _sync(office: Office) -> bool:
    try:
        synced = Sharing(office, _SECONDS).sync()
    except (DsqError, OSError) as error:
        say(f"未同步：{error}")
        return False
    if synced.received:
        say(f"{received_text(synced.received)}。")
        at_once = at_once_line(office.clashes)
        if at_once:
            say(at_once)
    for note in synced.notes:
        say(f"注意：{note}")
    return True
