"""The Chinese words for codes and fields: the words of design.md section 2."""

from datetime import date

from dushiquan.domain.history import STATUS_LABELS
from dushiquan.domain.supervision import Item, Light

LIGHT_LABELS: dict[Light, str] = {Light.RED: "红", Light.YELLOW: "黄", Light.GREEN: "绿"}

WITHDRAWN = "已撤销"


def status_text(item: Item) -> str:
    """An item's status in words; a project gone from the plan is 已撤销 whatever it was."""
    return WITHDRAWN if item.state.withdrawn_on else STATUS_LABELS[item.state.status]


def percent(progress: int | None) -> str:
    """A progress as a person reads it; "" where nothing was reported."""
    return "" if progress is None else f"{progress}%"


def iso(day: date | None) -> str:
    """A day as ISO, or ""."""
    return day.isoformat() if day else ""


def month_day(day: date) -> str:
    """A day within a year known to the reader: 9月30日."""
    return f"{day.month}月{day.day}日"


def full_day(day: date) -> str:
    """A day in full: 2011年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"
