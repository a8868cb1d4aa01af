"""Weeks and months."""

from datetime import date

import pytest

from dushiquan.domain.span import month_of, week_of
from dushiquan.phrases.typed_span import parse_month, parse_week


@pytest.mark.parametrize(
    ("day", "start", "end", "name"),
    [
        ("2011-11-07", "2011-11-07", "2011-11-13", "2011年第45周"),
        ("2011-11-13", "2011-11-07", "2011-11-13", "2011年第45周"),
        ("2012-01-01", "2011-12-26", "2012-01-01", "2011年第52周"),
        ("2011-01-01", "2010-12-27", "2011-01-02", "2010年第52周"),
    ],
)
def test_weeks_run_from_monday_to_sunday(day: str, start: str, end: str, name: str) -> None:
    week = week_of(date.fromisoformat(day))
    assert (week.start.isoformat(), week.end.isoformat(), week.name) == (start, end, name)


def test_typed_months_and_weeks_are_read() -> None:
    assert month_of(date(2012, 2, 1)).end == date(2012, 2, 29)
    assert parse_month("2011-12", date(2012, 1, 9)).end == date(2011, 12, 31)
    assert parse_week("2011-W45", date(2012, 1, 9)).start == date(2011, 11, 7)
    assert parse_week("上周", date(2012, 1, 9)).end == date(2012, 1, 8)
    assert parse_week("本周", date(2012, 1, 9)).start == date(2012, 1, 9)
    assert parse_month("上月", date(2012, 1, 9)).start == date(2011, 12, 1)
    assert parse_month("本月", date(2012, 1, 9)).end == date(2012, 1, 31)
