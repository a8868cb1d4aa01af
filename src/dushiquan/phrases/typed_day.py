"""Parse days as people type them; refuse what is not clearly a day, with examples.

A text is tidied (half-width, without spaces), then read by one of the rules below, which are tried in their
order. What they leave, such as 9月底 or 第三季度末, is read as in the phrases of a plan, by ``periods``.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.ids import NUMERALS, chinese_number
from dushiquan.errors import UsageError

if TYPE_CHECKING:
    from dushiquan.phrases.periods import Period

EXAMPLES = "9月30日、9.30、2011-09-30、昨天、上周五、月底"


class Side(Enum):
    """Where to look for a day that does not say its year, month or week: 3月2日, 15日, 周三.

    ``PAST`` means the nearest that is past or today, ``COMING`` the nearest that is today or to come, and
    ``CURRENT`` the one of this year, month or week.
    """

    PAST = "past"
    COMING = "coming"
    CURRENT = "current"


class _Asked(NamedTuple):
    """What a rule needs to know besides the text. ``base`` is the day that +2m counts from."""

    today: date
    side: Side
    base: date

    def nearest(self, make: Callable[[int], date]) -> date:
        """Return ``make(0)``, the day of this year, month or week, or that of the one before or after."""
        day = make(0)
        if self.side is Side.PAST and day > self.today:
            return make(-1)
        if self.side is Side.COMING and day < self.today:
            return make(1)
        return day


_Rule = Callable[[re.Match[str], _Asked], date]
_RULES: list[tuple[str, _Rule]] = []
"""Patterns are compiled when they are tried: most days are read by the first ones."""


def parse_day(text: str, today: date, side: Side = Side.PAST, *, base: date | None = None) -> date:
    """Read a typed day; ``side`` says which is meant if several are called so.

    ``+2m``, ``+10d``, ``+1w``, ``+1y`` count from ``base`` (today, or a due date to be moved). Raise
    ``UsageError`` for anything else.
    """
    asked = _Asked(today, side, base or today)
    typed, weekday = _tidied(text, side)
    try:
        day = _read(typed, asked)
    except ValueError:
        raise UsageError(f"没有 {text} 这一天；请核对日期。") from None
    except OverflowError:
        raise UsageError(f"“{text}”太远了；请核对日期。") from None
    if day is None:
        raise UsageError(_refusal(text, typed))
    if weekday and day.weekday() != _weekday(weekday):
        raise UsageError(f"{day} 是周{_WEEKDAYS[day.weekday()]}，不是周{weekday}；请核对日期。")
    return day


def _read(typed: str, asked: _Asked) -> date | None:
    for pattern, rule in _RULES:
        if match := re.fullmatch(pattern, typed):
            return rule(match, asked)
    return _of_phrase(typed, asked)


def _refusal(text: str, typed: str) -> str:
    if re.search(r"农历|阴历|[正冬腊]月|初[一二三四五六七八九十]|廿", typed):
        return f"“{text}”像是农历；请写公历的日期，如 9月30日。"
    if "工作日" in typed:
        return f"“{text}”按工作日算，要看放假安排；请写明日期，如 9月30日。"
    if re.fullmatch(r"[0-9〇一二三四五六七八九十年本上下个]*(?:月[份初]?|[上中下]旬|季度?|周末)", typed):
        return f"“{text}”不止一天；请写明是哪一天，如 9月30日、9月底。"
    return f"“{text}”不是日期；可以写成：{EXAMPLES}。"


# --- the text, tidied ----------------------------------------------------------------------------------

_WEEKDAYS = "一二三四五六日"
_WEEK = r"(?:周|星期|礼拜)"
_CLOCK = r"(?:T|\s+|(?<=[日号天]))[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$"
_PART_OF_DAY = r"(?<=[0-9日号天一二三四五六])(?:上午|下午|中午|早上|早晨|晚上|凌晨|傍晚|全天)$"
_NAMED_WEEKDAY = rf"(?:\({_WEEK}([{_WEEKDAYS}天])\)|(?<=[0-9日号]){_WEEK}([{_WEEKDAYS}天]))$"


def _tidied(text: str, side: Side) -> tuple[str, str]:
    """Return the text half-width, without spaces, clock and marks around it, and the weekday it names."""
    if any(unicodedata.category(char) == "No" for char in text):  # ² is no 2
        return "", ""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    even = unicodedata.normalize("NFKC", visible).strip().strip("\"'“”‘’。.,;、!")
    even = re.sub(_CLOCK, "", even)
    if re.search(r"[0-9]\s+[0-9]", even):
        return "", ""
    even = re.sub(r"\s", "", even)
    even = re.sub(r"(?<=[0-9])。(?=[0-9])", ".", re.sub(r"(?<=[0-9])[‐‑‒–—―−](?=[0-9])", "-", even))
    even = re.sub(rf"(?<=[〇零○{NUMERALS}])[Oo]|[Oo](?=[〇零○{NUMERALS}])", "〇", even).replace("元月", "1月")
    even = re.sub(_PART_OF_DAY, "", even)
    weekday = re.search(_NAMED_WEEKDAY, even)
    if weekday:
        even = re.sub(_PART_OF_DAY, "", even[: weekday.start()])
    if side is Side.COMING:
        even = re.sub(r"(?<=[0-9日号底末])(?:之|以)?前$", "", re.sub("^(?:延期?|推迟)?[到至]", "", even))
    return even, (weekday[1] or weekday[2]).replace("天", "日") if weekday else ""


# --- the rules -----------------------------------------------------------------------------------------

_N = r"([0-9]{1,4}|两|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"


def _rule(pattern: str) -> Callable[[_Rule], _Rule]:
    """Register a rule."""

    def register(rule: _Rule) -> _Rule:
        _RULES.append((pattern, rule))
        return rule

    return register


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else chinese_number(written.replace("两", "二"))


def _weekday(written: str) -> int:
    return int(written) - 1 if written.isdecimal() else _WEEKDAYS.index(written.replace("天", "日"))


def _months_later(day: date, months: int) -> tuple[int, int]:
    """Return the year and month so many months after those of a day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return years, month + 1


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@_rule(r"([1-9][0-9]{3})([-./])([0-9]{1,2})\2([0-9]{1,2})[日号]?")
@_rule(r"([1-9][0-9]{3})()([0-9]{2})([0-9]{2})")
def _full(match: re.Match[str], asked: _Asked) -> date:
    """Match a day with its year: 2011-03-02, 2011.3.2, 20110302."""
    return date(int(match[1]), int(match[3]), int(match[4]))


