"""Spans of days that a report covers: a week, a month."""

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

    @property
    def is_long(self) -> bool:
        """Whether it is longer than a week."""
        return self.end - self.start >= timedelta(days=7)


def week_of(day: date) -> Span:
    """Return the ISO week of a day, Monday to Sunday."""
    year, week, weekday = day.isocalendar()
    start = day - timedelta(days=weekday - 1)
    return Span(start, start + timedelta(days=6), f"{year}年第{week}周", "上周")


def month_of(day: date) -> Span:
    """Return the month of a day."""
    start = day.replace(day=1)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Span(start, end, f"{day.year}年{day.month}月", "上月")
