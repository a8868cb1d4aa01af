"""Sharing a ledger: one sync at a time, and nothing is opened if there is nothing to send or to take."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dushiquan.errors import BadInputError, RefusedError
from dushiquan.office import clock
from dushiquan.office.sharing.branches import ShareError
from dushiquan.office.sharing.shares import PAGE, FolderShare, Share, absolute, share_at
from dushiquan.office.sharing.synced import Synced
from dushiquan.store.failures import explained
from dushiquan.store.ledger_info import ledger_info, set_ledger_info
from dushiquan.store.only_one import only_one
from dushiquan.store.replicas import events_after, is_shared, known, own_replica, parked_by
from dushiquan.store.segments_out import has_unsent, sent_to, unsent

if TYPE_CHECKING:
    from dushiquan.office.office import Office
    from dushiquan.office.sharing.exchange import Exchange


class Sharing:
    """The sharing of one ledger."""

    def __init__(self, office: "Office", seconds: float | None = None) -> None:
        """``seconds`` is how long the share may take in all."""
        self._office = office
        self._connection = office.connection
        self._folder = office.path.with_name(f"{office.path.name}.sync")
        self._seconds = seconds

    @property
    def place(self) -> str:
        """Where the ledger is shared; raise ``RefusedError`` if it is not."""
        self._refuse_unshared()
        return ledger_info(self._connection, "share") or ""

    def init(self, place: str, name: str) -> Synced:
        """Share this ledger at a place where nobody shares yet."""
        self._refuse_shared()
        with self._exchange(anew=True) as exchange:
            exchange.init(absolute(place), name)
        return self.sync()

    def join(self, place: str, name: str) -> Synced:
        """Become a replica of the ledger that is shared at a place."""
        self._refuse_shared()
        with self._exchange(anew=True) as exchange:
            return exchange.join(absolute(place), name)

    def _refuse_shared(self) -> None:
        if is_shared(self._connection):
            place = ledger_info(self._connection, "share")
            raise RefusedError(f"这个台账已在 {place} 共享；收送用 dsq sync。")

    def _refuse_unshared(self) -> None:
        if not (is_shared(self._connection) and ledger_info(self._connection, "share")):
            raise RefusedError("这个台账没有共享；用 dsq sync init 共享，或用 dsq sync join 加入别人的。")

    def sync(self) -> Synced:
        """Send what is new, and take what others sent."""
        share = share_at(self.place, self._seconds)
        with explained(self._office.path):
            if self._is_current(share):
                return self._noted(Synced(0, {}, ()))
            with self._exchange() as exchange:
                return self._noted(exchange.with_share(share))

    def _noted(self, synced: Synced) -> Synced:
        set_ledger_info(self._connection, "synced_at", clock.moment(self._office.today))
        return synced

    def _is_current(self, share: Share) -> bool:
        """Tell whether there is surely nothing to send or to take, as after most syncs."""
        connection = self._connection
        have = known(connection)
        return (
            sent_to(connection) == have.get(own_replica(connection).id, 0)
            and not has_unsent(connection)
            and not parked_by(connection)
            and share.is_current(have)
        )

    @contextmanager
    def _exchange(self, *, anew: bool = False) -> Iterator["Exchange"]:
        """Hold the lock of the sync of this ledger, and open its repository, or a new one."""
        from dushiquan.office.sharing.engines import open_branches
        from dushiquan.office.sharing.exchange import Exchange

        self._folder.mkdir(exist_ok=True)
        with only_one(self._folder / "lock") as is_ours:
            if not is_ours:
                raise ShareError("这个台账正在另一处同步；请稍候再试。")
            if anew and (self._folder / "git").exists():
                shutil.rmtree(self._folder / "git")
            with closing(open_branches(self._folder / "git", self._seconds)) as branches:
                yield Exchange(self._office, branches)

    def waiting(self) -> int:
        """Return how many entries were not sent yet."""
        return unsent(self._connection) + events_after(self._connection, sent_to(self._connection))

    def out(self, file: Path) -> int:
        """Write all branches to one file, for a stick or a letter; return how many units are in it."""
        self._refuse_unshared()
        if file.exists():
            raise RefusedError(f"{file} 已经存在，不覆盖；请换一个文件名。")
        with self._exchange() as exchange:
            return exchange.write(file)

    def take_in(self, file: Path) -> Synced:
        """Take what a file brings, written by ``out``."""
        self._refuse_unshared()
        if not file.exists():
            raise BadInputError(f"没有文件 {file}；请检查路径。")
        with self._exchange() as exchange:
            return exchange.take_in(file)

    def write_page(self) -> Path | None:
        """Write the circular of the week as a page into the shared folder; None if it is no folder."""
        from dushiquan.formats.writing import write_paper

        share = share_at(self.place)
        if not isinstance(share, FolderShare):
            return None
        page = share.folder / PAGE
        write_paper(self._office.reports.make("weekly").paper, page)
        return page
