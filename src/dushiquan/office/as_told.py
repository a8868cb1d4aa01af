"""A plan as an earlier circular knew it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dushiquan.domain.span import Span
from dushiquan.store.ledger import Ledger

if TYPE_CHECKING:
    from dushiquan.office.office import Office


def known_to_the_last(office: "Office", ledger: Ledger, span: Span, day: date) -> date | None:
    """Return the day on which the circular before that of a span and a day was written; None if long ago.

    It is taken to have been written as many days after its end as this one. One that is written when the next
    would be out is about the past: both are told as they are known now.
    """
    written_after = max(office.day - day, timedelta(0))
    known = span.told_until(day) + written_after
    return None if written_after > span.end - span.start or known < ledger.plan.loaded else known


def as_told(office: "Office", ledger: Ledger, span: Span, day: date) -> Ledger:
    """Return a plan as the circular before knew it.

    So a figure that differs from the one printed there is told as a change, also if it was entered late or
    corrected.
    """
    known = known_to_the_last(office, ledger, span, day)
    return (
        Ledger(office.connection, ledger.key, office.settings, known, left=office.left) if known else ledger
    )
