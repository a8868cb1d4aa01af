"""The periods that a Chinese text names: 6月底前, 第三季度, 2011年9月至次年2月.

Each is read by one of the rules below, which are tried in their order; a range joins two of them. Whether
a period dates the work is decided by where it stands: see ``roles``. The examples in the docstrings are
read as the requirements of a plan for 2011, and the tests execute them.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

NUMERALS = "〇零○一二三四五六七八九十"
DASH = r"(?:起?[-‐‑‒–—―−─~〜至到]+)"
AND = r"[、和及]"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days and the piece of text that names it.

    ``start`` is None if only the limit is named (6月底前); ``limit`` tells that a word such as 前 says so.
    ``year`` holds for the periods that follow. ``before`` is the last day under the other reading of a limit
    that may or may not include its period: 8月前 ends on 31 August, or on 31 July. ``short_year`` tells that
    the year is written with two digits.
    """

    start: date | None
    end: date
    begin: int = 0
    stop: int = 0
    year: int = 0
    limit: bool = False
    before: date | None = None
    short_year: bool = False


_Rule = Callable[[date, re.Match[str]], Period]
_Rules = list[tuple[re.Pattern[str], _Rule]]
_RULES: _Rules = []
_AFTER_YEAR: _Rules = []
_AFTER_DASH: _Rules = []
"""The rules of a period, of one that goes on after a year (2011年|3月), and of the end of a span (3月-|5月).

They are tried in order, so a longer form (6月上半月) stands before the shorter one (6月).
"""

_N = rf"(?<![0-9.{NUMERALS}])([0-9]{{1,2}}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"


def _rule(pattern: str, rules: _Rules = _RULES) -> Callable[[_Rule], _Rule]:
    """Register a rule. It is given a day of the year meant, and after a dash of the month meant."""

    def register(rule: _Rule) -> _Rule:
        rules.append((re.compile(pattern), rule))
        return rule

    return register


def numeral(written: str) -> int:
    """Return the number that figures or Chinese numerals up to 99 write."""
    if written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (10 * numeral(tens or "1") if ten else 0) + max(0, NUMERALS.find(ones or "零") - 2)


def _months(year: int, first: int, last: int) -> Period:
    """Return the days from the first of a month to the last of another."""
    return Period(date(year, first, 1), date(year, last, 1).replace(day=monthrange(year, last)[1]))


def _thirds(year: int, month: int, first: str, last: str) -> Period:
    """Return the ten days of each third of a month, the last to the month's end."""
    end = _months(year, month, month).end
    days = {"上": (1, 10), "中": (11, 20), "下": (21, end.day)}
    return Period(end.replace(day=days[first][0]), end.replace(day=days[last][1]))


@_rule(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})(?![0-9.])日?")
def _day_in_figures(near: date, match: re.Match[str]) -> Period:
    """Match a day in figures: 2011-06-30前 = ..2011-06-30; 2011.6.30 = ..2011-06-30.

    2011-02-30 = unknown.
    """
    day = date(int(match[1]), int(match[3]), int(match[4]))
    return Period(day, day)


@_rule(rf"([0-9]{{4}})\.([0-9]{{1,2}}){DASH}([0-9]{{1,2}})(?![0-9.年月日])")
def _months_in_figures(near: date, match: re.Match[str]) -> Period:
    """Match months in figures: 2011.1—4 = 2011-01-01..2011-04-30."""
    return _months(int(match[1]), int(match[2]), int(match[3]))


@_rule(r"([0-9]{4})[-./]([0-9]{1,2})(?![0-9.年月日])")
def _month_in_figures(near: date, match: re.Match[str]) -> Period:
    """Match a month in figures: 2011.5—2012.6 = 2011-05-01..2012-06-30."""
    return _months(int(match[1]), int(match[2]), int(match[2]))


