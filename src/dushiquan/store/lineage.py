"""Where the work of a project came from and went: split or merged in its plan, carried to another."""

from datetime import date

from dushiquan.domain.dossier import Forerunner, Successor
from dushiquan.domain.events import Carry
from dushiquan.domain.history import in_force
from dushiquan.domain.ids import FullId
from dushiquan.domain.plan import Project
from dushiquan.domain.status import State, Status
from dushiquan.errors import RefusedError
from dushiquan.store.ledger import Ledger


def forerunners(ledger: Ledger, uid: str) -> list[Forerunner]:
    """Return the projects whose work a project goes on with, and those before them, nearest first.

    They were split or merged in the same plan, or carried over from another one.
    """
    found = _withdrawn_into(ledger, uid)
    for each in [uid, *(one.uid for one in found)]:
        for carry in _carries(ledger, each):
            if carry.source:
                other = Ledger(ledger.connection, carry.source.plan, ledger.settings, ledger.known_at)
                found.append(_forerunner(other, carry.source.uid))
                found += forerunners(other, carry.source.uid)
    return found


def successor(ledger: Ledger, uid: str, day: date = date.max) -> Successor | None:
    """Return the project that a project was carried into by a day, as it is numbered now; or None."""
    for carry in _carries(ledger, uid, day):
        if carry.into:
            query = "SELECT plan, id, title FROM projects WHERE uid = ?"
            return Successor(*ledger.connection.execute(query, (carry.into.uid,)).fetchone())
    return None


def refuse_carried(ledger: Ledger, project: Project, state: State) -> None:
    """Refuse to record on a project that was carried, and say where its work goes on."""
    there = successor(ledger, project.uid) if state.status is Status.CARRIED else None
    if there:
        raise RefusedError(
            f"{project.id} 已结转到{FullId(there.plan, there.id).in_words} {there.title}，不再记录；"
            f"请记在 {there.plan}/{there.id} 上。"
        )


def _withdrawn_into(ledger: Ledger, uid: str) -> list[Forerunner]:
    """Return the projects of the plan that were split into a project or merged into it."""
    withdrawals = ("e.plan = ? AND e.kind = 'withdraw' AND e.after LIKE '%into%'", [ledger.key])
    if next(ledger.entered(withdrawals), None) is None:
        return []
    found: list[Forerunner] = []
    uids = [uid]
    decided = ("e.plan = ? AND e.kind IN ('withdraw', 'revoke')", [ledger.key])
    for event in reversed(in_force(ledger.entered(decided))):
        into = getattr(event.payload, "into", {})
        if any(each in into for each in uids):
            found.append(_forerunner(ledger, event.uid))
            uids.append(event.uid)
    return found


def _forerunner(ledger: Ledger, uid: str) -> Forerunner:
    query = "SELECT id, title FROM projects WHERE uid = ?"
    id, title = ledger.connection.execute(query, (uid,)).fetchone()
    return Forerunner(id, title, list(ledger.entered(("p.uid = ?", [uid]))), ledger.key, uid)


def _carries(ledger: Ledger, uid: str, day: date = date.max) -> list[Carry]:
    """Return the carries of a project that are in force on a day, those to and those from it."""
    events = list(ledger.entered(("p.uid = ? AND e.kind IN ('carry', 'revoke')", [uid])))
    return [e.payload for e in in_force(events, day) if isinstance(e.payload, Carry)]
