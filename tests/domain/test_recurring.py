"""Recurring duties: the open occurrence, lateness, nearness, silence, pace, and what a count means."""

from datetime import date

import pytest

from dushiquan.domain.acts import defer
from dushiquan.domain.circular import compile_circular
from dushiquan.domain.plan import Kind, Project, Target
from dushiquan.domain.recurring import begins_after, due_soon_days, meant_target, open_step, takes_number
from dushiquan.domain.reminders import plan_letters
from dushiquan.domain.span import week_of
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import Light, due_soon, due_within, supervise
from dushiquan.errors import NotFoundError, RefusedError
from dushiquan.papers.reasons import reasons_text
from tests.builders import PLAN, PROJECT, item

D = date.fromisoformat


def recurring(*targets: Target) -> Project:
    return PROJECT._replace(kind=Kind.RECURRING, requirement="每…", targets=targets)


QUARTERS = recurring(
    Target("一季度", 1, "次", D("2011-03-31")),
    Target("二季度", 1, "次", D("2011-06-30")),
    Target("三季度", 1, "次", D("2011-09-30")),
    Target("四季度", 1, "次", D("2011-12-31")),
)
MONTHS = recurring(*(Target(f"{month}月", 1, "次", date(2011, month, 25)) for month in range(1, 13)))
WEEKS = recurring(Target("每周三", 52, "次", D("2011-12-31")))
YEARLY = recurring(Target("4月15日前", 1, "次", D("2011-04-15")))


def state(**counts: int) -> State:
    return State(Status.ACTIVE if counts else Status.PLANNED, counts=counts, due=PROJECT.due)


@pytest.mark.parametrize(
    ("project", "counts", "day", "due", "light", "said"),
    [
        (QUARTERS, {}, "2011-02-20", "2011-03-31", Light.GREEN, ""),
        (QUARTERS, {}, "2011-03-09", "2011-03-31", Light.YELLOW, "“一季度”距时限22天"),
        (QUARTERS, {}, "2011-03-31", "2011-03-31", Light.YELLOW, "“一季度”今天到期"),
        (QUARTERS, {}, "2011-04-01", "2011-03-31", Light.RED, "指标“一季度”逾期1天"),
        (QUARTERS, {"一季度": 1}, "2011-05-31", "2011-06-30", Light.GREEN, ""),
        (QUARTERS, {"二季度": 1}, "2011-07-01", "2011-03-31", Light.RED, None),
        (
            QUARTERS,
            {},
            "2011-10-01",
            "2011-03-31",
            Light.RED,
            "指标“一季度”等3项逾期184天",
        ),
        (
            QUARTERS,
            dict.fromkeys(("一季度", "二季度", "三季度", "四季度"), 1),
            "2011-12-31",
            None,
            Light.GREEN,
            "",
        ),
        (QUARTERS, {"一季度": 1, "二季度": 1, "三季度": 1}, "2012-01-01", "2011-12-31", Light.RED, None),
        (MONTHS, {}, "2011-01-17", "2011-01-25", Light.GREEN, ""),
        (MONTHS, {}, "2011-01-18", "2011-01-25", Light.YELLOW, "“1月”距时限7天"),
        (YEARLY, {}, "2011-03-15", "2011-04-15", Light.GREEN, ""),
        (YEARLY, {}, "2011-03-16", "2011-04-15", Light.YELLOW, "“4月15日前”距时限30天"),
        (YEARLY, {"4月15日前": 1}, "2011-12-01", None, Light.GREEN, ""),
        (WEEKS, {}, "2011-02-01", "2011-12-31", Light.YELLOW, "31天未报送"),
        (WEEKS, {"每周三": 26}, "2011-07-01", "2011-12-31", Light.YELLOW, None),
        (WEEKS, {"每周三": 51}, "2012-01-01", "2011-12-31", Light.RED, None),
        (recurring(Target("通报")), {}, "2012-03-01", "2011-12-31", Light.GREEN, ""),
        (recurring(), {}, "2012-03-01", "2011-12-31", Light.GREEN, ""),
    ],
)
def test_the_open_occurrence_decides(
    project: Project, counts: dict[str, int], day: str, due: str | None, light: Light, said: str | None
) -> None:
    stands = state(**counts)
    supervised = supervise(project, stands, D(day))
    assert supervised.due == (D(due) if due else None)
    assert supervised.light is light
    assert said is None or reasons_text(supervised.reasons) == said
    assert supervised.days_left == ((D(due) - D(day)).days if due else None)


@pytest.mark.parametrize(
    ("counts", "day", "pace"),
    [({"一季度": 1}, "2011-06-30", 25), ({}, "2011-07-01", 50), ({}, "2011-03-31", 0)],
)
def test_pace_is_the_share_of_occurrences_that_were_due(counts: dict[str, int], day: str, pace: int) -> None:
    supervised = supervise(QUARTERS, state(**counts), D(day))
    assert supervised.pace == pace
    assert "落后序时" not in reasons_text(supervised.reasons)


def test_occurrences_are_not_deferred_and_a_counted_duty_is() -> None:
    with pytest.raises(RefusedError, match="1 是定期事项，各次的时限由计划定"):
        defer(QUARTERS, state(), D("2012-01-31"), "汛情")
    assert defer(WEEKS, state(), D("2012-01-31"), "汛情")
    deferred = state()._replace(due=D("2012-01-31"))
    assert supervise(WEEKS, deferred, D("2012-01-31")).days_overdue == 0
    assert supervise(WEEKS, deferred, D("2012-02-01")).days_overdue == 1


