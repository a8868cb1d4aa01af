"""Read the log (经过) of the chosen plans."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dushiquan.domain.logged import Logged, LogSelection

if TYPE_CHECKING:
    from dushiquan.office.office import Office


def read_log(
    office: "Office", words: Sequence[str] | None, asked: LogSelection, as_of: date | None = None
) -> Logged:
    """Return what was recorded of the projects that ids or titles as typed mean, up to a day.

    Without words, the log of the plans themselves and the forms that were sent are in it, too.
    """
    day = as_of or date.max
    asked = asked._replace(until=min(day, asked.until))
    plans = office.chosen.of(words, day)
    known = [event for event in plans.events(day, of_plan=True) if event.on <= day]
    events = [event for event in known if asked.admits(event.on, event.recorded_at, event.actor)]
    ledger = plans.ledgers[0]  # what follows goes by the identity of events and projects, in any plan
    known += [event for event in ledger.naming(known) if event.on <= day] if words else []
    known += ledger.named_by(known)
    sent = [] if words else office.sent_out()
    return Logged(
        events,
        list(map(plans.shown, events)),
        known,
        ledger.titles_of(events),
        ledger.dues_of(events),
        [each for each in sent if asked.admits(each.sent_on, each.recorded_at, each.actor)],
    )
