"""The changes of a new edition of a plan, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any

from dushiquan.domain.edition import ProjectChange, Revision
from dushiquan.domain.fields import FIELDS, FLAG, KIND, NAMES, TARGETS
from dushiquan.domain.matching import RowDoubt, TargetDoubt
from dushiquan.domain.names import as_word
from dushiquan.domain.plan import KIND_LABELS, Kind
from dushiquan.papers.labels import full_day, month_day

HEADING_LABELS = {
    "title": "计划名称",
    "year": "计划年度",
    "document": "文件",
    "remark": "备注",
    "month_before": "“几月前”的读法",
    "levels": "建议层级",
    "categories": "类别",
    "aliases": "单位别名",
    "contacts": "联系人",
    "order": "项目次序",
}
DOCUMENT_LABELS = {
    "no": "文号",
    "title": "文件标题",
    "issuer": "印发单位",
    "drafter": "起草单位",
    "drafted": "成文日期",
    "issued": "印发日期",
    "effective": "施行日期",
}


def revision_lines(revision: Revision) -> Iterator[str]:
    """Yield a line for each change: of the plan itself, then of its projects, and what is in doubt."""
    yield from heading_lines({name: was for name, (was, _) in revision.heading.items()}, _after(revision))
    for project in revision.added:
        yield f"新增 {project.id} {project.title}（{'、'.join(project.units.lead)}，{project.requirement}）"
    gone = {project.id for project in revision.withdrawn}
    moved = [change for change in revision.changed if "id" in change.after]
    yield from _moved_lines(change for change in moved if change.id not in gone)
    for change in revision.changed:
        rest = {name: value for name, value in change.after.items() if name != "id"}
        if rest:
            yield f"调整 {change.id} {change.title}：{change_text(change.before, rest)}"
        yield from lost_lines(change)
    were = {change.id: change.before["id"] for change in moved}
    for project in revision.withdrawn:
        kept = f"，序号改记为 {project.id}" if project.id in were else ""
        was = were.get(project.id, project.id)
        yield f"撤销 {was} {project.title}（保留在台账中，标为已撤销{kept}）"
    for project in revision.restored:
        yield f"恢复 {project.id} {project.title}"
    for doubt in revision.doubts:
        yield f"待定 {doubt_text(doubt)}"


def kept_lines(revision: Revision) -> Iterator[str]:
    """Yield a line for each milestone that an edition does not name and that stays all the same."""
    for project, milestone in revision.kept:
        due = f"（{full_day(milestone.due)}前）" if milestone.due else ""
        yield (
            f"{project.id} {project.title}：节点“{milestone.name}”{due}是另行决定的，新版没有写，仍然保留；"
            f"不要了请用 dsq node drop {project.id} {as_word(milestone.name)}。"
        )


def _after(revision: Revision) -> dict[str, Any]:
    return {name: now for name, (_, now) in revision.heading.items()}


_RUN = 3
"""So many projects in a row that move alike are one line."""


def _moved_lines(changes: Iterable[ProjectChange]) -> Iterator[str]:
    """Yield the projects with a new number: 序号 5→6 某桥; a long run of them in one line."""
    for _, run in groupby(changes, key=_Shift()):
        members = list(run)
        if len(members) > _RUN:
            first, last = members[0], members[-1]
            numbers = f"{first.before['id']}—{last.before['id']} → {first.id}—{last.id}"
            yield f"序号 {numbers}，共 {len(members)} 项，由“{first.title}”到“{last.title}”"
        else:
            yield from (f"序号 {change.before['id']}→{change.id} {change.title}" for change in members)


class _Shift:
    """Gives changes of number that follow each other, all by the same step, the same key."""

    def __init__(self) -> None:
        self._key = 0
        self._last: tuple[int, int] | None = None

    def __call__(self, change: ProjectChange) -> int:
        was, now = str(change.before["id"]), str(change.id)
        here = (int(was), int(now)) if was.isdecimal() and now.isdecimal() else None
        if not (here and self._last and here == (self._last[0] + 1, self._last[1] + 1)):
            self._key += 1
        self._last = here
        return self._key


def lost_lines(change: ProjectChange) -> Iterator[str]:
    """Yield what becomes of the counts of targets with another name, and of those that are gone."""
    for was, now in change.renamed.items():
        yield f"指标 {change.id} {change.title}：“{was}”改称“{now}”，已记的数一并转过去"
    for target, counted in change.lost:
        number = f"{counted}{target.measure}"
        yield f"指标 {change.id} {change.title}：没有“{target.name}”了，已记的 {number} 不再计入"


def doubt_text(doubt: RowDoubt | TargetDoubt) -> str:
    """Ask whether the two of a doubt are the same."""
    if isinstance(doubt, TargetDoubt):
        was = f"“{doubt.was.name}”（已记 {doubt.counted}{doubt.was.measure}）"
        return f"{doubt.project.id} {doubt.project.title}：指标{was}和新版的“{doubt.now.name}”是同一指标吗？"
    was, now = (f"{project.id}“{project.title}”" for project in doubt[:2])
    return f"台账的 {was}和新版的 {now}是同一项目吗？"


def differing(revision: Revision) -> Iterator[str]:
    """Name each thing that a revision changes: 文件, 3 的项目名称."""
    yield from heading_labels(revision.heading)
    for change in revision.changed:
        yield f"{change.id} 的{'、'.join(_label(name) for name in change.after)}"
    for project in (*revision.added, *revision.withdrawn, *revision.restored):
        yield f"{project.id} 整项"


def _label(name: str) -> str:
    return "序号" if name == "id" else FIELDS[name].label


def heading_labels(changed: Iterable[str]) -> list[str]:
    """Name what changed of the plan itself: 计划名称, 文件 …"""
    return [HEADING_LABELS[name] for name in changed]


def heading_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield what changed of the plan itself: 印发日期由“2011-02-18”改为“2011-03-01”."""
    for name, now in after.items():
        if name == "document":
            yield from (
                _from_to(DOCUMENT_LABELS[part], before[name][part], now[part])
                for part in now
                if before[name][part] != now[part]
            )
        elif name == "categories":
            yield _from_to(HEADING_LABELS[name], "、".join(before[name]), "、".join(now))
        elif name == "levels":
            yield _from_to(HEADING_LABELS[name], _levels(before[name]), _levels(now))
        elif name == "contacts":
            for unit in dict.fromkeys((*before.get(name, {}), *now)):
                was, is_now = (_contact(values.get(unit, {})) for values in (before.get(name, {}), now))
                if was != is_now:
                    yield _from_to(f"{unit}联系人", was, is_now)
        elif name == "aliases":
            yield from _alias_lines(before.get(name, {}), now)
        elif name in ("title", "year", "remark"):
            yield _from_to(HEADING_LABELS[name], before[name], now)
        else:
            yield f"{HEADING_LABELS[name]}有改动"


