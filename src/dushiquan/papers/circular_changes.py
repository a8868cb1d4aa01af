"""What changed in the span of a circular, by name: newly late, turned red, deferred, decided on."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from dushiquan.domain.circular import Circular, ProjectEvent
from dushiquan.domain.difference import Difference, DifferenceKind
from dushiquan.domain.events import Carry, Revised, Withdrawal
from dushiquan.domain.status import Status
from dushiquan.domain.supervision import Light
from dushiquan.formats.document import Section
from dushiquan.papers.circular_tables import ids_text
from dushiquan.papers.difference_lines import difference_said
from dushiquan.papers.labels import LIGHT_LABELS, month_day
from dushiquan.papers.sentences import sentence

_MOST_TOLD = 10
"""So many projects of one kind are told in full; of more only their numbers and titles."""
_LISTED = (DifferenceKind.LATE, DifferenceKind.RED, DifferenceKind.YELLOW)
"""The kinds whose titles stand in a table of a weekly: if they are many, only their numbers are told."""


def changes_section(circular: Circular) -> Section | None:
    """Return the section, one paragraph for each kind of change; None if nothing changed."""
    reasons = {resting.item.project.identity: resting.reason for resting in circular.resting}
    kinds = () if circular.span.is_year else _KINDS  # each project of a year has a line of its own
    paragraphs = [
        *(text for text in (_of_kind(circular, *each, reasons) for each in kinds) if text),
        *_decided(circular.decisions),
    ]
    return Section("本期变化", paragraphs) if paragraphs else None


def _no_longer_red(difference: Difference) -> bool:
    was, now = difference.was, difference.now
    return bool(
        was
        and was.supervision.light is Light.RED
        and now.supervision.light is not Light.RED
        and not now.state.withdrawn_on
    )


def _is(kind: DifferenceKind) -> Callable[[Difference], bool]:
    return lambda difference: kind in difference.kinds


_KINDS: tuple[tuple[str, Callable[[Difference], bool], DifferenceKind | None], ...] = (
    ("新增逾期", _is(DifferenceKind.LATE), DifferenceKind.LATE),
    ("转红", _is(DifferenceKind.RED), DifferenceKind.RED),
    ("消红", _no_longer_red, None),
    ("转黄", _is(DifferenceKind.YELLOW), DifferenceKind.YELLOW),
    ("延期", _is(DifferenceKind.DEFERRED), DifferenceKind.DEFERRED),
    ("提前", _is(DifferenceKind.ADVANCED), DifferenceKind.ADVANCED),
    ("申请销号", _is(DifferenceKind.SUBMITTED), None),
    ("退回", _is(DifferenceKind.RETURNED), None),
    ("暂缓", _is(DifferenceKind.PAUSED), None),
    ("终止", _is(DifferenceKind.DROPPED), None),
    ("恢复办理", _is(DifferenceKind.REOPENED), None),
)


def _of_kind(
    circular: Circular,
    word: str,
    is_one: Callable[[Difference], bool],
    kind: DifferenceKind | None,
    reasons: Mapping[str, str],
) -> str:
    """Return the paragraph of a kind of change, "" if there is none; ``reasons`` are those of the resting."""
    found = [difference for difference in circular.differences if is_one(difference)]
    if not found:
        return ""
    if len(found) > _MOST_TOLD and kind in _LISTED and not circular.span.is_long:
        return f"{word}{len(found)}项，序号为{ids_text(difference.now for difference in found)}。"
    return f"{word}{len(found)}项：{'；'.join(_named(each, kind, reasons, len(found)) for each in found)}。"


def _named(difference: Difference, kind: DifferenceKind | None, reasons: Mapping[str, str], of: int) -> str:
    project = difference.now.project
    whose = "、".join(project.answerers[:1])
    said = difference_said(difference, kind) if kind else _now(difference)
    said = said or reasons.get(project.identity, "")
    more = "，".join(filter(None, [whose, said.replace("；", "，")])) if of <= _MOST_TOLD else ""
    return f"{project.id}{project.title}" + (f"（{more}）" if more else "")


def _now(difference: Difference) -> str:
    """Say what a project that is no longer red is now."""
    if not _no_longer_red(difference):
        return ""
    light = difference.now.supervision.light
    if light:
        return f"转{LIGHT_LABELS[light]}"
    return "已销号" if difference.now.state.status is Status.DONE else ""


def _decided(decisions: Sequence[ProjectEvent]) -> Iterator[str]:
    """Yield a paragraph on the decisions on the plan: each with its day and reason, or their number."""
    if not decisions:
        return
    if len(decisions) <= _MOST_TOLD:
        told = [
            f"{month_day(event.on)}，{item.project.id}{item.project.title}：{sentence(event).removeprefix('计划调整：')}"
            for item, event in ((each.item, each.event) for each in decisions)
        ]
        yield f"计划调整{len(decisions)}项：{'；'.join(told)}。"
        return
    kinds = [_kind_of(each) for each in decisions]
    parts = [f"{word}{kinds.count(word)}项" for word in dict.fromkeys(kinds)]
    yield f"计划调整{len(decisions)}项：{'、'.join(parts)}。"


def _kind_of(decision: ProjectEvent) -> str:
    match decision.event.payload:
        case Revised(added=True):
            return "新增"
        case Withdrawal(withdrawn=withdrawn):
            return "撤销" if withdrawn else "恢复"
        case Carry(into=into):
            return "结转" if into else "结转来"
        case _:
            return "改动"
