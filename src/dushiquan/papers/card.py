"""A project as a card of headings and texts."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dushiquan.domain.dossier import Dossier, Forerunner
from dushiquan.domain.fields import FIELDS, NAMES, TEXT
from dushiquan.domain.plan import KIND_LABELS, EscalationLevel, Kind, Project
from dushiquan.domain.recurring import is_by_occurrences, milestones
from dushiquan.domain.supervision import Item, suggested_level
from dushiquan.papers.labels import (
    LIGHT_LABELS,
    iso,
    moved_text,
    percent,
    remark_text,
    status_text,
    target_text,
)
from dushiquan.papers.listing import COLUMNS
from dushiquan.papers.log_lines import log_lines
from dushiquan.papers.reasons import reasons_text

if TYPE_CHECKING:
    from dushiquan.domain.clashes import Clash

_PLAN_COLUMNS = [key for key, field in FIELDS.items() if field.type in (TEXT, NAMES)]
"""The other fields of the plan have lines of their own."""


def card(dossier: Dossier, today: date = date.max) -> list[tuple[str, str]]:
    """Return everything about a project as (heading, text) pairs, without empty ones.

    Events of days after ``today`` are marked.
    """
    project, to = dossier.item.project, dossier.carried_to
    rows = [
        *_at_once(dossier.at_once, project.uid),
        *_standing(dossier.item, dossier.levels),
        *(("经过", line) for line in log_lines(dossier.history, project.due, today, dossier.elsewhere)),
        *([("结转到", f"{to.plan}/{to.id} {to.title}")] if to else []),
        *(row for each in dossier.came_from for row in _forerunner(each, project.plan, today)),
    ]
    return [(heading, text) for heading, text in rows if text]


def _at_once(clashes: "Sequence[Clash]", uid: str) -> list[tuple[str, str]]:
    """Return what was recorded at once on a project; the words are imported only if there is something."""
    if not clashes:
        return []
    from dushiquan.papers.sync_lines import at_once_rows

    return at_once_rows(clashes, uid)


def _forerunner(forerunner: Forerunner, plan: str, today: date) -> Iterator[tuple[str, str]]:
    """Yield what was recorded of a project, for the card of the one of a plan that goes on with its work."""
    id = forerunner.id if forerunner.plan == plan else f"{forerunner.plan}/{forerunner.id}"
    yield f"原 {id}", forerunner.title
    yield from ((f"原 {id} 经过", line) for line in log_lines(forerunner.events, today=today))


def _standing(item: Item, levels: Sequence[EscalationLevel]) -> list[tuple[str, str]]:
    """Return the rows on the project as its plan has it, and as it stands."""
    project, state, supervision = item.project, item.state, item.supervision
    status = status_text(item) + (
        f"，{percent(supervision.progress)}" if supervision.progress is not None else ""
    )
    if state.applied_on:
        status += f"，{iso(state.applied_on)} 申请销号"
    if state.done_on:
        status += f"，{iso(state.done_on)} 销号"
    light = LIGHT_LABELS[supervision.light] if supervision.light else ""
    return [
        ("序号", str(project.id)),
        *((COLUMNS[key].heading, COLUMNS[key].text(item)) for key in _PLAN_COLUMNS),
        ("读作", _parsed(project)),
        ("时限", _due(item)),
        ("状态", status),
        ("序时进度", percent(supervision.pace)),
        ("预警", "：".join(filter(None, [light, reasons_text(supervision.reasons)]))),
        ("建议层级", suggested_level(supervision.days_overdue, levels)),
        *(
            (
                "节点" if t in milestones(project) else "指标",
                target_text(t, state.counts) + (f"，{iso(t.due)} 前" if t.due else ""),
            )
            for t in project.targets
        ),
        ("最近报送", iso(state.last_reported)),
        ("存在问题", remark_text(state.said.problem)),
        ("下步打算", remark_text(state.said.next_steps)),
        ("预计完成", iso(state.said.expected)),
        ("申请延期", _requested(item)),
    ]


def _requested(item: Item) -> str:
    request = item.state.said.request
    return f"至{iso(request.until)}：{request.reason}（{iso(request.on)}申请，待答复）" if request else ""


def _parsed(project: Project) -> str:
    """Say how a requirement was parsed: 完成，2011-01-01 至 2011-12-31."""
    if project.kind is Kind.UNKNOWN:
        return "未读出时限"
    window = f"{iso(project.start)} 至 {iso(project.due)}" if project.start else f"至 {iso(project.due)}"
    return KIND_LABELS[project.kind] + (f"，{window}" if project.due else "，无时限")


def _due(item: Item) -> str:
    state = item.state
    if item.supervision.step and item.due != state.due:
        last = "" if is_by_occurrences(item.project) or not state.due else f"，最后 {iso(state.due)}"
        return f"{iso(item.due)}（{item.supervision.step}）{last}"
    return f"{iso(state.due)}{moved_text(item)}"
