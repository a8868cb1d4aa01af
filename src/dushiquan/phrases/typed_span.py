"""Parse weeks and months as people type them."""

import re
from datetime import date, timedelta

from dushiquan.domain.span import Span, month_of, week_of
from dushiquan.errors import UsageError


def parse_week(text: str, today: date) -> Span:
    """Read a week, ``2011-W45``, 本周 or 上周; raise ``UsageError`` for anything else."""
    if text.strip() in ("本周", "上周"):
        return week_of(today - timedelta(days=7 * (text.strip() == "上周")))
    parts = re.fullmatch(r"([0-9]{4})-?[Ww]([0-9]{1,2})", text.strip())
    try:
        if parts:
            return week_of(date.fromisocalendar(int(parts[1]), int(parts[2]), 1))
    except ValueError:
        pass
    raise UsageError(f"“{text}”不是周次；请写成 2011-W45、本周或上周。")


def parse_month(text: str, today: date) -> Span:
    """Read a month, ``2011-10``, 本月 or 上月; raise ``UsageError`` for anything else."""
    if text.strip() in ("本月", "上月"):
        first = today.replace(day=1)
        return month_of(first - timedelta(days=text.strip() == "上月"))
    parts = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", text.strip())
    try:
        if parts:
            return month_of(date(int(parts[1]), int(parts[2]), 1))
    except ValueError:
        pass
    raise UsageError(f"“{text}”不是月份；请写成 2011-10、本月或上月。")
