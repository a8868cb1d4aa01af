"""Parse weeks, months, quarters and years as people type them.

If no year is named, the nearest that has begun is meant.
"""

import re
import unicodedata
from datetime import date, timedelta

from dushiquan.domain.ids import NUMERALS, chinese_number
from dushiquan.domain.span import Span, month_of, quarter_of, week_of, year_of
from dushiquan.errors import UsageError

_YEAR = rf"(?:([0-9]{{4}}|[一二][〇零○{NUMERALS}]{{3}}|[去上今本])年)?"
_COUNT = rf"([0-9]{{1,2}}|[{NUMERALS}]{{1,3}})"


def parse_week(text: str, today: date) -> Span:
    """Read a week: 第44周, 44, ``2011-W45``, 本周, 上周, or a day of it. Raise ``UsageError`` for others."""
    typed = _tidied(text)
    near = re.fullmatch("(上上|上|本|这|下)[个一]?(?:周|星期|礼拜)", typed)
    if near:
        return week_of(today + timedelta(weeks={"上上": -2, "上": -1, "下": 1}.get(near[1], 0)))
    named = re.fullmatch(rf"{_YEAR}第?{_COUNT}(?:周|星期)?", typed) or re.fullmatch(
        r"(?:([0-9]{4})-?)?[Ww]([0-9]{1,2})", typed
    )
    if named:
        return _week(_year(named[1], today), _number(named[2]), today)
    from dushiquan.phrases.typed_day import parse_day

    try:
        return week_of(parse_day(text, today))
    except UsageError:
        raise UsageError(f"“{text}”不是周次；可以写成：第45周、2011-W45、本周、上周，或其中一天。") from None


def _week(year: int | None, number: int, today: date) -> Span:
    this_year, this_week, _ = today.isocalendar()
    year = year or (this_year if number <= this_week else this_year - 1)
    try:
        return week_of(date.fromisocalendar(year, number, 1))
    except ValueError:
        last = date(year, 12, 28).isocalendar().week
        raise UsageError(f"{year}年只有 1 至 {last} 周，没有第{number}周；请核对周次。") from None


def parse_month(text: str, today: date) -> Span:
    """Read a month: 10月, 10, ``2011-10``, 2011年10月, 本月, 上月. Raise ``UsageError`` for others."""
    typed = _tidied(text)
    near = re.fullmatch("([上本这下])个?月", typed)
    if near:
        first = today.replace(day=1)
        return month_of(
            {"上": first - timedelta(days=1), "下": first + timedelta(days=31)}.get(near[1], first)
        )
    named = re.fullmatch(rf"{_YEAR}{_COUNT}(?:月份?)?", typed) or re.fullmatch(
        r"([0-9]{4})(?:[-./]|(?=[0-9]{2}$))([0-9]{1,2})", typed
    )
    try:
        if named:
            year, month = _year(named[1], today), _number(named[2])
            return month_of(date(year or today.year - (month > today.month), month, 1))
    except ValueError:
        raise UsageError(f"没有“{text}”这个月；请核对月份。") from None
    raise UsageError(f"“{text}”不是月份；可以写成：10月、2011-10、本月、上月。")


def parse_quarter(text: str, today: date) -> Span:
    """Read a quarter: 三季度, 3, ``2011-Q3``, 本季度, 上季度. Raise ``UsageError`` for others."""
    typed = _tidied(text)
    near = re.fullmatch("([上本这下])个?季度?", typed)
    if near:
        this = quarter_of(today)
        aside = {"上": this.start - timedelta(days=1), "下": this.end + timedelta(days=1)}
        return quarter_of(aside.get(near[1], today))
    named = re.fullmatch(rf"{_YEAR}第?([1-4一二三四])(?:季度?)?", typed) or re.fullmatch(
        r"(?:([0-9]{4})-?)?[Qq]([1-4])", typed
    )
    if named:
        year, first = _year(named[1], today), _number(named[2]) * 3 - 2
        return quarter_of(date(year or today.year - (first > today.month), first, 1))
    raise UsageError(f"“{text}”不是季度；可以写成：三季度、2011-Q3、本季度、上季度。")


def parse_year(text: str, today: date) -> Span:
    """Read a year: 2011, 2011年, 二〇一一年度, 去年, 本年. Raise ``UsageError`` for others."""
    typed = _tidied(text).removesuffix("度").removesuffix("年")
    named = re.fullmatch(_YEAR.removeprefix("(?:").removesuffix("年)?"), typed)
    try:
        if named and (year := _year(named[1], today)):
            return year_of(date(year, 1, 1))
    except ValueError:
        pass
    raise UsageError(f"“{text}”不是年份；可以写成：2011、2011年、去年、今年。")


def _tidied(text: str) -> str:
    visible = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "No"))
    even = "".join(unicodedata.normalize("NFKC", visible).split())
    return re.sub(r"(?<=[0-9])[‐‑‒–—―−](?=[0-9Ww])", "-", even).strip('。.,;、“”"')


def _year(written: str | None, today: date) -> int | None:
    """Return the year that is named, if one is."""
    if not written or written.isdecimal():
        return int(written) if written else None
    if len(written) == 1:
        return today.year - (written in "去上")
    return int("".join(str(chinese_number(digit)) for digit in written))


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else chinese_number(written)
