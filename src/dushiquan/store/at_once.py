"""两处同时记录 in a ledger: which projects were recorded on at once (``domain.clashes``)."""

import sqlite3

from dushiquan.domain.clashes import Clash, clashes
from dushiquan.domain.events import Event
from dushiquan.store.event_rows import read_events
from dushiquan.store.replicas import Sight


def find_clashes(connection: sqlite3.Connection) -> list[Clash]:
    """Return what was recorded at once and not settled since, by plan and project."""
    query = (
        "SELECT d.plan, d.project, p.plan FROM doubtful d LEFT JOIN projects p ON p.pk = d.project"
        " ORDER BY d.plan, p.position, p.uid"
    )
    doubtful = connection.execute(query).fetchall()
    if not doubtful:
        return []
    sight = Sight(connection)
    found: list[Clash] = []
    for plan, project, in_plan in doubtful:
        if not project or in_plan:
            found += clashes(_events(connection, plan, project), sight.saw)
    return found


def _events(connection: sqlite3.Connection, plan: str, project: int) -> list[Event]:
    where, values = ("e.project = ?", [project]) if project else ("e.plan = ? AND e.project IS NULL", [plan])
    return [event for _, event in read_events(connection, where, values)]
