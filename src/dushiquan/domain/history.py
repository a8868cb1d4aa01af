"""The fold: from the events of a project to its state.

History is an append-only list of events. The state of a project as of a day is the fold of its events up to
that day, in the order (``on``, ``stamp``, ``id``): the same events give the same state in every ledger,
whatever order they arrived in (docs/rules.md, "Two times").

A revoked entry never happened: it counts in no state, of any day. What the office could have said before the
revocation is found by leaving out later entries (``known_by``).
"""

from collections.abc import Iterable
from datetime import date

from dushiquan.domain.events import Event
from dushiquan.domain.moments import entered_on
from dushiquan.domain.status import State


def order(event: Event) -> tuple[date, str, str]:
    """Return the sort key of the order in which events take effect."""
    return event.on, event.stamp, event.id


def revoked_ids(events: Iterable[Event]) -> frozenset[str]:
    """Return the ids of the revoked events, except those whose revocation was itself revoked."""
    revoked: set[str] = set()
    for event in sorted((e for e in events if e.revokes), key=lambda e: (e.stamp, e.id), reverse=True):
        if event.revokes and event.id not in revoked:
            revoked.add(event.revokes)
    return frozenset(revoked)


def in_force(events: Iterable[Event], as_of: date = date.max) -> list[Event]:
    """Return the events that count as of a day, in the order they take effect."""
    events = list(events)
    revoked = revoked_ids(events)
    counted = (e for e in events if e.on <= as_of and not e.revokes and e.id not in revoked)
    return sorted(counted, key=order)


def replay(state: State, events: Iterable[Event]) -> State:
    """Apply events in force, in order, to a state."""
    for event in events:
        if event.is_report:
            state = state._replace(last_reported=event.on)
        state = event.payload.apply(state, event.on)
    return state


def fold(due: date | None, events: Iterable[Event], as_of: date = date.max) -> State:
    """Return the state as of a day of a project whose plan says ``due``."""
    return replay(State(due=due), in_force(events, as_of))


def known_by(events: Iterable[Event], day: date) -> list[Event]:
    """Return the events that had been entered by the end of a day, in the order given."""
    return [event for event in events if entered_on(event.recorded_at) <= day]
