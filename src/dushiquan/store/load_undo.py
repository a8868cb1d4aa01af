"""Take back the load of a plan, the first or a new edition, with all that it recorded; and restore it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dushiquan.domain.acts import revoke, take_back
from dushiquan.domain.difference import relit
from dushiquan.domain.events import Event, Json, Revised
from dushiquan.domain.loads import Load, UndoneLoad
from dushiquan.domain.matching import lost_counts
from dushiquan.domain.plan import Plan, Project, Target
from dushiquan.domain.plan_history import PLAN_KINDS
from dushiquan.domain.supervision import Item
from dushiquan.errors import RefusedError
from dushiquan.store.conditions import standing
from dushiquan.store.event_log import Provenance, append_events
from dushiquan.store.event_rows import read_events
from dushiquan.store.ledger import Ledger
from dushiquan.store.plan_keys import plan_keys
from dushiquan.store.plan_tables import write_fold
from dushiquan.store.states import refold_of


def load_of(connection: sqlite3.Connection, event: Event) -> Load | None:
    """Return the load that an event, or what it takes back, belongs to; None if it is no decision on a plan.

    Raise ``RefusedError`` if the event was taken back already.
    """
    chain = chain_of(connection, event)
    origin = chain[0]
    if origin.kind not in PLAN_KINDS:
        return None
    restores = take_back(event, chain).revokes != origin.id
    where = "e.batch = ? AND e.kind <> 'revoke' AND e.plan = ?"
    recorded = [each for _, each in read_events(connection, where, [origin.batch, origin.plan])]
    events = taken_with(connection, event, origin, recorded, restores=restores)
    return Load(origin.plan, tuple(recorded), tuple(events), restores)


def taken_with(
    connection: sqlite3.Connection, event: Event, origin: Event, recorded: Sequence[Event], *, restores: bool
) -> list[Event]:
    """Return what is taken back of ``recorded``: what stands of it, or with ``restores`` its revocations."""
    if restores:
        ids = {each.id for each in recorded}
        return [each for each in of_batch(connection, event) if each.revokes in ids]
    standing_ids = {each.id for each in of_batch(connection, origin)}
    return [each for each in recorded if each.id in standing_ids]


def chain_of(connection: sqlite3.Connection, event: Event) -> list[Event]:
    """Return what a revocation takes back in the end, or the event itself, and all revocations of it."""
    while event.revokes:
        (event,) = (each for _, each in read_events(connection, "e.id = ?", [event.revokes]))
    chain = [event]
    for each in chain:
        where = "e.revokes = ? AND e.kind = 'revoke'"
        chain += (found for _, found in read_events(connection, where, [each.id]))
    return chain


def of_batch(connection: sqlite3.Connection, event: Event) -> list[Event]:
    """Return what stands of an event's batch, whose stamps have the same moment."""
    moment = event.stamp.partition("#")[0]
    where = f"e.stamp BETWEEN ? AND ? AND e.batch = ? AND {standing('e')}"
    return [each for _, each in read_events(connection, where, [f"{moment}#", f"{moment}$", event.batch])]


def take_back_load(
    connection: sqlite3.Connection, load: Load, provenance: Provenance, batch: str
) -> UndoneLoad:
    """Take a load back, or restore it, and write its plan anew. The caller holds the transaction.

    Raise ``RefusedError`` if something recorded since rests on it, or if the plan was loaded otherwise since.
    """
    _check_restorable(connection, load) if load.restores else _check_unused(connection, load)
    before, lit = _plan(connection, load.plan), _lit(connection, load, provenance.on)
    pks = _pks(connection, load.events)
    changes = [(pks[event.id], revoke(event)) for event in load.events]
    revocations = append_events(connection, load.plan, changes, provenance, batch)
    write_fold(connection, load.plan)
    after = _plan(connection, load.plan)
    lost: list[tuple[Project, Target, int]] = []
    if after:
        ledger = Ledger(connection, load.plan)
        refold_of(ledger, [pk for pk, _ in changes if pk is not None])
        lost = list(_lost(ledger, before, after))
    changed = relit(lit, _lit(connection, load, provenance.on))
    return UndoneLoad(load, before, after, tuple(revocations), tuple(lost), tuple(changed.values()))


