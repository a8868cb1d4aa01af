"""Recurring duties: the rhythm of a phrase and the days of its occurrences."""

import inspect
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.plan import Kind
from dushiquan.phrases.deadline import read_requirement
from dushiquan.phrases.rhythm import Every, Rhythm, occurrences, read_rhythm

EXAMPLE = re.compile(r"(\S+) =\s+(\d\d-\d\d|unknown)(?: ×(\d+))?")


@pytest.mark.parametrize(("phrase", "first", "number"), EXAMPLE.findall(inspect.getdoc(read_rhythm) or ""))
def test_the_examples_of_the_docstring(phrase: str, first: str, number: str) -> None:
    read = read_rhythm(phrase, date(2011, 1, 1), date(2011, 12, 31))
    if first == "unknown":
        assert read is None
    else:
        assert read is not None
        days = occurrences(read)
        assert (days[0], len(days)) == (date.fromisoformat(f"2011-{first}"), int(number))


def days(phrase: str, year: int = 2024) -> list[str]:
    read = read_requirement(phrase, year)
    assert (read.kind, read.start, read.due) == (Kind.RECURRING, None, None)
    return [day.isoformat()[5:] for day in occurrences(read.rhythm)] if read.rhythm else []


QUARTERS = "03-31 06-30 09-30 12-31"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("每季度末", QUARTERS),
        ("每季度通报一次", QUARTERS),
        ("按季", QUARTERS),
        ("每季度末月20日前", "03-20 06-20 09-20 12-20"),
        ("每季度首月10日前", "01-10 04-10 07-10 10-10"),
        ("每半年", "06-30 12-31"),
        ("每年", "12-31"),
        ("每年4月15日前报送年报", "04-15"),
        ("每年6月底、12月底前报送", "06-30 12-31"),
        ("每年1月、7月", "01-31 07-31"),
        ("每两月一次", "02-29 04-30 06-30 08-31 10-31 12-31"),
        ("每两个月", "02-29 04-30 06-30 08-31 10-31 12-31"),
        ("隔月召开一次", "02-29 04-30 06-30 08-31 10-31 12-31"),
        ("每隔一个月", "02-29 04-30 06-30 08-31 10-31 12-31"),
        ("隔月10日前报送", "02-10 04-10 06-10 08-10 10-10 12-10"),
        ("每隔两个月", ""),
        ("2-3月每旬通报", "02-10 02-20 02-29 03-10 03-20 03-31"),
        ("2-3月每半月通报", "02-15 02-29 03-15 03-31"),
        ("3-6月每月开展一次", "03-31 04-30 05-31 06-30"),
        ("每学期一次", ""),
        ("定期通报", ""),
        ("每年8月前", ""),
    ],
)
def test_each_period_has_its_day(phrase: str, expected: str) -> None:
    assert days(phrase) == expected.split()


@pytest.mark.parametrize("phrase", ["每月", "每月通报一次", "逐月", "按月", "每个月"])
def test_a_month_s_occurrence_is_due_on_its_last_day(phrase: str) -> None:
    assert days(phrase)[:3] == ["01-31", "02-29", "03-31"]
    assert len(days(phrase)) == 12


def test_a_named_day_is_kept_within_short_months() -> None:
    assert days("每月25日前")[1] == "02-25"
    assert days("每月31日前", 2023)[:2] == ["01-31", "02-28"]
    assert days("每月初")[0] == "01-10"


def test_weeks_days_and_parts_of_a_month_are_one_counted_target() -> None:
    weekly = read_requirement("每周三", 2024).rhythm
    assert weekly is not None
    assert weekly.counted
    assert len(occurrences(weekly)) == 52
    assert {day.weekday() for day in occurrences(weekly)} == {2}
    in_2024 = {every: Rhythm(every, date(2024, 1, 1), date(2024, 12, 31)) for every in Every}
    counted = {every: len(occurrences(rhythm)) for every, rhythm in in_2024.items() if rhythm.counted}
    assert counted == {Every.DAY: 366, Every.WEEK: 52, Every.TEN_DAYS: 36, Every.HALF_MONTH: 24}
    monthly = read_requirement("每月", 2024).rhythm
    assert monthly is not None
    assert not monthly.counted


def test_periods_before_the_plan_was_known_are_not_asked_for() -> None:
    rhythm = read_requirement("每季度末", 2024).rhythm
    assert rhythm is not None
    assert occurrences(rhythm, known=date(2024, 7, 1)) == (date(2024, 9, 30), date(2024, 12, 31))
    assert occurrences(rhythm, known=date(2024, 6, 30))[0] == date(2024, 6, 30)


@given(st.text("每按逐隔半两3个年月季度周旬日天末初底上中下旬前、25", max_size=12))
def test_any_rhythm_stays_within_its_window(text: str) -> None:
    rhythm = read_rhythm(text, date(2024, 3, 5), date(2024, 11, 20))
    if rhythm:
        found = occurrences(rhythm)
        assert list(found) == sorted(set(found))
        assert all(rhythm.start <= day <= rhythm.due for day in found)
