"""Parse days and spans as people type them; refuse what is not clearly a day, with examples."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dushiquan.errors import UsageError

EXAMPLES = "2011-09-30、2011年9月30日、9月30日、今天、昨天、上周五、本月底"

_WEEKDAYS = "一二三四五六日"
_WORDS: dict[str, Callable[[date], date]] = {
    "今天": lambda today: today,
    "昨天": lambda today: today - timedelta(days=1),
    "前天": lambda today: today - timedelta(days=2),
    "本月底": lambda today: _month_end(today),
    "上月底": lambda today: today.replace(day=1) - timedelta(days=1),
    "本年底": lambda today: today.replace(month=12, day=31),
    "年底": lambda today: today.replace(month=12, day=31),
}
_UNITS = {"d": "days", "天": "days", "w": "weeks", "周": "weeks", "m": "months", "个月": "months"}


def parse_day(text: str, today: date, *, base: date | None = None) -> date:
    """Read a typed day; a month and day are those of today's year.

    ``+2m``, ``+10d``, ``+1w``, ``+1y`` count from ``base`` (today, or a due date to be moved). Months are
    added end to end: one month after 30 June is 31 July. Raise ``UsageError`` for anything else.
    """
    typed = re.sub(r"\s", "", text)
    if typed in _WORDS:
        return _WORDS[typed](today)
    span = re.fullmatch(r"\+([0-9]{1,4})(d|w|m|y|天|周|个月|年)", typed)
    if span:
        return _later(base or today, int(span[1]), _UNITS.get(span[2], "years"), text)
    week = re.fullmatch(rf"([上本])(?:周|星期)([{_WEEKDAYS}])", typed.replace("天", "日"))
    if week:
        monday = today - timedelta(days=today.weekday() + (7 if week[1] == "上" else 0))
        return monday + timedelta(days=_WEEKDAYS.index(week[2]))
    short = re.fullmatch(r"[0-9]{1,2}月[0-9]{1,2}[日号]", typed)
    return parse_date(f"{today.year}年{typed}" if short else typed, text)


def parse_date(typed: str, text: str) -> date:
    """Read a day that says its year first; raise ``UsageError``, which quotes ``text``, for anything else."""
    parts = re.fullmatch(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})", typed) or re.fullmatch(
        r"([0-9]{4})(年)([0-9]{1,2})月([0-9]{1,2})[日号]", typed
    )
    if not parts:
        raise UsageError(f"“{text}”不是日期；可以写成：{EXAMPLES}。")
    try:
        return date(int(parts[1]), int(parts[3]), int(parts[4]))
    except ValueError:
        raise UsageError(f"没有 {text} 这一天；请核对日期。") from None


def _later(base: date, number: int, unit: str, text: str) -> date:
    from dateutil.relativedelta import relativedelta

    try:
        later = base + relativedelta(**{unit: number})  # type: ignore[arg-type]
        is_end = unit in ("months", "years") and base == _month_end(base)
        return _month_end(later) if is_end else later
    except (ValueError, OverflowError):
        raise UsageError(f"“{text}”太远了；请核对日期。") from None


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def parse_span(text: str) -> int:
    """Read a number of days as typed: ``30d``, ``30天``, ``4w``, ``4周`` or ``30``."""
    span = re.fullmatch(r"([0-9]{1,4})(d|天|w|周)?", text.strip())
    if not span:
        raise UsageError(f"“{text}”不是天数；可以写成：30d、30天、4周。")
    return int(span[1]) * (7 if span[2] in ("w", "周") else 1)