@_rule(r"([0-9]{1,2})[-./]([0-9]{1,2})[日号]?")
@_rule(r"(0[1-9]|1[0-2])([0-3][0-9])")
def _month_and_day(match: re.Match[str], asked: _Asked) -> date:
    """Match a month and day in figures: 3.2, 3/2, 03-02, 0302."""
    return asked.nearest(lambda years: date(asked.today.year + years, int(match[1]), int(match[2])))


@_rule(rf"{_N}[日号]")
def _day_of_month(match: re.Match[str], asked: _Asked) -> date:
    """Match a day of a month: 15日, 2号."""
    number, today = _number(match[1]), asked.today
    before = asked.side is Side.PAST and number > today.day
    after = asked.side is Side.COMING and number < today.day
    return date(*_months_later(today, after - before), number)


@_rule(rf"(?:(上上|上|本|这|下下|下)[个一]?{_WEEK}?的?)?{_WEEK}([{_WEEKDAYS}天1-7])")
def _day_of_week(match: re.Match[str], asked: _Asked) -> date:
    """Match a weekday: 周三, 上周三, 下个星期五. A week begins on Monday."""
    monday = asked.today - timedelta(days=asked.today.weekday())
    day = monday + timedelta(days=_weekday(match[2]))
    if match[1]:
        weeks = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}[match[1]]
        return day + timedelta(weeks=weeks)
    return asked.nearest(lambda weeks: day + timedelta(weeks=weeks))


_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "本": 0, "明": 1, "后": 2, "大后": 3}


@_rule(r"(大?前|昨|今|明|大?后)(?:天|日|儿个?|晚|早)|(本)日")
def _near_day(match: re.Match[str], asked: _Asked) -> date:
    """Match a day near today: 今天, 昨日, 大前天."""
    return asked.today + timedelta(days=_DAYS[match[1] or match[2]])


_UNITS = {
    **dict.fromkeys(("d", "天", "日"), "days"),
    **dict.fromkeys(("w", "周", "星期", "礼拜"), "weeks"),
    **dict.fromkeys(("m", "月"), "months"),
    **dict.fromkeys(("y", "年"), "years"),
}


