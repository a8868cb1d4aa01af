"""Supervision (督办): what is overdue, near its deadline or behind pace, and the light it gets."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum, unique
from operator import attrgetter
from typing import NamedTuple

from dushiquan.domain.plan import DUTIES, EscalationLevel, Kind, Project, Target
from dushiquan.domain.recurring import (
    due_soon_days,
    due_with,
    expects_report,
    is_by_occurrences,
    milestone_day,
    milestones,
    occurrences_passed,
    open_step,
)
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
    MILESTONE_OVERDUE = "milestone_overdue"
    OCCURRENCE_OVERDUE = "occurrence_overdue"
    BEHIND_PACE = "behind_pace"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    UNREPORTED = "unreported"
    FOR_REVIEW = "for_review"
    WITHDRAWN = "withdrawn"


class Reason(NamedTuple):
    """A reason for a light; each kind fills only the fields it needs.

    ``days`` are the days overdue, left or silent. ``more`` counts the other occurrences that are late as well
    as ``target``. ``points`` are the percentage points behind pace, at ``progress`` percent.
    """

    kind: ReasonKind
    days: int = 0
    target: str = ""
    progress: int = 0
    points: float = 0
    more: int = 0


class Supervision(NamedTuple):
    """The light of a project as of a day, and the numbers behind it.

    ``due`` is the day by which something is due next, ``step`` the target due then, "" if it is the project
    itself. ``days_left`` counts to that day, and is negative past it; it is None without such a day or for a
    project that is not open. ``days_overdue`` is 0 if the project is not late. ``for_review`` marks an
    ``advance`` past its window (年末待评估). ``pace`` is the share of the window, of the way along its
    milestones, or of the occurrences, that has passed, in percent, rounded down; if the project is behind, it
    is what ``points`` are counted from.
    """

    progress: int | None
    light: Light | None = None
    reasons: tuple[Reason, ...] = ()
    days_left: int | None = None
    days_overdue: int = 0
    for_review: bool = False
    pace: float | None = None
    due: date | None = None
    step: str = ""

    @property
    def points_behind(self) -> float:
        """The percentage points behind pace; 0 if they are too few for a light."""
        return max((reason.points for reason in self.reasons), default=0)


class Item(NamedTuple):
    """A line of the ledger: a project, its state and its supervision."""

    project: Project
    state: State
    supervision: Supervision

    @property
    def due(self) -> date | None:
        """The day by which something is due next: the date in force, or that of the next step before it."""
        return self.supervision.due

    @property
    def pressure(self) -> tuple[int, float]:
        """How much it presses: the days it is late, then the points it is behind pace."""
        return self.supervision.days_overdue, self.supervision.points_behind


Share = tuple[int, int]
"""A share of a whole as a fraction, not reduced: so many of so many days, or occurrences."""

_MOST_DIGITS = 5
"""The digits of points and pace are as many as keep them on their side of a threshold, at most these."""


def supervise(
    project: Project,
    state: State,
    as_of: date,
    *,
    known_since: date | None = None,
    settings: Settings = DEFAULTS,
) -> Supervision:
    """Work out the light of a project as of the end of a day, by docs/rules.md, "Overdue" to "Silence".

    ``known_since`` is the day the plan was issued or, if it does not say, first loaded. A project that waits
    for the office stays as late as on the day of its application.
    """
    if state.awaits_office and state.applied_on:
        as_of = min(as_of, state.applied_on)
    progress = progress_of(project.targets, state)
    next_step = open_step(project, state, as_of)
    due = due_with(project, state, next_step)
    step = next_step.name if next_step and next_step.due == due else ""
    passed = _share_passed(project, state, as_of)
    pace: float | None = passed[0] * 100 // passed[1] if passed else None
    if not state.is_open:
        gone = (Reason(ReasonKind.WITHDRAWN),) if state.withdrawn_on else ()
        return Supervision(progress=progress, reasons=gone, pace=pace, due=due, step=step)
    late = _lateness(project, state, as_of)
    red, yellow = late, []
    behind = passed and progress is not None and _behind_pace(project, state, progress, passed, settings)
    if behind:
        # Shown side by side, progress and points have to add up to pace, so it is as exact as the points are.
        pace = round(behind.progress + behind.points, _MOST_DIGITS)
        if behind.points > settings.behind_red_points:
            red = [*late, behind]
        else:
            yellow.append(behind)
    days_left = (due - as_of).days if due else None
    if not late and _is_due_soon(project, state, as_of, next_step, due, settings):
        kind = ReasonKind.DUE_SOON if days_left else ReasonKind.DUE_TODAY
        yellow.append(Reason(kind, days_left or 0, step))
    if due is None or as_of <= due:
        silent = silent_days(project, state, as_of, known_since)
        if silent is not None and silent > settings.unreported_days:
            yellow.append(Reason(ReasonKind.UNREPORTED, silent))
    for_review = project.kind is Kind.ADVANCE and state.due is not None and as_of > state.due
    if for_review:
        yellow.append(Reason(ReasonKind.FOR_REVIEW))
    return Supervision(
        progress=progress,
        light=Light.RED if red else Light.YELLOW if yellow else Light.GREEN,
        reasons=(*red, *yellow),
        days_left=days_left,
        days_overdue=late[0].days if late else 0,
        for_review=for_review,
        pace=pace,
        due=due,
        step=step,
    )


def _share_passed(project: Project, state: State, as_of: date) -> Share | None:
    """Return the share of a project's occurrences, or of its window, that has passed by the end of a day."""
    if not project.targets:
        return window_passed(project.start, state.due, as_of)
    if is_by_occurrences(project):
        return occurrences_passed(project, as_of)
    days = [milestone_day(project, each, state.due) for each in milestones(project)]
    return window_passed(project.start, state.due, as_of, list(filter(None, days)))


