"""The forms that were sent are read as they were, and what was taken of each is its own."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from dushiquan.domain import acts
from dushiquan.domain.form import Receipt, SentForm, SentRow, SentTarget, Typed
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Plan
from dushiquan.domain.status import Status
from dushiquan.store.connection import Connection
from dushiquan.store.event_log import operation
from dushiquan.store.ledger import Ledger
from dushiquan.store.loading import load_plan
from dushiquan.store.opening import create_ledger, open_ledger
from dushiquan.store.sent_forms import receipts, save_form, save_receipt, sent_form, uids
from dushiquan.store.undoing import undo
from tests.builders import PROJECT, PROVENANCE

ONE, TWO = ProjectId("1"), ProjectId("2")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A ledger of two plans with the same numbers."""
    path = tmp_path / "a.db"
    create_ledger(path, lambda connection: None)
    with closing(open_ledger(path)) as connection:
        for key in ("甲", "乙"):
            projects = tuple(PROJECT._replace(plan=key, id=id) for id in (ONE, TWO))
            load_plan(connection, Plan(key, f"{key}计划", 2011, (PROJECT.category,), projects), PROVENANCE)
        yield connection


def form_of(connection: Connection, id: str, plan: str, *rows: ProjectId) -> SentForm:
    """A form of some rows, in their order."""
    uid = uids(Ledger(connection, plan))
    targets = (SentTarget("次", 3, "次", 1), SentTarget("公里", 2, "", 0))
    return SentForm(
        id,
        plan,
        "市甲局",
        date(2011, 5, 1),
        (
            *(
                SentRow(uid[row], f"第{row}", f"{id}修桥", "年底前", None, Status.ACTIVE, None)
                for row in rows[:1]
            ),
            *(
                SentRow(uid[row], row, "挖井", "", date(2011, 6, 30), Status.PLANNED, 40, targets)
                for row in rows[1:]
            ),
        ),
    )


def test_a_form_is_read_as_it_was_sent(connection: Connection) -> None:
    forms = [
        form_of(connection, "A", "甲", TWO, ONE),
        form_of(connection, "B", "甲", ONE, TWO),
        form_of(connection, "C", "乙", TWO),
    ]
    for form in forms:
        save_form(connection, form, PROVENANCE)
    assert [sent_form(connection, id) for id in "ABC"] == forms
    assert sent_form(connection, "D") is None


def test_receipts_are_of_one_form_and_one_plan_and_stand(connection: Connection) -> None:
    first, second = Typed(progress=40), Typed(progress=60, note="已动工")
    taken = {}
    for plan, form, id, typed in (
        ("甲", "A", ONE, first),
        ("甲", "B", ONE, first),
        ("乙", "A", ONE, second),
        ("甲", "A", TWO, first),
        ("甲", "A", ONE, second),
    ):
        with operation(Ledger(connection, plan), PROVENANCE) as recording:
            recorded = recording.record(id, lambda p, s: acts.add_note(p, s, "报送"))
            save_receipt(Ledger(connection, plan), form, id, recording.batch, typed.plain())
        taken[plan, form, id, typed.progress] = recorded.events[0]
    day, ledger = date(2011, 7, 1), Ledger(connection, "甲")

    def receipt(form: str, id: ProjectId, typed: Typed) -> Receipt:
        return Receipt(taken["甲", form, id, typed.progress].batch, day, typed)

    assert receipts(ledger, "A") == {
        ONE: [receipt("A", ONE, first), receipt("A", ONE, second)],
        TWO: [receipt("A", TWO, first)],
    }
    assert receipts(ledger, "B") == {ONE: [receipt("B", ONE, first)]}
    undo(connection, [taken["甲", "A", ONE, 40]], PROVENANCE)
    assert receipts(ledger, "A")[ONE] == [receipt("A", ONE, second)]
