"""Lights, lateness and silence at their thresholds."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.plan import DUTIES, EscalationLevel, Kind, Target
from dushiquan.domain.settings import Settings
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import (
    Item,
    Light,
    ReasonKind,
    Supervision,
    due_soon,
    is_due_within,
    silent_days,
    suggested_level,
    supervise,
    window_passed,
)
from dushiquan.domain.working_days import working_days_late
from dushiquan.papers.labels import percent
from dushiquan.papers.reasons import reason_text
from tests.builders import OPEN, PROJECT


def words(supervision: Supervision) -> tuple[str, ...]:
    return tuple(map(reason_text, supervision.reasons))


def applied(year: int, month: int, day: int) -> State:
    return OPEN._replace(status=Status.SUBMITTED, applied_on=date(year, month, day))


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
        # an application stops the clock, and nothing is asked of the unit
        (applied(2011, 12, 31), "2012-03-09", Light.GREEN, 0, ()),
        (applied(2012, 1, 9), "2012-03-09", Light.RED, 9, ("逾期9天",)),
        (applied(2011, 6, 1)._replace(progress=5), "2011-12-30", Light.GREEN, 0, ()),
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
    got = supervise(PROJECT, state, date.fromisoformat(as_of))
    assert (got.light, got.days_overdue, words(got)) == (light, days_overdue, reasons)


@pytest.mark.parametrize("kind", [Kind.ADVANCE, Kind.RECURRING, Kind.ONGOING, Kind.UNKNOWN])
def test_only_complete_submit_and_hold_can_be_overdue(kind: Kind) -> None:
    got = supervise(PROJECT._replace(kind=kind), OPEN, date(2012, 1, 9))
    assert got.days_overdue == 0
    assert got.for_review is (kind is Kind.ADVANCE)
    assert got.light is (Light.YELLOW if kind is Kind.ADVANCE else Light.GREEN)


def test_an_advance_project_within_its_window_is_not_for_review() -> None:
    assert not supervise(PROJECT._replace(kind=Kind.ADVANCE), OPEN, date(2011, 12, 31)).for_review


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
    got = supervise(WINDOW, state, date(2011, 3, 1))
    assert (got.pace, got.light, words(got)) == (60, light, reasons)


JUNE, SEPTEMBER = date(2011, 6, 30), date(2011, 9, 30)


@pytest.mark.parametrize(
    ("as_of", "milestones", "percent"),
    [
        # the window is 2011: 365 days
        ("2010-12-31", [], None),
        ("2011-01-01", [], 100 / 365),
        ("2011-06-30", [], 181 * 100 / 365),
        ("2012-03-01", [], 100),
        # two stops: June and the end of the window, half of the way each
        ("2010-12-31", [JUNE], None),
        ("2011-01-01", [JUNE], 50 / 181),
        ("2011-06-29", [JUNE], 180 * 50 / 181),
        ("2011-06-30", [JUNE], 50),
        ("2011-07-01", [JUNE], 50 + 50 / 184),
        ("2011-12-31", [JUNE], 100),
        ("2012-03-01", [JUNE], 100),
        # the last milestone is the end of the window: no stop more
        ("2011-06-30", [JUNE, date(2011, 12, 31)], 50),
        # two on one day are two parts of three
        ("2011-06-30", [JUNE, JUNE], 200 / 3),
        ("2011-06-29", [JUNE, JUNE], 200 / 3 * 180 / 181),
        # the order in the plan does not matter
        ("2011-06-30", [SEPTEMBER, JUNE], 100 / 3),
        ("2011-09-30", [SEPTEMBER, JUNE], 200 / 3),
        # what is out of the window is no stop
        ("2011-06-30", [date(2010, 6, 30), date(2012, 6, 30)], 181 * 100 / 365),
        # on the first day of the window
        ("2011-01-01", [date(2011, 1, 1)], 50),
    ],
)
def test_pace_runs_along_the_milestones(as_of: str, milestones: list[date], percent: float | None) -> None:
    passed = window_passed(PROJECT.start, PROJECT.due, date.fromisoformat(as_of), milestones)
    assert (passed and passed[0] * 100 / passed[1]) == (percent and pytest.approx(percent))


def test_the_way_along_milestones_never_goes_back() -> None:
    stops = [date(2011, 2, 28), JUNE, JUNE, date(2011, 11, 2)]
    days = [date(2011, 1, 1) + timedelta(days) for days in range(400)]
    shares = [n / of for n, of in (window_passed(PROJECT.start, PROJECT.due, day, stops) for day in days)]  # type: ignore[misc]
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] == 1


@pytest.mark.parametrize(
    ("progress", "counts", "due", "light", "said"),
    [
        # by 30 June half of the way is asked for, by 1 July of a straight line 49 %
        (41, {}, None, Light.RED, "节点“贯通”逾期1天"),
        (41, {"贯通": 1}, None, Light.GREEN, ""),
        (40, {"贯通": 1}, None, Light.YELLOW, "进度40%，落后序时10个百分点"),
        (19, {"贯通": 1}, None, Light.RED, "进度19%，落后序时31个百分点"),
        # never reported: the milestone that is met is the progress
        (None, {"贯通": 1}, None, Light.GREEN, ""),
        # a deferral moves the end of the way, not the milestone
        (40, {"贯通": 1}, date(2012, 12, 31), Light.YELLOW, "进度40%，落后序时10个百分点"),
    ],
)
def test_lights_of_a_project_with_a_milestone(
    progress: int | None, counts: dict[str, int], due: date | None, light: Light, said: str
) -> None:
    project = PROJECT._replace(targets=(Target("贯通", due=JUNE),))
    state = State(Status.ACTIVE, progress, counts, due or PROJECT.due, last_reported=JUNE)
    got = supervise(project, state, date(2011, 7, 1))
    assert (got.light, "；".join(words(got)[:1])) == (light, said)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.RECURRING])
def test_a_milestone_of_any_kind_is_near_then_late(kind: Kind) -> None:
    project = PROJECT._replace(kind=kind, targets=(Target("贯通", due=JUNE), Target("验收", due=SEPTEMBER)))
    lights = {}
    for day in (date(2011, 5, 30), date(2011, 5, 31), JUNE, date(2011, 7, 1)):
        got = supervise(project, OPEN._replace(last_reported=day), day)
        lights[str(day)] = (got.light, *words(got))
    assert lights == {
        "2011-05-30": (Light.GREEN,),
        "2011-05-31": (Light.YELLOW, "“贯通”距时限30天"),
        "2011-06-30": (Light.YELLOW, "“贯通”今天到期"),
        "2011-07-01": (Light.RED, "节点“贯通”逾期1天"),
    }


def test_a_window_not_yet_open_expects_nothing() -> None:
    project = PROJECT._replace(start=date(2011, 7, 1))
    got = supervise(project, State(due=project.due), date(2011, 6, 30), known_since=date(2011, 2, 18))
    assert (got.pace, got.light) == (None, Light.GREEN)


def test_silence_counts_from_the_issue_of_the_plan() -> None:
    state = State(due=PROJECT.due)
    known_since = date(2011, 2, 18)
    assert supervise(PROJECT, state, date(2011, 3, 20), known_since=known_since).light is Light.GREEN
    assert words(supervise(PROJECT, state, date(2011, 3, 21), known_since=known_since)) == ("31天未报送",)


def test_silence_continues_past_the_due_date() -> None:
    """A late project may be silent too, though its light has other reasons."""
    heard = OPEN._replace(last_reported=date(2011, 11, 1))
    assert silent_days(PROJECT, heard, date(2012, 1, 16), None) == 76
    opens = PROJECT._replace(start=date(2011, 7, 1))
    assert silent_days(opens, State(), date(2011, 6, 30), None) is None
    assert silent_days(opens, State(), date(2011, 7, 1), None) == 0
    assert words(supervise(PROJECT, heard, date(2012, 1, 16))) == ("逾期16天",)


def test_an_unmet_dated_target_makes_its_project_late() -> None:
    project = PROJECT._replace(targets=(Target("启动", due=date(2011, 3, 31)), Target("验收")))
    state = OPEN._replace(last_reported=date(2011, 3, 30))
    assert words(supervise(project, state, date(2011, 4, 2))) == ("节点“启动”逾期2天",)
    met = state._replace(counts={"启动": 1})
    assert supervise(project, met, date(2011, 4, 2)).days_overdue == 0


def test_reasons_are_ordered_worst_first() -> None:
    project = PROJECT._replace(targets=(Target("启动", due=date(2011, 3, 31)),))
    state = State(Status.ACTIVE, progress=60, due=PROJECT.due)
    got = supervise(project, state, date(2012, 1, 9))
    assert words(got) == ("节点“启动”逾期284天", "逾期9天", "进度60%，落后序时40个百分点")
    assert got.days_overdue == 284


def test_withdrawn_projects_have_no_light_and_are_never_late() -> None:
    gone = OPEN._replace(withdrawn_on=date(2011, 12, 21))
    for day in (date(2011, 12, 30), date(2012, 3, 1)):
        got = supervise(PROJECT, gone, day)
        assert (got.light, words(got), got.days_left, got.days_overdue) == (None, ("已撤销",), None, 0)
        assert silent_days(PROJECT, gone, day, None) is None
    assert (
        due_soon([Item(PROJECT, gone, supervise(PROJECT, gone, date(2011, 12, 30)))], date(2011, 12, 30))
        == []
    )


def test_silence_counts_from_the_start_of_the_window() -> None:
    project = PROJECT._replace(start=date(2011, 7, 1))
    said = OPEN._replace(last_reported=date(2011, 2, 1))
    assert silent_days(project, said, date(2011, 7, 15), date(2011, 2, 18)) == 14
    assert silent_days(project._replace(start=None), OPEN, date(2011, 12, 1), None) == 0  # not -19


def test_silence_is_a_reason_for_undated_and_due_projects() -> None:
    undated = OPEN._replace(due=None, last_reported=date(2011, 8, 1))
    assert words(supervise(PROJECT, undated, date(2011, 9, 1))) == ("31天未报送",)
    silent = OPEN._replace(last_reported=date(2011, 11, 1))
    assert words(supervise(PROJECT, silent, date(2011, 12, 31))) == ("今天到期", "60天未报送")


def test_a_dated_step_is_near_and_late_after_its_day() -> None:
    project = PROJECT._replace(targets=(Target("初稿", due=date(2011, 12, 10)),))
    state = OPEN._replace(last_reported=date(2011, 12, 9))
    for day, said in ((9, "“初稿”距时限1天"), (10, "“初稿”今天到期")):
        near = supervise(project, state, date(2011, 12, day))
        assert (words(near), near.due, near.step) == ((said,), date(2011, 12, 10), "初稿")
        assert due_soon([Item(project, state, near)], date(2011, 12, day)) != []
    far = supervise(project, state, date(2011, 11, 9))
    assert (words(far), far.days_left) == ((), 31)
    met = supervise(project, state._replace(counts={"初稿": 1}), date(2011, 12, 10))
    assert (words(met), met.due) == (("距时限21天",), PROJECT.due)
    late = supervise(project, state, date(2011, 12, 11))
    assert words(late) == ("节点“初稿”逾期1天",)
    assert due_soon([Item(project, state, late)], date(2011, 12, 11)) == []


@pytest.mark.parametrize(
    ("as_of", "within", "soon"),
    [
        ("2011-12-25", 5, False),
        ("2011-12-26", 5, True),
        ("2011-12-31", 5, True),
        ("2011-12-31", 0, True),
        ("2012-01-01", 5, False),  # late, no longer near
    ],
)
def test_today_and_the_last_day_are_within_the_days(as_of: str, within: int, soon: bool) -> None:
    assert is_due_within(PROJECT, OPEN, date.fromisoformat(as_of), within) is soon


@pytest.mark.parametrize("kind", Kind)
def test_only_what_is_to_be_finished_falls_due(kind: Kind) -> None:
    """So `dsq due` has fewer projects than `dsq list --within`."""
    project = PROJECT._replace(kind=kind)
    assert is_due_within(project, OPEN, date(2011, 12, 30), 5) is (kind in DUTIES)
    waiting = OPEN._replace(status=Status.SUBMITTED, applied_on=date(2011, 12, 29))
    assert not is_due_within(project, waiting, date(2011, 12, 30), 5)


def test_a_project_on_pace_is_never_behind() -> None:
    state = State(Status.ACTIVE, progress=60, due=date(2011, 4, 10), last_reported=date(2011, 3, 1))
    project = PROJECT._replace(due=date(2011, 4, 10))
    got = supervise(project, state, date(2011, 3, 1), settings=Settings(behind_yellow_points=0))
    assert words(got) == ()


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


OF_2011 = [
    ("专业委员会执行", 1),
    ("主任办公会议议事", 31),
    ("秘书长工作会议协商", 61),
    ("市长联席会议决策", 91),
]


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
    levels = [EscalationLevel(name, from_day) for name, from_day in OF_2011]
    assert suggested_level(days, levels) == level
    assert suggested_level(days, []) == ""


@pytest.mark.parametrize(
    ("days", "progress", "light", "reasons"),
    [
        (200, 50, Light.YELLOW, "进度50%，落后序时10个百分点"),  # 10.0 of 333 days
        (201, 30, Light.RED, "进度30%，落后序时30.3个百分点"),
        (200, 30, Light.RED, "进度30%，落后序时30.06个百分点"),
        (199, 30, Light.YELLOW, "进度30%，落后序时29个百分点"),  # 29.8: pace is 59 %
        (202, 30, Light.RED, "进度30%，落后序时30.6个百分点"),
        (205, 30, Light.RED, "进度30%，落后序时31个百分点"),  # 31.6: pace is 61 %
    ],
)
def test_points_behind_are_shown_on_the_side_of_the_threshold_where_they_are(
    days: int, progress: int, light: Light, reasons: str
) -> None:
    project = PROJECT._replace(start=date(2011, 1, 1), due=date(2011, 1, 1) + timedelta(days=332))
    day = date(2011, 1, 1) + timedelta(days=days - 1)
    got = supervise(project, State(Status.ACTIVE, progress=progress, due=project.due, last_reported=day), day)
    assert (got.light, "；".join(words(got))) == (light, reasons)


@given(st.integers(1, 3000), st.integers(0, 100), st.data())
def test_pace_less_progress_is_what_a_project_is_behind(
    length: int, progress: int, data: st.DataObject
) -> None:
    passed = data.draw(st.integers(1, length))
    project = PROJECT._replace(start=date(2011, 1, 1), due=date(2011, 1, 1) + timedelta(days=length - 1))
    day = date(2011, 1, 1) + timedelta(days=passed - 1)
    state = State(Status.ACTIVE, progress=progress, due=project.due, last_reported=day)
    got = supervise(project, state, day)
    behind = next((r.points for r in got.reasons if r.kind is ReasonKind.BEHIND_PACE), None)
    exact = Fraction(100 * passed, length) - progress
    assert (behind is not None) == (exact >= 10)
    if behind is not None:
        assert got.pace is not None
        shown_pace, shown = Fraction(percent(got.pace)[:-1]), Fraction(f"{behind:.10g}")
        assert shown_pace - progress == shown
        assert shown <= exact < shown + 1
        assert (shown > 30) == (exact > 30) == (got.light is Light.RED)


def test_a_third_of_a_point_behind_is_not_shown_as_none() -> None:
    project = PROJECT._replace(start=date(2011, 1, 1), due=date(2011, 1, 1) + timedelta(days=332))
    day = date(2011, 4, 11)  # the 101st of 333 days: 30.3 percent
    state = State(Status.ACTIVE, progress=30, due=project.due, last_reported=day)
    got = supervise(project, state, day, settings=Settings(behind_yellow_points=0))
    assert (got.light, words(got)) == (Light.YELLOW, ("进度30%，落后序时0.3个百分点",))


def test_a_window_of_many_years_needs_more_decimals() -> None:
    """1 of 3001 days past the threshold: 30.03 of 100 points would be 30.0 with one decimal."""
    project = PROJECT._replace(start=date(2011, 1, 1), due=date(2011, 1, 1) + timedelta(days=2999))
    day = date(2011, 1, 1) + timedelta(days=900)
    got = supervise(project, State(Status.ACTIVE, progress=0, due=project.due, last_reported=day), day)
    assert (got.light, "；".join(words(got))) == (Light.RED, "进度0%，落后序时30.03个百分点")