def _lateness(project: Project, state: State, as_of: date) -> list[Reason]:
    """Return what is late, most days first: the project by its due date in force, targets by their own.

    Due today is not late. Only ``DUTIES`` can be late by the project's due date. The late occurrences of a
    recurring duty are one reason.
    """
    late = []
    if state.due and as_of > state.due and project.kind in DUTIES:
        late.append(Reason(ReasonKind.OVERDUE, (as_of - state.due).days))
    if not project.targets:
        return late
    missed: list[Reason] = []
    recurs = project.kind is Kind.RECURRING
    kind = ReasonKind.OCCURRENCE_OVERDUE if recurs else ReasonKind.MILESTONE_OVERDUE
    for target in project.targets:
        due = target.due
        if due == project.due and not is_by_occurrences(project):
            # It is the last step: due with the project, even if that was deferred. Only a recurring duty is
            # late by it; the lateness of any other project is a reason already.
            due = state.due if recurs else None
        if due and as_of > due and not is_met(target, state):
            missed.append(Reason(kind, (as_of - due).days, target.name))
    if not missed:
        return late
    missed.sort(key=attrgetter("days"), reverse=True)
    if recurs:
        missed = [missed[0]._replace(more=len(missed) - 1)]
    return sorted([*late, *missed], key=attrgetter("days"), reverse=True)


