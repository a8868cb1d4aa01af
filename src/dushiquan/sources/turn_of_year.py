"""Months that run over the turn of the year though only the plan's year is named: 9月, 12月, then 1月."""

import re
from collections.abc import Sequence
from itertools import pairwise

from dushiquan.domain.plan import Project

_MONTH = re.compile(r"\D{0,4}(?:1[0-2]|[1-9])月")
_LATE, _EARLY = 11, 2
_FEWEST = 3


def first_after_turn(projects: Sequence[Project]) -> Project | None:
    """Return the project with which the months of a plan begin anew; None if they do not, or more than once.

    They run on for less than a year, within one category: 9月, 11月, 12月, 1月, but not 1月, 12月, 1月.
    """
    dated = [
        (project.due, project)
        for project in projects
        if project.due and "年" not in project.requirement and _MONTH.match(project.requirement)
    ]
    turns = [(before, after) for before, after in pairwise(dated) if after[0].month < before[0].month]
    if len(dated) < _FEWEST or len(turns) != 1:
        return None
    ((before, after),) = turns
    runs_over = before[0].month >= _LATE and after[0].month <= _EARLY
    is_short = dated[0][0].month > dated[-1][0].month
    return after[1] if runs_over and is_short and before[1].category == after[1].category else None
