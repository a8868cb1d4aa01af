"""What came of each project in a year, in a line each."""

from collections.abc import Iterable, Sequence

from dushiquan.domain.outcomes import Outcome, Result, result_counts
from dushiquan.domain.status import Status, unmet
from dushiquan.formats.document import Grid, Section
from dushiquan.papers.labels import full_day, iso, month_day, percent, place_text
from dushiquan.papers.reasons import WAITING

RESULT_LABELS: dict[Result, str] = {
    Result.ON_TIME: "按时完成",
    Result.LATE: "逾期完成",
    Result.OPEN: "在办",
    Result.OVERDUE: "逾期未完成",
    Result.PAUSED: "暂缓",
    Result.DROPPED: "终止",
    Result.CARRIED: "结转",
}


def results_text(found: Sequence[Outcome]) -> str:
    """Count the results in a sentence; say what lacks, what was deferred and what came from another plan."""
    counts = result_counts(found)
    listed = "、".join(f"{RESULT_LABELS[result]}{number}项" for result, number in counts.items() if number)
    deferred = [outcome.item.state.deferrals for outcome in found if outcome.item.state.deferrals]
    moved = f"延期过{len(deferred)}项，共延期{sum(deferred)}次。" if deferred else ""
    came = [outcome for outcome in found if outcome.source]
    done = sum(outcome.result in (Result.ON_TIME, Result.LATE) for outcome in came)
    lacking = sum(bool(_unmet(outcome)) for outcome in found)
    lacks = f"完成的有{lacking}项指标没有全部达到。" if lacking else ""
    return f"办理结果：{listed}。{lacks}{moved}" + (
        f"从以前的计划结转来{len(came)}项，已完成{done}项。" if came else ""
    )


def outcomes_section(found: Sequence[Outcome], answerers: str) -> Section | None:
    """Return a list of all projects; ``answerers`` is the heading of those who answer for them."""
    rows = [
        (
            str(outcome.item.project.id),
            outcome.item.project.title,
            "、".join(outcome.item.project.answerers),
            RESULT_LABELS[outcome.result],
            outcome_text(outcome),
        )
        for outcome in found
    ]
    headings = ("序号", "项目名称", answerers, "结果", "说明")
    return Section("各项办理结果", [f"共{len(rows)}项。"], Grid(headings, rows).filled()) if rows else None


def outcome_text(outcome: Outcome) -> str:
    """Return the line on a project: 12月20日完成，逾期20天；延期1次（原定2011-09-30）."""
    return "；".join(filter(None, [_came_from(outcome), _result(outcome), _unmet(outcome), _moved(outcome)]))


def _result(outcome: Outcome) -> str:
    item, because = outcome.item, f"，{outcome.reason}" if outcome.reason else ""
    on = full_day(outcome.on) if outcome.on else ""
    match outcome.result:
        case Result.ON_TIME | Result.LATE:
            late = outcome.days_late if outcome.result is Result.LATE else min(outcome.days_late, 0)
            when = f"，逾期{late}天" if late > 0 else f"，提前{-late}天" if late else ""
            return f"{on}完成{when}"
        case Result.OPEN | Result.OVERDUE:
            progress = percent(item.supervision.progress)
            days = item.supervision.days_overdue
            said = [f"进度{progress}" if progress else "没有报过进度", f"逾期{days}天" if days else ""]
            due = f"时限{iso(item.state.due)}" if item.state.due and not days else ""
            waiting = WAITING if item.state.awaits_office else ""
            return "，".join(filter(None, [waiting, *said, due]))
        case Result.CARRIED:
            return f"{on}结转{f'到{place_text(outcome.into)}' if outcome.into else ''}{because}"
        case Result.PAUSED | Result.DROPPED:
            return f"{on}{RESULT_LABELS[outcome.result]}{because}"


def _came_from(outcome: Outcome) -> str:
    return f"由{place_text(outcome.source)}结转来" if outcome.source else ""


def _unmet(outcome: Outcome) -> str:
    """Say how many targets a finished project has not reached."""
    item = outcome.item
    lacking = len(unmet(item.project.targets, item.state)) if item.state.status is Status.DONE else 0
    return f"{lacking}项指标未达到" if lacking else ""


def _moved(outcome: Outcome) -> str:
    times, first = outcome.item.state.deferrals, outcome.item.project.due
    if not times:
        return ""
    now = outcome.item.state.due
    moved = f"（{iso(first)}延至{iso(now)}）" if first and now else ""
    return f"延期{times}次{moved}"


def withdrawn_text(found: Iterable[Outcome]) -> str:
    """Name the projects that were taken out of the plan; "" if there are none."""
    named = "、".join(
        f"{outcome.item.project.id}{outcome.item.project.title}"
        f"（{month_day(outcome.item.state.withdrawn_on)}）"
        for outcome in found
        if outcome.item.state.withdrawn_on
    )
    return f"另有从计划撤销的：{named}。" if named else ""
