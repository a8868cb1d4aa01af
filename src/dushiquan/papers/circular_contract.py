"""The circular as JSON (docs/json.md)."""

from collections.abc import Iterable

from dushiquan.domain.circular import Circular
from dushiquan.domain.clashes import Clash
from dushiquan.papers.contract import project_json
from dushiquan.papers.counts import count_json
from dushiquan.papers.difference_lines import difference_json
from dushiquan.papers.labels import (
    iso,
)
from dushiquan.papers.log_contract import at_once_json, log_json
from dushiquan.papers.outcome_lines import outcome_text


def circular_json(key: str, circular: Circular, clashes: Iterable[Clash] = ()) -> dict[str, object]:
    """Return the lists and counts of a plan's circular, with projects as in ``project_json``.

    ``clashes`` is what those who share the ledger recorded at once (两处同时记录).
    """
    return {
        "plan": key,
        "title": circular.plan,
        "period": {
            "name": circular.span.name,
            "start": iso(circular.span.start),
            "end": iso(circular.span.end),
            "since": iso(circular.since),
        },
        "as_of": iso(circular.as_of),
        "total": count_json(circular.total),
        "previous": count_json(circular.previous),
        "categories": [{"category": c.name, **count_json(c)} for c in circular.categories],
        "overdue": [
            {**project_json(late.item), "working_days": late.working_days, "level": late.level}
            for late in circular.overdue
        ],
        "review": [project_json(item) for item in circular.review],
        "due_soon": [project_json(item) for item in circular.due_soon],
        "changes": [difference_json(difference) for difference in circular.differences],
        "entries": log_json(entry.event for entry in circular.entries),
        "decisions": log_json(entry.event for entry in circular.decisions),
        "letters": [
            {
                "year": letter.year,
                "number": letter.number,
                "unit": letter.unit,
                "step": letter.step.value,
                "on": iso(letter.on),
                "by": iso(letter.by),
                "projects": [str(item.project.id) for item in letter.items],
                "waiting": [str(item.project.id) for item in letter.waiting],
                "answer": letter.answer.value,
                "answered_on": iso(letter.answered_on) or None,
                "sign": letter.sign,
            }
            for letter in circular.letters
        ],
        "silent": [
            {"unit": unit, "projects": [str(item.project.id) for item in items]}
            for unit, items in circular.silent.items()
        ],
        "resting": [project_json(resting.item) for resting in circular.resting],
        "outcomes": [
            {
                "id": str(outcome.item.project.id),
                "result": outcome.result.value,
                "on": iso(outcome.on) or None,
                "deferrals": outcome.item.state.deferrals,
                "reason": outcome.reason,
                "into": outcome.into and outcome.into._asdict(),
                "from": outcome.source and outcome.source._asdict(),
                "said": outcome_text(outcome),
            }
            for outcome in circular.outcomes
        ],
        "closings": [
            {"id": str(c.item.project.id), "unmet": [target.name for target in c.unmet]}
            for c in circular.closings
        ],
        "at_once": at_once_json(clashes),
    }