def _behind_pace(
    project: Project, state: State, progress: int, passed: Share, settings: Settings
) -> Reason | None:
    """Return how far a project is behind pace, or None if that is not enough for a light.

    A duty by occurrences is behind if one of them is late, which is a reason of its own. An application says
    that the work is finished, so it cannot be behind.

    The points are rounded down as pace is, so that pace less progress gives them. They are whole unless
    rounding would carry them across a threshold: 30.1 is not 30.
    """
    if state.awaits_office or is_by_occurrences(project):
        return None
    days, total = passed
    lag = days * 100 - progress * total
    exact = lag / total  # a single division is exact on a threshold
    red = settings.behind_red_points
    if exact <= 0 or (exact <= red and exact < settings.behind_yellow_points):
        return None
    rounded = (lag * 10**digits // total / 10**digits for digits in range(_MOST_DIGITS + 1))
    points = next((each for each in rounded if each > 0 and (each > red) == (exact > red)), exact)
    return Reason(ReasonKind.BEHIND_PACE, progress=progress, points=points)


def is_due_within(project: Project, state: State, as_of: date, days: int) -> bool:
    """Tell whether an open duty is due within so many days, both today and the last day included."""
    step = open_step(project, state, as_of)
    return _is_due_within(project, state, as_of, days, step, due_with(project, state, step))


def is_due_soon(project: Project, state: State, as_of: date, settings: Settings = DEFAULTS) -> bool:
    """Tell whether an open duty is near its day (临近): as near as the settings and its rhythm say."""
    step = open_step(project, state, as_of)
    return _is_due_soon(project, state, as_of, step, due_with(project, state, step), settings)


def _is_due_soon(
    project: Project, state: State, as_of: date, step: Target | None, due: date | None, settings: Settings
) -> bool:
    days = due_soon_days(project, settings.due_soon_days)
    return _is_due_within(project, state, as_of, days, step, due)


def _is_due_within(
    project: Project, state: State, as_of: date, days: int, step: Target | None, due: date | None
) -> bool:
    return (
        due is not None
        and 0 <= (due - as_of).days <= days
        and (step is not None or project.kind in DUTIES)
        and state.is_open
        and not state.awaits_office
    )


def silent_days(project: Project, state: State, as_of: date, known_since: date | None) -> int | None:
    """Return the days since the last report, or None while no report is expected.

    Silence counts from the latest of the last report, the opening of the window and the day the plan, or the
    project, became known. No report is expected before the window opens, of a project that is not open or
    that waits for the office, or between the occurrences of a recurring duty.
    """
    if (
        not state.is_open
        or state.awaits_office
        or not expects_report(project, state, as_of - timedelta(days=1))
    ):
        return None
    if project.start and as_of < project.start:
        return None
    starts = (state.last_reported, project.start, known_since, state.known_on)
    since = max(filter(None, starts), default=None)
    return max(0, (as_of - since).days) if since else None


def window_passed(
    start: date | None, due: date | None, as_of: date, milestones: Sequence[date] = ()
) -> Share | None:
    """Return the share of the window [start, due] passed by the end of ``as_of`` (序时), as a fraction.

    Each of the milestones within the window, and its end if no milestone is due then, is worth the same part
    of the way, reached on its day; between them the way is even. Without milestones the days count alone.
    """
    if not start or not due or as_of < start or due < start:
        return None
    if not milestones:
        return (1, 1) if as_of >= due else ((as_of - start).days + 1, (due - start).days + 1)
    stops = sorted(day for day in milestones if start <= day <= due)
    if due not in stops:
        stops.append(due)
    reached = [day for day in stops if day <= as_of]
    ahead = stops[len(reached) :]
    if not ahead:
        return 1, 1
    last = reached[-1] if reached else start - timedelta(days=1)
    days = (ahead[0] - last).days
    parts = len(reached) * days + ahead.count(ahead[0]) * (as_of - last).days
    return parts, len(stops) * days


def suggested_level(days_overdue: int, levels: Sequence[EscalationLevel]) -> str:
    """Return the level of a plan that should take up a late item, or "" below its first one."""
    reached = [level.name for level in levels if days_overdue >= level.days]
    return reached[-1] if reached else ""


def overdue(items: Iterable[Item]) -> list[Item]:
    """Return the late items, most days first."""
    late = [item for item in items if item.supervision.days_overdue]
    return sorted(late, key=lambda item: -item.supervision.days_overdue)


def for_review(items: Iterable[Item]) -> list[Item]:
    """Return the items to advance whose window is over (年末待评估); they never count as overdue."""
    return [item for item in items if item.supervision.for_review]


def due_soon(items: Iterable[Item], as_of: date, settings: Settings = DEFAULTS) -> list[Item]:
    """Return the items that are due soon and not late, nearest first."""
    return _nearest_first(i for i in items if is_due_soon(i.project, i.state, as_of, settings))


def due_within(items: Iterable[Item], as_of: date, days: int) -> list[Item]:
    """Return the items due within so many days and not late, nearest first."""
    return _nearest_first(i for i in items if is_due_within(i.project, i.state, as_of, days))


def _nearest_first(items: Iterable[Item]) -> list[Item]:
    on_time = (item for item in items if not item.supervision.days_overdue)
    return sorted(on_time, key=lambda item: item.due or date.max)
