"""The rules for lights and lateness, at their edges."""

from datetime import date, timedelta

import pytest

from dushiquan.domain.history import State, Status
from dushiquan.domain.plan import Kind, Project, ProjectId, Target, Units
from dushiquan.domain.supervision import Light, silent_days, supervise
from dushiquan.papers.reasons import reasons_text

PROJECT = Project(
    id=ProjectId(1),
    plan="2011",
    category="规划共绘",
    title="规划",
    content="",
    units=Units(("市发改委",)),
    requirement="2011年完成",
    kind=Kind.COMPLETE,
    start=date(2011, 1, 1),
    due=date(2011, 12, 31),
)
HEARD = date(2011, 12, 20)
OPEN = State(Status.ACTIVE, due=PROJECT.due, last_reported=HEARD)


@pytest.mark.parametrize(
    ("state", "as_of", "light", "days_overdue", "reasons"),
    [
        # due today is not late; the day after is one day late
        (OPEN, "2011-12-31", Light.YELLOW, 0, "今天到期"),
        (OPEN, "2012-01-01", Light.RED, 1, "逾期1天"),
        (OPEN, "2012-01-09", Light.RED, 9, "逾期9天"),
        (OPEN, "2011-12-01", Light.YELLOW, 0, "距时限30天"),
        (OPEN, "2011-11-30", Light.GREEN, 0, ""),
        # nothing is asked of what is done, dropped or paused
        (OPEN._replace(status=Status.DONE), "2012-01-09", None, 0, ""),
        (OPEN._replace(status=Status.DROPPED), "2012-01-09", None, 0, ""),
        (OPEN._replace(status=Status.PAUSED), "2012-01-09", None, 0, ""),
        (OPEN._replace(status=Status.SUBMITTED), "2012-01-09", Light.RED, 9, "逾期9天"),
        # the date in force counts, not the first one
        (OPEN._replace(due=date(2012, 3, 31), deferrals=1), "2012-01-09", Light.GREEN, 0, ""),
        (OPEN._replace(due=date(2012, 3, 31), deferrals=1), "2012-04-02", Light.RED, 2, "逾期2天"),
        # undated is never late
        (OPEN._replace(due=None), "2012-01-09", Light.GREEN, 0, ""),
        # silence: more than 30 days
        (OPEN._replace(last_reported=date(2011, 8, 1)), "2011-08-31", Light.GREEN, 0, ""),
        (OPEN._replace(last_reported=date(2011, 8, 1)), "2011-09-01", Light.YELLOW, 0, "31天未报送"),
    ],
)
def test_lateness_and_silence(
    state: State, as_of: str, light: Light | None, days_overdue: int, reasons: str
) -> None:
    got = supervise(PROJECT, state, date.fromisoformat(as_of))
    assert (got.light, got.days_overdue, reasons_text(got.reasons)) == (light, days_overdue, reasons)


@pytest.mark.parametrize("kind", [Kind.ADVANCE, Kind.RECURRING, Kind.ONGOING, Kind.UNKNOWN])
def test_only_a_duty_can_be_overdue(kind: Kind) -> None:
    got = supervise(PROJECT._replace(kind=kind), OPEN, date(2012, 1, 9))
    assert got.days_overdue == 0
    assert got.for_review is (kind is Kind.ADVANCE)
    assert got.light is (Light.YELLOW if kind is Kind.ADVANCE else Light.GREEN)


def test_an_advance_within_its_window_is_not_for_review() -> None:
    assert not supervise(PROJECT._replace(kind=Kind.ADVANCE), OPEN, date(2011, 12, 31)).for_review


WINDOW = PROJECT._replace(start=date(2011, 1, 1), due=date(2011, 4, 10))  # 100 days


@pytest.mark.parametrize(
    ("progress", "light", "reasons"),
    [
        (51, Light.GREEN, ""),  # 9 points behind
        (50, Light.YELLOW, "进度50%，落后序时10个百分点"),
        (30, Light.YELLOW, "进度30%，落后序时30个百分点"),
        (29, Light.RED, "进度29%，落后序时31个百分点"),
        (None, Light.GREEN, ""),  # pace speaks only where something was reported
    ],
)
def test_pace_at_its_edges(progress: int | None, light: Light, reasons: str) -> None:
    """On the 60th of 100 days the pace is 60%."""
    state = State(Status.ACTIVE, progress=progress, due=WINDOW.due, last_reported=date(2011, 3, 1))
    got = supervise(WINDOW, state, date(2011, 3, 1))
    assert (got.pace, got.light, reasons_text(got.reasons)) == (60, light, reasons)


