"""Recurring duties: the rhythm that a requirement names, and the days on which its occurrences are due."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dushiquan.phrases.periods import numeral, read_period


class Every(StrEnum):
    """The period of a rhythm."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One occurrence a period, due on its last day unless ``days`` or ``weekday`` name another.

    ``days`` are (month of the period, day of the month); day 0 is the month's last. ``weekday`` counts from
    Monday = 0. ``start`` and ``due`` bound the window, which is the plan's year unless the text names one.
    """

    every: Every
    start: date
    due: date
    number: int = 1
    days: tuple[tuple[int, int], ...] = ()
    weekday: int = 6

    @property
    def counted(self) -> bool:
        """Whether the occurrences are too many to be dated one by one: they are one counted target."""
        return self.every in (Every.DAY, Every.WEEK)


_EVERY = {
    "年": "year",
    "月": "month",
    "季": "quarter",
    "周": "week",
    "星期": "week",
    "日": "day",
    "天": "day",
}
_RHYTHM = re.compile(r"(?:每|按|逐)([0-9一二两三四五六半]?)个?(半年|年|月|季|周|星期|日|天)(?:度(?!假))?")
_DAY = re.compile(r"(?:的?(?:当?月)?)?([0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]")
_THIRD = re.compile(r"([初上中下])旬?")
_MONTH_OF_PERIOD = re.compile(r"(?:(首|第一个?)|[末底]|最后(?:一个)?|第三个?)月")
_WEEKDAYS = "一二三四五六日"


def read_rhythm(text: str, start: date, due: date) -> Rhythm | None:
    """Read the first rhythm of a text; None if it names none (定期) or one without a calendar (每学期).

    A day after it is the day of each occurrence: 每月25日前, 每季度末月20日前, 每年4月15日前, 每周三.
    """
    match = _RHYTHM.search(text)
    if not match:
        return None
    count, unit = match[1], match[2]
    every = Every.HALF if unit == "半年" or count == "半" else Every(_EVERY[unit])
    number = 1 if count in ("", "半") else numeral(count.replace("两", "二"))
    rest = re.split("[;。,]", text[match.end() :])[0]
    if every is Every.WEEK:
        named = rest[:1].replace("天", "日")
        weekday = _WEEKDAYS.index(named) if named and named in _WEEKDAYS else 6
        return Rhythm(every, start, due, number, weekday=weekday)
    if every is Every.DAY:
        return Rhythm(every, start, due, number)
    days = _days_of_year(rest, start.year) if every is Every.YEAR else _day_of_month(rest, every)
    if days is None:
        return None
    return Rhythm(every, start, due, number, days)


def _day_of_month(rest: str, every: Every) -> tuple[tuple[int, int], ...]:
    """The day that each month or quarter names: 25日前, 末月20日前, 中旬; in a month it stands alone."""
    named = _MONTH_OF_PERIOD.match(rest)
    if _MONTHS[every] > 1 and not named:
        return ()
    month = 1 if named and named[1] else _MONTHS[every]
    rest = rest[named.end() :] if named else rest
    if day := _DAY.match(rest):
        number = numeral(day[1])
        return ((month, number),) if 1 <= number <= 31 else ()
    third = _THIRD.match(rest)
    return ((month, {"初": 10, "上": 10, "中": 20, "下": 0}[third[1]]),) if third else ()


def _days_of_year(rest: str, year: int) -> tuple[tuple[int, int], ...] | None:
    """The days that each year names: 4月15日前; 6月底、12月底前 are two; None if they could be others."""
    days = []
    at = 0
    while at < len(rest):
        try:
            period = read_period(rest, at, year)
        except ValueError:
            return None
        if period and period.before:
            return None
        if not period:
            if rest[at] not in "的于在、和及":
                break
            at += 1
            continue
        last = monthrange(period.end.year, period.end.month)[1]
        days.append((period.end.month, 0 if period.end.day == last else period.end.day))
        at = period.stop
    return tuple(days)


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
    length = _MONTHS[rhythm.every] * rhythm.number
    days = []
    for before in range(0, 12 * (rhythm.due.year - rhythm.start.year + 1), length):
        for month, day in rhythm.days or ((_MONTHS[rhythm.every], 0),):
            of_period = month if rhythm.every is Every.YEAR else length - _MONTHS[rhythm.every] + month
            year, index = divmod(12 * rhythm.start.year + before + of_period - 1, 12)
            length_of_month = monthrange(year, index + 1)[1]
            days.append(date(year, index + 1, min(day or length_of_month, length_of_month)))
    return days
