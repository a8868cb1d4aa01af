"""How sharing stands, in words."""

from collections.abc import Iterable, Iterator, Mapping

from dushiquan.domain.clashes import TITLE, Clash
from dushiquan.domain.fields import FIELDS
from dushiquan.domain.moments import entered_on
from dushiquan.domain.plan import Project
from dushiquan.domain.shared_standing import SharedStanding
from dushiquan.formats.document import Section
from dushiquan.papers.sentences import sentence

_MATTERS = {
    "status": "状态",
    "progress": "进度",
    "due": "时限",
    "withdrawn": "撤销",
    "load": "载入的计划",
    "id": "序号",
}


def clash_lines(clash: Clash, project: Project | None, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what was recorded at once of one thing: the one that holds first, then the others.

    ``names`` are the units that recorded the events, by the id of the event.
    """
    holds, others = clash.said[-1], clash.said[-2::-1]
    who = f"{project.id} {project.title}" if project else f"计划 {clash.plan}"
    yield f"{who}：{matter_text(clash.matter)}"
    if clash.matter == TITLE:
        yield "    名称改动时另有报送，记录时这个序号可能是另一项目，请核对："
    for verb, event in (("现为", holds), *(("同时", each) for each in others)):
        whose = "，".join(filter(None, (event.actor, names.get(event.id, ""), str(event.on))))
        yield f"    {verb} {sentence(event)}（{whose}，第{event.number}号）"
    if project:
        yield f"    认可现状：dsq sync settle {project.id}；要改的照常另记。"
    else:
        yield "    要改的请再调整计划，记在后面的算数。"


def matter_text(matter: str) -> str:
    """Return what a clash is about, in Chinese."""
    if matter.startswith("count:"):
        _, target, day = matter.split(":", 2)
        return f"“{target}”（{day}，各记一次都计入）"
    return _MATTERS.get(matter) or (FIELDS[matter].label if matter in FIELDS else f"计划的 {matter}")


def status_lines(standing: SharedStanding) -> Iterator[str]:
    """Yield how sharing stands, what needs a clerk first."""
    differ = [known for known in standing.clashes if not known.clash.is_agreed]
    agreed = len(standing.clashes) - len(differ)
    if differ:
        yield f"两处同时记录 {len(differ)} 项："
        for known in differ:
            yield from clash_lines(*known)
    if agreed:
        yield f"另有 {agreed} 项两处记的一致，不用再管。"
    for number in standing.letters:
        yield f"两处都出过{number}，请核对。"
    for name, lines in standing.parked.items():
        yield f"{name} 有 {lines} 条这个版本读不懂，已留着；升级 dsq 后自动读入。"
    yield f"这一处是{standing.name}，共享处 {standing.place}。"
    yield f"{standing.waiting} 条待送出。" if standing.waiting else "自己的都已送出。"
    for heard in standing.heard:
        if not heard.is_own and heard.made_at:
            newer = f"，版本 {heard.version}" if heard.version != standing.version else ""
            yield f"{heard.name}：最后一次送来是 {entered_on(heard.made_at)}{newer}"
    if standing.synced_at:
        yield f"上次同步：{entered_on(standing.synced_at)}。"


def at_once_rows(clashes: Iterable[Clash], uid: str) -> list[tuple[str, str]]:
    """Return what was recorded at once on a project, as rows of its card."""
    found = [clash for clash in clashes if clash.uid == uid]
    return [("两处同时记录", f"{matter_text(clash.matter)}：{_said(clash)}") for clash in found]


def _said(clash: Clash) -> str:
    *others, holds = map(sentence, clash.said)
    return f"现为“{holds}”，同时记了“{'”“'.join(others)}”；见 dsq sync status"


def at_once_section(clashes: Iterable[Clash]) -> Section:
    """Return what was recorded at once and is not settled, for a circular."""
    lines = [
        f"{clash.said[0].project or f'计划 {clash.plan}'}：{matter_text(clash.matter)}，{_said(clash)}。"
        for clash in clashes
    ]
    return Section("两处同时记录，尚待认定", lines)
