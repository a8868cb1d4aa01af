"""Read all that the ledger knows of some projects."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dushiquan.domain.clashes import Clash
from dushiquan.domain.dossier import Dossier
from dushiquan.domain.supervision import Item
from dushiquan.store.ledger import Ledger
from dushiquan.store.lineage import forerunners, successor

if TYPE_CHECKING:
    from dushiquan.office.office import Office


def read_dossiers(office: "Office", words: Sequence[str], as_of: date | None = None) -> list[Dossier]:
    """Return all about the projects that ids or titles as typed mean, as of a day.

    Without a day, entries for days to come are among the history.
    """
    day = as_of or office.day
    plans = office.chosen.of(words, day)
    ledgers = {ledger.key: ledger for ledger in plans.ledgers}
    at_once = [clash for clash in office.clashes if not clash.is_agreed]
    return [
        _read(ledgers[item.project.plan], item, day, as_of or date.max, at_once) for item in plans.items(day)
    ]


def _read(ledger: Ledger, item: Item, day: date, last: date, at_once: Sequence[Clash]) -> Dossier:
    project = item.project
    history = [event for event in ledger.events([project.id.bare], day) if event.on <= last]
    return Dossier(
        item,
        ledger.plan_on(day).levels,
        history,
        elsewhere=[*ledger.named_by(history), *(e for e in ledger.naming(history) if e.on <= last)],
        came_from=forerunners(ledger, project.uid),
        carried_to=successor(ledger, project.uid, day),
        at_once=[clash for clash in at_once if clash.uid == project.uid],
    )
