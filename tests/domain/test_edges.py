"""More of the rules, each where no test held it."""

import itertools
from datetime import date

import pytest

from dushiquan.domain import acts
from dushiquan.domain.circular import compile_circular
from dushiquan.domain.counting import count
from dushiquan.domain.edition import ADDED, as_it_was, compare
from dushiquan.domain.history import Event, EventKind, State, Status, fold, is_late_deferral, progress_of
from dushiquan.domain.plan import Plan, Project, ProjectId, Target
from dushiquan.domain.reminders import ReminderStep, plan_letters
from dushiquan.domain.settings import Settings
from dushiquan.domain.span import week_of
from dushiquan.domain.supervision import Item, due_soon, silent_days, supervise
from dushiquan.errors import RefusedError
from dushiquan.papers.reasons import reasons_text
from tests.domain.test_history import DAY, TARGETS, event
from tests.domain.test_supervision import OPEN, PROJECT

# --- history -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.DONE, Status.PAUSED, Status.DROPPED, Status.SUBMITTED])
def test_a_start_changes_nothing_that_happened_before(status: Status) -> None:
    start = event("1", EventKind.STATUS, date(2011, 11, 7), Status.ACTIVE, Status.PLANNED)
    earlier = event("2", EventKind.STATUS, date(2011, 11, 1), status, Status.PLANNED)
    assert fold(None, [start, earlier]).status is status


@pytest.mark.parametrize("kind", list(EventKind))
def test_which_events_are_reports(kind: EventKind) -> None:
    after: object = {
        EventKind.STATUS: Status.ACTIVE,
        EventKind.SUBMIT: Status.SUBMITTED,
        EventKind.RETURN: Status.ACTIVE,
        EventKind.PROGRESS: 10,
        EventKind.COUNT: {"target": "甲", "count": 1},
        EventKind.DEFER: "2012-01-01",
        EventKind.REVISE: {},
    }.get(kind)
    before = {"target": "甲", "count": 0} if kind is EventKind.COUNT else None
    reports = {"status", "progress", "note", "count", "defer", "submit"}
    heard = fold(None, [event("1", kind, DAY, after, before)]).last_reported
    assert heard == (DAY if kind.value in reports else None)


def test_deferrals_are_counted_and_the_last_day_stands() -> None:
    twice = [event("1", EventKind.DEFER, DAY, "2012-01-31"), event("2", EventKind.DEFER, DAY, "2012-03-31")]
    state = fold(PROJECT.due, twice)
    assert (state.due, state.deferrals) == (date(2012, 3, 31), 2)


@pytest.mark.parametrize(("on", "late"), [("2011-12-31", False), ("2012-01-01", True)])
def test_a_deferral_on_the_last_day_is_in_time(on: str, late: bool) -> None:
    asked = event("1", EventKind.DEFER, date.fromisoformat(on), "2012-03-31", "2011-12-31")
    assert is_late_deferral(asked) is late


def test_a_progress_of_nothing_stands_before_the_counts() -> None:
    assert progress_of(TARGETS, State(counts={"甲": 3}, progress=0)) == 0


def test_thirds_and_sixths_make_a_whole_number() -> None:
    targets = (Target("甲", 2), Target("乙", 6), Target("丙", 6))
    assert progress_of(targets, State(counts={"甲": 1, "乙": 5, "丙": 1})) == 50


WAYS = {
    "planned": "active submitted done paused dropped",
    "active": "submitted done paused dropped",
    "submitted": "active done paused dropped",
    "done": "active",
    "paused": "active done dropped",
    "dropped": "active",
}


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(Status, 2)))
def test_where_each_status_may_go(before: Status, after: Status) -> None:
    """Not asked of the table itself."""
    if after in WAYS[before].split():
        assert acts.update(PROJECT, State(status=before), status=after, reason="理由")
    else:
        with pytest.raises(RefusedError):
            acts.update(PROJECT, State(status=before), status=after, reason="理由")


def test_what_was_dropped_is_not_deferred() -> None:
    with pytest.raises(RefusedError, match="无须延期"):
        acts.defer(PROJECT, OPEN._replace(status=Status.DROPPED), date(2012, 3, 31), "理由")


# --- supervision -------------------------------------------------------------------------------------


