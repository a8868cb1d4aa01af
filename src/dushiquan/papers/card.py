"""A project as a card of headings and texts."""

from collections.abc import Sequence
from datetime import date

from dushiquan.domain.events import Event
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
from dushiquan.papers.reasons import reasons_text
from dushiquan.papers.sentences import log_lines

_PLAN_COLUMNS = [key for key, field in FIELDS.items() if field.type in (TEXT, NAMES)]
"""The other fields of the plan have lines of their own."""


def card(
    item: Item,
    history: Sequence[Event],
    levels: Sequence[EscalationLevel],
    today: date = date.max,
    elsewhere: Sequence[Event] = (),
) -> list[tuple[str, str]]:
    """Return everything about a project as (heading, text) pairs, without empty ones.

    ``levels`` are the plan's levels of escalation. Events of days after ``today`` are marked. ``elsewhere``
    are events of other projects that correct some of the history, or that it corrects.
    """
    project, state, supervision = item.project, item.state, item.supervision
    status = status_text(item) + (
        f"，{percent(supervision.progress)}" if supervision.progress is not None else ""
    )
    if state.applied_on:
        status += f"，{iso(state.applied_on)} 申请销号"
    if state.done_on:
        status += f"，{iso(state.done_on)} 销号"
    light = LIGHT_LABELS[supervision.light] if supervision.light else ""
    rows = [
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
        *(("经过", line) for line in log_lines(history, project.due, today, elsewhere)),
    ]
    return [(heading, text) for heading, text in rows if text]


def forerunner_rows(id: str, title: str, history: Sequence[Event], today: date) -> list[tuple[str, str]]:
    """Return what was recorded of a project, as rows of the card of the one that goes on with its work."""
    return [(f"原 {id}", title), *((f"原 {id} 经过", line) for line in log_lines(history, today=today))]


def successor_row(plan: str, id: str, title: str) -> tuple[str, str]:
    """Return the project of another plan that goes on with the work, as a row of the card."""
    return "结转到", f"{plan}/{id} {title}"


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
