"""How the sharing of a ledger stands: what `dsq sync status` tells."""

from typing import TYPE_CHECKING

from dushiquan import __version__
from dushiquan.domain.clashes import Clash
from dushiquan.domain.events import SIGN
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Project
from dushiquan.domain.shared_standing import KnownClash, SharedStanding
from dushiquan.office.sharing.sharing import Sharing
from dushiquan.papers.letter_labels import letter_number
from dushiquan.store.at_once import find_clashes
from dushiquan.store.ledger_info import ledger_info
from dushiquan.store.replicas import Sight, last_heard, letters_twice, own_replica, parked_by

if TYPE_CHECKING:
    from dushiquan.office.office import Office


def standing(office: "Office") -> SharedStanding:
    """Return how the sharing of a ledger stands."""
    connection, sharing = office.connection, Sharing(office)
    sight = Sight(connection)
    return SharedStanding(
        place=sharing.place,
        name=own_replica(connection).name,
        version=__version__,
        synced_at=ledger_info(connection, "synced_at"),
        waiting=sharing.waiting(),
        heard=last_heard(connection),
        parked=parked_by(connection),
        letters=[
            letter_number(year, number, sign or SIGN) for sign, year, number in letters_twice(connection)
        ],
        clashes=[
            KnownClash(clash, _project(office, clash), sight.names(clash.said))
            for clash in find_clashes(connection)
        ],
    )


def _project(office: "Office", clash: Clash) -> Project | None:
    if not clash.uid:
        return None
    return office.ledger_of(clash.plan).project(ProjectId(clash.said[0].project))