def _lit(connection: sqlite3.Connection, load: Load, day: date) -> list[Item]:
    """Return the projects of a decision's plan, to tell whose light changes by it."""
    return list(Ledger(connection, load.plan).items(day)) if load.is_decision else []


def _lost(ledger: Ledger, before: Plan | None, after: Plan) -> Iterator[tuple[Project, Target, int]]:
    """Yield the counts of targets that are gone."""
    counts = ledger.counts()
    was = {project.uid: project for project in before.projects} if before else {}
    for project in after.projects:
        if project.uid in was and project.uid in counts:
            for target in lost_counts(was[project.uid], project, counts[project.uid]):
                yield project, target, counts[project.uid][target.name]


def _plan(connection: sqlite3.Connection, key: str) -> Plan | None:
    return Ledger(connection, key).full_plan(withdrawn=True) if key in plan_keys(connection) else None


def _pks(connection: sqlite3.Connection, events: Sequence[Event]) -> dict[str, int | None]:
    query = "SELECT id, project FROM events WHERE id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, [json.dumps([event.id for event in events])]))


def _check_unused(connection: sqlite3.Connection, load: Load) -> None:
    """Refuse to take back a load if something was recorded since on the plan, or the projects, it brought."""
    last = max(event.stamp for event in load.recorded)
    later = f"e.plan = ? AND e.stamp > ? AND e.batch <> ? AND e.kind <> 'revoke' AND {standing('e')}"
    values = [load.plan, last, load.recorded[0].batch]
    if not load.is_first:
        later += " AND p.uid IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(load.added))
    entries = [event for _, event in read_events(connection, later, values)]
    if entries:
        raise RefusedError(_in_use(load, entries))


def _in_use(load: Load, entries: Sequence[Event]) -> str:
    """Say which entries rest on a load; of another load, only the first is named."""
    named = {(event.batch if event.kind in PLAN_KINDS else event.id): event for event in reversed(entries)}
    numbers = [str(event.number) for event in reversed(named.values())]
    projects = "、".join(dict.fromkeys(event.project for event in entries))
    what = "这个计划载入以后" if load.is_first else f"新增的 {projects} 后来"
    return (
        f"{what}另有记录（第{'、'.join(numbers[:9])}号{'等' * (len(numbers) > 9)}），不能整个撤回；"
        f"先用 dsq undo {','.join(numbers[:9])} 撤回这些记录。"
    )


def _check_restorable(connection: sqlite3.Connection, load: Load) -> None:
    """Refuse to restore a load if the plan is not the one that it brought or changed."""
    where = f"e.plan = ? AND e.kind = 'load' AND {standing('e')}"
    loads = [event for _, event in read_events(connection, where, [load.plan])]
    if load.is_first and loads:
        raise RefusedError(
            f"计划 {load.plan} 后来又载入了一次（第{loads[-1].number}号）；要恢复原来的，请先撤回这一次。"
        )
    if not load.is_first and (not loads or loads[-1].stamp > load.recorded[0].stamp):
        raise RefusedError(f"这次调整所依据的计划 {load.plan} 已撤回；请先恢复它的载入。")
    _refuse_doubles(connection, load)


def _refuse_doubles(connection: sqlite3.Connection, load: Load) -> None:
    """Refuse to bring a project back that was added to the plan anew since."""
    titles = {title for _, title in _additions(load.recorded)}
    where = f"e.plan = ? AND e.stamp > ? AND e.kind = 'revise' AND {standing('e')}"
    since = [event for _, event in read_events(connection, where, [load.plan, load.events[0].stamp])]
    for event, title in _additions(since):
        if title in titles:
            raise RefusedError(
                f"{title}后来又列入了计划（第{event.number}号）；"
                f"要恢复原来的，请先用 dsq undo {event.number} 撤回这一次。"
            )


def _additions(events: Iterable[Event]) -> Iterator[tuple[Event, Json]]:
    """Yield the events that brought a project into the plan, each with its title."""
    for event in events:
        if isinstance(event.payload, Revised) and event.payload.added:
            yield event, event.payload.after.get("title")
