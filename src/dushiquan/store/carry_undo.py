"""Take a carry back as a whole, in both plans, and restore it."""

import sqlite3
from collections.abc import Iterable, Sequence

from dushiquan.domain.acts import take_back
from dushiquan.domain.events import Carry, Event, EventKind
from dushiquan.domain.plan_history import PLAN_KINDS
from dushiquan.errors import RefusedError
from dushiquan.store.conditions import standing
from dushiquan.store.event_rows import read_events
from dushiquan.store.load_undo import chain_of, taken_with


def with_carries(connection: sqlite3.Connection, events: Iterable[Event]) -> list[Event]:
    """Return events, each once; instead of one of a carry, all that the carry recorded.

    Raise ``RefusedError`` if a carry cannot be restored.
    """
    found: dict[str, Event] = {}
    for event in events:
        may_be_carried = event.kind in (*PLAN_KINDS, EventKind.CARRY, EventKind.REVOKE)
        carried = _carried_with(connection, event) if may_be_carried else []
        found |= {each.id: each for each in carried or [event]}
    return list(found.values())


def _carried_with(connection: sqlite3.Connection, event: Event) -> list[Event]:
    """Return what is taken back together with an event of a carry; nothing if it is of none."""
    chain = chain_of(connection, event)
    origin = chain[0]
    where = "e.batch = ? AND e.kind <> 'revoke'"
    recorded = [each for _, each in read_events(connection, where, [origin.batch])]
    is_part = origin.kind in (*PLAN_KINDS, EventKind.CARRY)
    if not (is_part and any(each.kind is EventKind.CARRY for each in recorded)):
        return []
    restores = take_back(event, chain).revokes != origin.id
    if restores:
        _check_restorable(connection, event, recorded)
    return taken_with(connection, event, origin, recorded, restores=restores)


def _check_restorable(connection: sqlite3.Connection, event: Event, recorded: Sequence[Event]) -> None:
    """Refuse to restore a carry if something was recorded on an old project since it was taken back."""
    where = f"p.uid = ? AND e.stamp > ? AND e.batch <> ? AND e.kind <> 'revoke' AND {standing('e')}"
    for each in recorded:
        if isinstance(each.payload, Carry) and each.payload.into:
            values = [each.uid, event.stamp, event.batch]
            for _, later in read_events(connection, where, values):
                raise RefusedError(
                    f"{each.project} 在结转撤回以后另有记录（第{later.number}号），不能恢复那次结转；"
                    "请用 dsq plan carry 重新结转。"
                )