@_rule(rf"{_N}个?(天|周|星期|礼拜|年|(?<=个)月)([以之]?[前后])")
@_rule(r"(半)(年)([以之]?[前后])")
@_rule(r"\+([0-9]{1,4})个?(d|w|m|y|天|日|周|星期|礼拜|月|年)()")
def _counted(match: re.Match[str], asked: _Asked) -> date:
    """Match a count from today, or from the base: 三天前, 两周后, 一个月后, +2m.

    Months to come are added end to end: one month after 30 June is 31 July.
    """
    from dateutil.relativedelta import relativedelta

    half_year = match[1] == "半"
    number = 6 if half_year else _number(match[1])
    unit = "months" if half_year else _UNITS[match[2]]
    start = asked.today if match[3] else asked.base
    back = "前" in match[3]
    try:
        day = start + relativedelta(**{unit: -number if back else number})  # type: ignore[arg-type]
    except ValueError:  # the year is out of range
        raise OverflowError from None
    at_end = unit in ("months", "years") and not back and start == _month_end(start.year, start.month)
    return _month_end(day.year, day.month) if at_end else day


@_rule(r"月[底末]|(年[底末]|岁末)|(季度?[底末])")
def _end(match: re.Match[str], asked: _Asked) -> date:
    """Match the end of a month, quarter or year: 月底, 季末, 年底."""
    today = asked.today
    length = 12 if match[1] else 3 if match[2] else 1
    to_end = -today.month % length
    day = asked.nearest(lambda times: _month_end(*_months_later(today, to_end + times * length)))
    if today - day > timedelta(days=92):
        raise UsageError(f"“{match[0]}”是去年底还是本年底？请写明。")
    return day


@_rule(r"([上中下])旬[底末]")
def _end_of_third(match: re.Match[str], asked: _Asked) -> date:
    """Match the end of the ten days of a month: 中旬末."""

    def make(months: int) -> date:
        end = _month_end(*_months_later(asked.today, months))
        return end.replace(day={"上": 10, "中": 20, "下": end.day}[match[1]])

    return asked.nearest(make)


# --- as in a plan --------------------------------------------------------------------------------------

_YEARS = {"前": -2, "去": -1, "上": -1, "今": 0, "本": 0, "明": 1, "后": 2}
_NEAR = {"上": -1, "本": 0, "这": 0, "下": 1}


def _of_phrase(typed: str, asked: _Asked) -> date | None:
    """Return the day that a phrase of a plan means: 9月30日, 去年三季度末, 下月底, 3月中旬末.

    Where a day to come is meant, it is the last day of the phrase: 3月上旬, 三季度.
    """
    from dushiquan.phrases.periods import read_period

    today = asked.today
    phrase = re.sub("^([前去上今本明后])年", lambda m: f"{today.year + _YEARS[m[1]]}年", typed)
    phrase = re.sub("^([上本这下])个?(月|季度?)(?=.)", lambda m: _named(today, _NEAR[m[1]], m[2]), phrase)
    phrase = re.sub("([0-9]月[0-9]{1,2})$", r"\1日", phrase)
    phrase, to_end = re.subn("(旬)[底末]$", r"\1", phrase)
    if re.search("[-~至到、和及次翌当]|下一?年", phrase):
        return None

    def make(years: int) -> date:
        period = read_period(phrase, 0, today.year + years)
        if not period or period.stop < len(phrase) or not _is_day(period, asked.side, bool(to_end)):
            raise LookupError
        return period.end

    try:
        return asked.nearest(make)
    except LookupError:
        return None


def _named(today: date, steps: int, what: str) -> str:
    """Return the name of a month or quarter near today, with its year: 2011年10月, 2011年4季度."""
    if what == "月":
        return "{}年{}月".format(*_months_later(today, steps))
    year, month = _months_later(today, 3 * steps)
    return f"{year}年{(month + 2) // 3}季度"


def _is_day(period: "Period", side: Side, to_end: bool) -> bool:
    """Tell whether a period means one day: 9月30日 and 9月底, and to come 三季度, but not 8月前."""
    single = to_end or period.start in (None, period.end)
    return not period.before and (side is Side.COMING or (single and not period.limit))
