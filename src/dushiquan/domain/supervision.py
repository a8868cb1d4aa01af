"""Supervision (督办): what is overdue, what is near, what is behind, and the light it gets."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum, unique
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from dushiquan.domain.plan import DUTIES, Kind, Project
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.status import State, is_met, progress_of


@unique
class Light(StrEnum):
    """The warning light (预警)."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


@unique
class ReasonKind(StrEnum):
    """What a reason of a light is about."""

    OVERDUE = "overdue"
    TARGET_OVERDUE = "target_overdue"
    BEHIND_PACE = "behind_pace"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    UNREPORTED = "unreported"
    FOR_REVIEW = "for_review"
    WITHDRAWN = "withdrawn"


class Reason(NamedTuple):
    """Why a project has its light; each kind fills only the fields it needs.

    ``days`` are overdue, left or silent; ``points`` are behind pace, at ``progress`` percent.
    """

    kind: ReasonKind
    days: int = 0
    target: str = ""
    progress: int = 0
    points: float = 0


class Supervision(NamedTuple):
    """What supervision says of a project as of a day.

    ``days_left`` counts to the due date in force (negative past it) and is None without one or when
    nothing is asked; ``days_overdue`` is 0 when not late; ``for_review`` marks an ``advance`` past its
    window (年末待评估); ``pace`` is the share of the window that has passed, in percent.
    """

    progress: int | None
    light: Light | None = None
    reasons: tuple[Reason, ...] = ()
    days_left: int | None = None
    days_overdue: int = 0
    for_review: bool = False
    pace: int | None = None


class Item(NamedTuple):
    """A line of the ledger: a project, where it stands, and what supervision says of it."""

    project: Project
    state: State
    supervision: Supervision


def supervise(
    project: Project,
    state: State,
    as_of: date,
    *,
    known_since: date | None = None,
    settings: Settings = DEFAULTS,
) -> Supervision:
    """Supervise a project as of the end of a day; ``known_since`` is when its plan was issued or, where it
    does not say, first loaded.

    Overdue, light and pace follow design.md section 3, each in its own function below.
    """
    progress = progress_of(project.targets, state)
    passed = _window_passed(project.start, state.due, as_of)
    pace = passed[0] * 100 // passed[1] if passed else None
    if not state.is_open:
        gone = (Reason(ReasonKind.WITHDRAWN),) if state.withdrawn_on else ()
        return Supervision(progress, reasons=gone, pace=pace)
    late = _lateness(project, state, as_of)
    days_left = (state.due - as_of).days if state.due else None
    for_review = project.kind is Kind.ADVANCE and state.due is not None and as_of > state.due
    red, yellow = list(late), []
    if progress is not None and passed:
        behind = _behind_pace(progress, passed, settings)
        if behind and behind.points > settings.behind_red_points:
            red.append(behind)
        elif behind:
            yellow.append(behind)
    if not late and is_due_soon(project, state, as_of, settings.due_soon_days):
        yellow.append(Reason(ReasonKind.DUE_SOON, days_left) if days_left else Reason(ReasonKind.DUE_TODAY))
    if state.due is None or as_of <= state.due:
        silent = silent_days(project, state, as_of, known_since)
        if silent is not None and silent > settings.unreported_days:
            yellow.append(Reason(ReasonKind.UNREPORTED, silent))
    if for_review:
        yellow.append(Reason(ReasonKind.FOR_REVIEW))
    return Supervision(
        progress,
        Light.RED if red else Light.YELLOW if yellow else Light.GREEN,
        (*red, *yellow),
        days_left,
        late[0].days if late else 0,
        for_review,
        pace,
    )


def _lateness(project: Project, state: State, as_of: date) -> list[Reason]:
    """What is late, most days first: the project past its date in force, a target past its own.

    Due today is not late; only complete, submit and hold can be.
    """
    if project.kind not in DUTIES:
        return []
    late = []
    if state.due and as_of > state.due:
        late.append(Reason(ReasonKind.OVERDUE, (as_of - state.due).days))
    for target in project.targets:
        if target.due == project.due:
            continue  # the last step: late when the project is, by the date in force
        if target.due and as_of > target.due and not is_met(target, state):
            late.append(Reason(ReasonKind.TARGET_OVERDUE, (as_of - target.due).days, target.name))
    return sorted(late, key=attrgetter("days"), reverse=True)


