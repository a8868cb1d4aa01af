"""A selection as SQL conditions on ``p`` (projects) and ``s`` (states)."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from dushiquan.domain.names import folded
from dushiquan.domain.selection import Selection
from dushiquan.domain.status import RESTING

Term = tuple[str, Sequence[Any]]
"""An SQL condition, and the values of its placeholders."""


def standing(event: str) -> str:
    """Return the condition that an event was not taken back, or that its revocation was.

    ``acts.take_back`` never revokes the revocation of a revocation.
    """
    return (
        f"NOT EXISTS (SELECT 1 FROM events x WHERE x.revokes = {event}.id AND x.kind = 'revoke'"
        " AND NOT EXISTS (SELECT 1 FROM events y WHERE y.revokes = x.id AND y.kind = 'revoke'))"
    )


def moved_since(as_of: date, until: str | None = None) -> Term:
    """Return a query of the projects whose stored state may differ from their state on a day.

    They have an event that took effect after the day, or was entered at the moment ``until`` or later.
    """
    later = 'SELECT project FROM events WHERE "on" > ?'
    if until is None:
        return later, [as_of.isoformat()]
    return f"{later} OR recorded_at >= ?", [as_of.isoformat(), until]


def conditions(
    plan: str, selection: Selection, as_of: date = date.max, *, moved: Term | None = None
) -> tuple[str, list[Any]]:
    """Return conditions that hold for every item that the selection admits on a day.

    They may hold for other items, too. Projects in the query ``moved`` are not filtered, except by plan,
    since they may have been different on that day, and have had another id.
    """
    terms = [_of_plan(plan, selection, moved)]
    narrowing = [
        *_searched(selection.search, as_of),
        *_asked_of_plan(plan, selection),
        *_asked_of_state(selection, as_of),
    ]
    if narrowing and moved:
        selected, moved_values = moved
        both, values = _joined(narrowing)
        narrowing = [(f"(p.pk IN ({selected}) OR {both})", [*moved_values, *values])]
    return _joined([*terms, *narrowing])


def _joined(terms: Sequence[Term]) -> tuple[str, list[Any]]:
    return " AND ".join(term for term, _ in terms), [value for _, values in terms for value in values]


_LISTED = "IN (SELECT value FROM json_each(?))"


def _listed(values: Iterable[Any]) -> list[str]:
    return [json.dumps(list(values))]


def _of_plan(plan: str, selection: Selection, moved: Term | None) -> Term:
    if not selection.ids:
        # The + makes SQLite use the index of categories instead of scanning the plan in order.
        return "+p.plan = ?" if selection.categories and not moved else "p.plan = ?", [plan]
    # With the condition on p itself, SQLite would scan the plan in order.
    named = f"SELECT pk FROM projects WHERE plan = ? AND id {_LISTED}"
    if moved is None:
        return f"p.pk IN ({named})", [plan, *_listed(selection.ids)]
    others, values = moved
    term = f"p.plan = ? AND p.pk IN ({named} UNION {others})"
    return term, [plan, plan, *_listed(selection.ids), *values]


def _searched(texts: Sequence[str], as_of: date) -> Iterator[Term]:
    """Yield a condition on title, content and notes; Chinese characters alone have neither case nor width."""
    terms = []
    values: list[str] = []
    for text in texts:
        plain = re.fullmatch("[\u4e00-\u9fff]+", text) is not None
        title, content, note = (
            name if plain else f"folded({name})" for name in ("p.title", "p.content", "n.note")
        )
        terms.append(
            f"(instr({title}, ?) OR instr({content}, ?) OR p.pk IN (SELECT n.project FROM events n"
            f' WHERE instr({note}, ?) AND n."on" <= ? AND {standing("n")}))'
        )
        values += [*[text if plain else folded(text)] * 3, as_of.isoformat()]
    if terms:
        yield f"({' OR '.join(terms)})", values


def _asked_of_plan(plan: str, selection: Selection) -> Iterator[Term]:
    if selection.categories:
        named = f"SELECT pk FROM categories WHERE name {_LISTED}"
        yield f"p.category IN ({named})", _listed(selection.categories)
    if selection.kinds:
        yield f"p.kind {_LISTED}", _listed(selection.kinds)
    if selection.units:
        role = f" AND pu.role = '{selection.role}'" if selection.role in ("lead", "support") else ""
        named = "SELECT pu.project FROM units u JOIN project_units pu ON pu.unit = u.pk WHERE u.name"
        answering = (
            "SELECT q.pk FROM projects q JOIN json_each(q.persons) person"
            f" WHERE q.plan = ? AND q.persons <> '[]' AND person.value {_LISTED}"
        )
        names = _listed(selection.units)
        if selection.role == "support":
            yield f"p.pk IN ({named} {_LISTED}{role})", names
        else:
            yield f"p.pk IN ({named} {_LISTED}{role} UNION {answering})", [*names, plan, *names]
    if selection.regions:
        yield f"p.pk IN (SELECT project FROM regions WHERE name {_LISTED})", _listed(selection.regions)


_OCCURS = "EXISTS (SELECT 1 FROM targets t WHERE t.project = p.pk AND t.due IS NOT NULL)"
"""Projects with dated targets: what is due next is the open one, found from targets and counts."""


def _asked_of_state(selection: Selection, as_of: date) -> Iterator[Term]:
    if selection.in_plan:
        yield "s.withdrawn_on IS NULL", []
    if selection.statuses or selection.withdrawn:
        besides = " OR s.withdrawn_on IS NOT NULL" if selection.withdrawn else ""
        yield f"(s.status {_LISTED}{besides})", _listed(selection.statuses)
    if selection.within is not None or selection.past_due:
        yield f"s.status NOT {_LISTED}", _listed(RESTING)
    if selection.due_from:
        yield f"(s.due >= ? OR {_OCCURS})", [selection.due_from.isoformat()]
    if selection.due_to:
        yield f"(s.due <= ? OR {_OCCURS})", [selection.due_to.isoformat()]
    if selection.within is not None:
        last = as_of + timedelta(days=selection.within)
        yield f"(s.due BETWEEN ? AND ? OR {_OCCURS})", [as_of.isoformat(), last.isoformat()]
    if selection.past_due:
        day = as_of.isoformat()
        yield "(s.due < ? OR p.pk IN (SELECT project FROM targets WHERE due < ?))", [day, day]
