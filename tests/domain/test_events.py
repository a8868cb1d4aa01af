"""What the payloads of events keep, refuse and say."""

from datetime import date

import pytest

from dushiquan.domain.events import (
    DeferralRefusal,
    DeferralRequest,
    DueChange,
    EventKind,
    ExpectedDay,
    HeadingChange,
    Json,
    LetterAnswer,
    Matter,
    NextSteps,
    Nothing,
    Payload,
    PlanLoad,
    ProblemRemark,
    ProgressReport,
    Reminder,
    ReminderStep,
    Revised,
    StatusChange,
    TargetCount,
    Withdrawal,
    is_late_deferral,
)
from dushiquan.domain.status import Status
from tests.builders import event

JUNE, JULY = date(2011, 6, 30), date(2011, 7, 31)


@pytest.mark.parametrize(
    "payload",
    [
        StatusChange(Status.PLANNED, Status.ACTIVE),
        ProgressReport(None, 0),
        ProgressReport(40, 100),
        TargetCount("次", 2, 5),
        DueChange(JUNE, JULY),
        DueChange(None, JULY),
        Reminder(2011, 3, "市甲局", ReminderStep.RED, JULY, Matter.LATE),
        Reminder(2011, 3, "市甲局", ReminderStep.BLUE, JULY, Matter.SILENT, "杭协督"),
        LetterAnswer(2011, 3),
        ProblemRemark(),
        NextSteps(),
        ExpectedDay(JULY),
        DeferralRequest(JULY),
        DeferralRefusal(),
        Revised({"title": "旧", "due": "2011-06-30"}, {"title": "新", "due": None}),
        Revised({"targets": []}, {"targets": []}, renamed={"甲": "乙"}),
        Revised({}, {"id": "3", "title": "新"}, added=True),
        Withdrawal(True),
        Withdrawal(False),
        Withdrawal(True, {"a1": "5.1", "a2": "5.2"}),
        PlanLoad("a1", 12),
        HeadingChange({"title": "旧"}, {"title": "新"}),
        Nothing(),
    ],
)
def test_a_payload_is_read_as_it_was_stored(payload: Payload) -> None:
    assert type(payload).parse(*payload.plain()) == payload


@pytest.mark.parametrize(
    ("payload", "before", "after"),
    [
        (ProgressReport, None, 101),
        (ProgressReport, None, -1),
        (ProgressReport, None, True),
        (ProgressReport, None, "40"),
        (TargetCount, {"target": "次", "count": 0}, {"target": "次", "count": 1.5}),
        (StatusChange, "planned", 1),
        (DueChange, None, None),
        (HeadingChange, [], {}),
    ],
)
def test_a_damaged_payload_is_not_read(payload: type[Payload], before: Json, after: Json) -> None:
    with pytest.raises((TypeError, ValueError)):
        payload.parse(before, after)


@pytest.mark.parametrize(
    ("revised", "changes"),
    [
        (Revised({"title": "旧"}, {"title": "新"}), False),
        (Revised({"due": "2011-06-30"}, {"due": None}), True),
        (Revised({}, {"title": "新"}, added=True), True),
        (Revised({}, {}, renamed={"甲": "乙"}), True),
    ],
)
def test_only_dates_counts_and_being_added_touch_the_state(revised: Revised, changes: bool) -> None:
    assert revised.changes_state is changes


@pytest.mark.parametrize(
    ("before", "after", "on", "late"),
    [
        (JUNE, JULY, date(2011, 7, 1), True),
        (JUNE, JULY, JUNE, False),
        (JUNE, date(2011, 6, 1), date(2011, 7, 1), False),  # moved earlier
        (None, JULY, date(2011, 7, 1), False),
    ],
)
def test_a_deferral_is_late_after_the_date_in_force(
    before: date | None, after: date, on: date, late: bool
) -> None:
    asked = event("1", EventKind.DEFER, on, after.isoformat(), before.isoformat() if before else None)
    assert is_late_deferral(asked) is late
