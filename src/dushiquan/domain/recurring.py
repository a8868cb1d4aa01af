"""Recurring duties and dated steps: which is open, when it is near, how many were due, what a count means.

The occurrences of a recurring duty are its dated targets; the open one is the earliest that is not met. The
dated targets of any other project are its steps; the next one is the earliest that can still be met.
"""

from datetime import date
from itertools import pairwise

from dushiquan.domain.plan import Kind, Project, Target
from dushiquan.domain.status import State, is_met
from dushiquan.errors import NotFoundError


def dated(project: Project) -> list[Target]:
    """Return the targets with a day of their own, the earliest first."""
    found = [target for target in project.targets if target.due] if project.targets else []
    return sorted(found, key=lambda target: target.due or date.max) if len(found) > 1 else found


def milestones(project: Project) -> list[Target]:
    """Return the milestones (节点) of a project, the earliest first: its dated targets, unless it recurs."""
    return [] if project.kind is Kind.RECURRING else dated(project)


def milestone_day(project: Project, target: Target, due: date | None) -> date | None:
    """Return the day of a dated target: that of the plan's due date moves along with the one in force."""
    return due if target.due == project.due else target.due


def open_occurrence(project: Project, state: State) -> Target | None:
    """Return the open occurrence of a recurring duty; None if all are met, or it has none."""
    if project.kind is not Kind.RECURRING:
        return None
    return next((target for target in dated(project) if not is_met(target, state)), None)


def open_step(project: Project, state: State, as_of: date) -> Target | None:
    """Return the open occurrence of a recurring duty, or the next step of another open project.

    The last step, which shares the project's due date, is the project itself. A missed one is not next.
    """
    if project.kind is Kind.RECURRING:
        return open_occurrence(project, state)
    for step in dated(project) if project.targets and state.is_open else ():
        if step.due and step.due >= as_of and step.due != project.due and not is_met(step, state):
            return step
    return None


def due_of(project: Project, state: State, as_of: date) -> date | None:
    """Return the day by which something is due next: the date in force, or that of the next step before it.

    Of a recurring duty it is that of the open occurrence. Once all are met, nothing is due.
    """
    return due_with(project, state, open_step(project, state, as_of))


def due_with(project: Project, state: State, step: Target | None) -> date | None:
    """Return the day by which something is due next, where ``step`` is the open one (``open_step``)."""
    if is_by_occurrences(project):
        return step.due if step else None
    if step is None or step.due is None or project.kind is Kind.RECURRING:
        return state.due
    return min(step.due, state.due) if state.due else step.due


def is_by_occurrences(project: Project) -> bool:
    """Tell whether a recurring duty is to be met by certain days, not counted through its window (每周)."""
    if project.kind is not Kind.RECURRING:
        return False
    occurrences = dated(project)
    return len(occurrences) > 1 or any(target.goal == 1 for target in occurrences)


def occurrences_passed(project: Project, as_of: date) -> tuple[int, int]:
    """Return how many occurrences had to be met by the end of a day, and how many there are in all."""
    days = [target.due for target in dated(project) if target.due]
    return sum(day < as_of for day in days), len(days)


def due_soon_days(project: Project, within: int) -> int:
    """Return how many days before its day something is due soon (临近): ``within``, or fewer.

    Occurrences are so in the last quarter of their period at most: a monthly one is not always due soon.
    """
    if not is_by_occurrences(project):
        return within
    days = [target.due for target in dated(project) if target.due]
    periods = [(after - before).days // 4 for before, after in pairwise(days)]
    return min([within, *periods])


def expects_report(project: Project, state: State, day: date) -> bool:
    """Tell whether an open project should have reported by a day.

    One with occurrences should have, if one of them is due by then.
    """
    if not is_by_occurrences(project):
        return True
    occurrence = open_occurrence(project, state)
    return occurrence is not None and occurrence.due is not None and occurrence.due <= day


def meant_target(project: Project, state: State) -> str:
    """Return the target of a count that names none: the only one, or the earliest unmet by its day.

    Raise ``NotFoundError`` if it could be several.
    """
    targets = project.targets
    if len(targets) == 1:
        return targets[0].name
    unmet = [target for target in dated(project) if not is_met(target, state)]
    if unmet and all(target.due for target in targets):
        return unmet[0].name
    names = "、".join(target.name for target in targets)
    if not targets:
        raise NotFoundError(f"{project.id} 没有指标可记；进展请用 dsq update {project.id} -p 进度。")
    why = "没有未完成的指标" if all(target.due for target in targets) else f"有 {len(targets)} 项指标"
    raise NotFoundError(f"{project.id} {why}，请写明记哪一项：{names}。")


def takes_number(project: Project, text: str) -> bool:
    """Tell whether a number in place of a target's name can only be a count of the only target.

    Raise ``NotFoundError`` if it may be one of several occurrences, or one more: 1 of 第一季度 to 第四季度.
    """
    if any(text in target.name for target in project.targets):
        return False
    if len(project.targets) > 1 and is_by_occurrences(project):
        names = "、".join(target.name for target in project.targets)
        raise NotFoundError(
            f"“{text}”说不准是记哪一次；最早未完成的一次请写 dsq tick {project.id}，"
            f"别的写明是哪一次：{names}。"
        )
    return len(project.targets) == 1


def begins_after(project: Project, name: str, on: date) -> date | None:
    """Return the day after which the period of an occurrence begins, if it has not begun on ``on``."""
    for before, target in pairwise(dated(project)):
        if target.name == name and before.due and on <= before.due:
            return before.due
    return None
