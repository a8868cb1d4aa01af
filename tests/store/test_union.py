"""The union of what the replicas of a shared ledger send: one state and one list of what was recorded at once."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dushiquan.domain import acts
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Plan
from dushiquan.domain.segments import Line, Segment, decode, encode
from dushiquan.domain.status import Status
from dushiquan.errors import BadInputError, DsqError, RefusedError
from dushiquan.sources.plan_file import read_plan
from dushiquan.store.at_once import find_clashes
from dushiquan.store.checking import check_ledger
from dushiquan.store.connection import Connection, transaction
from dushiquan.store.event_log import Provenance, record
from dushiquan.store.ledger import Ledger
from dushiquan.store.loading import load_plan, revise_plan
from dushiquan.store.opening import create_ledger, open_ledger
from dushiquan.store.replicas import known, renew, take_replica
from dushiquan.store.segments_in import Arrival
from dushiquan.store.segments_out import take_up, written
from dushiquan.store.undoing import last_operations, undo
from tests.builders import EDITION, REVISED
from tests.union import digest

MOMENT = "2024-03-01T{:02}:{:02}:00.000000Z"


@cache
def _empty_ledger() -> bytes:
    with TemporaryDirectory() as folder:
        create_ledger(Path(folder) / "a.db", lambda connection: None)
        return (Path(folder) / "a.db").read_bytes()


class Peer:
    """A replica: a ledger in a file, with a clock of its own."""

    def __init__(self, path: Path, name: str, hours: int, plan: Plan | None = None) -> None:
        self.name, self.hours, self.ticks = name, hours, 0
        path.write_bytes(_empty_ledger())
        self.connection: Connection = open_ledger(path)
        self.connection.execute("PRAGMA synchronous = OFF")
        with transaction(self.connection):
            self.connection.execute("UPDATE ledger_info SET value = 'shared' WHERE name = 'id'")
            take_replica(self.connection, name, name, "1")
            if plan:
                load_plan(self.connection, plan, self.now())

    def now(self) -> Provenance:
        self.ticks += 1
        return Provenance(date(2024, 3, 1), self.name, MOMENT.format(self.hours, self.ticks))

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.connection)

    def update(
        self, id: str, status: Status | None = None, progress: int | None = None, note: str = ""
    ) -> None:
        make = lambda project, state: acts.update(  # noqa: E731
            project, state, status=status, progress=progress, note=note, reason=note
        )
        record(self.ledger, [ProjectId(id)], make, self.now())

    def done(self, id: str) -> None:
        record(self.ledger, [ProjectId(id)], lambda p, s: acts.close_out(p, s, "核实"), self.now())

    def tick(self, id: str) -> None:
        record(self.ledger, [ProjectId(id)], lambda p, s: acts.tick(p, s, "次", 1), self.now())

    def revise(self, plan: Plan) -> None:
        with transaction(self.connection):
            revise_plan(self.ledger, plan, self.ledger.compare(plan, lambda doubt: True), self.now())

    def undo(self) -> None:
        for events in last_operations(self.connection, 1):
            undo(self.connection, events, self.now())

    def send(self) -> list[Segment]:
        """All that it has sent so far, as others read it."""
        with transaction(self.connection):
            take_up(self.connection, self.now().recorded_at)
        last = known(self.connection).get(self.name, 0)
        return [decode(encode(written(self.connection, n)), "a") for n in range(1, last + 1)]

    def take(self, segments: Sequence[Segment], *, joining: bool = False) -> list[Segment]:
        with transaction(self.connection):
            arrival = Arrival(self.connection, joining=joining)
            waiting, before = list(segments), 0
            while len(waiting) != before:
                before = len(waiting)
                waiting = [segment for segment in waiting if not arrival.receive(segment)]
            arrival.finish()
        return waiting


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return edition(tmp_path, EDITION)


def edition(folder: Path, text: str) -> Plan:
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)[0]


@pytest.fixture
def peers(tmp_path: Path, plan: Plan) -> Iterator[list[Peer]]:
    found = [Peer(tmp_path / "hz.db", "hz", 1, plan)]
    found += [Peer(tmp_path / f"{name}.db", name, hour) for name, hour in (("nb", 2), ("jx", 0))]
    for peer in found[1:]:
        assert peer.take(found[0].send()) == []
    yield found
    for peer in found:
        peer.connection.close()


def exchange(peers: Sequence[Peer]) -> None:
    sent = [peer.send() for peer in peers]
    for peer in peers:
        for segments in sent:
            assert peer.take(segments) == []


def assert_same(peers: Sequence[Peer]) -> None:
    first, *others = (digest(peer.connection) for peer in peers)
    assert all(other == first for other in others)
    assert all(check_ledger(peer.connection) == [] for peer in peers)


def test_a_joined_ledger_is_the_same(peers: list[Peer]) -> None:
    assert_same(peers)


def test_a_plan_that_was_loaded_anew_is_joined_and_another_one_of_its_key_is_refused(
    peers: list[Peer], tmp_path: Path, plan: Plan
) -> None:
    hz = peers[0]
    hz.undo()
    with transaction(hz.connection):
        load_plan(hz.connection, plan, hz.now())
    sent = hz.send()
    fresh, other = Peer(tmp_path / "wz.db", "wz", 4), Peer(tmp_path / "sx.db", "sx", 4, plan)
    with closing(fresh.connection), closing(other.connection):
        assert fresh.take(sent, joining=True) == []
        assert_same([hz, fresh])
        with pytest.raises(RefusedError, match="已有自己载入的计划 a"):
            other.take(sent, joining=True)


def test_both_close_out_and_both_undo(peers: list[Peer]) -> None:
    hz, nb, _ = peers
    hz.done("1")
    nb.done("1")
    exchange(peers)
    assert_same(peers)
    (clash,) = find_clashes(hz.connection)
    assert (clash.matter, clash.is_agreed) == ("status", True)
    hz.undo()
    nb.undo()
    exchange(peers)
    assert_same(peers)
    assert hz.ledger.project(ProjectId("1"))


def test_different_states_at_once_are_shown_until_settled(peers: list[Peer]) -> None:
    hz, nb, jx = peers
    hz.done("1")
    nb.update("1", Status.PAUSED, note="缺资金")
    assert find_clashes(hz.connection) == []
    exchange(peers)
    assert_same(peers)
    (clash,) = find_clashes(jx.connection)
    assert (clash.matter, clash.is_agreed) == ("status", False)
    assert [event.actor for event in clash.said] == ["nb", "hz"]  # closed stays closed
    record(jx.ledger, [ProjectId("1")], lambda p, s: [acts.settle("核过")], jx.now())
    assert find_clashes(jx.connection) == []
    exchange(peers)
    assert_same(peers)
    assert find_clashes(hz.connection) == []


def test_what_was_seen_is_no_clash(peers: list[Peer]) -> None:
    hz, nb, _ = peers
    hz.update("1", progress=30)
    exchange(peers)
    nb.update("1", progress=60)
    exchange(peers)
    assert find_clashes(hz.connection) == []
    assert_same(peers)


def test_what_one_replica_recorded_one_after_the_other_is_no_clash(peers: list[Peer]) -> None:
    hz, nb, jx = peers
    hz.update("1", progress=30)
    hz.update("1", progress=45)
    hz.send()
    hz.update("1", progress=60)
    nb.done("1")
    exchange(peers)
    assert {clash.matter for clash in find_clashes(jx.connection)} == {"status"}
    assert_same(peers)


def test_what_was_seen_later_had_not_been_seen_before(peers: list[Peer]) -> None:
    hz, nb, jx = peers
    hz.update("1", progress=30)
    nb.update("1", progress=60)
    exchange(peers)
    hz.update("2", progress=10)  # what it sends with this says that it has seen what nb sent
    exchange(peers)
    assert {clash.matter for clash in find_clashes(jx.connection)} == {"status", "progress"}


def test_equal_counts_of_one_day_are_shown(peers: list[Peer]) -> None:
    hz, nb, _ = peers
    hz.tick("1")
    nb.tick("1")
    exchange(peers)
    assert [c.matter for c in find_clashes(hz.connection) if not c.is_agreed] == ["count:次:2024-03-01"]
    assert_same(peers)


def test_editions_at_once_and_a_report_on_a_project_with_a_new_title(
    peers: list[Peer], tmp_path: Path
) -> None:
    hz, nb, jx = peers
    hz.revise(edition(tmp_path, REVISED))
    nb.revise(edition(tmp_path, EDITION.replace("title: 一,", "title: 壹,")))
    jx.update("1", progress=20)
    exchange(peers)
    exchange(peers)
    assert_same(peers)
    assert "title" in {clash.matter for clash in find_clashes(hz.connection)}


def test_an_unknown_kind_is_parked_and_read_after_the_upgrade(peers: list[Peer]) -> None:
    hz, nb, jx = peers
    nb.update("2", progress=40)
    nb.undo()
    *before, last = nb.send()
    line = next(line for line in last.lines if line["kind"] == "progress")
    strange = [{**each, "kind": "inspect"} if each is line else each for each in last.lines]
    hz.take([*before, last._replace(lines=strange)])
    assert hz.connection.execute("SELECT count(*) FROM parked").fetchone() == (2,)  # and the undo of it
    assert check_ledger(hz.connection) == []
    hz.connection.execute(
        "UPDATE parked SET content = replace(content, 'inspect', 'progress')"
    )  # the upgrade
    hz.take([])
    jx.take([*before, last])
    assert digest(hz.connection) == digest(jx.connection) == digest(nb.connection)
    assert hz.connection.execute("SELECT count(*) FROM parked").fetchone() == (0,)


def test_what_was_parked_may_clash_after_the_upgrade(peers: list[Peer]) -> None:
    hz, nb, _ = peers
    hz.update("2", progress=30)
    hz.send()
    nb.update("2", progress=40)
    *before, last = nb.send()
    hz.take([*before, last._replace(lines=[{**line, "kind": "inspect"} for line in last.lines])])
    assert find_clashes(hz.connection) == []
    query = "UPDATE parked SET content = replace(content, 'inspect', ?) WHERE content LIKE ?"
    for line in last.lines:
        hz.connection.execute(query, (line["kind"], f"%{line['id']}%"))
    hz.take([])
    assert "progress" in {clash.matter for clash in find_clashes(hz.connection)}


def test_another_event_with_the_same_id_is_refused(peers: list[Peer]) -> None:
    hz, nb, _ = peers
    nb.update("2", progress=40)
    *before, last = nb.send()
    assert hz.take([*before, last]) == []
    changed = [{**line, "note": "改过"} for line in last.lines]
    with pytest.raises(BadInputError, match="nb"):
        hz.take([last._replace(number=last.number + 1, lines=changed)])
    assert check_ledger(hz.connection) == []


def test_what_is_of_another_ledger_or_of_a_changed_plan_is_refused_whole(peers: list[Peer]) -> None:
    hz, nb, _ = peers
    nb.update("2", progress=40)
    *before, last = nb.send()
    with pytest.raises(BadInputError, match="另一个台账"):
        hz.take([*before, last._replace(ledger="other")])
    (first,) = hz.send()
    changed = [
        {**line, "base": line["base"].replace("一", "壹")} if "base" in line else line for line in first.lines
    ]
    with pytest.raises(BadInputError, match="读不出"):
        nb.take([first._replace(replica="r-9", lines=changed)])
    assert_same(peers[:1] + peers[2:])


@pytest.mark.parametrize(
    "line",
    [
        {"form": {"id": "f", "plan": "a", "of_later": 1}, "rows": []},
        {"form": {"id": "f", "plan": "a"}, "rows": [{"project": "unknown"}]},
        {"form": {"id": "f", "plan": "unknown"}, "rows": []},
        {"receipt": ["f", "unknown", "b", "{}"]},
    ],
)
def test_a_form_of_a_later_version_or_of_what_is_not_here_is_parked(peers: list[Peer], line: Line) -> None:
    hz, nb, _ = peers
    nb.update("2", progress=40)
    *before, last = nb.send()
    assert hz.take([*before, last._replace(lines=[*last.lines, line])]) == []
    assert hz.connection.execute("SELECT count(*) FROM parked").fetchone() == (1,)


@pytest.mark.parametrize("first", [0, 1])
def test_of_one_row_read_twice_the_earlier_entry_stands_everywhere(first: int, peers: list[Peer]) -> None:
    nb = peers[1]
    nb.update("2", progress=40)
    *_, last = nb.send()
    line = last.lines[-1]
    moments = ("2024-03-01T01:00:00.000000Z", "2024-03-01T09:00:00.000000Z")
    entries = [
        {
            **line,
            "id": "f" * 32,
            "origin": {"file": "表.xlsx"},
            "recorded_at": at,
            "stamp": f"{at}#00000000",
        }
        for at in moments
    ]
    again = [
        last._replace(replica=f"r-{n}", number=1, seen={}, lines=[entries[n]]) for n in (first, 1 - first)
    ]
    hz = peers[0]
    assert hz.take(again) == []
    query = "SELECT recorded_at, stamp FROM events WHERE id = ?"
    assert hz.connection.execute(query, ("f" * 32,)).fetchall() == [(moments[0], f"{moments[0]}#00000000")]
    assert check_ledger(hz.connection) == []


def test_what_is_sent_under_a_new_number_says_all_that_its_writer_had_seen(peers: list[Peer]) -> None:
    hz, nb, jx = peers
    hz.update("1", progress=30)
    assert len(hz.send()) == 2
    nb.update("2", progress=40)
    assert hz.take(nb.send()) == []
    hz.update("1", progress=60)
    assert len(hz.send()) == 3
    with transaction(hz.connection):
        renew(hz.connection, "hz2", 3)
    hz.name = "hz2"
    (first,) = hz.send()
    assert (first.replica, first.number, first.seen) == ("hz2", 1, {"nb": 1, "hz": 2})
    assert jx.take([first]) == [first]  # it waits for what its writer had seen


ACTS: tuple[Callable[[Peer, random.Random], None], ...] = (
    lambda peer, chance: peer.done("1"),
    lambda peer, chance: peer.update("2", progress=chance.randrange(1, 99)),
    lambda peer, chance: peer.update("1", Status.PAUSED, note="缺资金"),
    lambda peer, chance: peer.update("1", Status.ACTIVE, note="复工"),
    lambda peer, chance: peer.tick("1"),
    lambda peer, chance: peer.undo(),
)


@contextmanager
def gone_on(peers: Sequence[Peer], chance: random.Random, folder: Path) -> Iterator[list[Segment]]:
    """What the peers send in some rounds in which not everybody reads everybody."""

    for round in range(4):
        for peer in peers:
            for _ in range(chance.randrange(3)):
                try:
                    chance.choice(ACTS)(peer, chance)
                except DsqError:
                    continue
        if round == 2 and peers[0].connection.execute(
            "SELECT EXISTS (SELECT 1 FROM projects WHERE plan = 'a')"
        ).fetchone() == (1,):
            peers[0].revise(edition(folder, REVISED.replace('"3"', '"2"').replace("title: 三", "title: 二")))
        reader, writer = chance.sample(peers, 2)
        reader.send()
        for other in chance.sample(peers, len(peers)):
            if other in (writer, peers[0]):
                reader.take(other.send())
    yield [segment for peer in peers for segment in peer.send()]


@pytest.mark.parametrize("seed", range(8))
def test_any_permutation_and_split_folds_to_one_state(seed: int, peers: list[Peer], tmp_path: Path) -> None:
    chance = random.Random(seed)
    with gone_on(peers, chance, tmp_path) as segments:
        found = []
        for turn in range(3):
            fresh = Peer(tmp_path / f"{turn}.db", f"r{turn}", 5)
            with closing(fresh.connection):
                chance.shuffle(segments)
                cut = chance.randrange(len(segments) + 1)
                waiting = fresh.take(segments[:cut])
                assert fresh.take([*segments[cut:], *waiting, *segments[:cut]]) == []
                found.append(digest(fresh.connection))
                assert check_ledger(fresh.connection) == []
        for _ in range(2):
            for peer in peers:
                peer.take(segments)
        found += [digest(peer.connection) for peer in peers]
        assert all(each == found[0] for each in found)