def _behind_pace(progress: int, passed: tuple[int, int], settings: Settings) -> Reason | None:
    """How far a project is behind pace, or None if it is not far enough to say so.

    The points are whole unless rounding would carry them across a threshold: 30.1 is not 30.
    """
    days, total = passed
    exact = (days * 100 - progress * total) / total  # one division, so that a threshold is met exactly
    red = settings.behind_red_points
    if exact <= 0 or (exact <= red and exact < settings.behind_yellow_points):
        return None
    rounded = (round(exact, digits) for digits in range(6))
    points = next((few for few in rounded if few > 0 and (few > red) == (exact > red)), exact)
    return Reason(ReasonKind.BEHIND_PACE, progress=progress, points=points)


def is_due_soon(project: Project, state: State, as_of: date, within: int) -> bool:
    """Whether something is to be finished within so many days, today and the last day among them."""
    return (
        project.kind in DUTIES
        and state.is_open
        and state.due is not None
        and 0 <= (state.due - as_of).days <= within
    )


def silent_days(project: Project, state: State, as_of: date, known_since: date | None) -> int | None:
    """Days since something was heard of a project; None while nothing can be expected.

    Counted from the last report, or where there is none from the day the window opened or the plan became
    known, whichever is later. None before the window opens, and for what is done, paused or dropped.
    """
    if not state.is_open:
        return None
    if project.start and as_of < project.start:
        return None
    since = max(filter(None, (state.last_reported, project.start, known_since)), default=None)
    return max(0, (as_of - since).days) if since else None


def _window_passed(start: date | None, due: date | None, as_of: date) -> tuple[int, int] | None:
    """序时: days of the window [start, due] that have passed by the end of ``as_of``, and all its days."""
    if not start or not due or as_of < start or due < start:
        return None
    total = (due - start).days + 1
    return min((as_of - start).days + 1, total), total


LEVELS = ("专业委员会执行", "主任办公会议议事", "秘书长工作会议协商", "市长联席会议决策")
"""The four levels of the notice's mechanism (四、工作举措（一）), the nearest to the work first."""


def suggested_level(days_overdue: int, settings: Settings = DEFAULTS) -> str:
    """At which of the four levels a late item should be taken up; "" below the first threshold."""
    thresholds = (
        settings.level_1_days,
        settings.level_2_days,
        settings.level_3_days,
        settings.level_4_days,
    )
    reached = [level for level, days in zip(LEVELS, thresholds, strict=True) if days_overdue >= days]
    return reached[-1] if reached else ""


@lru_cache(1024)
def working_days_late(due: date, as_of: date) -> int | None:
    """Working days after ``due`` up to ``as_of``, by the State Council's yearly holiday notices.

    None where the calendar does not know one of the years.
    """
    from chinese_calendar import get_workdays

    try:
        return len(get_workdays(due + timedelta(days=1), as_of)) if as_of > due else 0
    except NotImplementedError:
        return None


def overdue(items: Iterable[Item]) -> list[Item]:
    """The late ones, most days first."""
    late = [item for item in items if item.supervision.days_overdue]
    return sorted(late, key=lambda item: -item.supervision.days_overdue)


def for_review(items: Iterable[Item]) -> list[Item]:
    """年末待评估: those to advance whose window is over; never counted as overdue."""
    return [item for item in items if item.supervision.for_review]


def due_soon(items: Iterable[Item], as_of: date, settings: Settings = DEFAULTS) -> list[Item]:
    """Those that fall due within the set days and are not late yet, the nearest first."""
    soon = [
        item
        for item in items
        if not item.supervision.days_overdue
        and is_due_soon(item.project, item.state, as_of, settings.due_soon_days)
    ]
    return sorted(soon, key=lambda item: item.state.due or date.max)
