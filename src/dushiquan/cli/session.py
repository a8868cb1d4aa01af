"""The global options: which ledger, and which plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.office.places import default_path, is_there

if TYPE_CHECKING:
    from dushiquan.office.office import Office


_RECORDING = frozenset(
    {
        *("done", "update", "note", "tick", "defer", "submit", "return", "undo", "fix", "settle"),
        *("urge", "sheet", "plan", "node", "unit"),
    }
)
"""The commands that may record: a shared ledger is synced before and after them."""


_READING = frozenset({"list", "show", "log", "overdue", "due", "changes", "stats"})
"""The commands that show projects: of a shared ledger, they hint at what others may have recorded."""


class Session(NamedTuple):
    """The global options and the command; ``db`` is None if the default ledger is meant."""

    db: Path | None = None
    plan: str | None = None
    command: str = ""

    @property
    def path(self) -> Path:
        """The path of the ledger, which need not exist."""
        return self.db or default_path()

    @property
    def exists(self) -> bool:
        """Whether the ledger can be seen."""
        return is_there(self.path)

    @contextmanager
    def office(self, known_at: date | None = None, *, left: bool = False) -> Iterator["Office"]:
        """Open the ledger that the options choose, and print a message if it was created or upgraded.

        With ``left``, plans whose load was taken back can be chosen, too.
        """
        from dushiquan.cli.talk import hint_shared, say
        from dushiquan.office.office import open_office

        with open_office(self.db, plan=self.plan, known_at=known_at, left=left, tell=say) as office:
            if self.command not in _RECORDING:
                yield office
                if self.command in _READING:
                    hint_shared(office)
                return
            _warn_of_network(office)
            if office.synced_at is None or not office.settings.sync_auto:
                yield office
                return
            from dushiquan.cli.auto_sync import synced_around

            with synced_around(office):
                yield office


def _warn_of_network(office: "Office") -> None:
    """Say once that a ledger is not safe on a network path, where several write to it."""
    from dushiquan.office.places import is_on_network

    if is_on_network(office.path) and office.is_first_warning("network"):
        from dushiquan.cli.talk import say

        say(
            f"注意：台账 {office.path} 在网络位置，几个人同时写会损坏；"
            "请把台账放在本机，用 dsq sync init 共享（dsq sync --help）。"
        )
