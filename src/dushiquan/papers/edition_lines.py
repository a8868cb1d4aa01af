"""The changes of a new edition of a plan, in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dushiquan.domain.edition import Revision
from dushiquan.domain.fields import FIELDS, FLAG, KIND, NAMES, TARGETS, Field
from dushiquan.domain.plan import KIND_LABELS, Kind

HEADING_LABELS = {
    "title": "计划名称",
    "year": "计划年度",
    "document": "文件",
    "remark": "备注",
    "month_before": "“几月前”的读法",
    "categories": "类别次序",
    "aliases": "单位别名",
    "order": "项目次序",
}


def revision_lines(revision: Revision) -> Iterator[str]:
    """Yield a line for each change: the plan itself, then added, changed, withdrawn and restored projects."""
    for name in revision.heading:
        yield f"{HEADING_LABELS[name]}有改动"
    for project in revision.added:
        yield f"新增 {project.id} {project.title}（{'、'.join(project.units.lead)}，{project.requirement}）"
    for change in revision.changed:
        yield f"调整 {change.id} {change.title}：{change_text(change.before, change.after)}"
    for project in revision.withdrawn:
        yield f"撤销 {project.id} {project.title}（保留在台账中，标为已撤销）"
    for project in revision.restored:
        yield f"恢复 {project.id} {project.title}"


def differing(revision: Revision) -> Iterator[str]:
    """Name each thing that a revision changes: 文件, 3 的项目名称."""
    yield from heading_labels(revision.heading)
    for change in revision.changed:
        yield f"{change.id} 的{'、'.join(FIELDS[name].label for name in change.after)}"
    for project in (*revision.added, *revision.withdrawn, *revision.restored):
        yield f"{project.id} 整项"


def heading_labels(changed: Iterable[str]) -> list[str]:
    """Name what changed of the plan itself: 计划名称, 文件 …"""
    return [HEADING_LABELS[name] for name in changed]


def change_text(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Say which fields changed: 时限由“2011-12-31”改为“2012-06-30”."""
    return "；".join(
        f"{FIELDS[key].label}由“{_text(FIELDS[key], before[key])}”改为“{_text(FIELDS[key], value)}”"
        for key, value in after.items()
    )


def _text(field: Field, value: Any) -> str:
    if field.type is KIND:
        return KIND_LABELS[Kind(value)]
    if field.type is TARGETS:
        return "；".join(f"{t['name']} {t['goal']}{t['measure']}" for t in value) or "无"
    if field.type is NAMES:
        return "、".join(value) or "无"
    if field.type is FLAG:
        return "有" if value else "无"
    return value or "无"
