"""What long runs against the model found (`trials/model.py`), each by itself."""

import pytest

from tests.builders import entries, listed
from tests.conftest import Run

TODAY = "2011-09-05"


@pytest.fixture
def office(ledger: Run) -> Run:
    def run(*words: str, **more: str) -> object:
        result = ledger(*words, today=TODAY, **more)
        assert result.code == 0, result.err
        return result

    return run  # type: ignore[return-value]


def number(run: Run, kind: str) -> str:
    return str(next(row["number"] for row in entries(run) if row["kind"] == kind and not row["revoked"]))


def test_mending_the_words_of_an_entry_does_not_make_it_the_last_of_its_day(office: Run) -> None:
    office("update", "6", "-s", "paused", "--reason", "资金未到")
    office("update", "6", "-s", "active")
    office("fix", number(office, "status"), "--note", "资金没有到")
    assert listed(office, "6")["status"] == "active"


def test_a_corrected_progress_stays_before_the_next_of_its_day(office: Run) -> None:
    office("update", "6", "-p", "30")
    office("update", "6", "-p", "60")
    office("fix", number(office, "progress"), "-p", "35")
    assert listed(office, "6")["progress"] == 60


def test_a_corrected_count_is_counted_before_what_was_taken_from_it(office: Run) -> None:
    office("tick", "22.1", "联合执法", "2")
    office("tick", "22.1", "联合执法", "=1")
    office("fix", number(office, "count"), "--count", "3")
    assert [target["count"] for target in listed(office, "22.1")["targets"]] == [2, 0]


def test_a_correction_that_moved_with_its_start_is_taken_back_with_it(office: Run) -> None:
    office("update", "6", "-p", "30")
    office("fix", number(office, "progress"), "--project", "7")
    office("undo", number(office, "progress"))
    assert (listed(office, "6")["status"], listed(office, "6")["progress"]) == ("active", 30)
    assert (listed(office, "7")["status"], listed(office, "7")["progress"]) == ("planned", None)


@pytest.mark.parametrize("chosen", ["6", "7", "6 7"])
def test_a_correction_is_restored_as_a_whole(office: Run, chosen: str) -> None:
    office("update", "6", "-p", "30")
    office("fix", "3", "-p", "50")
    office("undo", "5")
    assert listed(office, "6")["progress"] == 30
    office("undo", *chosen.split())
    assert listed(office, "6")["progress"] == 50
    revoked = [row["after"] for row in entries(office) if row["kind"] == "revoke"]
    assert len(revoked[3:]) == len(set(revoked[3:]))


def test_an_entry_and_the_correction_of_its_correction_never_both_count(office: Run) -> None:
    office("tick", "22.1", "联合执法", "1")
    office("fix", "3", "--count", "2")
    office("fix", "5", "--count", "3")
    office("undo", "4")
    assert [target["count"] for target in listed(office, "22.1")["targets"]] == [1, 0]


def test_a_due_date_moved_to_the_day_in_force_is_no_deferral(office: Run) -> None:
    office("defer", "6", "2012-03-31", "--reason", "征迁", "--on", "2011-09-02")
    office("defer", "6", "2012-03-31", "--reason", "征迁", "--on", "2011-09-01")
    assert (listed(office, "6")["due"], listed(office, "6")["deferrals"]) == ("2012-03-31", 1)


def test_an_entry_that_was_taken_back_is_not_so_already(ledger: Run) -> None:
    ledger("update", "6", "-p", "30", today=TODAY)
    ledger("undo", "3")
    result = ledger("fix", "3", "-p", "30")
    assert (result.code, "已由第4号撤回" in result.err) == (7, True)
