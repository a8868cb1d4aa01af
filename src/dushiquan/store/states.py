"""The kept state of each project: what its events fold to, written beside them in the same transaction."""

import sqlite3
from collections.abc import Iterator

from dushiquan.domain.history import fold
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.status import State
from dushiquan.store.ledger import Ledger, plan_keys
from dushiquan.store.rows import state_columns


def keep_state(ledger: Ledger, id: ProjectId, state: State) -> None:
    """Write a project's state."""
    columns = state_columns(state)
    ledger.connection.execute(
        f"UPDATE states SET {', '.join(f'{name} = ?' for name in columns)}"
        " WHERE project = (SELECT pk FROM projects WHERE plan = ? AND id = ?)",
        (*columns.values(), ledger.key, id),
    )


def stale_states(connection: sqlite3.Connection) -> Iterator[tuple[Ledger, ProjectId, State]]:
    """Yield the projects whose kept state is not the fold of their events, with the state it should be."""
    for key in plan_keys(connection):
        ledger = Ledger(connection, key)
        for project, kept, events in ledger.kept_states():
            folded = fold(project.due, events)
            if state_columns(kept) != state_columns(folded):
                yield ledger, project.id, folded


def refold(connection: sqlite3.Connection) -> list[ProjectId]:
    """Write anew the states that are missing or stale; return whose they were. The caller holds the lock."""
    connection.execute(
        "INSERT INTO states (project, status, counts, deferrals)"
        " SELECT pk, 'planned', '{}', 0 FROM projects WHERE pk NOT IN (SELECT project FROM states)"
    )
    stale = list(stale_states(connection))
    for ledger, id, state in stale:
        keep_state(ledger, id, state)
    return [id for _, id, _ in stale]
