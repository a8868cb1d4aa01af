"""Days and spans as people type them."""

import sys
import time
from datetime import date

import pytest

from dushiquan.domain.moments import entered_on
from dushiquan.errors import UsageError
from dushiquan.phrases.typed_day import Side, parse_day
from tests.builders import rows

TODAY = date(2011, 7, 6)  # a Wednesday


@pytest.mark.parametrize(("today", "side", "typed", "meant"), rows("typed_days.tsv"))
def test_days_are_read_as_clerks_type_them(today: str, side: str, typed: str, meant: str) -> None:
    if meant == "-":
        with pytest.raises(UsageError):
            parse_day(typed, date.fromisoformat(today), Side(side))
    else:
        assert parse_day(typed, date.fromisoformat(today), Side(side)).isoformat() == meant


def test_adding_months_stays_within_the_month() -> None:
    assert parse_day("本月底", date(2012, 2, 1)) == date(2012, 2, 29)
    assert parse_day("+1m", TODAY, base=date(2011, 6, 30)) == date(2011, 7, 31)
    assert parse_day("两个月前", date(2011, 4, 30)) == date(2011, 2, 28)
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
        "2011-02-30",
        "9月31日",
        "13月1日",
        "+2",
        "-2m",
        "+9999y",
        "2011-W26-4",
        "上周八",
        "²月1日",
    ],
)
def test_other_texts_are_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_day(typed, TODAY)


def test_the_refusal_gives_examples() -> None:
    with pytest.raises(UsageError, match="上周五、月底"):
        parse_day("sometime", TODAY)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has one time zone for all programs")
def test_the_day_of_entry_is_local_not_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert entered_on("2011-06-30T16:30:00.000000Z") == date(2011, 7, 1)
    finally:
        monkeypatch.undo()
        time.tzset()
