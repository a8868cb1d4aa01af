"""The exchange of a ledger with the branches of those who share it, each step in order, whatever stops it."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from dushiquan import __version__
from dushiquan.domain.names import as_word
from dushiquan.domain.segments import Segment, decode, decode_head, encode
from dushiquan.errors import BadInputError, DsqError, RefusedError
from dushiquan.office import clock
from dushiquan.office.sharing.branches import BranchEnd, Branches, NotPushedError, ShareError
from dushiquan.office.sharing.shares import Share, existing_share
from dushiquan.office.sharing.synced import Synced
from dushiquan.store.connection import transaction
from dushiquan.store.ledger_info import ledger_id, set_ledger_info
from dushiquan.store.replicas import (
    events_after,
    has_events,
    known,
    own_replica,
    parked_by,
    renew,
    take_replica,
)
from dushiquan.store.segments_in import Arrival
from dushiquan.store.segments_out import has_unsent, note_sent_to, sent_to, take_up, written

if TYPE_CHECKING:
    from dushiquan.office.office import Office

_ATTEMPTS = 5
"""How often a sync starts again, if an entry was made or another copy of the ledger sent meanwhile."""


class Exchange:
    """The exchange of one ledger with its branches; the caller holds the lock of its sync."""

    def __init__(self, office: "Office", branches: Branches) -> None:
        self._office = office
        self._connection = office.connection
        self._branches = branches

    # --- beginning -------------------------------------------------------------------------------------

    def init(self, place: str, name: str) -> None:
        """Share this ledger at a place where nobody shares yet."""
        if not existing_share(place).is_empty(self._branches):
            join = f"dsq sync join {as_word(place)} --name {as_word(name)}"
            raise RefusedError(f"{place} 已有人共享；要加入请用 {join}。")
        with transaction(self._connection):
            self._become(place, name)

    def join(self, place: str, name: str) -> Synced:
        """Become a replica of the ledger that is shared at a place."""
        branches = self._branches
        notes = existing_share(place).fetch(branches, {})
        ledger = next((id for id in map(partial(_ledger, branches), branches.theirs()) if id), "")
        notes += self._take_over("", ledger)
        heads = branches.heads()
        if not heads:
            init = f"dsq sync init {as_word(place)} --name {as_word(name)}"
            raise RefusedError(f"{place} 还没有人共享；要共享这个台账请用 {init}。")
        with transaction(self._connection):
            self._take_ledger(ledger)
            self._become(place, name)
            received, more = self._receive(heads, joining=True)
            set_ledger_info(self._connection, "synced_at", clock.moment(self._office.today))
        return Synced(0, received, (*notes, *more))

    def _take_ledger(self, id: str) -> None:
        if id == ledger_id(self._connection):
            return
        if has_events(self._connection):
            raise RefusedError(
                "这个台账已有自己的记录，不能再加入别的台账；请另建一个加入：dsq --db 新台账.db sync join …。"
            )
        set_ledger_info(self._connection, "id", id)

    def _become(self, place: str, name: str) -> None:
        take_replica(self._connection, _new_replica(), name, __version__)
        set_ledger_info(self._connection, "share", place)
        note_sent_to(self._connection, 0)

    # --- sending and taking ----------------------------------------------------------------------------

    def with_share(self, share: Share) -> Synced:
        """Send what is new, and take what others sent."""
        branches = self._branches
        sent, received, notes = 0, dict[str, int](), list[str]()
        for _ in range(_ATTEMPTS):
            notes = share.fetch(branches, self._had())
            notes += self._take_ours_over()
            self._take_up()
            own = own_replica(self._connection).id
            heads = {id: head.number for id, head in branches.heads().items()}
            try:
                share.push(branches, own, heads)
            except NotPushedError:
                continue
            sent += self._note_sent(heads.get(own, 0))
            if self._may_receive():
                with transaction(self._connection):
                    if has_unsent(self._connection):
                        continue
                    received, more = self._receive(self._branches.heads())
                    notes += more
            return Synced(sent, received, tuple(notes))
        raise ShareError("共享处一直有别人在送，这次没有收全；请稍候再 dsq sync。")

    def take_in(self, file: Path) -> Synced:
        """Take what a file brings."""
        if not file.is_file() or not self._branches.unpack(file):
            raise BadInputError(f"{file} 不是 dsq sync out 写的文件，或不完整；请重新拷一份。")
        notes = self._take_ours_over()
        for _ in range(_ATTEMPTS):
            self._take_up()
            with transaction(self._connection):
                if has_unsent(self._connection):
                    continue
                received, more = self._receive(self._branches.heads())
            return Synced(0, received, (*notes, *more))
        raise ShareError("一直有新的记录，没有收全；请重试。")

    def write(self, file: Path) -> int:
        """Write all branches to one file; return how many units are in it."""
        self._take_up()
        heads = self._branches.heads()
        if not heads:
            raise RefusedError("还没有记录可以送出。")
        self._branches.pack(file, dict.fromkeys(heads, 0))
        return len(heads)

    def _had(self) -> dict[str, int]:
        """Return up to which segment the branches are as the share has them.

        What was added to the own branch since it was last sent is not: a copy of this ledger may have sent
        other segments of these numbers.
        """
        had = {id: head.number for id, head in self._branches.heads().items()}
        own = own_replica(self._connection).id
        return {**had, own: min(had.get(own, 0), sent_to(self._connection))}

    def _take_up(self) -> None:
        """Put what is new into segments, and add to the own branch those that it lacks."""
        self._check_own()
        connection = self._connection
        if has_unsent(connection):
            with transaction(connection):
                own = own_replica(connection)
                if own.version != __version__:
                    take_replica(connection, own.id, own.name, __version__)
                take_up(connection, clock.moment(self._office.today))
        own = own_replica(connection)
        last, head = known(connection).get(own.id, 0), self._branches.heads().get(own.id)
        missing = range(head.number + 1 if head else 1, last + 1)
        self._branches.add(own.id, (written(connection, number) for number in missing))

    def _note_sent(self, number: int) -> int:
        before = sent_to(self._connection)
        if number == before:
            return 0
        note_sent_to(self._connection, number)
        return events_after(self._connection, before)

    def _take_over(self, own: str, ledger: str) -> list[str]:
        """Take the branches of this ledger over as the share has them; return sentences about the others."""
        notes = []
        heads, theirs = self._branches.heads(), self._branches.theirs()
        for id, head in theirs.items():
            ours = heads[id].number if id in heads else 0
            if id == own or head.number <= ours:
                continue
            if not ours and _ledger(self._branches, id) != ledger:
                notes.append(f"{id} 不是这个台账的记录，没有收；请核对共享处。")
            elif not self._branches.take_over(id):
                notes.append(f"{id} 送来的记录改写过，没有收；请让这个单位核对。")
        return notes

    def _take_ours_over(self) -> list[str]:
        return self._take_over(own_replica(self._connection).id, ledger_id(self._connection))

    def _check_own(self) -> None:
        """Become a new replica if the own branch has what this ledger never sent: it was set back, or copied.

        What is only its own is then sent as the new one.
        """
        own = own_replica(self._connection).id
        last, ours = known(self._connection).get(own, 0), self._branches.heads().get(own)
        for end, theirs in ((self._branches.theirs().get(own), True), (ours, False)):
            if end is None or (theirs and end == ours):
                continue
            both = min(last, end.number)
            common = self._common(own, both, theirs=theirs)
            if end.number > last or common < both:
                with transaction(self._connection):
                    renew(self._connection, _new_replica(), common + 1)
                    note_sent_to(self._connection, 0)
                if theirs:
                    self._branches.take_over(own, rewritten=True)
                return
            if ours is None:
                self._branches.take_over(own)

    def _common(self, own: str, number: int, *, theirs: bool) -> int:
        """Return up to which segment, at most ``number``, the own branch has what this ledger sent."""
        while number:
            (content,) = self._branches.read(own, [number], theirs=theirs)
            if content == encode(written(self._connection, number)):
                break
            number -= 1
        return number

    def _may_receive(self) -> bool:
        have = known(self._connection)
        own = own_replica(self._connection).id
        ahead = (head.number > have.get(id, 0) for id, head in self._branches.heads().items() if id != own)
        return any(ahead) or bool(parked_by(self._connection))

    def _receive(
        self, heads: Mapping[str, BranchEnd], *, joining: bool = False
    ) -> tuple[dict[str, int], list[str]]:
        """Receive all that can come; return how many events of each unit, and what could not be read."""
        have, own = known(self._connection), own_replica(self._connection).id
        arrival, notes = Arrival(self._connection, joining=joining), list[str]()
        waiting = {
            id: _segments(self._branches, id, have.get(id, 0) + 1, head.number, notes)
            for id, head in heads.items()
            if id != own and head.number > have.get(id, 0)
        }
        next_of = {id: next(segments, None) for id, segments in waiting.items()}
        moved = True
        while moved:
            moved = False
            for id, segments in waiting.items():
                while (found := next_of[id]) and arrival.may_come(found.head):
                    try:
                        arrival.receive(decode(found.content, found.where))
                    except BadInputError as error:
                        notes.append(str(error))
                        next_of[id] = None
                        break
                    next_of[id], moved = next(segments, None), True
        held = sorted(found.head.name for found in next_of.values() if found)
        if held:
            notes.append(f"{'、'.join(held)} 的记录要等别处先送来才能收，已留着。")
        arrival.finish()
        if not joining:
            notes += (
                f"{name}{'载入' if is_loaded else '调整'}了计划 {key}，见 dsq log。"
                for (name, key), is_loaded in arrival.loaded.items()
            )
        return {name: number for name, number in arrival.new.items() if number}, notes


class _Found(NamedTuple):
    """A segment of a branch; its lines are read when it may come, as many may wait for each other."""

    where: str
    head: Segment
    content: bytes


def _segments(branches: Branches, id: str, first: int, last: int, notes: list[str]) -> Iterator[_Found]:
    """Yield segments of a branch; note why it goes on no further, if one cannot be read."""
    try:
        for number, content in enumerate(branches.read(id, range(first, last + 1)), first):
            where = f"{id} 的第 {number} 段"
            head = decode_head(content, where)
            if (head.replica, head.number) != (id, number):
                raise BadInputError(f"{where}写的不是它，从这一段起未收。")
            yield _Found(where, head, content)
    except DsqError as error:
        notes.append(str(error))


def _ledger(branches: Branches, id: str) -> str | None:
    """Return the ledger that a branch of the share is of; None if it cannot be read."""
    try:
        (content,) = branches.read(id, [1], theirs=True)
        return decode_head(content, id).ledger
    except DsqError:
        return None


def _new_replica() -> str:
    return f"r-{token_hex(6)}"
