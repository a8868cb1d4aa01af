"""Carrying unfinished projects into another plan (结转): which may be, and what goes with them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from dushiquan.domain.events import Event
from dushiquan.domain.matching import MOST_PAIRS, are_alike, have_one_title
from dushiquan.domain.plan import Kind, Project, Target
from dushiquan.domain.recurring import is_by_occurrences
from dushiquan.domain.status import CLOSED, State
from dushiquan.domain.supervision import Item


class Unfinished(NamedTuple):
    """An unfinished project, and those of the new plan that look like the same one."""

    item: Item
    alike: tuple[Project, ...]


class Carried(NamedTuple):
    """A project that was carried, as it was (``was``, ``state``) and as it goes on (``now``).

    ``added`` tells that it was added to the new plan; ``undated`` that its requirement stayed a text, as its
    days are of the other year. ``after`` is the state of the new one. ``events`` are what was recorded of
    both, the first one of the old project.
    """

    was: Project
    state: State
    now: Project
    after: State
    added: bool
    undated: bool
    events: tuple[Event, ...]


def is_unfinished(state: State) -> bool:
    """Tell whether a project may be carried: it is in the plan, and open or paused."""
    return state.status not in CLOSED and state.withdrawn_on is None


def alike(projects: Sequence[Project], rows: Sequence[Project]) -> list[list[Project]]:
    """Return for each project those of the new plan that look like the same one, by their titles.

    With very many pairs only equal titles are seen.
    """
    is_like = are_alike if len(projects) * len(rows) <= MOST_PAIRS else have_one_title
    return [[row for row in rows if is_like(project.title, row.title)] for project in projects]


_YEAR = re.compile(r"[0-9〇○零一二三四五六七八九]{2,4}\s*年|[今本去明当]年|20[0-9]{2}")


def is_of_its_year(requirement: str, read: Project) -> bool:
    """Tell whether a requirement means days of the year that it was written for.

    ``read`` is how it reads in the new plan. It goes on as it is if it names no day, or comes again every
    month or quarter: 加快推进, 全年推进, 每季度一次. 9月底前完成 was meant for the other year.
    """
    if _YEAR.search(requirement):
        return True
    if read.kind is Kind.RECURRING or read.due is None:
        return False
    whole = read.start is not None and (read.start.month, read.start.day) == (1, 1)
    return not (read.kind is Kind.ADVANCE and whole and (read.due.month, read.due.day) == (12, 31))


def targets_to_bring(was: Project, now: Project) -> tuple[Target, ...]:
    """Return the targets that a new project takes over, without their days, which were of the other year.

    Occurrences are not taken over, nor is anything if the new requirement has targets of its own.
    """
    if now.targets or is_by_occurrences(was):
        return now.targets
    return tuple(target._replace(due=None) for target in was.targets)


def counts_to_bring(was: Project, state: State, now: Project, new_state: State) -> dict[str, int]:
    """Return the counts of the targets that both projects have and the new one has not counted yet."""
    if is_by_occurrences(was):
        return {}
    goals = {target.name for target in now.targets}
    return {
        target.name: state.counts[target.name]
        for target in was.targets
        if target.name in goals and state.counts.get(target.name) and not new_state.counts.get(target.name)
    }


def later_reports(events: Sequence[Event]) -> list[Event]:
    """Return the reports among events after the day of a carry: they would be left behind."""
    return [event for event in events if event.is_report]
