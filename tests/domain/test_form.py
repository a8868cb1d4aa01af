"""Conflicts between a returned form and the ledger, and what a row records."""

from typing import Any

import pytest

from dushiquan.domain.acts import Change
from dushiquan.domain.events import EventKind, TargetCount
from dushiquan.domain.form import Filled, Snapshot, conflicts, to_record
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Target
from dushiquan.domain.status import State, Status
from dushiquan.errors import RefusedError
from tests.builders import PROJECT

SENT = Snapshot(Status.PLANNED, 20, {"甲": 1})


def filled(**cells: Any) -> Filled:
    return Filled(ProjectId("1"), SENT, **cells)


@pytest.mark.parametrize(
    ("row", "now", "found"),
    [
        (filled(status=Status.ACTIVE), State(Status.PLANNED), []),
        (filled(status=Status.ACTIVE), State(Status.ACTIVE), []),  # both say the same
        (filled(status=Status.ACTIVE), State(Status.PAUSED), ["状态台账为暂缓，表里为进行中"]),
        (filled(note="x"), State(Status.PAUSED), []),  # the form left it unchanged
        (filled(progress=40), State(progress=20), []),
        (filled(progress=40), State(progress=40), []),
        (filled(progress=40), State(progress=55), ["进度台账为55%，表里为40%"]),
        (filled(counts={"甲": 3}), State(counts={"甲": 1}), []),
        (filled(counts={"甲": 3}), State(counts={"甲": 3}), []),
        (filled(counts={"甲": 3}), State(counts={"甲": 2}), ["“甲”台账为2，表里为3"]),
        (filled(counts={"甲": 3}), State(), ["“甲”台账为0，表里为3"]),  # undone meanwhile
    ],
)
def test_conflicts_are_fields_both_sides_changed_differently(
    row: Filled, now: State, found: list[str]
) -> None:
    assert conflicts(row, now) == found


def test_a_progress_of_zero_is_an_edit() -> None:
    assert filled(progress=0).is_edited
    assert not filled().is_edited


def test_a_target_no_longer_in_the_plan_is_refused() -> None:
    project = PROJECT._replace(targets=(Target("乙"),))
    with pytest.raises(RefusedError, match="没有指标“甲”"):
        to_record(filled(counts={"甲": 3}), project, State(), State())


def test_a_count_is_a_total_and_may_go_down_but_not_below_zero() -> None:
    project = PROJECT._replace(targets=(Target("甲", 5),))
    now = State(Status.ACTIVE, counts={"甲": 4})
    (change,) = to_record(filled(counts={"甲": 2}), project, now, now)
    assert change == Change(EventKind.COUNT, TargetCount("甲", 4, 2))
    with pytest.raises(RefusedError, match="只记了 1，减不了 2"):
        to_record(filled(counts={"甲": 2}), project, State(Status.ACTIVE, counts={"甲": 1}), now)
