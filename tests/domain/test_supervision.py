"""Lights, lateness and silence at their thresholds."""

from datetime import date

import pytest

from dushiquan.domain.history import State, Status
from dushiquan.domain.plan import Kind, Target
from dushiquan.domain.settings import Settings
from dushiquan.domain.supervision import (
    Item,
    Light,
    assess,
    due_soon,
    silent_days,
    suggested_level,
    working_days_late,
)
from tests.builders import OPEN, PROJECT


@pytest.mark.parametrize(
    ("state", "as_of", "light", "days_overdue", "reasons"),
    [
        # due today is not late; the day after is one day late
        (OPEN, "2011-12-31", Light.YELLOW, 0, ("今天到期",)),
        (OPEN, "2012-01-01", Light.RED, 1, ("逾期1天",)),
        (OPEN, "2012-01-09", Light.RED, 9, ("逾期9天",)),
        (OPEN, "2011-12-01", Light.YELLOW, 0, ("距时限30天",)),
        (OPEN, "2011-11-30", Light.GREEN, 0, ()),
        # done, dropped and paused projects have no light
        (OPEN._replace(status=Status.DONE), "2012-01-09", None, 0, ()),
        (OPEN._replace(status=Status.DROPPED), "2012-01-09", None, 0, ()),
        (OPEN._replace(status=Status.PAUSED), "2012-01-09", None, 0, ()),
        (OPEN._replace(status=Status.SUBMITTED), "2012-01-09", Light.RED, 9, ("逾期9天",)),
        # the deferred date counts, not the original
        (OPEN._replace(due=date(2012, 3, 31), deferrals=1), "2012-01-09", Light.GREEN, 0, ()),
        (OPEN._replace(due=date(2012, 3, 31), deferrals=1), "2012-04-02", Light.RED, 2, ("逾期2天",)),
        # without a date never late
        (OPEN._replace(due=None), "2012-01-09", Light.GREEN, 0, ()),
        # silence: more than 30 days
        (OPEN._replace(last_reported=date(2011, 8, 1)), "2011-08-31", Light.GREEN, 0, ()),
        (OPEN._replace(last_reported=date(2011, 8, 1)), "2011-09-01", Light.YELLOW, 0, ("31天未报送",)),
    ],
)
def test_lights_follow_lateness_and_silence(
    state: State, as_of: str, light: Light | None, days_overdue: int, reasons: tuple[str, ...]
) -> None:
    got = assess(PROJECT, state, date.fromisoformat(as_of))
    assert (got.light, got.days_overdue, got.reasons) == (light, days_overdue, reasons)


@pytest.mark.parametrize("kind", [Kind.ADVANCE, Kind.RECURRING, Kind.ONGOING, Kind.UNKNOWN])
def test_only_complete_submit_and_hold_can_be_overdue(kind: Kind) -> None:
    got = assess(PROJECT._replace(kind=kind), OPEN, date(2012, 1, 9))
    assert got.days_overdue == 0
    assert got.for_review is (kind is Kind.ADVANCE)
    assert got.light is (Light.YELLOW if kind is Kind.ADVANCE else Light.GREEN)


def test_an_advance_project_within_its_window_is_not_for_review() -> None:
    assert not assess(PROJECT._replace(kind=Kind.ADVANCE), OPEN, date(2011, 12, 31)).for_review


WINDOW = PROJECT._replace(start=date(2011, 1, 1), due=date(2011, 4, 10))  # 100 days


@pytest.mark.parametrize(
    ("progress", "light", "reasons"),
    [
        (51, Light.GREEN, ()),  # 9 points behind
        (50, Light.YELLOW, ("进度50%，落后序时10个百分点",)),
        (30, Light.YELLOW, ("进度30%，落后序时30个百分点",)),
        (29, Light.RED, ("进度29%，落后序时31个百分点",)),
        (None, Light.GREEN, ()),  # pace speaks only where something was reported
    ],
)
def test_lights_follow_pace_thresholds(progress: int | None, light: Light, reasons: tuple[str, ...]) -> None:
    """On the 60th of 100 days the pace is 60%."""
    state = State(Status.ACTIVE, progress=progress, due=WINDOW.due, last_reported=date(2011, 3, 1))
    got = assess(WINDOW, state, date(2011, 3, 1))
    assert (got.pace, got.light, got.reasons) == (60, light, reasons)


