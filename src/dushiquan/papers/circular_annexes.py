"""The annexes of a circular: its projects by light, or what came of each in the year."""

from collections.abc import Sequence
from dataclasses import replace

from dushiquan.domain.circular import Circular
from dushiquan.domain.status import STATUS_LABELS, Status
from dushiquan.domain.supervision import Item
from dushiquan.formats.document import Grid, Section, Tone
from dushiquan.papers.circular_tables import most_of_weekly, rest_text, table, who
from dushiquan.papers.labels import (
    LIGHT_MARKS,
    iso,
    month_day,
    percent,
    remark_text,
    status_text,
)
from dushiquan.papers.outcome_lines import outcomes_section, withdrawn_text
from dushiquan.papers.reasons import reasons_text

_SAID = "存在问题和下步打算"


def annexes(circular: Circular) -> list[Section]:
    """Return the annexes, numbered if there are several."""
    found = [each for each in _annexes(circular) if each]
    return [
        replace(annex, heading=f"附件{number if len(found) > 1 else ''} {annex.heading}")
        for number, annex in enumerate(found, 1)
    ]


def _annexes(circular: Circular) -> list[Section | None]:
    if circular.span.is_year:
        return [_outcomes(circular)]
    if not circular.span.is_long:
        return [_urgent(circular)]
    return [
        _of_light("红灯项目", circular.red),
        _of_light("黄灯项目", circular.yellow),
        _of_light("绿灯项目", circular.green),
        _resting(circular),
    ]


def _urgent(circular: Circular) -> Section | None:
    """Return the projects that are red or turned yellow; if they are many, without those late in the text."""
    same = {item.project.identity for item in circular.still_yellow}
    most = most_of_weekly(circular)
    new = [item for item in circular.yellow if item.project.identity not in same]
    red = list(circular.red)
    if len(red) + len(new) > most:
        late = {each.item.project.identity for each in circular.overdue}
        red = [item for item in red if item.project.identity not in late]
    listed = [*red, *new]
    if not listed:
        return None
    above = len(circular.red) - len(red)
    said = [f"红灯{len(circular.red)}项" + f"（其中逾期的{above}项已列在正文）" * bool(above)] * bool(
        circular.red
    )
    said += [f"本期转为黄灯{len(new)}项"] * bool(new)
    headings = ("预警", "序号", "项目名称", who(listed), "时限", "预警原因", _SAID)
    rows = [
        (
            LIGHT_MARKS[item.supervision.light] if item.supervision.light else "",
            str(item.project.id),
            item.project.title,
            _leaders(item),
            iso(item.due),
            reasons_text(item.supervision.reasons),
            _said_by_unit(item),
        )
        for item in listed[:most]
    ]
    tones: list[Tone] = [item.supervision.light.value if item.supervision.light else "" for item in listed]
    grid = Grid(headings, rows, days=(4,), tones={0: tones[:most]}).filled()
    heading = "和".join(["红灯"] * bool(red) + ["转黄"] * bool(new)) + "项目"
    return Section(heading, [f"{'，'.join(said)}{rest_text(circular, listed)}。"], grid)


def _leaders(item: Item) -> str:
    """Name who answers for a project in a narrow column: 市科技局等4家."""
    first, *others = item.project.answerers or ("",)
    return f"{first}等{len(others) + 1}家" if others else first


def _outcomes(circular: Circular) -> Section | None:
    """Return what came of each project, and what was taken out of the plan."""
    section = outcomes_section(circular.outcomes, who(outcome.item for outcome in circular.outcomes))
    gone = withdrawn_text(circular.withdrawn)
    return section and replace(section, paragraphs=[*section.paragraphs, *([gone] if gone else [])])


def _of_light(heading: str, items: Sequence[Item]) -> Section | None:
    """Return a list of the projects of one light, each with it as a word, a shape and a shade."""
    rows = [
        (
            LIGHT_MARKS[item.supervision.light] if item.supervision.light else "",
            str(item.project.id),
            item.project.title,
            "、".join(item.project.answerers),
            iso(item.due),
            status_text(item),
            percent(item.supervision.progress),
            reasons_text(item.supervision.reasons),
            _said_by_unit(item),
        )
        for item in items
    ]
    if not rows:
        return None
    headings = (
        *("预警", "序号", "项目名称", who(items), "时限", "状态", "进度", "预警原因"),
        _SAID,
    )
    tones: list[Tone] = [item.supervision.light.value if item.supervision.light else "" for item in items]
    grid = Grid(headings, rows, days=(4,), tones={0: tones}).filled()
    return Section(heading, [f"共{len(rows)}项。"], grid)


def _said_by_unit(item: Item) -> str:
    """Return what the unit said last: 资金未到位（9月23日报）；预计10月30日完成."""
    said = item.state.said
    parts = [
        remark_text(said.problem),
        f"下步打算：{remark_text(said.next_steps)}" if said.next_steps else "",
        f"预计{month_day(said.expected)}完成" if said.expected else "",
        f"申请延期至{iso(said.request.until)}" if said.request else "",
    ]
    return "；".join(filter(None, parts))


def _resting(circular: Circular) -> Section | None:
    rows = [
        (
            str(resting.item.project.id),
            resting.item.project.title,
            "、".join(resting.item.project.answerers),
            status_text(resting.item),
            resting.reason,
        )
        for resting in circular.resting
    ]
    headings = ("序号", "项目名称", who(resting.item for resting in circular.resting), "状态", "理由")
    statuses = dict.fromkeys(resting.item.state.status for resting in circular.resting)
    heading = "和".join(STATUS_LABELS[status] for status in Status if status in statuses) + "项目"
    return Section(heading, [f"共{len(rows)}项。"], table(headings, rows)) if rows else None
