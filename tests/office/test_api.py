"""What a program may hand to the office, beyond what the commands do."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any, cast

import pytest

from dushiquan.errors import DsqError, NotFoundError, RefusedError
from dushiquan.office import care
from dushiquan.office.deciding import Grounds
from dushiquan.office.entries import Undone
from dushiquan.office.office import Office, create_ledger, open_office

DAY = date(2011, 11, 7)
WHY = Grounds("会议纪要")


@pytest.fixture
def office(tmp_path: Path, shipped_ledger: Path) -> Iterator[Office]:
    copyfile(shipped_ledger, tmp_path / "a.db")
    with open_office(tmp_path / "a.db", today=DAY, user="小王") as office:
        yield office


def ids(results: Any) -> list[str]:
    return [str(each.project.id) for each in results]


ONE_ID: dict[str, Callable[[Office, Any], Any]] = {
    "close_out": lambda office, ids: office.entries.close_out(ids),
    "update": lambda office, ids: office.entries.update(ids, progress=50),
    "note": lambda office, ids: office.entries.note(ids, "现场看过"),
    "record": lambda office, ids: office.entries.record(ids, lambda project, state: []),
    "chosen.of": lambda office, ids: list(office.chosen.of(ids).items(DAY)),
}
"""Functions that take ids, by name: each with one text for them instead of a list."""


@pytest.mark.parametrize("name", ONE_ID)
def test_a_single_text_for_ids_is_one_word_as_typed(office: Office, name: str) -> None:
    """It was read letter by letter: "12" closed 1 and 2."""
    assert ids(ONE_ID[name](office, "12")) == ["12"]


def test_a_single_text_may_name_several_ids_as_a_typed_word_does(office: Office) -> None:
    assert ids(office.entries.close_out("6,8-10")) == ["6", "8", "9", "10"]
    assert ids(office.entries.close_out("2011/12")) == ["12"]
    assert office.ledger.find("12", one_each=False) == ["12"]
    assert {event.project for event in office.ledger.events(cast(Any, "12"))} == {"12"}
    (undone,) = office.entries.undo(projects="12")
    assert isinstance(undone, Undone)
    assert undone.recorded.project.id == "12"


def test_a_single_text_for_projects_of_a_plan_is_one_word_as_typed(office: Office) -> None:
    changed, _ = office.decisions.set("12", {"title": "甲"}, WHY)
    assert [change.id for change in changed.revision.changed] == ["12"]
    dropped = office.decisions.drop("12", WHY)
    assert [project.id for project in dropped.revision.withdrawn] == ["12"]


def test_a_single_text_for_units_is_one_name(office: Office, tmp_path: Path) -> None:
    assert office.chosen.names("市旅委", "单位", DAY) == ("市旅委",)
    assert office.letters.units("市旅委") == ["市旅委"]
    after = date(2012, 1, 9)
    with open_office(office.path, today=after, user="小王") as later:
        assert [letter.unit for letter in later.letters.plan("市旅委")] == ["市旅委"]
        left_out = later.letters.left_out("市旅委")
        assert left_out == later.letters.left_out(["市旅委"])
        assert [form.unit for form in later.forms.write(tmp_path / "forms", "市旅委")] == ["市旅委"]


@pytest.mark.parametrize(
    "values",
    [
        {"progress": 150},
        {"progress": -1},
        {"progress": 50.5},
        {"progress": True},
        {"progress": "50"},
        {"status": "active"},
        {"status": "进行中"},
    ],
)
def test_a_value_that_cannot_be_recorded_is_refused(office: Office, values: Any) -> None:
    before = office.ledger.events()
    with pytest.raises(RefusedError):
        office.entries.update(["7"], **values)
    with pytest.raises(RefusedError):
        office.entries.update(["7"], dry_run=True, **values)
    assert office.ledger.events() == before


@pytest.mark.parametrize("value", [101, -1, 7.5])
def test_a_progress_cannot_be_corrected_to_an_impossible_one(office: Office, value: Any) -> None:
    (recorded,) = office.entries.update(["7"], progress=70)
    with pytest.raises(RefusedError):
        office.entries.fix(recorded.events[-1].number, progress=value)


@pytest.mark.parametrize("value", [1.5, True, "2"])
def test_a_count_is_a_whole_number(office: Office, value: Any) -> None:
    (item,) = [item for item in office.projects() if item.project.targets][:1]
    with pytest.raises(RefusedError):
        office.entries.tick(item.project.id, item.project.targets[0].name, value)
    with pytest.raises(RefusedError):
        office.entries.tick(item.project.id, item.project.targets[0].name, total=value)


def test_a_path_may_be_given_as_a_text(tmp_path: Path) -> None:
    ledger, copy, saved = (str(tmp_path / name) for name in ("a.db", "b.db", "c.db"))
    assert create_ledger(ledger, today=date(2011, 2, 21), user="小王")
    with open_office(ledger, today=date(2012, 1, 9), user="小王") as office:
        assert office.letters.send(str(tmp_path / "letters"), ["市旅委"])
        (form,) = office.forms.write(str(tmp_path / "forms"), ["市旅委"])
        for files in ([str(form.path)], str(form.path), form.path):
            assert not [line for line in office.forms.read(files).lines if "不收" in line]
    care.back_up(ledger, copy)
    assert care.restore(copy, ledger, saved) == [Path(saved)]
    assert care.reset(ledger, str(tmp_path / "d.db")) == [tmp_path / "d.db"]


def test_a_report_that_there_is_not_is_not_found(office: Office) -> None:
    with pytest.raises(NotFoundError) as error:
        office.reports.make("weakly")
    assert "weekly" in str(error.value)
    assert isinstance(error.value, DsqError)