def test_of_what_the_plan_gave_up_nothing_is_asked() -> None:
    gone = OPEN._replace(withdrawn_on=date(2011, 12, 21))
    for day in (date(2011, 12, 30), date(2012, 3, 1)):
        got = supervise(PROJECT, gone, day)
        assert (got.light, reasons_text(got.reasons), got.days_left) == (None, "已撤销", None)
        assert got.days_overdue == 0
        assert silent_days(PROJECT, gone, day, None) is None
    assert (
        due_soon([Item(PROJECT, gone, supervise(PROJECT, gone, date(2011, 12, 30)))], date(2011, 12, 30))
        == []
    )


def test_silence_counts_from_the_window_s_first_day_though_something_was_said_before() -> None:
    project = PROJECT._replace(start=date(2011, 7, 1))
    said = OPEN._replace(last_reported=date(2011, 2, 1))
    assert silent_days(project, said, date(2011, 7, 15), date(2011, 2, 18)) == 14
    assert silent_days(project._replace(start=None), OPEN, date(2011, 12, 1), None) == 0  # not -19


def test_silence_lights_up_without_a_date_and_on_the_last_day() -> None:
    undated = OPEN._replace(due=None, last_reported=date(2011, 8, 1))
    assert reasons_text(supervise(PROJECT, undated, date(2011, 9, 1)).reasons) == "31天未报送"
    silent = OPEN._replace(last_reported=date(2011, 11, 1))
    assert reasons_text(supervise(PROJECT, silent, date(2011, 12, 31)).reasons) == "今天到期；60天未报送"


def test_a_target_due_today_is_not_late_and_a_late_one_is_not_near() -> None:
    project = PROJECT._replace(targets=(Target("初稿", due=date(2011, 12, 10)),))
    state = OPEN._replace(last_reported=date(2011, 12, 9))
    assert reasons_text(supervise(project, state, date(2011, 12, 10)).reasons) == "距时限21天"
    late = supervise(project, state, date(2011, 12, 11))
    assert reasons_text(late.reasons) == "指标“初稿”逾期1天"
    assert due_soon([Item(project, state, late)], date(2011, 12, 11)) == []


def test_on_pace_is_not_behind_whatever_the_setting() -> None:
    state = State(Status.ACTIVE, progress=60, due=date(2011, 4, 10), last_reported=date(2011, 3, 1))
    project = PROJECT._replace(due=date(2011, 4, 10))
    got = supervise(project, state, date(2011, 3, 1), settings=Settings(behind_yellow_points=0))
    assert reasons_text(got.reasons) == ""


# --- the circular ------------------------------------------------------------------------------------

WEEK = week_of(date(2011, 11, 9))


def item(project: Project, state: State, day: date = WEEK.end) -> Item:
    return Item(project, state, supervise(project, state, day))


def circular(
    items: list[Item], events: list[Event], as_of: date = WEEK.end, previous: list[Item] | None = None
):  # type: ignore[no-untyped-def]
    return compile_circular("计划", WEEK, as_of, items, previous or [], events)


def test_a_letter_is_no_news_and_a_return_no_report() -> None:
    state = State(Status.ACTIVE, due=PROJECT.due)
    letter = event("1", EventKind.REMIND, WEEK.start)
    back = event("2", EventKind.RETURN, WEEK.start, Status.ACTIVE, Status.SUBMITTED)
    made = circular([item(PROJECT, state)], [letter, back])
    assert [entry.event.id for entry in made.entries] == ["2"]
    assert list(made.silent) == ["市发改委"]


def test_what_begins_after_the_day_is_not_silent() -> None:
    later = PROJECT._replace(start=WEEK.end)
    assert circular([item(later, State(due=PROJECT.due))], [], as_of=WEEK.start).silent == {}
    assert list(circular([item(later, State(due=PROJECT.due))], []).silent) == ["市发改委"]


def test_what_was_entered_after_the_day_is_not_in_its_report() -> None:
    old = event("1", EventKind.NOTE, date(2011, 11, 1), note="x")._replace(recorded_at="2011-11-12T04:00:00Z")
    items = [item(PROJECT, OPEN)]
    assert circular(items, [old], as_of=date(2011, 11, 11)).entries == ()
    assert len(circular(items, [old], as_of=date(2011, 11, 12)).entries) == 1


def test_the_last_word_of_a_late_one_may_be_a_reason() -> None:
    asked = event("1", EventKind.DEFER, DAY, "2011-10-31", note="衔接")
    state = State(Status.ACTIVE, due=date(2011, 10, 31), deferrals=1)
    assert circular([item(PROJECT, state)], [asked]).overdue[0].last_note == "衔接"


