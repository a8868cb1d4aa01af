"""Periods, shares, working days and levels."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.counting import shares
from dushiquan.domain.span import month_of, week_of
from dushiquan.domain.supervision import suggested_level, working_days_late
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
def test_a_week_is_monday_to_sunday(day: str, start: str, end: str, name: str) -> None:
    week = week_of(date.fromisoformat(day))
    assert (week.start.isoformat(), week.end.isoformat(), week.name) == (start, end, name)


def test_a_month_ends_with_its_last_day() -> None:
    assert month_of(date(2012, 2, 1)).end == date(2012, 2, 29)
    assert parse_month("2011-12", date(2012, 1, 9)).end == date(2011, 12, 31)
    assert parse_week("2011-W45", date(2012, 1, 9)).start == date(2011, 11, 7)
    assert parse_week("上周", date(2012, 1, 9)).end == date(2012, 1, 8)
    assert parse_week("本周", date(2012, 1, 9)).start == date(2012, 1, 9)
    assert parse_month("上月", date(2012, 1, 9)).start == date(2011, 12, 1)
    assert parse_month("本月", date(2012, 1, 9)).end == date(2012, 1, 31)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_shares_add_up(numbers: list[int]) -> None:
    got = shares(numbers)
    assert sum(got) == (100 if sum(numbers) else 0)
    for number, share in zip(numbers, got, strict=True):
        assert abs(share - (number * 100 / sum(numbers) if sum(numbers) else 0)) < 1


@pytest.mark.parametrize(
    ("due", "as_of", "days"),
    [
        ("2011-12-31", "2012-01-01", 0),  # New Year's Day
        ("2011-12-31", "2012-01-09", 4),  # 1 to 3 January are holidays, 7 and 8 a weekend
        ("2011-09-30", "2011-10-09", 2),  # National Day; 8 and 9 October are worked
        ("2011-12-31", "2011-12-31", 0),
        ("2001-12-31", "2002-01-09", None),  # before the calendar begins
        ("2098-12-31", "2099-01-09", None),
    ],
)
def test_working_days_late(due: str, as_of: str, days: int | None) -> None:
    assert working_days_late(date.fromisoformat(due), date.fromisoformat(as_of)) == days


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (0, ""),
        (1, "专业委员会执行"),
        (30, "专业委员会执行"),
        (31, "主任办公会议议事"),
        (60, "主任办公会议议事"),
        (61, "秘书长工作会议协商"),
        (90, "秘书长工作会议协商"),
        (91, "市长联席会议决策"),
        (999, "市长联席会议决策"),
    ],
)
def test_the_level_by_days_late(days: int, level: str) -> None:
    assert suggested_level(days) == level
