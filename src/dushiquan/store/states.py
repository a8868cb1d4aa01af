"""The stored state of each project: the fold of its events, written in the same transaction as they are."""

import sqlite3
from collections.abc import Iterator, Sequence

from dushiquan.domain.history import fold
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.status import State
from dushiquan.store.ledger import Ledger
from dushiquan.store.plan_keys import plan_keys
from dushiquan.store.rows import state_columns


def save_state(ledger: Ledger, id: ProjectId, state: State) -> None:
    """Store a project's state."""
    columns = state_columns(state)
    ledger.connection.execute(
        f"UPDATE states SET {', '.join(f'{name} = ?' for name in columns)}"
        " WHERE project = (SELECT pk FROM projects WHERE plan = ? AND id = ?)",
        (*columns.values(), ledger.key, id),
    )


def stale_states(connection: sqlite3.Connection) -> Iterator[tuple[Ledger, ProjectId, State]]:
    """Yield the projects whose stored state is not the fold of their events, with the correct state."""
    for key in plan_keys(connection):
        ledger = Ledger(connection, key)
        for project, stored, events in ledger.stored_states():
            folded = fold(project.due, events)
            if stored is None or state_columns(stored) != state_columns(folded):
                yield ledger, project.id, folded


def refold_of(ledger: Ledger, pks: Sequence[int]) -> None:
    """Rebuild the stored states of some projects of a plan. The caller holds the write lock."""
    for project, stored, events in ledger.stored_states(pks):
        folded = fold(project.due, events)
        if folded != stored:
            save_state(ledger, project.id, folded)


def refold(connection: sqlite3.Connection) -> list[ProjectId]:
    """Rebuild the states that are missing or stale; return the ids of the stale ones.

    The caller holds the write lock.
    """
    connection.execute("DELETE FROM states WHERE project NOT IN (SELECT pk FROM projects)")
    connection.execute(
        "INSERT INTO states (project, status, counts, deferrals)"
        " SELECT pk, 'planned', '{}', 0 FROM projects WHERE pk NOT IN (SELECT project FROM states)"
    )
    stale = list(stale_states(connection))
    for ledger, id, state in stale:
        save_state(ledger, id, state)
    return [id for _, id, _ in stale]
