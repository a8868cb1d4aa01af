"""A load of a plan that was taken back or restored, in words."""

from collections.abc import Iterator

from dushiquan.domain.events import Event, EventKind, HeadingChange, PlanLoad, Withdrawal
from dushiquan.domain.loads import Load, UndoneLoad
from dushiquan.domain.plan_history import PLAN_KINDS
from dushiquan.papers.decision_lines import relit_text
from dushiquan.papers.sentences import numbers_text


def undone_load_lines(undone: UndoneLoad, verb: str) -> Iterator[str]:
    """Yield what was taken back or restored, and what follows from it; ``verb`` is 将撤回 or 已撤回."""
    load = undone.load
    plan = undone.after if load.restores else undone.before
    first = load.recorded[0]
    whose = "，".join(filter(None, [str(first.on), first.actor]))
    again = "恢复" if load.restores else ""
    title = f"{load.plan}《{plan.title if plan else ''}》"
    yield f"{verb}{_numbers(load.events)} {again}{_what(load, title)}（{whose}）"
    for was, project in undone.renumbered:
        yield f"    序号 {was}→{project.id} {project.title}"
    for project, target, count in undone.lost:
        yield f"    {project.id} 没有指标“{target.name}”了，已记的 {count}{target.measure} 不再计入。"
    for each in undone.relit:
        yield f"    {each.now.project.id} {relit_text(each)}"
    if load.is_first and not load.restores:
        yield f"    计划 {load.plan} {'将离开' if verb.startswith('将') else '已不在'}台账。"
    if not (verb.startswith("将") or load.restores):
        yield f"    要恢复请用 dsq undo {undone.revocations[0].number}。"


def _numbers(events: tuple[Event, ...]) -> str:
    if len(events) < 3:
        return numbers_text(events)
    return f"第{events[0].number}至{events[-1].number}号"


def _what(load: Load, title: str) -> str:
    """Say what a load did: 计划调整 2011《计划》：新增2、撤销1、改动5."""
    reports = sum(event.kind not in (*PLAN_KINDS, EventKind.CARRY) for event in load.recorded)
    carries = any(event.kind is EventKind.CARRY for event in load.recorded)
    also = f"，连同{'结转带来' if carries else '表中报来'}的 {reports} 条" if reports else ""
    first = next((e.payload for e in load.recorded if isinstance(e.payload, PlanLoad)), None)
    if first:
        return f"载入计划 {title}{first.projects}项{also}"
    withdrawals = [e.payload.withdrawn for e in load.recorded if isinstance(e.payload, Withdrawal)]
    numbers = {
        "新增": len(load.added),
        "撤销": sum(withdrawals),
        "恢复": len(withdrawals) - sum(withdrawals),
        "改动": len(load.changed),
    }
    parts = [f"{what}{number}" for what, number in numbers.items() if number]
    if any(isinstance(event.payload, HeadingChange) for event in load.recorded):
        parts.append("计划本身有改动")
    return f"计划调整 {title}：{'、'.join(parts)}{also}"
