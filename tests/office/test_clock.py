"""The clock of the office, on days other than the present one."""

import time
from collections.abc import Iterator
from datetime import date, datetime

import pytest

from dushiquan.domain.moments import entered_on
from dushiquan.office import clock


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone cannot be set here")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize("day", [date(2011, 1, 15), date(2011, 7, 15)], ids=["winter", "summer"])
def test_a_moment_has_the_utc_offset_of_its_own_day(berlin: None, day: date) -> None:
    """One of the two has another offset than today has."""
    moment = clock.moment(day)
    there = datetime.fromisoformat(moment).astimezone()
    of_day = datetime.combine(day, datetime.now().astimezone().time()).astimezone()
    assert entered_on(moment) == day
    assert abs((of_day - there).total_seconds()) < 600
