"""Which requirements go on in the next plan as they are, and what goes with a carried project."""

from datetime import date

import pytest

from dushiquan.domain.carrying import alike, counts_to_bring, is_of_its_year, targets_to_bring
from dushiquan.domain.events import Carry, PlanPlace
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.matching import MOST_PAIRS
from dushiquan.domain.plan import Kind, Plan, Target
from dushiquan.domain.status import State, Status
from dushiquan.shipped import shipped
from dushiquan.sources.plan_file import read_plan
from dushiquan.sources.project_edit import composed
from tests.builders import DAY, PROJECT

INTO = PlanPlace("u", "2012", "7")


@pytest.fixture(scope="module")
def next_plan() -> Plan:
    plan, _ = read_plan(shipped("data/projects_2011.yaml"))
    return plan._replace(key="2012", year=2012)


@pytest.mark.parametrize(
    ("requirement", "stays_text"),
    [
        ("2011年9月底前完成", True),
        ("二〇一一年底前建成", True),
        ("9月底前完成", True),
        ("年底前完成", True),
        ("上半年完成初稿", True),
        ("2011年加快推进", True),
        ("今年内加快推进", True),
        ("2011年每季度一次", True),
        ("加快推进", False),
        ("全年推进", False),
        ("每季度一次", False),
        ("长期坚持", False),
        ("适时开展", False),
        ("", False),
    ],
)
def test_a_requirement_with_days_of_its_year_stays_a_text(
    next_plan: Plan, requirement: str, stays_text: bool
) -> None:
    fields = {"title": "某", "units": "甲局", "requirement": requirement}
    read, _ = composed(next_plan, ProjectId("99"), fields, date(2012, 1, 1))
    assert is_of_its_year(requirement, read) is stays_text


def test_a_carry_closes_the_old_project_only() -> None:
    state = State(Status.SUBMITTED, progress=40, applied_on=DAY)
    assert Carry(Status.SUBMITTED, INTO).apply(state, DAY) == State(Status.CARRIED, progress=40)
    assert Carry(source=INTO).apply(state, DAY) == state
    done = State(Status.DONE, done_on=DAY)
    assert Carry(Status.ACTIVE, INTO).apply(done, DAY) == done
    for payload in (Carry(Status.ACTIVE, INTO), Carry(source=INTO)):
        assert Carry.parse(*payload.plain()) == payload


def test_targets_lose_their_days_and_occurrences_stay_behind() -> None:
    was = PROJECT._replace(targets=(Target("井", 4, "口", DAY),))
    now = PROJECT._replace(targets=())
    assert targets_to_bring(was, now) == (Target("井", 4, "口", None),)
    own = PROJECT._replace(targets=(Target("桥", 1, "座", None),))
    assert targets_to_bring(was, own) == own.targets
    quarters = (Target("一季度", 1, "次", DAY), Target("二季度", 1, "次", DAY))
    quarterly = was._replace(kind=Kind.RECURRING, targets=quarters)
    assert targets_to_bring(quarterly, now) == ()
    counted = State(counts={"井": 2, "桥": 1})
    both = PROJECT._replace(targets=(Target("井", 4, "口", None), Target("路", 1, "条", None)))
    assert counts_to_bring(was, counted, both, State()) == {"井": 2}
    assert counts_to_bring(was, counted, both, State(counts={"井": 1})) == {}
    assert counts_to_bring(quarterly, State(counts={"一季度": 1}), quarterly, State()) == {}


def test_rows_are_alike_by_title() -> None:
    rows = [PROJECT._replace(title=title) for title in ("第二小学扩建", "第一小学扩建工程", "修路")]
    assert alike([PROJECT._replace(title="第一小学扩建")], rows) == [[rows[1]]]
    same = PROJECT._replace(title="第一小学 扩建")
    asked = [PROJECT._replace(title="第一小学扩建")] * (MOST_PAIRS // 4 + 1)
    assert alike(asked, [*rows, same])[-1] == [same]