def test_what_the_plan_gave_up_is_in_no_number() -> None:
    gone = item(PROJECT, State(withdrawn_on=DAY))
    made = circular([gone], [], previous=[gone])
    assert (made.total.total, made.previous.total, made.silent) == (0, 0, {})


# --- letters -----------------------------------------------------------------------------------------


def sent(id: str, on: date, step: str) -> Event:
    return event(id, EventKind.REMIND, on, {"step": step, "year": on.year, "number": 1})


def late(id: int, due: date, day: date) -> Item:
    return item(PROJECT._replace(id=ProjectId(id), due=due), State(Status.ACTIVE, due=due), day)


JAN = date(2012, 1, 9)


def test_the_most_urgent_stand_first_and_name_the_letter() -> None:
    warned = sent("1", date(2012, 1, 1), "yellow")._replace(project="2")
    near = late(1, date(2012, 1, 20), JAN)
    items = [
        near,
        late(2, date(2011, 12, 30), JAN),
        late(3, date(2011, 12, 1), JAN),
        late(4, date(2011, 11, 1), JAN),
    ]
    (letter,) = plan_letters(items, [warned], JAN)
    assert [str(a.item.project.id) for a in letter.asked] == ["2", "4", "3", "1"]
    assert letter.step is ReminderStep.RED


def test_a_letter_of_the_last_day_was_before_the_lateness() -> None:
    """Yellow for a target; the project's own lateness begins the day after, with yellow again."""
    on_the_day = sent("1", date(2011, 12, 31), "yellow")
    (letter,) = plan_letters([late(1, date(2011, 12, 31), JAN)], [on_the_day], JAN)
    assert letter.step is ReminderStep.YELLOW


def test_letters_of_a_past_day_know_nothing_later() -> None:
    first, later = sent("1", date(2012, 1, 5), "yellow"), sent("2", date(2012, 1, 20), "yellow")
    back = event("3", EventKind.REVOKE, date(2012, 1, 20), revokes="1")
    items = [late(1, date(2011, 12, 31), JAN)]
    assert plan_letters(items, [first, back], JAN) == []
    (letter,) = plan_letters(items, [later], JAN)
    assert letter.step is ReminderStep.YELLOW


# --- revisions ---------------------------------------------------------------------------------------


def plan(*projects: Project, categories: tuple[str, ...] = ("规划共绘",), **aliases: str) -> Plan:
    return Plan("2011", "计划", 2011, categories, projects, aliases=aliases)


def test_what_was_withdrawn_before_is_not_withdrawn_again() -> None:
    assert compare(plan(PROJECT), plan(), [PROJECT.id]).withdrawn == ()
    assert compare(plan(PROJECT), plan(PROJECT), [PROJECT.id]).restored == (PROJECT,)


def test_names_that_no_project_uses_are_no_difference_those_used_are() -> None:
    assert compare(plan(PROJECT), plan(PROJECT, categories=("规划共绘", "空"), 别名="乙局")).is_empty
    assert set(compare(plan(PROJECT), plan(PROJECT, 发改委="市发改委")).heading) == {"aliases"}


def test_a_text_of_a_past_day_is_found_through_every_revision() -> None:
    first = event("1", EventKind.REVISE, date(2011, 5, 1), {"title": "二"}, {"title": "一"})
    second = event("2", EventKind.REVISE, date(2011, 6, 1), {"title": "三"}, {"title": "二"})
    now = PROJECT._replace(title="三")
    for day, title in (
        ("2011-04-30", "一"),
        ("2011-05-01", "二"),
        ("2011-05-31", "二"),
        ("2011-06-01", "三"),
    ):
        found = as_it_was(now, [first, second], date.fromisoformat(day))
        assert found is not None
        assert found.title == title
    added = event("0", EventKind.REVISE, date(2011, 5, 1), {ADDED: True})
    assert as_it_was(now, [added], date(2011, 4, 30)) is None
    assert as_it_was(now, [added], date(2011, 5, 1)) == now


def test_a_mean_says_of_how_many_it_is() -> None:
    def item(state: State) -> Item:
        return Item(PROJECT, state, supervise(PROJECT, state, date(2011, 7, 1)))

    assert count("", [item(OPEN._replace(progress=40)), item(OPEN)]).reported == 1
