"""The Chinese words for codes and fields: the words of design.md section 2."""

from datetime import date

from dushiquan.domain.history import STATUS_LABELS, EventKind
from dushiquan.domain.reminders import ReminderStep
from dushiquan.domain.supervision import Item, Light

LIGHT_LABELS: dict[Light, str] = {Light.RED: "红", Light.YELLOW: "黄", Light.GREEN: "绿"}

STEP_LABELS: dict[ReminderStep, str] = {
    ReminderStep.BLUE: "蓝",
    ReminderStep.YELLOW: "黄",
    ReminderStep.RED: "红",
}

EVENT_LABELS: dict[EventKind, str] = {
    EventKind.STATUS: "状态",
    EventKind.PROGRESS: "进度",
    EventKind.NOTE: "说明",
    EventKind.COUNT: "指标",
    EventKind.DEFER: "延期",
    EventKind.SUBMIT: "申请销号",
    EventKind.RETURN: "退回",
    EventKind.REMIND: "催办",
    EventKind.REVOKE: "撤回",
    EventKind.REVISE: "计划调整",
    EventKind.WITHDRAW: "撤销",
}

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
