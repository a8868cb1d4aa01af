"""Recurring duties: the rhythm that a requirement names, and the days on which its occurrences are due.

A requirement is read for a rhythm only if ``tokens`` found one in it: a new word stands in both patterns.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dushiquan.phrases.periods import numeral, read_period
from dushiquan.phrases.verbs import WORK


class Every(StrEnum):
    """The period of a rhythm."""

    DAY = "day"
    WEEK = "week"
    TEN_DAYS = "ten days"
    HALF_MONTH = "half month"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}
_DAYS_OF_MONTH = {Every.TEN_DAYS: ((1, 10), (1, 20), (1, 0)), Every.HALF_MONTH: ((1, 15), (1, 0))}
"""The last days of what a month has several of, written as ``Rhythm.days``."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One occurrence a period, due on its last day unless ``days`` or ``weekday`` name another.

    ``days`` are (month of the period, day of the month); day 0 is the month's last. ``weekday`` counts from
    Monday = 0. ``times`` is how often it is to be done each time. ``start`` and ``due`` bound the window,
    which is the plan's year unless the text names one.
    """

    every: Every
    start: date
    due: date
    number: int = 1
    days: tuple[tuple[int, int], ...] = ()
    weekday: int = 6
    times: int = 1

    @property
    def counted(self) -> bool:
        """Whether one target counts the occurrences, which are too many (24 a year or more) to be dated."""
        return self.every in _UNITS


_UNITS = {Every.DAY: "天", Every.WEEK: "周", Every.TEN_DAYS: "旬", Every.HALF_MONTH: "半月"}
"""The rhythms that are counted, as the name of their one target says them."""

_EVERY = {
    "年": "year",
    "半年": "half",
    "月": "month",
    "半月": "half month",
    "旬": "ten days",
    "季": "quarter",
    "周": "week",
    "星期": "week",
    "日": "day",
    "天": "day",
}
_RHYTHM = re.compile(
    r"(?:(?:每|按|逐)([0-9一二两三四五六]?)个?|(?P<skips>(?:每隔[1一]?个?|隔)(?=[月周星])))"
    r"(半年|半个?月|年|月|季|旬|周|星期|日|天)(?:度(?!假))?"
)
_DAY = re.compile(r"(?:的?(?:当?月)?)?([0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]")
_PART_OF_MONTH = re.compile(r"初(?![步具见中高级审稿评验次])|[上中下]旬|[上下]半月")
_LAST_OF_PART = {"初": 10, "上旬": 10, "中旬": 20, "下旬": 0, "上半月": 15, "下半月": 0}
_MONTH_OF_PERIOD = re.compile(r"(?:(首|第一个?)|[末底]|最后(?:一个)?|第三个?)月")
_WEEKDAYS = "一二三四五六日"


_TIMES = re.compile(r"(?<![第0-9])([0-9]{1,3}|[一二两三四五六七八九十]{1,2})(?:(?:-|至|到)[0-9]{1,3})?次")
_LIMIT = re.compile(r"(?:[底末]|[月年][底末])?(?:(?:之|以)?前|止|当[日天])?")
_OTHER_TIME = re.compile(
    r"(?:[0-9一二三四五六七八九十首末]个?|工作)(?:日|号|月|周|星期)|[周初旬底末]|[次下]月|[前后]|汛|节"
)
"""A time that is not understood, so that the day of each occurrence is not known."""


def read_rhythm(text: str, start: date, due: date) -> Rhythm | None:
    """Read the first rhythm of a text; None if it names none (定期) or its days are not known (每学期).

    A day after it is the day of each occurrence: 每月25日前, 每季度末月20日前, 每年4月15日前, 每周三. Any
    other time before the verb leaves the days unknown: 每季度结束后10日内, 每月10日、20日.
    隔月 and 每隔一月 are every two months; 每隔两月 could be every two or three.

    The first occurrence of 2011, and how many there are: 每月上报 = 01-31 ×12; 每月25日前 = 01-25 ×12;
    每月上半月 = 01-15 ×12; 每季度末月20日前 = 03-20 ×4; 每半年 = 06-30 ×2; 每年4月15日前 = 04-15 ×1;
    隔月 = 02-28 ×6; 每周三 = 01-05 ×52; 每旬 = 01-10 ×36; 每季度结束后10日内 = unknown.
    """
    match = _RHYTHM.search(text)
    if not match:
        return None
    count, unit = match[1], match[3].replace("个", "")
    every = Every(_EVERY[unit])
    number = 2 if match["skips"] else numeral((count or "1").replace("两", "二"))
    rest = re.split("[;。,]", text[match.end() :])[0]
    found = _TIMES.search(rest)
    times = max(1, numeral(found[1].replace("两", "二"))) if found else 1
    weekday, stop = 6, 0
    days: tuple[tuple[int, int], ...] = ()
    if every is Every.WEEK and not re.match("[一二三四五六]次", rest):
        named = rest[:1].replace("天", "日")
        if named and named in _WEEKDAYS:
            weekday, stop = _WEEKDAYS.index(named), 1
            if rest[1:2] and rest[1:2] in _WEEKDAYS:
                return None
    elif every in _DAYS_OF_MONTH and number > 1:
        return None
    elif every is Every.YEAR:
        if number > 1:
            return None
        days, stop = _days_of_year(rest, start.year)
    elif every in _MONTHS:
        days, stop = _day_of_month(rest, every)
    if _is_dated_otherwise(rest[stop:]):
        return None
    return Rhythm(every, start, due, number, days, weekday, times)


def _is_dated_otherwise(rest: str) -> bool:
    """Tell whether a time that is not understood stands before the verb."""
    limit = _LIMIT.match(rest)
    after = rest[limit.end() :] if limit else rest
    verb = WORK.search(after)
    if verb and verb[0] == "结束":
        return True
    return _OTHER_TIME.search(after, 0, verb.start() if verb else len(after)) is not None


def _day_of_month(rest: str, every: Every) -> tuple[tuple[tuple[int, int], ...], int]:
    """Read the day that each month or quarter names, and its end: 25日前, 末月20日前, 中旬, but not 上报."""
    named = _MONTH_OF_PERIOD.match(rest)
    if _MONTHS[every] > 1 and not named:
        return (), 0
    month = 1 if named and named[1] else _MONTHS[every]
    at = named.end() if named else 0
    if day := _DAY.match(rest, at):
        number = numeral(day[1])
        return (((month, number),), day.end()) if 1 <= number <= 31 else ((), at)
    if part := _PART_OF_MONTH.match(rest, at):
        return ((month, _LAST_OF_PART[part[0]]),), part.end()
    return (((month, 0),), at) if named else ((), 0)


def _days_of_year(rest: str, year: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Read the days that each year names, and their end: 4月15日前; 6月底、12月底前 are two."""
    days = []
    at = 0
    while at < len(rest):
        try:
            period = read_period(rest, at, year)
        except ValueError:
            break
        if period and period.before:
            break
        if not period:
            if rest[at] not in "的于在、和及":
                break
            at += 1
            continue
        last = monthrange(period.end.year, period.end.month)[1]
        days.append((period.end.month, 0 if period.end.day == last else period.end.day))
        at = period.stop
    return tuple(days), at


