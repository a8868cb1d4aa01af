"""What a requirement promises: a kind, a window and dated targets (its steps, or a rhythm's occurrences)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from dushiquan.domain.plan import Kind, Target
from dushiquan.phrases.deadline import Requirement
from dushiquan.phrases.rhythm import Rhythm, name_of, occurrences


class Promise(NamedTuple):
    """What a project is to do, from when, by when, and by which dated targets."""

    kind: Kind
    start: date | None
    due: date | None
    targets: tuple[Target, ...]


def promise(read: Requirement, known: date | None = None, given: Mapping[str, Any] | None = None) -> Promise:
    """Return what a requirement promises, unless ``given`` says its ``kind``, ``start`` or ``due`` itself.

    ``known`` is the day from which the project is asked for: a recurring duty begins then, if its window has
    begun already.
    """
    given = given or {}
    kind = given.get("kind", read.kind)
    if kind is Kind.UNKNOWN and given.get("due") and "kind" not in given:
        kind = Kind.COMPLETE  # a day to which something is due, whatever the words beside it
    start, due = read.start, read.due
    targets = () if "due" in given else tuple(Target(s.text or str(s.due), due=s.due) for s in read.steps)
    if read.rhythm and kind is Kind.RECURRING:
        rhythm = replace(
            read.rhythm,
            start=given.get("start") or read.rhythm.start,
            due=given.get("due") or read.rhythm.due,
        )
        targets = occurring(rhythm, known)
        due = rhythm.due
        start = known if known and rhythm.start < known <= due else rhythm.start
    return Promise(kind, given.get("start", start), given.get("due", due), targets)


def occurring(rhythm: Rhythm, known: date | None) -> tuple[Target, ...]:
    """Return the occurrences of a rhythm as targets, each with its day.

    Those of a week or ten days are too many: they are one target, to be counted by the end of the window.
    """
    days = occurrences(rhythm, known)
    if not rhythm.counted:
        return tuple(Target(name_of(rhythm, day), rhythm.times, "次", day) for day in days)
    goal = len(days) * rhythm.times
    return (Target(name_of(rhythm, rhythm.due), goal, "次", rhythm.due),) if days else ()