_CLOCK = r"(?:零[时点]|[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2})?|[时点](?:[0-9]{1,2}分|半)?整?))"
_PART = r"(?:上午|下午|中午|早上|晚上|晚(?!于)|凌晨|全天|当[天日])?"
_HOUR = rf"(?:{_PART}(?:{_CLOCK}(?:{DASH}{_PART}{_CLOCK})?)?(?:下班(?=前|之前|以前))?)"


@_rule(rf"{_N}月份?{_N}(?:[日号]{_HOUR}|(?={DASH}(?:{_N}月)?{_N}[日号]|(?:{AND}{_N})+[日号]))")
def _day(near: date, match: re.Match[str]) -> Period:
    """Match a day, its own last day: 9月30日前 = ..2011-09-30; 9月15日（周四）召开 = ..2011-09-15.

    A range may name it short: 7月31-8月1日 = 2011-07-31..2011-08-01. The hour says nothing of the day:
    8月20日12:00前 = ..2011-08-20; 8月20日下班前 = ..2011-08-20; 8月20日上午召开 = ..2011-08-20.
    """
    day = date(near.year, numeral(match[1]), numeral(match[2]))
    return Period(day, day)


@_rule(rf"{_N}(?:[日号]{_HOUR}|(?=(?:{AND}{_N})+[日号]))", _AFTER_DASH)
def _day_of_that_month(near: date, match: re.Match[str]) -> Period:
    """Match a range's last day without its month: 3月15-20日 = 2011-03-15..2011-03-20."""
    day = near.replace(day=numeral(match[1]))
    return Period(day, day)


@_rule(rf"{_N}月份?([上中下])(?:、?([上中下]))?旬")
def _third_of_month(near: date, match: re.Match[str]) -> Period:
    """Match ten days each, or two in one, in either order: 6月中旬 = 2011-06-11..2011-06-20.

    5月中下旬 = 2011-05-11..2011-05-31; 7月中上旬 = 2011-07-01..2011-07-20.
    """
    first, last = sorted((match[2], match[3] or match[2]), key="上中下".index)
    return _thirds(near.year, numeral(match[1]), first, last)


@_rule(r"([上中下])旬", _AFTER_DASH)
def _third_of_that_month(near: date, match: re.Match[str]) -> Period:
    """Match a range's last ten days without their month: 6月上旬至中旬 = 2011-06-01..2011-06-20."""
    return _thirds(near.year, near.month, match[1], match[1])


def _half_month(year: int, month: int, half: str) -> Period:
    """Return the first fifteen days, or the others."""
    end = _months(year, month, month).end
    first, last = (1, 15) if half == "上" else (16, end.day)
    return Period(end.replace(day=first), end.replace(day=last))


@_rule(rf"{_N}月份?的?([上下])半月(?:之?内)?")
def _half_of_month(near: date, match: re.Match[str]) -> Period:
    """Match half a month, to the 15th or from the 16th: 6月上半月 = 2011-06-01..2011-06-15; 2月下半月 =
    2011-02-16..2011-02-28.
    """
    return _half_month(near.year, numeral(match[1]), match[2])


@_rule(r"([上下])半月(?:之?内)?", _AFTER_DASH)
def _half_of_that_month(near: date, match: re.Match[str]) -> Period:
    """Match a range's last half without its month: 6月中旬至下半月 = 2011-06-11..2011-06-30."""
    return _half_month(near.year, near.month, match[1])


@_rule(rf"{_N}月份?初")
def _early_in_month(near: date, match: re.Match[str]) -> Period:
    """Match the first ten days: 3月初 = 2011-03-01..2011-03-10."""
    return _thirds(near.year, numeral(match[1]), "上", "上")


@_rule(rf"{_N}月份?月?[底末]")
def _end_of_month(near: date, match: re.Match[str]) -> Period:
    """Match a month's last day: 6月底前 = ..2011-06-30; 三月月底 = ..2011-03-31; 13月底 = unknown."""
    month = numeral(match[1])
    return Period(None, _months(near.year, month, month).end)


