"""What a brief is made from: each plan of the office as it is, as it was, and on the days of its trend."""

from datetime import date
from typing import TYPE_CHECKING

from dushiquan.domain.brief import Brief, PlanPart, compile_brief, trend_days
from dushiquan.domain.history import in_force
from dushiquan.domain.span import Span
from dushiquan.office.as_told import as_told

if TYPE_CHECKING:
    from dushiquan.office.office import Office


def brief_facts(office: "Office", span: Span, day: date) -> Brief:
    """Compile the brief of a day, compared with that before; no plan is told of before it began."""
    before = span.told_until(day)
    parts, begun = [], {}
    for ledger in office.ledgers:
        plan, events = ledger.plan_on(day), in_force(ledger.events(), day)
        reported = [event.on for event in events if event.is_report]
        begun[ledger.key] = plan.notice.issued or min([plan.loaded, *reported])
        items = list(map(office.chosen.named, ledger.items(day)))
        told = as_told(office, ledger, span, day)
        previous = list(told.items(before)) if before >= begun[ledger.key] else []
        parts.append(PlanPart(plan, items, previous, events))
    days = trend_days(min(begun.values()), day)
    trend = {
        each: [item for ledger in office.ledgers if each >= begun[ledger.key] for item in ledger.items(each)]
        for each in days
    }
    return compile_brief(parts, span, day, trend, office.ledgers[0].settings)