def test_a_window_not_yet_open_expects_nothing() -> None:
    project = PROJECT._replace(start=date(2011, 7, 1))
    got = assess(project, State(due=project.due), date(2011, 6, 30), known_since=date(2011, 2, 18))
    assert (got.pace, got.light) == (None, Light.GREEN)


def test_silence_counts_from_the_issue_of_the_plan() -> None:
    state = State(due=PROJECT.due)
    known_since = date(2011, 2, 18)
    assert assess(PROJECT, state, date(2011, 3, 20), known_since=known_since).light is Light.GREEN
    assert assess(PROJECT, state, date(2011, 3, 21), known_since=known_since).reasons == ("31天未报送",)


def test_silence_continues_past_the_due_date() -> None:
    """A late project may be silent too, though its light has other reasons."""
    heard = OPEN._replace(last_reported=date(2011, 11, 1))
    assert silent_days(PROJECT, heard, date(2012, 1, 16), None) == 76
    assert assess(PROJECT, heard, date(2012, 1, 16)).reasons == ("逾期16天",)


def test_an_unmet_dated_target_makes_its_project_late() -> None:
    project = PROJECT._replace(targets=(Target("启动", due=date(2011, 3, 31)), Target("验收")))
    state = OPEN._replace(last_reported=date(2011, 3, 30))
    assert assess(project, state, date(2011, 4, 2)).reasons == ("指标“启动”逾期2天",)
    met = state._replace(counts={"启动": 1})
    assert assess(project, met, date(2011, 4, 2)).days_overdue == 0


def test_reasons_are_ordered_worst_first() -> None:
    project = PROJECT._replace(targets=(Target("启动", due=date(2011, 3, 31)),))
    state = State(Status.ACTIVE, progress=60, due=PROJECT.due)
    got = assess(project, state, date(2012, 1, 9))
    assert got.reasons == ("指标“启动”逾期284天", "逾期9天", "进度60%，落后序时40个百分点")
    assert got.days_overdue == 284


def test_withdrawn_projects_have_no_light_and_are_never_late() -> None:
    gone = OPEN._replace(withdrawn_on=date(2011, 12, 21))
    for day in (date(2011, 12, 30), date(2012, 3, 1)):
        got = assess(PROJECT, gone, day)
        assert (got.light, got.reasons, got.days_left, got.days_overdue) == (None, ("已撤销",), None, 0)
        assert silent_days(PROJECT, gone, day, None) is None
    assert (
        due_soon([Item(PROJECT, gone, assess(PROJECT, gone, date(2011, 12, 30)))], date(2011, 12, 30)) == []
    )


def test_silence_counts_from_the_start_of_the_window() -> None:
    project = PROJECT._replace(start=date(2011, 7, 1))
    said = OPEN._replace(last_reported=date(2011, 2, 1))
    assert silent_days(project, said, date(2011, 7, 15), date(2011, 2, 18)) == 14
    assert silent_days(project._replace(start=None), OPEN, date(2011, 12, 1), None) == 0  # not -19


def test_silence_is_a_reason_for_undated_and_due_projects() -> None:
    undated = OPEN._replace(due=None, last_reported=date(2011, 8, 1))
    assert assess(PROJECT, undated, date(2011, 9, 1)).reasons == ("31天未报送",)
    silent = OPEN._replace(last_reported=date(2011, 11, 1))
    assert assess(PROJECT, silent, date(2011, 12, 31)).reasons == ("今天到期", "60天未报送")


def test_a_target_is_late_after_its_day_and_then_no_longer_due_soon() -> None:
    project = PROJECT._replace(targets=(Target("初稿", due=date(2011, 12, 10)),))
    state = OPEN._replace(last_reported=date(2011, 12, 9))
    assert assess(project, state, date(2011, 12, 10)).reasons == ("距时限21天",)
    late = assess(project, state, date(2011, 12, 11))
    assert late.reasons == ("指标“初稿”逾期1天",)
    assert due_soon([Item(project, state, late)], date(2011, 12, 11)) == []


def test_a_project_on_pace_is_never_behind() -> None:
    state = State(Status.ACTIVE, progress=60, due=date(2011, 4, 10), last_reported=date(2011, 3, 1))
    project = PROJECT._replace(due=date(2011, 4, 10))
    got = assess(project, state, date(2011, 3, 1), settings=Settings(behind_yellow_points=0))
    assert got.reasons == ()


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
def test_working_days_late_skip_weekends_and_holidays(due: str, as_of: str, days: int | None) -> None:
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
def test_the_level_follows_days_late(days: int, level: str) -> None:
    assert suggested_level(days) == level