@_rule(rf"{_N}(?:月份?当?内|月份|月|(?=(?:{DASH}{_N}|(?:{AND}{_N})+)月(?!份?[底末初0-9])))")
def _month(near: date, match: re.Match[str]) -> Period:
    """Match a month: 6月 = 2011-06-01..2011-06-30; 5、6月份 = 2011-05-01..2011-06-30; 6月前 = unknown.

    8月内完成 = 2011-08-01..2011-08-31, but 3月内 could be three months: 3月内 = unknown.
    """
    if match[0].endswith("月内") and numeral(match[1]) <= 6:
        raise ValueError("3月内: in March, or three months?")
    month = numeral(match[1])
    return _months(near.year, month, month)


@_rule(
    rf"第?(?:{_N}(?=季度|{DASH}|{AND})|首(?=季))(?:季度?(?:([底末])|之?内)?|(?=(?:{DASH}第?{_N}|(?:{AND}第?{_N})+)季度))"
)
def _quarter(near: date, match: re.Match[str]) -> Period:
    """Match quarters: 第三季度 = 2011-07-01..2011-09-30; 一季度末 = ..2011-03-31; 5季度 = unknown.

    二季度内完成 = 2011-04-01..2011-06-30; 首季完成 = 2011-01-01..2011-03-31.
    """
    last = 3 * (numeral(match[1]) if match[1] else 1)
    quarter = _months(near.year, last - 2, last)
    return replace(quarter, start=None) if match[2] else quarter


@_rule(r"前([二两三23])个?季度(?:之?内)?")
def _first_quarters(near: date, match: re.Match[str]) -> Period:
    """Match from January: 前三季度 = 2011-01-01..2011-09-30; 前两季度内 = 2011-01-01..2011-06-30."""
    return _months(near.year, 1, 9 if match[1] in "三3" else 6)


@_rule(r"([上下])(?:半年(?:([底末])|之?内)?|(?=、下半年))|上下半年")
def _half(near: date, match: re.Match[str]) -> Period:
    """Match six months: 下半年召开 = 2011-07-01..2011-12-31; 上、下半年 = 2011-01-01..2011-12-31.

    So does 上下半年 = 2011-01-01..2011-12-31.
    """
    if not match[1]:
        return _months(near.year, 1, 12)
    half = _months(near.year, 1, 6) if match[1] == "上" else _months(near.year, 7, 12)
    return replace(half, start=None) if match[2] else half


@_rule(r"年?[底末终]", _AFTER_YEAR)
@_rule(rf"(?<![0-9{NUMERALS}学财全])年[底末终]|岁末")
def _end_of_year(near: date, match: re.Match[str]) -> Period:
    """Match a year's last day: 年底前 = ..2011-12-31; 2012年年底 = ..2012-12-31; 12年底前 = unknown."""
    return Period(None, date(near.year, 12, 31))


@_rule(r"全年|年?内|", _AFTER_YEAR)
@_rule(
    rf"全年(?!\w{{0,6}}(?:比例|比率|占比))|当年内?(?=完成|完工|竣工|建成|$)|(?<![0-9{NUMERALS}两几数多])年度?之?内"
)
def _whole_year(near: date, match: re.Match[str]) -> Period:
    """Match a year: 2012年 = 2012-01-01..2012-12-31; 年内 = 2011-01-01..2011-12-31; 2012年前 = unknown.

    全年抽查比例不低于5% = ongoing.
    """
    return _months(near.year, 1, 12)


