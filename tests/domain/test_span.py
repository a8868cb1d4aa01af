"""Weeks and months."""

from datetime import date

import pytest

from dushiquan.domain.span import month_of, week_of


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


def test_months_end_on_their_last_day() -> None:
    assert month_of(date(2012, 2, 1)).end == date(2012, 2, 29)
