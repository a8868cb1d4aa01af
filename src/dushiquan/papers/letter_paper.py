"""The reminder letter (催办单) as a paper, with the receipt (回执) to fill in."""

from collections.abc import Sequence
from typing import NamedTuple

from dushiquan.domain.events import Matter, ReminderStep
from dushiquan.domain.plan import Contact, EscalationLevel
from dushiquan.domain.reminders import Asked, Group, Letter
from dushiquan.domain.supervision import Item, suggested_level
from dushiquan.formats.document import Band, Document, Grid, Section, Tone
from dushiquan.formats.text import file_name
from dushiquan.papers.labels import full_day, iso, month_day, numeral, percent, status_text, titles_text
from dushiquan.papers.letter_labels import MATTERS, letter_number
from dushiquan.papers.reasons import reasons_text

STEP_LABELS: dict[ReminderStep, str] = {
    ReminderStep.BLUE: "蓝",
    ReminderStep.YELLOW: "黄",
    ReminderStep.RED: "红",
}
_TONES: dict[ReminderStep, Tone] = {
    ReminderStep.BLUE: "blue",
    ReminderStep.YELLOW: "yellow",
    ReminderStep.RED: "red",
}
_MEANINGS: dict[ReminderStep, str] = {
    ReminderStep.BLUE: "提示",
    ReminderStep.YELLOW: "催办",
    ReminderStep.RED: "再次催办",
}
_SILENT_MEANINGS: dict[ReminderStep, str] = {
    ReminderStep.BLUE: "催报",
    ReminderStep.YELLOW: "再次催报",
    ReminderStep.RED: "多次催报",
}
_STATES: dict[Matter, str] = {
    Matter.LATE: "已经逾期",
    Matter.BEHIND: "进度明显落后序时",
    Matter.NEAR: "临近时限",
    Matter.SILENT: "较长时间没有报送进展",
}
_DEMANDS: dict[Matter, str] = {
    Matter.LATE: "请抓紧办理，于{by}前报送进展、逾期原因、办理措施和预计完成日期",
    Matter.BEHIND: "请查找原因，于{by}前报送进展和赶上序时的措施",
    Matter.NEAR: "请抓紧收尾，在时限前完成并报送情况；确实不能按期完成的，在时限前申请延期并说明理由",
    Matter.SILENT: "请于{by}前补报进展、存在问题和下步打算；已经办结的，请申请销号并附依据",
}
_SECOND_DEMANDS: dict[Matter, str] = {
    Matter.LATE: "请主要负责人过问，于{by}前书面说明逾期原因、办理措施和预计完成日期",
    Matter.BEHIND: "请主要负责人过问，于{by}前书面说明落后原因和赶上序时的措施",
    Matter.SILENT: "请主要负责人过问，于{by}前补报进展，并说明没有报送的原因",
}
_BLANK = "现状", "原因", "措施", "预计完成", "填报人", "电话"
_SILENT_BLANK = "现状", "存在问题", "下步打算", "预计完成", "填报人", "电话"
_ROOM = (16, 16, 16, 11, 8, 13)
"""The room of the cells to fill in, in half characters."""


def kind_of(letter: Letter) -> str:
    """Return what a letter is: 催办单, or 催报单 if it asks for reports alone."""
    return "催报单" if letter.is_for_silence else "催办单"


def file_stem(letter: Letter) -> str:
    """Return the file name of a letter, without suffix."""
    number = f"{letter.year}-{letter.number:03}"
    return f"{kind_of(letter)}{number}-{file_name(letter.unit)}-{STEP_LABELS[letter.step]}"


class PlanOfLetter(NamedTuple):
    """A plan of which a letter asks projects, its document, its levels, and whom to ask at the unit."""

    key: str
    title: str
    levels: Sequence[EscalationLevel] = ()
    contact: Contact | None = None
    document: str = ""


def letter_document(
    letter: Letter, plans: Sequence[PlanOfLetter], *, signed: str, office: Contact
) -> Document:
    """Return a letter as a paper: a section for each group of projects, with its demand, and a receipt.

    Projects of several plans stand under the title of each. ``office`` is whom to ask at the office.
    """
    is_unit = any(asked.item.project.units.lead for asked in letter.asked)
    sections: list[Section] = []
    for number, group in enumerate(letter.groups, 1):
        basis = f"根据{_basis(plans)}，" * (not sections)
        opening = f"{basis}{_opening(group, is_unit=is_unit)}"
        sections += _group_sections(f"{numeral(number)}、{_heading(group)}", opening, group, plans)
    last = f"{numeral(len(letter.groups) + 1)}、联系和回复"
    titles = titles_text(plan.title for plan in plans)
    about = f"报送{titles}有关项目进展" if letter.is_for_silence else f"催办{titles}有关项目"
    meanings = _SILENT_MEANINGS if letter.is_for_silence else _MEANINGS
    return Document(
        title=f"关于{about}的通知",
        masthead=kind_of(letter),
        issue=letter_number(letter.year, letter.number, letter.sign),
        band=Band(f"{STEP_LABELS[letter.step]}单：{meanings[letter.step]}", _TONES[letter.step]),
        addressed=letter.unit,
        signed=signed,
        dated=full_day(letter.dated),
        sections=[*sections, Section(last, _reply(letter, plans, signed, office, is_unit=is_unit))],
        annexes=[_receipt(letter)],
    )


