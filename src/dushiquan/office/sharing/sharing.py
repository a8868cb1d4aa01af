"""Sharing a ledger: send what is new, take what others sent, each in order, whatever stops it half way."""

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dushiquan import __version__
from dushiquan.domain.clashes import Clash
from dushiquan.domain.events import SIGN
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.names import as_word
from dushiquan.domain.plan import Project
from dushiquan.domain.segments import Segment, decode, encode
from dushiquan.domain.shared_standing import KnownClash, SharedStanding
from dushiquan.errors import BadInputError, DsqError, RefusedError
from dushiquan.office import clock
from dushiquan.office.sharing.branches import BranchEnd, Branches, NotPushedError, ShareError
from dushiquan.office.sharing.shares import PAGE, FolderShare, Share, absolute, existing_share, share_at
from dushiquan.papers.labels import letter_number
from dushiquan.store.at_once import find_clashes
from dushiquan.store.ledger_info import ledger_info
from dushiquan.store.only_one import only_one
from dushiquan.store.opening import explained, transaction
from dushiquan.store.replicas import (
    Sight,
    events_after,
    has_events,
    is_shared,
    known,
    last_heard,
    letters_twice,
    own_replica,
    parked_by,
    renew,
    take_replica,
)
from dushiquan.store.segments_in import Arrival
from dushiquan.store.segments_out import has_unsent, take_up, unsent, written
from dushiquan.store.sent_forms import ledger_id

if TYPE_CHECKING:
    from dushiquan.office.office import Office

_ATTEMPTS = 5
"""How often a sync starts again, if an entry was made or another copy of the ledger sent meanwhile."""


class Synced(NamedTuple):
    """What a sync did: how many events were sent, how many came of each unit, and what is to be said."""

    sent: int
    received: Mapping[str, int]
    notes: tuple[str, ...]


