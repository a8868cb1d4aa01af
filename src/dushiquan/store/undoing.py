"""Take entries back, and the loads of plans with all that came with them; correct an entry."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from dushiquan.domain.acts import take_back
from dushiquan.domain.corrections import recorded_together, taken_together
from dushiquan.domain.events import Event, EventKind
from dushiquan.domain.fixing import Correction, check_correctable, move
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.loads import Load, UndoneLoad
from dushiquan.domain.plan_history import PLAN_KINDS
from dushiquan.errors import NotFoundError, RefusedError
from dushiquan.store.carry_undo import with_carries
from dushiquan.store.conditions import standing
from dushiquan.store.event_log import (
    Operation,
    Provenance,
    Undone,
    new_id,
    operation,
    rehearsable,
)
from dushiquan.store.event_rows import read_events
from dushiquan.store.ledger import Ledger
from dushiquan.store.load_undo import load_of, of_batch, take_back_load


def undo(
    connection: sqlite3.Connection, events: Sequence[Event], provenance: Provenance, *, dry_run: bool = False
) -> list[Undone | UndoneLoad]:
    """Take events of any plans back, in one operation.

    A correction is taken back with what it took back; an event of a load or a carry with all that this
    recorded.
    Raise ``RefusedError`` if one was taken back already, or if something rests on it.
    """
    with rehearsable(connection, dry_run=dry_run):
        batch = new_id()
        events = with_carries(connection, events)
        loads, alone = _loads_among(connection, events)
        loads.sort(key=lambda load: load.recorded[0].stamp)  # what was built last is taken back first
        restored = [load for load in loads if load.restores]
        left = [load for load in reversed(loads) if not load.restores]
        return [
            *(take_back_load(connection, load, provenance, batch) for load in restored),
            *_take_back(connection, alone, provenance, batch),
            *(take_back_load(connection, load, provenance, batch) for load in left),
        ]


def _loads_among(connection: sqlite3.Connection, events: Sequence[Event]) -> tuple[list[Load], list[Event]]:
    """Return the loads that some of the events belong to, and the events of no load."""
    loads: list[Load] = []
    of_loads: set[str] = set()
    for event in events:
        if event.kind in (*PLAN_KINDS, EventKind.REVOKE) and event.id not in of_loads:
            load = load_of(connection, event)
            if load:
                of_loads |= {event.id, *(each.id for each in load.events)}
            if load and load not in loads:
                loads.append(load)
    return loads, [event for event in events if event.id not in of_loads]


def _take_back(
    connection: sqlite3.Connection, events: Iterable[Event], provenance: Provenance, batch: str
) -> list[Undone]:
    """Take entries back, on the numbers that their projects have now: a load may just have been restored."""
    as_of_now = [entry(connection, event.number) for event in events]
    for event in as_of_now:  # each that was asked for, before some are left out beside others
        refuse_homeless(connection, event)
        take_back(event, Ledger(connection, event.plan).events([ProjectId(event.project)]))
    by_project: dict[tuple[str, str], list[Event]] = {}
    for event in _with_corrections(connection, as_of_now):
        refuse_homeless(connection, event)
        by_project.setdefault((event.plan, event.project), []).append(event)
    return [
        Operation(Ledger(connection, plan), provenance, batch).take_back(ProjectId(id), of_project)
        for (plan, id), of_project in by_project.items()
    ]


def entry(connection: sqlite3.Connection, number: int) -> Event:
    """Return an event by its entry number; raise ``NotFoundError`` if there is none."""
    for _, event in read_events(connection, "e.seq = ?", [number]):
        return event
    raise NotFoundError(f"没有第{number}号记录；记录号见 dsq log。")


def last_operations(
    connection: sqlite3.Connection, number: int, plans: Collection[str] = (), projects: Collection[str] = ()
) -> list[list[Event]]:
    """Return what stands of the last operations, newest first, each in order of entry.

    In a shared ledger, only what was recorded here counts. With ``plans``, only operations on these count;
    with ``projects``, only what they recorded of these. What only took entries back is no operation.
    """
    from dushiquan.store.replicas import is_own_entry

    marks = ", ".join("?" * len(plans))
    where = f"{standing('e')} AND {is_own_entry(connection, 'e')}"
    where = f"e.plan IN ({marks}) AND {where}" if plans else where
    batches: dict[str, Event] = {}
    for _, event in read_events(connection, where, [*plans], "DESC"):
        if event.kind is EventKind.REVOKE or (projects and not _is_entry_of(event, projects)):
            continue
        if event.batch not in batches and len(batches) == number:
            break
        batches.setdefault(event.batch, event)
    return [
        [e for e in of_batch(connection, event) if not projects or _is_entry_of(e, projects)]
        for event in batches.values()
    ]


def _is_entry_of(event: Event, projects: Collection[str]) -> bool:
    return event.project in projects and event.kind not in PLAN_KINDS


def _with_corrections(connection: sqlite3.Connection, events: Iterable[Event]) -> list[Event]:
    """Return events, each once, with those that are taken back together with them, in order of entry."""
    chosen = list({event.id: event for event in events}.values())
    plans = sorted({event.plan for event in chosen})
    marks = ", ".join("?" * len(plans))
    corrections = f"SELECT 1 FROM events WHERE plan IN ({marks}) AND kind <> 'revoke' AND revokes IS NOT NULL"
    if connection.execute(f"{corrections} LIMIT 1", plans).fetchone() is None:
        return sorted(chosen, key=lambda event: event.stamp)
    of_plans = [event for plan in plans for _, event in read_events(connection, "e.plan = ?", [plan])]
    return taken_together(chosen, of_plans)


def fix(
    ledger: Ledger,
    event: Event,
    correction: Correction,
    provenance: Provenance,
    *,
    id: ProjectId | None = None,
    on: date | None = None,
    dry_run: bool = False,
) -> list[Undone]:
    """Take an entry back and record it anew with a correction, in one operation.

    With ``id``, record it on that project of the same plan; with ``on``, for that day. All that its command
    recorded of the project on that day moves along. Return what changed in each project, the old one first;
    raise ``RefusedError`` if a rule forbids it.
    """
    check_correctable(event, correction)
    refuse_homeless(ledger.connection, event)
    old, day = ProjectId(event.project), on or event.on
    stays = id in (None, old)
    moved = [event] if stays and day == event.on else recorded_together(event, ledger.events([old]))
    with operation(ledger, provenance, dry_run=dry_run) as recording:
        taken = recording.take_back(old, moved)
        anew = recording.record(
            id or old,
            lambda project, state: move(event, moved, project, state, correction),
            day,
            moved[0] if stays else None,
        )
        if stays:
            both = taken.recorded.events + anew.events
            return [Undone(anew._replace(before=taken.recorded.before, events=both), taken.revoked)]
        return [taken, Undone(anew, ())]


def refuse_homeless(connection: sqlite3.Connection, event: Event) -> None:
    """Refuse to record on the project of an event if it is in no plan: the load of it was taken back."""
    query = "SELECT p.plan, p.pk FROM events e JOIN projects p ON p.pk = e.project WHERE e.id = ?"
    plan, pk = connection.execute(query, (event.id,)).fetchone() or (event.plan, None)
    if plan is None:
        loads = (
            "SELECT max(x.seq) FROM events x JOIN events e ON e.id = x.revokes AND e.plan = ?"
            " WHERE x.kind = 'revoke' AND (e.kind = 'load' OR e.kind = 'revise' AND e.project = ?)"
        )
        (number,) = connection.execute(loads, (event.plan, pk)).fetchone()
        raise RefusedError(
            f"第{event.number}号所记的项目随计划的载入撤回了，已不在计划里；"
            f"要恢复那次载入请用 dsq undo {number}。"
        )
