"""What changed since an earlier day, in words."""

from typing import Any

from dushiquan.domain.difference import Difference, DifferenceKind
from dushiquan.domain.events import Carry, Event
from dushiquan.domain.fields import project_fields
from dushiquan.domain.recurring import milestones
from dushiquan.papers.edition_lines import change_text
from dushiquan.papers.labels import full_day, iso, percent, place_text
from dushiquan.papers.reasons import reasons_text
from dushiquan.papers.sentences import sentence

DIFFERENCE_HEADINGS = ("序号", "项目名称", "牵头单位", "变化")
DIFFERENCE_LEAVE = ("牵头单位",)
"""The column dropped first on a narrow terminal."""

_WORDS: dict[DifferenceKind, str] = {
    DifferenceKind.LATE: "新增逾期",
    DifferenceKind.RED: "转红",
    DifferenceKind.YELLOW: "转黄",
    DifferenceKind.GREEN: "转绿",
    DifferenceKind.URGED: "已催办",
    DifferenceKind.UNANSWERED: "催办未回复",
    DifferenceKind.ANSWERED: "已回复",
    DifferenceKind.REQUESTED: "申请延期",
    DifferenceKind.SUBMITTED: "申请销号",
    DifferenceKind.RETURNED: "退回，继续办理",
    DifferenceKind.DONE: "销号",
    DifferenceKind.REOPENED: "恢复办理",
    DifferenceKind.PAUSED: "暂缓",
    DifferenceKind.DROPPED: "终止",
    DifferenceKind.CARRIED: "结转",
    DifferenceKind.DEFERRED: "延期",
    DifferenceKind.ADVANCED: "提前",
    DifferenceKind.ADDED: "计划新增",
    DifferenceKind.WITHDRAWN: "计划撤销",
    DifferenceKind.RESTORED: "计划恢复",
    DifferenceKind.REVISED: "计划调整",
    DifferenceKind.BACKDATED: "补记",
    DifferenceKind.STARTED: "启动",
    DifferenceKind.PROGRESS: "进度",
}


def difference_text(difference: Difference, kind: DifferenceKind) -> str:
    """Return one change: 转红：进度35%，落后序时60个百分点."""
    said = difference_said(difference, kind)
    return f"{_WORDS[kind]}{said and f'：{said}'}"


def difference_row(difference: Difference) -> tuple[str, ...]:
    """Return a project as a row under ``DIFFERENCE_HEADINGS``."""
    project = difference.now.project
    changes = "；".join(difference_text(difference, kind) for kind in difference.kinds)
    return (str(project.id), project.title, "、".join(project.answerers), changes)


def difference_json(difference: Difference) -> dict[str, Any]:
    """Return a project with what changed as plain JSON."""
    project = difference.now.project
    return {
        "id": project.id.bare,
        "plan": project.plan,
        "title": project.title,
        "lead": list(project.units.lead),
        "changes": [
            {"kind": kind.value, "text": difference_text(difference, kind)} for kind in difference.kinds
        ],
    }


def difference_said(difference: Difference, kind: DifferenceKind) -> str:
    """Say how something changed: 进度35%，落后序时60个百分点."""
    was, now = difference.was, difference.now
    match kind:
        case DifferenceKind.LATE | DifferenceKind.RED | DifferenceKind.YELLOW:
            return reasons_text(now.supervision.reasons)
        case DifferenceKind.URGED | DifferenceKind.UNANSWERED | DifferenceKind.ANSWERED:
            return "；".join(map(sentence, difference.told[kind]))
        case DifferenceKind.REQUESTED if now.state.said.request:
            return f"至{full_day(now.state.said.request.until)}：{now.state.said.request.reason}"
        case DifferenceKind.CARRIED:
            return "".join(_into(event) for event in difference.told[kind][-1:])
        case DifferenceKind.DONE:
            return iso(now.state.done_on)
        case DifferenceKind.SUBMITTED:
            return iso(now.state.applied_on)
        case DifferenceKind.DEFERRED | DifferenceKind.ADVANCED if was:
            before = full_day(was.state.due) if was.state.due else "无时限"
            return f"{before}→{full_day(now.state.due)}" if now.state.due else before
        case DifferenceKind.REVISED if was:
            then, fields = project_fields(was.project), project_fields(now.project)
            changed = [name for name in fields if fields[name] != then[name]]
            return change_text({n: then[n] for n in changed}, {n: fields[n] for n in changed})
        case DifferenceKind.BACKDATED:
            project = now.project
            told = (sentence(each, project.targets, milestones(project)) for each in difference.told[kind])
            days = (full_day(each.on) for each in difference.told[kind])
            return "；".join(f"{day}，{what}" for day, what in zip(days, told, strict=True))
        case DifferenceKind.PROGRESS if was:
            return _progress(difference)
        case _:
            return ""


def _into(event: Event) -> str:
    """Say where a project was carried: 到2012年计划第3项."""
    into = event.payload.into if isinstance(event.payload, Carry) else None
    return f"到{place_text(into)}" if into else ""


def _progress(difference: Difference) -> str:
    was, now = difference.was, difference.now
    assert was
    steps = []
    if was.supervision.progress != now.supervision.progress:
        before = percent(was.supervision.progress) or "未报"
        steps.append(f"{before}→{percent(now.supervision.progress) or '未报'}")
    counts = now.state.counts
    steps += [
        f"“{target.name}”{was.state.counts.get(target.name, 0)}→{counts.get(target.name, 0)}"
        for target in now.project.targets
        if was.state.counts.get(target.name, 0) != counts.get(target.name, 0)
    ]
    return "，".join(steps)
