"""What a revision of a plan changes, in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dushiquan.domain.edition import Revision
from dushiquan.domain.plan import KIND_LABELS, Kind

FIELD_LABELS = {
    "category": "类别",
    "title": "项目名称",
    "content": "项目内容",
    "lead": "牵头单位",
    "support": "配合单位",
    "support_open": "配合单位“等”",
    "requirement": "进度要求",
    "kind": "要求类别",
    "start": "起始",
    "due": "时限",
    "regions": "地区",
    "targets": "指标",
}
HEADING_LABELS = {
    "title": "计划名称",
    "year": "计划年度",
    "document": "文件",
    "remark": "备注",
    "categories": "类别次序",
    "aliases": "单位别名",
    "order": "项目次序",
}


def revision_lines(revision: Revision) -> Iterator[str]:
    """A revision as lines: the plan itself, then added, changed, withdrawn and restored projects."""
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


def heading_labels(changed: Iterable[str]) -> list[str]:
    """Name what changed of the plan itself: 计划名称, 文件 …"""
    return [HEADING_LABELS[name] for name in changed]


def change_text(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The fields that changed: 时限由“2011-12-31”改为“2012-06-30”."""
    return "；".join(
        f"{FIELD_LABELS[name]}由“{_text(name, before[name])}”改为“{_text(name, value)}”"
        for name, value in after.items()
    )


def _text(name: str, value: Any) -> str:
    if name == "kind":
        return KIND_LABELS[Kind(value)]
    if name == "targets":
        return "；".join(f"{t['name']} {t['goal']}{t['measure']}" for t in value) or "无"
    if isinstance(value, list):
        return "、".join(value) or "无"
    if isinstance(value, bool):
        return "有" if value else "无"
    return str(value or "无")
