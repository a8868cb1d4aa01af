"""The replicas of a shared ledger, the segments that each has sent, and what each had seen by then."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from dushiquan.domain.events import Event
from dushiquan.domain.shared_standing import Heard


class Replica(NamedTuple):
    """A replica: its id, which names its branch, and the name of its unit."""

    pk: int
    id: str
    name: str
    version: str = ""


def has_events(connection: sqlite3.Connection) -> bool:
    """Tell whether anything was recorded in the ledger."""
    found: tuple[int] = connection.execute("SELECT EXISTS (SELECT 1 FROM events)").fetchone()
    return found == (1,)


def is_shared(connection: sqlite3.Connection) -> bool:
    """Tell whether the ledger is shared."""
    found: tuple[int] = connection.execute("SELECT EXISTS (SELECT 1 FROM replicas)").fetchone()
    return found == (1,)


def own_replica(connection: sqlite3.Connection) -> Replica:
    """Return this replica of a shared ledger: the last one that it took."""
    query = "SELECT pk, id, name, version FROM replicas WHERE is_own = 1"
    return Replica(*connection.execute(query).fetchone())


def replica_of(connection: sqlite3.Connection, id: str, name: str, version: str) -> int:
    """Return the key of a replica, entered if it is new; its name and version are the latest ones."""
    query = (
        "INSERT INTO replicas (id, name, is_own, version) VALUES (?, ?, 0, ?) ON CONFLICT (id)"
        " DO UPDATE SET name = excluded.name, version = excluded.version RETURNING pk"
    )
    return int(connection.execute(query, (id, name, version)).fetchone()[0])


def take_replica(connection: sqlite3.Connection, id: str, name: str, version: str) -> None:
    """Become a replica, in place of the one that the ledger was. The caller holds the transaction."""
    connection.execute("UPDATE replicas SET is_own = 0")
    pk = replica_of(connection, id, name, version)
    connection.execute("UPDATE replicas SET is_own = 1 WHERE pk = ?", (pk,))


def renew(connection: sqlite3.Connection, id: str, first: int) -> None:
    """Become another replica, and send its own segments from number ``first`` on as that one.

    The caller holds the transaction.
    """
    old = own_replica(connection)
    seen = seen_by(connection, old.pk, first) | ({old.id: first - 1} if first > 1 else {})
    take_replica(connection, id, old.name, old.version)
    query = "UPDATE segments SET replica = ?, number = number - ? WHERE replica = ? AND number >= ?"
    connection.execute(query, (own_replica(connection).pk, first - 1, old.pk, first))
    query = "UPDATE segments SET seen = ? WHERE replica = ? AND number = 1"
    connection.execute(query, (json.dumps(seen), own_replica(connection).pk))


def known(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of the last segment that the ledger has of each replica that sent one."""
    query = "SELECT r.id, max(s.number) FROM segments s JOIN replicas r ON r.pk = s.replica GROUP BY r.pk"
    return dict(connection.execute(query))


def seen_by(connection: sqlite3.Connection, replica: int, until: int | None = None) -> dict[str, int]:
    """Return what a replica had seen of the others when it made its segment ``until``, or its last."""
    query = "SELECT seen FROM segments WHERE replica = ? AND number <= ? AND seen <> '{}' ORDER BY number"
    seen: dict[str, int] = {}
    for (changed,) in connection.execute(query, (replica, until or 2**62)):
        seen |= json.loads(changed)
    return seen


def last_heard(connection: sqlite3.Connection) -> list[Heard]:
    """Return when each replica was last heard of, the latest first."""
    query = (
        "SELECT r.name, r.version, max(s.made_at), r.is_own FROM replicas r"
        " LEFT JOIN segments s ON s.replica = r.pk GROUP BY r.pk ORDER BY max(s.made_at) DESC, r.pk"
    )
    return [Heard(name, version, at, bool(own)) for name, version, at, own in connection.execute(query)]


