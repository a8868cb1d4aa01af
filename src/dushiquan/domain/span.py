"""Spans of days that a report covers: a week, a month, a quarter, a year, or from one day to another."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a report covers, both ends included."""

    start: date
    end: date
    name: str
    before: str
    """The name of the span before: 上周, 上月."""
    is_year: bool = False
    """Whether it is a year, of which each project is told."""
    is_week: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it is longer than a week."""
        return self.end - self.start >= timedelta(days=7)

    def told_until(self, as_of: date) -> date:
        """Return the day on which the circular before ended.

        Of a week under way it is this day of the week before: most offices write on Fridays, and if a week
        began on Monday, no circular would tell what happens at a weekend.
        """
        if self.is_week and as_of < self.end:
            return as_of - timedelta(days=7)
        return self.start - timedelta(days=1)


def week_of(day: date) -> Span:
    """Return the ISO week of a day, Monday to Sunday."""
    year, week, weekday = day.isocalendar()
    start = day - timedelta(days=weekday - 1)
    return Span(start, start + timedelta(days=6), f"{year}年第{week}周", "上周", is_week=True)


def month_of(day: date) -> Span:
    """Return the month of a day."""
    start = day.replace(day=1)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Span(start, end, f"{day.year}年{day.month}月", "上月")


def quarter_of(day: date) -> Span:
    """Return the quarter of a day."""
    number = (day.month + 2) // 3
    start = date(day.year, number * 3 - 2, 1)
    end = month_of(date(day.year, number * 3, 1)).end
    return Span(start, end, f"{day.year}年第{'一二三四'[number - 1]}季度", "上季度")


def year_of(day: date) -> Span:
    """Return the year of a day."""
    return Span(date(day.year, 1, 1), date(day.year, 12, 31), f"{day.year}年度", "上年", is_year=True)


def span_between(start: date, end: date) -> Span:
    """Return the span from one day to another, named by its days as briefly as circulars do."""
    first, last = (f"{day.year}年{day.month}月{day.day}日" for day in (start, end))
    if end.year == start.year:
        last = last.partition("年")[2]
        if end.month == start.month:
            last = last.partition("月")[2]
    return Span(start, end, first if start == end else f"{first}至{last}", "上期")