def occurrences(rhythm: Rhythm, known: date | None = None) -> tuple[date, ...]:
    """Return the days on which the occurrences are due within the rhythm's window.

    Those whose day came before the plan was ``known`` are not asked for.
    """
    first = max(rhythm.start, known) if known else rhythm.start
    if rhythm.every is Every.DAY:
        days = _steps(rhythm.start + timedelta(rhythm.number - 1), rhythm.due, rhythm.number)
    elif rhythm.every is Every.WEEK:
        ahead = (rhythm.weekday - rhythm.start.weekday()) % 7 + 7 * (rhythm.number - 1)
        days = _steps(rhythm.start + timedelta(ahead), rhythm.due, 7 * rhythm.number)
    else:
        days = _days_of_periods(rhythm)
    return tuple(day for day in days if first <= day <= rhythm.due)


def _steps(day: date, last: date, step: int) -> list[date]:
    return [day + timedelta(ahead) for ahead in range(0, (last - day).days + 1, step)]


def _days_of_periods(rhythm: Rhythm) -> list[date]:
    """Return the day, or days, of each period from the year of the window's start on."""
    months = _MONTHS.get(rhythm.every, 1)
    length = months * rhythm.number
    last_days = _DAYS_OF_MONTH.get(rhythm.every, ((months, 0),))
    days = []
    for before in range(0, 12 * (rhythm.due.year - rhythm.start.year + 1), length):
        for month, day in rhythm.days or last_days:
            of_period = month if rhythm.every is Every.YEAR else length - months + month
            year, index = divmod(12 * rhythm.start.year + before + of_period - 1, 12)
            length_of_month = monthrange(year, index + 1)[1]
            days.append(date(year, index + 1, min(day or length_of_month, length_of_month)))
    return days


# --- names -------------------------------------------------------------------------------------------

_QUARTERS = "一二三四"


def name_of(rhythm: Rhythm, day: date) -> str:
    """Return the name of the occurrence due on a day: 3月, 1-2月, 第二季度, 上半年, 4月15日前, 2011年.

    Where the window has several years, the name says which: 2012年第二季度. What is counted has one name for
    all: 每周三, 每2周, 每天, 每旬.
    """
    if rhythm.counted:
        weekday = _WEEKDAYS[rhythm.weekday] if rhythm.every is Every.WEEK and rhythm.weekday < 6 else ""
        return f"每{rhythm.number if rhythm.number > 1 else ''}{_UNITS[rhythm.every]}{weekday}"
    length = _MONTHS[rhythm.every] * rhythm.number
    if length > 12 or 12 % length:
        return day.isoformat()
    if length == 12 and not rhythm.days:
        return f"{day.year}年"
    year = f"{day.year}年" if rhythm.start.year < rhythm.due.year else ""
    first = (day.month - 1) // length * length + 1
    match length:
        case 1:
            return f"{year}{day.month}月"
        case 3:
            return f"{year}第{_QUARTERS[first // 3]}季度"
        case 6:
            return f"{year}{'上' if first == 1 else '下'}半年"
        case 12:
            return f"{year}{day.month}月{day.day}日前"
        case _:
            return f"{year}{first}-{first + length - 1}月"
