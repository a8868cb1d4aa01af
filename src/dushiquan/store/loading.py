"""Load a plan into the ledger, and record decisions on it: a new edition is many in one batch."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from dushiquan.domain.acts import Change
from dushiquan.domain.decisions import Decision
from dushiquan.domain.difference import Relit
from dushiquan.domain.dossier import Successor
from dushiquan.domain.edition import Revision, compare, edition_changes
from dushiquan.domain.events import Event, Revised
from dushiquan.domain.matching import Matching
from dushiquan.domain.plan import Plan
from dushiquan.domain.plan_history import with_names_in_use
from dushiquan.errors import RefusedError
from dushiquan.store.bases import save_base
from dushiquan.store.event_log import Provenance, append_events, new_id
from dushiquan.store.ledger import Ledger
from dushiquan.store.plan_tables import enter_projects, write_fold, write_plan
from dushiquan.store.states import refold_of


class Decided(NamedTuple):
    """A decision on the plan that was recorded: what it changes, and its events; none if nothing changes.

    ``plan`` is the key of the plan. ``relit`` are the projects, by uid, whose light or pace it changes today,
    ``carried`` those that were carried into another plan since its day, each with where it goes on.
    """

    revision: Revision
    events: tuple[Event, ...]
    plan: str
    relit: Mapping[str, Relit] = MappingProxyType({})
    carried: Mapping[str, Successor] = MappingProxyType({})


def load_plan(
    connection: sqlite3.Connection,
    plan: Plan,
    provenance: Provenance,
    track: Callable[[Sequence[Any], str], Iterable[Any]] = lambda work, what: work,
    batch: str | None = None,
) -> None:
    """Insert a plan whose key is new to the ledger. The caller holds the transaction.

    ``batch`` joins it to what is recorded with it. ``track`` wraps the iteration over the pieces of work, for
    instance to show progress.
    """
    projects = tuple(project._replace(uid=new_id()) for project in plan.projects)
    plan = with_names_in_use(plan._replace(projects=projects))
    write_plan(connection, plan, provenance.recorded_at, track)
    use_plan(connection, plan.key)
    load = save_base(connection, plan, {project.id: project.uid for project in projects})
    append_events(connection, plan.key, [(None, load)], provenance, batch or new_id())


def use_plan(connection: sqlite3.Connection, key: str) -> None:
    """Make a plan the default of later commands. The caller holds the transaction."""
    connection.execute("INSERT INTO plan_uses (plan) VALUES (?)", (key,))


def revise_plan(
    ledger: Ledger, plan: Plan, revision: Revision, provenance: Provenance, batch: str | None = None
) -> None:
    """Record what a new edition of the ledger's plan changes.

    A project keeps its uid, whatever number the edition gives it. Projects missing from the edition stay in
    the plan, marked as withdrawn. The caller holds the transaction. Raise ``RefusedError`` if the ledger's
    plan is no longer the one with which the edition was compared.
    """
    if ledger.full_plan(withdrawn=True).projects != revision.before:
        raise RefusedError("台账里的计划刚被另一程序改过，未作改动；请重试。")
    same = revision.same
    uids = {p.id: same[p.id].uid if p.id in same else new_id() for p in plan.projects}
    enter_projects(ledger.connection, [p._replace(uid=uids[p.id]) for p in revision.added])
    use_plan(ledger.connection, plan.key)
    decide(ledger, list(edition_changes(revision, plan, uids)), provenance, batch)


def decide_on(
    ledger: Ledger,
    make: Callable[[Plan], Decision],
    provenance: Provenance,
    reason: str = "",
    batch: str | None = None,
) -> Decided:
    """Record a decision on the plan: ``make`` takes it as it read on that day, and says what it is to read.

    ``batch`` joins it to what is recorded with it. The caller holds the transaction.
    """
    day = provenance.on
    old, gone = ledger.plan_as_of(day)
    decision = make(old._replace(projects=tuple(p for p in old.projects if p.uid not in gone)))
    known = {project.uid: project for project in old.projects}
    same = {p.id: known[p.uid] for p in decision.plan.projects if p.uid}
    revision = compare(old, decision.plan, Matching(same), gone, ledger.counts(), lambda doubt: False)
    uids = {p.id: p.uid or new_id() for p in decision.plan.projects}
    enter_projects(ledger.connection, [p._replace(uid=uids[p.id]) for p in revision.added])
    changes = [
        (uid, change._replace(note=reason))
        for uid, change in edition_changes(revision, decision.plan, uids, decision.into)
    ]
    events = decide(ledger, changes, provenance, batch) if changes else []
    return Decided(revision, tuple(events), ledger.key)


def decide(
    ledger: Ledger,
    changes: Sequence[tuple[str | None, Change]],
    provenance: Provenance,
    batch: str | None = None,
) -> list[Event]:
    """Record decisions on the plan, each of a project, by uid, or of the plan itself (None); write it anew.

    The caller holds the transaction.
    """
    connection = ledger.connection
    pks = dict(connection.execute("SELECT uid, pk FROM projects"))
    of_pks = [(pks[uid] if uid else None, change) for uid, change in changes]
    events = append_events(connection, ledger.key, of_pks, provenance, batch or new_id())
    write_fold(connection, ledger.key)
    decided = [pks[uid] for uid, change in changes if uid and _changes_state(change)]
    refold_of(Ledger(connection, ledger.key), decided)
    return [event._replace(uid=uid or "") for event, (uid, _) in zip(events, changes, strict=True)]


def _changes_state(change: Change) -> bool:
    return not isinstance(change.payload, Revised) or change.payload.changes_state
