"""What is taken back, or moved, together: docs/rules.md, "Taking an entry back".

An entry and its correction (更正) never both count; what one command recorded of a project stays together. An
example of the first, with the numbers of the events:

| number | event | recorded by |
|---|---|---|
| 1 | 60 % | ``dsq update 6 -p 60`` |
| 2, 3 | revokes 1; 50 %, replaces 1 | ``dsq fix 1 -p 50``, one batch: the correction |
| 4, 5 | revokes 2; revokes 3 | ``dsq undo 3``: 60 % counts again |
| 6, 7 | revokes 1; revokes 5 | ``dsq undo 5``: 50 % counts again |

``undo 3`` names 3 alone. That 2 goes with it, and 4 with 5, is found here.
"""

from collections.abc import Iterable, Iterator

from dushiquan.domain.events import Event, EventKind, ProgressReport, TargetCount
from dushiquan.domain.fixing import is_correctable
from dushiquan.domain.history import first_entry, in_force, is_start, revoked_ids


def recorded_together(event: Event, events: Iterable[Event]) -> list[Event]:
    """Return what the command of an entry recorded of its project on its day, as corrected since, in order.

    ``events`` are all those of the project. The start that came with reports is left out if others need it.
    An entry that does not count any more is alone.
    """
    events = list(events)
    if event not in in_force(events):
        return [event]
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
    corrections = _Corrections(events)
    found: dict[str, Event] = {}
    waiting = list(chosen)
    while waiting:
        event = waiting.pop()
        if event.id not in found:
            found[event.id] = event
            waiting += [*corrections.bound_to(event), *corrections.that_stand_for_restored(event)]
    return sorted(corrections.without_superseded(found.values()), key=lambda event: event.stamp)


class _Corrections:
    """The events of a plan, as far as corrections bind them to each other.

    The numbers in the docstrings are those of the example above, as the log is when that command is given.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self._by_id = {event.id: event for event in events}
        self._revoked = revoked_ids(self._by_id.values())
        self._standing: dict[str, list[Event]] = {}
        """By batch, the events that were not taken back; ``_is_idle`` ones are left out."""
        self._revoking: dict[str, list[Event]] = {}
        """The revocations among them, by what they revoke."""
        self._correcting: dict[str, set[str]] = {}
        """The batches among them that correct an entry, directly or in several steps, by the entry."""
        roots: dict[str, set[str]] = {}
        for event in self._by_id.values():
            if event.replaces:
                roots.setdefault(event.batch, set()).add(self._root(event))
            if event.id not in self._revoked and not self._is_idle(event):
                self._index(event)
        self._batches = roots.keys()
        """The batches that are corrections."""
        self._related: dict[str, set[str]] = {}
        """By an entry that was corrected, those corrected in one batch with it, such as its start."""
        for together in roots.values():
            for root in together:
                self._related.setdefault(root, set()).update(together)

    def _index(self, event: Event) -> None:
        self._standing.setdefault(event.batch, []).append(event)
        if event.revokes:
            self._revoking.setdefault(event.revokes, []).append(event)
        for entry in self._corrected(event):
            self._correcting.setdefault(entry.id, set()).add(event.batch)

    def bound_to(self, event: Event) -> Iterator[Event]:
        """Yield what is taken back with an event that is taken back.

        With 3, its whole batch: 2. With 5, which took a correction back, what else that undo did to the same
        entry: 4. With 3 after 7, the revocation that has taken the place of 2: 6.
        """
        of_batch = self._standing.get(event.batch, [])
        if event.batch in self._batches:
            yield from of_batch
        elif event.kind is EventKind.REVOKE:
            root = self._root(event)
            family = {root} | self._related.get(root, set())
            undone = [each for each in of_batch if each.revokes and self._root(each) in family]
            if any(self._entry(each).batch in self._batches for each in undone):
                yield from undone
        if event.replaces:
            yield from self._revoking.get(event.replaces, [])

    def that_stand_for_restored(self, event: Event) -> Iterator[Event]:
        """Yield what stands for the entry that taking a revocation back restores: it gives way to it.

        If two people took 1 back at once, one of them by correcting it, undoing the other's revocation
        restores 1. Then 3 may not count any more, and 2 may not keep 1 from counting.
        """
        entry = self._by_id.get(event.revokes or "")
        if entry is None or entry.kind is EventKind.REVOKE:
            return
        batches = self._correcting.get(entry.id, ())
        for batch in batches:
            yield from (each for each in self._standing[batch] if each.kind is not EventKind.REVOKE)
        if batches:
            yield from self._revoking.get(entry.id, [])

    def without_superseded(self, found: Iterable[Event]) -> list[Event]:
        """Leave out the revocations of corrections, if those of the entries that they correct are there, too.

        If both 1 and 3 would come back, only 1 does.
        """
        found = list(found)
        restored = [self._by_id[e.revokes] for e in found if e.revokes and e.revokes in self._by_id]
        ids = {entry.id for entry in restored}
        superseded = {each.id for each in restored if any(e.id in ids for e in self._corrected(each))}
        return [event for event in found if event.revokes not in superseded]

    def _is_idle(self, event: Event) -> bool:
        """Tell whether an event restored an entry that was taken back again since: 4, after 6."""
        taken = self._by_id.get(event.revokes or "")
        return taken is not None and taken.kind is EventKind.REVOKE and taken.revokes in self._revoked

    def _entry(self, event: Event) -> Event:
        """Return what a revocation, of whatever degree, is about in the end: 7 is about 3."""
        while event.revokes and event.revokes in self._by_id:
            event = self._by_id[event.revokes]
        return event

    def _root(self, event: Event) -> str:
        """Return the id of the entry that was there before any correction: of 3, 5 and 7 it is 1."""
        return first_entry(self._entry(event), self._by_id).id

    def _corrected(self, event: Event) -> Iterator[Event]:
        """Yield the entries that a correction corrects, the last one first: of 3 it is 1."""
        while event.replaces and event.replaces in self._by_id:
            event = self._by_id[event.replaces]
            yield event
