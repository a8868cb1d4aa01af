"""Supervision (督办): what is overdue, near its deadline or behind pace, and the light it gets."""

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
    """What a reason for a light is about."""

    OVERDUE = "overdue"
    TARGET_OVERDUE = "target_overdue"
    BEHIND_PACE = "behind_pace"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    UNREPORTED = "unreported"
    FOR_REVIEW = "for_review"
    WITHDRAWN = "withdrawn"


class Reason(NamedTuple):
    """A reason for a light; each kind fills only the fields it needs.

    ``days`` are the days overdue, left or silent. ``points`` are the percentage points behind pace, at
    ``progress`` percent.
    """

    kind: ReasonKind
    days: int = 0
    target: str = ""
    progress: int = 0
    points: float = 0


class Supervision(NamedTuple):
    """The light of a project as of a day, and the numbers behind it.

    ``days_left`` counts to the due date in force, and is negative past it; it is None without a due date or
    for a project that is not open. ``days_overdue`` is 0 if the project is not late. ``for_review`` marks an
    ``advance`` past its window (年末待评估). ``pace`` is the share of the window that has passed, in percent.
    """

    progress: int | None
    light: Light | None = None
    reasons: tuple[Reason, ...] = ()
    days_left: int | None = None
    days_overdue: int = 0
    for_review: bool = False
    pace: int | None = None


class Item(NamedTuple):
    """A line of the ledger: a project, its state and its supervision."""

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
    """Work out the light of a project as of the end of a day, by the rules of design.md section 3.

    ``known_since`` is the day the plan was issued or, if it does not say, first loaded.
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
    """Return what is late, most days first: the project by its due date in force, targets by their own.

    Due today is not late. Only ``DUTIES`` can be late.
    """
    if project.kind not in DUTIES:
        return []
    late = []
    if state.due and as_of > state.due:
        late.append(Reason(ReasonKind.OVERDUE, (as_of - state.due).days))
    for target in project.targets:
        if target.due == project.due:
            continue  # the last step shares the project's due date, which may have been deferred
        if target.due and as_of > target.due and not is_met(target, state):
            late.append(Reason(ReasonKind.TARGET_OVERDUE, (as_of - target.due).days, target.name))
    return sorted(late, key=attrgetter("days"), reverse=True)


def _behind_pace(progress: int, passed: tuple[int, int], settings: Settings) -> Reason | None:
    """Return how far a project is behind pace, or None if that is not enough for a light.

    The points are whole unless rounding would carry them across a threshold: 30.1 is not 30.
    """
    days, total = passed
    exact = (days * 100 - progress * total) / total  # a single division is exact on a threshold
    red = settings.behind_red_points
    if exact <= 0 or (exact <= red and exact < settings.behind_yellow_points):
        return None
    rounded = (round(exact, digits) for digits in range(6))
    points = next((few for few in rounded if few > 0 and (few > red) == (exact > red)), exact)
    return Reason(ReasonKind.BEHIND_PACE, progress=progress, points=points)


def is_due_soon(project: Project, state: State, as_of: date, within: int) -> bool:
    """Whether an open duty is due within so many days, both today and the last day included."""
    return (
        project.kind in DUTIES
        and state.is_open
        and state.due is not None
        and 0 <= (state.due - as_of).days <= within
    )


def silent_days(project: Project, state: State, as_of: date, known_since: date | None) -> int | None:
    """Return the days since the last report, or None while no report is expected.

    Silence counts from the latest of the last report, the opening of the window and the day the plan became
    known. No report is expected before the window opens, or of a project that is not open.
    """
    if not state.is_open:
        return None
    if project.start and as_of < project.start:
        return None
    since = max(filter(None, (state.last_reported, project.start, known_since)), default=None)
    return max(0, (as_of - since).days) if since else None


def _window_passed(start: date | None, due: date | None, as_of: date) -> tuple[int, int] | None:
    """Return the days of the window [start, due] passed by the end of ``as_of``, and all its days (序时)."""
    if not start or not due or as_of < start or due < start:
        return None
    total = (due - start).days + 1
    return min((as_of - start).days + 1, total), total


LEVELS = ("专业委员会执行", "主任办公会议议事", "秘书长工作会议协商", "市长联席会议决策")
"""The four levels of the notice's mechanism (四、工作举措（一）), lowest first."""


def suggested_level(days_overdue: int, settings: Settings = DEFAULTS) -> str:
    """Return the level that should take up a late item, or "" below the first threshold."""
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
    """Return the working days after ``due`` up to ``as_of``, or None if the calendar lacks one of the years.

    The calendar follows the State Council's yearly holiday notices.
    """
    from chinese_calendar import get_workdays

    try:
        return len(get_workdays(due + timedelta(days=1), as_of)) if as_of > due else 0
    except NotImplementedError:
        return None


def overdue(items: Iterable[Item]) -> list[Item]:
    """Return the late items, most days first."""
    late = [item for item in items if item.supervision.days_overdue]
    return sorted(late, key=lambda item: -item.supervision.days_overdue)


def for_review(items: Iterable[Item]) -> list[Item]:
    """Return the items to advance whose window is over (年末待评估); they never count as overdue."""
    return [item for item in items if item.supervision.for_review]


def due_soon(items: Iterable[Item], as_of: date, settings: Settings = DEFAULTS) -> list[Item]:
    """Return the items due within ``due_soon_days`` and not late, nearest first."""
    soon = [
        item
        for item in items
        if not item.supervision.days_overdue
        and is_due_soon(item.project, item.state, as_of, settings.due_soon_days)
    ]
    return sorted(soon, key=lambda item: item.state.due or date.max)
