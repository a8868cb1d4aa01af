"""The periods that a Chinese text names: 6月底前, 第三季度, 2011年9月至次年2月.

Each is read by one of the rules below, which are tried in their order; a range joins two of them. Whether
a period dates the work is decided by where it stands, in ``requirement``. The examples in the docstrings
are read as the requirements of a plan for 2011, and the tests execute them.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

NUMERALS = "〇零○一二三四五六七八九十"
DASH = r"(?:起?[-‐‑‒–—―−─~〜至到]+)"
AND = r"[、和及]"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days and the piece of text that names it.

    ``start`` is None where only the limit is named (6月底前); ``limit`` tells that a word such as 前 says so.
    ``year`` holds for the periods that follow.
    """

    start: date | None
    end: date
    begin: int = 0
    stop: int = 0
    year: int = 0
    limit: bool = False


_Rule = Callable[[date, re.Match[str]], Period]
_Rules = list[tuple[re.Pattern[str], _Rule]]
_RULES: _Rules = []
_AFTER_YEAR: _Rules = []
_AFTER_DASH: _Rules = []

_N = rf"(?<![0-9.{NUMERALS}])([0-9]{{1,2}}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"


def _rule(pattern: str, rules: _Rules = _RULES) -> Callable[[_Rule], _Rule]:
    """Register a rule. It is given a day of the year meant, and after a dash of the month meant."""

    def register(rule: _Rule) -> _Rule:
        rules.append((re.compile(pattern), rule))
        return rule

    return register


def _number(numeral: str) -> int:
    if numeral.isascii():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (10 * _number(tens or "1") if ten else 0) + max(0, NUMERALS.find(ones or "零") - 2)


def _months(year: int, first: int, last: int) -> Period:
    """From the first day of a month to the last day of another."""
    return Period(date(year, first, 1), date(year, last, 1).replace(day=monthrange(year, last)[1]))


def _thirds(year: int, month: int, first: str, last: str) -> Period:
    """Ten days each, the last to the month's end."""
    end = _months(year, month, month).end
    days = {"上": (1, 10), "中": (11, 20), "下": (21, end.day)}
    return Period(end.replace(day=days[first][0]), end.replace(day=days[last][1]))


@_rule(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})(?![0-9.])日?")
def _day_in_figures(near: date, match: re.Match[str]) -> Period:
    """A day in figures: 2011-06-30前 = ..2011-06-30; 2011.6.30 = ..2011-06-30; 2011-02-30 = unknown."""
    day = date(int(match[1]), int(match[3]), int(match[4]))
    return Period(day, day)


@_rule(rf"([0-9]{{4}})\.([0-9]{{1,2}}){DASH}([0-9]{{1,2}})(?![0-9.年月日])")
def _months_in_figures(near: date, match: re.Match[str]) -> Period:
    """Months in figures: 2011.1—4 = 2011-01-01..2011-04-30."""
    return _months(int(match[1]), int(match[2]), int(match[3]))


@_rule(r"([0-9]{4})[-./]([0-9]{1,2})(?![0-9.年月日])")
def _month_in_figures(near: date, match: re.Match[str]) -> Period:
    """A month in figures: 2011.5—2012.6 = 2011-05-01..2012-06-30."""
    return _months(int(match[1]), int(match[2]), int(match[2]))


_HOUR = r"(?:(?:上午|下午)?[0-9]{1,2}(?::[0-9]{2}|[时点](?:[0-9]{1,2}分)?))?"


@_rule(rf"{_N}月份?{_N}(?:[日号]{_HOUR}|(?={DASH}(?:{_N}月)?{_N}[日号]))")
def _day(near: date, match: re.Match[str]) -> Period:
    """A day is its own last day: 9月30日前 = ..2011-09-30; 9月15日（周四）召开 = ..2011-09-15.

    A range may name it short: 7月31-8月1日 = 2011-07-31..2011-08-01.
    """
    day = date(near.year, _number(match[1]), _number(match[2]))
    return Period(day, day)


@_rule(rf"{_N}[日号]{_HOUR}", _AFTER_DASH)
def _day_of_that_month(near: date, match: re.Match[str]) -> Period:
    """A range's last day without its month: 3月15-20日 = 2011-03-15..2011-03-20."""
    day = near.replace(day=_number(match[1]))
    return Period(day, day)


@_rule(rf"{_N}月份?([上中下])(?:、?([中下]))?旬")
def _third_of_month(near: date, match: re.Match[str]) -> Period:
    """Ten days each, or two in one: 6月中旬 = 2011-06-11..2011-06-20; 5月中下旬 = 2011-05-11..2011-05-31."""
    return _thirds(near.year, _number(match[1]), match[2], match[3] or match[2])


@_rule(r"([上中下])旬", _AFTER_DASH)
def _third_of_that_month(near: date, match: re.Match[str]) -> Period:
    """A range's last ten days without their month: 6月上旬至中旬 = 2011-06-01..2011-06-20."""
    return _thirds(near.year, near.month, match[1], match[1])


