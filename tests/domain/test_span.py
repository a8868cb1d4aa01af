"""Weeks, months, quarters, years and spans between two days."""

from datetime import date

import pytest

from dushiquan.domain.span import Span, month_of, quarter_of, span_between, week_of, year_of


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


@pytest.mark.parametrize(
    ("day", "start", "end", "name"),
    [
        ("2011-01-01", "2011-01-01", "2011-03-31", "2011年第一季度"),
        ("2011-06-30", "2011-04-01", "2011-06-30", "2011年第二季度"),
        ("2011-08-15", "2011-07-01", "2011-09-30", "2011年第三季度"),
        ("2011-12-31", "2011-10-01", "2011-12-31", "2011年第四季度"),
    ],
)
def test_quarters_have_three_months(day: str, start: str, end: str, name: str) -> None:
    quarter = quarter_of(date.fromisoformat(day))
    assert (quarter.start.isoformat(), quarter.end.isoformat(), quarter.name) == (start, end, name)


def test_years_begin_in_january() -> None:
    year = year_of(date(2012, 2, 29))
    assert (year.start, year.end, year.is_year) == (date(2012, 1, 1), date(2012, 12, 31), True)


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("2011-09-01", "2011-09-20", "2011年9月1日至20日"),
        ("2011-09-01", "2011-11-02", "2011年9月1日至11月2日"),
        ("2011-12-30", "2012-01-02", "2011年12月30日至2012年1月2日"),
        ("2011-12-30", "2011-12-30", "2011年12月30日"),
    ],
)
def test_a_span_is_named_by_its_days_without_repeating_year_and_month(
    start: str, end: str, name: str
) -> None:
    assert span_between(date.fromisoformat(start), date.fromisoformat(end)).name == name


@pytest.mark.parametrize(
    ("span", "as_of", "until"),
    [
        (week_of(date(2011, 11, 11)), date(2011, 11, 11), date(2011, 11, 4)),
        (week_of(date(2011, 11, 11)), date(2011, 11, 7), date(2011, 10, 31)),
        (week_of(date(2011, 11, 11)), date(2011, 11, 13), date(2011, 11, 6)),
        (month_of(date(2011, 11, 1)), date(2011, 11, 25), date(2011, 10, 31)),
        (span_between(date(2011, 11, 9), date(2011, 11, 15)), date(2011, 11, 11), date(2011, 11, 8)),
    ],
)
def test_a_circular_begins_where_that_before_ended(span: Span, as_of: date, until: date) -> None:
    assert span.told_until(as_of) == until
