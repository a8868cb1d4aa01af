"""Care of the ledger's file: proved sound, repaired, copied, and restored from a copy."""

from typing import TYPE_CHECKING

from dushiquan.domain.ids import ProjectId
from dushiquan.store.backup import back_up as back_up
from dushiquan.store.backup import restore as restore
from dushiquan.store.checking import check_ledger, repair_states

if TYPE_CHECKING:
    from dushiquan.office.office import Office


def faults(office: "Office") -> list[str]:
    """Return what is wrong with the ledger, a sentence each; nothing if it is sound."""
    return check_ledger(office.connection)


def repair(office: "Office") -> list[ProjectId]:
    """Fold anew the states that do not follow from their events; return whose they were."""
    return repair_states(office.connection)