@pytest.mark.parametrize(
    ("days", "progress", "light", "reasons"),
    [
        (200, 50, Light.YELLOW, "进度50%，落后序时10个百分点"),  # 10.0 of 333 days
        (201, 30, Light.RED, "进度30%，落后序时30.4个百分点"),
        (200, 30, Light.RED, "进度30%，落后序时30.1个百分点"),
        (199, 30, Light.YELLOW, "进度30%，落后序时30个百分点"),  # 29.8: no further than 30
        (202, 30, Light.RED, "进度30%，落后序时31个百分点"),  # 30.7
    ],
)
def test_points_behind_are_shown_on_the_side_of_the_threshold_where_they_are(
    days: int, progress: int, light: Light, reasons: str
) -> None:
    project = PROJECT._replace(start=date(2011, 1, 1), due=date(2011, 1, 1) + timedelta(days=332))
    day = date(2011, 1, 1) + timedelta(days=days - 1)
    got = supervise(project, State(Status.ACTIVE, progress=progress, due=project.due, last_reported=day), day)
    assert (got.light, reasons_text(got.reasons)) == (light, reasons)


def test_a_window_of_many_years_needs_more_decimals() -> None:
    """1 of 3001 days past the threshold: 30.03 of 100 points would be 30.0 with one decimal."""
    project = PROJECT._replace(start=date(2011, 1, 1), due=date(2011, 1, 1) + timedelta(days=2999))
    day = date(2011, 1, 1) + timedelta(days=900)
    got = supervise(project, State(Status.ACTIVE, progress=0, due=project.due, last_reported=day), day)
    assert (got.light, reasons_text(got.reasons)) == (Light.RED, "进度0%，落后序时30.03个百分点")


def test_a_window_not_begun_expects_nothing() -> None:
    project = PROJECT._replace(start=date(2011, 7, 1))
    got = supervise(project, State(due=project.due), date(2011, 6, 30), known_since=date(2011, 2, 18))
    assert (got.pace, got.light) == (None, Light.GREEN)


def test_silence_counts_from_the_issue_of_the_plan() -> None:
    state = State(due=PROJECT.due)
    known_since = date(2011, 2, 18)
    assert supervise(PROJECT, state, date(2011, 3, 20), known_since=known_since).light is Light.GREEN
    assert (
        reasons_text(supervise(PROJECT, state, date(2011, 3, 21), known_since=known_since).reasons)
        == "31天未报送"
    )


def test_silence_goes_on_past_the_due_date() -> None:
    """A late one that was never heard of is silent too, though its light has other reasons."""
    heard = OPEN._replace(last_reported=date(2011, 11, 1))
    assert silent_days(PROJECT, heard, date(2012, 1, 16), None) == 76
    assert reasons_text(supervise(PROJECT, heard, date(2012, 1, 16)).reasons) == "逾期16天"


def test_a_target_unmet_past_its_own_date_makes_its_project_late() -> None:
    project = PROJECT._replace(targets=(Target("启动", due=date(2011, 3, 31)), Target("验收")))
    state = OPEN._replace(last_reported=date(2011, 3, 30))
    assert reasons_text(supervise(project, state, date(2011, 4, 2)).reasons) == "指标“启动”逾期2天"
    met = state._replace(counts={"启动": 1})
    assert supervise(project, met, date(2011, 4, 2)).days_overdue == 0


def test_reasons_stand_worst_first() -> None:
    project = PROJECT._replace(targets=(Target("启动", due=date(2011, 3, 31)),))
    state = State(Status.ACTIVE, progress=60, due=PROJECT.due)
    got = supervise(project, state, date(2012, 1, 9))
    assert reasons_text(got.reasons) == "指标“启动”逾期284天；逾期9天；进度60%，落后序时40个百分点"
    assert got.days_overdue == 284
