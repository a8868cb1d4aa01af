"""Care of the ledger's file: check, repair, back up, restore and reset it."""

from typing import TYPE_CHECKING

from dushiquan.domain.events import Event
from dushiquan.store import checking
from dushiquan.store.backup import back_up as back_up
from dushiquan.store.backup import not_in_backup as not_in_backup
from dushiquan.store.backup import reset as reset
from dushiquan.store.backup import restore as restore
from dushiquan.store.checking import Repaired, check_ledger

if TYPE_CHECKING:
    from dushiquan.office.office import Office


def faults(office: "Office") -> list[str]:
    """Return what is wrong with the ledger, one Chinese sentence per fault; empty if it is sound."""
    return check_ledger(office.connection)


def days_to_come(office: "Office") -> list[Event]:
    """Return the entries of days to come, which were made while the clock was wrong."""
    return checking.days_to_come(office.connection, office.today)


def repair(office: "Office") -> Repaired:
    """Rebuild the plans and the stored states that are not the fold of their events; return which."""
    return checking.repair(office.connection)
