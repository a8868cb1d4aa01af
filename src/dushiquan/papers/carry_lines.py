"""What is carried into another plan, in words."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from dushiquan.domain.carrying import Carried, Unfinished
from dushiquan.domain.events import Carry, ProgressReport, Revised, TargetCount
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Project
from dushiquan.domain.recurring import is_by_occurrences
from dushiquan.domain.status import STATUS_LABELS, Status
from dushiquan.papers.decision_lines import reading_text
from dushiquan.papers.labels import iso, percent, status_text, targets_text
from dushiquan.papers.sentences import numbers_text, sentence

UNFINISHED_HEADINGS = ("序号", "项目名称", "状态", "进度", "时限", "新计划里像是同一项的")
UNFINISHED_LEAVE = ("状态",)
"""The column dropped first on a narrow terminal."""


def unfinished_row(unfinished: Unfinished) -> tuple[str, ...]:
    """Return a project that may be carried as a row under ``UNFINISHED_HEADINGS``."""
    item = unfinished.item
    return (
        str(item.project.id),
        item.project.title,
        status_text(item),
        percent(item.supervision.progress),
        iso(item.state.due),
        "；".join(f"{row.id} {row.title}" for row in unfinished.alike),
    )


def carry_lines(carried: Sequence[Carried], verb: str) -> Iterator[str]:
    """Yield what was recorded of each project, on both sides; in the future tense (将…) without numbers."""
    undated = [each.now for each in carried if each.undated]
    for each in carried:
        first, rest = each.events[0], each.events[1:]
        yield f"{verb} {each.was.id} {each.was.title}：{sentence(first)}{_when(each, verb, old=True)}"
        how = "新增" if each.added else "接续"
        what = "；".join(
            sentence(event, each.now.targets)
            for event in rest
            if not isinstance(event.payload, Carry | Revised)
        )
        title = f"{each.now.plan}/{each.now.id} {each.now.title}"
        yield f"    {how} {title}{'：' if what else ''}{what}{_when(each, verb, old=False)}"
        if each.added:
            yield f"    {reading_text(each.now)}"
        if each.undated and len(undated) == 1:
            yield f"    {_undated_text(undated)}"
        yield from (f"    {line}" for line in _left_out(each))
    if len(undated) > 1:
        ids = ids_to_type(project.id for project in undated)
        yield f"注意：{ids} 共 {len(undated)} 项，{_undated_text(undated)}"


def _undated_text(projects: Sequence[Project]) -> str:
    """Say that requirements stayed texts, and how to set them."""
    (plan,), ids = {project.plan for project in projects}, ids_to_type(project.id for project in projects)
    set_it = f"dsq --plan {plan} plan set {ids} --requirement “要求”"
    return f"进度要求写的是原计划那年的时间，只照录文字，没有定时限；要定请用 {set_it}。"


def ids_to_type(ids: Iterable[ProjectId]) -> str:
    """Return ids as they can be typed, each run of whole numbers as one: 3-7,9,22.1."""
    ids = list(ids)
    numbers = sorted(int(id) for id in ids if id.isdecimal())
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    texts = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ",".join([*texts, *(id for id in ids if not id.isdecimal())])


def _when(carried: Carried, verb: str, *, old: bool) -> str:
    events = carried.events[:1] if old else carried.events[1:]
    number = "" if verb.startswith("将") else f"，{numbers_text(events)}"
    return f"（{events[0].on}{number}）"


def _left_out(carried: Carried) -> Iterator[str]:
    """Say what of the old project does not go on in the new one."""
    progress = carried.state.progress
    if progress is None and Status.PLANNED is carried.after.status is not carried.state.status:
        yield f"原状态“{STATUS_LABELS[carried.state.status]}”没有带过去，新的是未启动。"
    if progress is not None and not any(isinstance(e.payload, ProgressReport) for e in carried.events):
        yield f"原进度 {progress}% 没有带过去{_why_not(carried)}。"
    left = _targets_left(carried)
    if left:
        yield f"原指标没有带过去：{left}。"
    if carried.added and carried.now.targets and any(target.due for target in carried.was.targets):
        yield from [] if is_by_occurrences(carried.now) else ["指标原来的日期是原计划那年的，没有带过去。"]


def _why_not(carried: Carried) -> str:
    now = carried.after.progress
    return "" if now is None else f"：{carried.now.id} 已报 {now}%"


def _targets_left(carried: Carried) -> str:
    if is_by_occurrences(carried.was):
        return ""
    names = {target.name for target in carried.now.targets}
    counted = {e.payload.target for e in carried.events if isinstance(e.payload, TargetCount)}
    left = [
        target
        for target in carried.was.targets
        if target.name not in names or (carried.state.counts.get(target.name) and target.name not in counted)
    ]
    return targets_text(left, carried.state.counts)


def choice_lines(old: str, new: str, unfinished: Sequence[Unfinished]) -> Iterator[str]:
    """Say how to carry: 要结转请写序号 …"""
    likely = [each for each in unfinished if each.alike]
    example = unfinished[0].item.project.id
    yield (
        f"以上 {len(unfinished)} 项未完成，还没有结转。要结转请写序号，如 "
        f"dsq plan carry {old} {new} {example} --reason “理由”；全部结转写 --all。"
    )
    if likely:
        pair = f"{likely[0].item.project.id}={likely[0].alike[0].id}"
        yield f"新计划里已有的，写成 {pair}，即接到那一项上；要另立一项写 {likely[0].item.project.id}=new。"