def _basis(plans: Sequence[PlanOfLetter]) -> str:
    return "、".join(f"《{plan.title}》{f'（{plan.document}）' * bool(plan.document)}" for plan in plans)


def _heading(group: Group) -> str:
    again = group.asked[0].unanswered is not None
    return f"{MATTERS[group.matter]}项目" + ("（上次来函未答复）" if again else "")


def _opening(group: Group, *, is_unit: bool) -> str:
    """Say what is so of the projects of a group, and what is asked for."""
    again = [asked.unanswered for asked in group.asked if asked.unanswered]
    demand = (_SECOND_DEMANDS if again else _DEMANDS)[group.matter]
    numbers = dict.fromkeys(letter_number(each.year, each.number, each.sign) for each in again)
    after = f"，{'、'.join(numbers)}到期未收到答复" if again else ""
    whose = "你单位牵头的" if is_unit else "您负责的"
    asked = demand.format(by=full_day(group.asked[0].by))
    return f"{whose}下列{len(group.asked)}项{_STATES[group.matter]}{after}，{asked}。"


def _group_sections(heading: str, opening: str, group: Group, plans: Sequence[PlanOfLetter]) -> list[Section]:
    tables = [(plan, _table(group, plan)) for plan in plans]
    told = [(plan, grid) for plan, grid in tables if grid]
    if len(plans) == 1:
        return [Section(heading, [opening], told[0][1])]
    return [Section(heading, [opening]), *(Section(f"《{plan.title}》", [], grid) for plan, grid in told)]


def _table(group: Group, plan: PlanOfLetter) -> Grid | None:
    rows = [_row(asked, plan.levels) for asked in group.asked if asked.item.project.plan == plan.key]
    headings = ("序号", "项目名称", "进度要求", "时限", "现状", "情况")
    return Grid(headings, rows, days=(3,)).filled() if rows else None


def _row(asked: Asked, levels: Sequence[EscalationLevel]) -> tuple[str, ...]:
    item = asked.item
    standing = f"{status_text(item)}{percent(item.supervision.progress)}"
    return (
        str(item.project.id.bare),
        item.project.title + _together(item),
        item.project.requirement,
        iso(item.due),
        standing,
        _situation(asked, levels),
    )


def _together(item: Item) -> str:
    """Name the other lead units, for which the first one answers."""
    others = item.project.units.lead[1:]
    return f"（会同{'、'.join(others)}）" if others else ""


def _situation(asked: Asked, levels: Sequence[EscalationLevel]) -> str:
    """Say why the project is urged, what was promised, and who takes it up next."""
    item = asked.item
    expected = item.state.said.expected
    promised = f"曾报预计{month_day(expected)}完成" if expected and expected < asked.by else ""
    level = suggested_level(item.supervision.days_overdue, levels) if asked.unanswered else ""
    taken_up = f"拟提请{level}" if level else ""
    return "；".join(filter(None, [reasons_text(item.supervision.reasons), promised, taken_up]))


def _reply(
    letter: Letter, plans: Sequence[PlanOfLetter], signed: str, office: Contact, *, is_unit: bool
) -> list[str]:
    """Say where to reply, by when, and whom to ask at both ends."""
    by = min(asked.by for asked in letter.asked)
    whom = "，".join(
        filter(None, [office.person and f"联系人：{office.person}", office.phone and f"电话：{office.phone}"])
    )
    told = [f"请填写所附回执，于{full_day(by)}前报{signed or '我办'}" + (f"（{whom}）。" if whom else "。")]
    known = dict.fromkeys(str(plan.contact) for plan in plans if plan.contact)
    if known:
        told.append(f"{'贵单位' if is_unit else '您的'}联系人：{'、'.join(known)}；如有变动，请告知。")
    return told


def _receipt(letter: Letter) -> Section:
    """Return the table that the unit fills in and sends back."""
    blank = _SILENT_BLANK if letter.is_for_silence else _BLANK
    rows = [(_number(asked, letter), asked.item.project.title, *[""] * len(blank)) for asked in letter.asked]
    room = dict(enumerate(_ROOM, 2))
    number = letter_number(letter.year, letter.number, letter.sign)
    return Section(
        "回执", [f"{letter.unit}对{number}的回复："], Grid(("序号", "项目", *blank), rows, room=room)
    )


def _number(asked: Asked, letter: Letter) -> str:
    """Return the number of a project, with the key of its plan if the letter is about several."""
    id = asked.item.project.id
    return str(id if len(letter.plans) > 1 else id.bare)
