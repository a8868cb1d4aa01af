"""Days and spans as people type them."""

import sys
import time
from datetime import date

import pytest

from dushiquan.domain.moments import entered_on
from dushiquan.errors import UsageError
from dushiquan.phrases.typed_day import parse_day, parse_span

TODAY = date(2011, 7, 6)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2011-09-30", "2011-09-30"),
        ("2011年9月30日", "2011-09-30"),
        ("9月30日", "2011-09-30"),
        ("9月30号", "2011-09-30"),
        ("今天", "2011-07-06"),
        ("昨天", "2011-07-05"),
        ("前天", "2011-07-04"),
        ("上周五", "2011-07-01"),
        ("上周日", "2011-07-03"),
        ("本周一", "2011-07-04"),
        ("上星期三", "2011-06-29"),
        ("本月底", "2011-07-31"),
        ("上月底", "2011-06-30"),
        ("年底", "2011-12-31"),
        ("本年底", "2011-12-31"),
        ("上周天", "2011-07-03"),
        ("2011-9-3", "2011-09-03"),
        ("2011.10.9", "2011-10-09"),
        ("2011/10/09", "2011-10-09"),
        ("+10d", "2011-07-16"),
        ("+2m", "2011-09-06"),
        ("+2个月", "2011-09-06"),
        ("+1w", "2011-07-13"),
        (" 2011-09-30 ", "2011-09-30"),
    ],
)
def test_typed_days_are_read(typed: str, meant: str) -> None:
    assert parse_day(typed, TODAY).isoformat() == meant


def test_adding_months_stays_within_the_month() -> None:
    assert parse_day("本月底", date(2012, 2, 1)) == date(2012, 2, 29)
    assert parse_day("+2m", TODAY, base=date(2011, 12, 31)) == date(2012, 2, 29)
    assert parse_day("+1m", TODAY, base=date(2011, 6, 30)) == date(2011, 7, 31)
    assert parse_day("+1m", TODAY, base=date(2012, 2, 29)) == date(2012, 3, 31)
    assert parse_day("+1y", TODAY, base=date(2012, 2, 29)) == date(2013, 2, 28)
    assert parse_day("+1m", TODAY, base=date(2011, 6, 29)) == date(2011, 7, 29)
    assert parse_day("+30d", TODAY, base=date(2011, 6, 30)) == date(2011, 7, 30)
    assert parse_day("上月底", date(2011, 1, 31)) == date(2010, 12, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2011",
        "2011-9/3",
        "9-3-2011",
        "9.3",
        "20110930",
        "2011-02-30",
        "9月31日",
        "13月1日",
        "下周五",
        "明天",
        "+2",
        "-2m",
        "+9999y",
        "2011-W26-4",
        "上周八",
        "２０１１-09-30",
        "9/30",
        "²月1日",
    ],
)
def test_other_texts_are_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_day(typed, TODAY)


def test_the_refusal_gives_examples() -> None:
    with pytest.raises(UsageError, match="上周五、本月底"):
        parse_day("sometime", TODAY)


@pytest.mark.parametrize(("typed", "days"), [("30d", 30), ("30", 30), ("30天", 30), ("4w", 28), ("2周", 14)])
def test_typed_spans_are_read(typed: str, days: int) -> None:
    assert parse_span(typed) == days


@pytest.mark.parametrize("typed", ["", "d", "-3d", "3m", "1.5d", "99999d"])
def test_other_spans_are_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_span(typed)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has one time zone for all programs")
def test_the_day_of_entry_is_local_not_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert entered_on("2011-06-30T16:30:00.000000Z") == date(2011, 7, 1)
    finally:
        monkeypatch.undo()
        time.tzset()