@_rule(rf"{_N}月份?初")
def _early_in_month(near: date, match: re.Match[str]) -> Period:
    """As the first ten days: 3月初 = 2011-03-01..2011-03-10."""
    return _thirds(near.year, _number(match[1]), "上", "上")


@_rule(rf"{_N}月份?[底末]")
def _end_of_month(near: date, match: re.Match[str]) -> Period:
    """The month's last day: 6月底前 = ..2011-06-30; 二月末 = ..2011-02-28; 13月底 = unknown."""
    month = _number(match[1])
    return Period(None, _months(near.year, month, month).end)


@_rule(rf"{_N}(?:月份?|(?=(?:{DASH}{_N}|(?:{AND}{_N})+)月(?!份?[底末初0-9])))")
def _month(near: date, match: re.Match[str]) -> Period:
    """The whole month: 6月 = 2011-06-01..2011-06-30; 5、6月份 = 2011-05-01..2011-06-30; 6月前 = unknown."""
    month = _number(match[1])
    return _months(near.year, month, month)


@_rule(rf"第?{_N}(?:季度([底末])?|(?=(?:{DASH}第?{_N}|(?:{AND}第?{_N})+)季度))")
def _quarter(near: date, match: re.Match[str]) -> Period:
    """Three months: 第三季度 = 2011-07-01..2011-09-30; 一季度末 = ..2011-03-31; 5季度 = unknown."""
    last = 3 * _number(match[1])
    quarter = _months(near.year, last - 2, last)
    return replace(quarter, start=None) if match[2] else quarter


@_rule(r"前([二两三23])个?季度")
def _first_quarters(near: date, match: re.Match[str]) -> Period:
    """From January: 前三季度 = 2011-01-01..2011-09-30."""
    return _months(near.year, 1, 9 if match[1] in "三3" else 6)


@_rule(r"([上下])(?:半年([底末])?|(?=、下半年))")
def _half(near: date, match: re.Match[str]) -> Period:
    """Six months: 下半年召开 = 2011-07-01..2011-12-31; 上、下半年 = 2011-01-01..2011-12-31."""
    half = _months(near.year, 1, 6) if match[1] == "上" else _months(near.year, 7, 12)
    return replace(half, start=None) if match[2] else half


@_rule(r"年?[底末终]", _AFTER_YEAR)
@_rule(rf"(?<![0-9{NUMERALS}学财全])年[底末终]")
def _end_of_year(near: date, match: re.Match[str]) -> Period:
    """The year's last day: 年底前 = ..2011-12-31; 2012年年底 = ..2012-12-31; 12年底前 = unknown."""
    return Period(None, date(near.year, 12, 31))


@_rule(r"全年|年?内|", _AFTER_YEAR)
@_rule(rf"全年|(?<![0-9{NUMERALS}两几数多])年度?内")
def _whole_year(near: date, match: re.Match[str]) -> Period:
    """The whole year: 2012年 = 2012-01-01..2012-12-31; 年内 = 2011-01-01..2011-12-31; 2012年前 = unknown."""
    return _months(near.year, 1, 12)


_YEAR = re.compile(
    rf"(?<![0-9])([0-9]{{4}}|[一二][{NUMERALS[:-1]}]{{3}})(?:年度?|(?=(?:{DASH}|{AND})[0-9]{{4}}年))"
    r"|次年|翌年|下一?年"
)
_JOINED = re.compile(rf"{DASH}(?:到|次日)?")
_LIMIT = re.compile(r"(?:之|以)?前(?![后期往])|止|截止")


def read_period(text: str, at: int, year: int) -> Period | None:
    """Read the period that begins at a place of a text; raise ``ValueError`` where it could mean two days.

    A limit ends it, 6月30日前 = ..2011-06-30, unless its last day is open, 6月中旬前 = unknown. Two make a
    range, the second leaving out what the first has named, 9月15日-25日 = 2011-09-15..2011-09-25, or crossing
    the year's end, 12-1月 = 2011-12-01..2012-01-31. Backwards they make none: 6-3月 = unknown.
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
    limit = _LIMIT.match(text, last.stop)
    if limit and limit[0].endswith("前") and last.start and last.start != last.end:
        raise ValueError("6月前: 31 May or 30 June?")
    return Period(
        start=None if limit and not second else first.start,
        end=last.end,
        begin=at,
        stop=limit.end() if limit else last.stop,
        year=first.end.year,
        limit=limit is not None,
    )


def _one(text: str, at: int, near: date, rules: _Rules) -> Period | None:
    named = _YEAR.match(text, at)
    begin = named.end() if named else at
    if named:
        digits = "".join(str(_number(char)) for char in named[1] or "")
        near = date(int(digits) if digits else near.year + 1, 1, 1)
    for pattern, rule in rules + _AFTER_YEAR * bool(named):
        match = pattern.match(text, begin)
        if match:
            return replace(rule(near, match), begin=at, stop=match.end())
    return None
