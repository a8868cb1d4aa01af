"""The reminder letter (催办单) as a paper."""

from collections.abc import Sequence
from typing import NamedTuple

from dushiquan.domain.events import ReminderStep
from dushiquan.domain.plan import Contact, EscalationLevel
from dushiquan.domain.reminders import Asked, Letter
from dushiquan.domain.supervision import Item, ReasonKind, suggested_level
from dushiquan.formats.document import Document, Grid, Section
from dushiquan.formats.text import file_name
from dushiquan.papers.labels import full_day, iso, letter_number, percent, status_text, titles_text
from dushiquan.papers.reasons import reason_text

STEP_LABELS: dict[ReminderStep, str] = {
    ReminderStep.BLUE: "蓝",
    ReminderStep.YELLOW: "黄",
    ReminderStep.RED: "红",
}

_MEANINGS: dict[ReminderStep, str] = {
    ReminderStep.BLUE: "蓝单（临近时限，提示）",
    ReminderStep.YELLOW: "黄单（已逾期，催办）",
    ReminderStep.RED: "红单（催办后仍未办结，再次催办）",
}
_OPENINGS: dict[ReminderStep, str] = {
    ReminderStep.BLUE: "你单位牵头的下列项目临近时限，请抓紧收尾，按期完成并报送情况。",
    ReminderStep.YELLOW: "你单位牵头的下列项目已经逾期，请抓紧办理，按所列日期报送进展、原因和预计完成日期。",
    ReminderStep.RED: "你单位牵头的下列项目经催办仍未办结，请主要负责人过问，按所列日期书面说明原因和措施。",
}


def file_stem(letter: Letter) -> str:
    """Return the file name of a letter, without suffix."""
    return f"催办单{letter.year}-{letter.number:03}-{file_name(letter.unit)}-{STEP_LABELS[letter.step]}"


class PlanOfLetter(NamedTuple):
    """A plan of which a letter asks projects, its levels of escalation, and whom to ask at the unit."""

    key: str
    title: str
    levels: Sequence[EscalationLevel] = ()
    contact: Contact | None = None


def letter_document(letter: Letter, plans: Sequence[PlanOfLetter], *, signed: str) -> Document:
    """Return a letter as a paper: what is demanded for each project of some plans, and by when.

    Projects of several plans stand under the title of each.
    """
    grids = [_asked_of(letter, plan) for plan in plans]
    meaning, told = _MEANINGS[letter.step], [*_contacts(plans), _OPENINGS[letter.step]]
    if len(plans) == 1:
        sections = [Section(meaning, told, grids[0])]
    else:
        parts = (Section(f"《{plan.title}》", [], grid) for plan, grid in zip(plans, grids, strict=True))
        sections = [Section(meaning, told), *parts]
    return Document(
        title=f"关于{titles_text(plan.title for plan in plans)}项目的催办单",
        masthead="催办单",
        issue=letter_number(letter.year, letter.number),
        addressed=letter.unit,
        signed=signed,
        dated=full_day(letter.dated),
        sections=sections,
    )


def _contacts(plans: Sequence[PlanOfLetter]) -> list[str]:
    known = dict.fromkeys(str(plan.contact) for plan in plans if plan.contact)
    return [f"贵单位联系人：{'、'.join(known)}；如有变动，请告知。"] if known else []


def _asked_of(letter: Letter, plan: PlanOfLetter) -> Grid:
    rows = [_row(asked, plan.levels) for asked in letter.asked if asked.item.project.plan == plan.key]
    headings = ("序号", "项目名称", "进度要求", "时限", "现状", "办理要求", "请于此日前报")
    return Grid(headings, rows, days=(3, 6))


def _row(asked: Asked, levels: Sequence[EscalationLevel]) -> tuple[str, ...]:
    item = asked.item
    progress = percent(item.supervision.progress)
    standing = "，".join(filter(None, [status_text(item), progress]))
    return (
        str(item.project.id.bare),
        item.project.title + _together(item),
        item.project.requirement,
        iso(item.due),
        standing,
        _demand(asked, levels),
        iso(asked.by),
    )


def _together(item: Item) -> str:
    """Name the other lead units, for which the first one answers."""
    others = item.project.units.lead[1:]
    return f"（会同{'、'.join(others)}）" if others else ""


def _late(item: Item) -> str:
    """Say how late the project is, or else its target that is the most days late."""
    first = item.supervision.reasons[0]
    return ("已" if first.kind is ReasonKind.OVERDUE else "") + reason_text(first)


def _demand(asked: Asked, levels: Sequence[EscalationLevel]) -> str:
    match asked.step:
        case ReminderStep.BLUE:
            if asked.item.supervision.step:
                return f"按期完成“{asked.item.supervision.step}”并报送情况"
            return "按期完成；确实不能的，在时限前申请延期并说明理由"
        case ReminderStep.YELLOW:
            return f"{_late(asked.item)}，报送进展、原因和预计完成日期"
        case ReminderStep.RED:
            level = suggested_level(asked.item.supervision.days_overdue, levels)
            return f"{_late(asked.item)}，书面说明原因和措施" + (f"；拟提请{level}" if level else "")
