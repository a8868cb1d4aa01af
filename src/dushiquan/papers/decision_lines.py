"""A decision on a plan that was recorded, in words."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from dushiquan.domain.difference import Relit
from dushiquan.domain.edition import Revision
from dushiquan.domain.events import Event, HeadingChange, Revised, Withdrawal
from dushiquan.domain.ids import FullId
from dushiquan.domain.plan import KIND_LABELS, Kind, Project
from dushiquan.papers.edition_lines import lost_lines
from dushiquan.papers.labels import LIGHT_LABELS, iso, percent
from dushiquan.papers.reasons import reasons_text
from dushiquan.papers.sentences import numbers_text, sentence


def decision_lines(
    revision: Revision,
    events: Sequence[Event],
    verb: str,
    relit: Mapping[str, Relit] = MappingProxyType({}),
    carried: Mapping[str, tuple[str, str, str]] = MappingProxyType({}),
) -> Iterator[str]:
    """Yield what was recorded of each project; in the future tense (将…) there is no number yet.

    ``relit`` are the projects, by uid, whose light or pace changes. ``carried`` are those that were carried
    since, each with the plan, number and title of the one that goes on.
    """
    if not events:
        yield "计划本来就是这样，未作改动。"
    projects = {project.uid: project for project in revision.before}
    added = iter(revision.added)
    for event in events:
        number = "" if verb.startswith("将") else f"，{numbers_text([event])}"
        when = f"（{event.on}{number}）"
        match event.payload:
            case HeadingChange(before, after):
                shown = {name: value for name, value in after.items() if name not in _BY_THE_WAY}
                if shown:
                    said = sentence(event._replace(payload=HeadingChange(before, shown)))
                    yield f"{verb} {said}{when}"
            case Revised(added=True):
                project = next(added)
                yield f"{verb} {project.id} {project.title}：{sentence(event)}{when}"
                yield f"    {reading_text(project)}"
            case Revised() | Withdrawal():
                project = projects[event.uid]
                yield f"{verb} {project.id} {project.title}：{sentence(event)}{when}"
                if event.uid in relit:
                    yield f"    {relit_text(relit[event.uid])}"
                if event.uid in carried:
                    yield f"    {_stays_text(project, *carried[event.uid])}"
    if any(isinstance(event.payload, Withdrawal) and event.payload.into for event in events):
        yield "    拆分、并入的各项，原来的进度和指标没有带过去；要记请用 dsq update、dsq tick。"
    for change in revision.changed:
        yield from (f"    {line}" for line in lost_lines(change))


_BY_THE_WAY = ("order", "categories")
"""What changes of a plan by itself when its projects do."""


def _stays_text(project: Project, plan: str, id: str, title: str) -> str:
    """Say that a decision for a day before a carry does not reach the plan that the project went on in."""
    return (
        f"注意：{project.id} 后来结转到{FullId(plan, id).in_words} {title}，这次调整没有带过去，"
        f"只在计划 {project.plan} 里；那边也要改的，请另调整 {plan}/{id}。"
    )


def relit_text(relit: Relit) -> str:
    """Say what becomes of a light and of pace: 灯由绿转黄（“隧道贯通”距时限29天）；序时由49%变为43%。"""
    (was, now), said = (item.supervision for item in relit), []
    if was.light is not now.light:
        lights = (LIGHT_LABELS[each.light] if each.light else "不亮" for each in (was, now))
        reasons = reasons_text(now.reasons)
        said.append(f"灯由{'转'.join(lights)}{reasons and f'（{reasons}）'}")
    if was.pace != now.pace:
        paces = (percent(each.pace) or "不计" for each in (was, now))
        said.append(f"序时由{'变为'.join(paces)}")
    return "；".join(said) + "。"


def reading_text(project: Project) -> str:
    """Say how a new project reads: 类别…；责任单位…；要求…，读作…."""
    due = f"时限 {iso(project.due)}" if project.due else "没有时限"
    unread = "进度要求未读出" if project.requirement else "没有进度要求"
    kind = unread if project.kind is Kind.UNKNOWN else KIND_LABELS[project.kind]
    units = "、".join((*project.units.lead, *project.units.support, *project.persons)) or "没有责任单位"
    return "；".join(filter(None, [project.category, units, project.requirement, f"{kind}，{due}"]))