class Sharing:
    """The sharing of one ledger."""

    def __init__(self, office: "Office", seconds: float | None = None) -> None:
        """``seconds`` is how long git may take in all."""
        self._office = office
        self._connection = office.connection
        self._folder = office.path.with_name(f"{office.path.name}.sync")
        self._seconds = seconds

    # --- beginning -------------------------------------------------------------------------------------

    def init(self, place: str, name: str) -> Synced:
        """Share this ledger at a place where nobody shares yet."""
        place = absolute(place)
        self._refuse_shared()
        with self._alone(anew=True) as branches:
            if not existing_share(place).is_empty(branches):
                join = f"dsq sync join {as_word(place)} --name {as_word(name)}"
                raise RefusedError(f"{place} 已有人共享；要加入请用 {join}。")
            with transaction(self._connection):
                self._become(place, name)
        return self.sync()

    def join(self, place: str, name: str) -> Synced:
        """Become a replica of the ledger that is shared at a place."""
        place = absolute(place)
        self._refuse_shared()
        with self._alone(anew=True) as branches:
            share = existing_share(place)
            notes = share.fetch(branches, {})
            ledger = next((id for id in map(partial(_ledger, branches), branches.theirs()) if id), "")
            notes += self._take_over(branches, "", ledger)
            heads = branches.heads()
            if not heads:
                init = f"dsq sync init {as_word(place)} --name {as_word(name)}"
                raise RefusedError(f"{place} 还没有人共享；要共享这个台账请用 {init}。")
            with transaction(self._connection):
                self._take_ledger(ledger)
                self._become(place, name)
                received, more = self._receive(branches, heads, joining=True)
                ledger_info(self._connection, "synced_at", clock.moment(self._office.today))
        return Synced(0, received, (*notes, *more))

    def _refuse_shared(self) -> None:
        if is_shared(self._connection):
            place = ledger_info(self._connection, "share")
            raise RefusedError(f"这个台账已在 {place} 共享；收送用 dsq sync。")

    def _take_ledger(self, id: str) -> None:
        if id == ledger_id(self._connection):
            return
        if has_events(self._connection):
            raise RefusedError(
                "这个台账已有自己的记录，不能再加入别的台账；请另建一个加入：dsq --db 新台账.db sync join …。"
            )
        ledger_info(self._connection, "id", id)

    def _become(self, place: str, name: str) -> None:
        take_replica(self._connection, _new_replica(), name, __version__)
        for what, value in (("share", place), ("sent_to", "0")):
            ledger_info(self._connection, what, value)

    # --- sending and taking ----------------------------------------------------------------------------

    def sync(self) -> Synced:
        """Send what is new, and take what others sent."""
        share = share_at(self._place(), self._seconds)
        with explained(self._office.path), self._alone() as branches:
            synced = Synced(0, {}, ()) if self._is_current(share) else self._exchange(share, branches)
        ledger_info(self._connection, "synced_at", clock.moment(self._office.today))
        return synced

    def _is_current(self, share: Share) -> bool:
        """Tell whether there is surely nothing to send or to take, as after most syncs."""
        connection = self._connection
        have = known(connection)
        sent_to = int(ledger_info(connection, "sent_to") or 0)
        return (
            sent_to == have.get(own_replica(connection).id, 0)
            and not has_unsent(connection)
            and not parked_by(connection)
            and share.is_current(have)
        )

    def _place(self) -> str:
        place = ledger_info(self._connection, "share")
        if place is None or not is_shared(self._connection):
            raise RefusedError("这个台账没有共享；用 dsq sync init 共享，或用 dsq sync join 加入别人的。")
        return place

    @contextmanager
    def _alone(self, *, anew: bool = False) -> Iterator[Branches]:
        """Hold the lock of the sync of this ledger, and open its repository, or a new one."""
        self._folder.mkdir(exist_ok=True)
        with only_one(self._folder / "lock") as is_ours:
            if not is_ours:
                raise ShareError("这个台账正在另一处同步；请稍候再试。")
            if anew and (self._folder / "git").exists():
                shutil.rmtree(self._folder / "git")
            yield Branches(self._folder / "git", self._seconds)

    def _exchange(self, share: Share, branches: Branches) -> Synced:
        sent, received, notes = 0, dict[str, int](), list[str]()
        for _ in range(_ATTEMPTS):
            notes = share.fetch(branches, self._had(branches))
            notes += self._take_ours_over(branches)
            self._take_up(branches)
            own = own_replica(self._connection).id
            heads = {id: head.number for id, head in branches.heads().items()}
            try:
                share.push(branches, own, heads)
            except NotPushedError:
                continue
            sent += self._note_sent(heads.get(own, 0))
            if self._may_receive(branches):
                with transaction(self._connection):
                    if has_unsent(self._connection):
                        continue
                    received, more = self._receive(branches, branches.heads())
                    notes += more
            return Synced(sent, received, tuple(notes))
        raise ShareError("共享处一直有别人在送，这次没有收全；请稍候再 dsq sync。")

    def _had(self, branches: Branches) -> dict[str, int]:
        """Return up to which segment the branches are as the share has them.

        What was added to the own branch since it was last sent is not: a copy of this ledger may have sent
        other segments of these numbers.
        """
        had = {id: head.number for id, head in branches.heads().items()}
        own = own_replica(self._connection).id
        return {**had, own: min(had.get(own, 0), int(ledger_info(self._connection, "sent_to") or 0))}

    def _take_up(self, branches: Branches) -> None:
        """Put what is new into segments, and add to the own branch those that it lacks."""
        self._check_own(branches)
        connection = self._connection
        if has_unsent(connection):
            with transaction(connection):
                own = own_replica(connection)
                if own.version != __version__:
                    take_replica(connection, own.id, own.name, __version__)
                take_up(connection, clock.moment(self._office.today))
        own = own_replica(connection)
        last, head = known(connection).get(own.id, 0), branches.heads().get(own.id)
        missing = range(head.number + 1 if head else 1, last + 1)
        branches.add(own.id, (written(connection, number) for number in missing))

    def _note_sent(self, number: int) -> int:
        before = int(ledger_info(self._connection, "sent_to") or 0)
        if number == before:
            return 0
        ledger_info(self._connection, "sent_to", str(number))
        return events_after(self._connection, before)

    def _take_over(self, branches: Branches, own: str, ledger: str) -> list[str]:
        """Take the branches of this ledger over as the share has them; return sentences about the others."""
        notes = []
        heads, theirs = branches.heads(), branches.theirs()
        for id, head in theirs.items():
            ours = heads[id].number if id in heads else 0
            if id == own or head.number <= ours:
                continue
            if not ours and _ledger(branches, id) != ledger:
                notes.append(f"{id} 不是这个台账的记录，没有收；请核对共享处。")
            elif not branches.take_over(id):
                notes.append(f"{id} 送来的记录改写过，没有收；请让这个单位核对。")
        return notes

    def _take_ours_over(self, branches: Branches) -> list[str]:
        return self._take_over(branches, own_replica(self._connection).id, ledger_id(self._connection))

    def _check_own(self, branches: Branches) -> None:
        """Become a new replica if the own branch has what this ledger never sent: it was set back, or copied.

        What is only its own is then sent as the new one.
        """
        own = own_replica(self._connection).id
        last, ours = known(self._connection).get(own, 0), branches.heads().get(own)
        for end, theirs in ((branches.theirs().get(own), True), (ours, False)):
            if end is None or (theirs and end == ours):
                continue
            both = min(last, end.number)
            common = self._common(branches, own, both, theirs=theirs)
            if end.number > last or common < both:
                with transaction(self._connection):
                    renew(self._connection, _new_replica(), common + 1)
                    ledger_info(self._connection, "sent_to", "0")
                if theirs:
                    branches.take_over(own, rewritten=True)
                return
            if ours is None:
                branches.take_over(own)

    def _common(self, branches: Branches, own: str, number: int, *, theirs: bool) -> int:
        """Return up to which segment, at most ``number``, the own branch has what this ledger sent."""
        while number:
            (content,) = branches.read(own, [number], theirs=theirs)
            if content == encode(written(self._connection, number)):
                break
            number -= 1
        return number

    def _may_receive(self, branches: Branches) -> bool:
        have = known(self._connection)
        own = own_replica(self._connection).id
        ahead = (head.number > have.get(id, 0) for id, head in branches.heads().items() if id != own)
        return any(ahead) or bool(parked_by(self._connection))

    def _receive(
        self, branches: Branches, heads: Mapping[str, BranchEnd], *, joining: bool = False
    ) -> tuple[dict[str, int], list[str]]:
        """Receive all that can come; return how many events of each unit, and what could not be read."""
        have, own = known(self._connection), own_replica(self._connection).id
        arrival, notes = Arrival(self._connection, joining=joining), list[str]()
        waiting = {
            id: _segments(branches, id, have.get(id, 0) + 1, head.number, notes)
            for id, head in heads.items()
            if id != own and head.number > have.get(id, 0)
        }
        next_of = {id: next(segments, None) for id, segments in waiting.items()}
        moved = True
        while moved:
            moved = False
            for id, segments in waiting.items():
                while segment := next_of[id]:
                    try:
                        if not arrival.receive(segment):
                            break
                    except BadInputError as error:
                        notes.append(str(error))
                        next_of[id] = None
                        break
                    next_of[id], moved = next(segments, None), True
        held = sorted(segment.name for segment in next_of.values() if segment)
        if held:
            notes.append(f"{'、'.join(held)} 的记录要等别处先送来才能收，已留着。")
        arrival.finish()
        return {name: number for name, number in arrival.new.items() if number}, notes

    def write_page(self) -> Path | None:
        """Write the circular of the week as a page into the shared folder; None if it is no folder."""
        from dushiquan.formats.writing import write_paper

        share = share_at(self._place())
        if not isinstance(share, FolderShare):
            return None
        page = share.folder / PAGE
        write_paper(self._office.reports.make("weekly").paper, page)
        return page

    # --- by a stick or a letter ------------------------------------------------------------------------

    def out(self, file: Path) -> int:
        """Write all branches to one file; return how many units are in it."""
        self._place()
        if file.exists():
            raise RefusedError(f"{file} 已经存在，不覆盖；请换一个文件名。")
        with self._alone() as branches:
            self._take_up(branches)
            heads = branches.heads()
            if not heads:
                raise RefusedError("还没有记录可以送出。")
            branches.pack(file, dict.fromkeys(heads, 0))
        return len(heads)

    def take_in(self, file: Path) -> Synced:
        """Take what a file brings, written by ``out``."""
        self._place()
        if not file.exists():
            raise BadInputError(f"没有文件 {file}；请检查路径。")
        with self._alone() as branches:
            if not file.is_file() or not branches.unpack(file):
                raise BadInputError(f"{file} 不是 dsq sync out 写的文件，或不完整；请重新拷一份。")
            notes = self._take_ours_over(branches)
            for _ in range(_ATTEMPTS):
                self._take_up(branches)
                with transaction(self._connection):
                    if has_unsent(self._connection):
                        continue
                    received, more = self._receive(branches, branches.heads())
                return Synced(0, received, (*notes, *more))
        raise ShareError("一直有新的记录，没有收全；请重试。")

    # --- how it stands ---------------------------------------------------------------------------------

    def standing(self) -> SharedStanding:
        """Return how sharing stands."""
        connection, place = self._connection, self._place()
        sight = Sight(connection)
        return SharedStanding(
            place=place,
            name=own_replica(connection).name,
            version=__version__,
            synced_at=ledger_info(connection, "synced_at"),
            waiting=self.waiting(),
            heard=last_heard(connection),
            parked=parked_by(connection),
            letters=[
                letter_number(year, number, sign or SIGN) for sign, year, number in letters_twice(connection)
            ],
            clashes=[
                KnownClash(clash, self._project(clash), sight.names(clash.said))
                for clash in find_clashes(connection)
            ],
        )

    def _project(self, clash: Clash) -> Project | None:
        if not clash.uid:
            return None
        return self._office.ledger_of(clash.plan).project(ProjectId(clash.said[0].project))

    def waiting(self) -> int:
        """Return how many entries were not sent yet."""
        sent_to = int(ledger_info(self._connection, "sent_to") or 0)
        return unsent(self._connection) + events_after(self._connection, sent_to)


def _segments(branches: Branches, id: str, first: int, last: int, notes: list[str]) -> Iterator[Segment]:
    """Yield segments of a branch; note why it goes on no further, if one cannot be read."""
    try:
        for number, content in enumerate(branches.read(id, range(first, last + 1)), first):
            segment = decode(content, f"{id} 的第 {number} 段")
            if (segment.replica, segment.number) != (id, number):
                raise BadInputError(f"{id} 的第 {number} 段写的不是它，从这一段起未收。")
            yield segment
    except DsqError as error:
        notes.append(str(error))


def _ledger(branches: Branches, id: str) -> str | None:
    """Return the ledger that a branch of the share is of; None if it cannot be read."""
    try:
        (content,) = branches.read(id, [1], theirs=True)
        return decode(content, id).ledger
    except DsqError:
        return None


def _new_replica() -> str:
    return f"r-{secrets.token_hex(6)}"
