"""Chinese labels for codes, and values as text (words as in docs/glossary.md)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from dushiquan.domain.ids import NUMERALS, FullId
from dushiquan.domain.plan import Target
from dushiquan.domain.status import STATUS_LABELS, Remark
from dushiquan.domain.supervision import Item, Light

if TYPE_CHECKING:
    from fractions import Fraction

    from dushiquan.domain.events import PlanPlace
    from dushiquan.domain.span import Span

ALSO_TYPED = {"单位": "牵头单位", "责任单位": "牵头单位", "灯": "预警", "亮灯": "预警"}
"""The label that is meant by another word for it, where columns and groupings are typed."""
LIGHT_LABELS: dict[Light, str] = {Light.RED: "红", Light.YELLOW: "黄", Light.GREEN: "绿"}

LIGHT_MARKS: dict[Light, str] = {Light.RED: "▲ 红", Light.YELLOW: "◆ 黄", Light.GREEN: "● 绿"}
"""The lights as a shape and a word, for those who see no colour."""

SETTING_MEANINGS: dict[str, str] = {
    "due_soon_days": "时限前多少天起算临近",
    "behind_yellow_points": "进度落后序时多少个百分点起亮黄灯",
    "behind_red_points": "进度落后序时超过多少个百分点亮红灯",
    "unreported_days": "超过多少天未报送亮黄灯",
    "remind_again_days": "同一项目催办后多少天内不再催办",
    "points_on_time": "考核：按时完成一项加几分",
    "points_late": "考核：逾期一项（已完成或未完成）加几分",
    "points_returned": "考核：被退回一次加几分",
    "points_unreported": "考核：一项未报送加几分",
    "addressed": "通报的主送，如 各区县政府，市各有关单位",
    "copied_to": "通报和考核的抄送，如 市委办、市府办；空即没有",
    "font_title": "公文标题和刊头的字体（没有方正小标宋的，可用 华文中宋）",
    "font_text": "公文正文和表格的字体",
    "font_heading": "公文里“一、”标题的字体",
    "font_subheading": "公文里“（一）”标题的字体",
    "letter_sign": "催办单文号里的机关代字，如 杭协督；不设即“催办”",
    "contact_person": "催办单和填报表上写的本办联系人",
    "contact_phone": "催办单和填报表上写的本办电话",
    "share_projects": "考核：一项有几个牵头单位的，0 各计一项，1 各计一份（如两个单位各计半项）",
    "user": "录入人姓名；设了 DSQ_USER 的以它为准",
    "sync_auto": "共享的台账，记录前后自动收送：1 是，0 否",
    "sync_page": "收送后，把本周通报写成网页放在共享文件夹：1 是，0 否",
}

WITHDRAWN = "已撤销"
WITHDRAWN_WORDS = frozenset({WITHDRAWN, "撤销"})
"""The words for a status that also mean the projects withdrawn from the plan."""
NONE = "（无）"
"""The name of a group that has none: no category, no unit."""


def status_text(item: Item) -> str:
    """Return the status in Chinese; a project withdrawn from the plan is 已撤销 whatever its status."""
    return WITHDRAWN if item.state.withdrawn_on else STATUS_LABELS[item.state.status]


def target_text(target: Target, counts: Mapping[str, int]) -> str:
    """Return a target with its count: 现场会 2/3次."""
    return f"{target.name} {counts.get(target.name, 0)}/{target.goal}{target.measure}"


def targets_text(targets: Iterable[Target], counts: Mapping[str, int]) -> str:
    """Return targets with their counts, in one line."""
    return "；".join(target_text(target, counts) for target in targets)


def percent(share: float | None) -> str:
    """Return a progress or a pace with its sign, or "" if there is none."""
    return "" if share is None else f"{share:.10g}%"


def number_text(number: "Fraction") -> str:
    """Return a number of projects or points: 3, 1.5, 0.33."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def iso(day: date | None) -> str:
    """Return a day in ISO format, or "" for None."""
    return day.isoformat() if day else ""


def moved_text(item: Item) -> str:
    """Return a project's original due date and how often it was deferred, in brackets; "" if not moved."""
    state, planned = item.state, item.project.due
    if state.due == planned and not state.deferrals:
        return ""
    how = [f"延期{state.deferrals}次"] if state.deferrals else []
    how += ["提前"] if planned and state.due and state.due < planned else []
    return f"（原{iso(planned) or '无时限'}，{'，'.join(how)}）"


def remark_text(remark: Remark | None) -> str:
    """Return what was said, with its day: 资金未到位（9月23日报）; "" for None."""
    return f"{remark.text}（{month_day(remark.on)}报）" if remark else ""


def place_text(place: "PlanPlace") -> str:
    """Return where a project is carried to or from: 2012年计划第3项."""
    return FullId(place.plan, place.id).in_words


def numeral(number: int) -> str:
    """Return the number of a section or a part, as headings write it: 三; above ten in figures."""
    return NUMERALS[number - 1] if number <= len(NUMERALS) else str(number)


def month_day(day: date) -> str:
    """Return a day without its year: 9月30日."""
    return f"{day.month}月{day.day}日"


def day_compared(span: "Span", as_of: date) -> str:
    """Name the day with which a paper compares: 上周末; of a week under way 12月2日."""
    until = span.told_until(as_of)
    return month_day(until) if (span.start - until).days > 1 else f"{span.before}末"


def full_day(day: date) -> str:
    """Return a day in full: 2011年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def titles_text(titles: Iterable[str]) -> str:
    """Return the titles of plans, each once: 《甲》《乙》."""
    return "".join(f"《{title}》" for title in dict.fromkeys(titles))


def late_elsewhere_text(late: Mapping[str, int]) -> str:
    """Say how many projects are late in plans that were not asked for; "" if none are."""
    listed = "、".join(f"计划 {key} 逾期 {number} 项" for key, number in late.items())
    return f"另有{listed}，没有算在内；一并看请加 --plan all。" if late else ""
