"""The global options: which ledger, and which plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.office.places import default_path, is_there

if TYPE_CHECKING:
    from dushiquan.office.office import Office


class Session(NamedTuple):
    """The global options; ``db`` is None if the default ledger is meant."""

    db: Path | None = None
    plan: str | None = None

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
        from dushiquan.cli.options import say
        from dushiquan.office.office import open_office

        with open_office(self.db, plan=self.plan, known_at=known_at, left=left, tell=say) as office:
            yield office