_YEAR = re.compile(
    rf"(?<![0-9])([0-9]{{4}}|[一二][{NUMERALS[:-1]}]{{3}})(?:年度?|(?=(?:{DASH}|{AND})[0-9]{{4}}年|[上下]半年|第[一二三四1-4]季))"
    rf"|(?<![0-9])([0-9]{{4}})[-./](?=[0-9]{{1,2}}月)"
    rf"|(?<![0-9A-Za-z.{NUMERALS}第])([0-9]{{2}})年(?=[0-9]{{1,2}}月)"
    r"|次年|翌年|下一?年(?:度(?!的[^0-9]))?(?!级|度|的[^0-9])"
)
_JOINED = re.compile(rf"{DASH}(?:到|次日)?")
_SEVERAL = re.compile(
    rf"[、和及](?=(?:{_N}月)?{_N}(?:{AND}{_N})*[日号])|(?<![月度])[、和及](?={_N}(?:月(?!份?[底末初0-9])|[、和及]|季度))"
    rf"|(?={_N}月(?!份?[底末初0-9]))"
)
_INCLUDED = r"(?:\(含[^()]*\))"
_LIMIT = re.compile(rf"{_INCLUDED}?(?:之|以)?前(?![后期往])(?:{_INCLUDED})?|止|截止")


def read_period(text: str, at: int, year: int) -> Period | None:
    """Read the period that begins at a place of a text; raise ``ValueError`` if there is no such day.

    A limit ends it, 6月30日前 = ..2011-06-30, but is open if its period may count or not: 6月中旬前 =
    unknown, 6月前(含6月) = ..2011-06-30. Two make a range, the second leaving out what the first has named,
    9月15日-25日 = 2011-09-15..2011-09-25, or crossing the year's end, 12-1月 = 2011-12-01..2012-01-31.
    Backwards they make none: 6-3月 = unknown. So do days and months side by side: 3月5、6日 =
    2011-03-05..2011-03-06; 6月7月 = 2011-06-01..2011-07-31. Two digits are a year if it is near the plan's:
    12年8月底前 = ..2012-08-31; 98年8月底前 = unknown.
    """
    first = last = _one(text, at, date(year, 1, 1), _RULES)
    if first is None or last is None:
        return None
    dash = _JOINED.match(text, first.stop)
    second = dash and _one(text, dash.end(), first.end, _AFTER_DASH + _RULES)
    if second:
        last = second
        if last.end.year == first.end.year and last.end.month <= 6 < first.end.month:
            last = _one(text, last.begin, date(first.end.year + 1, 1, 1), _RULES) or last
        if last.end < first.end:
            raise ValueError("a range that runs backwards")
    elif first.start:
        last = _last_of_several(text, first)
    limit = _LIMIT.match(text, last.stop)
    is_open = limit and "前" in limit[0] and "含" not in limit[0] and last.start and last.start != last.end
    return Period(
        start=None if limit and not second else first.start,
        end=last.end,
        begin=at,
        stop=limit.end() if limit else last.stop,
        year=first.end.year,
        limit=limit is not None,
        before=last.start - timedelta(days=1) if is_open and last.start else None,
        short_year=first.short_year,
    )


def _last_of_several(text: str, first: Period) -> Period:
    """Return the last of several days or months side by side, or the first if there is no other."""
    last = first
    while mark := _SEVERAL.match(text, last.stop):
        rules = _AFTER_DASH + _RULES if mark[0] else _RULES
        following = _one(text, mark.end(), last.end, rules)
        same = following and (following.start == following.end) == (first.start == first.end)
        if not following or not same or following.end <= last.end:
            break
        last = following
    return last


def _one(text: str, at: int, near: date, rules: _Rules) -> Period | None:
    named = _YEAR.match(text, at)
    begin = named.end() if named else at
    short = bool(named and named[3])
    if named:
        near = date(_year(named, near.year), 1, 1)
    for pattern, rule in rules + _AFTER_YEAR * bool(named):
        match = pattern.match(text, begin)
        if match:
            return replace(rule(near, match), begin=at, stop=match.end(), short_year=short)
    return None


def _year(named: re.Match[str], near: int) -> int:
    digits = "".join(str(numeral(char)) for char in named[1] or named[2] or named[3] or "")
    if not digits:
        return near + 1
    if len(digits) == 4:
        return int(digits)
    year = near - near % 100 + int(digits)
    if abs(year - near) > 10:
        raise ValueError("a year of two digits far from the plan's")
    return year