def parked_by(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many entries of each unit are kept aside until this version can read them."""
    query = (
        "SELECT r.name, count(*) FROM parked p JOIN segments s ON s.pk = p.segment"
        " JOIN replicas r ON r.pk = s.replica GROUP BY r.name ORDER BY r.name"
    )
    return dict(connection.execute(query))


def loaded_by(connection: sqlite3.Connection, plan: str) -> str:
    """Return the unit that loaded a plan; "" if it was loaded here."""
    query = (
        "SELECT r.name FROM events e JOIN places p ON p.event = e.seq JOIN segments s ON s.pk = p.segment"
        " JOIN replicas r ON r.pk = s.replica"
        " WHERE e.plan = ? AND e.kind = 'load' ORDER BY e.stamp, r.pk LIMIT 1"
    )
    (name,) = connection.execute(query, (plan,)).fetchone() or ("",)
    return "" if not name or name == own_replica(connection).name else str(name)


def letters_twice(connection: sqlite3.Connection) -> list[tuple[str, int, int]]:
    """Return the letters whose number was given twice: the sign ("" if it has none), year and number."""
    query = (
        "SELECT coalesce(json_extract(after, '$.sign'), ''), json_extract(after, '$.year') AS year,"
        " json_extract(after, '$.number') AS number FROM events WHERE kind = 'remind'"
        " GROUP BY 1, 2, 3 HAVING count(DISTINCT batch) > 1 ORDER BY 2, 3"
    )
    return connection.execute(query).fetchall()


def is_own_entry(connection: sqlite3.Connection, event: str) -> str:
    """Return the condition that an event was recorded here; all were, if the ledger is not shared."""
    if not is_shared(connection):
        return "TRUE"
    return (
        "NOT EXISTS (SELECT 1 FROM places o JOIN segments g ON g.pk = o.segment"
        f" JOIN replicas r ON r.pk = g.replica WHERE o.event = {event}.seq AND NOT r.is_own)"
    )


def events_after(connection: sqlite3.Connection, number: int) -> int:
    """Return how many events of this replica are in its segments after ``number``."""
    query = (
        "SELECT count(*) FROM segments s JOIN places p ON p.segment = s.pk"
        " WHERE s.replica = ? AND s.number > ?"
    )
    (found,) = connection.execute(query, (own_replica(connection).pk, number)).fetchone()
    return int(found)


class Sight:
    """Who had seen what when an event was recorded."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._seen: dict[tuple[int, int], dict[str, int]] = {}
        self._places: dict[str, list[tuple[int, str, int]]] = {}

    def saw(self, one: Event, other: Event) -> bool:
        """Tell whether who recorded one event had seen the other.

        What was not sent yet was recorded with all the rest at hand; one replica knows what it recorded.
        """
        mine, theirs = self._placed(one.id), self._placed(other.id)
        if not mine:
            return bool(theirs) or one.stamp > other.stamp
        return any(self._covers(place, one, where, other) for place in mine for where in theirs)

    def names(self, events: Iterable[Event]) -> dict[str, str]:
        """Return the unit that sent each event, by its id; the first to send it, if several did."""
        query = (
            "SELECT r.name FROM events e JOIN places p ON p.event = e.seq JOIN segments s ON s.pk = p.segment"
            " JOIN replicas r ON r.pk = s.replica WHERE e.id = ? ORDER BY r.id LIMIT 1"
        )
        found = ((event.id, self._connection.execute(query, (event.id,)).fetchone()) for event in events)
        return {id: name[0] for id, name in found if name}

    def _covers(
        self, place: tuple[int, str, int], one: Event, where: tuple[int, str, int], other: Event
    ) -> bool:
        pk, _, number = place
        if pk == where[0]:
            return (number, one.stamp) > (where[2], other.stamp)
        return self._seen_at(pk, number).get(where[1], 0) >= where[2]

    def _seen_at(self, replica: int, number: int) -> dict[str, int]:
        if (replica, number) not in self._seen:
            self._seen[replica, number] = seen_by(self._connection, replica, number)
        return self._seen[replica, number]

    def _placed(self, id: str) -> list[tuple[int, str, int]]:
        if id not in self._places:
            query = (
                "SELECT r.pk, r.id, s.number FROM events e JOIN places p ON p.event = e.seq"
                " JOIN segments s ON s.pk = p.segment JOIN replicas r ON r.pk = s.replica WHERE e.id = ?"
            )
            self._places[id] = self._connection.execute(query, (id,)).fetchall()
        return self._places[id]