@pytest.mark.parametrize(
    ("project", "days"), [(QUARTERS, 22), (MONTHS, 7), (YEARLY, 30), (WEEKS, 30), (PROJECT, 30)]
)
def test_an_occurrence_is_near_in_the_last_quarter_of_its_period(project: Project, days: int) -> None:
    assert due_soon_days(project, 30) == days


def test_what_is_due_within_days_is_listed_before_it_is_near() -> None:
    items = [item(project, state(), D("2011-01-01")) for project in (MONTHS, QUARTERS, WEEKS, YEARLY)]
    assert due_within(items, D("2011-01-01"), 30) == [items[0]]
    assert due_soon(items, D("2011-01-01")) == []


@pytest.mark.parametrize("kind", [Kind.ADVANCE, Kind.ONGOING, Kind.COMPLETE])
def test_a_dated_target_of_any_kind_makes_its_project_late(kind: Kind) -> None:
    project = PROJECT._replace(
        kind=kind, targets=(Target("方案", due=D("2011-03-31")), Target("交付", due=PROJECT.due))
    )
    supervised = supervise(project, state(), D("2011-04-02"))
    assert (supervised.days_overdue, supervised.reasons[0].target) == (2, "方案")
    met = supervise(project, state(方案=1), D("2012-01-01"))
    assert met.days_overdue == (1 if kind is Kind.COMPLETE else 0)


@pytest.mark.parametrize(
    ("project", "counts", "meant"),
    [
        (QUARTERS, {}, "一季度"),
        (QUARTERS, {"一季度": 1}, "二季度"),
        (QUARTERS, {"二季度": 1}, "一季度"),
        (WEEKS, {"每周三": 52}, "每周三"),
        (PROJECT._replace(targets=(Target("会", 3),)), {}, "会"),
    ],
)
def test_a_count_without_a_name_means_the_earliest_unmet(
    project: Project, counts: dict[str, int], meant: str
) -> None:
    assert meant_target(project, state(**counts)) == meant


@pytest.mark.parametrize(
    ("project", "counts", "said"),
    [
        (PROJECT, {}, "1 没有指标可记；进展请用 dsq update 1 -p 进度。"),
        (
            PROJECT._replace(targets=(Target("甲"), Target("乙"))),
            {},
            "1 有 2 项指标，请写明记哪一项：甲、乙。",
        ),
        (
            PROJECT._replace(targets=(Target("甲"), Target("乙", due=D("2011-03-01")))),
            {},
            "1 有 2 项指标，请写明记哪一项：甲、乙。",
        ),
        (
            QUARTERS,
            dict.fromkeys(("一季度", "二季度", "三季度", "四季度"), 1),
            "1 没有未完成的指标，请写明记哪一项：一季度、二季度、三季度、四季度。",
        ),
    ],
)
def test_a_count_that_could_mean_several_is_refused(
    project: Project, counts: dict[str, int], said: str
) -> None:
    with pytest.raises(NotFoundError) as error:
        meant_target(project, state(**counts))
    assert str(error.value) == said


def test_a_number_in_place_of_a_name_counts_the_only_target() -> None:
    assert takes_number(WEEKS, "3")
    assert not takes_number(YEARLY, "15")
    with pytest.raises(NotFoundError, match="“3”说不准是记哪一次；最早未完成的一次请写 dsq tick 1"):
        takes_number(QUARTERS, "3")
    assert not takes_number(WEEKS, "每周三")


def test_an_occurrence_counted_before_its_period_is_told() -> None:
    assert begins_after(QUARTERS, "三季度", D("2011-06-30")) == D("2011-06-30")
    assert begins_after(QUARTERS, "三季度", D("2011-07-01")) is None
    assert begins_after(QUARTERS, "一季度", D("2011-01-01")) is None


@pytest.mark.parametrize(
    ("counts", "day", "silent"),
    [
        ({}, "2011-03-23", False),
        ({}, "2011-03-31", True),
        ({"一季度": 1}, "2011-03-31", False),
        ({"一季度": 1}, "2011-05-15", False),
    ],
)
def test_no_report_is_expected_between_occurrences(counts: dict[str, int], day: str, silent: bool) -> None:
    items = [item(QUARTERS, state(**counts), D(day))]
    circular = compile_circular(PLAN, week_of(D(day)), D(day), items, items, [])
    assert bool(circular.silent) is silent


def test_letters_ask_for_the_open_occurrence() -> None:
    day = D("2011-06-20")
    (letter,) = plan_letters([item(QUARTERS, state(一季度=1), day)], [], day)
    assert [(asked.step, asked.by) for asked in letter.asked] == [("blue", D("2011-06-30"))]
    (letter,) = plan_letters([item(QUARTERS, state(), day)], [], day)
    assert [asked.step for asked in letter.asked] == ["yellow"]
    assert plan_letters([item(QUARTERS, state(一季度=1), D("2011-05-30"))], [], D("2011-05-30")) == []


@pytest.mark.parametrize("status", [Status.PAUSED, Status.DONE, Status.DROPPED])
def test_a_project_that_rests_has_no_next_step(status: Status) -> None:
    project = PROJECT._replace(targets=(Target("初稿", 1, "", D("2011-06-30")),))
    assert open_step(project, State(Status.ACTIVE), D("2011-06-01")) == project.targets[0]
    assert open_step(project, State(status), D("2011-06-01")) is None