def _contact(contact: Mapping[str, str]) -> str:
    return "，".join(filter(None, contact.values()))


def _alias_lines(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """Say which other names of units are new, changed and gone: 单位别名“市经委”即市经信委."""
    for alias in dict.fromkeys((*before, *after)):
        was, now = before.get(alias), after.get(alias)
        if was != now:
            since = f"由{was}改为{now}" if was and now else f"即{now}" if now else "取消"
            yield f"{HEADING_LABELS['aliases']}“{alias}”{since}"


def _levels(levels: Iterable[Mapping[str, Any]]) -> str:
    return "；".join(f"逾期{level['days']}天起{level['name']}" for level in levels)


def _from_to(label: str, was: Any, now: Any) -> str:
    return f"{label}由“{was or '无'}”改为“{now or '无'}”"


def change_text(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    renamed: Mapping[str, str] = MappingProxyType({}),
    year: int | None = None,
) -> str:
    """Say which fields changed: 时限由“2011-12-31”改为“2012-06-30”；新增节点“隧道贯通”，9月30日前.

    ``renamed`` are targets that go on under another name. A day of a target in ``year`` is said without it.
    """
    return "；".join(
        _target_changes(before[key], value, renamed, year)
        if FIELDS.get(key, FIELDS["title"]).type is TARGETS
        else f"{_label(key)}由“{_text(key, before[key])}”改为“{_text(key, value)}”"
        for key, value in after.items()
    )


_JsonTargets = Sequence[Mapping[str, Any]]


def _target_changes(
    before: _JsonTargets, after: _JsonTargets, renamed: Mapping[str, str], year: int | None
) -> str:
    """Say which targets were dropped, changed and added."""
    now = {target["name"]: target for target in after}
    was = {renamed.get(target["name"], target["name"]): target for target in before}
    told = [f"取消{_noun(target)}“{target['name']}”" for name, target in was.items() if name not in now]
    told += [_target_change(target, now[name], year) for name, target in was.items() if name in now]
    told += [
        f"新增{_noun(target)}“{name}”{_promised(target, year)}"
        for name, target in now.items()
        if name not in was
    ]
    return "；".join(filter(None, told)) or "指标次序有改动"


def _target_change(was: Mapping[str, Any], now: Mapping[str, Any], year: int | None) -> str:
    """Say what changed of a target: 节点“隧道贯通”由9月30日前改为10月31日前."""
    what = f"{_noun(was)}“{was['name']}”"
    parts = [f"改称“{now['name']}”"] if was["name"] != now["name"] else []
    if (was["goal"], was["measure"]) != (now["goal"], now["measure"]):
        parts.append(f"由{was['goal']}{was['measure']}改为{now['goal']}{now['measure']}")
    if was["due"] != now["due"]:
        parts.append(f"由{_by(was, year) or '无日期'}改为{_by(now, year) or '无日期'}")
    return what + "，".join(parts) if parts else ""


def _noun(target: Mapping[str, Any]) -> str:
    return "节点" if target["due"] else "指标"


def _promised(target: Mapping[str, Any], year: int | None) -> str:
    many = f"{target['goal']}{target['measure']}" if target["goal"] > 1 or target["measure"] else ""
    return "，".join([many, _by(target, year)] if target["due"] else [many])


def _by(target: Mapping[str, Any], year: int | None) -> str:
    if not target["due"]:
        return ""
    day = date.fromisoformat(target["due"])
    return f"{month_day(day) if day.year == year else full_day(day)}前"


def _text(key: str, value: Any) -> str:
    if key == "id":
        return str(value)
    field = FIELDS[key]
    if field.type is KIND:
        return KIND_LABELS[Kind(value)]
    if field.type is NAMES:
        return "、".join(value) or "无"
    if field.type is FLAG:
        return "有" if value else "无"
    return value or "无"
