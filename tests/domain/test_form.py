"""Conflicts between a returned form and the ledger, and what a row records."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies

from dushiquan.domain.acts import Change
from dushiquan.domain.events import (
    DeferralRequest,
    EventKind,
    ExpectedDay,
    ProgressReport,
    StatusChange,
    TargetCount,
)
from dushiquan.domain.form import (
    Filled,
    Receipt,
    Snapshot,
    Typed,
    conflicts,
    derived_id,
    to_record,
    what_is_new,
)
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
        (filled(counts={"乙": 3}), State(), []),
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


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [({"until": date(2011, 12, 31)}, "延期理由"), ({"reason": "资金"}, "申请延期到哪一天")],
)
def test_an_application_for_a_deferral_needs_its_day_and_its_reason(
    cells: dict[str, Any], lacking: str
) -> None:
    with pytest.raises(RefusedError, match=f"没有写{lacking}"):
        to_record(filled(**cells), PROJECT, State(Status.ACTIVE), State(Status.ACTIVE))


@pytest.mark.parametrize(
    ("now", "status", "lacking"),
    [
        (Status.ACTIVE, Status.SUBMITTED, "台账里是进行中，选了待核实，请在进展说明里写明依据。"),
        (Status.SUBMITTED, Status.ACTIVE, "台账里是待核实，选了进行中，请在进展说明里写明理由。"),
        (Status.DONE, Status.ACTIVE, "台账里是已完成，选了进行中，请在进展说明里写明理由。"),
    ],
)
def test_a_status_that_needs_a_reason_has_it_in_the_note_of_its_row(
    now: Status, status: Status, lacking: str
) -> None:
    with pytest.raises(RefusedError, match=f"^{lacking}$"):
        to_record(filled(status=status), PROJECT, State(now), State(now))
    (change,) = to_record(filled(status=status, note="返工"), PROJECT, State(now), State(now))
    assert change.note == "返工"


def test_a_count_is_a_total_and_may_go_down_but_not_below_zero() -> None:
    project = PROJECT._replace(targets=(Target("甲", 5),))
    now = State(Status.ACTIVE, counts={"甲": 4})
    (change,) = to_record(filled(counts={"甲": 2}), project, now, now)
    assert change == Change(EventKind.COUNT, TargetCount("甲", 4, 2))
    with pytest.raises(RefusedError, match="累计只有 1，减不了 2"):
        to_record(filled(counts={"甲": 2}), project, State(Status.ACTIVE, counts={"甲": 1}), now)


AS_SENT = Typed(Status.PLANNED, 20, {"甲": 1})
TOLD: dict[str, Any] = {
    "problem": "资金未到",
    "next_steps": "催款",
    "expected": date(2011, 10, 1),
    "until": date(2011, 12, 31),
    "reason": "资金",
}
REMARKS = AS_SENT._replace(**TOLD)


def new(typed: Typed, *before: Typed) -> Filled:
    receipts = [Receipt("b", date(2011, 3, 1), each) for each in before]
    return what_is_new(ProjectId("1"), typed, SENT, receipts)


@pytest.mark.parametrize(
    ("typed", "before", "found"),
    [
        (AS_SENT, (), filled()),
        (Typed(), (), filled()),  # every cell emptied
        (AS_SENT._replace(progress=40), (), filled(progress=40)),
        (AS_SENT._replace(progress=0), (), filled(progress=0)),
        (AS_SENT._replace(counts={"甲": 3}), (), filled(counts={"甲": 3})),
        (AS_SENT._replace(status=Status.ACTIVE, note="x"), (), filled(status=Status.ACTIVE, note="x")),
        # read before
        (AS_SENT._replace(progress=40, note="x"), (AS_SENT._replace(progress=40, note="x"),), filled()),
        (
            AS_SENT._replace(progress=50, note="x"),
            (AS_SENT._replace(progress=40, note="x"),),
            filled(progress=50),
        ),
        (AS_SENT, (AS_SENT._replace(progress=40),), filled(progress=20)),
        (AS_SENT._replace(note="y"), (AS_SENT._replace(note="x"),), filled(note="y")),
        (Typed(note="x"), (Typed(progress=40), Typed(note="x")), filled()),
        (REMARKS, (), filled(**TOLD)),
        (REMARKS, (REMARKS,), filled()),
        (
            REMARKS._replace(expected=date(2011, 11, 1), reason="拆迁"),
            (REMARKS,),
            filled(expected=date(2011, 11, 1), until=date(2011, 12, 31), reason="拆迁"),
        ),
        (REMARKS, (REMARKS, REMARKS._replace(expected=date(2011, 11, 1))), filled(expected=TOLD["expected"])),
        # a known note is still the evidence of a new status
        (
            AS_SENT._replace(status=Status.SUBMITTED, note="x"),
            (AS_SENT._replace(note="x"),),
            filled(status=Status.SUBMITTED, note="x"),
        ),
    ],
)
def test_what_a_row_changes_is_what_differs_from_what_is_known_of_it(
    typed: Typed, before: tuple[Typed, ...], found: Filled
) -> None:
    result = new(typed, *before)
    assert replace(result, snapshot=SENT) == found


def test_a_row_that_was_taken_is_compared_with_what_was_taken() -> None:
    result = new(AS_SENT._replace(progress=50, counts={"甲": 4}), Typed(Status.ACTIVE, 40, {"甲": 3}))
    assert result.snapshot == Snapshot(Status.ACTIVE, 40, {"甲": 3})
    assert conflicts(result, State(Status.ACTIVE, 40, {"甲": 3})) == []


@given(
    typed=strategies.builds(
        Typed,
        strategies.sampled_from([None, Status.PLANNED, Status.ACTIVE, Status.SUBMITTED]),
        strategies.none() | strategies.integers(0, 100),
        strategies.dictionaries(strategies.sampled_from("甲乙"), strategies.integers(0, 9)),
        strategies.text(max_size=3),
        strategies.none() | strategies.dates(),
    )
)
def test_what_is_typed_can_be_kept_and_read_again(typed: Typed) -> None:
    assert Typed.parse(json.loads(json.dumps(typed.plain()))) == typed
    assert not new(typed, typed).is_edited


def test_the_id_of_an_event_is_that_of_its_row_field_and_value() -> None:
    row = filled(status=Status.ACTIVE, progress=40, counts={"甲": 3, "乙": 3})
    changes = [
        Change(EventKind.STATUS, StatusChange(Status.PLANNED, Status.ACTIVE)),
        Change(EventKind.PROGRESS, ProgressReport(20, 40)),
        Change(EventKind.COUNT, TargetCount("甲", 1, 3)),
        Change(EventKind.COUNT, TargetCount("乙", 0, 3)),
        Change(EventKind.NOTE, note="x"),
    ]
    ids = {derived_id(change, row, *where) for change in changes for where in (("f", "p", 0), ("f", "p", 1))}
    assert len(ids) == 10
    elsewhere = Change(EventKind.COUNT, TargetCount("甲", 2, 4))  # what this copy had counted so far
    assert derived_id(elsewhere, row, "f", "p", 0) == derived_id(changes[2], row, "f", "p", 0)


@pytest.mark.parametrize(
    ("kind", "of_kind"), [(EventKind.EXPECT, ExpectedDay), (EventKind.REQUEST, DeferralRequest)]
)
def test_two_days_that_a_row_names_are_two_entries(kind: EventKind, of_kind: Any) -> None:
    changes = [Change(kind, of_kind(day), "资金") for day in (date(2011, 10, 1), date(2011, 11, 1))]
    first, second = (derived_id(change, filled(), "form", "uid") for change in changes)
    assert first != second
    assert first == derived_id(changes[0], filled(), "form", "uid")
