"""Milestones (节点) in words: a listing of them, and what is worth a second look about a new day."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dushiquan.domain.milestones import Milestone
from dushiquan.domain.plan import DUTIES, KIND_LABELS, Project
from dushiquan.papers.labels import iso, status_text

MILESTONE_HEADINGS = ("日期", "序号", "项目名称", "节点", "牵头单位", "情况")
MILESTONE_LEAVE = ("牵头单位", "项目名称")
"""The columns dropped first on a narrow terminal."""


def milestone_row(milestone: Milestone, count: int) -> tuple[str, ...]:
    """Return a milestone as a row under ``MILESTONE_HEADINGS``; ``count`` is what was counted of it."""
    project, target = milestone.item.project, milestone.target
    who = "、".join(project.answerers)
    return iso(milestone.due), project.id, project.title, target.name, who, _standing(milestone, count)


def _standing(milestone: Milestone, count: int) -> str:
    target, left = milestone.target, milestone.days_left
    if milestone.met_on:
        return f"{iso(milestone.met_on)} 完成"
    counted = f"，{count}/{target.goal}{target.measure}" if target.goal > 1 else ""
    if left is None:
        return f"未完成（项目{status_text(milestone.item)}）{counted}"
    when = f"逾期{-left}天" if left < 0 else f"还有{left}天" if left else "今天到期"
    return when + counted


def milestone_json(milestone: Milestone, count: int) -> dict[str, Any]:
    """Return a milestone for JSON."""
    project, target = milestone.item.project, milestone.target
    return {
        "id": str(project.id),
        "plan": project.plan,
        "title": project.title,
        "lead": list(project.units.lead),
        "persons": list(project.persons),
        "name": target.name,
        "due": iso(milestone.due),
        "goal": target.goal,
        "measure": target.measure,
        "count": count,
        "met_on": iso(milestone.met_on) or None,
        "days_left": milestone.days_left,
    }


def day_doubts(project: Project, due: date, today: date) -> Iterator[str]:
    """Yield what is worth a second look about the day of a milestone."""
    if due < today:
        yield f"{due} 已经过去，今天就算逾期{(today - due).days}天；已完成的请用 dsq tick 记。"
    if project.due and due > project.due:
        yield f"{due} 晚于计划的时限 {project.due}。"
    elif project.due == due and project.kind not in DUTIES:
        yield f"{due} 就是项目的时限；要求是{KIND_LABELS[project.kind]}，到期未完成不算逾期。"
    if project.start and due < project.start:
        yield f"{due} 早于项目的起始 {project.start}。"
