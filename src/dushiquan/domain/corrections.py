"""What is taken back, or moved, together: docs/rules.md, "Taking an entry back".

An entry and its correction (更正) never both count. What one command recorded of a project stays together.
"""

from collections.abc import Iterable, Iterator

from dushiquan.domain.acts import is_correctable
from dushiquan.domain.events import Event, EventKind, ProgressReport, TargetCount
from dushiquan.domain.history import first_entry, in_force, is_start, revoked_ids


def recorded_together(event: Event, events: Iterable[Event]) -> list[Event]:
    """Return what the command of an entry recorded of its project on its day, as corrected since, in order.

    ``events`` are all those of the project. The start that came with reports is left out if others need it.
    """
    events = list(events)
    by_id = {each.id: each for each in events}
    batch = first_entry(event, by_id).batch
    standing = [each for each in in_force(events) if is_correctable(each)]
    found = [e for e in standing if e.on == event.on and first_entry(e, by_id).batch == batch]
    others = [e for e in standing if e not in found]
    if any(map(_is_figure, found)) and any(map(_is_figure, others)):
        return [each for each in found if each.id == event.id or not is_start(each.payload)]
    return found


def _is_figure(event: Event) -> bool:
    return isinstance(event.payload, ProgressReport | TargetCount)


def taken_together(chosen: Iterable[Event], events: Iterable[Event]) -> list[Event]:
    """Return events, each once, with those that are taken back together with them, in order of entry.

    ``events`` are all those of the plan.
    """
    book = _Book(events)
    found: dict[str, Event] = {}
    waiting = list(chosen)
    while waiting:
        event = waiting.pop()
        if event.id not in found:
            found[event.id] = event
            waiting += book.bound_to(event)
    for event in list(found.values()):
        found |= {each.id: each for each in book.in_its_stead(event)}
    return sorted(book.without_corrections_of_restored(found.values()), key=lambda event: event.stamp)


class _Book:
    """The events of a plan, as far as they are bound to each other by corrections."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._by_id = {event.id: event for event in events}
        self._revoked = revoked_ids(self._by_id.values())
        self._standing: dict[str, list[Event]] = {}
        self._roots: dict[str, set[str]] = {}
        """The entries that each correction corrects in the end, by its batch."""
        for event in self._by_id.values():
            if event.id not in self._revoked and not self._is_idle(event):
                self._standing.setdefault(event.batch, []).append(event)
            if event.replaces:
                self._roots.setdefault(event.batch, set()).add(self._root(event))

    def bound_to(self, event: Event) -> Iterator[Event]:
        """Yield what is taken back with an event that is taken back."""
        of_batch = self._standing.get(event.batch, [])
        if event.batch in self._roots:
            yield from of_batch
        elif event.kind is EventKind.REVOKE:
            family = self._family(event)
            undone = [each for each in of_batch if each.revokes and self._root(each) in family]
            if any(self._entry(each).batch in self._roots for each in undone):
                yield from undone
        if event.replaces:
            revocations = (each for batch in self._standing.values() for each in batch)
            yield from (each for each in revocations if each.revokes == event.replaces)

    def in_its_stead(self, event: Event) -> Iterator[Event]:
        """Yield what counts in place of the entry that comes back if a revocation is taken back."""
        taken = self._by_id.get(event.revokes or "")
        if taken is None or taken.kind is EventKind.REVOKE:
            return
        for batch in self._standing.values():
            if any(self._corrects(each, taken) for each in batch):
                yield from (each for each in batch if each.kind is not EventKind.REVOKE)

    def without_corrections_of_restored(self, found: Iterable[Event]) -> list[Event]:
        """Leave out the revocations of corrections whose own entries come back."""
        found = list(found)
        restored = [self._by_id[e.revokes] for e in found if e.revokes and e.revokes in self._by_id]
        late = {each.id for each in restored for other in restored if self._corrects(each, other)}
        return [event for event in found if event.revokes not in late]

    def _is_idle(self, event: Event) -> bool:
        """Tell whether an event restored an entry that was taken back again since."""
        taken = self._by_id.get(event.revokes or "")
        return taken is not None and taken.kind is EventKind.REVOKE and taken.revokes in self._revoked

    def _entry(self, event: Event) -> Event:
        """Return what a revocation, of whatever degree, is about in the end."""
        while event.revokes and event.revokes in self._by_id:
            event = self._by_id[event.revokes]
        return event

    def _root(self, event: Event) -> str:
        return first_entry(self._entry(event), self._by_id).id

    def _family(self, event: Event) -> set[str]:
        family = {self._root(event)}
        related = [roots for roots in self._roots.values() if roots & family]
        return family.union(*related)

    def _corrects(self, event: Event, entry: Event) -> bool:
        while event.replaces and event.replaces in self._by_id:
            event = self._by_id[event.replaces]
            if event.id == entry.id:
                return True
        return False
